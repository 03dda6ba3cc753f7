"""What a build made."""

from dataclasses import dataclass

from feedgen.core.model import Omission, Output

Blocked = dict[str, tuple[str, ...]]
"""Slug of an owner, or of a place that would have no feed any more -> why it is held back."""


@dataclass(frozen=True)
class CompletenessReport:
    """How many facts there are, and which of them are not told everywhere; those of a held region
    are not counted.
    """

    facts: int
    left_out: tuple[Omission, ...]

    def told_in(self, output: Output) -> int:
        """Return how many facts an output tells."""
        return self.facts - sum(each.output is output for each in self.left_out)

    @property
    def unexplained(self) -> tuple[Omission, ...]:
        """Return what is missing without a reason: bugs."""
        return tuple(each for each in self.left_out if not each.reason)


@dataclass(frozen=True)
class BuildResult:
    """What a build made."""

    feeds: int
    changed: int
    """How many of the feeds are not what they were."""
    pages: int
    blocked: Blocked
    """What the guard held back, and why; its feeds are what they were."""
    let_pass: Blocked
    """What the guard would have held back and was accepted."""
    completeness: CompletenessReport
    """How many facts there are, and where they are told."""
