"""What counts as an observation, whom it teaches, and what may move a window that was issued."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.model import (
    Bound,
    Milestone,
    MilestoneKind,
    Observation,
    Plan,
    Region,
    Session,
    Source,
    State,
    Timeline,
    Window,
)
from feedgen.core.workdays import days_between
from feedgen.forecast.timelines import ObservationHistory, build_timeline
from tests import factories
from tests.factories import OFFICIAL, REPORTED, bound, observation, rule
from tests.test_learning import CALENDAR, EXAM, REGION, RULE, Lags, _counted

# What counts as an observation


KINDS = (
    MilestoneKind("exam", season=(130, 165)),
    MilestoneKind("results_release", anchor="exam", lag=(42, 63)),
    MilestoneKind("score_recheck", anchor="results_release", deadline_title="复核截止"),
    MilestoneKind("qualification_review", anchor="results_release", lag=(10, 20)),
    MilestoneKind("certificate_collection", anchor="qualification_review", lag=(42, 63)),
)


def session(last_day: date, **changes: object) -> Session:
    """A session of two days, known from its first."""
    first_day, known = last_day - timedelta(days=1), {"sources": (REPORTED,), **changes}
    return factories.session(last_day.year, first_day, last_day, **known)


NATION = Region(
    slug="national",
    sessions=(
        session(date(2020, 11, 1)),
        session(date(2022, 6, 12)),
        session(date(2023, 6, 4)),
        session(date(2024, 6, 2)),
        session(date(2025, 5, 11)),
        session(date(2026, 5, 31), known_from=date(2026, 2, 6)),
    ),
    kinds={kind.key: kind for kind in KINDS},
    rules={
        "score_recheck": (rule("score_recheck", exam_year=None, window_days=14),),
        "qualification_review": (rule("qualification_review", stage="after_results"),),
    },
)


def region(slug: str, *facts: Observation | Bound | Plan, **changes: object) -> Region:
    """A region that takes everything from the nation but these facts."""
    made = replace(
        NATION,
        slug=slug,
        observations=tuple(fact for fact in facts if isinstance(fact, Observation)),
        bounds=tuple(fact for fact in facts if isinstance(fact, Bound)),
        plans=tuple(fact for fact in facts if isinstance(fact, Plan)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def release(exam_year: int, day: date, source: Source = REPORTED, **changes: object) -> Observation:
    """The results of a year on their day, known from that day."""
    return observation(exam_year, day, sources=(source,), **changes)


def results_bound(known_from: date, exam_year: int = 2026, **days: date) -> Bound:
    """A bound of the results of a year."""
    return bound(exam_year, known_from, **days)


def plan(first: date, last: date, known_from: date) -> Plan:
    """What the authority planned for the results of 2026."""
    return factories.plan(2026, first, last, sources=(OFFICIAL,), known_from=known_from)


def build(here: Region, *others: Region, as_of: date = date(2026, 7, 1)) -> Timeline:
    """The timeline of a region among others."""
    return build_timeline(here, ObservationHistory(NATION, (here, *others), CALENDAR), as_of)


def results(made: Timeline, exam_year: int = 2026) -> Milestone:
    """The release, which must be there."""
    milestone = made.of("results_release", exam_year)
    assert milestone is not None
    return milestone


def expected(made: Timeline) -> Lags:
    """The window of the results of 2026."""
    return _counted(results(made).window, EXAM)


def own_lags(made: Timeline) -> list[tuple[int, int | None, int | None]]:
    """Exam year, shortest and longest lag of what the region learned from its own record."""
    estimate = results(made).basis.estimate
    assert estimate is not None
    return [
        (seen.lag.exam_year, seen.lag.shortest, seen.lag.longest)
        for seen in estimate.own_observations
    ]


def nations_lags(made: Timeline) -> list[tuple[str, int]]:
    """Region and exam year of what the nation learned from."""
    estimate = results(made).basis.estimate
    assert estimate is not None
    return [(seen.lag.region, seen.lag.exam_year) for seen in estimate.national_observations]


def test_without_any_record_a_window_is_that_of_the_rule() -> None:
    made = build(region("here"))

    estimate = results(made).basis.estimate
    assert expected(made) == (36, 51, 74)
    assert estimate is not None
    assert (estimate.level, estimate.prior, estimate.region) == (0.8, RULE, REGION)
    assert estimate.rule_window == Window(date(2026, 7, 29), date(2026, 8, 27))
    assert estimate.learned_until == EXAM
    assert results(made).basis.is_national


def test_a_release_is_learned_by_the_nation_and_again_by_its_region() -> None:
    """62 working days after 11 May 2025."""
    here = region("here", release(2025, date(2025, 8, 6)))

    made = build(here)

    assert own_lags(made) == [(2025, 62, 62)]
    assert nations_lags(made) == [("here", 2025)]
    assert expected(made) == (44, 59, 78)
    assert not results(made).basis.is_national


def test_a_release_of_another_region_is_learned_by_the_nation_alone() -> None:
    made = build(region("here"), region("there", release(2025, date(2025, 8, 6))))

    assert own_lags(made) == []
    assert nations_lags(made) == [("there", 2025)]
    assert expected(made) == (38, 54, 76)
    assert results(made).basis.is_national


@pytest.mark.parametrize("is_official_first", [True, False])
def test_a_reported_day_beside_an_official_one_counts_once_and_as_the_officials(
    is_official_first: bool,
) -> None:
    """6 August 2025 is the 62nd working day, 11 August the 65th."""
    both = (release(2025, date(2025, 8, 6), OFFICIAL), release(2025, date(2025, 8, 11)))

    made = build(region("here", *(both if is_official_first else both[::-1])))

    assert own_lags(made) == [(2025, 62, 62)]
    assert nations_lags(made) == [("here", 2025)]


def test_two_reports_of_one_day_count_once() -> None:
    made = build(
        region("here", release(2025, date(2025, 8, 6)), release(2025, date(2025, 8, 6), OFFICIAL))
    )

    assert own_lags(made) == [(2025, 62, 62)]


def test_a_release_whose_exam_days_are_unknown_teaches_nothing() -> None:
    made = build(region("here", release(2025, date(2025, 8, 6), exam_days="unknown")))

    assert (own_lags(made), nations_lags(made)) == ([], [])
    assert expected(made) == (36, 51, 74)


def test_a_release_of_a_session_that_nobody_recorded_teaches_nothing() -> None:
    made = build(region("here", release(2019, date(2019, 8, 20))))

    assert (own_lags(made), nations_lags(made)) == ([], [])


def test_a_session_that_was_called_off_teaches_nothing() -> None:
    called_off = session(date(2025, 5, 11), is_cancelled=True, known_from=date(2025, 5, 1))

    made = build(
        region("here", release(2025, date(2025, 8, 6)), sessions=(*NATION.sessions, called_off))
    )

    assert (own_lags(made), nations_lags(made)) == ([], [])


def test_a_release_on_a_day_off_counts_to_the_last_working_day_before_it() -> None:
    """9 August 2025 is a Saturday; the Friday before it is the 64th working day."""
    made = build(region("here", release(2025, date(2025, 8, 9))))

    assert own_lags(made) == [(2025, 64, 64)]


@pytest.mark.parametrize(
    ("bounds", "learned", "window"),
    [
        ([{"not_after": date(2025, 7, 7)}], (2025, None, 40), (27, 40, 59)),
        ([{"not_yet": date(2025, 8, 6)}], (2025, 63, None), (44, 64, 93)),
        ([{"not_before": date(2025, 8, 6)}], (2025, 62, None), (44, 64, 92)),
        (
            [{"not_yet": date(2025, 8, 5)}, {"not_after": date(2025, 8, 6)}],
            (2025, 62, 62),
            (44, 59, 78),
        ),
    ],
)
def test_of_a_session_whose_day_is_not_known_its_bounds_teach(
    bounds: list[dict[str, date]], learned: tuple[int, int | None, int | None], window: Lags
) -> None:
    """By the 40th working day; not on the 62nd; not before it; between the 61st and the 62nd, which
    is that day.
    """
    made = build(
        region("here", *(results_bound(date(2025, 9, 1), 2025, **days) for days in bounds))
    )

    assert own_lags(made) == [learned]
    assert expected(made) == window


def test_a_day_makes_the_bounds_of_its_session_count_no_more() -> None:
    here = region(
        "here",
        release(2025, date(2025, 8, 6)),
        results_bound(date(2025, 7, 1), 2025, not_yet=date(2025, 7, 1)),
    )

    assert own_lags(build(here)) == [(2025, 62, 62)]


def test_bounds_that_leave_no_day_teach_nothing() -> None:
    looked = results_bound(date(2025, 8, 11), 2025, not_yet=date(2025, 8, 11))
    out = results_bound(date(2025, 8, 6), 2025, not_after=date(2025, 8, 6))

    made = build(region("here", looked, out))

    assert (own_lags(made), nations_lags(made)) == ([], [])
    assert expected(made) == (36, 51, 74)


def test_a_session_in_autumn_crosses_the_holidays_by_itself() -> None:
    """36, 51 and 74 working days after 1 November 2020, over New Year and 春节 2021; no second rule
    is needed.
    """
    made = results(build(region("here"), as_of=date(2020, 12, 1)), 2020)

    assert made.window == Window(date(2020, 12, 21), date(2021, 2, 18), date(2021, 1, 12))


def test_a_release_after_an_autumn_session_teaches_its_working_days() -> None:
    """27 January 2021 is the 62nd working day after 1 November 2020, and 87 days after it."""
    assert own_lags(build(region("here", release(2020, date(2021, 1, 27))))) == [(2020, 62, 62)]


def test_a_lag_is_learned_from_sessions_where_anchor_and_milestone_are_known() -> None:
    """The review of 2025 began 15 working days after the release; that of 2024 has no release."""
    reviews = (
        release(2024, date(2024, 9, 2), milestone="qualification_review"),
        release(2025, date(2025, 8, 27), milestone="qualification_review"),
    )
    here = region("here", release(2025, date(2025, 8, 6)), *reviews)

    review = build(here).of("qualification_review", 2026)

    assert review is not None
    assert review.basis.estimate is not None
    assert [
        (seen.lag.exam_year, seen.lag.shortest) for seen in review.basis.estimate.own_observations
    ] == [(2025, 15)]


# A region with a rule of its own


def _quick(*facts: Observation | Bound, since: int | None = 2024) -> Region:
    """A region whose results take 10 to 20 working days."""
    kind = MilestoneKind("results_release", anchor="exam", lag=(10, 20), since=since)
    return region("quick", *facts, kinds={**NATION.kinds, "results_release": kind})


OWN_WAY = (
    release(2023, date(2023, 8, 28)),
    release(2024, date(2024, 6, 21)),
    release(2025, date(2025, 5, 29)),
)
"""After 60 working days in 2023, and after 14 since."""


def test_a_rule_of_ones_own_is_not_taught_by_the_nation() -> None:
    nation = [region(slug, release(2025, date(2025, 8, 6))) for slug in ("there", "elsewhere")]

    made = build(_quick(), *nation)

    assert expected(made) == (10, 14, 20)
    assert nations_lags(made) == []
    assert results(made).basis.estimate.nation is None  # type: ignore[union-attr]
    assert not results(made).basis.is_national


def test_a_rule_of_ones_own_is_sharpened_by_ones_own_record_since_it_holds() -> None:
    made = build(_quick(*OWN_WAY))

    assert own_lags(made) == [(2024, 14, 14), (2025, 14, 14)]
    assert expected(made) == (10, 14, 19)


def test_a_region_with_a_rule_of_its_own_teaches_the_nation_only_what_was_before_it() -> None:
    made = build(region("here"), _quick(*OWN_WAY))

    assert nations_lags(made) == [("quick", 2023)]
    assert expected(made) == (38, 53, 75)


def test_a_region_whose_own_rule_always_held_never_teaches_the_nation() -> None:
    made = build(region("here"), _quick(*OWN_WAY, since=None))

    assert nations_lags(made) == []
    assert expected(made) == (36, 51, 74)


def test_a_session_before_a_rule_of_ones_own_is_dated_by_the_nations() -> None:
    """The exam of 2023 was held before the region's own way began."""
    made = results(build(_quick(), as_of=date(2023, 7, 1)), 2023)

    assert _counted(made.window, date(2023, 6, 4)) == (36, 51, 74)
    assert made.basis.lag == (42, 63)


# What may move a window that was issued


def test_another_regions_release_of_the_same_session_moves_nothing() -> None:
    there = region("there", release(2026, date(2026, 7, 15)))

    made = build(region("here"), there, as_of=date(2026, 8, 1))

    assert nations_lags(made) == []
    assert expected(made) == (36, 51, 74)


@pytest.mark.parametrize(
    ("known_from", "window"), [(date(2026, 5, 31), (44, 59, 78)), (date(2026, 6, 1), (36, 51, 74))]
)
def test_what_was_known_on_the_last_exam_day_counts_and_what_came_after_it_never_does(
    known_from: date, window: Lags
) -> None:
    """The region's own release of 2025, which somebody found in 2026."""
    found = release(2025, date(2025, 8, 6), known_from=known_from)

    assert expected(build(region("here", found), as_of=date(2026, 6, 1))) == window
    assert expected(build(region("here", found), as_of=date(2026, 8, 1))) == window


def test_before_the_exam_a_window_learns_as_facts_become_known() -> None:
    found = release(2025, date(2025, 8, 6), known_from=date(2026, 4, 1))

    before, after = (
        build(region("here", found), as_of=day) for day in (date(2026, 3, 31), date(2026, 4, 1))
    )

    assert expected(before) == (36, 51, 74)
    assert expected(after) == (44, 59, 78)
    assert results(after).revised == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("fact", "state", "window"),
    [
        (results_bound(date(2026, 8, 3), not_yet=date(2026, 8, 3)), State.ESTIMATED, (48, 57, 80)),
        (
            results_bound(date(2026, 8, 3), not_before=date(2026, 8, 4)),
            State.ESTIMATED,
            (48, 57, 80),
        ),
        (
            results_bound(date(2026, 8, 3), not_after=date(2026, 8, 14)),
            State.ESTIMATED,
            (32, 45, 52),
        ),
        (plan(date(2026, 8, 10), date(2026, 8, 14), date(2026, 8, 3)), State.PLANNED, (45, 52, 60)),
    ],
)
def test_a_fact_of_the_session_itself_moves_its_window_once_it_is_known(
    fact: Bound | Plan, state: State, window: Lags
) -> None:
    day_before, day_of, later = (
        results(build(region("here", fact), as_of=day))
        for day in (date(2026, 8, 2), date(2026, 8, 3), EXAM + YEAR)
    )

    assert _counted(day_before.window, EXAM) == (36, 51, 74)
    assert _counted(day_of.window, EXAM) == window
    assert (day_of.state, day_of.revised) == (state, date(2026, 8, 3))
    assert later.window == day_of.window


def test_of_two_looks_that_found_nothing_the_later_counts_whatever_their_order() -> None:
    looks = [results_bound(day, not_yet=day) for day in (date(2026, 7, 20), date(2026, 8, 3))]

    assert expected(build(region("here", *looks), as_of=date(2026, 8, 4))) == (48, 57, 80)
    assert expected(build(region("here", *looks[::-1]), as_of=date(2026, 8, 4))) == (48, 57, 80)


def test_a_not_yet_check_moves_later_milestones_as_well() -> None:
    looked = results_bound(date(2026, 8, 31), not_yet=date(2026, 8, 31))

    before, after = (
        build(region("here", looked), as_of=day).of("qualification_review", 2026)
        for day in (date(2026, 8, 30), date(2026, 8, 31))
    )

    assert before is not None
    assert after is not None
    assert before.window == Window(date(2026, 8, 7), date(2026, 10, 16), date(2026, 9, 2))
    assert after.window == Window(date(2026, 9, 18), date(2026, 12, 3), date(2026, 10, 13))
    assert after.revised == date(2026, 8, 31)


def test_a_fact_of_the_session_itself_teaches_nothing_as_an_observation() -> None:
    """Not before 17 August, said a month before the exam."""
    here = region("here", results_bound(date(2026, 5, 1), not_before=date(2026, 8, 17)))

    assert own_lags(build(here)) == []


def test_a_fact_of_the_session_itself_counts_once_whenever_it_became_known() -> None:
    """Not before 17 August, said a month before the exam or three days after it."""
    early, late = (
        results_bound(day, not_before=date(2026, 8, 17))
        for day in (date(2026, 5, 1), date(2026, 6, 3))
    )

    assert expected(build(region("here", early))) == expected(build(region("here", late)))


# Nights: nothing moves without news


NIGHTS = list(days_between(date(2026, 6, 5), date(2027, 6, 5)))
YEAR = timedelta(days=365)
SESSIONS = (NATION.sessions[1], NATION.sessions[2], NATION.sessions[5])
"""2022, 2023 and 2026: nothing before it is still shown beside the exam of 2026."""
HERE = region(
    "here", release(2022, date(2022, 9, 2)), release(2023, date(2023, 8, 30)), sessions=SESSIONS
)
OTHERS = (
    region("there", release(2023, date(2023, 8, 14)), release(2026, date(2026, 7, 20))),
    region("elsewhere", release(2025, date(2025, 7, 21)), release(2026, date(2026, 8, 24))),
)
"""Regions that release the results of 2026 as well."""

Line = tuple[str, str, int, str, str, str]
"""Day, milestone, exam year, state, first and last day; `gone` and no days where it left."""


def _diary(here: Region) -> list[Line]:
    """What the build of each night changed, from the first on."""
    record = ObservationHistory(NATION, (here, *OTHERS), CALENDAR)
    diary: list[Line] = []
    shown: dict[tuple[str, int], tuple[str, str, str]] = {}
    for night in NIGHTS:
        made = build_timeline(here, record, night)
        now = {(each.kind, each.exam_year): _shown(each) for each in made.milestones}
        diary += [(str(night), *key, *now[key]) for key in now if now[key] != shown.get(key)]
        diary += [(str(night), *key, "gone", "", "") for key in shown if key not in now]
        shown = now
    return diary


def _shown(milestone: Milestone) -> tuple[str, str, str]:
    return milestone.state.value, str(milestone.window.lower), str(milestone.window.upper)


def test_over_a_year_of_nights_without_news_only_states_change() -> None:
    assert _diary(HERE) == [
        ("2026-06-05", "exam", 2026, "reported", "2026-05-30", "2026-05-31"),
        ("2026-06-05", "results_release", 2026, "estimated", "2026-08-06", "2026-09-09"),
        ("2026-06-05", "score_recheck", 2026, "estimated", "2026-08-19", "2026-09-22"),
        ("2026-06-05", "qualification_review", 2026, "estimated", "2026-08-24", "2026-10-15"),
        ("2026-06-05", "certificate_collection", 2026, "estimated", "2026-10-30", "2027-01-18"),
        ("2026-06-05", "exam", 2027, "estimated", "2027-05-01", "2027-07-11"),
        ("2026-09-10", "results_release", 2026, "unrecorded", "2026-08-06", "2026-09-09"),
        ("2026-09-23", "score_recheck", 2026, "unrecorded", "2026-08-19", "2026-09-22"),
        ("2026-10-16", "qualification_review", 2026, "unrecorded", "2026-08-24", "2026-10-15"),
        ("2027-01-19", "certificate_collection", 2026, "unrecorded", "2026-10-30", "2027-01-18"),
        ("2027-06-01", "exam", 2026, "gone", "", ""),
    ]


def test_news_revise_dependent_milestones_on_their_day_and_never_again() -> None:
    """The release of 12 August becomes known on the 20th."""
    out = release(2026, date(2026, 8, 12), known_from=date(2026, 8, 20))

    diary = _diary(replace(HERE, observations=(*HERE.observations, out)))

    assert [line for line in diary if line[0] > "2026-06-05"] == [
        ("2026-08-20", "results_release", 2026, "reported", "2026-08-12", "2026-08-12"),
        ("2026-08-20", "qualification_review", 2026, "estimated", "2026-08-21", "2026-09-18"),
        ("2026-08-20", "score_recheck", 2026, "estimated", "2026-08-25", "2026-08-25"),
        ("2026-08-20", "certificate_collection", 2026, "estimated", "2026-10-26", "2026-12-29"),
        ("2026-08-26", "score_recheck", 2026, "unrecorded", "2026-08-25", "2026-08-25"),
        ("2026-09-19", "qualification_review", 2026, "unrecorded", "2026-08-21", "2026-09-18"),
        ("2026-12-30", "certificate_collection", 2026, "unrecorded", "2026-10-26", "2026-12-29"),
        ("2027-06-01", "exam", 2026, "gone", "", ""),
    ]


def test_milestones_that_depend_on_news_were_revised_on_their_day() -> None:
    out = release(2026, date(2026, 8, 12), known_from=date(2026, 8, 20))
    here = replace(HERE, observations=(*HERE.observations, out))

    made = build(here, *OTHERS, as_of=date(2026, 8, 24))

    assert {each.kind: each.revised for each in made.milestones if each.exam_year == 2026} == {
        "exam": date(2026, 2, 6),
        "results_release": date(2026, 8, 20),
        "score_recheck": date(2026, 8, 20),
        "qualification_review": date(2026, 8, 20),
        "certificate_collection": date(2026, 8, 20),
    }


@settings(deadline=None, max_examples=25)
@given(data=st.data(), as_of=st.dates(date(2026, 1, 1), date(2027, 6, 30)))
def test_the_order_of_regions_and_of_their_observations_does_not_matter(
    data: st.DataObject, as_of: date
) -> None:
    regions = [HERE, *OTHERS, _quick(*OWN_WAY)]
    shuffled = [
        replace(each, observations=tuple(data.draw(st.permutations(each.observations))))
        for each in data.draw(st.permutations(regions))
    ]
    here = next(each for each in shuffled if each.slug == "here")

    one = build_timeline(HERE, ObservationHistory(NATION, regions, CALENDAR), as_of)
    other = build_timeline(here, ObservationHistory(NATION, shuffled, CALENDAR), as_of)

    assert _dates(one) == _dates(other)


def _dates(made: Timeline) -> list[tuple[str, int, State, Window, date]]:
    return [
        (each.kind, each.exam_year, each.state, each.window, each.revised)
        for each in made.milestones
    ]
