"""Remembers what was published: gives every event its SEQUENCE and its times, and keeps what was
withdrawn in sight.

It never decides a date. It knows what subscribers have seen, and says how what they see next
follows from that.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from feedgen.core.model import CANCELLED_FOR, MEMORY, Entry, Event, State, Version, instant

SECOND = timedelta(seconds=1)

Entries = Mapping[str, Entry]


def revise(rows: Entries, events: Sequence[Event], as_of: date) -> dict[str, Entry]:
    """Return the lines of an owner after a build.

    SEQUENCE rises by one where days, state or title changed; a text that was reworded moves the
    time alone. What is no longer among the events is withdrawn, unless it has left the feed as
    everything does in the end.

    Args:
        rows: The lines as they stand, by key of the milestone.
        events: What the build gives, of the owner's own place.
        as_of: The day of the build, not before that of the lines.
    """
    revised = {event.key: _revised(rows.get(event.key), event, as_of) for event in events}
    for key, entry in rows.items():
        if key not in revised:
            revised[key] = entry if _has_left(entry.current, as_of) else _withdrawn(entry, as_of)
    return revised


def stamp(
    events: Sequence[Event], rows: Entries, as_of: date, recall: Callable[[str, Version], Event]
) -> tuple[Event, ...]:
    """Return events with their SEQUENCE and times, and with what was withdrawn and is still shown,
    by their days.

    Args:
        events: As they were composed for a place.
        rows: The lines of the place's owner after this build.
        as_of: The day of the build.
        recall: Makes an event of what was withdrawn, from its key and what it shows.
    """
    present = {event.key for event in events}
    withdrawn = [
        recall(key, entry.current)
        for key, entry in rows.items()
        if key not in present and _is_shown(entry.current, as_of)
    ]
    stamped = [_stamped(event, rows[event.key]) for event in (*events, *withdrawn)]
    return tuple(sorted(stamped, key=lambda event: (event.first, event.last, event.uid)))


def digest(event: Event) -> str:
    """Return SHA-256 of all that subscribers see of an event."""
    seen = [
        event.first.isoformat(),
        event.last.isoformat(),
        event.status,
        event.title,
        event.description,
        event.url,
        list(event.categories),
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _revised(entry: Entry | None, event: Event, as_of: date) -> Entry:
    seen, value = digest(event), _value(event, as_of)
    if entry is None:
        return Entry(seen, 0, instant(as_of), instant(as_of), (value,))
    if entry.digest == seen:
        return entry
    moved = replace(entry, digest=seen, modified=_next(entry, as_of))
    if _is_same(entry.current, value):
        return moved
    return replace(moved, sequence=entry.sequence + 1, versions=(*entry.versions, value))


def _is_shown(value: Version, as_of: date) -> bool:
    """Say whether what no event stands behind any more is still shown, as cancelled."""
    return value.state is State.CANCELLED and as_of <= value.published + CANCELLED_FOR


def _value(event: Event, as_of: date) -> Version:
    return Version(as_of, event.first, event.last, event.state, event.title)


def _is_same(one: Version, other: Version) -> bool:
    return replace(one, published=other.published) == other


def _next(entry: Entry, as_of: date) -> datetime:
    """Return when a revision of that day was made: at its beginning, or just after the revision
    before.
    """
    return max(instant(as_of), entry.modified + SECOND)


def _has_left(value: Version, as_of: date) -> bool:
    """Say whether a line left the feed as everything does: long past, past without a date, or
    called off.
    """
    is_past = value.last < as_of
    return (
        value.state is State.CANCELLED
        or value.last < as_of - MEMORY
        or (is_past and value.state is State.UNRECORDED)
    )


def _withdrawn(entry: Entry, as_of: date) -> Entry:
    """Return the line of what was published and is no longer so: it is called off, or it would
    vanish unseen.
    """
    value = replace(entry.current, published=as_of, state=State.CANCELLED)
    return replace(
        entry,
        digest="",
        sequence=entry.sequence + 1,
        modified=_next(entry, as_of),
        versions=(*entry.versions, value),
    )


def _stamped(event: Event, entry: Entry) -> Event:
    return replace(event, sequence=entry.sequence, created=entry.created, modified=entry.modified)
