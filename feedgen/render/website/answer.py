"""Chooses what a page answers first: the results of the newest session and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import MilestoneText, State

RESULTS = "results_release"
MAX_NEXT_SHOWN = 3


@dataclass(frozen=True)
class Answer:
    """The first thing on a page."""

    text: MilestoneText | None
    """The results of the newest session, else the newest exam; None if nothing is known."""
    is_over: bool
    """Its last day is past."""
    upcoming: tuple[MilestoneText, ...]
    """What comes next, the nearest first."""

    @property
    def is_results(self) -> bool:
        """Whether the answer is about results."""
        return self.text is not None and self.text.milestone.kind == RESULTS

    @property
    def session(self) -> tuple[int, int]:
        """Exam year and sitting of the answer; zeros without one."""
        return session_of(self.text) if self.text else (0, 0)


def choose_answer(texts: Sequence[MilestoneText], as_of: date) -> Answer:
    """Choose the answer of a page.

    Results that are still awaited come first, then those of the newest session. A newer exam whose
    results cannot be dated is the answer itself: readers would take older results for its own.
    """
    text = _choose(texts, as_of)
    return Answer(
        text=text,
        is_over=text is not None and _is_over(text, as_of),
        upcoming=upcoming(texts, as_of, except_for=text)[:MAX_NEXT_SHOWN],
    )


def _choose(texts: Sequence[MilestoneText], as_of: date) -> MilestoneText | None:
    awaited = _awaited_results(texts, as_of)
    answer = max(awaited or _of_kind(texts, RESULTS), key=session_of, default=None)
    exam = max(_exams_begun(texts, as_of), key=session_of, default=None)
    if exam and (answer is None or session_of(exam) > session_of(answer)):
        is_cancelled = exam.milestone.state is State.CANCELLED
        answer = answer if awaited and is_cancelled else exam
    return answer or next((text for text in texts if not _is_over(text, as_of)), None)


def _awaited_results(texts: Sequence[MilestoneText], as_of: date) -> list[MilestoneText]:
    """Return the results to come, except those of exams to come."""
    exams, begun = _of_kind(texts, "exam"), _exams_begun(texts, as_of)
    ahead = {session_of(exam) for exam in exams if exam not in begun}
    results = (text for text in _of_kind(texts, RESULTS) if _is_ahead(text, as_of))
    return [text for text in results if session_of(text) not in ahead]


def _exams_begun(texts: Sequence[MilestoneText], as_of: date) -> list[MilestoneText]:
    return [text for text in _of_kind(texts, "exam") if text.milestone.window.lower <= as_of]


def upcoming(
    texts: Sequence[MilestoneText], as_of: date, *, except_for: MilestoneText | None = None
) -> tuple[MilestoneText, ...]:
    """Return what is neither past nor cancelled, the nearest first."""
    ahead = (text for text in texts if _is_ahead(text, as_of) and text is not except_for)
    return tuple(sorted(ahead, key=due_days))


def due_days(text: MilestoneText) -> tuple[date, date]:
    """Return the day on which a milestone is due, the last one of a deadline, and its last day."""
    milestone, window = text.milestone, text.milestone.window
    return window.upper if milestone.is_deadline else window.lower, window.upper


def texts_to_draw(
    texts: Sequence[MilestoneText], answer: MilestoneText | None
) -> tuple[MilestoneText, ...]:
    """Return the milestones of a picture: those of the answer's exam year and newer ones."""
    first_year = answer.milestone.exam_year if answer else 0
    return tuple(text for text in texts if text.milestone.exam_year >= first_year)


def session_of(text: MilestoneText) -> tuple[int, int]:
    """Return exam year and sitting of a milestone."""
    return text.milestone.exam_year, text.milestone.sitting


def _of_kind(texts: Sequence[MilestoneText], kind: str) -> list[MilestoneText]:
    return [text for text in texts if text.milestone.kind == kind]


def _is_over(text: MilestoneText, as_of: date) -> bool:
    return text.milestone.window.upper < as_of


def _is_ahead(text: MilestoneText, as_of: date) -> bool:
    return not _is_over(text, as_of) and text.milestone.state is not State.CANCELLED
