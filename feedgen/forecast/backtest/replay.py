"""Replays past releases: the window as it would have been published then, and how right it was."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
from feedgen.forecast.backtest.plans import judged_plans
from feedgen.forecast.estimation import LEVEL, interval_score
from feedgen.forecast.timelines import ObservationHistory, known_until, milestone_of

LOOKS = (30, 60)
"""Days after the exam on which somebody who looks perfectly looks."""
RECENT = relativedelta(years=3)
Key = TypeVar("Key", bound=Hashable)


def replay(
    definitions: Definitions, outcomes: Sequence[Outcome], *, skipped: int = 0
) -> BacktestReport:
    """Judge the windows that would have been published on the morning after each exam.

    A window is worked out by the same code that publishes, from what was known on that morning; the
    outcomes themselves are never learned from, only what `definitions` holds.

    Args:
        definitions: Everything in `regions/`.
        outcomes: What came true.
        skipped: How many outcomes could not be used, for the report.
    """
    calendar = Workdays(definitions.year_notices)
    record = ObservationHistory.of(definitions, calendar)
    ordered = sorted(
        outcomes, key=lambda each: (each.exam_end, each.released, each.region, each.sitting)
    )
    judged = tuple(_judged(each, _published(definitions, record, each)) for each in ordered)
    looked = tuple(
        _judged(each, _published(definitions, record, each, _looks(each))) for each in ordered
    )
    others = {
        name: tuple(_judged(each, of(record, each)) for each in ordered)
        for name, of in BASELINES.items()
    }
    recent = [number for number, each in enumerate(ordered) if _released_lately(record, each)]
    return BacktestReport(
        level=LEVEL,
        judged=judged,
        overall=_summary(judged),
        baselines=_summaries(others),
        by_region=_summaries(_grouped(judged, lambda each: each.outcome.region)),
        by_year=_summaries(_grouped(judged, lambda each: each.outcome.exam_year)),
        recent=_summaries(
            {
                name: [windows[number] for number in recent]
                for name, windows in {"model": judged, **others}.items()
            }
        ),
        looked=looked,
        looking=_summary(looked),
        plans=tuple(judged_plans(definitions)),
        skipped=skipped,
    )


def _published(
    definitions: Definitions,
    record: ObservationHistory,
    outcome: Outcome,
    looks: Sequence[date] = (),
) -> Window:
    """Return the window on the morning after the exam, or after the last look that found nothing.

    What the region's file names for the very release that is judged is set aside.
    """
    region = definitions.regions[outcome.region]
    sitting = (outcome.exam_year, outcome.sitting)
    release = (RESULTS, *sitting)
    held = _held(outcome)
    bounds = [_look(outcome, day) for day in looks]
    then = replace(
        region,
        sessions=(*region.sessions, held),
        observations=tuple(fact for fact in region.observations if not fact.is_about(*release)),
        announcements=tuple(fact for fact in region.announcements if not fact.is_about(*release)),
        bounds=(*region.bounds, *bounds),
    )
    morning = max([outcome.exam_end + ONE_DAY, *looks])
    results = milestone_of(then, record, morning, RESULTS, sitting)
    assert results, f"no window for {outcome}"
    return results.window


def _held(outcome: Outcome) -> Session:
    """Return the exam that the release followed, as held on its last day."""
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
    """Return that somebody looked on a day and found nothing."""
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
    """Return the days on which somebody looked and found nothing."""
    days = [outcome.exam_end + timedelta(days=days) for days in LOOKS]
    return [day for day in days if day < outcome.released]


def _judged(outcome: Outcome, window: Window) -> ScoredWindow:
    return ScoredWindow(
        outcome, window, interval_score(window, outcome.released, miss_rate=1 - LEVEL)
    )


def _released_lately(record: ObservationHistory, outcome: Outcome) -> bool:
    known = releases(record, known_until(date.max, outcome.exam_end))
    own = [each.outcome.released for each in known if each.outcome.region == outcome.region]
    return any(day >= outcome.exam_end - RECENT for day in own)


def _grouped(
    judged: Iterable[ScoredWindow], key: Callable[[ScoredWindow], Key]
) -> dict[Key, list[ScoredWindow]]:
    groups: dict[Key, list[ScoredWindow]] = {}
    for each in judged:
        groups.setdefault(key(each), []).append(each)
    return dict(sorted(groups.items()))


def _summaries(groups: Mapping[Key, Sequence[ScoredWindow]]) -> dict[Key, Summary]:
    found = {key: _summary(judged) for key, judged in groups.items()}
    return {key: summary for key, summary in found.items() if summary}


def _summary(judged: Sequence[ScoredWindow]) -> Summary | None:
    if not judged:
        return None

    def mean(values: Iterator[float]) -> float:
        return sum(values) / len(judged)

    return Summary(
        n=len(judged),
        coverage=mean(float(each.is_inside) for each in judged),
        mean_width=mean(float((each.window.upper - each.window.lower).days) for each in judged),
        mean_score=mean(each.score for each in judged),
        mae=mean(float(each.error_days) for each in judged),
    )
