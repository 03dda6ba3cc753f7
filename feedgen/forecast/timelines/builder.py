"""Builds the timeline of a region as known on one day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from feedgen.core.model import MEMORY, Milestone, NamedDays, Region, State, Timeline
from feedgen.forecast.timelines.chain import date_chain
from feedgen.forecast.timelines.dating_context import DatingContext
from feedgen.forecast.timelines.observations import ObservationHistory
from feedgen.forecast.timelines.sessions import (
    cancelled_exams,
    next_exams,
    past_exams,
    sessions_without_days,
)

SHOWN_RELEASES = 3
"""How many of the region's own earlier releases people are shown."""


def build_timeline(region: Region, history: ObservationHistory, as_of: date) -> Timeline:
    """Build the timeline of a region.

    Args:
        region: The region with all that it inherits.
        history: The observations of every region, and the nation's rules.
        as_of: The day of the build; facts known later are not used.

    Returns:
        The full chain of every session with known exam days; of a session without them, the named
        days and what is counted from those; the next exam on estimated days. Nothing whose last
        day is more than twelve months past.
    """
    context = DatingContext.of(region, history, as_of)
    milestones = [milestone.as_of(as_of) for milestone in _all(context)]
    result_years = (
        milestone.exam_year
        for milestone in milestones
        if milestone.kind == "results_release" and milestone.state.is_named
    )
    last_results = max(result_years, default=0)
    shown = [milestone for milestone in milestones if _is_shown(milestone, as_of, last_results)]
    shown.sort(key=_order)
    return Timeline(region.slug, as_of, tuple(shown), earlier=_earlier(context))


def milestone_of(
    region: Region, history: ObservationHistory, as_of: date, kind: str, sitting: tuple[int, int]
) -> Milestone | None:
    """Return one milestone after a past exam, without dating what follows it.

    Args:
        region: The region with all that it inherits.
        history: The observations of every region.
        as_of: The day of the build.
        kind: Key of the milestone.
        sitting: Exam year and number of the session.
    """
    context = DatingContext.of(region, history, as_of)
    for exam, session in past_exams(context):
        if (exam.exam_year, exam.sitting) == sitting and session.end:
            for milestone in date_chain(context, *sitting, exam, session.end):
                if milestone.kind == kind:
                    return milestone.as_of(as_of)
    return None


def _all(context: DatingContext) -> Iterator[Milestone]:
    for exam, session in past_exams(context):
        yield exam
        if session.end:
            yield from date_chain(context, exam.exam_year, exam.sitting, exam, session.end)
    for exam_year, sitting in sessions_without_days(context):
        yield from date_chain(context, exam_year, sitting, None)
    for exam, session in cancelled_exams(context):
        yield exam
        if session.end:
            # Earlier builds had published the milestones after it.
            chain = date_chain(context, exam.exam_year, exam.sitting, exam, session.end)
            yield from (replace(milestone, state=State.CANCELLED) for milestone in chain)
    yield from next_exams(context)


def _order(milestone: Milestone) -> tuple[date, date, int, str]:
    window = milestone.window
    return window.lower, window.upper, milestone.exam_year, milestone.kind


def _is_shown(milestone: Milestone, as_of: date, last_results: int) -> bool:
    """Say whether a milestone is still shown; an unrecorded one goes with the next results."""
    if milestone.state is State.UNRECORDED and milestone.exam_year < last_results:
        return False
    return milestone.window.upper >= as_of - MEMORY


def _earlier(context: DatingContext) -> tuple[NamedDays, ...]:
    """Return the region's own last releases, newest first, one for each exam year."""
    by_year: dict[int, NamedDays] = {}
    for fact in context.region.named_days:
        if fact.milestone == "results_release" and fact.first <= context.as_of:
            by_year.setdefault(fact.exam_year, fact)
    return tuple(by_year[year] for year in sorted(by_year, reverse=True)[:SHOWN_RELEASES])
