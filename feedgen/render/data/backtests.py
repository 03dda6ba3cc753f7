"""A backtest as plain data."""

from collections.abc import Mapping
from typing import Any

from feedgen.core.model import BacktestReport, ScoredWindow, Summary
from feedgen.render.data.facts import Data


def backtest_data(report: BacktestReport) -> Data:
    """Return a backtest; days are ISO 8601, figures in calendar days."""
    return {
        "level": report.level,
        "overall": _summary(report.overall),
        "baselines": _summaries(report.baselines),
        "by_region": _summaries(report.by_region),
        "by_year": _summaries(report.by_year),
        "recent": _summaries(report.recent),
        "outcomes": [scored_window_data(scored) for scored in report.scored],
        "looking": {
            "overall": _summary(report.overall_with_looks),
            "outcomes": [scored_window_data(scored) for scored in report.scored_with_looks],
        },
        "plans": [
            {
                "region": outcome.region,
                "exam_year": outcome.plan.exam_year,
                "words": outcome.plan.words,
                "verdict": outcome.verdict,
            }
            for outcome in report.plans
        ],
        "skipped": report.skipped,
    }


def scored_window_data(scored: ScoredWindow) -> Data:
    """Return a window, its outcome and its score."""
    window, outcome = scored.window, scored.outcome
    return {
        "region": outcome.region,
        "exam_year": outcome.exam_year,
        "sitting": outcome.sitting,
        "exam_end": outcome.exam_end.isoformat(),
        "lower": window.lower.isoformat(),
        "likeliest": (window.likeliest or window.lower).isoformat(),
        "upper": window.upper.isoformat(),
        "released": outcome.released.isoformat(),
        "inside": scored.is_inside,
        "score": round(scored.score, 1),
    }


def _summaries(summaries: Mapping[Any, Summary]) -> Data:
    return {str(name): _summary(summary) for name, summary in summaries.items()}


def _summary(summary: Summary | None) -> Data | None:
    if summary is None:
        return None
    figures = {"coverage": 3, "mean_width": 1, "mean_score": 1, "mae": 1}
    return {
        "n": summary.n,
        **{name: round(getattr(summary, name), digits) for name, digits in figures.items()},
    }
