"""Renders the pages of the site and the small files beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from feedgen.core.model import (
    MILESTONES,
    BacktestReport,
    BuildInfo,
    Definitions,
    MilestoneText,
    Place,
    PlaceContext,
    PlaceRelations,
    SiteInfo,
    State,
    instant,
)
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.environment import asset, environment
from feedgen.render.website.region import RegionPart, region_part
from feedgen.render.website.search import typed_forms
from feedgen.render.website.structured import in_script, json_ld
from feedgen.render.website.subscribe import FeedLinks, qr_code
from feedgen.render.website.tiles import Province, answer_words, next_dates, tile_map

MAX_NEWS_SHOWN = 5
"""On a page; a page has to stay small."""
ASKED_FOR = (RESULTS, "score_recheck", "certificate_collection")
"""Milestones in the heading of the index, which has to fit into two lines of a phone."""


@dataclass(frozen=True)
class NewsItem:
    """A date that became known or moved."""

    day: date
    """Of the build that published it."""
    place: Place
    words: str
    tag: str
    """Its permanent id for readers of the Atom feed."""


@dataclass(frozen=True)
class IndexData:
    """The data of the index page."""

    provinces: tuple[Province, ...]
    relations: Mapping[str, PlaceRelations]
    """Of the provinces and areas, by slug."""
    report: BacktestReport | None
    """The backtest; None leaves it out."""


class Website:
    """Renders the pages of one build; the part that a region's places share only once."""

    def __init__(
        self,
        definitions: Definitions,
        site_info: SiteInfo,
        as_of: date,
        build_info: BuildInfo | None = None,
    ) -> None:
        self.nation = definitions.nation
        self.exam = definitions.exam
        self.example = definitions.example_place
        self.site_info = site_info
        self.as_of = as_of
        self.build_info = build_info
        regions = (definitions.nation, *definitions.regions.values())
        self.names = {region.slug: region.short_name or region.name for region in regions}
        self._parts: dict[str, tuple[RegionPart, Markup, Markup]] = {}

    def place_page(
        self,
        context: PlaceContext,
        texts: Sequence[MilestoneText],
        relations: PlaceRelations,
        news: Sequence[NewsItem] = (),
    ) -> str:
        """Render the page of a place.

        Args:
            context: Of the place.
            texts: Its milestones in words.
            relations: The divisions around and within it.
            news: Of the place, newest first.
        """
        part, answer_html, body_html = self._region_part(context, texts)
        place, year, address = context.place, part.answer.session[0], self._address(context.place)
        title = f"{place.name}{self._question()}{f'（{year}年度）' if year else ''}"
        full_name = "".join(division.name for division in (*relations.ancestors, place))
        summary = f"{full_name}：{answer_words(part.answer, self.as_of)}。"
        subjects = f"{'、'.join(self._subjects())}的日期，可以订阅到手机日历。"
        return self._render(
            "place.html",
            title=title,
            summary=summary,
            description=f"{summary}{subjects}{self._also_called()}",
            address=address,
            root="../" * place.slug.count("/"),
            place=place,
            followed=context.followed,
            region=context.region,
            relations=relations,
            upcoming=part.answer.upcoming,
            year=year,
            answer_html=answer_html,
            body_html=body_html,
            news=news[:MAX_NEWS_SHOWN],
            plain=self._feed_links(place, ""),
            remind=self._feed_links(place, "-remind"),
            qr=qr_code(address) if address else "",
            json_ld=json_ld(context, texts, title=title, address=address),
            file=f"regions/{context.region.follows or context.region.slug}.toml",
            checked_on=part.checked_on,
            remembered=in_script({"slug": place.slug, "name": place.name}),
            script=asset("place.js"),
        )

    def _region_part(
        self, context: PlaceContext, texts: Sequence[MilestoneText]
    ) -> tuple[RegionPart, Markup, Markup]:
        """Return what all places of a region share: the data, the answer and the body as HTML."""
        region = context.region
        if region.slug not in self._parts:
            part = region_part(context, texts, self.nation, self.names)
            answer = self._render("answer.html", answer=part.answer, results_site=part.results_site)
            body = self._render("region.html", region=region, **vars(part))
            self._parts[region.slug] = (part, Markup(answer), Markup(body))  # noqa: S704
        return self._parts[region.slug]

    def _also_called(self) -> str:
        others = "、".join(self.exam.also_called)
        return f"{self.exam.official_name}{f'，也叫{others}' if others else ''}。"

    def _question(self) -> str:
        """Return the question that people come with."""
        results = self.nation.kinds[RESULTS]
        if results.short_name:
            return f"{self.exam.short_name}{results.short_name}什么时候公布"
        return f"{self.exam.short_name}{results.name}是什么时候"

    def _subjects(self) -> list[str]:
        """Return short names of the milestones after the exam that can be dated."""
        kinds = (self.nation.kinds[kind] for kind in MILESTONES[MILESTONES.index(RESULTS) :])
        return [kind.brief for kind in kinds if kind.lag or kind.deadline_title]

    def _address(self, place: Place) -> str:
        return f"{self.site_info.site}{place.slug}.html" if self.site_info.site else ""

    def _feed_links(self, place: Place, ending: str) -> FeedLinks:
        site, file = self.site_info.site, f"{place.slug}{ending}.ics"
        name = f"{self.exam.short_name} {place.name}"
        return FeedLinks(file.rpartition("/")[2], f"{site}{file}" if site else "", name)

    def index(self, data: IndexData) -> str:
        """Render the index: search, map, next dates, backtest."""
        site, exam = self.site_info.site, self.exam
        summary = f"各地的{with_and(self._subjects())}日期，可以订阅到手机日历。"
        overview = f"{exam.short_name} {self.nation.name}"
        asked_for = [kind.brief for kind in map(self.nation.kinds.get, ASKED_FOR) if kind]
        return self._render(
            "index.html",
            title=f"{self._question()}：各地日期和手机日历",
            summary=summary,
            description=f"{summary}{self._also_called()}",
            subjects=self._subjects(),
            asked_for=asked_for,
            example=typed_forms(self.example),
            address=site,
            root="",
            map=tile_map(data.provinces, self.as_of),
            counts=_counts(data.provinces),
            next_dates=next_dates(data.provinces),
            rule_words=self.nation.kinds[RESULTS].lag_words,
            overview=FeedLinks("all.ics", f"{site}all.ics" if site else "", overview),
            index_style=Markup(asset("index.css")),  # noqa: S704
            names=in_script([exam.short_name, exam.official_name, *exam.also_called]),
            typed=in_script(typed_forms(self.example)[0]),
            script=asset("index.js"),
            **vars(data),
        )

    def moved_page(self, old: str, place: Place) -> str:
        """Render the page at the old address of a renamed place."""
        title = f"{place.name}的页面搬到了新地址"
        return self._render(
            "moved.html",
            title=title,
            summary=f"{title}。",
            description=f"{title}。",
            address=self._address(place),
            root="../" * old.count("/"),
            place=place,
        )

    def atom(self, news: Sequence[NewsItem]) -> str:
        """Render the news as an Atom feed (RFC 4287), in the order given."""
        latest = max((item.day for item in news), default=self.as_of)
        updated, subjects = instant(latest), with_and(self._subjects())
        return self._render(
            "changes.atom", news=news, updated=updated, subjects=subjects, instant=instant
        )

    def not_found(self) -> str:
        """Render the page for unknown addresses; hosts show it at any of them."""
        title, root = "没有这一页", _path_of(self.site_info.site)
        return self._render(
            "404.html", title=title, summary=title, description=title, address="", root=root
        )

    def badge(self) -> str:
        """Return an SVG with the day of the build."""
        return self._render("badge.svg")

    def icon(self) -> str:
        """Return the icon, an SVG."""
        return asset("icon.svg")

    def sitemap(self, places: Sequence[Place]) -> str:
        """Return the sitemap; it needs the address of the site."""
        addresses = [self.site_info.site, *map(self._address, places)]
        return self._render("sitemap.xml", addresses=addresses)

    def headers(self) -> str:
        """Return the headers for hosts that read a file of them: types, caching, access."""
        return self._render("headers.txt")

    def robots(self) -> str:
        """Return robots.txt, which allows everything: calendars fetch as robots do."""
        site = self.site_info.site
        sitemap = f"Sitemap: {site}sitemap.xml\n" if site else ""
        return f"User-agent: *\nAllow: /\n{sitemap}"

    def _render(self, template: str, **values: Any) -> str:
        return (
            environment()
            .get_template(template)
            .render(
                exam=self.exam,
                kinds=self.nation.kinds,
                site_info=self.site_info,
                as_of=self.as_of,
                build_info=self.build_info,
                **values,
            )
        )


def _counts(provinces: Sequence[Province]) -> list[tuple[MilestoneText | None, list[Province]]]:
    """Return the provinces by state of their results, the most certain first, None last."""
    groups: dict[State | None, list[Province]] = {}
    for province in provinces:
        groups.setdefault(province.state, []).append(province)
    return [
        (groups[state][0].answer.text if state else None, groups[state])
        for state in (*State, None)
        if state in groups
    ]


def with_and(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> with_and(["成绩", "复核", "证书"]), with_and(["成绩"])
    ('成绩、复核和证书', '成绩')
    """
    return "和".join(filter(None, ("、".join(words[:-1]), *words[-1:])))


def _path_of(site: str) -> str:
    """Return the path of the site's address, with slashes at both ends.

    >>> _path_of("https://example.org/feeds/"), _path_of("")
    ('/feeds/', '/')
    """
    return urlsplit(site).path or "/"
