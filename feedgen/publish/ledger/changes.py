"""Says what changed: from one ledger to the next for builders, and in the course of time for subscribers."""

from collections.abc import Iterator, Mapping

from feedgen.core.model import Change, Entry, Ledger, State, Value

TOLD_AT_FIRST = {State.ANNOUNCED, State.PLANNED, State.REPORTED}
"""A milestone that begins like this is news; that something is estimated is not."""


def changes(before: Ledger, after: Ledger) -> list[Change]:
    """Return what subscribers see change from one ledger to the next, by owner and milestone."""
    found = []
    for owner, rows in sorted(after.rows.items()):
        # What an area inherits when it gets lines of its own is no change.
        found += list(_changed(owner, before.rows_of(owner), rows))
    return found


def history(ledger: Ledger) -> list[Change]:
    """Return what became known or moved, newest first."""
    found = []
    for owner, rows in ledger.rows.items():
        for key, entry in rows.items():
            found += list(_steps(owner, key, entry))
    return sorted(found, key=lambda change: (change.after.published, change.owner, change.key), reverse=True)


def _changed(owner: str, standing: Mapping[str, Entry], rows: Mapping[str, Entry]) -> Iterator[Change]:
    for key, entry in sorted(rows.items()):
        old = standing.get(key)
        number = len(entry.values) - 1
        if old is None:
            yield Change(owner, key, "new", number, None, entry.value)
        elif old.value != entry.value:
            yield Change(owner, key, _kind(old.value, entry.value), number, old.value, entry.value)
        elif old.digest != entry.digest:
            yield Change(owner, key, "reworded", number, old.value, entry.value)


def _steps(owner: str, key: str, entry: Entry) -> Iterator[Change]:
    if entry.values[0].state in TOLD_AT_FIRST:
        yield Change(owner, key, "new", 0, None, entry.values[0])
    for number, after in enumerate(entry.values[1:], start=1):
        before = entry.values[number - 1]
        yield Change(owner, key, _kind(before, after), number, before, after)


def _kind(before: Value, after: Value) -> str:
    if after.state is State.CANCELLED:
        return "cancelled"
    if after.state is State.ANNOUNCED and before.state is not State.ANNOUNCED:
        return "confirmed"
    return "turned" if (before.first, before.last) == (after.first, after.last) else "moved"
