"""Writes a statement into the region's file, where a person would have put it.

The changed folder is loaded before anything is written, so that a wrong statement is refused with
the message of `feedgen check`.
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
"""The tables that name the days of a milestone."""


class AnnounceError(FeedgenError):
    """A statement cannot be written; the message says why."""


@dataclass(frozen=True)
class Written:
    """The table that was written."""

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
        AnnounceError: The statement is wrong or repeats the file; nothing was written.
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
    except (ValueError, LookupError) as error:
        text = "is laid out in a way that cannot be edited here; write the fact into it by hand"
        raise AnnounceError(f"{name} {text}:\n{statement.text()}") from error
    _try(regions, name, after)
    write_atomic(regions, name, after.encode())
    return _written(f"{regions.absolute().name}/{name}", before, after)


def _replaced(text: str, statement: Statement) -> str:
    """Return the text with the fact changed that names the days now, not a cancellation."""
    data = tomllib.loads(text)
    sitting = (statement.milestone, statement.exam_year, statement.sitting)
    for table in TABLES:
        for number, fact in enumerate(data.get(table, ())):
            key = (fact.get("milestone", "exam"), fact.get("exam_year"), fact.get("sitting", 1))
            if key == sitting and not fact.get("cancelled"):
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
            raise AnnounceError(f"invalid: nothing was written:\n{error}") from error


def _written(file: str, before: str, after: str) -> Written:
    """Return the new or changed table, with the line of its header."""
    old, new = before.splitlines(), after.splitlines()
    # Compared from the end, since the list of unknown facts at the top may have lost a word.
    pairs = enumerate(zip(reversed(old), reversed(new), strict=False))
    same = next((count for count, (line, now) in pairs if line != now), len(old))
    changed = len(new) - same - 1
    while not new[changed].strip():
        changed -= 1
    first = max(number for number in range(changed + 1) if new[number].startswith("["))
    last = next((number for number in range(first, len(new)) if not new[number].strip()), len(new))
    return Written(file, first + 1, "\n".join(new[first:last]))
