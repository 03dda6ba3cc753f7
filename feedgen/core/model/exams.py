"""The exam: its names, its milestones, and guidance."""

from dataclasses import dataclass

from feedgen.core.model.sources import Confidence, Source, confidence_of

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
"""The dated things of an exam year, in the order in which a person meets them."""

BEFORE_EXAM = ("exam_enrolment", "admission_ticket")
"""Milestones that lead to the exam."""

STANDING_RULES = ("rolling_validity", "initial_registration")
"""Subjects with rules but without a date."""

REVIEW = "qualification_review"
"""The one milestone that a region may hold before the exam as well as after it."""

AFTER_RESULTS_STAGES = ("after_results", "throughout")
"""Stages of a review that leave something to be done after the results."""

BESIDE_RESULTS = ("pass_mark", "public_notice")
"""Milestones without an event until they are announced; the results event tells their rules."""

LOOKED_UP = ("results_release", "pass_mark", "score_recheck")
"""Milestones whose results people look up on the site for that."""

HOST = "kaohou.invalid"
"""The end of every UID: RFC 2606 reserves `.invalid`, so nobody can own it."""


def host_of(identity: str) -> str:
    """Return the host in the UIDs and the Atom feed of an exam.

    >>> host_of(""), host_of("example")
    ('kaohou.invalid', 'example.kaohou.invalid')
    """
    return f"{identity}.{HOST}" if identity else HOST


@dataclass(frozen=True)
class Scale:
    """The full marks of the papers from an exam year on."""

    since: int
    words: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class MilestoneKind:
    """A milestone: its names, and the rule that dates it before it is announced."""

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
    """Working days from the anchor's first day to its last, added while these are estimated."""
    verb: str = ""
    """The Chinese verb for what happens on its days, such as 公布 (published)."""
    since: int | None = None
    """Of a lag of the region's own: the exam year from which on it does things its own way."""
    season: tuple[int, int] | None = None
    """Of the exam: the days of the year on which it may begin, both inclusive; January 1 is 1."""
    season_words: str = ""
    """The season in words."""
    topics: tuple[str, ...] = ()
    """The guidance in its event."""
    topics_before_exam: tuple[str, ...] = ()
    """The same where the region holds it before the exam."""
    sources: tuple[Source, ...] = ()
    """Of lag, the anchor's length, season, or that it is nationwide."""
    short_name: str = ""
    """Its name where there is little room."""
    major_day: int | None = None
    """Of the exam: the day of a session of two days on which the major sits, 1 or 2."""
    major_day_since: int | None = None
    """The first exam year with a day for each major."""
    major_day_words: str = ""
    """Which majors sit on which day."""
    major_day_sources: tuple[Source, ...] = ()
    after: str = ""
    """The milestone that has to end before this one begins."""
    scales: tuple[Scale, ...] = ()
    """Of the pass mark, oldest first."""
    is_nationwide: bool = False
    """Whether the whole nation has it on the same days."""

    def scale_in(self, exam_year: int) -> str:
        """Return the full marks of an exam year in words; empty if they are unknown."""
        scales = (scale.words for scale in reversed(self.scales) if scale.since <= exam_year)
        return next(scales, "")

    @property
    def source_groups(self) -> tuple[tuple[Source, ...], ...]:
        """The sources of everything in it, a group for each statement."""
        return (self.sources, self.major_day_sources, *(scale.sources for scale in self.scales))

    @property
    def brief(self) -> str:
        """The short name, else the name."""
        return self.short_name or self.name

    @property
    def is_assumed(self) -> bool:
        """Whether its numbers are our own assumption."""
        return confidence_of(self.sources) is Confidence.ASSUMED


@dataclass(frozen=True)
class Guidance:
    """Advice: steps for a page, and a brief text for an event."""

    topic: str
    about: tuple[str, ...]
    """Milestones or standing rules; their regional exceptions are shown beside it."""
    title: str
    steps: tuple[str, ...]
    brief: str
    is_for_ahead: bool
    """Whether it is of no use once the milestone is past."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Exam:
    """The names of the exam."""

    short_name: str
    official_name: str
    major: str
    """The major that the feeds are for; empty where the exam has none."""
    entry: str
    """Its name in look-up lists, with `{exam_year}`."""
    also_called: tuple[str, ...]
    role: str
    """The role of somebody who passed; may be empty."""
    shared_dates: str
    """A sentence that other majors share its dates; may be empty."""
    fallback_authority: str
    """Whose notices count where the authority is not known."""
    sources: tuple[Source, ...]
    in_notices: tuple[str, ...] = ()
    """More names, which only notices use."""
    other_exams: tuple[str, ...] = ()
    """Names of other exams; `…` matches two to eight characters."""
    steps_from: str = ""
    """The origin of those steps of the guidance that name no page."""
    example_place: str = ""
    """Slug of the example place of the search; empty for any."""
    identity: str = ""
    """The part of its UIDs that no other exam has; empty for the exam without one."""

    @property
    def host(self) -> str:
        """The end of its UIDs."""
        return host_of(self.identity)
