"""Reads and writes `regions/candidates.toml`: what was found on the authorities' pages and waits
for a person.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from feedgen.core.errors import FeedgenError
from feedgen.core.model import (
    Candidate,
    Certainty,
    Confidence,
    Definitions,
    NotYetCheck,
    WatchReport,
    in_force,
)
from feedgen.core.model.facts import Fact

CANDIDATES_FILE = "candidates.toml"
A_FORTNIGHT = timedelta(days=14)
"""Looks in vain nearer to one another than this say nothing more."""
HEADING = """\
# Found on the authorities' pages by `feedgen watch`, and not checked by anybody. Numbers count from 1 through the
# whole file. Accept one with `feedgen announce --candidate N`, or take it out; nothing here moves a date.
"""


class CandidatesError(FeedgenError):
    """The file of candidates cannot be read, or has no such candidate."""


@dataclass(frozen=True)
class Proposals:
    """What waits for a person: announcements first, then looks in vain; numbered from 1 in this
    order.
    """

    candidates: tuple[Candidate, ...] = ()
    not_yet_checks: tuple[NotYetCheck, ...] = ()

    def numbered(self, number: int) -> Candidate | NotYetCheck:
        """Return the proposal of a number.

        Raises:
            CandidatesError: There is none.
        """
        every: tuple[Candidate | NotYetCheck, ...] = (*self.candidates, *self.not_yet_checks)
        if not 1 <= number <= len(every):
            raise CandidatesError(f"no candidate {number}; {CANDIDATES_FILE} has {len(every)}")
        return every[number - 1]

    def without(self, proposal: Candidate | NotYetCheck) -> "Proposals":
        """Return all others."""
        return Proposals(
            tuple(each for each in self.candidates if each != proposal),
            tuple(each for each in self.not_yet_checks if each != proposal),
        )


def read_candidates(regions: Path) -> Proposals:
    """Return what waits in a folder of definitions; nothing where there is no file.

    Raises:
        CandidatesError: The file is damaged.
    """
    path = regions / CANDIDATES_FILE
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


def after_run(waiting: Proposals, watched: WatchReport, definitions: Definitions) -> Proposals:
    """Return what waits after a run: what waited and is not announced by now, and what is new."""
    waiting = _still_waiting(waiting, definitions)
    # A notice that is read anew takes the place, and the number, of what was read of it before.
    found = {_key(each): each for each in (*waiting.candidates, *watched.candidates)}
    checks = list(waiting.not_yet_checks)
    for look in watched.not_yet_checks:
        about = (look.milestone, look.exam_year, look.sitting)
        bounds = definitions.regions[look.region].bounds
        days = [bound.not_yet for bound in bounds if bound.not_yet and bound.is_about(*about)]
        days += [
            each.day
            for each in checks
            if (each.region, each.milestone, each.exam_year, each.sitting) == (look.region, *about)
        ]
        if all(abs(look.day - day) >= A_FORTNIGHT for day in days):
            checks.append(look)
    return Proposals(tuple(found.values()), tuple(checks))


def _still_waiting(waiting: Proposals, definitions: Definitions) -> Proposals:
    """Return the proposals of which nothing is announced by now."""

    def is_open(each: Candidate | NotYetCheck) -> bool:
        region = definitions.regions.get(each.region)
        about = (each.milestone, each.exam_year, each.sitting)
        if region is None:
            return False
        facts: list[Fact] = [fact for fact in region.named_days if fact.is_about(*about)]
        if each.milestone == "exam":
            sittings = [
                session for session in in_force(region.sessions) if session.stated_by == region.slug
            ]
            facts += [fact for fact in sittings if (fact.exam_year, fact.sitting) == about[1:]]
        return not any(fact.confidence is Confidence.CONFIRMED for fact in facts)

    return Proposals(
        tuple(filter(is_open, waiting.candidates)), tuple(filter(is_open, waiting.not_yet_checks))
    )


def _key(candidate: Candidate) -> tuple[str, str, int, int, str]:
    return (
        candidate.region,
        candidate.milestone,
        candidate.exam_year,
        candidate.sitting,
        candidate.url,
    )


def candidates_bytes(proposals: Proposals) -> bytes:
    """Return the file that holds proposals."""
    tables = [
        *_tables("candidate", proposals.candidates),
        *_tables("look", proposals.not_yet_checks),
    ]
    return "\n".join([HEADING, *tables]).encode()


def _tables(name: str, proposals: Iterable[Candidate | NotYetCheck]) -> list[str]:
    return [f"[[{name}]]\n{''.join(_lines(each))}" for each in proposals]


def _lines(proposal: Candidate | NotYetCheck) -> Iterable[str]:
    for each in fields(proposal):
        value = getattr(proposal, each.name)
        if value not in {None, ""}:
            key = "sureness" if each.name == "certainty" else each.name
            # A text of JSON is a text of TOML.
            yield f"{key} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}\n"


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
        certainty=Certainty(data["sureness"]),
    )


def _look(data: Any) -> NotYetCheck:
    day = _day(data["day"])
    if day is None:
        raise ValueError("a look has a day")
    return NotYetCheck(
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
