"""Feeds, read by seven parsers that clients are built on: no complaint, and the same
of each event.
"""

import ctypes
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from ctypes import CDLL, c_char_p, c_int, c_void_p
from functools import cache
from pathlib import Path
from typing import NamedTuple

import icalendar
import ics
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from feedgen.core.model import Definitions, Depth
from feedgen.publish.builder import make_feeds
from tests.conftest import AFTER_EXAM, ROOT, missing, node_modules

PUBLIC = ROOT / "public"
BROKEN = ROOT / "tests/assets/broken_feeds"
FAR_FROM_CHINA = "America/Los_Angeles"
"""A day is the same day there."""
REWRITTEN = [
    ("UID:310117-2026-results-release@", "UID:310118-2026-results-release@"),
    ("DTSTART;VALUE=DATE:20260729", "DTSTART;VALUE=DATE:20260730"),
    ("STATUS:TENTATIVE", "STATUS:CANCELLED"),
    (
        "DTSTART;VALUE=DATE:20260827\r\nDTEND;VALUE=DATE:20260828",
        "DTSTART:20260827T090000\r\nDTEND:20260827T100000",
    ),
    ("STATUS:CONFIRMED", "STATUS:TENTATIVE"),
]
"""What is changed of the first event of good.ics, and of the second."""


class Seen(NamedTuple):
    """What a parser reads of an event."""

    uid: str
    first: str
    is_day: bool
    status: str


class Reading(NamedTuple):
    """What a parser makes of a file."""

    events: list[Seen]
    complaints: list[str]


Readings = dict[str, Reading]
"""By path under the folder."""
Read = Callable[[Path, list[str]], Readings]
"""Reads files of a folder."""


class Moment(ctypes.Structure):
    """libical's `struct icaltimetype`."""

    _fields_ = (
        *(
            (name, c_int)
            for name in (
                "year",
                "month",
                "day",
                "hour",
                "minute",
                "second",
                "is_date",
                "is_daylight",
            )
        ),
        ("zone", c_void_p),
    )


def one_by_one(read: Callable[[str], Reading]) -> Read:
    """A parser in Python reads a file at a time; what it raises is a complaint."""

    def read_or_complain(content: bytes) -> Reading:
        try:
            return read(content.decode())
        except Exception as error:  # Whatever a parser raises at a file, its client shows nothing.
            return Reading([], [repr(error)])

    return lambda folder, paths: {
        path: read_or_complain((folder / path).read_bytes()) for path in paths
    }


def by_icalendar(text: str) -> Reading:
    calendar = icalendar.Calendar.from_ical(text)
    complaints = [str(error) for component in calendar.walk() for error in component.errors]
    events = [
        (event["UID"], event["DTSTART"].dt, event["STATUS"]) for event in calendar.walk("VEVENT")
    ]
    return Reading(
        [
            Seen(str(uid), str(first), len(str(first)) == 10, str(status))
            for uid, first, status in events
        ],
        complaints,
    )


def by_ics(text: str) -> Reading:
    events = ics.Calendar(text).events
    return Reading(
        [
            Seen(event.uid, event.begin.format("YYYY-MM-DD"), event.all_day, event.status)
            for event in events
        ],
        [],
    )


def by_vobject(text: str) -> Reading:
    events = next(vobject.readComponents(io.StringIO(text))).vevent_list
    read = [(event.uid.value, str(event.dtstart.value), event.status.value) for event in events]
    return Reading([Seen(uid, first, len(first) == 10, status) for uid, first, status in read], [])


def by_ical(text: str) -> Reading:
    events = [
        (event.uid, str(event.dtstart), event.status)
        for event in IcsCalendarStream.calendar_from_ics(text).events
    ]
    return Reading(
        [Seen(uid, first, len(first) == 10, status.value) for uid, first, status in events], []
    )


def by_node(parser: str) -> Read:
    return lambda folder, paths: _both_by_node(folder, tuple(paths))[parser]


@cache
def _both_by_node(folder: Path, paths: tuple[str, ...]) -> Mapping[str, Readings]:
    """What each parser for node makes of the files, all in one process."""
    program = [
        shutil.which("node") or "node",
        ROOT / "tests/node/parsers.mjs",
        node_modules(),
        *paths,
    ]
    environment = {**os.environ, "TZ": FAR_FROM_CHINA}
    result = subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    return {
        parser: {
            path: Reading([Seen(*event) for event in reading["events"]], reading["complaints"])
            for path, reading in files.items()
        }
        for parser, files in json.loads(result.stdout).items()
    }


def by_libical(folder: Path, paths: list[str]) -> Readings:
    library = libical()
    return {path: _by_libical(library, (folder / path).read_bytes()) for path in paths}


@cache
def libical() -> CDLL:
    """The library, with what its functions take and give."""
    try:
        library = CDLL("libical.so.3")
    except OSError:
        missing("libical", "libical is not installed (apt-get install libical3)")
    signatures = {
        "icalparser_parse_string": (c_void_p, c_char_p),
        "icalrestriction_check": (c_int, c_void_p),
        "icalcomponent_count_errors": (c_int, c_void_p),
        "icalcomponent_as_ical_string": (c_char_p, c_void_p),
        "icalcomponent_string_to_kind": (c_int, c_char_p),
        "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
        "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
        "icalcomponent_get_uid": (c_char_p, c_void_p),
        "icalcomponent_get_dtstart": (Moment, c_void_p),
        "icalcomponent_get_status": (c_int, c_void_p),
        "icalproperty_status_to_string": (c_char_p, c_int),
        "icalcomponent_free": (None, c_void_p),
        "icalerror_set_errors_are_fatal": (None, c_int),
    }
    for name, (result, *arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    library.icalerror_set_errors_are_fatal(0)
    return library


def _objections(library: CDLL, calendar: int) -> list[str]:
    """What libical's parser and its check of the restrictions object to; both write it into the
    calendar.
    """
    is_allowed = library.icalrestriction_check(calendar)
    if is_allowed and not library.icalcomponent_count_errors(calendar):
        return []
    text = (
        (library.icalcomponent_as_ical_string(calendar) or b"")
        .decode("utf-8", "replace")
        .replace("\r\n ", "")
    )
    return re.findall("^X-LIC-ERROR.*", text, re.MULTILINE) or ["not allowed"]


def _by_libical(library: CDLL, content: bytes) -> Reading:
    calendar = library.icalparser_parse_string(content)
    if not calendar:
        return Reading([], ["no calendar"])
    complaints = _objections(library, calendar)
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    events = []
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        uid, start = (
            library.icalcomponent_get_uid(event) or b"",
            library.icalcomponent_get_dtstart(event),
        )
        status = (
            library.icalproperty_status_to_string(library.icalcomponent_get_status(event)) or b""
        )
        first = f"{start.year}-{start.month:02}-{start.day:02}"
        events.append(Seen(uid.decode(), first, bool(start.is_date), status.decode()))
        event = library.icalcomponent_get_next_component(calendar, kind)
    library.icalcomponent_free(calendar)
    return Reading(events, complaints)


# `ics` and `vobject` lean on things that Python and arrow have deprecated; what they say of a feed
# is an exception.
THIRD_PARTIES = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
PARSERS: dict[str, Read] = {
    "icalendar": one_by_one(by_icalendar),
    "ics": one_by_one(by_ics),
    "vobject": one_by_one(by_vobject),
    "ical": one_by_one(by_ical),
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
    "libical": by_libical,
}


Feeds = tuple[Path, list[str]]
"""A folder, and paths of feeds in it."""


@pytest.fixture(
    scope="module",
    params=["provinces", "a tenth", pytest.param("all", marks=pytest.mark.weekly)],
)
def feeds(
    request: pytest.FixtureRequest,
    definitions: Definitions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Feeds:
    """The feeds of the provinces after the exam; of public/ a tenth, and once a week all."""
    if request.param == "provinces":
        folder = tmp_path_factory.mktemp("provinces")
        for path, content in make_feeds(definitions, AFTER_EXAM, Depth.PROVINCE):
            (folder / path).write_bytes(content)
        return folder, sorted(path.name for path in folder.iterdir())
    paths = sorted(str(path.relative_to(PUBLIC)) for path in PUBLIC.rglob("*.ics"))
    return PUBLIC, paths if request.param == "all" else paths[::10]


@pytest.fixture(scope="module")
def expected(feeds: Feeds) -> Readings:
    """What icalendar reads of every feed."""
    return PARSERS["icalendar"](*feeds)


def test_every_feed_has_events(expected: Readings) -> None:
    assert expected and all(reading.events for reading in expected.values())


@THIRD_PARTIES
@pytest.mark.parametrize("parser", PARSERS)
def test_every_parser_reads_every_feed_without_a_complaint_and_as_icalendar_does(
    parser: str, feeds: Feeds, expected: Readings
) -> None:
    folder, paths = feeds
    # ics needs as long for a feed as all the others for ten.
    paths = paths[::10] if parser == "ics" else paths

    readings = PARSERS[parser](folder, paths)

    assert [path for path, reading in readings.items() if reading.complaints] == []
    assert sorted(readings) == paths
    for path, reading in readings.items():
        assert sorted(reading.events) == sorted(expected[path].events), path


@THIRD_PARTIES
@pytest.mark.parametrize(
    ("parser", "file", "complaint"),
    [
        ("icalendar", "duration--refresh-p12h", "Invalid iCalendar duration: P12H"),
        ("icalendar", "sequence--word", "Expected int, got: two"),
        ("ics", "duration--trigger-lower-case", "Error while parsing -pt15h"),
        (
            "vobject",
            "duration--trigger-p",
            "TRIGGER with no VALUE not recognized as DURATION or as DATE-TIME",
        ),
        ("ical", "duration--refresh-p12h", "Failed to validate 'P12H' as timedelta"),
        ("ical.js", "content-line--no-colon", 'invalid line (no token ";" or ":") "a note"'),
        ("node-ical", "once--dtstart", "duplicate DTSTART encountered"),
        ("node-ical", "uid-twice--both-events", "Ignoring older event version"),
        ("libical", "nesting--no-end-of-event", "no calendar"),
        ("libical", "empty-property--url", "No value for URL property"),
        ("libical", "method--publish", "Failed iTIP restrictions for ORGANIZER property"),
    ],
)
def test_each_parser_complains_of_what_it_cannot_take(
    parser: str, file: str, complaint: str
) -> None:
    [reading] = PARSERS[parser](BROKEN, [f"{file}.ics"]).values()

    assert complaint in " ".join(reading.complaints)


@THIRD_PARTIES
@pytest.mark.parametrize("parser", PARSERS)
def test_each_parser_reads_uid_day_and_status_as_they_are_written(parser: str) -> None:
    [reading] = PARSERS[parser](BROKEN, ["good.ics"]).values()

    assert sorted(reading.events) == [
        Seen("310117-2026-results-release@kaohou.invalid", "2026-07-29", True, "TENTATIVE"),
        Seen("310117-2026-score-recheck@kaohou.invalid", "2026-08-27", True, "CONFIRMED"),
    ]


@THIRD_PARTIES
@pytest.mark.parametrize("parser", PARSERS)
def test_each_parser_notices_another_uid_day_and_status_and_a_moment(
    parser: str, tmp_path: Path
) -> None:
    text = (BROKEN / "good.ics").read_bytes().decode()
    for before, after in REWRITTEN:
        assert text.count(before) == 1
        text = text.replace(before, after)
    (tmp_path / "other.ics").write_bytes(text.encode())

    [reading] = PARSERS[parser](tmp_path, ["other.ics"]).values()
    recheck, release = sorted(reading.events)

    assert release == Seen(
        "310118-2026-results-release@kaohou.invalid", "2026-07-30", True, "CANCELLED"
    )
    assert (recheck.is_day, recheck.status) == (False, "TENTATIVE")
