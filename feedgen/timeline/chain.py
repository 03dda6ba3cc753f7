"""What follows the exam, milestone by milestone: days that were named, plans, estimates that build on each other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from feedgen.estimation import lag_window, last_day
from feedgen.model import MILESTONES, Basis, Milestone, MilestoneKind, Plan, Rule, Standing, State, Window
from feedgen.model.facts import Fact
from feedgen.timeline.context import STATES, Context, standing_of_all
from feedgen.workdays import ONE_DAY, Workdays, days_between

REVIEW = "qualification_review"
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
    stage = _stage(context) if kind.key == REVIEW else "after_results"
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


def _stage(context: Context) -> str:
    """Return when the region reviews, by the newest rule that says so; empty where nothing is known."""
    stages = [rule.stage for rule in context.known(context.region.rules_of(REVIEW)) if rule.stage]
    return stages[-1] if stages else ""


def _lagged(context: Context, kind: MilestoneKind, anchor: Milestone) -> Milestone | None:
    if kind.lag is None:
        return None
    # Only the last day of the exam or of a review is what the next step waits for; a release waits for nobody.
    start = Window(anchor.window.upper, anchor.window.upper) if _is_held(anchor) else anchor.window
    window = lag_window(start, kind.lag, context.calendar)
    is_national = kind == context.nation.kinds.get(kind.key)
    return _estimate(context, kind, anchor, start, window, kind.lag, "working", is_national=is_national)


def _is_held(anchor: Milestone) -> bool:
    return anchor.state in {State.ANNOUNCED, State.REPORTED} or anchor.kind == "exam"


def _deadline(context: Context, kind: MilestoneKind, anchor: Milestone) -> Milestone | None:
    """Return the last day to act: early where the release is known, else as wide as the release.

    A deadline leans early: with the release known it is the release plus the shortest window on record. Before that
    it is one span from the earliest deadline that could be to the latest, and nobody is woken for it.
    """
    rules, is_national = _windows_on_record(context, kind)
    if not rules:
        return None
    first, last = anchor.window.lower, anchor.window.upper
    earliest = min(last_day(first, days, unit, context.calendar) for days, unit in rules)
    latest = max(last_day(last, days, unit, context.calendar) for days, unit in rules)
    is_known = anchor.state in {State.ANNOUNCED, State.REPORTED}
    lag = (min(days for days, _ in rules), max(days for days, _ in rules))
    window = Window(earliest, earliest if is_known else latest)
    unit = "calendar" if all(unit == "calendar" for _, unit in rules) else "working"
    milestone = _estimate(context, kind, anchor, anchor.window, window, lag, unit, is_national=is_national)
    return replace(milestone, is_deadline=is_known, basis=replace(milestone.basis, rule="window on record"))


def _windows_on_record(context: Context, kind: MilestoneKind) -> tuple[list[tuple[int, str]], bool]:
    """Return the lengths of all windows on record with their units: the region's, else the nation's."""
    own = [rule for rule in context.known(context.region.rules_of(kind.key)) if rule not in _national(context, kind)]
    lengths = [(rule.window_days, rule.unit) for rule in own if rule.window_days]
    observations = context.known(context.region.observations)
    releases = {(each.exam_year, each.sitting): each.first for each in observations if each.milestone == kind.anchor}
    for seen in observations:
        if seen.milestone == kind.key and seen.last > seen.first:
            opened = releases.get((seen.exam_year, seen.sitting), seen.first)
            lengths.append(((seen.last - opened).days + 1, "calendar"))
    if lengths:
        return lengths, False
    return [(rule.window_days, rule.unit) for rule in _national(context, kind) if rule.window_days], True


def _national(context: Context, kind: MilestoneKind) -> Iterable[Rule]:
    return context.nation.rules_of(kind.key)


def _estimate(
    context: Context,
    kind: MilestoneKind,
    anchor: Milestone,
    start: Window,
    window: Window,
    lag: tuple[int, int],
    unit: str,
    *,
    is_national: bool,
) -> Milestone:
    holidays = context.calendar.holidays_between(start.lower + ONE_DAY, window.upper)
    rules = tuple(rule for rule in context.region.rules_of(kind.key) if rule.window_days)
    basis = Basis(
        rule="lag",
        anchor=anchor.kind,
        anchor_state=anchor.state,
        anchor_window=start,
        lag=lag,
        unit=unit,
        holidays=holidays,
        # What hangs on a day that may still move may move with it.
        is_calendar_confirmed=anchor.basis.is_calendar_confirmed and all(run.is_confirmed for run in holidays),
        sources=kind.sources or tuple(source for rule in rules for source in rule.sources),
        facts=anchor.basis.facts,
        is_national=is_national,
    )
    known, revised = anchor.known_from, anchor.revised
    return Milestone(kind.key, anchor.exam_year, anchor.sitting, State.ESTIMATED, window, basis, known, revised)


def _planned(estimate: Milestone, plan: Plan, calendar: Workdays) -> Milestone:
    """Return the estimate as the plan leaves it; one of lesser standing is not followed, but the window makes room."""
    known = max(estimate.revised, plan.known_from or estimate.revised)
    planned = _plan_window(plan, estimate.window, calendar)
    if plan.standing is not Standing.CONFIRMED:
        lower, upper = min(estimate.window.lower, planned.lower), max(estimate.window.upper, planned.upper)
        return replace(estimate, plan=plan, revised=known, window=Window(lower, upper))
    told = replace(estimate, plan=plan, revised=known)
    basis = replace(estimate.basis, rule="plan", sources=plan.sources, facts=(*estimate.basis.facts, plan))
    return replace(told, state=State.PLANNED, window=planned, basis=basis)


def _plan_window(plan: Plan, estimate: Window, calendar: Workdays) -> Window:
    """Return the working days of a plan; a side that it leaves open is the estimate's, or the end of that month."""
    lower = plan.first or min(estimate.lower, plan.last or estimate.lower)
    month_end = lower + relativedelta(day=31)
    upper = plan.last or max(estimate.upper, month_end)
    worked = [day for day in days_between(lower, upper) if calendar.is_working(day)]
    return Window(worked[0], worked[-1]) if worked else Window(lower, upper)


def _latest(facts: Iterable[Fact]) -> date:
    return max((fact.known_from for fact in facts if fact.known_from), default=date.min + timedelta(days=1))
