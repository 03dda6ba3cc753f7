"""The command line: words in, exit code out; the only place that reads the clock."""

import errno
from importlib import import_module

import click

from feedgen.core.errors import FeedgenError

COMMANDS = (
    "announce",
    "backtest",
    "build",
    "check",
    "diff",
    "explain",
    "find",
    "lint",
    "serve",
    "show",
    "watch",
)
"""Each is a function of a module of its own name; only the command in use is imported."""


class _Group(click.Group):
    """Shows a `FeedgenError`, and what the system refuses, as one message; lets bugs keep their
    traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"feedgen.cli.{cmd_name}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FeedgenError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            # A path that was typed, or the terminal: all that a build reads and writes has messages
            # of its own.
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from error


@click.group(
    cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="kaohou", prog_name="feedgen")
def main() -> None:
    """Calendar feeds of when exam results, re-check deadlines and certificates come.

    Example: feedgen show 松江
    """
