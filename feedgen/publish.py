"""Knows the order of the stations: from definitions to feeds, and from feeds to files that are each whole."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from feedgen import events, ics, timeline
from feedgen.errors import PublishError
from feedgen.files import write_whole
from feedgen.model import Definitions, Depth, Feed, Place, Region, Timeline, Told
from feedgen.workdays import Workdays

RECORD = "build.json"
"""What `--check` needs to know of the last build; the ledger will take its place."""
OVERVIEW = "all.ics"
Progress = Callable[[list[Place]], Iterable[Place]]


@dataclass(frozen=True)
class Record:
    """From what the feeds in a folder were built."""

    as_of: date
    depth: Depth
    definitions: str
    """Digest of the definitions."""

    def to_bytes(self) -> bytes:
        """Return the record as it stands in the folder."""
        data = {"as_of": self.as_of.isoformat(), "depth": self.depth.value, "definitions": self.definitions}
        return (json.dumps(data, indent=1) + "\n").encode()


class Press:
    """Makes timelines and feeds of one day, each timeline once."""

    def __init__(self, definitions: Definitions, as_of: date) -> None:
        self.definitions = definitions
        self.as_of = as_of
        self.calendar = Workdays(definitions.year_notices)
        self.record = timeline.Record.of(definitions, self.calendar)
        self.place_by_slug = {place.slug: place for place in definitions.places}
        self._timelines: dict[str, Timeline] = {}

    def timeline_of(self, region: Region) -> Timeline:
        """Return the timeline of a region."""
        if region.slug not in self._timelines:
            self._timelines[region.slug] = timeline.build(region, self.record, self.as_of)
        return self._timelines[region.slug]

    def followed_by(self, place: Place) -> Place:
        """Return the province-level place whose dates a place takes."""
        return self.place_by_slug[self.definitions.followed_by(place).slug]

    def told_of(self, place: Place) -> Told:
        """Return what the events of a place are told from."""
        region = self.definitions.region_for(place)
        return Told(
            place=place,
            followed=self.followed_by(place),
            region=region.known_on(self.as_of),
            timeline=self.timeline_of(region),
            about=self.definitions.about,
        )

    def feed_of(self, place: Place, key: str = "") -> Feed:
        """Return the feed of a place; `key` where the UIDs keep that of an older place."""
        return events.compose(self.told_of(place), key)

    def overview(self) -> Feed:
        """Return the feed of all provinces."""
        provinces = places_at(self.definitions, Depth.PROVINCE)
        return events.compose_overview(map(self.told_of, provinces), self.definitions.about)


def places_at(definitions: Definitions, depth: Depth) -> list[Place]:
    """Return the places that have a feed of their own, down to a depth."""
    depths = list(Depth)
    return [place for place in definitions.places if depths.index(place.depth) <= depths.index(depth)]


def make_feeds(
    definitions: Definitions, as_of: date, depth: Depth, progress: Progress = list
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every feed of a build, nothing written.

    Args:
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        progress: Walks over the places and may show how far it is.
    """
    press = Press(definitions, as_of)
    for place in progress(places_at(definitions, depth)):
        yield from _two_feeds(place.slug, press.feed_of(place))
    for alias in definitions.aliases:
        yield from _two_feeds(alias.old, press.feed_of(press.place_by_slug[alias.new], alias.key))
    yield OVERVIEW, ics.render(press.overview(), with_alarms=False)


def _two_feeds(slug: str, feed: Feed) -> Iterator[tuple[str, bytes]]:
    yield f"{slug}.ics", ics.render(feed, with_alarms=False)
    yield f"{slug}-remind.ics", ics.render(feed, with_alarms=True)


def build(
    folder: Path, definitions: Definitions, as_of: date, depth: Depth, progress: Progress = list
) -> tuple[int, int]:
    """Build every feed into a folder; return how many there are and how many files changed.

    All feeds are made before the first is written. A build that changes nothing writes nothing, so that a night without
    news leaves no trace.

    Raises:
        PublishError: The folder cannot be written.
    """
    standing = read_record(folder)
    files = dict(make_feeds(definitions, as_of, depth, progress))
    changed = sum(write_whole(folder, path, content) for path, content in files.items())
    record = Record(as_of, depth, definitions.digest)
    if changed or standing is None or (standing.depth, standing.definitions) != (depth, definitions.digest):
        write_whole(folder, RECORD, record.to_bytes())
    return len(files), changed


def write_place(folder: Path, definitions: Definitions, as_of: date, place: Place) -> list[str]:
    """Write the two feeds of one place and nothing else; return their paths."""
    files = dict(_two_feeds(place.slug, Press(definitions, as_of).feed_of(place)))
    for path, content in files.items():
        write_whole(folder, path, content)
    return list(files)


def differences(folder: Path, definitions: Definitions, progress: Progress = list) -> list[str]:
    """Return what in a folder is not what the definitions give at its own `as_of`; nothing is written.

    Raises:
        PublishError: The folder does not tell from what it was built.
    """
    record = read_record(folder)
    if record is None:
        raise PublishError(f"{folder / RECORD} is missing; run 'feedgen build' first")
    found = []
    if record.definitions != definitions.digest:
        found.append(f"{RECORD}: the facts in regions/ are not those that the feeds were built from")
    expected = dict(make_feeds(definitions, record.as_of, record.depth, progress))
    standing = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ics")}
    for path in sorted(expected.keys() | standing):
        if path not in expected:
            found.append(f"{path}: no place has this feed")
        elif path not in standing:
            found.append(f"{path}: is missing")
        elif (folder / path).read_bytes() != expected[path]:
            found.append(f"{path}: differs")
    return found


def read_record(folder: Path) -> Record | None:
    """Return from what the feeds in a folder were built, or None where nothing was.

    Raises:
        PublishError: The record is damaged.
    """
    path = folder / RECORD
    try:
        data = json.loads(path.read_bytes())
        return Record(date.fromisoformat(data["as_of"]), Depth(data["depth"]), str(data["definitions"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PublishError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path} is damaged; restore it from git, or remove it and build again") from error
