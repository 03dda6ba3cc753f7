"""A build of what stands already makes nothing, and one of anything else makes all of it."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedgen.core.model import Depth
from feedgen.publish import standing
from tests.conftest import ROOT, run_feedgen

SMALL = ROOT / "tests/assets/small_regions"
DAY = "2026-06-05"
LONG_AGO = 1_000_000_000


class Project:
    """A copy of the small regions, and a folder that was built from it."""

    def __init__(self, folder: Path) -> None:
        self.regions, self.public = folder / "regions", folder / "public"
        shutil.copytree(SMALL, self.regions)
        self.said = self.build()
        self.made = self.files()

    def build(self, *options: str, day: str = DAY) -> list[str]:
        """Build what is there; return what was said."""
        days = ("--as-of", day) if day else ()
        result = run_feedgen("build", "--regions", self.regions, "-o", self.public, *days, *options)
        assert result.returncode == 0, result.stderr
        return result.stdout.splitlines()

    def files(self) -> dict[str, bytes]:
        """What stands."""
        found = (path for path in self.public.rglob("*") if path.is_file())
        return {path.relative_to(self.public).as_posix(): path.read_bytes() for path in found}

    def age(self) -> None:
        """Make every file look old."""
        for path in self.public.rglob("*"):
            if path.is_file():
                os.utime(path, (LONG_AGO, LONG_AGO))

    def touched(self) -> set[str]:
        """What was written since."""
        found = (path for path in self.public.rglob("*") if path.is_file())
        return {
            path.relative_to(self.public).as_posix()
            for path in found
            if path.stat().st_mtime != LONG_AGO
        }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A folder that was built once."""
    return Project(tmp_path)


def is_made_again(project: Project) -> bool:
    """Whether the next build would make everything."""
    day = datetime.fromisoformat(DAY).date()
    origin = standing.made_from(project.regions, day, Depth.AREA, "", is_of_today=False)
    return standing.standing_build(project.public, origin, None) is None


def test_a_second_build_says_the_same_and_writes_nothing(project: Project) -> None:
    project.age()

    said = project.build()

    assert project.said[0].startswith(f"17 feeds of {DAY} in {project.public}, 17 changed, and ")
    assert said == [project.said[0].replace("17 changed", "0 changed"), project.said[1]]
    assert project.touched() == set()
    assert project.files() == project.made


def test_what_stands_is_what_a_build_would_make_that_knows_of_none(project: Project) -> None:
    (project.public / "status.json").unlink()

    project.build()

    assert project.files() == project.made


def test_a_build_by_the_clock_writes_when_it_was_asked_for_and_nothing_else(
    project: Project,
) -> None:
    project.build(day="")
    before = project.files()
    project.age()

    asked = datetime.now(UTC).replace(microsecond=0)
    project.build("--commit", "0123abc", day="")

    status = json.loads((project.public / "status.json").read_bytes())
    assert project.touched() == {"status.json"}
    assert datetime.fromisoformat(status["built"]) >= asked
    assert status["commit"] == "0123abc"
    of_the_clock = {"built": 0, "next_expected": 0, "commit": 0}
    assert {**json.loads(before["status.json"]), **of_the_clock} == {**status, **of_the_clock}


def damage(path: str) -> Callable[[Project], object]:
    """Change one byte of a file."""

    def change(project: Project) -> None:
        content = (project.public / path).read_bytes()
        (project.public / path).write_bytes(content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])

    return change


def remove(path: str) -> Callable[[Project], object]:
    """Remove a file."""
    return lambda project: (project.public / path).unlink()


def comment(project: Project) -> None:
    """Add a line that says nothing, below which every fact stands a line further down."""
    path = project.regions / "guangdong.toml"
    path.write_text("# 说明\n" + path.read_text("utf-8"), "utf-8")


def new_file(project: Project) -> None:
    """Add a file with nothing in it."""
    (project.regions / "guangdong/guangzhou.toml").write_text("", "utf-8")


def in_status(key: str, value: object) -> Callable[[Project], object]:
    """Write something else into the status."""

    def change(project: Project) -> None:
        status = json.loads((project.public / "status.json").read_bytes())
        (project.public / "status.json").write_text(json.dumps({**status, key: value}))

    return change


def link_out(project: Project) -> None:
    """Put a link there that leads out of the folder, to the same bytes."""
    away = project.public.parent / "all.ics"
    (project.public / "all.ics").rename(away)
    (project.public / "all.ics").symlink_to(away)


@pytest.mark.parametrize(
    "happen",
    [
        damage("guangdong.ics"),
        damage("guangdong/meizhou-remind.ics"),
        damage("guangdong.html"),
        damage("api/v1/history.csv"),
        damage("revisions.json"),
        remove("all.ics"),
        remove("index.html"),
        remove("status.json"),
        comment,
        new_file,
        link_out,
        in_status("files", {}),
        in_status("feeds", {}),
        in_status("facts", {"all": "x"}),
        in_status("as_of", "2026-06-04"),
        in_status("note", "\ud800"),
        lambda project: (project.public / "status.json").write_text("{"),
        lambda project: (project.public / "status.json").write_text("[]"),
        lambda project: (project.regions / "workdays.toml").unlink(),
    ],
)
def test_whatever_is_not_as_it_was_is_made_again(
    project: Project, happen: Callable[[Project], object]
) -> None:
    assert not is_made_again(project)

    happen(project)

    assert is_made_again(project)


def test_a_damaged_feed_is_put_right_by_the_next_build(project: Project) -> None:
    damage("guangdong.ics")(project)

    said = project.build()

    assert said[0].startswith(f"17 feeds of {DAY} in {project.public}, 1 changed")
    assert project.files() == project.made


@pytest.mark.parametrize("options", [("--depth", "county"), ("--site-url", "https://example.org/")])
def test_whoever_asks_for_something_else_gets_it_made(
    project: Project, options: tuple[str, ...]
) -> None:
    project.age()

    project.build(*options)

    assert "status.json" in project.touched()


def test_a_folder_of_another_name_is_made_since_facts_tell_it(project: Project) -> None:
    shutil.copytree(project.regions, project.regions.parent / "facts")
    project.regions = project.regions.parent / "facts"

    assert is_made_again(project)


def test_what_was_removed_and_comes_back_is_removed_again(project: Project) -> None:
    divisions = project.regions / "divisions.csv"
    kept = [
        line
        for line in divisions.read_text("utf-8").splitlines()
        if ",guangdong/guangzhou," not in line
    ]
    page = (project.public / "guangdong/guangzhou.html").read_bytes()
    divisions.write_text("\n".join([*kept, ""]), "utf-8")
    project.build("--accept", "no longer there")
    assert not (project.public / "guangdong/guangzhou.html").exists()
    assert not is_made_again(project)

    (project.public / "guangdong/guangzhou.html").write_bytes(page)
    project.build()

    assert not (project.public / "guangdong/guangzhou.html").exists()


def test_another_day_is_made(project: Project) -> None:
    project.age()

    project.build(day="2026-06-06")

    assert {"status.json", "guangdong.html"} <= project.touched()


def test_other_code_or_another_library_makes_everything_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not is_made_again(project)
    monkeypatch.setattr(standing, "LIBRARIES", ("icalendar",))
    assert is_made_again(project)
    monkeypatch.undo()

    package = tmp_path / "feedgen"
    shutil.copytree(ROOT / "feedgen", package)
    monkeypatch.setattr(standing, "PACKAGE", package)
    assert not is_made_again(project)
    with (package / "website/templates/place.html").open("a") as template:
        template.write("\n")

    assert is_made_again(project)


def test_what_the_guard_holds_back_is_looked_at_by_every_build(project: Project) -> None:
    path = project.regions / "guangdong.toml"
    path.write_text(path.read_text("utf-8").replace("lag = [5, 20]", "lag = [105, 120]"), "utf-8")
    build = ("build", "--regions", project.regions, "-o", project.public, "--as-of", DAY)

    results = [run_feedgen(*build) for _ in range(2)]

    assert [result.returncode for result in results] == [1, 1]
    assert "2 held back" in results[1].stderr
