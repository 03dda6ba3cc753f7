"""Facts, observations and sources as plain data."""

from typing import Any

from feedgen.core.model import Announcement, NamedDays, Observation, Session, Source
from feedgen.core.model.facts import Fact

Data = dict[str, Any]


def fact_data(fact: Fact) -> Data:
    """Return where a fact stands and what it rests on."""
    days = {}
    if isinstance(fact, Session | NamedDays):
        first, last = (
            (fact.start, fact.end) if isinstance(fact, Session) else (fact.first, fact.last)
        )
        days = {
            "first": first.isoformat() if first else None,
            "last": last.isoformat() if last else None,
        }
    return {
        # Programs know an announcement as an observation without exam days.
        "kind": "observation" if isinstance(fact, Announcement) else type(fact).__name__.lower(),
        "at": str(fact.origin),
        "known_from": fact.known_from.isoformat() if fact.known_from else None,
        **days,
        "sources": [source_data(source) for source in fact.sources],
    }


def observation_data(observation: NamedDays) -> Data:
    """Return an observation or an announcement."""
    return {
        "exam_year": observation.exam_year,
        "sitting": observation.sitting,
        "exam_days": observation.exam_days if isinstance(observation, Observation) else None,
        "dated": observation.dated,
        **fact_data(observation),
    }


def source_data(source: Source) -> Data:
    """Return one source."""
    return {
        "url": source.url or None,
        "publisher": source.publisher,
        "checked": source.checked.isoformat(),
        "grade": source.grade.value,
        "notice": source.notice or None,
        "reason": source.reason or None,
    }
