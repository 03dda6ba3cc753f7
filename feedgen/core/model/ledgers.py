"""What was published of each milestone, so that phones update an event in place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from feedgen.core.model.places import Depth
from feedgen.core.model.timelines import State


@dataclass(frozen=True)
class Version:
    """What calendars showed of a milestone from one build on."""

    published: date
    """The `as_of` of the build."""
    first: date
    last: date
    """Last day of the event, inclusive."""
    state: State
    plain_title: str
    """The title without the state in front."""
    is_deadline: bool = False
    is_conditional: bool = False


@dataclass(frozen=True)
class Entry:
    """Everything that was published of one milestone."""

    digest: str
    """SHA-256 of all that subscribers see of the event."""
    sequence: int
    created: datetime
    modified: datetime
    """When its last revision was made; never earlier than the one before."""
    versions: tuple[Version, ...]
    """Oldest first; a reworded text makes no version."""

    @property
    def current(self) -> Version:
        """The newest version."""
        return self.versions[-1]


@dataclass(frozen=True)
class Acceptance:
    """A person's decision to publish what the guard blocked."""

    day: date
    """The `as_of` of the build that published it."""
    reason: str
    names: tuple[str, ...]
    """Slugs of the owners, and of the places that lost their feeds."""


@dataclass(frozen=True)
class Ledger:
    """What was published, by owner and milestone."""

    as_of: date
    """Of the last build that changed a byte."""
    depth: Depth
    definitions: str
    """Digest of the definitions of the last build that changed a byte."""
    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    """Owner -> key of a milestone, `2026-results-release` -> entry.

    An owner is the slug of a region, or of an area that once was a region.
    """
    feeds: tuple[str, ...] = ()
    """Slugs of all places that ever had feeds here, also those of aliases."""
    retired: tuple[str, ...] = ()
    """Those of them that have no feed any more, as a person accepted."""
    accepted: tuple[Acceptance, ...] = ()
    """Oldest first."""
    identity: str = ""
    """Of the exam, as the UIDs of its events have it."""

    def entries_of(self, owner: str) -> Mapping[str, Entry]:
        """Return the entries of an owner; those of its province if it has none yet."""
        return self.entries.get(owner) or self.entries.get(owner.partition("/")[0], {})


@dataclass(frozen=True)
class Change:
    """One step in the history of a milestone."""

    owner: str
    """Whose entry it is."""
    key: str
    kind: str
    """`new`, `confirmed`, `moved`, `cancelled`, `turned` (another state on the same days) or
    `reworded`.
    """
    number: int
    """Index of the version after it; of a reworded one the last."""
    before: Version | None
    after: Version
