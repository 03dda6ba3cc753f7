"""Loads `regions/`: reads every file, lists every problem of every file at once, and lets places
inherit.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feedgen.core.errors import DefinitionError, Problem
from feedgen.core.model import Definitions, Depth, Place, Region
from feedgen.definitions.regions.checks import (
    check_anchors,
    check_bounds,
    check_example,
    check_follows,
    check_order,
    check_sessions,
    check_stated,
    check_tiles,
    check_topics,
)
from feedgen.definitions.regions.divisions import (
    did_you_mean_slug,
    read_aliases,
    read_divisions,
    read_year_notices,
)
from feedgen.definitions.regions.inheritance import inherit, regions_of_places, with_exam_days
from feedgen.definitions.regions.region_files import (
    NATIONAL,
    read_exam,
    read_region,
    read_site_info,
)
from feedgen.definitions.regions.tables import Problems, read_text
from feedgen.definitions.regions.toml_lines import line_index, path_at

LARGEST_FILE = 4_000_000
"""Bytes; nothing in `regions/` comes near it."""
NO_REGIONS = {"aliases", "workdays"}
"""Files that stand beside the regions."""
NO_DEFINITIONS = {"candidates.toml"}
"""What waits for a person and says nothing yet."""


@dataclass
class _File:
    """One file of the folder, read as far as it can be read."""

    problems: Problems
    text: str = ""
    data: dict[str, Any] | None = None


def load(folder: Path) -> Definitions:
    """Load everything in a `regions/` folder.

    Raises:
        DefinitionError: Something in the folder is wrong; the error holds every problem of every
            file.
    """
    if unreadable := list(_unreadable(folder)):
        raise DefinitionError(unreadable)
    files = {path.relative_to(folder).as_posix(): _read(path, folder) for path in _paths(folder)}
    if "national.toml" not in files or "divisions.csv" not in files:
        what = "is empty" if not files else "is not complete"
        text = f"the folder {what}; it must hold national.toml, divisions.csv and a file for each province"
        raise DefinitionError([Problem(folder.absolute().name, 1, "", text), *_all_problems(files)])
    places = _places(files["divisions.csv"])
    own = dict(_own_regions(files, places))
    aliases, notices = _file(files, "aliases.toml"), _file(files, "workdays.toml")
    all_aliases = read_aliases(aliases.data or {}, places, aliases.problems)
    year_notices = read_year_notices(notices.data or {}, notices.problems)
    if NATIONAL not in own:
        # Everything inherits from it: without it most of what could be said of the other files
        # would be untrue.
        raise DefinitionError(list(_all_problems(files)))
    national = files["national.toml"]
    check_tiles(own.values(), {slug: files[f"{slug}.toml"].problems for slug in own})
    about = read_exam(national.data or {}, national.problems)
    check_example(about, places, national.problems)
    publication = read_site_info(national.data or {}, national.problems)
    regions = _inherited(own, files)
    # What follows is right only of facts that are right.
    if problems := [*_all_problems(files), *_missing_provinces(files, places)]:
        raise DefinitionError(problems)
    return Definitions(
        exam=about,
        publication=publication,
        nation=regions[NATIONAL],
        regions={slug: region for slug, region in regions.items() if slug != NATIONAL},
        places=places,
        region_of=regions_of_places(places, regions),
        aliases=all_aliases,
        year_notices=year_notices,
        digest=_digest(files),
    )


def _paths(folder: Path) -> list[Path]:
    # One level further down than any region's file, so that a file put there is told of rather than
    # passed over.
    patterns = ("*.toml", "*/*.toml", "*/*/*.toml", "*.csv")
    found = (path for pattern in patterns for path in folder.glob(pattern) if path.is_file())
    return sorted(
        path for path in found if path.relative_to(folder).as_posix() not in NO_DEFINITIONS
    )


def _unreadable(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each folder that cannot be listed: what lies in it would be passed over
    in silence.
    """
    for place in (folder, *(path for path in folder.glob("*") if path.is_dir())):
        try:
            list(place.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            name = (folder.absolute().name / place.relative_to(folder)).as_posix()
            yield Problem(name, 1, "", f"cannot be read: {error.strerror}")


def _file(files: Mapping[str, _File], name: str) -> _File:
    return files.get(name, _File(Problems(name), data={}))


def _all_problems(files: Mapping[str, _File]) -> Iterator[Problem]:
    for file in files.values():
        yield from file.problems.found


def _read(path: Path, folder: Path) -> _File:
    """Read one file; bytes that are no UTF-8 and text that is no TOML become problems."""
    file = _File(Problems(f"{folder.absolute().name}/{path.relative_to(folder).as_posix()}"))
    file.text = read_text(path, LARGEST_FILE, file.problems)
    if file.problems.found:
        return file
    if path.suffix == ".toml":
        _parse(file)
    return file


def _parse(file: _File) -> None:
    file.problems.lines = line_index(file.text)
    try:
        file.data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        _explain(str(error), file)
    except RecursionError:
        file.problems.add((), "is nested too deeply; region files need two levels")
    except ValueError:
        # The parser hands a number of thousands of digits to int(), which refuses it.
        file.problems.add(
            (), "holds a number of thousands of digits; region files need at most four"
        )


def _explain(message: str, file: _File) -> None:
    """Note the parser's message, which ends in `(at line 3, column 7)`, as one of ours."""
    what, _, where = message.rpartition(" (at ")
    digits = where.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else file.text.rstrip().count("\n") + 1
    path = path_at(file.problems.lines, line) if digits.isdigit() else ()
    text = f"no TOML: {what or message}; see https://toml.io"
    if what == "Invalid date or datetime":
        text = "no such day in the calendar; a day such as 2026-02-28"
    file.problems.add_on_line(line, path, text)


def _places(file: _File) -> tuple[Place, ...]:
    return () if file.problems.found else read_divisions(file.text, file.problems)


def _own_regions(
    files: Mapping[str, _File], places: tuple[Place, ...]
) -> Iterator[tuple[str, Region]]:
    """Yield each region file as a `Region` of what it says itself, the nation first."""
    known = {place.slug: place for place in places}
    slugs = [name.removesuffix(".toml") for name in files if name.endswith(".toml")]
    provinces = [slug for slug in slugs if "/" not in slug and slug not in {NATIONAL, *NO_REGIONS}]
    has_majors = _has_majors(files["national.toml"])
    for slug in sorted(set(slugs) - NO_REGIONS, key=lambda slug: (slug != NATIONAL, slug)):
        place, file = known.get(slug), files[f"{slug}.toml"]
        # Where the list of places is broken, nothing can be said of the names.
        if slug != NATIONAL and places and (place is None or place.depth is Depth.COUNTY):
            file.problems.add((), _misplaced(slug, place, places))
        if file.data is not None:
            region = read_region(file.data, slug, file.problems)
            _check_own(region, provinces, file.problems, has_majors=has_majors)
            # An area keeps the name of the province whose facts it takes.
            is_province = place and place.depth is Depth.PROVINCE
            yield slug, replace(region, name=place.name) if place and is_province else region


def _misplaced(slug: str, place: Place | None, places: tuple[Place, ...]) -> str:
    """Return what is wrong with a file of that name."""
    if place:
        return f"{place.name} is a county; write what differs into the file of its area"
    slugs = [each.slug for each in places if each.depth is not Depth.COUNTY]
    return f"no place '{slug}' in divisions.csv; {did_you_mean_slug(slug, slugs)}"


def _has_majors(national: _File) -> bool:
    """Say whether the exam has majors; where that cannot be read it is taken to."""
    about = (national.data or {}).get("about")
    return not isinstance(about, dict) or "major" in about


def _check_own(
    region: Region, provinces: Sequence[str], problems: Problems, *, has_majors: bool
) -> None:
    """Check what a file must say by itself."""
    check_sessions(region, problems)
    check_follows(region, provinces, problems)
    if region.slug != NATIONAL and "/" not in region.slug:
        check_stated(region, problems, has_majors=has_majors)


def _inherited(own: dict[str, Region], files: Mapping[str, _File]) -> dict[str, Region]:
    """Let every region inherit, and check what only shows then."""
    regions: dict[str, Region] = {}
    for slug, region in own.items():
        problems = files[f"{slug}.toml"].problems
        parent = _parent(region, own)
        if parent is None:
            continue
        whole = region if slug == NATIONAL else inherit(parent, region)
        check_topics(region, whole, problems)
        check_anchors(region, whole, problems)
        check_order(region, whole, problems)
        check_bounds(region, whole, problems)
        regions[slug] = with_exam_days(whole)
    return regions


def _parent(region: Region, own: Mapping[str, Region]) -> Region | None:
    """Return what a region inherits; None where that could not be read, which is told of that file."""
    target = region.follows or region.slug.rpartition("/")[0]
    if not target:
        return own[NATIONAL]
    return inherit(own[NATIONAL], own[target]) if target in own else None


def _missing_provinces(files: Mapping[str, _File], places: tuple[Place, ...]) -> Iterator[Problem]:
    folder = files["divisions.csv"].problems.file.rpartition("/")[0]
    for place in places:
        if place.depth is Depth.PROVINCE and f"{place.slug}.toml" not in files:
            text = f"there is no such file; each province in divisions.csv has one, and {place.name} stands there"
            yield Problem(f"{folder}/{place.slug}.toml", 1, "", text)


def _digest(files: Mapping[str, _File]) -> str:
    """Return SHA-256 of what the files say; comments and layout of TOML do not count."""
    said = {
        name: file.text if file.data is None else file.data for name, file in sorted(files.items())
    }
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()
