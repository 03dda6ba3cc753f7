"""The exam year of a region as a row of dated milestones."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from feedgen.core.model.estimates import Estimate, Window
from feedgen.core.model.facts import Confidence, Fact, NamedDays, Plan, Source, confidence_of
from feedgen.core.model.holidays import HolidayRun

MEMORY = relativedelta(months=12)
"""How long a milestone stays after its last day."""
CANCELLED_FOR = timedelta(days=60)
"""How long a cancelled event stays, so that it reaches every phone."""


class State(StrEnum):
    """What a date rests on."""

    ANNOUNCED = "announced"
    PLANNED = "planned"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    UNRECORDED = "unrecorded"
    CANCELLED = "cancelled"

    @property
    def is_named(self) -> bool:
        """Whether somebody has named the days: the authority, or a third party."""
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
    """Why a date is what it is: what `explain` prints and pages will show."""

    method: DatingMethod
    anchor: str = ""
    anchor_state: State | None = None
    anchor_window: Window | None = None
    lag: tuple[int, int] | None = None
    """What the rule adds to the anchor, shortest and longest, inclusive; of a season days of the
    year from 1.
    """
    lag_words: str = ""
    """The rule in the words people use."""
    unit: str = ""
    """`working` or `calendar` days, or `days of the year`."""
    holidays: tuple[HolidayRun, ...] = ()
    """Statutory holidays between the anchor and the end of the window."""
    is_calendar_confirmed: bool = True
    """False where the span touches a statutory holiday of a year without a notice."""
    sources: tuple[Source, ...] = ()
    facts: tuple[Fact, ...] = ()
    """The facts that went into the date."""
    estimate: Estimate | None = None
    """How an estimated window was worked out."""
    is_national: bool = False
    """It rests on the nation's rule, record or days alone, on nothing of the region's own."""

    @property
    def is_assumed(self) -> bool:
        """Whether nobody but us stands behind what it goes by."""
        return confidence_of(self.sources) is Confidence.ASSUMED


def key_of(kind: str, exam_year: int, sitting: int) -> str:
    """Return an identity that no moved date, new title or new state can change.

    >>> key_of("results_release", 2026, 1), key_of("exam", 2026, 2)
    ('2026-results-release', '2026-2-exam')
    """
    second = f"-{sitting}" if sitting > 1 else ""
    return f"{exam_year}{second}-{kind.replace('_', '-')}"


def identity_of(key: str) -> tuple[str, int, int]:
    """Return what a key was made of: kind, exam year, sitting.

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
    """One dated thing of one exam year."""

    kind: str
    exam_year: int
    sitting: int
    state: State
    window: Window
    basis: Basis = field(repr=False)
    known_from: date
    """The day from which the facts behind it were known."""
    revised: date
    """The day of its last change: newer facts, or the day on which its window was past."""
    is_deadline: bool = False
    """Its last day is what counts; the event stands on that day."""
    is_conditional: bool = False
    """Whether the region holds it at all is not known."""
    plan: Plan | None = None

    @property
    def key(self) -> str:
        """Its identity in UIDs and in the ledger."""
        return key_of(self.kind, self.exam_year, self.sitting)

    def as_of(self, day: date) -> "Milestone":
        """Return the milestone as a build of that day shows it: unrecorded once its window is past
        without a date.
        """
        passed = self.window.upper + timedelta(days=1)
        if self.state not in {State.ESTIMATED, State.PLANNED} or day < passed:
            return self
        return replace(self, state=State.UNRECORDED, revised=max(self.revised, passed))


@dataclass(frozen=True)
class Timeline:
    """All milestones of a region that a build of one day knows, in the order of their days."""

    region: str
    as_of: date
    milestones: tuple[Milestone, ...]
    earlier: tuple[NamedDays, ...]
    """The region's own earlier releases, newest first."""

    def of(self, kind: str, exam_year: int, sitting: int = 1) -> Milestone | None:
        """Return one milestone, or None where it is not dated."""
        for milestone in self.milestones:
            if (milestone.kind, milestone.exam_year, milestone.sitting) == (
                kind,
                exam_year,
                sitting,
            ):
                return milestone
        return None
