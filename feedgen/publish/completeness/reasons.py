"""Why a fact is not told where people read: each reason is a rule that the texts follow, none is
made up afterwards.
"""

from collections.abc import Sequence

from feedgen.core.model import (
    LONGEST,
    Contact,
    Event,
    MajorOffered,
    Output,
    PlaceContext,
    Region,
    RegionalException,
    Rule,
    Site,
)
from feedgen.core.model.exams import BESIDE_RESULTS, STANDING_RULES
from feedgen.core.model.facts import Fact, MilestoneFact
from feedgen.publish.completeness.evidence import words_of
from feedgen.render.website import MAX_RULES_SHOWN

RESULTS = "results_release"
NO_EVENT = "what it is about has no event"


def omission_reason(
    fact: Fact,
    output: Output,
    place_context: PlaceContext,
    events: Sequence[Event],
    answered: tuple[int, int],
) -> str:
    """Return why a fact is missing in an output; empty where nobody knows, as always in the data.

    Args:
        fact: What is missing.
        output: Where.
        told: What the events of the region are told from.
        events: Those of the region.
        answered: Exam year and sitting of the session that the page answers for.
    """
    if output is Output.DATA:
        return ""
    if output is Output.FEED and not events:
        return NO_EVENT
    match fact:
        case MilestoneFact():
            return _of_days(fact, output, place_context, answered)
        case MajorOffered() if output is Output.FEED:
            return "" if _has_event("exam", place_context) else NO_EVENT
        case Rule() if output is Output.FEED:
            return _of_rule_in_events(fact, place_context, events)
        case Rule():
            is_shown = fact in place_context.region.rules_of(fact.milestone)[-MAX_RULES_SHOWN:]
            return "" if is_shown else f"the page tells the newest {MAX_RULES_SHOWN} of its kind"
        case RegionalException():
            return _of_exception(fact, output, place_context, answered)
        case Contact() if output is Output.FEED:
            return "" if _has_event(fact.about, place_context) else NO_EVENT
        case Site():
            return _of_site(fact, output, place_context.region)
    return ""


def _of_days(
    fact: MilestoneFact,
    output: Output,
    place_context: PlaceContext,
    answered: tuple[int, int],
) -> str:
    milestone = place_context.timeline.of(fact.milestone, fact.exam_year, fact.sitting)
    if milestone is None:
        return "its milestone is not shown any more, or not yet"
    if output is Output.PAGE and (fact.exam_year, fact.sitting) < answered:
        return "of an earlier session than that of its answer the page tells the days alone"
    is_used = fact in milestone.basis.facts or fact == milestone.plan
    return "" if is_used else "another fact says more of the same milestone"


def _of_rule_in_events(rule: Rule, place_context: PlaceContext, events: Sequence[Event]) -> str:
    region, key = place_context.region, rule.milestone
    if key in STANDING_RULES:
        return "events say in brief what to do, the page tells the rule"
    context_of = {tells: region.newest_rule(key, tells) for tells in ("how", "when")}
    if (
        any(getattr(rule, tells) and context_of[tells] != rule for tells in context_of)
        or rule not in context_of.values()
    ):
        is_window = rule.window_days and not any((rule.how, rule.when, rule.scope, rule.result))
        return (
            "events tell the shortest and the longest window"
            if is_window
            else "events tell the newest way and time"
        )
    if not _has_event(key, place_context) and not (
        key in BESIDE_RESULTS and _has_event(RESULTS, place_context)
    ):
        return NO_EVENT
    longest = max(
        (len(event.description) for event in events if event.key.endswith("results-release")),
        default=0,
    )
    is_too_much = longest + sum(map(len, words_of(rule))) > LONGEST
    return (
        f"the event would be longer than {LONGEST} characters"
        if key in BESIDE_RESULTS and is_too_much
        else ""
    )


def _of_exception(
    fact: RegionalException, output: Output, place_context: PlaceContext, answered: tuple[int, int]
) -> str:
    region, years = place_context.region, {answered[0] or place_context.timeline.as_of.year}
    if fact.about not in region.kinds and not any(
        fact.about in each.about for each in region.guidance.values()
    ):
        return "no guidance is about it"
    if output is Output.FEED:
        years = {
            each.exam_year
            for each in place_context.timeline.milestones
            if fact.about in region.subjects_of(each.kind)
        }
        if not years:
            return NO_EVENT
    matters = [
        year for year in years if (fact.exam_year or 0) <= year <= (fact.last_exam_year or year)
    ]
    return "" if matters else "it is of another exam year than those that are shown"


def _of_site(site: Site, output: Output, region: Region) -> str:
    if site == region.notice_list:
        return "it is for those who gather dates"
    if not site.is_official:
        return "its address is not known to be the authority's own"
    is_other = output is Output.PAGE and site != region.official_site(RESULTS)
    return "another site is the better one to look results up" if is_other else ""


def _has_event(kind: str, place_context: PlaceContext) -> bool:
    return not kind or any(
        milestone.kind == kind for milestone in place_context.timeline.milestones
    )
