"""Finds the outcomes that windows are scored against: in `regions/`, or in a CSV file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

from feedgen.core.errors import OutcomeError
from feedgen.core.model import Definitions, NamedDays, Outcome, Session
from feedgen.core.workdays import Workdays
from feedgen.definitions.regions.divisions import csv_rows
from feedgen.definitions.regions.tables import Problems, did_you_mean, read_text
from feedgen.forecast.timelines import ObservationHistory, lags_of

RESULTS = "results_release"
COLUMNS = ("region", "exam_year", "exam_end", "released")
"""The columns that a file of outcomes must have; more do no harm."""
LARGEST_FILE = 4_000_000
"""Bytes; ten thousand releases have two million."""


@dataclass(frozen=True)
class Release:
    """A release and its lag."""

    outcome: Outcome
    lag: int
    """Working days from the last exam day."""


def releases(history: ObservationHistory, until: date) -> Iterator[Release]:
    """Yield every release whose exam days are known, as far as it was known on a day."""
    kind = history.nation.kinds[RESULTS]
    # A nationwide release counts once, in whichever province.
    for region in history.provinces[:1] if kind.is_nationwide else history.provinces:
        for lag in lags_of(region, kind, until, history.calendar):
            session, release = lag.facts[0], lag.facts[-1]
            if isinstance(session, Session) and isinstance(release, NamedDays):
                assert session.end and lag.shortest, "it is counted between two known days"
                days = (session.end, release.first)
                yield Release(Outcome(region.slug, lag.exam_year, lag.sitting, *days), lag.shortest)


def outcomes_of(definitions: Definitions) -> list[Outcome]:
    """Return every release in `regions/` whose exam days are known."""
    history = ObservationHistory.of(definitions, Workdays(definitions.year_notices))
    return [release.outcome for release in releases(history, date.max)]


def read_outcomes(path: Path, definitions: Definitions) -> tuple[list[Outcome], int]:
    """Read a CSV of releases; return them and how many rows have no exam days or no release.

    Args:
        path: A file with the columns region (a province's slug), exam_year, exam_end and released
            (YYYY-MM-DD).
        definitions: Everything in `regions/`, for the names of the provinces.

    Raises:
        OutcomeError: The file cannot be read as that; holds every problem of every row.
    """
    problems = Problems(path.name)
    provinces = [slug for slug in definitions.regions if "/" not in slug]
    outcomes, skipped = [], 0
    for line, row in _rows(path, problems):
        if not row["exam_end"] or not row["released"]:
            skipped += 1
            continue
        row_problems = list(_row_problems(row, provinces))
        for column, text in row_problems:
            problems.add_on_line(line, (column,), text)
        if not row_problems:
            days = date.fromisoformat(row["exam_end"]), date.fromisoformat(row["released"])
            outcomes.append(Outcome(row["region"], int(row["exam_year"]), 1, *days))
    if problems.found:
        raise OutcomeError(problems.found)
    return list(_with_sittings(outcomes)), skipped


def _with_sittings(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, those of later exams of the same year as later sittings."""
    ends: dict[tuple[str, int], set[date]] = {}
    for outcome in outcomes:
        ends.setdefault((outcome.region, outcome.exam_year), set()).add(outcome.exam_end)
    for outcome in outcomes:
        sittings = sorted(ends[outcome.region, outcome.exam_year])
        yield replace(outcome, sitting=sittings.index(outcome.exam_end) + 1)


def _row_problems(row: Mapping[str, str], provinces: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield column and text of each problem of a row."""
    if row["region"] not in provinces:
        yield "region", f"no province '{row['region']}'; {did_you_mean(row['region'], provinces)}"
    year = int(row["exam_year"]) if re.fullmatch(r"20[0-9]{2}", row["exam_year"]) else None
    if year is None:
        yield "exam_year", f"'{row['exam_year']}' is not a year; a year such as 2026"
    exam_end, released = _day(row["exam_end"]), _day(row["released"])
    for column, day in (("exam_end", exam_end), ("released", released)):
        if day is None:
            yield column, f"'{row[column]}' is not a day; a day such as 2026-08-16"
    if exam_end:
        yield from _order_problems(year or exam_end.year, exam_end, released or date.max)


def _order_problems(year: int, exam_end: date, released: date) -> Iterator[tuple[str, str]]:
    if exam_end.year not in {year, year + 1}:
        rule = "an exam lies in its exam year or the next"
        yield "exam_year", f"{year} has no exam on {exam_end}; {rule}"
    if released <= exam_end:
        yield "released", f"{released} is not after the exam, over on {exam_end}; mend one of them"


def _day(text: str) -> date | None:
    """Return a day written as YYYY-MM-DD; None for any other text."""
    if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rows(path: Path, problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line on which it ends, by the names in the first one."""
    text = read_text(path, LARGEST_FILE, problems)
    if problems.found:
        return
    rows = csv_rows(text, problems, "one release a line")
    names = [name.strip() for name in next(rows, (1, []))[1]]
    if missing := [column for column in COLUMNS if column not in names]:
        if not problems.found:
            first_line = "the first line names the columns, with commas between them"
            problems.add((), f"has no column {', '.join(missing)}; {first_line}")
        return
    for line, values in rows:
        if values:
            cells = (value.strip() for value in values[: len(names)])
            yield line, dict(zip_longest(names, cells, fillvalue=""))
