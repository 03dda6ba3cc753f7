"""A region with all that it inherits, and everything that was loaded from `regions/`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from feedgen.model.facts import (
    Authority,
    Bound,
    Contact,
    Fact,
    Observation,
    Peculiarity,
    Plan,
    Rule,
    Session,
    Site,
    Source,
)
from feedgen.model.places import Alias, Place
from feedgen.model.publications import Publication
from feedgen.model.years import YearNotice

AnyFact = TypeVar("AnyFact", bound=Fact)
MILESTONES = (
    "exam_enrolment",
    "admission_ticket",
    "exam",
    "results_release",
    "pass_mark",
    "score_recheck",
    "qualification_review",
    "public_notice",
    "certificate_collection",
)
"""Kinds of dated things in an exam year, in the order in which a person meets them."""

BEFORE_EXAM = ("exam_enrolment", "admission_ticket")
"""Milestones that lead to the exam."""

STANDING_RULES = ("rolling_validity", "initial_registration")
"""Things with rules but no date of their own."""

REVIEW = "qualification_review"
"""The one milestone that a region may hold before the exam as well as after it."""

BESIDE_RESULTS = ("pass_mark", "public_notice")
"""Milestones without an event of their own until they are announced: the results event tells their rules."""

LOOKED_UP = ("results_release", "pass_mark", "score_recheck")
"""What is read or asked for where the results are looked up."""

FACTS = (
    "exam_authority",
    "authority_site",
    "results_lookup",
    "notice_list",
    "phone",
    "wechat",
    "major_offered",
    "session",
    "observation",
    "plan",
    "pass_mark",
    "score_recheck",
    "qualification_review",
    "public_notice",
    "certificate_collection",
    "rolling_validity",
    "initial_registration",
)
"""What every province states or lists under `unknown`."""


@dataclass(frozen=True)
class MilestoneKind:
    """What a milestone is, and how it is dated where nobody has said."""

    key: str
    name: str = ""
    title: str = ""
    """Title of its event."""
    deadline_title: str = ""
    """Title of the event of its last day, for what must be done by then."""
    anchor: str = ""
    """The milestone that the lag is counted from."""
    lag: tuple[int, int] | None = None
    """Working days from the anchor's last day, both inclusive."""
    lag_words: str = ""
    anchor_length: tuple[int, int] | None = None
    """Working days from the anchor's first day to its last, added while the anchor's days are only estimated."""
    moment: str = ""
    """What its days are the days of: 公布, 开始."""
    since: int | None = None
    """Of a lag of the region's own: the exam year from which on it does things its own way."""
    season: tuple[int, int] | None = None
    """Of the exam: the days of the year on which it may begin, both inclusive; January 1 is 1."""
    topics: tuple[str, ...] = ()
    """Guidance that its event carries."""
    topics_before_exam: tuple[str, ...] = ()
    """The same where the region holds it before the exam."""
    sources: tuple[Source, ...] = ()
    """Of lag, the anchor's length, or season."""


@dataclass(frozen=True)
class Guidance:
    """What to do, once as steps for a page and once in brief for an event."""

    topic: str
    about: tuple[str, ...]
    """Milestones or standing rules whose regional exceptions belong beside it."""
    title: str
    steps: tuple[str, ...]
    brief: str
    is_for_ahead: bool
    """Whether it says nothing to somebody for whom the milestone is past."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class About:
    """What the exam is called."""

    short_name: str
    official_name: str
    major: str
    """The major that the feeds are for."""
    entry: str
    """Its name in look-up lists, with `{exam_year}`."""
    also_called: tuple[str, ...]
    role: str
    """What passing makes of one."""
    shared_dates: str
    """That other majors share its dates."""
    fallback_authority: str
    """Whose notices count where the authority is not known."""
    sources: tuple[Source, ...]


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
    major_offered: Rule | None = None
    sessions: tuple[Session, ...] = ()
    observations: tuple[Observation, ...] = ()
    bounds: tuple[Bound, ...] = ()
    plans: tuple[Plan, ...] = ()
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """By milestone or standing rule, oldest first."""
    peculiarities: tuple[Peculiarity, ...] = ()
    kinds: Mapping[str, MilestoneKind] = field(default_factory=dict)
    guidance: Mapping[str, Guidance] = field(default_factory=dict)

    @property
    def official_sites(self) -> tuple[Site, ...]:
        """The sites whose address may be shown as official, the best to look results up first."""
        sites = (self.results_lookup, self.authority_site)
        return tuple(site for site in sites if site is not None and site.is_official)

    def official_site(self, milestone: str) -> Site | None:
        """Return the site to name beside a milestone: where results are looked up, else the authority's own."""
        sites = self.official_sites if milestone in LOOKED_UP else tuple(reversed(self.official_sites))
        return next(iter(sites), None)

    def known_on(self, day: date, since: date | None = None) -> "Region":
        """Return the region as far as its facts were known on a day.

        Args:
            day: The day.
            since: An earlier day; what became known after it is taken as if it had been known on it.
        """

        def earlier(fact: AnyFact) -> AnyFact:
            is_later = since is not None and fact.known_from is not None and fact.known_from > since
            return replace(fact, known_from=since) if is_later else fact

        def one(fact: AnyFact | None) -> AnyFact | None:
            return earlier(fact) if fact is not None and fact.is_known(day) else None

        def each(facts: tuple[AnyFact, ...]) -> tuple[AnyFact, ...]:
            return tuple(earlier(fact) for fact in facts if fact.is_known(day))

        return replace(
            self,
            authority=one(self.authority),
            authority_site=one(self.authority_site),
            results_lookup=one(self.results_lookup),
            notice_list=one(self.notice_list),
            major_offered=one(self.major_offered),
            phones=each(self.phones),
            wechats=each(self.wechats),
            sessions=each(self.sessions),
            observations=each(self.observations),
            bounds=each(self.bounds),
            plans=each(self.plans),
            rules={key: each(rules) for key, rules in self.rules.items()},
            peculiarities=each(self.peculiarities),
        )

    def newest_rule(self, milestone: str, tells: str) -> Rule | None:
        """Return the newest rule of a milestone that tells a thing, named by its field."""
        return next((rule for rule in reversed(self.rules_of(milestone)) if getattr(rule, tells)), None)

    @property
    def facts(self) -> Iterator[Fact]:
        """Every fact that holds in the region."""
        single = (self.authority, self.authority_site, self.results_lookup, self.notice_list, self.major_offered)
        yield from (fact for fact in single if fact is not None)
        for group in (self.phones, self.wechats, self.sessions, self.observations, self.bounds, self.plans):
            yield from group
        yield from self.peculiarities
        for rules in self.rules.values():
            yield from rules

    @property
    def review_stage(self) -> str:
        """When the region reviews, by the newest rule that says so; empty where nothing is known."""
        rule = self.newest_rule(REVIEW, "stage")
        return rule.stage if rule else ""

    def subjects_of(self, milestone: str) -> tuple[str, ...]:
        """Return what the event of a milestone speaks of: the milestone, and what its guidance is about."""
        topics = self.kinds[milestone].topics
        return tuple(dict.fromkeys((milestone, *(each for topic in topics for each in self.guidance[topic].about))))

    def rules_of(self, milestone: str) -> tuple[Rule, ...]:
        """Return the rules of a milestone, oldest first."""
        return self.rules.get(milestone, ())


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """Everything in `regions/`, validated and inherited."""

    about: About
    publication: Publication
    nation: Region
    regions: Mapping[str, Region]
    """By slug: the provinces, and the areas that have a file."""
    places: tuple[Place, ...]
    """By key."""
    region_of: Mapping[str, str]
    """Key of a place -> slug of the region whose facts hold there."""
    aliases: tuple[Alias, ...]
    year_notices: tuple[YearNotice, ...]
    digest: str
    """SHA-256 of everything that the files say, comments aside."""

    def known_on(self, day: date, since: date) -> "Definitions":
        """Return the definitions as far as they were known on a day, as if known since an earlier one."""
        regions = {slug: region.known_on(day, since) for slug, region in self.regions.items()}
        return replace(self, nation=self.nation.known_on(day, since), regions=regions)

    def region_for(self, place: Place) -> Region:
        """Return the region whose facts hold in a place."""
        return self.regions[self.region_of[place.key]]

    def followed_by(self, place: Place) -> Region:
        """Return the province-level region whose dates a place takes."""
        region = self.region_for(place)
        return self.regions[region.follows] if region.follows else self.regions[region.slug.split("/")[0]]
