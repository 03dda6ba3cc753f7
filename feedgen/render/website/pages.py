"""Renders the pages: what is said of a place as HTML with everything inline, and the index that
leads there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from feedgen.core.model import (
    MILESTONES,
    BuildInfo,
    Definitions,
    MilestoneText,
    Place,
    PlaceContext,
    PlaceRelations,
    Report,
    SiteInfo,
    State,
    instant,
)
from feedgen.core.workdays import Workdays
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.days import day_text, due_text, span_text, told_name
from feedgen.render.website.region import RegionPart, checked, region_part
from feedgen.render.website.search import typed_forms
from feedgen.render.website.structured import in_script, json_ld
from feedgen.render.website.subscribe import Feed, qr_code
from feedgen.render.website.tiles import Province, answer_words, next_dates, tile_map

GRADES = {"official": "官方", "repost": "转载", "reported": "报道", "assumption": "推定"}


SHOWN_NEWS = 5
"""On a page; a page has to stay small."""
AWAITED = (RESULTS, "score_recheck", "certificate_collection")
"""What the index asks after in its heading, which must fit into two lines of a phone."""


@dataclass(frozen=True)
class News:
    """What became known or moved, in words."""

    day: date
    """Of the build that published it."""
    where: Place
    words: str
    tag: str
    """Names it for good, for readers of the Atom feed."""


@dataclass(frozen=True)
class Country:
    """What the index is told from."""

    provinces: tuple[Province, ...]
    around: Mapping[str, PlaceRelations]
    """By slug, of the provinces and areas."""
    report: Report | None
    """How right the windows were; None where nobody asked."""


class Website:
    """Renders the pages of one build; what the places of a region share is rendered once."""

    def __init__(
        self,
        definitions: Definitions,
        publication: SiteInfo,
        calendar: Workdays,
        as_of: date,
        run: BuildInfo | None = None,
    ) -> None:
        self.run = run
        self.nation = definitions.nation
        self.about = definitions.exam
        self.example = definitions.example_place
        self.publication = publication
        self.calendar = calendar
        self.as_of = as_of
        regions = (definitions.nation, *definitions.regions.values())
        self.names = {region.slug: region.short_name or region.name for region in regions}
        self._parts: dict[str, tuple[RegionPart, Markup, Markup]] = {}

    def place_page(
        self,
        context: PlaceContext,
        said: Sequence[MilestoneText],
        around: PlaceRelations,
        news: Sequence[News] = (),
    ) -> str:
        """Render the page of a place.

        Args:
            told: The place and what holds there.
            said: What is said of its milestones.
            around: Where it lies, and what lies in it.
            news: What became known or moved there, newest first.
        """
        part, shown, body = self._part(context, said)
        place, chosen = context.place, part.answer.said
        title = f"{place.name}{self._question()}"
        if chosen:
            title += f"（{chosen.milestone.exam_year}年度）"
        address = self._address(place)
        plain, remind = self._feed(place, ""), self._feed(place, "-remind")
        where = "".join(each.name for each in (*around.ancestors, place))
        summary = f"{where}：{answer_words(part.answer, self.as_of)}。"
        return self._render(
            "place.html",
            title=title,
            summary=summary,
            description=f"{summary}{'、'.join(self._subjects())}的日期，可以订阅到手机日历。{self._also_called()}",
            nationwide=context.region.nationwide,
            address=address,
            root="../" * place.slug.count("/"),
            place=place,
            followed=context.followed,
            is_follow_assumed=any(source.reason for source in context.region.follows_sources),
            above=around.ancestors,
            around=around,
            answer=shown,
            coming=part.answer.coming,
            year=chosen.milestone.exam_year if chosen else 0,
            body=body,
            news=news[:SHOWN_NEWS],
            plain=plain,
            remind=remind,
            qr=qr_code(address) if address else "",
            json_ld=json_ld(context, said, title=title, address=address),
            authority=context.region.authority,
            major=context.region.major_offered,
            file=f"regions/{context.region.follows or context.region.slug}.toml",
            checked_on=part.checked_on,
            remembered=in_script({"slug": place.slug, "name": place.name}),
            script=_asset("place.js"),
        )

    def _part(
        self, context: PlaceContext, said: Sequence[MilestoneText]
    ) -> tuple[RegionPart, Markup, Markup]:
        """Return what all places of a region share, as data, as its answer and as the rest of its
        page.
        """
        slug = context.region.slug
        if slug not in self._parts:
            part = region_part(context, said, self.nation, self.calendar, self.names)
            shown = self._render("answer.html", answer=part.answer, site=part.site)
            body = self._render(
                "region.html", region=context.region, timeline=context.timeline, **vars(part)
            )
            self._parts[slug] = (part, Markup(shown), Markup(body))  # noqa: S704
        return self._parts[slug]

    def _also_called(self) -> str:
        others = "、".join(self.about.also_called)
        return (
            f"{self.about.official_name}，也叫{others}。"
            if others
            else f"{self.about.official_name}。"
        )

    def _question(self) -> str:
        """Return what people come to ask."""
        results = self.nation.kinds[RESULTS]
        asked = (
            f"{results.short_name}什么时候公布"
            if results.short_name
            else f"{results.name}是什么时候"
        )
        return f"{self.about.short_name}{asked}"

    def _subjects(self) -> list[str]:
        """Return what the nation has a way to date after the exam, as short as can be said."""
        kinds = (self.nation.kinds[kind] for kind in MILESTONES[MILESTONES.index(RESULTS) :])
        return [kind.brief for kind in kinds if kind.lag or kind.deadline_title]

    def _address(self, place: Place) -> str:
        return f"{self.publication.site}{place.slug}.html" if self.publication.site else ""

    def _feed(self, place: Place, ending: str) -> Feed:
        site, slug = self.publication.site, f"{place.slug}{ending}"
        name = f"{self.about.short_name} {place.name}"
        return Feed(f"{slug.rpartition('/')[2]}.ics", f"{site}{slug}.ics" if site else "", name)

    def index(self, country: Country) -> str:
        """Render the index: search, map, next dates, how right the windows have been."""
        site = self.publication.site
        summary = f"各地的{with_and(self._subjects())}日期，可以订阅到手机日历。"
        return self._render(
            "index.html",
            title=f"{self._question()}：各地日期和手机日历",
            summary=summary,
            description=f"{summary}{self._also_called()}",
            subjects=self._subjects(),
            awaited=[kind.brief for kind in map(self.nation.kinds.get, AWAITED) if kind],
            example=typed_forms(self.example),
            address=site,
            root="",
            map=tile_map(country.provinces, self.as_of),
            provinces=country.provinces,
            around=country.around,
            counts=_counts(country.provinces),
            next_dates=next_dates(country.provinces),
            report=country.report,
            rule_words=self.nation.kinds[RESULTS].lag_words,
            overview=Feed(
                "all.ics",
                f"{site}all.ics" if site else "",
                f"{self.about.short_name} {self.nation.name}",
            ),
            index_style=Markup(_asset("index.css")),  # noqa: S704
            names=in_script(
                [self.about.short_name, self.about.official_name, *self.about.also_called]
            ),
            typed=in_script(typed_forms(self.example)[0]),
            script=_asset("index.js"),
        )

    def moved_page(self, old: str, place: Place) -> str:
        """Render the page under the old address of a renamed place."""
        root = "../" * old.count("/")
        return self._render(
            "moved.html",
            title=f"{place.name}的页面搬到了新地址",
            summary=f"{place.name}的页面搬到了新地址。",
            description=f"{place.name}的页面搬到了新地址。",
            address=self._address(place),
            root=root,
            place=place,
        )

    def atom(self, news: Sequence[News]) -> str:
        """Render what became known or moved as an Atom feed (RFC 4287), in the order given."""
        latest = max((each.day for each in news), default=self.as_of)
        updated, subjects = instant(latest), with_and(self._subjects())
        return self._render(
            "changes.atom", news=news, updated=updated, subjects=subjects, instant=instant
        )

    def not_found(self) -> str:
        """Render the page for addresses that lead nowhere; it may be shown under any of them."""
        title = "没有这一页"
        root = _prefix(self.publication.site)
        return self._render(
            "404.html", title=title, summary=title, description=title, address="", root=root
        )

    def badge(self) -> str:
        """Return a picture that says of which day the dates are, an SVG."""
        return self._render("badge.svg")

    def icon(self) -> str:
        """Return the icon, an SVG."""
        return _asset("icon.svg")

    def sitemap(self, places: Sequence[Place]) -> str:
        """Return the sitemap; only of use where it is known under which address the site stands."""
        return self._render(
            "sitemap.xml", addresses=[self.publication.site, *map(self._address, places)]
        )

    def headers(self) -> str:
        """Return what hosts that read such a file are asked to send: types, how long to keep, who
        may read.
        """
        return self._render("headers.txt")

    def robots(self) -> str:
        """Return what robots may read: everything; calendars fetch as robots do."""
        lines = ["User-agent: *", "Allow: /"]
        if self.publication.site:
            lines.append(f"Sitemap: {self.publication.site}sitemap.xml")
        return "\n".join([*lines, ""])

    def _render(self, template: str, **context: Any) -> str:
        shared = {
            "about": self.about,
            "publication": self.publication,
            "as_of": self.as_of,
            "run": self.run,
        }
        shared["kinds"] = self.nation.kinds
        return _templates().get_template(template).render(**shared, **context)


@cache
def _templates() -> jinja2.Environment:
    """Return the templates with what they need in every build; each is compiled once."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("feedgen.render.website"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        grades=GRADES,
        day_text=day_text,
        due_text=due_text,
        span_text=span_text,
        told_name=told_name,
        checked=checked,
        style=Markup(_asset("style.css")),  # noqa: S704
    )
    return environment


def _counts(provinces: Sequence[Province]) -> list[tuple[MilestoneText | None, list[Province]]]:
    """Return the provinces by the state of their results, the most certain first; those without one
    last.
    """
    groups: dict[State | None, list[Province]] = {}
    for each in provinces:
        groups.setdefault(each.state, []).append(each)
    return [
        (groups[state][0].answer.said if state else None, groups[state])
        for state in (*State, None)
        if state in groups
    ]


def _asset(name: str) -> str:
    """Return a style, a script or a picture, without the room that makes it readable for its
    authors.
    """
    lines = (
        files("feedgen.render.website")
        .joinpath(f"templates/{name}")
        .read_text("utf-8")
        .splitlines()
    )
    # Styles need no line ends; scripts do.
    end = "" if name.endswith(".css") else "\n"
    return end.join(line.strip() for line in lines if not line.strip().startswith("// "))


def with_and(words: Sequence[str]) -> str:
    """Join words as a sentence lists them.

    >>> with_and(["成绩", "复核", "证书"]), with_and(["成绩"])
    ('成绩、复核和证书', '成绩')
    """
    return "和".join(part for part in ("、".join(words[:-1]), *words[-1:]) if part)


def _prefix(site: str) -> str:
    """Return the path under which a site stands, from slash to slash.

    >>> _prefix("https://example.org/feeds/"), _prefix("")
    ('/feeds/', '/')
    """
    return urlsplit(site).path or "/"
