"""`feedgen explain`: where each date of a place comes from."""

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
from feedgen.core.model import MILESTONES, Milestone, Region, Timeline
from feedgen.definitions.places import Gazetteer
from feedgen.publish.context import BuildContext
from feedgen.render.data import milestone_data
from feedgen.render.events import title_of
from feedgen.render.terminal import explanation_lines, source_text


@click.command("explain")
@click.argument("place")
@click.argument("milestone", required=False, type=click.Choice(MILESTONES))
@regions_option
@as_of_option
@json_option
def explain_command(
    place: str, milestone: str | None, regions: Path | None, as_of: date | None, as_json: bool
) -> None:
    """Explain where each date of PLACE, or of one MILESTONE there, comes from.

    Example: feedgen explain shanghai/songjiang results_release
    """
    definitions = load_definitions(regions)
    context = BuildContext(definitions, as_of or today_in_china())
    found = Gazetteer.of(definitions.places).resolve(place)
    place_context = context.context_of(found)
    region, timeline = place_context.region, place_context.timeline
    titles = _titles(timeline, region)
    chosen = [each for each in timeline.milestones if milestone in {None, each.kind}]
    if as_json:
        print_json([milestone_data(each, region, titles[each]) for each in chosen])
        return
    followed = context.followed_by(found)
    click.echo(
        f"{found.name} {found.slug}: facts of {region.slug}, follows {followed.name}, on {timeline.as_of}"
    )
    for source in region.follows_sources:
        click.echo(f"  follows   {source_text(source)}")
    for each in chosen:
        click.echo()
        explanation = place_context.explanations[each.key]
        print_lines(explanation_lines(explanation, titles[each], region))
    if not chosen:
        click.echo(
            f"no {milestone or 'milestone'} is dated there in the year around {timeline.as_of}"
        )


def _titles(timeline: Timeline, region: Region) -> dict[Milestone, str]:
    return {milestone: title_of(milestone, region) for milestone in timeline.milestones}
