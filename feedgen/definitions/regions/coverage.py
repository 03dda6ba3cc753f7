"""Tells how each region comes to its facts: sourced, inherited, assumed or unknown."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from feedgen.core.model import Confidence, Definitions, Grade, Region, Source
from feedgen.core.model.fact_types import facts_of
from feedgen.core.model.facts import Fact, Origin


class Coverage(StrEnum):
    """How a region comes to a fact."""

    SOURCED = "sourced"
    INHERITED = "inherited"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


def coverage(definitions: Definitions) -> Mapping[str, Mapping[str, Coverage]]:
    """Return for each province, by slug, how it comes to each of the facts."""
    facts = facts_of(has_majors=bool(definitions.exam.major))
    provinces = {slug: region for slug, region in definitions.regions.items() if "/" not in slug}
    return {
        slug: {fact: _covered(fact, region, definitions.nation) for fact in facts}
        for slug, region in sorted(provinces.items())
    }


def _covered(fact: str, region: Region, nation: Region) -> Coverage:
    if fact == "exam_authority" and region.authority and region.authority.is_inferred:
        return Coverage.ASSUMED
    if fact not in region.stated:
        return Coverage.INHERITED if fact in nation.stated else Coverage.UNKNOWN
    if fact == "session" and _has_only_assumed_sessions(region):
        return Coverage.ASSUMED
    return Coverage.SOURCED


def _has_only_assumed_sessions(region: Region) -> bool:
    sessions = (session for session in region.sessions if session.stated_by == region.slug)
    return all(session.confidence is Confidence.ASSUMED for session in sessions)


def facts_by_grade(definitions: Definitions) -> Mapping[Grade, int]:
    """Count every fact in `regions/` once, by the best grade among its sources; the best first."""
    order = list(Grade)
    counted = Counter(
        min((source.grade for source in sources), key=order.index) for sources in _all(definitions)
    )
    return {grade: counted[grade] for grade in order}


def _all(definitions: Definitions) -> Iterator[tuple[Source, ...]]:
    """Yield the sources of every fact; an inherited fact is the same object and counts once."""
    facts: dict[Origin, Fact] = {}
    shared: dict[int, tuple[Source, ...]] = {id(definitions.exam.sources): definitions.exam.sources}
    for region in (definitions.nation, *definitions.regions.values()):
        facts.update((fact.origin, fact) for fact in region.facts)
        shared.update((id(sources), sources) for sources in _beside_facts(region))
    yield from (fact.sources for fact in facts.values())
    yield from (sources for sources in shared.values() if sources)
    yield from (notice.sources for notice in definitions.year_notices)


def _beside_facts(region: Region) -> Iterator[tuple[Source, ...]]:
    """Yield the sources of a region that belong to no fact: those of milestones and guidance."""
    for kind in region.kinds.values():
        yield from kind.source_groups
    yield from (guidance.sources for guidance in region.guidance.values())
    yield region.follows_sources
