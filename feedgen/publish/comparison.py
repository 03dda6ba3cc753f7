"""Says what a build would change, and what stands that is not what the definitions give."""

from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import read_whole
from feedgen.core.errors import PublishError
from feedgen.core.model import Change, Definitions, Depth
from feedgen.publish.context import Press
from feedgen.publish.feed_templates import Progress, Stencils
from feedgen.publish.guard import held_back
from feedgen.publish.ledger.changes import changes
from feedgen.publish.ledger.storage import LEDGER_FILE, read_ledger
from feedgen.publish.ledger_update import Revisions, standing_ledger
from feedgen.publish.results import Held


def news(folder: Path, definitions: Definitions, as_of: date) -> tuple[list[Change], Held]:
    """Return what a build of a day would change for subscribers of a folder, and what of it the guard would hold back.

    Nothing is written.

    Raises:
        LedgerError: The ledger cannot be gone by, or is of a later day.
    """
    press = Press(definitions, as_of)
    standing = standing_ledger(folder, press, Depth.AREA)
    held = held_back(press, standing, standing.depth)
    return changes(standing, Revisions.after(press, standing, standing.depth).ledger), held


def differences(folder: Path, definitions: Definitions, progress: Progress = list) -> list[str]:
    """Return what in a folder is not what the definitions give at its ledger's `as_of`; nothing is written.

    Raises:
        LedgerError: The ledger cannot be gone by.
        PublishError: The folder does not tell from what it was built.
    """
    standing = read_ledger(folder)
    if standing is None:
        raise PublishError(f"{folder / LEDGER_FILE} is missing; run 'feedgen build' first")
    found = []
    revisions = Revisions.after(Press(definitions, standing.as_of), standing, standing.depth)
    if standing.definitions != definitions.digest:
        found.append(f"{LEDGER_FILE}: the facts in regions/ are not those that the feeds were built from")
    if standing.rows != revisions.ledger.rows:
        found.append(f"{LEDGER_FILE}: differs")
    expected = dict(Stencils(revisions).feeds(standing.depth, progress))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ics")}
    for path in sorted(expected.keys() | present):
        if path not in expected:
            found.append(f"{path}: no place has this feed")
        elif path not in present:
            found.append(f"{path}: is missing")
        elif read_whole(folder / path) != expected[path]:
            found.append(f"{path}: differs")
    return found
