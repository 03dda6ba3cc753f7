"""Sorts notices by their titles: exam, year and milestone, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import Candidate, Certainty, Exam
from feedgen.watch.reading.exam_names import (
    name_certainty,
    names_exam,
    normalized,
    without_ellipsis,
    without_names,
)
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.title_patterns import (
    AMENDED,
    CLEARLY_NAMED,
    CLEARLY_RELEASED,
    FIRST_SITTING,
    FORECAST,
    NAMED,
    RELEASED,
    REMINDER,
    SECOND_SITTING,
    TIMETABLE,
    UNRELATED,
    WITHDRAWN,
    YEAR,
)

RESULTS = "results_release"
SURE, LIKELY, UNSURE = Certainty.SURE, Certainty.LIKELY, Certainty.UNSURE
_GRADES = (SURE, LIKELY, UNSURE)
_LONGEST_HEADING = 80


@dataclass(frozen=True, kw_only=True)
class AwaitedMilestone:
    """A milestone of a session that is not announced yet."""

    milestone: str
    exam_year: int
    sitting: int = 1
    since: date | None = None
    """The first possible day, mostly the last of the exam; None where it is not known."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """The milestone of a notice, by its title."""

    milestone: str
    exam_year: int
    sitting: int = 1
    certainty: Certainty


def topic_of(
    link: Link, exam: Exam, awaited: Sequence[AwaitedMilestone], today: date
) -> Topic | None:
    """Return the awaited milestone that the title of a notice names, if any."""
    title = normalized(link.title)
    by_name = name_certainty(title, exam, is_cut=link.is_cut)
    named = milestone_named(without_names(title, exam), is_cut=link.is_cut)
    if by_name is None or named is None:
        return None
    milestone, by_words = named
    sessions = [session for session in awaited if session.milestone == milestone]
    session, by_session = _session(title, sessions, link.day, today)
    if session is None:
        return None
    return Topic(
        milestone=milestone,
        exam_year=session.exam_year,
        sitting=session.sitting,
        certainty=least_certain(by_name, by_words, by_session, _amendment(title)),
    )


def candidate_by_title(url: str, link: Link, topic: Topic, region: str) -> Candidate:
    """Return the candidate that the title alone gives, for a notice that cannot be read."""
    return Candidate(
        region=region,
        milestone=topic.milestone,
        exam_year=topic.exam_year,
        sitting=topic.sitting,
        first=None,
        last=None,
        title=link.title,
        url=url,
        published=link.day,
        quote="",
        certainty=least_certain(topic.certainty, LIKELY),
    )


def is_of_another_year(heading: str, topic: Topic, exam: Exam) -> bool:
    """Whether the heading of a notice names the exam, and another year."""
    if len(heading) > _LONGEST_HEADING or "关于" not in heading:
        return False
    years = years_of(heading)
    return bool(years) and topic.exam_year not in years and names_exam(heading, exam)


def years_of(text: str) -> set[int]:
    """Return the exam years that a text names; if it says 年度, only those."""
    matches = list(YEAR.regex.finditer(normalized(text)))
    of_exams = {int(match[1]) for match in matches if match[0].endswith("年度")}
    return of_exams or {int(match[1]) for match in matches}


def rank(certainty: Certainty) -> int:
    """Return 0 for the surest grade, more for others."""
    return _GRADES.index(certainty)


def least_certain(*grades: Certainty) -> Certainty:
    """Return the least sure of some grades."""
    return max(grades, key=rank)


def milestone_named(title: str, *, is_cut: bool) -> tuple[str, Certainty] | None:
    """Return the milestone that a title without names of exams is about, and how surely."""
    if UNRELATED.is_in(title):
        return None
    if RELEASED.is_in(title):
        return _release_named(title, is_cut=is_cut)
    for milestone, words in NAMED.items():
        if words.is_in(title):
            return milestone, _certainty_of(milestone, title, is_cut=is_cut)
    return (RESULTS, UNSURE) if is_cut else None


def _release_named(title: str, *, is_cut: bool) -> tuple[str, Certainty] | None:
    if REMINDER.is_in(title) or FORECAST.is_in(title):
        return None
    # Behind 成绩 the title may go on with anything.
    if is_cut and without_ellipsis(title).endswith(("成绩", "分数")):
        return RESULTS, UNSURE
    is_clear = CLEARLY_RELEASED.is_in(title) and not TIMETABLE.is_in(title)
    return RESULTS, SURE if is_clear and not is_cut else LIKELY


def _certainty_of(milestone: str, title: str, *, is_cut: bool) -> Certainty:
    if milestone not in CLEARLY_NAMED:
        return UNSURE
    is_clear = CLEARLY_NAMED[milestone].is_in(title)
    return SURE if is_clear and not is_cut and not REMINDER.is_in(title) else LIKELY


def _session(
    title: str, awaited: Sequence[AwaitedMilestone], day: date | None, today: date
) -> tuple[AwaitedMilestone | None, Certainty]:
    """Return the newest session that a title can mean, if any, and how surely."""
    years, year = years_of(title), (day or today).year
    possible = years or {year, year - 1}
    fitting = [
        session
        for session in awaited
        if session.exam_year in possible and not is_too_early(day, session)
    ]
    if not fitting:
        return None, UNSURE
    session, by_sitting = _sitting(title, fitting)
    by_year = SURE if len(years) == 1 else LIKELY
    return session, least_certain(by_sitting, by_year if years or day else UNSURE)


def is_too_early(day: date | None, session: AwaitedMilestone) -> bool:
    """Whether a notice of that day is from before the exam."""
    return bool(day and session.since and day < session.since)


def _sitting(
    title: str, sessions: Sequence[AwaitedMilestone]
) -> tuple[AwaitedMilestone, Certainty]:
    """Return the sitting that a title names in the newest exam year, else the first."""
    newest = max(session.exam_year for session in sessions)
    sittings = {session.sitting: session for session in sessions if session.exam_year == newest}
    named = 2 if SECOND_SITTING.is_in(title) else int(FIRST_SITTING.is_in(title))
    if named in sittings:
        return sittings[named], SURE
    is_guess = named or len(sittings) > 1
    return sittings[min(sittings)], LIKELY if is_guess else SURE


def _amendment(title: str) -> Certainty:
    """Return UNSURE for a notice that withdraws another, LIKELY for one that amends it."""
    if WITHDRAWN.is_in(title):
        return UNSURE
    return LIKELY if AMENDED.is_in(title) else SURE
