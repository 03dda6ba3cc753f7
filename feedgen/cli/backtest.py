"""`feedgen backtest`: scores past windows against the days that came true."""

from pathlib import Path

import click

from feedgen.cli.options import (
    json_option,
    load_definitions,
    print_json,
    print_lines,
    regions_option,
)
from feedgen.core.atomic_files import write_atomic
from feedgen.forecast.backtest import outcomes_of, read_outcomes, replay
from feedgen.render.charts import render_chart
from feedgen.render.data import backtest_data
from feedgen.render.terminal import backtest_text


@click.command("backtest")
@regions_option
@click.option(
    "--outcomes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score the releases of a CSV; they teach nothing.  [default: those in regions/]",
)
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), help="Write a chart as SVG."
)
@json_option
def backtest_command(
    regions: Path | None, outcomes: Path | None, chart: Path | None, as_json: bool
) -> None:
    """Score past windows against the days on which results came.

    A release is scored by the window of the morning after its exam, from the facts known then, and
    compared with predictions that need no model. The second table assumes that the list of notices
    was checked in vain on days 30 and 60 after the exam. --outcomes needs the columns region,
    exam_year, exam_end and released; others are ignored.

    Example: feedgen backtest --outcomes releases.csv
    """
    definitions = load_definitions(regions)
    releases, skipped = (
        read_outcomes(outcomes, definitions) if outcomes else (outcomes_of(definitions), 0)
    )
    report = replay(definitions, releases, skipped=skipped)
    if chart:
        names = {slug: region.name for slug, region in definitions.regions.items()}
        write_atomic(chart.parent, chart.name, render_chart(report, names).encode())
    if as_json:
        print_json(backtest_data(report))
    else:
        print_lines(backtest_text(report))
