"""Dates the last day to act: early if the release is known, else as wide as the release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from feedgen.core.model import (
    Basis,
    Confidence,
    DatingMethod,
    Milestone,
    MilestoneKind,
    NamedDays,
    Plan,
    Rule,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation import last_day
from feedgen.forecast.timelines.dating_context import DatingContext
from feedgen.forecast.timelines.lags import DatedMilestone, from_anchor, with_plan


@dataclass(frozen=True)
class _OpenDays:
    """How long people could act after a release, and the fact that says so."""

    days: int
    unit: str
    fact: Fact

    def last_day(self, release: date, calendar: Workdays) -> date:
        return last_day(release, self.days, self.unit, calendar)


def deadline(
    context: DatingContext, kind: MilestoneKind, anchor: DatedMilestone
) -> DatedMilestone | None:
    """Return the last day to act; None if no window is on record.

    A deadline leans early: after a known release it is the release plus the shortest window on
    record. Before that it is one span from the earliest possible deadline to the latest, and no
    alarm rings for it.
    """
    release = anchor.milestone
    own = _own_windows(context, kind)
    record = own or _windows_of_rules(context.nation.rules_of(kind.key))
    if not record:
        return None
    window, calendar = release.window, context.calendar
    earliest = min(open_days.last_day(window.lower, calendar) for open_days in record)
    latest = max(open_days.last_day(window.upper, calendar) for open_days in record)
    is_known = release.state.is_named
    milestone = from_anchor(
        release,
        kind.key,
        window,
        Window(earliest, earliest if is_known else latest),
        _basis(record, is_national=not own),
        calendar,
    )
    plan = context.plan(kind.key, release.exam_year, release.sitting)
    milestone = _with_plan(replace(milestone, is_deadline=is_known), plan)
    return DatedMilestone.on(milestone, milestone.window.upper)


def _basis(record: Sequence[_OpenDays], *, is_national: bool) -> Basis:
    days = [open_days.days for open_days in record]
    is_calendar = all(open_days.unit == "calendar" for open_days in record)
    sources = (source for open_days in record for source in open_days.fact.sources)
    return Basis(
        method=DatingMethod.WINDOW_ON_RECORD,
        lag=(min(days), max(days)),
        unit="calendar" if is_calendar else "working",
        sources=tuple(dict.fromkeys(sources)),
        is_national=is_national,
    )


def _with_plan(milestone: Milestone, plan: Plan | None) -> Milestone:
    """Return the deadline with its plan.

    Only a confirmed plan that names the last day moves it, and only after a known release: the
    deadline may come earlier than a plan says, and nobody may be late for that.
    """
    if plan is None:
        return milestone
    revised = max(milestone.revised, plan.known_from or milestone.revised)
    milestone = replace(milestone, plan=plan, revised=revised)
    is_confirmed = plan.confidence is Confidence.CONFIRMED
    if not milestone.is_deadline or not is_confirmed or plan.last is None:
        return milestone
    basis = replace(milestone.basis, facts=(*milestone.basis.facts, plan))
    window = Window(plan.last, plan.last)
    return with_plan(replace(milestone, window=window, basis=basis), plan)


def _own_windows(context: DatingContext, kind: MilestoneKind) -> list[_OpenDays]:
    """Return the region's own windows on record, from its rules and from named days."""
    national = context.nation.rules_of(kind.key)
    own_rules = (rule for rule in context.region.rules_of(kind.key) if rule not in national)
    seen = [
        _OpenDays(_length(fact, context, kind), "calendar", fact)
        for fact in context.region.named_days
        if fact.milestone == kind.key and fact.last > fact.first
    ]
    return [*_windows_of_rules(own_rules), *seen]


def _length(fact: NamedDays, context: DatingContext, kind: MilestoneKind) -> int:
    """Count the days of a window from its release, if that is known, else from its first day."""
    releases = context.days_named(kind.anchor, fact.exam_year, fact.sitting)
    opened = [release.first for release in releases if release.dated == "scores"]
    return (fact.last - min([fact.first, *opened])).days + 1


def _windows_of_rules(rules: Iterable[Rule]) -> list[_OpenDays]:
    return [_OpenDays(rule.window_days, rule.unit, rule) for rule in rules if rule.window_days]
