"""The pages as files: heads, links, addresses, files for robots, and the command."""

import json
import posixpath
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from feedgen.core.model import Definitions, Depth, SiteInfo
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext, places_at
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages
from tests.conftest import FIRST_DAY, FROZEN, ROOT, SMALL, run_feedgen
from tests.outputs import page_of, text_of

Files = dict[str, str]
DAY = date(2026, 8, 15)
SITE = "https://example.org/feeds/"
PUBLISHED = SiteInfo(SITE, "https://example.org/repository", "mailto:a@example.org")
VOID = {"meta", "link", "br", "input", "img"}
SONGJIANG = "shanghai/songjiang"


class ParsedPage(HTMLParser):
    """A page as a program reads it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.found.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [
            given[key]
            for key in ("href", "src")
            if key in given and tag not in {"use", "lineargradient"}
        ]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def content(self, name: str) -> list[str]:
        """The contents of the meta elements of a name."""
        return [
            given["content"]
            for tag, given in self.found
            if tag == "meta" and given.get("name") == name
        ]

    def canonical(self) -> list[str]:
        """The canonical addresses of the page."""
        return [given["href"] for _, given in self.found if given.get("rel") == "canonical"]


def files_of(definitions: Definitions, publication: SiteInfo, day: date = DAY) -> Files:
    """Every file of a build beside the feeds."""
    made = Pages(
        LedgerUpdate.of_first_build(BuildContext(definitions, day)), publication, None
    ).make(Depth.AREA)
    return {path: content.decode() for path, content in made}


@pytest.fixture(scope="module")
def served() -> Files:
    """The small example, built for an address."""
    return files_of(load(SMALL), PUBLISHED)


@pytest.fixture(scope="module")
def local() -> Files:
    """The small example, built without an address."""
    return files_of(load(SMALL), SiteInfo())


@pytest.fixture(scope="module")
def real(definitions: Definitions) -> Files:
    """The real pages and the files beside them."""
    return files_of(definitions, definitions.publication, FIRST_DAY)


@pytest.fixture(scope="module")
def read(real: Files) -> dict[str, ParsedPage]:
    """The real pages as a program reads them."""
    return read_all(real)


def read_all(files: Files) -> dict[str, ParsedPage]:
    """The pages among the files."""
    return {path: ParsedPage(content) for path, content in files.items() if path.endswith(".html")}


# Heads


def test_the_title_asks_what_people_ask_and_names_the_year_where_there_is_an_answer(
    real: Files,
) -> None:
    without = page_of(load(SMALL), "xinjiang", date(2025, 6, 1))

    assert (
        "<title>松江区二建矿业成绩什么时候公布（2026年度）</title>"
        in real["shanghai/songjiang.html"]
    )
    assert "<title>新疆维吾尔自治区示例成绩公布是什么时候</title>" in without


def test_the_description_names_the_place_the_answer_and_what_the_exam_is_called(
    read: dict[str, ParsedPage],
) -> None:
    [description] = read["shanghai/songjiang.html"].content("description")

    assert description.startswith("上海市松江区：2026年度成绩公布：")
    for name in (
        "二级建造师（矿业工程）",
        "二级矿业师",
        "二级矿业工程师",
        "二级矿业工程建造师",
        "二建矿业",
    ):
        assert name in description


def test_no_two_pages_have_the_same_description(read: dict[str, ParsedPage]) -> None:
    descriptions = Counter(page.content("description")[0] for page in read.values())

    assert [text for text, count in descriptions.items() if count > 1] == []


def test_a_page_names_its_own_address_only_where_that_is_known(served: Files, local: Files) -> None:
    assert ParsedPage(served["guangdong/meizhou.html"]).canonical() == [
        f"{SITE}guangdong/meizhou.html"
    ]
    assert ParsedPage(served["index.html"]).canonical() == [SITE]
    assert [
        path
        for path, page in read_all(local).items()
        if page.canonical() or "og:url" in local[path]
    ] == []


def test_where_the_address_is_known_a_page_subscribes_without_a_script(
    served: Files, local: Files
) -> None:
    links = ParsedPage(served["guangdong/meizhou.html"]).links

    assert "webcal://example.org/feeds/guangdong/meizhou.ics" in links
    assert "webcal://example.org/feeds/guangdong/meizhou-remind.ics" in links
    feed = "https%3A%2F%2Fexample.org%2Ffeeds%2Fguangdong%2Fmeizhou.ics"
    name = "%E7%A4%BA%E4%BE%8B%20%E6%A2%85%E5%B7%9E%E5%B8%82"
    assert f"https://outlook.live.com/calendar/0/addfromweb?url={feed}&name={name}" in links
    assert f"https://calendar.google.com/calendar/r?cid={feed.replace('https', 'webcal')}" in links
    assert 'class="qr"' in served["guangdong/meizhou.html"]
    assert 'class="qr"' not in local["guangdong/meizhou.html"]


def test_json_ld_has_announced_days_only(served: Files) -> None:
    script = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', served["guangdong/meizhou.html"]
    )
    assert script

    graph = json.loads(script[1])["@graph"]

    assert [node["@type"] for node in graph] == ["WebPage", "Event", "Event"]
    assert [node["startDate"] for node in graph[1:]] == ["2025-08-15", "2026-08-20"]


# Links


@pytest.mark.parametrize("which", ["real", "local"])
def test_every_link_leads_to_something_that_is_built(
    which: str, request: pytest.FixtureRequest
) -> None:
    files = request.getfixturevalue(which)
    made = request.getfixturevalue("read") if which == "real" else read_all(files)
    feeds = {path.replace(".html", ending) for path in made for ending in (".ics", "-remind.ics")}

    for path, page in made.items():
        own = [link for link in page.links if not re.match(r"(https?|mailto|webcal):", link)]
        folder = "" if path == "404.html" else posixpath.dirname(path)
        targets = {
            posixpath.normpath(posixpath.join(folder, link.lstrip("/")))
            for link in own
            if link[0] != "#"
        }
        assert targets <= files.keys() | feeds | {"all.ics"}, path
        assert {link[1:] for link in own if link[0] == "#"} <= set(page.ids), path


def test_every_element_is_closed_and_no_identity_stands_twice(read: dict[str, ParsedPage]) -> None:
    assert [
        path for path, page in read.items() if page.open or len(set(page.ids)) < len(page.ids)
    ] == []


def test_a_province_lists_its_areas_and_an_area_what_is_beside_it_and_in_it(local: Files) -> None:
    province, area = (
        ParsedPage(local["guangdong.html"]).links,
        ParsedPage(local["guangdong/meizhou.html"]).links,
    )

    assert {"guangdong/guangzhou.html", "guangdong/meizhou.html", "index.html", "icon.svg"} <= set(
        province
    )
    assert {"guangzhou.html", "../guangdong.html", "../index.html", "../icon.svg"} <= set(area)
    assert "广东省各地和下辖的县（市、区）\n广州市 \n梅州市 梅江区\n" in text_of(
        local["guangdong.html"]
    )
    assert "县（市、区）写在各省页面的末尾" in text_of(local["index.html"])
    assert "梅州市下辖梅江区，日期都相同。" in text_of(local["guangdong/meizhou.html"])
    assert "日期都相同" not in text_of(local["guangdong.html"])
    assert "同在" not in text_of(local["guangdong.html"])


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("guangdong/guangzhou.html", "regions/guangdong.toml"),
        ("guangdong/meizhou.html", "regions/guangdong/meizhou.toml"),
        ("xinjiang/alaer.html", "regions/bingtuan.toml"),
    ],
)
def test_a_wrong_date_is_corrected_in_the_file_that_states_it(
    page: str, file: str, served: Files, local: Files
) -> None:
    links = ParsedPage(served[page]).links

    assert f"https://example.org/repository/edit/main/{file}" in links
    assert "mailto:a@example.org" in links
    assert f"数据在 {file} 里。" in text_of(local[page])


@pytest.mark.parametrize(
    ("page", "file"), [(SONGJIANG, "shanghai"), ("xinjiang/shihezi", "bingtuan")]
)
def test_a_wrong_date_of_a_real_place_is_corrected_in_an_existing_file(
    page: str, file: str, real: Files
) -> None:
    assert f"数据在 regions/{file}.toml 里。" in text_of(real[f"{page}.html"])
    assert (ROOT / f"regions/{file}.toml").is_file()


def test_under_the_old_address_of_a_renamed_place_a_page_leads_to_the_new_one(
    served: Files,
) -> None:
    page = ParsedPage(served["guangdong/jiaying.html"])

    assert "0;url=../guangdong/meizhou.html" in [given.get("content") for _, given in page.found]
    assert "../guangdong/meizhou.html" in page.links
    assert page.canonical() == [f"{SITE}guangdong/meizhou.html"]
    assert served["api/v1/guangdong/jiaying.json"] == served["api/v1/guangdong/meizhou.json"]


def test_the_page_for_wrong_addresses_leads_home_from_wherever_it_is_shown(
    served: Files, local: Files
) -> None:
    assert "/feeds/index.html" in ParsedPage(served["404.html"]).links
    assert "/index.html" in ParsedPage(local["404.html"]).links
    assert ParsedPage(served["404.html"]).content("robots") == ["noindex"]


# Files for robots


def test_the_sitemap_names_the_index_and_every_place_with_a_page(served: Files) -> None:
    elements = ElementTree.fromstring(served["sitemap.xml"]).iter()  # noqa: S314
    addresses = [element.text for element in elements if element.text and element.text.strip()]

    slugs = [place.slug for place in places_at(load(SMALL), Depth.AREA)]
    assert addresses == [SITE, *(f"{SITE}{slug}.html" for slug in slugs)]


def test_robots_may_read_everything_and_find_the_sitemap_if_there_is_one(
    served: Files, local: Files
) -> None:
    assert served["robots.txt"] == f"User-agent: *\nAllow: /\nSitemap: {SITE}sitemap.xml\n"
    assert local["robots.txt"] == "User-agent: *\nAllow: /\n"
    assert "sitemap.xml" not in local


def test_the_icon_is_well_formed(local: Files) -> None:
    assert ElementTree.fromstring(local["icon.svg"]).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314


def test_the_index_leads_to_every_place_with_a_page_and_counts_the_states(
    read: dict[str, ParsedPage], real: Files, definitions: Definitions
) -> None:
    counts = re.findall(r"(\d+) 个地区", text_of(real["index.html"]))

    assert {f"{place.slug}.html" for place in places_at(definitions, Depth.AREA)} <= set(
        read["index.html"].links
    )
    assert sum(map(int, counts)) == 32


# The command


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--site-url", "ftp://example.org/"),
            "'ftp://example.org/' is no address of a site; one such as https://",
        ),
        (
            ("--site-url", "https://example.org/?a"),
            "is no address of a site; one such as https://example.org/feeds/",
        ),
        (
            ("--site-url", "example.org"),
            "is no address of a site; one such as https://example.org/feeds/",
        ),
        (("--check", "--site-url", SITE), "--check takes the day and the depth of the last build"),
    ],
)
def test_an_address_that_is_none_is_wrong_usage(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    result = run_feedgen("build", *arguments, "-o", tmp_path)

    assert (result.returncode, list(tmp_path.iterdir())) == (2, [])
    assert message in " ".join(result.stderr.split())


def written(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_one_place_is_four_files(tmp_path: Path) -> None:
    address = ("--site-url", "https://example.org/feeds")
    where = ("--as-of", "2026-11-22", "--regions", FROZEN, "-o", tmp_path)

    result = run_feedgen("build", "--only", "松江", *address, *where)

    assert result.returncode == 0, result.stderr
    feeds = (f"{SONGJIANG}{end}" for end in ("-remind.ics", ".html", ".ics"))
    assert written(tmp_path) == [f"api/v1/{SONGJIANG}.json", *feeds]
    text = (tmp_path / f"{SONGJIANG}.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{SITE}{SONGJIANG}.html">' in text


def test_counties_have_feeds_and_no_pages_and_a_night_without_news_leaves_the_ledger_alone(
    tmp_path: Path,
) -> None:
    """In the small example nothing is over between 2 and 3 November 2026; a page still says the day
    it was written.
    """
    common = ("build", "--regions", SMALL, "--depth", "county", "-o", tmp_path, "--as-of")

    run_feedgen(*common, "2026-11-02")
    page, record = (
        (tmp_path / "bingtuan.html").read_bytes(),
        (tmp_path / "revisions.json").read_bytes(),
    )
    result = run_feedgen(*common, "2026-11-03")

    assert "guangdong/meizhou/meijiang.ics" in written(tmp_path)
    assert [
        path for path in written(tmp_path) if "meijiang" in path and not path.endswith(".ics")
    ] == []
    assert ", 0 changed, " in result.stdout
    assert (tmp_path / "revisions.json").read_bytes() == record
    assert (tmp_path / "bingtuan.html").read_bytes() != page
