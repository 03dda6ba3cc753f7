"""Any text of any fact is refused with its file and line, or reaches calendars and data as it was
written.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Definitions, Depth, Feed, Severity
from feedgen.definitions.regions import load
from feedgen.lint import RULES, lint
from feedgen.publish.builder import build
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.render.ics import render
from tests.conftest import AFTER_EXAM, SMALL

DAYS = (AFTER_EXAM, date(2026, 8, 13))
"""Everything is ahead; in one province the results are announced and ahead, in another a second
exam was called off.
"""
REPOST = """
source = { url = "https://example.cn/b", publisher = "example.cn", checked = 2026-05-01, \
grade = "repost", \
notice = "https://gd.example.cn/b" }
"""
ADDED = {
    "guangdong.toml": f"""
[[phone]]
number = "020-11111111"
about = "results_release"
{REPOST}
[[score_recheck.rule]]
exam_year = 2026
how = "在网上申请"
scope = "缺考的除外"
when = "收到通知起"
result = "短信告知"
unit = "calendar"
{REPOST}
[[plan]]
milestone = "certificate_collection"
exam_year = 2026
from = 2026-10-01
words = "10月以后"
known_from = 2026-05-01
{REPOST}
[[exception]]
about = "results_release"
exam_year = 2026
text = "先公布客观题"
{REPOST}
""",
    "guangdong/meizhou.toml": f"""
[[wechat]]
name = "广东示例"
purpose = "查分"
about = "results_release"
{REPOST}
[results_release]
name = "成绩发布"
title = "示例成绩发布"
lag = [50, 70]
lag_words = "三个月左右"
moment = "发布"
topics = ["lookup"]
{REPOST}
[score_recheck]
deadline_title = "示例复核截止"
""",
    "xinjiang.toml": f"""
[[session]]
exam_year = 2026
sitting = 2
start = 2026-09-05
end = 2026-09-06
cancelled = true
{REPOST}
""",
    "xinjiang/wulumuqi.toml": f"""
[qualification_review]
topics_before_exam = ["lookup"]
[[qualification_review.rule]]
stage = "before_exam"
{REPOST}
[[announcement]]
milestone = "pass_mark"
exam_year = 2026
date = 2026-08-10
known_from = 2026-05-01
source = {{ publisher = "feedgen", checked = 2026-05-01, \
grade = "assumption", reason = "虚构的例子" }}
""",
    "xinjiang/alaer.toml": f"""
[qualification_review]
moment = "开始"
[[bound]]
milestone = "results_release"
exam_year = 2026
not_yet = 2026-06-03
{REPOST}
""",
}
"""What the small example lacks of all kinds of facts."""
AT_THE_TOP = """
site = "https://example.org/kaohou/"
repository = "https://github.com/example/feedgen"
contact = "mailto:dates@example.org"
"""
FREE = {
    "also_called", "brief", "deadline_title", "entry", "fallback_authority", "how", "lag_words",
    "major", "moment", "name", "number", "official_name", "publisher", "purpose", "reason",
    "result", "role", "scope", "shared_dates", "short_name", "steps", "text", "title", "when",
    "words",
}  # fmt: skip
"""Keys under which people write what they like."""
ADDRESSES = {"contact", "notice", "repository", "site", "url"}
WORDS = {
    "about", "anchor", "dated", "exam_days", "follows", "grade", "key", "means", "milestone",
    "new", "old", "season", "stage", "topics", "topics_before_exam", "unit", "unknown",
}  # fmt: skip
"""Keys whose values are known beforehand."""
WITH_BRACES = {"brief", "entry", "steps"}
"""Keys of texts in which words are filled in."""
FIRST_IN_TITLES = {"deadline_title", "short_name", "title"}
PLAIN_TEXTS = [
    "ATTENDEE:mailto:x@example.org", "BEGIN:VEVENT", "END:VCALENDAR", ":", ";;", ",", '"', "'",
    "; , \" :", "]]>", "-->", "&amp;", "%s %(entry)s %%", "#", "${7*7} {{7*7}} {% if %}",
    "{entry}", "{0}", "{", "😀", "e\u0301\u0301", "\u0301", "。", " 两端 ", "宽\u3000空\xa0格",
    "长" * 120, "😀" * 120, '",;' * 40, "x" * 500,
]  # fmt: skip
"""Odd, and let through where people write what they like: the last of them is as long as a text can
be.
"""
REFUSED_TEXTS = {
    "empty": "", "blank": " \u3000", "line-break": "x\r\nATTENDEE:mailto:x@example.org",
    "line-feed": "x\nx", "return": "x\rx", "tab": "\t", "nul": "\0", "bell": "\a",
    "escape": "\x1b[2J", "unit-separator": "\x1f", "delete": "\x7f", "next-line": "\x85",
    "line-separator": "\u2028", "paragraph-separator": "\u2029", "override": "\u202etxt",
    "isolate": "\u2066x", "joiner": "\u200d", "byte-order-mark": "\ufeff",
    "private-use": "\ue000", "no-character": "\uffff", "far-no-character": "\U0010fffe",
    "backslash": "\\", "backslash-n": "x\\nx", "backslash-comma": "\\,",
    "too-long": "长" * 10_000,
}  # fmt: skip
EVERYTHING = "ATTENDEE:x;😀, e\u0301 \"']]> BEGIN:VEVENT %s #&amp; 。"
"""What is let through, in one."""
PIECES = [
    *PLAIN_TEXTS,
    *REFUSED_TEXTS.values(),
    "\ud800",
    "\\N",
    "【",
    "】",
    "<b>",
    "\v",
    "\x1d",
    "\u00ad",
    "\u061c",
]
ODD_ADDRESSES = [
    "https://example.cn/a;b,c:d?e=f&g=%0D%0AATTENDEE:mailto:x@example.org#h'(*)!", "https://例子.cn/成绩/😀?查=分",
    "HTTP://EXAMPLE.CN", "https://x:y@example.cn:8443/", "http://[::1]/", "http://192.0.2.1/",
]  # fmt: skip


Feeds = Mapping[date, Mapping[str, Feed]]
"""By day and slug; that of all provinces is `all`."""


class Leaf(NamedTuple):
    """One text of one file."""

    file: str
    key: str
    """The key it stands under; in divisions.csv `name`."""
    start: int
    end: int
    line: int
    """That of its key."""

    def may_hold(self, text: str) -> bool:
        """Whether people write here what they like, this text too."""
        if self.file == "divisions.csv":
            return text.isprintable() and len(text) < 80
        return self.key in FREE and ("{" not in text or self.key not in WITH_BRACES)


class Shown(NamedTuple):
    """What a calendar shows of an event."""

    uid: str
    title: str
    description: str
    url: str


def copied(folder: Path) -> Path:
    """A copy of the small example with all kinds of facts."""
    shutil.copytree(SMALL, folder)
    for name, added in ADDED.items():
        path = folder / name
        path.write_text((path.read_text("utf-8") if path.exists() else "") + added, "utf-8")
    national = folder / "national.toml"
    national.write_text(AT_THE_TOP + national.read_text("utf-8"), "utf-8")
    return folder


def leaves_of(name: str, text: str) -> Iterator[Leaf]:
    """Every text of a file."""
    if name.endswith(".csv"):
        for row in re.finditer(r"(?m)^[0-9]+,[0-9]*,([^,]+)", text):
            yield Leaf(name, "name", *row.span(1), text.count("\n", 0, row.start()) + 1)
        return
    keys = list(re.finditer(r"\w+(?= = )", text))
    for quote in re.finditer(r'"[^"\n]*"', text):
        key = [key for key in keys if key.end() < quote.start()][-1]
        yield Leaf(name, key[0], *quote.span(), text.count("\n", 0, key.start()) + 1)


def quoted(text: str, name: str) -> str:
    """A text as its file writes it; TOML has an escape for whatever it may not hold itself, and for
    more.
    """
    if name.endswith(".csv"):
        return '"' + text.replace('"', '""') + '"'
    written = (
        sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}" for sign in text
    )
    return f'"{"".join(written)}"'


class Regions:
    """A folder of regions that says something else for a while."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = {
            path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in folder.rglob("*.*")
        }
        self.leaves = [
            leaf for name, text in sorted(self.texts.items()) for leaf in leaves_of(name, text)
        ]

    @contextmanager
    def saying(self, changes: Mapping[Leaf, str]) -> Iterator[None]:
        """Write other texts, and in the end the old ones."""
        files = {leaf.file for leaf in changes}
        for name in files:
            text = self.texts[name]
            here = [leaf for leaf in changes if leaf.file == name]
            for leaf in sorted(here, key=lambda leaf: leaf.start, reverse=True):
                text = text[: leaf.start] + quoted(changes[leaf], name) + text[leaf.end :]
            (self.folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            yield
        finally:
            for name in files:
                (self.folder / name).write_text(self.texts[name], "utf-8")

    def text_of(self, leaf: Leaf) -> str:
        """What a text was before."""
        return self.texts[leaf.file][leaf.start : leaf.end].strip('"')

    def problems(self, changes: Mapping[Leaf, str]) -> set[tuple[str, int]]:
        """File and line of each problem that other texts are."""
        with self.saying(changes), pytest.raises(DefinitionError) as raised:
            load(self.folder)
        problems = raised.value.problems
        return {(problem.file.removeprefix("regions/"), problem.line) for problem in problems}


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Regions:
    return Regions(copied(tmp_path_factory.mktemp("texts") / "regions"))


@pytest.fixture(params=["of each key", pytest.param("all", marks=pytest.mark.weekly)])
def leaves(request: pytest.FixtureRequest, regions: Regions) -> list[Leaf]:
    """The last text of each key of a file, and once a week every text."""
    last_of_key = {(leaf.file, leaf.key): leaf for leaf in regions.leaves}
    return regions.leaves if request.param == "all" else list(last_of_key.values())


@pytest.fixture(scope="module")
def before(regions: Regions) -> Feeds:
    """The feeds of the texts as they were."""
    definitions = load(regions.folder)
    return {day: feeds_of(definitions, day) for day in DAYS}


@pytest.fixture(scope="module")
def untouched(regions: Regions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built of the texts as they were."""
    folder = tmp_path_factory.mktemp("untouched")
    build(folder, load(regions.folder), DAYS[1], Depth.AREA)
    return folder


def feeds_of(definitions: Definitions, day: date) -> dict[str, Feed]:
    """The feed of each place with a file of its own, and that of all provinces."""
    update = LedgerUpdate.of_first_build(BuildContext(definitions, day))
    places = [update.context.place_by_slug[slug] for slug in definitions.regions]
    return {
        "all": update.overview(),
        **{place.slug: update.feed_of(place) for place in places},
    }


def by_icalendar(content: str) -> list[Shown]:
    events = Calendar.from_ical(content).events
    return [
        Shown(*(str(event.get(name, "")) for name in ("UID", "SUMMARY", "DESCRIPTION", "URL")))
        for event in events
    ]


def by_vobject(content: str) -> list[Shown]:
    events = vobject.readOne(content).vevent_list
    return [
        Shown(*(event.getChildValue(name, "") for name in ("uid", "summary", "description", "url")))
        for event in events
    ]


def by_ics(content: str) -> list[Shown]:
    return [
        Shown(event.uid, event.name, event.description, event.url or "")
        for event in ics.Calendar(content).events
    ]


def names_of(content: bytes) -> list[str]:
    """The name of each property in its order, but for the address, which not every event has."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return [name for line in lines if (name := re.split("[:;]", line)[0]) != "URL"]


def assert_calendars_show(
    feed: Feed, before: Feed, readers: Iterable[Callable[[str], list[Shown]]]
) -> None:
    """Assert that calendars show of a feed what its events say, and that it is made up as it was
    before.
    """
    content = render(feed, with_alarms=True)
    events = feed.events
    expected = sorted(Shown(one.uid, one.title, one.description, one.url) for one in events)

    assert [event.uid for event in expected] == sorted(event.uid for event in before.events)
    assert names_of(content) == names_of(render(before, with_alarms=True))
    assert [one for one in lint(content) if RULES[one.rule].severity is Severity.ERROR] == []
    for read in readers:
        assert sorted(read(content.decode())) == expected


def assert_shown(definitions: Definitions, day: date, before: Feeds) -> bool:
    """Assert that calendars show what the events say; return whether that is anything else than
    before.
    """
    feeds = feeds_of(definitions, day)
    changed = [slug for slug in feeds if feeds[slug] != before[day][slug]]
    for slug in changed:
        # The third parser takes ten times as long as the others.
        readers = (
            [by_icalendar, by_vobject, by_ics] if slug == changed[0] else [by_icalendar, by_vobject]
        )
        assert_calendars_show(feeds[slug], before[day][slug], readers)
    return bool(changed)


def test_every_text_of_every_fact_is_among_those_that_are_changed(regions: Regions) -> None:
    def count(value: Any) -> int:
        if isinstance(value, dict | list):
            return sum(map(count, value.values() if isinstance(value, dict) else value))
        return isinstance(value, str)

    counts = {name: sum(leaf.file == name for leaf in regions.leaves) for name in regions.texts}

    assert {leaf.key for leaf in regions.leaves} == FREE | ADDRESSES | WORDS
    assert counts.pop("divisions.csv") == 8
    assert counts == {
        name: count(tomllib.loads(text)) for name, text in regions.texts.items() if "toml" in name
    }


@pytest.mark.parametrize("text", REFUSED_TEXTS.values(), ids=list(REFUSED_TEXTS))
def test_a_text_that_breaks_calendars_is_refused_on_each_of_its_lines(
    text: str, regions: Regions
) -> None:
    leaves = [leaf for leaf in regions.leaves if leaf.file.endswith(".toml")]
    names = [leaf for leaf in regions.leaves if leaf.file == "divisions.csv"]

    assert regions.problems(dict.fromkeys(leaves, text)) >= {
        (leaf.file, leaf.line) for leaf in leaves
    }
    for name in names:
        # A name of two lines ends on the second of them.
        assert (name.file, name.line + text.count("\n")) in regions.problems({name: text})


@pytest.mark.parametrize(
    "text", ["\ud800", "x\r\nATTENDEE:mailto:x@example.org"], ids=["half-a-character", "attendee"]
)
def test_each_text_alone_is_refused_on_its_line(
    text: str, regions: Regions, leaves: list[Leaf]
) -> None:
    for leaf in leaves:
        last = leaf.line + (text.count("\n") if leaf.file.endswith(".csv") else 0)

        # The parser of TOML tells the line of half a character itself, even within a list.
        assert regions.problems({leaf: text}) & {
            (leaf.file, last),
            (leaf.file, line_of(leaf, regions)),
        }


def line_of(leaf: Leaf, regions: Regions) -> int:
    """The line on which the text itself stands, which in a list is not always that of its key."""
    return regions.texts[leaf.file].count("\n", 0, leaf.start) + 1


def test_a_title_that_begins_like_a_state_is_refused(regions: Regions) -> None:
    # In the nation's file some titles are those of guidance, and one short name is that of the
    # exam.
    titles = [leaf for leaf in regions.leaves if leaf.key in FIRST_IN_TITLES]
    leaves = [
        leaf for leaf in titles if leaf.file != "national.toml" or leaf.key == "deadline_title"
    ]

    assert regions.problems(dict.fromkeys(leaves, "【预计】成绩公布")) == {
        (leaf.file, leaf.line) for leaf in leaves
    }


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_a_text_in_all_places_at_once_is_shown_as_it_was_written(
    text: str, regions: Regions, before: Feeds
) -> None:
    leaves = [leaf for leaf in regions.leaves if leaf.may_hold(text)]
    with regions.saying(dict.fromkeys(leaves, text)):
        definitions = load(regions.folder)

    assert assert_shown(definitions, DAYS[1], before)


def test_each_text_alone_is_shown_as_it_was_written_or_refused_on_its_line(
    regions: Regions, leaves: list[Leaf], before: Feeds
) -> None:
    shown = set()
    for leaf in leaves:
        if not leaf.may_hold(EVERYTHING):
            assert (leaf.file, leaf.line) in regions.problems({leaf: EVERYTHING})
            continue
        with regions.saying({leaf: EVERYTHING}):
            definitions = load(regions.folder)
        if any(assert_shown(definitions, day, before) for day in DAYS):
            shown.add(leaf.key)

    # These two are on pages alone.
    assert shown == FREE - {"role", "steps"}


@pytest.mark.parametrize("address", ODD_ADDRESSES)
def test_an_odd_address_is_shown_in_ascii(address: str, regions: Regions, before: Feeds) -> None:
    leaves = [leaf for leaf in regions.leaves if leaf.key in {"notice", "url"}]
    with regions.saying(dict.fromkeys(leaves, address)):
        definitions = load(regions.folder)

    assert assert_shown(definitions, DAYS[1], before)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    at=st.integers(0, 400),
    text=st.text(min_size=1)
    | st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
)
def test_any_text_is_refused_by_its_file_or_shown_as_it_was_written(
    at: int, text: str, regions: Regions, before: Feeds
) -> None:
    leaf = regions.leaves[at % len(regions.leaves)]
    with regions.saying({leaf: text}):
        try:
            definitions = load(regions.folder)
        except DefinitionError as error:
            assert f"regions/{leaf.file}" in {problem.file for problem in error.problems}
            return

    for day in DAYS:
        assert_shown(definitions, day, before)


@pytest.mark.parametrize(
    "text",
    ["{entry}", "${7*7} {{7*7}} {% if %}", '",;' * 40, "e\u0301\u0301", "\u0378", EVERYTHING],
)
def test_a_build_holds_a_text_as_it_was_written_in_all_its_data(
    text: str, regions: Regions, untouched: Path, tmp_path: Path
) -> None:
    written = f"〔{text}〕"
    leaves = [leaf for leaf in regions.leaves if leaf.may_hold(written)]
    with regions.saying({leaf: regions.text_of(leaf) + written for leaf in leaves}):
        build(tmp_path, load(regions.folder), DAYS[1], Depth.AREA)

    data = {
        path.relative_to(tmp_path): json.loads(path.read_bytes())
        for path in tmp_path.rglob("*.json")
    }
    for path in (tmp_path / "api").rglob("*.json"):
        name = path.relative_to(tmp_path)
        assert without(data[name], written) == json.loads((untouched / name).read_bytes())
        if path.name.endswith(".schema.json"):
            continue
        assert data[name] != json.loads((untouched / name).read_bytes())
    for path in (*tmp_path.rglob("*.atom"), *tmp_path.rglob("*.svg"), *tmp_path.rglob("*.xml")):
        assert ElementTree.parse(path).getroot() is not None  # noqa: S314 (our own)


def without(value: Any, text: str) -> Any:
    """The same data with a text taken out of every text."""
    if isinstance(value, dict):
        return {key: without(inner, text) for key, inner in value.items()}
    if isinstance(value, list):
        return [without(inner, text) for inner in value]
    return value.replace(text, "") if isinstance(value, str) else value
