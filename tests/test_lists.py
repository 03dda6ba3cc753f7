"""What is found on the lists of notices in `assets/watched`, and that no page does any harm."""

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import MILESTONES, Definitions
from feedgen.watch.reading.decoding import decode
from feedgen.watch.reading.links import Link, address_of
from feedgen.watch.reading.lists import ListPage, read_list
from feedgen.watch.reading.titles import AwaitedMilestone, Topic, topic_of

WATCHED = Path(__file__).parent / "assets/watched"
EXPECTED: dict[str, Any] = tomllib.loads((WATCHED / "expected.toml").read_text("utf-8"))
LISTS: dict[str, Any] = EXPECTED["lists"]
TODAY = date(2026, 8, 20)
EXAM_ENDED = date(2026, 5, 31)
URL = "https://ks.example.cn/tzgg/"
AFTER_EXAM = MILESTONES[MILESTONES.index("results_release") :]


def page_of(name: str) -> ListPage:
    expected = LISTS[name]
    text = decode((WATCHED / name).read_bytes(), expected.get("content_type", "text/html"))
    return read_list(text, expected["url"], expected.get("today", TODAY))


def topics_of(name: str, definitions: Definitions) -> list[tuple[Link, Topic]]:
    sittings = LISTS[name].get("awaited_sittings", [1])
    awaited = [
        AwaitedMilestone(milestone=milestone, exam_year=2026, sitting=sitting, since=EXAM_ENDED)
        for milestone in AFTER_EXAM
        for sitting in sittings
    ]
    today = LISTS[name].get("today", TODAY)
    pairs = (
        (link, topic_of(link, definitions.exam, awaited, today)) for link in page_of(name).links
    )
    return [(link, topic) for link, topic in pairs if topic]


def only(html: str, url: str = URL) -> Link:
    (link,) = read_list(html, url, TODAY).links
    return link


def test_every_page_has_its_expectation() -> None:
    files = {path.name for path in WATCHED.iterdir()} - {"expected.toml"}

    assert files == {*LISTS, *EXPECTED["notices"]}
    assert len(LISTS) >= 25
    assert len(EXPECTED["notices"]) >= 20


@pytest.mark.parametrize("name", LISTS)
def test_exactly_the_awaited_notices_of_a_list_are_found(
    name: str, definitions: Definitions
) -> None:
    found = [
        {
            "title": link.title,
            "url": link.url,
            "day": link.day,
            "milestone": topic.milestone,
            "sitting": topic.sitting,
            "sureness": topic.certainty.value,
        }
        for link, topic in topics_of(name, definitions)
    ]

    assert found == [{"sitting": 1, **notice} for notice in LISTS[name]["found"]]


def test_the_lists_have_no_misses_and_no_false_alarms(
    definitions: Definitions, capsys: pytest.CaptureFixture[str]
) -> None:
    table: Counter[str] = Counter()
    for name, expected in LISTS.items():
        wanted = {(notice["title"], notice["milestone"]) for notice in expected["found"]}
        got = {(link.title, topic.milestone) for link, topic in topics_of(name, definitions)}
        table["found"] += len(wanted & got)
        table["missed"] += len(wanted - got)
        table["false alarms"] += len(got - wanted)
        table["titles"] += len(page_of(name).links)
        table["out of reach"] += "out_of_reach" in expected

    with capsys.disabled():
        print(f"\n{len(LISTS)} lists: {dict(table)}")
    assert table == {"found": 40, "missed": 0, "false alarms": 0, "titles": 147, "out of reach": 2}


@pytest.mark.parametrize("name", LISTS)
def test_the_next_pages_of_a_list_are_found(name: str) -> None:
    assert list(page_of(name).next_pages) == LISTS[name].get("further", [])


def test_titles_without_an_address_are_kept_apart() -> None:
    page = page_of("list_without_addresses.json")

    assert [link.title for link in page.unaddressed] == LISTS["list_without_addresses.json"][
        "unaddressed"
    ]
    assert {link.url for link in page.unaddressed} == {"https://ks.example.cn/api/page"}


def test_characters_from_beyond_the_declared_encoding_are_read() -> None:
    titles = [link.title for link in page_of("list_plain_table.html").links]

    assert LISTS["list_plain_table.html"]["contains"] in titles


@pytest.mark.parametrize(
    ("beside", "day"),
    [
        ("2026-08-05", date(2026, 8, 5)),
        ("2026/8/5 浏览：12", date(2026, 8, 5)),
        ("2026.08.05", date(2026, 8, 5)),
        ("2026年8月5日", date(2026, 8, 5)),
        ("２０２６－０８－０５", date(2026, 8, 5)),
        ("二〇二六年八月五日", date(2026, 8, 5)),
        ("[08-05]", date(2026, 8, 5)),
        ("08-05", date(2026, 8, 5)),
        ("8月5日", date(2026, 8, 5)),
        ("08-23", date(2026, 8, 23)),
        ("08-24", date(2025, 8, 24)),
        ("12-31", date(2025, 12, 31)),
        ("02-29", date(2024, 2, 29)),
        ("2026-02-30", None),
        ("10:05", None),
        ("第 12 页", None),
    ],
)
def test_a_day_beside_a_link_is_read_and_never_lies_far_ahead(
    beside: str, day: date | None
) -> None:
    assert only(f'<li><a href="1.html">某通知</a><span>{beside}</span></li>').day == day


@pytest.mark.parametrize(
    "html",
    [
        "<li><a href=1.html>某通知</a> 2026-08-05</li>",
        "<li>2026-08-05 <a href=1.html>某通知</a></li>",
        "<li><a href=1.html>某通知<span>2026-08-05</span></a></li>",
        "<li><a href=1.html>[2026-08-05]某通知</a></li>",
        "<li><a href=1.html>某通知(2026-08-05)</a></li>",
        "<table><tr><td><a href=1.html>某通知</a></td><td>3</td><td>2026-08-05</td></tr></table>",
        "<table><tr><td><a href=1.html>某通知</a><td>2026-08-05</table>",
        "<dl><dt>2026-08-05</dt><dd><a href=1.html>某通知</a></dd></dl>",
        "<div><div><a href=1.html>某通知</a></div><div>2026-08-05</div></div>",
        "<div><span><a href=1.html>某通知</a></span><em>2026-08-05</em></div>",
        "<a href=1.html><div><b>05</b><i>2026-08</i></div><h3>某通知</h3><p>查看</p></a>",
        '<li><a href=1.html title="标题：某通知&#10;时间：2026-08-01"></a>2026-08-05</li>',
        "<a href=1.html><img src=a.gif></a><a href=1.html>某通知</a> 2026-08-05",
    ],
)
def test_title_and_day_are_separated_in_every_layout(html: str) -> None:
    assert only(html) == Link(
        title="某通知", url="https://ks.example.cn/tzgg/1.html", day=date(2026, 8, 5)
    )


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ('<a href="1.html">', "https://ks.example.cn/tzgg/1.html"),
        ('<a href="../1.html">', "https://ks.example.cn/1.html"),
        ('<a href="/a b/1.html">', "https://ks.example.cn/a%20b/1.html"),
        ('<a href="//other.example.cn/1">', "https://other.example.cn/1"),
        ('<a href=" HTTP://Other.example.cn/1 ">', "http://Other.example.cn/1"),
        ('<a href="/通知/1.html">', "https://ks.example.cn/%E9%80%9A%E7%9F%A5/1.html"),
        ('<a href="view.jsp?id=9&amp;lm=2">', "https://ks.example.cn/tzgg/view.jsp?id=9&lm=2"),
        ('<a href="\\info\\1.html">', "https://ks.example.cn/info/1.html"),
        ("<a href=\"javascript:openUrl('/a/b.html')\">", "https://ks.example.cn/a/b.html"),
        ("<a href=\"javascript:go(7,'c/d.jsp')\">", "https://ks.example.cn/tzgg/c/d.jsp"),
        (
            "<a href=\"#\" onclick=\"window.open('/a/b.html','_blank')\">",
            "https://ks.example.cn/a/b.html",
        ),
        ("<div onclick='location.href=\"/a/b.html\"'>", "https://ks.example.cn/a/b.html"),
        ('<a href="javascript:;" data-url="/a/b.html">', "https://ks.example.cn/a/b.html"),
    ],
)
def test_an_address_is_found_and_made_absolute(tag: str, url: str) -> None:
    end = "div" if tag.startswith("<div") else "a"

    assert only(f"{tag}某通知</{end}>").url == url


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\tscript:alert('/x/y')".replace("'/x/y'", "1"),
        "data:text/html,x",
        "mailto:a@example.cn",
        "file:///etc/passwd",
        "ftp://ks.example.cn/",
        "http://[::1",
        "http://ks.example.cn:port/",
        "https://name:word@ks.example.cn/",
        "http:///",
        "/" + "x" * 3_000,
        "https://例子.cn/",
    ],
)
def test_a_link_to_no_web_page_is_ignored(href: str) -> None:
    page = read_list(f'<li><a href="{href}">某通知</a></li>', URL, TODAY)

    assert page.links == ()


def test_two_thousand_of_a_hundred_thousand_links_are_read() -> None:
    html = "".join(
        f"<li><a href='{number}.html'>通知{number}</a>2026-08-05</li>" for number in range(100_000)
    )

    page = read_list(html, URL, TODAY)

    assert len(page.links) == 2_000
    assert page.links[-1] == Link(title="通知1999", url=f"{URL}1999.html", day=date(2026, 8, 5))


def test_two_thousand_of_fifty_thousand_values_are_read() -> None:
    data = json.dumps([{"title": f"通知{number}", "url": f"/{number}"} for number in range(50_000)])

    assert len(read_list(data, URL, TODAY).links) == 2_000


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 50_000,
        "<a " * 50_000,
        "<!--" * 50_000,
        "<b id=1>" * 20_000 + "<p>x" * 2_000,
        "[" * 100_000,
        '{"a":' * 50_000,
        '[{"url":"/1","title":"' + "·" * 200_000 + 'x"}]',
        "<a href=1>" + "· " * 200_000 + "</a>",
    ],
)
def test_hostile_markup_yields_at_most_a_link(hostile: str) -> None:
    assert len(read_list(hostile, URL, TODAY).links) <= 1


@pytest.mark.parametrize(
    ("pager", "next_pages"),
    [
        ('createPageHTML(10, 0, "index", "html")', ["index_1.html", "index_2.html"]),
        ("createPageHTML('page_div',10, 9,'index','shtml',150);", []),
        ("createPageHTML(2,0,'list','htm')", ["list_1.htm"]),
        ("createPageHTML(x,y)", []),
    ],
)
def test_pages_numbered_by_a_script_are_followed(pager: str, next_pages: list[str]) -> None:
    page = read_list(f"<script>{pager}</script>", URL, TODAY)

    assert list(page.next_pages) == [URL + name for name in next_pages]


def test_next_pages_on_other_hosts_are_not_followed() -> None:
    html = (
        '<a href="https://other.example.cn/2">2</a>'
        '<a href="javascript:next()">下一页</a><a href="?page=3">3</a>'
    )

    assert read_list(html, URL, TODAY).next_pages == (f"{URL}?page=3",)


PIECES = [
    "<a", " href=", "1.html", ">", "'", '"', "<li>", "<td>", "</a>", "<![CDATA[", "]]>", "<script>",
    "</script>", "<rss>", "<item>", "<title>", '{"title":"', '","url":"', '"}', "[", ",", "=", "\0",
    "\ud800", "\u202e", "::error::", "2026-08-05", "08-05", "javascript:", "createPageHTML(",
    " onclick=", "成绩", "\r\n", "\u2028", "<base", "http://[",
]  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXTS)
def test_any_text_can_be_read_and_its_links_shown(text: str) -> None:
    page = read_list(text, URL, TODAY)

    for link in (*page.links, *page.unaddressed):
        assert link.title.isprintable()
        assert 0 < len(link.title) <= 200
        assert "::" not in link.title
        assert link.url.isascii()
        assert link.url.isprintable()
        assert link.url.startswith(("http://", "https://"))


@given(st.text(), st.text())
def test_any_address_can_be_read(href: str, base: str) -> None:
    address = address_of(href, base)

    assert address is None or (address.isascii() and address.isprintable())
