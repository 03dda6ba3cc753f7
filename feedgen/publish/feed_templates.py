"""Makes the files of a build's feeds: rendered once for all places that are told the same, and set
for each of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feedgen.core.model import Depth, Event, Place
from feedgen.publish.context import places_at
from feedgen.publish.ledger_update import OVERVIEW, LedgerUpdate
from feedgen.publish.paths import feeds_of
from feedgen.render.ics import PLACEHOLDER_KEY, PLACEHOLDER_NAME, FeedTemplate, lines, render

Progress = Callable[[list[Place]], Iterable[Place]]
Group = tuple[str, str, bool]
"""Owner of the lines, region whose facts hold, and whether the place is the one that the others
follow.
"""


@dataclass(frozen=True)
class FeedTemplates:
    """The feeds of one build; `plain_files` is the way without a stencil, which gives the same
    bytes.
    """

    update: LedgerUpdate
    _of: dict[Group, tuple[FeedTemplate, FeedTemplate]] = field(default_factory=dict)

    def feeds(
        self,
        depth: Depth,
        progress: Progress = list,
        kept: Mapping[str, Sequence[Event]] | None = None,
    ) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every feed that is not held back.

        Args:
            depth: How far down feeds are made.
            progress: Walks over the places and may show how far it is.
            kept: What the overview has of provinces that are held back, by slug.
        """
        update, context = self.update, self.update.context
        for place in progress(places_at(context.definitions, depth)):
            if not update.is_blocked(place):
                yield from self.files_of(place).items()
        for alias in context.definitions.aliases:
            successor = context.place_by_slug[alias.new]
            if not update.is_blocked(successor):
                yield from self.files_of(successor, alias.old, alias.key).items()
        yield OVERVIEW, render(update.overview(kept), with_alarms=False)

    def files_of(self, place: Place, slug: str = "", key: str = "") -> dict[str, bytes]:
        """Return by path the two feeds of a place; slug and key are an older place's where its
        address is kept.
        """
        key = key or place.key
        if not FeedTemplate.fits(place.name, key):
            return plain_files(self.update, place, slug, key)
        plain, remind = self._stencils_of(place)
        return _named(slug or place.slug, plain.fill(place.name, key), remind.fill(place.name, key))

    def _stencils_of(self, place: Place) -> tuple[FeedTemplate, FeedTemplate]:
        """Return the stencils of the places that are told the same as this one, without alarms and
        with them.
        """
        group = self.group_of(place)
        if group not in self._of:
            plain, remind = lines(self.update.feed_of(place, PLACEHOLDER_KEY, PLACEHOLDER_NAME))
            self._of[group] = FeedTemplate(plain), FeedTemplate(remind)
        return self._of[group]

    def group_of(self, place: Place) -> Group:
        """Return what two places have in common whose feeds differ in name and key alone."""
        context = self.update.context
        region = context.definitions.region_for(place)
        return (
            self.update.owner_of(place),
            region.slug,
            context.followed_by(place).key == place.key,
        )


def plain_files(
    update: LedgerUpdate, place: Place, slug: str = "", key: str = ""
) -> dict[str, bytes]:
    """Return what `Stencils.files_of` returns, each feed rendered by itself."""
    feed = update.feed_of(place, key)
    return _named(
        slug or place.slug, render(feed, with_alarms=False), render(feed, with_alarms=True)
    )


def _named(slug: str, plain: bytes, remind: bytes) -> dict[str, bytes]:
    return dict(zip(feeds_of(slug), (plain, remind), strict=True))
