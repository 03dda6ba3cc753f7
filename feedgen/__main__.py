"""The door of the command, also for `python -m feedgen`; the rest of it is in `cli`.

What feedgen can do is said here as it stands: to start click and to import every command for it
would take many times as long as to start Python. A test compares it with what click says.
"""

import os
import sys

HELP = """\
Usage: feedgen [OPTIONS] COMMAND [ARGS]...

  Calendar feeds of when exam results, re-check deadlines and certificates
  come.

  Example: feedgen show 松江

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  announce  Record what an authority said, and show what that changes for...
  backtest  Say how right the windows would have been.
  build     Build the feeds and the pages into a folder.
  check     Check every file in regions/ and list every problem.
  diff      Show what a build would change for subscribers.
  explain   Explain where each date of PLACE, or of one MILESTONE there,...
  find      Find places by a part of a name, pinyin, initials or a code.
  lint      Say what calendars would stumble over in FILES, ours or...
  serve     Serve the feeds and pages on this machine as a phone would...
  show      Show the timeline of PLACE: a slug, a code, or a Chinese name...
  watch     Look at the authorities' notice lists for news.
"""


def main() -> None:
    """Do what the words of the command line ask for."""
    # A terminal that cannot write Chinese is left to click, which knows what to do.
    if sys.argv[1:] in (["--help"], ["-h"]) and sys.stdout.encoding == "utf-8":
        try:
            sys.stdout.write(HELP)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read it has gone, and Python would complain once more at its end.
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
            sys.exit(1)
        return
    from feedgen.cli import main as command

    command(prog_name="feedgen")


if __name__ == "__main__":
    main()
