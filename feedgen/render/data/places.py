"""Places as plain data."""

from feedgen.core.model import Place
from feedgen.render.data.facts import Data


def place_data(place: Place, followed: Place, feed: str) -> Data:
    """Return a place; `feed` is the path of the feed to take, its area's for a county."""
    return {
        "slug": place.slug,
        "name": place.name,
        "key": place.key,
        "code": place.code,
        "depth": place.depth.value,
        "follows": followed.slug,
        "follows_name": followed.name,
        "feed": f"{feed}.ics",
        "feed_with_alarms": f"{feed}-remind.ics",
        "page": f"{feed}.html",
        "data": f"api/v1/{feed}.json",
    }
