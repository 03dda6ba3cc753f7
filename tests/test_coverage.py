"""How each province comes to its facts, and how good the facts are."""

from pathlib import Path

import pytest

from feedgen.core.model import FACTS, Definitions, Grade
from feedgen.definitions.regions import Coverage, coverage, facts_by_grade, load
from tests.conftest import SMALL
from tests.factories import append, copy_regions, fact_lines


@pytest.mark.parametrize(
    ("province", "fact", "expected"),
    [
        ("tianjin", "score_recheck", Coverage.SOURCED),
        ("shanghai", "score_recheck", Coverage.INHERITED),
        ("bingtuan", "session", Coverage.ASSUMED),
        ("beijing", "exam_authority", Coverage.ASSUMED),
        ("bingtuan", "exam_authority", Coverage.UNKNOWN),
        ("shanghai", "public_notice", Coverage.UNKNOWN),
    ],
)
def test_a_fact_is_sourced_inherited_assumed_or_unknown(
    province: str, fact: str, expected: Coverage, definitions: Definitions
) -> None:
    assert coverage(definitions)[province][fact] is expected


def test_every_province_accounts_for_every_fact_and_no_area_does(definitions: Definitions) -> None:
    table = coverage(definitions)

    assert len(table) == 32
    assert list(table) == sorted(table)
    assert {tuple(row) for row in table.values()} == {FACTS}


def test_a_province_has_a_row_of_every_fact() -> None:
    row = coverage(load(SMALL))["guangdong"]

    assert [fact for fact, status in row.items() if status is Coverage.UNKNOWN] == [
        "wechat",
        "pass_mark",
        "public_notice",
    ]
    assert set(row.values()) == {Coverage.SOURCED, Coverage.UNKNOWN}


def test_an_observation_of_anything_but_the_results_leaves_the_results_unknown(
    definitions: Definitions,
) -> None:
    """Of Tianjin only a day of the pass mark is on record."""
    [observation] = definitions.regions["tianjin"].observations
    assert observation.milestone == "pass_mark"
    assert coverage(definitions)["tianjin"]["observation"] is Coverage.UNKNOWN


def test_each_scale_counts_once(tmp_path: Path) -> None:
    regions = copy_regions(SMALL, tmp_path)
    append(regions / "national.toml", fact_lines("pass_mark.scale", since=2015, words="120分"))
    append(regions / "national.toml", fact_lines("pass_mark.scale", since=2024, words="100分"))

    assert facts_by_grade(load(regions))[Grade.OFFICIAL] == 8


def test_each_fact_counts_once_by_its_best_source_however_many_inherit_it() -> None:
    counts = facts_by_grade(load(SMALL))

    assert counts == {Grade.OFFICIAL: 6, Grade.REPOST: 2, Grade.REPORTED: 22, Grade.ASSUMPTION: 4}
    assert list(counts) == [Grade.OFFICIAL, Grade.REPOST, Grade.REPORTED, Grade.ASSUMPTION]
