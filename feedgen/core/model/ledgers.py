"""What was published of each milestone, so that an event is updated in place for as long as a phone
remembers it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from feedgen.core.model.places import Depth
from feedgen.core.model.timelines import State


@dataclass(frozen=True)
class Version:
    """What a subscriber's calendar showed of a milestone from a build on."""

    published: date
    """The `as_of` of the build."""
    first: date
    last: date
    """Last day of the event, inclusive."""
    state: State
    title: str


@dataclass(frozen=True)
class Entry:
    """The line of a milestone in the ledger."""

    digest: str
    """SHA-256 of all that subscribers see of the event."""
    sequence: int
    created: datetime
    modified: datetime
    """When its last revision was made; never earlier than the one before."""
    versions: tuple[Version, ...]
    """Oldest first; a reworded text is no new value."""

    @property
    def current(self) -> Version:
        """What it shows now."""
        return self.versions[-1]


@dataclass(frozen=True)
class Acceptance:
    """What the guard held back and a person let through."""

    day: date
    """The `as_of` of the build that published it."""
    reason: str
    names: tuple[str, ...]
    """Slugs of the owners, and of the places without a feed from then on."""


@dataclass(frozen=True)
class Ledger:
    """What was published, by owner and milestone."""

    as_of: date
    """Of the last build that changed a byte."""
    depth: Depth
    definitions: str
    """Digest of the definitions of the last build that changed a byte."""
    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    """Slug of a region, or of an area that once was one -> key of a milestone,
    `2026-results-release` -> its line.
    """
    feeds: tuple[str, ...] = ()
    """Slug of every place that ever had feeds of ours here, those of aliases as well."""
    retired: tuple[str, ...] = ()
    """Those of them that have no feed any more, as a person accepted."""
    accepted: tuple[Acceptance, ...] = ()
    """Oldest first."""
    identity: str = ""
    """Of the exam, as its UIDs have it: phones know the events by them."""

    def entries_of(self, owner: str) -> Mapping[str, Entry]:
        """Return the lines of an owner; those of its province where it has none of its own yet."""
        return self.entries.get(owner) or self.entries.get(owner.partition("/")[0], {})


@dataclass(frozen=True)
class Change:
    """One step in the line of a milestone."""

    owner: str
    """On whose lines it stands."""
    key: str
    kind: str
    """`new`, `confirmed`, `moved`, `cancelled`, `turned` (another state on the same days) or
    `reworded`.
    """
    number: int
    """Which value of the line it led to, from 0; of a reworded one the last."""
    before: Version | None
    after: Version
