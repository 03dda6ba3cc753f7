"""Calendar events and feeds as records, before they become bytes."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Event:
    """One all-day event."""

    uid: str
    sequence: int
    created: date
    """Written as 00:00 China time of that day."""
    modified: date
    """The same; DTSTAMP and LAST-MODIFIED."""
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
    """Before 00:00 of the first day; the day-before alarm stands first. Only the -remind feed writes them."""


@dataclass(frozen=True)
class Feed:
    """One calendar: its name and its events."""

    name: str
    description: str
    events: tuple[Event, ...]
