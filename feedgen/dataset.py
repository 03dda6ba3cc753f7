"""Turns records into plain data for programs; later versions only add fields."""

from collections.abc import Mapping
from typing import Any

from feedgen.model import Basis, Milestone, Observation, Place, Region, Session, Source, Timeline, Window
from feedgen.model.facts import Fact

Data = dict[str, Any]


def place_data(place: Place, followed: Place, feed: str) -> Data:
    """Return a place; `feed` is the path of the feed to take, its area's for a county."""
    return {
        "slug": place.slug,
        "name": place.name,
        "key": place.key,
        "code": place.code,
        "depth": place.depth.value,
        "follows": followed.slug,
        "follows_name": followed.name,
        "feed": f"{feed}.ics",
    }


def timeline_data(timeline: Timeline, region: Region, titles: Mapping[Milestone, str]) -> Data:
    """Return a timeline; days are ISO 8601, both ends of a span inclusive."""
    return {
        "region": timeline.region,
        "as_of": timeline.as_of.isoformat(),
        "milestones": [milestone_data(each, region, titles[each]) for each in timeline.milestones],
        "earlier_releases": [observation_data(each) for each in timeline.earlier],
    }


def milestone_data(milestone: Milestone, region: Region, title: str) -> Data:
    """Return one milestone."""
    return {
        "milestone": milestone.kind,
        "name": region.kinds[milestone.kind].name,
        "title": title,
        "exam_year": milestone.exam_year,
        "sitting": milestone.sitting,
        "state": milestone.state.value,
        **_window(milestone.window),
        "is_deadline": milestone.is_deadline,
        "is_conditional": milestone.is_conditional,
        "known_from": milestone.known_from.isoformat(),
        "revised": milestone.revised.isoformat(),
        "plan": milestone.plan.words if milestone.plan else None,
        "basis": basis_data(milestone.basis),
    }


def basis_data(basis: Basis) -> Data:
    """Return why a date is what it is."""
    return {
        "rule": basis.rule,
        "anchor": basis.anchor or None,
        "anchor_state": basis.anchor_state.value if basis.anchor_state else None,
        "anchor_days": _window(basis.anchor_window) if basis.anchor_window else None,
        "lag": list(basis.lag) if basis.lag else None,
        "unit": basis.unit or None,
        "holidays": [
            {
                "name": run.name,
                "first": run.first.isoformat(),
                "last": run.last.isoformat(),
                "confirmed": run.is_confirmed,
            }
            for run in basis.holidays
        ],
        "unconfirmed_calendar": not basis.is_calendar_confirmed,
        "is_widened": basis.is_widened,
        "is_national": basis.is_national,
        "sources": [source_data(source) for source in basis.sources],
        "facts": [fact_data(fact) for fact in basis.facts],
    }


def fact_data(fact: Fact) -> Data:
    """Return where a fact stands and what it rests on."""
    days = {}
    if isinstance(fact, Session | Observation):
        first, last = (fact.start, fact.end) if isinstance(fact, Session) else (fact.first, fact.last)
        days = {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}
    return {
        "kind": type(fact).__name__.lower(),
        "at": fact.at,
        "known_from": fact.known_from.isoformat() if fact.known_from else None,
        **days,
        "sources": [source_data(source) for source in fact.sources],
    }


def observation_data(observation: Observation) -> Data:
    """Return one observation."""
    return {
        "exam_year": observation.exam_year,
        "exam_days": observation.exam_days,
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


def _window(window: Window) -> Data:
    return {
        "first": window.lower.isoformat(),
        "last": window.upper.isoformat(),
        "likeliest": window.likeliest.isoformat() if window.likeliest else None,
    }
