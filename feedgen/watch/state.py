"""Keeps the pages and answers of earlier runs in a file, which may be lost at any time."""

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
"""Bytes; a larger file is not one of ours."""
_Damaged = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class WatchState:
    """The pages and answers of earlier runs."""

    pages: Mapping[str, CachedPage] = field(default_factory=dict)
    """By address."""
    answered: Mapping[str, date] = field(default_factory=dict)
    """By the address of a list, the day on which it last answered."""
    asked: Mapping[str, date] = field(default_factory=dict)
    """By the address of a list, the day on which it was first requested."""
    last: WatchReport | None = None
    """The last run; None where it is not known, as after reading a file."""

    def after(self, report: WatchReport, pages: Mapping[str, CachedPage]) -> "WatchState":
        """Return the state after a run."""
        asked = {check.url: report.day for check in report.site_checks}
        answered = {check.url: report.day for check in report.site_checks if not check.problem}
        return WatchState(pages, {**self.answered, **answered}, {**asked, **self.asked}, report)

    def silent_days(self, url: str, today: date) -> int:
        """Return for how many days a list has not answered, or not since it was first requested."""
        since = self.answered.get(url) or self.asked.get(url) or today
        return (today - since).days


def read_state(path: Path) -> WatchState:
    """Return the state in a file; an empty one where the file is missing or damaged."""
    try:
        if path.stat().st_size > LARGEST:
            return WatchState()
        data = json.loads(path.read_bytes())
        return WatchState(
            pages={url: _page(page) for url, page in data["pages"].items()},
            answered={url: date.fromisoformat(day) for url, day in data["answered"].items()},
            asked={url: date.fromisoformat(day) for url, day in data["asked"].items()},
        )
    except _Damaged:
        return WatchState()


def read_last_run(path: Path) -> dict[str, Any] | None:
    """Return the summary of the last run in a file; None where it is missing or damaged."""
    try:
        last = json.loads(path.read_bytes())["last"]
        sites = {
            str(slug): {"problem": site["problem"], "silent_days": int(site["silent_days"])}
            for slug, site in last["sites"].items()
        }
        counts = {key: int(last[key]) for key in ("candidates", "looks")}
        return {"day": str(last["day"]), **counts, "sites": sites}
    except _Damaged:
        return None


def state_bytes(state: WatchState) -> bytes:
    """Return the file that holds a state."""
    data = {
        "last": _summary(state, state.last) if state.last else None,
        "answered": {url: day.isoformat() for url, day in sorted(state.answered.items())},
        "asked": {url: day.isoformat() for url, day in sorted(state.asked.items())},
        "pages": {url: _page_data(page) for url, page in sorted(state.pages.items())},
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _summary(state: WatchState, report: WatchReport) -> dict[str, Any]:
    """Return how much a run brought, and by region how its site answered."""
    sites = {
        check.region: {
            "problem": check.problem or None,
            "silent_days": state.silent_days(check.url, report.day),
        }
        for check in report.site_checks
    }
    return {
        "day": report.day.isoformat(),
        "candidates": len(report.candidates),
        "looks": len(report.not_yet_checks),
        "sites": sites,
    }


def _page(data: Any) -> CachedPage:
    return CachedPage(
        etag=str(data["etag"]),
        last_modified=str(data["last_modified"]),
        content=b64decode(data["content"], validate=True),
        content_type=str(data["content_type"]),
    )


def _page_data(page: CachedPage) -> dict[str, str]:
    return {**vars(page), "content": b64encode(page.content).decode()}
