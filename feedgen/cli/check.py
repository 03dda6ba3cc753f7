"""`feedgen check`: every problem in `regions/`, and which facts each region has."""

from pathlib import Path

import click

from feedgen.cli.options import (
    json_option,
    load_definitions,
    print_json,
    print_lines,
    regions_option,
)
from feedgen.definitions.regions import coverage as coverage_of
from feedgen.definitions.regions import facts_by_grade
from feedgen.render.terminal import coverage_text


@click.command("check")
@regions_option
@click.option(
    "--coverage",
    is_flag=True,
    help="Show which facts of each region are sourced, inherited, assumed, unknown.",
)
@json_option
def check_command(regions: Path | None, coverage: bool, as_json: bool) -> None:
    """Check every file in regions/ and list every problem.

    Example: feedgen check --coverage
    """
    definitions = load_definitions(regions)
    grades = facts_by_grade(definitions)
    if as_json:
        print_json(
            {
                "facts_by_grade": grades,
                **({"coverage": coverage_of(definitions)} if coverage else {}),
            }
        )
        return
    if coverage:
        names = {slug: region.name for slug, region in definitions.regions.items()}
        print_lines(coverage_text(coverage_of(definitions), names))
        click.echo()
    counts = ", ".join(f"{count} {grade}" for grade, count in grades.items())
    click.echo(
        f"{len(definitions.regions)} regions, {len(definitions.places)} places; facts by grade: {counts}"
    )
