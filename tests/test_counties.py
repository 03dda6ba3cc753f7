"""Feeds of counties: built, guarded, small, and offered on the page of their area."""

import gzip
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from feedgen.core.model import Definitions, Depth, Ledger, SiteInfo
from feedgen.definitions.regions import load
from feedgen.lint import lint
from feedgen.publish.builder import build
from feedgen.publish.comparison import differences
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger.storage import read_ledger
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.options import BuildOptions
from feedgen.publish.page_files import Pages
from feedgen.publish.server import LOOPBACK, FeedServer
from tests.conftest import (
    AFTER_EXAM,
    FIRST_DAY,
    FROZEN,
    OPEN_ALL,
    SMALL,
    Site,
    fetch,
    run_feedgen,
    violations,
)
from tests.test_index import LARGEST_PAGE, LARGEST_SENT, PHONE, WIDTHS, Links
from tests.test_parsers import PARSERS, THIRD_PARTIES, Readings

DAY = "2026-11-22"
KILOBYTE = 1000
SAMPLE = 100


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built down to the counties."""
    folder = tmp_path_factory.mktemp("county") / "public"
    where = ("--regions", FROZEN, "-o", folder)
    result = run_feedgen("build", "--depth", "county", "--as-of", DAY, *where)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(
        f"6425 feeds of {DAY} in {folder}, 6425 changed, and 485 pages\n"
    )
    return folder


@pytest.fixture(scope="module")
def small(serve: Callable[[Path], FeedServer], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small example down to its county, knowing the address under which it is served."""
    server = serve(tmp_path_factory.mktemp("small"))
    publication = SiteInfo(f"http://{LOOPBACK}:{server.port}/")
    options = BuildOptions(site_info=publication)
    build(server.folder, load(SMALL), FIRST_DAY, Depth.COUNTY, options)
    return Site(server.folder, publication.site)


@pytest.fixture(scope="module")
def sample(county: Path) -> list[str]:
    """The paths of a hundred feeds, the same every time."""
    feeds = sorted(path.relative_to(county).as_posix() for path in county.rglob("*.ics"))
    assert len(feeds) == 3212 * 2 + 1
    return sorted(random.Random(SAMPLE).sample(feeds, SAMPLE))  # noqa: S311


@pytest.fixture(scope="module")
def expected(county: Path, sample: list[str]) -> Readings:
    """What icalendar reads of them."""
    return PARSERS["icalendar"](county, sample)


def test_a_county_has_feeds_of_its_own_and_no_page(county: Path) -> None:
    plain, remind = (
        (county / f"guangdong/meizhou/fengshun{end}.ics").read_text("utf-8")
        for end in ("", "-remind")
    )

    assert "UID:441423-2026-results-release@kaohou.invalid" in plain
    assert "X-WR-CALNAME:二建矿业 丰顺县\n" in plain
    assert "丰顺县考生以广东省公布的为准" in plain.replace("\n ", "")
    assert "BEGIN:VALARM" not in plain
    assert "X-WR-CALNAME:二建矿业 丰顺县（带提醒）\n" in remind
    assert not (county / "guangdong/meizhou/fengshun.html").exists()


def offered(page: Path) -> list[str]:
    """The addresses of the feeds of counties on a page."""
    [listed] = re.findall(r'(?s)<details id="counties">.*?</details>', page.read_text("utf-8")) or [
        ""
    ]
    return Links(listed).found


def test_each_feed_of_a_county_is_offered_on_the_page_of_its_area_and_nowhere_else(
    county: Path,
) -> None:
    links = [(page, link) for page in county.rglob("*.html") for link in offered(page)]

    there = sorted((page.parent / link).resolve() for page, link in links)

    assert len(there) == 2729 * 2
    assert there == sorted(path.resolve() for path in county.glob("*/*/*.ics"))
    assert {page.with_suffix("") for page, _ in links} == {
        path.parent for path in county.glob("*/*/*.ics")
    }


def test_where_the_address_is_unknown_the_feeds_of_a_county_are_downloaded(county: Path) -> None:
    text = (county / "guangdong/meizhou.html").read_text("utf-8")

    assert "<summary>县（市、区）自己的日历</summary>" in text
    assert (
        "日期都和梅州市的相同，日历上写的是县（市、区）的名字。下载的只是现在的一份，以后不会自己更新。"
        in text
    )
    assert (
        '<li>丰顺县 <a href="../guangdong/meizhou/fengshun.ics" download>下载</a>'
        ' <a href="../guangdong/meizhou/fengshun-remind.ics" download>带提醒</a></li>'
    ) in text
    assert "下辖" not in text


def test_where_the_address_is_known_the_feeds_of_a_county_are_subscribed_to(small: Site) -> None:
    text, webcal = (
        (small.folder / "guangdong/meizhou.html").read_text("utf-8"),
        small.address.replace("http:", "webcal:"),
    )

    assert (
        f'<li>梅江区 <a href="{webcal}guangdong/meizhou/meijiang.ics">订阅</a>'
        f' <a href="{webcal}guangdong/meizhou/meijiang-remind.ics">带提醒</a></li>'
    ) in text
    assert "以后不会自己更新" not in text[text.index('<details id="counties">') :]


def test_every_link_of_a_page_with_feeds_of_counties_leads_to_a_file(small: Site) -> None:
    page = "guangdong/meizhou.html"
    links = [
        urljoin(f"{small.address}{page}", link)
        for link in Links((small.folder / page).read_text("utf-8")).found
    ]
    ours = {link.replace("webcal:", "http:", 1).partition("#")[0] for link in links}
    ours = {link for link in ours if link.startswith(small.address)}

    assert {
        f"{small.address}guangdong/meizhou{end}.ics"
        for end in ("", "/meijiang", "/meijiang-remind")
    } < ours
    assert [link for link in ours if fetch(link)[0] != 200] == []


def test_only_down_to_the_counties_a_page_offers_their_feeds(
    county: Path, without_site: Site
) -> None:
    """Both are of the same day, and neither knows its address."""
    alike = ["shanghai", "guangdong", "shanghai/songjiang", "hubei/xiantao", "bingtuan"]

    assert [path for path in without_site.folder.rglob("*.html") if offered(path)] == []
    for slug in alike:
        assert (county / f"{slug}.html").read_bytes() == (
            without_site.folder / f"{slug}.html"
        ).read_bytes()


def test_a_page_that_is_made_alone_offers_what_the_last_build_did(
    small: Site, tmp_path: Path
) -> None:
    shutil.copytree(small.folder, tmp_path / "public")
    page = tmp_path / "public/guangdong/meizhou.html"
    page.unlink()
    build_one = (
        "build",
        "--regions",
        SMALL,
        "--only",
        "梅州市",
        "--as-of",
        DAY,
        "--site-url",
        small.address,
    )

    result = run_feedgen(*build_one, "-o", tmp_path / "public")

    assert result.returncode == 0, result.stderr
    assert page.read_bytes() == (small.folder / "guangdong/meizhou.html").read_bytes()


def test_every_page_is_small_with_the_feeds_of_its_counties(county: Path) -> None:
    pages = {
        path.relative_to(county).as_posix(): path.read_bytes() for path in county.rglob("*.html")
    }

    assert len(pages) == 485
    assert {
        path for path, page in pages.items() if len(gzip.compress(page)) >= LARGEST_SENT
    } == set()
    del pages["index.html"]
    assert {path for path, page in pages.items() if len(page) >= LARGEST_PAGE} == set()


def test_the_page_with_most_counties_is_small_where_each_has_its_whole_address(
    definitions: Definitions,
) -> None:
    context = BuildContext(definitions, AFTER_EXAM)
    update = LedgerUpdate.of_build(context, Ledger(AFTER_EXAM, Depth.COUNTY, ""), Depth.COUNTY)
    pages = Pages(update, SiteInfo("https://dates.example.org/kaohou/"), None)

    page = dict(pages.of_place(context.place_by_slug["hebei/baoding"]))["hebei/baoding.html"]

    assert page.count(b"webcal://dates.example.org/kaohou/hebei/baoding/") == 2 * 24
    assert len(page) < LARGEST_PAGE
    assert len(gzip.compress(page)) < LARGEST_SENT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_using_a_page_with_feeds_of_counties(
    browser: Browser, serve: Callable[[Path], FeedServer], county: Path, small: Site, scheme: str
) -> None:
    local = f"http://{LOOPBACK}:{serve(county).port}/"
    with browser.new_page(color_scheme=scheme, viewport=PHONE) as page:
        for address in (f"{small.address}guangdong/meizhou.html", f"{local}yunnan/puer.html"):
            page.goto(address)
            expect(page.locator("#counties ul")).to_be_hidden()
            page.evaluate(OPEN_ALL)

            assert violations(page) == []
            assert page.evaluate(WIDTHS) == [360, 360]
            heights = "links => links.map(link => link.getBoundingClientRect().height)"
            assert min(page.eval_on_selector_all("#counties li a", heights)) >= 44


def test_no_identity_is_given_to_two_places(county: Path, definitions: Definitions) -> None:
    for place in definitions.places:
        uids = [
            line
            for line in (county / f"{place.slug}.ics").read_bytes().split(b"\r\n")
            if line[:4] == b"UID:"
        ]

        assert uids
        assert len(set(uids)) == len(uids)
        assert all(uid.startswith(f"UID:{place.key}-".encode()) for uid in uids)


def test_every_feed_of_a_place_is_small_on_the_wire(county: Path) -> None:
    feeds = {path: path.read_bytes() for path in county.rglob("*.ics")}
    whole = feeds.pop(county / "all.ics")

    assert max(map(len, feeds.values())) < 32 * KILOBYTE
    assert max(len(gzip.compress(content)) for content in feeds.values()) < 10 * KILOBYTE
    # Two events of each province and session; their properties take 400 octets.
    assert len(gzip.compress(whole)) < 10 * KILOBYTE


def test_a_hundred_of_the_feeds_have_nothing_that_a_calendar_stumbles_over(
    county: Path, sample: list[str]
) -> None:
    assert {path: broken for path in sample if (broken := lint((county / path).read_bytes()))} == {}


@THIRD_PARTIES
@pytest.mark.parametrize("parser", PARSERS)
def test_a_hundred_of_the_feeds_are_read_without_a_complaint_and_as_icalendar_does(
    parser: str, county: Path, sample: list[str], expected: Readings
) -> None:
    paths = sample if parser != "ics" else sample[:10]

    readings = PARSERS[parser](county, paths)

    assert {
        path: reading.complaints for path, reading in readings.items() if reading.complaints
    } == {}
    assert {path: sorted(reading.events) for path, reading in readings.items()} == {
        path: sorted(expected[path].events) for path in paths
    }


def test_the_check_goes_as_deep_as_the_last_build(county: Path, definitions: Definitions) -> None:
    assert differences(county, definitions) == []
    assert sum(place.depth is Depth.COUNTY for place in definitions.places) == 2729


def test_feeds_of_counties_are_dropped_only_for_a_reason_and_come_back_as_they_were(
    small: Site, tmp_path: Path
) -> None:
    public = Path(shutil.copytree(small.folder, tmp_path / "public"))
    feed = public / "guangdong/meizhou/meijiang.ics"
    before = feed.read_bytes()
    build = ("build", "--as-of", DAY, "--regions", SMALL, "-o", public)

    refused = run_feedgen(*build, "--depth", "area")

    assert refused.returncode == 1
    assert "meijiang: has feeds, and would have none; build with --depth county" in refused.stderr
    assert "1 blocked; their feeds stay as they were" in refused.stderr
    assert feed.read_bytes() == before

    accepted = run_feedgen(*build, "--depth", "area", "--accept", "nobody asked for them")

    ledger = read_ledger(public)
    assert accepted.returncode == 0, accepted.stderr
    assert not feed.exists()
    assert ledger
    assert len(ledger.retired) == 1
    assert run_feedgen(*build).returncode == 0

    again = run_feedgen(*build, "--depth", "county")

    assert again.returncode == 0, again.stderr
    assert feed.read_bytes() == before
