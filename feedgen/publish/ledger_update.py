"""The ledger after a build, and the feeds with the SEQUENCE and the times that it gives them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
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
from feedgen.publish.blocked_regions import published_timeline
from feedgen.publish.context import BuildContext, places_at, slugs_at
from feedgen.publish.ledger import stamp, update_entries
from feedgen.publish.ledger.recovery import hosts_in, recover_entries
from feedgen.publish.ledger.storage import LEDGER_FILE, read_ledger
from feedgen.render.events import (
    cancelled_event,
    compose_overview,
    is_in_overview,
    overview_feed,
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
    """Whose entries and feeds stay as they are, and why: owners, and places without feeds."""

    @classmethod
    def of_build(
        cls,
        context: BuildContext,
        previous: Ledger,
        depth: Depth,
        blocked: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "LedgerUpdate":
        """Return the update of a build.

        Args:
            context: Of the day of the build.
            previous: The ledger before it.
            depth: How far down the build makes feeds.
            blocked: Owners whose entries stay as they are, and why.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another
                identity.
        """
        blocked = blocked or {}
        _refuse_earlier_day(context, previous)
        _refuse_other_host(LEDGER_FILE, host_of(previous.identity), context.definitions.exam)
        owners = dict.fromkeys([*context.definitions.regions, *previous.entries])
        slugs = slugs_at(context.definitions, depth, previous.feeds)
        ledger = replace(
            previous,
            as_of=context.as_of,
            depth=depth,
            definitions=context.definitions.digest,
            entries={
                owner: dict(previous.entries_of(owner))
                if owner in blocked
                else _updated_entries(context, previous, owner)
                for owner in owners
            },
            feeds=tuple(sorted({*previous.feeds, *slugs})),
            retired=tuple(slug for slug in previous.retired if slug not in slugs),
        )
        return cls(context, ledger, blocked)

    @classmethod
    def of_first_build(cls, context: BuildContext) -> "LedgerUpdate":
        """Return the update of a build into an empty folder."""
        identity = context.definitions.exam.identity
        empty = Ledger(context.as_of, Depth.AREA, "", identity=identity)
        return cls.of_build(context, empty, Depth.AREA)

    @classmethod
    def of_place(cls, context: BuildContext, previous: Ledger, place: Place) -> "LedgerUpdate":
        """Return the update of a build of one place; the entries of all others stay as they are.

        Raises:
            LedgerError: The build is of a day before that of the ledger, or of an exam with another
                identity.
        """
        owners = {*context.definitions.regions, *previous.entries}
        others = owners - {_owner(place, owners)}
        return cls.of_build(context, previous, previous.depth, dict.fromkeys(others, ()))

    def owner_of(self, place: Place) -> str:
        """Return whose entries a place uses: the nearest that has or once had its own facts."""
        return _owner(place, self.ledger.entries)

    def is_blocked(self, place: Place) -> bool:
        """Say whether the feeds of a place stay as they are."""
        return self.owner_of(place) in self.blocked

    @property
    def blocked_provinces(self) -> dict[str, Place]:
        """The blocked provinces, by slug."""
        places = places_at(self.context.definitions, Depth.PROVINCE)
        return {place.slug: place for place in places if self.is_blocked(place)}

    def with_published_days(self) -> "LedgerUpdate":
        """Return the update for the pages: blocked regions have the timelines of the last build."""
        regions = self.context.definitions.regions
        published = {
            slug: published_timeline(
                self.context.timeline_of(regions[slug]), self.ledger.entries[slug]
            )
            for slug in self.blocked
            if slug in regions
        }
        return replace(self, context=self.context.with_timelines(published))

    def feed_of(self, place: Place, key: str = "", name: str = "") -> Feed:
        """Return the feed of a place as it is published; `key` and `name` replace its own."""
        feed = self.context.feed_of(place, key, name)
        place_context = self.context.context_of(place, name)
        return replace(feed, events=self._stamped(place_context, feed.events, key or place.key))

    def overview(self, kept: Mapping[str, Iterable[Event]] | None = None) -> Feed:
        """Return the feed of all provinces as it is published.

        Args:
            kept: Events of blocked provinces, by slug.
        """
        kept = kept or {}
        events: list[Event] = [event for group in kept.values() for event in group]
        for place in places_at(self.context.definitions, Depth.PROVINCE):
            if place.slug not in kept:
                place_context = self.context.context_of(place)
                composed = compose_overview(place_context)
                stamped = self._stamped(place_context, composed, place.key)
                events += [event for event in stamped if is_in_overview(event)]
        return overview_feed(events, self.context.definitions)

    def _stamped(
        self, place_context: PlaceContext, composed: tuple[Event, ...], place_key: str
    ) -> tuple[Event, ...]:
        def make_cancelled(key: str, version: Version) -> Event:
            return cancelled_event(version, key, place_key, place_context.exam)

        entries = self.ledger.entries[self.owner_of(place_context.place)]
        stamped = stamp(composed, entries, self.context.as_of, make_cancelled)
        slack = place_context.name_slack
        return tuple(_with_history(event, entries[event.key], slack) for event in stamped)


def _refuse_earlier_day(context: BuildContext, previous: Ledger) -> None:
    if context.as_of < previous.as_of:
        raise LedgerError(
            f"{LEDGER_FILE} is of {previous.as_of}, and a build of {context.as_of} would turn time "
            "back; build into another folder with -o"
        )


def _refuse_other_host(name: str, host: str, exam: Exam) -> None:
    """Refuse to give the events of a ledger or a feed other UIDs than phones know."""
    if host != exam.host:
        raise LedgerError(
            f"{name} is of events whose UIDs end in @{host}, and by 'identity' in [about] of "
            f"national.toml they would end in @{exam.host}: phones would lose every event, or have "
            "it twice; put identity back as it was, or build into another folder with -o"
        )


def _owner(place: Place, owners: Container[str]) -> str:
    slug = place.slug
    while slug not in owners:
        slug = slug.rpartition("/")[0]
    return slug


def _with_history(event: Event, entry: Entry, name_slack: int) -> Event:
    """Return an event that mentions its earlier days, if named days moved."""
    if not event.state.is_named:
        return event
    days = event.first, event.last
    named = [version for version in entry.versions if version.state.is_named]
    moved = [version for version in named if (version.first, version.last) != days]
    return with_moved_notice(event, moved[-1], name_slack) if moved else event


def _updated_entries(context: BuildContext, previous: Ledger, owner: str) -> dict[str, Entry]:
    """Return the entries of an owner after the build; unchanged if the place no longer exists."""
    place = context.place_by_slug.get(owner)
    if place is None:
        return dict(previous.entries[owner])
    # An area with its first own facts continues what its phones have seen.
    events = context.feed_of(place).events
    return update_entries(previous.entries_of(owner), events, context.as_of)


def load_ledger(
    folder: Path, context: BuildContext, depth: Depth, *, rebuild_ledger: bool = False
) -> Ledger:
    """Return the ledger of a folder; recover it from the feeds if there is none, or on request.

    Raises:
        LedgerError: The ledger or a feed is damaged, or of an exam with another identity.
        PublishError: A feed cannot be read.
    """
    kinds = context.definitions.nation.kinds
    ledger = None if rebuild_ledger else read_ledger(folder, kinds)
    return ledger or _recovered_ledger(folder, context, depth)


def _recovered_ledger(folder: Path, context: BuildContext, depth: Depth) -> Ledger:
    entries, kinds = {}, context.definitions.nation.kinds
    for owner in context.definitions.regions:
        path, place_key = folder / f"{owner}.ics", context.place_by_slug[owner].key
        content = read_bytes_if_any(path)
        if content is not None:
            try:
                entries[owner] = recover_entries(content, place_key, kinds)
            except (ValueError, KeyError) as error:
                text = f"{path} is no feed of ours, so no ledger can be made from it"
                raise LedgerError(f"{text}; restore it from git") from error
    published = [
        entry.current.published for of_owner in entries.values() for entry in of_owner.values()
    ]
    return Ledger(
        max(published, default=context.as_of),
        depth,
        "",
        entries,
        feeds=tuple(sorted(_our_feeds(folder, context))),
        identity=context.definitions.exam.identity,
    )


def _our_feeds(folder: Path, context: BuildContext) -> Iterator[str]:
    """Yield the slugs of the feeds in a folder that are ours and of this exam."""
    exam = context.definitions.exam
    for path in sorted(folder.rglob("*.ics"), key=Path.as_posix):
        slug = path.relative_to(folder).as_posix().removesuffix(".ics")
        is_place = f"{slug}.ics" != OVERVIEW and not slug.endswith("-remind")
        content = read_bytes_if_any(path) if is_place else None
        if content is None or f"PRODID:{PRODID}".encode() not in content[:500]:
            continue
        other_hosts = sorted(hosts_in(content) - {exam.host})
        if other_hosts and slug in context.place_by_slug:
            _refuse_other_host(str(path), other_hosts[0], exam)
        # Feeds of another exam, in a folder within this one, belong to that exam.
        if not other_hosts:
            yield slug
