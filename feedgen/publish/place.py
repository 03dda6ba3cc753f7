"""Writes the files of one place, and nothing else."""

from datetime import date
from pathlib import Path

from feedgen.errors import PublishError
from feedgen.files import only_one, write_all
from feedgen.ledger.book import NAME
from feedgen.model import Definitions, Depth, Place, Publication
from feedgen.publish.pages import Pages
from feedgen.publish.press import Press
from feedgen.publish.revisions import Revisions, standing_ledger
from feedgen.publish.stencils import plain_files


def write_place(
    folder: Path, definitions: Definitions, as_of: date, place: Place, publication: Publication | None = None
) -> list[str]:
    """Write the feeds of one place, and its page and data where it has them, and nothing else; return their paths.

    The ledger is read and not written: what would need another line in it is refused.

    Raises:
        LedgerError: The ledger cannot be gone by, or is of a later day.
        PublishError: The lines of the place would change, or the folder cannot be written.
    """
    press = Press(definitions, as_of)
    with only_one(folder):
        standing = standing_ledger(folder, press, Depth.AREA)
        revisions = Revisions.of_place(press, standing, place)
        owner = revisions.owner_of(place)
        if (folder / NAME).is_file() and revisions.ledger.rows[owner] != standing.rows_of(owner):
            text = f"{place.slug} has changed since the last build, and {NAME} would not know of it"
            raise PublishError(f"{text}; run 'feedgen build', or name another folder with -o")
        files = plain_files(revisions, place)
        if place.depth is not Depth.COUNTY:
            files |= Pages(revisions, publication or definitions.publication, None).of_place(place)
        write_all(folder, files)
    return list(files)
