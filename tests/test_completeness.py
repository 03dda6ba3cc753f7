"""No fact is lost silently: feed, page and data have it, or a rule explains why not."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedgen.cli import main
from feedgen.core.model import Definitions, Depth, Omission, Output
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.completeness.check import CompletenessReport, check_completeness
from feedgen.publish.completeness.search import RegionOutput, find_omissions, values_beside
from feedgen.publish.context import BuildContext
from feedgen.publish.feed_templates import plain_files
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.options import BuildOptions
from feedgen.publish.page_files import Pages
from tests.conftest import AFTER_EXAM, FIRST_DAY, SMALL, run_feedgen

DAY = date(2026, 8, 13)
Outputs = tuple[dict[str, bytes], dict[str, bytes]]


def outputs_of(definitions: Definitions, day: date) -> tuple[LedgerUpdate, Outputs]:
    """The feeds and the pages of every region on a day."""
    update = LedgerUpdate.of_first_build(BuildContext(definitions, day))
    pages = Pages(update, definitions.publication, None)
    owners = [update.context.place_by_slug[slug] for slug in definitions.regions]
    feeds = {
        path: content for place in owners for path, content in plain_files(update, place).items()
    }
    return update, (feeds, dict(pair for place in owners for pair in pages.of_place(place)))


@pytest.fixture(scope="module")
def small() -> tuple[LedgerUpdate, Outputs]:
    """The feeds and pages of the small regions."""
    return outputs_of(load(SMALL), DAY)


def looked_for(
    small: tuple[LedgerUpdate, Outputs], path: str, change: Callable[[bytes], bytes]
) -> CompletenessReport:
    """What is missing when one file is changed."""
    update, outputs = small
    feeds, pages = (
        {**files, path: change(files[path])} if path in files else files for files in outputs
    )
    return check_completeness(update, feeds, pages)


@pytest.mark.parametrize(
    "day",
    [
        FIRST_DAY,
        AFTER_EXAM,
        date(2026, 3, 1),
        date(2026, 8, 10),
        date(2027, 7, 1),
        date(2024, 8, 1),
    ],
    ids=str,
)
def test_every_fact_of_every_region_is_shown_or_left_out_for_a_reason(
    definitions: Definitions, day: date
) -> None:
    update, outputs = outputs_of(definitions, day)

    conserved = check_completeness(update, *outputs)

    assert conserved.unexplained == ()
    assert conserved.shown_in(Output.DATA) == conserved.facts > 500


def test_each_omission_from_the_real_feeds_and_pages_has_a_reason(definitions: Definitions) -> None:
    update, outputs = outputs_of(definitions, FIRST_DAY)

    reasons = Counter(
        (omission.output.value, omission.reason)
        for omission in check_completeness(update, *outputs).left_out
    )

    assert set(reasons) == {
        ("feed", "its milestone is not shown any more, or not yet"),
        ("feed", "events tell the newest way and time"),
        ("feed", "events tell the shortest and the longest window"),
        ("feed", "events say in brief what to do, the page tells the rule"),
        ("feed", "what it is about has no event"),
        ("feed", "it is of another exam year than those that are shown"),
        ("feed", "it is for those who gather dates"),
        ("page", "its milestone is not shown any more, or not yet"),
        ("page", "the page tells the newest 3 of its kind"),
        ("page", "it is of another exam year than those that are shown"),
        ("page", "another site is the better one to look results up"),
        ("page", "it is for those who gather dates"),
    }


@pytest.mark.parametrize(
    ("path", "texts", "at"),
    [
        ("guangdong.ics", "登录报名系统申请", ":63"),
        ("guangdong.ics", "020-00000000", ":24"),
        ("guangdong.ics", "8月20日|20260820|20260821", ":48"),
        ("guangdong.html", "登录报名系统申请", ":63"),
        ("guangdong.html", "8月20日", ":48"),
        ("guangdong.html", "示例考试局", ":5"),
        ("guangdong/meizhou.html", "每周三领取", "meizhou.toml:8"),
        ("api/v1/guangdong.json", "登录报名系统申请", ":63"),
        ("api/v1/guangdong.json", '"window_days":15,', ":63"),
        ("api/v1/guangdong.json", "https://example.cn/gd/2026", ":48"),
    ],
)
def test_a_fact_that_vanishes_from_an_output_is_missed(
    small: tuple[LedgerUpdate, Outputs], path: str, texts: str, at: str
) -> None:
    def without(content: bytes) -> bytes:
        plain = content.replace(b"\r\n ", b"")
        for text in texts.split("|"):
            assert text.encode() in plain
            plain = plain.replace(text.encode(), b"20260101" if text.isdigit() else b"")
        return plain

    before = looked_for(small, path, bytes).unexplained
    missing = looked_for(small, path, without).unexplained

    assert before == ()
    assert any(omission.at.endswith(at) for omission in missing), missing


def test_the_build_counts_and_the_status_lists_what_is_left_out_by_reason(tmp_path: Path) -> None:
    built = build(tmp_path, load(SMALL), DAY, Depth.AREA, BuildOptions(counts_facts=True))

    status = json.loads((tmp_path / "status.json").read_bytes())

    assert built.completeness
    assert status["facts"]["all"] == status["facts"]["data"] == built.completeness.facts
    assert status["facts"]["feed"] == built.completeness.shown_in(Output.FEED)
    listed = status["left_out"]["guangdong"]["feed"]
    assert listed["it is for those who gather dates"] == ["small_regions/guangdong.toml:19"]
    count = sum(
        len(facts)
        for region in status["left_out"].values()
        for facts in region.get("page", {}).values()
    )
    assert count == status["facts"]["all"] - status["facts"]["page"]


def test_a_build_that_does_not_count_facts_writes_null(tmp_path: Path) -> None:
    built = build(tmp_path, load(SMALL), DAY, Depth.AREA)

    status = json.loads((tmp_path / "status.json").read_bytes())
    assert built.completeness is None
    assert (status["facts"], status["left_out"]) == (None, None)


def test_a_build_and_the_check_print_the_same_counts(tmp_path: Path) -> None:
    options = ("--regions", SMALL, "--as-of", DAY.isoformat())

    built = run_feedgen("build", *options, "--completeness", "-o", tmp_path)
    checked = run_feedgen("check", *options)

    assert (built.returncode, built.stderr) == (checked.returncode, checked.stderr) == (0, "")
    assert re.fullmatch(
        r"\d+ facts: \d+ in the data, \d+ on pages, \d+ in events", built.stdout.splitlines()[1]
    )
    assert checked.stdout.splitlines()[1:] == built.stdout.splitlines()[1:]


def test_the_check_gives_programs_the_counts_and_reasons_of_the_status(tmp_path: Path) -> None:
    options = ("--regions", SMALL, "--as-of", DAY.isoformat())

    run_feedgen("build", *options, "--completeness", "-o", tmp_path)
    checked = json.loads(run_feedgen("check", *options, "--json").stdout)

    status = json.loads((tmp_path / "status.json").read_bytes())
    assert checked["facts"] == status["facts"]
    assert checked["left_out"] == status["left_out"]


def test_the_check_fails_and_lists_a_fact_that_is_missing_without_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = Omission("guangdong", "regions/guangdong.toml:48", Output.PAGE, "")
    report = CompletenessReport(10, (missing,))
    monkeypatch.setattr("feedgen.publish.builder.count_facts", lambda *_: report)

    checked = CliRunner().invoke(main, ["check", "--regions", str(SMALL)])

    assert checked.exit_code == 1
    assert "10 facts: 10 in the data, 9 on pages, 10 in events" in checked.stdout
    assert checked.stderr.splitlines() == [
        "regions/guangdong.toml:48: missing in the page of guangdong without a reason",
        "Error: 1 facts are missing without a reason",
    ]


def test_the_values_of_a_fact_are_those_that_stand_beside_its_file_and_line() -> None:
    data = {
        "a": [
            {"at": "x.toml:1", "name": "甲", "days": {"first": "2026-08-14"}, "n": None},
            {"name": "乙"},
        ]
    }

    assert values_beside(data) == {"x.toml:1": frozenset({"x.toml:1", "甲", "2026-08-14", "None"})}


def test_a_region_of_which_nothing_was_made_misses_every_fact(
    small: tuple[LedgerUpdate, Outputs],
) -> None:
    build_context = small[0].context
    context = build_context.context_of(build_context.place_by_slug["guangdong"])

    missing = list(
        find_omissions(context, RegionOutput(events=(), page="", data={}, answered=(2026, 1)))
    )

    facts = list(context.region.facts)
    assert Counter(omission.output for omission in missing) == Counter(
        dict.fromkeys(Output, len(facts))
    )
    assert {omission.reason for omission in missing if omission.output is Output.DATA} == {""}
    assert replace(missing[0], reason="").region == "guangdong"
