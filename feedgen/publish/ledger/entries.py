"""Carries entries from build to build: SEQUENCE and times of each event, and withdrawn events.

Nothing here decides a date. What subscribers have seen decides how the next revision follows.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from feedgen.core.model import CANCELLED_FOR, MEMORY, Entry, Event, State, Version, instant

SECOND = timedelta(seconds=1)

Entries = Mapping[str, Entry]
"""Of one owner, by key of the milestone."""


def update_entries(entries: Entries, events: Sequence[Event], as_of: date) -> dict[str, Entry]:
    """Return the entries of an owner after a build.

    SEQUENCE rises by one if days, state or title changed; another text only moves the time. An
    entry without an event is cancelled, unless its event left the feed as all events do in time.

    Args:
        entries: Before the build.
        events: What the build makes for the owner's own place.
        as_of: The day of the build, not before that of the entries.
    """
    updated = {event.key: _updated(entries.get(event.key), event, as_of) for event in events}
    for key, entry in entries.items():
        if key not in updated:
            updated[key] = entry if _has_left(entry.current, as_of) else _cancelled(entry, as_of)
    return updated


def stamp(
    events: Sequence[Event],
    entries: Entries,
    as_of: date,
    make_cancelled: Callable[[str, Version], Event],
) -> tuple[Event, ...]:
    """Return events with SEQUENCE and times, and the withdrawn ones that are still shown, by day.

    Args:
        events: As they were composed for a place.
        entries: Of the place's owner, after the build.
        as_of: The day of the build.
        make_cancelled: Makes the event of a withdrawn milestone, from its key and last version.
    """
    present = {event.key for event in events}
    withdrawn = [
        make_cancelled(key, entry.current)
        for key, entry in entries.items()
        if key not in present and _is_shown(entry.current, as_of)
    ]
    stamped = [_stamped(event, entries[event.key]) for event in (*events, *withdrawn)]
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


def version_of(event: Event, published: date) -> Version:
    """Return the version that an event shows."""
    return Version(
        published,
        event.first,
        event.last,
        event.state,
        event.plain_title,
        is_deadline=event.is_deadline,
        is_conditional=event.is_conditional,
    )


def _updated(entry: Entry | None, event: Event, as_of: date) -> Entry:
    seen = digest(event)
    if entry is None:
        return Entry(seen, 0, instant(as_of), instant(as_of), (version_of(event, as_of),))
    *earlier, current = entry.versions
    same = version_of(event, current.published)
    if entry.digest == seen:
        # An entry that was recovered from a feed knows less than the event.
        return replace(entry, versions=(*earlier, same))
    revised = replace(entry, digest=seen, modified=_next(entry, as_of))
    if same == current:
        return revised
    versions = (*entry.versions, version_of(event, as_of))
    return replace(revised, sequence=entry.sequence + 1, versions=versions)


def _is_shown(version: Version, as_of: date) -> bool:
    """Say whether a withdrawn milestone is still shown, as cancelled."""
    return version.state is State.CANCELLED and as_of <= version.published + CANCELLED_FOR


def _next(entry: Entry, as_of: date) -> datetime:
    """Return the time of a revision: the beginning of the day, or just after the one before."""
    return max(instant(as_of), entry.modified + SECOND)


def _has_left(version: Version, as_of: date) -> bool:
    """Say whether an event left the feed in time: cancelled, long past, or past without a date."""
    is_past = version.last < as_of
    return (
        version.state is State.CANCELLED
        or version.last < as_of - MEMORY
        or (is_past and version.state is State.UNRECORDED)
    )


def _cancelled(entry: Entry, as_of: date) -> Entry:
    """Return the entry of a withdrawn milestone; without it the event would vanish unseen."""
    version = replace(entry.current, published=as_of, state=State.CANCELLED)
    return replace(
        entry,
        digest="",
        sequence=entry.sequence + 1,
        modified=_next(entry, as_of),
        versions=(*entry.versions, version),
    )


def _stamped(event: Event, entry: Entry) -> Event:
    return replace(event, sequence=entry.sequence, created=entry.created, modified=entry.modified)
