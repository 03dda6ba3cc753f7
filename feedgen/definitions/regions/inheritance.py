"""Lays what a region says over what it inherits: nation, then province, then area."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from feedgen.core.model import MilestoneKind, Place, Plan, Region, in_force


def inherit(parent: Region, own: Region) -> Region:
    """Return `own` with everything that it does not say itself taken from `parent`.

    Rules are taken milestone by milestone. Observations, bounds and plans are added up, since the
    nation has none; sessions too, unless the region never holds its parent's: which of them is in
    force depends on what is known.
    """
    return replace(
        own,
        name=own.name or parent.name,
        short_name=own.short_name or parent.short_name,
        unknown=own.unknown | (parent.unknown - own.stated),
        has_own_sessions=own.has_own_sessions or parent.has_own_sessions,
        authority=own.authority or parent.authority,
        authority_site=own.authority_site or parent.authority_site,
        results_lookup=own.results_lookup or parent.results_lookup,
        notice_list=own.notice_list or parent.notice_list,
        phones=own.phones or parent.phones,
        wechats=own.wechats or parent.wechats,
        major_offered=own.major_offered or parent.major_offered,
        sessions=(() if own.has_own_sessions else parent.sessions) + own.sessions,
        observations=parent.observations + own.observations,
        announcements=parent.announcements + own.announcements,
        bounds=parent.bounds + own.bounds,
        plans=parent.plans + own.plans,
        rules={**parent.rules, **own.rules},
        exceptions=parent.exceptions + own.exceptions,
        kinds=_kinds(parent.kinds, own.kinds),
        guidance={**parent.guidance, **own.guidance},
    )


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


def with_plan_days(region: Region) -> Region:
    """Give each plan without a notice day the first exam day as the day from which it is known."""
    starts = {
        (each.exam_year, each.sitting): each.start
        for each in in_force(region.sessions)
        if each.start
    }
    return replace(
        region,
        plans=tuple(
            _dated(plan, starts.get((plan.exam_year, plan.sitting))) for plan in region.plans
        ),
    )


def _dated(plan: Plan, start: date | None) -> Plan:
    return plan if plan.known_from else replace(plan, known_from=start or plan.first or plan.last)


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
