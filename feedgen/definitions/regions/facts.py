"""Turns the tables of a region file into facts; every fact must name its sources."""

from datetime import date
from typing import TypedDict

from feedgen.core.model import (
    MILESTONES,
    Announcement,
    Authority,
    Bound,
    Contact,
    Grade,
    Observation,
    Origin,
    Plan,
    RegionalException,
    Rule,
    Session,
    Site,
    Source,
)
from feedgen.core.model.exams import REVIEW, STANDING_RULES
from feedgen.definitions.regions.tables import TableReader

ESTIMATED = ("results_release", "score_recheck", "qualification_review", "certificate_collection")
"""What is dated before anybody has announced it; all else has an event only once its days are
named.
"""
STAGES = ("before_exam", "after_results", "with_results", "throughout")
MEANS = ("online", "counter", "email", "post", "electronic")


class _Fact(TypedDict):
    sources: tuple[Source, ...]
    known_from: date | None
    origin: Origin


class _NamedDays(_Fact):
    milestone: str
    exam_year: int
    sitting: int
    first: date
    last: date


def read_sources(table: TableReader, key: str = "source") -> tuple[Source, ...]:
    """Read one source or a list of them; a fact without a source does not load."""
    if not table.has(key):
        table.problem(
            "",
            f"has no '{key}'; a fact names its page: {key} = {{ url, publisher, checked, grade }}",
        )
        return ()
    listed = isinstance(table.raw(key), list)
    one = None if listed else table.table(key)
    tables = table.tables(key) if listed else [one] if one else []
    if listed and not tables:
        table.problem(key, "is an empty list; a fact names at least one page")
    return tuple(_read_source(each) for each in tables)


def _read_source(table: TableReader) -> Source:
    grade = table.choice("grade", tuple(Grade), required=True)
    assumed = grade == Grade.ASSUMPTION
    source = Source(
        url=table.url("url", required=not assumed),
        publisher=table.text("publisher", required=True),
        checked=table.day("checked", required=True) or date.min,
        grade=Grade(grade) if grade in tuple(Grade) else Grade.REPORTED,
        notice=table.url("notice"),
        reason=table.text("reason", required=assumed),
    )
    if source.reason and not assumed:
        table.problem(
            "reason",
            "only an assumption gives a reason; leave it out, or make the grade 'assumption'",
        )
    table.close()
    return source


def _fact(table: TableReader, known_from: date | None = None) -> _Fact:
    own = table.day("known_from")
    return {
        "sources": read_sources(table),
        "known_from": own or known_from,
        "origin": table.problems.origin(table.path),
    }


def _known_when_checked(table: TableReader, fact: _Fact) -> None:
    """Let a fact be known from the day on which it was read, if that is before its own and nothing
    else is said.
    """
    if not table.has("known_from") and fact["known_from"]:
        fact["known_from"] = min(
            (fact["known_from"], *(source.checked for source in fact["sources"]))
        )


def read_authority(table: TableReader) -> Authority:
    """Read `[exam_authority]`."""
    return Authority(
        name=table.text("name", required=True), is_inferred=table.flag("inferred"), **_fact(table)
    )


def read_site(table: TableReader) -> Site:
    """Read a table that names a site."""
    count = table.integer("independent_sources", lowest=1, highest=99)
    return Site(
        name=table.text("name", required=True),
        url=table.url("url"),
        independent_sources=count or 1,
        **_fact(table),
    )


def read_contact(table: TableReader, name_key: str) -> Contact:
    """Read a telephone number or a WeChat account."""
    return Contact(
        name=table.text(name_key, required=True),
        purpose=table.text("purpose"),
        about=table.choice("about", MILESTONES),
        **_fact(table),
    )


def read_session(table: TableReader) -> Session:
    """Read one `[[session]]`."""
    exam_year = _exam_year(table)
    start, end = table.day("start"), table.day("end")
    cancelled = table.flag("cancelled")
    _check_order(table, "end", start, end)
    if not table.has("start") and not cancelled:
        table.problem("", "'start' is missing; give the first exam day, or cancelled = true")
    if start and exam_year and start.year - exam_year not in {0, 1}:
        table.problem(
            "start",
            f"{start} cannot be in exam year {exam_year}; a session lies in its year or the next",
        )
    fact = _fact(table, start or date(max(exam_year, 1), 12, 31))
    _known_when_checked(table, fact)
    return Session(
        exam_year=exam_year,
        sitting=_sitting(table),
        start=start,
        end=end,
        is_cancelled=cancelled,
        merged_into=_year(table, "merged_into"),
        **fact,
    )


def read_observation(table: TableReader) -> Observation:
    """Read one `[[observation]]`."""
    exam_days = table.choice("exam_days", ("region", "nation", "unknown"))
    dated = table.choice("dated", ("scores", "pass_mark", "notice"))
    if table.data.get("milestone") == "results_release":
        for key in ("exam_days", "dated"):
            if not table.has(key):
                table.problem("", f"'{key}' is missing; an observed release tells it")
    return Observation(
        exam_days=exam_days or "unknown", dated=dated or "notice", **_named_days(table)
    )


def read_announcement(table: TableReader) -> Announcement:
    """Read one `[[announcement]]`; it is known from the day on which somebody read it."""
    dated = "scores" if table.data.get("milestone") == "results_release" else "notice"
    days = _named_days(table)
    _known_when_checked(table, days)
    return Announcement(dated=dated, **days)


def _named_days(table: TableReader) -> _NamedDays:
    first = table.day("date", required=True) or date.min
    last = table.day("until")
    _check_order(table, "until", first, last, "date")
    milestone = table.choice("milestone", MILESTONES, required=True)
    if milestone == "exam":
        table.problem("milestone", "the days of the exam are a [[session]]; write one instead")
    return {
        "milestone": milestone,
        "exam_year": _exam_year(table),
        "sitting": _sitting(table),
        "first": first,
        "last": last or first,
        **_fact(table, first),
    }


def read_bound(table: TableReader) -> Bound:
    """Read one `[[bound]]`; by default it is known from its own day."""
    days = {key: table.day(key) for key in ("not_before", "not_after", "not_yet")}
    count = sum(table.has(key) for key in days)
    if count != 1:
        table.problem("", f"gives {count} of not_before, not_after and not_yet; give exactly one")
    return Bound(
        milestone=table.choice("milestone", MILESTONES, required=True),
        exam_year=_exam_year(table),
        sitting=_sitting(table),
        **days,
        **_fact(table, next((day for day in days.values() if day), None)),
    )


def read_plan(table: TableReader) -> Plan:
    """Read one `[[plan]]`; where no notice day is given, the inheritance fills in the first exam
    day.
    """
    first, last = table.day("from"), table.day("until")
    _check_order(table, "until", first, last, "from")
    if not table.has("from") and not table.has("until"):
        table.problem("", "gives neither 'from' nor 'until'; a plan names at least one of them")
    return Plan(
        milestone=_planned_milestone(table),
        exam_year=_exam_year(table),
        sitting=_sitting(table),
        first=first,
        last=last,
        words=table.text("words", required=True),
        **_fact(table),
    )


def _planned_milestone(table: TableReader) -> str:
    milestone = table.choice("milestone", MILESTONES, required=True)
    if milestone in MILESTONES and milestone not in ESTIMATED:
        table.problem(
            "milestone",
            f"'{milestone}' is not estimated, so no plan moves it; give its days as they are known",
        )
    return milestone


def read_rule(table: TableReader, milestone: str) -> Rule:
    """Read one `[[<milestone>.rule]]`."""
    means = table.texts("means")
    for word in set(means) - set(MEANS):
        table.problem("means", f"unknown word '{word}'; known here: {', '.join(sorted(MEANS))}")
    return Rule(
        milestone=milestone,
        exam_year=_year(table, "exam_year"),
        how=table.text("how"),
        scope=table.text("scope"),
        when=table.text("when"),
        result=table.text("result"),
        stage=table.choice("stage", STAGES) if milestone == REVIEW else "",
        means=means,
        window_days=table.integer("window_days", lowest=1, highest=366),
        unit=table.choice("unit", ("calendar", "working")) or "calendar",
        validity_years=_validity_years(table) if milestone == "rolling_validity" else None,
        **_fact(table),
    )


def _validity_years(table: TableReader) -> int | None:
    return table.integer("validity_years", lowest=1, highest=9)


def read_major_offered(table: TableReader) -> Rule | None:
    """Read `[major_offered]`; None, the same as unknown, unless it is offered."""
    offered = table.flag("offered", required=True)
    year = _year(table, "exam_year")
    fact = _fact(table)
    if not offered:
        return None
    return Rule(
        milestone="major_offered", exam_year=year, how="", scope="", when="", result="", stage="", means=(),
        window_days=None, unit="calendar", validity_years=None, **fact,
    )  # fmt: skip


def read_regional_exception(table: TableReader) -> RegionalException:
    """Read one `[[exception]]`."""
    return RegionalException(
        about=table.choice("about", (*MILESTONES, *STANDING_RULES), required=True),
        exam_year=_year(table, "exam_year"),
        last_exam_year=_year(table, "last_exam_year"),
        text=table.text("text", required=True),
        **_fact(table),
    )


def _exam_year(table: TableReader) -> int:
    return _year(table, "exam_year", required=True) or 0


def _year(table: TableReader, key: str, *, required: bool = False) -> int | None:
    return table.integer(key, lowest=2000, highest=2100, required=required)


def _sitting(table: TableReader) -> int:
    return table.integer("sitting", lowest=1, highest=9) or 1


def _check_order(
    table: TableReader, key: str, first: date | None, last: date | None, first_key: str = "start"
) -> None:
    if first and last and last < first:
        table.problem(
            key,
            f"{last} lies before {first_key} {first}; the last day must not be before the first",
        )
