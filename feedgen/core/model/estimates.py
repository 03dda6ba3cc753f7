"""Windows, and what they were worked out from: the records that estimation works with and `explain`
shows.
"""

from dataclasses import dataclass, field
from datetime import date

from feedgen.core.model.facts import Fact

SHARES = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
"""Chances for which a window tells the day by which it has come."""


@dataclass(frozen=True)
class Window:
    """The days on which something happens or is expected; both bounds inclusive."""

    lower: date
    upper: date
    likeliest: date | None = None
    quantiles: tuple[date, ...] = field(default=(), compare=False, repr=False)
    """For each of `SHARES` the first day by which it has come with that chance; pictures are drawn
    from it.
    """

    def __post_init__(self) -> None:
        assert self.lower <= self.upper, f"{self.lower} is after {self.upper}"

    @property
    def is_single(self) -> bool:
        """Whether it is one day."""
        return self.lower == self.upper


@dataclass(frozen=True)
class Belief:
    """What is believed of a lag: Student's t over the logarithm of the working days.

    A lag is a length of time: twice as long is as far off as half as long, and none is below zero.
    """

    centre: float
    """Logarithm of the middle lag in days."""
    centre_error: float
    """How far the middle itself may be off."""
    scale: float
    """How far single lags lie from the middle."""
    scale_error: float
    """How far the logarithm of the scale may be off."""


@dataclass(frozen=True)
class Lag:
    """How long one session took, as far as it is known; days are counted as `Workdays.lag_between`
    counts them.
    """

    region: str
    """Slug of the region that saw it."""
    exam_year: int
    sitting: int
    shortest: int | None
    """Days, inclusive; None where it is only known by when it had come."""
    longest: int | None
    """Days, inclusive, equal to `shortest` where the day is known; None where it is only known that
    it had not come.
    """
    facts: tuple[Fact, ...]
    """What it was counted from."""

    @property
    def is_bound(self) -> bool:
        """Whether the day itself is not known (a censored observation)."""
        return self.shortest != self.longest

    @property
    def known_from(self) -> date:
        """The day from which it was known."""
        return max((fact.known_from for fact in self.facts if fact.known_from), default=date.min)


@dataclass(frozen=True)
class WeightedLag:
    """A lag and how much it counts."""

    lag: Lag
    weight: float
    """1 for a lag in the middle of what was expected, towards 0 the odder it is; of a bound its
    share alone.
    """


@dataclass(frozen=True)
class Estimate:
    """How a window was worked out: the rule, what was observed, what is believed, and what the rule
    alone would say.
    """

    level: float
    """Share of the outcomes that the window is meant to hold."""
    rule: Belief
    nation: Belief | None
    """After all observations of the nation; None where the region has a rule of its own, and of the
    next exam.
    """
    region: Belief
    """After the region's own observations: what the window is made from."""
    national_observations: tuple[WeightedLag, ...]
    """What the nation learned from, the region's own among it."""
    own_observations: tuple[WeightedLag, ...]
    """The region's own observations, which sharpen what it takes from the nation."""
    until: date
    """The last day whose facts it learned from: that on which the lag begins, or that of the build.
    """
    rule_window: Window
    """The window of the rule alone, and of the rules alone of all that it hangs on."""
    is_regional_rule: bool
    """The rule is the region's own and taken at its word: its span is the window until a record
    sharpens it.
    """
