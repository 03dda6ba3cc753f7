"""`feedgen show`: shows the timeline of a place, or the next date of every province."""

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
from feedgen.core.model import Depth, Milestone, State
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
    resolved = gazetteer.resolve(place)
    region, followed = definitions.region_for(resolved), context.followed_by(resolved)
    timeline = context.timeline_of(region)
    titles = {milestone: title_of(milestone, region) for milestone in timeline.milestones}
    if as_json:
        data = place_data(resolved, followed, gazetteer.area_of(resolved).slug)
        print_json({"place": data, **timeline_data(timeline, region, titles)})
    else:
        print_lines(timeline_text(resolved, followed, timeline, region, titles))


def _show_country(context: BuildContext, *, as_json: bool) -> None:
    definitions, entries = context.definitions, []
    for place in places_at(definitions, Depth.PROVINCE):
        region = definitions.region_for(place)
        milestones = context.timeline_of(region).milestones
        ahead = [milestone for milestone in milestones if _is_ahead(milestone, context.as_of)]
        entries += [(place, milestone, title_of(milestone, region)) for milestone in ahead[:1]]
    if not as_json:
        print_lines(country_text(entries, context.as_of))
        return
    rows = [
        {
            "slug": place.slug,
            "name": place.name,
            **milestone_data(milestone, definitions.region_for(place), title),
        }
        for place, milestone, title in entries
    ]
    print_json({"as_of": context.as_of.isoformat(), "next": rows})


def _is_ahead(milestone: Milestone, as_of: date) -> bool:
    return milestone.window.upper >= as_of and milestone.state is not State.CANCELLED
