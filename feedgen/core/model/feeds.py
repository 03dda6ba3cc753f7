"""Calendar events and feeds as records, before they become bytes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from feedgen.core.model.timelines import State

LONGEST = 800
"""Characters of an event's text; longer ones are cut off or shown badly by some calendars."""
CHINA = timezone(timedelta(hours=8))


def instant(day: date) -> datetime:
    """Return 00:00 China time of a day, in UTC.

    >>> instant(date(2026, 8, 14))
    datetime.datetime(2026, 8, 13, 16, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


@dataclass(frozen=True)
class Event:
    """One all-day event."""

    key: str
    """Its milestone: exam year, sitting if it is not the first, and kind; `2026-results-release`.
    """
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
    description: str
    url: str
    """Empty where there is no official address."""
    status: str
    """TENTATIVE, CONFIRMED or CANCELLED."""
    categories: tuple[str, ...]
    alarms: tuple[timedelta, ...]
    """Before 00:00 of the first day; the day-before alarm stands first. Only the -remind feed
    writes them.
    """


@dataclass(frozen=True)
class Feed:
    """One calendar: its name and its events."""

    name: str
    description: str
    events: tuple[Event, ...]
