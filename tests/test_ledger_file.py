"""The ledger's file: written and read, damaged, of older formats, and rebuilt from feeds."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import LedgerError
from feedgen.core.model import Definitions, Depth, Ledger, State, Version
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.comparison import differences
from feedgen.publish.ledger.storage import ledger_bytes, read_ledger
from feedgen.publish.options import BuildOptions
from tests.conftest import FIRST_DAY, ROOT, SMALL, run_feedgen
from tests.factories import copy_regions
from tests.outputs import files_in

ASSETS = ROOT / "tests/assets"
DAY = date(2026, 8, 12)


@pytest.fixture
def folder(tmp_path: Path, small: Definitions) -> Path:
    """A folder that the small regions were built into."""
    build(tmp_path / "public", small, DAY, Depth.AREA)
    return tmp_path / "public"


def ledger_of(folder: Path) -> Ledger:
    """The ledger of a folder."""
    ledger = read_ledger(folder)
    assert ledger
    return ledger


def test_a_ledger_comes_back_as_it_went_in(folder: Path) -> None:
    ledger = ledger_of(folder)

    assert ledger_bytes(ledger) == (folder / "revisions.json").read_bytes()
    assert ledger.as_of == DAY
    assert set(ledger.entries) == {
        "bingtuan",
        "guangdong",
        "guangdong/meizhou",
        "xinjiang",
        "xinjiang/alaer",
    }


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"format": 1}', "\0", "[" * 100_000])
def test_a_damaged_ledger_names_the_way_out_and_nothing_is_touched(
    folder: Path, small: Definitions, content: str
) -> None:
    (folder / "revisions.json").write_text(content)
    before = files_in(folder)

    with pytest.raises(
        LedgerError, match=r"revisions\.json is damaged; restore it from git, or .*--rebuild-ledger"
    ):
        build(folder, small, date(2026, 9, 1), Depth.AREA)

    assert files_in(folder) == before


def test_a_truncated_ledger_is_damaged(folder: Path) -> None:
    path = folder / "revisions.json"
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(LedgerError, match="is damaged"):
        read_ledger(folder)


def test_a_ledger_that_was_changed_by_hand_is_refused(folder: Path) -> None:
    path = folder / "revisions.json"
    path.write_text(path.read_text("utf-8").replace('"sequence": 0', '"sequence": 7', 1), "utf-8")

    with pytest.raises(LedgerError, match="was changed by something else than feedgen"):
        read_ledger(folder)


def test_a_ledger_of_a_newer_format_asks_for_a_newer_feedgen(folder: Path) -> None:
    path = folder / "revisions.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 4}), "utf-8")

    with pytest.raises(
        LedgerError, match="has format 4, and this feedgen knows 3; take a newer feedgen"
    ):
        read_ledger(folder)


def test_a_ledger_of_format_2_gives_its_titles_plain_and_both_flags(
    tmp_path: Path, small: Definitions
) -> None:
    """The file was written by a feedgen of that format, on August 10, 12 and 14."""
    shutil.copy(ASSETS / "ledger_format_2.json", tmp_path / "revisions.json")

    ledger = read_ledger(tmp_path, small.nation.kinds)

    assert ledger
    versions = ledger.entries["guangdong"]["2026-score-recheck"].versions
    assert [(version.plain_title, version.is_deadline) for version in versions] == [
        ("示例成绩复核", False),
        ("示例成绩复核截止", True),
    ]
    review = ledger.entries["xinjiang"]["2026-qualification-review"].current
    assert (review.plain_title, review.is_conditional) == ("示例资格审核（如有）", True)
    withdrawn = ledger.entries["guangdong"]["2026-qualification-review"].current
    assert withdrawn == Version(
        date(2026, 8, 14), date(2026, 8, 21), date(2026, 11, 25), State.CANCELLED, "示例资格审核"
    )
    assert ledger.accepted[0].reason == "the authority said so"
    assert len(ledger.feeds) == 8


def test_a_ledger_of_format_1_has_neither_feeds_nor_acceptances(
    tmp_path: Path, small: Definitions
) -> None:
    data = json.loads((ASSETS / "ledger_format_2.json").read_text("utf-8"))
    first = {key: data[key] for key in ("as_of", "depth", "definitions", "rows")} | {"format": 1}
    text = json.dumps(first, sort_keys=True, ensure_ascii=False)
    first["digest"] = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "revisions.json").write_text(json.dumps(first), "utf-8")

    ledger = read_ledger(tmp_path, small.nation.kinds)

    assert ledger
    assert (ledger.feeds, ledger.accepted) == ((), ())
    assert ledger.entries["guangdong"]["2026-score-recheck"].current.is_deadline


def test_a_ledger_keeps_the_flag_of_a_deadline(folder: Path) -> None:
    entries = ledger_of(folder).entries

    assert entries["guangdong"]["2026-score-recheck"].current.is_deadline


def test_a_build_of_an_earlier_day_is_refused_and_nothing_is_touched(
    folder: Path, small: Definitions
) -> None:
    before = files_in(folder)

    with pytest.raises(
        LedgerError, match="is of 2026-08-12, and a build of 2026-08-11 would turn time back"
    ):
        build(folder, small, date(2026, 8, 11), Depth.AREA)

    assert files_in(folder) == before


def test_without_a_ledger_the_feeds_that_stand_are_what_was_published(
    folder: Path, small: Definitions
) -> None:
    before = ledger_of(folder)
    (folder / "revisions.json").unlink()

    built = build(folder, small, DAY, Depth.AREA)

    assert built.changed == 0
    assert ledger_of(folder).entries == before.entries


def test_a_withdrawn_event_comes_back_from_its_feed_as_cancelled(folder: Path) -> None:
    before_exam = ("guangdong.toml", 'stage = "after_results"', 'stage = "before_exam"')
    regions = copy_regions(SMALL, folder.parent, before_exam)
    build(folder, load(regions), date(2026, 8, 14), Depth.AREA)
    feed = (folder / "guangdong.ics").read_bytes()

    build(folder, load(regions), date(2026, 8, 14), Depth.AREA, BuildOptions(rebuild_ledger=True))

    assert "SUMMARY:【已取消】示例资格审核\r\n".encode() in feed
    assert (folder / "guangdong.ics").read_bytes() == feed


def test_a_ledger_made_anew_keeps_sequence_and_times_and_forgets_what_was_before(
    folder: Path, small: Definitions
) -> None:
    build(folder, small, date(2026, 8, 25), Depth.AREA)
    before = ledger_of(folder).entries["xinjiang"]["2026-results-release"]

    built = build(folder, small, date(2026, 9, 10), Depth.AREA, BuildOptions(rebuild_ledger=True))

    after = ledger_of(folder).entries["xinjiang"]["2026-results-release"]
    assert before.sequence <= after.sequence
    assert before.created == after.created
    assert built.feeds > 0
    assert differences(folder, small) == []


def test_a_feed_that_is_none_of_ours_makes_no_ledger(folder: Path, small: Definitions) -> None:
    (folder / "revisions.json").unlink()
    (folder / "guangdong.ics").write_text(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    with pytest.raises(LedgerError, match=r"guangdong\.ics is no feed of ours"):
        build(folder, small, DAY, Depth.AREA)


def test_the_check_reports_a_ledger_that_a_build_does_not_give(
    folder: Path, small: Definitions
) -> None:
    ledger = ledger_of(folder)
    lines = dict(ledger.entries["guangdong"])
    del lines["2026-results-release"]
    changed = Ledger(
        ledger.as_of, ledger.depth, ledger.definitions, {**ledger.entries, "guangdong": lines}
    )
    (folder / "revisions.json").write_bytes(ledger_bytes(changed))

    assert differences(folder, small) == ["revisions.json: differs"]


def test_an_area_that_gets_a_file_goes_on_from_what_its_phones_have_seen(
    folder: Path, tmp_path: Path
) -> None:
    build(folder, load(SMALL), date(2026, 9, 10), Depth.AREA)
    before = ledger_of(folder).entries["guangdong"]
    regions = tmp_path / "regions"
    shutil.copytree(SMALL, regions)
    (regions / "guangdong/guangzhou.toml").write_text("# 没有什么不同。\n", "utf-8")

    build(folder, load(regions), date(2026, 9, 11), Depth.AREA)
    (regions / "guangdong/guangzhou.toml").unlink()
    build(folder, load(regions), date(2026, 9, 12), Depth.AREA)

    after = ledger_of(folder).entries["guangdong/guangzhou"]
    assert set(after) == set(before)
    assert all(after[key].sequence >= before[key].sequence for key in before)
    assert all(after[key].created == before[key].created for key in before)


def test_the_command_explains_and_mends(folder: Path) -> None:
    (folder / "revisions.json").write_text("{")

    refused = run_feedgen("build", "--regions", SMALL, "--as-of", "2026-09-01", "-o", folder)
    mended = run_feedgen(
        "build", "--regions", SMALL, "--as-of", "2026-09-01", "--rebuild-ledger", "-o", folder
    )

    assert refused.returncode == 1
    assert "restore it from git" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert mended.returncode == 0
    assert ledger_of(folder).as_of == date(2026, 9, 1)


def test_the_shipped_ledger_is_whole_and_of_every_region(definitions: Definitions) -> None:
    ledger = ledger_of(ROOT / "public")

    assert set(definitions.regions) <= set(ledger.entries)
    assert ledger.as_of >= FIRST_DAY
