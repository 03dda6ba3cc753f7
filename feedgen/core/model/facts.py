"""Facts about the exam, each with its sources and the place where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar, Self
from urllib.parse import urlsplit

from feedgen.core.model.sources import Confidence, Source, confidence_of


@dataclass(frozen=True)
class Origin:
    """Where a fact is written; prints as `regions/hunan.toml:12`."""

    file: str = ""
    """The folder of definitions and the path in it; empty for a fact that no file states."""
    line: int = 0
    """Counted from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else ""

    def is_file_of(self, slug: str) -> bool:
        """Say whether that is the file of a region."""
        return self.file.partition("/")[2] == f"{slug}.toml"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What every fact has."""

    sources: tuple[Source, ...]
    """At least one."""
    known_from: date | None = None
    """First day on which anybody could know it; None is always."""
    origin: Origin = Origin()
    """Where it is written."""

    @property
    def confidence(self) -> Confidence:
        """How well its sources support the fact."""
        return confidence_of(self.sources)

    def is_known(self, as_of: date) -> bool:
        """Say whether a build of that day may use the fact."""
        return self.known_from is None or self.known_from <= as_of

    def known_by(self, day: date) -> Self:
        """Return the fact as known on a day at the latest."""
        return self if self.is_known(day) else replace(self, known_from=day)


@dataclass(frozen=True, kw_only=True)
class Authority(Fact):
    """The body that runs the exam."""

    name: str
    is_inferred: bool
    """Known only from other exams that the body runs."""


@dataclass(frozen=True, kw_only=True)
class Site(Fact):
    """A web site, or the name of one whose address nobody has seen."""

    name: str
    url: str
    """Empty where the address is not known or does not last."""
    independent_sources: int
    """How many independent pages or public lists name the address."""

    @property
    def host(self) -> str:
        """The host of the address, empty without one."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_official(self) -> bool:
        """Whether the address is under gov.cn or has two sources, and is no IP number."""
        if not self.host or self.host.replace(".", "").isdigit() or ":" in self.host:
            return False
        return self.host.endswith(".gov.cn") or self.independent_sources > 1


@dataclass(frozen=True, kw_only=True)
class Contact(Fact):
    """A telephone number or a WeChat account."""

    name: str
    """The number, or the account's name."""
    purpose: str
    about: str
    """The only milestone that it is for; empty where it is for all."""


@dataclass(frozen=True, kw_only=True)
class MilestoneFact(Fact):
    """A fact about the days of one milestone of one exam year."""

    milestone: str
    exam_year: int
    sitting: int
    """1, or 2 for a second session in one exam year."""

    def is_about(self, milestone: str, exam_year: int, sitting: int) -> bool:
        """Say whether it is about that milestone."""
        return (self.milestone, self.exam_year, self.sitting) == (milestone, exam_year, sitting)


@dataclass(frozen=True, kw_only=True)
class Session(MilestoneFact):
    """One holding of the exam."""

    milestone: str = field(default="exam", init=False)
    start: date | None
    end: date | None
    """Last exam day, inclusive; None where it is not known."""
    is_cancelled: bool
    merged_into: int | None
    """The exam year that the session was merged into."""
    stated_by: str = ""
    """Slug of the region whose file states it."""


def in_force(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions in force: the last of each sitting of each year.

    Args:
        sessions: The nation's first, then the province's, then the area's; a cancellation after
            the session that it calls off.
    """
    last = {(session.exam_year, session.sitting): session for session in sessions}
    return [last[sitting] for sitting in sorted(last)]


@dataclass(frozen=True, kw_only=True)
class NamedDays(MilestoneFact):
    """A fact that names the days of a milestone."""

    first: date
    last: date
    """Last day, inclusive; equal to `first` for a single day."""
    dated: str
    """What carries the date: `scores`, `pass_mark` or `notice`."""

    @property
    def has_known_exam_days(self) -> bool:
        """Whether the exam days before it are known, as far as a session is on record."""
        return True


@dataclass(frozen=True, kw_only=True)
class Observation(NamedDays):
    """A milestone that came true on these days."""

    exam_days: str
    """How the exam days before it are known: `region`, `nation` or `unknown`."""

    @property
    def has_known_exam_days(self) -> bool:
        """Whether the exam days before it are known."""
        return self.exam_days != "unknown"


@dataclass(frozen=True, kw_only=True)
class Announcement(NamedDays):
    """Days that an authority announced; the exam before them is the session in force."""

    exam_days: ClassVar[None] = None
    """For programs, beside that of observations."""


@dataclass(frozen=True, kw_only=True)
class Bound(MilestoneFact):
    """A bound of an unknown day (a censored observation): one of three days, inclusive."""

    not_before: date | None
    not_after: date | None
    not_yet: date | None
    """Somebody looked on that day and there was nothing."""


def bounded_days(bounds: Iterable[Bound]) -> tuple[date | None, date | None]:
    """Return the last day by which it had not come, and the first by which it had."""
    bounds = tuple(bounds)
    passed = [bound.not_yet for bound in bounds if bound.not_yet]
    passed += [bound.not_before - timedelta(days=1) for bound in bounds if bound.not_before]
    come = [bound.not_after for bound in bounds if bound.not_after]
    return max(passed, default=None), min(come, default=None)


@dataclass(frozen=True, kw_only=True)
class Plan(MilestoneFact):
    """What the authority itself said beforehand; days inclusive, one of them may be missing."""

    first: date | None
    last: date | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Rule(Fact):
    """How a milestone is held, by one source, in one year."""

    milestone: str
    exam_year: int | None
    how: str
    scope: str
    when: str
    result: str
    stage: str
    """Of a review: `before_exam`, `after_results`, `with_results`, `throughout`; else empty."""
    means: tuple[str, ...]
    window_days: int | None
    """Length of the window in `unit`, the day of the release counting as day 1."""
    unit: str
    """`calendar` or `working`; empty without a window."""
    validity_years: int | None


@dataclass(frozen=True, kw_only=True)
class MajorOffered(Fact):
    """The region offers the major of the exam."""

    exam_year: int | None
    """The newest exam year with a source."""
    milestone: ClassVar[str] = "major_offered"
    """For programs, as of a rule."""


@dataclass(frozen=True, kw_only=True)
class RegionalException(Fact):
    """A regional exception that a subscriber must know."""

    about: str
    """A milestone, `rolling_validity` or `initial_registration`."""
    exam_year: int | None
    last_exam_year: int | None
    """The last exam year for which it matters; None while it holds."""
    text: str
    replaces_guidance: bool
    """It contradicts the national guidance about its subject, and takes its place."""

    def holds_in(self, exam_year: int) -> bool:
        """Say whether the exception holds in an exam year."""
        return (self.exam_year or 0) <= exam_year <= (self.last_exam_year or exam_year)
