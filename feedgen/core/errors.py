"""The errors that feedgen explains to its user; a bug of ours keeps its traceback instead."""

from collections.abc import Sequence
from dataclasses import dataclass


class FeedgenError(Exception):
    """The user can understand the message and fix the cause."""


@dataclass(frozen=True, order=True)
class Problem:
    """One problem in a definition file."""

    file: str
    """As the user would name it: `regions/hunan.toml`."""
    line: int
    """Counted from 1."""
    key: str
    """The dotted key; empty for the file as a whole."""
    text: str
    """What is wrong; after a semicolon, what would be right."""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.text}"


class DefinitionError(FeedgenError):
    """The definitions are invalid; holds every problem of every file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OutcomeError(DefinitionError):
    """A file of outcomes is invalid; holds every problem of every row."""


class PlaceError(FeedgenError):
    """No place has that name, or several have it."""


class MilestoneError(FeedgenError):
    """No milestone has that name, or it has no date in that place on that day."""


class DayError(FeedgenError):
    """The day is invalid, or outside the years that can be asked about."""


class PublishError(FeedgenError):
    """The output folder cannot be read or written."""


class LedgerError(PublishError):
    """The ledger cannot be used; the message names the way out."""
