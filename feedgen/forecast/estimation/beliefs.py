"""Learns from lags: the rule is the prior of the nation, the nation the prior of a region.

The model has two levels. Single lags lie around their region's middle, and the regions' middles
around the nation's, both by Student's t on the logarithm of working days, so that one wild outlier
counts for little (Lange, Little and Taylor 1989, doi:10.1080/01621459.1989.10478852). Both levels
learn by the same rule, Bayes' theorem on a grid of middles and scales (Gelman et al., Bayesian Data
Analysis, 3rd ed., chapters 5 and 17), and are summed up by middle and error. Every observation is
an interval, so that a day that is known and one that is only bounded are one case.

Four numbers are chosen: TAIL, RULE_SCALES, RULE_WEIGHT and NATION_WEIGHT;
docs/decisions/0009-estimation.md has what each does.
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
"""The same of the regions' middles: the heaviest tail with which one odd release stays an outlier
(5 powers against 9) while two that agree are the region's way (10 against 9).
"""
RULE_SCALES = 1.0
"""How many scales to a side the span of a rule of thumb is: what most do, not what 80 % do."""
RULE_WEIGHT = 4.0
"""How many releases the rule is worth, for the middle and for the scale."""
NATION_WEIGHT = 1.0
"""How many own releases the nation's record is worth to a region: variance within over variance
between regions.
"""
BETWEEN = 1 / (1 + NATION_WEIGHT)
"""Share of the nation's variance that lies between regions."""
SCALE_ERROR = 1 / math.sqrt(2 * RULE_WEIGHT)
"""Error of the logarithm of a standard deviation that was taken from RULE_WEIGHT values."""
MIDDLES_PER_ERROR = 4
"""Grid points to an error of the middle; twice as many move the score of the backtest by less than
1 %.
"""
SCALES = [step / 2 for step in range(-5, 6)]
"""Grid of scales, in errors of their logarithm."""
ONE_ERROR = (0.1587, 0.5, 0.8413)
"""Shares of a normal distribution below its mean less one error, its mean, its mean and one error.
"""
IMPOSSIBLE = 1e-15
"""Below what the difference of two shares can tell."""


def prior_from_rule(lag: tuple[int, int]) -> Belief:
    """Return what a rule of thumb says: most lags lie in its span, not 80 % of them.

    A t distribution holds 63 % within the one scale that the span is taken for.

    Args:
        lag: Shortest and longest lag in days, both inclusive.
    """
    return _of_span(lag, RULE_SCALES)


def prior_from_regional_rule(lag: tuple[int, int]) -> Belief:
    """Return what a region's own rule says: taken at its word, its span is the window at the level."""
    return _of_span(lag, _quantile((1 + LEVEL) / 2) * math.sqrt(1 + 1 / RULE_WEIGHT))


def _of_span(lag: tuple[int, int], scales_to_a_side: float) -> Belief:
    lower, upper = math.log(lag[0] - 0.5), math.log(lag[1] + 0.5)
    scale = (upper - lower) / 2 / scales_to_a_side
    return Belief((lower + upper) / 2, scale / math.sqrt(RULE_WEIGHT), scale, SCALE_ERROR)


def regional_prior(nation: Belief) -> Belief:
    """Return what the nation's record says of a region before its own: the same window, in two
    parts.

    What lies between regions may be off in this one's middle; only the rest scatters around it. How
    much it scatters here is as uncertain as under the rule alone: regions differ in that too, and
    the record cannot say by how much.
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

    That is its weight in `posterior` times the weight that the t distribution gives it, less the
    further off it is.
    """
    lags = tuple(lags)
    weights = _weights(lags, from_many_regions=from_many_regions)
    return tuple(
        WeightedLag(lag, weight * robust_weight(lag, belief))
        for lag, weight in zip(lags, weights, strict=True)
    )


def _weights(lags: Sequence[Lag], *, from_many_regions: bool) -> list[float]:
    """Return 1 for each lag; of many regions less, since a region's lags are alike (design effect,
    Kish 1965).
    """
    counts = Counter(lag.region for lag in lags)
    return [
        1 / (1 + (counts[lag.region] - 1) * BETWEEN) if from_many_regions else 1.0 for lag in lags
    ]


def robust_weight(lag: Lag, belief: Belief) -> float:
    if lag.is_bound or lag.shortest is None:
        return 1.0
    away = (math.log(lag.shortest) - belief.centre) / belief.scale
    return 1 / (1 + away * away / TAIL)


def posterior(prior: Belief, lags: Iterable[Lag], *, from_many_regions: bool = False) -> Belief:
    """Return what is believed once these lags were seen; their order does not matter.

    Args:
        prior: What was believed before.
        lags: What was observed, each session once.
        from_many_regions: The lags come from several regions, whose releases resemble each other.
    """
    lags = sorted(
        lags,
        key=lambda lag: (
            lag.region,
            lag.exam_year,
            lag.sitting,
            lag.shortest or 0,
            lag.longest or 0,
        ),
    )
    if not lags:
        return prior
    weights = _weights(lags, from_many_regions=from_many_regions)
    return _learned(
        prior, tuple((*_edges(lag), weight) for lag, weight in zip(lags, weights, strict=True))
    )


@cache
def _learned(prior: Belief, seen: tuple[tuple[float, float, float], ...]) -> Belief:
    """Return what is believed after intervals with weights; many regions have seen the same, so it
    is kept.
    """
    points = [
        (_log_likelihood(centre, scale, seen) + chance, centre, scale)
        for centre, scale, chance in _grid(prior, seen)
    ]
    highest = max(points)[0]
    return _summed_up(
        [(math.exp(chance - highest), centre, math.log(scale)) for chance, centre, scale in points]
    )


def _edges(lag: Lag) -> tuple[float, float]:
    """Return the interval of the logarithm that a lag is known to lie in, half a day around whole
    days.
    """
    lower = -math.inf if lag.shortest is None else math.log(lag.shortest - 0.5)
    return lower, math.inf if lag.longest is None else math.log(lag.longest + 0.5)


def _grid(
    prior: Belief, seen: Sequence[tuple[float, float, float]]
) -> Iterator[tuple[float, float, float]]:
    """Yield middles and scales with the logarithm of their chance before anything was seen."""
    edges = [edge for lower, upper, _ in seen for edge in (lower, upper) if math.isfinite(edge)]
    first = min(prior.centre - 3 * prior.centre_error, *edges)
    last = max(prior.centre + 3 * prior.centre_error, *edges)
    step = prior.centre_error / MIDDLES_PER_ERROR
    for number in range(math.ceil((last - first) / step) + 1):
        centre = first + number * step
        away = (centre - prior.centre) / prior.centre_error
        of_centre = -(REGION_TAIL + 1) / 2 * math.log1p(away * away / REGION_TAIL)
        for errors in SCALES:
            yield (
                centre,
                prior.scale * math.exp(errors * prior.scale_error),
                of_centre - errors * errors / 2,
            )


def _log_likelihood(
    centre: float, scale: float, seen: Sequence[tuple[float, float, float]]
) -> float:
    total = 0.0
    for lower, upper, weight in seen:
        chance = student_t_cdf((upper - centre) / scale) - student_t_cdf((lower - centre) / scale)
        total += weight * math.log(max(chance, IMPOSSIBLE))
    return total


def _summed_up(points: Sequence[tuple[float, float, float]]) -> Belief:
    """Return the medians of middle and scale, and as errors half the width that holds what one
    error holds of a normal.

    Mean and variance would be dragged off by a far hill of little chance; these are not.
    """
    centre = _three_quantiles((each, chance) for chance, each, _ in points)
    scale = _three_quantiles((each, chance) for chance, _, each in points)
    return Belief(
        centre[1], (centre[2] - centre[0]) / 2, math.exp(scale[1]), (scale[2] - scale[0]) / 2
    )


def _three_quantiles(weighed: Iterable[tuple[float, float]]) -> list[float]:
    """Return the values below which 16 %, half and 84 % of the weight lie, on straight lines
    between grid points.
    """
    weights: dict[float, float] = {}
    for value, weight in weighed:
        weights[value] = weights.get(value, 0.0) + weight
    values = sorted(weights)
    total = sum(weights.values())
    sums = accumulate(weights[value] for value in values)
    middles = [
        (above - weights[value] / 2) / total for value, above in zip(values, sums, strict=True)
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
    """Return what share of the next lags is at most 0, 1, 2 … `longest` days.

    The middle's error counts; the scale is taken as it is, the t distribution's tails stand for its
    error.
    """
    spread = math.hypot(belief.scale, belief.centre_error)
    return (
        0.0,
        *(
            student_t_cdf((math.log(days + 0.5) - belief.centre) / spread)
            for days in range(1, longest + 1)
        ),
    )


def student_t_cdf(away: float) -> float:
    """Return the share of Student's t below a value, in closed form for the four degrees of freedom
    of TAIL.

    A build asks for it some hundred thousand times.

    Source:
        Abramowitz and Stegun (1964), 26.7.4.

    >>> round(student_t_cdf(1.533), 3), student_t_cdf(0.0), student_t_cdf(float("-inf"))
    (0.9, 0.5, 0.0)
    """
    squares = 4 + away * away
    if squares == math.inf:
        return 1.0 if away > 0 else 0.0
    return 0.5 + away / math.sqrt(squares) * (1 + 2 / squares) / 2


def _quantile(share: float) -> float:
    """Return below what value a share of Student's t lies, by halving.

    >>> round(_quantile(0.9), 3)
    1.533
    """
    lower, upper = -1e3, 1e3
    while upper - lower > 1e-12:
        middle = (lower + upper) / 2
        lower, upper = (middle, upper) if student_t_cdf(middle) < share else (lower, middle)
    return (lower + upper) / 2
