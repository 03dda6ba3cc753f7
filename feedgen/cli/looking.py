"""Commands that look and write nothing: check, show, explain, find."""

from datetime import date
from pathlib import Path

import click

from feedgen import dataset, terminal
from feedgen.cli.options import (
    as_of_option,
    json_option,
    load_definitions,
    print_json,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.definitions import coverage as coverage_of
from feedgen.definitions import facts_by_grade
from feedgen.errors import FeedgenError
from feedgen.events import title_of
from feedgen.model import MILESTONES, Depth, Milestone, Region, State, Timeline
from feedgen.places import Gazetteer, forms_of
from feedgen.publish.press import Press, places_at


@click.command()
@regions_option
@click.option(
    "--coverage", is_flag=True, help="Show which facts of each region are sourced, inherited, assumed, unknown."
)
@json_option
def check(regions: Path | None, coverage: bool, as_json: bool) -> None:
    """Check every file in regions/ and list every problem.

    Example: feedgen check --coverage
    """
    definitions = load_definitions(regions)
    grades = facts_by_grade(definitions)
    if as_json:
        print_json({"facts_by_grade": grades, **({"coverage": coverage_of(definitions)} if coverage else {})})
        return
    if coverage:
        names = {slug: region.name for slug, region in definitions.regions.items()}
        print_lines(terminal.coverage_text(coverage_of(definitions), names))
        click.echo()
    counts = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    click.echo(f"{len(definitions.regions)} regions, {len(definitions.places)} places; facts by grade: {counts}")


@click.command()
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
    definitions = load_definitions(regions)
    press = Press(definitions, as_of or today_in_china())
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
        print_json({"place": about, **dataset.timeline_data(timeline, region, titles)})
    else:
        print_lines(terminal.timeline_text(found, followed, timeline, region, titles))


def _show_country(press: Press, *, as_json: bool) -> None:
    entries = []
    for place in places_at(press.definitions, Depth.PROVINCE):
        region = press.definitions.region_for(place)
        coming = [each for each in press.timeline_of(region).milestones if _is_ahead(each, press.as_of)]
        entries += [(place, milestone, title_of(milestone, region)) for milestone in coming[:1]]
    if as_json:
        regions = press.definitions.regions
        rows = [
            {"slug": place.slug, "name": place.name, **dataset.milestone_data(each, regions[place.slug], title)}
            for place, each, title in entries
        ]
        print_json({"as_of": press.as_of.isoformat(), "next": rows})
    else:
        print_lines(terminal.country_text(entries, press.as_of))


def _is_ahead(milestone: Milestone, as_of: date) -> bool:
    return milestone.window.upper >= as_of and milestone.state is not State.CANCELLED


@click.command()
@click.argument("place")
@click.argument("milestone", required=False, type=click.Choice(MILESTONES))
@regions_option
@as_of_option
@json_option
def explain(place: str, milestone: str | None, regions: Path | None, as_of: date | None, as_json: bool) -> None:
    """Explain where each date of PLACE, or of one MILESTONE there, comes from.

    Example: feedgen explain shanghai/songjiang results_release
    """
    definitions = load_definitions(regions)
    press = Press(definitions, as_of or today_in_china())
    found = Gazetteer.of(definitions.places).resolve(place)
    region = definitions.region_for(found)
    timeline = press.timeline_of(region)
    titles = _titles(timeline, region)
    chosen = [each for each in timeline.milestones if milestone in {None, each.kind}]
    if as_json:
        print_json([dataset.milestone_data(each, region, titles[each]) for each in chosen])
        return
    followed = press.followed_by(found)
    click.echo(f"{found.name} {found.slug}: facts of {region.slug}, follows {followed.name}, on {timeline.as_of}")
    for source in region.follows_sources:
        click.echo(f"  follows   {terminal.source_text(source)}")
    for each in chosen:
        click.echo()
        print_lines(terminal.explanation(each, titles[each], region, timeline, press.calendar))
    if not chosen:
        click.echo(f"no {milestone or 'milestone'} is dated there in the year around {timeline.as_of}")


@click.command()
@click.argument("text")
@regions_option
@json_option
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many to show at most.")
def find(text: str, regions: Path | None, as_json: bool, limit: int) -> None:
    """Find places by a part of a name, pinyin, initials or a code.

    A county has no page of its own; it is led to its area.

    Example: feedgen find sj
    """
    definitions = load_definitions(regions)
    gazetteer = Gazetteer.of(definitions.places)
    found = gazetteer.find(text)
    if as_json:
        press = Press(definitions, today_in_china())
        print_json(
            [dataset.place_data(each, press.followed_by(each), gazetteer.area_of(each).slug) for each in found[:limit]]
        )
        return
    for each in found[:limit]:
        click.echo(terminal.found_text(each, gazetteer.full_name(each), gazetteer.area_of(each)))
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; say more of the name, or raise --limit")
    about = definitions.about
    if not found and text in {about.short_name, about.official_name, *about.also_called}:
        example = min(forms_of(definitions.example_place.name), key=len)
        raise FeedgenError(f"'{text}' is the exam that all feeds are about; look for a place, such as {example}")
    if not found:
        raise FeedgenError(f"no place matches '{text}'")


def _titles(timeline: Timeline, region: Region) -> dict[Milestone, str]:
    return {milestone: title_of(milestone, region) for milestone in timeline.milestones}
