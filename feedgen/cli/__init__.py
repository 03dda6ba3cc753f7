"""The command line: words in, exit code out; the only place that reads the clock."""

import errno
from importlib import import_module

import click

from feedgen.errors import FeedgenError

COMMANDS = {
    "build": "making.build",
    "check": "looking.check",
    "show": "looking.show",
    "explain": "looking.explain",
    "find": "looking.find",
    "diff": "comparing.diff",
    "announce": "announcing.announce_command",
    "watch": "watching.watch",
    "lint": "linting.lint_command",
    "backtest": "judging.backtest",
    "serve": "serving.serve",
}
"""Where each command is; only the one that was asked for is imported, with the libraries that it needs."""


class _Group(click.Group):
    """Shows a `FeedgenError`, and what the system refuses, as one message; lets bugs keep their traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(".")
        command = getattr(import_module(f"feedgen.cli.{module}"), name)
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
            # A path that was typed, or the terminal: all that a build reads and writes has messages of its own.
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kaohou", prog_name="feedgen")
def main() -> None:
    """Calendar feeds of when exam results, re-check deadlines and certificates come.

    Example: feedgen show 松江
    """
