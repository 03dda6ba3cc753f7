"""The feeds of every place keep the rules that calendar clients need."""

import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import icalendar
import ics
import pytest

from feedgen.core.model import Definitions, Depth
from feedgen.publish.builder import make_feeds
from tests.conftest import AFTER_EXAM, FIRST_DAY, ROOT, node_modules

CALENDAR_LINES = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//kaohou//feedgen//ZH",
    "CALSCALE:GREGORIAN",
    "NAME:",
    "X-WR-CALNAME:",
    "X-WR-CALDESC:",
    "X-WR-TIMEZONE:Asia/Shanghai",
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    "X-PUBLISHED-TTL:PT12H",
    "COLOR:firebrick",
    "X-APPLE-CALENDAR-COLOR:#B22222",
]
EVENT_LINES = (
    r"BEGIN:VEVENT\n"
    r"UID:\d{6}-20\d\d-[a-z-]+@kaohou\.invalid\n"
    r"DTSTAMP:\d{8}T160000Z\n"
    r"CREATED:\d{8}T160000Z\n"
    r"LAST-MODIFIED:\d{8}T160000Z\n"
    r"SEQUENCE:0\n"
    r"DTSTART;VALUE=DATE:\d{8}\n"
    r"DTEND;VALUE=DATE:\d{8}\n"
    r"SUMMARY:[^\n]+\n"
    r"DESCRIPTION:[^\n]+\n"
    r"(URL:https?://[!-~]+\n)?"
    r"STATUS:(TENTATIVE|CONFIRMED|CANCELLED)\n"
    r"TRANSP:TRANSPARENT\n"
    r"X-MICROSOFT-CDO-BUSYSTATUS:FREE\n"
    r"CATEGORIES:[^\n]+\n"
    r"(BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:[^\n]+\nTRIGGER:-P(2D)?T15H\nEND:VALARM\n){0,2}"
    r"END:VEVENT\n"
)
# `ics` and `vobject` lean on things that Python and arrow have deprecated; what they say of a feed
# is an exception.
THIRD_PARTIES = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module", params=[FIRST_DAY, AFTER_EXAM], ids=str)
def feeds(request: pytest.FixtureRequest, definitions: Definitions) -> dict[str, bytes]:
    """Every feed of a day, by path."""
    return dict(make_feeds(definitions, request.param, Depth.AREA))


def test_every_feed_is_written_line_by_line_as_the_clients_need(feeds: dict[str, bytes]) -> None:
    for path, content in feeds.items():
        assert content.endswith(b"END:VCALENDAR\r\n"), path
        assert b"\n" not in content.replace(b"\r\n", b""), path
        assert max(map(len, content.split(b"\r\n"))) <= 75, path
        lines = content.decode("utf-8").replace("\r\n ", "").split("\r\n")
        for line, expected in zip(lines, CALENDAR_LINES, strict=False):
            assert line.startswith(expected), path
        body = "\n".join(lines[len(CALENDAR_LINES) : -2])
        assert re.fullmatch(f"({EVENT_LINES})+", f"{body}\n"), path


def test_feeds_are_far_from_what_clients_refuse(feeds: dict[str, bytes]) -> None:
    assert max(map(len, feeds.values())) < 900_000
    assert max(content.count(b"BEGIN:VEVENT") for content in feeds.values()) < 1_000


def test_only_the_feeds_with_reminders_have_alarms_and_the_events_are_the_same(
    feeds: dict[str, bytes],
) -> None:
    with_alarms = 0
    for path, content in feeds.items():
        if path.endswith("-remind.ics"):
            plain = feeds[path.replace("-remind", "")]
            stripped = re.sub(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", b"", content, flags=re.DOTALL)
            assert stripped.replace(b"\r\n ", b"").replace(
                "（带提醒）".encode(), b""
            ) == plain.replace(b"\r\n ", b"")
            with_alarms += content.count(b"BEGIN:VALARM")
        else:
            assert b"VALARM" not in content
    # Before the results all places are reminded but the ten of Guizhou, whose 2026 exam days nobody
    # knows, and the fourteen of 新疆生产建设兵团, whose exam days are only assumed.
    assert with_alarms == (459 if b"2025-results-release" in feeds["shanghai.ics"] else 0)


@THIRD_PARTIES
def test_ics_reads_the_days_that_were_written(feeds: dict[str, bytes]) -> None:
    calendar = ics.Calendar(feeds["shanghai/songjiang.ics"].decode())

    days = {
        event.uid: (event.begin.date(), event.end.date() - timedelta(days=1))
        for event in calendar.events
    }

    assert days["310117-2026-results-release@kaohou.invalid"] == (
        date(2026, 7, 28),
        date(2026, 9, 4),
    )
    assert days["310117-2026-exam@kaohou.invalid"] == (date(2026, 5, 30), date(2026, 5, 31))


def test_icaljs_reads_the_feeds_of_provinces_as_icalendar_does(
    feeds: dict[str, bytes], tmp_path: Path
) -> None:
    modules = node_modules()
    provinces = {path: content for path, content in feeds.items() if "/" not in path}
    for path, content in provinces.items():
        (tmp_path / path).write_bytes(content)

    program = [shutil.which("node") or "node", ROOT / "tests/node/events.mjs", modules, *provinces]
    result = subprocess.run(
        program, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {
        path: _events(content) for path, content in provinces.items()
    }


def _events(content: bytes) -> list[dict[str, object]]:
    """What icalendar reads of each event."""
    return [
        {
            "uid": str(event["UID"]),
            "first": event["DTSTART"].dt.isoformat(),
            "end": event["DTEND"].dt.isoformat(),
            "title": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "alarms": [alarm["TRIGGER"].to_ical().decode() for alarm in event.walk("VALARM")],
        }
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    ]
