"""Sources of facts, and how well they support what they say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from urllib.parse import urlsplit


class Grade(StrEnum):
    """How near a page is to the authority."""

    OFFICIAL = "official"
    """The authority's own page was read."""
    REPOST = "repost"
    """A page that quotes the notice and names office and date or number."""
    REPORTED = "reported"
    """A page says so."""
    ASSUMPTION = "assumption"
    """We had to choose."""


class Confidence(Enum):
    """How well the sources of a fact support it."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Source:
    """Where a fact comes from."""

    url: str
    """Address of the page; empty for an assumption without one."""
    publisher: str
    """Who published the page."""
    checked: date
    """The day on which the page was last looked at."""
    grade: Grade
    notice: str = ""
    """The notice's own address, where the page gives it."""
    reason: str = ""
    """Of an assumption: why this value."""

    @property
    def site(self) -> str:
        """The site of the page, without its subdomain unless it is under gov.cn.

        >>> Source("http://m.hqwx.com/a", "hqwx.com", date(2026, 11, 22), Grade.REPOST).site
        'hqwx.com'
        """
        host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        if host.endswith(".gov.cn"):
            return host
        labels = host.split(".")
        kept = 3 if labels[-2:-1] and labels[-2] in {"com", "net", "org", "edu", "ac"} else 2
        return ".".join(labels[-kept:])


def confidence_of(sources: Iterable[Source]) -> Confidence:
    """Return how well sources support a fact.

    Confirmed: one official page, one repost that gives the notice's own address, or reposts on two
    independent sites. Reported: anything less that is not an assumption.
    """
    reposts = set()
    best = Confidence.ASSUMED
    for source in sources:
        if source.grade is Grade.OFFICIAL or (source.grade is Grade.REPOST and source.notice):
            return Confidence.CONFIRMED
        if source.grade is Grade.REPOST:
            reposts.add(source.site)
        if source.grade is not Grade.ASSUMPTION:
            best = Confidence.REPORTED
    return Confidence.CONFIRMED if len(reposts) > 1 else best
