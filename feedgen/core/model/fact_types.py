"""Declares each kind of fact once, in `FACT_TYPES`.

Loading, inheritance, the data, the completeness check and docs/region-files.md follow these rows.
"""

from datetime import date
from functools import partial

from feedgen.core.model.declarations import (
    FactType,
    Inheritance,
    KnownFrom,
    choice,
    choices,
    computed,
    day,
    flag,
    given,
    milestone,
    number,
    subject,
    text,
    url,
    year,
)
from feedgen.core.model.exams import REVIEW, STANDING_RULES
from feedgen.core.model.fact_checks import (
    announced,
    check_not_exam,
    check_one_day,
    check_plan,
    check_release,
    check_session,
    last_day,
    window_unit,
)
from feedgen.core.model.facts import (
    Announcement,
    Authority,
    Bound,
    Contact,
    Fact,
    MajorOffered,
    Observation,
    Plan,
    RegionalException,
    Rule,
    Session,
    Site,
)

STAGES = ("before_exam", "after_results", "with_results", "throughout")
MEANS = ("online", "counter", "email", "post", "electronic")
EXAM_DAYS = ("region", "nation", "unknown")
UNITS = ("calendar", "working")
CARRIERS = ("scores", "pass_mark", "notice")
MAJOR_OFFERED = "major_offered"
"""The one fact that an exam without majors does not have."""

_EXAM_YEAR = year("exam_year", "the year by which the exam is called", is_required=True, default=0)
_SITTING = number("sitting", "2 for a second session in one exam year", default=1, highest=9)
_MILESTONE = (milestone("milestone", "what is dated", is_required=True), _EXAM_YEAR, _SITTING)
_named_day = partial(day, is_shown=True, is_brief=True)
_NAMED_DAYS = (
    _named_day(
        "date", "the day, or the first", attribute="first", is_required=True, default=date.min
    ),
    _named_day("until", "the last day, inclusive", attribute="last", ends="date"),
)
_CONTACT = (text("purpose", "what it is for"), milestone("about", "the only milestone it is for"))
_replacing = partial(FactType, inheritance=Inheritance.REPLACE, is_accounted=True)
_site = partial(
    _replacing,
    record=Site,
    is_many=False,
    fields=(
        text("name", "what it is called", is_required=True),
        url("url", "left out if nobody saw it, or if it will not last"),
        computed("is_official"),
        number(
            "independent_sources", "pages or lists that name the address", default=1, highest=99
        ),
    ),
)

FACT_TYPES = (
    _replacing(
        key="exam_authority", record=Authority, field="authority", is_many=False,
        meaning="the body that runs the exam",
        fields=(
            text("name", "its full name", is_required=True, is_shown=True),
            flag("inferred", "known only from other exams that it runs", attribute="is_inferred"),
        ),
    ),
    _site(key="authority_site", field="authority_site", meaning="the authority's stable site"),
    _site(key="results_lookup", field="results_lookup", meaning="where scores are looked up"),
    _site(key="notice_list", field="notice_list", meaning="the list of notices"),
    _replacing(
        key="phone", record=Contact, field="phones", meaning="a telephone number",
        fields=(
            text("number", "the number", attribute="name", is_required=True, is_shown=True),
            *_CONTACT,
        ),
    ),
    _replacing(
        key="wechat", record=Contact, field="wechats", meaning="a WeChat account",
        fields=(text("name", "its name", is_required=True, is_shown=True), *_CONTACT),
    ),
    _replacing(
        key=MAJOR_OFFERED, record=MajorOffered, field="major_offered", is_many=False,
        meaning="whether the region offers the major of the exam",
        condition=flag("offered", "never `false` for want of a source", is_required=True),
        fields=(computed("milestone"), year("exam_year", "the newest exam year with a source")),
    ),
    FactType(
        key="session", record=Session, field="sessions", is_accounted=True,
        meaning="one holding of the exam",
        inheritance=Inheritance.SESSIONS, known_from=KnownFrom.CHECKED, checks=(check_session,),
        fields=(
            _EXAM_YEAR,
            _SITTING,
            flag("cancelled", "in a session of its own after the one that it calls off",
                 attribute="is_cancelled", json="cancelled"),
            year("merged_into", "the exam year that it was merged into"),
            given("stated_by"),
            _named_day("start", "the first exam day; required unless cancelled", json="first"),
            _named_day("end", "the last; left out if not known", json="last", ends="start"),
        ),
    ),
    FactType(
        key="observation", record=Observation, field="observations", is_accounted=True,
        meaning="a day that came true", known_from=KnownFrom.ITS_DAY,
        complete=last_day, checks=(check_not_exam, check_release),
        fields=(
            *_MILESTONE,
            choice("exam_days", "how well the exam days before it are known; a release tells it",
                   options=EXAM_DAYS, default="unknown"),
            choice("dated", "what carries the date; a release tells it",
                   options=CARRIERS, default="notice"),
            *_NAMED_DAYS,
        ),
    ),
    FactType(
        key="announcement", record=Announcement, field="announcements", kind="observation",
        meaning="a day that was announced", json="observations", known_from=KnownFrom.CHECKED,
        complete=announced, checks=(check_not_exam,),
        fields=(*_MILESTONE, computed("exam_days"), computed("dated"), *_NAMED_DAYS),
    ),
    FactType(
        key="bound", record=Bound, field="bounds",
        meaning="only a bound of a day is known: one of the three",
        known_from=KnownFrom.ITS_DAY, checks=(check_one_day,),
        fields=(
            *_MILESTONE,
            day("not_before", "it came on this day or later", is_shown=True),
            day("not_after", "it came on this day or earlier", is_shown=True),
            day("not_yet", "somebody looked on this day, nothing was there", is_shown=True),
        ),
    ),
    FactType(
        key="plan", record=Plan, field="plans", is_accounted=True,
        meaning="what the authority said beforehand: at least one of the days",
        known_from=KnownFrom.EXAM_DAY, checks=(check_plan,),
        fields=(
            *_MILESTONE,
            text("words", "when, in its words", is_required=True, is_shown=True),
            day("from", "the first day", attribute="first"),
            day("until", "the last day, inclusive", attribute="last", ends="from"),
        ),
    ),
    FactType(
        key="rule", record=Rule, field="rules", is_sparse=True,
        meaning="how a milestone is held, one table for each year or page",
        inheritance=Inheritance.BY_MILESTONE, complete=window_unit,
        fields=(
            given("milestone"),
            year("exam_year", "that the source is about; left out if it names none"),
            text("how", "what one does, or what holds", is_shown=True),
            text("scope", "what is covered, what is not", is_shown=True),
            text("when", "when, in words", is_shown=True),
            text("result", "what comes of it, and when", is_shown=True),
            choice("stage", "when the review is held", options=STAGES, only_for=(REVIEW,)),
            choices("means", "the ways in which it is done", options=MEANS),
            number("window_days", "length of the window; the release is day 1", highest=366),
            choice("unit", "of the window; calendar days where left out", options=UNITS),
            number("validity_years", "exam years for which a pass counts", highest=9,
                   only_for=("rolling_validity",)),
        ),
    ),
    FactType(
        key="exception", record=RegionalException, field="exceptions",
        meaning="a regional difference",
        fields=(
            subject("about", "what differs", is_required=True),
            year("exam_year", "the first exam year for which it matters"),
            year("last_exam_year", "the last one, after which nobody needs it"),
            text("text", "what is different", is_required=True, is_shown=True),
            flag("replaces", "it takes the place of the national guidance about it",
                 attribute="replaces_guidance", json="replaces"),
        ),
    ),
)  # fmt: skip

BY_MILESTONE = tuple(fact_type for fact_type in FACT_TYPES if fact_type.is_by_milestone)
FACTS = (
    *(fact_type.key for fact_type in FACT_TYPES if fact_type.is_accounted),
    "pass_mark",
    "score_recheck",
    REVIEW,
    "public_notice",
    "certificate_collection",
    *STANDING_RULES,
)
"""What every province states or lists under `unknown`: these facts, and rules of these subjects."""


def facts_of(*, has_majors: bool) -> tuple[str, ...]:
    """Return what every province states or lists under `unknown`, in an exam with majors or not."""
    return tuple(fact for fact in FACTS if fact != MAJOR_OFFERED or has_majors)


def fact_type_of(fact: Fact) -> FactType:
    """Return the type of a fact; the first where several share a record, whose fields are alike."""
    return next(fact_type for fact_type in FACT_TYPES if fact_type.record is type(fact))
