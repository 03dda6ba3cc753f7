"""Knows the order of the stations: from definitions to feeds, and from feeds to files that are each whole."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from feedgen import ics
from feedgen.errors import PublishError
from feedgen.files import write_whole
from feedgen.model import Definitions, Depth, Feed, Place, Publication, Report
from feedgen.publish.pages import Pages
from feedgen.publish.press import Press, places_at

__all__ = ["Pages", "Press", "Record", "build", "differences", "make_feeds", "places_at", "read_record", "write_place"]

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


@dataclass(frozen=True)
class Built:
    """What a build made."""

    feeds: int
    changed: int
    """How many of the feeds are not what they were."""
    pages: int


def make_feeds(
    definitions: Definitions, as_of: date, depth: Depth, progress: Progress = list
) -> Iterator[tuple[str, bytes]]:
    """Return path and bytes of every feed of a build, nothing written.

    Args:
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        progress: Walks over the places and may show how far it is.
    """
    return _feeds(Press(definitions, as_of), depth, progress)


def _feeds(press: Press, depth: Depth, progress: Progress) -> Iterator[tuple[str, bytes]]:
    for place in progress(places_at(press.definitions, depth)):
        yield from _two_feeds(place.slug, press.feed_of(place))
    for alias in press.definitions.aliases:
        yield from _two_feeds(alias.old, press.feed_of(press.place_by_slug[alias.new], alias.key))
    yield OVERVIEW, ics.render(press.overview(), with_alarms=False)


def _two_feeds(slug: str, feed: Feed) -> Iterator[tuple[str, bytes]]:
    yield f"{slug}.ics", ics.render(feed, with_alarms=False)
    yield f"{slug}-remind.ics", ics.render(feed, with_alarms=True)


def build(
    folder: Path,
    definitions: Definitions,
    as_of: date,
    depth: Depth,
    progress: Progress = list,
    *,
    publication: Publication | None = None,
    report: Report | None = None,
) -> Built:
    """Build every feed and every page into a folder.

    All is made before the first file is written. A build that changes no feed writes no feed and no record, so that a
    night without news leaves no trace in what is kept.

    Args:
        folder: Where to.
        definitions: Everything in `regions/`.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made; pages end at the areas.
        progress: Walks over the places and may show how far it is.
        publication: Where the build will stand, if that is not what the definitions say.
        report: How right the windows were, for the index; None leaves it out.

    Raises:
        PublishError: The folder cannot be written.
    """
    standing = read_record(folder)
    press = Press(definitions, as_of)
    feeds = dict(_feeds(press, depth, progress))
    pages = dict(Pages(press, publication or definitions.publication, report).make(depth))
    changed = sum(write_whole(folder, path, content) for path, content in feeds.items())
    record = Record(as_of, depth, definitions.digest)
    if changed or standing is None or (standing.depth, standing.definitions) != (depth, definitions.digest):
        write_whole(folder, RECORD, record.to_bytes())
    for path, content in pages.items():
        write_whole(folder, path, content)
    return Built(feeds=len(feeds), changed=changed, pages=sum(path.endswith(".html") for path in pages))


def write_place(
    folder: Path, definitions: Definitions, as_of: date, place: Place, publication: Publication | None = None
) -> list[str]:
    """Write the feeds of one place, and its page and data where it has them, and nothing else; return their paths."""
    press = Press(definitions, as_of)
    files = dict(_two_feeds(place.slug, press.feed_of(place)))
    if place.depth is not Depth.COUNTY:
        files |= Pages(press, publication or definitions.publication, None).of_place(place)
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
