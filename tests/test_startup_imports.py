"""A command imports only the libraries that it uses."""

import os
import subprocess
import sys

import click
import pytest

from feedgen.cli import COMMANDS, main
from tests.conftest import ROOT

HEAVY = {
    "click",
    "holidays",
    "httpcore",
    "icalendar",
    "jinja2",
    "protego",
    "segno",
    "selectolax",
    "tomlkit",
}
RUN = """
import sys
from feedgen.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
finally:
    print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def imported_by(*words: str) -> set[str]:
    """Run a command and return the heavy libraries that it imported."""
    program = [sys.executable, "-c", RUN, *words]
    result = subprocess.run(program, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return HEAVY & set(result.stderr.split())


@pytest.mark.parametrize(
    ("words", "libraries"),
    [
        (("--help",), set()),
        (("--version",), set()),
        (("find", "松江"), set()),
        (("lint", "public/shanghai.ics"), set()),
        (("check",), {"holidays", "icalendar", "jinja2"}),
        (("show", "松江", "--as-of", "2026-11-22"), {"holidays"}),
        (("explain", "松江", "--as-of", "2026-11-22"), {"holidays"}),
        (("backtest",), {"holidays"}),
    ],
)
def test_a_command_imports_only_the_libraries_that_it_needs(
    words: tuple[str, ...], libraries: set[str]
) -> None:
    assert imported_by(*words) - {"click"} == libraries


def test_every_listed_command_exists() -> None:
    context = click.Context(main)

    assert [name for name in COMMANDS if main.get_command(context, name) is None] == []
    assert main.get_command(context, "nothing") is None


def test_the_help_has_one_whole_line_for_each_command() -> None:
    lines = [line.split(maxsplit=1) for line in help_on_a_terminal().splitlines()]

    assert lines[-len(COMMANDS) :] == [[name, summary] for name, summary in COMMANDS.items()]


def test_the_help_is_printed_where_chinese_cannot_be_written() -> None:
    assert "Example: feedgen show" in help_on_a_terminal(PYTHONIOENCODING="ascii")


def help_on_a_terminal(**environment: str) -> str:
    """Return the help on a terminal of 80 columns."""
    result = subprocess.run(
        [sys.executable, "-m", "feedgen", "--help"],
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **environment},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout
