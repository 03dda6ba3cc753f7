"""Timelines, and what their dates rest on, as plain data."""

import math
from collections.abc import Mapping

from feedgen.core.model import (
    SHARES,
    Basis,
    Belief,
    Estimate,
    Milestone,
    Region,
    Timeline,
    Version,
    WeightedLag,
    Window,
)
from feedgen.render.data.facts import Data, fact_data, observation_data, source_data


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
        **window_data(milestone.window),
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
        "rule": basis.method,
        "anchor": basis.anchor or None,
        "anchor_state": basis.anchor_state.value if basis.anchor_state else None,
        "anchor_days": window_data(basis.anchor_window) if basis.anchor_window else None,
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
        "national_observations": [weighed_data(each) for each in estimate.national_observations],
        "own_observations": [weighed_data(each) for each in estimate.own_observations],
        "bare_rule": window_data(estimate.rule_window),
    }


def belief_data(belief: Belief) -> Data:
    """Return what is believed of a lag: its middle, and by what factor the middle and single lags
    may be off.
    """
    return {
        "lag": round(math.exp(belief.centre), 2),
        "lag_error": round(math.exp(belief.centre_error), 3),
        "spread": round(math.exp(belief.scale), 3),
    }


def weighed_data(weighed: WeightedLag) -> Data:
    """Return an observed lag and how much it counts; None is an open side."""
    lag = weighed.lag
    return {
        "region": lag.region,
        "exam_year": lag.exam_year,
        "sitting": lag.sitting,
        "shortest": lag.shortest,
        "longest": lag.longest,
        "weight": round(weighed.weight, 2),
        "at": [str(fact.origin) for fact in lag.facts],
    }


def window_data(window: Window) -> Data:
    """Return a window, and by chance the day by which it has come where the chances are known."""
    return {
        "first": window.lower.isoformat(),
        "last": window.upper.isoformat(),
        "likeliest": window.likeliest.isoformat() if window.likeliest else None,
        **_quantiles(window),
    }


def _quantiles(window: Window) -> Data:
    """Return by chance the day by which it has come; nothing where the chances are not known."""
    days = {
        str(share): day.isoformat() for share, day in zip(SHARES, window.quantiles, strict=False)
    }
    return {"quantiles": days} if days else {}


def value_data(value: Version) -> Data:
    """Return what a calendar showed of a milestone from a build on."""
    return {
        "published": value.published.isoformat(),
        "first": value.first.isoformat(),
        "last": value.last.isoformat(),
        "state": value.state.value,
        "title": value.title,
    }
