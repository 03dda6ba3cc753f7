"""The command that writes: build.

What only one way of building needs is imported there: to build one place, or nothing, is a matter
of a moment.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from feedgen.cli.options import (
    Commit,
    Reason,
    SiteUrl,
    as_of_option,
    definitions_folder,
    load_definitions,
    now,
    output_option,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.core.errors import FeedgenError
from feedgen.core.model import (
    BacktestReport,
    BuildInfo,
    Definitions,
    Depth,
    Output,
    Place,
    SiteInfo,
)
from feedgen.definitions.places import Gazetteer
from feedgen.publish.results import BuildResult, CompletenessReport

DEPTHS = [depth.value for depth in Depth]
SHOWN = 20
"""Lines of what is wrong; the rest is counted."""
SLOW_BUILD = 40
"""Places; a build of more shows how far it is."""


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
    help="Write nothing; fail where the folder is not what the definitions give.",
)
@click.option(
    "--site-url",
    type=SiteUrl(),
    help="Address under which the folder will be served; pages then link to it.  [default: site in national.toml]",
)
@click.option(
    "--rebuild-ledger",
    is_flag=True,
    help="Make the ledger of what was published anew from the feeds that stand.",
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
    help="Publish what the guard holds back; the reason is kept in the ledger.",
)
@output_option
def build_command(
    regions: Path | None,
    as_of: date | None,
    depth: str | None,
    only: str | None,
    check: bool,
    site_url: str | None,
    rebuild_ledger: bool,
    accept: str | None,
    commit: str | None,
    watched: Path | None,
    output: Path,
) -> None:
    """Build the feeds and the pages into a folder.

    --check builds with the day and the depth of the last build, which the folder remembers, and
    looks at the feeds.

    What would harm subscribers (a feed or events that vanish, estimates that jump without a new
    official fact) is held back: those feeds stay as they are, all others are published, and the
    exit code is 1.

    Example: feedgen build --as-of 2026-06-05 -o feeds
    """
    if check and (only or as_of or depth or site_url or rebuild_ledger or accept):
        raise click.UsageError(
            "--check takes the day and the depth of the last build; leave the other options out"
        )
    if only and (rebuild_ledger or accept):
        raise click.UsageError(
            "--only reads the ledger and does not write it; leave --rebuild-ledger and --accept out"
        )
    day = as_of or today_in_china()
    if check:
        _check_build(output, load_definitions(regions))
    elif only:
        _build_place(output, load_definitions(regions), day, only, site_url or "")
    else:
        run = (
            None if as_of else BuildInfo(now(), commit or "", _round(watched) if watched else None)
        )
        asked = _Asked(
            output,
            definitions_folder(regions),
            day,
            Depth(depth or Depth.AREA),
            site_url or "",
            run,
        )
        built = asked.build(rebuild_ledger, accept or "")
        click.echo(
            f"{built.feeds} feeds of {day} in {output}, {built.changed} changed, and {built.pages} pages"
        )
        _tell_facts(built.completeness)
        _tell_held(built)


def _round(memory: Path) -> dict[str, Any] | None:
    """Return what the last round over the authorities' pages brought, in short."""
    from feedgen.watch.state import read_round

    return read_round(memory)


@dataclass(frozen=True)
class _Asked:
    """A build that was asked for."""

    output: Path
    regions: Path
    day: date
    depth: Depth
    site: str
    run: BuildInfo | None

    def build(self, rebuild_ledger: bool, accept_reason: str) -> BuildResult:
        """Make it."""
        from feedgen.publish.builder import build as build_folder

        definitions = load_definitions(self.regions)
        return build_folder(
            self.output,
            definitions,
            self.day,
            self.depth,
            _bar,
            publication=_publication(definitions, self.site),
            report=_report(definitions, self.day),
            run=self.run,
            rebuild_ledger=rebuild_ledger,
            accept_reason=accept_reason,
        )


def _publication(definitions: Definitions, site: str) -> SiteInfo:
    """Return where a build stands: under the address that was asked for, else under that of the
    definitions.
    """
    return replace(definitions.publication, site=site or definitions.publication.site)


def _build_place(output: Path, definitions: Definitions, day: date, only: str, site: str) -> None:
    from feedgen.publish.single_place import write_place

    place = Gazetteer.of(definitions.places).resolve(only)
    for path in write_place(output, definitions, day, place, _publication(definitions, site)):
        click.echo(output / path)


def _tell_facts(completeness: CompletenessReport) -> None:
    """Say how many facts are told where; a fact that is told nowhere without a reason is a bug of
    ours.
    """
    place_context = {output: completeness.told_in(output) for output in Output}
    where = f"{place_context[Output.DATA]} in the data, {place_context[Output.PAGE]} on pages, {place_context[Output.FEED]} in events"
    click.echo(f"{completeness.facts} facts: {where}; status.json says why the others are not")
    for each in completeness.unexplained[:SHOWN]:
        click.echo(
            f"{each.at}: nothing explains why {each.region} does not tell this ({each.output})",
            err=True,
        )


def _tell_held(built: BuildResult) -> None:
    """Say what the guard held back, and fail; or what was let through."""
    if not (built.blocked or built.let_pass):
        return
    from feedgen.render.terminal import blocked_text

    print_lines(blocked_text(built.let_pass, "let through", SHOWN))
    if built.blocked:
        click.echo("\n".join(blocked_text(built.blocked, "held back", SHOWN)), err=True)
        text = f"{len(built.blocked)} held back; their feeds stay as they were, all others were published"
        raise FeedgenError(
            f"{text}. Mend regions/, or publish them with 'feedgen build --accept REASON'"
        )


def _report(definitions: Definitions, day: date) -> BacktestReport:
    """Judge the windows by what had come true by a day."""
    from feedgen.forecast.backtest import outcomes_of, replay

    return replay(definitions, [each for each in outcomes_of(definitions) if each.released <= day])


def _check_build(output: Path, definitions: Definitions) -> None:
    from feedgen.publish.comparison import differences

    found = differences(output, definitions, _bar)
    for line in found[:SHOWN]:
        click.echo(f"{output}/{line}", err=True)
    if found:
        more = f", {len(found) - SHOWN} more than shown" if len(found) > SHOWN else ""
        raise FeedgenError(
            f"{len(found)} differences{more}; run 'feedgen build' and commit the feeds"
        )
    click.echo(f"{output} is what the definitions give")


@contextmanager
def _nothing(places: list[Place]) -> Iterator[Iterable[Place]]:
    yield places


def _bar(places: list[Place]) -> Iterable[Place]:
    """Walk over the places, with a progress bar where somebody watches a long build."""
    watched = sys.stderr.isatty() and len(places) > SLOW_BUILD
    with (
        click.progressbar(places, label="feeds", file=sys.stderr)
        if watched
        else _nothing(places) as walk
    ):
        yield from walk
