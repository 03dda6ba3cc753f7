"""Lays out how right the windows would have been."""

from collections.abc import Iterator, Mapping

from feedgen.core.model import BacktestReport, ScoredWindow, Summary
from feedgen.render.terminal.layout import padded, whose, window_text


def backtest_text(report: BacktestReport) -> Iterator[str]:
    """Yield tables of how right the windows would have been."""
    if report.overall and report.looking:
        yield from _figures(report, report.overall, report.looking)
    else:
        yield "no release to judge by; name a CSV with --outcomes, or add an [[observation]]"
    yield ""
    kept = sum(each.verdict == "kept" for each in report.plans)
    yield f"plans in regions/ kept: {kept} of {len(report.plans)}"
    for each in report.plans:
        yield f"  {padded(f'{each.region} {each.plan.exam_year}', 20)}{padded(each.verdict, 8)}{each.plan.words}"
    if report.skipped:
        yield f"rows without exam days or release, not judged: {report.skipped}"


def _figures(report: BacktestReport, overall: Summary, looking: Summary) -> Iterator[str]:
    yield f"windows of the morning after the exam, meant to hold {report.level:.0%}; figures in calendar days"
    yield from _summary_lines({"model": overall, **report.baselines})
    yield ""
    yield "where the region had released within the three years before"
    yield from _summary_lines(report.recent)
    yield ""
    yield "after looks on days 30 and 60 after the exam that found nothing"
    yield from _summary_lines({"model": looking})
    yield ""
    yield "by exam year"
    yield from _summary_lines({str(year): each for year, each in report.by_year.items()})
    yield ""
    yield "by region"
    yield from _summary_lines(report.by_region)
    yield ""
    yield from (_judged_text(each) for each in report.judged)


def _summary_lines(summaries: Mapping[str, Summary]) -> Iterator[str]:
    yield f"  {'':24}{'n':>4}{'held':>7}{'width':>8}{'score':>8}{'error':>8}"
    for name, each in summaries.items():
        figures = f"{each.n:>4}{each.coverage:>7.0%}{each.mean_width:>8.1f}{each.mean_score:>8.1f}{each.mae:>8.1f}"
        yield f"  {padded(name, 24)}{figures}"


def _judged_text(judged: ScoredWindow) -> str:
    outcome, window = judged.outcome, judged.window
    held = "held  " if judged.is_inside else "MISSED"
    days = f"{padded(window_text(window), 25)}likeliest {window.likeliest or window.lower}"
    return f"  {whose(outcome)}{held}  {outcome.released} in {days}"
