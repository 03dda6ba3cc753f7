"""Knows whether what a build would make stands already: made from the same, and every file as it
was written.

A build is a function of its definitions, the ledger, the day, the depth, the site's address and the
code. `status.json` keeps a digest of all of them beside a digest of each file that was written;
where all agree, nothing has to be made.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from feedgen.core.atomic_files import build_lock, read_all, read_bytes_if_any, write_atomic
from feedgen.core.errors import PublishError
from feedgen.core.model import BuildInfo, Depth, Omission, Output
from feedgen.definitions.regions import definition_files
from feedgen.publish.paths import STATUS, paths_of
from feedgen.publish.results import BuildResult, CompletenessReport
from feedgen.render.data import UNEXPLAINED, build_info_data, digest_matches, json_bytes

PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("holidays", "icalendar", "Jinja2", "MarkupSafe", "python-dateutil", "segno")
"""Those that shape bytes or dates."""


def made_from(regions: Path, as_of: date, depth: Depth, site: str, *, is_of_today: bool) -> str:
    """Return SHA-256 of all that a build is made from, the ledger aside.

    Args:
        regions: Folder of the definitions; comments count, since a fact tells its line.
        as_of: The day the build pretends it is.
        depth: How far down feeds are made.
        site: Where the build will stand, if that is not what the definitions say.
        is_of_today: Whether the pages may say when they are no longer to be trusted.
    """
    # A fact tells where it stands by the name of the folder.
    asked = [regions.absolute().name, as_of.isoformat(), depth.value, site, str(is_of_today)]
    digest = hashlib.sha256(
        "\n".join([*asked, *(f"{name} {version(name)}" for name in LIBRARIES)]).encode()
    )
    for name, content in (*definition_files(regions), *_code()):
        blocked = "unreadable" if content is None else hashlib.sha256(content).hexdigest()
        digest.update(f"\0{name}\0{blocked}".encode())
    return digest.hexdigest()


def _code() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file of the package."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(PACKAGE).as_posix(), path.read_bytes()


def standing_build(folder: Path, origin: str, run: BuildInfo | None) -> BuildResult | None:
    """Return what stands in a folder where it is what a build would make, and None where it has to
    be made.

    Of its files only the status is written: it tells when the build was asked for.

    Args:
        folder: Of the build.
        origin: What the build would be made from (`made_from`).
        run: When it is made; None where it pretends a day.

    Raises:
        PublishError: The folder cannot be read or written.
    """
    try:
        if not (folder / STATUS).is_file():
            return None
    except OSError:
        # A folder that cannot be entered: the build says what is wrong with it.
        return None
    with build_lock(folder):
        status = _status(folder)
        if status.get("made_from") != origin or status["held"] or not _stands(folder, status):
            return None
        write_atomic(folder, STATUS, json_bytes({**status, **build_info_data(run)}))
    return _built(status)


def _status(folder: Path) -> dict[str, Any]:
    """Return the status of a folder; empty where it is not just what a build wrote."""
    try:
        found = json.loads(read_bytes_if_any(folder / STATUS) or b"")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and digest_matches(found) else {}


def _stands(folder: Path, status: dict[str, Any]) -> bool:
    """Say whether every file is there as it was written, and nothing of what was removed."""
    expected = {
        **status["files"],
        **{path: feed["sha256"] for path, feed in status["feeds"].items()},
    }
    expected |= dict.fromkeys(paths_of(status["gone"]))
    try:
        return all(
            _digest(content) == expected[path] for path, content in read_all(folder, expected)
        )
    except PublishError:
        # Something is in the way: the build says what.
        return False


def _built(status: dict[str, Any]) -> BuildResult:
    """Return what a build said that wrote a status."""
    return BuildResult(
        feeds=len(status["feeds"]),
        changed=0,
        pages=sum(path.endswith(".html") for path in status["files"]),
        blocked={},
        let_pass={},
        completeness=CompletenessReport(
            status["facts"]["all"], tuple(_left_out(status["left_out"]))
        ),
    )


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _left_out(listed: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[Omission]:
    """Yield what `dataset.conserved_data` lists."""
    for region, outputs in listed.items():
        for output, reasons in outputs.items():
            for reason, facts in reasons.items():
                said = "" if reason == UNEXPLAINED else reason
                yield from (Omission(region, at, Output(output), said) for at in facts)
