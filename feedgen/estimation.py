"""Turns lags into windows and a record of exam days into the season of the next exam; dates in, dates out."""

from collections.abc import Sequence
from datetime import date, timedelta

from feedgen.model import Window
from feedgen.workdays import Workdays

SEASON_SESSIONS = 5
"""How many of the last sessions say when the next one will be."""


def lag_window(anchor: Window, lag: tuple[int, int], calendar: Workdays) -> Window:
    """Return the window that lies a lag after its anchor.

    Uncertainty adds up: the shortest lag after the anchor's first possible day, the longest after its last.

    Args:
        anchor: The days on which the anchor ends, both inclusive.
        lag: Shortest and longest lag in working days, both inclusive; lag 1 is the first working day after.
        calendar: Says which days are worked.

    >>> exam = date(2026, 5, 31)
    >>> lag_window(Window(exam, exam), (42, 63), Workdays())
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


def exam_season(first_days: Sequence[date], exam_year: int, weeks: int, calendar: Workdays) -> Window:
    """Return the weekends on which the exam of a year is expected, from a Saturday to a Sunday.

    The middle is the weekend nearest to the median day of the year of the last five sessions; the median, so that a
    session postponed into autumn does not drag the next one with it. Weekends that are worked are passed over.

    Args:
        first_days: First days of earlier sessions, oldest first; at least one.
        exam_year: The year of the exam.
        weeks: How many weeks the exam may lie before or after the middle.
        calendar: Says which weekend days are worked.

    >>> sessions = [date(2022, 6, 11), date(2023, 6, 3), date(2024, 6, 1), date(2025, 5, 10), date(2026, 5, 30)]
    >>> exam_season(sessions, 2027, 3, Workdays())
    Window(lower=datetime.date(2027, 5, 15), upper=datetime.date(2027, 6, 27), likeliest=datetime.date(2027, 6, 5))
    """
    recent = sorted(day.timetuple().tm_yday for day in first_days[-SEASON_SESSIONS:])
    middle = date(exam_year, 1, 1) + timedelta(days=recent[(len(recent) - 1) // 2] - 1)
    saturday = middle + timedelta(days=(5 - middle.weekday() + 3) % 7 - 3)
    offsets = [timedelta(weeks=week) for week in range(-weeks, weeks + 1)]
    free = [saturday + offset for offset in offsets if is_free_weekend(saturday + offset, calendar)] or [saturday]
    likeliest = min(free, key=lambda day: (abs(day - saturday), day))
    return Window(free[0], free[-1] + timedelta(days=1), likeliest)


def is_free_weekend(saturday: date, calendar: Workdays) -> bool:
    """Say whether neither day of a weekend is worked."""
    return not calendar.is_working(saturday) and not calendar.is_working(saturday + timedelta(days=1))
