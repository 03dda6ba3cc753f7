"""The announcements in the notices of `assets/watched`, and hostile notices."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import MILESTONES, Candidate, Certainty, Definitions
from feedgen.watch.reading.blocks import blocks
from feedgen.watch.reading.cleaning import clean_line
from feedgen.watch.reading.dates import spans
from feedgen.watch.reading.decoding import decode
from feedgen.watch.reading.html import parse
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.notices import read_notice
from feedgen.watch.reading.titles import AwaitedMilestone, Topic, topic_of
from tests.test_lists import EXPECTED, PIECES, TODAY, WATCHED

NOTICES: dict[str, Any] = EXPECTED["notices"]
URL = "https://ks.example.cn/tzgg/1.html"
RELEASE = Topic(milestone="results_release", exam_year=2026, certainty=Certainty.SURE)
LISTED = Link(title="关于公布2026年度二级建造师考试成绩的通知", url=URL, day=date(2026, 8, 14))


def candidates_of(name: str, definitions: Definitions) -> tuple[Candidate, ...]:
    expected = NOTICES[name]
    link = Link(title=expected["title"], url=URL, day=expected.get("listed"))
    sitting = expected.get("sitting", 1)
    awaited = [
        AwaitedMilestone(milestone=milestone, exam_year=2026, sitting=sitting)
        for milestone in MILESTONES
    ]
    topic = topic_of(link, definitions.exam, awaited, TODAY)
    assert topic is not None
    text = decode((WATCHED / name).read_bytes(), "text/html")
    return read_notice(text, URL, link, topic, "somewhere", definitions.exam, TODAY)


def read(html: str, definitions: Definitions, topic: Topic = RELEASE) -> tuple[Candidate, ...]:
    return read_notice(html, URL, LISTED, topic, "somewhere", definitions.exam, TODAY)


def days_of(html: str, definitions: Definitions) -> dict[str, tuple[date | None, date | None]]:
    candidates = read(html, definitions)
    return {candidate.milestone: (candidate.first, candidate.last) for candidate in candidates}


@pytest.mark.parametrize("name", NOTICES)
def test_exactly_the_announcements_of_a_notice_are_found(
    name: str, definitions: Definitions
) -> None:
    expected = NOTICES[name]
    common = {
        "region": "somewhere",
        "exam_year": 2026,
        "sitting": expected.get("sitting", 1),
        "title": expected.get("whole_title", expected["title"]),
        "url": URL,
        "published": expected.get("published"),
    }

    assert list(candidates_of(name, definitions)) == [
        Candidate(**{"first": None, "last": None, **common, **fields_of(found)})
        for found in expected["found"]
    ]


def fields_of(found: dict[str, Any]) -> dict[str, Any]:
    """The fields of a candidate, from an expectation."""
    return {key: value for key, value in found.items() if key != "sureness"} | {
        "certainty": Certainty(found["sureness"])
    }


def test_the_notices_have_no_misses_and_no_false_alarms(
    definitions: Definitions, capsys: pytest.CaptureFixture[str]
) -> None:
    table: Counter[str] = Counter()
    for name, expected in NOTICES.items():
        wanted = {
            (each["milestone"], each.get("first"), each.get("last")) for each in expected["found"]
        }
        got = {(each.milestone, each.first, each.last) for each in candidates_of(name, definitions)}
        table["found"] += len(wanted & got)
        table["missed"] += len(wanted - got)
        table["false alarms"] += len(got - wanted)
        table["out of reach"] += "out_of_reach" in expected

    with capsys.disabled():
        print(f"\n{len(NOTICES)} notices: {dict(table)}")
    assert table == {"found": 44, "missed": 0, "false alarms": 0, "out of reach": 2}


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("复核申请时间为8月15日至8月29日", date(2026, 8, 15), date(2026, 8, 29)),
        ("申请复核：8月15日—29日", date(2026, 8, 15), date(2026, 8, 29)),
        ("申请复核：８月１５日～８月２９日", date(2026, 8, 15), date(2026, 8, 29)),
        ("申请复核：2026年8月15日9:00-8月29日17:00", date(2026, 8, 15), date(2026, 8, 29)),
        (
            "申请复核：2026年8月15日（星期六）上午9时起至29日止",
            date(2026, 8, 15),
            date(2026, 8, 29),
        ),
        ("申请复核：2026-08-15至2026-08-29", date(2026, 8, 15), date(2026, 8, 29)),
        ("申请复核：2026.8.15-8.29", date(2026, 8, 15), date(2026, 8, 29)),
        ("申请复核：2026年12月28日至1月8日", date(2026, 12, 28), date(2027, 1, 8)),
        ("申请复核：8月15日、16日", date(2026, 8, 15), date(2026, 8, 16)),
        ("成绩复核申请自8月15日开始，8月29日截止", date(2026, 8, 15), date(2026, 8, 29)),
        ("二〇二六年八月十七日申请复核", date(2026, 8, 17), date(2026, 8, 17)),
    ],
)
def test_a_window_is_read_in_every_form(
    words: str, first: date, last: date, definitions: Definitions
) -> None:
    assert days_of(f"<p>{words}。</p>", definitions)["score_recheck"] == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "考生可自成绩公布之日起15日内申请复核",
        "成绩公布后30个自然日内受理复核申请",
        "自查询开通之日起十个工作日内，可以申请复核",
    ],
)
def test_a_window_counted_from_the_release_is_quoted_without_days(
    words: str, definitions: Definitions
) -> None:
    recheck = next(
        each for each in read(f"<p>{words}。</p>", definitions) if each.milestone == "score_recheck"
    )

    assert (recheck.first, recheck.last, recheck.quote) == (None, None, f"{words}。")


@pytest.mark.parametrize(
    "words",
    [
        "考试成绩已于2026年8月14日公布",
        "考试成绩将于8月14日10:00发布",
        "自2026年8月14日起，考生可登录网站查询成绩",
        "8月14日10:00起开通成绩查询",
        "查询时间：2026年8月14日至12月31日",
        "考生点击“成绩查询”栏目，8月14日起可以查看成绩",
        "考试成绩发布时间：2026年8月14日",
    ],
)
def test_the_day_of_release_is_read_in_every_form(words: str, definitions: Definitions) -> None:
    (release,) = read(f"<p>{words}。</p>", definitions)

    assert (release.first, release.last, release.quote) == (
        date(2026, 8, 14),
        date(2026, 8, 14),
        f"{words}。",
    )
    assert release.certainty == Certainty.SURE


@pytest.mark.parametrize(
    "words",
    [
        "考试已于2026年5月30日举行",
        "复核结果于2026年9月15日公布",
        "2025年度考试成绩已于2025年8月15日公布",
        "一级建造师考试成绩已于2026年8月1日公布",
        "本办法自2026年9月1日起施行",
        "考试成绩于2035年8月14日公布",
        "考试成绩于2026年8月32日公布",
        "证书自2019年9月1日起领取",
        "考试成绩8月下旬公布",
        "2026年8月14日",
        "一、成绩查询</p><p>附件：申请表（2026年7月30日修订）",
        "一、成绩查询</p><p>考试机构2026年8月13日印",
    ],
)
def test_a_day_of_something_else_is_ignored(words: str, definitions: Definitions) -> None:
    (release,) = read(f"<p>{words}。</p>", definitions)

    assert (release.milestone, release.first, release.quote) == ("results_release", None, "")


@pytest.mark.parametrize(
    ("words", "certainty"),
    [
        ("考试成绩现已公布", Certainty.LIKELY),
        ("考试成绩已于2025年8月14日公布", Certainty.UNSURE),
        ("考试成绩预计2026年8月28日公布", Certainty.UNSURE),
        ("考试成绩于8月14日公布。考试成绩于8月15日公布", Certainty.LIKELY),
    ],
)
def test_inferred_or_unlikely_days_lower_the_certainty(
    words: str, certainty: Certainty, definitions: Definitions
) -> None:
    assert read(f"<p>{words}。</p>", definitions)[0].certainty == certainty


def test_the_day_of_a_notice_is_taken_from_its_page_first(definitions: Definitions) -> None:
    html = "<p>发布日期：2026-08-15 来源：考试院</p><p>考试成绩现已公布。</p><p>2026年8月13日</p>"

    assert read(html, definitions)[0].published == date(2026, 8, 15)


def test_a_long_sentence_is_quoted_around_its_days(definitions: Definitions) -> None:
    (release,) = read(f"<p>{'各' * 400}考试成绩已于2026年8月14日公布{'请' * 400}</p>", definitions)

    assert "2026年8月14日公布" in release.quote
    assert len(release.quote) <= 200


def test_text_beside_the_notice_is_left_out() -> None:
    html = (
        "<nav>菜单</nav><style>p{}</style><script>x</script><p>正文<br>第二行</p>"
        "<ul><li><a href=1>旧闻</a></li></ul>"
        "<table><tr><td>科目<td>标准<tr><td>法规<td>60</table><footer>电话</footer>"
    )

    assert [block.text for block in blocks(parse(html)[0])] == [
        "正文",
        "第二行",
        "科目\t标准",
        "法规\t60",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("成绩\r\n::error::公布", "成绩 ：：error：：公布"),
        ("##[error]成绩", "＃＃[error]成绩"),
        ("成\u200b绩\u202e公布\u2028。\0", "成绩公布 。"),
        ("成" * 300, "成" * 199 + "…"),
    ],
)
def test_a_clean_line_is_no_command_and_of_bounded_length(text: str, line: str) -> None:
    assert clean_line(text) == line


WORDS = [
    "成绩", "公布", "2026年", "8月", "14日", "至", "—", "、", "起", "前", "截止", "复核",
    "即日起", "之日起15日内", "。", "，", "<p>", "<br>", "<tr>", "<h1>", "一、", "发布时间：",
]  # fmt: skip
TEXTS = st.text() | st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=40).map("".join)


@given(TEXTS, st.dates())
def test_any_text_can_be_read_and_its_candidates_shown(
    definitions: Definitions, text: str, today: date
) -> None:
    candidates = read_notice(text, URL, LISTED, RELEASE, "somewhere", definitions.exam, today)

    assert candidates[0].milestone == "results_release"
    for candidate in candidates:
        assert candidate.title.isprintable()
        assert candidate.quote == "" or candidate.quote.isprintable()
        assert len(candidate.quote) <= 200
        assert "::" not in candidate.quote
        assert (candidate.first is None) == (candidate.last is None)
        assert (
            candidate.first is None or candidate.last is None or candidate.first <= candidate.last
        )


@given(TEXTS, st.dates())
def test_days_lie_within_the_text_in_their_order(text: str, near: date) -> None:
    found = spans(text, near)

    assert all(
        0 <= span.start < span.end <= len(text) and span.first <= span.last for span in found
    )
    assert [span.start for span in found] == sorted(span.start for span in found)


@pytest.mark.parametrize(
    "hostile",
    [
        "8月" * 50_000,
        "成绩" * 50_000,
        "公布" * 50_000 + "8月14日",
        "8月14日" * 50_000,
        "8月14日公布成绩。" * 50_000,
        "<td>" * 50_000,
    ],
)
def test_a_hostile_notice_yields_only_its_title(hostile: str, definitions: Definitions) -> None:
    assert read(hostile, definitions)[0].milestone == "results_release"
