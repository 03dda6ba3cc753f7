"""The command that compares: diff."""

from datetime import date
from pathlib import Path

import click

from feedgen.cli.options import (
    as_of_option,
    json_option,
    load_definitions,
    output_option,
    print_json,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.core.model import Change, Definitions
from feedgen.publish.comparison import subscriber_changes
from feedgen.render.data import version_data
from feedgen.render.events import change_words
from feedgen.render.terminal import blocked_text, changes_text

MOST_HELD = 50
"""Lines."""


@click.command("diff")
@regions_option
@as_of_option
@click.option("--markdown", is_flag=True, help="Print a form that a pull request can show.")
@json_option
@output_option
def diff_command(
    regions: Path | None, as_of: date | None, markdown: bool, as_json: bool, output: Path
) -> None:
    """Show what a build would change for subscribers.

    What stands in the folder is compared with what the definitions give on the day, milestone by
    milestone: what is new, confirmed, moved, cancelled, in another state, or only reworded; and
    what of it a build would hold back until somebody accepts it.

    Example: feedgen diff --markdown
    """
    definitions = load_definitions(regions)
    found, held = subscriber_changes(output, definitions, as_of or today_in_china())
    names = {slug: _name(definitions, slug) for slug in {change.owner for change in found}}
    if as_json:
        print_json(
            {"changes": [_data(change, names[change.owner]) for change in found], "held": held}
        )
    else:
        print_lines(changes_text(found, names, change_words, is_markdown=markdown))
        print_lines(blocked_text(held, "a build would hold back", MOST_HELD, is_markdown=markdown))


def _name(definitions: Definitions, slug: str) -> str:
    return next((place.name for place in definitions.places if place.slug == slug), slug)


def _data(change: Change, name: str) -> dict[str, object]:
    return {
        "owner": change.owner,
        "name": name,
        "milestone": change.key,
        "kind": change.kind,
        "words": change_words(change),
        "before": version_data(change.before) if change.before else None,
        "after": version_data(change.after),
    }
