"""Files are written whole or not at all, only if they change, and only inside the folder."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feedgen.core.atomic_files import build_lock, read_bytes_if_any, remove, write_all, write_atomic
from feedgen.core.errors import PublishError


def test_a_new_file_is_written_with_the_folders_above_it_for_everybody_to_read(
    tmp_path: Path,
) -> None:
    changed = write_atomic(tmp_path / "public", "shanghai/songjiang.ics", b"whole")

    written = tmp_path / "public/shanghai/songjiang.ics"
    assert changed
    assert written.read_bytes() == b"whole"
    assert written.stat().st_mode & 0o777 == 0o644


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    write_atomic(tmp_path, "shanghai.ics", b"whole")
    before = (tmp_path / "shanghai.ics").stat().st_ino

    changed = write_atomic(tmp_path, "shanghai.ics", b"whole")

    assert not changed
    assert (tmp_path / "shanghai.ics").stat().st_ino == before


def test_what_differs_is_replaced_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_atomic(tmp_path, "shanghai.ics", b"before")

    changed = write_atomic(tmp_path, "shanghai.ics", b"after")

    assert changed
    assert (tmp_path / "shanghai.ics").read_bytes() == b"after"
    assert [path.name for path in tmp_path.iterdir()] == ["shanghai.ics"]


def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()

    with pytest.raises(PublishError, match="lies outside"):
        write_atomic(tmp_path / "public", "../elsewhere.ics", b"whole")

    assert not (tmp_path / "elsewhere.ics").exists()


@pytest.mark.parametrize("path", ["anhui/maanshan.ics", "anhui/new/maanshan.ics"])
def test_nothing_is_made_behind_a_link_that_leads_out_of_the_folder(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").mkdir()
    (tmp_path / "public/anhui").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PublishError, match="a link leads out of it; nothing was lost"):
        write_atomic(tmp_path / "public", path, b"whole")

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_to_a_file_outside_is_replaced_and_the_file_outside_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/shanghai.ics").symlink_to(tmp_path / "elsewhere")

    write_atomic(tmp_path / "public", "shanghai.ics", b"whole")

    assert (tmp_path / "elsewhere").read_bytes() == b"mine"
    assert not (tmp_path / "public/shanghai.ics").is_symlink()
    assert (tmp_path / "public/shanghai.ics").read_bytes() == b"whole"


def test_nothing_is_removed_behind_a_link_that_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/maanshan.ics").write_bytes(b"mine")
    (tmp_path / "public").mkdir()
    (tmp_path / "public/anhui").symlink_to(tmp_path / "elsewhere")

    remove(tmp_path / "public", "anhui/maanshan.ics")

    assert (tmp_path / "elsewhere/maanshan.ics").read_bytes() == b"mine"


def test_no_file_is_written_where_one_would_lie_outside(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/anhui").symlink_to(tmp_path)

    with pytest.raises(PublishError, match="anhui lies outside"):
        write_all(tmp_path / "public", {"shanghai.ics": b"whole", "anhui/maanshan.ics": b"whole"})

    assert [path.name for path in (tmp_path / "public").iterdir()] == ["anhui"]


def test_a_link_that_leads_to_itself_is_a_message_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "anhui").symlink_to("anhui")

    with pytest.raises(
        PublishError, match="anhui is no folder; move it out of the way; nothing was lost"
    ):
        write_atomic(tmp_path, "anhui/maanshan.ics", b"whole")


def test_a_lasting_file_is_written_as_any_other(tmp_path: Path) -> None:
    assert write_atomic(tmp_path, "revisions.json", b"whole", fsync=True)
    assert not write_atomic(tmp_path, "revisions.json", b"whole", fsync=True)

    assert (tmp_path / "revisions.json").read_bytes() == b"whole"
    assert (tmp_path / "revisions.json").stat().st_mode & 0o777 == 0o644


def test_what_is_read_is_all_of_a_file_or_nothing_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "shanghai.ics").write_bytes(b"whole")
    (tmp_path / "nowhere.ics").symlink_to("nowhere")

    assert read_bytes_if_any(tmp_path / "shanghai.ics") == b"whole"
    assert read_bytes_if_any(tmp_path / "anhui.ics") is None
    assert read_bytes_if_any(tmp_path / "shanghai.ics/songjiang.ics") is None
    assert read_bytes_if_any(tmp_path / "nowhere.ics") is None


def test_what_cannot_be_read_or_removed_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "shanghai.ics").mkdir()

    with pytest.raises(
        PublishError, match=r"shanghai\.ics is no file; move it out of the way; nothing was lost"
    ):
        read_bytes_if_any(tmp_path / "shanghai.ics")
    with pytest.raises(PublishError, match="x: File name too long; nothing was lost"):
        read_bytes_if_any(tmp_path / ("x" * 300))
    with pytest.raises(PublishError, match="x: File name too long; nothing was lost"):
        remove(tmp_path, "x" * 300)


def test_a_folder_where_the_file_should_be_is_a_message_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "shanghai.ics").mkdir()

    with pytest.raises(PublishError, match=r"shanghai\.ics"):
        write_atomic(tmp_path, "shanghai.ics", b"whole")

    assert [path.name for path in tmp_path.iterdir()] == ["shanghai.ics"]


HOLD = (
    "import sys,time; from pathlib import Path; from feedgen.core.atomic_files import build_lock\n"
)
HOLD += "with build_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_one_build_at_a_time_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"

        with (
            pytest.raises(PublishError, match="another build is at work there"),
            build_lock(tmp_path),
        ):
            pass
        other.send_signal(signal.SIGKILL)

    with build_lock(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_unfinished_is_cleared_away_and_nothing_else(
    tmp_path: Path,
) -> None:
    public, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    (public / "anhui").mkdir(parents=True)
    (public / ".feedgen-folder").mkdir()
    elsewhere.mkdir()
    for path in (
        public / ".feedgen-a",
        public / "anhui/.feedgen-b",
        public / "a.ics",
        public / ".feedgen",
    ):
        path.write_text("half")
    (elsewhere / ".feedgen-c").write_text("not ours")
    (public / "linked").symlink_to(elsewhere)
    (public / ".feedgen-link").symlink_to(elsewhere / ".feedgen-c")

    with build_lock(public):
        standing = sorted(path.name for path in public.rglob("*"))

    assert standing == [".feedgen", ".feedgen-folder", "a.ics", "anhui", "linked"]
    assert (elsewhere / ".feedgen-c").read_text() == "not ours"


def test_what_a_build_at_work_has_not_finished_is_not_cleared_away_by_another(
    tmp_path: Path,
) -> None:
    with build_lock(tmp_path):
        (tmp_path / ".feedgen-a").write_text("half")

        with (
            pytest.raises(PublishError, match="another build is at work there"),
            build_lock(tmp_path),
        ):
            pass

        assert (tmp_path / ".feedgen-a").is_file()


def test_what_fails_within_a_locked_folder_fails_as_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), build_lock(tmp_path):
        raise BlockingIOError


def test_a_file_where_the_folder_should_be_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")

    with (
        pytest.raises(PublishError, match=r"public is no folder; .*nothing was lost"),
        build_lock(tmp_path / "public"),
    ):
        pass
