"""Says what must not be published before a person has looked: what stands against what would, on
one and the same day.

Since time is held still, every difference has another cause: a fact, a rule, or a line of code.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from feedgen.core.model import MEMORY, Change, State, Version
from feedgen.publish.ledger import Entries

FAR = timedelta(days=60)
"""An estimate may not move further without a fact behind it."""
NEAR = timedelta(days=7)
"""Nor may a third of the regions move further than this."""
ONE_IN = 10
"""One coming event of so many may vanish."""
A_THIRD = 3
FEWEST = 2
"""One province that moves is no landslide, however few there are."""


def vanished(stood: Entries, rows: Entries, as_of: date, exempt: frozenset[str]) -> Iterator[str]:
    """Yield why the events of an owner must not vanish like this: all of them, or more than a tenth
    of the coming ones.

    Args:
        stood: Its lines as they stand.
        rows: Its lines as they would be.
        as_of: The day of both.
        exempt: Keys of the milestones that carry a new official or repost fact.
    """
    shown, remains = _shown(stood, as_of), _shown(rows, as_of)
    if shown - exempt and not remains:
        yield "would have no events any more"
        return
    coming = {key for key in shown if stood[key].current.last >= as_of}
    gone = sorted(coming - remains - exempt)
    if len(gone) * ONE_IN > len(coming):
        yield f"{len(gone)} of {len(coming)} coming events would be called off: {', '.join(gone)}"


def moved(
    changes: Sequence[Change], as_of: date, exempt: Callable[[Change], bool]
) -> Iterator[tuple[Change, str]]:
    """Yield what must not move like this and why: an estimate by more than 60 days, a named day
    back to an estimate.

    Args:
        changes: From what stands to what would.
        as_of: The day of both.
        exempt: Says whether a change carries a new official or repost fact.
    """
    for change in changes:
        before, after = change.before, change.after
        if before is None or exempt(change) or not _is_estimate_ahead(before, after, as_of):
            continue
        if before.state is State.ANNOUNCED:
            yield (
                change,
                f"{change.key} was announced for {_days(before)} and would be an estimate again",
            )
        elif shift(change) > FAR:
            text = f"{change.key} would move by {shift(change).days} days, {_days(before)} to {_days(after)}"
            yield change, f"{text}, without a new official fact"


def swayed(
    changes: Sequence[Change], as_of: date, exempt: Callable[[Change], bool], provinces: int
) -> dict[str, str]:
    """Return by owner why its estimates must not move: a third of the provinces move with them by
    more than a week.

    Args:
        changes: From what stands to what would.
        as_of: The day of both.
        exempt: Says whether a change carries a new official or repost fact.
        provinces: How many there are; what lies in them moves with them.
    """
    far = [
        change
        for change in changes
        if change.before and _is_estimate_ahead(change.before, change.after, as_of)
    ]
    furthest: dict[str, Change] = {}
    for change in far:
        if shift(change) > NEAR and not exempt(change):
            furthest[change.owner] = max(furthest.get(change.owner, change), change, key=shift)
    moving = sum("/" not in owner for owner in furthest)
    if moving < FEWEST or moving * A_THIRD < provinces:
        return {}
    return {
        owner: f"{change.key} would move by {shift(change).days} days, while {moving} of {provinces} provinces move"
        for owner, change in furthest.items()
    }


def shift(change: Change) -> timedelta:
    """Return how far a milestone moves: its first day or its last, whichever moves further."""
    before, after = change.before, change.after
    if before is None:
        return timedelta()
    return max(abs(after.first - before.first), abs(after.last - before.last))


def _shown(rows: Entries, as_of: date) -> set[str]:
    """Return the milestones that are neither called off nor long past."""
    values = {key: entry.current for key, entry in rows.items()}
    return {
        key
        for key, value in values.items()
        if value.state is not State.CANCELLED and value.last >= as_of - MEMORY
    }


def _is_estimate_ahead(before: Version, after: Version, as_of: date) -> bool:
    """Say whether a milestone would be an estimate, and was or would be still to come."""
    is_estimate = after.state not in {State.ANNOUNCED, State.REPORTED, State.CANCELLED}
    return is_estimate and max(before.last, after.last) >= as_of


def _days(value: Version) -> str:
    return f"{value.first}" if value.first == value.last else f"{value.first}..{value.last}"
