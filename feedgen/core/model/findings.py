"""The findings in a calendar file, and the rules that they break."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding harms subscribers."""

    ERROR = "error"
    """Some client refuses the file, loses or doubles an event, or shows another day."""
    WARNING = "warning"
    """Some client shows less than the file holds, or asks its user something needless."""


@dataclass(frozen=True)
class LintRule:
    """One rule for calendar files."""

    name: str
    severity: Severity
    reason: str
    """The harm that it prevents."""
    reference: str
    """The standard or report that it comes from."""


@dataclass(frozen=True, order=True)
class Finding:
    """A line of a file that breaks a rule."""

    line: int
    """Counted from 1."""
    rule: str
    message: str
