"""Lists changes: from one ledger to the next, and in the history of one ledger."""

from collections.abc import Iterator

from feedgen.core.model import Change, Entry, Ledger, State, Version
from feedgen.publish.ledger.entries import Entries

NEWS_AT_FIRST = {State.ANNOUNCED, State.PLANNED, State.REPORTED}
"""A new milestone in one of these states is news; an estimate is not."""


def changes(before: Ledger, after: Ledger) -> list[Change]:
    """Return what subscribers see change from one ledger to the next, by owner and milestone."""
    # An area that gets its own entries inherits those of its province, which is no change.
    return [
        change
        for owner, entries in sorted(after.entries.items())
        for change in _changed(owner, before.entries_of(owner), entries)
    ]


def history(ledger: Ledger) -> list[Change]:
    """Return what became known or moved, newest first."""
    steps = [
        change
        for owner, entries in ledger.entries.items()
        for key, entry in entries.items()
        for change in _steps(owner, key, entry)
    ]
    return sorted(
        steps, key=lambda change: (change.after.published, change.owner, change.key), reverse=True
    )


def _changed(owner: str, before: Entries, after: Entries) -> Iterator[Change]:
    for key, entry in sorted(after.items()):
        old, current, number = before.get(key), entry.current, len(entry.versions) - 1
        if old is None:
            yield Change(owner, key, "new", number, None, current)
        elif old.current != current:
            yield Change(owner, key, _kind(old.current, current), number, old.current, current)
        elif old.digest != entry.digest:
            yield Change(owner, key, "reworded", number, old.current, current)


def _steps(owner: str, key: str, entry: Entry) -> Iterator[Change]:
    if entry.versions[0].state in NEWS_AT_FIRST:
        yield Change(owner, key, "new", 0, None, entry.versions[0])
    for number, after in enumerate(entry.versions[1:], start=1):
        before = entry.versions[number - 1]
        yield Change(owner, key, _kind(before, after), number, before, after)


def _kind(before: Version, after: Version) -> str:
    if after.state is State.CANCELLED:
        return "cancelled"
    if after.state is State.ANNOUNCED and before.state is not State.ANNOUNCED:
        return "confirmed"
    return "turned" if (before.first, before.last) == (after.first, after.last) else "moved"
