"""Explains omissions: each reason is a rule that the texts follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedgen.core.model import (
    LONGEST,
    Contact,
    Event,
    MajorOffered,
    MilestoneFact,
    Output,
    PlaceContext,
    RegionalException,
    Rule,
    Site,
)
from feedgen.core.model.exams import BESIDE_RESULTS, LOOKED_UP, STANDING_RULES
from feedgen.core.model.facts import Fact
from feedgen.publish.completeness.evidence import words_of
from feedgen.render.website import MAX_RULES_SHOWN

RESULTS = "results_release"
SENTENCE = 20
"""Characters around a rule in its sentence, about."""
NO_EVENT = "what it is about has no event"


@dataclass(frozen=True)
class OmissionReasons:
    """The reasons for omissions in the feed and on the page of a region."""

    context: PlaceContext
    events: Sequence[Event]
    """The events of the feed."""
    answered: tuple[int, int]
    """Exam year and sitting of the session that the page answers for."""

    def reason(self, fact: Fact, output: Output) -> str:
        """Return why an output leaves a fact out; empty for a bug, as always in the data."""
        if output is Output.FEED:
            return self._reason_in_feed(fact) if self.events else NO_EVENT
        return self._reason_on_page(fact) if output is Output.PAGE else ""

    def _reason_in_feed(self, fact: Fact) -> str:
        match fact:
            case MilestoneFact():
                return self._reason_of_days(fact)
            case MajorOffered():
                return self._reason_without_event("exam")
            case Contact():
                return self._reason_without_event(fact.about) if fact.about else ""
            case Rule():
                return self._reason_of_rule_in_feed(fact)
            case RegionalException():
                return self._reason_of_exception_in_feed(fact)
            case Site():
                return self._reason_of_site_in_feed(fact)
        return ""

    def _reason_of_site_in_feed(self, site: Site) -> str:
        if site == self.context.region.results_lookup and not site.is_official:
            return "" if any(map(self._has_event, LOOKED_UP)) else NO_EVENT
        return self._reason_of_site(site)

    def _reason_on_page(self, fact: Fact) -> str:
        region = self.context.region
        match fact:
            case MilestoneFact() if self._is_before_answer(fact):
                return "of an earlier session than that of its answer the page tells the days alone"
            case MilestoneFact():
                return self._reason_of_days(fact)
            case Rule() if fact not in region.rules_of(fact.milestone)[-MAX_RULES_SHOWN:]:
                return f"the page tells the newest {MAX_RULES_SHOWN} of its kind"
            case RegionalException():
                return self._reason_of_exception(fact, {self._answered_year()})
            case Site():
                is_best = fact == region.official_site(RESULTS)
                better = "" if is_best else "another site is the better one to look results up"
                return self._reason_of_site(fact) or better
        return ""

    def _is_before_answer(self, fact: MilestoneFact) -> bool:
        is_shown = self.context.timeline.of(fact.milestone, fact.exam_year, fact.sitting)
        return is_shown is not None and (fact.exam_year, fact.sitting) < self.answered

    def _reason_of_days(self, fact: MilestoneFact) -> str:
        milestone = self.context.timeline.of(fact.milestone, fact.exam_year, fact.sitting)
        if milestone is None:
            return "its milestone is not shown any more, or not yet"
        is_used = fact in milestone.basis.facts or fact == milestone.plan
        return "" if is_used else "another fact says more of the same milestone"

    def _reason_of_rule_in_feed(self, rule: Rule) -> str:
        if rule.milestone in STANDING_RULES:
            return "events say in brief what to do, the page tells the rule"
        kind = self.context.region.kinds[rule.milestone]
        if rule.how and kind.scale_in(rule.exam_year or 0) != kind.scale_in(self._shown_year()):
            return "its full marks are not those of the exam that is shown"
        if not self._is_newest(rule):
            if rule.window_days and not any((rule.how, rule.when, rule.scope, rule.result)):
                return "events tell the shortest and the longest window"
            return "events tell the newest way and time"
        if rule.milestone not in BESIDE_RESULTS:
            return self._reason_without_event(rule.milestone)
        return self._reason_beside_results(rule)

    def _reason_beside_results(self, rule: Rule) -> str:
        if not self._has_event(rule.milestone) and not self._has_event(RESULTS):
            return NO_EVENT
        results = (event for event in self.events if event.key.endswith("results-release"))
        longest = max((len(event.description) for event in results), default=0)
        scale = self.context.region.kinds[rule.milestone].scale_in(self._shown_year())
        is_too_long = longest + sum(map(len, (*words_of(rule), scale))) + SENTENCE > LONGEST
        return f"the event would be longer than {LONGEST} characters" if is_too_long else ""

    def _is_newest(self, rule: Rule) -> bool:
        """Say whether a rule names way or time, and no newer one names what it names."""
        named = [attribute for attribute in ("how", "when") if getattr(rule, attribute)]
        region = self.context.region
        year = self._shown_year()
        newest = [region.newest_rule(rule.milestone, attribute, year) for attribute in named]
        return bool(named) and all(newer == rule for newer in newest)

    def _shown_year(self) -> int:
        """Return the newest exam year whose results are shown."""
        milestones = self.context.timeline.milestones
        years = [milestone.exam_year for milestone in milestones if milestone.kind == RESULTS]
        return max(years, default=self.context.timeline.as_of.year)

    def _reason_of_exception_in_feed(self, fact: RegionalException) -> str:
        region = self.context.region
        years = {
            milestone.exam_year
            for milestone in self.context.timeline.milestones
            if fact.about in region.subjects_of(milestone.kind)
        }
        return self._reason_of_exception(fact, years)

    def _reason_of_exception(self, fact: RegionalException, years: Iterable[int]) -> str:
        """Return why an exception is left out beside milestones of these exam years."""
        region, years = self.context.region, set(years)
        guided = (subject for topic in region.guidance.values() for subject in topic.about)
        if fact.about not in {*region.kinds, *guided}:
            return "no guidance is about it"
        if not years:
            return NO_EVENT
        if any(fact.holds_in(year) for year in years):
            return ""
        return "it is of another exam year than those that are shown"

    def _reason_of_site(self, site: Site) -> str:
        if site == self.context.region.notice_list:
            return "it is for those who gather dates"
        return "" if site.is_official else "its address is not known to be the authority's own"

    def _answered_year(self) -> int:
        return self.answered[0] or self.context.timeline.as_of.year

    def _has_event(self, kind: str) -> bool:
        return any(milestone.kind == kind for milestone in self.context.timeline.milestones)

    def _reason_without_event(self, kind: str) -> str:
        return "" if self._has_event(kind) else NO_EVENT
