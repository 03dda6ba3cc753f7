"""Facts that an output leaves out, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Output(StrEnum):
    """Where people and programs meet a fact."""

    FEED = "feed"
    PAGE = "page"
    DATA = "data"


@dataclass(frozen=True)
class Omission:
    """A fact that an output leaves out."""

    region: str
    """Slug."""
    at: str
    """File and line of the fact."""
    output: Output
    reason: str
    """Empty if no rule explains it: a bug."""
