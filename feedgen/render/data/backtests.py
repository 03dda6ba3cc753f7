"""How right the windows were, as plain data."""

from feedgen.core.model import BacktestReport, ScoredWindow, Summary
from feedgen.render.data.facts import Data


def backtest_data(report: BacktestReport) -> Data:
    """Return how right the windows would have been; days are ISO 8601, figures in calendar days."""
    return {
        "level": report.level,
        "overall": _summary(report.overall),
        "baselines": {name: _summary(each) for name, each in report.baselines.items()},
        "by_region": {slug: _summary(each) for slug, each in report.by_region.items()},
        "by_year": {str(year): _summary(each) for year, each in report.by_year.items()},
        "recent": {name: _summary(each) for name, each in report.recent.items()},
        "outcomes": [judged_data(each) for each in report.judged],
        "looking": {
            "overall": _summary(report.looking),
            "outcomes": [judged_data(each) for each in report.looked],
        },
        "plans": [
            {
                "region": each.region,
                "exam_year": each.plan.exam_year,
                "words": each.plan.words,
                "verdict": each.verdict,
            }
            for each in report.plans
        ],
        "skipped": report.skipped,
    }


def judged_data(judged: ScoredWindow) -> Data:
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
    return {
        "n": summary.n,
        **{name: round(getattr(summary, name), digits) for name, digits in figures.items()},
    }
