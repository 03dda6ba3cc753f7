"""Knows on whose lines of the ledger a place's events stand, and gives its feeds their SEQUENCE and their times."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from feedgen.core.atomic_files import read_whole
from feedgen.core.errors import LedgerError
from feedgen.core.model import About, Depth, Entry, Event, Feed, Ledger, Place, Told, Value, host_of
from feedgen.publish.blocked_regions import timeline_of
from feedgen.publish.context import Press, places_at, slugs_at
from feedgen.publish.ledger import revise, stamp
from feedgen.publish.ledger.recovery import hosts_in, seed
from feedgen.publish.ledger.storage import LEDGER_FILE, read_ledger
from feedgen.render.events import (
    cancelled_event,
    compose_overview,
    is_in_overview,
    overview_feed,
    state_of_title,
    with_moved_notice,
)
from feedgen.render.ics import PRODID

OVERVIEW = "all.ics"


@dataclass(frozen=True)
class Revisions:
    """The ledger after a build, and the feeds that follow from it."""

    press: Press
    ledger: Ledger
    held: Mapping[str, tuple[str, ...]]
    """Owners whose lines and feeds stay as they are, and why; places that would have no feed any more as well."""

    @classmethod
    def after(
        cls, press: Press, standing: Ledger, depth: Depth, held: Mapping[str, tuple[str, ...]] | None = None
    ) -> "Revisions":
        """Return the revisions of a build, from the ledger that stands.

        Args:
            press: Of the day of the build.
            standing: What was published before.
            depth: How far down the build makes feeds.
            held: Owners whose lines stay as they are, and why.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another identity.
        """
        held = held or {}
        _refuse_another(press, standing)
        owners = dict.fromkeys([*press.definitions.regions, *standing.rows])
        rows = {
            owner: dict(standing.rows_of(owner)) if owner in held else _rows(press, standing, owner) for owner in owners
        }
        current = slugs_at(press.definitions, depth)
        feeds = tuple(sorted({*standing.feeds, *current}))
        let_go = tuple(slug for slug in standing.let_go if slug not in current)
        ledger = replace(
            standing,
            as_of=press.as_of,
            depth=depth,
            definitions=press.definitions.digest,
            rows=rows,
            feeds=feeds,
            let_go=let_go,
        )
        return cls(press, ledger, held)

    @classmethod
    def fresh(cls, press: Press) -> "Revisions":
        """Return the revisions of a build before which nothing was published."""
        identity = press.definitions.about.identity
        return cls.after(press, Ledger(press.as_of, Depth.AREA, "", identity=identity), Depth.AREA)

    @classmethod
    def of_place(cls, press: Press, standing: Ledger, place: Place) -> "Revisions":
        """Return the revisions of a build of one place: all lines but its own stay as they are.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another identity.
        """
        owners = {*press.definitions.regions, *standing.rows}
        others = owners - {_owner(place, owners)}
        return cls.after(press, standing, standing.depth, dict.fromkeys(others, ()))

    def owner_of(self, place: Place) -> str:
        """Return on whose lines the events of a place stand: the nearest that has or once had its own facts."""
        return _owner(place, self.ledger.rows)

    def is_held(self, place: Place) -> bool:
        """Say whether the feeds of a place stay as they are."""
        return self.owner_of(place) in self.held

    @property
    def held_provinces(self) -> dict[str, Place]:
        """The provinces that are held back, by slug."""
        places = places_at(self.press.definitions, Depth.PROVINCE)
        return {place.slug: place for place in places if self.is_held(place)}

    def shown(self) -> "Revisions":
        """Return the revisions whose timelines are what is published: of what is held back that of the last build."""
        definitions, press = self.press.definitions, self.press
        regions = [definitions.regions[owner] for owner in self.held if owner in definitions.regions]
        lasting = {
            region.slug: timeline_of(press.timeline_of(region), region, self.ledger.rows[region.slug])
            for region in regions
        }
        return replace(self, press=press.showing(lasting))

    def feed_of(self, place: Place, key: str = "", name: str = "") -> Feed:
        """Return the feed of a place as it is published; key and name where they are not its own."""
        feed = self.press.feed_of(place, key, name)
        return replace(feed, events=self._stamped(self.press.told_of(place, name), feed.events, key))

    def overview(self, kept: Mapping[str, Iterable[Event]] | None = None) -> Feed:
        """Return the feed of all provinces as it is published.

        Args:
            kept: What it goes on to have of provinces that are held back, by slug.
        """
        kept = kept or {}
        found: list[Event] = [event for events_of in kept.values() for event in events_of]
        for place in places_at(self.press.definitions, Depth.PROVINCE):
            if place.slug in kept:
                continue
            told = self.press.told_of(place)
            composed = compose_overview(told)
            found += [event for event in self._stamped(told, composed) if is_in_overview(event)]
        return overview_feed(found, self.press.definitions)

    def _stamped(self, told: Told, composed: tuple[Event, ...], key: str = "") -> tuple[Event, ...]:
        rows = self.ledger.rows[self.owner_of(told.place)]
        stamped = stamp(composed, rows, self.press.as_of, partial(self._recall, key or told.place.key))
        return tuple(_with_history(event, rows[event.key], told.spare) for event in stamped)

    def _recall(self, place_key: str, key: str, value: Value) -> Event:
        return cancelled_event(value, key, place_key, self.press.definitions.about)


def _refuse_another(press: Press, standing: Ledger) -> None:
    """Refuse a build that cannot go on from a ledger."""
    if press.as_of < standing.as_of:
        text = f"{LEDGER_FILE} is of {standing.as_of}, and a build of {press.as_of} would turn time back"
        raise LedgerError(f"{text}; build into another folder with -o")
    _refuse_host(LEDGER_FILE, host_of(standing.identity), press.definitions.about)


def _refuse_host(name: str, host: str, about: About) -> None:
    """Refuse to give the events of a ledger or a feed other UIDs than those that phones know."""
    if host != about.host:
        raise LedgerError(
            f"{name} is of events whose UIDs end in @{host}, and by 'identity' in [about] of national.toml they would "
            f"end in @{about.host}: phones would lose every event, or have it twice; put identity back as it was, "
            "or build into another folder with -o"
        )


def _owner(place: Place, owners: Container[str]) -> str:
    slug = place.slug
    while slug not in owners:
        slug = slug.rpartition("/")[0]
    return slug


def _with_history(event: Event, entry: Entry, spare: int) -> Event:
    """Return an event that says of a day that was named and then moved what it was before."""
    named = [value for value in entry.values if value.state.is_named]
    earlier = [value for value in named if (value.first, value.last) != (event.first, event.last)]
    return with_moved_notice(event, earlier[-1], spare) if earlier and event.state.is_named else event


def _rows(press: Press, standing: Ledger, owner: str) -> dict[str, Entry]:
    """Return the lines of an owner after the build; those of a place that is no more stay as they are."""
    place = press.place_by_slug.get(owner)
    if place is None:
        return dict(standing.rows[owner])
    # An area that has facts of its own from now on goes on from what its phones have seen.
    return revise(standing.rows_of(owner), press.feed_of(place).events, press.as_of)


def standing_ledger(folder: Path, press: Press, depth: Depth, *, is_anew: bool = False) -> Ledger:
    """Return the ledger of a folder; where there is none, or it is to be made anew, that of the feeds that stand.

    Raises:
        LedgerError: It is damaged, or a feed that stands is; or one of these is of an exam with another identity.
        PublishError: A feed that stands cannot be read.
    """
    found = None if is_anew else read_ledger(folder)
    if found:
        return found
    rows = {}
    for owner in press.definitions.regions:
        path = folder / f"{owner}.ics"
        content = read_whole(path)
        if content is not None:
            try:
                rows[owner] = seed(content, press.place_by_slug[owner].key, state_of_title)
            except (ValueError, KeyError) as error:
                raise LedgerError(
                    f"{path} is no feed of ours, so no ledger can be made from it; restore it from git"
                ) from error
    published = [entry.value.published for lines in rows.values() for entry in lines.values()]
    feeds, identity = tuple(sorted(_our_feeds(folder, press))), press.definitions.about.identity
    return Ledger(max(published, default=press.as_of), depth, "", rows, feeds=feeds, identity=identity)


def _our_feeds(folder: Path, press: Press) -> Iterator[str]:
    """Yield the slugs under which feeds of ours and of this exam stand in a folder."""
    about = press.definitions.about
    for path in sorted(folder.rglob("*.ics"), key=Path.as_posix):
        slug = path.relative_to(folder).as_posix().removesuffix(".ics")
        is_places = slug != OVERVIEW.removesuffix(".ics") and not slug.endswith("-remind")
        content = read_whole(path) if is_places else None
        if content is None or f"PRODID:{PRODID}".encode() not in content[:500]:
            continue
        others = sorted(hosts_in(content) - {about.host})
        if others and slug in press.place_by_slug:
            _refuse_host(str(path), others[0], about)
        # Of no place here: those of another exam in a folder within this one are its own.
        if not others:
            yield slug
