"""The command that records what an authority said: announce."""

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from feedgen.cli.options import (
    Day,
    as_of_option,
    checkout,
    keep_candidates,
    load_definitions,
    output_option,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.core.errors import FeedgenError
from feedgen.core.model import (
    MILESTONES,
    Candidate,
    Definitions,
    Grade,
    NotYetCheck,
    Place,
    Region,
    Source,
)
from feedgen.definitions.announce import (
    Statement,
    doubts,
    hosts_of,
    own_said,
    session_of,
    write_announcement,
)
from feedgen.definitions.candidates import Proposals, read_candidates
from feedgen.definitions.places import Gazetteer
from feedgen.definitions.regions.tables import is_web_address
from feedgen.publish.comparison import subscriber_changes
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger.storage import LEDGER_FILE
from feedgen.render.events import change_words
from feedgen.render.terminal import blocked_text, changes_text

SHOWN = 20
"""Lines of what would be held back."""
GRADES = [grade.value for grade in Grade if grade is not Grade.ASSUMPTION]


@click.command("announce")
@click.argument("place", required=False)
@click.argument("year", type=click.IntRange(2000, 2100), required=False)
@click.argument("milestone", type=click.Choice(MILESTONES), metavar="[MILESTONE]", required=False)
@click.argument("day", type=Day(), metavar="[DATE]", required=False)
@click.option("--until", type=Day(), help="Last day, inclusive.")
@click.option("--source", metavar="URL", help="Address of the page that says so.")
@click.option(
    "--publisher", help="Who published the page.  [default: the authority, on one of its hosts]"
)
@click.option(
    "--grade",
    type=click.Choice(GRADES),
    help="How near the page is.  [default: official, on such a host]",
)
@click.option(
    "--sitting",
    type=click.IntRange(1, 9),
    default=1,
    help="2 for a second session in one exam year.",
)
@click.option("--replace", "is_replacing", is_flag=True, help="Correct what the file says now.")
@click.option("--cancel", is_flag=True, help="The session of the year is not held.")
@click.option("--postpone", type=Day(), metavar="DATE", help="The session begins on another day.")
@click.option("--candidate", type=int, metavar="N", help="Take a candidate of 'feedgen watch'.")
@click.option("--yes", is_flag=True, help="Do not ask about what is odd.")
@regions_option
@as_of_option
@output_option
def announce_command(
    regions: Path | None,
    as_of: date | None,
    output: Path,
    yes: bool,
    is_replacing: bool,
    **typed: Any,
) -> None:
    """Record what an authority said, and show what that changes for subscribers.

    MILESTONE is one of: exam_enrolment, admission_ticket, exam, results_release, pass_mark,
    score_recheck, qualification_review, public_notice, certificate_collection. The fact goes into
    the file of the region whose dates PLACE takes, behind what stands there; comments and order
    stay.

    Example: feedgen announce 上海 2027 results_release 2027-08-16 --source
    https://rsj.sh.gov.cn/notice.html
    """
    folder = checkout(regions)
    definitions, today = load_definitions(folder), as_of or today_in_china()
    said = _Said(**typed)
    proposals = read_candidates(folder) if said.candidate is not None else Proposals()
    proposal = proposals.numbered(said.candidate) if said.candidate is not None else None
    said = _filled(said, proposal) if proposal else said
    _check_usage(said)
    place = Gazetteer.of(definitions.places).resolve(said.place or "")
    region = definitions.followed_by(place)
    statement = _statement(said, region, today)
    is_replacing = is_replacing or bool(said.postpone and own_said(statement, region))
    if place.slug != region.slug:
        click.echo(f"{place.name} takes its dates from {region.name}")
    _ask(_odd(statement, place, definitions, today), is_sure=yes)
    written = write_announcement(
        folder, definitions, region.slug, statement, is_replacing=is_replacing
    )
    if proposal:
        keep_candidates(folder, proposals.without(proposal))
    click.echo(f"{written.file}:{written.line}\n{written.text}")
    _show_changes(output, load_definitions(folder), region, today)


@dataclass(frozen=True)
class _Said:
    """What was typed, or stands in a candidate."""

    place: str | None
    year: int | None
    milestone: str | None
    day: date | None
    until: date | None
    source: str | None
    publisher: str | None
    grade: str | None
    sitting: int
    cancel: bool
    postpone: date | None
    candidate: int | None
    is_look: bool = False


def _filled(said: _Said, proposal: Candidate | NotYetCheck) -> _Said:
    """Return what a proposal says; a day that was typed goes before its own."""
    found = replace(
        said,
        place=proposal.region,
        year=proposal.exam_year,
        milestone=proposal.milestone,
        sitting=proposal.sitting,
        source=said.source or proposal.url,
    )
    if isinstance(proposal, NotYetCheck):
        return replace(found, day=proposal.day, is_look=True)
    # One thing at most is typed beside a candidate: the day that its notice does not name.
    typed = Day().convert(said.place, None, None) if said.place else None
    return replace(
        found, day=typed or proposal.first, until=said.until or (None if typed else proposal.last)
    )


def _check_usage(said: _Said) -> None:
    """Refuse what says too little or too much."""
    ways = [said.day is not None, said.cancel, said.postpone is not None]
    if said.place is None or said.year is None or sum(ways) != 1:
        raise click.UsageError(
            "give PLACE YEAR MILESTONE DATE, or PLACE YEAR with --cancel or --postpone, or --candidate"
        )
    if (said.cancel or said.postpone) and said.milestone not in {None, "exam"}:
        raise click.UsageError("--cancel and --postpone are about a session; leave MILESTONE out")
    if not said.source:
        raise click.UsageError("--source is missing: the address of the page that says so")
    if not is_web_address(said.source):
        raise click.UsageError(
            f"'{said.source}' is no address of a page; one such as https://rsj.sh.gov.cn/notice.html"
        )


def _statement(said: _Said, region: Region, today: date) -> Statement:
    """Return what is to be written."""
    first, last = said.postpone or said.day, said.until
    if said.postpone and last is None:
        last = _moved_end(said, region)
    return Statement(
        milestone="exam" if said.cancel or said.postpone else said.milestone or "",
        exam_year=said.year or 0,
        sitting=said.sitting,
        first=first,
        last=last or (first if said.milestone == "exam" else None),
        is_cancelled=said.cancel,
        is_look=said.is_look,
        known_from=min(said.day, today) if said.is_look and said.day else today,
        source=_source(said, region, today),
    )


def _moved_end(said: _Said, region: Region) -> date | None:
    """Return the last day of a session that is as long as it was before."""
    session = session_of(region, said.year or 0, said.sitting)
    if session and session.start and session.end and said.postpone:
        return said.postpone + (session.end - session.start)
    return said.postpone


def _source(said: _Said, region: Region, today: date) -> Source:
    """Return the source; on a host of the authority it is the authority's and official, if nothing
    else is said.
    """
    url = said.source or ""
    is_theirs = urlsplit(url).hostname in hosts_of(region)
    site = region.authority or region.authority_site or region.notice_list
    publisher = said.publisher or (site.name if is_theirs and site else "")
    if not publisher:
        raise click.UsageError(
            f"{urlsplit(url).hostname} is no host of {region.name}'s authority; name its --publisher"
        )
    grade = Grade(said.grade) if said.grade else Grade.OFFICIAL if is_theirs else Grade.REPORTED
    return Source(url=url, publisher=publisher, checked=today, grade=grade)


def _odd(statement: Statement, place: Place, definitions: Definitions, today: date) -> list[str]:
    context = BuildContext(definitions, today)
    timeline = context.timeline_of(definitions.followed_by(place))
    expected = timeline.of(statement.milestone, statement.exam_year, statement.sitting)
    return list(doubts(statement, place, definitions, expected, context.calendar))


def _ask(odd: list[str], *, is_sure: bool) -> None:
    """Ask about what is odd; where nobody can be asked, refuse it with the way out."""
    if not odd or is_sure:
        return
    if not sys.stdin.isatty():
        raise FeedgenError(
            "\n".join([*odd, "if it is right all the same, say --yes; nothing was written"])
        )
    for each in odd:
        click.confirm(f"{each}; is that right?", abort=True)


def _show_changes(output: Path, definitions: Definitions, region: Region, today: date) -> None:
    """Show what a build would change for subscribers, of the region and what takes its dates from
    there.
    """
    if not (output / LEDGER_FILE).is_file():
        click.echo(f"nothing was built into {output} yet, so there is nothing to compare with")
        return
    found, held = subscriber_changes(output, definitions, today)
    names = {place.slug: place.name for place in definitions.places}
    theirs = [change for change in found if change.owner.partition("/")[0] == region.slug]
    print_lines(changes_text(theirs, names, change_words, is_markdown=False))
    print_lines(blocked_text(held, "a build would hold back", SHOWN))
