"""Reads the table of each milestone: names, anchor, and the numbers behind its estimates."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from feedgen.core.model import MILESTONES, MilestoneKind, Source
from feedgen.core.model.exams import Scale
from feedgen.core.model.fact_types import BY_MILESTONE
from feedgen.definitions.regions.facts import read_sources
from feedgen.definitions.regions.tables import TableReader, did_you_mean


def read_kinds(top: TableReader, *, is_national: bool) -> Mapping[str, MilestoneKind]:
    """Read the table of each milestone; the nation names each of them."""
    kinds = {}
    for key in MILESTONES:
        if table := top.table(key):
            kinds[key] = _kind(table, key, is_national=is_national)
        elif is_national:
            text = "the nation's file says what each milestone is called"
            top.problem("", f"'{key}' is missing; {text}")
    return kinds


def _kind(table: TableReader, key: str, *, is_national: bool) -> MilestoneKind:
    is_exam = key == "exam"
    for fact_type in BY_MILESTONE:
        table.has(fact_type.key)
    kind = MilestoneKind(
        key=key,
        name=table.text("name", required=is_national),
        title=table.title("title", required=is_national),
        deadline_title=table.title("deadline_title"),
        anchor=_milestone(table, "anchor"),
        lag=_lag(table, "lag"),
        lag_words=table.text("lag_words"),
        anchor_length=_lag(table, "anchor_length"),
        verb=table.text("moment"),
        since=None if is_national else _since(table),
        topics=table.texts("topics"),
        topics_before_exam=table.texts("topics_before_exam"),
        sources=_sources(table, is_exam=is_exam),
        short_name=table.text("short_name"),
        after=_milestone(table, "after"),
        scales=_scales(table) if key == "pass_mark" else (),
        is_nationwide=is_national and table.flag("nationwide"),
    )
    if is_exam:
        kind = _with_exam_days(kind, table)
    table.report_unknown_keys()
    return kind


def _with_exam_days(kind: MilestoneKind, table: TableReader) -> MilestoneKind:
    """Add what only the exam has: its season, and the day of the major."""
    return replace(
        kind,
        season=_season(table),
        season_words=table.text("season_words"),
        major_day=table.integer("major_day", lowest=1, highest=2),
        major_day_since=table.year("major_day_since"),
        major_day_words=table.text("major_day_words"),
        major_day_sources=_major_day_sources(table),
    )


def _milestone(table: TableReader, key: str) -> str:
    milestone = table.text(key)
    if milestone and milestone not in MILESTONES:
        table.problem(
            key, f"unknown milestone '{milestone}'; {did_you_mean(milestone, MILESTONES)}"
        )
    return milestone


def _sources(table: TableReader, *, is_exam: bool) -> tuple[Source, ...]:
    """Read the sources of the numbers; without a number there are none."""
    numbers = ("lag", "anchor_length", "nationwide", *(("season",) if is_exam else ()))
    if any(number in table.data for number in numbers):
        return read_sources(table)
    if table.has("source"):
        text = "it says where lag or season come from, a rule has its own"
        table.problem("source", f"belongs to no number; {text}")
    return ()


def _major_day_sources(table: TableReader) -> tuple[Source, ...]:
    return read_sources(table, "major_day_source") if table.has("major_day") else ()


def _scales(table: TableReader) -> tuple[Scale, ...]:
    """Read `[[pass_mark.scale]]`: full marks, and the first exam year that has them."""
    scales = []
    for inner in table.tables("scale"):
        since = inner.year("since", required=True) or 0
        scales.append(Scale(since, inner.text("words", required=True), read_sources(inner)))
        inner.report_unknown_keys()
    return tuple(sorted(scales, key=lambda scale: scale.since))


def _lag(table: TableReader, key: str) -> tuple[int, int] | None:
    """Read a pair of working days such as `lag = [42, 63]`."""
    match table.raw(key):
        case None:
            return None
        case [int(first), int(second)] if _are_days(first, second):
            if first <= second:
                return first, second
            text = f"{first} before {second}; the first must not be after the second"
        case _:
            right = "give two numbers of working days from 1 to 400, such as [42, 63]"
            text = f"is no lag; {right}"
    table.problem(key, text)
    return None


def _are_days(*values: int) -> bool:
    return all(type(days) is int and 1 <= days <= 400 for days in values)


def _since(table: TableReader) -> int | None:
    """Read the exam year from which on a lag of the region's own holds."""
    since = table.year("since")
    if since and not table.has("lag"):
        right = "give the lag that holds from then on, or take it out"
        table.problem("since", f"stands without a lag; {right}")
    return since


def _season(table: TableReader) -> tuple[int, int] | None:
    """Read a pair of days such as `season = ["05-10", "06-14"]` as days of a year of 365 days."""
    if not table.has("season"):
        return None
    match [_day_of_year(day) for day in table.texts("season")]:
        case [int(first), int(last)] if first < last:
            return first, last
    right = 'give its first and its last day, such as ["05-10", "06-14"]'
    table.problem("season", f"is no season; {right}")
    return None


def _day_of_year(day: str) -> int | None:
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", day):
        return None
    try:
        return date.fromisoformat(f"2001-{day}").timetuple().tm_yday
    except ValueError:
        return None
