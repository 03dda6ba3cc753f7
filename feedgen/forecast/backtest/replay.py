"""Replays past releases: the window that would have been published then, and its score."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import compress
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from feedgen.core.model import (
    BacktestReport,
    Bound,
    Definitions,
    Outcome,
    ScoredWindow,
    Session,
    Summary,
    Window,
)
from feedgen.core.workdays import ONE_DAY, Workdays
from feedgen.forecast.backtest.baselines import BASELINES
from feedgen.forecast.backtest.outcomes import RESULTS, releases
from feedgen.forecast.backtest.plans import plan_outcomes
from feedgen.forecast.estimation import LEVEL, interval_score
from feedgen.forecast.timelines import ObservationHistory, learned_until, milestone_of

LOOKS = (30, 60)
"""Days after the exam on which somebody looks for the results and overlooks nothing."""
RECENT = relativedelta(years=3)
Key = TypeVar("Key", bound=Hashable)


def replay(
    definitions: Definitions, outcomes: Sequence[Outcome], *, skipped: int = 0
) -> BacktestReport:
    """Score the windows that would have been published on the morning after each exam.

    The code that publishes makes each window from the facts of that morning. It learns from
    `definitions` only, never from the outcomes.

    Args:
        definitions: Everything in `regions/`.
        outcomes: The releases to score against.
        skipped: How many outcomes could not be used, for the report.
    """
    calendar = Workdays(definitions.year_notices)
    history = ObservationHistory.of(definitions, calendar)
    outcomes = sorted(outcomes, key=_order)
    scored = tuple(
        _scored(outcome, _published(definitions, history, outcome)) for outcome in outcomes
    )
    with_looks = tuple(
        _scored(outcome, _published(definitions, history, outcome, _looks(outcome)))
        for outcome in outcomes
    )
    baselines = {
        name: [_scored(outcome, window_of(history, outcome)) for outcome in outcomes]
        for name, window_of in BASELINES.items()
    }
    is_recent = [_has_recent_release(history, outcome) for outcome in outcomes]
    recent = {
        name: list(compress(windows, is_recent))
        for name, windows in {"model": scored, **baselines}.items()
    }
    return BacktestReport(
        level=LEVEL,
        scored=scored,
        overall=_summary(scored),
        baselines=_summaries(baselines),
        by_region=_summaries(_grouped(scored, lambda window: window.outcome.region)),
        by_year=_summaries(_grouped(scored, lambda window: window.outcome.exam_year)),
        recent=_summaries(recent),
        scored_with_looks=with_looks,
        overall_with_looks=_summary(with_looks),
        plans=tuple(plan_outcomes(definitions)),
        skipped=skipped,
    )


def _order(outcome: Outcome) -> tuple[date, date, str, int]:
    return outcome.exam_end, outcome.released, outcome.region, outcome.sitting


def _published(
    definitions: Definitions,
    history: ObservationHistory,
    outcome: Outcome,
    looks: Sequence[date] = (),
) -> Window:
    """Return the window on the morning after the exam, or after the last look.

    The facts of the region about the very release that is scored are left out.
    """
    region = definitions.regions[outcome.region]
    sitting = (outcome.exam_year, outcome.sitting)
    release = (RESULTS, *sitting)
    bounds = [_look(outcome, day) for day in looks]
    region = replace(
        region,
        sessions=(*region.sessions, _session(outcome)),
        observations=tuple(fact for fact in region.observations if not fact.is_about(*release)),
        announcements=tuple(fact for fact in region.announcements if not fact.is_about(*release)),
        bounds=(*region.bounds, *bounds),
    )
    morning = max([outcome.exam_end + ONE_DAY, *looks])
    results = milestone_of(region, history, morning, RESULTS, sitting)
    assert results, f"no window for {outcome}"
    return results.window


def _session(outcome: Outcome) -> Session:
    """Return the exam before the release, as if held on its last day alone."""
    return Session(
        exam_year=outcome.exam_year,
        sitting=outcome.sitting,
        start=outcome.exam_end,
        end=outcome.exam_end,
        is_cancelled=False,
        merged_into=None,
        stated_by=outcome.region,
        sources=(),
    )


def _look(outcome: Outcome, day: date) -> Bound:
    return Bound(
        milestone=RESULTS,
        exam_year=outcome.exam_year,
        sitting=outcome.sitting,
        not_before=None,
        not_after=None,
        not_yet=day,
        known_from=day,
        sources=(),
    )


def _looks(outcome: Outcome) -> list[date]:
    """Return the days on which somebody looked in vain."""
    days = [outcome.exam_end + timedelta(days=days) for days in LOOKS]
    return [day for day in days if day < outcome.released]


def _scored(outcome: Outcome, window: Window) -> ScoredWindow:
    score = interval_score(window, outcome.released, miss_rate=1 - LEVEL)
    return ScoredWindow(outcome, window, score)


def _has_recent_release(history: ObservationHistory, outcome: Outcome) -> bool:
    known = releases(history, learned_until(date.max, outcome.exam_end))
    return any(
        release.outcome.region == outcome.region
        and release.outcome.released >= outcome.exam_end - RECENT
        for release in known
    )


def _grouped(
    windows: Iterable[ScoredWindow], key: Callable[[ScoredWindow], Key]
) -> dict[Key, list[ScoredWindow]]:
    groups: dict[Key, list[ScoredWindow]] = {}
    for window in windows:
        groups.setdefault(key(window), []).append(window)
    return dict(sorted(groups.items()))


def _summaries(groups: Mapping[Key, Sequence[ScoredWindow]]) -> dict[Key, Summary]:
    summaries = {key: _summary(windows) for key, windows in groups.items()}
    return {key: summary for key, summary in summaries.items() if summary}


def _summary(scored: Sequence[ScoredWindow]) -> Summary | None:
    if not scored:
        return None
    count = len(scored)
    widths = [(past.window.upper - past.window.lower).days for past in scored]
    return Summary(
        n=count,
        coverage=sum(past.is_inside for past in scored) / count,
        mean_width=sum(widths) / count,
        mean_score=sum(past.score for past in scored) / count,
        mae=sum(past.error_days for past in scored) / count,
    )
