"""Reads `divisions.csv`, `aliases.toml` and `workdays.toml`: the places, their old addresses, newer
holiday notices.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from feedgen.core.model import Alias, HolidayNotice, Place
from feedgen.definitions.regions.facts import read_sources
from feedgen.definitions.regions.tables import Problems, TableReader, did_you_mean

COLUMNS = ["key", "code", "name", "slug", "initials", "parent"]
LONGEST_NAME = 100
"""Characters; the longest name of a division has not twenty."""
# Each part is the name of a folder or a file, and must fit into one with what is put behind it.
_PART = r"(?![^/]{101})[a-z0-9]+(-[a-z0-9]+)*"
_SLUG = re.compile(rf"{_PART}(/{_PART}){{0,2}}")
_CODE = re.compile(r"[0-9]{6}")
_INITIALS = re.compile(r"[a-z0-9]+")


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
    # A place with a malformed slug has no depth, and nothing can be asked of it.
    whole = (place for place in places.values() if _SLUG.fullmatch(place.slug))
    return tuple(sorted(whole, key=lambda place: place.key))


def csv_rows(text: str, problems: Problems, right: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it ends; `right` says what a row should be where the
    text is no CSV.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        problems.add_on_line(max(reader.line_num, 1), (), f"is no CSV: {error}; {right}")


def _check_place(
    place: Place, number: int, seen: dict[tuple[str, str], int], problems: Problems
) -> None:
    for column, value, pattern in (
        ("key", place.key, _CODE),
        ("slug", place.slug, _SLUG),
        ("code", place.code, _CODE),
    ):
        if column == "code" and not value:
            continue
        if not pattern.fullmatch(value):
            problems.add((number, column), f"'{value}' is malformed; {_RIGHT[column]}")
        if (first := seen.setdefault((column, value), number)) != number:
            problems.add(
                (number, column),
                f"'{value}' stands on line {first} already; each {column} is there once",
            )
    if not _INITIALS.fullmatch(place.initials):
        problems.add((number, "initials"), f"'{place.initials}' is malformed; {_RIGHT['initials']}")
    if (
        not place.name.strip()
        or not place.name.isprintable()
        or any(char in place.name for char in "|\\")
    ):
        problems.add(
            (number, "name"),
            "is empty or holds a control character, a backslash or '|'; one line of text",
        )
    if len(place.name) > LONGEST_NAME:
        problems.add((number, "name"), f"has {len(place.name)} characters; at most {LONGEST_NAME}")


_RIGHT = {
    "key": "six digits",
    "code": "six digits, or nothing",
    "slug": "province/area/county in small letters and digits, joined by -",
    "initials": "the first letters of the pinyin, small",
}


def _check_parents(
    places: Mapping[str, Place], lines: Mapping[str, int], problems: Problems
) -> None:
    for place in places.values():
        path = (lines[place.key], "parent")
        parent = places.get(place.parent)
        if place.parent and parent is None:
            problems.add(
                path,
                f"unknown parent '{place.parent}'; the key of a division in this file, or nothing",
            )
        elif _goes_round(place, places):
            problems.add(
                path,
                f"'{place.parent}' leads back to {place.name}; a division lies in a larger one",
            )
        elif parent is None and "/" in place.slug:
            problems.add(
                path,
                f"is empty, but '{place.slug}' lies in a larger division; give the key of that",
            )
        elif (
            parent and _SLUG.fullmatch(place.slug) and place.slug.rpartition("/")[0] != parent.slug
        ):
            problems.add(
                path,
                f"'{place.slug}' does not lie below '{parent.slug}'; parent and slug must agree",
            )


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
    data: dict[str, Any], places: tuple[Place, ...], problems: Problems
) -> tuple[Alias, ...]:
    """Read `aliases.toml`."""
    top = TableReader(data, (), problems)
    slugs = {place.slug for place in places}
    aliases: list[Alias] = []
    for table in top.tables("alias"):
        alias = Alias(*(table.text(key, required=True) for key in ("old", "key", "new")))
        table.report_unknown_keys()
        if alias.old and not _SLUG.fullmatch(alias.old):
            table.problem("old", f"'{alias.old}' is malformed; {_RIGHT['slug']}")
        if alias.old in slugs:
            table.problem(
                "old",
                f"'{alias.old}' is the address of a place today; an alias stands for a place that is gone",
            )
        if alias.old and alias.old in {other.old for other in aliases}:
            table.problem(
                "old", f"'{alias.old}' stands above already; each old address has one successor"
            )
        if alias.key and not _CODE.fullmatch(alias.key):
            table.problem("key", f"'{alias.key}' is malformed; {_RIGHT['key']}")
        if alias.new and slugs and alias.new not in slugs:
            table.problem(
                "new",
                f"no place '{alias.new}' in divisions.csv; {did_you_mean_slug(alias.new, slugs)}",
            )
        aliases.append(alias)
    top.report_unknown_keys()
    return tuple(aliases)


def read_year_notices(data: dict[str, Any], problems: Problems) -> tuple[HolidayNotice, ...]:
    """Read `workdays.toml`."""
    top = TableReader(data, (), problems)
    notices = tuple(_read_year(table) for table in top.tables("year"))
    top.report_unknown_keys()
    return notices


def _read_year(table: TableReader) -> HolidayNotice:
    holidays = []
    for each in table.tables("holiday"):
        first = each.day("from", required=True) or date.min
        last = each.day("until") or first
        if last < first:
            each.problem(
                "until",
                f"{last} lies before from {first}; the last day must not be before the first",
            )
            last = first
        holidays.append((each.text("name", required=True), first, last))
        each.report_unknown_keys()
    make_up = table.raw("make_up")
    if not isinstance(make_up, list) or any(
        type(day) is not date or day.weekday() < 5 for day in make_up
    ):
        table.problem(
            "make_up",
            "must be a list of Saturdays and Sundays, such as [2027-02-20]; [] where there are none",
        )
        make_up = []
    year = table.integer("year", lowest=2000, highest=2100, required=True) or 0
    notice = HolidayNotice(
        year=year, holidays=tuple(holidays), make_up=tuple(make_up), sources=read_sources(table)
    )
    table.report_unknown_keys()
    return notice
