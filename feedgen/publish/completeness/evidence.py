"""What of a fact must be found again: values in the data, days and words where people read."""

from dataclasses import fields
from datetime import date

from feedgen.core.model import MajorOffered, Rule, Session, Site, key_of
from feedgen.core.model.fact_types import fact_type_of
from feedgen.core.model.facts import Fact, MilestoneFact

ABOUT_IT = {"sources", "origin", "known_from"}
"""Attributes that are not the content of a fact."""


def values_of(fact: Fact) -> set[str]:
    """Return every value of a fact, and the addresses of its sources, as text."""
    values = {source.url for source in fact.sources}
    for field in fields(fact):
        value = getattr(fact, field.name)
        if field.init and field.name not in ABOUT_IT:
            values.update(map(str, value if isinstance(value, tuple) else (value,)))
    return values - {"", "None"}


def days_of(fact: Fact) -> list[date]:
    """Return the days that people must be told."""
    if _is_cancelled(fact):
        return []
    return [value for value in _shown(fact) if isinstance(value, date)]


def words_of(fact: Fact) -> list[str]:
    """Return the words of a fact that people must be told."""
    if _is_cancelled(fact):
        return ["不举行"]
    if isinstance(fact, MajorOffered):
        return [f"{fact.exam_year}年度开考"]
    if isinstance(fact, Site):
        return [fact.url if fact.is_official else fact.name]
    words = [value for value in _shown(fact) if isinstance(value, str)]
    return words or _window_words(fact)


def _window_words(fact: Fact) -> list[str]:
    if not isinstance(fact, Rule) or not fact.window_days:
        return []
    return [f"{fact.window_days}{'个工作日' if fact.unit == 'working' else '天'}"]


def key_of_fact(fact: Fact) -> str:
    """Return the key of the milestone that a fact is about; empty where it is about none."""
    if not isinstance(fact, MilestoneFact):
        return ""
    return key_of(fact.milestone, fact.exam_year, fact.sitting)


def full_day(day: date) -> str:
    """Write a day in full.

    >>> full_day(date(2026, 8, 4))
    '2026年8月4日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def _shown(fact: Fact) -> list[object]:
    """Return the values that people read."""
    values = (getattr(fact, field.name) for field in fact_type_of(fact).fields if field.is_shown)
    return [value for value in values if value]


def _is_cancelled(fact: Fact) -> bool:
    return isinstance(fact, Session) and fact.is_cancelled
