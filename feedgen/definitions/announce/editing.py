"""Edits the text of a region's file as a person would; all else stays byte for byte."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import tomlkit

from feedgen.core.model import FACT_TYPES
from feedgen.definitions.announce.statements import Statement

ORDER = tuple(fact_type.key for fact_type in FACT_TYPES if fact_type.names_days)
"""The tables that name days, in their order in a file: behind single tables, before others."""
BEHIND = ("exception", *ORDER)
_HEADER = re.compile(r"\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")
Headers = Sequence[tuple[int, str]]
"""Number of the line and name of the table of each header."""


def added(text: str, statement: Statement) -> str:
    """Return the text of a file with one more fact, behind the older ones of its table.

    Args:
        text: A file that loads.
        statement: The fact.
    """
    text = _without_unknown(text, statement.table)
    lines = text.splitlines(keepends=True)
    line = _line_for(statement, lines, tomllib.loads(text))
    before, after = "".join(lines[:line]), "".join(lines[line:])
    if before and not before.endswith("\n"):
        before += "\n"
    gap = "\n" if before.strip() else ""
    return f"{before}{gap}{statement.text()}{after}"


def replaced(text: str, statement: Statement, table: str, number: int) -> str:
    """Return the text of a file with a fact changed; its comments stay.

    Args:
        text: A file that loads.
        statement: What the fact is to say.
        table: The table of the fact.
        number: Which of those tables, from 0.
    """
    document = tomlkit.parse(text)
    fact: Any = document[table][number]
    values = statement.values()
    for key in {"until", "end"} - values.keys():
        fact.pop(key, None)
    for key, value in _parsed(values).items():
        if key in fact:
            fact[key] = value
    # An observation is known from its own day, whenever it is corrected.
    known = {"known_from"} if table == "observation" else set()
    missing = [f"{key} = {values[key]}\n" for key in values if key not in {*fact, *known}]
    lines = tomlkit.dumps(document).splitlines(keepends=True)
    headers = [place for place, line in enumerate(lines) if line.startswith(f"[[{table}]]")]
    source = headers[number]
    while not lines[source].startswith("source"):
        source += 1
    return "".join([*lines[:source], *missing, *lines[source:]])


def _parsed(values: dict[str, str]) -> Any:
    return tomlkit.parse("".join(f"{key} = {value}\n" for key, value in values.items()))


def _without_unknown(text: str, table: str) -> str:
    """Return the text without the table on its list of what is unknown."""
    if table not in tomllib.loads(text).get("unknown", ()):
        return text
    document = tomlkit.parse(text)
    document["unknown"].remove(table)
    return tomlkit.dumps(document)


def _line_for(statement: Statement, lines: list[str], data: dict[str, Any]) -> int:
    """Return the line before which a fact goes."""
    matches = ((number, _HEADER.match(line)) for number, line in enumerate(lines))
    headers = [(number, match[1]) for number, match in matches if match]
    if not headers:
        return len(lines)
    names = [name for _, name in headers]
    return _line_behind(_place_before(statement, names, data), lines, headers)


def _place_before(statement: Statement, names: list[str], data: dict[str, Any]) -> int:
    """Return behind which header a fact goes, -1 for none."""
    like = [place for place, name in enumerate(names) if name == statement.table]
    facts = data.get(statement.table, ())
    older = [place for place, fact in zip(like, facts, strict=True) if _is_before(fact, statement)]
    if older:
        return older[-1]
    return like[0] - 1 if like else _last_before(statement.table, names)


def _last_before(table: str, names: list[str]) -> int:
    """Return behind which header the first fact of a table goes, -1 for none."""
    earlier = ORDER[: ORDER.index(table)]
    places = [place for place, name in enumerate(names) if name in earlier]
    if places:
        return places[-1]
    # Without any: behind the facts of the authority, before those of milestones.
    later = (
        place for place, name in enumerate(names) if name in BEHIND or _is_milestone(name, names)
    )
    return next(later, len(names)) - 1


def _is_milestone(name: str, names: Iterable[str]) -> bool:
    return "." in name or f"{name}.rule" in names or name.startswith("guidance")


def _line_behind(place: int, lines: list[str], headers: Headers) -> int:
    """Return the line behind a table; comments above the next header belong to that."""
    end = headers[place + 1][0] if place + 1 < len(headers) else len(lines)
    line = end
    while line and (not lines[line - 1].strip() or lines[line - 1].startswith("#")):
        line -= 1
    # The comment that opens a file stays at its top.
    return line or end


def _is_before(fact: dict[str, Any], statement: Statement) -> bool:
    """Say whether a fact comes before a statement: an older session, or an older day of it."""
    days = (fact.get(key) for key in ("start", "date", "not_yet"))
    day = next((day for day in days if isinstance(day, date)), date.min)
    sitting = (fact.get("exam_year", 0), fact.get("sitting", 1), day)
    return sitting <= (statement.exam_year, statement.sitting, statement.first or date.max)
