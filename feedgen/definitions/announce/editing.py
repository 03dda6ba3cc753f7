"""Edits the text of a region's file: a new fact goes where a person would have put it; all else
stays byte for byte.
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Any

import tomlkit

from feedgen.definitions.announce.statements import Statement

ORDER = ("session", "observation", "announcement", "bound", "plan")
"""The facts about days in the order in which a file tells them; behind the single tables, before
all others.
"""
BEHIND = ("exception", *ORDER)
_HEADER = re.compile(r"\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")


def added(text: str, statement: Statement) -> str:
    """Return the text of a file with one more fact, the oldest first among its like.

    Args:
        text: A file that loads.
        statement: The fact.
    """
    text = _without_unknown(text, statement.table)
    lines = text.splitlines(keepends=True)
    place = _place(lines, statement, tomllib.loads(text))
    before, after = "".join(lines[:place]), "".join(lines[place:])
    if before and not before.endswith("\n"):
        before += "\n"
    gap = "\n" if before.strip() else ""
    return f"{before}{gap}{statement.text()}{after}"


def replaced(text: str, statement: Statement, table: str, number: int) -> str:
    """Return the text of a file in which a fact says something else; its comments stay.

    Args:
        text: A file that loads.
        statement: What it is to say.
        table: The header under which it stands.
        number: Which of those tables, from 0.
    """
    document = tomlkit.parse(text)
    fact: Any = document[table][number]
    values = statement.values()
    for key in ("until", "end"):
        if key in fact and key not in values:
            del fact[key]
    new = []
    for key, value in tomlkit.parse(
        "".join(f"{key} = {value}\n" for key, value in values.items())
    ).items():
        if key in fact:
            fact[key] = value
        elif not (table == "observation" and key == "known_from"):
            # What came true is known by its own day, whenever it is corrected.
            new.append(f"{key} = {values[key]}\n")
    lines = tomlkit.dumps(document).splitlines(keepends=True)
    header = [place for place, line in enumerate(lines) if line.startswith(f"[[{table}]]")][number]
    source = next(place for place in range(header, len(lines)) if lines[place].startswith("source"))
    return "".join([*lines[:source], *new, *lines[source:]])


def _without_unknown(text: str, table: str) -> str:
    """Return the text without the word that says that nothing of the kind is known."""
    if table not in tomllib.loads(text).get("unknown", ()):
        return text
    document = tomlkit.parse(text)
    document["unknown"].remove(table)
    return tomlkit.dumps(document)


def _place(lines: list[str], statement: Statement, data: dict[str, Any]) -> int:
    """Return before which line the fact goes."""
    starts = [
        (number, match[1]) for number, line in enumerate(lines) if (match := _HEADER.match(line))
    ]
    if not starts:
        return len(lines)
    like = [number for number, (_, name) in enumerate(starts) if name == statement.table]
    older = [
        place
        for place, fact in zip(like, data.get(statement.table, ()), strict=True)
        if _is_before(fact, statement)
    ]
    if older:
        return _end(lines, starts, older[-1])
    if like:
        return _end(lines, starts, like[0] - 1)
    return _end(lines, starts, _last_before(statement.table, [name for _, name in starts]))


def _last_before(table: str, names: list[str]) -> int:
    """Return behind which table the first fact of its kind goes, -1 for none."""
    earlier = ORDER[: ORDER.index(table)]
    found = [number for number, name in enumerate(names) if name in earlier]
    if found:
        return found[-1]
    # Without any: behind what the file says of the authority, before what it says of milestones.
    later = (
        number for number, name in enumerate(names) if name in BEHIND or _is_milestone(name, names)
    )
    return next(later, len(names)) - 1


def _is_milestone(name: str, names: Iterable[str]) -> bool:
    return "." in name or f"{name}.rule" in names or name.startswith("guidance")


def _end(lines: list[str], starts: list[tuple[int, str]], number: int) -> int:
    """Return the line behind a table; what stands above the next header, comments too, belongs to
    that.
    """
    last = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
    begin = last
    while last and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    # The comment that opens a file stays at its top.
    return last or begin


def _is_before(fact: dict[str, Any], statement: Statement) -> bool:
    """Say whether a fact comes before another of its kind: of an older session, or of the same and
    told before it.
    """
    day = next(
        (fact[key] for key in ("start", "date", "not_yet") if isinstance(fact.get(key), date)),
        date.min,
    )
    theirs = (fact.get("exam_year", 0), fact.get("sitting", 1), day)
    return theirs <= (statement.exam_year, statement.sitting, statement.first or date.max)
