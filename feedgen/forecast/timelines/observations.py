"""What was observed so far, as lags, and what the nation as a whole teaches by it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from feedgen.core.model import (
    Belief,
    Bound,
    Definitions,
    Lag,
    MilestoneKind,
    NamedDays,
    Region,
    WeightedLag,
    bounded_days,
    in_force,
)
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation import effective_weights, posterior, prior_from_rule
from feedgen.forecast.timelines.best_facts import best_named

AnyFact = TypeVar("AnyFact", NamedDays, Bound)
Sitting = tuple[int, int]
"""Exam year and number of the sitting."""


class ObservationHistory:
    """All that the regions observed; what it teaches is worked out once for each milestone and day."""

    def __init__(self, nation: Region, provinces: Iterable[Region], calendar: Workdays) -> None:
        self.nation = nation
        self.calendar = calendar
        self.provinces = tuple(provinces)
        self._learned: dict[tuple[str, date], tuple[Belief, tuple[WeightedLag, ...]]] = {}

    @classmethod
    def of(cls, definitions: Definitions, calendar: Workdays) -> "ObservationHistory":
        """Return the record of every province; an area's file adds nothing that the nation learns
        from.
        """
        provinces = (region for slug, region in definitions.regions.items() if "/" not in slug)
        return cls(definitions.nation, provinces, calendar)

    def learned(self, kind: MilestoneKind, until: date) -> tuple[Belief, tuple[WeightedLag, ...]]:
        """Return what the nation believes of a milestone's lag, and what it learned that from.

        Args:
            kind: The nation's milestone; its rule is where learning starts.
            until: The last day whose facts count.
        """
        assert kind.lag, "without a lag there is nothing to learn"
        key = (kind.key, until)
        if key not in self._learned:
            regions = (self.nation,) if kind.is_nationwide else self.provinces
            lags = [lag for region in regions for lag in self._taught_by(region, kind, until)]
            belief = posterior(prior_from_rule(kind.lag), lags, from_many_regions=True)
            self._learned[key] = belief, effective_weights(lags, belief, from_many_regions=True)
        return self._learned[key]

    def _taught_by(self, region: Region, kind: MilestoneKind, until: date) -> Iterable[Lag]:
        """Return what a region's record says of the nation's way: nothing of the years in which it
        has its own.
        """
        lags = lags_of(region, kind, until, self.calendar)
        return (lag for lag in lags if not has_own_way(region, kind, lag.exam_year))


def has_own_way(region: Region, nations: MilestoneKind, exam_year: int) -> bool:
    """Say whether a region has a lag of its own in an exam year, apart from the nation's."""
    own = region.kinds.get(nations.key, nations)
    return (own.anchor, own.lag) != (nations.anchor, nations.lag) and exam_year >= (own.since or 0)


def lags_of(region: Region, kind: MilestoneKind, until: date, calendar: Workdays) -> Iterator[Lag]:
    """Yield how long a milestone took in each session of a region, as far as it was known on a day.

    A session whose exam days are unknown gives no lag, nor does one that was not over: what is told
    of that is no lesson from another. Where several facts name different days, the best of them
    counts (`best_named`); where none does, its bounds.
    """
    region = region.known_on(until)
    anchors = {
        sitting: begun
        for sitting, begun in _anchors(region, kind.anchor, until)
        if begun[0] < until
    }
    named = _by_sitting(
        fact for fact in region.named_days if fact.milestone == kind.key and fact.first <= until
    )
    bounds = _by_sitting(fact for fact in region.bounds if fact.milestone == kind.key)
    for sitting, (anchor, anchor_facts) in anchors.items():
        if sitting in named:
            facts = best_named(named[sitting])
            if kind.anchor != "exam" or any(fact.has_known_exam_days for fact in facts):
                lag = max(calendar.lag_between(anchor, facts[0].first), 1)
                yield Lag(region.slug, *sitting, lag, lag, (*anchor_facts, *facts))
        elif sitting in bounds:
            shortest, longest = _bounded(bounds[sitting], anchor, calendar)
            if shortest is None or longest is None or shortest <= longest:
                yield Lag(
                    region.slug, *sitting, shortest, longest, (*anchor_facts, *bounds[sitting])
                )


def _anchors(
    region: Region, anchor: str, until: date
) -> Iterator[tuple[Sitting, tuple[date, tuple[Fact, ...]]]]:
    """Yield of each session the day that lags are counted from, and the facts that name it."""
    if anchor == "exam":
        for session in in_force(region.sessions):
            if session.end and not session.is_cancelled:
                yield (session.exam_year, session.sitting), (session.end, (session,))
        return
    named = _by_sitting(
        fact for fact in region.named_days if fact.milestone == anchor and fact.first <= until
    )
    for sitting, facts in named.items():
        best = best_named(facts)
        yield sitting, (best[0].last, tuple(best))


def _by_sitting(facts: Iterable[AnyFact]) -> dict[Sitting, list[AnyFact]]:
    by_sitting: dict[Sitting, list[AnyFact]] = {}
    for fact in facts:
        by_sitting.setdefault((fact.exam_year, fact.sitting), []).append(fact)
    return by_sitting


def _bounded(
    bounds: Iterable[Bound], anchor: date, calendar: Workdays
) -> tuple[int | None, int | None]:
    """Return the shortest and the longest lag that the bounds of a session leave."""
    passed, come = bounded_days(bounds)
    shortest = calendar.lag_between(anchor, passed) + 1 if passed else None
    return shortest, max(calendar.lag_between(anchor, come), 1) if come else None


def known_until(as_of: date, origin: date) -> date:
    """Return the last day whose facts a window may learn from: the day its lag begins, or the
    build's own.

    A window that was issued does not move because another region released later; that is for the
    next session.
    """
    return min(as_of, origin)
