"""Loads `regions/`: reads every file, lists every problem of every file at once, and lets places inherit."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feedgen.definitions.checks import check_anchors, check_order, check_sessions, check_stated, check_topics
from feedgen.definitions.coverage import Coverage, coverage, facts_by_grade, facts_of
from feedgen.definitions.divisions import read_aliases, read_divisions, read_year_notices
from feedgen.definitions.inheritance import inherit, regions_of_places, with_plan_days
from feedgen.definitions.region_files import NATIONAL, read_about, read_region
from feedgen.definitions.tables import Problems, did_you_mean, dotted
from feedgen.definitions.toml_lines import line_index, path_at
from feedgen.errors import DefinitionError, Problem
from feedgen.model import Definitions, Depth, Place, Region

__all__ = ["Coverage", "coverage", "facts_by_grade", "facts_of", "load"]

LARGEST_FILE = 4_000_000
"""Bytes; nothing in `regions/` comes near it."""


@dataclass
class _File:
    """One file of the folder, read as far as it can be read."""

    problems: Problems
    text: str = ""
    data: dict[str, Any] | None = None


def load(folder: Path) -> Definitions:
    """Load everything in a `regions/` folder.

    Raises:
        DefinitionError: Something in the folder is wrong; the error holds every problem of every file.
    """
    files = {path.relative_to(folder).as_posix(): _read(path, folder) for path in _paths(folder)}
    if "national.toml" not in files or "divisions.csv" not in files:
        what = "is empty" if not files else "is not complete"
        text = f"the folder {what}; it must hold national.toml, divisions.csv and a file for each province"
        raise DefinitionError([Problem(folder.name, 1, "", text), *_all_problems(files)])
    places = read_divisions(files["divisions.csv"].text, files["divisions.csv"].problems)
    own = dict(_own_regions(files, places))
    if NATIONAL not in own:
        # Everything inherits from it: without it most of what could be said of the other files would be untrue.
        raise DefinitionError(list(_all_problems(files)))
    about = read_about(files["national.toml"].data or {}, files["national.toml"].problems)
    regions = _inherited(own, files, places)
    aliases, notices = _file(files, "aliases.toml"), _file(files, "workdays.toml")
    definitions = Definitions(
        about=about,
        nation=regions[NATIONAL],
        regions={slug: region for slug, region in regions.items() if slug != NATIONAL},
        places=places,
        region_of=regions_of_places(places, regions),
        aliases=read_aliases(aliases.data or {}, places, aliases.problems),
        year_notices=read_year_notices(notices.data or {}, notices.problems),
        digest=_digest(files),
    )
    if problems := list(_all_problems(files)):
        raise DefinitionError(problems)
    return definitions


def _paths(folder: Path) -> list[Path]:
    return sorted(path for pattern in ("*.toml", "*/*.toml", "*.csv") for path in folder.glob(pattern))


def _file(files: Mapping[str, _File], name: str) -> _File:
    return files.get(name, _File(Problems(name), data={}))


def _all_problems(files: Mapping[str, _File]) -> Iterator[Problem]:
    for file in files.values():
        yield from file.problems.found


def _read(path: Path, folder: Path) -> _File:
    """Read one file; bytes that are no UTF-8 and text that is no TOML become problems."""
    file = _File(Problems(f"{folder.name}/{path.relative_to(folder).as_posix()}"))
    content = path.read_bytes()
    if len(content) > LARGEST_FILE:
        file.problems.add((), f"has {len(content)} bytes; at most {LARGEST_FILE}")
        return file
    try:
        file.text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = f"is not UTF-8 (byte 0x{content[error.start]:02x}); save the file as UTF-8"
        file.problems.found.append(Problem(file.problems.file, line, "", text))
        return file
    if path.suffix == ".toml":
        _parse(file)
    return file


def _parse(file: _File) -> None:
    file.problems.lines = line_index(file.text)
    try:
        file.data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        file.problems.found.append(_syntax_problem(str(error), file))
    except RecursionError:
        file.problems.add((), "is nested too deeply; region files need two levels")


def _syntax_problem(message: str, file: _File) -> Problem:
    """Turn the parser's message, which ends in `(at line 3, column 7)`, into ours."""
    what, _, where = message.rpartition(" (at ")
    digits = where.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else len(file.text.splitlines()) or 1
    key = dotted(path_at(file.problems.lines, line)) if digits.isdigit() else ""
    if what == "Invalid date or datetime":
        return Problem(file.problems.file, line, key, "no such day in the calendar; a day such as 2026-02-28")
    return Problem(file.problems.file, line, key, f"no TOML: {what or message}; see https://toml.io")


def _own_regions(files: Mapping[str, _File], places: tuple[Place, ...]) -> Iterator[tuple[str, Region]]:
    """Yield each region file as a `Region` of what it says itself, the nation first."""
    known = {place.slug: place for place in places if place.depth is not Depth.COUNTY}
    names = [name for name in files if name.endswith(".toml") and name not in {"aliases.toml", "workdays.toml"}]
    for name in sorted(names, key=lambda name: (name != "national.toml", name)):
        slug, file = name.removesuffix(".toml"), files[name]
        if slug != NATIONAL and slug not in known:
            file.problems.add((), f"no place '{slug}' in divisions.csv; {did_you_mean_place(slug, known)}")
        if file.data is not None:
            region = read_region(file.data, slug, file.problems)
            # An area keeps the name of the province whose facts it takes.
            is_province = slug in known and known[slug].depth is Depth.PROVINCE
            yield slug, replace(region, name=known[slug].name) if is_province else region


def did_you_mean_place(slug: str, known: Mapping[str, Place]) -> str:
    """Return the second half of a message about a file for no place."""
    near = did_you_mean(slug, known)
    return near if near.startswith("did") else "name the file after a slug in it"


def _inherited(own: dict[str, Region], files: Mapping[str, _File], places: tuple[Place, ...]) -> dict[str, Region]:
    """Let every region inherit, and check what only shows then."""
    nation = own[NATIONAL]
    regions: dict[str, Region] = {NATIONAL: nation}
    for slug, region in own.items():
        problems = files[f"{slug}.toml"].problems
        check_sessions(region, problems)
        if slug == NATIONAL:
            check_topics(region, problems)
        elif "/" not in slug:
            check_stated(region, problems)
        parent = _parent(slug, own, problems)
        whole = region if slug == NATIONAL else inherit(inherit(nation, parent) if parent else nation, region)
        regions[slug] = with_plan_days(whole)
        check_anchors(whole, problems)
        check_order(region, whole, problems)
    provinces = [place for place in places if place.depth is Depth.PROVINCE and place.slug not in own]
    for place in provinces:
        text = f"no file '{place.slug}.toml' for {place.name}; each province has one"
        if files.get(f"{place.slug}.toml") is None:
            files["divisions.csv"].problems.found.append(Problem("regions", 1, "", text))
        regions[place.slug] = replace(nation, slug=place.slug, name=place.name)
    return regions


def _parent(slug: str, own: Mapping[str, Region], problems: Problems) -> Region | None:
    """Return the region from which a slug inherits, besides the nation."""
    region = own[slug]
    target = region.follows or slug.rpartition("/")[0]
    if region.follows and not region.follows_sources:
        problems.add(("follows",), "has no 'follows_source'; say why the place follows another region")
    if region.follows and region.follows not in own:
        problems.add(("follows",), f"unknown region '{region.follows}'; {did_you_mean(region.follows, own)}")
        return None
    if region.follows and (goes := _round(slug, own)):
        problems.add(("follows",), f"goes round: {goes}; a place follows a province that follows nobody")
        return None
    return own.get(target)


def _round(slug: str, own: Mapping[str, Region]) -> str:
    """Return the way from a region back to itself through `follows`, or nothing."""
    way = [slug]
    while way[-1] in own and own[way[-1]].follows:
        way.append(own[way[-1]].follows)
        if way.count(way[-1]) > 1:
            return " -> ".join(way)
    return ""


def _digest(files: Mapping[str, _File]) -> str:
    """Return SHA-256 of what the files say; comments and layout of TOML do not count."""
    said = {name: file.text if file.data is None else file.data for name, file in sorted(files.items())}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()
