"""The facts from which the milestones of a region are dated on one day."""

from dataclasses import dataclass
from datetime import date

from feedgen.core.model import Confidence, NamedDays, Plan, Region, Session, State, in_force
from feedgen.core.workdays import Workdays
from feedgen.forecast.timelines.best_facts import RANK, best_named
from feedgen.forecast.timelines.observations import ObservationHistory

STATES = {
    Confidence.CONFIRMED: State.ANNOUNCED,
    Confidence.REPORTED: State.REPORTED,
    Confidence.ASSUMED: State.ESTIMATED,
}
"""The best state that sources give a date."""


@dataclass(frozen=True)
class DatingContext:
    """A region and the nation as known on a day, and the observations of all regions."""

    region: Region
    nation: Region
    history: ObservationHistory
    as_of: date

    @classmethod
    def of(cls, region: Region, history: ObservationHistory, as_of: date) -> "DatingContext":
        """Return the context of a region on a day."""
        return cls(region.known_on(as_of), history.nation.known_on(as_of), history, as_of)

    @property
    def calendar(self) -> Workdays:
        """The calendar that working days are counted by."""
        return self.history.calendar

    def sessions(self) -> list[Session]:
        """Return the sessions in force: the region's own, else the nation's, sitting by sitting."""
        return in_force(self.region.sessions)

    def days_named(self, kind: str, exam_year: int, sitting: int) -> list[NamedDays]:
        """Return the facts that name the best days of a milestone."""
        return best_named(
            fact for fact in self.region.named_days if fact.is_about(kind, exam_year, sitting)
        )

    def plan(self, kind: str, exam_year: int, sitting: int) -> Plan | None:
        """Return the authority's own plan; of several the surest, then the newest."""
        plans = [plan for plan in self.region.plans if plan.is_about(kind, exam_year, sitting)]
        return max(plans, key=_rank, default=None)


def _rank(plan: Plan) -> tuple[int, date, date, date]:
    # The days come last, so that the order in a file decides nothing.
    known_from = plan.known_from or date.min
    return RANK[plan.confidence], known_from, plan.last or date.max, plan.first or date.min
