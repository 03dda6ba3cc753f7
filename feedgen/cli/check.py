"""`feedgen check`: every problem in `regions/`, and where each fact is shown."""

from datetime import date
from pathlib import Path

import click

from feedgen.cli.options import (
    as_of_option,
    json_option,
    load_definitions,
    print_completeness,
    print_json,
    print_lines,
    regions_option,
    today_in_china,
)
from feedgen.core.errors import FeedgenError
from feedgen.definitions.regions import coverage as coverage_of
from feedgen.definitions.regions import facts_by_grade
from feedgen.render.terminal import coverage_text


@click.command("check")
@regions_option
@as_of_option
@click.option(
    "--coverage",
    is_flag=True,
    help="Show which facts of each region are sourced, inherited, assumed, unknown.",
)
@json_option
def check_command(regions: Path | None, as_of: date | None, coverage: bool, as_json: bool) -> None:
    """Check every file in regions/ and list every problem.

    Where there is none, the feeds, pages and data of the day are made in memory, and every fact
    is looked for in them. A fact that is missing without a reason is a bug of feedgen.

    Example: feedgen check --coverage
    """
    definitions = load_definitions(regions)
    # Imported after the files were read: their problems are what a volunteer waits for.
    from feedgen.publish.builder import count_facts
    from feedgen.render.data import completeness_data

    report = count_facts(definitions, as_of or today_in_china())
    grades = facts_by_grade(definitions)
    table = coverage_of(definitions) if coverage else {}
    if as_json:
        facts = completeness_data(report.facts, report.left_out)
        print_json({"facts_by_grade": grades, **facts, **({"coverage": table} if coverage else {})})
    else:
        if coverage:
            names = {slug: region.name for slug, region in definitions.regions.items()}
            print_lines([*coverage_text(table, names), ""])
        counts = ", ".join(f"{count} {grade}" for grade, count in grades.items())
        size = f"{len(definitions.regions)} regions, {len(definitions.places)} places"
        click.echo(f"{size}; facts by grade: {counts}")
        print_completeness(report)
    if report.unexplained:
        raise FeedgenError(f"{len(report.unexplained)} facts are missing without a reason")
