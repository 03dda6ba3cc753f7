"""Lays out the timeline of a place, and the next dates of the country."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from feedgen.core.model import Milestone, NamedDays, Place, Region, Timeline, Window
from feedgen.render.terminal.layout import MARKS, padded, window_text


def timeline_text(
    place: Place,
    followed: Place,
    timeline: Timeline,
    region: Region,
    titles: Mapping[Milestone, str],
) -> Iterator[str]:
    """Yield the lines of a place's timeline, with a line at today."""
    follows = "" if place.key == followed.key else f", follows {followed.name} {followed.slug}"
    yield f"{place.name} {place.slug}{follows}"
    yield f"authority  {region.authority.name if region.authority else 'unknown'}"
    yield f"site       {region.official_sites[0].url if region.official_sites else 'unknown'}"
    yield ""
    if not timeline.milestones:
        yield "  nothing is known for the year around this day"
    rows = [
        (milestone.window.lower, _row(milestone, titles[milestone], timeline.as_of))
        for milestone in timeline.milestones
    ]
    rows.append((timeline.as_of, f"{'─' * 28} {timeline.as_of} {'─' * 28}"))
    yield from (row for _, row in sorted(rows, key=lambda entry: entry[0]))
    yield ""
    yield f"earlier releases  {_earlier(timeline.earlier)}"


def _row(milestone: Milestone, title: str, as_of: date) -> str:
    days = padded(window_text(milestone.window), 25)
    state = padded(f"{MARKS[milestone.state]} {milestone.state.value}", 13)
    distance = _distance(milestone.window, as_of)
    unsure = "" if milestone.basis.is_calendar_confirmed else ", holidays not announced yet"
    return f"  {days}{state}{padded(title, 32)}{distance}{unsure}"


def _distance(window: Window, as_of: date) -> str:
    if window.lower > as_of:
        return f"in {(window.lower - as_of).days} days"
    if window.upper < as_of:
        return f"{(as_of - window.upper).days} days ago"
    return "today" if window.is_single else f"now, {(window.upper - as_of).days} days left"


def _earlier(releases: Sequence[NamedDays]) -> str:
    listed = ", ".join(f"{release.first} ({release.dated})" for release in releases)
    return listed or "none recorded"


def country_text(entries: Iterable[tuple[Place, Milestone, str]], as_of: date) -> Iterator[str]:
    """Yield the next date of each province, the nearest first."""
    yield f"next dates on {as_of}"
    yield ""
    for place, milestone, title in sorted(
        entries, key=lambda entry: (entry[1].window.lower, entry[0].key)
    ):
        yield f"  {padded(place.name, 18)}{_row(milestone, title, as_of).lstrip()}"
