"""The command line: words in, exit code out; the only place that reads the clock."""

import errno

import click

from feedgen.cli.announcing import announce_command
from feedgen.cli.comparing import diff
from feedgen.cli.judging import backtest
from feedgen.cli.linting import lint_command
from feedgen.cli.looking import check, explain, find, show
from feedgen.cli.making import build
from feedgen.cli.serving import serve
from feedgen.cli.watching import watch
from feedgen.errors import FeedgenError


class _Group(click.Group):
    """Shows a `FeedgenError`, and what the system refuses, as one message; lets bugs keep their traceback."""

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


for command in (build, check, show, explain, find, diff, announce_command, watch, lint_command, backtest, serve):
    main.add_command(command)
