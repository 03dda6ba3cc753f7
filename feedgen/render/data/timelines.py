"""Timelines and the basis of their dates as plain data."""

import math
from collections.abc import Mapping

from feedgen.core.model import (
    SHARES,
    Basis,
    Belief,
    Estimate,
    Milestone,
    NamedDays,
    Region,
    Timeline,
    Version,
    WeightedLag,
    Window,
)
from feedgen.render.data.facts import Data, brief_data, fact_data, sources_data


def timeline_data(timeline: Timeline, region: Region, titles: Mapping[Milestone, str]) -> Data:
    """Return a timeline; days are ISO 8601, spans inclusive."""
    return {
        "region": timeline.region,
        "as_of": timeline.as_of.isoformat(),
        "milestones": [
            milestone_data(milestone, region, titles[milestone])
            for milestone in timeline.milestones
        ],
        "earlier_releases": [_release_data(release) for release in timeline.earlier],
    }


def _release_data(release: NamedDays) -> Data:
    data = fact_data(release)
    del data["milestone"]
    return data


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
    """Return the basis of a date."""
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
        "sources": sources_data(basis.sources),
        "facts": [brief_data(fact) for fact in basis.facts],
    }


def estimate_data(estimate: Estimate) -> Data:
    """Return the estimate behind a window; lags are in the unit of the basis."""
    return {
        "level": estimate.level,
        "learned_until": estimate.learned_until.isoformat(),
        "rule": belief_data(estimate.prior),
        "nation": belief_data(estimate.nation) if estimate.nation else None,
        "region": belief_data(estimate.region),
        "national_observations": [weighted_lag_data(lag) for lag in estimate.national_observations],
        "own_observations": [weighted_lag_data(lag) for lag in estimate.own_observations],
        "bare_rule": window_data(estimate.rule_window),
    }


def belief_data(belief: Belief) -> Data:
    """Return the median lag, and the factors by which the median and single lags may be off."""
    return {
        "lag": round(math.exp(belief.centre), 2),
        "lag_error": round(math.exp(belief.centre_error), 3),
        "spread": round(math.exp(belief.scale), 3),
    }


def weighted_lag_data(weighted: WeightedLag) -> Data:
    """Return an observed lag and its weight; None is an open side."""
    lag = weighted.lag
    return {
        "region": lag.region,
        "exam_year": lag.exam_year,
        "sitting": lag.sitting,
        "shortest": lag.shortest,
        "longest": lag.longest,
        "weight": round(weighted.weight, 2),
        "at": [str(fact.origin) for fact in lag.facts],
    }


def window_data(window: Window) -> Data:
    """Return a window, and the days of its quantiles if they are known."""
    days = zip(SHARES, window.quantiles, strict=False)
    quantiles = {str(share): day.isoformat() for share, day in days}
    return {
        "first": window.lower.isoformat(),
        "last": window.upper.isoformat(),
        "likeliest": window.likeliest.isoformat() if window.likeliest else None,
        **({"quantiles": quantiles} if quantiles else {}),
    }


def version_data(version: Version) -> Data:
    """Return what the calendars show of a milestone since one build."""
    return {
        "published": version.published.isoformat(),
        "first": version.first.isoformat(),
        "last": version.last.isoformat(),
        "state": version.state.value,
        "title": version.plain_title,
    }
