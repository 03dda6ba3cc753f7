"""Dates what comes a lag after its anchor: what is believed of the lag, what was looked for, what
was planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from feedgen.core.model import (
    Basis,
    Bound,
    Confidence,
    DatingMethod,
    Estimate,
    Milestone,
    MilestoneKind,
    Plan,
    State,
    WeightedLag,
    Window,
    bounded_days,
)
from feedgen.core.workdays import ONE_DAY, Workdays
from feedgen.forecast.estimation import (
    LEVEL,
    LagDistribution,
    bare_window,
    effective_weights,
    posterior,
    prior_from_regional_rule,
    prior_from_rule,
    regional_prior,
)
from feedgen.forecast.timelines.context import DatingContext
from feedgen.forecast.timelines.observations import has_own_way, known_until, lags_of


@dataclass(frozen=True)
class Dated:
    """A milestone, and what the next lag is counted from."""

    milestone: Milestone
    spread: LagDistribution
    rule_window: Window
    """Where the rules alone would have it."""

    @classmethod
    def on(cls, milestone: Milestone, day: date) -> "Dated":
        """Return a milestone whose day is known."""
        return cls(milestone, LagDistribution.on(day), Window(day, day))


def date_by_lag(context: DatingContext, kind: MilestoneKind, anchor: Dated) -> Dated | None:
    """Return the milestone a lag after its anchor; None where no rule says how long that takes.

    A region with a lag of its own goes by that from the year it has held since, and by the nation's
    before.
    """
    sitting = (kind.key, anchor.milestone.exam_year, anchor.milestone.sitting)
    nations = context.nation.kinds.get(kind.key, kind)
    is_own_way = has_own_way(context.region, nations, anchor.milestone.exam_year)
    rule = kind if is_own_way else nations
    if rule.lag is None:
        return None
    start, spread, bare = _start(rule, anchor, context.calendar)
    until = known_until(context.as_of, spread.origin)
    estimate = _estimate(
        context, rule, is_own_way, until, bare_window(bare, rule.lag, context.calendar)
    )
    bounds = [bound for bound in context.region.bounds if bound.is_about(*sitting)]
    plan = context.plan(*sitting)
    spread = conditioned(spread.then(estimate.region), bounds, plan, context.calendar)
    basis = Basis(
        method=DatingMethod.LAG,
        lag=rule.lag,
        lag_words=rule.lag_words,
        unit="working",
        sources=rule.sources,
        facts=(*bounds, *([plan] if plan else [])),
        estimate=estimate,
        is_national=not (is_own_way or estimate.own_observations or bounds or plan),
    )
    window = spread.window(context.calendar)
    milestone = from_anchor(anchor.milestone, kind.key, start, window, basis, context.calendar)
    return Dated(with_plan(milestone, plan), spread, estimate.rule_window)


def _start(
    rule: MilestoneKind, anchor: Dated, calendar: Workdays
) -> tuple[Window, LagDistribution, Window]:
    """Return the days that the lag is counted from: window, spread, and what the rules alone would
    give.

    Of days that are known it is the last; to a window the anchor's own length is added where the
    rule has one.
    """
    milestone, spread, bare = anchor.milestone, anchor.spread, anchor.rule_window
    if milestone.state.is_named or milestone.kind == "exam":
        return Window(milestone.window.upper, milestone.window.upper), spread, bare
    if rule.anchor_length and milestone.kind == rule.anchor:
        window = bare_window(milestone.window, rule.anchor_length, calendar)
        spread = spread.then(prior_from_regional_rule(rule.anchor_length))
        return window, spread, bare_window(bare, rule.anchor_length, calendar)
    return milestone.window, spread, bare


def _estimate(
    context: DatingContext, rule: MilestoneKind, is_own_way: bool, until: date, bare: Window
) -> Estimate:
    """Learn the lag: the nation's rule from everybody's record, then the region from its own.

    A rule of the region's own takes the nation's place; only the years in which it held count.
    """
    assert rule.lag, "without a lag there is nothing to learn"
    nations = context.nation.kinds.get(rule.key, rule)
    lags = () if rule.is_nationwide else lags_of(context.region, rule, until, context.calendar)
    own = [lag for lag in lags if has_own_way(context.region, nations, lag.exam_year) == is_own_way]
    nation, taught = (None, ()) if is_own_way else context.record.learned(rule, until)
    prior = prior_from_rule(rule.lag) if nation else prior_from_regional_rule(rule.lag)
    region = posterior(regional_prior(nation) if nation else prior, own)
    return Estimate(
        level=LEVEL,
        rule=prior,
        nation=nation,
        region=region,
        national_observations=taught,
        own_observations=effective_weights(own, region),
        until=until,
        rule_window=bare,
        is_regional_rule=is_own_way,
    )


def conditioned(
    spread: LagDistribution, bounds: Sequence[Bound], plan: Plan | None, calendar: Workdays
) -> LagDistribution:
    """Return the spread as what is told of this very session leaves it."""
    if plan:
        spread = spread.given_plan(plan.first, plan.last, calendar)
    passed, come = bounded_days(bounds)
    if come:
        spread = spread.until(come, calendar)
    return spread.after(passed, calendar) if passed else spread


def with_plan(milestone: Milestone, plan: Plan | None) -> Milestone:
    """Return the milestone with its plan; only one of confirmed standing makes it planned."""
    if plan is None or plan.confidence is not Confidence.CONFIRMED:
        return replace(milestone, plan=plan)
    basis = replace(milestone.basis, method=DatingMethod.PLAN, sources=plan.sources)
    return replace(milestone, plan=plan, state=State.PLANNED, basis=basis)


def from_anchor(
    anchor: Milestone, kind: str, start: Window, window: Window, basis: Basis, calendar: Workdays
) -> Milestone:
    """Return a milestone that hangs on an anchor, its basis filled up with what the anchor gives.

    It was revised when its newest fact became known; what it learned from counts as well.
    """
    holidays = calendar.holidays_between(start.lower + ONE_DAY, window.upper)
    facts = [*basis.facts, *(fact for each in _learned_from(basis) for fact in each.lag.facts)]
    whole = replace(
        basis,
        anchor=anchor.kind,
        anchor_state=anchor.state,
        anchor_window=start,
        holidays=holidays,
        # What hangs on a day that may still move may move with it.
        is_calendar_confirmed=anchor.basis.is_calendar_confirmed
        and all(run.is_confirmed for run in holidays),
        facts=(*anchor.basis.facts, *basis.facts),
    )
    return Milestone(
        kind=kind,
        exam_year=anchor.exam_year,
        sitting=anchor.sitting,
        state=State.ESTIMATED,
        window=window,
        basis=whole,
        known_from=anchor.known_from,
        revised=max([anchor.revised, *(fact.known_from for fact in facts if fact.known_from)]),
    )


def _learned_from(basis: Basis) -> Sequence[WeightedLag]:
    return (
        (*basis.estimate.national_observations, *basis.estimate.own_observations)
        if basis.estimate
        else ()
    )
