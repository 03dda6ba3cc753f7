"""What is wrong in a calendar file, and the rules that say so."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Some calendar refuses the file, loses or doubles an event, or shows another day."""
    WARNING = "warning"
    """Some calendar shows less than is there, or asks its user something odd."""


@dataclass(frozen=True)
class LintRule:
    """One thing that a calendar file must or should be."""

    name: str
    severity: Severity
    reason: str
    """Whom it hurts, and how."""
    reference: str
    """Where that is written."""


@dataclass(frozen=True, order=True)
class Finding:
    """A place in a file where a rule is broken."""

    line: int
    """Counted from 1, as an editor counts."""
    rule: str
    message: str
