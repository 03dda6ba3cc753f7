"""What holds in a region, and what the exam is called, as plain data."""

from collections.abc import Mapping

from feedgen.core.model import FACT_TYPES, Exam, Guidance, Region
from feedgen.render.data.facts import Data, fact_data, sources_data


def region_data(region: Region) -> Data:
    """Return the facts of a region, days last; None and empty lists are what nobody has found."""
    facts: Data = {}
    for fact_type in sorted(FACT_TYPES, key=lambda fact_type: fact_type.names_days):
        data = [fact_data(fact) for fact in region.facts_of(fact_type)]
        key = fact_type.json or fact_type.field
        facts[key] = facts.get(key, []) + data if fact_type.is_many else next(iter(data), None)
    return {"slug": region.slug, "name": region.name, **facts, "unknown": sorted(region.unknown)}


def exam_data(exam: Exam, guidance: Mapping[str, Guidance]) -> Data:
    """Return what the exam is called, and what to do step by step."""
    return {
        "name": exam.official_name,
        "short_name": exam.short_name,
        "also_called": list(exam.also_called),
        "entry": exam.entry,
        "role": exam.role or None,
        "shared_dates": exam.shared_dates or None,
        "guidance": [
            {
                "topic": topic.topic,
                "title": topic.title,
                "steps": list(topic.steps),
                "sources": sources_data(topic.sources),
            }
            for topic in guidance.values()
        ],
    }
