"""A region with all that it inherits, and everything that was loaded from `regions/`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from feedgen.core.model.builds import SiteInfo
from feedgen.core.model.declarations import FactType
from feedgen.core.model.exams import LOOKED_UP, REVIEW, Exam, Guidance, MilestoneKind
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
    Source,
)
from feedgen.core.model.holidays import HolidayNotice
from feedgen.core.model.places import Alias, Place


@dataclass(frozen=True, kw_only=True)
class Region:
    """What holds in one region: what its files say, and before inheritance only that."""

    slug: str
    """`national`, a province's or an area's slug."""
    name: str = ""
    short_name: str = ""
    tile: tuple[int, int] | None = None
    """Of a province: row and column of its tile among equal tiles, from 0."""
    has_own_sessions: bool = False
    """The region never holds the nation's session."""
    follows: str = ""
    """Of an area's file: whose dates, where it is not the province it lies in."""
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
        """Return the site to name beside a milestone: where results are looked up, else the
        authority's own.
        """
        sites = (
            self.official_sites if milestone in LOOKED_UP else tuple(reversed(self.official_sites))
        )
        return next(iter(sites), None)

    def known_on(self, day: date, since: date | None = None) -> "Region":
        """Return the region as far as its facts were known on a day.

        Args:
            day: The day.
            since: An earlier day; facts that became known after it count as known on it.
        """

        def known(facts: Iterable[Fact]) -> tuple[Fact, ...]:
            return tuple(fact.known_by(since) for fact in facts if fact.is_known(day))

        fields = {each.field: each.changed(getattr(self, each.field), known) for each in FACT_TYPES}
        return replace(self, **fields)

    def newest_rule(self, milestone: str, tells: str) -> Rule | None:
        """Return the newest rule of a milestone that tells a thing, named by its field."""
        return next(
            (rule for rule in reversed(self.rules_of(milestone)) if getattr(rule, tells)), None
        )

    @property
    def facts(self) -> Iterator[Fact]:
        """Every fact that holds in the region, those by milestone last."""
        for fact_type in sorted(FACT_TYPES, key=lambda fact_type: fact_type.is_by_milestone):
            yield from self.facts_of(fact_type)

    def facts_of(self, fact_type: FactType) -> tuple[Fact, ...]:
        """Return the facts of a type that hold in the region."""
        return fact_type.listed(getattr(self, fact_type.field))

    @property
    def review_stage(self) -> str:
        """When the region reviews, by the newest rule that says so; empty where nothing is known."""
        rule = self.newest_rule(REVIEW, "stage")
        return rule.stage if rule else ""

    @property
    def nationwide(self) -> tuple[MilestoneKind, ...]:
        """What the whole nation has on the same days."""
        return tuple(kind for kind in self.kinds.values() if kind.is_nationwide)

    def subjects_of(self, milestone: str) -> tuple[str, ...]:
        """Return what the event of a milestone speaks of: the milestone, and what its guidance is
        about.
        """
        topics = self.kinds[milestone].topics
        return tuple(
            dict.fromkeys(
                (milestone, *(each for topic in topics for each in self.guidance[topic].about))
            )
        )

    def rules_of(self, milestone: str) -> tuple[Rule, ...]:
        """Return the rules of a milestone, oldest first."""
        return self.rules.get(milestone, ())

    def topics_of(self, milestone: str) -> tuple[str, ...]:
        """Return the topics of guidance that belong to a milestone as the region holds it."""
        kind = self.kinds[milestone]
        is_before_exam = milestone == REVIEW and self.review_stage == "before_exam"
        return kind.topics_before_exam if is_before_exam else kind.topics


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
    """SHA-256 of everything that the files say, comments aside."""

    def __repr__(self) -> str:
        # All of it is megabytes, and a notebook prints whatever stands on a line by itself.
        return f"<Definitions: {len(self.regions)} regions, {len(self.places)} places>"

    @property
    def example_place(self) -> Place:
        """The place that shows people what to type: the one that was named, else the first within
        another.
        """
        named = (place for place in self.places if place.slug == self.exam.example_place)
        return next(named, None) or next(
            (place for place in self.places if place.parent), self.places[0]
        )

    def known_on(self, day: date, since: date) -> "Definitions":
        """Return the definitions as far as they were known on a day, as if known since an earlier
        one.
        """
        regions = {slug: region.known_on(day, since) for slug, region in self.regions.items()}
        return replace(self, nation=self.nation.known_on(day, since), regions=regions)

    def region_for(self, place: Place) -> Region:
        """Return the region whose facts hold in a place."""
        return self.regions[self.region_of[place.key]]

    def followed_by(self, place: Place) -> Region:
        """Return the province-level region whose dates a place takes."""
        region = self.region_for(place)
        return (
            self.regions[region.follows]
            if region.follows
            else self.regions[region.slug.split("/")[0]]
        )
