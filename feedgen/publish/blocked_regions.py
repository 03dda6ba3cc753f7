"""What a blocked region shows: what the last build published of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from feedgen.core.atomic_files import read_bytes_if_any
from feedgen.core.errors import LedgerError
from feedgen.core.model import (
    MEMORY,
    Basis,
    DatingMethod,
    Event,
    Milestone,
    Place,
    State,
    Timeline,
    Version,
    Window,
    identity_of,
)
from feedgen.publish.ledger import Entries
from feedgen.publish.ledger.recovery import parse_events


def published_timeline(timeline: Timeline, entries: Entries) -> Timeline:
    """Return a timeline with the days that the last build published in place of its own.

    Args:
        timeline: Of the day of the build.
        entries: Of the owner in the ledger.
    """
    since = timeline.as_of - MEMORY
    milestones = [
        _milestone(key, entry.current).as_of(timeline.as_of)
        for key, entry in entries.items()
        if entry.current.state is not State.CANCELLED and entry.current.last >= since
    ]
    milestones.sort(key=_order)
    return replace(timeline, milestones=tuple(milestones))


def _order(milestone: Milestone) -> tuple[object, ...]:
    window = milestone.window
    return window.lower, window.upper, milestone.exam_year, milestone.kind


def _milestone(key: str, version: Version) -> Milestone:
    kind, exam_year, sitting = identity_of(key)
    return Milestone(
        kind=kind,
        exam_year=exam_year,
        sitting=sitting,
        state=version.state,
        window=Window(version.first, version.last),
        basis=Basis(method=DatingMethod.PREVIOUS_BUILD),
        known_from=version.published,
        revised=version.published,
        is_deadline=version.is_deadline,
        is_conditional=version.is_conditional,
    )


def overview_events(
    folder: Path, overview: str, provinces: Mapping[str, Place]
) -> dict[str, list[Event]]:
    """Return the events of blocked provinces, by slug, from the overview that was published.

    Raises:
        LedgerError: The overview is no feed of ours.
        PublishError: It cannot be read.
    """
    path = folder / overview
    content = read_bytes_if_any(path) if provinces else None
    if content is None:
        return {slug: [] for slug in provinces}
    try:
        return {slug: list(parse_events(content, place.key)) for slug, place in provinces.items()}
    except (ValueError, KeyError) as error:
        raise LedgerError(f"{path} is no feed of ours; restore it from git") from error
