"""Windows without a distribution: of a rule alone, of a deadline, of the next exam."""

from datetime import date, timedelta

from feedgen.core.model import SHARES, Belief, Window
from feedgen.core.workdays import ONE_DAY, Workdays
from feedgen.forecast.estimation.beliefs import cumulative_shares
from feedgen.forecast.estimation.distributions import central, normalized, quantile_indices

LAST_DAY_OF_YEAR = 365


def rule_window(anchor: Window, lag: tuple[int, int], calendar: Workdays) -> Window:
    """Return the window of the rule alone, from the shortest lag to the longest.

    It holds no known share of the outcomes; estimates are measured against it.

    Args:
        anchor: The days on which the anchor ends, both inclusive.
        lag: Shortest and longest lag in working days, inclusive; 1 is the first working day after.
        calendar: Knows the working days.

    >>> exam = date(2026, 5, 31)
    >>> rule_window(Window(exam, exam), (42, 63), Workdays())
    Window(lower=datetime.date(2026, 7, 29), upper=datetime.date(2026, 8, 27), likeliest=None)
    """
    return Window(calendar.after(anchor.lower, lag[0]), calendar.after(anchor.upper, lag[1]))


def last_day(release: date, window_days: int, unit: str, calendar: Workdays) -> date:
    """Return the last day of a window that opens with a release, the release counting as day 1.

    Args:
        release: The day on which it opens.
        window_days: Its length in `unit`, at least 1.
        unit: `calendar` or `working`.
        calendar: Knows the working days.

    >>> last_day(date(2023, 8, 16), 14, "calendar", Workdays())
    datetime.date(2023, 8, 29)
    """
    if unit == "calendar":
        return release + timedelta(days=window_days - 1)
    return calendar.after(release - ONE_DAY, window_days)


def exam_season(belief: Belief, exam_year: int, calendar: Workdays) -> Window:
    """Return the weekends on which the exam of a year is expected, from a Saturday to a Sunday.

    It skips weekends with a working day, and those that are likely to have one. The likeliest
    weekend is the median.

    Args:
        belief: About the day of the year on which an exam begins; 1 is New Year's Day.
        exam_year: The year of the exam.
        calendar: Knows the weekend days that are worked.
    """
    shares = cumulative_shares(belief, LAST_DAY_OF_YEAR + 3)
    days = {
        number: date(exam_year, 1, 1) + timedelta(days=number - 1)
        for number in range(4, LAST_DAY_OF_YEAR + 1)
    }
    saturdays = [number for number, day in days.items() if day.weekday() == 5]
    free = [number for number in saturdays if is_free_weekend(days[number], calendar)] or saturdays
    chances = normalized([shares[number + 3] - shares[number - 4] for number in free])
    lower, likeliest, upper = (days[free[index]] for index in central(chances))
    quantiles = tuple(days[free[index]] for index in quantile_indices(SHARES, chances))
    return Window(lower, upper + ONE_DAY, likeliest, quantiles)


def is_free_weekend(saturday: date, calendar: Workdays) -> bool:
    """Say whether neither day of a weekend is worked, or likely to be."""
    days = (saturday, saturday + ONE_DAY)
    return not any(calendar.is_working(day) or calendar.is_likely_made_up(day) for day in days)
