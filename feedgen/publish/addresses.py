"""Where in a folder what is built stands."""

from collections.abc import Iterable, Iterator

API = "api/v1"
STATUS = "status.json"
ENDINGS = (".ics", "-remind.ics")
"""Of the two feeds of a place."""


def paths_of(slugs: Iterable[str]) -> Iterator[str]:
    """Yield the paths of all that there can be of places, by their slugs."""
    for slug in sorted(slugs):
        yield from (*(f"{slug}{ending}" for ending in ENDINGS), f"{slug}.html", f"{API}/{slug}.json")
