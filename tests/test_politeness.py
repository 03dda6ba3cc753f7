"""Our manners towards hosts: robots.txt, pauses, a name, no cookies, no second copy of a page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.watch.http.cache import CachedPage
from feedgen.watch.http.connections import Endpoint
from feedgen.watch.http.fetching import Fetcher, FetchError
from feedgen.watch.http.rate_limit import PRODUCT, RateLimiter, user_agent
from feedgen.watch.http.robots import read_rules
from tests.test_fetching import HTML, SHORT, Pieces, Site, answer, fetcher_of, head, redirect

FORBIDDEN = "is disallowed by robots.txt"
UNKNOWN = "may not be read without the robots.txt of its host, which "


def site_with(robots: Pieces) -> Site:
    """A site whose pages are /a and /b."""
    return Site({"/robots.txt": robots, "/a": answer(HTML), "/b": answer(HTML)})


def is_allowed_by(robots: bytes, path: str) -> bool:
    """Whether a robots.txt lets us read a path."""
    return read_rules(robots).can_fetch(f"https://ks.example.cn{path}", PRODUCT)


def problems(robots: Pieces, *paths: str) -> list[str]:
    """The reason why each page of a site is refused, empty where it is read."""

    def ask(fetcher: Fetcher, url: str) -> str:
        try:
            fetcher.fetch(url)
        except FetchError as error:
            return error.problem
        return ""

    with site_with(robots) as site, fetcher_of(site, time_limit=timedelta(seconds=2)) as fetcher:
        return [ask(fetcher, site.url(path)) for path in paths]


def raises(text: str) -> AbstractContextManager[object]:
    """The page is refused for this reason."""
    return pytest.raises(FetchError, match=text)


def test_a_disallowed_page_is_not_requested() -> None:
    with site_with(answer(b"User-agent: *\nDisallow: /b\n")) as site, fetcher_of(site) as fetcher:
        fetcher.fetch(site.url("/a"))
        with pytest.raises(FetchError) as raised:
            fetcher.fetch(site.url("/b"))

    assert str(raised.value) == f"no page from {site.url('/b')}: {FORBIDDEN}"
    assert site.paths == ["/a"]


def test_robots_txt_applies_to_the_end_of_a_redirect() -> None:
    robots = answer(b"User-agent: *\nDisallow: /b\n")

    with (
        Site({"/robots.txt": robots, "/a": redirect("/b")}) as site,
        fetcher_of(site) as fetcher,
        raises(FORBIDDEN),
    ):
        fetcher.fetch(site.url("/a"))

    assert site.paths == ["/a"]


@pytest.mark.parametrize(
    "robots",
    [
        answer(b"User-agent: *\n"),
        answer(b"", status="404 None"),
        answer(b"", status="500 Bad"),
        b"garbage\r\n",
    ],
)
def test_robots_txt_is_requested_once_whatever_the_answer(robots: bytes) -> None:
    with site_with(robots) as site, fetcher_of(site) as fetcher:
        for path in ("/a", "/b", "/a"):
            try:
                fetcher.fetch(site.url(path))
            except FetchError:
                continue

    assert [request.split(" ")[1] for request in site.requests].count("/robots.txt") == 1


@pytest.mark.parametrize(
    "robots",
    [
        answer(b"", status="404 Not Found"), answer(b"", status="403 Forbidden"),
        answer(b"", status="401 Who"), redirect("http://other.example/robots.txt"),
        redirect("/robots.txt"), redirect("javascript:"),
        answer(b"<html><p>404: /a</html>"), answer(b""), answer(b"\xff\xfe\0D\0i\0s\0"),
    ],
)  # fmt: skip
def test_without_a_robots_txt_all_is_allowed(robots: bytes) -> None:
    assert problems(robots, "/a") == [""]


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (answer(b"", status="500 Bad"), "answers 500"),
        (answer(b"", status="503 ::error::"), "answers 503"),
        (answer(b"", status="429 Too Many"), "answers 429"),
        (b"garbage\r\n\r\n", "violates HTTP: illegal status line: bytearray(b'garbage')"),
        (b"", "violates HTTP: Server disconnected without sending a response."),
        (answer(b"no gzip", "Content-Encoding: gzip"), "is badly compressed"),
    ],
)
def test_without_an_answer_for_robots_txt_nothing_is_read(robots: bytes, why: str) -> None:
    assert problems(robots, "/a", "/b") == [UNKNOWN + why, UNKNOWN + why]


def test_a_dead_host_gets_one_request_and_stops_nothing() -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Endpoint]:
        asked.append(host)
        if host == "down.example":
            raise OSError("no such name")
        return [(host, port)]

    with (
        site_with(answer(b"")) as site,
        fetcher_of(site, hosts={"down.example"}, resolve=resolve) as fetcher,
    ):
        for path in ("/a", "/b"):
            with raises(UNKNOWN + "is on down.example, a name that cannot be resolved"):
                fetcher.fetch(f"http://down.example{path}")
        fetcher.fetch(site.url("/a"))

    assert asked == ["down.example", "127.0.0.1", "127.0.0.1"]


def test_robots_txt_may_be_elsewhere_on_the_same_host() -> None:
    answers: dict[str, Pieces] = {
        "/robots.txt": redirect("/real"),
        "/real": answer(b"User-agent: *\nDisallow: /a"),
    }
    with Site(answers) as site, fetcher_of(site) as fetcher, raises(FORBIDDEN):
        fetcher.fetch(site.url("/a"))


def test_only_the_start_of_a_huge_robots_txt_is_read() -> None:
    line = b"# as long as it takes\n" * 1000

    def robots() -> Iterator[bytes]:
        yield head() + b"User-agent: *\nDisallow: /a\n"
        for _ in range(500):
            yield line
        yield b"Disallow: /b\n"

    assert problems(robots, "/a", "/b") == [FORBIDDEN, ""]


def test_a_silent_robots_txt_is_given_up() -> None:
    def robots() -> Iterator[bytes]:
        while not site.over.wait(0.02):
            yield b""

    with site_with(robots) as site, fetcher_of(site, time_limit=SHORT) as fetcher:
        with raises(UNKNOWN + r"did not arrive within 0\.4 seconds"):
            fetcher.fetch(site.url("/a"))
        site.over.set()


@pytest.mark.parametrize(
    ("robots", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/tz/1.html", False),
        ("User-agent: *\nDisallow:", "/tz/1.html", True),
        ("Disallow: /", "/tz/", True),  # a rule without anybody it is for
        ("user-agent : *\r\n DISALLOW : /tz # why", "/tz/", False),
        ("\ufeffUser-agent: *\rDisallow: /tz", "/tz/", False),
        ("User-agent: Baiduspider\nDisallow: /", "/tz/", True),
        ("User-agent: Baiduspider\nUser-agent: *\nDisallow: /", "/tz/", False),
        ("User-agent: FeedGen/2.0\nDisallow: /\n\nUser-agent: *\nDisallow:", "/tz/", False),
        ("User-agent: feedgen\nDisallow:\nUser-agent: *\nDisallow: /", "/tz/", True),
        ("User-agent: feedgen\n\nUser-agent: *\nDisallow: /", "/tz/", False),
        ("User-agent: feed\nDisallow: /", "/tz/", True),
        (
            "User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n\n"
            "User-agent: *\nDisallow: /c",
            "/c",
            False,
        ),
        ("User-agent: *\nSitemap: https://x/s.xml\nDisallow: /a", "/a", False),
        ("User-agent: *\nAllow: /\nDisallow: /tz", "/tz/", False),  # the longest rule decides
        ("User-agent: *\nDisallow: /tz\nAllow: /tz/list", "/tz/list", True),
        ("User-agent: *\nDisallow: /tz\nAllow: /tz", "/tz", True),  # and of two the kinder one
        ("User-agent: *\nDisallow: /*?", "/tz?page=2", False),
        ("User-agent: *\nDisallow: /*?", "/tz", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/tz/1.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/tz/1.pdf?a", True),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /$", "/tz", True),
        ("User-agent: *\nDisallow: /ab*ba$", "/aba", True),
        ("User-agent: *\nDisallow: /a*b*b$", "/ab", True),
        ("User-agent: *\nDisallow: /a*b*b$", "/abb", False),
        ("User-agent: *\nDisallow: *", "/tz", False),
        ("User-agent: *\nDisallow: /通知", "/%E9%80%9a%e7%9f%a5/1", False),
        ("User-agent: *\nDisallow: /%7etz", "/~tz", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    ],
)
def test_robots_txt_is_read_by_rfc_9309(robots: str, path: str, is_allowed: bool) -> None:
    assert is_allowed_by(robots.encode(), path) == is_allowed


@pytest.mark.parametrize(
    "robots",
    [
        b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"$",
        b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*b$\n" * 20_000,
        b"User-agent: *\n" * 35_000,
        b"Disallow: /b\nUser-agent: *\n" * 18_000,
        b"".join(b"UserAgent %d\n" % number for number in range(15_000)) + b"Allow: /\n" * 25_000,
    ],
    ids=["stars", "rules", "names", "groups", "names and rules"],
)
def test_a_hostile_robots_txt_takes_little_time_and_memory(robots: bytes) -> None:
    assert is_allowed_by(robots, "/" + "a" * 1900)


@given(
    st.binary() | st.text(st.sampled_from("userAgn-:*/$%\n allowdi²9.\x85")).map(str.encode),
    st.text(),
)
def test_any_robots_txt_can_be_read(robots: bytes, path: str) -> None:
    assert is_allowed_by(b"User-agent: *\n" + robots, f"/{path}") in (True, False)


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("5", 5.0), ("2.5", 2.5), ("5\nCrawl-delay: 9", 9.0), ("9\nCrawl-delay: 5", 5.0), ("1e9", 1e9),
     ("-1", None), ("²", None), ("nan", None), ("inf", None), ("9" * 5000, None), ("", None)],
)  # fmt: skip
def test_a_crawl_delay_is_read_where_it_is_a_number(delay: str, seconds: float | None) -> None:
    robots = f"User-agent: *\nCrawl-delay: {delay}".encode()

    assert read_rules(robots).crawl_delay(PRODUCT) == seconds


class Clock:
    """Time that passes only in `sleep` and at a test's order."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(timedelta(seconds=3), sleep=clock.sleep, clock=lambda: clock.now)


def test_a_pause_lies_between_the_end_of_a_request_and_the_next_to_the_same_host(
    limiter: RateLimiter, clock: Clock
) -> None:
    with limiter.turn("a.example"):
        clock.now += 60
    with limiter.turn("b.example"):
        clock.now += 1
    with limiter.turn("a.example"):
        clock.now += 60

    assert clock.slept == [2.0]


def test_after_a_failure_there_is_a_pause_as_well(limiter: RateLimiter, clock: Clock) -> None:
    with pytest.raises(OSError), limiter.turn("a.example"):
        raise OSError
    with limiter.turn("a.example"):
        pass

    assert clock.slept == [3.0]


@pytest.mark.parametrize(("asked_for", "pause"), [(1.0, 3.0), (10.0, 10.0), (86400.0, 30.0)])
def test_a_host_may_ask_for_longer_pauses_up_to_a_limit(
    asked_for: float, pause: float, limiter: RateLimiter, clock: Clock
) -> None:
    with limiter.turn("a.example"):
        limiter.slow_down("a.example", asked_for)
    with limiter.turn("a.example"):
        pass

    assert clock.slept == [pause]


def test_robots_pages_and_redirects_keep_the_pause_that_robots_txt_asks_for() -> None:
    slept: list[float] = []
    robots = answer(b"User-agent: *\nCrawl-delay: 20\n")
    with (
        Site({"/robots.txt": robots, "/a": redirect("/b"), "/b": answer(HTML)}) as site,
        fetcher_of(site, sleep=slept.append) as fetcher,
    ):
        fetcher.fetch(site.url("/a"))

    assert [round(seconds) for seconds in slept] == [20, 20]


def test_pauses_do_not_count_against_the_time_limit() -> None:
    clock = Clock()
    an_hour, a_while = timedelta(hours=1), timedelta(seconds=5)
    with (
        site_with(answer(b"")) as site,
        fetcher_of(site, sleep=clock.sleep, pause=an_hour, time_limit=a_while) as fetcher,
    ):
        page = fetcher.fetch(site.url("/a"))

    assert page.content == HTML
    assert [round(seconds) for seconds in clock.slept] == [3600]


@pytest.mark.parametrize(
    ("contact", "whom"),
    [
        ("", ""),
        ("https://dates.example/about?a=1#b", "; +https://dates.example/about?a=1#b"),
        ("mailto:dates@example.org", "; +mailto:dates@example.org"),
        ("https://考后.example/", "; +https://%E8%80%83%E5%90%8E.example/"),
        ("a)\r\nCookie: \x1b\\", "; +a%29%0D%0ACookie:%20%1B%5C"),
    ],
)
def test_the_user_agent_holds_name_version_and_contact(contact: str, whom: str) -> None:
    assert (
        user_agent(contact) == f"feedgen/{version('kaohou')} (calendar feeds of exam dates{whom})"
    )


def test_a_request_has_no_more_headers_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with (
        site_with(answer(b"")) as site,
        fetcher_of(site, contact="https://dates.example") as fetcher,
    ):
        fetcher.fetch(site.url("/a"))

    assert site.requests[1].split("\r\n") == [
        "GET /a HTTP/1.1",
        f"Host: {site.host}",
        "Accept: text/html,application/xhtml+xml,application/xml,application/rss+xml,"
        "application/json;q=0.9,text/plain;q=0.8",
        "Accept-Language: zh-CN",
        "Accept-Encoding: gzip",
        "Connection: close",
        f"User-Agent: feedgen/{version('kaohou')} (calendar feeds of exam dates; +https://dates.example)",
        "",
        "",
    ]


def test_neither_cookie_nor_referer_is_sent() -> None:
    cookie = "Set-Cookie: id=1; Path=/"
    answers: dict[str, Pieces] = {
        "/robots.txt": answer(b"", cookie),
        "/a": answer(b"", cookie, "Location: /b", status="302 Found"),
        "/b": answer(HTML, cookie),
    }
    with Site(answers) as site, fetcher_of(site) as fetcher:
        fetcher.fetch(site.url("/a"))
        fetcher.fetch(site.url("/b"))

    assert site.paths == ["/a", "/b", "/b"]
    assert not any(
        "cookie" in request.lower() or "referer" in request.lower() for request in site.requests
    )


def cached_page(**changes: str) -> CachedPage:
    """A page of an earlier run."""
    known = {
        "etag": '"1"',
        "last_modified": "Sun, 22 Nov 2026 08:00:00 GMT",
        "content_type": "text/html; x=1",
    }
    return CachedPage(content=b"<p>earlier", **{**known, **changes})


def test_an_unchanged_page_is_not_sent_again() -> None:
    with (
        Site({"/": answer(b"", status="304 Not Modified")}) as site,
        fetcher_of(site, cached={site.url(): cached_page()}) as fetcher,
    ):
        page = fetcher.fetch(site.url())

    assert (page.content, page.content_type, page.is_unchanged) == (
        b"<p>earlier",
        "text/html; x=1",
        True,
    )
    assert fetcher.cache == {site.url(): cached_page()}
    assert (
        'If-None-Match: "1"\r\nIf-Modified-Since: Sun, 22 Nov 2026 08:00:00 GMT\r\n'
        in site.requests[1]
    )
    assert "If-" not in site.requests[0]


def test_a_changed_page_replaces_the_cached_one() -> None:
    with (
        Site({"/": answer(HTML, 'ETag: "2"')}) as site,
        fetcher_of(site, cached={site.url(): cached_page()}) as fetcher,
    ):
        page = fetcher.fetch(site.url())

    assert (page.content, page.is_unchanged) == (HTML, False)
    assert fetcher.cache == {
        site.url(): CachedPage(etag='"2"', last_modified="", content=HTML, content_type="text/html")
    }


def test_a_page_is_cached_by_the_address_that_answered() -> None:
    with (
        Site({"/a": redirect("/b"), "/b": answer(HTML, 'ETag: "2"')}) as site,
        fetcher_of(site) as fetcher,
    ):
        fetcher.fetch(site.url("/a"))
        site.answers["/b"] = answer(b"", status="304 Not Modified")
        page = fetcher.fetch(site.url("/a"))

    assert (page.url, page.content, page.is_unchanged) == (site.url("/b"), HTML, True)
    assert 'If-None-Match: "2"\r\n' in site.requests[-1]


@pytest.mark.parametrize("tag", ["", '"\x80"', f'"{"a" * 500}"'])
def test_a_page_without_a_repeatable_tag_is_not_cached(tag: str) -> None:
    sent = answer(HTML).replace(b"\r\n", b"\r\nETag: " + tag.encode("latin-1") + b"\r\n", 1)
    with Site({"/": sent}) as site, fetcher_of(site, cached={site.url(): cached_page()}) as fetcher:
        fetcher.fetch(site.url())

    assert fetcher.cache == {}


@pytest.mark.parametrize("etag", ['"1"\r\nCookie: a', '"\ud800"', '"试"', " "])
def test_only_repeatable_tags_are_sent_back(etag: str) -> None:
    with Site({"/": answer(HTML)}) as site:
        known = {site.url(): cached_page(etag=etag, last_modified="\0")}
        with fetcher_of(site, cached=known) as fetcher:
            page = fetcher.fetch(site.url())

    assert page.content == HTML
    assert "If-" not in site.requests[1]
