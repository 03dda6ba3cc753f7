"""Files are written whole or not at all, only where something changes, and only into the folder that was named."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feedgen.errors import PublishError
from feedgen.files import only_one, write_whole


def test_a_new_file_is_written_with_the_folders_above_it_for_everybody_to_read(tmp_path: Path) -> None:
    changed = write_whole(tmp_path / "public", "shanghai/songjiang.ics", b"whole")

    written = tmp_path / "public/shanghai/songjiang.ics"
    assert changed
    assert written.read_bytes() == b"whole"
    assert written.stat().st_mode & 0o777 == 0o644


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    write_whole(tmp_path, "shanghai.ics", b"whole")
    before = (tmp_path / "shanghai.ics").stat().st_ino

    changed = write_whole(tmp_path, "shanghai.ics", b"whole")

    assert not changed
    assert (tmp_path / "shanghai.ics").stat().st_ino == before


def test_what_differs_is_replaced_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path, "shanghai.ics", b"before")

    changed = write_whole(tmp_path, "shanghai.ics", b"after")

    assert changed
    assert (tmp_path / "shanghai.ics").read_bytes() == b"after"
    assert [path.name for path in tmp_path.iterdir()] == ["shanghai.ics"]


def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()

    with pytest.raises(PublishError, match="lies outside"):
        write_whole(tmp_path / "public", "../elsewhere.ics", b"whole")

    assert not (tmp_path / "elsewhere.ics").exists()


def test_a_folder_where_the_file_should_be_is_a_message_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "shanghai.ics").mkdir()

    with pytest.raises(PublishError, match=r"shanghai\.ics"):
        write_whole(tmp_path, "shanghai.ics", b"whole")

    assert [path.name for path in tmp_path.iterdir()] == ["shanghai.ics"]


HOLD = "import sys,time; from pathlib import Path; from feedgen.files import only_one\n"
HOLD += "with only_one(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_one_build_at_a_time_and_a_killed_one_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"

        with pytest.raises(PublishError, match="another build is at work there"), only_one(tmp_path):
            pass
        other.send_signal(signal.SIGKILL)

    with only_one(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_what_fails_within_a_locked_folder_fails_as_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), only_one(tmp_path):
        raise BlockingIOError


def test_a_file_where_the_folder_should_be_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "public").write_text("mine")

    with pytest.raises(PublishError, match="nothing was lost"), only_one(tmp_path / "public"):
        pass
