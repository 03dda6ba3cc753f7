"""How right past windows were: each beside its outcome, and the figures of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from feedgen.core.model.estimates import Window
from feedgen.core.model.facts import Plan


@dataclass(frozen=True)
class Outcome:
    """A release that a window is scored against."""

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
    """A window beside its outcome."""

    outcome: Outcome
    window: Window
    """As it would have been published, with its likeliest day."""
    score: float
    """Interval score in days; lower is better."""

    @property
    def is_inside(self) -> bool:
        """Whether the outcome lies in the window."""
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
    """Share of the outcomes inside their windows."""
    mean_width: float
    """Last day less first day."""
    mean_score: float
    mae: float
    """Mean absolute error of the likeliest day."""


@dataclass(frozen=True)
class PlanOutcome:
    """A plan of an authority, and whether it was kept."""

    region: str
    plan: Plan
    verdict: str
    """`kept`, `early` or `late`."""


@dataclass(frozen=True)
class BacktestReport:
    """Past windows as they would have been published, and how right they were."""

    level: float
    """Share of the outcomes that each window was meant to hold."""
    scored: tuple[ScoredWindow, ...]
    """As of the morning after the exam, oldest outcome first."""
    overall: Summary | None
    """None without any outcome."""
    baselines: Mapping[str, Summary]
    by_region: Mapping[str, Summary]
    by_year: Mapping[int, Summary]
    recent: Mapping[str, Summary]
    """Model and baselines where the region had released within three years before the exam."""
    scored_with_looks: tuple[ScoredWindow, ...]
    """The same outcomes, if somebody looked on days 30 and 60 after the exam."""
    overall_with_looks: Summary | None
    plans: tuple[PlanOutcome, ...]
    """Plans that are known to have been kept or not."""
    skipped: int
    """Rows of a file without exam days or release."""
