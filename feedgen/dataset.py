"""Turns records into plain data for programs; later versions only add fields."""

import math
from collections.abc import Mapping
from typing import Any

from feedgen.model import (
    Basis,
    Belief,
    Estimate,
    Judged,
    Milestone,
    Observation,
    Place,
    Region,
    Report,
    Session,
    Source,
    Summary,
    Timeline,
    Weighed,
    Window,
)
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
        "estimate": estimate_data(basis.estimate) if basis.estimate else None,
        "is_national": basis.is_national,
        "sources": [source_data(source) for source in basis.sources],
        "facts": [fact_data(fact) for fact in basis.facts],
    }


def estimate_data(estimate: Estimate) -> Data:
    """Return how a window was worked out; lags are counted in the unit of the basis."""
    return {
        "level": estimate.level,
        "learned_until": estimate.until.isoformat(),
        "rule": belief_data(estimate.rule),
        "nation": belief_data(estimate.nation) if estimate.nation else None,
        "region": belief_data(estimate.region),
        "national_observations": [weighed_data(each) for each in estimate.nations],
        "own_observations": [weighed_data(each) for each in estimate.own],
        "bare_rule": _window(estimate.bare),
    }


def belief_data(belief: Belief) -> Data:
    """Return what is believed of a lag: its middle, and by what factor the middle and single lags may be off."""
    return {
        "lag": round(math.exp(belief.centre), 2),
        "lag_error": round(math.exp(belief.centre_error), 3),
        "spread": round(math.exp(belief.scale), 3),
    }


def weighed_data(weighed: Weighed) -> Data:
    """Return an observed lag and how much it counts; None is an open side."""
    lag = weighed.lag
    return {
        "region": lag.region,
        "exam_year": lag.exam_year,
        "sitting": lag.sitting,
        "shortest": lag.shortest,
        "longest": lag.longest,
        "weight": round(weighed.weight, 2),
        "at": [fact.at for fact in lag.facts],
    }


def backtest_data(report: Report) -> Data:
    """Return how right the windows would have been; days are ISO 8601, figures in calendar days."""
    return {
        "level": report.level,
        "overall": _summary(report.overall),
        "baselines": {name: _summary(each) for name, each in report.baselines.items()},
        "by_region": {slug: _summary(each) for slug, each in report.by_region.items()},
        "by_year": {str(year): _summary(each) for year, each in report.by_year.items()},
        "recent": {name: _summary(each) for name, each in report.recent.items()},
        "outcomes": [judged_data(each) for each in report.judged],
        "looking": {"overall": _summary(report.looking), "outcomes": [judged_data(each) for each in report.looked]},
        "plans": [
            {"region": each.region, "exam_year": each.plan.exam_year, "words": each.plan.words, "verdict": each.verdict}
            for each in report.plans
        ],
        "skipped": report.skipped,
    }


def judged_data(judged: Judged) -> Data:
    """Return a window beside what came true."""
    window, outcome = judged.window, judged.outcome
    return {
        "region": outcome.region,
        "exam_year": outcome.exam_year,
        "sitting": outcome.sitting,
        "exam_end": outcome.exam_end.isoformat(),
        "lower": window.lower.isoformat(),
        "likeliest": (window.likeliest or window.lower).isoformat(),
        "upper": window.upper.isoformat(),
        "released": outcome.released.isoformat(),
        "inside": judged.is_inside,
        "score": round(judged.score, 1),
    }


def _summary(summary: Summary | None) -> Data | None:
    if summary is None:
        return None
    figures = {"coverage": 3, "mean_width": 1, "mean_score": 1, "mae": 1}
    return {"n": summary.n, **{name: round(getattr(summary, name), digits) for name, digits in figures.items()}}


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
        "exam_days": observation.exam_days or None,
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
