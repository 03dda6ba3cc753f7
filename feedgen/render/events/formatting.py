"""Formats days, windows and states in Chinese."""

from collections.abc import Iterable
from datetime import date

from feedgen.core.model import State, Window

STATE_WORDS = {
    State.ANNOUNCED: "官方",
    State.PLANNED: "官方计划",
    State.REPORTED: "据报道",
    State.ESTIMATED: "预计",
    State.UNRECORDED: "待核实",
    State.CANCELLED: "已取消",
}
PREFIXES = {
    state: "" if state is State.ANNOUNCED else f"【{word}】" for state, word in STATE_WORDS.items()
}
"""The titles of announced days have no state."""
STATUSES = {State.ANNOUNCED: "CONFIRMED", State.CANCELLED: "CANCELLED"}
"""All other states are TENTATIVE."""
IF_ANY = "（如有）"
"""Ends the title of a milestone that the region may not hold."""
WEEKDAYS = "一二三四五六日"
TENTHS = ("", "一成", "两成", "三成", "四成", "五成", "六成", "七成", "八成", "九成", "十成")


def day_words(day: date, *, after: date | None = None) -> str:
    """Return a day in Chinese, without its year if that is the year of the day before it.

    >>> day_words(date(2026, 7, 29)), day_words(date(2026, 8, 27), after=date(2026, 7, 29))
    ('2026年7月29日', '8月27日')
    """
    year = "" if after and after.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def window_words(window: Window) -> str:
    """Return a window in Chinese; a single day has its weekday.

    >>> window_words(Window(date(2026, 8, 14), date(2026, 8, 14)))
    '2026年8月14日（周五）'
    >>> window_words(Window(date(2026, 12, 29), date(2027, 1, 28)))
    '2026年12月29日至2027年1月28日'
    """
    if window.is_single:
        return f"{day_words(window.lower)}（周{WEEKDAYS[window.lower.weekday()]}）"
    return f"{day_words(window.lower)}至{day_words(window.upper, after=window.lower)}"


def listed(words: Iterable[str]) -> str:
    """Join words as a Chinese list without repetitions.

    >>> listed(["端午节", "国庆节", "端午节"])
    '端午节、国庆节'
    """
    return "、".join(dict.fromkeys(words))


def sentence(text: str) -> str:
    """End a text with a full stop.

    >>> sentence("只发电子证书"), sentence("")
    ('只发电子证书。', '')
    """
    return f"{text.removesuffix('。')}。" if text else ""


def bracketed(text: str) -> str:
    """Return a text in brackets.

    >>> bracketed("2026年"), bracketed("")
    ('（2026年）', '')
    """
    return f"（{text}）" if text else ""
