"""The dates of the next 90 days, everywhere, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from feedgen.core.model import MilestoneText, Place
from feedgen.render.data.facts import Data

AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class PlaceMilestone:
    """One milestone of one place."""

    place: Place
    text: MilestoneText
    title: str
    """Title of its event, with its state."""

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        window = self.text.milestone.window
        return window.lower, window.upper


def upcoming_data(
    as_of: date, places: Iterable[Place], milestones: Iterable[PlaceMilestone]
) -> Data:
    """Return the milestones with a day from `as_of` to 90 days later, both inclusive, by first day.

    A milestone counts until its last day. Cancelled ones count as well, so that nobody waits on.

    Args:
        as_of: The day of the build.
        places: The places of the data, including those without a milestone in these days.
        milestones: Of these places, in their order.
    """
    until = as_of + AHEAD
    due = [entry for entry in milestones if entry.days[0] <= until and entry.days[1] >= as_of]
    return {
        "as_of": as_of.isoformat(),
        "until": until.isoformat(),
        "regions": [place.slug for place in places],
        "milestones": [
            _milestone_data(entry) for entry in sorted(due, key=lambda entry: entry.days)
        ],
    }


def _milestone_data(entry: PlaceMilestone) -> Data:
    place, milestone, likeliest = entry.place, entry.text.milestone, entry.text.likeliest
    first, last = entry.days
    return {
        "region": place.slug,
        "region_name": place.name,
        "milestone": milestone.kind,
        "title": entry.title,
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
