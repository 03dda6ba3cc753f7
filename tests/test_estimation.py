"""What needs no spread: bare windows, last days of windows, and the season of the next exam; dates
in, dates out.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.model import Belief, Grade, HolidayNotice, Lag, Source, Window
from feedgen.core.workdays import Workdays
from feedgen.forecast.estimation import (
    exam_season,
    is_free_weekend,
    last_day,
    posterior,
    prior_from_rule,
    rule_window,
)
from feedgen.forecast.estimation.distributions import convolve

CALENDAR = Workdays()
SEASON = prior_from_rule((130, 165))
"""10 May to 14 June, as regions/national.toml has it."""
FIRST_DAYS = [
    date(2017, 5, 20),
    date(2018, 6, 2),
    date(2019, 5, 25),
    date(2020, 10, 31),
    date(2021, 5, 22),
    date(2022, 6, 11),
    date(2023, 6, 3),
    date(2024, 6, 1),
    date(2025, 5, 10),
    date(2026, 5, 30),
]
"""The nation's sessions as regions/national.toml has them from 2017 on."""

days = st.dates(date(2013, 1, 1), date(2060, 12, 31))
lags = st.tuples(st.integers(1, 90), st.integers(0, 60)).map(
    lambda both: (both[0], both[0] + both[1])
)


# The rule alone


def test_the_general_rule_after_an_exam_in_may() -> None:
    exam = Window(date(2026, 5, 31), date(2026, 5, 31))

    assert rule_window(exam, (42, 63), CALENDAR) == Window(date(2026, 7, 29), date(2026, 8, 27))


def test_the_general_rule_after_an_exam_in_autumn() -> None:
    exam = Window(date(2020, 11, 1), date(2020, 11, 1))

    assert rule_window(exam, (42, 63), CALENDAR) == Window(date(2020, 12, 29), date(2021, 1, 28))


def test_the_bare_rule_adds_its_shortest_lag_to_the_first_day_and_its_longest_to_the_last() -> None:
    release = Window(date(2026, 7, 29), date(2026, 8, 27))

    assert rule_window(release, (3, 27), CALENDAR) == Window(date(2026, 8, 3), date(2026, 10, 10))


@settings(deadline=None)
@given(first=days, length=st.integers(0, 60), lag=lags)
def test_a_bare_window_lies_on_working_days_in_order(
    first: date, length: int, lag: tuple[int, int]
) -> None:
    window = rule_window(Window(first, first + timedelta(length)), lag, CALENDAR)

    assert first < window.lower <= window.upper
    assert CALENDAR.is_working(window.lower)
    assert CALENDAR.is_working(window.upper)


# The last day of a window that opens with a release


def test_the_day_of_the_release_is_day_1() -> None:
    """16 to 29 August is 14 days."""
    assert last_day(date(2023, 8, 16), 14, "calendar", CALENDAR) == date(2023, 8, 29)
    assert last_day(date(2023, 8, 16), 1, "calendar", CALENDAR) == date(2023, 8, 16)


def test_calendar_days_do_not_care_for_holidays() -> None:
    assert last_day(date(2026, 9, 30), 5, "calendar", CALENDAR) == date(2026, 10, 4)


def test_working_days_pass_over_days_off() -> None:
    """Friday is day 1, then Monday to Wednesday; 国庆节 takes no day of a window."""
    assert last_day(date(2026, 8, 14), 4, "working", CALENDAR) == date(2026, 8, 19)
    assert last_day(date(2026, 8, 14), 1, "working", CALENDAR) == date(2026, 8, 14)
    assert last_day(date(2026, 9, 30), 2, "working", CALENDAR) == date(2026, 10, 8)


@settings(deadline=None)
@given(release=days, length=st.integers(1, 60), unit=st.sampled_from(["calendar", "working"]))
def test_a_longer_window_never_ends_earlier(release: date, length: int, unit: str) -> None:
    shorter, longer = (last_day(release, each, unit, CALENDAR) for each in (length, length + 1))

    assert release <= shorter < longer


# The season of the next exam


def test_without_any_session_the_season_is_the_rule_as_a_prior() -> None:
    """10 May to 14 June with a margin, as most exams lie in the rule, not 80 % of them."""
    assert exam_season(SEASON, 2027, CALENDAR) == Window(
        date(2027, 5, 1), date(2027, 7, 4), date(2027, 5, 29)
    )


@pytest.mark.parametrize(
    ("exam_year", "window"),
    [
        (2021, Window(date(2021, 5, 1), date(2021, 7, 4), date(2021, 5, 29))),
        (2022, Window(date(2022, 4, 30), date(2022, 7, 3), date(2022, 5, 28))),
        (2023, Window(date(2023, 5, 13), date(2023, 7, 2), date(2023, 5, 27))),
        (2024, Window(date(2024, 5, 4), date(2024, 6, 30), date(2024, 6, 1))),
        (2025, Window(date(2025, 5, 10), date(2025, 6, 29), date(2025, 5, 31))),
        (2026, Window(date(2026, 5, 2), date(2026, 6, 28), date(2026, 5, 30))),
    ],
)
def test_the_sessions_before_it_hold_each_exam_since_2021(exam_year: int, window: Window) -> None:
    """The autumn session of 2020 is among them each time."""
    earlier = [day for day in FIRST_DAYS if day.year < exam_year]
    held = FIRST_DAYS[exam_year - 2017]

    season = _season(earlier, exam_year)

    assert season == window
    assert held.year == exam_year
    assert season.lower <= held < season.upper


def test_a_session_postponed_into_autumn_widens_the_next_season_and_does_not_drag_it() -> None:
    on_time = _season([*FIRST_DAYS[:3], date(2020, 5, 30), FIRST_DAYS[4]], 2022)
    postponed = _season(FIRST_DAYS[:5], 2022)

    assert on_time == Window(date(2022, 5, 14), date(2022, 6, 19), date(2022, 5, 28))
    assert postponed == Window(date(2022, 4, 30), date(2022, 7, 3), date(2022, 5, 28))


def test_one_session_pulls_the_season_towards_it() -> None:
    """An exam in April, three weeks before the rule's first day, moves the middle by one."""
    without, with_one = _season([], 2026), _season([date(2025, 4, 19)], 2026)

    assert without == Window(date(2026, 4, 25), date(2026, 7, 5), date(2026, 5, 30))
    assert with_one == Window(date(2026, 4, 18), date(2026, 6, 28), date(2026, 5, 23))


def test_a_weekend_that_the_notice_makes_work_is_passed_over() -> None:
    """The season of 2027 with a notice that leaves its first weekend free, and with another."""
    plain = _season(FIRST_DAYS, 2027, _working_on())
    worked = _season(FIRST_DAYS, 2027, _working_on(date(2027, 5, 9)))

    assert plain == Window(date(2027, 5, 8), date(2027, 6, 27), date(2027, 5, 29))
    assert worked == Window(date(2027, 5, 15), date(2027, 6, 27), date(2027, 5, 29))


def test_a_weekend_that_is_likely_to_be_worked_is_passed_over_until_there_is_a_notice() -> None:
    """The weekend after Labour Day, and of an early season the one before it as well."""
    season = _season(FIRST_DAYS, 2027)

    assert season == _season(FIRST_DAYS, 2027, _working_on(date(2027, 5, 8)))
    assert season != _season(FIRST_DAYS, 2027, _working_on())
    assert not is_free_weekend(date(2027, 5, 8), CALENDAR)
    assert is_free_weekend(date(2027, 5, 8), _working_on())


def test_a_worked_middle_moves_the_likeliest_weekend_to_the_one_that_is_the_median_then() -> None:
    season = _season(FIRST_DAYS, 2027, _working_on(date(2027, 5, 30)))

    assert season.likeliest == date(2027, 5, 22)


def test_where_every_weekend_is_worked_none_is_passed_over() -> None:
    saturdays = [date(2027, 1, 2) + timedelta(weeks=week) for week in range(52)]

    season = _season(FIRST_DAYS, 2027, _working_on(*saturdays))

    assert season == Window(date(2027, 5, 8), date(2027, 6, 27), date(2027, 5, 29))


@pytest.mark.parametrize("saturday", [date(2026, 5, 9), date(2026, 9, 19)])
def test_one_worked_day_takes_the_whole_weekend(saturday: date) -> None:
    """2026-05-09 is a make-up Saturday, 2026-09-20 a make-up Sunday."""
    assert not is_free_weekend(saturday, CALENDAR)
    assert is_free_weekend(saturday + timedelta(weeks=1), CALENDAR)


@settings(deadline=None, max_examples=60)
@given(
    first_days=st.lists(st.dates(date(2013, 1, 1), date(2026, 12, 31)), max_size=8),
    exam_year=st.integers(2014, 2040),
)
def test_a_season_goes_from_a_free_saturday_to_a_sunday_of_its_year_with_its_middle_inside(
    first_days: list[date], exam_year: int
) -> None:
    season = _season(first_days, exam_year)

    assert season.likeliest is not None
    assert (
        date(exam_year, 1, 1)
        <= season.lower
        <= season.likeliest
        < season.upper
        <= date(exam_year + 1, 1, 1)
    )
    assert season.lower.isoweekday() == season.likeliest.isoweekday() == 6
    assert season.upper.isoweekday() == 7
    assert is_free_weekend(season.lower, CALENDAR)
    assert is_free_weekend(season.likeliest, CALENDAR)


def _season(first_days: Sequence[date], exam_year: int, calendar: Workdays = CALENDAR) -> Window:
    """The season that the rule and these sessions give."""
    return exam_season(_learned(first_days), exam_year, calendar)


def _learned(first_days: Sequence[date]) -> Belief:
    numbers = [(day.year, day.timetuple().tm_yday) for day in first_days]
    return posterior(
        SEASON, [Lag("national", year, 1, number, number, ()) for year, number in numbers]
    )


def _working_on(*make_up: date) -> Workdays:
    """A calendar whose 2027 has these make-up days."""
    source = Source("https://www.gov.cn/a", "国务院办公厅", date(2026, 11, 30), Grade.OFFICIAL)
    return Workdays([HolidayNotice(year=2027, holidays=(), make_up=make_up, sources=(source,))])


SOME_CHANCES = st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=40)


@given(SOME_CHANCES, SOME_CHANCES)
def test_the_chances_of_sums_are_those_of_every_pair_added_up(
    one: list[float], other: list[float]
) -> None:
    expected = [0.0] * (len(one) + len(other) - 1)
    for first, chance in enumerate(one):
        for second, and_chance in enumerate(other):
            expected[first + second] += chance * and_chance

    assert convolve(one, other) == pytest.approx(expected, abs=1e-13)
