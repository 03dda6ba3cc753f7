"""How likely each working day is, given beliefs, plans and bounds, and the window at the level."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from operator import mul

from feedgen.core.model import SHARES, Belief, Window
from feedgen.core.workdays import ONE_DAY, Workdays
from feedgen.forecast.estimation.beliefs import LEVEL, TAIL, cumulative_shares

LONGEST = 500
"""Working days, about two years; longer lags count as this long."""
PLAN_ERROR = 0.1
"""By which share of the lag plans were missed (docs/decisions/0010-plans.md)."""
NEGLIGIBLE = 1e-4
"""Chance of a single day; a tail of less likely days is put on one day before a convolution."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class LagDistribution:
    """The chance of each working day after an origin."""

    origin: date
    chances: tuple[float, ...]
    """By lag in working days; lag 0 is the origin itself. They add up to 1."""

    @classmethod
    def on(cls, day: date) -> "LagDistribution":
        """Return the distribution of a known day."""
        return cls(day, (1.0,))

    def convolved_with(self, belief: Belief) -> "LagDistribution":
        """Return the distribution of what follows one more lag later."""
        return replace(self, chances=_convolved(self.chances, belief))

    def given_not_by(self, day: date, calendar: Workdays) -> "LagDistribution":
        """Return the distribution given that it had not come by a day, inclusive."""
        passed = calendar.lag_between(self.origin, day)
        left = [chance if lag > passed else 0.0 for lag, chance in enumerate(self.chances)]
        next_day = (*[0.0] * (passed + 1), 1.0)
        return replace(self, chances=normalized(left) if sum(left) else next_day)

    def given_by(self, day: date, calendar: Workdays) -> "LagDistribution":
        """Return the distribution given that it had come by a day, inclusive.

        A day before every possible one changes nothing.
        """
        passed = calendar.lag_between(self.origin, day)
        left = [chance if lag <= passed else 0.0 for lag, chance in enumerate(self.chances)]
        return replace(self, chances=normalized(left)) if sum(left) else self

    def given_plan(
        self, first: date | None, last: date | None, calendar: Workdays
    ) -> "LagDistribution":
        """Return the distribution given that the authority planned these days, both inclusive.

        A plan is evidence: a day outside it stays possible, the less so the further off it is.
        """
        shortest = calendar.lag_between(self.origin, first - ONE_DAY) + 1 if first else 1
        longest = max(calendar.lag_between(self.origin, last), shortest) if last else LONGEST
        chances = [chance * _fit(lag, shortest, longest) for lag, chance in enumerate(self.chances)]
        return replace(self, chances=normalized(chances))

    def window(self, calendar: Workdays) -> Window:
        """Return the central window at the level, with the median as the likeliest day."""
        lags = (*central(self.chances), *quantile_indices(SHARES, self.chances))
        lower, likeliest, upper, *quantiles = (
            calendar.after(self.origin, lag) if lag else self.origin for lag in lags
        )
        return Window(lower, upper, likeliest, tuple(quantiles))


def central(chances: Sequence[float]) -> tuple[int, int, int]:
    """Return the first, the middle and the last index of the central part at the level.

    Args:
        chances: In order; they add up to 1.
    """
    tail = (1 - LEVEL) / 2
    lower = next(
        index for index, share in enumerate(accumulate(chances)) if share > tail + ROUNDING
    )
    likeliest, upper = quantile_indices((0.5, 1 - tail), chances)
    return lower, likeliest, upper


def quantile_indices(shares: Sequence[float], chances: Sequence[float]) -> list[int]:
    """Return for each share the first index up to which the chances add up to it.

    Args:
        shares: Below 1, rising.
        chances: In order; they add up to 1.

    >>> quantile_indices((0.1, 0.5, 0.9), (0.25, 0.25, 0.25, 0.25))
    [0, 1, 3]
    """
    sums = list(accumulate(chances))
    return [bisect_left(sums, share - ROUNDING) for share in shares]


def normalized(chances: Sequence[float]) -> tuple[float, ...]:
    """Return chances in the same proportion that add up to 1."""
    total = sum(chances)
    return tuple(chance / total for chance in chances)


def _fit(lag: int, shortest: int, longest: int) -> float:
    """Return how well a lag fits a plan: 1 within it, outside as Student's t with PLAN_ERROR."""
    nearest = min(max(lag, shortest), longest)
    distance = math.log(max(lag, 0.5) / nearest) / PLAN_ERROR
    return float((1 + distance * distance / TAIL) ** (-(TAIL + 1) / 2))


# Many regions share both the distribution and the belief.
@cache
def _convolved(chances: tuple[float, ...], belief: Belief) -> tuple[float, ...]:
    """Convolve the distribution with one more lag; mass beyond `LONGEST` is put on the last day."""
    shares = (*cumulative_shares(belief, LONGEST - 1), 1.0)
    lags = [through - before for before, through in pairwise((0.0, *shares))]
    if len(chances) == 1:
        return tuple(lags)
    first, kept = trimmed(chances)
    sums = [*[0.0] * first, *convolve(kept, lags)][:LONGEST]
    return (*sums, max(1 - sum(sums), 0.0))


def convolve(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return the chances of the sum of two numbers from the chances of each, up to `LONGEST`.

    >>> convolve((0.5, 0.5), (0.25, 0.75))
    [0.125, 0.5, 0.375]
    """
    backwards, last = second[::-1], len(second) - 1
    return [
        sum(map(mul, first[max(total - last, 0) :], backwards[max(last - total, 0) :]))
        for total in range(min(len(first) + last, LONGEST))
    ]


def trimmed(chances: Sequence[float]) -> tuple[int, list[float]]:
    """Return the first likely lag and the chances from it on, each tail put on its last day."""
    likely = [lag for lag, chance in enumerate(chances) if chance > NEGLIGIBLE]
    first, last = likely[0], likely[-1]
    kept = list(chances[first : last + 1])
    kept[0] += sum(chances[:first])
    kept[-1] += sum(chances[last + 1 :])
    return first, kept
