"""Reads and writes the ledger's file; refuses a damaged or edited file, and names the way out."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from feedgen.core.errors import LedgerError
from feedgen.core.model import (
    Acceptance,
    Depth,
    Entry,
    Ledger,
    MilestoneKind,
    State,
    Version,
    identity_of,
)
from feedgen.publish.ledger.legacy import read_legacy_title

LEDGER_FILE = "revisions.json"
FORMAT = 3
"""Format 2 had titles with their state and no flags; format 1 neither feeds nor acceptances."""
Kinds = Mapping[str, MilestoneKind]
NO_KINDS: Kinds = {}
WAY_OUT = (
    "restore it from git, or rebuild it from the published feeds: 'feedgen build --rebuild-ledger'"
)


def ledger_bytes(ledger: Ledger) -> bytes:
    """Return the ledger as JSON, one value a line, with a digest that reveals edits."""
    data = {
        "format": FORMAT,
        "as_of": ledger.as_of.isoformat(),
        "depth": ledger.depth.value,
        "definitions": ledger.definitions,
        # Left out if there is none, as in every ledger older than the key.
        **({"identity": ledger.identity} if ledger.identity else {}),
        "feeds": sorted(ledger.feeds),
        "let_go": sorted(ledger.retired),
        "accepted": [
            [acceptance.day.isoformat(), acceptance.reason, *acceptance.names]
            for acceptance in ledger.accepted
        ],
        "rows": {
            owner: {key: _entry_data(entry) for key, entry in sorted(entries.items())}
            for owner, entries in sorted(ledger.entries.items())
        },
    }
    data["digest"] = _digest(data)
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_ledger(folder: Path, kinds: Kinds = NO_KINDS) -> Ledger | None:
    """Return the ledger of a folder; None if it has no ledger.

    Args:
        folder: Of the build.
        kinds: Kinds of milestones; only the titles of formats 1 and 2 need them.

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
        return _ledger(json.loads(content), kinds)
    except _RefusedError as error:
        raise LedgerError(f"{path} {error}; {WAY_OUT}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LedgerError(f"{path} is damaged; {WAY_OUT}") from error


class _RefusedError(Exception):
    """The file is valid JSON and still cannot be used."""


def _ledger(data: Any, kinds: Kinds) -> Ledger:
    number = data["format"]
    if type(number) is int and number > FORMAT:
        raise _RefusedError(
            f"has format {number}, and this feedgen knows {FORMAT}; take a newer feedgen, else"
        )
    if data.pop("digest") != _digest(data):
        raise _RefusedError("was changed by something else than feedgen")
    is_first_format = number == 1
    return Ledger(
        as_of=_day(data["as_of"]),
        depth=Depth(data["depth"]),
        definitions=str(data["definitions"]),
        entries={
            owner: {key: _entry(row, _deadline_title(key, kinds)) for key, row in rows.items()}
            for owner, rows in data["rows"].items()
        },
        feeds=() if is_first_format else tuple(map(str, data["feeds"])),
        retired=tuple(map(str, data.get("let_go", ()))),
        accepted=() if is_first_format else tuple(map(_acceptance, data["accepted"])),
        identity=str(data.get("identity", "")),
    )


def _deadline_title(key: str, kinds: Kinds) -> str:
    kind = kinds.get(identity_of(key)[0])
    return kind.deadline_title if kind else ""


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
                version.published.isoformat(),
                version.first.isoformat(),
                version.last.isoformat(),
                version.state,
                version.plain_title,
                version.is_deadline,
                version.is_conditional,
            ]
            for version in entry.versions
        ],
    }


def _entry(data: Any, deadline_title: str) -> Entry:
    return Entry(
        digest=data["digest"],
        sequence=int(data["sequence"]),
        created=datetime.fromisoformat(data["created"]),
        modified=datetime.fromisoformat(data["modified"]),
        versions=tuple(_version(values, deadline_title) for values in data["values"]),
    )


def _version(values: Any, deadline_title: str) -> Version:
    published, first, last, state, title, *flags = values
    # Formats 1 and 2 have no flags.
    known = (title, *flags) if flags else read_legacy_title(title, deadline_title)
    plain_title, is_deadline, is_conditional = known
    return Version(
        _day(published),
        _day(first),
        _day(last),
        State(state),
        str(plain_title),
        is_deadline=bool(is_deadline),
        is_conditional=bool(is_conditional),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
