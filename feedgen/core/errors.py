"""Everything that feedgen can explain to its user; a bug of ours is none of these and keeps its
traceback.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class FeedgenError(Exception):
    """Something that the user can understand and mend."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a definition file."""

    file: str
    """The file as the user would name it, `regions/hunan.toml`."""
    line: int
    """The line, counted from 1."""
    key: str
    """The dotted key, empty where the file as a whole is meant."""
    text: str
    """What is wrong, and after a semicolon what would be right."""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.text}"


class DefinitionError(FeedgenError):
    """The files in `regions/` do not make sense; holds every problem of every file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OutcomeError(DefinitionError):
    """A file of outcomes cannot be judged against; holds every problem of every row."""


class PlaceError(FeedgenError):
    """No place, or more than one, goes by that name."""


class MilestoneError(FeedgenError):
    """No milestone goes by that name, or it has no date in that place on that day."""


class DayError(FeedgenError):
    """That is no day, or none that can be asked about."""


class PublishError(FeedgenError):
    """The world is in the way: the output folder cannot be read or written."""


class LedgerError(PublishError):
    """The ledger of what was published cannot be gone by; the message names the way out."""
