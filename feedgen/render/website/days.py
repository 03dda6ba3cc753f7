"""How days are said on pages: short, without the year where it goes without saying."""

from datetime import date

from feedgen.core.model import MilestoneText, NamedDays, Region, Window

WEEKDAYS = "一二三四五六日"


def day_text(day: date, year: int, *, weekday: bool = True) -> str:
    """Say a day, with its year where that is another.

    >>> day_text(date(2026, 8, 14), 2026), day_text(date(2027, 1, 5), 2026, weekday=False)
    ('8月14日（周五）', '2027年1月5日')
    """
    said = f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"
    return f"{said}（周{WEEKDAYS[day.weekday()]}）" if weekday else said


def days_text(window: Window, year: int) -> str:
    """Say a window; a single day with its weekday.

    >>> days_text(Window(date(2026, 7, 29), date(2026, 8, 27)), 2026)
    '7月29日–8月27日'
    >>> days_text(Window(date(2026, 12, 29), date(2027, 1, 28)), 2027)
    '2026年12月29日–1月28日'
    """
    if window.is_single:
        return day_text(window.lower, year)
    # After a year that had to be said, the second day says its own as well where it is another.
    last = window.upper.year if window.lower.year == window.upper.year else year
    return f"{day_text(window.lower, year, weekday=False)}–{day_text(window.upper, last, weekday=False)}"


def due_text(said: MilestoneText, year: int) -> str:
    """Say when somebody has to be there: of a deadline its last day, else the window."""
    milestone = said.milestone
    return (
        day_text(milestone.window.upper, year)
        if milestone.is_deadline
        else days_text(milestone.window, year)
    )


def span_text(said: MilestoneText, year: int) -> str:
    """Say the days of a milestone: of a deadline its last day, and from when on it can be met."""
    window, due = said.milestone.window, due_text(said, year)
    if not said.milestone.is_deadline or window.is_single:
        return due
    return f"{due}截止，{day_text(window.lower, year, weekday=False)}起"


def session_text(exam_year: int, sitting: int) -> str:
    """Name a session.

    >>> session_text(2026, 1), session_text(2026, 2)
    ('2026年度', '2026年度第2次考试')
    """
    return f"{exam_year}年度{f'第{sitting}次考试' if sitting > 1 else ''}"


def told_name(said: MilestoneText) -> str:
    """Name a milestone with its session: 2026年度成绩公布."""
    milestone = said.milestone
    gap = "的" if milestone.sitting > 1 else ""
    return f"{session_text(milestone.exam_year, milestone.sitting)}{gap}{said.name}"


def dated_text(release: NamedDays, region: Region) -> str:
    """Say what carries the day of a release, where that is not the scores themselves."""
    carriers = {"pass_mark": f"（{region.kinds['pass_mark'].name}公布日）", "notice": "（通知日）"}
    return carriers.get(release.dated, "")


def figures(day: date) -> str:
    """Say a day in figures, where there is little room and a year goes without saying.

    >>> figures(date(2026, 9, 17))
    '9/17'
    """
    return f"{day.month}/{day.day}"
