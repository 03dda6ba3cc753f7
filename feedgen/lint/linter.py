"""Lints any .ics file, ours or another's, and never fails."""

from contextlib import suppress

from feedgen.core.model import Finding
from feedgen.lint.calendars import check_calendar
from feedgen.lint.components import read_components
from feedgen.lint.lines import Reporter, read_lines
from feedgen.lint.rules import RULES

LARGEST = 8_000_000
"""Octets; a larger file is not read."""
LARGEST_FOR_GOOGLE = 1_000_000
MOST_FINDINGS = 1000
"""Of one file; a binary would give millions."""


def lint(content: bytes) -> list[Finding]:
    """Return the findings in a calendar file, sorted by line."""
    if len(content) > LARGEST:
        return [Finding(1, "file-size", f"has {len(content)} octets; at most {LARGEST}")]
    findings: list[Finding] = []

    def report(line: int, rule: str, message: str) -> None:
        assert rule in RULES, f"no rule {rule}"
        findings.append(Finding(line, rule, message))
        if len(findings) == MOST_FINDINGS:
            raise _TooManyError

    with suppress(_TooManyError):
        _check(content, report)
    return sorted(findings)


class _TooManyError(Exception):
    """The file has `MOST_FINDINGS` findings."""


def _check(content: bytes, report: Reporter) -> None:
    if len(content) > LARGEST_FOR_GOOGLE:
        report(1, "google-size", f"has {len(content)} octets")
    components = read_components(read_lines(content, report), report)
    if not components or components[0].name != "VCALENDAR":
        report(1, "begin", "does not begin with BEGIN:VCALENDAR")
    calendars = [component for component in components if component.name == "VCALENDAR"]
    for calendar in calendars[1:]:
        report(calendar.number, "one-calendar", "begins another calendar")
    for calendar in calendars:
        check_calendar(calendar, report)
