"""What of a fact must be found again: its values in the data; its days and its words where people
read.
"""

from dataclasses import fields
from datetime import date

from feedgen.core.model import (
    Authority,
    Bound,
    Contact,
    NamedDays,
    Plan,
    RegionalException,
    Rule,
    Session,
    Site,
    key_of,
)
from feedgen.core.model.facts import Fact, MilestoneFact

ABOUT_IT = {"sources", "origin", "known_from"}
"""Fields that are not what a fact says."""


def values_of(fact: Fact) -> set[str]:
    """Return every value of a fact, and the addresses that it rests on, as text."""
    values = [getattr(fact, each.name) for each in fields(fact) if each.name not in ABOUT_IT]
    if isinstance(fact, Rule) and fact.window_days is None:
        values.remove(fact.unit)
    flat = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return {
        str(value)
        for value in (*flat, *(source.url for source in fact.sources))
        if value not in {"", None}
    }


def key_of_fact(fact: Fact) -> str:
    """Return the key of the milestone whose days a fact tells; empty where it tells of none."""
    if isinstance(fact, Session):
        return key_of("exam", fact.exam_year, fact.sitting)
    return (
        key_of(fact.milestone, fact.exam_year, fact.sitting)
        if isinstance(fact, MilestoneFact)
        else ""
    )


def days_of(fact: Fact) -> list[date]:
    """Return the days that people must be told; of a plan they stand in its words."""
    days: tuple[date | None, ...] = ()
    match fact:
        case Session(is_cancelled=False):
            days = (fact.start, fact.end)
        case NamedDays():
            days = (fact.first, fact.last)
        case Bound():
            days = (fact.not_before, fact.not_after, fact.not_yet)
    return [day for day in days if day]


def words_of(fact: Fact) -> list[str]:
    """Return what a fact says in words that people read."""
    words: tuple[str, ...] = ()
    match fact:
        case Session(is_cancelled=True):
            words = ("不举行",)
        case Rule(milestone="major_offered"):
            words = (f"{fact.exam_year}年度开考",)
        case Rule():
            words = (fact.how, fact.scope, fact.when, fact.result)
            if not any(words) and fact.window_days:
                words = (f"{fact.window_days}{'个工作日' if fact.unit == 'working' else '天'}",)
        case RegionalException():
            words = (fact.text,)
        case Plan():
            words = (fact.words,)
        case Contact() | Authority():
            words = (fact.name,)
        case Site():
            words = (fact.url if fact.is_official else fact.name,)
    return [each for each in words if each]


def said(day: date) -> str:
    """Say a day in full.

    >>> said(date(2026, 8, 4))
    '2026年8月4日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
