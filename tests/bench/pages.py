"""Prints how long pages take beside feeds that icalendar renders singly; run by hand: `python -m
tests.bench.pages`.
"""

import time
from collections.abc import Callable
from datetime import date

from feedgen.core.model import Definitions, Depth, SiteInfo
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of, replay
from feedgen.publish.context import BuildContext, places_at
from feedgen.publish.feed_templates import plain_files
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages
from tests.conftest import AFTER_EXAM, FIRST_DAY, LIVE

SITE = SiteInfo(site="https://feeds.example.org/")
RUNS = 3


def main() -> None:
    """Print a line for each day and each way of building."""
    definitions = load(LIVE)
    report = replay(definitions, outcomes_of(definitions))
    for day in (AFTER_EXAM, FIRST_DAY):
        feeds = _seconds(lambda day=day: _plain(definitions, day))  # type: ignore[misc]
        for name, publication in (("with a site", SITE), ("without", SiteInfo())):
            pages = _seconds(
                lambda day=day, publication=publication: list(  # type: ignore[misc]
                    Pages(
                        LedgerUpdate.of_first_build(BuildContext(definitions, day)),
                        publication,
                        report,
                    ).make(Depth.AREA)
                )
            )
            print(f"{day}  pages {name:12}{pages / feeds:5.2f} of icalendar's time (at most 2)")


def _plain(definitions: Definitions, day: date) -> None:
    """Render every feed by itself."""
    update = LedgerUpdate.of_first_build(BuildContext(definitions, day))
    for place in places_at(definitions, Depth.AREA):
        plain_files(update, place)


def _seconds(make: Callable[[], object]) -> float:
    """Return the shortest of a few runs: what is longer had something else in the way."""
    runs = []
    for _ in range(RUNS):
        began = time.perf_counter()
        make()
        runs.append(time.perf_counter() - began)
    return min(runs)


if __name__ == "__main__":
    main()
