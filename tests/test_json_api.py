"""The interface for programs: files and their schemas, the next 90 days, all observations."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from feedgen.core.model import (
    FACTS,
    MILESTONES,
    BacktestReport,
    BuildInfo,
    Definitions,
    Depth,
    Grade,
    Place,
    State,
)
from feedgen.core.model.exams import STANDING_RULES
from feedgen.core.model.fact_types import MEANS, STAGES
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of
from feedgen.publish.builder import build
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.options import BuildOptions
from feedgen.publish.page_files import Pages
from feedgen.render.data import PlaceMilestone, schemas, upcoming_data
from feedgen.render.data.history import COLUMNS, guarded
from tests.conftest import AFTER_EXAM, FIRST_DAY, ROOT, SMALL
from tests.factories import PLAN_OF_AUTHORITY, RELEASE_OF_THIRD_PARTY, milestone_text, small_with
from tests.test_blocked_regions import XINJIANG_MOVES, Project

Data = dict[str, Any]
Build = dict[str, Any]
"""Content of the files of a build, by path."""

SCHEMAS: dict[str, Data] = {name: json.loads(content) for name, content in schemas().items()}
FORMATS = FormatChecker()
CALLED_OFF = (
    "xinjiang.toml",
    "[[session]]",
    """[[session]]
exam_year = 2026
sitting = 2
start = 2026-09-05
end = 2026-09-06
cancelled = true
[session.source]
url = "https://example.cn/xj"
publisher = "example.cn"
checked = 2026-08-01
grade = "official"

[[session]]""",
)
HOSTILE = (
    '=HYPERLINK("https://example.net","查分")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    " =1+1",
    "'=1+1",
    "'",
    'a,"b"',
)


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """The package checks moments only with another package beside it."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def made_of(
    definitions: Definitions,
    day: date,
    depth: Depth = Depth.AREA,
    report: BacktestReport | None = None,
) -> dict[str, bytes]:
    """The files of a build for programs, by path below `api/v1/`."""
    made = Pages(
        LedgerUpdate.of_first_build(BuildContext(definitions, day)), definitions.publication, report
    ).make(depth)
    return {
        path.removeprefix("api/v1/"): content
        for path, content in made
        if path.startswith("api/v1/")
    }


def areas_of(definitions: Definitions, day: date) -> dict[str, bytes]:
    """The data of one area of each province, by path below `api/v1/`."""
    pages = Pages(
        LedgerUpdate.of_first_build(BuildContext(definitions, day)), definitions.publication, None
    )
    areas = {
        place.slug.partition("/")[0]: place
        for place in definitions.places
        if place.depth is Depth.AREA
    }
    made = [file for place in areas.values() for file in pages.of_place(place)]
    return {
        path.removeprefix("api/v1/"): content
        for path, content in made
        if path.startswith("api/v1/")
    }


def read(made: dict[str, bytes]) -> Build:
    """The data of a build, without schemas; the table as its rows."""
    parsed = {path: json.loads(content) for path, content in made.items() if path.endswith(".json")}
    rows = list(
        csv.DictReader(
            io.StringIO(made["history.csv"].decode("utf-8-sig"), newline=""), strict=True
        )
    )
    return {
        **{path: data for path, data in parsed.items() if path not in SCHEMAS},
        "history.csv": rows,
    }


@pytest.fixture(scope="module")
def made(
    definitions: Definitions, report: BacktestReport, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """The real regions on two days, the small ones with every state, and another exam."""
    changed = small_with(tmp_path_factory.mktemp("changed"), PLAN_OF_AUTHORITY, CALLED_OFF)
    reported = small_with(tmp_path_factory.mktemp("reported"), RELEASE_OF_THIRD_PARTY)
    return {
        "first day": made_of(definitions, FIRST_DAY, Depth.PROVINCE),
        "after exam": made_of(definitions, AFTER_EXAM, Depth.PROVINCE, report),
        "announced": made_of(load(SMALL), date(2026, 8, 15)),
        "planned": made_of(changed, date(2025, 6, 1)),
        "cancelled": made_of(changed, date(2026, 8, 15)),
        "reported": made_of(reported, date(2026, 8, 15)),
        "another exam": made_of(load(ROOT / "docs/examples/yijian"), FIRST_DAY),
    }


@pytest.fixture(scope="module")
def builds(made: dict[str, dict[str, bytes]]) -> dict[str, Build]:
    """The same, read."""
    return {name: read(files) for name, files in made.items()}


def schema_of(path: str) -> str:
    """The file with the schema of a file."""
    name = path.partition(".")[0]
    return (
        f"{name if name in {'regions', 'upcoming', 'history', 'status'} else 'place'}.schema.json"
    )


def closed(schema: Any) -> Any:
    """A copy of a schema that allows nothing that it does not describe."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(part) for key, part in schema.items()}
    return (
        {"additionalProperties": False, **inner}
        if "properties" in inner and "type" in inner
        else inner
    )


def validators(files: dict[str, Data]) -> dict[str, Draft202012Validator]:
    """A validator for each schema, which may refer to the others."""
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(content)) for name, content in files.items()
    )
    return {
        name: Draft202012Validator(content, registry=registry, format_checker=FORMATS)
        for name, content in files.items()
    }


STRICT = validators({name: closed(content) for name, content in SCHEMAS.items()})


def problems(path: str, data: Any) -> list[str]:
    """The problems of a file, including fields without a description."""
    validator = STRICT[schema_of(path)]
    each_row = data if path == "history.csv" else [data]
    return [
        f"{path}: {error.json_path}: {error.message[:200]}"
        for row in each_row
        for error in validator.iter_errors(row)
    ]


def parts(schema: Any) -> Iterator[Data]:
    """Every object in a schema."""
    for part in (
        schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    ):
        yield from parts(part)
    if isinstance(schema, dict):
        yield schema


def referred(name: str, target: str) -> Any:
    """The part of a schema that a reference in a file leads to."""
    file, _, path = target.partition("#")
    part: Any = SCHEMAS[file or name]
    for step in filter(None, path.split("/")):
        part = part[step]
    return part


# Schemas


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_2020_12(name: str) -> None:
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_leads_to_a_published_description_and_no_schema_names_the_site(
    name: str,
) -> None:
    targets = [part["$ref"] for part in parts(SCHEMAS[name]) if "$ref" in part]

    assert all("description" in referred(name, target) for target in targets)
    assert not any("$id" in part for part in parts(SCHEMAS[name]))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_described_and_required_where_it_is_there(name: str) -> None:
    for part in parts(SCHEMAS[name]):
        for key, value in (
            part["properties"].items() if "properties" in part and "type" in part else ()
        ):
            assert "description" in value or "description" in referred(name, value["$ref"]), (
                name,
                key,
            )
        if "required" in part:
            assert set(part["required"]) <= set(part["properties"])


def test_what_may_be_left_out_is_only_this() -> None:
    optional = {
        key for schema in SCHEMAS.values() for part in parts(schema) if "required" in part
        for key in part["properties"].keys() - set(part["required"])
    }  # fmt: skip

    fields_of_a_rule = {
        "how",
        "scope",
        "when",
        "result",
        "stage",
        "means",
        "window_days",
        "unit",
        "validity_years",
    }
    assert optional == {"quantiles", "first", "last", *fields_of_a_rule}


def test_every_list_of_values_states_whether_values_may_be_added() -> None:
    lists = [
        part
        for schema in SCHEMAS.values()
        for part in parts(schema)
        if isinstance(part.get("enum"), list)
    ]

    closed_ones = {
        tuple(part["enum"])
        for part in lists
        if "Closed: no value is added within v1." in part["description"]
    }
    open_ones = [
        part
        for part in lists
        if part["description"].endswith(
            "Open: values may be added within v1; skip what you do not know."
        )
    ]
    assert closed_ones == {tuple(State), tuple(Grade), tuple(Depth)}
    assert len(open_ones) + sum(tuple(part["enum"]) in closed_ones for part in lists) == len(lists)


def test_the_lists_of_values_are_those_of_the_program() -> None:
    shared, facts = (
        SCHEMAS["definitions.schema.json"]["$defs"],
        SCHEMAS["place.schema.json"]["$defs"],
    )

    assert shared["milestone_kind"]["enum"] == list(MILESTONES)
    assert facts["rule"]["properties"]["stage"]["enum"] == list(STAGES)
    assert facts["rule"]["properties"]["means"]["items"]["enum"] == list(MEANS)
    assert facts["exception"]["properties"]["about"]["enum"] == [*MILESTONES, *STANDING_RULES]
    assert facts["facts"]["properties"]["unknown"]["items"]["enum"] == list(FACTS)


# Files


def test_every_file_is_valid_and_has_no_key_that_its_schema_does_not_describe(
    builds: dict[str, Build],
) -> None:
    wrong = [
        problem
        for build in builds.values()
        for path, data in build.items()
        for problem in problems(path, data)
    ]

    assert wrong == []


def test_the_data_of_an_area_are_valid(definitions: Definitions) -> None:
    areas = areas_of(definitions, AFTER_EXAM)

    assert len(areas) == 31
    assert [
        problem
        for path, content in areas.items()
        for problem in problems(path, json.loads(content))
    ] == []


def test_the_builds_have_dates_in_every_state(builds: dict[str, Build]) -> None:
    states = {
        milestone["state"]
        for build in builds.values()
        for path, data in build.items() if schema_of(path) == "place.schema.json"
        for milestone in data["milestones"]
    }  # fmt: skip

    assert states == set(State)


def test_the_status_is_valid(tmp_path: Path) -> None:
    sites = {
        "guangdong": {"problem": "answers 500", "silent_days": 3},
        "xinjiang": {"problem": None, "silent_days": 0},
    }
    run = BuildInfo(
        datetime.fromisoformat("2026-06-04T18:20:05+00:00"),
        "0123abc",
        {"day": "2026-06-05", "candidates": 1, "looks": 2, "sites": sites},
    )
    options = BuildOptions(build_info=run, counts_facts=True)
    build(tmp_path / "today", load(SMALL), AFTER_EXAM, Depth.AREA, options)
    build(tmp_path / "pretended", load(SMALL), AFTER_EXAM, Depth.AREA)

    read_back = {
        name: json.loads((tmp_path / name / "status.json").read_bytes())
        for name in ("today", "pretended")
    }
    assert [problems("status.json", data) for data in read_back.values()] == [[], []]
    assert [data["watch"] is None for data in read_back.values()] == [False, True]


@pytest.mark.parametrize("name", ["regions.json", "guangdong.json", "upcoming.json"])
def test_a_schema_is_no_empty_promise(name: str, builds: dict[str, Build]) -> None:
    """Whatever is taken out of a file, or is in it besides, is found."""
    data = builds["announced"][name]

    for key in data:
        changed = deepcopy(data)
        del changed[key]
        assert problems(name, changed)
    assert problems(name, {**data, "more": 1})
    assert validators(SCHEMAS)[schema_of(name)].is_valid({**data, "more": 1})


def test_the_schemas_stand_beside_the_data_as_they_were_written() -> None:
    made = made_of(load(SMALL), AFTER_EXAM, Depth.PROVINCE)

    assert {name: made[name] for name in SCHEMAS} == schemas()
    assert list(SCHEMAS) == [
        f"{name}.schema.json"
        for name in ("definitions", "history", "place", "regions", "status", "upcoming")
    ]


def test_the_same_day_and_facts_give_the_same_bytes() -> None:
    first, second = (made_of(load(SMALL), AFTER_EXAM) for _ in range(2))

    assert list(first.items()) == list(second.items())


# The next 90 days


PLACE = Place("310000", "310000", "上海市", "shanghai", "sh", "")


def listed(first: str, last: str, **changes: object) -> PlaceMilestone:
    """A milestone of Shanghai."""
    return PlaceMilestone(
        PLACE,
        milestone_text(
            "score_recheck", date.fromisoformat(first), date.fromisoformat(last), **changes
        ),
        "",
    )


def test_what_has_a_day_within_the_next_90_comes_and_both_ends_count() -> None:
    over, last_day = listed("2026-05-01", "2026-06-04"), listed("2026-05-01", "2026-06-05")
    first_day, later = listed("2026-09-03", "2026-12-01"), listed("2026-09-04", "2026-12-01")
    all_along = listed("2026-01-01", "2027-01-01")

    data = upcoming_data(AFTER_EXAM, [PLACE], [later, first_day, all_along, last_day, over])

    assert (data["as_of"], data["until"]) == ("2026-06-05", "2026-09-03")
    assert [(milestone["first"], milestone["last"]) for milestone in data["milestones"]] == [
        ("2026-01-01", "2027-01-01"),
        ("2026-05-01", "2026-06-05"),
        ("2026-09-03", "2026-12-01"),
    ]


def test_a_cancelled_milestone_is_listed_as_cancelled() -> None:
    called_off = listed("2026-06-06", "2026-06-07", state=State.CANCELLED)

    [milestone] = upcoming_data(AFTER_EXAM, [PLACE], [called_off])["milestones"]

    assert milestone["state"] == "cancelled"


def test_a_place_without_dates_is_named_all_the_same() -> None:
    assert upcoming_data(AFTER_EXAM, [PLACE], []) == {
        "as_of": "2026-06-05", "until": "2026-09-03", "regions": ["shanghai"], "milestones": []
    }  # fmt: skip


def test_the_next_dates_are_those_of_the_data_of_each_region(builds: dict[str, Build]) -> None:
    for made in builds.values():
        coming = made["upcoming.json"]
        expected = {
            (slug, *(milestone[key] for key in SHARED))
            for slug in coming["regions"]
            for milestone in made[f"{slug}.json"]["milestones"]
            if milestone["last"] >= coming["as_of"] and milestone["first"] <= coming["until"]
        }

        assert {
            (milestone["region"], *(milestone[key] for key in SHARED))
            for milestone in coming["milestones"]
        } == expected
        assert len(coming["milestones"]) == len(expected)
        assert all(
            milestone["likeliest"] is None or milestone["state"] == "estimated"
            for milestone in coming["milestones"]
        )
        days = [(milestone["first"], milestone["last"]) for milestone in coming["milestones"]]
        assert days == sorted(days)


SHARED = (
    "milestone",
    "title",
    "exam_year",
    "sitting",
    "state",
    "first",
    "last",
    "is_deadline",
    "is_conditional",
)


def test_an_area_is_listed_if_it_has_facts_of_its_own(builds: dict[str, Build]) -> None:
    assert builds["announced"]["upcoming.json"]["regions"] == [
        "guangdong",
        "guangdong/meizhou",
        "xinjiang",
        "bingtuan",
    ]
    assert "xinjiang/alaer.json" in builds["announced"]
    assert len(builds["first day"]["upcoming.json"]["regions"]) == 32


def test_a_milestone_names_the_files_of_its_region(builds: dict[str, Build]) -> None:
    made = builds["announced"]
    places = {place["slug"]: place for place in made["regions.json"]["places"]}

    for milestone in made["upcoming.json"]["milestones"]:
        place = places[milestone["region"]]
        assert milestone["region_name"] == place["name"]
        assert [milestone[key] for key in ("feed", "page", "data")] == [
            place[key] for key in ("feed", "page", "data")
        ]


def test_of_a_blocked_region_the_published_dates_are_listed(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.build()
    before = xinjiang_of(project)
    project.change(*XINJIANG_MOVES)

    built = project.build(date(2026, 8, 2))

    assert set(built.blocked) == {"xinjiang"}
    assert len(before) == 3
    assert xinjiang_of(project) == before


def xinjiang_of(project: Project) -> list[Any]:
    """The next dates in 新疆, without the fields that change each day."""
    coming = json.loads((project.public / "api/v1/upcoming.json").read_bytes())["milestones"]
    return [
        [milestone[key] for key in SHARED]
        for milestone in coming
        if milestone["region"] == "xinjiang"
    ]


# Every observation


def test_the_table_is_csv_for_spreadsheets(made: dict[str, dict[str, bytes]]) -> None:
    content = made["first day"]["history.csv"]

    assert content.startswith(b"\xef\xbb\xbfregion,region_name,milestone,")
    assert (
        content.count(b"\n")
        == content.count(b"\r\n")
        == len(list(csv.reader(content.decode().splitlines())))
    )
    assert content.endswith(b"\r\n")


def test_the_columns_are_those_of_the_schema_in_its_order(builds: dict[str, Build]) -> None:
    schema = SCHEMAS["history.schema.json"]

    assert (
        list(COLUMNS)
        == schema["required"]
        == list(schema["properties"])
        == list(builds["first day"]["history.csv"][0])
    )


@pytest.mark.parametrize(("name", "day"), [("after exam", AFTER_EXAM), ("first day", FIRST_DAY)])
def test_each_observation_that_was_known_has_a_row_for_each_source(
    definitions: Definitions, builds: dict[str, Build], name: str, day: date
) -> None:
    rows = builds[name]["history.csv"]

    known = [
        tuple(map(str, (
            slug, fact.milestone, fact.exam_year, fact.first, fact.last, fact.origin, source.url
        )))
        for slug, region in definitions.regions.items() if "/" not in slug
        for fact in region.named_days if fact.known_from is None or fact.known_from <= day
        for source in fact.sources
    ]  # fmt: skip
    keys = ("region", "milestone", "exam_year", "first", "last", "at", "url")
    assert sorted(tuple(row[key] for key in keys) for row in rows) == sorted(known)
    assert len(known) > 50


def test_a_release_stands_beside_the_exam_from_which_its_lag_is_counted(
    builds: dict[str, Build],
) -> None:
    rows = {(row["region"], row["exam_year"]): row for row in builds["announced"]["history.csv"]}

    keys = ("kind", "exam_days", "exam_first", "exam_last", "first")
    own, announced = rows["guangdong", "2025"], rows["guangdong", "2026"]
    assert [own[key] for key in keys] == [
        "observation", "region", "2025-05-17", "2025-05-18", "2025-08-15"
    ]  # fmt: skip
    assert [announced[key] for key in keys] == [
        "announcement", "", "2026-05-30", "2026-05-31", "2026-08-20"
    ]  # fmt: skip


def test_the_lags_of_the_table_are_those_that_windows_are_judged_by(
    definitions: Definitions, builds: dict[str, Build]
) -> None:
    rows = [
        row
        for row in builds["first day"]["history.csv"]
        if row["milestone"] == "results_release" and row["source"] == "1"
    ]

    lags = {
        (row["region"], row["exam_year"], row["exam_last"], row["first"])
        for row in rows
        if row["exam_last"]
    }
    judged = [outcome for outcome in outcomes_of(definitions) if outcome.released <= FIRST_DAY]
    assert {
        (outcome.region, str(outcome.exam_year), str(outcome.exam_end), str(outcome.released))
        for outcome in judged
    } <= lags
    assert len(judged) > 20


def test_unknown_exam_days_are_left_empty(builds: dict[str, Build]) -> None:
    unknown = [row for row in builds["first day"]["history.csv"] if row["exam_days"] == "unknown"]

    assert len(unknown) > 20
    assert {row["exam_first"] + row["exam_last"] for row in unknown} == {""}


def test_an_inherited_observation_has_one_row_and_an_own_one_its_area(tmp_path: Path) -> None:
    own = """[[announcement]]
milestone = "certificate_collection"
exam_year = 2026
date = 2026-10-12
[announcement.source]
url = "https://example.cn/mz"
publisher = "example.cn"
checked = 2026-08-01
grade = "official"

[[phone]]"""
    definitions = small_with(tmp_path, ("guangdong/meizhou.toml", "[[phone]]", own))

    rows = read(made_of(definitions, date(2026, 8, 15)))["history.csv"]

    assert [(row["region"], row["region_name"], row["milestone"]) for row in rows] == [
        ("guangdong", "广东省", "results_release"),
        ("guangdong", "广东省", "results_release"),
        ("guangdong/meizhou", "梅州市", "certificate_collection"),
    ]


def test_a_second_source_is_a_second_row(tmp_path: Path) -> None:
    source = (
        '{ url = "https://example.cn/gd/2026", publisher = "example.cn",'
        ' checked = 2026-08-12, grade = "official" }'
    )
    second = (
        '{ url = "https://example.org/b", publisher = "example.org",'
        ' checked = 2026-08-13, grade = "repost" }'
    )
    definitions = small_with(
        tmp_path, ("guangdong.toml", f"source = {source}", f"source = [{source}, {second}]")
    )

    rows = read(made_of(definitions, date(2026, 8, 15), Depth.PROVINCE))["history.csv"]

    assert [(row["exam_year"], row["source"], row["publisher"]) for row in rows] == [
        ("2025", "1", "example.cn"),
        ("2026", "1", "example.cn"),
        ("2026", "2", "example.org"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_region_file_becomes_a_formula_and_none_is_lost(
    text: str, tmp_path: Path
) -> None:
    quoted = json.dumps(text, ensure_ascii=False).replace('\\"', "\\u0022")
    change = (
        "guangdong.toml",
        'url = "https://example.cn/gd/2026", publisher = "example.cn"',
        f'url = "https://example.cn/gd/2026", publisher = {quoted}',
    )
    made = made_of(small_with(tmp_path, change), date(2026, 8, 15), Depth.PROVINCE)

    rows = read(made)["history.csv"]

    cells = [cell for row in rows for cell in row.values()]
    assert not any(
        cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in cells
    )
    assert [row["publisher"].removeprefix("'") for row in rows] == ["example.cn", text]
    assert [problem for row in rows for problem in problems("history.csv", [row])] == []


@pytest.mark.parametrize(
    "text", ["\t=1", "\r=1", "\n", "=", "", "'", "''", "a'", "1-1", "https://example.cn/=", " 中文"]
)
def test_a_cell_gives_back_its_text(text: str) -> None:
    assert guarded(text).removeprefix("'") == text
    assert guarded(text) == text or text.startswith("'") or text.strip(" ")[:1] in "=\t\r\n"


def test_the_files_of_the_whole_country_are_small_on_the_wire(
    made: dict[str, dict[str, bytes]],
) -> None:
    """Packed, all that comes is less than one feed; what came grows by less than a line with each
    row.
    """
    for name in ("first day", "after exam"):
        coming, history = made[name]["upcoming.json"], made[name]["history.csv"]
        assert len(gzip.compress(coming)) < 4_000
        assert len(gzip.compress(history)) < 80 * history.count(b"\r\n")
