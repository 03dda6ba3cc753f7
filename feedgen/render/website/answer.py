"""Chooses what a page answers first: whether and when the results of the newest session come, and
what comes next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import MilestoneText, State

RESULTS = "results_release"
SHOWN_NEXT = 3


@dataclass(frozen=True)
class Answer:
    """What a page says first."""

    said: MilestoneText | None
    """The results of the newest session, else what is known of the newest exam; None where nothing
    is.
    """
    is_over: bool
    """Its last day is past."""
    coming: tuple[MilestoneText, ...]
    """What comes next, the nearest first."""

    @property
    def is_results(self) -> bool:
        """Whether it is the results that the page can speak of."""
        return self.said is not None and self.said.milestone.kind == RESULTS


def answer(said: Sequence[MilestoneText], as_of: date) -> Answer:
    """Choose the answer from what is said of a timeline.

    Results that people wait for are what they come for; where none are awaited, those of the newest
    session. Where a newer exam may have been held and nothing can be said of its results, that exam
    is the answer: older results would be taken for its own.
    """
    results = [each for each in said if each.milestone.kind == RESULTS]
    exams = [
        each
        for each in said
        if each.milestone.kind == "exam" and each.milestone.window.lower <= as_of
    ]
    newest = max(exams, key=_session, default=None)
    awaited = _awaited(results, said, as_of)
    chosen = max(awaited or results, key=_session, default=None)
    if newest and (chosen is None or _session(newest) > _session(chosen)):
        is_called_off = newest.milestone.state is State.CANCELLED
        chosen = chosen if awaited and is_called_off else newest
    chosen = chosen or next((each for each in said if each.milestone.window.upper >= as_of), None)
    return Answer(
        said=chosen,
        is_over=chosen is not None and chosen.milestone.window.upper < as_of,
        coming=coming(said, as_of, besides=chosen)[:SHOWN_NEXT],
    )


def _awaited(
    results: Sequence[MilestoneText], said: Sequence[MilestoneText], as_of: date
) -> list[MilestoneText]:
    """Return the results that are still to come of exams that were held."""
    ahead = {
        _session(each)
        for each in said
        if each.milestone.kind == "exam" and each.milestone.window.lower > as_of
    }
    to_come = [
        each
        for each in results
        if each.milestone.window.upper >= as_of and _session(each) not in ahead
    ]
    return [each for each in to_come if each.milestone.state is not State.CANCELLED]


def coming(
    said: Sequence[MilestoneText], as_of: date, *, besides: MilestoneText | None = None
) -> tuple[MilestoneText, ...]:
    """Return what is not past and not called off, the nearest first; a deadline counts by its last
    day.
    """
    ahead = [each for each in said if each.milestone.window.upper >= as_of and each is not besides]
    kept = [each for each in ahead if each.milestone.state is not State.CANCELLED]
    return tuple(sorted(kept, key=due))


def due(said: MilestoneText) -> tuple[date, date]:
    """Return the day by which something comes next, and when it is over."""
    milestone = said.milestone
    return (
        milestone.window.upper if milestone.is_deadline else milestone.window.lower,
        milestone.window.upper,
    )


def current(
    said: Sequence[MilestoneText], chosen: MilestoneText | None
) -> tuple[MilestoneText, ...]:
    """Return the sessions of the answer's exam year and what is newer: what a picture shows."""
    if chosen is None:
        return tuple(said)
    return tuple(each for each in said if each.milestone.exam_year >= chosen.milestone.exam_year)


def _session(said: MilestoneText) -> tuple[int, int]:
    return said.milestone.exam_year, said.milestone.sitting
