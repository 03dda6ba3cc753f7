"""Lints a calendar file, ours or another's: what some calendar would stumble over, line by line; it
never fails.
"""

from contextlib import suppress

from feedgen.core.model import Finding
from feedgen.lint.calendars import check_calendar
from feedgen.lint.components import read_components
from feedgen.lint.lines import Report, read_lines
from feedgen.lint.rules import RULES

LARGEST = 8_000_000
"""Octets; more is not read."""
GOOGLES_LARGEST = 1_000_000
MOST_SHOWN = 1000
"""Findings of one file; a binary would give millions."""


def lint(content: bytes) -> list[Finding]:
    """Return what is wrong in a calendar file, by line; nothing where nothing is.

    Args:
        content: The file, whatever it holds.
    """
    if len(content) > LARGEST:
        return [Finding(1, "file-size", f"has {len(content)} octets; at most {LARGEST}")]
    found: list[Finding] = []

    def report(line: int, rule: str, message: str) -> None:
        assert rule in RULES, f"no rule {rule}"
        found.append(Finding(line, rule, message))
        if len(found) == MOST_SHOWN:
            raise _EnoughError

    with suppress(_EnoughError):
        _check(content, report)
    return sorted(found)


class _EnoughError(Exception):
    """Nobody reads more findings of one file."""


def _check(content: bytes, report: Report) -> None:
    if len(content) > GOOGLES_LARGEST:
        report(1, "google-size", f"has {len(content)} octets")
    calendars = read_components(read_lines(content, report), report)
    if not calendars or calendars[0].name != "VCALENDAR":
        report(1, "begin", "does not begin with BEGIN:VCALENDAR")
    for number, calendar in enumerate(each for each in calendars if each.name == "VCALENDAR"):
        if number:
            report(calendar.number, "one-calendar", "begins another calendar")
        check_calendar(calendar, report)
