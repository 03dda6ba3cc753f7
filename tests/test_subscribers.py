"""Real subscribers pull a feed, and again after the news: what moved is updated in place, and
nothing is doubled.
"""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import takewhile
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import NamedTuple

import icalendar
import pytest

from feedgen.core.model import Depth, SiteInfo
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.options import BuildOptions
from feedgen.publish.results import BuildResult
from feedgen.publish.server import LOOPBACK, FeedServer
from tests.conftest import ROOT, SMALL, node_modules

BEFORE, QUIET, AFTER = date(2026, 8, 1), date(2026, 8, 2), date(2026, 8, 12)
"""On the last of them Guangdong's 2026 results are announced for 20 August."""
FEED, REMIND = "/guangdong.ics", "/guangdong-remind.ics"
KEPT = [
    f"440000-{key}@kaohou.invalid" for key in ("2025-results-release", "2026-exam", "2027-exam")
]
ANEW = ("certificate-collection", "qualification-review", "results-release", "score-recheck")
MOVED = [f"440000-2026-{milestone}@kaohou.invalid" for milestone in ANEW]
GONE = [
    f"440000-2025-{milestone}@kaohou.invalid"
    for milestone in ANEW
    if milestone != "results-release"
]
"""Past without a recorded date: they leave with the news of the next year."""
ROWS_BEFORE = [
    "2025-08-15 2025-08-15 CONFIRMED 示例成绩公布",
    "2025-08-18 2025-11-20 TENTATIVE 【待核实】示例资格审核",
    "2025-08-22 2025-09-12 TENTATIVE 【待核实】示例证书领取",
    "2025-08-29 2025-08-29 TENTATIVE 【待核实】示例成绩复核截止",
    "2026-05-30 2026-05-31 TENTATIVE 【据报道】示例考试",
    "2026-08-03 2026-09-20 TENTATIVE 【预计】示例成绩公布",
    "2026-08-12 2026-12-11 TENTATIVE 【预计】示例资格审核",
    "2026-08-14 2026-10-19 TENTATIVE 【预计】示例证书领取",
    "2026-08-17 2026-10-04 TENTATIVE 【预计】示例成绩复核",
    "2027-05-01 2027-06-27 TENTATIVE 【预计】示例考试",
]
ROWS_AFTER = [
    "2025-08-15 2025-08-15 CONFIRMED 示例成绩公布",
    "2026-05-30 2026-05-31 TENTATIVE 【据报道】示例考试",
    "2026-08-20 2026-08-20 CONFIRMED 示例成绩公布",
    "2026-08-21 2026-11-25 TENTATIVE 【预计】示例资格审核",
    "2026-08-27 2026-09-17 TENTATIVE 【预计】示例证书领取",
    "2026-09-03 2026-09-03 TENTATIVE 【预计】示例成绩复核截止",
    "2027-05-01 2027-06-27 TENTATIVE 【预计】示例考试",
]
"""First day, last day, status and title of each event, by day."""
PROGRAMS = Path(sysconfig.get_path("scripts"))
CONFIGURATIONS = ROOT / "tests/assets/subscribers"
SWITCH = "from vdirsyncer.storage.http import HttpStorage; HttpStorage._ignore_uids = False"
KEEPING_UIDS = (sys.executable, "-c", f"{SWITCH}; from vdirsyncer.cli import app; app()")
"""vdirsyncer as it is, but for the switch that its own tests turn; no configuration reaches it."""
CALENDAR = "/subscriber/exam/"
SUBSCRIBER = {
    "Authorization": f"Basic {b64encode(b'subscriber:').decode()}",
    "Content_Type": "text/calendar",
}
"""Radicale asks for a name and for no password."""
Subscribe = Callable[[], dict[str, object]]


class Answer(NamedTuple):
    """What a server answers."""

    status: int
    tag: str
    body: bytes


class Pulled(NamedTuple):
    """What vdirsyncer stored, files by UID, what it did, and what khal shows of it."""

    files: dict[str, str]
    actions: list[str]
    rows: list[str]


@pytest.fixture
def server(tmp_path: Path, serve: Callable[[Path], FeedServer]) -> FeedServer:
    """Serves what is published before the news."""
    (tmp_path / "public").mkdir()
    server = serve(tmp_path / "public")
    publish(server, BEFORE)
    return server


def publish(server: FeedServer, as_of: date) -> BuildResult:
    """Build into the folder that is served."""
    return build(server.folder, load(SMALL), as_of, Depth.AREA, BuildOptions(site_info=SiteInfo()))


def feed_of(server: FeedServer, path: str = FEED) -> bytes:
    return ask(server.port, path).body


def ask(
    port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answer:
    with closing(HTTPConnection(LOOPBACK, port, timeout=30)) as connection:
        connection.request(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("ETag", ""), response.read())


def run(program: list[str | Path], folder: Path) -> str:
    """What a program prints; its home is the folder, so that nobody's own calendars are touched."""
    environment = {**os.environ, "HOME": str(folder), "PYTHONUTF8": "1", "NO_PROXY": LOOPBACK}
    result = subprocess.run(
        program, env=environment, stdout=PIPE, stderr=STDOUT, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def held(radicale: int) -> bytes:
    return ask(radicale, CALENDAR, **SUBSCRIBER).body


def events_of(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def rows_of(content: bytes) -> list[str]:
    """First day, last day, status and title of each event, by day."""
    rows = []
    for event in events_of(content):
        last = event["DTEND"].dt - timedelta(days=1)
        rows.append(f"{event['DTSTART'].dt} {last} {event['STATUS']} {event['SUMMARY']}")
    return sorted(rows)


def revisions_of(content: bytes) -> list[tuple[str, int, int]]:
    """UID, SEQUENCE and number of alarms of each event, by UID."""
    return sorted(
        (str(event["UID"]), event["SEQUENCE"], len(event.walk("VALARM")))
        for event in events_of(content)
    )


def test_the_news_moves_four_events_and_confirms_the_release(server: FeedServer) -> None:
    assert rows_of(feed_of(server)) == ROWS_BEFORE
    assert revisions_of(feed_of(server)) == [(uid, 0, 0) for uid in sorted(KEPT + MOVED + GONE)]

    publish(server, AFTER)

    assert rows_of(feed_of(server)) == ROWS_AFTER
    assert revisions_of(feed_of(server)) == sorted(
        [(uid, 0, 0) for uid in KEPT] + [(uid, 1, 0) for uid in MOVED]
    )


@pytest.mark.parametrize("path", [FEED, REMIND])
def test_a_quiet_night_serves_the_same_bytes_and_the_news_others(
    server: FeedServer, path: str
) -> None:
    first = feed_of(server, path)
    assert publish(server, QUIET).changed == 0
    quiet = feed_of(server, path)
    publish(server, AFTER)

    assert quiet == first
    assert feed_of(server, path) != first


def pull(server: FeedServer, folder: Path, *vdirsyncer: str | Path) -> Pulled:
    """Let vdirsyncer fetch the feed into a folder of files, and khal list them."""
    (folder / "store").mkdir(exist_ok=True)
    for configuration in CONFIGURATIONS.iterdir():
        text = configuration.read_text("utf-8").format(folder=folder, port=server.port, feed=FEED)
        (folder / configuration.name).write_text(text, "utf-8")
    program = [*vdirsyncer, "--config", folder / "vdirsyncer.conf"]
    run([*program, "discover"], folder)
    printed = run([*program, "sync"], folder)
    view = [
        "--once",
        "--day-format",
        "",
        "--format",
        "{uid}|{start-date} {end-date} {status}{title}",
    ]
    listed = run(
        [PROGRAMS / "khal", "-c", folder / "khal.conf", "list", *view, "2025-01-01", "1000d"],
        folder,
    )
    stored = [
        (str(e["UID"]), path.name)
        for path in (folder / "store").iterdir()
        for e in events_of(path.read_bytes())
    ]
    uids, rows = zip(*(line.split("|") for line in listed.splitlines()), strict=True)
    # Each UID lies in one file, and khal shows it once.
    assert sorted(uids) == sorted(dict(stored)) == sorted(uid for uid, _ in stored)
    return Pulled(
        dict(stored),
        sorted(re.findall("^(?:Copying|Deleting).*(?= to| from)", printed, re.M)),
        list(rows),
    )


def pull_thrice(server: FeedServer, folder: Path, *vdirsyncer: str | Path) -> tuple[Pulled, Pulled]:
    """Pull before and after the news, and after a night that must change nothing."""
    before = pull(server, folder, *vdirsyncer)
    publish(server, QUIET)
    assert pull(server, folder, *vdirsyncer) == before._replace(actions=[])
    publish(server, AFTER)
    return before, pull(server, folder, *vdirsyncer)


def test_vdirsyncer_keeping_uids_updates_in_place_and_khal_shows_it(
    server: FeedServer, tmp_path: Path
) -> None:
    before, after = pull_thrice(server, tmp_path, *KEEPING_UIDS)

    assert (before.rows, after.rows) == (ROWS_BEFORE, ROWS_AFTER)
    assert sorted(before.files) == sorted(KEPT + MOVED + GONE)
    # An event that moved is written into the file in which it lay.
    assert after.files == {uid: before.files[uid] for uid in KEPT + MOVED}
    updated = [f"Copying (updating) item {uid}" for uid in MOVED]
    assert after.actions == updated + [f"Deleting item {uid}" for uid in GONE]


def test_vdirsyncer_as_it_comes_replaces_and_khal_shows_the_same(
    server: FeedServer, tmp_path: Path
) -> None:
    """It puts a digest of an event, without times and UID, in place of the UID: what moved is
    deleted and created.
    """
    before, after = pull_thrice(server, tmp_path, PROGRAMS / "vdirsyncer")

    assert (before.rows, after.rows) == (ROWS_BEFORE, ROWS_AFTER)
    assert all(re.fullmatch("[0-9a-f]{64}", uid) for uid in {**before.files, **after.files})
    assert len(before.files.items() & after.files.items()) == len(KEPT)
    assert [action.partition(" item ")[0] for action in after.actions] == [
        "Copying (uploading)"
    ] * 4 + ["Deleting"] * 7


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[int]:
    """A CalDAV server of nobody's calendars; its port."""
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    options = ["--config", "", "--server-hosts", f"{LOOPBACK}:{port}", "--auth-type", "none"]
    program = [
        PROGRAMS / "radicale",
        *options,
        "--storage-filesystem-folder",
        tmp_path / "radicale",
    ]
    with subprocess.Popen(program, stderr=PIPE, encoding="utf-8") as running:
        lines = takewhile(lambda line: "server ready" not in line, running.stderr)
        assert not [line for line in lines if "CRITICAL" in line]
        yield port
        running.terminate()
        # What it says of some twenty requests is far from filling the pipe.
        assert not [line for line in running.stderr if re.search("WARNING|ERROR|CRITICAL", line)]


def mirror(radicale: int, content: bytes, tags: dict[str, str]) -> dict[str, str]:
    """Put each event that a CalDAV client does not hold, or holds otherwise, and delete what left;
    tags by UID.
    """
    stored = {str(event["UID"]): event for event in events_of(held(radicale))}
    received = {str(event["UID"]): event for event in events_of(content)}
    for uid, event in received.items():
        if uid not in stored or stored[uid]["DTSTAMP"].dt < event["DTSTAMP"].dt:
            item = icalendar.Calendar({"VERSION": "2.0", "PRODID": "-//subscriber//EN"})
            item.add_component(event)
            condition = {"If_Match": tags[uid]} if uid in tags else {"If_None_Match": "*"}
            answer = ask(
                radicale, f"{CALENDAR}{uid}.ics", "PUT", item.to_ical(), **SUBSCRIBER, **condition
            )
            assert answer.status == (204 if uid in tags else 201)
            tags = {**tags, uid: answer.tag}
    for uid in stored.keys() - received:
        assert (
            ask(radicale, f"{CALENDAR}{uid}.ics", "DELETE", If_Match=tags[uid], **SUBSCRIBER).status
            == 200
        )
    return {uid: tags[uid] for uid in received}


def test_radicale_takes_the_whole_calendar_and_the_news_in_its_place(
    server: FeedServer, radicale: int
) -> None:
    for as_of, rows in [(BEFORE, ROWS_BEFORE), (AFTER, ROWS_AFTER)]:
        publish(server, as_of)

        answer = ask(radicale, CALENDAR, "PUT", feed_of(server, REMIND), **SUBSCRIBER)

        assert answer.status == 201
        assert rows_of(held(radicale)) == rows
        assert revisions_of(held(radicale)) == revisions_of(feed_of(server, REMIND))


def test_radicale_updates_in_place_for_a_client_that_mirrors_the_feed(
    server: FeedServer, radicale: int
) -> None:
    assert ask(radicale, CALENDAR, "MKCALENDAR", **SUBSCRIBER).status == 201
    before = mirror(radicale, feed_of(server, REMIND), {})
    assert rows_of(held(radicale)) == ROWS_BEFORE

    publish(server, AFTER)
    after = mirror(radicale, feed_of(server, REMIND), before)

    assert rows_of(held(radicale)) == ROWS_AFTER
    assert revisions_of(held(radicale)) == revisions_of(feed_of(server, REMIND))
    assert sorted(uid for uid in after if after[uid] != before[uid]) == MOVED


@pytest.fixture
def subscribe(server: FeedServer, tmp_path: Path) -> Subscribe:
    """Lets the subscriber in node pull the feed once, and returns what it says."""
    program = [
        "node",
        ROOT / "tests/node/subscribe.mjs",
        node_modules(),
        f"http://{LOOPBACK}:{server.port}{FEED}",
    ]
    return lambda: json.loads(run([*program, tmp_path / "store.json"], tmp_path))


def news(status: int, **uids: list[str]) -> dict[str, object]:
    """What the subscriber in node says."""
    return {"status": status, "added": [], "updated": [], "removed": [], "refused": [], **uids}


def test_icaljs_adds_once_and_updates_in_place(
    server: FeedServer, subscribe: Subscribe, tmp_path: Path
) -> None:
    assert subscribe() == news(200, added=sorted(KEPT + MOVED + GONE))
    publish(server, QUIET)
    assert subscribe() == news(200)
    publish(server, AFTER)
    assert subscribe() == news(200, updated=MOVED, removed=GONE)
    assert subscribe() == news(200)
    events = json.loads((tmp_path / "store.json").read_text("utf-8"))["events"]
    rows = [[event["first"], event["status"], event["title"]] for event in events.values()]
    assert sorted(rows) == [row.split()[:1] + row.split()[2:] for row in ROWS_AFTER]


def test_icaljs_refuses_what_comes_with_a_lower_sequence(
    server: FeedServer, subscribe: Subscribe
) -> None:
    before = feed_of(server)
    publish(server, AFTER)
    subscribe()
    (server.folder / "guangdong.ics").write_bytes(before)

    assert subscribe() == news(200, added=GONE, refused=MOVED)
