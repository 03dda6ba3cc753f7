"""The data for programs: paths, every fact with its sources, chances, and that an area has its
province's data.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedgen.core.model import SHARES, Definitions, Depth, Place
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages
from feedgen.render.data import json_bytes, place_data
from tests.conftest import AFTER_EXAM, FROZEN, SMALL
from tests.factories import PLAN_OF_AUTHORITY, small_with

Files = dict[str, Any]
PROVINCES = sorted(
    {path.stem for path in FROZEN.glob("*.toml")} - {"national", "aliases", "workdays"}
)
PLACE = Place("441423", "441423", "丰顺县", "guangdong/meizhou/fengshun", "fs", "441400")
FOLLOWED = Place("440000", "440000", "广东省", "guangdong", "gd", "")


def data_of(definitions: Definitions, day: date, depth: Depth = Depth.AREA) -> Files:
    """Every file of data of a build, read."""
    files = dict(
        Pages(
            LedgerUpdate.of_first_build(BuildContext(definitions, day)),
            definitions.publication,
            None,
        ).make(depth)
    )
    return {path: json.loads(content) for path, content in files.items() if is_data(path)}


def is_data(path: str) -> bool:
    """Whether a file holds data; a schema says what data are like."""
    return path.endswith(".json") and not path.endswith(".schema.json")


@pytest.fixture(scope="module")
def ahead(definitions: Definitions) -> Files:
    """The data a few days after the exam."""
    return data_of(definitions, AFTER_EXAM)


def results_of(files: Files, slug: str, exam_year: int = 2026) -> dict[str, Any]:
    """The results of a place."""
    milestones: list[dict[str, Any]] = files[f"api/v1/{slug}.json"]["milestones"]
    return next(
        milestone
        for milestone in milestones
        if (milestone["milestone"], milestone["exam_year"]) == ("results_release", exam_year)
    )


# Files


@pytest.mark.parametrize(
    ("data", "content"),
    [
        ({"name": "松江区", "code": None}, '{"name":"松江区","code":null}\n'),
        ([1, 2.5, True], "[1,2.5,true]\n"),
        ({}, "{}\n"),
    ],
)
def test_a_file_is_compact_utf_8_and_ends_its_last_line(data: Any, content: str) -> None:
    assert json_bytes(data) == content.encode("utf-8")


def test_every_file_is_one_line_of_utf_8(definitions: Definitions) -> None:
    files = dict(
        Pages(
            LedgerUpdate.of_first_build(BuildContext(definitions, AFTER_EXAM)),
            definitions.publication,
            None,
        ).make(Depth.PROVINCE)
    )

    for path, content in files.items():
        if is_data(path):
            assert content == json_bytes(json.loads(content)), path


def test_a_place_names_its_page_its_feeds_and_its_data_and_a_county_those_of_its_area() -> None:
    assert place_data(PLACE, FOLLOWED, "guangdong/meizhou") == {
        "slug": "guangdong/meizhou/fengshun",
        "name": "丰顺县",
        "key": "441423",
        "code": "441423",
        "depth": "county",
        "follows": "guangdong",
        "follows_name": "广东省",
        "feed": "guangdong/meizhou.ics",
        "feed_with_alarms": "guangdong/meizhou-remind.ics",
        "page": "guangdong/meizhou.html",
        "data": "api/v1/guangdong/meizhou.json",
    }


def test_every_place_of_the_index_names_files_that_are_there(ahead: Files) -> None:
    places = ahead["api/v1/regions.json"]["places"]

    assert len(places) == 483
    assert {place["data"] for place in places} == ahead.keys() - {
        "api/v1/regions.json",
        "api/v1/upcoming.json",
    }
    assert all(ahead[place["data"]]["place"] == place for place in places)


def test_the_index_has_the_answer_and_what_is_next_of_every_province(ahead: Files) -> None:
    provinces = {
        province["slug"]: province for province in ahead["api/v1/regions.json"]["provinces"]
    }

    assert len(provinces) == 32
    assert {
        province["answer"]["milestone"] for slug, province in provinces.items() if slug != "guizhou"
    } == {"results_release"}
    assert provinces["guizhou"]["answer"]["milestone"] == "exam"
    assert (
        provinces["shanghai"]["answer"]
        == results_of(ahead, "shanghai")
        == provinces["shanghai"]["next"]
    )


def test_a_province_without_any_date_has_neither_answer_nor_next() -> None:
    index = data_of(load(SMALL), date(2025, 6, 1))["api/v1/regions.json"]

    [xinjiang] = [province for province in index["provinces"] if province["slug"] == "xinjiang"]
    assert (xinjiang["answer"], xinjiang["next"]) == (None, None)


def test_an_area_has_all_of_its_provinces_data_and_its_own_place(ahead: Files) -> None:
    area, province = (
        dict(ahead[f"api/v1/{slug}.json"]) for slug in ("shanghai/songjiang", "shanghai")
    )

    assert (area.pop("place")["slug"], province.pop("place")["slug"]) == (
        "shanghai/songjiang",
        "shanghai",
    )
    assert area == province
    assert list(area) == list(province)


def test_an_area_with_a_file_has_the_data_of_its_own_region() -> None:
    files = data_of(load(SMALL), date(2026, 8, 15))

    phones = [
        files[f"api/v1/{slug}.json"]["facts"]["phones"][0]["name"]
        for slug in ("guangdong", "guangdong/meizhou")
    ]
    assert phones == ["020-00000000", "0753-0000000"]
    assert files["api/v1/xinjiang/alaer.json"]["place"]["follows"] == "bingtuan"


def test_a_renamed_place_has_its_data_under_the_old_address_too() -> None:
    files = data_of(load(SMALL), date(2026, 8, 15))

    assert files["api/v1/guangdong/jiaying.json"] == files["api/v1/guangdong/meizhou.json"]


# Facts


def texts(data: object) -> list[str]:
    """Every text in data."""
    if isinstance(data, dict | list):
        inside = data.values() if isinstance(data, dict) else data
        return [text for part in inside for text in texts(part)]
    return [data] if isinstance(data, str) else []


@pytest.mark.parametrize("slug", PROVINCES)
def test_every_fact_of_a_region_is_in_its_data_with_its_sources(
    slug: str, definitions: Definitions, ahead: Files
) -> None:
    region = definitions.regions[slug].known_on(AFTER_EXAM)

    shown = set(texts(ahead[f"api/v1/{slug}.json"]["facts"]))

    lost = [
        fact.origin
        for fact in region.facts
        for source in fact.sources
        if {source.url, source.reason} - shown - {""}
    ]
    assert lost == []


def test_a_plan_and_a_bound_have_their_days_and_a_missing_day_is_null(
    ahead: Files,
) -> None:
    """Shanghai had planned the results of 2021 for late August; Guangdong's of 2022 were there by
    26 August.
    """
    plan = ahead["api/v1/shanghai.json"]["facts"]["plans"][0]
    [bound] = ahead["api/v1/guangdong.json"]["facts"]["bounds"]

    assert [plan[key] for key in ("milestone", "exam_year", "words", "first", "last")] == [
        "results_release",
        2021,
        "8月下旬",
        "2021-08-21",
        "2021-08-31",
    ]
    assert [bound[key] for key in ("not_before", "not_after", "not_yet")] == [
        None,
        "2022-08-26",
        None,
    ]


def test_what_nobody_has_found_is_listed_and_empty(ahead: Files) -> None:
    facts = ahead["api/v1/bingtuan.json"]["facts"]

    assert (facts["authority"], facts["results_lookup"], facts["phones"]) == (None, None, [])
    assert {"exam_authority", "results_lookup", "phone"} <= set(facts["unknown"])


def test_a_rule_leaves_out_what_its_source_does_not_name(ahead: Files) -> None:
    rules = ahead["api/v1/shanghai.json"]["facts"]["rules"]

    assert {
        "milestone": "certificate_collection",
        "exam_year": None,
        "means": ["electronic"],
    }.items() <= (next(rule for rule in rules if rule.get("means") == ["electronic"]).items())
    assert {(rule["window_days"], rule["unit"]) for rule in rules if "window_days" in rule} == {
        (14, "calendar"),
        (30, "calendar"),
        (31, "calendar"),
    }
    assert all(rule["sources"] and "" not in rule.values() for rule in rules)


# Chances


def test_chances_are_given_for_eleven_shares_and_their_days_never_decrease(
    definitions: Definitions, ahead: Files
) -> None:
    for slug in definitions.regions:
        for milestone in ahead[f"api/v1/{slug}.json"]["milestones"]:
            if "quantiles" in milestone:
                assert [float(share) for share in milestone["quantiles"]] == list(SHARES)
                days = list(milestone["quantiles"].values())
                assert len(days) == 11
                assert days == sorted(days)


def test_the_window_of_a_release_is_its_inner_eight_tenths_and_its_middle_the_likeliest_day(
    ahead: Files,
) -> None:
    """Guizhou's exam of 2026 is not known, so its results are not dated."""
    for slug in set(PROVINCES) - {"guizhou"}:
        results = results_of(ahead, slug)
        shares = results["quantiles"]
        assert (shares["0.1"], shares["0.5"], shares["0.9"]) == (
            results["first"],
            results["likeliest"],
            results["last"],
        ), slug
        assert shares["0.02"] <= results["first"] < results["last"] <= shares["0.98"], slug


def test_a_day_that_was_named_has_no_chances() -> None:
    assert "quantiles" not in results_of(data_of(load(SMALL), date(2026, 8, 15)), "guangdong")


def test_a_plan_stands_in_its_own_words(tmp_path: Path) -> None:
    results = results_of(
        data_of(small_with(tmp_path, PLAN_OF_AUTHORITY), date(2025, 6, 1)), "guangdong", 2025
    )

    assert (results["state"], results["plan"]) == ("planned", "8月")


def test_the_data_name_the_day_and_the_exam_as_the_pages_do(
    ahead: Files, definitions: Definitions
) -> None:
    index = ahead["api/v1/regions.json"]

    assert (index["as_of"], ahead["api/v1/shanghai.json"]["as_of"]) == ("2026-06-05", "2026-06-05")
    assert index["exam"]["also_called"] == [
        "二级矿业师",
        "二级矿业工程师",
        "二级矿业工程建造师",
        "二建矿业",
    ]
    assert {topic["topic"] for topic in index["exam"]["guidance"]} == set(
        definitions.nation.guidance
    )
    assert index["backtest"] is None
