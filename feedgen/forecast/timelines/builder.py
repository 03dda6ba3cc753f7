"""Dates every milestone of a region as far as a build of one day may know it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from feedgen.core.model import MEMORY, Milestone, NamedDays, Region, State, Timeline
from feedgen.forecast.timelines.chain import date_chain
from feedgen.forecast.timelines.context import DatingContext
from feedgen.forecast.timelines.observations import ObservationHistory
from feedgen.forecast.timelines.sessions import (
    cancelled_exams,
    next_exams,
    past_exams,
    sessions_without_days,
)

SHOWN_RELEASES = 3
"""How many of the region's own earlier releases people are shown."""


def build_timeline(region: Region, record: ObservationHistory, as_of: date) -> Timeline:
    """Build the timeline of a region.

    Args:
        region: The region with all that it inherits.
        record: What every region observed; the nation's rules stand in where the region has none.
        as_of: The day the build pretends it is; facts known later are not used.

    Returns:
        The full chain of every session whose exam days are known; of a session whose days are not
        known, what was named and what hangs on it; of the next exam with estimated days only the
        exam itself. Nothing whose last day is more than twelve months past.
    """
    context = DatingContext(region.known_on(as_of), record.nation.known_on(as_of), record, as_of)
    milestones = tuple(milestone.as_of(as_of) for milestone in _all(context))
    results = [
        milestone.exam_year
        for milestone in milestones
        if milestone.kind == "results_release" and milestone.state.is_named
    ]
    kept = [each for each in milestones if _is_kept(each, as_of, max(results, default=0))]
    kept.sort(key=lambda each: (each.window.lower, each.window.upper, each.exam_year, each.kind))
    return Timeline(
        region=region.slug, as_of=as_of, milestones=tuple(kept), earlier=_earlier(context)
    )


def milestone_of(
    region: Region, record: ObservationHistory, as_of: date, kind: str, sitting: tuple[int, int]
) -> Milestone | None:
    """Return one milestone of a session whose exam was held, without dating what comes after it;
    None without one.

    Args:
        region: The region with all that it inherits.
        record: What every region observed.
        as_of: The day the build pretends it is.
        kind: Key of the milestone.
        sitting: Exam year and number of the session.
    """
    context = DatingContext(region.known_on(as_of), record.nation.known_on(as_of), record, as_of)
    for exam, session in past_exams(context):
        if (exam.exam_year, exam.sitting) == sitting and session.end:
            chain = date_chain(context, *sitting, exam)
            return next((each.as_of(as_of) for each in chain if each.kind == kind), None)
    return None


def _all(context: DatingContext) -> Iterator[Milestone]:
    for exam, session in past_exams(context):
        yield exam
        if session.end:
            yield from date_chain(context, exam.exam_year, exam.sitting, exam)
    for exam_year, sitting in sessions_without_days(context):
        yield from date_chain(context, exam_year, sitting, None)
    for exam, session in cancelled_exams(context):
        yield exam
        if session.end:
            # What had been published of it is called off with it.
            chain = date_chain(context, exam.exam_year, exam.sitting, exam)
            yield from (replace(each, state=State.CANCELLED) for each in chain)
    yield from next_exams(context)


def _is_kept(milestone: Milestone, as_of: date, last_results: int) -> bool:
    """Say whether a milestone is still shown; what nobody recorded goes when the next year's
    results are known.
    """
    if milestone.state is State.UNRECORDED and milestone.exam_year < last_results:
        return False
    return milestone.window.upper >= as_of - MEMORY


def _earlier(context: DatingContext) -> tuple[NamedDays, ...]:
    """Return the region's own last releases, newest first, one for each exam year."""
    by_year: dict[int, NamedDays] = {}
    for each in context.region.named_days:
        if each.milestone == "results_release" and each.first <= context.as_of:
            by_year.setdefault(each.exam_year, each)
    return tuple(by_year[year] for year in sorted(by_year, reverse=True)[:SHOWN_RELEASES])
