"""Working days: against an independent calendar, with notices, forwards and backwards."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.model import Grade, HolidayNotice, HolidayRun, Source
from feedgen.core.workdays import Workdays, days_between

ROOT = Path(__file__).parent.parent
CALENDAR = Workdays()
STATE_COUNCIL = Source("https://www.gov.cn/a", "国务院办公厅", date(2026, 11, 30), Grade.OFFICIAL)
NOTICE_2027 = HolidayNotice(
    year=2027,
    holidays=(
        ("元旦", date(2026, 12, 31), date(2027, 1, 2)),
        ("春节", date(2027, 2, 5), date(2027, 2, 11)),
    ),
    make_up=(date(2026, 12, 27), date(2027, 2, 20)),
    sources=(STATE_COUNCIL,),
)
"""Invented: the real notice of 2027 will differ."""

days = st.dates(date(2001, 1, 1), date(2090, 12, 31))


def test_agrees_with_an_independent_calendar_on_every_day() -> None:
    """`chinesecalendar` copies the notices by hand, `holidays` has its own tables."""
    differing = [
        day
        for day in days_between(date(2013, 1, 1), date(2026, 12, 31))
        if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ]

    assert differing == []


@pytest.mark.parametrize(
    "day", [date(2026, 2, 14), date(2026, 10, 10), date(2018, 12, 29), date(2025, 1, 26)]
)
def test_a_make_up_day_is_worked(day: date) -> None:
    assert day.weekday() > 4
    assert CALENDAR.is_working(day)


@pytest.mark.parametrize("day", [date(2026, 10, 9), date(2026, 10, 11), date(2026, 10, 1)])
def test_weekdays_free_weekends_and_holidays_are_no_make_up_days(day: date) -> None:
    assert not (day.weekday() > 4 and CALENDAR.is_working(day))


@pytest.mark.parametrize("day", [date(2013, 1, 5), date(2007, 12, 29)])
def test_a_make_up_day_is_worked_in_years_that_load_late(day: date) -> None:
    """The package loads years outside its range only when asked for one of their days."""
    program = (
        "import datetime; from feedgen.core.workdays import Workdays;"
        f"print(Workdays().is_working({day!r}))"
    )

    assert _printed_by(program) == "True"


@pytest.mark.parametrize("language", ["th_TH.UTF-8", "C", "en_US.UTF-8"])
def test_names_do_not_depend_on_the_language_of_the_machine(language: str) -> None:
    program = (
        "from datetime import date; from feedgen.core.workdays import Workdays;"
        "runs = Workdays().holidays_between(date(2026, 6, 1), date(2026, 10, 31));"
        "print([run.name for run in runs])"
    )

    names = _printed_by(program, LANG=language, LC_ALL=language, LANGUAGE=language)

    assert names == "['端午节', '中秋节', '国庆节']"


def test_a_year_without_a_notice_is_not_noticed() -> None:
    """Fails when `holidays` learns of 2027: take it out of workdays.toml, if there, and rebuild."""
    assert [year for year in range(2001, 2031) if not CALENDAR.is_noticed(year)] == [
        2027,
        2028,
        2029,
        2030,
    ]


@pytest.mark.parametrize("year", [1999, 2000, 2101, 2500])
def test_a_year_that_the_package_does_not_know_is_not_noticed(year: int) -> None:
    assert not CALENDAR.is_noticed(year)


def test_the_days_of_2026_are_those_of_the_notice() -> None:
    """Fails when a bump of `holidays` changes 2026, and every window with it."""
    whole_year = list(days_between(date(2026, 1, 1), date(2026, 12, 31)))

    free_weekdays = [
        day.isoformat() for day in whole_year if day.weekday() < 5 and not CALENDAR.is_working(day)
    ]
    make_up_days = [
        day.isoformat() for day in whole_year if day.weekday() > 4 and CALENDAR.is_working(day)
    ]

    assert free_weekdays == [
        *("2026-01-01", "2026-01-02"),
        *("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"),
        "2026-04-06",
        *("2026-05-01", "2026-05-04", "2026-05-05"),
        "2026-06-19",
        "2026-09-25",
        *("2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"),
    ]
    assert make_up_days == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


def test_a_notice_wins_over_the_package() -> None:
    calendar = Workdays([NOTICE_2027])

    assert calendar.is_noticed(2027)
    assert not calendar.is_working(date(2027, 2, 11))
    assert calendar.is_working(date(2027, 2, 20))
    assert calendar.is_working(date(2027, 4, 5)), "清明节 is not in this notice"
    assert not calendar.is_working(date(2027, 4, 4)), "a Sunday"


def test_a_notice_reaches_into_the_december_before() -> None:
    calendar = Workdays([NOTICE_2027])

    assert calendar.is_working(date(2026, 12, 27))
    assert not calendar.is_working(date(2026, 12, 31))
    assert calendar.is_working(date(2026, 12, 30))
    assert calendar.is_noticed(2026)
    assert not CALENDAR.is_working(date(2026, 12, 27))
    assert CALENDAR.is_working(date(2026, 12, 31))


def test_a_notice_names_its_runs() -> None:
    runs = Workdays([NOTICE_2027]).holidays_between(date(2026, 12, 1), date(2027, 3, 1))

    assert runs == (
        HolidayRun("元旦", date(2026, 12, 31), date(2027, 1, 3), is_confirmed=True),
        HolidayRun("春节", date(2027, 2, 5), date(2027, 2, 11), is_confirmed=True),
    )


def test_a_weekend_that_a_notice_does_not_name_is_no_holiday() -> None:
    """1 May 2027 is a Saturday and 劳动节 in the package; this notice knows nothing of it."""
    assert Workdays([NOTICE_2027]).holidays_between(date(2027, 4, 25), date(2027, 5, 10)) == ()


@pytest.mark.parametrize(
    ("day", "is_likely"),
    [
        (date(2027, 4, 17), False),
        (date(2027, 4, 24), True),
        (date(2027, 4, 25), True),
        (date(2027, 5, 1), False),
        (date(2027, 5, 8), True),
        (date(2027, 5, 9), True),
        (date(2027, 5, 10), False),
        (date(2027, 5, 15), False),
        (date(2027, 10, 9), False),
    ],
)
def test_a_weekend_beside_labour_day_is_likely_to_be_worked(day: date, is_likely: bool) -> None:
    """Of 2017 to 2026 people worked after it in seven years, before it in eight.

    The days off themselves, weekdays and other holidays are none of these.
    """
    assert CALENDAR.is_likely_made_up(day) is is_likely


@pytest.mark.parametrize("year", [2025, 2026])
def test_in_a_year_with_a_notice_nothing_is_likely(year: int) -> None:
    whole_year = days_between(date(year, 1, 1), date(year, 12, 31))

    assert not any(CALENDAR.is_likely_made_up(day) for day in whole_year)


def test_a_new_notice_ends_what_was_likely() -> None:
    calendar = Workdays([NOTICE_2027])

    assert not calendar.is_likely_made_up(date(2027, 5, 8))
    assert calendar.is_likely_made_up(date(2028, 5, 6))


def test_where_no_year_before_has_a_notice_nothing_is_likely() -> None:
    """The package knows nothing of the years from 2027."""
    assert not CALENDAR.is_likely_made_up(date(2040, 5, 5))


def test_lag_1_is_the_first_working_day_after() -> None:
    assert CALENDAR.after(date(2026, 5, 31), 1) == date(2026, 6, 1)
    assert CALENDAR.after(date(2026, 6, 1), 1) == date(2026, 6, 2)
    assert CALENDAR.after(date(2026, 6, 18), 1) == date(2026, 6, 22)


def test_a_golden_week_pushes_a_lag_by_itself() -> None:
    """Seven days off from October 1, then Thursday, Friday and the make-up Saturday."""
    assert CALENDAR.after(date(2026, 9, 30), 3) == date(2026, 10, 10)


@pytest.mark.parametrize("count", [0, -1])
def test_a_lag_below_1_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"^a lag starts at 1, not {count}$"):
        CALENDAR.after(date(2026, 5, 31), count)


def test_a_day_off_has_the_lag_of_the_last_working_day_before() -> None:
    friday, saturday, sunday = date(2026, 8, 14), date(2026, 8, 15), date(2026, 8, 16)

    assert CALENDAR.lag_between(date(2026, 8, 10), friday) == 4
    assert CALENDAR.lag_between(date(2026, 8, 10), saturday) == 4
    assert CALENDAR.lag_between(date(2026, 8, 10), sunday) == 4


def test_the_lag_to_the_same_day_or_an_earlier_one_is_0() -> None:
    assert CALENDAR.lag_between(date(2026, 8, 10), date(2026, 8, 10)) == 0
    assert CALENDAR.lag_between(date(2026, 8, 10), date(2026, 8, 3)) == 0


@settings(deadline=None)
@given(anchor=days, count=st.integers(1, 200))
def test_a_day_that_lies_a_lag_after_lies_that_lag_after(anchor: date, count: int) -> None:
    day = CALENDAR.after(anchor, count)

    assert CALENDAR.lag_between(anchor, day) == count
    assert CALENDAR.is_working(day)


@settings(deadline=None)
@given(anchor=days, span=st.integers(1, 200))
def test_the_lag_of_a_day_leads_back_to_its_last_working_day(anchor: date, span: int) -> None:
    last_worked = max(
        (
            day
            for day in days_between(anchor + timedelta(1), anchor + timedelta(span))
            if CALENDAR.is_working(day)
        ),
        default=None,
    )

    lag = CALENDAR.lag_between(anchor, anchor + timedelta(span))

    assert (CALENDAR.after(anchor, lag) if lag else None) == last_worked


def test_a_holiday_is_one_run_with_the_weekends_that_join_it() -> None:
    """As in the notice: 10月1日（周四）至7日（周三）放假调休，共7天。"""
    runs = CALENDAR.holidays_between(date(2026, 9, 1), date(2026, 10, 31))

    assert runs == (
        HolidayRun("中秋节", date(2026, 9, 25), date(2026, 9, 27), is_confirmed=True),
        HolidayRun("国庆节", date(2026, 10, 1), date(2026, 10, 7), is_confirmed=True),
    )


@pytest.mark.parametrize(
    ("span", "run"),
    [
        (
            (date(2025, 9, 1), date(2025, 10, 31)),
            ("国庆节、中秋节", date(2025, 10, 1), date(2025, 10, 8)),
        ),
        (
            (date(2020, 9, 1), date(2020, 10, 31)),
            ("中秋节、国庆节", date(2020, 10, 1), date(2020, 10, 8)),
        ),
        (
            (date(2026, 2, 1), date(2026, 2, 28)),
            ("农历除夕、春节", date(2026, 2, 15), date(2026, 2, 23)),
        ),
        ((date(2025, 4, 20), date(2025, 5, 20)), ("劳动节", date(2025, 5, 1), date(2025, 5, 5))),
        ((date(2022, 12, 20), date(2023, 1, 10)), ("元旦", date(2022, 12, 31), date(2023, 1, 2))),
    ],
)
def test_holidays_that_join_are_one_run(
    span: tuple[date, date], run: tuple[str, date, date]
) -> None:
    assert CALENDAR.holidays_between(*span) == (HolidayRun(*run, is_confirmed=True),)


def test_a_span_that_only_touches_a_holiday_gives_the_whole_run() -> None:
    whole = (HolidayRun("国庆节", date(2026, 10, 1), date(2026, 10, 7), is_confirmed=True),)

    assert CALENDAR.holidays_between(date(2026, 10, 7), date(2026, 10, 9)) == whole
    assert CALENDAR.holidays_between(date(2026, 9, 30), date(2026, 10, 1)) == whole
    assert CALENDAR.holidays_between(date(2026, 10, 8), date(2026, 10, 9)) == ()


def test_plain_weekends_are_no_holidays() -> None:
    assert CALENDAR.holidays_between(date(2026, 7, 1), date(2026, 8, 31)) == ()


def test_no_span_has_no_holidays() -> None:
    assert CALENDAR.holidays_between(date(2026, 10, 31), date(2026, 9, 1)) == ()


def test_a_holiday_of_a_year_without_a_notice_is_unconfirmed() -> None:
    runs = CALENDAR.holidays_between(date(2026, 12, 1), date(2027, 2, 28))

    assert runs == (
        HolidayRun("元旦", date(2027, 1, 1), date(2027, 1, 3), is_confirmed=False),
        HolidayRun("农历除夕、春节", date(2027, 2, 5), date(2027, 2, 10), is_confirmed=False),
    )


def test_the_names_of_runs_are_those_of_holidays() -> None:
    """`holidays` has names for swapped days, substitutes and two holidays on one day."""
    runs = CALENDAR.holidays_between(date(2013, 1, 1), date(2030, 12, 31))

    names = {name for run in runs for name in run.name.split("、")}

    assert names == {
        *(
            "元旦",
            "春节",
            "农历除夕",
            "春节延长假期",
            "清明节",
            "劳动节",
            "端午节",
            "中秋节",
            "国庆节",
        ),
        "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
    }


def _printed_by(program: str, **environment: str) -> str:
    """Return what a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()
