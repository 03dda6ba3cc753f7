"""Places: their names, their relations, and the addresses of their feeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Depth(StrEnum):
    """How far down the administrative tree feeds are published."""

    PROVINCE = "province"
    AREA = "area"
    COUNTY = "county"


@dataclass(frozen=True)
class Place:
    """One administrative division, or 新疆生产建设兵团."""

    key: str
    """Its identity in UIDs: the code when first published, frozen."""
    code: str
    """GB/T 2260 code of today, empty where there is none."""
    name: str
    """Full name with its suffix, 松江区."""
    slug: str
    """Address below the site, `shanghai/songjiang`; frozen."""
    initials: str
    """First letters of the pinyin syllables, `sj`."""
    parent: str
    """Key of the division it lies in, empty for a province."""

    @property
    def depth(self) -> Depth:
        """Province, county, or area: prefecture-level, or county-level right under a province."""
        return tuple(Depth)[self.slug.count("/")]


@dataclass(frozen=True)
class Alias:
    """The old address of a renamed place."""

    old: str
    """The slug that phones have stored."""
    key: str
    """The old place's key, which its UIDs keep."""
    new: str
    """The slug of the successor."""


@dataclass(frozen=True)
class PlaceRelations:
    """The places around and within a place that has a page."""

    ancestors: tuple[Place, ...]
    """The divisions around it, the largest first."""
    areas: tuple[Place, ...]
    """The places in it with a page of their own."""
    counties: tuple[Place, ...]
    """The places in it without a page."""
    siblings: tuple[Place, ...]
    """The other places of its division."""
    counties_of: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """By slug of an area; areas without counties are left out."""
    has_county_feeds: bool = False
    """Whether its counties have feeds of their own."""
