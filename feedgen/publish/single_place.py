"""Writes the files of one place, and nothing else."""

from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import build_lock, write_all
from feedgen.core.errors import PublishError
from feedgen.core.model import Definitions, Depth, Place, SiteInfo
from feedgen.publish.context import BuildContext
from feedgen.publish.feed_templates import plain_files
from feedgen.publish.ledger.storage import LEDGER_FILE
from feedgen.publish.ledger_update import LedgerUpdate, load_ledger
from feedgen.publish.page_files import Pages


def write_place(
    folder: Path,
    definitions: Definitions,
    as_of: date,
    place: Place,
    site_info: SiteInfo | None = None,
) -> list[str]:
    """Write the feeds of one place, and its page and data if it has them; return their paths.

    The ledger is only read.

    Raises:
        LedgerError: The ledger cannot be used, or is of a later day.
        PublishError: The place's entries would change, or the folder cannot be written.
    """
    context = BuildContext(definitions, as_of)
    with build_lock(folder):
        previous = load_ledger(folder, context, Depth.AREA)
        update = LedgerUpdate.of_place(context, previous, place)
        owner = update.owner_of(place)
        is_changed = update.ledger.entries[owner] != previous.entries_of(owner)
        if is_changed and (folder / LEDGER_FILE).is_file():
            raise PublishError(
                f"{place.slug} has changed since the last build, and {LEDGER_FILE} would not know "
                "of it; run 'feedgen build', or name another folder with -o"
            )
        files = plain_files(update, place)
        if place.depth is not Depth.COUNTY:
            files |= Pages(update, site_info or definitions.publication, None).of_place(place)
        write_all(folder, files)
    return list(files)
