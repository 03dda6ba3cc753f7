"""The index in a real browser, its search and map, and properties of all files of a build."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from feedgen.core.model import Definitions, SiteInfo
from feedgen.definitions.places import Gazetteer
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages
from tests.conftest import FROZEN, OPEN_ALL, Site, fetch, run_feedgen, violations

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
LARGEST_PAGE, LARGEST_SENT = 60_000, 20_000
"""Bytes of a place's page, and of any page as it is sent: pages are opened with little reception.
"""
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FOREIGN = re.compile(
    r"""\ssrc=["']?(?:https?:)?//|@import|url\(["']?(?:https?:)?//"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|icon|preload|prefetch|modulepreload))[^>]*\bhref=["']?(?:https?:)?//"""
)
"""Addresses that a browser fetches from another site by itself."""
REFERENCE = re.compile(
    r"""href="\#([^"]+)"|url\(\#([^)]+)\)|\s(?:for|aria-(?:controls|labelledby|describedby))="([^"]+)\""""
)
AREA_LINE = re.compile(r'<p><a href="([^"]*)">[^<]*</a> ([^<]*)</p>')
"""An area on the page of its province, and the counties in it."""
BOX = "const box = each.getBBox(); return box.x < 1 || box.x + box.width > 47"
TOO_LONG = f"texts => texts.filter(each => {{ {BOX} }}).map(each => each.textContent)"
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


class Links(HTMLParser):
    """Every address that a page leads to or shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that the tests pass on."""
    with browser.new_page() as opened:
        yield opened


@pytest.fixture(scope="module")
def index(browser: Browser, with_site: Site) -> Iterator[Page]:
    """The index, for typing this and that."""
    with browser.new_page() as opened:
        opened.goto(f"{with_site.address}index.html")
        yield opened


@pytest.fixture(scope="session")
def gazetteer(definitions: Definitions) -> Gazetteer:
    """Every real place."""
    return Gazetteer.of(definitions.places)


def matches(index: Page, text: str) -> list[tuple[str, str]]:
    """The matches of a search: the name of each place and the page that it leads to."""
    index.get_by_label("你在哪里").fill(text)
    pair = "[each.querySelector('b').textContent, each.getAttribute('href')]"
    read = f"links => links.map(each => {pair})"
    return [tuple(match) for match in index.eval_on_selector_all("#found a", read)]


@pytest.mark.parametrize(
    ("text", "name", "page_of_it"),
    [
        ("松江", "松江区", "shanghai/songjiang.html"),
        ("songjiang", "松江区", "shanghai/songjiang.html"),
        ("sj", "松江区", "shanghai/songjiang.html"),
        ("310117", "松江区", "shanghai/songjiang.html"),
        ("上海松江", "松江区", "shanghai/songjiang.html"),
        ("丰顺县", "丰顺县", "guangdong/meizhou.html"),
        ("延边", "延边朝鲜族自治州", "jilin/yanbian.html"),
    ],
)
def test_the_search_leads_to_the_page_of_a_place(
    index: Page, text: str, name: str, page_of_it: str
) -> None:
    assert matches(index, text)[0] == (name, page_of_it)
    assert fetch(urljoin(index.url, page_of_it))[0] == 200


@pytest.mark.parametrize(
    "text",
    ["松江", "Songjiang", "sj", "310117", "4414", "丰顺", "南京鼓楼", "鼓楼区", "吉林", "广西",
     "内蒙古", "新疆", "兵团", "石河子", "河南", "海南", "单县", "朝阳区", "shaanxi", "shanxi",
     "xi'an", "mas", "guangdong/mei", "浦东", "西双版纳", "660000",
     "shanghai songjiang", "恩施", "甘南", "贵州黔南", "延边州", "上海 松江"],
)  # fmt: skip
def test_the_search_finds_first_what_the_command_finds_first(
    index: Page, gazetteer: Gazetteer, text: str
) -> None:
    first = gazetteer.find(text)[0]

    assert matches(index, text)[0] == (first.name, f"{gazetteer.area_of(first).slug}.html")


def test_whoever_types_the_name_of_the_exam_is_asked_for_a_place(index: Page) -> None:
    assert matches(index, "二建矿业") == []
    expect(index.get_by_role("status")).to_have_text("这是考试的名字，请写你所在的地方，如 松江")


@pytest.mark.parametrize("text", ["xyzzy", "松冮", "/", "?"])
def test_the_search_shows_that_nothing_was_found(index: Page, text: str) -> None:
    assert matches(index, text) == []
    expect(index.get_by_role("status")).to_have_text("没有找到，试试只写两个字，或者下面按省份找")


def test_twenty_of_many_matches_are_listed_and_none_of_nothing(index: Page) -> None:
    assert len(matches(index, "31")) == 17
    expect(index.get_by_role("status")).to_have_text("17 个地方")
    assert len(matches(index, "44")) == 20
    expect(index.get_by_role("status")).to_contain_text("只列出 20 个")
    assert matches(index, "  ") == []
    expect(index.get_by_role("status")).to_have_text("")


def test_enter_opens_the_first_match(page: Page, with_site: Site) -> None:
    page.goto(f"{with_site.address}index.html")
    page.get_by_label("你在哪里").fill("songjiang")

    page.keyboard.press("Enter")

    page.wait_for_url(f"{with_site.address}shanghai/songjiang.html")


def test_the_index_works_from_a_disk(page: Page, without_site: Site) -> None:
    page.goto((without_site.folder / "index.html").as_uri())

    assert matches(page, "松江")[0] == ("松江区", "shanghai/songjiang.html")
    page.get_by_role("link", name="松江区 上海市").click()
    page.wait_for_url((without_site.folder / "shanghai/songjiang.html").as_uri())


def test_without_a_script_lists_lead_to_every_place(
    browser: Browser, site: Site, definitions: Definitions
) -> None:
    with browser.new_page(java_script_enabled=False) as page:
        page.goto(f"{site.address}index.html")
        page.evaluate(OPEN_ALL)
        links = page.eval_on_selector_all(
            ".areas a", "links => links.map(each => each.getAttribute('href'))"
        )

        expect(page.get_by_role("search")).to_be_hidden()
        expect(page.locator("#last")).to_be_hidden()
    assert len(links) == 32 + 451
    assert sorted(links) == sorted(
        f"{place.slug}.html" for place in definitions.places if place.slug.count("/") < 2
    )


def test_without_a_script_whoever_knows_only_the_county_finds_its_area(
    browser: Browser, site: Site
) -> None:
    with browser.new_page(java_script_enabled=False, viewport=PHONE) as page:
        page.goto(f"{site.address}index.html")
        expect(page.locator("section[aria-labelledby=places]")).to_contain_text(
            "县（市、区）写在各省页面的末尾"
        )

        page.locator("summary", has_text="广东省").click()
        page.get_by_role("link", name="广东省", exact=True).click()
        page.locator("summary", has_text="广东省各地和下辖的县（市、区）").click()
        page.locator("p", has_text="丰顺县").get_by_role("link").click()

        page.wait_for_url(f"{site.address}guangdong/meizhou.html")


def test_every_county_is_named_beside_its_area_on_the_page_of_its_province(
    site: Site, definitions: Definitions, gazetteer: Gazetteer
) -> None:
    counties = [place for place in definitions.places if place.slug.count("/") == 2]
    lines = [
        (page, line)
        for page, text in _texts(site.folder, {".html"})
        for line in AREA_LINE.findall(text)
    ]

    named = [(page, area, name) for page, (area, names) in lines for name in names.split()]

    assert len(named) == 2729
    assert ("guangdong.html", "guangdong/meizhou.html", "丰顺县") in named
    assert sorted(named) == sorted(
        (
            f"{county.slug.partition('/')[0]}.html",
            f"{gazetteer.area_of(county).slug}.html",
            county.name,
        )
        for county in counties
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_using_the_list_of_counties(
    browser: Browser, site: Site, scheme: str
) -> None:
    with browser.new_page(color_scheme=scheme, viewport=PHONE) as page:
        page.goto(f"{site.address}sichuan.html")
        page.evaluate(OPEN_ALL)

        assert violations(page) == []
        assert page.evaluate(WIDTHS) == [360, 360]
        heights = page.eval_on_selector_all(
            ".near a", "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert len(heights) == 21
        assert min(heights) >= 44


def test_each_province_has_a_tile_with_a_label_in_words(page: Page, site: Site) -> None:
    read = (
        "links => links.map(each => [each.getAttribute('href'), each.getAttribute('aria-label')])"
    )
    page.goto(f"{site.address}index.html")

    labels = dict(page.eval_on_selector_all(".tiles a", read))

    assert len(labels) == 32
    assert [href for href in labels if fetch(f"{site.address}{href}")[0] != 200] == []
    assert [
        words
        for words in labels.values()
        if not re.fullmatch(r".+：20\d\d年度.+\d月\d+日.*", words)
    ] == []
    assert labels["shanghai.html"].startswith("上海市：2026年度成绩公布")


def test_every_tile_has_room_for_its_words(page: Page, site: Site) -> None:
    page.goto(f"{site.address}index.html")

    assert page.eval_on_selector_all(".tile text", TOO_LONG) == []


@pytest.mark.parametrize(
    ("build", "scheme", "screen"),
    [("with_site", "light", PHONE), ("with_site", "dark", DESK), ("without_site", "dark", PHONE),
     ("without_site", "light", DESK)],
    ids=["light phone", "dark desk", "dark phone", "light desk"],
)  # fmt: skip
def test_nothing_keeps_anybody_from_using_the_index(
    request: pytest.FixtureRequest,
    browser: Browser,
    build: str,
    scheme: str,
    screen: dict[str, int],
) -> None:
    site: Site = request.getfixturevalue(build)
    with browser.new_page(color_scheme=scheme, viewport=screen) as page:
        page.goto(f"{site.address}index.html")
        matches(page, "鼓楼")
        page.evaluate(OPEN_ALL)

        assert violations(page) == []


def test_the_index_does_not_scroll_sideways(page: Page, site: Site) -> None:
    page.goto(f"{site.address}index.html")
    matches(page, "鼓楼")

    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        folded = page.evaluate(WIDTHS)
        page.evaluate(OPEN_ALL)

        assert [folded, page.evaluate(WIDTHS)] == [[width, width], [width, width]]


@pytest.mark.parametrize("path", ["nowhere.html", "shanghai/nowhere.html", "a/b/c/d"])
def test_whoever_is_lost_is_led_to_the_index(page: Page, site: Site, path: str) -> None:
    response = page.goto(f"{site.address}{path}")

    assert response and response.status == 404
    expect(page.get_by_role("heading")).to_have_text("没有这一页")
    page.get_by_role("link", name="去找你的地方").click()
    page.wait_for_url(f"{site.address}index.html")


def test_every_link_of_a_page_leads_to_a_file(site: Site) -> None:
    addresses = set()
    for path in (
        "index",
        "404",
        "shanghai",
        "shanghai/songjiang",
        "xinjiang/shihezi",
        "guizhou",
        "chongqing",
    ):
        links = Links((site.folder / f"{path}.html").read_text("utf-8")).found
        addresses |= {
            urljoin(f"{site.address}{path}.html", link).partition("#")[0] for link in links
        }
    ours = sorted(address for address in addresses if address.startswith(site.address))

    assert len(ours) > 500
    assert [address for address in ours if fetch(address)[0] != 200] == []


def test_every_anchor_is_there_and_no_name_of_one_twice(site: Site) -> None:
    wrong = {}
    for path, text in _texts(site.folder, {".html"}):
        named = Counter(re.findall(r'\sid="([^"]*)"', text))
        meant = {
            name for match in REFERENCE.findall(text) for group in match for name in group.split()
        }
        twice = {name for name, count in named.items() if count > 1}
        if problems := twice | (meant - named.keys()):
            wrong[path] = problems

    assert wrong == {}


def test_every_page_is_small(site: Site) -> None:
    pages = {
        path.relative_to(site.folder).as_posix(): path.read_bytes()
        for path in site.folder.rglob("*.html")
    }

    assert len(pages) == 485
    assert {
        path for path, page in pages.items() if len(gzip.compress(page)) >= LARGEST_SENT
    } == set()
    # The index is opened by those who have not found theirs.
    del pages["index.html"]
    assert {path for path, page in pages.items() if len(page) >= LARGEST_PAGE} == set()


@pytest.mark.parametrize(
    "day", ["2026-01-25", "2026-06-14", "2026-07-24", "2026-08-13", "2027-01-20"]
)
def test_the_largest_pages_are_small_on_any_day(day: str, definitions: Definitions) -> None:
    publication = SiteInfo(
        "https://dates.example.org/kaohou/", "https://github.com/example/feedgen", "a@example.org"
    )
    context = BuildContext(definitions, date.fromisoformat(day))
    pages = Pages(LedgerUpdate.of_first_build(context), publication, None)

    for slug in (
        "sichuan",
        "shandong",
        "shanxi",
        "shandong/dezhou",
        "shanxi/yuncheng",
        "chongqing/pengshui",
    ):
        page = dict(pages.of_place(context.place_by_slug[slug]))[f"{slug}.html"]

        assert len(page) < LARGEST_PAGE
        assert len(gzip.compress(page)) < LARGEST_SENT


def test_no_file_fetches_anything_from_elsewhere(site: Site) -> None:
    files = dict(_texts(site.folder, {".html", ".js", ".css", ".svg"}))

    assert len(files) > 485
    assert [path for path, text in files.items() if FOREIGN.search(text)] == []


def test_the_sitemap_lists_the_index_and_every_place(
    with_site: Site, definitions: Definitions
) -> None:
    status, body = fetch(f"{with_site.address}sitemap.xml")

    assert status == 200
    listed = [element.text for element in ElementTree.fromstring(body).iter(f"{SITEMAP}loc")]  # noqa: S314 (our own)
    slugs = [place.slug for place in definitions.places if place.slug.count("/") < 2]
    assert len(slugs) == 483
    assert listed[0] == with_site.address
    assert sorted(listed[1:]) == sorted(f"{with_site.address}{slug}.html" for slug in slugs)


def test_robots_may_read_everything_and_find_the_sitemap_if_there_is_one(
    with_site: Site, without_site: Site
) -> None:
    assert fetch(f"{without_site.address}robots.txt") == (200, b"User-agent: *\nAllow: /\n")
    assert fetch(f"{with_site.address}robots.txt") == (
        200,
        f"User-agent: *\nAllow: /\nSitemap: {with_site.address}sitemap.xml\n".encode(),
    )
    assert fetch(f"{without_site.address}sitemap.xml")[0] == 404


def test_regions_json_has_every_place_and_every_province(site: Site) -> None:
    data = json.loads(fetch(f"{site.address}api/v1/regions.json")[1])

    assert (len(data["provinces"]), len(data["places"])) == (32, 483)
    assert data["exam"]["short_name"] == "二建矿业"


@pytest.mark.parametrize(
    ("build", "day"), [("with_site", "2026-06-05"), ("without_site", "2026-11-22")]
)
def test_the_data_of_a_place_is_what_the_command_prints(
    request: pytest.FixtureRequest, build: str, day: str
) -> None:
    site: Site = request.getfixturevalue(build)

    data = json.loads(fetch(f"{site.address}api/v1/shanghai/songjiang.json")[1])

    arguments = ("show", "shanghai/songjiang", "--as-of", day, "--json", "--regions", FROZEN)
    printed = json.loads(run_feedgen(*arguments).stdout)
    assert len(printed["milestones"]) > 3
    assert data["milestones"] == printed["milestones"]
    assert (data["place"]["slug"], data["as_of"]) == ("shanghai/songjiang", day)


def _texts(folder: Path, kinds: set[str]) -> Iterator[tuple[str, str]]:
    """Path and text of each file of some kinds."""
    for path in folder.rglob("*"):
        if path.suffix in kinds:
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")
