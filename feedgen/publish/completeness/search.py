"""Looks for every fact in what was made of a region, in its feed, on its page and in its data; says
why one is missing.

Nothing is lost silently: a fact that is not found and for which no reason is known is a bug.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedgen.core.model import Event, NamedDays, Omission, Output, PlaceContext
from feedgen.core.model.facts import Fact
from feedgen.publish.completeness.evidence import (
    days_of,
    full_day,
    key_of_fact,
    values_of,
    words_of,
)
from feedgen.publish.completeness.reasons import omission_reason


@dataclass(frozen=True)
class RegionOutput:
    """What was made of a region."""

    events: Sequence[Event]
    page: str
    """Its text, without tags."""
    data: Mapping[str, frozenset[str]]
    """By file and line of a fact the values that stand beside it (`values_beside`)."""
    answered: tuple[int, int]
    """Exam year and sitting of the session that the page answers for."""


def find_omissions(place_context: PlaceContext, made: RegionOutput) -> Iterator[Omission]:
    """Yield the facts of a region that are not found again, in the feed, on the page or in the
    data.
    """
    for fact in place_context.region.facts:
        found = {
            Output.FEED: _is_in_events(fact, made.events),
            Output.PAGE: _is_on_page(fact, made.page, place_context.timeline.as_of.year),
            Output.DATA: values_of(fact) <= made.data.get(str(fact.origin), frozenset()),
        }
        for output, is_found in found.items():
            if not is_found:
                yield Omission(
                    place_context.region.slug,
                    str(fact.origin),
                    output,
                    omission_reason(fact, output, place_context, made.events, made.answered),
                )


def values_beside(data: Any) -> dict[str, frozenset[str]]:
    """Return by file and line of each fact in some data all values that stand beside it, as text."""
    found: dict[str, frozenset[str]] = {}
    for table in _tables(data):
        if isinstance(at := table.get("at"), str):
            found[at] = found.get(at, frozenset()) | frozenset(_leaves(table))
    return found


def _tables(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for each in _parts(data):
        yield from _tables(each)


def _leaves(data: Any) -> Iterator[str]:
    if not isinstance(data, dict | list):
        yield str(data)
    for each in _parts(data):
        yield from _leaves(each)


def _parts(data: Any) -> Sequence[Any]:
    return list(data.values()) if isinstance(data, dict) else data if isinstance(data, list) else []


def _is_in_events(fact: Fact, events: Sequence[Event]) -> bool:
    """Say whether events tell all that a fact says: of days its own event, or one that tells of
    earlier years.
    """
    key, days, words = key_of_fact(fact), days_of(fact), words_of(fact)
    of_days = [
        event
        for event in events
        if event.key == key or (isinstance(fact, NamedDays) and _tells(event, fact))
    ]
    shown = {day for event in of_days for day in (event.first, event.last)}
    place_context = "\n".join(event.description for event in (of_days if key else events))
    return (
        bool(days or words)
        and all(day in shown or full_day(day) in place_context for day in days)
        and all(each in place_context for each in words)
    )


def _tells(event: Event, fact: NamedDays) -> bool:
    return event.key.endswith(fact.milestone.replace("_", "-"))


def _is_on_page(fact: Fact, page: str, year: int) -> bool:
    """Say whether a page tells all that a fact says; years go without saying in spans and where the
    page has them.
    """
    days, words = days_of(fact), words_of(fact)
    short = {day: f"{day.month}月{day.day}日" for day in days}
    is_told = all(
        full_day(day) in page
        or f"–{short[day]}" in page
        or (day.year == year and short[day] in page)
        for day in days
    )
    return bool(days or words) and is_told and all(each in page for each in words)
