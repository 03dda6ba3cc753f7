"""The command group: lists the commands, and shows an explained failure as one message."""

import errno
from importlib import import_module

import click

from feedgen.core.errors import FeedgenError

COMMANDS = {
    "announce": "Record an announced date and show what it changes for subscribers.",
    "backtest": "Score past windows against the days on which results came.",
    "build": "Build the feeds, pages and data into a folder.",
    "check": "Check the definitions and list every problem.",
    "diff": "Show what a build would change for subscribers.",
    "explain": "Explain where the dates of a place come from.",
    "find": "Find places by name, pinyin, initials or code.",
    "lint": "Check calendar files for what calendars trip over.",
    "serve": "Serve the feeds and pages on this machine.",
    "show": "Show the dates of a place.",
    "watch": "Look for news in the authorities' notice lists.",
}
"""Each command and its line in `feedgen --help`, which imports none of them.

The command NAME is the function `NAME_command` of the module `feedgen.cli.NAME`.
"""


class _Group(click.Group):
    """Imports only the command in use; lets bugs keep their traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"feedgen.cli.{cmd_name}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FeedgenError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            # A typed path or the terminal; a build explains its own files.
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from error


@click.group(
    cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="kaohou", prog_name="feedgen")
def main() -> None:
    """Calendar feeds of when exam results, re-check deadlines and certificates come.

    Example: feedgen show 松江
    """
