"""The command that reads the authorities' pages: watch."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click

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
from feedgen.core.atomic_files import write_atomic
from feedgen.core.errors import FeedgenError
from feedgen.core.model import Definitions, WatchReport
from feedgen.definitions.candidates import CANDIDATES_FILE, after_run, read_candidates
from feedgen.definitions.places import Gazetteer
from feedgen.render.data import watched_data
from feedgen.render.terminal import watched_text


@click.command("watch")
@click.argument("place", required=False)
@click.option(
    "--write",
    is_flag=True,
    help=f"Put the findings into regions/{CANDIDATES_FILE}; a person accepts them.",
)
@click.option("--markdown", is_flag=True, help="Print a form that a pull request can show.")
@click.option(
    "--memory",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the pages that earlier runs read.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    default=3,
    show_default=True,
    help="Seconds between requests.",
)
@click.option(
    "--loopback", is_flag=True, help="Read pages of this very machine too, to try a list out."
)
@regions_option
@as_of_option
@json_option
def watch_command(
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

    A notice that may announce an awaited milestone is listed as a candidate, with its certainty and
    the sentence that names the days. The command announces nothing: a person decides, with 'feedgen
    announce --candidate N'. Needs the packages of 'pip install kaohou[watch]'.

    Example: feedgen watch 上海
    """
    folder = checkout(regions) if write else regions
    definitions, today = load_definitions(folder), as_of or today_in_china()
    chosen = []
    if place:
        chosen = [definitions.followed_by(Gazetteer.of(definitions.places).resolve(place)).slug]
    report, silent_days = _run(
        definitions, today, chosen, memory, timedelta(seconds=pause), loopback=loopback
    )
    if write and folder:
        waiting = after_run(read_candidates(folder), report, definitions)
        keep_candidates(folder, waiting)
        report = replace(
            report, candidates=waiting.candidates, not_yet_checks=waiting.not_yet_checks
        )
    names = {slug: region.name for slug, region in definitions.regions.items()}
    if as_json:
        print_json(watched_data(report, silent_days))
    else:
        print_lines(watched_text(report, names, silent_days, is_markdown=markdown))


def _run(
    definitions: Definitions,
    today: date,
    chosen: list[str],
    memory: Path | None,
    pause: timedelta,
    *,
    loopback: bool,
) -> tuple[WatchReport, dict[str, int]]:
    """Return the report of a run and, by list that did not answer, for how many days it has not."""
    try:
        # Only this command needs them, and they take long to load.
        from feedgen.watch.http.fetching import Fetcher
        from feedgen.watch.runner import allowed_hosts, watch_sites
        from feedgen.watch.state import WatchState, read_state, state_bytes
    except ModuleNotFoundError as error:
        raise FeedgenError(
            f"{error.name} is not installed; run: pip install 'kaohou[watch]'"
        ) from error
    state = read_state(memory) if memory else WatchState()
    publication = definitions.publication
    with Fetcher(
        allowed_hosts(definitions),
        cached=state.pages,
        pause=pause,
        contact=publication.contact or publication.repository,
        is_loopback_allowed=loopback,
    ) as fetcher:
        report = watch_sites(definitions, fetcher, today, chosen)
        state = state.after(report, fetcher.cache)
    if memory:
        write_atomic(memory.parent, memory.name, state_bytes(state))
    silent = [check.url for check in report.site_checks if check.problem]
    return report, {url: state.silent_days(url, today) for url in silent}
