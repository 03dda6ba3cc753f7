"""Reads and writes `regions/candidates.toml`: the proposals that wait for a person."""

import json
import tomllib
from collections.abc import Iterable, Iterator
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
    MilestoneFact,
    NotYetCheck,
    Proposal,
    WatchReport,
    in_force,
)

CANDIDATES_FILE = "candidates.toml"
A_FORTNIGHT = timedelta(days=14)
"""A check within this of another adds nothing."""
HEADING = (
    "# Found on the authorities' pages by `feedgen watch`, and not checked by anybody. "
    "Numbers count from 1 through the\n"
    "# whole file. Accept one with `feedgen announce --candidate N`, or take it out; "
    "nothing here moves a date.\n"
)


class CandidatesError(FeedgenError):
    """The file of candidates cannot be read, or has no such candidate."""


@dataclass(frozen=True)
class Proposals:
    """The proposals that wait, numbered from 1: announcements first, then checks."""

    candidates: tuple[Candidate, ...] = ()
    not_yet_checks: tuple[NotYetCheck, ...] = ()

    def numbered(self, number: int) -> Candidate | NotYetCheck:
        """Return the proposal of a number.

        Raises:
            CandidatesError: There is none.
        """
        proposals: list[Candidate | NotYetCheck] = [*self.candidates, *self.not_yet_checks]
        if not 1 <= number <= len(proposals):
            raise CandidatesError(f"no candidate {number}; {CANDIDATES_FILE} has {len(proposals)}")
        return proposals[number - 1]

    def without(self, accepted: Proposal) -> "Proposals":
        """Return all other proposals."""
        return Proposals(
            tuple(candidate for candidate in self.candidates if candidate != accepted),
            tuple(check for check in self.not_yet_checks if check != accepted),
        )


def read_candidates(regions: Path) -> Proposals:
    """Return the proposals in a folder of definitions; none without a file.

    Raises:
        CandidatesError: The file is damaged.
    """
    path = regions / CANDIDATES_FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        candidates = tuple(_candidate(table) for table in data.get("candidate", ()))
        return Proposals(candidates, tuple(_check(table) for table in data.get("look", ())))
    except FileNotFoundError:
        return Proposals()
    except OSError as error:
        raise CandidatesError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        text = "is damaged; mend it, or delete it and let 'feedgen watch --write' look again"
        raise CandidatesError(f"{path} {text}") from error


def after_run(waiting: Proposals, watched: WatchReport, definitions: Definitions) -> Proposals:
    """Return the proposals after a run: those not announced by now, and the new ones."""
    candidates = filter(lambda candidate: _is_open(candidate, definitions), waiting.candidates)
    # A notice that is read again replaces what was read of it before, and keeps its number.
    by_notice = {
        (candidate.region, candidate.session_milestone, candidate.url): candidate
        for candidate in (*candidates, *watched.candidates)
    }
    checks = [check for check in waiting.not_yet_checks if _is_open(check, definitions)]
    for check in watched.not_yet_checks:
        days = _days_of_checks(check, checks, definitions)
        if all(abs(check.day - day) >= A_FORTNIGHT for day in days):
            checks.append(check)
    return Proposals(tuple(by_notice.values()), tuple(checks))


def _days_of_checks(
    check: NotYetCheck, waiting: Iterable[NotYetCheck], definitions: Definitions
) -> Iterator[date]:
    """Yield the days on which a release is known to have been looked for in vain."""
    for bound in definitions.regions[check.region].bounds:
        if bound.not_yet and bound.is_about(*check.session_milestone):
            yield bound.not_yet
    release = (check.region, check.session_milestone)
    for earlier in waiting:
        if (earlier.region, earlier.session_milestone) == release:
            yield earlier.day


def _is_open(proposal: Proposal, definitions: Definitions) -> bool:
    """Say whether nothing confirmed is on record of the milestone of a proposal."""
    region = definitions.regions.get(proposal.region)
    if region is None:
        return False
    own = (session for session in in_force(region.sessions) if session.stated_by == region.slug)
    facts: list[MilestoneFact] = [*own, *region.named_days]
    return not any(
        fact.confidence is Confidence.CONFIRMED
        for fact in facts
        if fact.is_about(*proposal.session_milestone)
    )


def candidates_bytes(proposals: Proposals) -> bytes:
    """Return the file that holds proposals."""
    candidates = (_table("candidate", candidate) for candidate in proposals.candidates)
    checks = (_table("look", check) for check in proposals.not_yet_checks)
    return "\n".join([HEADING, *candidates, *checks]).encode()


def _table(name: str, proposal: Candidate | NotYetCheck) -> str:
    lines = [f"[[{name}]]\n"]
    for field in fields(proposal):
        value = getattr(proposal, field.name)
        if value not in {None, ""}:
            key = "sureness" if field.name == "certainty" else field.name
            # A text of JSON is a text of TOML.
            text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value
            lines.append(f"{key} = {text}\n")
    return "".join(lines)


def _candidate(data: Any) -> Candidate:
    return Candidate(
        **_release(data),
        first=_day(data.get("first")),
        last=_day(data.get("last")),
        title=_text(data.get("title", "")),
        url=_text(data["url"]),
        published=_day(data.get("published")),
        quote=_text(data.get("quote", "")),
        certainty=Certainty(data["sureness"]),
    )


def _check(data: Any) -> NotYetCheck:
    day = _day(data["day"])
    if day is None:
        raise ValueError("a check has a day")
    return NotYetCheck(**_release(data), day=day, url=_text(data["url"]))


def _release(data: Any) -> dict[str, Any]:
    return {
        "region": _text(data["region"]),
        "milestone": _text(data["milestone"]),
        "exam_year": int(data["exam_year"]),
        "sitting": int(data.get("sitting", 1)),
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a text is one printable line")
    return value


def _day(value: object) -> date | None:
    if value is not None and type(value) is not date:
        raise ValueError("a day is a day")
    return value if type(value) is date else None
