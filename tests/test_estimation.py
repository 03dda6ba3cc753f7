"""Windows from lags, last days of windows, and the season of the next exam: dates in, dates out."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.estimation import exam_season, is_free_weekend, lag_window, last_day
from feedgen.model import Grade, Source, Window, YearNotice
from feedgen.workdays import Workdays

CALENDAR = Workdays()
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
"""The nation's sessions as regions/national.toml has them."""

days = st.dates(date(2013, 1, 1), date(2060, 12, 31))
lags = st.tuples(st.integers(1, 90), st.integers(0, 60)).map(lambda both: (both[0], both[0] + both[1]))


def test_the_general_rule_after_an_exam_in_may() -> None:
    exam = Window(date(2026, 5, 31), date(2026, 5, 31))

    assert lag_window(exam, (42, 63), CALENDAR) == Window(date(2026, 7, 29), date(2026, 8, 27))


def test_the_general_rule_after_an_exam_in_autumn() -> None:
    exam = Window(date(2020, 11, 1), date(2020, 11, 1))

    assert lag_window(exam, (42, 63), CALENDAR) == Window(date(2020, 12, 29), date(2021, 1, 28))


def test_uncertainty_adds_up_along_the_chain() -> None:
    """The shortest lag after the first possible day, the longest after the last."""
    release = Window(date(2026, 7, 29), date(2026, 8, 27))

    assert lag_window(release, (3, 27), CALENDAR) == Window(date(2026, 8, 3), date(2026, 10, 10))


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


@pytest.mark.parametrize(
    ("exam_year", "window"),
    [
        (2022, Window(date(2022, 5, 14), date(2022, 6, 19), date(2022, 5, 28))),
        (2023, Window(date(2023, 5, 13), date(2023, 6, 18), date(2023, 6, 3))),
        (2024, Window(date(2024, 5, 18), date(2024, 6, 23), date(2024, 6, 1))),
        (2025, Window(date(2025, 5, 10), date(2025, 6, 22), date(2025, 5, 31))),
        (2026, Window(date(2026, 5, 16), date(2026, 6, 21), date(2026, 5, 30))),
    ],
)
def test_three_weeks_either_way_hold_each_exam_since_2022(exam_year: int, window: Window) -> None:
    """Each year from the five before it, the autumn session of 2020 among them."""
    earlier = [day for day in FIRST_DAYS if day.year < exam_year]
    held = FIRST_DAYS[exam_year - 2017]

    season = exam_season(earlier, exam_year, 3, CALENDAR)

    assert season == window
    assert held.year == exam_year
    assert season.lower <= held < season.upper


def test_only_the_last_five_sessions_count() -> None:
    long_ago = [date(year, 9, 10) for year in range(2007, 2017)]

    season = exam_season([*long_ago, *FIRST_DAYS], 2027, 3, CALENDAR)

    assert season == Window(date(2027, 5, 15), date(2027, 6, 27), date(2027, 6, 5))


def test_a_session_postponed_into_autumn_does_not_drag_the_next_one() -> None:
    on_time = exam_season([*FIRST_DAYS[:3], date(2020, 5, 30), FIRST_DAYS[4]], 2022, 3, CALENDAR)
    postponed = exam_season(FIRST_DAYS[:5], 2022, 3, CALENDAR)

    assert on_time == Window(date(2022, 5, 14), date(2022, 6, 19), date(2022, 5, 28))
    assert postponed == Window(date(2022, 5, 14), date(2022, 6, 19), date(2022, 5, 28))


def test_one_session_is_enough() -> None:
    """The day of the year of 2025-04-19 is a Sunday in 2026; its weekend begins on the day before."""
    season = exam_season([date(2025, 4, 19)], 2026, 2, CALENDAR)

    assert season == Window(date(2026, 4, 4), date(2026, 5, 3), date(2026, 4, 18))


def test_a_weekend_that_the_notice_makes_work_is_passed_over() -> None:
    """2022-05-07 was a make-up day, so the season opens a week later."""
    assert not is_free_weekend(date(2022, 5, 7), CALENDAR)
    assert exam_season(FIRST_DAYS[:5], 2022, 3, CALENDAR).lower == date(2022, 5, 14)


def test_a_worked_middle_moves_the_likeliest_weekend_to_the_one_before() -> None:
    calendar = _working_on(date(2027, 6, 6))

    season = exam_season(FIRST_DAYS, 2027, 3, calendar)

    assert season == Window(date(2027, 5, 15), date(2027, 6, 27), date(2027, 5, 29))


def test_worked_weekends_at_the_edges_narrow_the_season() -> None:
    calendar = _working_on(date(2027, 5, 15), date(2027, 6, 27))

    season = exam_season(FIRST_DAYS, 2027, 3, calendar)

    assert season == Window(date(2027, 5, 22), date(2027, 6, 20), date(2027, 6, 5))


def test_where_every_weekend_is_worked_the_middle_stays() -> None:
    calendar = _working_on(date(2027, 6, 5))

    assert exam_season(FIRST_DAYS, 2027, 0, calendar) == Window(date(2027, 6, 5), date(2027, 6, 6), date(2027, 6, 5))


@pytest.mark.parametrize("saturday", [date(2026, 5, 9), date(2026, 9, 19)])
def test_one_worked_day_takes_the_whole_weekend(saturday: date) -> None:
    """2026-05-09 is a make-up Saturday, 2026-09-20 a make-up Sunday."""
    assert not is_free_weekend(saturday, CALENDAR)
    assert is_free_weekend(saturday + timedelta(weeks=1), CALENDAR)


@settings(deadline=None)
@given(first=days, length=st.integers(0, 60), lag=lags)
def test_a_window_lies_on_working_days_in_order(first: date, length: int, lag: tuple[int, int]) -> None:
    window = lag_window(Window(first, first + timedelta(length)), lag, CALENDAR)

    assert first < window.lower <= window.upper
    assert CALENDAR.is_working(window.lower)
    assert CALENDAR.is_working(window.upper)


@settings(deadline=None)
@given(release=days, length=st.integers(1, 60), unit=st.sampled_from(["calendar", "working"]))
def test_a_longer_window_never_ends_earlier(release: date, length: int, unit: str) -> None:
    shorter, longer = (last_day(release, each, unit, CALENDAR) for each in (length, length + 1))

    assert release <= shorter < longer


@settings(deadline=None)
@given(
    first_days=st.lists(st.dates(date(2013, 1, 1), date(2026, 12, 31)), min_size=1, max_size=8).map(sorted),
    exam_year=st.integers(2014, 2040),
    weeks=st.integers(0, 6),
)
def test_a_season_goes_from_a_saturday_to_a_sunday_with_its_middle_inside(
    first_days: list[date], exam_year: int, weeks: int
) -> None:
    season = exam_season(first_days, exam_year, weeks, CALENDAR)

    assert season.likeliest is not None
    assert season.lower <= season.likeliest < season.upper
    assert season.lower.isoweekday() == 6
    assert season.likeliest.isoweekday() == 6
    assert season.upper.isoweekday() == 7
    assert season.upper - season.lower <= timedelta(weeks=2 * weeks, days=1)


def _working_on(*make_up: date) -> Workdays:
    """A calendar whose 2027 has these make-up days."""
    source = Source("https://www.gov.cn/a", "国务院办公厅", date(2026, 11, 30), Grade.OFFICIAL)
    return Workdays([YearNotice(year=2027, holidays=(), make_up=make_up, sources=(source,))])
