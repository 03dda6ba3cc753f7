"""The command that judges: backtest."""

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
    help="Judge against the releases of a CSV, which nothing is learned from.  [default: those in regions/]",
)
@click.option(
    "--chart",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the picture of it, an SVG.",
)
@json_option
def backtest_command(
    regions: Path | None, outcomes: Path | None, picture: Path | None, as_json: bool
) -> None:
    """Say how right the windows would have been.

    Each past release is judged by the window of the morning after its exam, from what was known
    then, beside what anybody could say without a model. Where somebody looked on days 30 and 60
    after the exam is the second table. The columns of --outcomes are region, exam_year, exam_end
    and released; more do no harm.

    Example: feedgen backtest --outcomes releases.csv
    """
    definitions = load_definitions(regions)
    found, skipped = (
        read_outcomes(outcomes, definitions) if outcomes else (outcomes_of(definitions), 0)
    )
    report = replay(definitions, found, skipped=skipped)
    if picture:
        names = {slug: region.name for slug, region in definitions.regions.items()}
        write_atomic(picture.parent, picture.name, render_chart(report, names).encode())
    if as_json:
        print_json(backtest_data(report))
    else:
        print_lines(backtest_text(report))
