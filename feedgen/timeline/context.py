"""What dating a milestone needs to know, and the facts that a build of one day may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.model import Observation, Plan, Region, Session, Standing, State, in_force, standing_of
from feedgen.model.facts import Fact
from feedgen.workdays import Workdays

STATES = {
    Standing.CONFIRMED: State.ANNOUNCED,
    Standing.REPORTED: State.REPORTED,
    Standing.ASSUMED: State.ESTIMATED,
}
"""The best state that sources give a date."""


@dataclass(frozen=True)
class Context:
    """A region on a day, as far as its facts are known by then."""

    region: Region
    nation: Region
    as_of: date
    calendar: Workdays

    def sessions(self) -> list[Session]:
        """Return the sessions in force: the region's own, else the nation's, sitting by sitting."""
        return in_force(self.region.sessions)

    def days_named(self, kind: str, exam_year: int, sitting: int) -> list[Observation]:
        """Return the facts that name a milestone's days, those of the best day first.

        All facts returned name the same days. Better standing wins, then what dates the scores themselves, then the
        page checked last.
        """
        facts = [fact for fact in self.region.observations if fact.is_about(kind, exam_year, sitting)]
        by_days: dict[tuple[date, date], list[Observation]] = {}
        for fact in facts:
            by_days.setdefault((fact.first, fact.last), []).append(fact)
        return max(by_days.values(), key=_weight, default=[])

    def plan(self, kind: str, exam_year: int, sitting: int) -> Plan | None:
        """Return the authority's own plan; the one known last where there are several."""
        plans = [plan for plan in self.region.plans if plan.is_about(kind, exam_year, sitting)]
        return max(plans, key=lambda plan: (_RANK[plan.standing], plan.known_from or date.min), default=None)


_RANK = {Standing.ASSUMED: 0, Standing.REPORTED: 1, Standing.CONFIRMED: 2}


def _weight(facts: Sequence[Observation]) -> tuple[int, bool, date, date]:
    standing = standing_of_all(facts)
    dates_scores = any(fact.dated == "scores" for fact in facts)
    checked = max(source.checked for fact in facts for source in fact.sources)
    return _RANK[standing], dates_scores, checked, facts[0].first


def standing_of_all(facts: Sequence[Fact]) -> Standing:
    """Say how far the sources of several facts that agree carry them together."""
    return standing_of(source for fact in facts for source in fact.sources)
