"""The calendar of working days as the State Council announces it, year by year."""

from dataclasses import dataclass
from datetime import date

from feedgen.core.model.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HolidayNotice(Fact):
    """A State Council notice that replaces the package's calendar of its year."""

    year: int
    holidays: tuple[tuple[str, date, date], ...]
    """Name, first and last day off, inclusive."""
    make_up: tuple[date, ...]
    """Weekend days that are worked, perhaps in the last days of the year before."""


@dataclass(frozen=True)
class HolidayRun:
    """Days off in a row that belong to a statutory holiday."""

    name: str
    first: date
    last: date
    """Inclusive."""
    is_confirmed: bool
    """Whether the State Council's notice for the year is known."""
