"""Says which plans were kept, as far as anybody knows."""

from collections.abc import Iterator
from datetime import date

from feedgen.core.model import Definitions, Plan, PlanOutcome, Region, bounded_days
from feedgen.core.workdays import ONE_DAY
from feedgen.forecast.timelines import best_named


def judged_plans(definitions: Definitions) -> Iterator[PlanOutcome]:
    """Yield every plan of a province whose outcome, or a bound of it, says whether it was kept."""
    for slug, region in definitions.regions.items():
        if "/" not in slug:
            for plan in region.plans:
                if verdict := _verdict(plan, region):
                    yield PlanOutcome(slug, plan, verdict)


def _verdict(plan: Plan, region: Region) -> str:
    """Return whether a plan was kept; empty where nothing decides."""
    earliest, latest = _known_days(plan, region)
    if plan.first and latest and latest < plan.first:
        return "early"
    if plan.last and earliest and earliest > plan.last:
        return "late"
    is_soon_enough = not plan.last or (latest is not None and latest <= plan.last)
    is_late_enough = not plan.first or (earliest is not None and earliest >= plan.first)
    return "kept" if is_soon_enough and is_late_enough else ""


def _known_days(plan: Plan, region: Region) -> tuple[date | None, date | None]:
    """Return the first and the last day on which it can have come; None where that side is open."""
    sitting = (plan.milestone, plan.exam_year, plan.sitting)
    if named := best_named(fact for fact in region.named_days if fact.is_about(*sitting)):
        return named[0].first, named[0].first
    passed, come = bounded_days(bound for bound in region.bounds if bound.is_about(*sitting))
    return passed + ONE_DAY if passed else None, come
