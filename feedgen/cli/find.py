"""`feedgen find`: finds places by name, pinyin, initials or code."""

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
from feedgen.core.model import Definitions
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
    help="Most places to show.",
)
def find_command(text: str, regions: Path | None, as_json: bool, limit: int) -> None:
    """Find places by a part of a name, pinyin, initials or a code.

    A county without a page is shown with its area.

    Example: feedgen find sj
    """
    definitions = load_definitions(regions)
    gazetteer = Gazetteer.of(definitions.places)
    matches = gazetteer.find(text)
    shown = matches[:limit]
    if as_json:
        context = BuildContext(definitions, today_in_china())
        print_json(
            [
                place_data(place, context.followed_by(place), gazetteer.area_of(place).slug)
                for place in shown
            ]
        )
        return
    for place in shown:
        click.echo(place_line(place, gazetteer.full_name(place), gazetteer.area_of(place)))
    if len(matches) > limit:
        click.echo(f"{len(matches) - limit} more; give more of the name, or raise --limit")
    if not matches:
        raise FeedgenError(_no_match(text, definitions))


def _no_match(text: str, definitions: Definitions) -> str:
    exam = definitions.exam
    if text not in {exam.short_name, exam.official_name, *exam.also_called}:
        return f"no place matches '{text}'"
    example = min(forms_of(definitions.example_place.name), key=len)
    return f"'{text}' is the exam of all feeds; look for a place, such as {example}"
