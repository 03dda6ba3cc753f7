"""Makes the pages and the data of a build: of each place, and of the whole site."""

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
    SiteInfo,
)
from feedgen.definitions.places import Gazetteer, forms_of
from feedgen.publish.context import aliases_at, places_at
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
"""In the Atom feed; readers fetch it often."""

File = tuple[str, bytes]
"""Path and content."""


class Pages:
    """Makes the pages and the data of one build; the data of a region only once."""

    def __init__(
        self,
        update: LedgerUpdate,
        site_info: SiteInfo,
        report: BacktestReport | None,
        build_info: BuildInfo | None = None,
    ) -> None:
        """Prepare the pages of a build.

        Args:
            update: Timelines of the day, and the history of each milestone.
            site_info: Where the build will be served.
            report: The backtest; None leaves it out.
            build_info: When the build was made; None if it pretends another day.
        """
        self.update = update
        self.context = update.context
        self.report = report
        definitions = self.context.definitions
        self.website = Website(definitions, site_info, self.context.as_of, build_info)
        self.gazetteer = Gazetteer.of(definitions.places)
        # A place that is made alone may be an area even if the last build ended at the provinces.
        deepest = update.ledger.depth
        self.relations = self.gazetteer.relations(
            Depth.AREA if deepest is Depth.PROVINCE else deepest
        )
        self._region_data: dict[str, bytes] = {}

    def make(self, depth: Depth) -> Iterator[File]:
        """Yield every page and every file of data; counties have neither."""
        definitions = self.context.definitions
        places = [
            place for place in places_at(definitions, depth) if place.depth is not Depth.COUNTY
        ]
        self.relations = self.gazetteer.relations(depth)
        for place in places:
            yield from self.of_place(place)
        for alias in aliases_at(definitions, depth, self.update.ledger.feeds):
            successor = self.gazetteer.area_of(self.context.place_by_slug[alias.new])
            yield f"{alias.old}.html", self.website.moved_page(alias.old, successor).encode()
            yield f"{API}/{alias.old}.json", self._place_data(successor)
        yield from self._index_files(places)
        yield from self._site_files(places)
        yield from self._data_files(places)

    def of_place(self, place: Place) -> Iterator[File]:
        """Yield the page of a place and its data."""
        place_context, owner = self.context.context_of(place), self.update.owner_of(place)
        news = [_news_item(change, place) for change in self._history if change.owner == owner]
        texts, relations = self.context.texts_of(place_context), self.relations[place.slug]
        page = self.website.place_page(place_context, texts, relations, news)
        yield f"{place.slug}.html", page.encode()
        yield f"{API}/{place.slug}.json", self._place_data(place)

    @cached_property
    def _history(self) -> list[Change]:
        return history(self.update.ledger)

    def _index_files(self, places: Sequence[Place]) -> Iterator[File]:
        provinces = [self._province(place) for place in places if place.depth is Depth.PROVINCE]
        index = IndexData(tuple(provinces), self.relations, self.report)
        yield "index.html", self.website.index(index).encode()
        deepest = max(place.slug.count("/") for place in places)
        script = search_script(self.context.definitions.places, forms_of, deepest)
        yield "search.js", script.encode()
        yield f"{API}/regions.json", json_bytes(self._index_data(places, provinces))

    def _site_files(self, places: Sequence[Place]) -> Iterator[File]:
        """Yield the files of the site as a whole, for feed readers, browsers and robots."""
        owners = self.context.place_by_slug
        news = [
            _news_item(change, owners[change.owner])
            for change in self._history
            if change.owner in owners
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

    def _data_files(self, places: Sequence[Place]) -> Iterator[File]:
        """Yield the data of the whole country, and the schemas."""
        as_of = self.context.as_of
        owners = [place for place in places if self._has_own_facts(place)]
        entries = [entry for place in owners for entry in self._milestones(place)]
        yield f"{API}/upcoming.json", json_bytes(upcoming_data(as_of, owners, entries))
        known = [region.known_on(as_of) for region in self.context.definitions.regions.values()]
        names = {region.slug: self.context.place_by_slug[region.slug].name for region in known}
        yield f"{API}/history.csv", history_csv(known, names)
        for name, content in schemas().items():
            yield f"{API}/{name}", content

    def _has_own_facts(self, place: Place) -> bool:
        """Say whether a place is a province, or an area that does not only repeat its province."""
        if place.depth is Depth.PROVINCE:
            return True
        own = self.context.context_of(place).region
        followed = self.context.context_of(self.context.followed_by(place)).region
        is_repeated = own.kinds == followed.kinds and set(own.facts) <= set(followed.facts)
        return own.slug == place.slug and not is_repeated

    def _milestones(self, place: Place) -> Iterator[PlaceMilestone]:
        place_context = self.context.context_of(place)
        for text in self.context.texts_of(place_context):
            yield PlaceMilestone(place, text, title_of(text.milestone, place_context.region))

    def _province(self, place: Place) -> Province:
        place_context, as_of = self.context.context_of(place), self.context.as_of
        texts = self.context.texts_of(place_context)
        following = next(iter(upcoming(texts, as_of)), None)
        return Province(place, place_context.region, choose_answer(texts, as_of), following)

    def _place_data(self, place: Place) -> bytes:
        """Return the data of a place; all but its first key is the same in the whole region."""
        place_context = self.context.context_of(place)
        slug = place_context.region.slug
        if slug not in self._region_data:
            self._region_data[slug] = json_bytes(_region_data(place_context))
        own = json_bytes({"place": place_data(place, place_context.followed, place.slug)})
        return own.rstrip().removesuffix(b"}") + b"," + self._region_data[slug].removeprefix(b"{")

    def _index_data(self, places: Sequence[Place], provinces: Sequence[Province]) -> Data:
        definitions = self.context.definitions
        return {
            "as_of": self.context.as_of.isoformat(),
            "exam": exam_data(definitions.exam, definitions.nation.guidance),
            "provinces": [_province_data(province) for province in provinces],
            "places": [
                place_data(place, self.context.followed_by(place), place.slug) for place in places
            ],
            "backtest": backtest_data(self.report) if self.report else None,
        }


def _province_data(province: Province) -> Data:
    texts = {"answer": province.answer.text, "next": province.next}
    return {
        "slug": province.place.slug,
        "name": province.place.name,
        "short_name": province.region.short_name,
        **{key: text and _milestone_data(text.milestone, province) for key, text in texts.items()},
    }


def _milestone_data(milestone: Milestone, province: Province) -> Data:
    title = title_of(milestone, province.region)
    return milestone_data(milestone, province.region, title)


def _news_item(change: Change, place: Place) -> NewsItem:
    tag = f"{change.owner}/{change.key}/{change.number}"
    return NewsItem(day=change.after.published, place=place, words=change_words(change), tag=tag)


def _region_data(place_context: PlaceContext) -> Data:
    region, timeline = place_context.region, place_context.timeline
    titles = {milestone: title_of(milestone, region) for milestone in timeline.milestones}
    return {**timeline_data(timeline, region, titles), "facts": region_data(region)}
