"""How a window is scored, and what anybody could say without a model, worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import (
    MilestoneKind,
    Outcome,
    Region,
    Window,
)
from feedgen.core.workdays import Workdays
from feedgen.forecast.backtest.baselines import bare_rule, same_date, same_lag
from feedgen.forecast.estimation import interval_score
from feedgen.forecast.timelines import ObservationHistory
from tests.factories import observation, session

# The interval score


AUGUST = Window(date(2026, 8, 1), date(2026, 8, 21))
days = st.dates(date(2013, 1, 1), date(2060, 12, 31))
lengths = st.integers(0, 400)


@pytest.mark.parametrize(
    ("happened", "score"),
    [
        (date(2026, 8, 1), 20.0),
        (date(2026, 8, 10), 20.0),
        (date(2026, 8, 21), 20.0),
        (date(2026, 7, 31), 30.0),
        (date(2026, 8, 22), 30.0),
        (date(2026, 8, 31), 120.0),
    ],
    ids=["first day", "inside", "last day", "a day early", "a day late", "ten days late"],
)
def test_the_score_is_the_width_and_ten_for_each_day_outside(happened: date, score: float) -> None:
    assert interval_score(AUGUST, happened, miss_rate=0.2) == score


@pytest.mark.parametrize("miss_rate", [-0.1, 0.0, 1.0, 1.5])
def test_a_miss_rate_lies_between_0_and_1(miss_rate: float) -> None:
    with pytest.raises(ValueError, match=f"a miss rate lies between 0 and 1, not at {miss_rate}"):
        interval_score(AUGUST, date(2026, 8, 10), miss_rate=miss_rate)


@given(lower=days, before=lengths, after=lengths, earlier=lengths, later=lengths)
def test_a_wider_window_that_holds_the_outcome_never_scores_better(
    lower: date, before: int, after: int, earlier: int, later: int
) -> None:
    happened = lower + timedelta(days=before)
    upper = happened + timedelta(days=after)
    narrow = Window(lower, upper)
    wide = Window(lower - timedelta(days=earlier), upper + timedelta(days=later))

    assert interval_score(narrow, happened, miss_rate=0.2) <= interval_score(
        wide, happened, miss_rate=0.2
    )


# What anybody could say without a model, by hand


NATION = Region(
    slug="national",
    sessions=(
        session(2023, date(2023, 6, 4), date(2023, 6, 4), known_from=None),
        session(2024, date(2024, 6, 2), date(2024, 6, 2), known_from=None),
    ),
    kinds={"results_release": MilestoneKind("results_release", anchor="exam", lag=(42, 63))},
)
REMEMBERED = ObservationHistory(
    NATION,
    (
        replace(NATION, slug="here", observations=(observation(2023, date(2023, 8, 7)),)),
        replace(NATION, slug="there", observations=(observation(2023, date(2023, 9, 13)),)),
        replace(NATION, slug="elsewhere"),
    ),
    Workdays(),
)
"""Released 45 working days after the exam here, 72 there, never elsewhere."""
HERE = Outcome("here", 2024, 1, date(2024, 6, 2), date(2024, 8, 1))
ELSEWHERE = Outcome("elsewhere", 2024, 1, date(2024, 6, 2), date(2024, 8, 1))
FIRST_OF_ALL = Outcome("here", 2023, 1, date(2023, 6, 4), date(2023, 8, 7))
RULE_OF_2023 = Window(date(2023, 8, 2), date(2023, 8, 31), date(2023, 8, 16))
"""42 to 63 working days after 2023-06-04, their middle the 52nd."""


def test_the_bare_rule_knows_nothing_of_releases() -> None:
    rule_of_2024 = Window(date(2024, 7, 31), date(2024, 8, 29), date(2024, 8, 14))

    assert bare_rule(REMEMBERED, FIRST_OF_ALL) == RULE_OF_2023
    assert bare_rule(REMEMBERED, HERE) == rule_of_2024
    assert bare_rule(REMEMBERED, ELSEWHERE) == rule_of_2024


def test_the_same_lag_is_that_of_the_regions_own_last_release() -> None:
    """45 working days, ten before and eleven after, although another region released later."""
    assert same_lag(REMEMBERED, HERE) == Window(
        date(2024, 7, 22), date(2024, 8, 20), date(2024, 8, 5)
    )


def test_the_same_date_is_that_of_the_regions_own_last_release() -> None:
    """The 7th of August is 47 working days after the exam."""
    assert same_date(REMEMBERED, HERE) == Window(
        date(2024, 7, 24), date(2024, 8, 22), date(2024, 8, 7)
    )


def test_the_nations_last_release_stands_in_for_a_region_without_one() -> None:
    assert same_lag(REMEMBERED, ELSEWHERE) == Window(
        date(2024, 8, 28), date(2024, 9, 27), date(2024, 9, 11)
    )
    assert same_date(REMEMBERED, ELSEWHERE) == Window(
        date(2024, 8, 30), date(2024, 9, 30), date(2024, 9, 13)
    )


def test_the_bare_rule_stands_in_where_nothing_is_known_yet() -> None:
    """The first release came two months after the morning on which the window was made."""
    assert same_lag(REMEMBERED, FIRST_OF_ALL) == RULE_OF_2023
    assert same_date(REMEMBERED, FIRST_OF_ALL) == RULE_OF_2023


def test_the_same_date_is_the_first_that_comes_after_the_exam() -> None:
    """After an exam in autumn the 22nd of August comes in the next year, on a Sunday: the Friday
    before counts.
    """
    august = replace(
        NATION,
        slug="here",
        sessions=(session(2019, date(2019, 5, 26), date(2019, 5, 26), known_from=None),),
    )
    record = ObservationHistory(
        NATION, (replace(august, observations=(observation(2019, date(2019, 8, 22)),)),), Workdays()
    )

    window = same_date(record, Outcome("here", 2020, 1, date(2020, 11, 1), date(2020, 12, 30)))

    assert window == Window(date(2021, 8, 6), date(2021, 9, 6), date(2021, 8, 20))
