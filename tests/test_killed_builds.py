"""After a kill at any moment every feed is whole, and the next build is right."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from icalendar import Calendar

from feedgen.core.atomic_files import build_lock
from feedgen.core.model import Definitions
from feedgen.publish.ledger.storage import read_ledger
from tests.conftest import ROOT, SMALL, build_command, run_feedgen
from tests.factories import edit
from tests.outputs import files_in

EARLIER, LATER, LATEST = "2026-08-01", "2026-08-13", "2026-08-14"
"""What Guangdong announced on the 12th is new on the second of these days."""
BUILDS = """
import json, os, signal, sys, tempfile, time
from datetime import date
from functools import cache
from pathlib import Path
from feedgen.definitions.regions import load
from feedgen.core.model import Depth
from feedgen.publish.builder import build

@cache
def loaded(regions):
    definitions = load(Path(regions))
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), definitions, date(2026, 8, 1), Depth.AREA)
    return definitions

def count(folder, step):
    steps = [0]
    def at_a_call(frame, event, argument):
        if event == "c_call":
            steps[0] += 1
            if steps[0] == step:
                os.kill(os.getpid(), signal.SIGKILL)
    def until_it_writes(event, arguments):
        if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR):
            if str(arguments[0]).startswith(folder):
                sys.setprofile(at_a_call)
    sys.addaudithook(until_it_writes)
    return steps

for line in sys.stdin:
    regions, folder, day, after, step = json.loads(line)
    definitions = loaded(regions)
    source, target = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        code = 1
        try:
            steps = count(folder, step)
            build(Path(folder), definitions, date.fromisoformat(day), Depth.AREA)
            os.write(target, str(steps[0]).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(target)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seconds = time.monotonic() - began
    with os.fdopen(source, "rb") as steps:
        print(json.dumps([code, seconds, int(steps.read() or 0)]), flush=True)
"""
"""Builds what it is asked for, each in a process of its own that is spared the start of Python;
kills it after some seconds, or at a step of its writing.
"""


class Ended(NamedTuple):
    """How a build ended."""

    code: int
    """-9 where it was killed."""
    seconds: float
    steps: int
    """How many calls out of Python it made from the first file that it opened for writing; 0 where
    it was killed.
    """


class Builder:
    """Starts builds of the small regions, and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def build(
        self,
        folder: Path,
        day: str,
        regions: Path = SMALL,
        *,
        after: float | None = None,
        step: int | None = None,
    ) -> Ended:
        """Build, and kill it after some seconds or at a step, if either is given."""
        assert self.process.stdin
        assert self.process.stdout
        print(
            json.dumps([str(regions), str(folder), day, after, step]),
            file=self.process.stdin,
            flush=True,
        )
        return Ended(*json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """The process that builds."""
    command = [sys.executable, "-c", BUILDS]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield Builder(process)


class Undisturbed(NamedTuple):
    """Builds that nobody killed."""

    folder: Path
    """As it stands after the earlier day."""
    earlier: dict[str, bytes]
    later: dict[str, bytes]
    first: Ended
    """The build of the earlier day, into an empty folder."""
    second: Ended
    """The build of the later day, into what the first one left."""


@pytest.fixture(scope="module")
def undisturbed(builder: Builder, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The builds of both days, one after the other."""
    first_folder, folder = (
        tmp_path_factory.mktemp("undisturbed") / "earlier",
        tmp_path_factory.mktemp("later") / "public",
    )
    first = builder.build(first_folder, EARLIER)
    shutil.copytree(first_folder, folder)
    second = builder.build(folder, LATER)
    assert (first.code, second.code) == (0, 0)
    return Undisturbed(first_folder, files_in(first_folder), files_in(folder), first, second)


def stand_anew(undisturbed: Undisturbed, folder: Path) -> None:
    """Make a folder what it was after the earlier day."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(undisturbed.folder, folder)


class Seen(NamedTuple):
    """What a subscriber sees of an event."""

    sequence: int
    days: tuple[date, date]
    title: str
    status: str


@cache
def seen(feed: bytes) -> dict[str, Seen]:
    """What a subscriber sees in a feed, by UID; the feed has to be whole."""
    assert feed.endswith(b"END:VCALENDAR\r\n")
    return {
        str(event["UID"]): Seen(
            int(event["SEQUENCE"]),
            (event["DTSTART"].dt, event["DTEND"].dt),
            str(event["SUMMARY"]),
            str(event["STATUS"]),
        )
        for event in Calendar.from_ical(feed).walk("VEVENT")
    }


def assert_all_are_old_or_new(files: dict[str, bytes], undisturbed: Undisturbed) -> None:
    """Each file, and so each feed, is whole: what it was, or what it is to be."""
    named = {
        path: content
        for path, content in files.items()
        if not Path(path).name.startswith(".feedgen-")
    }
    for path, content in named.items():
        assert content in (undisturbed.earlier.get(path), undisturbed.later[path]), path
        assert not path.endswith(".ics") or seen(content), path
    assert len(files) - len(named) <= 1


def assert_the_ledger_is_ahead(
    folder: Path, feeds: dict[str, bytes], definitions: Definitions
) -> None:
    """No feed has a SEQUENCE above that of the ledger, from which the next build goes on."""
    ledger = read_ledger(folder)
    assert ledger
    slugs = {place.key: place.slug for place in definitions.places}
    slugs |= {alias.key: alias.new for alias in definitions.aliases}
    for uid, event in (item for feed in feeds.values() for item in seen(feed).items()):
        place_key, _, key = uid.partition("@")[0].partition("-")
        owner = slugs[place_key]
        while owner not in ledger.entries:
            owner = owner.rpartition("/")[0]
        assert event.sequence <= ledger.entries[owner][key].sequence, uid


def assert_no_step_back(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """An event of before that is still there is the same, or has a higher SEQUENCE."""
    for path, feed in before.items():
        was, now = seen(feed), seen(after[path])
        for uid in was.keys() & now.keys():
            assert now[uid] == was[uid] or now[uid].sequence > was[uid].sequence, (path, uid)


def feeds_of(files: dict[str, bytes]) -> dict[str, bytes]:
    """The feeds among the files of a folder."""
    return {path: content for path, content in files.items() if path.endswith(".ics")}


def assert_survived(
    builder: Builder, undisturbed: Undisturbed, folder: Path, definitions: Definitions
) -> None:
    """All feeds are whole, nothing went back, the lock is free, and the next build is right."""
    files = files_in(folder)
    assert files.keys() >= undisturbed.earlier.keys()
    assert_all_are_old_or_new(files, undisturbed)
    assert_no_step_back(feeds_of(undisturbed.earlier), files)
    assert_the_ledger_is_ahead(folder, feeds_of(files), definitions)
    if files == undisturbed.earlier:
        # Nothing was touched yet, so that the next build has before it what the undisturbed one
        # had: only the lock.
        with build_lock(folder):
            return
    assert builder.build(folder, LATER).code == 0
    assert files_in(folder) == undisturbed.later


@pytest.mark.weekly
def test_a_build_that_is_killed_at_any_moment_is_continued(
    builder: Builder, undisturbed: Undisturbed, small: Definitions, tmp_path: Path
) -> None:
    """The moments are spread over the time that an undisturbed build takes."""
    moments = random.Random(20260813)  # noqa: S311 (which moments it is tells nobody anything)
    folder = tmp_path / "public"
    for _ in range(50):
        stand_anew(undisturbed, folder)
        builder.build(folder, LATER, after=moments.uniform(0, undisturbed.second.seconds))
        assert_survived(builder, undisturbed, folder, small)


@pytest.mark.parametrize("count", [12, pytest.param(100, marks=pytest.mark.weekly)])
def test_a_build_that_is_killed_at_any_step_of_writing_is_continued(
    count: int, builder: Builder, undisturbed: Undisturbed, small: Definitions, tmp_path: Path
) -> None:
    """Most of a build's time goes by before it writes, so that few moments of the clock would meet
    the writing.
    """
    steps = random.Random(20260801)  # noqa: S311
    folder = tmp_path / "public"
    for step in steps.sample(range(1, undisturbed.second.steps + 1), count):
        stand_anew(undisturbed, folder)
        assert builder.build(folder, LATER, step=step).code == -signal.SIGKILL
        assert_survived(builder, undisturbed, folder, small)


def test_a_first_build_that_is_killed_leaves_only_whole_feeds_and_is_continued(
    builder: Builder, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    steps = random.Random(1)  # noqa: S311
    for step in steps.sample(range(1, undisturbed.first.steps + 1), 4):
        folder = tmp_path / str(step)
        assert builder.build(folder, EARLIER, step=step).code == -signal.SIGKILL
        files = files_in(folder)
        assert_all_are_old_or_new(files, undisturbed._replace(later=undisturbed.earlier))

        assert builder.build(folder, EARLIER).code == 0

        assert files_in(folder) == undisturbed.earlier


def test_a_build_that_is_killed_again_and_again_is_continued(
    builder: Builder, undisturbed: Undisturbed, small: Definitions, tmp_path: Path
) -> None:
    """Each gets further than the one before it, whose files need no writing."""
    folder = tmp_path / "public"
    stand_anew(undisturbed, folder)
    for _ in range(5):
        assert (
            builder.build(folder, LATER, step=undisturbed.second.steps // 12).code
            == -signal.SIGKILL
        )
        assert_all_are_old_or_new(files_in(folder), undisturbed)

    assert_survived(builder, undisturbed, folder, small)


def test_a_date_that_moves_after_a_killed_build_has_a_higher_sequence_than_anybody_saw(
    builder: Builder, undisturbed: Undisturbed, small: Definitions, tmp_path: Path
) -> None:
    """The killed build wrote the announced day into some feeds; then the day is put off."""
    regions, folder = tmp_path / "regions", tmp_path / "public"
    shutil.copytree(SMALL, regions)
    edit(regions / "guangdong.toml", "date = 2026-08-20", "date = 2026-08-24")
    steps = random.Random(2)  # noqa: S311
    for step in steps.sample(range(1, undisturbed.second.steps + 1), 4):
        stand_anew(undisturbed, folder)
        assert builder.build(folder, LATER, step=step).code == -signal.SIGKILL
        before = feeds_of(files_in(folder))

        assert builder.build(folder, LATEST, regions).code == 0

        after = files_in(folder)
        assert seen(after["guangdong.ics"])["440000-2026-results-release@kaohou.invalid"].days[
            0
        ] == date(2026, 8, 24)
        assert_no_step_back(before, after)
        assert_the_ledger_is_ahead(folder, feeds_of(after), small)


def test_the_command_as_a_user_runs_it_may_be_killed(tmp_path: Path) -> None:
    calm, folder = tmp_path / "calm", tmp_path / "public"
    run_feedgen("build", "--regions", SMALL, "--as-of", EARLIER, "-o", calm)
    shutil.copytree(calm, folder)
    began = time.monotonic()
    run_feedgen("build", "--regions", SMALL, "--as-of", LATER, "-o", calm)
    seconds = time.monotonic() - began
    moments = random.Random(3)  # noqa: S311
    for _ in range(2):
        with subprocess.Popen(
            build_command(folder, LATER), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as build:
            time.sleep(moments.uniform(seconds / 2, seconds))
            build.kill()
        for path in folder.rglob("*.ics"):
            assert seen(path.read_bytes())

    done = run_feedgen("build", "--regions", SMALL, "--as-of", LATER, "-o", folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert files_in(folder) == files_in(calm)
