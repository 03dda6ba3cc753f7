"""Knows on whose lines of the ledger a place's events stand, and gives its feeds their SEQUENCE and
their times.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from feedgen.core.atomic_files import read_bytes_if_any
from feedgen.core.errors import LedgerError
from feedgen.core.model import (
    Depth,
    Entry,
    Event,
    Exam,
    Feed,
    Ledger,
    Place,
    PlaceContext,
    Version,
    host_of,
)
from feedgen.publish.blocked_regions import timeline_of
from feedgen.publish.context import BuildContext, places_at, slugs_at
from feedgen.publish.ledger import revise, stamp
from feedgen.publish.ledger.recovery import hosts_in, rebuild_entries
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
class LedgerUpdate:
    """The ledger after a build, and the feeds that follow from it."""

    context: BuildContext
    ledger: Ledger
    blocked: Mapping[str, tuple[str, ...]]
    """Owners whose lines and feeds stay as they are, and why; places that would have no feed any
    more as well.
    """

    @classmethod
    def after(
        cls,
        context: BuildContext,
        previous: Ledger,
        depth: Depth,
        blocked: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "LedgerUpdate":
        """Return the revisions of a build, from the ledger that stands.

        Args:
            press: Of the day of the build.
            standing: What was published before.
            depth: How far down the build makes feeds.
            held: Owners whose lines stay as they are, and why.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another
                identity.
        """
        blocked = blocked or {}
        _refuse_another(context, previous)
        owners = dict.fromkeys([*context.definitions.regions, *previous.entries])
        rows = {
            owner: dict(previous.entries_of(owner))
            if owner in blocked
            else _rows(context, previous, owner)
            for owner in owners
        }
        current = slugs_at(context.definitions, depth)
        feeds = tuple(sorted({*previous.feeds, *current}))
        retired = tuple(slug for slug in previous.retired if slug not in current)
        ledger = replace(
            previous,
            as_of=context.as_of,
            depth=depth,
            definitions=context.definitions.digest,
            entries=rows,
            feeds=feeds,
            retired=retired,
        )
        return cls(context, ledger, blocked)

    @classmethod
    def fresh(cls, context: BuildContext) -> "LedgerUpdate":
        """Return the revisions of a build before which nothing was published."""
        identity = context.definitions.exam.identity
        return cls.after(
            context, Ledger(context.as_of, Depth.AREA, "", identity=identity), Depth.AREA
        )

    @classmethod
    def of_place(cls, context: BuildContext, previous: Ledger, place: Place) -> "LedgerUpdate":
        """Return the revisions of a build of one place: all lines but its own stay as they are.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another
                identity.
        """
        owners = {*context.definitions.regions, *previous.entries}
        others = owners - {_owner(place, owners)}
        return cls.after(context, previous, previous.depth, dict.fromkeys(others, ()))

    def owner_of(self, place: Place) -> str:
        """Return on whose lines the events of a place stand: the nearest that has or once had its
        own facts.
        """
        return _owner(place, self.ledger.entries)

    def is_blocked(self, place: Place) -> bool:
        """Say whether the feeds of a place stay as they are."""
        return self.owner_of(place) in self.blocked

    @property
    def blocked_provinces(self) -> dict[str, Place]:
        """The provinces that are held back, by slug."""
        places = places_at(self.context.definitions, Depth.PROVINCE)
        return {place.slug: place for place in places if self.is_blocked(place)}

    def shown(self) -> "LedgerUpdate":
        """Return the revisions whose timelines are what is published: of what is held back that of
        the last build.
        """
        definitions, context = self.context.definitions, self.context
        regions = [
            definitions.regions[owner] for owner in self.blocked if owner in definitions.regions
        ]
        lasting = {
            region.slug: timeline_of(
                context.timeline_of(region), region, self.ledger.entries[region.slug]
            )
            for region in regions
        }
        return replace(self, context=context.showing(lasting))

    def feed_of(self, place: Place, key: str = "", name: str = "") -> Feed:
        """Return the feed of a place as it is published; key and name where they are not its own."""
        feed = self.context.feed_of(place, key, name)
        return replace(
            feed, events=self._stamped(self.context.context_of(place, name), feed.events, key)
        )

    def overview(self, kept: Mapping[str, Iterable[Event]] | None = None) -> Feed:
        """Return the feed of all provinces as it is published.

        Args:
            kept: What it goes on to have of provinces that are held back, by slug.
        """
        kept = kept or {}
        found: list[Event] = [event for events_of in kept.values() for event in events_of]
        for place in places_at(self.context.definitions, Depth.PROVINCE):
            if place.slug in kept:
                continue
            place_context = self.context.context_of(place)
            composed = compose_overview(place_context)
            found += [
                event for event in self._stamped(place_context, composed) if is_in_overview(event)
            ]
        return overview_feed(found, self.context.definitions)

    def _stamped(
        self, place_context: PlaceContext, composed: tuple[Event, ...], key: str = ""
    ) -> tuple[Event, ...]:
        rows = self.ledger.entries[self.owner_of(place_context.place)]
        stamped = stamp(
            composed,
            rows,
            self.context.as_of,
            partial(self._recall, key or place_context.place.key),
        )
        return tuple(
            _with_history(event, rows[event.key], place_context.name_slack) for event in stamped
        )

    def _recall(self, place_key: str, key: str, value: Version) -> Event:
        return cancelled_event(value, key, place_key, self.context.definitions.exam)


def _refuse_another(context: BuildContext, previous: Ledger) -> None:
    """Refuse a build that cannot go on from a ledger."""
    if context.as_of < previous.as_of:
        text = f"{LEDGER_FILE} is of {previous.as_of}, and a build of {context.as_of} would turn time back"
        raise LedgerError(f"{text}; build into another folder with -o")
    _refuse_host(LEDGER_FILE, host_of(previous.identity), context.definitions.exam)


def _refuse_host(name: str, host: str, about: Exam) -> None:
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


def _with_history(event: Event, entry: Entry, name_slack: int) -> Event:
    """Return an event that says of a day that was named and then moved what it was before."""
    named = [value for value in entry.versions if value.state.is_named]
    earlier = [value for value in named if (value.first, value.last) != (event.first, event.last)]
    return (
        with_moved_notice(event, earlier[-1], name_slack)
        if earlier and event.state.is_named
        else event
    )


def _rows(context: BuildContext, previous: Ledger, owner: str) -> dict[str, Entry]:
    """Return the lines of an owner after the build; those of a place that is no more stay as they
    are.
    """
    place = context.place_by_slug.get(owner)
    if place is None:
        return dict(previous.entries[owner])
    # An area that has facts of its own from now on goes on from what its phones have seen.
    return revise(previous.entries_of(owner), context.feed_of(place).events, context.as_of)


def load_ledger(
    folder: Path, context: BuildContext, depth: Depth, *, rebuild_ledger: bool = False
) -> Ledger:
    """Return the ledger of a folder; where there is none, or it is to be made anew, that of the
    feeds that stand.

    Raises:
        LedgerError: It is damaged, or a feed that stands is; or one of these is of an exam with
            another identity.
        PublishError: A feed that stands cannot be read.
    """
    found = None if rebuild_ledger else read_ledger(folder)
    if found:
        return found
    rows = {}
    for owner in context.definitions.regions:
        path = folder / f"{owner}.ics"
        content = read_bytes_if_any(path)
        if content is not None:
            try:
                rows[owner] = rebuild_entries(
                    content, context.place_by_slug[owner].key, state_of_title
                )
            except (ValueError, KeyError) as error:
                raise LedgerError(
                    f"{path} is no feed of ours, so no ledger can be made from it; restore it from git"
                ) from error
    published = [entry.current.published for lines in rows.values() for entry in lines.values()]
    feeds, identity = tuple(sorted(_our_feeds(folder, context))), context.definitions.exam.identity
    return Ledger(
        max(published, default=context.as_of), depth, "", rows, feeds=feeds, identity=identity
    )


def _our_feeds(folder: Path, context: BuildContext) -> Iterator[str]:
    """Yield the slugs under which feeds of ours and of this exam stand in a folder."""
    about = context.definitions.exam
    for path in sorted(folder.rglob("*.ics"), key=Path.as_posix):
        slug = path.relative_to(folder).as_posix().removesuffix(".ics")
        is_places = slug != OVERVIEW.removesuffix(".ics") and not slug.endswith("-remind")
        content = read_bytes_if_any(path) if is_places else None
        if content is None or f"PRODID:{PRODID}".encode() not in content[:500]:
            continue
        others = sorted(hosts_in(content) - {about.host})
        if others and slug in context.place_by_slug:
            _refuse_host(str(path), others[0], about)
        # Of no place here: those of another exam in a folder within this one are its own.
        if not others:
            yield slug
