"""Reads and writes the ledger's file; a file that is not just what was written is refused, with the
way out.
"""

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from feedgen.core.errors import LedgerError
from feedgen.core.model import Acceptance, Depth, Entry, Ledger, State, Version

LEDGER_FILE = "revisions.json"
FORMAT = 2
"""1 had neither the feeds nor what was accepted."""
WAY_OUT = "restore it from git, or make it anew from the feeds that stand with 'feedgen build --rebuild-ledger'"


def ledger_bytes(ledger: Ledger) -> bytes:
    """Return the ledger as it stands in its file: JSON, a line each, with a digest that tells a
    hand-edited one.
    """
    data = {
        "format": FORMAT,
        "as_of": ledger.as_of.isoformat(),
        "depth": ledger.depth.value,
        "definitions": ledger.definitions,
        # Left out where there is none, as in every ledger from before there was any.
        **({"identity": ledger.identity} if ledger.identity else {}),
        "feeds": sorted(ledger.feeds),
        "let_go": sorted(ledger.retired),
        "accepted": [[each.day.isoformat(), each.reason, *each.names] for each in ledger.accepted],
        "rows": {
            owner: {key: _entry_data(rows[key]) for key in sorted(rows)}
            for owner, rows in sorted(ledger.entries.items())
        },
    }
    data["digest"] = _digest(data)
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_ledger(folder: Path) -> Ledger | None:
    """Return the ledger of a folder, or None where there is none.

    Raises:
        LedgerError: It is damaged, was edited by hand, or was written by a newer feedgen.
    """
    path = folder / LEDGER_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror}") from error
    try:
        return _ledger(json.loads(content))
    except _RefusedError as error:
        raise LedgerError(f"{path} {error}; {WAY_OUT}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LedgerError(f"{path} is damaged; {WAY_OUT}") from error


class _RefusedError(Exception):
    """The file is whole and yet cannot be taken."""


def _ledger(data: Any) -> Ledger:
    if type(data["format"]) is int and data["format"] > FORMAT:
        raise _RefusedError(
            f"has format {data['format']}, and this feedgen knows {FORMAT}; take a newer feedgen, else"
        )
    if data.pop("digest") != _digest(data):
        raise _RefusedError("was changed by something else than feedgen")
    is_new = data["format"] == FORMAT
    return Ledger(
        as_of=date.fromisoformat(data["as_of"]),
        depth=Depth(data["depth"]),
        definitions=str(data["definitions"]),
        entries={
            owner: {key: _entry(entry) for key, entry in rows.items()}
            for owner, rows in data["rows"].items()
        },
        feeds=tuple(map(str, data["feeds"] if is_new else ())),
        retired=tuple(map(str, data.get("let_go", ()))),
        accepted=tuple(map(_acceptance, data["accepted"] if is_new else ())),
        identity=str(data.get("identity", "")),
    )


def _acceptance(data: Any) -> Acceptance:
    day, reason, *names = map(str, data)
    return Acceptance(_day(day), reason, tuple(names))


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "digest": entry.digest,
        "sequence": entry.sequence,
        "created": entry.created.isoformat(),
        "modified": entry.modified.isoformat(),
        "values": [
            [
                value.published.isoformat(),
                value.first.isoformat(),
                value.last.isoformat(),
                value.state,
                value.title,
            ]
            for value in entry.versions
        ],
    }


def _entry(data: Any) -> Entry:
    return Entry(
        digest=data["digest"],
        sequence=int(data["sequence"]),
        created=datetime.fromisoformat(data["created"]),
        modified=datetime.fromisoformat(data["modified"]),
        versions=tuple(
            Version(_day(published), _day(first), _day(last), State(state), str(title))
            for published, first, last, state, title in data["values"]
        ),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
