"""Four hundred nights and everything that happens in a year: no event is doubled, lost, or changed
for nothing.

The small folder is built every third night and whenever something happens; once a week it is built
every night, and so is the whole country, which takes most of an hour.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest
from dateutil.relativedelta import relativedelta

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Depth, Entry, Ledger, State
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.comparison import differences
from feedgen.publish.ledger.storage import read_ledger
from feedgen.publish.options import BuildOptions
from feedgen.publish.results import BuildResult
from tests.conftest import FROZEN, SMALL
from tests.factories import add_fact, append, edit, source_line

FIRST_NIGHT, NIGHTS = date(2026, 6, 1), 400
TWO_MORE_AREAS = """\
440300,440300,深圳市,guangdong/shenzhen,sz,440000
653101,653101,喀什市,xinjiang/kashi,ks,650000
"""
RELEASE_OF_2026 = {"milestone": "results_release", "exam_year": 2026}
CERTIFICATES_OF_2026 = {"milestone": "certificate_collection", "exam_year": 2026}
NEWS: dict[str, dict[str, tuple[str, dict[str, object]]]] = {
    "2026-08-12": {"guangdong": ("announcement", {**RELEASE_OF_2026, "date": date(2026, 8, 20)})},
    "2026-10-09": {
        "guangdong": ("announcement", {**CERTIFICATES_OF_2026, "date": date(2026, 10, 20)})
    },
    "2027-01-20": {
        "guangdong": (
            "session",
            {"exam_year": 2027, "start": date(2027, 5, 29), "end": date(2027, 5, 30)},
        ),
        "xinjiang": (
            "session",
            {"exam_year": 2027, "start": date(2027, 6, 5), "end": date(2027, 6, 6)},
        ),
    },
    "2027-03-15": {"xinjiang": ("session", {"exam_year": 2027, "cancelled": True})},
}
"""By day and province: table and keys of a new fact."""
BROKEN = "\n[[session]\n"
ALARM = re.compile("BEGIN:VALARM.*?END:VALARM\r\n", re.DOTALL)
TWELVE_MONTHS, SIXTY_DAYS, ONE_DAY = relativedelta(months=12), timedelta(days=60), timedelta(days=1)


class Shown(NamedTuple):
    """What a calendar knows of an event."""

    sequence: int
    created: datetime
    modified: datetime
    visible: tuple[str, ...]
    """Days, status and title: what counts up the SEQUENCE."""
    content: str
    """Without the alarms, which are no revision."""


Calendars = dict[str, dict[str, Shown]]
"""By path of the feed and UID."""


class Year:
    """A regions folder to which things happen, and what is published of it night by night."""

    def __init__(self, folder: Path, regions: Path) -> None:
        self.regions, self.public = folder / "regions", folder / "public"
        shutil.copytree(regions, self.regions)

    def happens(self, night: date) -> set[str]:
        """Let happen what happens on a day; return the slugs of the provinces that it touches."""
        news = NEWS.get(str(night), {})
        for slug, (table, keys) in news.items():
            source = source_line(night, url="https://www.gov.cn/n", publisher="gov.cn")
            path = self.regions / f"{slug}.toml"
            add_fact(path, table, source, known_from=night, **keys)
        match str(night):
            case "2026-08-18":  # The authority puts the release off by a week.
                edit(self.regions / "guangdong.toml", "date = 2026-08-20", "date = 2026-08-27")
                return {"guangdong"}
            case "2026-12-01":
                self._rename_an_area()
                return {"guangdong"}
            case "2027-02-10":  # Somebody's slip of the pen stays for three nights.
                append(self.regions / "bingtuan.toml", BROKEN)
            case "2027-02-13":
                edit(self.regions / "bingtuan.toml", BROKEN, "")
        return set(news)

    def _rename_an_area(self) -> None:
        old, new = "guangdong/guangzhou", "guangdong/suicheng"
        divisions = self.regions / "divisions.csv"
        divisions.write_text(divisions.read_text("utf-8").replace(old, new), "utf-8")
        append(
            self.regions / "aliases.toml",
            f'\n[[alias]]\nold = "{old}"\nkey = "440100"\nnew = "{new}"\n',
        )

    def build(self, night: date) -> BuildResult:
        """Build as the nightly run does."""
        self.definitions = load(self.regions)
        options = BuildOptions(counts_facts=True)
        return build(self.public, self.definitions, night, Depth.AREA, options)

    def becomes_known(self, provinces: set[str]) -> set[date]:
        """Return the days on which facts of some provinces and their areas become known."""
        regions = [
            region
            for slug, region in self.definitions.regions.items()
            if slug.partition("/")[0] in provinces
        ]
        return {fact.known_from for region in regions for fact in region.facts if fact.known_from}

    @property
    def ledger(self) -> Ledger:
        """The ledger that stands."""
        ledger = read_ledger(self.public)
        assert ledger
        return ledger

    def feeds(self) -> dict[str, bytes]:
        """The bytes of every feed, by path."""
        return {
            path.relative_to(self.public).as_posix(): path.read_bytes()
            for path in self.public.rglob("*.ics")
        }


def _shown(content: bytes) -> dict[str, Shown]:
    """What a calendar reads of a feed; no UID may stand twice."""
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    shown = {
        str(event["UID"]): Shown(
            sequence=event["SEQUENCE"],
            created=event["CREATED"].dt,
            modified=event["LAST-MODIFIED"].dt,
            visible=(
                str(event["DTSTART"].dt),
                str(event["DTEND"].dt),
                str(event["STATUS"]),
                str(event["SUMMARY"]),
            ),
            content=ALARM.sub("", event.to_ical().decode()),
        )
        for event in events
    }
    assert len(shown) == len(events)
    return shown


def _read(feeds: dict[str, bytes], before: dict[str, bytes], calendars: Calendars) -> Calendars:
    """What calendars know after a night; what did not change is not read again."""
    return {
        path: calendars[path] if before.get(path) == now else _shown(now)
        for path, now in feeds.items()
    }


def _check_event(before: Shown, after: Shown) -> None:
    """Hold one event against what it was a night ago."""
    assert after.created == before.created
    assert (after.sequence, after.modified) >= (before.sequence, before.modified)
    assert after.sequence - before.sequence == (after.visible != before.visible)
    assert (after.modified > before.modified) == (after.content != before.content)


def _may_leave(entry: Entry, night: date) -> bool:
    """Say whether an event may leave: long cancelled, long past, or past without a date."""
    value = entry.current
    if value.state is State.CANCELLED:
        return night > value.published + SIXTY_DAYS
    return value.last < night - TWELVE_MONTHS or (
        value.state is State.UNRECORDED and value.last < night
    )


def _turns(rows: dict[str, Entry]) -> Iterator[date]:
    """Yield the days on which time alone changes milestones, as far as their entries show."""
    for value in (entry.current for entry in rows.values()):
        yield from (
            value.last + ONE_DAY,
            value.last + TWELVE_MONTHS + ONE_DAY,
            value.published + SIXTY_DAYS + ONE_DAY,
        )
        # An alarm that has rung is left out: the day before the first day, or three.
        yield from (value.first, value.first - 2 * ONE_DAY)


def _owner(path: str, ledger: Ledger) -> str:
    slug = path.removesuffix(".ics").removesuffix("-remind")
    while slug not in ledger.entries:
        slug = slug.rpartition("/")[0]
    return slug


def _check_cause(
    path: str, nights: set[date], touched: set[str], before: Ledger, year: Year
) -> None:
    """Say that a feed changed because something happened to its province, or because a day of its
    own had come.
    """
    owners = list(before.entries) if path == "all.ics" else [_owner(path, before)]
    provinces = {owner.partition("/")[0] for owner in owners}
    turns = {
        day for owner in owners for day in _turns(dict(before.entries[owner]))
    } | year.becomes_known(provinces)
    is_new_year = any((night.month, night.day) == (1, 1) for night in nights)
    assert touched & provinces or turns & nights or is_new_year, (
        f"{path} changed on {max(nights)} for nothing"
    )


def live_through(year: Year, *, every: int = 1) -> None:
    """Let 400 nights pass, and look at every feed after a build on some nights and after news."""
    year.build(FIRST_NIGHT)
    feeds, ledger = year.feeds(), year.ledger
    calendars = _read(feeds, {}, {})
    touched, since = set[str](), set[date]()
    for count in range(1, NIGHTS):
        night = FIRST_NIGHT + timedelta(days=count)
        news = year.happens(night)
        touched |= news
        since.add(night)
        if not news and count % every:
            continue
        try:
            built = year.build(night)
        except DefinitionError:
            assert date(2027, 2, 10) <= night <= date(2027, 2, 12)
            assert year.feeds() == feeds
            continue
        assert built.completeness
        assert (built.blocked, built.completeness.unexplained) == ({}, ())
        feeds_now, ledger_now = year.feeds(), year.ledger
        calendars_now = _read(feeds_now, feeds, calendars)
        _check_night(night, calendars, calendars_now, ledger_now)
        for path in (path for path, content in feeds.items() if feeds_now[path] != content):
            _check_cause(path, since, touched, ledger, year)
        if feeds_now == feeds:
            assert (built.changed, ledger_now) == (0, ledger)
        feeds, ledger, calendars, touched, since = (
            feeds_now,
            ledger_now,
            calendars_now,
            set(),
            set(),
        )
    assert differences(year.public, load(year.regions)) == []


def _check_night(night: date, before: Calendars, after: Calendars, ledger: Ledger) -> None:
    assert before.keys() <= after.keys()
    for path, events in before.items():
        if events is after[path]:
            continue
        for uid, event in events.items():
            if uid in after[path]:
                _check_event(event, after[path][uid])
            elif path != "all.ics":
                entry = ledger.entries[_owner(path, ledger)][
                    uid.partition("@")[0].partition("-")[2]
                ]
                assert _may_leave(entry, night), f"{path} lost {uid} on {night}"
        twin = path.removesuffix(".ics") + "-remind.ics"
        if twin in after:
            numbers = [
                {uid: event[:4] for uid, event in after[name].items()} for name in (path, twin)
            ]
            assert numbers[0] == numbers[1]


def _check_year(year: Year) -> None:
    """What is left of the year's events when it is over."""
    guangdong, xinjiang = year.ledger.entries["guangdong"], year.ledger.entries["xinjiang"]
    results = [(value.state, value.first) for value in guangdong["2026-results-release"].versions]
    assert results[-2:] == [
        (State.ANNOUNCED, date(2026, 8, 20)),
        (State.ANNOUNCED, date(2026, 8, 27)),
    ]
    assert guangdong["2027-exam"].current.state is State.ANNOUNCED
    assert xinjiang["2027-exam"].current.state is State.CANCELLED
    renamed = [
        _shown((year.public / f"guangdong/{slug}.ics").read_bytes())
        for slug in ("guangzhou", "suicheng")
    ]
    assert renamed[0] == renamed[1]


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.weekly)])
def test_a_year_of_nights_in_a_small_country(every: int, tmp_path: Path) -> None:
    year = Year(tmp_path, SMALL)
    append(year.regions / "divisions.csv", TWO_MORE_AREAS)
    path = year.regions / "guangdong.toml"
    parts = path.read_text("utf-8").split("[[announcement]]\n")
    path.write_text(f"{parts[0]}{parts[1][parts[1].index('[[plan]]') :]}", "utf-8")

    live_through(year, every=every)

    _check_year(year)


@pytest.mark.weekly
@pytest.mark.timeout(7200)
def test_a_year_of_nights_in_the_whole_country(tmp_path: Path) -> None:
    year = Year(tmp_path, FROZEN)

    live_through(year)

    _check_year(year)
