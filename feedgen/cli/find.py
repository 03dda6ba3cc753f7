"""`feedgen find`: places by name, pinyin, initials or code."""

from pathlib import Path

import click

from feedgen.cli.options import (
    json_option,
    load_definitions,
    print_json,
    regions_option,
    today_in_china,
)
from feedgen.core.errors import FeedgenError
from feedgen.definitions.places import Gazetteer, forms_of
from feedgen.publish.context import BuildContext
from feedgen.render.data import place_data
from feedgen.render.terminal import place_line


@click.command("find")
@click.argument("text")
@regions_option
@json_option
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=20,
    show_default=True,
    help="How many to show at most.",
)
def find_command(text: str, regions: Path | None, as_json: bool, limit: int) -> None:
    """Find places by a part of a name, pinyin, initials or a code.

    A county has no page of its own; it is led to its area.

    Example: feedgen find sj
    """
    definitions = load_definitions(regions)
    gazetteer = Gazetteer.of(definitions.places)
    found = gazetteer.find(text)
    if as_json:
        context = BuildContext(definitions, today_in_china())
        print_json(
            [
                place_data(each, context.followed_by(each), gazetteer.area_of(each).slug)
                for each in found[:limit]
            ]
        )
        return
    for each in found[:limit]:
        click.echo(place_line(each, gazetteer.full_name(each), gazetteer.area_of(each)))
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; say more of the name, or raise --limit")
    about = definitions.exam
    if not found and text in {about.short_name, about.official_name, *about.also_called}:
        example = min(forms_of(definitions.example_place.name), key=len)
        raise FeedgenError(
            f"'{text}' is the exam that all feeds are about; look for a place, such as {example}"
        )
    if not found:
        raise FeedgenError(f"no place matches '{text}'")
