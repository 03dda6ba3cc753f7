"""No address in regions/ was made up: each was gathered, is a statute's, or came by an
announcement.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REGIONS

KNOWN = set((Path(__file__).parent / "assets/known_sources.txt").read_text("utf-8").split())
STATUTES: set[str] = set()
"""Addresses of laws and regulations; none is cited so far."""
FILES = sorted(REGIONS.rglob("*.toml"))


def _sources(value: Any, *, announced: bool = False) -> Iterator[str]:
    """Yield the address of every source that is not an announcement's."""
    if isinstance(value, list):
        for each in value:
            yield from _sources(each, announced=announced)
    elif isinstance(value, dict):
        if "grade" in value and value.get("url") and not announced:
            yield value["url"]
        for key, each in value.items():
            yield from _sources(each, announced=announced or key == "announcement")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_source_address_was_gathered_or_is_a_statute_or_came_by_an_announcement(
    path: Path,
) -> None:
    urls = set(_sources(tomllib.loads(path.read_text("utf-8"))))

    assert urls - KNOWN - STATUTES == set()


def test_every_address_of_a_site_was_gathered() -> None:
    sites = {
        table["url"]
        for path in FILES
        for table in tomllib.loads(path.read_text("utf-8")).values()
        if isinstance(table, dict) and "independent_sources" in table and "url" in table
    }

    assert len(sites) > 50
    assert sites - KNOWN == set()


def test_an_address_that_was_not_gathered_would_be_found() -> None:
    made_up = {"session": [{"source": {"url": "https://example.cn/made-up", "grade": "repost"}}]}

    assert set(_sources(made_up)) - KNOWN == {"https://example.cn/made-up"}
