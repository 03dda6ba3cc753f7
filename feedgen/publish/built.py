"""What a build made."""

from dataclasses import dataclass

from feedgen.publish.conserved import Conserved
from feedgen.publish.guard import Held


@dataclass(frozen=True)
class Built:
    """What a build made."""

    feeds: int
    changed: int
    """How many of the feeds are not what they were."""
    pages: int
    held: Held
    """What the guard held back, and why; its feeds are what they were."""
    let_through: Held
    """What the guard would have held back and was accepted."""
    conserved: Conserved
    """How many facts there are, and where they are told."""
