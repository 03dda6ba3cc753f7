"""`feedgen explain`: shows where the dates of a place come from."""

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
from feedgen.core.model import MILESTONES, Milestone, Timeline
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
    resolved = Gazetteer.of(definitions.places).resolve(place)
    place_context = context.context_of(resolved)
    region = place_context.region
    chosen = _of_kind(place_context.timeline, milestone)
    if as_json:
        print_json([milestone_data(dated, region, title_of(dated, region)) for dated in chosen])
        return
    followed = context.followed_by(resolved)
    click.echo(
        f"{resolved.name} {resolved.slug}: facts of {region.slug},"
        f" follows {followed.name}, on {context.as_of}"
    )
    for source in region.follows_sources:
        click.echo(f"  follows   {source_text(source)}")
    for dated in chosen:
        click.echo()
        explanation = place_context.explanations[dated.key]
        print_lines(explanation_lines(explanation, title_of(dated, region), region))
    if not chosen:
        name = milestone or "milestone"
        click.echo(f"no {name} is dated there in the year around {context.as_of}")


def _of_kind(timeline: Timeline, kind: str | None) -> list[Milestone]:
    return [milestone for milestone in timeline.milestones if kind in {None, milestone.kind}]
