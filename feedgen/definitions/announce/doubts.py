"""What makes a statement wrong, and what makes it doubtful."""

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
from feedgen.core.model.facts import NamedDays
from feedgen.core.workdays import Workdays
from feedgen.definitions.announce.statements import Statement

FAR = timedelta(days=60)
"""From the expected window."""
TOO_LATE = timedelta(days=730)
"""After the exam."""


def refusals(statement: Statement, region: Region, *, is_replacing: bool) -> Iterator[str]:
    """Yield why a statement cannot be written, whatever anybody answers.

    Args:
        statement: What is to be written.
        region: Whose file it goes to, with all that it inherits.
        is_replacing: It takes the place of what the file says now.
    """
    own = own_facts_on(statement, region)
    if is_replacing and not own:
        text = "so nothing can be replaced; leave --replace out"
        yield f"nothing is said of this in the file of {region.name}, {text}"
    elif own and not is_replacing and not statement.is_cancelled:
        yield f"{own[0].origin} already says {_days_text(own[0])}; correct it with --replace"
    if statement.is_look and own:
        yield "the day itself is known, so that somebody looked in vain says nothing more"
    if statement.is_cancelled:
        yield from _earlier_cancellations(statement, region)
    yield from _impossible_days(statement, region)


def _earlier_cancellations(statement: Statement, region: Region) -> Iterator[str]:
    for fact in facts_on(statement, region):
        if isinstance(fact, Session) and fact.is_cancelled:
            text = f"the session of {statement.exam_year} was called off"
            yield f"{fact.origin} already says that {text}"


def _impossible_days(statement: Statement, region: Region) -> Iterator[str]:
    """Yield what is wrong with the order of the days."""
    first, last, year = statement.first, statement.last, statement.exam_year
    if first is None:
        return
    if last and last < first:
        yield f"{last} lies before {first}; the last day must not be before the first"
    session = session_of(region, year, statement.sitting)
    if session is None or session.start is None:
        return
    if first > (session.end or session.start) + TOO_LATE:
        yield f"{first} is more than two years after the exam of {year}; is the year right?"
    if statement.milestone in BEFORE_EXAM and first > session.start:
        yield f"{first} is after the exam of {year} on {session.start}"


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
    yield from _doubts_of_place(statement, place, region)
    first, last = statement.first, statement.last or statement.first
    if first and last and not statement.is_look:
        yield from _doubts_of_days_off(statement, first, last, calendar)
        if expected:
            yield from _doubts_of_window(first, last, expected)
    hosts, host = hosts_of(region), urlsplit(statement.source.url).hostname or ""
    if statement.source.grade is Grade.OFFICIAL and host not in hosts:
        yield f"{host} is not known as a site of the authority; known: {', '.join(hosts) or 'none'}"


def _doubts_of_place(statement: Statement, place: Place, region: Region) -> Iterator[str]:
    milestone, year = statement.milestone, statement.exam_year
    if region.slug != place.slug.partition("/")[0]:
        yield f"{place.name} follows {region.name}, so this goes to the file of {region.name}"
    if region.kinds[milestone].is_nationwide:
        text = "its days belong into national.toml, where they hold everywhere"
        yield f"{milestone} is nationwide, so {text}"
    if milestone != "exam" and session_of(region, year, statement.sitting) is None:
        yield f"no exam days of {year} are known in {region.name}"


def _doubts_of_days_off(
    statement: Statement, first: date, last: date, calendar: Workdays
) -> Iterator[str]:
    is_exam, is_worked = statement.milestone == "exam", calendar.is_working(first)
    if is_exam and is_worked:
        yield f"{first} is a working day ({first:%A}); exams are held on days off"
    if not is_exam and not is_worked and first == last:
        yield f"{first} is a day off ({first:%A})"


def _doubts_of_window(first: date, last: date, expected: Milestone) -> Iterator[str]:
    is_estimate = expected.state is not State.CANCELLED and not expected.state.is_named
    lower, upper = expected.window.lower, expected.window.upper
    if is_estimate and (first > upper + FAR or last < lower - FAR):
        yield f"it was expected from {lower} to {upper}"


def hosts_of(region: Region) -> list[str]:
    """Return the hosts that the region's file names as the authority's, each once."""
    sites = (region.authority_site, region.results_lookup, region.notice_list)
    return list(dict.fromkeys(site.host for site in sites if site and site.host))


def session_of(region: Region, exam_year: int, sitting: int) -> Session | None:
    """Return the session in force of an exam year if its days are known, else None."""
    for session in in_force(region.sessions):
        if session.is_about("exam", exam_year, sitting) and session.start:
            return session
    return None


def facts_on(statement: Statement, region: Region) -> list[Session | NamedDays]:
    """Return the facts that name the days of the same milestone in a region, oldest first."""
    sitting = (statement.milestone, statement.exam_year, statement.sitting)
    facts: list[Session | NamedDays] = [*region.sessions, *region.named_days]
    return [fact for fact in facts if fact.is_about(*sitting)]


def own_facts_on(statement: Statement, region: Region) -> list[Session | NamedDays]:
    """Return those of them that the region's own file states."""
    return [fact for fact in facts_on(statement, region) if fact.origin.is_file_of(region.slug)]


def _days_text(fact: Session | NamedDays) -> str:
    if isinstance(fact, NamedDays):
        return f"{fact.first}" if fact.first == fact.last else f"{fact.first}..{fact.last}"
    return "that it was called off" if fact.is_cancelled else f"{fact.start}..{fact.end}"
