"""Chooses the facts that count where several name the days of the same milestone."""

from collections.abc import Iterable, Sequence
from datetime import date

from feedgen.core.model import Confidence, NamedDays, confidence_of
from feedgen.core.model.facts import Fact

RANK = {Confidence.ASSUMED: 0, Confidence.REPORTED: 1, Confidence.CONFIRMED: 2}


def best_named(facts: Iterable[NamedDays]) -> list[NamedDays]:
    """Return the facts that name the best days, all of them the same days.

    Higher confidence wins, then facts that date the scores themselves, then the page checked last.
    """
    by_days: dict[tuple[date, date], list[NamedDays]] = {}
    for fact in facts:
        by_days.setdefault((fact.first, fact.last), []).append(fact)
    return max(by_days.values(), key=_rank, default=[])


def _rank(facts: Sequence[NamedDays]) -> tuple[int, bool, date, date, date]:
    dates_scores = any(fact.dated == "scores" for fact in facts)
    checked = max(source.checked for fact in facts for source in fact.sources)
    # The days themselves come last, so that the order in a file decides nothing.
    return RANK[shared_confidence(facts)], dates_scores, checked, facts[0].first, facts[0].last


def shared_confidence(facts: Sequence[Fact]) -> Confidence:
    """Return the confidence that the sources of several facts that agree give together."""
    return confidence_of(source for fact in facts for source in fact.sources)
