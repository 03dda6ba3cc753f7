"""Dates the last day to act: early where the release is known, else as wide as the release."""

from collections.abc import Iterable
from dataclasses import replace

from feedgen.core.model import (
    Basis,
    Confidence,
    DatingMethod,
    Milestone,
    MilestoneKind,
    Plan,
    Rule,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.forecast.estimation import last_day
from feedgen.forecast.timelines.context import DatingContext
from feedgen.forecast.timelines.lags import Dated, from_anchor, with_plan


def deadline(context: DatingContext, kind: MilestoneKind, anchor: Dated) -> Dated | None:
    """Return the last day to act; None where no window is on record.

    A deadline leans early: with the release known it is the release plus the shortest window on
    record. Before that it is one span from the earliest deadline that could be to the latest, and
    nobody is woken for it.
    """
    release = anchor.milestone
    record = _windows_on_record(context, kind)
    is_national = not record
    if is_national:
        record = _windows_told(context.nation.rules_of(kind.key))
    if not record:
        return None
    earliest = min(
        last_day(release.window.lower, days, unit, context.calendar) for days, unit, _ in record
    )
    latest = max(
        last_day(release.window.upper, days, unit, context.calendar) for days, unit, _ in record
    )
    is_known = release.state.is_named
    basis = Basis(
        method=DatingMethod.WINDOW_ON_RECORD,
        lag=(min(days for days, _, _ in record), max(days for days, _, _ in record)),
        unit="calendar" if all(unit == "calendar" for _, unit, _ in record) else "working",
        sources=tuple(dict.fromkeys(source for _, _, fact in record for source in fact.sources)),
        is_national=is_national,
    )
    window = Window(earliest, earliest if is_known else latest)
    milestone = from_anchor(release, kind.key, release.window, window, basis, context.calendar)
    milestone = _with_plan(
        replace(milestone, is_deadline=is_known),
        context.plan(kind.key, release.exam_year, release.sitting),
    )
    return Dated.on(milestone, milestone.window.upper)


def _with_plan(milestone: Milestone, plan: Plan | None) -> Milestone:
    """Return the deadline with its plan; only a confirmed one that names the last day of a known
    one moves it.

    Another moves nothing: the deadline may come earlier than a plan says, and nobody may be late
    for that.
    """
    if plan is None:
        return milestone
    revised = max(milestone.revised, plan.known_from or milestone.revised)
    told = replace(milestone, plan=plan, revised=revised)
    if (
        not milestone.is_deadline
        or plan.confidence is not Confidence.CONFIRMED
        or plan.last is None
    ):
        return told
    moved = replace(told.basis, facts=(*told.basis.facts, plan))
    return with_plan(replace(told, window=Window(plan.last, plan.last), basis=moved), plan)


def _windows_on_record(context: DatingContext, kind: MilestoneKind) -> list[tuple[int, str, Fact]]:
    """Return the length of each of the region's own windows on record, its unit and the fact that
    tells it.
    """
    national = context.nation.rules_of(kind.key)
    record = _windows_told(
        rule for rule in context.region.rules_of(kind.key) if rule not in national
    )
    for seen in context.region.named_days:
        if seen.milestone == kind.key and seen.last > seen.first:
            releases = context.days_named(kind.anchor, seen.exam_year, seen.sitting)
            opened = [
                each.first
                for each in releases
                if each.dated == "scores" and each.first <= seen.first
            ]
            record.append(((seen.last - min([seen.first, *opened])).days + 1, "calendar", seen))
    return record


def _windows_told(rules: Iterable[Rule]) -> list[tuple[int, str, Fact]]:
    return [(rule.window_days, rule.unit, rule) for rule in rules if rule.window_days]
