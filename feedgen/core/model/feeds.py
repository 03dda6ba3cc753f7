"""Events and feeds, before they become bytes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from feedgen.core.model.timelines import State

LONGEST = 800
"""Characters of an event's description; some clients cut off or misrender longer ones."""
CHINA = timezone(timedelta(hours=8))


def instant(day: date) -> datetime:
    """Return midnight in China of a day, in UTC.

    >>> instant(date(2026, 8, 14))
    datetime.datetime(2026, 8, 13, 16, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


@dataclass(frozen=True)
class Event:
    """One all-day event."""

    key: str
    """Exam year, sitting unless it is the first, and kind: `2026-results-release`."""
    uid: str
    state: State
    sequence: int
    created: datetime
    modified: datetime
    """DTSTAMP and LAST-MODIFIED."""
    first: date
    last: date
    """Last day, inclusive."""
    title: str
    """As calendars show it, with the state in front unless it is announced."""
    plain_title: str
    """The title without the state."""
    description: str
    url: str
    """Empty if there is no official address."""
    status: str
    """TENTATIVE, CONFIRMED or CANCELLED."""
    categories: tuple[str, ...]
    alarms: tuple[timedelta, ...]
    """Before midnight of the first day; the day-before alarm is first. Only in -remind feeds."""
    is_deadline: bool = False
    is_conditional: bool = False


@dataclass(frozen=True)
class Feed:
    """One calendar: its name and its events."""

    name: str
    description: str
    events: tuple[Event, ...]
