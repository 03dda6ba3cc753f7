"""Learns from lags: the rule is the prior of the nation, the nation the prior of a region.

The model has two levels. Single lags lie around the middle of their region, and the middles of the
regions around the nation's, both by Student's t on the logarithm of working days, so that an
outlier counts for little (Lange, Little and Taylor 1989, doi:10.1080/01621459.1989.10478852). Both
levels learn by Bayes' theorem on a grid of middles and scales (Gelman et al., Bayesian Data
Analysis, 3rd ed., chapters 5 and 17) and are summarized by middle and error. Every observation is
an interval, so that a known day and a bound are the same case.

Four numbers are chosen: TAIL, RULE_SCALES, RULE_WEIGHT and NATION_WEIGHT;
docs/decisions/0009-estimation.md gives the reasons.
"""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from feedgen.core.model import Belief, Lag, WeightedLag

LEVEL = 0.8
"""Share of the outcomes that a window is meant to hold."""
TAIL = 4
"""Degrees of freedom of single lags; the closed form of `student_t_cdf` is for these."""
REGION_TAIL = 2 * TAIL
"""Degrees of freedom of the regions' middles.

The heaviest tail with which one odd release stays an outlier (5 powers against 9) while two that
agree move the region (10 against 9).
"""
RULE_SCALES = 1.0
"""Half the span of a rule of thumb, in scales: most lags lie in the span, not 80 %."""
RULE_WEIGHT = 4.0
"""How many releases the rule is worth, for the middle and for the scale."""
NATION_WEIGHT = 1.0
"""How many own releases the nation's record is worth to a region.

It is the ratio of the variance within regions to the variance between them.
"""
BETWEEN = 1 / (1 + NATION_WEIGHT)
"""Share of the nation's variance that lies between regions."""
SCALE_ERROR = 1 / math.sqrt(2 * RULE_WEIGHT)
"""Error of the logarithm of a standard deviation that was taken from RULE_WEIGHT values."""
MIDDLES_PER_ERROR = 4
"""Grid points per error of the middle; twice as many move the backtest's score by less than 1 %."""
SCALES = [step / 2 for step in range(-5, 6)]
"""Grid of scales, in errors of their logarithm."""
ONE_ERROR = (0.1587, 0.5, 0.8413)
"""Shares of a normal distribution below one error under the mean, the mean, one error above it."""
IMPOSSIBLE = 1e-15
"""The smallest likelihood: below it the difference of two shares is rounding."""
Interval = tuple[float, float, float]
"""Lower and upper logarithm of an observed lag, and its weight."""


def prior_from_rule(lag: tuple[int, int]) -> Belief:
    """Return the belief that a rule of thumb gives: most lags lie in its span.

    A t distribution holds 63 % within the one scale that stands for half the span.

    Args:
        lag: Shortest and longest lag in days, both inclusive.
    """
    return _belief_of_span(lag, RULE_SCALES)


def prior_from_regional_rule(lag: tuple[int, int]) -> Belief:
    """Return the belief that a region's own rule gives: its span is the window at the level."""
    return _belief_of_span(lag, _quantile((1 + LEVEL) / 2) * math.sqrt(1 + 1 / RULE_WEIGHT))


def _belief_of_span(lag: tuple[int, int], scales_to_a_side: float) -> Belief:
    lower, upper = math.log(lag[0] - 0.5), math.log(lag[1] + 0.5)
    scale = (upper - lower) / 2 / scales_to_a_side
    return Belief((lower + upper) / 2, scale / math.sqrt(RULE_WEIGHT), scale, SCALE_ERROR)


def regional_prior(nation: Belief) -> Belief:
    """Return the belief about a region without a record of its own.

    It gives the nation's window. The variance between regions goes into the error of the middle,
    the rest scatters around it. The scale is as uncertain as under the rule alone: regions differ
    in that too, and the record cannot say by how much.
    """
    return Belief(
        centre=nation.centre,
        centre_error=math.hypot(nation.centre_error, nation.scale * math.sqrt(BETWEEN)),
        scale=nation.scale * math.sqrt(1 - BETWEEN),
        scale_error=SCALE_ERROR,
    )


def effective_weights(
    lags: Iterable[Lag], belief: Belief, *, from_many_regions: bool = False
) -> tuple[WeightedLag, ...]:
    """Return lags with about how much each counted when `belief` was learned from them.

    That is its weight in `posterior` times the weight that the t distribution gives it.
    """
    lags = tuple(lags)
    weights = _weights(lags, from_many_regions=from_many_regions)
    return tuple(
        WeightedLag(lag, weight * robust_weight(lag, belief))
        for lag, weight in zip(lags, weights, strict=True)
    )


def _weights(lags: Sequence[Lag], *, from_many_regions: bool) -> list[float]:
    """Return 1 for each lag, less where a region has several (design effect, Kish 1965)."""
    if not from_many_regions:
        return [1.0] * len(lags)
    counts = Counter(lag.region for lag in lags)
    return [1 / (1 + (counts[lag.region] - 1) * BETWEEN) for lag in lags]


def robust_weight(lag: Lag, belief: Belief) -> float:
    """Return the weight that the t distribution gives a lag; it falls with the distance."""
    if lag.is_bound or lag.shortest is None:
        return 1.0
    distance = (math.log(lag.shortest) - belief.centre) / belief.scale
    return 1 / (1 + distance * distance / TAIL)


def posterior(prior: Belief, lags: Iterable[Lag], *, from_many_regions: bool = False) -> Belief:
    """Return the belief after some lags, whose order does not matter.

    Args:
        prior: The belief before.
        lags: The observations, one for each session.
        from_many_regions: The lags come from several regions, and those of one are alike.
    """
    lags = sorted(lags, key=_order)
    if not lags:
        return prior
    weights = _weights(lags, from_many_regions=from_many_regions)
    return _posterior(
        prior, tuple((*_edges(lag), weight) for lag, weight in zip(lags, weights, strict=True))
    )


def _order(lag: Lag) -> tuple[str, int, int, int, int]:
    return lag.region, lag.exam_year, lag.sitting, lag.shortest or 0, lag.longest or 0


# Many regions share both the prior and the observations.
@cache
def _posterior(prior: Belief, intervals: tuple[Interval, ...]) -> Belief:
    points = [
        (log_prior + _log_likelihood(centre, scale, intervals), centre, scale)
        for centre, scale, log_prior in _grid(prior, intervals)
    ]
    highest = max(points)[0]
    return _summary(
        [(math.exp(chance - highest), centre, math.log(scale)) for chance, centre, scale in points]
    )


def _edges(lag: Lag) -> tuple[float, float]:
    """Return the interval of the logarithm, half a day around whole days."""
    lower = -math.inf if lag.shortest is None else math.log(lag.shortest - 0.5)
    return lower, math.inf if lag.longest is None else math.log(lag.longest + 0.5)


def _grid(prior: Belief, intervals: Sequence[Interval]) -> Iterator[tuple[float, float, float]]:
    """Yield middles and scales with the logarithm of their prior chance."""
    edges = [edge for interval in intervals for edge in interval[:2] if math.isfinite(edge)]
    first = min(prior.centre - 3 * prior.centre_error, *edges)
    last = max(prior.centre + 3 * prior.centre_error, *edges)
    step = prior.centre_error / MIDDLES_PER_ERROR
    for number in range(math.ceil((last - first) / step) + 1):
        centre = first + number * step
        distance = (centre - prior.centre) / prior.centre_error
        log_prior = -(REGION_TAIL + 1) / 2 * math.log1p(distance * distance / REGION_TAIL)
        for errors in SCALES:
            scale = prior.scale * math.exp(errors * prior.scale_error)
            yield centre, scale, log_prior - errors * errors / 2


def _log_likelihood(centre: float, scale: float, intervals: Sequence[Interval]) -> float:
    total = 0.0
    for lower, upper, weight in intervals:
        chance = student_t_cdf((upper - centre) / scale) - student_t_cdf((lower - centre) / scale)
        total += weight * math.log(max(chance, IMPOSSIBLE))
    return total


def _summary(points: Sequence[tuple[float, float, float]]) -> Belief:
    """Return the medians of middle and scale, and half the width of one error as their errors.

    A far hill of little chance would move mean and variance, but not these.

    Args:
        points: Chance, middle and logarithm of the scale.
    """
    centre = _three_quantiles((centre, chance) for chance, centre, _ in points)
    scale = _three_quantiles((log_scale, chance) for chance, _, log_scale in points)
    return Belief(
        centre[1], (centre[2] - centre[0]) / 2, math.exp(scale[1]), (scale[2] - scale[0]) / 2
    )


def _three_quantiles(weighted: Iterable[tuple[float, float]]) -> list[float]:
    """Return the quantiles of weighted values at ONE_ERROR, by linear interpolation."""
    weights: dict[float, float] = {}
    for value, weight in weighted:
        weights[value] = weights.get(value, 0.0) + weight
    values = sorted(weights)
    total = sum(weights.values())
    sums = accumulate(weights[value] for value in values)
    middles = [
        (through - weights[value] / 2) / total for value, through in zip(values, sums, strict=True)
    ]
    return [_interpolated(share, middles, values) for share in ONE_ERROR]


def _interpolated(share: float, levels: Sequence[float], values: Sequence[float]) -> float:
    above = bisect(levels, share)
    if above in {0, len(levels)}:
        return values[min(above, len(values) - 1)]
    part = (share - levels[above - 1]) / (levels[above] - levels[above - 1])
    return values[above - 1] + part * (values[above] - values[above - 1])


@cache
def cumulative_shares(belief: Belief, longest: int) -> tuple[float, ...]:
    """Return which share of the next lags is at most 0, 1, 2 … `longest` days.

    The error of the middle counts; the tails of the t distribution stand for that of the scale.
    """
    scale = math.hypot(belief.scale, belief.centre_error)
    logs = (math.log(days + 0.5) for days in range(1, longest + 1))
    return 0.0, *(student_t_cdf((log - belief.centre) / scale) for log in logs)


def student_t_cdf(value: float) -> float:
    """Return the share of Student's t below a value, in closed form for TAIL degrees of freedom.

    A build calls it some hundred thousand times.

    Source:
        Abramowitz and Stegun (1964), 26.7.4.

    >>> round(student_t_cdf(1.533), 3), student_t_cdf(0.0), student_t_cdf(float("-inf"))
    (0.9, 0.5, 0.0)
    """
    squares = 4 + value * value
    if squares == math.inf:
        return 1.0 if value > 0 else 0.0
    return 0.5 + value / math.sqrt(squares) * (1 + 2 / squares) / 2


def _quantile(share: float) -> float:
    """Return the value below which a share of Student's t lies, by bisection.

    >>> round(_quantile(0.9), 3)
    1.533
    """
    lower, upper = -1e3, 1e3
    while upper - lower > 1e-12:
        middle = (lower + upper) / 2
        lower, upper = (middle, upper) if student_t_cdf(middle) < share else (lower, middle)
    return (lower + upper) / 2
