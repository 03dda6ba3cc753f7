"""Reads `divisions.csv`, `aliases.toml` and `workdays.toml`: places, old addresses, holidays."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any

from feedgen.core.model import Alias, HolidayNotice, Place
from feedgen.definitions.regions.facts import read_sources
from feedgen.definitions.regions.tables import Problems, TableReader, did_you_mean

COLUMNS = ["key", "code", "name", "slug", "initials", "parent"]
LONGEST_NAME = 100
"""Characters; the longest name of a division has not twenty."""
# Each part is the name of a folder or a file, and must fit into one with an ending.
_PART = r"(?![^/]{101})[a-z0-9]+(-[a-z0-9]+)*"
_SLUG = re.compile(rf"{_PART}(/{_PART}){{0,2}}")
_CODE = re.compile(r"[0-9]{6}")
_PATTERNS = {"key": _CODE, "slug": _SLUG, "code": _CODE, "initials": re.compile(r"[a-z0-9]+")}
_RIGHT = {
    "key": "six digits",
    "code": "six digits, or nothing",
    "slug": "province/area/county in small letters and digits, joined by -",
    "initials": "the first letters of the pinyin, small",
}


def read_divisions(text: str, problems: Problems) -> tuple[Place, ...]:
    """Read the divisions, in the order of their keys."""
    rows = dict(csv_rows(text, problems, "one division a line, without quotes"))
    if not problems.found and rows.pop(1, []) != COLUMNS:
        problems.add((), f"the first line must be {','.join(COLUMNS)}")
    if problems.found:
        return ()
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows.items():
        problems.lines[(number,)] = number
        if len(row) != len(COLUMNS):
            problems.add((number,), f"has {len(row)} columns; {len(COLUMNS)} are right")
            continue
        place = Place(*row)
        _check_place(place, number, seen, problems)
        places[place.key], lines[place.key] = place, number
    _check_parents(places, lines, problems)
    # A place with a malformed slug has no depth.
    whole = (place for place in places.values() if _SLUG.fullmatch(place.slug))
    return tuple(sorted(whole, key=lambda place: place.key))


def csv_rows(text: str, problems: Problems, right: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it ends; `right` is what the lines should be."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        problems.add_on_line(max(reader.line_num, 1), (), f"is no CSV: {error}; {right}")


def _check_place(
    place: Place, number: int, lines: dict[tuple[str, str], int], problems: Problems
) -> None:
    for column, pattern in _PATTERNS.items():
        value = getattr(place, column)
        if column == "code" and not value:
            continue
        if not pattern.fullmatch(value):
            problems.add((number, column), f"'{value}' is malformed; {_RIGHT[column]}")
        first = lines.setdefault((column, value), number)
        if column != "initials" and first != number:
            text = f"'{value}' stands on line {first} already; each {column} is there once"
            problems.add((number, column), text)
    _check_name(place.name, number, problems)


def _check_name(name: str, number: int, problems: Problems) -> None:
    if not name.strip() or not name.isprintable() or "|" in name or "\\" in name:
        text = "is empty or holds a control character, a backslash or '|'; one line of text"
        problems.add((number, "name"), text)
    if len(name) > LONGEST_NAME:
        problems.add((number, "name"), f"has {len(name)} characters; at most {LONGEST_NAME}")


def _check_parents(
    places: Mapping[str, Place], lines: Mapping[str, int], problems: Problems
) -> None:
    for place in places.values():
        if text := _wrong_parent(place, places):
            problems.add((lines[place.key], "parent"), text)


def _wrong_parent(place: Place, places: Mapping[str, Place]) -> str:
    """Return what is wrong with the parent of a place, empty if nothing is."""
    parent, slug = places.get(place.parent), place.slug
    if place.parent and parent is None:
        right = "the key of a division in this file, or nothing"
        return f"unknown parent '{place.parent}'; {right}"
    if _goes_round(place, places):
        return f"'{place.parent}' leads back to {place.name}; a division lies in a larger one"
    if parent is None and "/" in slug:
        return f"is empty, but '{slug}' lies in a larger division; give the key of that"
    if parent and _SLUG.fullmatch(slug) and slug.rpartition("/")[0] != parent.slug:
        return f"'{slug}' does not lie below '{parent.slug}'; parent and slug must agree"
    return ""


def _goes_round(place: Place, places: Mapping[str, Place]) -> bool:
    seen = set()
    here = places.get(place.parent)
    while here and here is not place and here.key not in seen:
        seen.add(here.key)
        here = places.get(here.parent)
    return here is place


def did_you_mean_slug(slug: str, known: Iterable[str]) -> str:
    """Return the second half of a message about an unknown slug."""
    near = did_you_mean(slug, known)
    # Thousands are known, so without a near one nobody wants to read them all.
    return near if near.startswith("did") else "give a slug that stands in it"


def read_aliases(
    data: dict[str, Any], places: Sequence[Place], problems: Problems
) -> tuple[Alias, ...]:
    """Read `aliases.toml`."""
    top = TableReader(data, (), problems)
    slugs = {place.slug for place in places}
    aliases: list[Alias] = []
    for table in top.tables("alias"):
        alias = Alias(*(table.text(key, required=True) for key in ("old", "key", "new")))
        table.report_unknown_keys()
        for key, text in _wrong_alias(alias, slugs, {earlier.old for earlier in aliases} - {""}):
            table.problem(key, text)
        aliases.append(alias)
    top.report_unknown_keys()
    return tuple(aliases)


def _wrong_alias(alias: Alias, slugs: Set[str], earlier: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield key and text of each problem of an alias; a missing value is reported already."""
    if alias.old and not _SLUG.fullmatch(alias.old):
        yield "old", f"'{alias.old}' is malformed; {_RIGHT['slug']}"
    if alias.old in slugs:
        right = "an alias stands for a place that is gone"
        yield "old", f"'{alias.old}' is the address of a place today; {right}"
    if alias.old in earlier:
        yield "old", f"'{alias.old}' stands above already; each old address has one successor"
    if alias.key and not _CODE.fullmatch(alias.key):
        yield "key", f"'{alias.key}' is malformed; {_RIGHT['key']}"
    if alias.new and slugs and alias.new not in slugs:
        yield (
            "new",
            f"no place '{alias.new}' in divisions.csv; {did_you_mean_slug(alias.new, slugs)}",
        )


def read_year_notices(data: dict[str, Any], problems: Problems) -> tuple[HolidayNotice, ...]:
    """Read `workdays.toml`."""
    top = TableReader(data, (), problems)
    notices = tuple(_read_year(table) for table in top.tables("year"))
    top.report_unknown_keys()
    return notices


def _read_year(table: TableReader) -> HolidayNotice:
    make_up = table.raw("make_up")
    days: list[Any] = make_up if isinstance(make_up, list) else [None]
    if any(type(day) is not date or day.weekday() < 5 for day in days):
        text = "must be a list of Saturdays and Sundays, such as [2027-02-20]"
        table.problem("make_up", f"{text}; [] where there are none")
    notice = HolidayNotice(
        year=table.year("year", required=True) or 0,
        holidays=tuple(_read_holiday(holiday) for holiday in table.tables("holiday")),
        make_up=tuple(days),
        sources=read_sources(table),
    )
    table.report_unknown_keys()
    return notice


def _read_holiday(table: TableReader) -> tuple[str, date, date]:
    first = table.day("from", required=True) or date.min
    last = table.day("until") or first
    if last < first:
        text = f"{last} lies before from {first}; the last day must not be before the first"
        table.problem("until", text)
    name = table.text("name", required=True)
    table.report_unknown_keys()
    return name, first, last
