"""Formats days for pages: short, and without the year where it is obvious."""

from datetime import date

from feedgen.core.model import MilestoneText, NamedDays, Region, Window

WEEKDAYS = "一二三四五六日"


def day_text(day: date, year: int, *, weekday: bool = True) -> str:
    """Return a day in Chinese, with its year unless that is the given one.

    >>> day_text(date(2026, 8, 14), 2026), day_text(date(2027, 1, 5), 2026, weekday=False)
    ('8月14日（周五）', '2027年1月5日')
    """
    text = f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"
    return f"{text}（周{WEEKDAYS[day.weekday()]}）" if weekday else text


def days_text(window: Window, year: int) -> str:
    """Return a window in Chinese; a single day has its weekday.

    >>> days_text(Window(date(2026, 7, 29), date(2026, 8, 27)), 2026)
    '7月29日–8月27日'
    >>> days_text(Window(date(2026, 12, 29), date(2027, 1, 28)), 2027)
    '2026年12月29日–1月28日'
    """
    if window.is_single:
        return day_text(window.lower, year)
    # The first day may carry another year, which would then be read as that of the last day too.
    year_of_last = window.upper.year if window.lower.year == window.upper.year else year
    first = day_text(window.lower, year, weekday=False)
    return f"{first}–{day_text(window.upper, year_of_last, weekday=False)}"


def due_text(text: MilestoneText, year: int) -> str:
    """Return the last day of a deadline, else the window."""
    window = text.milestone.window
    return day_text(window.upper, year) if text.milestone.is_deadline else days_text(window, year)


def span_text(text: MilestoneText, year: int) -> str:
    """Return the days of a milestone; of a deadline its last day and then its first."""
    window, due = text.milestone.window, due_text(text, year)
    if not text.milestone.is_deadline or window.is_single:
        return due
    return f"{due}截止，{day_text(window.lower, year, weekday=False)}起"


def session_text(exam_year: int, sitting: int) -> str:
    """Name a session.

    >>> session_text(2026, 1), session_text(2026, 2)
    ('2026年度', '2026年度第2次考试')
    """
    return f"{exam_year}年度{f'第{sitting}次考试' if sitting > 1 else ''}"


def name_with_session(text: MilestoneText) -> str:
    """Name a milestone with its session: 2026年度成绩公布."""
    milestone = text.milestone
    particle = "的" if milestone.sitting > 1 else ""
    return f"{session_text(milestone.exam_year, milestone.sitting)}{particle}{text.name}"


def dated_text(release: NamedDays, region: Region) -> str:
    """Return in brackets which publication dates a release, unless it is the scores themselves."""
    carriers = {"pass_mark": f"（{region.kinds['pass_mark'].name}公布日）", "notice": "（通知日）"}
    return carriers.get(release.dated, "")


def figures(day: date) -> str:
    """Return a day in figures, without its year.

    >>> figures(date(2026, 9, 17))
    '9/17'
    """
    return f"{day.month}/{day.day}"
