"""What came true: the releases in `regions/`, or those of a file that is only judged against."""

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
"""What a file of outcomes must have; more columns do no harm."""
LARGEST_FILE = 4_000_000
"""Bytes; ten thousand releases have two million."""


@dataclass(frozen=True)
class Release:
    """A release and its lag."""

    outcome: Outcome
    lag: int
    """Working days from the last exam day."""


def releases(record: ObservationHistory, until: date) -> Iterator[Release]:
    """Yield every release whose exam days are known, as far as it was known on a day."""
    kind = record.nation.kinds[RESULTS]
    # What the nation has on one day is judged once, wherever that is.
    for region in record.provinces[:1] if kind.is_nationwide else record.provinces:
        for lag in lags_of(region, kind, until, record.calendar):
            session, release = lag.facts[0], lag.facts[-1]
            if (
                lag.shortest
                and not lag.is_bound
                and isinstance(session, Session)
                and isinstance(release, NamedDays)
            ):
                assert session.end, "a lag is counted from the end of a session"
                outcome = Outcome(
                    region.slug, lag.exam_year, lag.sitting, session.end, release.first
                )
                yield Release(outcome, lag.shortest)


def outcomes_of(definitions: Definitions) -> list[Outcome]:
    """Return every release in `regions/` whose exam days are known."""
    found = releases(
        ObservationHistory.of(definitions, Workdays(definitions.year_notices)), date.max
    )
    return [each.outcome for each in found]


def read_outcomes(path: Path, definitions: Definitions) -> tuple[list[Outcome], int]:
    """Read a CSV of releases; return them and how many rows say no exam days or no release.

    Args:
        path: A file with the columns region (a province's slug), exam_year, exam_end and released
            (YYYY-MM-DD).
        definitions: Says which provinces there are.

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
        found = list(_wrong_with(row, provinces))
        for column, text in found:
            problems.add_on_line(line, (column,), text)
        if not found:
            days = date.fromisoformat(row["exam_end"]), date.fromisoformat(row["released"])
            outcomes.append(Outcome(row["region"], int(row["exam_year"]), 1, *days))
    if problems.found:
        raise OutcomeError(problems.found)
    return list(_numbered(outcomes)), skipped


def _numbered(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes, those of later exams of the same year as later sittings."""
    ends: dict[tuple[str, int], set[date]] = {}
    for each in outcomes:
        ends.setdefault((each.region, each.exam_year), set()).add(each.exam_end)
    for each in outcomes:
        sittings = sorted(ends[each.region, each.exam_year])
        yield replace(each, sitting=sittings.index(each.exam_end) + 1)


def _wrong_with(row: Mapping[str, str], provinces: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield column and text of each problem of a row."""
    if row["region"] not in provinces:
        yield "region", f"no province '{row['region']}'; {did_you_mean(row['region'], provinces)}"
    is_year = re.fullmatch(r"20[0-9]{2}", row["exam_year"])
    if not is_year:
        yield "exam_year", f"'{row['exam_year']}' is no year; a year such as 2026"
    days = {column: _day(row[column]) for column in ("exam_end", "released")}
    for column, day in days.items():
        if day is None:
            yield column, f"'{row[column]}' is no day; a day such as 2026-08-16"
    exam_end, released = days["exam_end"], days["released"]
    if exam_end and is_year and exam_end.year - int(row["exam_year"]) not in {0, 1}:
        yield (
            "exam_year",
            f"{row['exam_year']} has no exam on {exam_end}; an exam lies in its exam year or the next",
        )
    if exam_end and released and released <= exam_end:
        yield "released", f"{released} is not after the exam, over on {exam_end}; mend one of them"


def _day(text: str) -> date | None:
    """Return a day written as YYYY-MM-DD, None where it is none."""
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
    missing = [column for column in COLUMNS if column not in names]
    if missing and not problems.found:
        text = f"has no column {', '.join(missing)}; the first line names the columns, with commas between them"
        problems.add((), text)
    for line, values in rows if not missing else ():
        if values:
            yield (
                line,
                dict(
                    zip_longest(
                        names, (value.strip() for value in values[: len(names)]), fillvalue=""
                    )
                ),
            )
