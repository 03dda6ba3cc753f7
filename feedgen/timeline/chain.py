"""What follows the exam, milestone by milestone: days that were named, plans, estimates that build on each other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from feedgen.estimation import lag_window, last_day
from feedgen.model import MILESTONES, Basis, Milestone, MilestoneKind, Plan, Rule, Standing, State, Window
from feedgen.model.facts import Fact
from feedgen.model.regions import REVIEW
from feedgen.timeline.context import STATES, Context, standing_of_all
from feedgen.workdays import ONE_DAY, Workdays, days_between

NO_EVENT_STAGES = {"before_exam", "with_results"}
"""Reviews that leave nothing to be done after the results."""


def date_chain(context: Context, exam_year: int, sitting: int, exam: Milestone | None) -> Iterator[Milestone]:
    """Yield every milestone of an exam year but the exam itself, each dated from its anchor.

    Where the exam's days are not known (`exam` is None) that is what was named, and what hangs on it.
    """
    dated = {"exam": exam} if exam else {}
    for key in MILESTONES:
        kind = context.region.kinds.get(key)
        if kind is None or key == "exam":
            continue
        milestone = _named(context, kind, exam_year, sitting, exam) or _expected(context, kind, dated)
        if milestone:
            dated[key] = milestone
            yield milestone


def _named(
    context: Context, kind: MilestoneKind, exam_year: int, sitting: int, exam: Milestone | None
) -> Milestone | None:
    """Return the milestone on the days that were announced or reported."""
    facts = context.days_named(kind.key, exam_year, sitting)
    if not facts:
        return None
    sources = tuple(source for fact in facts for source in fact.sources)
    known = _latest(facts)
    return Milestone(
        kind=kind.key,
        exam_year=exam_year,
        sitting=sitting,
        state=STATES[standing_of_all(facts)],
        window=Window(facts[0].first, facts[0].last),
        basis=Basis(rule="days named", sources=sources, facts=tuple(facts)),
        known_from=min(exam.known_from, known) if exam else known,
        revised=known,
        is_deadline=bool(kind.deadline_title),
        plan=context.plan(kind.key, exam_year, sitting),
    )


def _expected(context: Context, kind: MilestoneKind, dated: dict[str, Milestone]) -> Milestone | None:
    """Return the milestone in the window that its anchor gives, moved by a plan of good standing."""
    anchor = _anchor(context, kind, dated)
    stage = context.region.review_stage if kind.key == REVIEW else "after_results"
    if anchor is None or stage in NO_EVENT_STAGES:
        return None
    estimate = _deadline(context, kind, anchor) if kind.deadline_title else _lagged(context, kind, anchor)
    if estimate is None:
        return None
    estimate = replace(estimate, is_conditional=not stage)
    plan = context.plan(kind.key, anchor.exam_year, anchor.sitting)
    return _planned(estimate, plan, context.calendar) if plan else estimate


def _anchor(context: Context, kind: MilestoneKind, dated: dict[str, Milestone]) -> Milestone | None:
    """Return what the lag is counted from; where the anchor has no date, what the anchor itself hangs on."""
    key = kind.anchor
    while key and key not in dated and key in context.region.kinds:
        key = context.region.kinds[key].anchor
    return dated.get(key)


def _lagged(context: Context, kind: MilestoneKind, anchor: Milestone) -> Milestone | None:
    if kind.lag is None:
        return None
    start = anchor.window
    if anchor.state.is_named or anchor.kind == "exam":
        # What hangs on days that are known waits for the last of them.
        start = Window(start.upper, start.upper)
    elif kind.anchor_length and anchor.kind == kind.anchor:
        start = lag_window(start, kind.anchor_length, context.calendar)
    window = lag_window(start, kind.lag, context.calendar)
    basis = Basis(
        rule="lag",
        lag=kind.lag,
        unit="working",
        sources=kind.sources,
        is_national=kind == context.nation.kinds.get(kind.key),
    )
    return _estimate(context, anchor, start, window, kind.key, basis)


def _deadline(context: Context, kind: MilestoneKind, anchor: Milestone) -> Milestone | None:
    """Return the last day to act: early where the release is known, else as wide as the release.

    A deadline leans early: with the release known it is the release plus the shortest window on record. Before that
    it is one span from the earliest deadline that could be to the latest, and nobody is woken for it.
    """
    record = _windows_on_record(context, kind)
    is_national = not record
    if is_national:
        record = _windows_told(context.nation.rules_of(kind.key))
    if not record:
        return None
    earliest = min(last_day(anchor.window.lower, days, unit, context.calendar) for days, unit, _ in record)
    latest = max(last_day(anchor.window.upper, days, unit, context.calendar) for days, unit, _ in record)
    is_known = anchor.state.is_named
    basis = Basis(
        rule="window on record",
        lag=(min(days for days, _, _ in record), max(days for days, _, _ in record)),
        unit="calendar" if all(unit == "calendar" for _, unit, _ in record) else "working",
        sources=tuple(dict.fromkeys(source for _, _, fact in record for source in fact.sources)),
        is_national=is_national,
    )
    window = Window(earliest, earliest if is_known else latest)
    return replace(_estimate(context, anchor, anchor.window, window, kind.key, basis), is_deadline=is_known)


def _windows_on_record(context: Context, kind: MilestoneKind) -> list[tuple[int, str, Fact]]:
    """Return the length of each of the region's own windows on record, its unit and the fact that tells it."""
    national = context.nation.rules_of(kind.key)
    record = _windows_told(rule for rule in context.region.rules_of(kind.key) if rule not in national)
    for seen in context.region.observations:
        if seen.milestone == kind.key and seen.last > seen.first:
            releases = context.days_named(kind.anchor, seen.exam_year, seen.sitting)
            opened = [each.first for each in releases if each.dated == "scores" and each.first <= seen.first]
            record.append(((seen.last - min([seen.first, *opened])).days + 1, "calendar", seen))
    return record


def _windows_told(rules: Iterable[Rule]) -> list[tuple[int, str, Fact]]:
    return [(rule.window_days, rule.unit, rule) for rule in rules if rule.window_days]


def _estimate(context: Context, anchor: Milestone, start: Window, window: Window, kind: str, basis: Basis) -> Milestone:
    """Return a milestone that hangs on an anchor, the basis filled up with what the anchor gives."""
    holidays = context.calendar.holidays_between(start.lower + ONE_DAY, window.upper)
    basis = replace(
        basis,
        anchor=anchor.kind,
        anchor_state=anchor.state,
        anchor_window=start,
        holidays=holidays,
        # What hangs on a day that may still move may move with it.
        is_calendar_confirmed=anchor.basis.is_calendar_confirmed and all(run.is_confirmed for run in holidays),
        facts=anchor.basis.facts,
    )
    known, revised = anchor.known_from, anchor.revised
    return Milestone(kind, anchor.exam_year, anchor.sitting, State.ESTIMATED, window, basis, known, revised)


def _planned(estimate: Milestone, plan: Plan, calendar: Workdays) -> Milestone:
    """Return the estimate as the plan leaves it; one of lesser standing is not followed, but the window makes room.

    A known deadline makes no room: it may come earlier than a plan says, and nobody may be late for that.
    """
    told = replace(estimate, plan=plan, revised=max(estimate.revised, plan.known_from or estimate.revised))
    is_confirmed = plan.standing is Standing.CONFIRMED
    if estimate.is_deadline and not (is_confirmed and plan.last):
        return told
    if estimate.is_deadline and plan.last:
        planned = Window(plan.last, plan.last)
    else:
        planned = _plan_window(plan, estimate.window, calendar)
    facts = (*estimate.basis.facts, plan)
    if is_confirmed:
        basis = replace(estimate.basis, rule="plan", sources=plan.sources, facts=facts)
        return replace(told, state=State.PLANNED, window=planned, basis=basis)
    lower, upper = min(estimate.window.lower, planned.lower), max(estimate.window.upper, planned.upper)
    is_wider = Window(lower, upper) != estimate.window
    basis = replace(estimate.basis, facts=facts, is_widened=is_wider)
    return replace(told, window=Window(lower, upper), basis=basis)


def _plan_window(plan: Plan, estimate: Window, calendar: Workdays) -> Window:
    """Return the working days of a plan; a side that it leaves open is the estimate's, or the end of that month."""
    lower = plan.first or min(estimate.lower, plan.last or estimate.lower)
    month_end = lower + relativedelta(day=31)
    upper = plan.last or max(estimate.upper, month_end)
    worked = [day for day in days_between(lower, upper) if calendar.is_working(day)]
    return Window(worked[0], worked[-1]) if worked else Window(lower, upper)


def _latest(facts: Iterable[Fact]) -> date:
    return max((fact.known_from for fact in facts if fact.known_from), default=date.min + timedelta(days=1))
