"""Renders each feed once for all places with equal content, and fills in name and key of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feedgen.core.model import Depth, Event, Place
from feedgen.publish.context import aliases_at, places_at
from feedgen.publish.ledger_update import OVERVIEW, LedgerUpdate
from feedgen.publish.paths import feeds_of
from feedgen.render.ics import PLACEHOLDER_KEY, PLACEHOLDER_NAME, FeedTemplate, lines, render

Progress = Callable[[list[Place]], Iterable[Place]]
Group = tuple[str, str, bool]
"""Owner of the entries, region of the facts, and whether the place follows no other."""


@dataclass(frozen=True)
class FeedTemplates:
    """The feeds of one build; `plain_files` gives the same bytes without templates."""

    update: LedgerUpdate
    _templates: dict[Group, tuple[FeedTemplate, FeedTemplate]] = field(default_factory=dict)

    def feeds(
        self,
        depth: Depth,
        progress: Progress = list,
        kept: Mapping[str, Sequence[Event]] | None = None,
    ) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every feed that is not blocked.

        Args:
            depth: How far down feeds are made.
            progress: Iterates over the places and may show the progress.
            kept: The overview's events of blocked provinces, by slug.
        """
        update, context = self.update, self.update.context
        for place in progress(places_at(context.definitions, depth)):
            if not update.is_blocked(place):
                yield from self.files_of(place).items()
        for alias in aliases_at(context.definitions, depth, update.ledger.feeds):
            successor = context.place_by_slug[alias.new]
            if not update.is_blocked(successor):
                yield from self.files_of(successor, alias.old, alias.key).items()
        yield OVERVIEW, render(update.overview(kept), with_alarms=False)

    def files_of(self, place: Place, slug: str = "", key: str = "") -> dict[str, bytes]:
        """Return the two feeds of a place by path; an alias gives its old slug and key."""
        key = key or place.key
        if not FeedTemplate.fits(place.name, key):
            return plain_files(self.update, place, slug, key)
        feeds = [template.fill(place.name, key) for template in self._templates_of(place)]
        return dict(zip(feeds_of(slug or place.slug), feeds, strict=True))

    def _templates_of(self, place: Place) -> tuple[FeedTemplate, FeedTemplate]:
        """Return the templates of a place's group, without alarms and with them."""
        group = self.group_of(place)
        if group not in self._templates:
            plain, remind = lines(self.update.feed_of(place, PLACEHOLDER_KEY, PLACEHOLDER_NAME))
            self._templates[group] = FeedTemplate(plain), FeedTemplate(remind)
        return self._templates[group]

    def group_of(self, place: Place) -> Group:
        """Return the group of a place: all places whose feeds differ only in name and key."""
        context = self.update.context
        region = context.definitions.region_for(place)
        follows_itself = context.followed_by(place).key == place.key
        return self.update.owner_of(place), region.slug, follows_itself


def plain_files(
    update: LedgerUpdate, place: Place, slug: str = "", key: str = ""
) -> dict[str, bytes]:
    """Return what `FeedTemplates.files_of` returns, with each feed rendered on its own."""
    feed = update.feed_of(place, key)
    feeds = [render(feed, with_alarms=with_alarms) for with_alarms in (False, True)]
    return dict(zip(feeds_of(slug or place.slug), feeds, strict=True))
