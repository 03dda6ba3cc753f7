"""Changes: listed for builders, in the Atom feed, on pages, and in a moved event."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from feedgen.core.model import Depth, Ledger, SiteInfo
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.comparison import subscriber_changes
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger.changes import history
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.options import BuildOptions
from feedgen.render.events import change_words
from tests.conftest import SMALL, run_feedgen
from tests.factories import append, copy_regions, small_with

BEFORE, AFTER = date(2026, 8, 10), date(2026, 8, 12)
"""Guangdong's results of 2026 become known on August 12."""
ATOM = "{http://www.w3.org/2005/Atom}"
Grown = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two builds: before and after Guangdong's announcement."""
    for day in (BEFORE, AFTER):
        build(
            tmp_path / "public",
            load(SMALL),
            day,
            Depth.AREA,
            BuildOptions(site_info=SiteInfo("https://feeds.example.org/")),
        )
    return tmp_path / "public"


@pytest.fixture
def grown(tmp_path: Path) -> Grown:
    """The small regions with more facts of Guangdong."""

    def make(facts: str) -> Path:
        folder = copy_regions(SMALL, tmp_path)
        append(folder / "guangdong.toml", facts)
        return folder

    return make


def event_of_guangdong(folder: Path, milestone: str) -> str:
    """The content lines of Guangdong's event of a milestone of 2026."""
    feed = (folder / "guangdong.ics").read_bytes().replace(b"\r\n ", b"").decode()
    [event] = [
        part for part in feed.split("BEGIN:VEVENT") if f"UID:440000-2026-{milestone}@" in part
    ]
    return event


def words_of(ledger: Ledger) -> list[str]:
    """The history of Guangdong in words, newest first."""
    return [change_words(change) for change in history(ledger) if change.owner == "guangdong"]


def test_changes_are_described_newest_first() -> None:
    definitions = load(SMALL)
    before = LedgerUpdate.of_first_build(BuildContext(definitions, BEFORE)).ledger

    after = LedgerUpdate.of_build(BuildContext(definitions, AFTER), before, Depth.AREA).ledger

    assert words_of(after)[-1] == "示例成绩公布：官方 2025年8月15日（周五）"
    assert any(words.endswith(" → 官方 2026年8月20日（周四）") for words in words_of(after))
    assert history(before) == [
        change for change in history(after) if change.after.published == BEFORE
    ]


def test_what_a_build_would_change_is_listed_by_kind(tmp_path: Path) -> None:
    definitions = load(SMALL)
    build(tmp_path, definitions, BEFORE, Depth.AREA)

    listed, blocked = subscriber_changes(tmp_path, definitions, AFTER)

    kinds = {change.key: change.kind for change in listed if change.owner == "guangdong"}
    assert blocked == {}

    assert kinds["2026-results-release"] == "confirmed"
    assert kinds["2026-certificate-collection"] == "moved"
    assert "2026-exam" not in kinds


def test_a_difference_without_changes_is_one_line(folder: Path) -> None:
    result = run_feedgen("diff", "--regions", SMALL, "--as-of", AFTER.isoformat(), "-o", folder)

    assert (result.returncode, result.stdout) == (0, "nothing changes for subscribers\n")


def test_a_pull_request_is_shown_lists_and_programs_data(folder: Path, grown: Grown) -> None:
    regions = grown(
        """
[[announcement]]
milestone = "certificate_collection"
exam_year = 2026
date = 2026-09-30
known_from = 2026-08-12
source = { url = "https://example.cn/c", publisher = "a_b*", \
checked = 2026-08-12, grade = "official" }
"""
    )
    arguments = ("diff", "--regions", regions, "--as-of", AFTER.isoformat(), "-o", folder)

    shown = run_feedgen(*arguments, "--markdown").stdout
    data = json.loads(run_feedgen(*arguments, "--json").stdout)["changes"]

    assert shown.startswith("### Confirmed (")
    assert "- 广东省 示例证书领取：预计 " in shown
    assert {each["milestone"] for each in data if each["kind"] == "confirmed"} == {
        "2026-certificate-collection"
    }
    assert data[0]["after"]["first"] == "2026-09-30"


def test_the_atom_feed_is_whole_its_entries_named_for_good_and_dated_by_the_build(
    folder: Path,
) -> None:
    feed = ElementTree.fromstring((folder / "changes.atom").read_bytes())  # noqa: S314 - we wrote it

    entries = feed.findall(f"{ATOM}entry")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]

    assert feed.findtext(f"{ATOM}id") == "tag:kaohou.invalid,2026:changes"
    assert feed.findtext(f"{ATOM}updated") == updated[0] == "2026-08-11T16:00:00+00:00"
    assert "tag:kaohou.invalid,2026:guangdong/2026-results-release/1" in names
    assert len(set(names)) == len(names)
    assert updated == sorted(updated, reverse=True)
    assert all(
        entry.findtext(f"{ATOM}title") and entry.find(f"{ATOM}link") is not None
        for entry in entries
    )


def test_a_page_shows_the_history_of_its_own_place(folder: Path) -> None:
    page = (folder / "guangdong.html").read_text("utf-8")
    elsewhere = (folder / "xinjiang.html").read_text("utf-8")

    assert "→ 官方 2026年8月20日（周四）" in page
    assert "→ 官方 2026年8月20日（周四）" not in elsewhere


def test_a_named_day_that_moves_names_the_day_it_was(folder: Path, tmp_path: Path) -> None:
    moved = small_with(tmp_path, ("guangdong.toml", "date = 2026-08-20", "date = 2026-08-27"))

    build(folder, moved, date(2026, 8, 14), Depth.AREA)

    event = event_of_guangdong(folder, "results-release")
    assert "DTSTART;VALUE=DATE:20260827" in event
    assert "SEQUENCE:2" in event
    assert "DESCRIPTION:日期有变：原来是2026年8月20日（周四）。" in event
    assert build(folder, moved, date(2026, 8, 14), Depth.AREA).changed == 0


def test_what_is_withdrawn_stays_in_the_feed_as_called_off_under_its_own_uid(
    folder: Path, tmp_path: Path
) -> None:
    before_exam = ("guangdong.toml", 'stage = "after_results"', 'stage = "before_exam"')
    options = BuildOptions(accept_reason="reviewed before the exam")

    build(folder, small_with(tmp_path, before_exam), date(2026, 8, 14), Depth.AREA, options)

    event = event_of_guangdong(folder, "qualification-review")
    assert "STATUS:CANCELLED" in event
    assert "SUMMARY:【已取消】" in event
    assert "原来写的是" in event
