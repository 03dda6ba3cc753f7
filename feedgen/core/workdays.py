"""The Chinese calendar of working days: statutory holidays, make-up days and newer notices."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from feedgen.core.model import HolidayNotice, HolidayRun

if TYPE_CHECKING:
    from holidays import HolidayBase

ONE_DAY = timedelta(days=1)
PATTERN_YEARS = 10
"""Years that say whether a weekend beside a holiday is likely to be worked."""
FIRST_YEAR, LAST_YEAR = 2001, 2100
"""Years that `holidays` knows; outside them it is silently empty."""


@cache
def _package_calendar() -> "HolidayBase":
    """Return the calendar of `holidays`, imported late: it takes a tenth of a second."""
    from holidays import country_holidays

    # Without `language` the names depend on LANG.
    return country_holidays("CN", language="zh_CN", years=range(2019, 2030))


class Workdays:
    """Working days of China.

    Source:
        The State Council's yearly notices: those of 2001 to 2026 in the package `holidays`, newer
        ones in `regions/workdays.toml`. Without a notice a year has no make-up days.
    """

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        notices = tuple(notices)
        self._noticed_years = {notice.year for notice in notices}
        self._off = {
            day: name
            for notice in notices
            for name, first, last in notice.holidays
            for day in days_between(first, last)
        }
        self._made_up = {day for notice in notices for day in notice.make_up}
        self._worked: dict[date, bool] = {}
        self._likely: dict[date, bool] = {}
        self._following: dict[date, list[date]] = {}
        """The working days after a day, in order, as far as they have been counted."""

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day."""
        # A build asks for the same few hundred days again and again.
        if day not in self._worked:
            self._worked[day] = self._is_worked(day)
        return self._worked[day]

    def _is_worked(self, day: date) -> bool:
        if day in self._made_up or day in self._off:
            return day in self._made_up
        if day.year in self._noticed_years:
            return day.weekday() < 5
        return _package_calendar().is_working_day(day)

    def is_likely_made_up(self, day: date) -> bool:
        """Return whether a weekend day of a year without a notice is likely to be worked.

        It is beside Labour Day, and in at least half of the ten years before people worked on the
        weekend that was as near to it on the same side.
        """
        if day not in self._likely:
            self._likely[day] = self._is_likely_made_up(day)
        return self._likely[day]

    def _is_likely_made_up(self, day: date) -> bool:
        if day.weekday() < 5 or self.is_noticed(day.year):
            return False
        side = self._beside_labour_day(day.year).get(day)
        years = [
            year for year in range(day.year - PATTERN_YEARS, day.year) if self.is_noticed(year)
        ]
        worked = sum(self._is_made_up_beside(year, side) for year in years) if side else 0
        return 2 * worked >= max(len(years), 1)

    def _is_made_up_beside(self, year: int, side: int) -> bool:
        days = self._beside_labour_day(year).items()
        return any(self.is_working(day) for day, its_side in days if its_side == side)

    def _beside_labour_day(self, year: int) -> dict[date, int]:
        """Return the weekend days within a week of the holiday, -1 before it and 1 after it."""
        run = self._days_off_around(date(year, 5, 1))
        before = days_between(run[0] - timedelta(days=7), run[0] - ONE_DAY)
        after = days_between(run[-1] + ONE_DAY, run[-1] + timedelta(days=7))
        sides = {**dict.fromkeys(before, -1), **dict.fromkeys(after, 1)}
        return {day: side for day, side in sides.items() if day.weekday() >= 5}

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day.

        Raises:
            ValueError: `count` is below 1.

        >>> Workdays().after(date(2026, 5, 31), 42)
        datetime.date(2026, 7, 29)
        """
        if count < 1:
            raise ValueError(f"a lag starts at 1, not {count}")
        counted = self._following.setdefault(day, [])
        last = counted[-1] if counted else day
        while len(counted) < count:
            last += ONE_DAY
            if self.is_working(last):
                counted.append(last)
        return counted[count - 1]

    def lag_between(self, anchor: date, day: date) -> int:
        """Count the working days after `anchor`, up to and including `day`."""
        return sum(self.is_working(later) for later in days_between(anchor + ONE_DAY, day))

    def holidays_between(self, first: date, last: date) -> tuple[HolidayRun, ...]:
        """Return the statutory holidays that touch a span, both ends inclusive.

        Each is a whole run of days off with the weekends in or beside it, as in the State Council's
        notices (10月1日至7日).
        """
        runs: list[HolidayRun] = []
        day = first
        while day <= last:
            if self.is_working(day):
                day += ONE_DAY
                continue
            days_off = self._days_off_around(day)
            names = {off: name for off in days_off if (name := self._holiday_name(off))}
            if names:
                is_confirmed = all(self.is_noticed(off.year) for off in names)
                name = _run_name(names.values())
                runs.append(HolidayRun(name, days_off[0], days_off[-1], is_confirmed))
            day = days_off[-1] + ONE_DAY
        return tuple(runs)

    def _days_off_around(self, day: date) -> list[date]:
        """Return the run of days off around a day off."""
        first = last = day
        while not self.is_working(first - ONE_DAY):
            first -= ONE_DAY
        while not self.is_working(last + ONE_DAY):
            last += ONE_DAY
        return list(days_between(first, last))

    def is_noticed(self, year: int) -> bool:
        """Return whether the State Council's notice for a year is known.

        In `holidays` such a year has make-up days, as every notice so far.
        """
        if year in self._noticed_years:
            return True
        return FIRST_YEAR <= year <= LAST_YEAR and _has_make_up_days(year)

    def _holiday_name(self, day: date) -> str:
        if day in self._off:
            return self._off[day]
        if day.year in self._noticed_years:
            return ""
        return _package_calendar().get(day) or ""


@cache
def _has_make_up_days(year: int) -> bool:
    calendar = _package_calendar()
    _ = date(year, 1, 1) in calendar  # loads that year
    return any(day.year == year for day in calendar.weekend_workdays)


def _run_name(names: Iterable[str]) -> str:
    """Return the name of a run, without swapped days (休息日), substitutes (补假), repetitions.

    >>> _run_name(["中秋节; 国庆节", "国庆节", "国庆节（补假）", "休息日（由 2020-09-27 调休）"])
    '中秋节、国庆节'
    """
    parts = [part.removesuffix("（补假）") for name in names for part in name.split("; ")]
    holidays = dict.fromkeys(part for part in parts if not part.startswith("休息日"))
    return "、".join(holidays or parts[:1])


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day of a span, both ends inclusive; none if `last` is before `first`."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
