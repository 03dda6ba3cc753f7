"""Compares a folder with what the definitions give: for subscribers, and byte by byte."""

from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import read_bytes_if_any
from feedgen.core.errors import PublishError
from feedgen.core.model import Change, Definitions, Depth
from feedgen.publish.context import BuildContext
from feedgen.publish.feed_templates import FeedTemplates, Progress
from feedgen.publish.guard import blocked_owners
from feedgen.publish.ledger.changes import changes
from feedgen.publish.ledger.storage import LEDGER_FILE, read_ledger
from feedgen.publish.ledger_update import LedgerUpdate, load_ledger
from feedgen.publish.results import Blocked


def subscriber_changes(
    folder: Path, definitions: Definitions, as_of: date
) -> tuple[list[Change], Blocked]:
    """Return what a build of a day would change for subscribers, and what the guard would block.

    Nothing is written.

    Raises:
        LedgerError: The ledger cannot be used, or is of a later day.
    """
    context = BuildContext(definitions, as_of)
    previous = load_ledger(folder, context, Depth.AREA)
    ledger = LedgerUpdate.of_build(context, previous, previous.depth).ledger
    return changes(previous, ledger), blocked_owners(context, previous, previous.depth)


def differences(folder: Path, definitions: Definitions, progress: Progress = list) -> list[str]:
    """Return how ledger and feeds differ from a build on the ledger's day; nothing is written.

    Raises:
        LedgerError: The ledger cannot be used.
        PublishError: There is no ledger, or a feed cannot be read.
    """
    previous = read_ledger(folder, definitions.nation.kinds)
    if previous is None:
        raise PublishError(f"{folder / LEDGER_FILE} is missing; run 'feedgen build' first")
    lines = []
    context = BuildContext(definitions, previous.as_of)
    update = LedgerUpdate.of_build(context, previous, previous.depth)
    if previous.definitions != definitions.digest:
        text = "the facts in regions/ are not those that the feeds were built from"
        lines.append(f"{LEDGER_FILE}: {text}")
    if previous.entries != update.ledger.entries:
        lines.append(f"{LEDGER_FILE}: differs")
    expected = dict(FeedTemplates(update).feeds(previous.depth, progress))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*.ics")}
    for path in sorted(expected.keys() | present):
        if path not in expected:
            lines.append(f"{path}: no place has this feed")
        elif path not in present:
            lines.append(f"{path}: is missing")
        elif read_bytes_if_any(folder / path) != expected[path]:
            lines.append(f"{path}: differs")
    return lines
