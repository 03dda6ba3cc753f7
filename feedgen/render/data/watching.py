"""What a round over the authorities' pages brought, as plain data."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from feedgen.core.model import Candidate, NotYetCheck, WatchReport
from feedgen.render.data.facts import Data


def watched_data(watched: WatchReport, silent_days: Mapping[str, int]) -> Data:
    """Return what was found, where was nothing, and how each site answered.

    Args:
        watched: What the round brought.
        silent_days: By the address of a list that did not answer, for how many days it has not.
    """
    return {
        "day": watched.day.isoformat(),
        "candidates": [_proposal(each) for each in watched.candidates],
        "looks": [_proposal(each) for each in watched.looks],
        "sites": [
            {
                "region": each.region,
                "url": each.url,
                "problem": each.problem or None,
                "notices": each.notices,
                "silent_days": silent_days.get(each.url, 0),
            }
            for each in watched.visits
        ],
    }


def _proposal(proposal: Candidate | NotYetCheck) -> Data:
    values = {each.name: getattr(proposal, each.name) for each in fields(proposal)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
