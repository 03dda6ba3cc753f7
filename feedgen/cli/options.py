"""Options, the clock and printing, shared by the commands."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from feedgen.api import default_folder, parse_day
from feedgen.core.atomic_files import remove, write_atomic
from feedgen.core.errors import DayError
from feedgen.core.model import CHINA, Definitions, Output
from feedgen.definitions.candidates import CANDIDATES_FILE, Proposals, candidates_bytes
from feedgen.definitions.regions import load
from feedgen.definitions.regions.tables import is_site
from feedgen.publish.results import CompletenessReport

LONGEST_REASON = 200
MOST_OMISSIONS = 20


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except DayError as error:
            self.fail(str(error), param, ctx)


class SiteUrl(click.ParamType):  # type: ignore[type-arg]
    """The address of a site, with a slash at its end."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_site(value):
            text = f"'{value}' is no address of a site; one such as https://example.org/feeds/"
            self.fail(text, param, ctx)
        return f"{str(value).rstrip('/')}/"


class Reason(click.ParamType):  # type: ignore[type-arg]
    """One line that says why a change is right."""

    name = "reason"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        reason = str(value).strip()
        if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
            self.fail(f"a reason is one line of 1 to {LONGEST_REASON} characters", param, ctx)
        return reason


class Commit(click.ParamType):  # type: ignore[type-arg]
    """The name of a commit in git."""

    name = "commit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[0-9a-f]{7,64}", str(value)):
            self.fail("a commit is 7 to 64 figures and letters from a to f", param, ctx)
        return str(value)


def now() -> datetime:
    """Return the time, to the second; nothing else reads the clock."""
    return datetime.now(UTC).replace(microsecond=0)


def today_in_china() -> date:
    """Return today in China."""
    return now().astimezone(CHINA).date()


regions_option = click.option(
    "--regions",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the definitions.  [default: ./regions, else those that came with feedgen]",
)
as_of_option = click.option(
    "--as-of", type=Day(), help="The day to pretend it is.  [default: today in China]"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print data for programs.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    default=Path("public"),
    show_default=True,
    help="Folder of the feeds.",
)


def definitions_folder(regions: Path | None) -> Path:
    """Return the folder of definitions on the command line, else the default one."""
    return regions or default_folder()


def load_definitions(regions: Path | None) -> Definitions:
    """Load the definitions on the command line, else the default ones."""
    return load(definitions_folder(regions))


def checkout(regions: Path | None) -> Path:
    """Return the folder of definitions to write into, never that of an installed package."""
    folder = regions or Path("regions")
    if not (folder / "national.toml").is_file():
        raise click.UsageError(
            f"no definitions in {folder}; run it in a checkout, or name the folder with --regions"
        )
    return folder


def keep_candidates(folder: Path, proposals: Proposals) -> None:
    """Write the candidates that wait for a person; remove the file if there are none."""
    if proposals == Proposals():
        remove(folder, CANDIDATES_FILE)
    else:
        write_atomic(folder, CANDIDATES_FILE, candidates_bytes(proposals))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text."""
    for line in lines:
        click.echo(line)


def print_json(data: object) -> None:
    """Print data for programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def print_completeness(report: CompletenessReport) -> None:
    """Print how many facts each output shows, and list those missing without a reason."""
    shown = {output: report.shown_in(output) for output in Output}
    click.echo(
        f"{report.facts} facts: {shown[Output.DATA]} in the data, {shown[Output.PAGE]} on pages, "
        f"{shown[Output.FEED]} in events"
    )
    for omission in report.unexplained[:MOST_OMISSIONS]:
        where = f"missing in the {omission.output} of {omission.region} without a reason"
        click.echo(f"{omission.at}: {where}", err=True)
