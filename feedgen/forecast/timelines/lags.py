"""Dates a milestone by a lag after its anchor, from beliefs, bounds and plans."""

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
    Window,
    bounded_days,
)
from feedgen.core.workdays import ONE_DAY, Workdays
from feedgen.forecast.estimation import (
    LEVEL,
    LagDistribution,
    effective_weights,
    posterior,
    prior_from_regional_rule,
    prior_from_rule,
    regional_prior,
    rule_window,
)
from feedgen.forecast.timelines.dating_context import DatingContext
from feedgen.forecast.timelines.observations import has_own_lag, lags_of, learned_until


@dataclass(frozen=True)
class DatedMilestone:
    """A milestone, and the distribution that the next lag is counted from."""

    milestone: Milestone
    distribution: LagDistribution
    rule_window: Window
    """The window of the rules alone."""

    @classmethod
    def on(cls, milestone: Milestone, day: date) -> "DatedMilestone":
        """Return a milestone whose day is known."""
        return cls(milestone, LagDistribution.on(day), Window(day, day))


def date_by_lag(
    context: DatingContext,
    kind: MilestoneKind,
    anchor: DatedMilestone,
    after: Milestone | None = None,
) -> DatedMilestone | None:
    """Return the milestone a lag after its anchor; None if no rule gives a lag.

    A region's own lag holds from the year in which it began, the nation's before. `after` has to
    end first.
    """
    sitting = (kind.key, anchor.milestone.exam_year, anchor.milestone.sitting)
    nations = context.nation.kinds.get(kind.key, kind)
    is_own = has_own_lag(context.region, nations, anchor.milestone.exam_year)
    rule = kind if is_own else nations
    if rule.lag is None:
        return None
    start = _start(rule, anchor, context.calendar)
    estimate = _estimate(context, rule, start, is_own=is_own)
    bounds = [bound for bound in context.region.bounds if bound.is_about(*sitting)]
    plan = context.plan(*sitting)
    distribution = start.distribution.convolved_with(estimate.region)
    distribution = conditioned(distribution, bounds, plan, context.calendar)
    basis = Basis(
        method=DatingMethod.LAG,
        lag=rule.lag,
        lag_words=rule.lag_words,
        unit="working",
        sources=rule.sources,
        facts=(*bounds, *([plan] if plan else [])),
        estimate=estimate,
        is_national=not (is_own or estimate.own_observations or bounds or plan),
    )
    window = _window_after(after, distribution.window(context.calendar), context)
    milestone = from_anchor(
        anchor.milestone, kind.key, start.window, window, basis, context.calendar
    )
    if after:
        milestone = replace(milestone, revised=max(milestone.revised, after.revised))
    return DatedMilestone(with_plan(milestone, plan), distribution, estimate.rule_window)


def _window_after(after: Milestone | None, window: Window, context: DatingContext) -> Window:
    """Return a window without the days on which another milestone has not ended.

    Its end stays: the other milestone may also end on the first day of its own window. A window
    that would be over by then moves as a whole.
    """
    if after is None:
        return window
    first = context.calendar.after(after.window.upper, 1)
    if window.upper < first:
        length = context.calendar.lag_between(window.lower, window.upper)
        window = replace(window, upper=context.calendar.after(first, max(length, 1)))
    return Window(
        lower=max(window.lower, first),
        upper=max(window.upper, first),
        likeliest=window.likeliest and max(window.likeliest, first),
        quantiles=tuple(max(day, first) for day in window.quantiles),
    )


@dataclass(frozen=True)
class _Start:
    """The days that a lag is counted from."""

    window: Window
    distribution: LagDistribution
    rule_window: Window


def _start(rule: MilestoneKind, anchor: DatedMilestone, calendar: Workdays) -> _Start:
    """Return the last of known days, or a window with the anchor's own length added to it."""
    milestone, window = anchor.milestone, anchor.milestone.window
    distribution, of_rules = anchor.distribution, anchor.rule_window
    if milestone.state.is_named or milestone.kind == "exam":
        window = Window(distribution.origin, distribution.origin)
    elif rule.anchor_length and milestone.kind == rule.anchor:
        window = rule_window(window, rule.anchor_length, calendar)
        distribution = distribution.convolved_with(prior_from_regional_rule(rule.anchor_length))
        of_rules = rule_window(of_rules, rule.anchor_length, calendar)
    return _Start(window, distribution, of_rules)


def _estimate(
    context: DatingContext, rule: MilestoneKind, start: _Start, *, is_own: bool
) -> Estimate:
    """Learn the lag: the nation from all observations, then the region from its own.

    A region's own rule takes the nation's place; only the years in which it held count.
    """
    assert rule.lag, "without a lag there is nothing to learn"
    until = learned_until(context.as_of, start.distribution.origin)
    nations = context.nation.kinds.get(rule.key, rule)
    lags = () if rule.is_nationwide else lags_of(context.region, rule, until, context.calendar)
    own = [lag for lag in lags if has_own_lag(context.region, nations, lag.exam_year) == is_own]
    nation, observations = (None, ()) if is_own else context.history.national_belief(rule, until)
    prior = prior_from_rule(rule.lag) if nation else prior_from_regional_rule(rule.lag)
    region = posterior(regional_prior(nation) if nation else prior, own)
    return Estimate(
        level=LEVEL,
        prior=prior,
        nation=nation,
        region=region,
        national_observations=observations,
        own_observations=effective_weights(own, region),
        learned_until=until,
        rule_window=rule_window(start.rule_window, rule.lag, context.calendar),
        is_regional_rule=is_own,
    )


def conditioned(
    distribution: LagDistribution, bounds: Sequence[Bound], plan: Plan | None, calendar: Workdays
) -> LagDistribution:
    """Return the distribution given the plan and the bounds of this very session."""
    if plan:
        distribution = distribution.given_plan(plan.first, plan.last, calendar)
    passed, come = bounded_days(bounds)
    if come:
        distribution = distribution.given_by(come, calendar)
    return distribution.given_not_by(passed, calendar) if passed else distribution


def with_plan(milestone: Milestone, plan: Plan | None) -> Milestone:
    """Return the milestone with its plan; a confirmed plan makes it planned."""
    if plan is None or plan.confidence is not Confidence.CONFIRMED:
        return replace(milestone, plan=plan)
    basis = replace(milestone.basis, method=DatingMethod.PLAN, sources=plan.sources)
    return replace(milestone, plan=plan, state=State.PLANNED, basis=basis)


def from_anchor(
    anchor: Milestone, kind: str, start: Window, window: Window, basis: Basis, calendar: Workdays
) -> Milestone:
    """Return a milestone that is counted from an anchor, its basis completed from the anchor.

    Its last revision is the day from which its newest fact or observation was known.
    """
    holidays = calendar.holidays_between(start.lower + ONE_DAY, window.upper)
    is_confirmed = all(run.is_confirmed for run in holidays)
    complete = replace(
        basis,
        anchor=anchor.kind,
        anchor_state=anchor.state,
        anchor_window=start,
        holidays=holidays,
        # If the anchor may still move, so may this.
        is_calendar_confirmed=anchor.basis.is_calendar_confirmed and is_confirmed,
        facts=(*anchor.basis.facts, *basis.facts),
    )
    return Milestone(
        kind=kind,
        exam_year=anchor.exam_year,
        sitting=anchor.sitting,
        state=State.ESTIMATED,
        window=window,
        basis=complete,
        known_from=anchor.known_from,
        revised=max(anchor.revised, _newest(basis)),
    )


def _newest(basis: Basis) -> date:
    """Return the day from which the newest fact or observation was known."""
    facts = [fact.known_from for fact in basis.facts if fact.known_from]
    if basis.estimate:
        observations = (*basis.estimate.national_observations, *basis.estimate.own_observations)
        facts += [observation.lag.known_from for observation in observations]
    return max(facts, default=date.min)
