"""The command line: one module a command; the only room that reads the clock."""

from feedgen.cli.group import COMMANDS, main
