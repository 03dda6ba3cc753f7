"""A feed for each county: built like the others, guarded like the others, and small."""

import gzip
import random
import shutil
from pathlib import Path

import pytest

from feedgen.ledger.book import read_ledger
from feedgen.lint import lint
from feedgen.model import Definitions, Depth
from feedgen.publish.comparing import differences
from tests.conftest import run_feedgen
from tests.test_parsers import PARSERS, THIRD_PARTIES, Readings

DAY = "2026-11-22"
KILOBYTE = 1000
SAMPLE = 100


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built down to the counties."""
    folder = tmp_path_factory.mktemp("county") / "public"
    result = run_feedgen("build", "--depth", "county", "--as-of", DAY, "-o", folder)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"6425 feeds of {DAY} in {folder}, 6425 changed, and 485 pages\n")
    return folder


@pytest.fixture(scope="module")
def sample(county: Path) -> list[str]:
    """The paths of a hundred feeds, the same every time."""
    feeds = sorted(path.relative_to(county).as_posix() for path in county.rglob("*.ics"))
    assert len(feeds) == 3212 * 2 + 1
    return sorted(random.Random(SAMPLE).sample(feeds, SAMPLE))  # noqa: S311


@pytest.fixture(scope="module")
def expected(county: Path, sample: list[str]) -> Readings:
    """What icalendar reads of them."""
    return PARSERS["icalendar"](county, sample)


def test_a_county_has_feeds_of_its_own_and_no_page(county: Path) -> None:
    plain, remind = ((county / f"guangdong/meizhou/fengshun{each}.ics").read_text("utf-8") for each in ("", "-remind"))

    assert "UID:441423-2026-results-release@kaohou.invalid" in plain
    assert "X-WR-CALNAME:二建矿业 丰顺县\n" in plain
    assert "丰顺县考生以广东省公布的为准" in plain.replace("\n ", "")
    assert "BEGIN:VALARM" not in plain
    assert "X-WR-CALNAME:二建矿业 丰顺县（带提醒）\n" in remind
    assert not (county / "guangdong/meizhou/fengshun.html").exists()


def test_no_identity_is_given_to_two_places(county: Path, definitions: Definitions) -> None:
    for place in definitions.places:
        uids = [line for line in (county / f"{place.slug}.ics").read_bytes().split(b"\r\n") if line[:4] == b"UID:"]

        assert uids
        assert len(set(uids)) == len(uids)
        assert all(uid.startswith(f"UID:{place.key}-".encode()) for uid in uids)


def test_every_feed_of_a_place_is_small_on_the_wire(county: Path) -> None:
    feeds = {path: path.read_bytes() for path in county.rglob("*.ics")}
    whole = feeds.pop(county / "all.ics")

    assert max(map(len, feeds.values())) < 32 * KILOBYTE
    assert max(len(gzip.compress(content)) for content in feeds.values()) < 10 * KILOBYTE
    # Two events of each province and session; what each must have takes 400 octets before a word is said.
    assert len(gzip.compress(whole)) < 10 * KILOBYTE


def test_a_hundred_of_the_feeds_have_nothing_that_a_calendar_stumbles_over(county: Path, sample: list[str]) -> None:
    assert {path: found for path in sample if (found := lint((county / path).read_bytes()))} == {}


@THIRD_PARTIES
@pytest.mark.parametrize("parser", PARSERS)
def test_a_hundred_of_the_feeds_are_read_without_a_complaint_and_as_icalendar_does(
    parser: str, county: Path, sample: list[str], expected: Readings
) -> None:
    paths = sample if parser != "ics" else sample[:10]

    readings = PARSERS[parser](county, paths)

    assert {path: reading.complaints for path, reading in readings.items() if reading.complaints} == {}
    assert {path: sorted(reading.events) for path, reading in readings.items()} == {
        path: sorted(expected[path].events) for path in paths
    }


def test_the_check_goes_as_deep_as_the_last_build(county: Path, definitions: Definitions) -> None:
    assert differences(county, definitions) == []
    assert sum(place.depth is Depth.COUNTY for place in definitions.places) == 2729


def test_2729_feeds_are_not_dropped_unless_somebody_says_why_and_come_back_as_they_were(
    county: Path, tmp_path: Path
) -> None:
    shutil.copytree(county, tmp_path / "public")
    build = ("build", "--as-of", DAY, "-o", tmp_path / "public")

    refused = run_feedgen(*build, "--depth", "area")

    assert refused.returncode == 1
    assert "anhui/anqing/daguan: has feeds, and would have none; build with --depth county" in refused.stderr
    assert "2729 held back; their feeds stay as they were" in refused.stderr
    assert len(list((tmp_path / "public").rglob("*.ics"))) == 6425

    accepted = run_feedgen(*build, "--depth", "area", "--accept", "nobody asked for them")

    ledger = read_ledger(tmp_path / "public")
    assert accepted.returncode == 0, accepted.stderr
    assert len(list((tmp_path / "public").rglob("*.ics"))) == 967
    assert ledger
    assert len(ledger.let_go) == 2729
    assert run_feedgen(*build).returncode == 0

    again = run_feedgen(*build, "--depth", "county")

    path = "guangdong/meizhou/fengshun.ics"
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "public" / path).read_bytes() == (county / path).read_bytes()
