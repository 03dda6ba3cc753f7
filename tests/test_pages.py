"""The pages of places in a real browser, on a phone and on a desk."""

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import OPEN_ALL, PLAIN_HOST, Site, fetch, violations

PLACES = ("shanghai/songjiang", "xinjiang/shihezi", "guizhou")
"""An area, an area that follows another province, a province with exam days of its own."""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"

ALTERNATES = re.compile(r'<link rel="alternate" type="([^"]*)"[^>]* href="([^"]*)">')
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
FOCUSABLE = (
    "[...document.querySelectorAll('a[href], button, input, summary')]"
    ".filter(each => each.checkVisibility())"
)
WATCH = (
    "() => { window.met = [];"
    " document.addEventListener('focusin', event => met.push(event.target)); }"
)
WALKED = f"() => [met, {FOCUSABLE}].map(list => list.map(each => each.outerHTML))"


@pytest.fixture(scope="module", params=["light", "dark without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page as two people have it; each keeps it from one address to the next."""
    scheme, _, without = request.param.partition(" ")
    with browser.new_context(color_scheme=scheme, java_script_enabled=not without) as context:
        yield context.new_page()


@pytest.mark.parametrize("place", PLACES)
def test_the_answer_and_the_first_button_stand_on_the_first_screen_of_a_phone(
    page: Page, site: Site, place: str
) -> None:
    page.set_viewport_size(PHONE)

    page.goto(f"{site.address}{place}.html")

    lead, button = (
        page.locator(".lead").bounding_box(),
        page.locator(".button:visible").first.bounding_box(),
    )
    assert lead and button
    assert lead["y"] > 0
    assert lead["y"] + lead["height"] < button["y"]
    assert button["y"] + button["height"] <= 740


@pytest.mark.parametrize("place", PLACES)
def test_no_page_scrolls_sideways(page: Page, site: Site, place: str) -> None:
    page.goto(f"{site.address}{place}.html")

    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        folded = page.evaluate(WIDTHS)
        page.evaluate(OPEN_ALL)

        assert [folded, page.evaluate(WIDTHS)] == [[width, width], [width, width]]


@pytest.mark.parametrize("place", PLACES)
def test_the_timeline_runs_down_on_a_phone_and_across_on_a_desk_and_has_a_caption(
    page: Page, site: Site, place: str
) -> None:
    page.goto(f"{site.address}{place}.html")
    tall, wide, caption = (
        page.locator(".picture .tall"),
        page.locator(".picture .wide"),
        page.locator("#in-words"),
    )

    for screen, shown, hidden in ((PHONE, tall, wide), (DESK, wide, tall)):
        page.set_viewport_size(screen)

        expect(hidden).to_be_hidden()
        expect(shown).to_be_visible()
        expect(shown).to_have_role("img")
        expect(shown).to_have_accessible_name("时间线")
        expect(caption).to_be_visible()
        expect(caption).to_contain_text("今天是")
        expect(shown).to_have_accessible_description(caption.inner_text())


def test_the_download_is_the_feed_byte_by_byte(page: Page, site: Site) -> None:
    page.goto(f"{site.address}xinjiang/shihezi.html")
    page.get_by_text("只下载一份").click()

    for name, file in (("下载 .ics", "shihezi.ics"), ("下载 .ics（带提醒）", "shihezi-remind.ics")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()

        assert download.value.suggested_filename == file
        assert download.value.path().read_bytes() == (site.folder / "xinjiang" / file).read_bytes()


@pytest.mark.parametrize(
    ("build", "script"), [("with_site", True), ("with_site", False), ("without_site", True)],
    ids=["address known", "address known, no script", "address found by script"],
)  # fmt: skip
def test_every_way_to_subscribe_leads_to_the_feed(
    request: pytest.FixtureRequest, browser: Browser, build: str, script: bool
) -> None:
    site: Site = request.getfixturevalue(build)
    with browser.new_page(java_script_enabled=script) as page:
        for place in PLACES:
            page.goto(f"{site.address}{place}.html")
            links = page.eval_on_selector_all(
                "#subscribe a, .buttons a", "links => links.map(each => each.href)"
            )

            plain, remind = f"{site.address}{place}.ics", f"{site.address}{place}-remind.ics"
            webcal = [
                link.replace("webcal:", "http:", 1) for link in links if link.startswith("webcal:")
            ]
            assert sorted(webcal) == [remind, remind, plain, plain, plain]
            asked = [urlsplit(link) for link in links if link.startswith("https:")]
            assert [(link.hostname, link.path) for link in asked] == [
                ("calendar.google.com", "/calendar/r"),
                ("outlook.live.com", "/calendar/0/addfromweb"),
                ("outlook.office.com", "/calendar/0/addfromweb"),
            ]
            google, *outlook = [parse_qs(link.query, strict_parsing=True) for link in asked]
            assert google == {"cid": [plain.replace("http:", "webcal:", 1)]}
            assert [query["url"] for query in outlook] == [[plain], [plain]]
            assert [query["name"][0].partition(" ")[0] for query in outlook] == [
                "二建矿业",
                "二建矿业",
            ]
            assert fetch(plain) == (200, (site.folder / f"{place}.ics").read_bytes())
            assert fetch(remind) == (200, (site.folder / f"{place}-remind.ics").read_bytes())


def test_without_an_address_and_a_script_only_what_works_is_offered(
    browser: Browser, without_site: Site
) -> None:
    with browser.new_page(java_script_enabled=False) as page:
        page.goto(f"{without_site.address}shanghai/songjiang.html")
        page.evaluate(OPEN_ALL)
        shown = page.locator("#subscribe a:visible, .buttons a:visible, #subscribe button:visible")

        assert [link.get_attribute("href") for link in shown.all()] == [
            "songjiang.ics", "#subscribe", "songjiang.ics", "songjiang-remind.ics"
        ]  # fmt: skip
        expect(page.locator("#subscribe noscript p")).to_be_visible()
        expect(page.locator("#subscribe noscript p")).to_contain_text(
            "把本页网址末尾的 .html 换成 .ics"
        )
        expect(page.locator(".qr, link[rel=canonical], meta[property='og:url']")).to_have_count(0)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_that_knows_its_address_shows_it(page: Page, with_site: Site, place: str) -> None:
    address = f"{with_site.address}{place}.html"

    page.goto(address)

    assert page.locator("link[rel=canonical]").get_attribute("href") == address
    assert page.locator("meta[property='og:url']").get_attribute("content") == address
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator(".qr")).to_contain_text(address)


def test_calendar_and_data_beside_a_page_are_those_of_its_place(site: Site) -> None:
    for place in PLACES:
        text = (site.folder / f"{place}.html").read_text("utf-8")
        beside = {
            kind: urljoin(f"{site.address}{place}.html", link)
            for kind, link in ALTERNATES.findall(text)
        }

        assert list(beside) == ["text/calendar", "application/atom+xml", "application/json"]
        assert fetch(beside["text/calendar"]) == (200, (site.folder / f"{place}.ics").read_bytes())
        assert json.loads(fetch(beside["application/json"])[1])["place"]["slug"] == place


def test_what_is_copied_is_the_address_of_the_feed(browser: Browser, site: Site) -> None:
    with browser.new_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{site.address}shanghai/songjiang.html")

        page.get_by_role("button", name="复制地址").click()

        expect(page.locator("#copied")).to_have_text("已复制")
        assert (
            page.evaluate("navigator.clipboard.readText()")
            == f"{site.address}shanghai/songjiang.ics"
        )


def test_an_address_is_copied_where_a_host_is_trusted_too_little_for_the_clipboard(
    browser: Browser, without_site: Site
) -> None:
    """A phone in the same network as `feedgen serve` opens the page by http."""
    plain = without_site.address.replace("127.0.0.1", PLAIN_HOST)
    with browser.new_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{plain}shanghai/songjiang.html")
        assert page.evaluate("navigator.clipboard") is None

        page.get_by_role("button", name="复制地址").click()

        expect(page.locator("#copied")).to_have_text("已复制")
        page.goto(f"{without_site.address}shanghai/songjiang.html")
        assert page.evaluate("navigator.clipboard.readText()") == f"{plain}shanghai/songjiang.ics"


@pytest.mark.parametrize(
    ("agent", "hints"),
    [(f"{IPHONE} MicroMessenger/8.0.50", True), (f"{IPHONE} QQ/9.1.0", True),
     (f"{IPHONE} Safari/604.1", False), (ANDROID, False)],
    ids=["WeChat", "QQ", "Safari", "Android"],
)  # fmt: skip
def test_only_inside_wechat_and_qq_a_page_asks_for_another_browser(
    browser: Browser, with_site: Site, agent: str, hints: bool
) -> None:
    with browser.new_page(user_agent=agent, viewport=PHONE) as page:
        page.goto(f"{with_site.address}shanghai/songjiang.html")

        assert page.get_by_text("微信、QQ 里可能打不开日历").is_visible() == hints


@pytest.mark.parametrize(
    ("agent", "first", "second"),
    [(ANDROID, "#subscribe", "webcal:"), (IPHONE, "webcal:", "#subscribe")],
    ids=["Android", "iPhone"],
)  # fmt: skip
def test_the_first_button_is_the_one_that_works_on_the_phone(
    browser: Browser, site: Site, agent: str, first: str, second: str
) -> None:
    with browser.new_page(user_agent=agent, viewport=PHONE) as page:
        page.goto(f"{site.address}shanghai/songjiang.html")
        buttons = page.locator(".buttons a:visible")

        expect(buttons).to_have_class(["button first", "button"])
        expect(buttons.first).to_have_attribute("href", re.compile(f"^{first}"))
        expect(buttons.last).to_have_attribute("href", re.compile(f"^{second}"))


@pytest.mark.parametrize(
    ("place", "fold"),
    [("shanghai/songjiang", "() => {}"), ("shanghai/songjiang", OPEN_ALL), ("index", "() => {}")],
    ids=["folded", "unfolded", "index"],
)  # fmt: skip
def test_a_keyboard_reaches_everything_in_the_order_of_the_page(
    browser: Browser, site: Site, place: str, fold: str
) -> None:
    with browser.new_page() as page:
        page.goto(f"{site.address}{place}.html")
        page.evaluate(fold)
        page.evaluate(WATCH)

        for _ in range(page.evaluate(f"{FOCUSABLE}.length")):
            page.keyboard.press("Tab")

        met, there = page.evaluate(WALKED)
        assert len(there) > 30
        assert met == there


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_using_a_page(
    browser: Browser, with_site: Site, without_site: Site, scheme: str, screen: dict[str, int]
) -> None:
    with browser.new_page(color_scheme=scheme, viewport=screen) as page:
        for site, place in ((with_site, "shanghai/songjiang"), (without_site, "xinjiang/shihezi")):
            page.goto(f"{site.address}{place}.html")
            page.evaluate(OPEN_ALL)

            assert violations(page) == []


def test_nothing_keeps_anybody_from_using_a_folded_page(browser: Browser, site: Site) -> None:
    with browser.new_page(viewport=PHONE) as page:
        page.goto(f"{site.address}shanghai/songjiang.html")

        assert violations(page) == []


def test_the_index_offers_the_place_that_was_opened_last(browser: Browser, site: Site) -> None:
    with browser.new_page() as page:
        page.goto(f"{site.address}index.html")
        expect(page.locator("#last")).to_be_hidden()

        for place in ("shanghai", "shanghai/songjiang", "index"):
            page.goto(f"{site.address}{place}.html")

        expect(page.locator("#last")).to_have_text("上次看的：松江区")
        page.get_by_role("link", name="松江区", exact=True).click()
        page.wait_for_url(f"{site.address}shanghai/songjiang.html")


def test_no_request_leaves_the_site_and_no_script_fails(browser: Browser, site: Site) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    with browser.new_page() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))

        for place in (*PLACES, "index"):
            page.goto(f"{site.address}{place}.html")
            page.evaluate(OPEN_ALL)

    assert len(asked) >= 7
    assert [link for link in asked if not link.startswith(site.address)] == []
    assert wrong == []
