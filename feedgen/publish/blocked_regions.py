"""What is shown of a region that is held back: what was published of it last."""

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
    Region,
    State,
    Timeline,
    Version,
    Window,
    identity_of,
)
from feedgen.publish.ledger import Entries
from feedgen.publish.ledger.recovery import parse_events
from feedgen.render.events import IF_ANY, plain_title, state_of_title


def timeline_of(timeline: Timeline, region: Region, rows: Entries) -> Timeline:
    """Return a timeline with the days that were published last in place of today's.

    Args:
        timeline: Of the day of the build.
        region: Whose it is.
        rows: Its lines in the ledger.
    """
    since = timeline.as_of - MEMORY
    values = {key: entry.current for key, entry in rows.items()}
    shown = [
        _milestone(key, value, region, timeline)
        for key, value in values.items()
        if value.state is not State.CANCELLED and value.last >= since
    ]
    shown.sort(key=lambda each: (each.window.lower, each.window.upper, each.exam_year, each.kind))
    return replace(timeline, milestones=tuple(shown))


def _milestone(key: str, value: Version, region: Region, timeline: Timeline) -> Milestone:
    kind, exam_year, sitting = identity_of(key)
    title, deadline = plain_title(value.title), region.kinds[kind].deadline_title
    milestone = Milestone(
        kind=kind,
        exam_year=exam_year,
        sitting=sitting,
        state=value.state,
        window=Window(value.first, value.last),
        basis=Basis(method=DatingMethod.PREVIOUS_BUILD),
        known_from=value.published,
        revised=value.published,
        is_deadline=bool(deadline) and title.startswith(deadline),
        is_conditional=title.endswith(IF_ANY),
    )
    return milestone.as_of(timeline.as_of)


def overview_events(
    folder: Path, overview: str, provinces: Mapping[str, Place]
) -> dict[str, list[Event]]:
    """Return the events that the overview which stands has of provinces that are held back, by
    slug.

    Raises:
        LedgerError: It stands and is no feed of ours.
        PublishError: It cannot be read.
    """
    path = folder / overview
    content = read_bytes_if_any(path) if provinces else None
    if content is None:
        return {slug: [] for slug in provinces}
    try:
        return {
            slug: list(parse_events(content, place.key, state_of_title))
            for slug, place in provinces.items()
        }
    except (ValueError, KeyError) as error:
        raise LedgerError(f"{path} is no feed of ours; restore it from git") from error
