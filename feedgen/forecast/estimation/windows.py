"""Windows that need no spread: of a rule alone, of a deadline that hangs on a release, of the next
exam.
"""

from datetime import date, timedelta

from feedgen.core.model import SHARES, Belief, Window
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation.beliefs import cumulative_shares
from feedgen.forecast.estimation.distributions import central, normalized, quantile_indices

LAST_DAY_OF_YEAR = 365


def bare_window(anchor: Window, lag: tuple[int, int], calendar: Workdays) -> Window:
    """Return the window that the rule alone gives: shortest lag after the anchor's first day,
    longest after its last.

    It holds at no level that anybody could name; estimates are measured against it.

    Args:
        anchor: The days on which the anchor ends, both inclusive.
        lag: Shortest and longest lag in working days, both inclusive; lag 1 is the first working
            day after.
        calendar: Says which days are worked.

    >>> exam = date(2026, 5, 31)
    >>> bare_window(Window(exam, exam), (42, 63), Workdays())
    Window(lower=datetime.date(2026, 7, 29), upper=datetime.date(2026, 8, 27), likeliest=None)
    """
    return Window(calendar.after(anchor.lower, lag[0]), calendar.after(anchor.upper, lag[1]))


def last_day(release: date, window_days: int, unit: str, calendar: Workdays) -> date:
    """Return the last day of a window that opens with a release, the release counting as day 1.

    Args:
        release: The day on which it opens.
        window_days: Its length in `unit`, at least 1.
        unit: `calendar` or `working`.
        calendar: Says which days are worked.

    >>> last_day(date(2023, 8, 16), 14, "calendar", Workdays())
    datetime.date(2023, 8, 29)
    """
    if unit == "calendar":
        return release + timedelta(days=window_days - 1)
    return calendar.after(release - timedelta(days=1), window_days)


def exam_season(belief: Belief, exam_year: int, calendar: Workdays) -> Window:
    """Return the weekends on which the exam of a year is expected, from a Saturday to a Sunday.

    Weekends that are worked are passed over. The likeliest weekend is the median.

    Args:
        belief: What is believed of the day of the year on which an exam begins; 1 is New Year's
            Day.
        exam_year: The year of the exam.
        calendar: Says which weekend days are worked.
    """
    new_year = date(exam_year, 1, 1)
    below = cumulative_shares(belief, LAST_DAY_OF_YEAR + 3)
    saturdays = [
        number
        for number in range(4, LAST_DAY_OF_YEAR + 1)
        if _day_of_year(new_year, number).weekday() == 5
    ]
    free = [
        number for number in saturdays if is_free_weekend(_day_of_year(new_year, number), calendar)
    ] or saturdays
    chances = normalized([below[number + 3] - below[number - 4] for number in free])
    lower, likeliest, upper = (_day_of_year(new_year, free[place]) for place in central(chances))
    quantiles = tuple(
        _day_of_year(new_year, free[place]) for place in quantile_indices(SHARES, chances)
    )
    return Window(lower, upper + timedelta(days=1), likeliest, quantiles)


def _day_of_year(new_year: date, number: int) -> date:
    return new_year + timedelta(days=number - 1)


def is_free_weekend(saturday: date, calendar: Workdays) -> bool:
    """Say whether neither day of a weekend is worked."""
    return not calendar.is_working(saturday) and not calendar.is_working(
        saturday + timedelta(days=1)
    )
