"""The command line: arguments in, exit code out; the only place that reads the clock."""

from feedgen.cli.group import COMMANDS, main
