"""What a command does not need it does not import: most of them are over before a calendar library
would be there.
"""

import os
import subprocess
import sys

import click
import pytest

from feedgen.__main__ import HELP
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
    """The heavy libraries that a command has imported when it is over."""
    program = [sys.executable, "-c", RUN, *words]
    result = subprocess.run(program, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return HEAVY & set(result.stderr.split())


def test_the_help_that_needs_no_library_is_what_click_says() -> None:
    program = [
        sys.executable,
        "-c",
        "from feedgen.cli import main; main(['--help'], prog_name='feedgen')",
    ]

    said = subprocess.run(
        program, env={**os.environ, "COLUMNS": "80"}, cwd=ROOT, capture_output=True, check=True
    )

    assert said.stdout.decode() == HELP, (
        "put into feedgen/__main__.py what click says at a width of 80"
    )


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_the_help_imports_no_library(words: list[str]) -> None:
    assert imported_by(*words) == set()


@pytest.mark.parametrize(
    ("words", "libraries"),
    [
        (("--version",), set()),
        (("find", "松江"), set()),
        (("lint", "public/shanghai.ics"), set()),
        (("check",), set()),
        (("show", "松江", "--as-of", "2026-11-22"), {"holidays"}),
        (("explain", "松江", "--as-of", "2026-11-22"), {"holidays"}),
        (("backtest",), {"holidays"}),
    ],
)
def test_a_command_imports_only_the_libraries_that_it_needs(
    words: tuple[str, ...], libraries: set[str]
) -> None:
    assert imported_by(*words) - {"click"} == libraries


def test_every_command_is_where_it_is_said_to_be() -> None:
    context = click.Context(main)

    assert [name for name in COMMANDS if main.get_command(context, name) is None] == []
    assert main.get_command(context, "nothing") is None


def test_a_terminal_without_chinese_gets_its_help_from_click() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    result = subprocess.run(
        [sys.executable, "-m", "feedgen", "--help"], cwd=ROOT, env=environment, capture_output=True
    )

    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"Usage: feedgen [OPTIONS] COMMAND [ARGS]...")
