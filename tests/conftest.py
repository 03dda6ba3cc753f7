"""What the tests share: the real definitions, and a way to run the command as a user does."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from feedgen.backtest import outcomes_of, replay
from feedgen.definitions import load
from feedgen.model import Definitions, Feed, Place, Report
from feedgen.publish import Press

ROOT = Path(__file__).parent.parent
REGIONS = ROOT / "regions"
FIRST_DAY = date(2026, 11, 22)
"""The day on which the facts were gathered: nearly every 2026 milestone is past and unrecorded."""
AFTER_EXAM = date(2026, 6, 5)
"""A few days after the 2026 exam: everything is ahead."""


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The real regions/ folder."""
    return load(REGIONS)


@pytest.fixture(scope="session")
def feed_of(definitions: Definitions) -> Callable[[str, date], Feed]:
    """The feed of a place, by slug, on a day."""
    presses: dict[date, Press] = {}

    def make(slug: str, as_of: date) -> Feed:
        press = presses.setdefault(as_of, Press(definitions, as_of))
        return press.feed_of(press.place_by_slug[slug])

    return make


@pytest.fixture(scope="session")
def areas(definitions: Definitions) -> list[Place]:
    """Every place that has a feed by default."""
    return [place for place in definitions.places if place.slug.count("/") < 2]


@pytest.fixture(scope="session")
def frozen() -> Definitions:
    """The frozen copy of the observations."""
    return load(ROOT / "tests/assets/frozen_regions")


@pytest.fixture(scope="session")
def report(frozen: Definitions) -> Report:
    """The backtest of the frozen copy."""
    return replay(frozen, outcomes_of(frozen))


def run_feedgen(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "feedgen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
