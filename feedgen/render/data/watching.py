"""A run over the authorities' pages as plain data."""

from collections.abc import Mapping
from datetime import date

from feedgen.core.model import Candidate, NotYetCheck, WatchReport
from feedgen.render.data.facts import Data

_KEYS = {"certainty": "sureness"}
"""Keys that are named otherwise than the fields of the records."""


def watched_data(watched: WatchReport, silent_days: Mapping[str, int]) -> Data:
    """Return the candidates, the releases that have not come, and how each site answered.

    Args:
        watched: The report of the run.
        silent_days: By the address of a list that did not answer, for how many days it has not.
    """
    return {
        "day": watched.day.isoformat(),
        "candidates": [_proposal(candidate) for candidate in watched.candidates],
        "looks": [_proposal(check) for check in watched.not_yet_checks],
        "sites": [
            {
                "region": check.region,
                "url": check.url,
                "problem": check.problem or None,
                "notices": check.notices,
                "silent_days": silent_days.get(check.url, 0),
            }
            for check in watched.site_checks
        ],
    }


def _proposal(proposal: Candidate | NotYetCheck) -> Data:
    return {
        _KEYS.get(name, name): value.isoformat() if isinstance(value, date) else value
        for name, value in vars(proposal).items()
    }
