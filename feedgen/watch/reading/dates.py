"""Finds the days that a text names, in the forms in which notices and their lists write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_PLAIN = str.maketrans(
    "０１２３４５６７８９：／．（）［］，；－—–―‐～〜∼~", "0123456789:/.()[],;---------"
)
"""One character for one, so that what is found in the plain text stands at the same place in the
other.
"""
_NUMERALS = {each: str(number) for number, each in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_NUMERAL = "[〇○零一二三四五六七八九]"
_DAY = re.compile(
    r"(?<![\d.])(?:"
    r"(?:(?P<year>20\d\d)\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})(?!\d)\s*(?P<mark>[日号])?"
    r"|(?P<iso_year>20\d\d)\s*(?P<dash>[-./])\s*(?P<iso_month>\d{1,2})\s*(?P=dash)\s*(?P<iso_day>\d{1,2})(?!\d)"
    rf"|(?P<han_year>二{_NUMERAL}{{3}})年(?P<han_month>[一二三四五六七八九十]{{1,2}})月(?P<han_day>[一二三四五六七八九十]{{1,3}})日)"
)
_BETWEEN = (
    r"\s*(?:\([^()]{1,12}\))?\s*(?:(?:上午|下午|中午|晚上|早上|凌晨|晚)?\s*\d{1,2}\s*(?::\s*\d{2}(?::\d{2})?|[时点](?:\s*\d{1,2}\s*分|半|整)?))?"
    r"\s*(?:\([^()]{1,12}\))?\s*"
)
"""A weekday in brackets, a time."""
_UNTIL = re.compile(
    rf"{_BETWEEN}(?:起|开始)?\s*[,]?\s*(?:-+|至|到|(?P<list>、|和|及))\s*(?:"
    r"(?:(?P<year>20\d\d)\s*年\s*)?(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*[日号]"
    r"|(?:(?P<iso_year>20\d\d)\s*[-./]\s*)?(?P<iso_month>\d{1,2})\s*[-./]\s*(?P<iso_day>\d{1,2})(?![\d:]))"
)
_OPENS = re.compile(rf"{_BETWEEN}(?:起|开始|以后|之后|后)")
_CLOSES = re.compile(rf"{_BETWEEN}(?:之前|以前|前|截止|止|为止|结束)")
_CLOSED = re.compile(
    r"(?:截止|截至|最迟|不迟于|最晚|逾期|止于|至|到)(?:时间|日期|日)?[为是于至到:]*\s*$"
)
_BESIDE = (
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})日?\s+(?P<year>20\d\d)\s*[-./年]\s*(?P<month>\d{1,2})(?!\d|\s*[-./]\s*\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<year>20\d\d)\s*[-./年]\s*(?P<month>\d{1,2})月?\s+(?P<day>\d{1,2})(?![\d:])"
    ),
    re.compile(r"(?<![\d./:-])(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?![\d./:-])"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?<![\d./:-])(?P<month>\d\d)\.(?P<day>\d\d)(?![\d./:-])"),
)
"""The forms of lists: a day above its month, the other way round, and days without a year."""
_AHEAD = timedelta(days=3)
_NEXT_DAY = timedelta(days=1)
_ISSUED = re.compile(
    r"(?<![成绩结果])(?:发布|发文|更新|公开|发稿|录入|添加)(?:时间|日期)|(?:来源|作者|责任编辑)\s*[:：]"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]|字[号体]\s*[:：]"
)
_LONGEST_ISSUED = 150
_MOST_HEAD_LINES = 30
_LEAP_YEARS = 9


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days that a text names, and where."""

    first: date
    last: date
    """Inclusive; equal to `first` for a single day."""
    start: int
    end: int
    """Exclusive."""
    has_year: bool
    """Whether the text itself says the year."""
    opens: bool = False
    """A single day on which something begins."""
    closes: bool = False
    """A single day on which something ends."""


def plain(text: str) -> str:
    """Return a text of the same length with half-width digits, brackets and dashes."""
    return text.translate(_PLAIN)


def spans(text: str, near: date) -> list[Span]:
    """Return the days that a sentence names; without a year they follow the day before, or lie
    close to `near`.
    """
    found: list[Span] = []
    source, place, year = plain(text), 0, None
    while match := _DAY.search(source, place):
        place = match.end()
        until = _UNTIL.match(source, place)
        first = _first(match, year, near)
        if first is None or not (match["mark"] or match["iso_year"] or match["han_year"] or until):
            continue
        last = _last(until, first) if until else None
        if until and last:
            place = until.end()
        has_year = year is not None or bool(match["year"] or match["iso_year"] or match["han_year"])
        year = (last or first).year if has_year else None
        found.append(
            Span(
                first=first,
                last=last or first,
                start=match.start(),
                end=place,
                has_year=has_year,
                opens=last is None and bool(_OPENS.match(source, place)),
                closes=last is None
                and bool(
                    _CLOSES.match(source, place) or _CLOSED.search(source[: match.start()][-20:])
                ),
            )
        )
    return found


def _first(match: re.Match[str], year: int | str | None, near: date) -> date | None:
    if match["iso_year"]:
        return a_day(match["iso_year"], match["iso_month"], match["iso_day"])
    if match["han_year"]:
        digits = "".join(_NUMERALS[each] for each in match["han_year"])
        return a_day(digits, _number(match["han_month"]), _number(match["han_day"]))
    if year := match["year"] or year:
        return a_day(year, match["month"], match["day"])
    days = (a_day(near.year + offset, match["month"], match["day"]) for offset in (-1, 0, 1))
    return min((day for day in days if day), key=lambda day: abs(day - near), default=None)


def _last(until: re.Match[str], first: date) -> date | None:
    """Return the last day of a range; what is left out is as in its first day, or follows it."""
    year, month = until["year"] or until["iso_year"], until["month"] or until["iso_month"]
    day = until["day"] or until["iso_day"]
    last = a_day(year or first.year, month or first.month, day)
    if last and last < first and not year and month:
        last = a_day(first.year + 1, month, day)
    if until["list"] and last and last - first != _NEXT_DAY:
        return None
    return last if last and last >= first else None


def _number(numeral: str) -> str:
    """Return a Chinese numeral below a hundred in digits."""
    tens, ten, ones = numeral.rpartition("十")
    return f"{_NUMERALS.get(tens, '1') if ten else ''}{_NUMERALS.get(ones, '0')}"


def a_day(year: int | str, month: int | str, day: int | str) -> date | None:
    """Return a day, or None if there is none such."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_beside(text: str, today: date) -> date | None:
    """Return the day that stands beside a link; without a year the latest that is not more than a
    few days ahead.
    """
    source = plain(text)
    for match in _DAY.finditer(source):
        if match["year"] or match["iso_year"] or match["han_year"]:
            found = _first(match, None, today)
            if found:
                return found
    for form in _BESIDE:
        for match in form.finditer(source):
            year = match.groupdict().get("year")
            found = (
                a_day(year, match["month"], match["day"])
                if year
                else _latest(match["month"], match["day"], today)
            )
            if found:
                return found
    return None


def _latest(month: str, day: str, today: date) -> date | None:
    years = range(today.year + 1, max(today.year - _LEAP_YEARS, 1), -1)
    days = (a_day(year, month, day) for year in years)
    return next((each for each in days if each and each - today <= _AHEAD), None)


def own_day(lines: Sequence[str], today: date) -> date | None:
    """Return the day on which a page says that it was put up, by its first lines."""
    days = (day_beside(line, today) for line in lines[:_MOST_HEAD_LINES] if is_issue(line))
    return next(filter(None, days), None)


def signed_day(lines: Sequence[str]) -> date | None:
    """Return the day under a notice, the last that has a line to itself."""
    return next((spans(line, date.min)[0].first for line in reversed(lines) if is_day(line)), None)


def is_issue(line: str) -> bool:
    """Whether a line says when and by whom a page was put up."""
    return len(line) <= _LONGEST_ISSUED and bool(_ISSUED.search(line))


def is_day(line: str) -> bool:
    """Whether a line is a day with its year and nothing else."""
    found = spans(line, date.min) if len(line) <= _LONGEST_ISSUED else []
    return (
        len(found) == 1
        and found[0].has_year
        and found[0].first == found[0].last
        and _fills(found[0], line)
    )


def _fills(span: Span, line: str) -> bool:
    return not line[: span.start].strip() and not line[span.end :].strip()
