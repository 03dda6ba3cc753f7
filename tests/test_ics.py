"""Feeds as bytes: whole expected files, the needs of each client, and texts read back unchanged."""

from datetime import date, timedelta
from pathlib import Path

import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from feedgen.core.model import Event, Feed, State, instant
from feedgen.render.ics import render
from tests.factories import results_event

GOLDEN = Path(__file__).parent / "golden"
DAY_BEFORE = timedelta(hours=15)
THREE_DAYS_BEFORE = timedelta(days=2, hours=15)
ESTIMATED = results_event(
    uid="310117-2026-results-release@kaohou.invalid",
    sequence=2,
    created=instant(date(2026, 5, 30)),
    modified=instant(date(2026, 6, 5)),
    first=date(2026, 7, 29),
    last=date(2026, 8, 27),
    description=(
        "预计时间：2026年7月29日至8月27日，具体哪天官方还没有公布。\n"
        "依据：一般规律，考试（2026年5月31日）后42至63个工作日，其间的端午节已扣除；不是官方日期。\n"
        "官网：上海市职业能力考试院, http://www.rsj.sh.gov.cn/ksyzc/index801.jsp; "
        "手动输入\\不要从搜索引擎点入。\n"
        "非官方整理，以官方公告为准。"
    ),
    url="http://www.rsj.sh.gov.cn/ksyzc/index801.jsp",
    categories=("成绩公布", "二建矿业"),
    alarms=(DAY_BEFORE,),
)
ANNOUNCED = results_event(
    key="2026-score-recheck",
    uid="310117-2026-score-recheck@kaohou.invalid",
    state=State.ANNOUNCED,
    sequence=0,
    created=instant(date(2026, 8, 14)),
    modified=instant(date(2026, 8, 14)),
    first=date(2026, 8, 27),
    last=date(2026, 8, 27),
    title="二建成绩复核截止",
    plain_title="二建成绩复核截止",
    description="官方公布的日期：2026年8月27日（周四）。",
    status="CONFIRMED",
    categories=("成绩复核",),
    alarms=(DAY_BEFORE, THREE_DAYS_BEFORE),
)
CANCELLED = results_event(
    key="2027-exam",
    uid="310117-2027-exam@kaohou.invalid",
    state=State.CANCELLED,
    sequence=4,
    created=instant(date(2026, 6, 1)),
    modified=instant(date(2027, 3, 1)),
    first=date(2027, 5, 15),
    last=date(2027, 6, 27),
    title="【已取消】二建考试",
    plain_title="二建考试",
    description="本次不举行。",
    status="CANCELLED",
    categories=("考试",),
)
SMALL = Feed(
    name="松江区 二建矿业",
    description="上海市松江区的二建矿业考试日期；非官方，与考试机构无关；不收集任何信息。",
    events=(ESTIMATED, ANNOUNCED, CANCELLED),
)

printable = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
lines_of_text = st.text(printable | st.just("\n"), min_size=1, max_size=400)
line_of_text = st.text(printable, min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("golden", "with_alarms"), [("small.ics", False), ("small-remind.ics", True)]
)
def test_a_small_feed_is_exactly_these_bytes(golden: str, with_alarms: bool) -> None:
    assert render(SMALL, with_alarms=with_alarms) == (GOLDEN / golden).read_bytes()


def test_an_empty_feed_is_a_calendar_with_its_properties_in_order() -> None:
    """Calendar properties before all components; no METHOD, and no UID, which icalendar would make
    up at random.
    """
    empty = Feed(name="全国", description="各省的日期。", events=())

    assert render(empty, with_alarms=False).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kaohou//feedgen//ZH",
        "CALSCALE:GREGORIAN",
        "NAME:全国",
        "X-WR-CALNAME:全国",
        "X-WR-CALDESC:各省的日期。",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "COLOR:firebrick",
        "X-APPLE-CALENDAR-COLOR:#B22222",
        "END:VCALENDAR",
        "",
    ]


def test_an_event_has_its_properties_in_order() -> None:
    event = _content_lines(Feed(name="松江区", description="说明", events=(ANNOUNCED,)))[12:-2]

    assert event == [
        "BEGIN:VEVENT",
        "UID:310117-2026-score-recheck@kaohou.invalid",
        "DTSTAMP:20260813T160000Z",
        "CREATED:20260813T160000Z",
        "LAST-MODIFIED:20260813T160000Z",
        "SEQUENCE:0",
        "DTSTART;VALUE=DATE:20260827",
        "DTEND;VALUE=DATE:20260828",
        "SUMMARY:二建成绩复核截止",
        "DESCRIPTION:官方公布的日期：2026年8月27日（周四）。",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "CATEGORIES:成绩复核",
        "END:VEVENT",
    ]


def test_lines_end_in_crlf_hold_at_most_75_octets_and_break_between_characters() -> None:
    content = render(SMALL, with_alarms=True)

    physical = content.split(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in b"".join(physical)
    assert b"\r" not in b"".join(physical)
    assert max(len(line) for line in physical) == 75
    for line in physical:
        line.decode()  # raises where a fold breaks a character


def test_the_days_are_dates_and_the_end_is_exclusive_for_single_days_too() -> None:
    """A missing or inclusive end loses the last day in Google."""
    lines = _content_lines(SMALL)

    assert [line for line in lines if line.startswith("DT") and not line.startswith("DTSTAMP")] == [
        *("DTSTART;VALUE=DATE:20260729", "DTEND;VALUE=DATE:20260828"),
        *("DTSTART;VALUE=DATE:20260827", "DTEND;VALUE=DATE:20260828"),
        *("DTSTART;VALUE=DATE:20270515", "DTEND;VALUE=DATE:20270628"),
    ]


def test_stamps_are_midnight_in_china_written_in_utc() -> None:
    lines = _content_lines(Feed(name="松江区", description="说明", events=(ESTIMATED,)))

    assert "CREATED:20260529T160000Z" in lines
    assert "DTSTAMP:20260604T160000Z" in lines
    assert "LAST-MODIFIED:20260604T160000Z" in lines


def test_only_the_feed_with_reminders_has_alarms_and_they_lie_before_the_day() -> None:
    """Outlook keeps one alarm and takes its absolute value, so the day-before one is first and all
    are negative.
    """
    plain, remind = _content_lines(SMALL), _content_lines(SMALL, with_alarms=True)

    assert "BEGIN:VALARM" not in plain
    assert [line for line in remind if line.startswith("TRIGGER")] == [
        "TRIGGER:-PT15H",
        "TRIGGER:-PT15H",
        "TRIGGER:-P2DT15H",
    ]
    assert remind.count("BEGIN:VALARM") == 3
    assert remind.count("ACTION:DISPLAY") == 3


def test_the_two_feeds_differ_in_name_and_alarms_only() -> None:
    alarm = {"BEGIN:VALARM", "END:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15H", "TRIGGER:-P2DT15H"}
    alarm_texts = {"DESCRIPTION:【预计】二建成绩公布", "DESCRIPTION:二建成绩复核截止"}

    plain, remind = _content_lines(SMALL), _content_lines(SMALL, with_alarms=True)

    assert [line for line in remind if line not in alarm | alarm_texts] == [
        line.replace("NAME:松江区 二建矿业", "NAME:松江区 二建矿业（带提醒）") for line in plain
    ]


def test_an_event_without_an_official_address_has_no_url() -> None:
    """Empty properties are refused by some parsers."""
    assert [line for line in _content_lines(SMALL) if line.startswith("URL")] == [
        "URL:http://www.rsj.sh.gov.cn/ksyzc/index801.jsp"
    ]


def test_the_same_feed_gives_the_same_bytes() -> None:
    assert render(SMALL, with_alarms=True) == render(SMALL, with_alarms=True)


@settings(deadline=None)
@given(title=line_of_text, description=lines_of_text)
def test_icalendar_reads_every_text_as_it_was(title: str, description: str) -> None:
    content = _render_text(title, description)

    (event,) = Calendar.from_ical(content).events

    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]) == description


@settings(deadline=None)
@given(title=line_of_text, description=lines_of_text)
def test_ics_reads_every_text_as_it_was(title: str, description: str) -> None:
    content = _render_text(title, description)

    (event,) = ics.Calendar(content.decode()).events

    assert event.name == title
    assert event.description == description
    assert event.all_day


@settings(deadline=None)
@given(title=line_of_text, description=lines_of_text)
def test_vobject_reads_every_text_as_it_was(title: str, description: str) -> None:
    content = _render_text(title, description)

    event = vobject.readOne(content.decode()).vevent

    assert event.summary.value == title
    assert event.description.value == description
    assert event.dtend.value == date(2026, 8, 28)


@settings(deadline=None)
@given(title=line_of_text, description=lines_of_text)
def test_every_text_is_folded_within_75_octets_at_characters(title: str, description: str) -> None:
    physical = _render_text(title, description).split(b"\r\n")

    assert max(len(line) for line in physical) <= 75
    for line in physical:
        line.decode()  # raises where a fold breaks a character


def test_commas_and_semicolons_of_a_calendars_name_are_escaped() -> None:
    """icalendar escapes only the properties that it knows, and these it does not."""
    lines = _content_lines(Feed(name="上海, 松江; 二建", description="一\n二\\三", events=()))

    assert lines[4:7] == [
        r"NAME:上海\, 松江\; 二建",
        r"X-WR-CALNAME:上海\, 松江\; 二建",
        r"X-WR-CALDESC:一\n二\\三",
    ]


@pytest.mark.parametrize(
    "read", [Calendar.from_ical, lambda text: ics.Calendar(text), vobject.readOne]
)
def test_three_parsers_read_the_golden_feeds(read: object) -> None:
    for golden in ("small.ics", "small-remind.ics"):
        assert read((GOLDEN / golden).read_bytes().decode())  # type: ignore[operator]


def _render_text(title: str, description: str) -> bytes:
    event = Event(
        key="2026-results-release",
        uid="310117-2026-results-release@kaohou.invalid",
        state=State.ANNOUNCED,
        sequence=0,
        created=instant(date(2026, 8, 14)),
        modified=instant(date(2026, 8, 14)),
        first=date(2026, 8, 27),
        last=date(2026, 8, 27),
        title=title,
        plain_title=title,
        description=description,
        url="",
        status="CONFIRMED",
        categories=("成绩公布",),
        alarms=(),
    )
    return render(Feed(name="松江区", description="说明", events=(event,)), with_alarms=False)


def _content_lines(feed: Feed, *, with_alarms: bool = False) -> list[str]:
    """The feed's content lines, unfolded."""
    return render(feed, with_alarms=with_alarms).decode().replace("\r\n ", "").split("\r\n")
