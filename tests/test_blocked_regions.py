"""Blocked owners stay as they are, all others are published, and a person can accept a change."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import PublishError
from feedgen.core.model import Acceptance, Depth, Ledger
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.comparison import differences, subscriber_changes
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger.storage import read_ledger
from feedgen.publish.options import BuildOptions
from feedgen.publish.results import BuildResult
from feedgen.publish.single_place import write_place
from tests.conftest import SMALL, run_feedgen
from tests.factories import add_fact, append, source_line

DAY = date(2026, 8, 1)
GUANGDONG = ("guangdong", "guangdong/meizhou")
OWNERS = {"guangdong", "guangdong/meizhou", "xinjiang", "xinjiang/alaer", "bingtuan"}
SLOW_CERTIFICATES = ("guangdong.toml", "lag = [5, 20]", "lag = [105, 120]")
"""Moves the certificates of Guangdong, and of Meizhou in it, by some five months."""
ANNOUNCEMENT = """[[announcement]]
milestone = "results_release"
exam_year = 2026
date = 2026-08-20
source = { url = "https://example.cn/gd/2026", publisher = "example.cn", \
checked = 2026-08-12, grade = "official" }
"""
XINJIANG_MOVES = (
    "xinjiang.toml",
    "start = 2026-06-06\nend = 2026-06-07\nsource",
    "start = 2026-10-24\nend = 2026-10-25\nknown_from = 2026-07-30\nsource",
)
Change = tuple[str, str, str]


class Project:
    """A copy of the small regions, and a folder that was built from it."""

    def __init__(self, folder: Path) -> None:
        self.regions, self.public = folder / "regions", folder / "public"
        shutil.copytree(SMALL, self.regions)

    def change(self, file: str, before: str, after: str) -> None:
        """Replace a text wherever it stands in a file of the regions."""
        text = (self.regions / file).read_text("utf-8")
        assert before in text
        (self.regions / file).write_text(text.replace(before, after), "utf-8")

    def build(self, day: date = DAY, depth: Depth = Depth.AREA, *, accept: str = "") -> BuildResult:
        """Build what is there."""
        options = BuildOptions(accept_reason=accept)
        return build(self.public, load(self.regions), day, depth, options)

    def feeds(self, *slugs: str) -> dict[str, bytes]:
        """The feeds of some places, of all without a name."""
        found = {
            path.relative_to(self.public).as_posix(): path.read_bytes()
            for path in self.public.rglob("*.ics")
        }
        return {path: content for path, content in found.items() if path.startswith(slugs or "")}

    @property
    def ledger(self) -> Ledger:
        """The ledger that stands."""
        found = read_ledger(self.public)
        assert found
        return found

    def status(self) -> dict[str, dict[str, list[str]]]:
        """The status of the last build."""
        found = json.loads((self.public / "status.json").read_bytes())
        assert isinstance(found, dict)
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small regions, built on the first of August."""
    found = Project(tmp_path)
    found.build()
    return found


def test_what_is_held_back_stays_byte_for_byte_and_all_else_is_published(project: Project) -> None:
    before, rows = project.feeds("xinjiang"), project.ledger.entries["xinjiang"]
    project.change(*XINJIANG_MOVES)

    built = project.build(date(2026, 8, 13))

    assert set(built.blocked) == {"xinjiang"}
    assert project.feeds("xinjiang.", "xinjiang-", "xinjiang/wulumuqi") == {
        path: content for path, content in before.items() if "alaer" not in path
    }
    assert project.ledger.entries["xinjiang"] == rows
    assert b"STATUS:CONFIRMED" in project.feeds("guangdong/guangzhou.")["guangdong/guangzhou.ics"]
    assert project.ledger.as_of == date(2026, 8, 13)


def test_the_status_lists_blocked_regions_and_the_digests_of_published_feeds(
    project: Project,
) -> None:
    digests = project.status()["feeds"]
    project.change(*SLOW_CERTIFICATES)

    project.build()

    [reason] = project.status()["held"]["guangdong"]
    assert reason.startswith(
        "2026-certificate-collection would move by 150 days, 2026-08-14..2026-10-19 to "
    )
    assert project.status()["feeds"] == digests


def test_the_overview_goes_on_to_have_what_it_had_of_a_province_that_is_held_back(
    project: Project,
) -> None:
    def events_of(key: str) -> list[str]:
        feed = (project.public / "all.ics").read_bytes().decode().removesuffix("END:VCALENDAR\r\n")
        return [part for part in feed.split("BEGIN:VEVENT") if f"UID:{key}" in part]

    guangdong, xinjiang = events_of("440000"), events_of("650000")
    project.change(*XINJIANG_MOVES)

    project.build(date(2026, 8, 13))

    assert events_of("650000") == xinjiang
    assert events_of("440000") != guangdong


def test_pages_and_data_of_a_blocked_region_show_the_days_that_phones_show(
    project: Project,
) -> None:
    project.change(*SLOW_CERTIFICATES)

    project.build()

    data = json.loads((project.public / "api/v1/guangdong.json").read_bytes())
    days = {
        (each["milestone"], each["exam_year"]): (each["first"], each["last"])
        for each in data["milestones"]
    }
    assert days["certificate_collection", 2026] == ("2026-08-14", "2026-10-19")
    assert {each["basis"]["rule"] for each in data["milestones"]} == {"held"}
    page = (project.public / "guangdong.html").read_text("utf-8")
    assert "依据：上一次发布的日期；新的资料还在核对，核对以后更新。" in page
    assert "8月14日–10月19日" in page


def test_what_is_held_back_is_held_back_every_night_until_it_is_mended(project: Project) -> None:
    project.change(*SLOW_CERTIFICATES)
    nights = [project.build(date(2026, 8, day)) for day in (2, 3, 11)]

    project.change(SLOW_CERTIFICATES[0], SLOW_CERTIFICATES[2], SLOW_CERTIFICATES[1])

    assert [set(night.blocked) for night in nights] == [set(GUANGDONG)] * 3
    assert project.build(date(2026, 8, 12)).blocked == {}
    assert differences(project.public, load(project.regions)) == []


def test_a_person_lets_it_through_and_the_ledger_keeps_why(project: Project) -> None:
    project.change(*SLOW_CERTIFICATES)

    built = project.build(accept="the province said so on the phone")

    assert built.blocked == {}
    assert set(built.accepted) == set(GUANGDONG)
    assert project.ledger.accepted == (
        Acceptance(DAY, "the province said so on the phone", GUANGDONG),
    )
    assert project.ledger.entries["guangdong"]["2026-certificate-collection"].current.first == date(
        2027, 1, 11
    )
    assert project.build(date(2026, 8, 2)).blocked == {}


def test_to_accept_where_nothing_was_refused_changes_no_byte(project: Project) -> None:
    before = (project.public / "revisions.json").read_bytes()

    built = project.build(accept="to be on the safe side")

    assert (built.changed, built.accepted) == (0, {})
    assert (project.public / "revisions.json").read_bytes() == before


@pytest.mark.parametrize(
    "day", [date(2026, 8, 13), date(2026, 12, 1), date(2027, 3, 1), date(2028, 9, 1)]
)
def test_time_alone_is_never_held_back(project: Project, day: date) -> None:
    assert project.build(day).blocked == {}


def test_a_rule_of_the_nation_that_moves_everybody_holds_everybody_back(project: Project) -> None:
    project.change("national.toml", "lag = [42, 63]", "lag = [52, 73]")

    blocked = project.build().blocked

    assert set(blocked) == OWNERS
    assert blocked["xinjiang"] == (
        "2026-certificate-collection would move by 25 days, while 3 of 3 provinces move",
    )


def test_a_session_that_only_a_third_party_moves_is_held_back(project: Project) -> None:
    project.change(*XINJIANG_MOVES)

    blocked = project.build(date(2026, 8, 2)).blocked

    assert set(blocked) == {"xinjiang"}
    assert any("without a new official fact" in reason for reason in blocked["xinjiang"])


@pytest.mark.parametrize(
    "known", ["2026-07-30", "2026-08-02"], ids=["before the last build", "since the last build"]
)
def test_a_session_that_a_notice_moves_is_published(project: Project, known: str) -> None:
    project.change(*XINJIANG_MOVES)
    project.change("xinjiang.toml", "known_from = 2026-07-30", f"known_from = {known}")
    project.change("xinjiang.toml", 'grade = "reported"', 'grade = "repost"')

    built = project.build(date(2026, 8, 2))

    assert built.blocked == {}
    assert project.ledger.entries["xinjiang"]["2026-exam"].current.first == date(2026, 10, 24)


def test_a_session_that_a_notice_cancels_is_published(project: Project) -> None:
    day = date(2026, 8, 2)
    called_off = {"exam_year": 2026, "cancelled": True, "known_from": day}
    add_fact(project.regions / "xinjiang.toml", "session", source_line(day), **called_off)

    built = project.build(date(2026, 8, 3))

    assert built.blocked == {}
    assert b"STATUS:CANCELLED" in (project.public / "xinjiang.ics").read_bytes()


def test_an_announcement_that_is_taken_back_is_held_back(project: Project) -> None:
    project.build(date(2026, 8, 14))
    project.change("guangdong.toml", ANNOUNCEMENT, "")

    blocked = project.build(date(2026, 8, 15)).blocked

    assert blocked["guangdong"] == (
        "2026-results-release was announced for 2026-08-20 and would be an estimate again",
    )


def test_a_place_may_not_lose_its_feed_without_a_new_name(project: Project) -> None:
    project.change("divisions.csv", "440100,440100,广州市,guangdong/guangzhou,gz,440000\n", "")
    before = project.feeds("guangdong/guangzhou")

    built = project.build()

    reason = "has feeds, and would have none; give its new name in aliases.toml"
    assert built.blocked == {"guangdong/guangzhou": (reason,)}
    assert project.feeds("guangdong/guangzhou") == before
    assert len(before) == 2


def test_a_retired_place_leaves_no_file_of_ours_and_other_files_stay(
    project: Project,
) -> None:
    project.change("divisions.csv", "440100,440100,广州市,guangdong/guangzhou,gz,440000\n", "")
    (project.public / "CNAME").write_text("feeds.example.org\n")
    (project.public / "guangdong/mine.ics").write_text("somebody's own\n")

    project.build(accept="was merged into nothing")

    assert list(project.public.rglob("guangzhou*")) == []
    assert (project.public / "CNAME").is_file()
    assert (project.public / "guangdong/mine.ics").is_file()
    assert project.build().blocked == {}


def test_what_a_killed_build_did_not_clear_away_the_next_one_does(project: Project) -> None:
    feed = (project.public / "guangdong/guangzhou.ics").read_bytes()
    project.change("divisions.csv", "440100,440100,广州市,guangdong/guangzhou,gz,440000\n", "")
    project.build(accept="was merged into nothing")
    (project.public / "guangdong/guangzhou.ics").write_bytes(feed)

    project.build()

    assert not (project.public / "guangdong/guangzhou.ics").exists()


def test_a_renamed_place_keeps_its_feed_under_the_old_address(project: Project) -> None:
    project.change("divisions.csv", "guangdong/guangzhou", "guangdong/suicheng")
    alias = '\n[[alias]]\nold = "guangdong/guangzhou"\nkey = "440100"\nnew = "guangdong/suicheng"\n'
    append(project.regions / "aliases.toml", alias)
    before = project.feeds("guangdong/guangzhou")

    built = project.build()

    assert built.blocked == {}
    assert set(project.feeds("guangdong/guangzhou")) == set(before)


def test_a_shallower_build_does_not_drop_the_feeds_of_areas(project: Project) -> None:
    before = project.feeds()

    built = project.build(depth=Depth.PROVINCE)

    assert set(built.blocked) == {
        "guangdong/guangzhou",
        "guangdong/meizhou",
        "xinjiang/alaer",
        "xinjiang/wulumuqi",
    }
    assert project.feeds() == before


def test_one_place_that_is_held_back_is_not_written(project: Project) -> None:
    project.change(*SLOW_CERTIFICATES)
    definitions = load(project.regions)
    place = BuildContext(definitions, DAY).place_by_slug["guangdong/meizhou"]

    with pytest.raises(PublishError, match="guangdong/meizhou has changed since the last build"):
        write_place(project.public, definitions, DAY, place)


def test_a_check_names_the_regions_that_a_build_would_block(project: Project) -> None:
    project.change(*SLOW_CERTIFICATES)

    _, blocked = subscriber_changes(project.public, load(project.regions), DAY)

    assert set(blocked) == set(GUANGDONG)


def test_what_was_accepted_of_a_places_dates_lets_no_feed_of_it_go(project: Project) -> None:
    project.change(*SLOW_CERTIFICATES)
    project.build(accept="as the notice says")
    (project.regions / "guangdong/meizhou.toml").unlink()
    project.change("divisions.csv", "441400,441400,梅州市,guangdong/meizhou,mz,440000\n", "")
    project.change(
        "divisions.csv", "441402,441402,梅江区,guangdong/meizhou/meijiang,mj,441400\n", ""
    )
    (project.regions / "aliases.toml").unlink()

    blocked = project.build().blocked

    assert "guangdong/meizhou" in blocked
    assert (project.public / "guangdong/meizhou.ics").is_file()


def test_a_place_that_came_back_may_not_be_lost_again(project: Project) -> None:
    line = "440100,440100,广州市,guangdong/guangzhou,gz,440000\n"
    project.change("divisions.csv", line, "")
    project.build(accept="was merged into nothing")
    project.change("divisions.csv", "441400,441400", f"{line}441400,441400")
    assert project.build().blocked == {}
    project.change("divisions.csv", line, "")

    assert set(project.build().blocked) == {"guangdong/guangzhou"}


def test_a_notice_that_was_published_already_excuses_nothing(project: Project) -> None:
    """The ledger stands on the very day on which the notice became known, and stays there for quiet
    nights.
    """
    project.change(*XINJIANG_MOVES)
    project.change("xinjiang.toml", "known_from = 2026-07-30", "known_from = 2026-08-02")
    project.change("xinjiang.toml", 'grade = "reported"', 'grade = "repost"')
    assert project.build(date(2026, 8, 2)).blocked == {}
    words = 'lag_words = "约两到三个月"\nsource = { url = "https://example.cn/certificate"'
    project.change("national.toml", f"lag = [42, 63]\n{words}", f"lag = [142, 163]\n{words}")

    assert "xinjiang" in project.build(date(2026, 8, 3)).blocked


def test_a_review_that_the_authority_holds_before_the_exam_may_leave(project: Project) -> None:
    project.change("guangdong.toml", 'stage = "after_results"', 'stage = "before_exam"')

    built = project.build()

    assert built.blocked == {}
    assert b"STATUS:CANCELLED" in (project.public / "guangdong.ics").read_bytes()


def test_a_ledger_made_anew_knows_the_feeds_that_stand(project: Project) -> None:
    project.change("divisions.csv", "440100,440100,广州市,guangdong/guangzhou,gz,440000\n", "")
    (project.public / "mine.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:-//somebody//else//EN\r\n")

    options = BuildOptions(rebuild_ledger=True)
    built = build(project.public, load(project.regions), DAY, Depth.AREA, options)

    assert set(built.blocked) == {"guangdong/guangzhou"}


@pytest.fixture
def feedgen(project: Project) -> Callable[..., tuple[int, str, str]]:
    """The command, on the project whose Guangdong is held back."""
    project.change(*SLOW_CERTIFICATES)

    def run(command: str, *arguments: str) -> tuple[int, str, str]:
        where = ("--regions", project.regions, "-o", project.public, "--as-of", DAY.isoformat())
        done = run_feedgen(command, *where, *arguments)
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_command_fails_and_lists_blocked_regions_and_the_way_out(
    feedgen: Callable[..., tuple[int, str, str]],
) -> None:
    code, _, stderr = feedgen("build")

    assert code == 1
    assert stderr.splitlines()[0] == "blocked: 2"
    assert stderr.splitlines()[1].startswith(
        "  guangdong: 2026-certificate-collection would move by 150 days"
    )
    assert stderr.splitlines()[-1] == (
        "Error: 2 blocked; their feeds stay as they were, all others were published. "
        "Fix regions/, or publish them with 'feedgen build --accept REASON'"
    )


def test_the_command_accepts_with_a_reason_of_one_line(
    feedgen: Callable[..., tuple[int, str, str]],
) -> None:
    code, printed, reasons = feedgen("build", "--accept", "as the notice says")

    assert code == 0
    assert len(printed.splitlines()) == 1
    assert reasons.splitlines()[0] == "accepted: 2"
    assert feedgen("build", "--accept", " ")[0] == 2
    assert feedgen("build", "--accept", "a\nb")[0] == 2


def test_the_difference_lists_what_would_be_blocked(
    feedgen: Callable[..., tuple[int, str, str]],
) -> None:
    assert "a build would block: 2" in feedgen("diff")[1]
    assert "### A build would block (2)" in feedgen("diff", "--markdown")[1]
    assert set(json.loads(feedgen("diff", "--json")[1])["held"]) == set(GUANGDONG)
