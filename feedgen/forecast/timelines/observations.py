"""Counts the lags that regions observed, and learns the nation's lags from them."""

from collections.abc import Iterable, Iterator, Sequence
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
Anchor = tuple[Sitting, date, tuple[Fact, ...]]
"""A session, the day that its lags are counted from, and the facts that name it."""
Span = tuple[int | None, int | None]
"""Shortest and longest lag; None is an open side."""


class ObservationHistory:
    """The observations of all regions, and what the nation learned from them by a day."""

    def __init__(self, nation: Region, provinces: Iterable[Region], calendar: Workdays) -> None:
        self.nation = nation
        self.calendar = calendar
        self.provinces = tuple(provinces)
        self._learned: dict[tuple[str, date], tuple[Belief, tuple[WeightedLag, ...]]] = {}

    @classmethod
    def of(cls, definitions: Definitions, calendar: Workdays) -> "ObservationHistory":
        """Return the observations of every province; the files of areas have none."""
        provinces = (region for slug, region in definitions.regions.items() if "/" not in slug)
        return cls(definitions.nation, provinces, calendar)

    def national_belief(
        self, kind: MilestoneKind, until: date
    ) -> tuple[Belief, tuple[WeightedLag, ...]]:
        """Return the nation's belief about a milestone's lag, and the observations behind it.

        Args:
            kind: The nation's milestone; its rule is the prior.
            until: The last day whose facts count.
        """
        assert kind.lag, "without a lag there is nothing to learn"
        key = (kind.key, until)
        if key not in self._learned:
            regions = (self.nation,) if kind.is_nationwide else self.provinces
            lags = [lag for region in regions for lag in self._lags_of(region, kind, until)]
            belief = posterior(prior_from_rule(kind.lag), lags, from_many_regions=True)
            self._learned[key] = belief, effective_weights(lags, belief, from_many_regions=True)
        return self._learned[key]

    def _lags_of(self, region: Region, kind: MilestoneKind, until: date) -> Iterable[Lag]:
        """Return a region's lags but for the years in which it had a lag of its own."""
        lags = lags_of(region, kind, until, self.calendar)
        return (lag for lag in lags if not has_own_lag(region, kind, lag.exam_year))


def has_own_lag(region: Region, nations: MilestoneKind, exam_year: int) -> bool:
    """Say whether a region has a lag of its own in an exam year, apart from the nation's."""
    own = region.kinds.get(nations.key, nations)
    return (own.anchor, own.lag) != (nations.anchor, nations.lag) and exam_year >= (own.since or 0)


def lags_of(region: Region, kind: MilestoneKind, until: date, calendar: Workdays) -> Iterator[Lag]:
    """Yield how long a milestone took in each session of a region, as far as known on a day.

    A session that was not over, or whose exam days are unknown, gives no lag. If facts name
    different days, the best of them count (`best_named`); if none does, the bounds count.
    """
    region = region.known_on(until)
    named = _by_sitting(_named(region, kind.key, until))
    bounds = _by_sitting(bound for bound in region.bounds if bound.milestone == kind.key)
    anchors = _exam_ends(region) if kind.anchor == "exam" else _named_ends(region, kind, until)
    for sitting, anchor, anchor_facts in anchors:
        if anchor >= until:
            continue
        days = best_named(named.get(sitting, ()))
        limits = [] if days else bounds.get(sitting, [])
        if days:
            span = _known_span(days, anchor, kind, calendar)
        else:
            span = _bounded_span(limits, anchor, calendar)
        if span:
            yield Lag(region.slug, *sitting, *span, (*anchor_facts, *days, *limits))


def _exam_ends(region: Region) -> Iterator[Anchor]:
    for session in in_force(region.sessions):
        if session.end and not session.is_cancelled:
            yield (session.exam_year, session.sitting), session.end, (session,)


def _named_ends(region: Region, kind: MilestoneKind, until: date) -> Iterator[Anchor]:
    for sitting, facts in _by_sitting(_named(region, kind.anchor, until)).items():
        best = best_named(facts)
        yield sitting, best[0].last, tuple(best)


def _named(region: Region, milestone: str, until: date) -> Iterator[NamedDays]:
    for fact in region.named_days:
        if fact.milestone == milestone and fact.first <= until:
            yield fact


def _by_sitting(facts: Iterable[AnyFact]) -> dict[Sitting, list[AnyFact]]:
    by_sitting: dict[Sitting, list[AnyFact]] = {}
    for fact in facts:
        by_sitting.setdefault((fact.exam_year, fact.sitting), []).append(fact)
    return by_sitting


def _known_span(
    facts: Sequence[NamedDays], anchor: date, kind: MilestoneKind, calendar: Workdays
) -> Span | None:
    """Return the lag to a named day, twice; None if the exam before it is not known."""
    if kind.anchor == "exam" and not any(fact.has_known_exam_days for fact in facts):
        return None
    lag = max(calendar.lag_between(anchor, facts[0].first), 1)
    return lag, lag


def _bounded_span(bounds: Sequence[Bound], anchor: date, calendar: Workdays) -> Span | None:
    """Return the shortest and the longest lag that bounds leave; None if they leave no day."""
    passed, come = bounded_days(bounds)
    shortest = calendar.lag_between(anchor, passed) + 1 if passed else None
    longest = max(calendar.lag_between(anchor, come), 1) if come else None
    is_empty = shortest is not None and longest is not None and shortest > longest
    return (shortest, longest) if bounds and not is_empty else None


def learned_until(as_of: date, origin: date) -> date:
    """Return the last day whose facts a window may learn from: its lag's first, or the build's.

    A published window does not move because another region released later; that is for the next
    session.
    """
    return min(as_of, origin)
