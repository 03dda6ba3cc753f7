"""What is wrong with a statement, and what is odd about it and must be asked."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from feedgen.core.model import (
    Definitions,
    Grade,
    Milestone,
    Place,
    Region,
    Session,
    State,
    in_force,
)
from feedgen.core.model.exams import BEFORE_EXAM
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import Workdays
from feedgen.definitions.announce.statements import Statement

FAR = timedelta(days=60)
"""From the window in which something is expected."""
TOO_LATE = timedelta(days=730)


def refusals(statement: Statement, region: Region, *, is_replacing: bool) -> Iterator[str]:
    """Yield why a statement cannot be written, whatever anybody answers.

    Args:
        statement: What is to be written.
        region: Whose file it goes to, with all that it inherits.
        is_replacing: It takes the place of what the file says now.
    """
    told, own = said(statement, region), own_said(statement, region)
    if is_replacing and not own:
        yield f"nothing is said of this in the file of {region.name}, so nothing can be replaced; leave --replace out"
    elif own and not is_replacing and not statement.is_cancelled:
        yield f"{own[0].origin} already says {days_of(own[0])}; correct it with --replace"
    if statement.is_cancelled and any(
        isinstance(fact, Session) and fact.is_cancelled for fact in told
    ):
        yield f"{told[-1].origin} already says that the session of {statement.exam_year} was called off"
    if statement.first and statement.last and statement.last < statement.first:
        yield f"{statement.last} lies before {statement.first}; the last day must not be before the first"
    session = session_of(region, statement.exam_year, statement.sitting)
    exam = session.end or session.start if session else None
    if exam and statement.first and statement.first > exam + TOO_LATE:
        yield f"{statement.first} is more than two years after the exam of {statement.exam_year}; is the year right?"
    is_before = statement.milestone in BEFORE_EXAM
    if (
        is_before
        and statement.first
        and session
        and session.start
        and statement.first > session.start
    ):
        yield f"{statement.first} is after the exam of {statement.exam_year} on {session.start}"
    if statement.is_look and own:
        yield "the day itself is known, so that somebody looked in vain says nothing more"


def doubts(
    statement: Statement,
    place: Place,
    definitions: Definitions,
    expected: Milestone | None,
    calendar: Workdays,
) -> Iterator[str]:
    """Yield what is odd about a statement that may all the same be right.

    Args:
        statement: What is to be written.
        place: The place that was named.
        definitions: Everything in `regions/`.
        expected: The milestone as it is dated now, or None.
        calendar: Says which days are worked.
    """
    region = definitions.followed_by(place)
    if region.slug != place.slug.partition("/")[0]:
        yield f"{place.name} follows {region.name}, so this goes to the file of {region.name}"
    if region.kinds[statement.milestone].is_nationwide:
        yield f"{statement.milestone} is nationwide, so its days belong into national.toml, where they hold everywhere"
    if (
        statement.milestone != "exam"
        and session_of(region, statement.exam_year, statement.sitting) is None
    ):
        yield f"no exam days of {statement.exam_year} are known in {region.name}"
    first, last = statement.first, statement.last or statement.first
    if first and last and not statement.is_look:
        yield from _odd_days(statement, first, last, calendar)
        is_estimate = (
            expected is not None
            and expected.state is not State.CANCELLED
            and not expected.state.is_named
        )
        window = expected.window if expected and is_estimate else None
        if window and (first > window.upper + FAR or last < window.lower - FAR):
            yield f"it was expected from {window.lower} to {window.upper}"
    known, host = hosts_of(region), _host(statement.source.url)
    if statement.source.grade is Grade.OFFICIAL and host not in known:
        yield f"{host} is not known as a site of the authority; known: {', '.join(known) or 'none'}"


def _odd_days(statement: Statement, first: date, last: date, calendar: Workdays) -> Iterator[str]:
    if statement.milestone != "exam" and first == last and not calendar.is_working(first):
        yield f"{first} is a day off ({first:%A})"
    if statement.milestone == "exam" and calendar.is_working(first):
        yield f"{first} is a working day ({first:%A}); exams are held on days off"


def hosts_of(region: Region) -> list[str]:
    """Return the hosts that the region's file names as the authority's, each once."""
    sites = (region.authority_site, region.results_lookup, region.notice_list)
    return list(dict.fromkeys(site.host for site in sites if site and site.host))


def session_of(region: Region, exam_year: int, sitting: int) -> Session | None:
    """Return the session in force of an exam year if its days are known, else None."""
    for session in in_force(region.sessions):
        if (session.exam_year, session.sitting) == (exam_year, sitting) and session.start:
            return session
    return None


def said(statement: Statement, region: Region) -> list[Fact]:
    """Return the facts that name the days of the same milestone in a region, oldest first."""
    if statement.milestone == "exam":
        sessions = [each for each in region.sessions if each.sitting == statement.sitting]
        return [each for each in sessions if each.exam_year == statement.exam_year]
    sitting = (statement.milestone, statement.exam_year, statement.sitting)
    return [each for each in region.named_days if each.is_about(*sitting)]


def own_said(statement: Statement, region: Region) -> list[Fact]:
    """Return those of them that stand in the region's own file."""
    return [fact for fact in said(statement, region) if fact.origin.is_file_of(region.slug)]


def days_of(fact: Fact) -> str:
    """Return the days that a fact names, as text."""
    if isinstance(fact, Session):
        return "that it was called off" if fact.is_cancelled else f"{fact.start}..{fact.end}"
    first, last = getattr(fact, "first", None), getattr(fact, "last", None)
    return f"{first}" if first == last else f"{first}..{last}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
