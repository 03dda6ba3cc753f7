"""After a failure of the system every feed is whole, and the next build is right."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from icalendar import Calendar

from tests.conftest import ROOT, SMALL, build_command, run_feedgen

EARLIER, LATER = "2026-08-01", "2026-08-13"
"""What Guangdong announced on the 12th is new on the second of these days."""
BOUND = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)
"""Runs a command as a root whom permissions bind as they bind anybody."""


class Undisturbed(NamedTuple):
    """Builds that nothing disturbed."""

    folder: Path
    """As it stands after the earlier day."""
    earlier: dict[str, bytes]
    later: dict[str, bytes]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The builds of both days, one after the other."""
    earlier, later = tmp_path_factory.mktemp("earlier"), tmp_path_factory.mktemp("later")
    build_to_the_end(earlier, EARLIER)
    shutil.copytree(earlier, later, dirs_exist_ok=True)
    build_to_the_end(later, LATER)
    return Undisturbed(earlier, contents(earlier), contents(later))


@pytest.fixture
def folder(tmp_path: Path, undisturbed: Undisturbed) -> Path:
    """A folder that was built on the earlier day."""
    return shutil.copytree(undisturbed.folder, tmp_path / "public")


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a disk with the options that are given, or changes them."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with ExitStack() as mounted:

        def make(options: str) -> Path:
            command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                pytest.skip("to mount a disk is not allowed here")
            if "remount" not in options:
                mounted.callback(subprocess.run, ["umount", disk], check=True)
            return disk

        yield make


@pytest.fixture
def bound() -> tuple[str, ...]:
    """What stands before a command so that permissions bind it."""
    if os.geteuid():
        return ()
    if (
        not shutil.which("setpriv")
        or subprocess.run([*BOUND, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("permissions do not bind root, and there is no setpriv here that makes them")
    return BOUND


def build_to_the_end(folder: Path, day: str) -> None:
    """Build where nothing is in the way."""
    done = run_feedgen("build", "--regions", SMALL, "--as-of", day, "-o", folder)
    assert (done.returncode, done.stderr) == (0, "")


def build(
    folder: Path, day: str = LATER, *, through: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Build as a user does, through another command if one is given."""
    if not through:
        return run_feedgen("build", "--regions", SMALL, "--as-of", day, "-o", folder)
    command = [*through, *build_command(folder, day)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, or the one file that it is."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in [folder, *folder.rglob("*")]
        if path.is_file()
    }


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """The command failed, and a message for people says what is in the way and where."""
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert ".feedgen-" not in done.stderr
    for word in words:
        assert word in done.stderr


def assert_whole(folder: Path, undisturbed: Undisturbed) -> None:
    """Every feed that stands is a calendar to its end, and what it was or what it is to be."""
    for path, content in contents(folder).items():
        if path.endswith(".ics"):
            assert content in (undisturbed.earlier[path], undisturbed.later[path]), path
            assert content.endswith(b"END:VCALENDAR\r\n"), path
            assert Calendar.from_ical(content).walk("VEVENT"), path


def assert_mended(folder: Path, undisturbed: Undisturbed) -> None:
    """Every feed is whole, and the next build gives byte for byte what an undisturbed one gives."""
    assert_whole(folder, undisturbed)
    build_to_the_end(folder, LATER)
    assert contents(folder) == undisturbed.later


def test_a_full_disk(mount: Callable[[str], Path], undisturbed: Undisturbed) -> None:
    disk = mount("size=4m")
    folder = shutil.copytree(undisturbed.folder, disk / "public")
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes((free.f_bavail - 2) * free.f_bsize))

    done = build(folder)

    assert_refused(done, "public/revisions.json: No space left on device; nothing was lost")
    assert contents(folder) == undisturbed.earlier
    (disk / "ballast").unlink()
    assert_mended(folder, undisturbed)


@pytest.mark.parametrize(
    ("size", "feeds"), [("128k", range(3, 16)), ("256k", [17])], ids=["at a feed", "at a page"]
)
def test_a_disk_that_the_first_build_fills(
    mount: Callable[[str], Path], undisturbed: Undisturbed, size: str, feeds: list[int]
) -> None:
    folder = mount(f"size={size}") / "public"

    done = build(folder, EARLIER)

    assert_refused(done, "No space left on device; nothing was lost")
    assert len(list(folder.rglob("*.ics"))) in feeds
    mount("remount,size=4m")
    assert_mended_first(folder, undisturbed)


def assert_mended_first(folder: Path, undisturbed: Undisturbed) -> None:
    """Every feed is whole, and the builds of both days give what undisturbed ones give."""
    assert_whole(folder, undisturbed)
    build_to_the_end(folder, EARLIER)
    assert contents(folder) == undisturbed.earlier
    assert_mended(folder, undisturbed)


@pytest.mark.parametrize(
    ("blocks", "file"),
    [(16, "revisions.json"), (64, ".html")],
    ids=["the ledger", "a page, when all feeds are written"],
)
def test_a_file_larger_than_the_system_allows(
    folder: Path, undisturbed: Undisturbed, blocks: int, file: str
) -> None:
    done = build(folder, through=("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"))

    assert_refused(done, f"{file}: File too large; nothing was lost")
    assert_mended(folder, undisturbed)


def test_a_disk_that_may_only_be_read(
    mount: Callable[[str], Path], undisturbed: Undisturbed
) -> None:
    folder = shutil.copytree(undisturbed.folder, mount("size=4m") / "public")
    mount("remount,ro")

    done = build(folder)

    assert_refused(done, "public/revisions.json: Read-only file system; nothing was lost")
    assert contents(folder) == undisturbed.earlier
    mount("remount,rw")
    assert_mended(folder, undisturbed)


@pytest.mark.parametrize(
    ("path", "mode", "refused"),
    [
        (".", 0o555, "public/revisions.json: Permission denied; nothing was lost"),
        (".", 0o000, "public: Permission denied; nothing was lost"),
        ("guangdong", 0o555, "public/guangdong/guangzhou.ics: Permission denied; nothing was lost"),
        ("guangdong", 0o000, "public/guangdong/guangzhou.ics: Permission denied; nothing was lost"),
        ("xinjiang.ics", 0o000, "public/xinjiang.ics: Permission denied; nothing was lost"),
        ("api/v1", 0o555, "public/api/v1/guangdong.json: Permission denied; nothing was lost"),
        ("revisions.json", 0o000, "public/revisions.json: Permission denied"),
    ],
)
def test_no_permission(
    folder: Path,
    bound: tuple[str, ...],
    undisturbed: Undisturbed,
    path: str,
    mode: int,
    refused: str,
) -> None:
    before = (folder / path).stat().st_mode
    (folder / path).chmod(mode)

    done = build(folder, through=bound)

    (folder / path).chmod(before)
    assert_refused(done, refused)
    assert_mended(folder, undisturbed)


@pytest.mark.parametrize("path", ["guangdong", "xinjiang.ics"])
def test_no_permission_on_a_night_without_news(
    folder: Path, bound: tuple[str, ...], path: str
) -> None:
    before = (folder / path).stat().st_mode
    (folder / path).chmod(0o000)

    done = build(folder, EARLIER, through=bound)

    (folder / path).chmod(before)
    assert_refused(done, f"public/{path}", "Permission denied; nothing was lost")


def test_a_folder_that_may_not_be_made(tmp_path: Path, bound: tuple[str, ...]) -> None:
    tmp_path.chmod(0o555)

    done = build(tmp_path / "public", through=bound)

    tmp_path.chmod(0o700)
    assert_refused(done, "public: Permission denied; nothing was lost")


def mine(path: Path, away: Path) -> None:
    """Put a file there."""
    path.write_text("mine")


def a_folder(path: Path, away: Path) -> None:
    """Put a folder there."""
    path.mkdir()


def link_out(path: Path, away: Path) -> None:
    """Put a link there to what stood there before, which now stands outside."""
    path.symlink_to(away)


def link_nowhere(path: Path, away: Path) -> None:
    """Put a link there that leads to nothing."""
    path.symlink_to("nowhere")


def link_out_to_nowhere(path: Path, away: Path) -> None:
    """Put a link there that would lead out, to nothing."""
    path.symlink_to(away.with_name("nowhere"))


def link_to_itself(path: Path, away: Path) -> None:
    """Put a link there that leads to itself."""
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("path", "put", "refused"),
    [
        (
            "guangdong",
            mine,
            "public/guangdong is no folder; move it out of the way; nothing was lost",
        ),
        ("api", mine, "public/api/v1: Not a directory; nothing was lost"),
        ("revisions.json", a_folder, "public/revisions.json: Is a directory"),
        (
            "guangdong/meizhou.ics",
            a_folder,
            "public/guangdong/meizhou.ics is no file; move it out of the way; nothing",
        ),
        (
            "status.json",
            a_folder,
            "public/status.json is no file; move it out of the way; nothing was lost",
        ),
        ("guangdong", link_out, "public; a link leads out of it; nothing was lost"),
        ("api", link_out, "public; a link leads out of it; nothing was lost"),
        (
            "guangdong",
            link_nowhere,
            "public/guangdong is no folder; move it out of the way; nothing was lost",
        ),
        ("guangdong", link_out_to_nowhere, "public; a link leads out of it; nothing was lost"),
        (
            "guangdong",
            link_to_itself,
            "public/guangdong is no folder; move it out of the way; nothing was lost",
        ),
    ],
)
def test_what_is_in_the_way_is_named_and_stays(
    folder: Path,
    tmp_path: Path,
    undisturbed: Undisturbed,
    path: str,
    put: Callable[[Path, Path], None],
    refused: str,
) -> None:
    away = (folder / path).rename(tmp_path / "away")
    before = contents(away)
    put(folder / path, away)
    in_the_way = (folder / path).lstat().st_ino

    done = build(folder)

    assert_refused(done, f"public/{path}", refused)
    assert (folder / path).lstat().st_ino == in_the_way
    assert contents(away) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["away", "public"]
    (folder / path).rename(tmp_path / "was in the way")
    away.rename(folder / path)
    assert_mended(folder, undisturbed)


@pytest.mark.parametrize("put", [link_nowhere, link_to_itself, link_out, link_out_to_nowhere])
def test_a_link_in_place_of_a_feed_becomes_the_feed(
    folder: Path,
    tmp_path: Path,
    undisturbed: Undisturbed,
    put: Callable[[Path, Path], None],
) -> None:
    away = (folder / "guangdong.ics").rename(tmp_path / "away")
    before = away.read_bytes()
    put(folder / "guangdong.ics", away)

    assert_mended(folder, undisturbed)

    assert not (folder / "guangdong.ics").is_symlink()
    assert away.read_bytes() == before
    assert not (tmp_path / "nowhere").exists()


def test_a_file_where_the_folder_of_all_should_be(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")

    done = build(tmp_path / "public")

    assert_refused(done, "public is no folder; move it out of the way; nothing was lost")
    assert (tmp_path / "public").read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["x" * 300, "x/" * 2500], ids=["a part of 300 letters", "5000 letters in all"]
)
def test_a_folder_whose_name_is_too_long(tmp_path: Path, name: str) -> None:
    done = build(tmp_path / name)

    assert_refused(done, "File name too long; nothing was lost")
    assert list(tmp_path.iterdir()) == []


def test_a_place_whose_name_is_too_long(
    folder: Path, tmp_path: Path, undisturbed: Undisturbed
) -> None:
    regions = shutil.copytree(SMALL, tmp_path / "regions")
    text = (regions / "divisions.csv").read_text("utf-8")
    (regions / "divisions.csv").write_text(
        text.replace("xinjiang/wulumuqi", f"xinjiang/{'x' * 300}"), "utf-8"
    )

    done = run_feedgen("build", "--regions", regions, "--as-of", LATER, "-o", folder)

    assert_refused(done, "xxx")
    assert_mended(folder, undisturbed)


def test_three_builds_at_once(folder: Path, undisturbed: Undisturbed) -> None:
    """Who comes while another is at work is refused; who comes later finds nothing to do."""
    pipe = subprocess.PIPE
    three = [
        subprocess.Popen(
            build_command(folder, LATER), cwd=ROOT, stdout=pipe, stderr=pipe, text=True
        )
        for _ in range(3)
    ]

    ended = [
        (build.communicate()[1].count("another build is at work there"), build.returncode)
        for build in three
    ]

    assert (0, 0) in ended
    assert {*ended} <= {(0, 0), (1, 1)}
    assert contents(folder) == undisturbed.later


def test_a_build_while_another_is_at_work(folder: Path, undisturbed: Undisturbed) -> None:
    hold = (
        "import sys; from pathlib import Path; from feedgen.core.atomic_files import build_lock\n"
    )
    hold += "with build_lock(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", hold, folder], cwd=ROOT, stdin=pipe, stdout=pipe
    ) as other:
        assert other.stdout
        other.stdout.readline()

        done = build(folder)

        assert_refused(
            done,
            "public: another build is at work there; wait for it, or name another folder with -o",
        )
        assert contents(folder) == undisturbed.earlier
        other.kill()
    assert_mended(folder, undisturbed)


def test_a_full_disk_where_the_output_goes(folder: Path, undisturbed: Undisturbed) -> None:
    done = build(folder, through=("sh", "-c", 'exec "$@" > /dev/full', "sh"))

    assert_refused(done, "No space left on device")
    assert_mended(folder, undisturbed)


def test_definitions_that_may_not_be_listed_are_not_passed_over(
    folder: Path, tmp_path: Path, bound: tuple[str, ...], undisturbed: Undisturbed
) -> None:
    regions = shutil.copytree(SMALL, tmp_path / "regions")
    (regions / "guangdong").chmod(0o000)
    command = [*bound, *build_command(folder, LATER, regions)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    (regions / "guangdong").chmod(0o755)
    assert_refused(done, "regions/guangdong:1: cannot be read: Permission denied")
    assert contents(folder) == undisturbed.earlier


@pytest.mark.parametrize("command", ["lint", "serve"])
def test_a_path_that_no_system_takes(command: str) -> None:
    assert_refused(
        run_feedgen(command, *(["-o"] if command == "serve" else []), "x" * 5000),
        "File name too long",
    )
