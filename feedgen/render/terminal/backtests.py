"""Lays out how well past windows matched the releases."""

from collections.abc import Iterator, Mapping

from feedgen.core.model import BacktestReport, ScoredWindow, Summary
from feedgen.render.terminal.layout import padded, session_text, window_text


def backtest_text(report: BacktestReport) -> Iterator[str]:
    """Yield the tables of a backtest."""
    if report.overall and report.overall_with_looks:
        yield from _tables(report, report.overall, report.overall_with_looks)
    else:
        yield "no release to judge by; name a CSV with --outcomes, or add an [[observation]]"
    yield ""
    kept = sum(outcome.verdict == "kept" for outcome in report.plans)
    yield f"plans in regions/ kept: {kept} of {len(report.plans)}"
    for outcome in report.plans:
        session = padded(f"{outcome.region} {outcome.plan.exam_year}", 20)
        yield f"  {session}{padded(outcome.verdict, 8)}{outcome.plan.words}"
    if report.skipped:
        yield f"rows without exam days or release, not judged: {report.skipped}"


def _tables(report: BacktestReport, overall: Summary, looking: Summary) -> Iterator[str]:
    by_year = {str(year): summary for year, summary in report.by_year.items()}
    tables: Mapping[str, Mapping[str, Summary]] = {
        f"windows of the morning after the exam, meant to hold {report.level:.0%};"
        " figures in calendar days": {"model": overall, **report.baselines},
        "where the region had released within the three years before": report.recent,
        "after looks on days 30 and 60 after the exam that found nothing": {"model": looking},
        "by exam year": by_year,
        "by region": report.by_region,
    }
    for heading, summaries in tables.items():
        yield heading
        yield f"  {'':24}{'n':>4}{'held':>7}{'width':>8}{'score':>8}{'error':>8}"
        yield from (f"  {padded(name, 24)}{_row(row)}" for name, row in summaries.items())
        yield ""
    yield from (_window_text(scored) for scored in report.scored)


def _row(row: Summary) -> str:
    means = f"{row.mean_width:>8.1f}{row.mean_score:>8.1f}{row.mae:>8.1f}"
    return f"{row.n:>4}{row.coverage:>7.0%}{means}"


def _window_text(scored: ScoredWindow) -> str:
    outcome, window = scored.outcome, scored.window
    verdict = "held  " if scored.is_inside else "MISSED"
    days = f"{padded(window_text(window), 25)}likeliest {window.likeliest or window.lower}"
    return f"  {session_text(outcome)}{verdict}  {outcome.released} in {days}"
