"""What the events of one place are told from."""

from dataclasses import dataclass

from feedgen.model import About, Place, Region, Timeline


@dataclass(frozen=True, kw_only=True)
class Told:
    """A place, whom it follows, and what holds there."""

    place: Place
    followed: Place
    """The province-level place whose dates it takes; itself for a province."""
    region: Region
    timeline: Timeline
    about: About
