"""Facts and their sources as plain data."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from feedgen.core.model import Source
from feedgen.core.model.declarations import Field, Value
from feedgen.core.model.fact_types import fact_type_of
from feedgen.core.model.facts import Fact

Data = dict[str, Any]


def fact_data(fact: Fact) -> Data:
    """Return all that a fact tells; None is what it does not tell."""
    fact_type = fact_type_of(fact)
    values = _values(fact, (field for field in fact_type.fields if not field.is_brief))
    if fact_type.names_days:
        return {**values, **brief_data(fact)}
    if fact_type.is_sparse:
        years = {field.data_key for field in fact_type.fields if field.value is Value.YEAR}
        values = {key: value for key, value in values.items() if value or key in years}
    return {"at": str(fact.origin), **values, "sources": sources_data(fact.sources)}


def brief_data(fact: Fact) -> Data:
    """Return the origin of a fact, the days that it names, and its sources."""
    fact_type = fact_type_of(fact)
    return {
        "kind": fact_type.kind or fact_type.key,
        "at": str(fact.origin),
        "known_from": _plain(fact.known_from),
        **_values(fact, (field for field in fact_type.fields if field.is_brief)),
        "sources": sources_data(fact.sources),
    }


def sources_data(sources: Iterable[Source]) -> list[Data]:
    """Return sources as plain data."""
    return [
        {
            "url": source.url or None,
            "publisher": source.publisher,
            "checked": source.checked.isoformat(),
            "grade": source.grade.value,
            "notice": source.notice or None,
            "reason": source.reason or None,
        }
        for source in sources
    ]


def _values(fact: Fact, fields: Iterable[Field]) -> Data:
    return {field.data_key: _plain(getattr(fact, field.name)) for field in fields}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value
