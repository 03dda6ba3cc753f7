"""Looks for every fact of a region in its feed, on its page and in its data.

No fact is lost silently: one that is not found and that no rule explains is a bug.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
from feedgen.publish.completeness.reasons import OmissionReasons


@dataclass(frozen=True)
class RegionOutput:
    """What a build made of a region."""

    events: Sequence[Event]
    page: str
    """Its text, without tags."""
    data: Mapping[str, frozenset[str]]
    """By file and line of a fact the values beside it (`values_beside`)."""
    answered: tuple[int, int]
    """Exam year and sitting of the session that the page answers for."""


def find_omissions(context: PlaceContext, made: RegionOutput) -> Iterator[Omission]:
    """Yield the facts of a region that its feed, page or data leave out."""
    reasons = OmissionReasons(context, made.events, made.answered)
    for fact in context.region.facts:
        at = str(fact.origin)
        is_found = {
            Output.FEED: _is_in_events(fact, made.events),
            Output.PAGE: _is_on_page(fact, made.page, context.timeline.as_of.year),
            Output.DATA: values_of(fact) <= made.data.get(at, frozenset()),
        }
        for output in Output:
            if not is_found[output]:
                yield Omission(context.region.slug, at, output, reasons.reason(fact, output))


def values_beside(data: Any) -> dict[str, frozenset[str]]:
    """Return by file and line of each fact in some data the values beside it, as text."""
    values: dict[str, frozenset[str]] = {}
    for table in _tables(data):
        if isinstance(at := table.get("at"), str):
            values[at] = values.get(at, frozenset()) | frozenset(_leaves(table))
    return values


def _tables(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for part in _parts(data):
        yield from _tables(part)


def _leaves(data: Any) -> Iterator[str]:
    if not isinstance(data, dict | list):
        yield str(data)
    for part in _parts(data):
        yield from _leaves(part)


def _parts(data: Any) -> Sequence[Any]:
    if isinstance(data, dict):
        return list(data.values())
    return data if isinstance(data, list) else []


def _is_in_events(fact: Fact, events: Sequence[Event]) -> bool:
    """Say whether events tell a fact: days its own event or one that lists earlier years."""
    key = key_of_fact(fact)
    own = [event for event in events if event.key == key or _lists(event, fact)]
    shown = {day for event in own for day in (event.first, event.last)}
    text = "\n".join(event.description for event in (own if key else events))
    return _is_told(fact, text, lambda day: day in shown or full_day(day) in text)


def _lists(event: Event, fact: Fact) -> bool:
    """Say whether an event lists the earlier days of its milestone, of which a fact is one."""
    return isinstance(fact, NamedDays) and event.key.endswith(fact.milestone.replace("_", "-"))


def _is_on_page(fact: Fact, page: str, year: int) -> bool:
    """Say whether a page tells a fact; it leaves out its own year, and that of a span's end."""

    def is_shown(day: date) -> bool:
        short = f"{day.month}月{day.day}日"
        is_short = f"–{short}" in page or (day.year == year and short in page)
        return is_short or full_day(day) in page

    return _is_told(fact, page, is_shown)


def _is_told(fact: Fact, text: str, is_shown: Callable[[date], bool]) -> bool:
    """Say whether all days of a fact are shown and all its words are in a text."""
    days, words = days_of(fact), words_of(fact)
    return bool(days or words) and all(map(is_shown, days)) and all(word in text for word in words)
