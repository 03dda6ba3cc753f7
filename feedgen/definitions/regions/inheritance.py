"""Lays what a region says over what it inherits: nation, then province, then area."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from feedgen.core.model import FACT_TYPES, MilestoneKind, Place, Region, in_force
from feedgen.core.model.declarations import Inheritance, KnownFrom
from feedgen.core.model.fact_types import fact_type_of
from feedgen.core.model.facts import Fact


def inherit(parent: Region, own: Region) -> Region:
    """Return a region with everything that it does not say itself taken from its parent."""
    facts = {
        fact_type.field: _facts(
            fact_type.inheritance,
            getattr(parent, fact_type.field),
            getattr(own, fact_type.field),
            has_own_sessions=own.has_own_sessions,
        )
        for fact_type in FACT_TYPES
    }
    return replace(
        own,
        name=own.name or parent.name,
        short_name=own.short_name or parent.short_name,
        unknown=own.unknown | (parent.unknown - own.stated),
        has_own_sessions=own.has_own_sessions or parent.has_own_sessions,
        kinds=_kinds(parent.kinds, own.kinds),
        guidance={**parent.guidance, **own.guidance},
        **facts,
    )


def _facts(inheritance: Inheritance, parent: Any, own: Any, *, has_own_sessions: bool) -> Any:
    """Return what a field of a region holds, given its parent's and its own."""
    match inheritance:
        case Inheritance.REPLACE:
            return own or parent
        case Inheritance.ADD:
            return parent + own
        case Inheritance.SESSIONS:
            return own if has_own_sessions else parent + own
        case Inheritance.BY_MILESTONE:
            return {**parent, **own}


def _kinds(
    inherited: Mapping[str, MilestoneKind], own: Mapping[str, MilestoneKind]
) -> Mapping[str, MilestoneKind]:
    kinds = dict(inherited)
    for key, kind in own.items():
        said = {
            name: value for name, value in vars(kind).items() if value not in ("", None, (), False)
        }
        if "lag" in said:
            # Words and years of another lag would say what is not so.
            said = {"lag_words": "", "since": None, **said}
        kinds[key] = replace(inherited.get(key, kind), **said)
    return kinds


def with_exam_days(region: Region) -> Region:
    """Let each fact that is known from the exam on be known from the first exam day."""
    starts = {
        (session.exam_year, session.sitting): session.start
        for session in in_force(region.sessions)
        if session.start
    }

    def dated(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(
            fact if fact.known_from else replace(fact, known_from=_exam_day(fact, starts))
            for fact in facts
        )

    fields = {
        fact_type.field: fact_type.changed(getattr(region, fact_type.field), dated)
        for fact_type in FACT_TYPES
        if fact_type.known_from is KnownFrom.EXAM_DAY
    }
    return replace(region, **fields)


def _exam_day(fact: Fact, starts: Mapping[tuple[int, int], date]) -> date | None:
    """Return the first exam day of the session of a fact, else the first day that it names."""
    values = vars(fact)
    start = starts.get((values["exam_year"], values["sitting"]))
    return start or fact_type_of(fact).first_day(values)


def regions_of_places(places: Iterable[Place], regions: Mapping[str, Region]) -> Mapping[str, str]:
    """Return for each place, by key, the slug of the region whose facts hold there: the nearest one
    with a file.
    """
    region_of = {}
    for place in places:
        slug = place.slug
        while slug and slug not in regions:
            slug = slug.rpartition("/")[0]
        region_of[place.key] = slug
    return region_of
