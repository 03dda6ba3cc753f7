"""`feedgen build`: write the feeds and the pages of a folder, of one place, or check a folder.

Each way to build imports its own modules: one place takes only a moment.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from feedgen.cli.options import (
    Commit,
    Reason,
    SiteUrl,
    as_of_option,
    load_definitions,
    now,
    output_option,
    print_completeness,
    regions_option,
    today_in_china,
)
from feedgen.core.errors import FeedgenError
from feedgen.core.model import BacktestReport, BuildInfo, Definitions, Depth, Place, SiteInfo
from feedgen.definitions.places import Gazetteer
from feedgen.publish.options import BuildOptions
from feedgen.publish.results import BuildResult

DEPTHS = [depth.value for depth in Depth]
SHOWN = 20
"""Lines of a list; the rest is counted."""
SLOW_BUILD = 40
"""Places; a build of more shows its progress."""


@dataclass(frozen=True)
class _Arguments:
    """The command line of `feedgen build`."""

    regions: Path | None
    as_of: date | None
    depth: str | None
    only: str | None
    check: bool
    site_url: str | None
    rebuild_ledger: bool
    commit: str | None
    watched: Path | None
    accept: str | None
    completeness: bool
    output: Path

    @cached_property
    def day(self) -> date:
        """The day to build for."""
        return self.as_of or today_in_china()


@click.command("build")
@regions_option
@as_of_option
@click.option(
    "--depth", type=click.Choice(DEPTHS), help="How far down feeds are made.  [default: area]"
)
@click.option("--only", metavar="PLACE", help="Write the files of one place and nothing else.")
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; fail if the folder is not what the definitions give.",
)
@click.option(
    "--site-url",
    type=SiteUrl(),
    help="Address under which the folder will be served, for links in the pages.  "
    "[default: site in national.toml]",
)
@click.option(
    "--rebuild-ledger",
    is_flag=True,
    help="Rebuild the ledger from the published feeds.",
)
@click.option("--commit", type=Commit(), help="What is checked out, for status.json.")
@click.option(
    "--watched",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Memory of 'feedgen watch', for status.json.",
)
@click.option(
    "--accept",
    type=Reason(),
    help="Publish what the guard blocks; the ledger keeps the reason.",
)
@click.option(
    "--completeness",
    is_flag=True,
    help="Look for every fact in the feeds, pages and data, and count it in status.json.",
)
@output_option
def build_command(**options: Any) -> None:
    """Build the feeds and the pages into a folder.

    --check takes the day and the depth of the last build from the folder, and compares the feeds.

    The guard blocks what would harm subscribers: a feed or events that vanish, estimates that jump
    without a new official fact. Those feeds stay as they are, all others are published, and the
    exit code is 1.

    Example: feedgen build --as-of 2026-06-05 -o feeds
    """
    arguments = _Arguments(**options)
    _refuse_contradictions(arguments)
    definitions = load_definitions(arguments.regions)
    if arguments.check:
        _check_folder(arguments.output, definitions)
    elif arguments.only:
        _build_place(arguments, definitions, arguments.only)
    else:
        _build_folder(arguments, definitions)


def _refuse_contradictions(arguments: _Arguments) -> None:
    rewrites_ledger = arguments.rebuild_ledger or arguments.accept
    builds = arguments.as_of or arguments.depth or arguments.site_url or rewrites_ledger
    if arguments.check and (arguments.only or builds):
        raise click.UsageError(
            "--check takes the day and the depth of the last build; leave the other options out"
        )
    if arguments.only and rewrites_ledger:
        raise click.UsageError(
            "--only reads the ledger and does not write it; leave --rebuild-ledger and --accept out"
        )


def _build_folder(arguments: _Arguments, definitions: Definitions) -> None:
    from feedgen.publish.builder import build

    options = BuildOptions(
        site_info=_site_info(arguments, definitions),
        build_info=_build_info(arguments),
        report=_report(definitions, arguments.day),
        rebuild_ledger=arguments.rebuild_ledger,
        accept_reason=arguments.accept or "",
        counts_facts=arguments.completeness,
    )
    depth = Depth(arguments.depth or Depth.AREA)
    result = build(arguments.output, definitions, arguments.day, depth, options, _with_progress_bar)
    click.echo(
        f"{result.feeds} feeds of {arguments.day} in {arguments.output}, {result.changed} changed, "
        f"and {result.pages} pages"
    )
    if result.completeness:
        print_completeness(result.completeness)
    if result.blocked or result.accepted:
        _print_blocked(result)


def _site_info(arguments: _Arguments, definitions: Definitions) -> SiteInfo:
    site_info = definitions.publication
    return replace(site_info, site=arguments.site_url or site_info.site)


def _build_info(arguments: _Arguments) -> BuildInfo | None:
    if arguments.as_of:
        return None
    from feedgen.watch.state import read_last_run

    watch = read_last_run(arguments.watched) if arguments.watched else None
    return BuildInfo(now(), arguments.commit or "", watch)


def _report(definitions: Definitions, day: date) -> BacktestReport:
    """Score the windows by the outcomes known on a day."""
    from feedgen.forecast.backtest import outcomes_of, replay

    known = [outcome for outcome in outcomes_of(definitions) if outcome.released <= day]
    return replay(definitions, known)


def _print_blocked(result: BuildResult) -> None:
    """List what the guard blocked, or what it would have blocked; fail if it blocked anything."""
    from feedgen.render.terminal import blocked_text

    for heading, reasons in (("accepted", result.accepted), ("blocked", result.blocked)):
        for line in blocked_text(reasons, heading, SHOWN):
            click.echo(line, err=True)
    if result.blocked:
        raise FeedgenError(
            f"{len(result.blocked)} blocked; their feeds stay as they were, all others were "
            "published. Fix regions/, or publish them with 'feedgen build --accept REASON'"
        )


def _build_place(arguments: _Arguments, definitions: Definitions, name: str) -> None:
    from feedgen.publish.single_place import write_place

    place = Gazetteer.of(definitions.places).resolve(name)
    site_info = _site_info(arguments, definitions)
    for path in write_place(arguments.output, definitions, arguments.day, place, site_info):
        click.echo(arguments.output / path)


def _check_folder(output: Path, definitions: Definitions) -> None:
    from feedgen.publish.comparison import differences

    lines = differences(output, definitions, _with_progress_bar)
    for line in lines[:SHOWN]:
        click.echo(f"{output}/{line}", err=True)
    if lines:
        more = f", {len(lines) - SHOWN} more than shown" if len(lines) > SHOWN else ""
        text = f"{len(lines)} differences{more}; run 'feedgen build' and commit the feeds"
        raise FeedgenError(text)
    click.echo(f"{output} is what the definitions give")


def _with_progress_bar(places: list[Place]) -> Iterator[Place]:
    """Yield the places, with a progress bar if a person watches a long build."""
    if sys.stderr.isatty() and len(places) > SLOW_BUILD:
        with click.progressbar(places, label="feeds", file=sys.stderr) as bar:
            yield from bar
    else:
        yield from places
