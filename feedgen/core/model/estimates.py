"""Windows, beliefs, and all that an estimate was made from."""

from dataclasses import dataclass, field
from datetime import date

from feedgen.core.model.facts import Fact

SHARES = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
"""Shares of the outcomes for which a window has quantiles."""


@dataclass(frozen=True)
class Window:
    """The days on which something happens or is expected; both bounds inclusive."""

    lower: date
    upper: date
    likeliest: date | None = None
    quantiles: tuple[date, ...] = field(default=(), compare=False, repr=False)
    """For each of `SHARES` the day by which it has come with that chance, for pictures."""

    def __post_init__(self) -> None:
        assert self.lower <= self.upper, f"{self.lower} is after {self.upper}"

    @property
    def is_single(self) -> bool:
        """Whether it is one day."""
        return self.lower == self.upper


@dataclass(frozen=True)
class Belief:
    """The belief about a lag: Student's t over the logarithm of the working days.

    A lag is a length of time: none is below zero, and twice as long is as far off as half as long.
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
    """How long one session took, in days as `Workdays.lag_between` counts them."""

    region: str
    """Slug of the region that observed it."""
    exam_year: int
    sitting: int
    shortest: int | None
    """Inclusive; None if only a day by which it had come is known."""
    longest: int | None
    """Inclusive, equal to `shortest` for a known day; None if only an earlier day is known."""
    facts: tuple[Fact, ...]
    """The facts that name its two ends."""

    @property
    def is_bound(self) -> bool:
        """Whether the day itself is unknown (a censored observation)."""
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
    """1 for a lag in the middle of the belief, towards 0 far from it; a bound keeps its share."""


@dataclass(frozen=True)
class Estimate:
    """How a window was estimated: prior, observations and beliefs."""

    level: float
    """Share of the outcomes that the window is meant to hold."""
    prior: Belief
    """The belief that the rule alone gives."""
    nation: Belief | None
    """After all observations of the nation; None for a region's own rule and for the next exam."""
    region: Belief
    """After the region's own observations: the window is made from it."""
    national_observations: tuple[WeightedLag, ...]
    """What the nation's belief was learned from, the region's own among it."""
    own_observations: tuple[WeightedLag, ...]
    """The region's own."""
    learned_until: date
    """The last day whose facts count: the day on which the lag begins, or that of the build."""
    rule_window: Window
    """The window of the rule alone, counted from the rule windows of its anchors."""
    is_regional_rule: bool
    """The rule is the region's own: its span is the window until an observation changes it."""
