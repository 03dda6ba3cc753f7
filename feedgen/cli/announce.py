"""`feedgen announce`: writes an announced date into a region's file."""

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
    own_facts_on,
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
"""Lines of what a build would block."""
GRADES = [grade.value for grade in Grade if grade is not Grade.ASSUMPTION]


@click.command("announce")
@click.argument("place", required=False)
@click.argument("year", type=click.IntRange(2000, 2100), required=False)
@click.argument("milestone", type=click.Choice(MILESTONES), metavar="[MILESTONE]", required=False)
@click.argument("day", type=Day(), metavar="[DATE]", required=False)
@click.option("--until", type=Day(), help="Last day, inclusive.")
@click.option(
    "--source", metavar="URL", help="Address of the notice, or of a page that reports it."
)
@click.option(
    "--publisher", help="Who published the page.  [default: the authority, on one of its hosts]"
)
@click.option(
    "--grade",
    type=click.Choice(GRADES),
    help="How near the page is to the authority.  [default: official, on such a host]",
)
@click.option(
    "--sitting", type=click.IntRange(1, 9), default=1, help="2 for the second session of a year."
)
@click.option("--replace", "is_replacing", is_flag=True, help="Correct what the file says now.")
@click.option("--cancel", is_flag=True, help="The session of the year is cancelled.")
@click.option("--postpone", type=Day(), metavar="DATE", help="The session begins on another day.")
@click.option("--candidate", type=int, metavar="N", help="Record a candidate of 'feedgen watch'.")
@click.option("--yes", is_flag=True, help="Record it without asking about doubts.")
@regions_option
@as_of_option
@output_option
def announce_command(
    regions: Path | None,
    as_of: date | None,
    output: Path,
    yes: bool,
    is_replacing: bool,
    candidate: int | None,
    **options: Any,
) -> None:
    """Record an announced date, and show what it changes for subscribers.

    MILESTONE is one of: exam_enrolment, admission_ticket, exam, results_release, pass_mark,
    score_recheck, qualification_review, public_notice, certificate_collection. The fact goes into
    the file of the region that PLACE follows; comments and order stay.

    Example: feedgen announce 上海 2027 results_release 2027-08-16 --source
    https://rsj.sh.gov.cn/notice.html
    """
    folder = checkout(regions)
    definitions, today = load_definitions(folder), as_of or today_in_china()
    request, proposals, proposal = _Request(**options), Proposals(), None
    if candidate is not None:
        proposals = read_candidates(folder)
        proposal = proposals.numbered(candidate)
        request = _with_proposal(request, proposal)
    _check_usage(request)
    place = Gazetteer.of(definitions.places).resolve(request.place or "")
    region = definitions.followed_by(place)
    statement = _statement(request, region, today)
    is_replacing = is_replacing or bool(request.postpone and own_facts_on(statement, region))
    if place.slug != region.slug:
        click.echo(f"{place.name} takes its dates from {region.name}")
    if not yes:
        _confirm(_doubts(statement, place, definitions, today))
    written = write_announcement(
        folder, definitions, region.slug, statement, is_replacing=is_replacing
    )
    if proposal:
        keep_candidates(folder, proposals.without(proposal))
    click.echo(f"{written.file}:{written.line}\n{written.text}")
    _show_changes(output, load_definitions(folder), region, today)


@dataclass(frozen=True)
class _Request:
    """The date to record, from the command line and perhaps a candidate."""

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
    is_not_yet: bool = False
    """Nothing had been published on `day`."""


def _with_proposal(request: _Request, proposal: Candidate | NotYetCheck) -> _Request:
    """Fill a request in from a proposal."""
    filled = replace(
        request,
        place=proposal.region,
        year=proposal.exam_year,
        milestone=proposal.milestone,
        sitting=proposal.sitting,
        source=request.source or proposal.url,
    )
    if isinstance(proposal, NotYetCheck):
        return replace(filled, day=proposal.day, is_not_yet=True)
    if not request.place:
        return replace(filled, day=proposal.first, until=request.until or proposal.last)
    # The first argument beside --candidate is the day that the notice does not name.
    return replace(filled, day=Day().convert(request.place, None, None))


def _check_usage(request: _Request) -> None:
    kinds = [request.day is not None, request.cancel, request.postpone is not None]
    if request.place is None or request.year is None or sum(kinds) != 1:
        raise click.UsageError(
            "give PLACE YEAR MILESTONE DATE,"
            " or PLACE YEAR with --cancel or --postpone, or --candidate"
        )
    if request.day is None and request.milestone not in {None, "exam"}:
        raise click.UsageError("--cancel and --postpone are about a session; leave MILESTONE out")
    if not request.source:
        raise click.UsageError("--source is missing: the address of the notice")
    if not is_web_address(request.source):
        raise click.UsageError(
            f"'{request.source}' is not the address of a page;"
            " give one such as https://rsj.sh.gov.cn/notice.html"
        )


def _statement(request: _Request, region: Region, today: date) -> Statement:
    is_session = request.cancel or request.postpone is not None
    known_from = today
    if request.is_not_yet and request.day:
        known_from = min(request.day, today)
    return Statement(
        milestone="exam" if is_session else request.milestone or "",
        exam_year=request.year or 0,
        sitting=request.sitting,
        first=request.postpone or request.day,
        last=request.until or _default_end(request, region),
        is_cancelled=request.cancel,
        is_look=request.is_not_yet,
        known_from=known_from,
        source=_source(request, region, today),
    )


def _default_end(request: _Request, region: Region) -> date | None:
    """Return the last day of a session; a postponed one is as long as before."""
    if request.postpone is None:
        return request.day if request.milestone == "exam" else None
    session = session_of(region, request.year or 0, request.sitting)
    if session and session.start and session.end:
        return request.postpone + (session.end - session.start)
    return request.postpone


def _source(request: _Request, region: Region, today: date) -> Source:
    """Return the source; by default a page on a host of the authority is official."""
    url = request.source or ""
    host = urlsplit(url).hostname
    is_theirs = host in hosts_of(region)
    site = region.authority or region.authority_site or region.notice_list
    publisher = request.publisher or (site.name if is_theirs and site else "")
    if not publisher:
        raise click.UsageError(
            f"{host} is not a host of {region.name}'s authority; name its --publisher"
        )
    default = Grade.OFFICIAL if is_theirs else Grade.REPORTED
    return Source(url, publisher, checked=today, grade=Grade(request.grade or default))


def _doubts(statement: Statement, place: Place, definitions: Definitions, today: date) -> list[str]:
    context = BuildContext(definitions, today)
    timeline = context.timeline_of(definitions.followed_by(place))
    expected = timeline.of(statement.milestone, statement.exam_year, statement.sitting)
    return list(doubts(statement, place, definitions, expected, context.calendar))


def _confirm(doubts: list[str]) -> None:
    """Ask about each doubt; without a terminal refuse, and name the way out."""
    if doubts and not sys.stdin.isatty():
        way_out = "if it is right, add --yes; nothing was written"
        raise FeedgenError("\n".join([*doubts, way_out]))
    for doubt in doubts:
        click.confirm(f"{doubt}; is that right?", abort=True)


def _show_changes(output: Path, definitions: Definitions, region: Region, today: date) -> None:
    """Show what a build would change for subscribers of the region and the areas in it."""
    if not (output / LEDGER_FILE).is_file():
        click.echo(f"{output} holds no build to compare with")
        return
    changes, blocked = subscriber_changes(output, definitions, today)
    names = {place.slug: place.name for place in definitions.places}
    theirs = [change for change in changes if change.owner.partition("/")[0] == region.slug]
    print_lines(changes_text(theirs, names, change_words, is_markdown=False))
    print_lines(blocked_text(blocked, "a build would block", SHOWN))
