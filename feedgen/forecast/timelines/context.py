"""What dating a milestone needs to know, and the facts that a build of one day may use."""

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
    """A region on a day, as far as its facts are known by then."""

    region: Region
    nation: Region
    record: ObservationHistory
    as_of: date

    @property
    def calendar(self) -> Workdays:
        """The calendar that working days are counted by."""
        return self.record.calendar

    def sessions(self) -> list[Session]:
        """Return the sessions in force: the region's own, else the nation's, sitting by sitting."""
        return in_force(self.region.sessions)

    def days_named(self, kind: str, exam_year: int, sitting: int) -> list[NamedDays]:
        """Return the facts that name a milestone's days, those of the best days where they differ."""
        return best_named(
            fact for fact in self.region.named_days if fact.is_about(kind, exam_year, sitting)
        )

    def plan(self, kind: str, exam_year: int, sitting: int) -> Plan | None:
        """Return the authority's own plan; the one known last where there are several."""
        plans = [plan for plan in self.region.plans if plan.is_about(kind, exam_year, sitting)]
        return max(plans, key=_newest, default=None)


def _newest(plan: Plan) -> tuple[int, date, date, date]:
    """Sort plans by how well and how lately they are known; then by their days, so that their order
    decides nothing.
    """
    return (
        RANK[plan.confidence],
        plan.known_from or date.min,
        plan.last or date.max,
        plan.first or date.min,
    )
