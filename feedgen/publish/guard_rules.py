"""The guard's rules: which differences on one and the same day must not be published.

Since the day is the same, each difference comes from a fact, a rule, or a line of code.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from feedgen.core.model import MEMORY, Change, State, Version
from feedgen.publish.ledger import Entries

FAR = timedelta(days=60)
"""The furthest move of an estimate without a new official fact."""
NEAR = timedelta(days=7)
"""The furthest move that a third of the provinces may make at once."""
ONE_IN = 10
"""Share of the coming events that may vanish."""
A_THIRD = 3
FEWEST = 2
"""Provinces; fewer do not count as a third, however few there are."""


def lost_events(
    before: Entries, after: Entries, as_of: date, exempt: AbstractSet[str]
) -> Iterator[str]:
    """Yield why an owner must not lose events: all of them, or over a tenth of the coming ones.

    Args:
        before: Its entries as published.
        after: Its entries as they would be.
        as_of: The day of both.
        exempt: Keys of milestones that may change.
    """
    shown, remaining = _shown(before, as_of), _shown(after, as_of)
    if shown - exempt and not remaining:
        yield "would have no events any more"
        return
    coming = {key for key in shown if before[key].current.last >= as_of}
    lost = sorted(coming - remaining - exempt)
    if len(lost) * ONE_IN > len(coming):
        yield f"{len(lost)} of {len(coming)} coming events would be called off: {', '.join(lost)}"


def far_moves(changes: Sequence[Change], as_of: date) -> Iterator[tuple[str, str]]:
    """Yield owner and reason of estimates that move too far, and of named days that are lost.

    Args:
        changes: From what was published to what would be, without the exempt ones.
        as_of: The day of both.
    """
    for change in changes:
        before, after = change.before, change.after
        if before is None or not _is_coming_estimate(before, after, as_of):
            continue
        if before.state is State.ANNOUNCED:
            named = f"{change.key} was announced for {_days(before)}"
            yield change.owner, f"{named} and would be an estimate again"
        elif shift(change) > FAR:
            days = f"by {shift(change).days} days, {_days(before)} to {_days(after)}"
            yield change.owner, f"{change.key} would move {days}, without a new official fact"


def common_moves(
    changes: Sequence[Change], as_of: date, provinces: int
) -> Iterator[tuple[str, str]]:
    """Yield owner and reason of estimates that move by over a week in a third of the provinces.

    Args:
        changes: From what was published to what would be, without the exempt ones.
        as_of: The day of both.
        provinces: How many there are; the areas in them move along.
    """
    furthest: dict[str, Change] = {}
    for change in changes:
        before = change.before
        if before and _is_coming_estimate(before, change.after, as_of) and shift(change) > NEAR:
            furthest[change.owner] = max(furthest.get(change.owner, change), change, key=shift)
    moving = sum("/" not in owner for owner in furthest)
    if moving >= FEWEST and moving * A_THIRD >= provinces:
        while_others = f"while {moving} of {provinces} provinces move"
        for owner, change in furthest.items():
            yield owner, f"{change.key} would move by {shift(change).days} days, {while_others}"


def shift(change: Change) -> timedelta:
    """Return how far a milestone moves: its first or its last day, whichever moves further."""
    before, after = change.before, change.after
    if before is None:
        return timedelta()
    return max(abs(after.first - before.first), abs(after.last - before.last))


def _shown(entries: Entries, as_of: date) -> set[str]:
    """Return the milestones that are neither cancelled nor long past."""
    versions = {key: entry.current for key, entry in entries.items()}
    return {
        key
        for key, version in versions.items()
        if version.state is not State.CANCELLED and version.last >= as_of - MEMORY
    }


def _is_coming_estimate(before: Version, after: Version, as_of: date) -> bool:
    """Say whether a milestone would be an estimate, and was or would be still to come."""
    is_estimate = after.state not in {State.ANNOUNCED, State.REPORTED, State.CANCELLED}
    return is_estimate and max(before.last, after.last) >= as_of


def _days(version: Version) -> str:
    first, last = version.first, version.last
    return f"{first}" if first == last else f"{first}..{last}"
