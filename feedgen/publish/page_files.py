"""Makes what stands beside the feeds: a page and data for each place, the index, and what robots
ask for.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from feedgen.core.model import (
    BacktestReport,
    BuildInfo,
    Change,
    Depth,
    Milestone,
    Place,
    PlaceContext,
    Region,
    SiteInfo,
)
from feedgen.definitions.places import Gazetteer, forms_of
from feedgen.publish.context import places_at
from feedgen.publish.ledger.changes import history
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.paths import API
from feedgen.render.charts import render_chart
from feedgen.render.data import (
    Data,
    PlaceMilestone,
    backtest_data,
    exam_data,
    history_csv,
    json_bytes,
    milestone_data,
    place_data,
    region_data,
    schemas,
    timeline_data,
    upcoming_data,
)
from feedgen.render.events import change_words, title_of
from feedgen.render.website import (
    IndexData,
    NewsItem,
    Province,
    Website,
    choose_answer,
    search_script,
    upcoming,
)

MOST_NEWS = 100
"""In the Atom feed; readers ask for it often."""


class Pages:
    """Makes the pages and the data of one build; what the places of a region share is made once."""

    def __init__(
        self,
        update: LedgerUpdate,
        publication: SiteInfo,
        report: BacktestReport | None,
        run: BuildInfo | None = None,
    ) -> None:
        """Make them from what a press knows.

        Args:
            revisions: Knows the timelines of the day, and what was published before.
            publication: Where the build will stand.
            report: How right the windows were; None leaves it out.
            run: When the build was made; None where it pretends a day.
        """
        context = update.context
        self.context = context
        self.update = update
        self.report = report
        self.website = Website(context.definitions, publication, context.as_of, run)
        self.gazetteer = Gazetteer.of(context.definitions.places)
        # For a place that is made alone: it may be an area, even where the last build ended at the
        # provinces.
        deepest = update.ledger.depth
        self.around = self.gazetteer.around(Depth.AREA if deepest is Depth.PROVINCE else deepest)
        self._data_of: dict[str, bytes] = {}

    def make(self, depth: Depth) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of every page and every file of data; a county has neither."""
        places = [
            place
            for place in places_at(self.context.definitions, depth)
            if place.depth is not Depth.COUNTY
        ]
        self.around = self.gazetteer.around(depth)
        for place in places:
            yield from self.of_place(place)
        for alias in self.context.definitions.aliases:
            successor = self.gazetteer.area_of(self.context.place_by_slug[alias.new])
            yield f"{alias.old}.html", self.website.moved_page(alias.old, successor).encode()
            yield f"{API}/{alias.old}.json", self._data(successor)
        yield from self._beside(places)

    def of_place(self, place: Place) -> Iterator[tuple[str, bytes]]:
        """Yield the page of a place and its data."""
        place_context = self.context.context_of(place)
        said, around = self.context.texts_of(place_context), self.around[place.slug]
        page = self.website.place_page(place_context, said, around, self._news(place))
        yield f"{place.slug}.html", page.encode()
        yield f"{API}/{place.slug}.json", self._data(place)

    def _news(self, place: Place) -> list[NewsItem]:
        """Return what became known or moved in a place, newest first."""
        owner = self.update.owner_of(place)
        return [_told(change, place) for change in self._history if change.owner == owner]

    @cached_property
    def _history(self) -> list[Change]:
        return history(self.update.ledger)

    def _beside(self, places: list[Place]) -> Iterator[tuple[str, bytes]]:
        """Yield what there is once."""
        provinces = tuple(
            self._province(place) for place in places if place.depth is Depth.PROVINCE
        )
        yield (
            "index.html",
            self.website.index(IndexData(provinces, self.around, self.report)).encode(),
        )
        deepest = max(place.slug.count("/") for place in places)
        yield (
            "search.js",
            search_script(self.context.definitions.places, forms_of, deepest).encode(),
        )
        yield f"{API}/regions.json", json_bytes(self._regions(places, provinces))
        yield from self._for_programs(places)
        places_by_slug = self.context.place_by_slug
        news = [
            _told(each, places_by_slug[each.owner])
            for each in self._history
            if each.owner in places_by_slug
        ]
        yield "changes.atom", self.website.atom(news[:MOST_NEWS]).encode()
        yield "404.html", self.website.not_found().encode()
        yield "badge.svg", self.website.badge().encode()
        yield "icon.svg", self.website.icon().encode()
        yield "_headers", self.website.headers().encode()
        yield "robots.txt", self.website.robots().encode()
        if self.website.site_info.site:
            yield "sitemap.xml", self.website.sitemap(places).encode()
        if self.report:
            names = {slug: region.name for slug, region in self.context.definitions.regions.items()}
            yield "backtest.svg", render_chart(self.report, names).encode()

    def _for_programs(self, places: Sequence[Place]) -> Iterator[tuple[str, bytes]]:
        """Yield what there is once for programs beside the index, and what describes all of it."""
        owners = [place for place in places if self._has_own_facts(place)]
        listed = [each for place in owners for each in self._listed(place)]
        yield f"{API}/upcoming.json", json_bytes(upcoming_data(self.context.as_of, owners, listed))
        known = [
            region.known_on(self.context.as_of)
            for region in self.context.definitions.regions.values()
        ]
        names = {region.slug: self.context.place_by_slug[region.slug].name for region in known}
        yield f"{API}/history.csv", history_csv(known, names)
        for name, content in schemas().items():
            yield f"{API}/{name}", content

    def _has_own_facts(self, place: Place) -> bool:
        """Say whether a place is a province, or an area in which more is known than in whom it
        follows.
        """
        if place.depth is Depth.PROVINCE:
            return True
        own, followed = (
            self.context.context_of(place).region,
            self.context.context_of(self.context.followed_by(place)).region,
        )
        return own.slug == place.slug and (
            own.kinds != followed.kinds or not set(own.facts) <= set(followed.facts)
        )

    def _listed(self, place: Place) -> Iterator[PlaceMilestone]:
        place_context = self.context.context_of(place)
        for said in self.context.texts_of(place_context):
            yield PlaceMilestone(place, said, title_of(said.milestone, place_context.region))

    def _province(self, place: Place) -> Province:
        place_context = self.context.context_of(place)
        said = self.context.texts_of(place_context)
        found = choose_answer(said, self.context.as_of)
        return Province(
            place, place_context.region, found, next(iter(upcoming(said, self.context.as_of)), None)
        )

    def _data(self, place: Place) -> bytes:
        """Return the data of a place: what it is, and then what it shares with all others of its
        region.
        """
        place_context = self.context.context_of(place)
        slug = place_context.region.slug
        if slug not in self._data_of:
            self._data_of[slug] = json_bytes(_region_data(place_context))
        about = json_bytes({"place": place_data(place, place_context.followed, place.slug)})
        return about.rstrip().removesuffix(b"}") + b"," + self._data_of[slug].removeprefix(b"{")

    def _regions(self, places: Sequence[Place], provinces: Sequence[Province]) -> Data:
        """Return the data of the index: every place with a page, and what is next in each province."""
        definitions = self.context.definitions
        return {
            "as_of": self.context.as_of.isoformat(),
            "exam": exam_data(definitions.exam, definitions.nation.guidance),
            "provinces": [self._summary(province) for province in provinces],
            "places": [
                place_data(each, self.context.followed_by(each), each.slug) for each in places
            ],
            "backtest": backtest_data(self.report) if self.report else None,
        }

    def _summary(self, province: Province) -> Data:
        shown = {"answer": province.answer.text, "next": province.next}
        return {
            "slug": province.place.slug,
            "name": province.place.name,
            "short_name": province.region.short_name,
            **{
                key: said and self._milestone(said.milestone, province.region)
                for key, said in shown.items()
            },
        }

    def _milestone(self, milestone: Milestone, region: Region) -> Data:
        return milestone_data(milestone, region, title_of(milestone, region))


def _told(change: Change, place: Place) -> NewsItem:
    tag = f"{change.owner}/{change.key}/{change.number}"
    return NewsItem(day=change.after.published, place=place, words=change_words(change), tag=tag)


def _region_data(place_context: PlaceContext) -> Data:
    titles = {
        milestone: title_of(milestone, place_context.region)
        for milestone in place_context.timeline.milestones
    }
    return {
        **timeline_data(place_context.timeline, place_context.region, titles),
        "facts": region_data(place_context.region),
    }
