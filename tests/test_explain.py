"""Where a date comes from, as `explain` tells people and programs, on a frozen copy of the
observations.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FROZEN, run_feedgen
from tests.factories import add_fact, copy_regions, source_line

RESULTS_OF_2026 = {"milestone": "results_release", "exam_year": 2026}
BEIJING = {"url": "https://rsj.beijing.gov.cn/a", "publisher": "考评办公室"}


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """The frozen copy with an official plan of Beijing for 2026."""
    folder = copy_regions(FROZEN, tmp_path)
    add_fact(
        folder / "beijing.toml",
        "plan",
        source_line(date(2026, 6, 1), **BEIJING),
        **RESULTS_OF_2026,
        from_=date(2026, 9, 1),
        until=date(2026, 9, 10),
        words="9月上旬",
        known_from=date(2026, 6, 1),
    )
    return folder


def lines_of(place: str, as_of: str, year: int, *, regions: Path = FROZEN) -> list[str]:
    """The lines of the release of one exam year, its title's first."""
    result = run_feedgen(
        "explain", place, "results_release", "--as-of", as_of, "--regions", regions
    )
    blocks = [block.splitlines() for block in result.stdout.split("\n\n")]
    return next(block for block in blocks if block[0].startswith(f"{year} results_release"))


def in_short(lines: list[str]) -> list[str]:
    """The lines without the sources and without the observations of the nation."""
    return [
        line for line in lines if ", checked " not in line and not line.startswith("    nation")
    ]


def data(
    place: str, as_of: str, year: int, milestone: str = "results_release", *, regions: Path = FROZEN
) -> dict[str, Any]:
    """The milestone of one exam year as programs get it."""
    result = run_feedgen(
        "explain", place, milestone, "--as-of", as_of, "--json", "--regions", regions
    )
    return next(data for data in json.loads(result.stdout) if data["exam_year"] == year)


def test_of_own_observations_it_shows_how_they_move_what_the_nation_teaches() -> None:
    assert in_short(lines_of("shanghai", "2026-06-05", 2026)) == [
        "2026 results_release  【预计】二建成绩公布",
        "  days      2026-07-28 to 09-04  ~ estimated",
        "  rule      42 to 63 working days after exam (the nation's rule)",
        "  anchor    exam 2026-05-31 (reported)",
        "  session   frozen_regions/national.toml:125, known from 2026-02-06",
        "  prior     middle 51.3 (give or take a factor of 1.11), most from 42 to 63",
        "            alone it would give 2026-07-29 to 08-27, at no level",
        "  learned   from what was known on 2026-05-31",
        "  nation    middle 55.3 (give or take a factor of 1.05), most from 45 to 68, from 37"
        " observations",
        "    own     shanghai 2023       52          counts 0.99  frozen_regions/shanghai.toml:47",
        "  region    middle 53.4 (give or take a factor of 1.11), most from 47 to 61, from 1"
        " of its own",
        "  level     80% of outcomes are meant to lie within the days, counted in working days",
        "  counted   2026-06-01 to 2026-07-28: 41 working days",
        "            2026-06-01 to 2026-09-04: 69 working days",
        "  holiday   端午节 2026-06-19 to 06-21",
        "  likeliest 2026-08-13",
        "  earlier   2023-08-16 for 2023, dated by scores, exam days: nation,"
        " frozen_regions/shanghai.toml:47",
    ]


def test_without_observations_of_its_own_it_shows_the_nation_alone() -> None:
    assert in_short(lines_of("beijing", "2026-06-05", 2026)) == [
        "2026 results_release  【预计】二建成绩公布",
        "  days      2026-07-27 to 09-15  ~ estimated",
        "  rule      42 to 63 working days after exam (the nation's rule)",
        "  anchor    exam 2026-05-31 (reported)",
        "  session   frozen_regions/national.toml:125, known from 2026-02-06",
        "  prior     middle 51.3 (give or take a factor of 1.11), most from 42 to 63",
        "            alone it would give 2026-07-29 to 08-27, at no level",
        "  learned   from what was known on 2026-05-31",
        "  nation    middle 55.3 (give or take a factor of 1.05), most from 45 to 68, from 37"
        " observations",
        "  region    middle 55.3 (give or take a factor of 1.16), most from 48 to 64, from 0"
        " of its own",
        "  level     80% of outcomes are meant to lie within the days, counted in working days",
        "  counted   2026-06-01 to 2026-07-27: 40 working days",
        "            2026-06-01 to 2026-09-15: 76 working days",
        "  holiday   端午节 2026-06-19 to 06-21",
        "  likeliest 2026-08-17",
    ]


def test_a_plan_of_one_page_is_among_the_facts_behind_the_days() -> None:
    lines = lines_of("guangdong", "2025-06-01", 2025)

    assert "  days      2025-07-30 to 09-02  ~ estimated" in lines
    assert lines[
        lines.index("  plan      frozen_regions/guangdong.toml:97, known from 2025-05-10: 8月下旬")
        + 1
    ] == ("            reported: http://ddlvyou.com.cn/jiangong/ejjzs/40434, checked 2026-11-22")
    assert "            alone it would give 2025-07-09 to 08-07, at no level" in lines


def test_an_official_plan_is_the_rule_and_the_record_stays_in_sight(planned: Path) -> None:
    lines = lines_of("beijing", "2026-06-05", 2026, regions=planned)

    assert lines[:4] == [
        "2026 results_release  【官方计划】二建成绩公布",
        "  days      2026-08-18 to 09-15  ◐ planned",
        "  rule      the authority's own plan; 42 to 63 working days after exam (the nation's"
        " rule)",
        "            official: https://rsj.beijing.gov.cn/a, checked 2026-06-01",
    ]
    assert (
        "  region    middle 55.3 (give or take a factor of 1.16), most from 48 to 64, from 0"
        " of its own" in lines
    )
    assert len([line for line in lines if line.endswith(", known from 2026-06-01: 9月上旬")]) == 1


def test_a_rule_of_its_own_is_the_prior_and_learns_nothing_from_the_nation() -> None:
    lines = lines_of("guizhou", "2025-04-30", 2025)

    assert in_short(lines) == [
        "2025 results_release  【预计】二建成绩公布",
        "  days      2025-04-25 to 05-21  ~ estimated",
        "  rule      5 to 21 working days after exam (a rule that we assume)",
        "  anchor    exam 2025-04-20 (reported)",
        "  session   frozen_regions/guizhou.toml:42, known from 2025-04-19",
        "  prior     middle 9.8 (give or take a factor of 1.26), most from 6 to 16",
        "            alone it would give 2025-04-25 to 05-21, which is taken at its word",
        "  learned   from what was known on 2025-04-20",
        "  region    middle 9.8 (give or take a factor of 1.26), most from 6 to 16, from 0 of"
        " its own",
        "  counted   2025-04-21 to 2025-04-25: 5 working days",
        "            2025-04-21 to 2025-05-21: 21 working days",
        "  holiday   劳动节 2025-05-01 to 05-05",
        "  earlier   2023-07-13 for 2023, dated by scores, exam days: unknown,"
        " frozen_regions/guizhou.toml:57",
        "  earlier   2022-07-14 for 2022, dated by scores, exam days: unknown,"
        " frozen_regions/guizhou.toml:49",
    ]
    assert not [line for line in lines if line.startswith("    nation")]


@pytest.mark.parametrize(
    "line",
    [
        "    nation  shanghai 2023       52          counts 0.98  frozen_regions/shanghai.toml:47",
        # Only a day is known by which it had come, or until which it had not.
        "    nation  guangdong 2022      any to 55   counts 1.00  frozen_regions/guangdong.toml:46",
        "    nation  jiangsu 2021        61 to any   counts 1.00  frozen_regions/jiangsu.toml:52",
        # Half as long as all others, and one of three of its region.
        "    nation  hainan 2022         28          counts 0.13  frozen_regions/hainan.toml:55",
    ],
)
def test_every_observation_stands_with_its_lag_its_weight_and_its_file(line: str) -> None:
    lines = lines_of("beijing", "2026-06-05", 2026)

    assert line in lines
    assert len([line for line in lines if line.startswith("    nation")]) == 37


def test_an_own_observation_stands_with_its_pages() -> None:
    lines = lines_of("shanghai", "2026-06-05", 2026)

    start = lines.index(
        "    own     shanghai 2023       52          counts 0.99  frozen_regions/shanghai.toml:47"
    )

    assert lines[start + 1 : start + 4] == [
        "            reported: https://www.e30.cn/kaozixun/1360.html, checked 2026-11-22",
        "            reported: https://funengwang.com/school/bjyljy/news/itemid-836.html,"
        " checked 2026-11-22",
        "            reported: https://wddqw.com/WhMv.html, checked 2026-11-22",
    ]


def test_a_not_yet_check_is_shown_with_what_it_excludes(tmp_path: Path) -> None:
    day = date(2026, 8, 14)
    folder = copy_regions(FROZEN, tmp_path)
    source = source_line(day, **BEIJING)
    looked = {**RESULTS_OF_2026, "not_yet": day, "known_from": day}
    add_fact(folder / "beijing.toml", "bound", source, **looked)

    lines = lines_of("beijing", "2026-08-15", 2026, regions=folder)

    assert [
        line for line in lines if line.endswith(", known from 2026-08-14: not yet on 2026-08-14")
    ]


def test_a_day_that_was_named_has_no_prior_and_no_level() -> None:
    lines = lines_of("shanxi", "2021-09-01", 2021)

    assert "  rule      days that the sources name (山西省's own)" in lines
    assert not [line for line in lines if line.startswith(("  prior", "  level", "  likeliest"))]


def test_for_programs_the_estimate_has_all_that_it_was_made_from() -> None:
    milestone = data("shanghai", "2026-06-05", 2026)

    estimate = milestone["basis"]["estimate"]
    assert (milestone["first"], milestone["last"], milestone["likeliest"]) == (
        "2026-07-28",
        "2026-09-04",
        "2026-08-13",
    )
    assert len(estimate.pop("national_observations")) == 37
    assert estimate == {
        "level": 0.8,
        "learned_until": "2026-05-31",
        "rule": {"lag": 51.33, "lag_error": 1.112, "spread": 1.237},
        "nation": {"lag": 55.28, "lag_error": 1.05, "spread": 1.223},
        "region": {"lag": 53.4, "lag_error": 1.109, "spread": 1.145},
        "own_observations": [
            {
                "region": "shanghai",
                "exam_year": 2023,
                "sitting": 1,
                "shortest": 52,
                "longest": 52,
                "weight": 0.99,
                "at": ["frozen_regions/national.toml:103", "frozen_regions/shanghai.toml:47"],
            }
        ],
        "bare_rule": {"first": "2026-07-29", "last": "2026-08-27", "likeliest": None},
    }


def test_for_programs_the_open_side_of_a_bound_is_null() -> None:
    estimate = data("beijing", "2026-06-05", 2026)["basis"]["estimate"]

    spans = {
        (lag["region"], lag["exam_year"]): (lag["shortest"], lag["longest"])
        for lag in estimate["national_observations"]
    }
    assert spans["guangdong", 2022] == (None, 55)
    assert spans["jiangsu", 2021] == (61, None)
    assert estimate["own_observations"] == []


def test_for_programs_a_rule_of_its_own_has_no_nation_behind_it() -> None:
    basis = data("guizhou", "2025-04-30", 2025)["basis"]

    assert (basis["lag"], basis["unit"], basis["is_national"]) == ([5, 21], "working", False)
    assert (
        basis["estimate"]["rule"]
        == basis["estimate"]["region"]
        == {"lag": 9.84, "lag_error": 1.256, "spread": 1.578}
    )
    assert basis["estimate"]["nation"] is None
    assert basis["estimate"]["national_observations"] == []
    assert basis["estimate"]["bare_rule"] == {
        "first": "2025-04-25",
        "last": "2025-05-21",
        "likeliest": None,
    }


def test_for_programs_a_plan_stands_in_its_own_words_and_among_the_facts() -> None:
    milestone = data("guangdong", "2025-06-01", 2025)

    assert (milestone["state"], milestone["plan"]) == ("estimated", "8月下旬")
    assert [(fact["kind"], fact["at"]) for fact in milestone["basis"]["facts"]] == [
        ("session", "frozen_regions/national.toml:118"),
        ("plan", "frozen_regions/guangdong.toml:97"),
    ]


@pytest.mark.parametrize(
    ("milestone", "rule"), [("exam", "days named"), ("score_recheck", "window on record")]
)
def test_for_programs_what_was_not_learned_has_no_estimate(milestone: str, rule: str) -> None:
    """The frozen copy has no rules for the re-check."""
    basis = data("beijing", "2026-06-05", 2026, milestone, regions=FROZEN)["basis"]

    assert (basis["rule"], basis["estimate"]) == (rule, None)


def test_the_next_exam_is_learned_from_days_of_the_year() -> None:
    exam = data("shanghai", "2026-06-05", 2027, "exam")

    assert (exam["basis"]["rule"], exam["basis"]["lag"], exam["basis"]["unit"]) == (
        "season",
        [130, 165],
        "days of the year",
    )
    estimate = exam["basis"]["estimate"]
    assert estimate["bare_rule"] == {"first": "2027-05-10", "last": "2027-06-14", "likeliest": None}
    assert estimate["own_observations"] == [], "Shanghai sits the nation's exam"
    assert [lag["shortest"] for lag in estimate["national_observations"]] == [
        152, 144, 150, 149, 140, 153, 145, 305, 142, 162, 154, 153, 130, 150,
    ]  # fmt: skip
