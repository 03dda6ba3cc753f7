"""Observations and announcements with their sources, as CSV for spreadsheets and programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from feedgen.core.model import NamedDays, Observation, Region, Source, in_force

COLUMNS = (
    "region",
    "region_name",
    "milestone",
    "exam_year",
    "sitting",
    "kind",
    "first",
    "last",
    "dated",
    "known_from",
    "exam_days",
    "exam_first",
    "exam_last",
    "source",
    "grade",
    "publisher",
    "url",
    "notice",
    "reason",
    "checked",
    "at",
)
MARK = "\N{BYTE ORDER MARK}"
"""Tells Excel that the file is UTF-8; without it a Chinese machine reads GBK."""
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""What may begin a formula in a spreadsheet."""
QUOTE = "'"
"""Put before a cell that begins like a formula or with this sign, so that it can be taken off."""


def history_csv(regions: Iterable[Region], names: Mapping[str, str]) -> bytes:
    """Return a row for each source, as CSV (RFC 4180) in UTF-8 with a byte order mark.

    An inherited observation is a row of the region that states it.

    Args:
        regions: As known on the day of the build.
        names: By slug; an area's file has the name of its province.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for region, fact in _stated(regions):
        cells = (region.slug, names[region.slug], *_day_cells(fact), *_exam_cells(region, fact))
        for number, source in enumerate(fact.sources, 1):
            row = (*cells, str(number), *_source_cells(source), str(fact.origin))
            writer.writerow(guarded(cell) for cell in row)
    return f"{MARK}{text.getvalue()}".encode()


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet evaluates; readers take one apostrophe off its front.

    >>> guarded("=1+1"), guarded("'tis"), guarded("1+1")
    ("'=1+1", "''tis", '1+1')
    """
    is_unsafe = text.startswith((QUOTE, *FORMULAS)) or text.lstrip().startswith(FORMULAS)
    return f"{QUOTE}{text}" if is_unsafe else text


def _stated(regions: Iterable[Region]) -> Iterator[tuple[Region, NamedDays]]:
    """Yield each fact once, with its region: provinces first, since areas inherit from them."""
    seen: set[NamedDays] = set()
    for region in sorted(regions, key=lambda region: (region.slug.count("/"), region.slug)):
        own = [fact for fact in region.named_days if fact not in seen]
        for fact in sorted(own, key=lambda fact: (fact.first, fact.last)):
            yield region, fact
        seen.update(own)


def _day_cells(fact: NamedDays) -> tuple[str, ...]:
    exam_days = fact.exam_days if isinstance(fact, Observation) else ""
    return (
        fact.milestone,
        str(fact.exam_year),
        str(fact.sitting),
        type(fact).__name__.lower(),
        fact.first.isoformat(),
        fact.last.isoformat(),
        fact.dated,
        _day(fact.known_from),
        exam_days,
    )


def _exam_cells(region: Region, fact: NamedDays) -> tuple[str, str]:
    """Return first and last day of the exam before a fact; empty if they are not known."""
    if fact.has_known_exam_days:
        for exam in in_force(region.sessions):
            if exam.is_about("exam", fact.exam_year, fact.sitting) and not exam.is_cancelled:
                return _day(exam.start), _day(exam.end)
    return "", ""


def _source_cells(source: Source) -> tuple[str, ...]:
    checked = source.checked.isoformat()
    return source.grade.value, source.publisher, source.url, source.notice, source.reason, checked


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
