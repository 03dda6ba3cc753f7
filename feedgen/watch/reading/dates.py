"""Finds the days that a text names, in the forms in which notices and their lists write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from feedgen.watch.reading.date_patterns import CLOSED, CLOSES, DAY, ISSUED, LIST_DAYS, OPENS, UNTIL

DIGITS = dict(zip("〇一二三四五六七八九零○", "012345678900", strict=True))
_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９：／．（）［］，；－—–―‐～〜∼~", "0123456789:/.()[],;---------"
)
_AHEAD = timedelta(days=3)
_NEXT_DAY = timedelta(days=1)
_LONGEST_LINE = 150
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


def half_width(text: str) -> str:
    """Return a text with half-width digits, brackets and dashes, each at its place."""
    return text.translate(_HALF_WIDTH)


def spans(text: str, near: date) -> list[Span]:
    """Return the days that a sentence names.

    A day without a year has that of the day before it, or the one that brings it close to `near`.
    """
    result: list[Span] = []
    source, position, year = half_width(text), 0, None
    while match := DAY.regex.search(source, position):
        position = match.end()
        if span := _span(match, year, near):
            result.append(span)
            position = span.end
            year = span.last.year if span.has_year else None
    return result


def _span(match: re.Match[str], year: int | None, near: date) -> Span | None:
    """Return the days at a match; `year` is that of the days before it."""
    until = UNTIL.regex.match(match.string, match.end())
    first = _first(match, year, near)
    is_unmarked = match["month"] and not (match["mark"] or until)
    if first is None or is_unmarked:
        return None
    last = _last(until, first)
    span = Span(
        first=first,
        last=last or first,
        start=match.start(),
        end=until.end() if until and last else match.end(),
        has_year=bool(year or _parts(match)[0]),
    )
    return span if last else _bounded(span, match.string)


def _bounded(span: Span, source: str) -> Span:
    """Return a single day, marked where something begins or ends on it."""
    closes = CLOSES.regex.match(source, span.end) or CLOSED.is_in(
        source[max(0, span.start - 20) : span.start]
    )
    opens = OPENS.regex.match(source, span.end)
    return replace(span, opens=bool(opens), closes=bool(closes))


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    """Return year, month and day in digits, empty where they are not written."""
    groups = match.groupdict("")
    if groups.get("han_year"):
        year = "".join(DIGITS[numeral] for numeral in groups["han_year"])
        return year, _number(groups["han_month"]), _number(groups["han_day"])
    return (
        groups["year"] or groups["iso_year"],
        groups["month"] or groups["iso_month"],
        groups["day"] or groups["iso_day"],
    )


def _number(numeral: str) -> str:
    """Return a Chinese numeral below a hundred in digits."""
    tens, ten, ones = numeral.rpartition("十")
    return f"{DIGITS.get(tens, '1') if ten else ''}{DIGITS.get(ones, '0')}"


def _first(match: re.Match[str], year: int | None, near: date) -> date | None:
    own_year, month, day = _parts(match)
    if own_year or year:
        return _day_or_none(own_year or str(year), month, day)
    years = (near.year - 1, near.year, near.year + 1)
    days = (_day_or_none(year, month, day) for year in years)
    return min(filter(None, days), key=lambda day: abs(day - near), default=None)


def _last(until: re.Match[str] | None, first: date) -> date | None:
    """Return the last day of a range; None where it is no range."""
    last = _second_day(until, first) if until else None
    if until is None or last is None or last < first:
        return None
    return None if until["list"] and last - first != _NEXT_DAY else last


def _second_day(until: re.Match[str], first: date) -> date | None:
    year, month, day = _parts(until)
    last = _day_or_none(year or first.year, month or first.month, day)
    if last and last < first and month and not year:
        return _day_or_none(first.year + 1, month, day)
    return last


def _day_or_none(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_in(text: str, today: date) -> date | None:
    """Return the day that a list gives a notice.

    A day without a year is the latest one that is not more than a few days ahead.
    """
    source = half_width(text)
    dated = (_first(match, None, today) for match in DAY.regex.finditer(source) if _parts(match)[0])
    matches = (match for form in LIST_DAYS for match in form.regex.finditer(source))
    return next(filter(None, chain(dated, (_list_day(match, today) for match in matches))), None)


def _list_day(match: re.Match[str], today: date) -> date | None:
    month, day = match["month"], match["day"]
    if year := match.groupdict().get("year"):
        return _day_or_none(year, month, day)
    years = range(today.year + 1, max(today.year - _LEAP_YEARS, 1), -1)
    days = (_day_or_none(year, month, day) for year in years)
    return next((day for day in filter(None, days) if day - today <= _AHEAD), None)


def issue_day(lines: Sequence[str], today: date) -> date | None:
    """Return the day on which a page was published, by its own first lines."""
    days = (day_in(line, today) for line in lines[:_MOST_HEAD_LINES] if is_issue_line(line))
    return next(filter(None, days), None)


def signature_day(lines: Sequence[str]) -> date | None:
    """Return the day under a notice: the last that has a line to itself."""
    return next(
        (spans(line, date.min)[0].first for line in reversed(lines) if is_date_line(line)), None
    )


def is_issue_line(line: str) -> bool:
    """Whether a line says when and by whom a page was published."""
    return len(line) <= _LONGEST_LINE and ISSUED.is_in(line)


def is_date_line(line: str) -> bool:
    """Whether a line is one day with its year and nothing else."""
    days = spans(line, date.min) if len(line) <= _LONGEST_LINE else []
    if len(days) != 1 or not days[0].has_year or days[0].first < days[0].last:
        return False
    return not line[: days[0].start].strip() and not line[days[0].end :].strip()
