"""What a date rests on, decided once for feeds, pages and the terminal."""

from datetime import date

import pytest

from feedgen.core.model import DatingMethod, Definitions, Explanation
from feedgen.publish.context import BuildContext
from tests.conftest import AFTER_EXAM, FIRST_DAY


def explained(definitions: Definitions, slug: str, key: str, day: date = AFTER_EXAM) -> Explanation:
    """The explanation of one milestone of a province."""
    build = BuildContext(definitions, day)
    return build.context_of(build.place_by_slug[slug]).explanations[key]


def test_an_estimate_with_a_record_has_a_level_and_a_likeliest_day(
    definitions: Definitions,
) -> None:
    results = explained(definitions, "shanghai", "2026-results-release")

    assert (results.method, results.anchor, results.anchor_name) == (
        DatingMethod.LAG,
        "exam",
        "考试",
    )
    assert (results.level, results.is_taken_at_word) == (0.8, False)
    assert results.middle == results.likeliest == date(2026, 8, 13)
    assert results.is_nations_rule


@pytest.mark.parametrize(
    ("slug", "key"),
    [("hunan", "2026-qualification-review"), ("shanghai", "2026-certificate-collection")],
)
def test_a_small_record_gives_no_level_and_no_middle(
    slug: str, key: str, definitions: Definitions
) -> None:
    explanation = explained(definitions, slug, key)

    assert not explanation.is_on_record
    assert (explanation.level, explanation.middle, explanation.likeliest) == (None, None, None)
    assert explanation.is_converted


def test_a_regions_own_rule_without_a_record_is_taken_at_its_word(
    definitions: Definitions,
) -> None:
    results = explained(definitions, "guizhou", "2025-results-release", date(2025, 4, 30))

    assert (results.is_taken_at_word, results.is_nations_rule) == (True, False)
    assert results.is_assumed


def test_working_days_are_counted_from_the_day_after_the_exam_to_both_ends(
    definitions: Definitions,
) -> None:
    results = explained(definitions, "shanghai", "2026-results-release")

    assert results.working_days == (
        (date(2026, 6, 1), date(2026, 7, 28), 41),
        (date(2026, 6, 1), date(2026, 9, 4), 69),
    )


def test_only_an_exam_on_named_days_has_its_session_among_its_own_facts(
    definitions: Definitions,
) -> None:
    kinds = {
        key: [type(fact).__name__ for fact in explained(definitions, "shanghai", key).own_facts]
        for key in ("2026-exam", "2027-exam", "2026-results-release")
    }

    assert kinds == {"2026-exam": ["Session"], "2027-exam": [], "2026-results-release": []}


@pytest.mark.parametrize(
    ("slug", "day", "count"),
    [("shanghai", FIRST_DAY, 14), ("shanghai", date(2016, 7, 1), 4), ("guizhou", FIRST_DAY, 1)],
)
def test_the_next_exam_counts_the_exams_that_it_is_expected_from(
    slug: str, day: date, count: int, definitions: Definitions
) -> None:
    exam = explained(definitions, slug, f"{day.year + 1}-exam", day)

    assert (exam.method, exam.session_count) == (DatingMethod.SEASON, count)


def test_only_releases_of_earlier_exam_years_are_earlier(definitions: Definitions) -> None:
    results = explained(definitions, "shanxi", "2021-results-release", date(2021, 9, 1))

    assert [fact.exam_year for fact in results.earlier or ()] == [2018]
    assert explained(definitions, "shanxi", "2026-exam").earlier is None
