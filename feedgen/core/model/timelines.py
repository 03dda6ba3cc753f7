"""The milestones of a region, dated, in the order of their days."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from feedgen.core.model.estimates import Estimate, Window
from feedgen.core.model.facts import (
    Fact,
    NamedDays,
    Plan,
)
from feedgen.core.model.holidays import HolidayRun
from feedgen.core.model.sources import Confidence, Source, confidence_of

MEMORY = relativedelta(months=12)
"""How long a milestone stays after its last day."""
CANCELLED_FOR = timedelta(days=60)
"""How long a cancelled event stays, so that it reaches every phone."""
FEW = 5
"""Regions with a known day, or sessions; fewer give no level and no likeliest day."""


class State(StrEnum):
    """How far a date is to be trusted."""

    ANNOUNCED = "announced"
    PLANNED = "planned"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    UNRECORDED = "unrecorded"
    CANCELLED = "cancelled"

    @property
    def is_named(self) -> bool:
        """Whether a source names the days, the authority's own or another."""
        return self in {State.ANNOUNCED, State.REPORTED}


class DatingMethod(StrEnum):
    """How a milestone got its days."""

    DAYS_NAMED = "days named"
    """A source names the days."""
    PLAN = "plan"
    """The authority planned them."""
    LAG = "lag"
    """A lag after the anchor, estimated from the record."""
    WINDOW_ON_RECORD = "window on record"
    """A deadline: the length of the windows on record, counted from the release."""
    SEASON = "season"
    """The weekends on which the next exam is likely."""
    PREVIOUS_BUILD = "held"
    """The guard blocked today's days; those of the previous build stay."""


@dataclass(frozen=True)
class Basis:
    """How a milestone got its days, and from which facts."""

    method: DatingMethod
    anchor: str = ""
    anchor_state: State | None = None
    anchor_window: Window | None = None
    lag: tuple[int, int] | None = None
    """Shortest and longest, inclusive, in `unit`."""
    lag_words: str = ""
    """The rule in the words people use."""
    unit: str = ""
    """`working` or `calendar` days after the anchor, or `days of the year`, counted from 1."""
    holidays: tuple[HolidayRun, ...] = ()
    """Statutory holidays between the anchor and the end of the window."""
    is_calendar_confirmed: bool = True
    """False if the span touches a statutory holiday of a year without a notice."""
    sources: tuple[Source, ...] = ()
    facts: tuple[Fact, ...] = ()
    """The facts that went into the date."""
    estimate: Estimate | None = None
    is_national: bool = False
    """It rests on the nation's rule, record or days alone."""

    @property
    def is_assumed(self) -> bool:
        """Whether no source states the rule or the days."""
        return confidence_of(self.sources) is Confidence.ASSUMED

    @property
    def is_on_record(self) -> bool:
        """Whether enough is on record for a level and a likeliest day."""
        if self.method is DatingMethod.SEASON:
            return len(self.facts) >= FEW
        observations = self.estimate.national_observations if self.estimate else ()
        return len({seen.lag.region for seen in observations if not seen.lag.is_bound}) >= FEW


def key_of(kind: str, exam_year: int, sitting: int) -> str:
    """Return the identity of a milestone, which no new date, title or state changes.

    >>> key_of("results_release", 2026, 1), key_of("exam", 2026, 2)
    ('2026-results-release', '2026-2-exam')
    """
    second = f"-{sitting}" if sitting > 1 else ""
    return f"{exam_year}{second}-{kind.replace('_', '-')}"


def identity_of(key: str) -> tuple[str, int, int]:
    """Return the kind, the exam year and the sitting of a key.

    >>> identity_of("2026-results-release"), identity_of("2026-2-exam")
    (('results_release', 2026, 1), ('exam', 2026, 2))
    """
    exam_year, _, rest = key.partition("-")
    sitting, _, kind = rest.partition("-")
    if not sitting.isdigit():
        sitting, kind = "1", rest
    return kind.replace("-", "_"), int(exam_year), int(sitting)


@dataclass(frozen=True)
class Milestone:
    """A milestone of one exam year with its days."""

    kind: str
    exam_year: int
    sitting: int
    state: State
    window: Window
    basis: Basis = field(repr=False)
    known_from: date
    """The day from which its facts were known."""
    revised: date
    """The day of its last change: the newest fact, or the day after its window."""
    is_deadline: bool = False
    """Its last day counts; its event is on that day."""
    is_conditional: bool = False
    """No source says whether the region holds it at all."""
    plan: Plan | None = None

    @property
    def key(self) -> str:
        """Its identity in UIDs and in the ledger."""
        return key_of(self.kind, self.exam_year, self.sitting)

    def as_of(self, day: date) -> "Milestone":
        """Return the milestone on a day: unrecorded if its window ended without a date."""
        passed = self.window.upper + timedelta(days=1)
        if self.state not in {State.ESTIMATED, State.PLANNED} or day < passed:
            return self
        return replace(self, state=State.UNRECORDED, revised=max(self.revised, passed))


@dataclass(frozen=True)
class Timeline:
    """The milestones of a region as known on one day, in the order of their days."""

    region: str
    as_of: date
    milestones: tuple[Milestone, ...]
    earlier: tuple[NamedDays, ...]
    """The region's own earlier releases, newest first."""

    def of(self, kind: str, exam_year: int, sitting: int = 1) -> Milestone | None:
        """Return one milestone; None if it is not dated."""
        key = key_of(kind, exam_year, sitting)
        return next((milestone for milestone in self.milestones if milestone.key == key), None)
