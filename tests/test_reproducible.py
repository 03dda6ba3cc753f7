"""Same definitions and day, same bytes: whatever the clock, the zone, the language, the hash seed
or the folder.
"""

import hashlib
from pathlib import Path

from tests.conftest import FROZEN, start_feedgen


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def test_builds_of_different_machines_are_the_same_bytes(tmp_path: Path) -> None:
    elsewhere = tmp_path / "another folder"
    elsewhere.mkdir()
    common = ("build", "--as-of", "2026-11-22", "--depth", "province", "--regions", FROZEN)

    one = start_feedgen(
        *common, "-o", tmp_path / "one", TZ="UTC", LANG="C", LC_ALL="C", PYTHONHASHSEED="1"
    )
    two = start_feedgen(
        *common,
        "-o",
        "two",
        cwd=elsewhere,
        TZ="Pacific/Kiritimati",
        LANG="th_TH.UTF-8",
        LC_ALL="",
        PYTHONHASHSEED="2",
    )

    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert len(list((tmp_path / "one").rglob("*.ics"))) == 65
    assert _digest(tmp_path / "one") == _digest(elsewhere / "two")
