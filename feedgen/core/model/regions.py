"""A region with its facts, and everything that is loaded from `regions/`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from feedgen.core.model.builds import SiteInfo
from feedgen.core.model.declarations import FactType
from feedgen.core.model.exams import (
    AFTER_RESULTS_STAGES,
    LOOKED_UP,
    REVIEW,
    Exam,
    Guidance,
    MilestoneKind,
)
from feedgen.core.model.fact_types import FACT_TYPES
from feedgen.core.model.facts import (
    Announcement,
    Authority,
    Bound,
    Contact,
    Fact,
    MajorOffered,
    NamedDays,
    Observation,
    Plan,
    RegionalException,
    Rule,
    Session,
    Site,
)
from feedgen.core.model.holidays import HolidayNotice
from feedgen.core.model.places import Alias, Place
from feedgen.core.model.sources import Source


@dataclass(frozen=True, kw_only=True)
class Region:
    """The facts of one region, before inheritance only those of its own file."""

    slug: str
    """`national`, a province's or an area's slug."""
    name: str = ""
    short_name: str = ""
    tile: tuple[int, int] | None = None
    """Of a province: row and column of its tile among equal tiles, from 0."""
    has_own_sessions: bool = False
    """The region never holds the nation's session."""
    follows: str = ""
    """Of an area: the region whose dates it takes, if that is not its province."""
    follows_sources: tuple[Source, ...] = ()
    unknown: frozenset[str] = frozenset()
    """Facts that were looked for and not found."""
    stated: frozenset[str] = frozenset()
    """Facts that the region's own file states."""
    authority: Authority | None = None
    authority_site: Site | None = None
    results_lookup: Site | None = None
    notice_list: Site | None = None
    phones: tuple[Contact, ...] = ()
    wechats: tuple[Contact, ...] = ()
    major_offered: MajorOffered | None = None
    sessions: tuple[Session, ...] = ()
    observations: tuple[Observation, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    bounds: tuple[Bound, ...] = ()
    plans: tuple[Plan, ...] = ()
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """By milestone or standing rule, oldest first."""
    exceptions: tuple[RegionalException, ...] = ()
    kinds: Mapping[str, MilestoneKind] = field(default_factory=dict)
    guidance: Mapping[str, Guidance] = field(default_factory=dict)

    @property
    def named_days(self) -> tuple[NamedDays, ...]:
        """The facts that name the days of a milestone: what came true, then what was announced."""
        return (*self.observations, *self.announcements)

    @property
    def official_sites(self) -> tuple[Site, ...]:
        """The sites whose address may be shown as official, the best to look results up first."""
        sites = (self.results_lookup, self.authority_site)
        return tuple(site for site in sites if site is not None and site.is_official)

    def official_site(self, milestone: str) -> Site | None:
        """Return the site to name beside a milestone."""
        sites = self.official_sites
        if not sites:
            return None
        return sites[0] if milestone in LOOKED_UP else sites[-1]

    def known_on(self, day: date, since: date | None = None) -> "Region":
        """Return the region as far as its facts were known on a day.

        Args:
            day: The day.
            since: An earlier day; facts that became known after it count as known on it.
        """

        def known(facts: Iterable[Fact]) -> tuple[Fact, ...]:
            facts = tuple(fact for fact in facts if fact.is_known(day))
            return facts if since is None else tuple(fact.known_by(since) for fact in facts)

        return self.with_facts(FACT_TYPES, known)

    def with_facts(
        self,
        fact_types: Iterable[FactType],
        change: Callable[[tuple[Fact, ...]], tuple[Fact, ...]],
    ) -> "Region":
        """Return the region with the facts of some types changed."""
        fields = {
            fact_type.field: fact_type.changed(getattr(self, fact_type.field), change)
            for fact_type in fact_types
        }
        return replace(self, **fields)

    def newest_rule(self, milestone: str, attribute: str, exam_year: int = 0) -> Rule | None:
        """Return the newest rule of a milestone that has an attribute.

        A review after the results leaves out the rules of one before the exam. A pass mark is on
        the scale of `exam_year`, and of that year or an earlier one.
        """
        rules = [
            rule
            for rule in self.rules_of(milestone)
            if getattr(rule, attribute)
            and self._is_of_shown_review(rule)
            and self._is_on_scale(rule, exam_year)
        ]
        return rules[-1] if rules else None

    def _is_of_shown_review(self, rule: Rule) -> bool:
        if rule.milestone != REVIEW or not self.reviews_after_results:
            return True
        return rule.stage in {"", *AFTER_RESULTS_STAGES}

    def _is_on_scale(self, rule: Rule, exam_year: int) -> bool:
        kind = self.kinds.get(rule.milestone)
        if not (exam_year and kind and kind.scales):
            return True
        year = rule.exam_year or 0
        return year <= exam_year and kind.scale_in(year) == kind.scale_in(exam_year)

    @property
    def facts(self) -> Iterator[Fact]:
        """Every fact that holds in the region, those by milestone last."""
        for fact_type in sorted(FACT_TYPES, key=lambda fact_type: fact_type.is_by_milestone):
            yield from self.facts_of(fact_type)

    def facts_of(self, fact_type: FactType) -> tuple[Fact, ...]:
        """Return the facts of a type that hold in the region."""
        return fact_type.listed(getattr(self, fact_type.field))

    @property
    def review_rules(self) -> tuple[Rule, ...]:
        """The rules of the newest year that say when the region reviews: a stage, or several."""
        staged = [rule for rule in self.rules_of(REVIEW) if rule.stage]
        return tuple(rule for rule in staged if rule.exam_year == staged[-1].exam_year)

    @property
    def reviews_after_results(self) -> bool:
        """Whether the review, or a part of it, is known to follow the results."""
        return any(rule.stage in AFTER_RESULTS_STAGES for rule in self.review_rules)

    @property
    def unknown_review(self) -> str:
        """The words for a review that no source places; empty if one does."""
        if self.review_rules or REVIEW not in self.kinds:
            return ""
        review, results = self.kinds[REVIEW].name, self.kinds["results_release"].name
        return f"{self.name}考后要不要{review}没有查到来源，请看{results}的通知"

    @property
    def nationwide(self) -> tuple[MilestoneKind, ...]:
        """The milestones that the whole nation has on the same days."""
        return tuple(kind for kind in self.kinds.values() if kind.is_nationwide)

    def subjects_of(self, milestone: str) -> tuple[str, ...]:
        """Return the subjects of the event of a milestone: itself, and those of its guidance."""
        guidance = (self.guidance[topic] for topic in self.kinds[milestone].topics)
        return tuple(
            dict.fromkeys([milestone, *(each for topic in guidance for each in topic.about)])
        )

    def rules_of(self, milestone: str) -> tuple[Rule, ...]:
        """Return the rules of a milestone, oldest first."""
        return self.rules.get(milestone, ())

    def topics_of(self, milestone: str, exam_year: int = 0) -> tuple[str, ...]:
        """Return the topics of guidance that belong to a milestone as the region holds it.

        Guidance that an exception replaces in an exam year is left out.
        """
        kind = self.kinds[milestone]
        replaced = {
            exception.about
            for exception in self.exceptions
            if exception.replaces_guidance and exception.holds_in(exam_year)
        }
        is_known = milestone == REVIEW and self.review_rules
        is_before_exam = is_known and not self.reviews_after_results
        topics = kind.topics_before_exam if is_before_exam else kind.topics
        return tuple(
            topic
            for topic in topics
            if not (exam_year and replaced & {*self.guidance[topic].about})
        )


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """Everything in `regions/`, validated and inherited."""

    exam: Exam
    publication: SiteInfo
    nation: Region
    regions: Mapping[str, Region]
    """By slug: the provinces, and the areas that have a file."""
    places: tuple[Place, ...]
    """By key."""
    region_of: Mapping[str, str]
    """Key of a place -> slug of the region whose facts hold there."""
    aliases: tuple[Alias, ...]
    year_notices: tuple[HolidayNotice, ...]
    digest: str
    """SHA-256 of the content of the files, comments aside."""

    def __repr__(self) -> str:
        # A notebook prints any value on a line by itself, and this one has megabytes.
        return f"<Definitions: {len(self.regions)} regions, {len(self.places)} places>"

    @property
    def example_place(self) -> Place:
        """The example of the search: the one of the definitions, else the first in another."""
        named = (place for place in self.places if place.slug == self.exam.example_place)
        inner = (place for place in self.places if place.parent)
        return next(named, None) or next(inner, self.places[0])

    def known_on(self, day: date, since: date) -> "Definitions":
        """Return the definitions as known on a day, as if known on an earlier one."""
        regions = {slug: region.known_on(day, since) for slug, region in self.regions.items()}
        return replace(self, nation=self.nation.known_on(day, since), regions=regions)

    def region_for(self, place: Place) -> Region:
        """Return the region whose facts hold in a place."""
        return self.regions[self.region_of[place.key]]

    def followed_by(self, place: Place) -> Region:
        """Return the province-level region whose dates a place takes."""
        region = self.region_for(place)
        return self.regions[region.follows or region.slug.split("/")[0]]
