"""Holiday notices of the State Council, and runs of days off."""

from dataclasses import dataclass
from datetime import date

from feedgen.core.model.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HolidayNotice(Fact):
    """A notice that replaces the calendar of its year in the package."""

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
