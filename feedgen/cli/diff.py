"""`feedgen diff`: what a build would change for subscribers."""

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

MOST_REASONS = 50
"""Lines of what the guard would block; the rest is counted."""


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

    The folder's ledger is compared with the definitions on the day, milestone by milestone: new,
    confirmed, moved, cancelled, in another state, or only reworded. Changes that the guard would
    block until a person accepts them are listed as well.

    Example: feedgen diff --markdown
    """
    definitions = load_definitions(regions)
    changes, blocked = subscriber_changes(output, definitions, as_of or today_in_china())
    names = {change.owner: _name(definitions, change.owner) for change in changes}
    if as_json:
        data = [_data(change, names[change.owner]) for change in changes]
        print_json({"changes": data, "held": blocked})
    else:
        heading = "a build would block"
        print_lines(changes_text(changes, names, change_words, is_markdown=markdown))
        print_lines(blocked_text(blocked, heading, MOST_REASONS, is_markdown=markdown))


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
