"""The table of fact types agrees with records, data and docs/region-files.md."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from feedgen.core.model import FACT_TYPES, Definitions, Output, Region
from feedgen.core.model.declarations import FactType, Field, Value, day, text
from feedgen.core.model.fact_types import BY_MILESTONE, fact_type_of
from feedgen.core.model.facts import Fact
from feedgen.definitions.regions import load, region_files
from feedgen.publish.completeness.search import RegionOutput, find_omissions, values_beside
from feedgen.publish.context import BuildContext
from feedgen.render.data import region_data
from tests.conftest import ROOT
from tests.test_definitions import SMALL, SOURCE

DOCUMENT = (ROOT / "docs/region-files.md").read_text("utf-8")
ABOUT_EVERY_FACT = {"sources", "known_from", "origin"}


def overview(fact_types: Iterable[FactType]) -> Iterator[str]:
    """The lines of a table of fact types."""
    yield "| table | tells | own facts hold | known from | every province |"
    yield "|---|---|---|---|---|"
    for fact_type in fact_types:
        rules = f"{fact_type.inheritance.value} | {fact_type.known_from.value}"
        province = "states it" if fact_type.is_accounted else ""
        yield f"| `{fact_type.header}` | {fact_type.meaning} | {rules} | {province} |"


def keys(fact_types: Iterable[FactType]) -> Iterator[str]:
    """The lines of a table of the keys of fact types; those with equal keys share their rows."""
    yield "| table | key | value | meaning |"
    yield "|---|---|---|---|"
    for (condition, declared), group in groupby(fact_types, lambda it: (it.condition, it.fields)):
        headers = ", ".join(f"`{fact_type.header}`" for fact_type in group)
        for field in (condition, *declared):
            if field and field.key:
                yield f"| {headers} | `{field.key}` | {value_words(field)} | {field.meaning} |"
                headers = ""


def value_words(field: Field) -> str:
    """The values that a key may have."""
    options = ", ".join(f"`{option}`" for option in field.options)
    words = {
        Value.NUMBER: f"1 to {field.highest}",
        Value.CHOICE: options,
        Value.CHOICES: f"list of {options}",
    }.get(field.value, field.value.value)
    only = f", only of {', '.join(f'`{key}`' for key in field.only_for)}" if field.only_for else ""
    return f"{words}{only}{', required' if field.is_required else ''}"


@pytest.mark.parametrize(
    "lines",
    [
        overview(FACT_TYPES),
        keys(fact_type for fact_type in FACT_TYPES if fact_type not in BY_MILESTONE),
        keys(BY_MILESTONE),
    ],
    ids=["overview", "keys", "keys of rules"],
)
def test_the_tables_of_region_files_are_those_of_the_declaration(lines: Iterator[str]) -> None:
    table = "\n".join(lines)

    assert table in DOCUMENT, f"docs/region-files.md must hold\n{table}"


@pytest.mark.parametrize("fact_type", FACT_TYPES, ids=lambda fact_type: fact_type.key)
def test_a_row_declares_every_attribute_of_its_record_and_a_field_of_the_region(
    fact_type: FactType,
) -> None:
    attributes = {attribute.name for attribute in fields(fact_type.record) if attribute.init}

    assert attributes - ABOUT_EVERY_FACT <= {field.name for field in fact_type.fields}
    assert fact_type.field in {field.name for field in fields(Region)}


def test_types_that_share_a_record_have_the_same_data() -> None:
    for fact_type in FACT_TYPES:
        same = next(first for first in FACT_TYPES if first.record is fact_type.record)
        assert [field.data_key for field in same.fields] == [
            field.data_key for field in fact_type.fields
        ]


# A kind of fact is one record, one row, and a field of `Region`.


@dataclass(frozen=True, kw_only=True)
class Hall(Fact):
    """Where the exam is held."""

    name: str
    opened: date | None


@dataclass(frozen=True, kw_only=True)
class RegionWithHalls(Region):
    """A region with one kind of fact more."""

    halls: tuple[Hall, ...] = ()


HALL = FactType(
    key="hall",
    record=Hall,
    field="halls",
    meaning="where the exam is held",
    fields=(
        text("name", "its full name", is_required=True, is_shown=True),
        day("opened", "the day on which it opened"),
    ),
)


@pytest.fixture
def with_hall(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder whose Guangdong has a hall, and the code that knows of halls."""
    for module in [module for name, module in sys.modules.items() if name.startswith("feedgen.")]:
        if hasattr(module, "FACT_TYPES"):
            monkeypatch.setattr(module, "FACT_TYPES", (*FACT_TYPES, HALL))
    monkeypatch.setattr(region_files, "Region", RegionWithHalls)
    folder = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    with (folder / "guangdong.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[hall]]\nname = "示例考场"\nopened = 2020-05-01\n{SOURCE}\n')
    return folder


def test_a_new_kind_of_fact_is_loaded_inherited_and_in_the_data(with_hall: Path) -> None:
    regions = load(with_hall).regions

    area = regions["guangdong/meizhou"].known_on(date(2026, 8, 13))
    [hall] = region_data(area)["halls"]
    assert isinstance(area, RegionWithHalls)
    assert area.halls[0] in area.facts
    assert (hall["name"], hall["opened"], hall["kind"]) == ("示例考场", "2020-05-01", "hall")
    assert hall["sources"][0]["url"] == "https://example.cn/a"


def test_a_new_kind_of_fact_is_searched_in_feeds_pages_and_data(with_hall: Path) -> None:
    context = BuildContext(load(with_hall), date(2026, 8, 13))
    guangdong = context.context_of(context.place_by_slug["guangdong"])
    [hall] = guangdong.region.facts_of(HALL)

    def missing_in(page: str, data: object) -> set[Output]:
        made = RegionOutput(events=(), page=page, data=values_beside(data), answered=(2026, 1))
        omissions = find_omissions(guangdong, made)
        return {omission.output for omission in omissions if omission.at == str(hall.origin)}

    assert missing_in("", {}) == set(Output)
    assert missing_in("考场：示例考场", region_data(guangdong.region)) == {Output.FEED}


def test_a_new_kind_of_fact_has_its_rows_in_the_printed_tables(with_hall: Path) -> None:
    assert "\n".join(overview([HALL])).endswith(
        "| `[[hall]]` | where the exam is held | beside the inherited ones | always |  |"
    )
    assert list(keys([HALL]))[2:] == [
        "| `[[hall]]` | `name` | text, required | its full name |",
        "|  | `opened` | day | the day on which it opened |",
    ]


def test_a_fact_knows_its_type(definitions: Definitions) -> None:
    facts = [fact for region in definitions.regions.values() for fact in region.facts]

    assert {fact_type_of(fact).record for fact in facts} == {type(fact) for fact in facts}
