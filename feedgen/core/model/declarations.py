"""What a row of the table of fact types consists of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Any

from feedgen.core.model.facts import Fact


class Value(Enum):
    """The kind of value of a field."""

    TEXT = "text"
    """One line."""
    URL = "address"
    DAY = "day"
    YEAR = "year"
    NUMBER = "number"
    """From 1 to `highest`."""
    FLAG = "`true`"
    CHOICE = "one of"
    """One of `options`."""
    CHOICES = "a list of"
    """Some of `options`."""
    MILESTONE = "milestone"
    SUBJECT = "milestone or standing rule"
    PLACE = "from where it is written"
    """The milestone in whose table a fact stands, or the region in whose file."""
    COMPUTED = "computed"
    """A property of the record, for programs."""


class Inheritance(Enum):
    """What a region does with the facts of its parent."""

    REPLACE = "instead of the inherited ones"
    ADD = "beside the inherited ones"
    SESSIONS = "beside the inherited ones, with `own_sessions` instead of them"
    BY_MILESTONE = "instead of the inherited ones, milestone by milestone"


class KnownFrom(Enum):
    """From which day a fact is known that does not give its own `known_from`."""

    ALWAYS = "always"
    ITS_DAY = "its first day"
    CHECKED = "its first day, or the day its page was checked if that is earlier"
    EXAM_DAY = "the first exam day"


@dataclass(frozen=True)
class Field:
    """One thing that a fact tells."""

    key: str = ""
    """Its key in a region file; empty for what no key gives."""
    meaning: str = ""
    """For the description of region files."""
    value: Value = Value.TEXT
    is_required: bool = False
    attribute: str = ""
    """Of the record; the key where empty."""
    json: str = ""
    """Its key in the data; the attribute where empty."""
    default: object = None
    """What it reads as where it is missing or wrong."""
    options: tuple[str, ...] = ()
    highest: int = 0
    ends: str = ""
    """The key of the first day of the span whose last day this is."""
    only_for: tuple[str, ...] = ()
    """The milestones whose facts have it; all where empty."""
    is_shown: bool = False
    """People read it: a day as a day, a text word for word."""
    is_brief: bool = False
    """It is part of the short form of the fact in the data."""

    @property
    def name(self) -> str:
        """Its attribute of the record."""
        return self.attribute or self.key

    @property
    def data_key(self) -> str:
        """Its key in the data."""
        return self.json or self.name


text = partial(Field, value=Value.TEXT, default="")
url = partial(Field, value=Value.URL, default="")
day = partial(Field, value=Value.DAY)
year = partial(Field, value=Value.YEAR)
number = partial(Field, value=Value.NUMBER)
flag = partial(Field, value=Value.FLAG, default=False)
choice = partial(Field, value=Value.CHOICE, default="")
choices = partial(Field, value=Value.CHOICES, default=())
milestone = partial(Field, value=Value.MILESTONE, default="")
subject = partial(Field, value=Value.SUBJECT, default="")


def given(attribute: str) -> Field:
    """Declare what the place of a fact in the files gives."""
    return Field(attribute=attribute, value=Value.PLACE)


def computed(attribute: str) -> Field:
    """Declare a property of the record that data tell too."""
    return Field(attribute=attribute, value=Value.COMPUTED)


Check = Callable[[Any, Collection[str]], Iterable[tuple[str, str]]]
"""Yields key and text of each problem of a record, given the keys that its table has."""


@dataclass(frozen=True, kw_only=True)
class FactType:
    """One kind of fact."""

    key: str
    """Its table in a region file; of rules the table below a milestone's."""
    record: type[Fact]
    field: str
    """Of `Region`."""
    meaning: str
    """For the description of region files."""
    fields: tuple[Field, ...]
    """In the order of the data."""
    is_many: bool = True
    inheritance: Inheritance = Inheritance.ADD
    known_from: KnownFrom = KnownFrom.ALWAYS
    is_accounted: bool = False
    """Whether every province states it or lists it under `unknown`."""
    json: str = ""
    """Its key in the data; the field of `Region` where empty."""
    kind: str = ""
    """What data call a fact that stands behind a date; the key where empty."""
    is_sparse: bool = False
    """Data leave out what it does not tell, years aside; else they say null."""
    condition: Field | None = None
    """A flag; where it is false the fact counts as unknown."""
    checks: tuple[Check, ...] = ()
    complete: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda _: {}
    """Returns the attributes that depend on others."""

    @property
    def header(self) -> str:
        """Its header in a region file."""
        key = f"<milestone>.{self.key}" if self.is_by_milestone else self.key
        return f"[[{key}]]" if self.is_many else f"[{key}]"

    @property
    def is_by_milestone(self) -> bool:
        """Whether its tables stand below those of milestones."""
        return self.inheritance is Inheritance.BY_MILESTONE

    @property
    def names_days(self) -> bool:
        """Whether it tells days."""
        return any(field.value is Value.DAY for field in self.fields)

    def listed(self, held: Any) -> tuple[Fact, ...]:
        """Return the facts in a field of `Region`."""
        if self.is_by_milestone:
            return tuple(fact for facts in held.values() for fact in facts)
        if held is None:
            return ()
        return tuple(held) if self.is_many else (held,)

    def changed(self, held: Any, change: Callable[[tuple[Fact, ...]], tuple[Fact, ...]]) -> Any:
        """Return a field of `Region` with its facts changed."""
        if self.is_by_milestone:
            return {key: change(facts) for key, facts in held.items()}
        return change(held) if self.is_many else self.held(change(self.listed(held)))

    def held(self, facts: tuple[Fact, ...]) -> Any:
        """Return facts as a field of `Region` holds them."""
        return facts if self.is_many else next(iter(facts), None)

    def first_day(self, values: Mapping[str, Any]) -> date | None:
        """Return the first day that the attributes of a fact name."""
        days = (values[field.name] for field in self.fields if field.value is Value.DAY)
        return next((day for day in days if day), None)
