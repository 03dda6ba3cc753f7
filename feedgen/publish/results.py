"""What a build made."""

from dataclasses import dataclass

from feedgen.core.model import Omission, Output

Blocked = dict[str, tuple[str, ...]]
"""Slug of an owner, or of a place that would lose its feeds -> why the guard blocks it."""


@dataclass(frozen=True)
class CompletenessReport:
    """The number of facts, and those that some output leaves out; blocked regions do not count."""

    facts: int
    left_out: tuple[Omission, ...]

    def shown_in(self, output: Output) -> int:
        """Return how many facts an output shows."""
        return self.facts - sum(omission.output is output for omission in self.left_out)

    @property
    def unexplained(self) -> tuple[Omission, ...]:
        """The facts that are missing without a reason: bugs."""
        return tuple(omission for omission in self.left_out if not omission.reason)


@dataclass(frozen=True)
class BuildResult:
    """What a build made."""

    feeds: int
    changed: int
    """How many of the feeds have other bytes than before."""
    pages: int
    blocked: Blocked
    """Whose feeds the guard left as they were, and why."""
    accepted: Blocked
    """What the guard would have blocked, and a person accepted."""
    completeness: CompletenessReport | None
    """Where the facts are shown; None if the build did not look."""
