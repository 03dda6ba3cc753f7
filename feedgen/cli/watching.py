"""The command that goes round the authorities' pages: watch."""

from datetime import date, timedelta
from pathlib import Path

import click

from feedgen import dataset, terminal
from feedgen.candidates import NAME, Proposals, read_candidates
from feedgen.cli.options import (
    as_of_option,
    checkout,
    json_option,
    keep_candidates,
    load_definitions,
    print_json,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.errors import FeedgenError
from feedgen.files import write_whole
from feedgen.model import Candidate, Definitions, Look, Standing, Watched, in_force
from feedgen.model.facts import Fact
from feedgen.places import Gazetteer

A_FORTNIGHT = timedelta(days=14)
"""Looks in vain nearer to one another than this say nothing more."""


@click.command()
@click.argument("place", required=False)
@click.option("--write", is_flag=True, help=f"Put what was found into regions/{NAME}, for a person to accept.")
@click.option("--markdown", is_flag=True, help="Print a form that a pull request can show.")
@click.option("--memory", type=click.Path(dir_okay=False, path_type=Path), help="File of what earlier rounds read.")
@click.option("--pause", type=click.FloatRange(0, 60), default=3, show_default=True, help="Seconds between requests.")
@click.option("--loopback", is_flag=True, help="Read pages of this very machine too, to try a list out.")
@regions_option
@as_of_option
@json_option
def watch(
    place: str | None,
    write: bool,
    markdown: bool,
    memory: Path | None,
    pause: float,
    loopback: bool,
    regions: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Look at the authorities' notice lists for news.

    What seems to be awaited is listed as a candidate, with the sentence that names the days and how sure that is.
    Nothing is announced by this: a person decides, with 'feedgen announce --candidate N'. Needs the packages of
    'pip install kaohou[watch]'.

    Example: feedgen watch 上海
    """
    folder = checkout(regions) if write else regions
    definitions, today = load_definitions(folder), as_of or today_in_china()
    chosen = [definitions.followed_by(Gazetteer.of(definitions.places).resolve(place)).slug] if place else []
    watched, silent_days = _round(definitions, today, chosen, memory, timedelta(seconds=pause), loopback=loopback)
    if write and folder:
        watched = _write(folder, definitions, watched)
    names = {slug: region.name for slug, region in definitions.regions.items()}
    if as_json:
        print_json(dataset.watched_data(watched, silent_days))
    else:
        print_lines(terminal.watched_text(watched, names, silent_days, is_markdown=markdown))


def _round(
    definitions: Definitions, today: date, chosen: list[str], memory: Path | None, pause: timedelta, *, loopback: bool
) -> tuple[Watched, dict[str, int]]:
    """Go round once; return what it brought and, by list, for how many days one has not answered."""
    try:
        # Only this command needs them, and they take long to load.
        from feedgen.watch import memories, rounds
        from feedgen.watch.fetching import Fetcher
    except ModuleNotFoundError as error:
        raise FeedgenError(f"{error.name} is not installed; run: pip install 'kaohou[watch]'") from error
    known = memories.read_memories(memory) if memory else memories.Memories()
    publication = definitions.publication
    with Fetcher(
        rounds.hosts_of(definitions),
        remembered=known.pages,
        pause=pause,
        contact=publication.contact or publication.repository,
        is_loopback_allowed=loopback,
    ) as fetcher:
        watched = rounds.go_round(definitions, fetcher, today, chosen)
        known = known.after(watched, fetcher.memory)
    if memory:
        write_whole(memory.parent, memory.name, memories.to_bytes(known))
    return watched, {each.url: known.silent_days(each.url, today) for each in watched.visits if each.problem}


def _write(folder: Path, definitions: Definitions, watched: Watched) -> Watched:
    """Add what is new to what waits already, and return what waits then."""
    waiting = _still_waiting(read_candidates(folder), definitions)
    # A notice that is read anew takes the place, and the number, of what was read of it before.
    found = {_key(each): each for each in (*waiting.candidates, *watched.candidates)}
    looks = list(waiting.looks)
    for look in watched.looks:
        about = (look.milestone, look.exam_year, look.sitting)
        bounds = definitions.regions[look.region].bounds
        days = [bound.not_yet for bound in bounds if bound.not_yet and bound.is_about(*about)]
        days += [
            each.day
            for each in looks
            if (each.region, each.milestone, each.exam_year, each.sitting) == (look.region, *about)
        ]
        if all(abs(look.day - day) >= A_FORTNIGHT for day in days):
            looks.append(look)
    proposals = Proposals(tuple(found.values()), tuple(looks))
    keep_candidates(folder, proposals)
    return Watched(day=watched.day, candidates=proposals.candidates, looks=proposals.looks, visits=watched.visits)


def _still_waiting(waiting: Proposals, definitions: Definitions) -> Proposals:
    """Return the proposals of which nothing is announced by now."""

    def is_open(each: Candidate | Look) -> bool:
        region = definitions.regions.get(each.region)
        about = (each.milestone, each.exam_year, each.sitting)
        if region is None:
            return False
        facts: list[Fact] = [fact for fact in region.observations if fact.is_about(*about)]
        if each.milestone == "exam":
            sittings = [session for session in in_force(region.sessions) if session.stated_by == region.slug]
            facts += [fact for fact in sittings if (fact.exam_year, fact.sitting) == about[1:]]
        return not any(fact.standing is Standing.CONFIRMED for fact in facts)

    return Proposals(tuple(filter(is_open, waiting.candidates)), tuple(filter(is_open, waiting.looks)))


def _key(candidate: Candidate) -> tuple[str, str, int, int, str]:
    return candidate.region, candidate.milestone, candidate.exam_year, candidate.sitting, candidate.url
