"""Every observation with its sources, as a table for spreadsheets and programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from feedgen.core.model import NamedDays, Observation, Region, Session, Source, in_force

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
"""By it Excel knows that the file is UTF-8; on a Chinese machine it reads GBK without."""
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""What spreadsheets take for the beginning of something to be worked out, or may."""
QUOTE = "'"
"""Stands before a text that would begin so, and before one that begins with itself: so it can be
taken off again.
"""


def history_csv(regions: Iterable[Region], names: Mapping[str, str]) -> bytes:
    """Return a row for each source of each observation, after RFC 4180, in UTF-8 with a byte order
    mark.

    What a region takes over from another is a row of that other one alone.

    Args:
        regions: As far as they were known on the day of the build.
        names: By slug what each is called; an area's file takes the name of its province.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for region, observation in _stated(regions):
        for number, source in enumerate(observation.sources, 1):
            where = (region.slug, names[region.slug])
            cells = (
                *where,
                *_what(observation),
                *_exam_days(region, observation),
                str(number),
                *_source(source),
            )
            writer.writerow(guarded(cell) for cell in (*cells, str(observation.origin)))
    return f"{MARK}{text.getvalue()}".encode()


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet works out; who reads it takes one apostrophe off its front,
    if there is one.

    >>> guarded("=1+1"), guarded("'tis"), guarded("1+1")
    ("'=1+1", "''tis", '1+1')
    """
    is_told_apart = text.startswith((QUOTE, *FORMULAS)) or text.lstrip().startswith(FORMULAS)
    return f"{QUOTE}{text}" if is_told_apart else text


def _stated(regions: Iterable[Region]) -> Iterator[tuple[Region, NamedDays]]:
    """Yield each observation with the region whose it is: provinces first, since areas take over
    from them.
    """
    seen: set[NamedDays] = set()
    for region in sorted(regions, key=lambda region: (region.slug.count("/"), region.slug)):
        own = [each for each in region.named_days if each not in seen]
        yield from (
            (region, each) for each in sorted(own, key=lambda each: (each.first, each.last))
        )
        seen.update(own)


def _what(observation: NamedDays) -> tuple[str, ...]:
    exam_days = observation.exam_days if isinstance(observation, Observation) else ""
    return (
        observation.milestone,
        str(observation.exam_year),
        str(observation.sitting),
        "observation" if exam_days else "announcement",
        observation.first.isoformat(),
        observation.last.isoformat(),
        observation.dated,
        _day(observation.known_from),
        exam_days,
    )


def _exam_days(region: Region, observation: NamedDays) -> tuple[str, str]:
    """Return the days from which its lag is counted; empty where it is not known when its exam was
    held.
    """
    exam = _exam_of(region, observation)
    return (_day(exam.start), _day(exam.end)) if exam else ("", "")


def _source(source: Source) -> tuple[str, ...]:
    checked = source.checked.isoformat()
    return source.grade.value, source.publisher, source.url, source.notice, source.reason, checked


def _exam_of(region: Region, observation: NamedDays) -> Session | None:
    if not observation.has_known_exam_days:
        return None
    sitting = (observation.exam_year, observation.sitting)
    held = (each for each in in_force(region.sessions) if not each.is_cancelled)
    return next((each for each in held if (each.exam_year, each.sitting) == sitting), None)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
