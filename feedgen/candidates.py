"""Reads and writes `regions/candidates.toml`: what was found on the authorities' pages and waits for a person."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from feedgen.errors import FeedgenError
from feedgen.model import Candidate, Look, Sureness

NAME = "candidates.toml"
HEADING = """\
# Found on the authorities' pages by `feedgen watch`, and not checked by anybody. Numbers count from 1 through the
# whole file. Accept one with `feedgen announce --candidate N`, or take it out; nothing here moves a date.
"""


class CandidatesError(FeedgenError):
    """The file of candidates cannot be read, or has no such candidate."""


@dataclass(frozen=True)
class Proposals:
    """What waits for a person: announcements first, then looks in vain; numbered from 1 in this order."""

    candidates: tuple[Candidate, ...] = ()
    looks: tuple[Look, ...] = ()

    def numbered(self, number: int) -> Candidate | Look:
        """Return the proposal of a number.

        Raises:
            CandidatesError: There is none.
        """
        every: tuple[Candidate | Look, ...] = (*self.candidates, *self.looks)
        if not 1 <= number <= len(every):
            raise CandidatesError(f"no candidate {number}; {NAME} has {len(every)}")
        return every[number - 1]

    def without(self, proposal: Candidate | Look) -> "Proposals":
        """Return all others."""
        return Proposals(
            tuple(each for each in self.candidates if each != proposal),
            tuple(each for each in self.looks if each != proposal),
        )


def read_candidates(regions: Path) -> Proposals:
    """Return what waits in a folder of definitions; nothing where there is no file.

    Raises:
        CandidatesError: The file is damaged.
    """
    path = regions / NAME
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        candidates = tuple(_candidate(each) for each in data.get("candidate", ()))
        return Proposals(candidates, tuple(_look(each) for each in data.get("look", ())))
    except FileNotFoundError:
        return Proposals()
    except OSError as error:
        raise CandidatesError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CandidatesError(
            f"{path} is damaged; mend it, or delete it and let 'feedgen watch --write' look again"
        ) from error


def to_bytes(proposals: Proposals) -> bytes:
    """Return the file that holds proposals."""
    tables = [*_tables("candidate", proposals.candidates), *_tables("look", proposals.looks)]
    return "\n".join([HEADING, *tables]).encode()


def _tables(name: str, proposals: Iterable[Candidate | Look]) -> list[str]:
    return [f"[[{name}]]\n{''.join(_lines(each))}" for each in proposals]


def _lines(proposal: Candidate | Look) -> Iterable[str]:
    for each in fields(proposal):
        value = getattr(proposal, each.name)
        if value not in {None, ""}:
            # A text of JSON is a text of TOML.
            yield f"{each.name} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}\n"


def _candidate(data: Any) -> Candidate:
    return Candidate(
        region=_text(data["region"]),
        milestone=_text(data["milestone"]),
        exam_year=int(data["exam_year"]),
        sitting=int(data.get("sitting", 1)),
        first=_day(data.get("first")),
        last=_day(data.get("last")),
        title=_text(data.get("title", "")),
        url=_text(data["url"]),
        published=_day(data.get("published")),
        quote=_text(data.get("quote", "")),
        sureness=Sureness(data["sureness"]),
    )


def _look(data: Any) -> Look:
    day = _day(data["day"])
    if day is None:
        raise ValueError("a look has a day")
    return Look(
        region=_text(data["region"]),
        milestone=_text(data["milestone"]),
        exam_year=int(data["exam_year"]),
        sitting=int(data.get("sitting", 1)),
        day=day,
        url=_text(data["url"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a text is one printable line")
    return value


def _day(value: object) -> date | None:
    if value is not None and type(value) is not date:
        raise ValueError("a day is a day")
    return value if type(value) is date else None
