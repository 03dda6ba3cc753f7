"""Places: what they are called, where they lie, and under which address their feed stands."""

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
        """Province, area (prefecture-level, or county-level directly under a province) or county."""
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
    """Where a place with a page lies, and what lies in it."""

    ancestors: tuple[Place, ...]
    """The divisions that it lies in, the largest first."""
    areas: tuple[Place, ...]
    """What lies in it and has a page of its own."""
    counties: tuple[Place, ...]
    """What lies in it and has none."""
    siblings: tuple[Place, ...]
    """What lies beside it in the same division."""
    counties_of: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """By slug, of those of its areas in which counties lie."""
    has_county_feeds: bool = False
    """Whether its counties have feeds of their own."""
