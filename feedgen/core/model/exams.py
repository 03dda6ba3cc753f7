"""The exam: what it is called, what each of its milestones is, and what to do about them."""

from dataclasses import dataclass

from feedgen.core.model.facts import Confidence, Source, confidence_of

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
"""Milestones without an event of their own until they are announced: the results event tells their
rules.
"""

LOOKED_UP = ("results_release", "pass_mark", "score_recheck")
"""What is read or asked for where the results are looked up."""

HOST = "kaohou.invalid"
"""What every UID of ours ends in: `.invalid` is reserved by RFC 2606 and can never become
somebody's.
"""


def host_of(identity: str) -> str:
    """Return what the UIDs of an exam end in, and what its Atom feed is named under.

    >>> host_of(""), host_of("example")
    ('kaohou.invalid', 'example.kaohou.invalid')
    """
    return f"{identity}.{HOST}" if identity else HOST


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
    """Working days from the anchor's first day to its last, added while the anchor's days are only
    estimated.
    """
    verb: str = ""
    """What its days are the days of: 公布, 开始."""
    since: int | None = None
    """Of a lag of the region's own: the exam year from which on it does things its own way."""
    season: tuple[int, int] | None = None
    """Of the exam: the days of the year on which it may begin, both inclusive; January 1 is 1."""
    season_words: str = ""
    """What the season is, in words."""
    topics: tuple[str, ...] = ()
    """Guidance that its event carries."""
    topics_before_exam: tuple[str, ...] = ()
    """The same where the region holds it before the exam."""
    sources: tuple[Source, ...] = ()
    """Of lag, the anchor's length, season, or that it is nationwide."""
    short_name: str = ""
    """What it is called where there is little room."""
    is_nationwide: bool = False
    """Whether the whole nation has it on the same days: what is known of one region is known of
    all.
    """

    @property
    def brief(self) -> str:
        """Its name, the short one where it has one."""
        return self.short_name or self.name

    @property
    def is_assumed(self) -> bool:
        """Whether nobody but us stands behind its numbers."""
        return confidence_of(self.sources) is Confidence.ASSUMED


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
class Exam:
    """What the exam is called."""

    short_name: str
    official_name: str
    major: str
    """The major that the feeds are for; empty where the exam has none."""
    entry: str
    """Its name in look-up lists, with `{exam_year}`."""
    also_called: tuple[str, ...]
    role: str
    """What passing makes of one; may be empty."""
    shared_dates: str
    """That other majors share its dates; may be empty."""
    fallback_authority: str
    """Whose notices count where the authority is not known."""
    sources: tuple[Source, ...]
    in_notices: tuple[str, ...] = ()
    """More of its names, which only notices use."""
    other_exams: tuple[str, ...] = ()
    """Names of exams that it is not, `…` standing for two to eight characters."""
    steps_from: str = ""
    """What those steps of the guidance were put together from for which no page is named."""
    example_place: str = ""
    """Slug of a place that shows people what to type; empty for any."""
    identity: str = ""
    """What sets its events apart from those of other exams; empty for the one whose UIDs have no
    such part.
    """

    @property
    def host(self) -> str:
        """What its UIDs end in."""
        return host_of(self.identity)
