"""What comes in the next 90 days, everywhere, as plain data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from feedgen.core.model import MilestoneText, Place
from feedgen.render.data.facts import Data

AHEAD = timedelta(days=90)
"""From the day of the build to the last day that is told of, both inclusive."""


@dataclass(frozen=True)
class Listed:
    """One milestone of one place."""

    place: Place
    said: MilestoneText
    title: str
    """As the feed has it, its state in front."""


def upcoming_data(as_of: date, places: Iterable[Place], milestones: Iterable[Listed]) -> Data:
    """Return every milestone with a day from `as_of` to 90 days later, both inclusive, in the order
    of its first day.

    What has begun counts for as long as it lasts. What was called off counts as well: who waits for
    it must hear of it.

    Args:
        as_of: The day of the build.
        places: Whose dates these are, also where none of them comes within these days.
        milestones: Of these places, in their order.
    """
    until = as_of + AHEAD
    coming = [each for each in milestones if _days(each)[0] <= until and _days(each)[1] >= as_of]
    return {
        "as_of": as_of.isoformat(),
        "until": until.isoformat(),
        "regions": [place.slug for place in places],
        "milestones": [_milestone(each) for each in _by_day(coming)],
    }


def _days(listed: Listed) -> tuple[date, date]:
    window = listed.said.milestone.window
    return window.lower, window.upper


def _by_day(listed: Sequence[Listed]) -> list[Listed]:
    """Return them by first day, then by last; those of one window stay in the order of their
    places.
    """
    return sorted(listed, key=_days)


def _milestone(listed: Listed) -> Data:
    place, milestone, likeliest = listed.place, listed.said.milestone, listed.said.likeliest
    first, last = _days(listed)
    return {
        "region": place.slug,
        "region_name": place.name,
        "milestone": milestone.kind,
        "title": listed.title,
        "exam_year": milestone.exam_year,
        "sitting": milestone.sitting,
        "state": milestone.state.value,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "likeliest": likeliest.isoformat() if likeliest else None,
        "is_deadline": milestone.is_deadline,
        "is_conditional": milestone.is_conditional,
        "feed": f"{place.slug}.ics",
        "page": f"{place.slug}.html",
        "data": f"api/v1/{place.slug}.json",
    }
