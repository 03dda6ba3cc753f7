"""Reads the table of each milestone: what it is called, what it hangs on, and the numbers it is
estimated from.
"""

import re
from collections.abc import Mapping
from datetime import date

from feedgen.core.model import MILESTONES, MilestoneKind
from feedgen.core.model.fact_types import BY_MILESTONE
from feedgen.definitions.regions.facts import read_sources
from feedgen.definitions.regions.tables import TableReader, did_you_mean


def read_kinds(top: TableReader, *, is_national: bool) -> Mapping[str, MilestoneKind]:
    """Read the table of each milestone; the nation names each of them."""
    kinds = {}
    for key in MILESTONES:
        table = top.table(key)
        if table is None:
            if is_national:
                top.problem(
                    "", f"'{key}' is missing; the nation's file says what each milestone is called"
                )
            continue
        kinds[key] = _kind(table, key, is_national=is_national)
    return kinds


def _kind(table: TableReader, key: str, *, is_national: bool) -> MilestoneKind:
    for fact_type in BY_MILESTONE:
        table.has(fact_type.key)
    numbers = ("lag", "anchor_length", "nationwide", *(("season",) if key == "exam" else ()))
    has_numbers = any(table.has(number) for number in numbers)
    if table.has("source") and not has_numbers:
        table.problem(
            "source",
            "belongs to no number; it says where lag or season come from, a rule has its own",
        )
    if anchor := table.text("anchor"):
        _check_anchor(table, anchor)
    kind = MilestoneKind(
        key=key,
        name=table.text("name", required=is_national),
        title=table.title("title", required=is_national),
        deadline_title=table.title("deadline_title"),
        anchor=anchor,
        lag=_lag(table, "lag"),
        lag_words=table.text("lag_words"),
        anchor_length=_lag(table, "anchor_length"),
        verb=table.text("moment"),
        since=_since(table) if not is_national else None,
        season=_season(table) if key == "exam" else None,
        season_words=table.text("season_words") if key == "exam" else "",
        topics=table.texts("topics"),
        topics_before_exam=table.texts("topics_before_exam"),
        sources=read_sources(table) if has_numbers else (),
        short_name=table.text("short_name"),
        is_nationwide=table.flag("nationwide") if is_national else False,
    )
    table.report_unknown_keys()
    return kind


def _check_anchor(table: TableReader, anchor: str) -> None:
    if anchor not in MILESTONES:
        table.problem("anchor", f"unknown milestone '{anchor}'; {did_you_mean(anchor, MILESTONES)}")


def _lag(table: TableReader, key: str) -> tuple[int, int] | None:
    """Read a pair of working days such as `lag = [42, 63]`."""
    values = table.raw(key)
    if values is None:
        return None
    whole = (
        isinstance(values, list)
        and len(values) == 2
        and all(type(value) is int for value in values)
    )
    if not isinstance(values, list) or not whole or min(values) < 1 or max(values) > 400:
        table.problem(
            key, "is no lag; give two numbers of working days from 1 to 400, such as [42, 63]"
        )
        return None
    first, second = values
    if second < first:
        table.problem(key, f"{first} before {second}; the first must not be after the second")
        return None
    return first, second


def _since(table: TableReader) -> int | None:
    """Read the exam year from which on a lag of the region's own holds."""
    since = table.year("since")
    if since and not table.has("lag"):
        table.problem(
            "since", "stands without a lag; give the lag that holds from then on, or take it out"
        )
    return since


def _season(table: TableReader) -> tuple[int, int] | None:
    """Read a pair of days such as `season = ["05-10", "06-14"]` as days of a year that is no leap
    year.
    """
    if not table.has("season"):
        return None
    days = [_day_of_year(day) for day in table.texts("season")]
    match days:
        case [int(first), int(last)] if first < last:
            return first, last
    table.problem(
        "season", 'is no season; give its first and its last day, such as ["05-10", "06-14"]'
    )
    return None


def _day_of_year(day: str) -> int | None:
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", day):
        return None
    try:
        return date.fromisoformat(f"2001-{day}").timetuple().tm_yday
    except ValueError:
        return None
