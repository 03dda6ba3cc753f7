"""Turns the tables of a region file into facts, as `FACT_TYPES` declares them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from feedgen.core.model import MILESTONES, Grade, Source
from feedgen.core.model.declarations import FactType, Field, KnownFrom, Value
from feedgen.core.model.exams import STANDING_RULES
from feedgen.core.model.facts import Fact
from feedgen.definitions.regions.tables import TableReader


def read_sources(table: TableReader, key: str = "source") -> tuple[Source, ...]:
    """Read one source or a list of them; a fact without a source does not load."""
    if not table.has(key):
        text = f"a fact names its page: {key} = {{ url, publisher, checked, grade }}"
        table.problem("", f"has no '{key}'; {text}")
        return ()
    if not isinstance(table.raw(key), list):
        source = table.table(key)
        return (_read_source(source),) if source else ()
    sources = tuple(_read_source(source) for source in table.tables(key))
    if not sources:
        table.problem(key, "is an empty list; a fact names at least one page")
    return sources


def _read_source(table: TableReader) -> Source:
    grade = table.choice("grade", tuple(Grade), required=True)
    is_assumed = grade == Grade.ASSUMPTION
    source = Source(
        url=table.url("url", required=not is_assumed),
        publisher=table.text("publisher", required=True),
        checked=table.day("checked", required=True) or date.min,
        grade=Grade(grade) if grade in tuple(Grade) else Grade.REPORTED,
        notice=table.url("notice"),
        reason=table.text("reason", required=is_assumed),
    )
    if source.reason and not is_assumed:
        text = "only an assumption gives a reason; leave it out, or make the grade 'assumption'"
        table.problem("reason", text)
    table.report_unknown_keys()
    return source


def read_facts(top: TableReader, fact_type: FactType, place: Mapping[str, str]) -> tuple[Fact, ...]:
    """Read all facts of a type.

    Args:
        top: The table that holds those of the facts.
        fact_type: The type.
        place: The attributes that follow from where the facts are written.
    """
    if fact_type.is_many:
        tables = top.tables(fact_type.key)
    else:
        table = top.table(fact_type.key)
        tables = [table] if table else []
    facts = (_read_fact(table, fact_type, place) for table in tables)
    return tuple(fact for fact in facts if fact)


def _read_fact(table: TableReader, fact_type: FactType, place: Mapping[str, str]) -> Fact | None:
    """Read one fact; None where its condition does not hold."""
    condition = fact_type.condition
    holds = condition is None or table.flag(condition.key, required=True)
    values = {
        field.name: _read_value(table, field, place)
        for field in fact_type.fields
        if field.value is not Value.COMPUTED
    }
    for field in fact_type.fields:
        if field.ends:
            _check_span(table, fact_type, field, values)
    values.update(fact_type.complete(values))
    sources = read_sources(table)
    fact = fact_type.record(
        **values,
        sources=sources,
        known_from=_known_from(table, fact_type, values, sources),
        origin=table.problems.origin(table.path),
    )
    for check in fact_type.checks:
        for key, text in check(fact, table.data):
            table.problem(key, text)
    table.report_unknown_keys()
    return fact if holds else None


def _read_value(table: TableReader, field: Field, place: Mapping[str, str]) -> Any:
    """Read a value; a wrong one leaves a problem and reads as one that is missing."""
    if field.value is Value.PLACE:
        return place[field.name]
    if field.only_for and place["milestone"] not in field.only_for:
        return field.default
    return _READERS[field.value](table, field) or field.default


def _read_choices(table: TableReader, field: Field) -> tuple[str, ...]:
    words = table.texts(field.key)
    for word in set(words) - set(field.options):
        known = ", ".join(sorted(field.options))
        table.problem(field.key, f"unknown word '{word}'; known here: {known}")
    return words


def _choice_of(options: tuple[str, ...]) -> Callable[[TableReader, Field], str]:
    return lambda table, field: table.choice(field.key, options, required=field.is_required)


_READERS: Mapping[Value, Callable[[TableReader, Field], Any]] = {
    Value.TEXT: lambda table, field: table.text(field.key, required=field.is_required),
    Value.URL: lambda table, field: table.url(field.key, required=field.is_required),
    Value.DAY: lambda table, field: table.day(field.key, required=field.is_required),
    Value.YEAR: lambda table, field: table.year(field.key, required=field.is_required),
    Value.NUMBER: lambda table, field: table.integer(field.key, lowest=1, highest=field.highest),
    Value.FLAG: lambda table, field: table.flag(field.key),
    Value.CHOICE: lambda table, field: table.choice(field.key, field.options),
    Value.CHOICES: _read_choices,
    Value.MILESTONE: _choice_of(MILESTONES),
    Value.SUBJECT: _choice_of((*MILESTONES, *STANDING_RULES)),
}


def _check_span(
    table: TableReader, fact_type: FactType, end: Field, values: Mapping[str, Any]
) -> None:
    """Note a problem where a span ends before it begins."""
    last = values[end.name]
    start = next(field for field in fact_type.fields if field.key == end.ends)
    first = values[start.name]
    if first and last and last < first:
        text = "the last day must not be before the first"
        table.problem(end.key, f"{last} lies before {start.key} {first}; {text}")


def _known_from(
    table: TableReader,
    fact_type: FactType,
    values: Mapping[str, Any],
    sources: tuple[Source, ...],
) -> date | None:
    """Return from which day on a fact is known; the inheritance fills in the first exam day."""
    own = table.day("known_from")
    if own or fact_type.known_from in {KnownFrom.ALWAYS, KnownFrom.EXAM_DAY}:
        return own
    day = fact_type.first_day(values) or date(max(values["exam_year"], 1), 12, 31)
    if fact_type.known_from is KnownFrom.CHECKED and not table.has("known_from"):
        return min([day, *(source.checked for source in sources)])
    return day
