"""Paths of the files in a folder."""

from collections.abc import Iterable, Iterator

API = "api/v1"
STATUS = "status.json"


def feeds_of(slug: str) -> tuple[str, str]:
    """Return the paths of the feeds of a place, without alarms and with them."""
    return f"{slug}.ics", f"{slug}-remind.ics"


def paths_of(slugs: Iterable[str]) -> Iterator[str]:
    """Yield the paths of all files that places can have, by their slugs."""
    for slug in sorted(slugs):
        yield from (*feeds_of(slug), f"{slug}.html", f"{API}/{slug}.json")
