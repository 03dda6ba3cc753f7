"""`feedgen show`: the timeline of a place, or the next dates of the country."""

from datetime import date
from pathlib import Path

import click

from feedgen.cli.options import (
    as_of_option,
    json_option,
    load_definitions,
    print_json,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.core.model import Depth, Milestone, Region, State, Timeline
from feedgen.definitions.places import Gazetteer
from feedgen.publish.context import BuildContext, places_at
from feedgen.render.data import milestone_data, place_data, timeline_data
from feedgen.render.events import title_of
from feedgen.render.terminal import country_text, timeline_text


@click.command("show")
@click.argument("place", required=False)
@click.option("--all", "whole_country", is_flag=True, help="The next date of every province.")
@regions_option
@as_of_option
@json_option
def show_command(
    place: str | None, whole_country: bool, regions: Path | None, as_of: date | None, as_json: bool
) -> None:
    """Show the timeline of PLACE: a slug, a code, or a Chinese name with or without its suffix.

    Example: feedgen show 松江
    """
    if (place is None) != whole_country:
        raise click.UsageError("name one PLACE, or give --all")
    definitions = load_definitions(regions)
    context = BuildContext(definitions, as_of or today_in_china())
    if place is None:
        _show_country(context, as_json=as_json)
        return
    gazetteer = Gazetteer.of(definitions.places)
    found = gazetteer.resolve(place)
    region, followed = definitions.region_for(found), context.followed_by(found)
    timeline = context.timeline_of(region)
    titles = _titles(timeline, region)
    if as_json:
        about = place_data(found, followed, gazetteer.area_of(found).slug)
        print_json({"place": about, **timeline_data(timeline, region, titles)})
    else:
        print_lines(timeline_text(found, followed, timeline, region, titles))


def _show_country(context: BuildContext, *, as_json: bool) -> None:
    entries = []
    for place in places_at(context.definitions, Depth.PROVINCE):
        region = context.definitions.region_for(place)
        coming = [
            each
            for each in context.timeline_of(region).milestones
            if _is_ahead(each, context.as_of)
        ]
        entries += [(place, milestone, title_of(milestone, region)) for milestone in coming[:1]]
    if as_json:
        regions = context.definitions.regions
        rows = [
            {
                "slug": place.slug,
                "name": place.name,
                **milestone_data(each, regions[place.slug], title),
            }
            for place, each, title in entries
        ]
        print_json({"as_of": context.as_of.isoformat(), "next": rows})
    else:
        print_lines(country_text(entries, context.as_of))


def _is_ahead(milestone: Milestone, as_of: date) -> bool:
    return milestone.window.upper >= as_of and milestone.state is not State.CANCELLED


def _titles(timeline: Timeline, region: Region) -> dict[Milestone, str]:
    return {milestone: title_of(milestone, region) for milestone in timeline.milestones}
