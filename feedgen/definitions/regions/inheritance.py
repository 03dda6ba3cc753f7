"""Lets regions inherit facts: nation, then province, then area."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from feedgen.core.model import FACT_TYPES, MilestoneKind, Place, Region, in_force
from feedgen.core.model.declarations import FactType, Inheritance, KnownFrom
from feedgen.core.model.fact_types import fact_type_of
from feedgen.core.model.facts import Fact


def inherit(parent: Region, own: Region) -> Region:
    """Return a region with everything that it does not say itself taken from its parent."""
    facts = {fact_type.field: _merged(fact_type, parent, own) for fact_type in FACT_TYPES}
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


def _merged(fact_type: FactType, parent: Region, own: Region) -> Any:
    """Return the field of a region that holds the facts of a type."""
    inherited, stated = getattr(parent, fact_type.field), getattr(own, fact_type.field)
    match fact_type.inheritance:
        case Inheritance.REPLACE:
            return stated or inherited
        case Inheritance.ADD:
            return inherited + stated
        case Inheritance.SESSIONS:
            return stated if own.has_own_sessions else inherited + stated
        case Inheritance.BY_MILESTONE:
            return {**inherited, **stated}


def _kinds(
    inherited: Mapping[str, MilestoneKind], own: Mapping[str, MilestoneKind]
) -> Mapping[str, MilestoneKind]:
    kinds = dict(inherited)
    for key, kind in own.items():
        empty = ("", None, (), False)
        stated = {name: value for name, value in vars(kind).items() if value not in empty}
        if "lag" in stated:
            # The words and the year of another lag do not fit.
            stated = {"lag_words": "", "since": None, **stated}
        kinds[key] = replace(inherited.get(key, kind), **stated)
    return kinds


def with_exam_days(region: Region) -> Region:
    """Return a region whose plans are known from the first exam day if they name no other."""
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

    types = [kind for kind in FACT_TYPES if kind.known_from is KnownFrom.EXAM_DAY]
    return region.with_facts(types, dated)


def _exam_day(fact: Fact, starts: Mapping[tuple[int, int], date]) -> date | None:
    """Return the first exam day of the session of a fact, else the first day that it names."""
    values = vars(fact)
    start = starts.get((values["exam_year"], values["sitting"]))
    return start or fact_type_of(fact).first_day(values)


def regions_of_places(places: Iterable[Place], regions: Mapping[str, Region]) -> Mapping[str, str]:
    """Return by key of a place the slug of its region: the nearest around it with a file."""
    region_of = {}
    for place in places:
        slug = place.slug
        while slug and slug not in regions:
            slug = slug.rpartition("/")[0]
        region_of[place.key] = slug
    return region_of
