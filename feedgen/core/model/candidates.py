"""The findings on the authorities' pages, which wait for a person, and how the sites answered."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Certainty(StrEnum):
    """How sure the reading of a page is."""

    SURE = "sure"
    """The title names exam, year and milestone, and the notice names the days in a sentence."""
    LIKELY = "likely"
    """One of these was inferred."""
    UNSURE = "unsure"
    """It may well be about something else."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a page seems to say of a milestone; a person decides."""

    region: str
    """Slug of the region whose authority published the page."""
    milestone: str
    exam_year: int
    sitting: int = 1

    @property
    def session_milestone(self) -> tuple[str, int, int]:
        """The milestone, its exam year and sitting."""
        return self.milestone, self.exam_year, self.sitting


@dataclass(frozen=True, kw_only=True)
class Candidate(Proposal):
    """A notice that seems to announce a milestone."""

    first: date | None
    """None where the notice names no day."""
    last: date | None
    """Inclusive; equal to `first` for a single day, None where the notice names no day."""
    title: str
    """Of the notice, one printable line."""
    url: str
    """Of the notice."""
    published: date | None
    """Day of the notice, by its list or its own text."""
    quote: str
    """The sentence from which the days were taken; empty where none names them."""
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class NotYetCheck(Proposal):
    """A list was read to its end and held no release of an awaited session."""

    day: date
    url: str


@dataclass(frozen=True, kw_only=True)
class SiteCheck:
    """How a watched page answered."""

    region: str
    url: str
    problem: str
    """Why it could not be read, one printable line; empty where it was."""
    notices: int = 0
    """How many notices the list had."""


@dataclass(frozen=True, kw_only=True)
class WatchReport:
    """The findings of one run over the watched pages."""

    day: date
    candidates: tuple[Candidate, ...]
    not_yet_checks: tuple[NotYetCheck, ...]
    site_checks: tuple[SiteCheck, ...]
