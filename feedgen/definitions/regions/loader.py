"""Loads `regions/`: reads every file, lets places inherit, and reports all problems at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

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
from feedgen.definitions.regions.files import DefinitionFile, all_problems, digest, read_files
from feedgen.definitions.regions.inheritance import inherit, regions_of_places, with_exam_days
from feedgen.definitions.regions.region_files import (
    NATIONAL,
    read_exam,
    read_region,
    read_site_info,
)
from feedgen.definitions.regions.tables import Problems

NO_REGIONS = {"aliases", "workdays"}
"""Files that stand beside the regions."""
Files = Mapping[str, DefinitionFile]


def load(folder: Path) -> Definitions:
    """Load everything in a `regions/` folder.

    Raises:
        DefinitionError: Something in the folder is wrong; the error holds every problem of every
            file.
    """
    files = read_files(folder)
    divisions, national = files["divisions.csv"], files["national.toml"]
    aliases, workdays = (
        files.get(name, DefinitionFile(Problems(name)))
        for name in ("aliases.toml", "workdays.toml")
    )
    is_listed = not divisions.problems.found
    places = read_divisions(divisions.text, divisions.problems) if is_listed else ()
    own = dict(_own_regions(files, places))
    all_aliases = read_aliases(aliases.tables, places, aliases.problems)
    year_notices = read_year_notices(workdays.tables, workdays.problems)
    if NATIONAL not in own:
        # All regions inherit from it: without it they would have problems that are none.
        raise DefinitionError(all_problems(files.values()))
    check_tiles(own.values(), {slug: files[f"{slug}.toml"].problems for slug in own})
    exam = read_exam(national.tables, national.problems)
    check_example(exam, places, national.problems)
    publication = read_site_info(national.tables, national.problems)
    regions = _inherited(own, files)
    missing = _missing_provinces(files, places, folder.absolute().name)
    if problems := [*all_problems(files.values()), *missing]:
        raise DefinitionError(problems)
    return Definitions(
        exam=exam,
        publication=publication,
        nation=regions[NATIONAL],
        regions={slug: region for slug, region in regions.items() if slug != NATIONAL},
        places=places,
        region_of=regions_of_places(places, regions),
        aliases=all_aliases,
        year_notices=year_notices,
        digest=digest(files),
    )


def _own_regions(files: Files, places: Sequence[Place]) -> Iterator[tuple[str, Region]]:
    """Yield each region with what its file says itself, by slug, the nation first."""
    slugs = {name.removesuffix(".toml") for name in files if name.endswith(".toml")}
    regional = sorted(slugs - NO_REGIONS - {NATIONAL})
    provinces = [slug for slug in regional if "/" not in slug]
    named = {place.slug: place for place in places}
    has_majors = _has_majors(files["national.toml"])
    for slug in (NATIONAL, *regional):
        place, file = named.get(slug), files[f"{slug}.toml"]
        _check_name(slug, place, places, file.problems)
        if file.data is None:
            continue
        region = read_region(file.data, slug, file.problems)
        _check_own(region, provinces, file.problems, has_majors=has_majors)
        # An area keeps the name of the province whose facts it takes.
        yield slug, replace(region, name=place.name) if place and slug in provinces else region


def _check_name(
    slug: str, place: Place | None, places: Sequence[Place], problems: Problems
) -> None:
    """The file of a region is called after a province or an area."""
    if slug == NATIONAL or not places:  # or the list of places cannot be read
        return
    if place is None:
        slugs = [known.slug for known in places if known.depth is not Depth.COUNTY]
        text = f"no place '{slug}' in divisions.csv; {did_you_mean_slug(slug, slugs)}"
        problems.add((), text)
    elif place.depth is Depth.COUNTY:
        text = "is a county; write what differs into the file of its area"
        problems.add((), f"{place.name} {text}")


def _check_own(
    region: Region, provinces: Sequence[str], problems: Problems, *, has_majors: bool
) -> None:
    """Check what a file must say by itself."""
    check_sessions(region, problems)
    check_follows(region, provinces, problems)
    if region.slug in provinces:
        check_stated(region, problems, has_majors=has_majors)


def _has_majors(national: DefinitionFile) -> bool:
    """Say whether the exam has majors; it has where that cannot be read."""
    about = national.tables.get("about")
    return not isinstance(about, dict) or "major" in about


def _inherited(own: Mapping[str, Region], files: Files) -> dict[str, Region]:
    """Let every region inherit, and check the whole."""
    regions: dict[str, Region] = {}
    for slug, region in own.items():
        problems = files[f"{slug}.toml"].problems
        parent = _parent(region, own)
        if parent is None:
            continue
        whole = region if slug == NATIONAL else inherit(parent, region)
        for check in (check_topics, check_anchors, check_order, check_bounds):
            check(region, whole, problems)
        regions[slug] = with_exam_days(whole)
    return regions


def _parent(region: Region, own: Mapping[str, Region]) -> Region | None:
    """Return from what a region inherits; None where that file could not be read."""
    target = region.follows or region.slug.rpartition("/")[0]
    if not target:
        return own[NATIONAL]
    return inherit(own[NATIONAL], own[target]) if target in own else None


def _missing_provinces(files: Files, places: Sequence[Place], folder: str) -> Iterator[Problem]:
    for place in places:
        if place.depth is Depth.PROVINCE and f"{place.slug}.toml" not in files:
            right = f"each province in divisions.csv has one, and {place.name} stands there"
            text = f"there is no such file; {right}"
            yield Problem(f"{folder}/{place.slug}.toml", 1, "", text)
