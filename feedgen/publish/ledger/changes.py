"""Says what changed: from one ledger to the next for builders, and in the course of time for
subscribers.
"""

from collections.abc import Iterator, Mapping

from feedgen.core.model import Change, Entry, Ledger, State, Version

TOLD_AT_FIRST = {State.ANNOUNCED, State.PLANNED, State.REPORTED}
"""A milestone that begins like this is news; that something is estimated is not."""


def changes(before: Ledger, after: Ledger) -> list[Change]:
    """Return what subscribers see change from one ledger to the next, by owner and milestone."""
    found = []
    for owner, rows in sorted(after.entries.items()):
        # What an area inherits when it gets lines of its own is no change.
        found += list(_changed(owner, before.entries_of(owner), rows))
    return found


def history(ledger: Ledger) -> list[Change]:
    """Return what became known or moved, newest first."""
    found = []
    for owner, rows in ledger.entries.items():
        for key, entry in rows.items():
            found += list(_steps(owner, key, entry))
    return sorted(
        found, key=lambda change: (change.after.published, change.owner, change.key), reverse=True
    )


def _changed(
    owner: str, previous: Mapping[str, Entry], rows: Mapping[str, Entry]
) -> Iterator[Change]:
    for key, entry in sorted(rows.items()):
        old = previous.get(key)
        number = len(entry.versions) - 1
        if old is None:
            yield Change(owner, key, "new", number, None, entry.current)
        elif old.current != entry.current:
            yield Change(
                owner, key, _kind(old.current, entry.current), number, old.current, entry.current
            )
        elif old.digest != entry.digest:
            yield Change(owner, key, "reworded", number, old.current, entry.current)


def _steps(owner: str, key: str, entry: Entry) -> Iterator[Change]:
    if entry.versions[0].state in TOLD_AT_FIRST:
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
