"""The status of a build, and a page that was not built for two days."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from feedgen.core.model import BuildInfo, Depth
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.options import BuildOptions
from tests.conftest import AFTER_EXAM, SMALL, run_feedgen

BUILT = datetime(2026, 6, 4, 18, 20, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the small regions of which it is known when it was made."""
    folder = tmp_path_factory.mktemp("public")
    build(
        folder,
        load(SMALL),
        AFTER_EXAM,
        Depth.AREA,
        BuildOptions(build_info=BuildInfo(BUILT, "0123abc")),
    )
    return folder


def status_of(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "status.json").read_bytes())
    assert isinstance(found, dict)
    return found


def test_the_status_has_the_time_the_commit_and_the_expiry_of_a_build(folder: Path) -> None:
    status = status_of(folder)

    assert {
        key: status[key] for key in ("built", "commit", "next_expected", "stale_after", "as_of")
    } == {
        "built": "2026-06-04T18:20:05+00:00",
        "commit": "0123abc",
        "next_expected": "2026-06-05T18:20:05+00:00",
        "stale_after": "2026-06-07T16:00:00+00:00",
        "as_of": "2026-06-05",
    }


def test_a_build_of_a_pretended_day_does_not_name_the_time(tmp_path: Path) -> None:
    result = run_feedgen(
        "build", "--regions", SMALL, "--as-of", "2026-06-05", "--commit", "0123abc", "-o", tmp_path
    )

    assert result.returncode == 0
    assert [
        status_of(tmp_path)[key] for key in ("built", "commit", "next_expected", "stale_after")
    ] == [None] * 4
    assert "stale" not in (tmp_path / "guangdong.html").read_text("utf-8")


def test_a_build_of_today_knows_the_moment_and_the_commit(tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)

    result = run_feedgen("build", "--regions", SMALL, "--commit", "0123abc", "-o", tmp_path)

    assert result.returncode == 0
    status = status_of(tmp_path)
    assert status["commit"] == "0123abc"
    assert before <= datetime.fromisoformat(str(status["built"])) <= datetime.now(UTC)


def test_a_commit_that_is_none_is_refused(tmp_path: Path) -> None:
    result = run_feedgen("build", "--regions", SMALL, "--commit", "main; rm", "-o", tmp_path)

    assert result.returncode == 2
    assert "a commit is 7 to 64 figures and letters" in result.stderr


def test_the_badge_shows_the_day_of_the_dates(folder: Path) -> None:
    badge = (folder / "badge.svg").read_bytes()

    assert ElementTree.fromstring(badge).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - we wrote it
    assert badge.count(b"2026-06-05") == 3


@pytest.mark.parametrize("page", ["index", "guangdong/meizhou"])
@pytest.mark.parametrize(("hours", "is_shown"), [(69, False), (70, True)])
def test_a_page_warns_when_nothing_was_built_for_two_days(
    folder: Path, browser: Browser, page: str, hours: int, is_shown: bool
) -> None:
    context = browser.new_context()
    with context:
        tab = context.new_page()
        tab.clock.set_fixed_time(BUILT + timedelta(hours=hours))
        tab.goto((folder / f"{page}.html").as_uri())

        assert tab.get_by_text("这一页有两天以上没有更新").is_visible() == is_shown
