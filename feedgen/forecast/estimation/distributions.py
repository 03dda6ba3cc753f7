"""How likely each working day is: what beliefs, plans and looks make of it together, and the window
that holds 80 %.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise
from operator import mul

from feedgen.core.model import SHARES, Belief, Window
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation.beliefs import LEVEL, TAIL, cumulative_shares

LONGEST = 500
"""Working days, about two years: what takes longer is taken as this long."""
PLAN_ERROR = 0.1
"""How far plans were missed, as a share of the lag: five working days in fifty
(docs/decisions/0010-plans.md).
"""
NEGLIGIBLE = 1e-4
"""Chance of a single day from which on a tail is gathered into one day where two spreads are added
up.
"""
ROUNDING = 1e-9


@dataclass(frozen=True)
class LagDistribution:
    """The chance of each working day after an origin."""

    origin: date
    chances: tuple[float, ...]
    """By lag in working days; lag 0 is the origin itself. They add up to 1."""

    @classmethod
    def on(cls, day: date) -> "LagDistribution":
        """Return the spread of a day that is known."""
        return cls(day, (1.0,))

    def then(self, belief: Belief) -> "LagDistribution":
        """Return the spread of what follows a lag after this: every day of this with every lag, as
        likely as both.
        """
        return replace(self, chances=_added(self.chances, belief))

    def after(self, day: date, calendar: Workdays) -> "LagDistribution":
        """Return the spread knowing that it had not come by a day, inclusive."""
        passed = calendar.lag_between(self.origin, day)
        left = [chance if lag > passed else 0.0 for lag, chance in enumerate(self.chances)]
        return replace(
            self, chances=normalized(left) if sum(left) else (*[0.0] * (passed + 1), 1.0)
        )

    def until(self, day: date, calendar: Workdays) -> "LagDistribution":
        """Return the spread knowing that it had come by a day, inclusive; as it was where that
        cannot be.
        """
        passed = calendar.lag_between(self.origin, day)
        left = [chance if lag <= passed else 0.0 for lag, chance in enumerate(self.chances)]
        return replace(self, chances=normalized(left)) if sum(left) else self

    def given_plan(
        self, first: date | None, last: date | None, calendar: Workdays
    ) -> "LagDistribution":
        """Return the spread knowing that the authority planned these days, both inclusive; an open
        side says nothing.

        A plan is evidence and not a wall: a day outside it stays possible, the less so the further
        off it is.
        """
        shortest = calendar.lag_between(self.origin, first - timedelta(days=1)) + 1 if first else 1
        longest = max(calendar.lag_between(self.origin, last), shortest) if last else LONGEST
        kept = [chance * _fit(lag, shortest, longest) for lag, chance in enumerate(self.chances)]
        return replace(self, chances=normalized(kept))

    def window(self, calendar: Workdays) -> Window:
        """Return the shortest central window that holds the level, with its median as the likeliest
        day.
        """
        lower, likeliest, upper = (self._day(lag, calendar) for lag in central(self.chances))
        quantiles = tuple(
            self._day(lag, calendar) for lag in quantile_indices(SHARES, self.chances)
        )
        return Window(lower, upper, likeliest, quantiles)

    def _day(self, lag: int, calendar: Workdays) -> date:
        return calendar.after(self.origin, lag) if lag else self.origin


def central(chances: Sequence[float]) -> tuple[int, int, int]:
    """Return the first, the middle and the last place of the shortest central part that holds the
    level.

    Args:
        chances: In order; they add up to 1.
    """
    tail = (1 - LEVEL) / 2
    lower = next(
        place for place, share in enumerate(accumulate(chances)) if share > tail + ROUNDING
    )
    likeliest, upper = quantile_indices((0.5, 1 - tail), chances)
    return lower, likeliest, upper


def quantile_indices(wanted: Sequence[float], chances: Sequence[float]) -> list[int]:
    """Return for each share the first place up to which the chances add up to it.

    Args:
        wanted: Shares below 1, rising.
        chances: In order; they add up to 1.

    >>> quantile_indices((0.1, 0.5, 0.9), (0.25, 0.25, 0.25, 0.25))
    [0, 1, 3]
    """
    below = list(accumulate(chances))
    return [bisect_left(below, share - ROUNDING) for share in wanted]


def normalized(chances: Sequence[float]) -> tuple[float, ...]:
    """Return chances in the same proportion that add up to 1."""
    total = sum(chances)
    return tuple(chance / total for chance in chances)


def _fit(lag: int, shortest: int, longest: int) -> float:
    """Return how well a lag fits a plan: 1 within it, falling off outside as single lags do, at the
    error of plans.
    """
    nearest = min(max(lag, shortest), longest)
    away = math.log(max(lag, 0.5) / nearest) / PLAN_ERROR
    return float((1 + away * away / TAIL) ** (-(TAIL + 1) / 2))


@cache
def _added(chances: tuple[float, ...], belief: Belief) -> tuple[float, ...]:
    """Return the chances of the sums of a lag that is known so far and one more; what is longer is
    on the last day.

    Many regions share both, so it is kept.
    """
    below = (*cumulative_shares(belief, LONGEST - 1), 1.0)
    lags = [above - under for under, above in pairwise((0.0, *below))]
    if len(chances) == 1:
        return tuple(lags)
    first, kept = trimmed(chances)
    added = [*[0.0] * first, *convolve(kept, lags)][:LONGEST]
    return (*added, max(1 - sum(added), 0.0))


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
    """Return the first lag that is likely enough and the chances from it on, each tail gathered on
    its last day.
    """
    likely = [lag for lag, chance in enumerate(chances) if chance > NEGLIGIBLE]
    first, last = likely[0], likely[-1]
    kept = list(chances[first : last + 1])
    kept[0] += sum(chances[:first])
    kept[-1] += sum(chances[last + 1 :])
    return first, kept
