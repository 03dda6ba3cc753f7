"""Decides which plans were kept, as far as the outcome or a bound says."""

from collections.abc import Iterator
from datetime import date

from feedgen.core.model import Definitions, Plan, PlanOutcome, Region, bounded_days
from feedgen.core.workdays import ONE_DAY
from feedgen.forecast.timelines import best_named


def plan_outcomes(definitions: Definitions) -> Iterator[PlanOutcome]:
    """Yield every plan of a province that is known to have been kept or not."""
    for slug, region in definitions.regions.items():
        if "/" not in slug:
            for plan in region.plans:
                if verdict := _verdict(plan, region):
                    yield PlanOutcome(slug, plan, verdict)


def _verdict(plan: Plan, region: Region) -> str:
    """Return whether a plan was kept; empty if no fact decides."""
    earliest, latest = _known_days(plan, region)
    first, last = plan.first or date.min, plan.last or date.max
    if latest < first:
        return "early"
    if earliest > last:
        return "late"
    return "kept" if first <= earliest and latest <= last else ""


def _known_days(plan: Plan, region: Region) -> tuple[date, date]:
    """Return the first and the last day on which the milestone can have come."""
    sitting = (plan.milestone, plan.exam_year, plan.sitting)
    if named := best_named(fact for fact in region.named_days if fact.is_about(*sitting)):
        return named[0].first, named[0].first
    passed, come = bounded_days(bound for bound in region.bounds if bound.is_about(*sitting))
    return passed + ONE_DAY if passed else date.min, come or date.max
