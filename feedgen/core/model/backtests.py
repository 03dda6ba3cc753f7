"""How right the windows were: what was judged, and the figures that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from feedgen.core.model.estimates import Window
from feedgen.core.model.facts import Plan


@dataclass(frozen=True)
class Outcome:
    """A release that windows are judged by."""

    region: str
    """Slug of the province."""
    exam_year: int
    sitting: int
    exam_end: date
    """Last exam day."""
    released: date
    """The day on which scores became visible."""


@dataclass(frozen=True)
class ScoredWindow:
    """A window beside what came true."""

    outcome: Outcome
    window: Window
    """As it would have been published, its likeliest day among it."""
    score: float
    """Interval score in days; lower is better."""

    @property
    def is_inside(self) -> bool:
        """Whether it came true within the window."""
        return self.window.lower <= self.outcome.released <= self.window.upper

    @property
    def error_days(self) -> int:
        """How many days the likeliest day was off."""
        return abs(((self.window.likeliest or self.window.lower) - self.outcome.released).days)


@dataclass(frozen=True)
class Summary:
    """The figures of several windows; widths, scores and errors are means in calendar days."""

    n: int
    coverage: float
    """Share that came true within its window."""
    mean_width: float
    """Last day less first day."""
    mean_score: float
    mae: float
    """Mean absolute error of the likeliest day."""


@dataclass(frozen=True)
class PlanOutcome:
    """What an authority said beforehand, beside what is known of the day."""

    region: str
    plan: Plan
    verdict: str
    """`kept`, `early` or `late`."""


@dataclass(frozen=True)
class BacktestReport:
    """Windows of the past as they would have been published, and how right they were."""

    level: float
    """Share of the outcomes that each window was meant to hold."""
    judged: tuple[ScoredWindow, ...]
    """On the morning after the exam, oldest outcome first."""
    overall: Summary | None
    """None where there was nothing to judge."""
    baselines: Mapping[str, Summary]
    by_region: Mapping[str, Summary]
    by_year: Mapping[int, Summary]
    recent: Mapping[str, Summary]
    """Where the region had released within the three years before the exam: the model's figures and
    the bare rule's.
    """
    looked: tuple[ScoredWindow, ...]
    """The same outcomes, with somebody looking on days 30 and 60 after the exam."""
    looking: Summary | None
    plans: tuple[PlanOutcome, ...]
    """Plans of which it is known whether they were kept."""
    skipped: int
    """Rows of a file that say no exam days or no release."""
