"""The command that writes: build."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from feedgen import publish
from feedgen.backtest import outcomes_of, replay
from feedgen.cli.options import (
    SiteUrl,
    as_of_option,
    load_definitions,
    output_option,
    regions_option,
    today_in_china,
)
from feedgen.errors import FeedgenError
from feedgen.model import Definitions, Depth, Place, Report
from feedgen.places import Gazetteer

DEPTHS = [depth.value for depth in Depth]
SLOW_BUILD = 40
"""Places; a build of more shows how far it is."""


@click.command()
@regions_option
@as_of_option
@click.option("--depth", type=click.Choice(DEPTHS), help="How far down feeds are made.  [default: area]")
@click.option("--only", metavar="PLACE", help="Write the files of one place and nothing else.")
@click.option("--check", is_flag=True, help="Write nothing; fail where the folder is not what the definitions give.")
@click.option(
    "--site-url",
    type=SiteUrl(),
    help="Address under which the folder will be served; pages then link to it.  [default: site in national.toml]",
)
@click.option(
    "--rebuild-ledger", is_flag=True, help="Make the ledger of what was published anew from the feeds that stand."
)
@output_option
def build(
    regions: Path | None,
    as_of: date | None,
    depth: str | None,
    only: str | None,
    check: bool,
    site_url: str | None,
    rebuild_ledger: bool,
    output: Path,
) -> None:
    """Build the feeds and the pages into a folder.

    --check builds with the day and the depth of the last build, which the folder remembers, and looks at the feeds.

    Example: feedgen build --as-of 2026-06-05 -o feeds
    """
    if check and (only or as_of or depth or site_url or rebuild_ledger):
        raise click.UsageError("--check takes the day and the depth of the last build; leave the other options out")
    if only and rebuild_ledger:
        raise click.UsageError("--only reads the ledger and does not write it; leave --rebuild-ledger out")
    definitions = load_definitions(regions)
    day = as_of or today_in_china()
    publication = replace(definitions.publication, site=site_url or definitions.publication.site)
    if check:
        _check_build(output, definitions)
    elif only:
        place = Gazetteer.of(definitions.places).resolve(only)
        for path in publish.write_place(output, definitions, day, place, publication):
            click.echo(output / path)
    else:
        built = publish.build(
            output,
            definitions,
            day,
            Depth(depth or Depth.AREA),
            _bar,
            publication=publication,
            report=_report(definitions, day),
            is_ledger_anew=rebuild_ledger,
        )
        click.echo(f"{built.feeds} feeds of {day} in {output}, {built.changed} changed, and {built.pages} pages")


def _report(definitions: Definitions, day: date) -> Report:
    """Judge the windows by what had come true by a day."""
    return replay(definitions, [each for each in outcomes_of(definitions) if each.released <= day])


def _check_build(output: Path, definitions: Definitions) -> None:
    found = publish.differences(output, definitions, _bar)
    for line in found[:20]:
        click.echo(f"{output}/{line}", err=True)
    if found:
        more = f", {len(found) - 20} more than shown" if len(found) > 20 else ""
        raise FeedgenError(f"{len(found)} differences{more}; run 'feedgen build' and commit the feeds")
    click.echo(f"{output} is what the definitions give")


@contextmanager
def _nothing(places: list[Place]) -> Iterator[Iterable[Place]]:
    yield places


def _bar(places: list[Place]) -> Iterable[Place]:
    """Walk over the places, with a progress bar where somebody watches a long build."""
    watched = sys.stderr.isatty() and len(places) > SLOW_BUILD
    with click.progressbar(places, label="feeds", file=sys.stderr) if watched else _nothing(places) as walk:
        yield from walk
