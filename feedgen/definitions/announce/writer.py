"""Writes what an authority said into the region's file, where a person would have put it.

Nothing is written before the folder as it would be has been loaded: a statement that cannot be true
is refused with the words in which `feedgen check` would refuse it.
"""

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from feedgen.core.atomic_files import write_atomic
from feedgen.core.errors import DefinitionError, FeedgenError
from feedgen.core.model import Definitions
from feedgen.definitions.announce.doubts import refusals
from feedgen.definitions.announce.editing import added, replaced
from feedgen.definitions.announce.statements import Statement
from feedgen.definitions.regions import load

TABLES = ("session", "announcement", "observation")
"""In which a day that was named may stand."""


class AnnounceError(FeedgenError):
    """What was to be announced cannot be; the message says why."""


@dataclass(frozen=True)
class Written:
    """What was written."""

    file: str
    """As the user would name it, `regions/hunan.toml`."""
    line: int
    """Of its first line, from 1."""
    text: str


def write_announcement(
    regions: Path, definitions: Definitions, slug: str, statement: Statement, *, is_replacing: bool
) -> Written:
    """Write a statement into the file of a region.

    Args:
        regions: The folder of the definitions.
        definitions: What was loaded from it.
        slug: Of the region.
        statement: What is to be written.
        is_replacing: It takes the place of what the file says now.

    Raises:
        AnnounceError: It cannot be true, or says what the file says already; nothing was written.
        PublishError: The file cannot be written.
    """
    region = definitions.regions[slug]
    if problems := list(refusals(statement, region, is_replacing=is_replacing)):
        raise AnnounceError("\n".join(problems))
    name = f"{slug}.toml"
    # Bytes, so that line ends stay what they are.
    before = (regions / name).read_bytes().decode()
    try:
        after = _replaced(before, statement) if is_replacing else added(before, statement)
    except (ValueError, LookupError, StopIteration) as error:
        text = f"{name} is laid out in a way that cannot be edited here; write the fact into it by hand"
        raise AnnounceError(f"{text}:\n{statement.text()}") from error
    _try(regions, name, after)
    write_atomic(regions, name, after.encode())
    return _written(f"{regions.absolute().name}/{name}", before, after)


def _replaced(text: str, statement: Statement) -> str:
    """Return the text with the fact changed that names the days now; of a session not what calls it
    off.
    """
    data = tomllib.loads(text)
    sitting = (statement.milestone, statement.exam_year, statement.sitting)
    for table in TABLES:
        for number, fact in enumerate(data.get(table, ())):
            about = (fact.get("milestone", "exam"), fact.get("exam_year"), fact.get("sitting", 1))
            if about == sitting and not fact.get("cancelled"):
                return replaced(text, statement, table, number)
    raise AnnounceError("the file does not name these days itself, so nothing can be replaced")


def _try(regions: Path, name: str, text: str) -> None:
    """Load the folder as it would be."""
    with TemporaryDirectory(prefix="feedgen-") as elsewhere:
        folder = Path(elsewhere, regions.absolute().name)
        shutil.copytree(regions, folder)
        (folder / name).write_bytes(text.encode())
        try:
            load(folder)
        except DefinitionError as error:
            raise AnnounceError(f"this cannot be, so nothing was written:\n{error}") from error


def _written(file: str, before: str, after: str) -> Written:
    """Return the table that is new or another, with the line of its header."""
    old, new = before.splitlines(), after.splitlines()
    # From the end: at the beginning a word may have gone from what is unknown.
    same = next(
        (
            count
            for count, pair in enumerate(zip(reversed(old), reversed(new), strict=False))
            if len(set(pair)) > 1
        ),
        len(old),
    )
    changed = len(new) - same - 1
    while not new[changed].strip():
        changed -= 1
    first = max(number for number in range(changed + 1) if new[number].startswith("["))
    last = next((number for number in range(first, len(new)) if not new[number].strip()), len(new))
    return Written(file, first + 1, "\n".join(new[first:last]))
