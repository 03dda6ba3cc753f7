"""Lints any calendar file."""

from feedgen.lint.linter import LARGEST, lint
from feedgen.lint.rules import RULES
