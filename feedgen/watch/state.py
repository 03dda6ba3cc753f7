"""Keeps from round to round what the pages were and when each last answered, in a file that may be
lost at any time.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from feedgen.core.model import WatchReport
from feedgen.watch.http.cache import CachedPage

LARGEST = 100_000_000
"""Bytes; a file of more is none of ours."""


@dataclass(frozen=True)
class WatchState:
    """What was remembered of earlier rounds."""

    pages: Mapping[str, CachedPage] = field(default_factory=dict)
    """By address."""
    answered: Mapping[str, date] = field(default_factory=dict)
    """By the address of a list, the day on which it last answered."""
    asked: Mapping[str, date] = field(default_factory=dict)
    """By the address of a list, the day on which it was first asked."""
    last: WatchReport | None = None
    """The last round; None where it is not known, as after it was read from a file."""

    def after(self, watched: WatchReport, pages: Mapping[str, CachedPage]) -> "WatchState":
        """Return what is remembered after a round."""
        answered = {each.url: watched.day for each in watched.site_checks if not each.problem}
        asked = {each.url: watched.day for each in watched.site_checks}
        return WatchState(pages, {**self.answered, **answered}, {**asked, **self.asked}, watched)

    def silent_days(self, url: str, today: date) -> int:
        """Return for how many days a list has not answered; since it was first asked where it never
        did.
        """
        since = self.answered.get(url) or self.asked.get(url) or today
        return (today - since).days


def read_state(path: Path) -> WatchState:
    """Return what a file remembers; nothing where there is none, or where it is not what was
    written.
    """
    try:
        if path.stat().st_size > LARGEST:
            return WatchState()
        data = json.loads(path.read_bytes())
        return WatchState(
            pages={url: _page(each) for url, each in data["pages"].items()},
            answered={url: date.fromisoformat(day) for url, day in data["answered"].items()},
            asked={url: date.fromisoformat(day) for url, day in data["asked"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # Nothing in it is needed: pages are read anew.
        return WatchState()


def read_round(path: Path) -> dict[str, Any] | None:
    """Return what a file tells of the last round, in short; None where it tells nothing."""
    try:
        found = json.loads(path.read_bytes())["last"]
        sites = {
            str(slug): {"problem": each["problem"], "silent_days": int(each["silent_days"])}
            for slug, each in found["sites"].items()
        }
        return {
            "day": str(found["day"]),
            "candidates": int(found["candidates"]),
            "looks": int(found["looks"]),
            "sites": sites,
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _round(memories: WatchState) -> dict[str, Any] | None:
    """Return the last round in short: how much was found, and by region how its site answered."""
    watched = memories.last
    if watched is None:
        return None
    sites = {
        each.region: {
            "problem": each.problem or None,
            "silent_days": memories.silent_days(each.url, watched.day),
        }
        for each in watched.site_checks
    }
    found = {"candidates": len(watched.candidates), "looks": len(watched.not_yet_checks)}
    return {"day": watched.day.isoformat(), **found, "sites": sites}


def state_bytes(memories: WatchState) -> bytes:
    """Return the file."""
    data = {
        "last": _round(memories),
        "answered": {url: day.isoformat() for url, day in sorted(memories.answered.items())},
        "asked": {url: day.isoformat() for url, day in sorted(memories.asked.items())},
        "pages": {url: _page_data(each) for url, each in sorted(memories.pages.items())},
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _page(data: Any) -> CachedPage:
    return CachedPage(
        etag=str(data["etag"]),
        last_modified=str(data["last_modified"]),
        content=b64decode(data["content"], validate=True),
        content_type=str(data["content_type"]),
    )


def _page_data(page: CachedPage) -> dict[str, str]:
    return {**vars(page), "content": b64encode(page.content).decode()}
