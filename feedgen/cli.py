"""The command line: words in, exit code out; the only place that reads the clock."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

import feedgen
from feedgen import dataset, publish, terminal
from feedgen.definitions import coverage as coverage_of
from feedgen.definitions import facts_by_grade, load
from feedgen.errors import FeedgenError
from feedgen.events import title_of
from feedgen.model import MILESTONES, Definitions, Depth, Milestone, Place, Region, State, Timeline
from feedgen.places import Gazetteer

PACKAGE = Path(feedgen.__file__).parent
DEPTHS = [depth.value for depth in Depth]
SLOW_BUILD = 40
"""Places; a build of more shows how far it is."""


class _Day(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day; a day such as 2026-08-16", param, ctx)
        if not 2005 <= day.year <= 2090:
            self.fail(f"{day} is out of reach; a day from 2005 to 2090", param, ctx)
        return day


class _Group(click.Group):
    """Shows a `FeedgenError` as one message; lets bugs keep their traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FeedgenError as error:
            raise click.ClickException(str(error)) from error


def _today_in_china() -> date:
    return (datetime.now(UTC) + timedelta(hours=8)).date()


def _default_regions() -> Path:
    """Return ./regions, else the checkout's, else the wheel's copy."""
    candidates = (Path("regions"), PACKAGE.parent / "regions", PACKAGE / "regions")
    return next((folder for folder in candidates if (folder / "national.toml").is_file()), candidates[0])


regions_option = click.option(
    "--regions",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the definitions.  [default: ./regions, else those that came with feedgen]",
)
as_of_option = click.option("--as-of", type=_Day(), help="The day to pretend it is.  [default: today in China]")
json_option = click.option("--json", "as_json", is_flag=True, help="Print data for programs.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("public"),
    show_default=True,
    help="Folder of the feeds.",
)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kaohou", prog_name="feedgen")
def main() -> None:
    """Calendar feeds of when exam results, re-check deadlines and certificates come.

    Example: feedgen show 松江
    """


@main.command()
@regions_option
@as_of_option
@click.option("--depth", type=click.Choice(DEPTHS), help="How far down feeds are made.  [default: area]")
@click.option("--only", metavar="PLACE", help="Write the feeds of one place and nothing else.")
@click.option("--check", is_flag=True, help="Write nothing; fail where the folder is not what the definitions give.")
@output_option
def build(
    regions: Path | None, as_of: date | None, depth: str | None, only: str | None, check: bool, output: Path
) -> None:
    """Build the feeds into a folder.

    --check builds with the day and the depth of the last build, which the folder remembers.

    Example: feedgen build --as-of 2026-06-05 -o feeds
    """
    if check and (only or as_of or depth):
        raise click.UsageError("--check takes the day and the depth of the last build; leave the other options out")
    definitions = _load(regions)
    day = as_of or _today_in_china()
    if check:
        _check_build(output, definitions)
    elif only:
        place = Gazetteer.of(definitions.places).resolve(only)
        for path in publish.write_place(output, definitions, day, place):
            click.echo(output / path)
    else:
        count, changed = publish.build(output, definitions, day, Depth(depth or Depth.AREA), _bar)
        click.echo(f"{count} feeds of {day} in {output}, {changed} changed")


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


@main.command()
@regions_option
@click.option(
    "--coverage", is_flag=True, help="Show which facts of each region are sourced, inherited, assumed, unknown."
)
@json_option
def check(regions: Path | None, coverage: bool, as_json: bool) -> None:
    """Check every file in regions/ and list every problem.

    Example: feedgen check --coverage
    """
    definitions = _load(regions)
    grades = facts_by_grade(definitions)
    if as_json:
        _print_json({"facts_by_grade": grades, **({"coverage": coverage_of(definitions)} if coverage else {})})
        return
    if coverage:
        names = {slug: region.name for slug, region in definitions.regions.items()}
        _print_lines(terminal.coverage_text(coverage_of(definitions), names))
        click.echo()
    counts = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    click.echo(f"{len(definitions.regions)} regions, {len(definitions.places)} places; facts by grade: {counts}")


@main.command()
@click.argument("place", required=False)
@click.option("--all", "whole_country", is_flag=True, help="The next date of every province.")
@regions_option
@as_of_option
@json_option
def show(place: str | None, whole_country: bool, regions: Path | None, as_of: date | None, as_json: bool) -> None:
    """Show the timeline of PLACE: a slug, a code, or a Chinese name with or without its suffix.

    Example: feedgen show 松江
    """
    if (place is None) != whole_country:
        raise click.UsageError("name one PLACE, or give --all")
    definitions = _load(regions)
    press = publish.Press(definitions, as_of or _today_in_china())
    if place is None:
        _show_country(press, as_json=as_json)
        return
    gazetteer = Gazetteer.of(definitions.places)
    found = gazetteer.resolve(place)
    region, followed = definitions.region_for(found), press.followed_by(found)
    timeline = press.timeline_of(region)
    titles = _titles(timeline, region)
    if as_json:
        about = dataset.place_data(found, followed, gazetteer.area_of(found).slug)
        _print_json({"place": about, **dataset.timeline_data(timeline, region, titles)})
    else:
        _print_lines(terminal.timeline_text(found, followed, timeline, region, titles))


def _show_country(press: publish.Press, *, as_json: bool) -> None:
    entries = []
    for place in publish.places_at(press.definitions, Depth.PROVINCE):
        region = press.definitions.region_for(place)
        coming = [each for each in press.timeline_of(region).milestones if _is_ahead(each, press.as_of)]
        entries += [(place, milestone, title_of(milestone, region)) for milestone in coming[:1]]
    if as_json:
        regions = press.definitions.regions
        rows = [
            {"slug": place.slug, "name": place.name, **dataset.milestone_data(each, regions[place.slug], title)}
            for place, each, title in entries
        ]
        _print_json({"as_of": press.as_of.isoformat(), "next": rows})
    else:
        _print_lines(terminal.country_text(entries, press.as_of))


def _is_ahead(milestone: Milestone, as_of: date) -> bool:
    return milestone.window.upper >= as_of and milestone.state is not State.CANCELLED


@main.command()
@click.argument("place")
@click.argument("milestone", required=False, type=click.Choice(MILESTONES))
@regions_option
@as_of_option
@json_option
def explain(place: str, milestone: str | None, regions: Path | None, as_of: date | None, as_json: bool) -> None:
    """Explain where each date of PLACE, or of one MILESTONE there, comes from.

    Example: feedgen explain shanghai/songjiang results_release
    """
    definitions = _load(regions)
    press = publish.Press(definitions, as_of or _today_in_china())
    found = Gazetteer.of(definitions.places).resolve(place)
    region = definitions.region_for(found)
    timeline = press.timeline_of(region)
    titles = _titles(timeline, region)
    chosen = [each for each in timeline.milestones if milestone in {None, each.kind}]
    if as_json:
        _print_json([dataset.milestone_data(each, region, titles[each]) for each in chosen])
        return
    followed = press.followed_by(found)
    click.echo(f"{found.name} {found.slug}: facts of {region.slug}, follows {followed.name}, on {timeline.as_of}")
    for source in region.follows_sources:
        click.echo(f"  follows   {terminal.source_text(source)}")
    for each in chosen:
        click.echo()
        _print_lines(terminal.explanation(each, titles[each], region, timeline, press.calendar))
    if not chosen:
        click.echo(f"no {milestone or 'milestone'} is dated there in the year around {timeline.as_of}")


@main.command()
@click.argument("text")
@regions_option
@json_option
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many to show at most.")
def find(text: str, regions: Path | None, as_json: bool, limit: int) -> None:
    """Find places by a part of a name, pinyin, initials or a code.

    A county has no page of its own; it is led to its area.

    Example: feedgen find sj
    """
    definitions = _load(regions)
    gazetteer = Gazetteer.of(definitions.places)
    found = gazetteer.find(text)
    if as_json:
        press = publish.Press(definitions, _today_in_china())
        _print_json(
            [dataset.place_data(each, press.followed_by(each), gazetteer.area_of(each).slug) for each in found[:limit]]
        )
        return
    for each in found[:limit]:
        click.echo(terminal.found_text(each, gazetteer.full_name(each), gazetteer.area_of(each)))
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; say more of the name, or raise --limit")
    about = definitions.about
    if not found and text in {about.short_name, about.official_name, *about.also_called}:
        raise FeedgenError(f"'{text}' is the exam that all feeds are about; look for a place, such as 松江")
    if not found:
        raise FeedgenError(f"no place matches '{text}'")


def _load(regions: Path | None) -> Definitions:
    return load(regions or _default_regions())


def _titles(timeline: Timeline, region: Region) -> dict[Milestone, str]:
    return {milestone: title_of(milestone, region) for milestone in timeline.milestones}


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
