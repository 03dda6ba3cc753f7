"""Computes timelines, texts and feeds of places for one day, each region once."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property

from feedgen.core.model import (
    Alias,
    Definitions,
    Depth,
    Explanation,
    Feed,
    MilestoneText,
    Place,
    PlaceContext,
    Region,
    Timeline,
)
from feedgen.core.workdays import Workdays
from feedgen.forecast.explanation import explain
from feedgen.forecast.timelines import ObservationHistory, build_timeline
from feedgen.render.events import compose, describe_milestones


class BuildContext:
    """Timelines, texts and feeds of one day, cached by region."""

    def __init__(self, definitions: Definitions, as_of: date) -> None:
        self.definitions = definitions
        self.as_of = as_of
        self.calendar = Workdays(definitions.year_notices)
        self.record = ObservationHistory.of(definitions, self.calendar)
        self.place_by_slug = {place.slug: place for place in definitions.places}
        self._timelines: dict[str, Timeline] = {}
        self._known: dict[str, Region] = {}
        self._explanations: dict[str, dict[str, Explanation]] = {}
        self._texts: dict[str, tuple[MilestoneText, ...]] = {}

    def timeline_of(self, region: Region) -> Timeline:
        """Return the timeline of a region."""
        if region.slug not in self._timelines:
            self._timelines[region.slug] = build_timeline(region, self.record, self.as_of)
        return self._timelines[region.slug]

    def with_timelines(self, timelines: Mapping[str, Timeline]) -> "BuildContext":
        """Return a context of the same day with other timelines of some regions, by slug."""
        context = copy(self)
        context._timelines = {**self._timelines, **timelines}
        context._explanations, context._texts = {}, {}
        return context

    def followed_by(self, place: Place) -> Place:
        """Return the province-level place whose dates a place takes."""
        return self.place_by_slug[self.definitions.followed_by(place).slug]

    def context_of(self, place: Place, name: str = "") -> PlaceContext:
        """Return the context of a place; `name` replaces its own."""
        region = self.definitions.region_for(place)
        if region.slug not in self._known:
            self._known[region.slug] = region.known_on(self.as_of)
        return PlaceContext(
            place=replace(place, name=name) if name else place,
            followed=self.followed_by(place),
            region=self._known[region.slug],
            timeline=self.timeline_of(region),
            explanations=self._explanations_of(region),
            exam=self.definitions.exam,
            longest_name=self._longest_names[region.slug],
        )

    def _explanations_of(self, region: Region) -> dict[str, Explanation]:
        """Return why each milestone of a region has its days, by the milestone's key."""
        if region.slug not in self._explanations:
            known, timeline = self._known[region.slug], self.timeline_of(region)
            self._explanations[region.slug] = {
                milestone.key: explain(milestone, known, timeline, self.calendar)
                for milestone in timeline.milestones
            }
        return self._explanations[region.slug]

    @cached_property
    def _longest_names(self) -> dict[str, int]:
        """The length of the longest name of a place, by region."""
        lengths: dict[str, int] = {}
        for place in self.definitions.places:
            slug = self.definitions.region_of[place.key]
            lengths[slug] = max(lengths.get(slug, 0), len(place.name))
        return lengths

    def texts_of(self, place_context: PlaceContext) -> tuple[MilestoneText, ...]:
        """Return the texts of a place's milestones; they are the same in the whole region."""
        slug = place_context.region.slug
        if slug not in self._texts:
            self._texts[slug] = describe_milestones(place_context)
        return self._texts[slug]

    def feed_of(self, place: Place, key: str = "", name: str = "") -> Feed:
        """Return the feed of a place; `key` and `name` replace its own."""
        return compose(self.context_of(place, name), key)


def slugs_at(definitions: Definitions, depth: Depth, published: Collection[str]) -> set[str]:
    """Return the slugs of all feeds down to a depth, old addresses included.

    Args:
        definitions: Everything in `regions/`.
        depth: How far down feeds are made.
        published: Slugs that ever had feeds.
    """
    aliases = {alias.old for alias in aliases_at(definitions, depth, published)}
    return {place.slug for place in places_at(definitions, depth)} | aliases


def aliases_at(definitions: Definitions, depth: Depth, published: Collection[str]) -> list[Alias]:
    """Return the old addresses that phones may have, and those whose successor has feeds."""
    current = {place.slug for place in places_at(definitions, depth)}
    return [
        alias for alias in definitions.aliases if alias.new in current or alias.old in published
    ]


def places_at(definitions: Definitions, depth: Depth) -> list[Place]:
    """Return the places with a feed of their own, down to a depth."""
    depths = list(Depth)
    return [
        place for place in definitions.places if depths.index(place.depth) <= depths.index(depth)
    ]
