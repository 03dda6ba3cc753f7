"""The rules of a timeline one by one, with regions made by hand, and what they make of the real
regions.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from feedgen.core.model import (
    DatingMethod,
    Definitions,
    HolidayRun,
    Milestone,
    MilestoneKind,
    Observation,
    Plan,
    Region,
    Rule,
    Source,
    State,
    Timeline,
    Window,
)
from feedgen.core.workdays import Workdays
from feedgen.forecast.timelines import ObservationHistory, build_timeline
from tests import factories
from tests.conftest import AFTER_EXAM, FIRST_DAY
from tests.factories import (
    ASSUMED,
    OFFICIAL,
    OTHER_SITE,
    REPORTED,
    REPOST,
    SAME_SITE,
    WITH_NOTICE,
    observation,
    rule,
    session,
)

CALENDAR = Workdays()
BEFORE_RESULTS = date(2026, 7, 1)
"""After the exam of 2026, before anything can be out."""

Days = tuple[State, date, date]


def days(
    milestone: str, first: date, *sources: Source, exam_year: int = 2026, **changes: object
) -> Observation:
    """A milestone on its day, known from that day."""
    return observation(exam_year, first, milestone=milestone, sources=sources, **changes)


def release(day: date, *sources: Source, **changes: object) -> Observation:
    """The results of 2026 on their day."""
    return days("results_release", day, *sources, **changes)  # type: ignore[arg-type]


def plan(first: date | None, last: date | None, *sources: Source, **changes: object) -> Plan:
    """A plan for the results of 2026, known from the exam."""
    known = {"sources": sources, "known_from": date(2026, 5, 30), **changes}
    return factories.plan(2026, first, last, **known)


KINDS = (
    MilestoneKind("exam_enrolment", anchor="exam"),
    MilestoneKind("admission_ticket", anchor="exam"),
    MilestoneKind("exam", season=(130, 165)),
    MilestoneKind("results_release", anchor="exam", lag=(42, 63)),
    MilestoneKind("pass_mark", anchor="results_release"),
    MilestoneKind("score_recheck", anchor="results_release", deadline_title="复核截止"),
    MilestoneKind("qualification_review", anchor="results_release", lag=(10, 20)),
    MilestoneKind("public_notice", anchor="results_release"),
    MilestoneKind("certificate_collection", anchor="qualification_review", lag=(42, 63)),
)
NATION = Region(
    slug="national",
    sessions=(
        session(2022, date(2022, 6, 11), date(2022, 6, 12)),
        session(2023, date(2023, 6, 3), date(2023, 6, 4)),
        session(2024, date(2024, 6, 1), date(2024, 6, 2)),
        session(2025, date(2025, 5, 10), date(2025, 5, 11)),
        session(2026, date(2026, 5, 30), date(2026, 5, 31), known_from=date(2026, 2, 6)),
    ),
    rules={
        "score_recheck": (
            rule("score_recheck", window_days=14),
            rule("score_recheck", window_days=31),
        ),
        "qualification_review": (
            rule("qualification_review", exam_year=2022, stage="after_results"),
        ),
    },
    kinds={kind.key: kind for kind in KINDS},
)
"""Results about 42 to 63 working days after the exam, re-check of 14 to 31 days, review about 10 to
20 after them.
"""


def region(**changes: object) -> Region:
    """A region that takes everything from the nation but what is given."""
    return replace(NATION, slug="here", **changes)  # type: ignore[arg-type]


def build(here: Region, as_of: date) -> Timeline:
    """The timeline of a region that is all there is."""
    return build_timeline(here, ObservationHistory(NATION, (here,), CALENDAR), as_of)


def milestone_in(
    timeline: Timeline, kind: str, exam_year: int = 2026, sitting: int = 1
) -> Milestone:
    """The milestone, which must be there."""
    milestone = timeline.of(kind, exam_year, sitting)
    assert milestone is not None, f"{kind} of {exam_year} is not dated"
    return milestone


def dated(timeline: Timeline, kind: str, exam_year: int = 2026, sitting: int = 1) -> Days:
    """State, first and last day of a milestone, which must be there."""
    milestone = milestone_in(timeline, kind, exam_year, sitting)
    return milestone.state, milestone.window.lower, milestone.window.upper


def listed(timeline: Timeline) -> list[tuple[str, int, str, str, str]]:
    """Everything in a timeline, in a form that can be read."""
    return [
        (
            milestone.kind,
            milestone.exam_year,
            milestone.state.value,
            str(milestone.window.lower),
            str(milestone.window.upper),
        )
        for milestone in timeline.milestones
    ]


# What sources make of a date


@pytest.mark.parametrize(
    ("sources", "state"),
    [
        ([OFFICIAL], State.ANNOUNCED),
        ([REPOST, OTHER_SITE], State.ANNOUNCED),
        ([WITH_NOTICE], State.ANNOUNCED),
        ([REPOST], State.REPORTED),
        ([REPOST, SAME_SITE], State.REPORTED),
        ([REPORTED], State.REPORTED),
        ([ASSUMED], State.ESTIMATED),
    ],
)
def test_the_sources_decide_the_best_state_of_a_date(sources: list[Source], state: State) -> None:
    here = region(observations=(release(date(2026, 8, 14), *sources),))

    timeline = build(here, date(2026, 8, 14))

    assert dated(timeline, "results_release") == (state, date(2026, 8, 14), date(2026, 8, 14))


def test_the_days_of_an_exam_have_a_state_by_their_sources_too() -> None:
    here = region(
        sessions=(session(2026, date(2026, 5, 30), date(2026, 5, 31), sources=(REPORTED,)),)
    )

    assert dated(build(here, date(2026, 5, 30)), "exam") == (
        State.REPORTED,
        date(2026, 5, 30),
        date(2026, 5, 31),
    )


def test_two_reposts_of_one_day_announce_it_together() -> None:
    here = region(
        observations=(release(date(2026, 8, 14), REPOST), release(date(2026, 8, 14), OTHER_SITE))
    )

    timeline = build(here, date(2026, 8, 20))

    assert dated(timeline, "results_release")[0] is State.ANNOUNCED
    assert milestone_in(timeline, "results_release").basis.sources == (REPOST, OTHER_SITE)


def test_of_two_days_the_one_of_better_standing_counts() -> None:
    here = region(
        observations=(release(date(2026, 8, 14), OFFICIAL), release(date(2026, 8, 18), REPOST))
    )

    timeline = build(here, date(2026, 8, 20))

    assert dated(timeline, "results_release") == (
        State.ANNOUNCED,
        date(2026, 8, 14),
        date(2026, 8, 14),
    )


def test_of_two_reports_the_day_of_the_scores_counts() -> None:
    here = region(
        observations=(
            release(date(2026, 8, 14), REPORTED),
            release(date(2026, 8, 18), REPORTED, dated="pass_mark"),
        )
    )

    timeline = build(here, date(2026, 8, 20))

    assert dated(timeline, "results_release") == (
        State.REPORTED,
        date(2026, 8, 14),
        date(2026, 8, 14),
    )


# Plans


@pytest.mark.parametrize("sources", [[OFFICIAL], [REPOST, OTHER_SITE], [WITH_NOTICE]])
def test_a_confirmed_plan_makes_it_planned_on_the_estimate_given_the_plan(
    sources: list[Source],
) -> None:
    """Without the plan 21 July to 11 September; a plan is evidence and no wall, so its own five
    days are not all.
    """
    planned = plan(date(2026, 8, 10), date(2026, 8, 14), *sources)

    results = milestone_in(build(region(plans=(planned,)), BEFORE_RESULTS), "results_release")

    assert results.state is State.PLANNED
    assert results.window == Window(date(2026, 8, 3), date(2026, 8, 24), date(2026, 8, 12))
    assert results.plan == planned
    assert results.basis.method is DatingMethod.PLAN
    assert results.basis.sources == tuple(sources)


@pytest.mark.parametrize("sources", [[REPOST], [REPOST, SAME_SITE], [REPORTED], [ASSUMED]])
def test_a_plan_of_lesser_standing_is_evidence_too_and_leaves_it_estimated(
    sources: list[Source],
) -> None:
    planned = plan(date(2026, 8, 10), date(2026, 8, 14), *sources)

    results = milestone_in(build(region(plans=(planned,)), BEFORE_RESULTS), "results_release")

    assert results.state is State.ESTIMATED
    assert results.window == Window(date(2026, 8, 3), date(2026, 8, 24), date(2026, 8, 12))
    assert results.plan == planned
    assert results.basis.method is DatingMethod.LAG
    assert results.basis.facts[-1] == planned


@pytest.mark.parametrize(
    ("first", "last", "window"),
    [
        (date(2026, 8, 10), None, Window(date(2026, 8, 4), date(2026, 9, 18), date(2026, 8, 18))),
        (date(2026, 7, 15), None, Window(date(2026, 7, 23), date(2026, 9, 11), date(2026, 8, 12))),
        (date(2026, 9, 7), None, Window(date(2026, 8, 20), date(2026, 10, 21), date(2026, 9, 7))),
        (None, date(2026, 8, 14), Window(date(2026, 7, 17), date(2026, 8, 20), date(2026, 8, 5))),
        (None, date(2026, 7, 15), Window(date(2026, 7, 1), date(2026, 7, 27), date(2026, 7, 15))),
    ],
)
def test_a_plan_open_on_one_side_leaves_that_side_open(
    first: date | None, last: date | None, window: Window
) -> None:
    """Without a plan 21 July to 11 September, likeliest 11 August."""
    timeline = build(region(plans=(plan(first, last, OFFICIAL),)), BEFORE_RESULTS)

    assert milestone_in(timeline, "results_release").state is State.PLANNED
    assert milestone_in(timeline, "results_release").window == window


def test_a_plan_against_the_estimate_meets_it_half_way() -> None:
    """Planned for October, expected by 11 September: neither alone."""
    timeline = build(
        region(plans=(plan(date(2026, 10, 1), date(2026, 10, 31), OFFICIAL),)), BEFORE_RESULTS
    )

    assert milestone_in(timeline, "results_release").window == Window(
        date(2026, 9, 2), date(2026, 10, 29), date(2026, 9, 24)
    )


def test_days_off_at_the_ends_of_a_plan_do_not_count() -> None:
    """1 August 2026 is a Saturday, 30 August a Sunday."""
    whole = build(
        region(plans=(plan(date(2026, 8, 1), date(2026, 8, 30), OFFICIAL),)), BEFORE_RESULTS
    )
    working = build(
        region(plans=(plan(date(2026, 8, 3), date(2026, 8, 28), OFFICIAL),)), BEFORE_RESULTS
    )

    assert dated(whole, "results_release") == (State.PLANNED, date(2026, 7, 30), date(2026, 8, 31))
    assert dated(working, "results_release") == (
        State.PLANNED,
        date(2026, 7, 30),
        date(2026, 8, 31),
    )


def test_milestones_after_a_planned_release_are_counted_from_its_estimate() -> None:
    """Re-check from 3 August + 14 days to 24 August + 31 days, day 1 included; the review with all
    of it.
    """
    timeline = build(
        region(plans=(plan(date(2026, 8, 10), date(2026, 8, 14), OFFICIAL),)), BEFORE_RESULTS
    )

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 16),
        date(2026, 9, 23),
    )
    assert dated(timeline, "qualification_review") == (
        State.ESTIMATED,
        date(2026, 8, 18),
        date(2026, 9, 22),
    )


def test_a_plan_gives_way_to_the_day_and_is_still_shown() -> None:
    planned = plan(date(2026, 8, 10), date(2026, 8, 14), OFFICIAL)
    here = region(plans=(planned,), observations=(release(date(2026, 8, 18), OFFICIAL),))

    timeline = build(here, date(2026, 8, 18))

    assert dated(timeline, "results_release") == (
        State.ANNOUNCED,
        date(2026, 8, 18),
        date(2026, 8, 18),
    )
    assert milestone_in(timeline, "results_release").plan == planned


def test_a_planned_release_is_unrecorded_on_the_day_after_its_window_and_not_after_the_plan() -> (
    None
):
    here = region(plans=(plan(date(2026, 8, 10), date(2026, 8, 14), OFFICIAL),))

    last_day, day_after = build(here, date(2026, 8, 24)), build(here, date(2026, 8, 25))

    assert dated(last_day, "results_release") == (
        State.PLANNED,
        date(2026, 8, 3),
        date(2026, 8, 24),
    )
    assert dated(day_after, "results_release") == (
        State.UNRECORDED,
        date(2026, 8, 3),
        date(2026, 8, 24),
    )


def test_of_two_plans_the_better_sourced_counts_and_of_equals_the_newer() -> None:
    hearsay = plan(date(2026, 8, 3), date(2026, 8, 7), REPORTED, known_from=date(2026, 6, 30))
    older = plan(date(2026, 8, 10), date(2026, 8, 14), OFFICIAL, known_from=date(2026, 5, 30))
    newer = plan(date(2026, 8, 17), date(2026, 8, 21), OFFICIAL, known_from=date(2026, 6, 20))

    assert (
        milestone_in(build(region(plans=(older, hearsay)), BEFORE_RESULTS), "results_release").plan
        == older
    )
    assert (
        milestone_in(build(region(plans=(older, newer)), BEFORE_RESULTS), "results_release").plan
        == newer
    )
    assert (
        milestone_in(build(region(plans=(newer, older)), BEFORE_RESULTS), "results_release").plan
        == newer
    )


# Windows that pass


def test_an_estimate_is_unrecorded_on_the_day_after_its_window_and_not_before() -> None:
    last_day, day_after = build(region(), date(2026, 9, 11)), build(region(), date(2026, 9, 12))

    assert dated(last_day, "results_release") == (
        State.ESTIMATED,
        date(2026, 7, 21),
        date(2026, 9, 11),
    )
    assert dated(day_after, "results_release") == (
        State.UNRECORDED,
        date(2026, 7, 21),
        date(2026, 9, 11),
    )
    assert milestone_in(day_after, "results_release").revised == date(2026, 9, 12)


def test_what_is_unrecorded_leaves_after_twelve_months() -> None:
    assert dated(build(region(), date(2027, 9, 11)), "results_release")[0] is State.UNRECORDED
    assert build(region(), date(2027, 9, 12)).of("results_release", 2026) is None


def test_what_is_unrecorded_leaves_when_the_next_results_are_known() -> None:
    held = session(2027, date(2027, 5, 29), date(2027, 5, 30))
    out = release(date(2027, 7, 20), REPORTED, exam_year=2027)
    here = region(sessions=(*NATION.sessions, held), observations=(out,))

    day_before, day_of = build(here, date(2027, 7, 19)), build(here, date(2027, 7, 20))

    assert dated(day_before, "results_release")[0] is State.UNRECORDED
    assert dated(day_before, "score_recheck")[0] is State.UNRECORDED
    assert day_of.of("results_release", 2026) is None
    assert day_of.of("score_recheck", 2026) is None


def test_what_is_recorded_stays_twelve_months_whatever_is_known_of_the_next_year() -> None:
    held = session(2027, date(2027, 5, 29), date(2027, 5, 30))
    here = region(
        sessions=(*NATION.sessions, held),
        observations=(
            release(date(2026, 8, 14), REPORTED),
            release(date(2027, 7, 20), REPORTED, exam_year=2027),
        ),
    )

    assert dated(build(here, date(2027, 8, 14)), "results_release")[0] is State.REPORTED
    assert build(here, date(2027, 8, 15)).of("results_release", 2026) is None


def test_milestones_after_an_unrecorded_window_are_counted_from_all_of_it() -> None:
    """As it was before that window passed: nobody looked, so that it has not come by now is not
    known.
    """
    before, after = build(region(), date(2026, 9, 11)), build(region(), date(2026, 9, 12))

    assert dated(after, "results_release") == (
        State.UNRECORDED,
        date(2026, 7, 21),
        date(2026, 9, 11),
    )
    assert dated(after, "qualification_review") == (
        State.ESTIMATED,
        date(2026, 8, 7),
        date(2026, 10, 16),
    )
    assert dated(after, "certificate_collection") == (
        State.ESTIMATED,
        date(2026, 10, 15),
        date(2027, 1, 15),
    )
    assert dated(before, "qualification_review") == dated(after, "qualification_review")
    assert dated(before, "certificate_collection") == dated(after, "certificate_collection")


def test_milestones_after_an_unrecorded_window_become_unrecorded_in_their_turn() -> None:
    timeline = build(region(), date(2026, 10, 17))

    assert dated(timeline, "qualification_review") == (
        State.UNRECORDED,
        date(2026, 8, 7),
        date(2026, 10, 16),
    )
    assert dated(timeline, "certificate_collection")[0] is State.ESTIMATED


# The re-check: a deadline leans early


def test_before_the_release_the_recheck_spans_every_deadline_that_could_be() -> None:
    """21 July + 14 days to 11 September + 31 days, the release counting as day 1."""
    timeline = build(region(), BEFORE_RESULTS)

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 3),
        date(2026, 10, 11),
    )
    assert not milestone_in(timeline, "score_recheck").is_deadline
    assert milestone_in(timeline, "score_recheck").basis.lag == (14, 31)


@pytest.mark.parametrize("sources", [[OFFICIAL], [REPOST, OTHER_SITE]])
def test_once_the_release_is_announced_the_recheck_is_the_shortest_window_on_record(
    sources: list[Source],
) -> None:
    """14 August is day 1 of 14."""
    timeline = build(
        region(observations=(release(date(2026, 8, 14), *sources),)), date(2026, 8, 14)
    )

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 27),
        date(2026, 8, 27),
    )
    assert milestone_in(timeline, "score_recheck").is_deadline


def test_a_reported_release_makes_a_deadline_that_stays_an_estimate() -> None:
    timeline = build(
        region(observations=(release(date(2026, 8, 14), REPORTED),)), date(2026, 8, 14)
    )

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 27),
        date(2026, 8, 27),
    )
    assert milestone_in(timeline, "score_recheck").is_deadline


def test_an_announced_recheck_keeps_its_days_and_is_a_deadline() -> None:
    announced = days("score_recheck", date(2026, 8, 14), OFFICIAL, last=date(2026, 8, 20))
    here = region(observations=(release(date(2026, 8, 14), OFFICIAL), announced))

    timeline = build(here, date(2026, 8, 14))

    assert dated(timeline, "score_recheck") == (
        State.ANNOUNCED,
        date(2026, 8, 14),
        date(2026, 8, 20),
    )
    assert milestone_in(timeline, "score_recheck").is_deadline


def test_a_regions_own_windows_come_before_the_nations() -> None:
    """One stated by a rule, 10 days, and one seen, 16 to 27 August 2023, 12 days."""
    seen = days(
        "score_recheck", date(2023, 8, 16), REPORTED, last=date(2023, 8, 27), exam_year=2023
    )
    here = region(
        rules={"score_recheck": (rule("score_recheck", window_days=10),)},
        observations=(seen, release(date(2026, 8, 14), REPORTED)),
    )

    timeline = build(here, date(2026, 8, 14))

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 23),
        date(2026, 8, 23),
    )
    assert milestone_in(timeline, "score_recheck").basis.lag == (10, 12)
    assert not milestone_in(timeline, "score_recheck").basis.is_national


def test_a_regions_rule_without_a_length_leaves_the_nations_windows() -> None:
    here = region(rules={"score_recheck": (rule("score_recheck", how="网上申请"),)})

    timeline = build(here, BEFORE_RESULTS)

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 3),
        date(2026, 10, 11),
    )
    assert milestone_in(timeline, "score_recheck").basis.is_national


def test_a_window_in_working_days_passes_over_days_off() -> None:
    """Friday 14 August is day 1, Thursday 20 August day 5."""
    here = region(
        rules={"score_recheck": (rule("score_recheck", window_days=5, unit="working"),)},
        observations=(release(date(2026, 8, 14), OFFICIAL),),
    )

    timeline = build(here, date(2026, 8, 14))

    assert dated(timeline, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 20),
        date(2026, 8, 20),
    )
    assert milestone_in(timeline, "score_recheck").basis.unit == "working"


def test_without_any_window_on_record_there_is_no_recheck() -> None:
    here = region(rules={})

    timeline = build_timeline(here, ObservationHistory(here, (here,), CALENDAR), BEFORE_RESULTS)

    assert timeline.of("score_recheck", 2026) is None


# Review and certificates


@pytest.mark.parametrize("stage", ["before_exam", "with_results"])
def test_a_review_that_leaves_nothing_to_do_has_no_event(stage: str) -> None:
    here = region(
        rules={**NATION.rules, "qualification_review": (rule("qualification_review", stage=stage),)}
    )

    timeline = build(here, BEFORE_RESULTS)

    assert timeline.of("qualification_review", 2026) is None


@pytest.mark.parametrize("stage", ["after_results", "throughout"])
def test_a_review_that_is_known_to_follow_the_results_has_a_window(stage: str) -> None:
    here = region(
        rules={**NATION.rules, "qualification_review": (rule("qualification_review", stage=stage),)}
    )

    timeline = build(here, BEFORE_RESULTS)

    assert dated(timeline, "qualification_review") == (
        State.ESTIMATED,
        date(2026, 8, 7),
        date(2026, 10, 16),
    )


@pytest.mark.parametrize(
    "rules", [(), (rule("qualification_review", how="网上提交"),)], ids=["no rule", "no stage"]
)
def test_a_review_that_no_rule_places_has_no_event(rules: tuple[Rule, ...]) -> None:
    here = region(rules={**NATION.rules, "qualification_review": rules})

    timeline = build(here, BEFORE_RESULTS)

    assert timeline.of("qualification_review", 2026) is None
    assert timeline.of("certificate_collection", 2026) is not None


@pytest.mark.parametrize("stage", ["", "before_exam", "after_results"])
def test_nothing_is_conditional_whatever_is_known_of_the_review(stage: str) -> None:
    here = region(
        rules={**NATION.rules, "qualification_review": (rule("qualification_review", stage=stage),)}
    )

    timeline = build(here, BEFORE_RESULTS)

    assert [milestone for milestone in timeline.milestones if milestone.is_conditional] == []


@pytest.mark.parametrize(
    ("older", "newer", "is_held"),
    [("after_results", "before_exam", False), ("before_exam", "after_results", True)],
)
def test_the_newest_year_with_a_stage_says_when_the_review_is(
    older: str, newer: str, is_held: bool
) -> None:
    """A rule of a later year that names no stage changes nothing."""
    rules = (
        rule("qualification_review", exam_year=2021, stage=older),
        rule("qualification_review", exam_year=2024, stage=newer),
        rule("qualification_review", exam_year=2025, how="网上提交"),
    )

    timeline = build(region(rules={"qualification_review": rules}), BEFORE_RESULTS)

    assert (timeline.of("qualification_review", 2026) is not None) is is_held


@pytest.mark.parametrize("is_turned", [False, True])
def test_of_several_stages_in_one_year_one_after_the_results_is_enough(is_turned: bool) -> None:
    """As where one group is reviewed before the exam and another after it."""
    stages = ["before_exam", "after_results"][:: -1 if is_turned else 1]
    rules = tuple(rule("qualification_review", stage=stage) for stage in stages)
    here = region(rules={"qualification_review": rules})

    timeline = build(here, BEFORE_RESULTS)

    assert here.review_rules == rules
    assert timeline.of("qualification_review", 2026) is not None


def test_of_several_stages_in_one_year_none_after_the_results_leaves_no_event() -> None:
    rules = tuple(
        rule("qualification_review", stage=stage) for stage in ("before_exam", "with_results")
    )

    timeline = build(region(rules={"qualification_review": rules}), BEFORE_RESULTS)

    assert timeline.of("qualification_review", 2026) is None


def test_an_announced_review_is_dated_whatever_the_rule() -> None:
    here = region(
        rules={"qualification_review": (rule("qualification_review", stage="before_exam"),)},
        observations=(
            days("qualification_review", date(2026, 8, 17), OFFICIAL, last=date(2026, 8, 21)),
        ),
    )

    timeline = build(here, date(2026, 8, 17))

    assert dated(timeline, "qualification_review") == (
        State.ANNOUNCED,
        date(2026, 8, 17),
        date(2026, 8, 21),
    )


def test_certificates_wait_for_the_last_day_of_an_announced_review() -> None:
    """36 to 74 working days after 21 August, over 中秋节 and 国庆节."""
    review = days("qualification_review", date(2026, 8, 17), OFFICIAL, last=date(2026, 8, 21))

    timeline = build(region(observations=(review,)), date(2026, 8, 17))

    assert dated(timeline, "certificate_collection") == (
        State.ESTIMATED,
        date(2026, 10, 16),
        date(2026, 12, 9),
    )
    assert [
        run.name for run in milestone_in(timeline, "certificate_collection").basis.holidays
    ] == [
        "中秋节",
        "国庆节",
    ]


def test_certificates_hang_on_the_results_where_the_review_has_no_date() -> None:
    here = region(
        rules={"qualification_review": (rule("qualification_review", stage="before_exam"),)}
    )

    timeline = build(here, BEFORE_RESULTS)

    assert dated(timeline, "certificate_collection") == (
        State.ESTIMATED,
        date(2026, 9, 20),
        date(2026, 12, 17),
    )
    assert milestone_in(timeline, "certificate_collection").basis.anchor == "results_release"


QUICK = MilestoneKind("results_release", anchor="exam", lag=(10, 20))


def test_a_regions_own_lag_is_taken_at_its_word() -> None:
    """10 and 20 working days after 31 May, where the nation's rule gives a window wider than
    itself.
    """
    timeline = build(region(kinds={**NATION.kinds, "results_release": QUICK}), date(2026, 6, 1))

    assert dated(timeline, "results_release") == (
        State.ESTIMATED,
        date(2026, 6, 12),
        date(2026, 6, 29),
    )


def test_a_regions_own_lag_is_its_own() -> None:
    timeline = build(region(kinds={**NATION.kinds, "results_release": QUICK}), date(2026, 6, 1))

    assert not milestone_in(timeline, "results_release").basis.is_national
    assert milestone_in(timeline, "qualification_review").basis.is_national


# What is never estimated


def test_enrolment_ticket_pass_mark_and_public_notice_are_never_estimated() -> None:
    timeline = build(region(), BEFORE_RESULTS)

    assert {milestone.kind for milestone in timeline.milestones} == {
        *(
            "exam",
            "results_release",
            "score_recheck",
            "qualification_review",
            "certificate_collection",
        )
    }


@pytest.mark.parametrize(
    "milestone", ["exam_enrolment", "admission_ticket", "pass_mark", "public_notice"]
)
def test_a_milestone_that_is_never_estimated_is_dated_when_announced(milestone: str) -> None:
    here = region(
        observations=(days(milestone, date(2026, 3, 2), OFFICIAL, last=date(2026, 3, 10)),)
    )

    timeline = build(here, date(2026, 3, 2))

    assert dated(timeline, milestone) == (State.ANNOUNCED, date(2026, 3, 2), date(2026, 3, 10))


# What was known when


def test_a_session_is_not_used_before_it_is_known() -> None:
    """The days of 2026 were known on 6 February 2026; before, the season that the sessions of 2022
    to 2025 give.
    """
    day_before, day_of = build(region(), date(2026, 2, 5)), build(region(), date(2026, 2, 6))

    assert dated(day_before, "exam") == (State.ESTIMATED, date(2026, 5, 2), date(2026, 6, 28))
    assert day_before.of("results_release", 2026) is None
    assert dated(day_of, "exam") == (State.ANNOUNCED, date(2026, 5, 30), date(2026, 5, 31))
    assert dated(day_of, "results_release") == (
        State.ESTIMATED,
        date(2026, 7, 21),
        date(2026, 9, 11),
    )


def test_a_release_is_not_used_before_it_is_known() -> None:
    here = region(
        observations=(release(date(2026, 8, 14), OFFICIAL, known_from=date(2026, 8, 12)),)
    )

    assert dated(build(here, date(2026, 8, 11)), "results_release")[0] is State.ESTIMATED
    assert dated(build(here, date(2026, 8, 12)), "results_release")[0] is State.ANNOUNCED


def test_a_plan_is_not_used_before_it_is_known() -> None:
    here = region(
        plans=(plan(date(2026, 8, 10), date(2026, 8, 14), OFFICIAL, known_from=date(2026, 7, 10)),)
    )

    day_before, day_of = (
        milestone_in(build(here, date(2026, 7, day)), "results_release") for day in (9, 10)
    )

    assert (day_before.state, day_before.plan) == (State.ESTIMATED, None)
    assert day_before.revised == date(2026, 2, 6)
    assert day_of.state is State.PLANNED
    assert day_of.revised == date(2026, 7, 10)


def test_a_rule_is_not_used_before_it_is_known() -> None:
    short = rule("score_recheck", window_days=5, known_from=date(2026, 7, 10))
    review = rule("qualification_review", stage="before_exam", known_from=date(2026, 7, 10))
    reviews = (*NATION.rules["qualification_review"], review)
    here = region(rules={"score_recheck": (short,), "qualification_review": reviews})

    day_before, day_of = build(here, date(2026, 7, 9)), build(here, date(2026, 7, 10))

    assert dated(day_before, "score_recheck") == (
        State.ESTIMATED,
        date(2026, 8, 3),
        date(2026, 10, 11),
    )
    assert day_before.of("qualification_review", 2026) is not None
    assert dated(day_of, "score_recheck") == (State.ESTIMATED, date(2026, 7, 25), date(2026, 9, 15))
    assert day_of.of("qualification_review", 2026) is None


def test_earlier_releases_are_the_regions_own_known_by_then_newest_first() -> None:
    years = {
        year: release(date(year, 8, 16), REPORTED, exam_year=year)
        for year in (2020, 2021, 2022, 2023, 2024)
    }
    here = region(observations=tuple(years.values()))

    timeline = build(here, date(2024, 8, 15))

    assert timeline.earlier == (years[2023], years[2022], years[2021])


# Sessions


def test_a_session_without_a_last_day_has_no_chain() -> None:
    here = region(sessions=(session(2026, date(2026, 5, 30)),))

    timeline = build(here, date(2026, 5, 30))

    assert listed(timeline) == [("exam", 2026, "announced", "2026-05-30", "2026-05-30")]


def test_a_named_day_is_dated_where_the_exam_days_are_not_known() -> None:
    """No session of 2026 is recorded; the re-check hangs on the release, the release on nothing."""
    here = region(
        sessions=(session(2025, date(2025, 4, 19), date(2025, 4, 20)),),
        has_own_sessions=True,
        observations=(release(date(2026, 7, 14), OFFICIAL),),
    )

    timeline = build(here, date(2026, 7, 20))

    assert [row for row in listed(timeline) if row[1] == 2026] == [
        ("exam", 2026, "unrecorded", "2026-04-18", "2026-06-28"),
        ("results_release", 2026, "announced", "2026-07-14", "2026-07-14"),
        ("qualification_review", 2026, "estimated", "2026-07-23", "2026-08-20"),
        ("score_recheck", 2026, "estimated", "2026-07-27", "2026-07-27"),
        ("certificate_collection", 2026, "estimated", "2026-09-20", "2026-11-30"),
    ]


def test_enrolment_is_dated_before_the_days_of_its_exam_are_known() -> None:
    enrolment = days(
        "exam_enrolment", date(2027, 2, 15), OFFICIAL, last=date(2027, 2, 24), exam_year=2027
    )

    timeline = build(region(observations=(enrolment,)), date(2027, 2, 15))

    assert [row for row in listed(timeline) if row[1] == 2027] == [
        ("exam_enrolment", 2027, "announced", "2027-02-15", "2027-02-24"),
        ("exam", 2027, "estimated", "2027-05-15", "2027-06-27"),
    ]


def test_only_the_exam_of_a_cancelled_session_is_dated() -> None:
    enrolment = days(
        "exam_enrolment", date(2027, 2, 15), OFFICIAL, last=date(2027, 2, 24), exam_year=2027
    )
    called_off = session(2027, None, is_cancelled=True, known_from=date(2027, 3, 1))
    here = region(sessions=(*NATION.sessions, called_off), observations=(enrolment,))

    timeline = build(here, date(2027, 3, 1))

    assert [milestone.kind for milestone in timeline.milestones if milestone.exam_year == 2027] == [
        "exam"
    ]


def test_the_next_exam_appears_only_once_the_last_known_one_is_over() -> None:
    on_its_last_day, day_after = (
        build(region(), date(2026, 5, 31)),
        build(region(), date(2026, 6, 1)),
    )

    assert on_its_last_day.of("exam", 2027) is None
    assert dated(day_after, "exam", 2027) == (State.ESTIMATED, date(2027, 5, 15), date(2027, 6, 27))
    assert milestone_in(day_after, "exam", 2027).window.likeliest == date(2027, 5, 29)
    assert milestone_in(day_after, "exam", 2027).revised == date(2026, 6, 1)


def test_the_next_exam_has_no_chain() -> None:
    timeline = build(region(), date(2026, 6, 1))

    assert [milestone.kind for milestone in timeline.milestones if milestone.exam_year == 2027] == [
        "exam"
    ]


def test_exams_that_nobody_recorded_stay_unrecorded_each_in_its_season() -> None:
    """2028's season from the same five sessions, as no later one is known; then 2029's."""
    timeline = build(region(), date(2028, 6, 26))

    assert listed(timeline) == [
        ("exam", 2027, "unrecorded", "2027-05-15", "2027-06-27"),
        ("exam", 2028, "unrecorded", "2028-05-13", "2028-06-25"),
        ("exam", 2029, "estimated", "2029-05-12", "2029-06-24"),
    ]


def test_the_exam_after_an_unrecorded_one_is_known_from_the_day_after_its_season() -> None:
    timeline = build(region(), date(2027, 7, 1))

    assert dated(timeline, "exam", 2027)[0] is State.UNRECORDED
    assert milestone_in(timeline, "exam", 2028).known_from == date(2027, 6, 28)


def test_a_cancelled_session_is_shown_for_60_days_on_its_old_days() -> None:
    called_off = session(
        2027,
        date(2027, 5, 29),
        date(2027, 5, 30),
        is_cancelled=True,
        merged_into=2028,
        known_from=date(2027, 3, 1),
    )
    here = region(sessions=(*NATION.sessions, called_off))

    first_day, last_day, day_after = (
        build(here, day) for day in (date(2027, 3, 1), date(2027, 4, 30), date(2027, 5, 1))
    )

    assert dated(first_day, "exam", 2027) == (State.CANCELLED, date(2027, 5, 29), date(2027, 5, 30))
    assert dated(last_day, "exam", 2027)[0] is State.CANCELLED
    assert day_after.of("exam", 2027) is None


def test_milestones_of_a_cancelled_session_are_cancelled_with_it() -> None:
    called_off = session(
        2027, date(2027, 5, 29), date(2027, 5, 30), is_cancelled=True, known_from=date(2027, 3, 1)
    )
    here = region(sessions=(*NATION.sessions, called_off))

    timeline = build(here, date(2027, 3, 1))

    results = milestone_in(timeline, "results_release", 2027)
    assert (results.state, results.window.lower.year) == (State.CANCELLED, 2027)
    assert {
        milestone.state for milestone in timeline.milestones if milestone.exam_year == 2027
    } == {State.CANCELLED}


def test_a_cancelled_session_whose_days_were_never_known_stands_in_its_season() -> None:
    called_off = session(2027, None, is_cancelled=True, known_from=date(2027, 3, 1))
    here = region(sessions=(*NATION.sessions, called_off))

    assert dated(build(here, date(2027, 2, 28)), "exam", 2027)[0] is State.ESTIMATED
    assert dated(build(here, date(2027, 3, 1)), "exam", 2027) == (
        State.CANCELLED,
        date(2027, 5, 15),
        date(2027, 6, 27),
    )


def test_after_a_cancelled_session_the_next_exam_is_that_of_the_year_after() -> None:
    called_off = session(2027, None, is_cancelled=True, known_from=date(2027, 3, 1))
    here = region(sessions=(*NATION.sessions, called_off))

    for as_of in (date(2027, 3, 1), date(2027, 5, 1)):
        assert dated(build(here, as_of), "exam", 2028) == (
            State.ESTIMATED,
            date(2028, 5, 13),
            date(2028, 6, 25),
        )


def test_a_second_sitting_has_a_chain_of_its_own() -> None:
    """22 to 23 May and 29 to 30 May 2021; each waits for its own last day."""
    both = (
        session(2021, date(2021, 5, 22), date(2021, 5, 23)),
        session(2021, date(2021, 5, 29), date(2021, 5, 30), sitting=2),
    )

    timeline = build(region(sessions=both), date(2021, 6, 1))

    assert dated(timeline, "results_release", 2021) == (
        State.ESTIMATED,
        date(2021, 7, 13),
        date(2021, 9, 3),
    )
    assert dated(timeline, "results_release", 2021, 2) == (
        State.ESTIMATED,
        date(2021, 7, 20),
        date(2021, 9, 10),
    )
    assert dated(timeline, "exam", 2021, 2) == (
        State.ANNOUNCED,
        date(2021, 5, 29),
        date(2021, 5, 30),
    )


def test_a_day_belongs_to_the_sitting_that_it_names() -> None:
    both = (
        session(2021, date(2021, 5, 22), date(2021, 5, 23)),
        session(2021, date(2021, 5, 29), date(2021, 5, 30), sitting=2),
    )
    out = release(date(2021, 8, 3), OFFICIAL, exam_year=2021, sitting=2)

    timeline = build(region(sessions=both, observations=(out,)), date(2021, 8, 3))

    assert dated(timeline, "results_release", 2021)[0] is State.ESTIMATED
    assert dated(timeline, "results_release", 2021, 2) == (
        State.ANNOUNCED,
        date(2021, 8, 3),
        date(2021, 8, 3),
    )


# The day of the major


def with_major_day(day: int = 1, **changes: object) -> Region:
    """A region whose exam is one day of the nation's session since 2022."""
    exam = replace(NATION.kinds["exam"], major_day=day, major_day_since=2022)
    return region(kinds={**NATION.kinds, "exam": exam}, **changes)


@pytest.mark.parametrize(("day", "held"), [(1, date(2026, 5, 30)), (2, date(2026, 5, 31))])
def test_the_exam_is_the_one_day_of_the_session_on_which_the_major_sits(
    day: int, held: date
) -> None:
    timeline = build(with_major_day(day), AFTER_EXAM)

    assert dated(timeline, "exam") == (State.ANNOUNCED, held, held)


@pytest.mark.parametrize("day", [1, 2])
def test_what_follows_the_exam_is_counted_from_the_last_day_of_its_session(day: int) -> None:
    """A release waits for every major."""
    plain, with_day = build(region(), AFTER_EXAM), build(with_major_day(day), AFTER_EXAM)

    assert [row for row in listed(with_day) if row[0] != "exam"] == [
        row for row in listed(plain) if row[0] != "exam"
    ]
    results = milestone_in(with_day, "results_release")
    assert results.basis.anchor_window == Window(date(2026, 5, 31), date(2026, 5, 31))


def test_before_majors_had_days_of_their_own_the_exam_is_its_whole_session() -> None:
    both = (
        session(2021, date(2021, 5, 22), date(2021, 5, 23)),
        session(2022, date(2022, 6, 11), date(2022, 6, 12)),
    )

    here = with_major_day(sessions=both)

    before, since = build(here, date(2021, 5, 23)), build(here, date(2022, 6, 12))

    assert dated(before, "exam", 2021)[1:] == (date(2021, 5, 22), date(2021, 5, 23))
    assert dated(since, "exam", 2022)[1:] == (date(2022, 6, 11), date(2022, 6, 11))


def test_a_region_with_sessions_of_its_own_has_its_own_order_of_majors() -> None:
    timeline = build(with_major_day(has_own_sessions=True), AFTER_EXAM)

    assert dated(timeline, "exam")[1:] == (date(2026, 5, 30), date(2026, 5, 31))


@pytest.mark.parametrize("last", [date(2026, 5, 30), date(2026, 6, 1), None])
def test_only_a_session_of_two_days_has_a_day_for_each_major(last: date | None) -> None:
    here = with_major_day(2, sessions=(session(2026, date(2026, 5, 30), last),))

    timeline = build(here, AFTER_EXAM)

    assert dated(timeline, "exam")[1:] == (date(2026, 5, 30), last or date(2026, 5, 30))


def test_a_cancelled_exam_was_to_be_on_the_day_of_the_major() -> None:
    called_off = session(
        2027, date(2027, 5, 29), date(2027, 5, 30), is_cancelled=True, known_from=date(2027, 3, 1)
    )

    timeline = build(with_major_day(sessions=(*NATION.sessions, called_off)), date(2027, 3, 1))

    assert dated(timeline, "exam", 2027) == (State.CANCELLED, date(2027, 5, 29), date(2027, 5, 29))


# The season of the next exam


def test_a_region_without_sessions_of_its_own_expects_the_nations_next_exam() -> None:
    """Whatever it sat before."""
    early = session(2026, date(2026, 4, 11), date(2026, 4, 12))
    own = (*NATION.sessions[:-1], early)

    follower = milestone_in(build(region(sessions=own), AFTER_EXAM), "exam", 2027)
    apart = milestone_in(
        build(region(sessions=own, has_own_sessions=True), AFTER_EXAM), "exam", 2027
    )

    assert follower.window == milestone_in(build(region(), AFTER_EXAM), "exam", 2027).window
    assert follower.basis.facts == NATION.sessions
    assert follower.basis.is_national
    assert apart.basis.facts == own
    assert not apart.basis.is_national


# What has to end first


def with_certificates(**changes: object) -> Region:
    """A region whose certificates follow the results, and wait for the review."""
    certificate = MilestoneKind(
        "certificate_collection",
        anchor="results_release",
        lag=(10, 20),
        after="qualification_review",
    )
    return region(kinds={**NATION.kinds, "certificate_collection": certificate}, **changes)


def test_certificates_begin_after_the_window_of_the_review() -> None:
    """The review's window ends on 16 October, a Friday."""
    timeline = build(with_certificates(), BEFORE_RESULTS)

    certificate = milestone_in(timeline, "certificate_collection")
    assert dated(timeline, "qualification_review")[2] == date(2026, 10, 16)
    assert certificate.window.lower == date(2026, 10, 19)
    assert certificate.window.upper > date(2026, 10, 19)
    assert certificate.basis.anchor == "results_release"


def test_certificates_begin_after_the_last_day_of_an_announced_review() -> None:
    """And are as new as the announcement."""
    review = days("qualification_review", date(2026, 8, 17), OFFICIAL, last=date(2026, 9, 25))
    here = with_certificates(observations=(release(date(2026, 8, 3), OFFICIAL), review))

    before, after = build(here, date(2026, 8, 16)), build(here, date(2026, 8, 17))

    certificate = milestone_in(after, "certificate_collection")
    assert certificate.window.lower > date(2026, 9, 25)
    assert certificate.revised == date(2026, 8, 17)
    assert milestone_in(before, "certificate_collection").window != certificate.window


def test_without_a_review_certificates_wait_for_nothing() -> None:
    here = with_certificates(rules={})
    free = replace(here.kinds["certificate_collection"], after="")

    timeline = build(here, BEFORE_RESULTS)

    assert timeline.of("qualification_review", 2026) is None
    assert dated(timeline, "certificate_collection") == dated(
        build(replace(here, kinds={**here.kinds, free.key: free}), BEFORE_RESULTS),
        "certificate_collection",
    )


def test_certificates_on_named_days_stay_there_whatever_the_review() -> None:
    out = days("certificate_collection", date(2026, 8, 20), OFFICIAL)

    timeline = build(with_certificates(observations=(out,)), date(2026, 8, 20))

    assert dated(timeline, "certificate_collection")[1] == date(2026, 8, 20)


# The calendar of years to come


def test_a_span_that_touches_a_holiday_of_a_year_without_a_notice_is_unconfirmed() -> None:
    """36, 51 and 74 working days after 8 November 2026; 1 January 2027 is taken off, and 除夕 and
    春节 in February.
    """
    here = region(sessions=(session(2026, date(2026, 11, 7), date(2026, 11, 8)),))

    timeline = build(here, date(2026, 11, 9))

    results = milestone_in(timeline, "results_release")
    assert results.window == Window(date(2026, 12, 28), date(2027, 2, 25), date(2027, 1, 19))
    assert results.basis.holidays == (
        HolidayRun("元旦", date(2027, 1, 1), date(2027, 1, 3), is_confirmed=False),
        HolidayRun("农历除夕、春节", date(2027, 2, 5), date(2027, 2, 10), is_confirmed=False),
    )
    assert not results.basis.is_calendar_confirmed


def test_a_span_over_holidays_of_a_noticed_year_is_confirmed() -> None:
    results = milestone_in(build(region(), BEFORE_RESULTS), "results_release")

    assert results.basis.holidays == (
        HolidayRun("端午节", date(2026, 6, 19), date(2026, 6, 21), is_confirmed=True),
    )
    assert results.basis.is_calendar_confirmed


def test_milestones_after_an_unconfirmed_span_are_unconfirmed_with_it() -> None:
    """The review itself crosses no holiday, the release before it crosses 春节 2027."""
    kinds = {
        **NATION.kinds,
        "results_release": MilestoneKind("results_release", anchor="exam", lag=(42, 50)),
        "qualification_review": MilestoneKind(
            "qualification_review", anchor="results_release", lag=(1, 2)
        ),
    }
    here = region(sessions=(session(2026, date(2027, 1, 9), date(2027, 1, 10)),), kinds=kinds)

    timeline = build(here, date(2027, 1, 11))

    assert dated(timeline, "results_release") == (
        State.ESTIMATED,
        date(2027, 3, 15),
        date(2027, 3, 25),
    )
    assert dated(timeline, "qualification_review") == (
        State.ESTIMATED,
        date(2027, 3, 16),
        date(2027, 3, 29),
    )
    assert milestone_in(timeline, "qualification_review").basis.holidays == ()
    assert not milestone_in(timeline, "qualification_review").basis.is_calendar_confirmed


def test_a_season_that_touches_an_unannounced_holiday_is_unconfirmed() -> None:
    """端午节 2027 falls on 9 June; no make-up days are known around it."""
    exam = milestone_in(build(region(), date(2026, 6, 1)), "exam", 2027)

    assert exam.basis.holidays == (
        HolidayRun("端午节", date(2027, 6, 9), date(2027, 6, 9), is_confirmed=False),
    )
    assert not exam.basis.is_calendar_confirmed


# Sessions of the nation and of the region


def test_the_nations_session_is_reported_at_best_in_a_region() -> None:
    timeline = build(
        region(sessions=(replace(NATION.sessions[-1], stated_by=NATION.slug),)), date(2026, 6, 1)
    )

    assert dated(timeline, "exam", 2026)[0] is State.REPORTED
    assert milestone_in(timeline, "exam", 2026).basis.is_national


def test_the_nations_session_holds_until_the_regions_own_is_known() -> None:
    own = session(
        2026, date(2026, 6, 6), date(2026, 6, 7), known_from=date(2026, 4, 1), stated_by="here"
    )
    here = region(sessions=(*NATION.sessions, own))

    before, after = build(here, date(2026, 3, 31)), build(here, date(2026, 4, 1))

    assert dated(before, "exam", 2026)[1] == date(2026, 5, 30)
    assert dated(after, "exam", 2026)[1] == date(2026, 6, 6)


def test_a_session_cancelled_without_days_keeps_its_inherited_days_and_its_chain() -> None:
    own = session(2026, None, is_cancelled=True, known_from=date(2026, 5, 20), stated_by="here")
    here = region(sessions=(*NATION.sessions, own))

    before, after = build(here, date(2026, 5, 19)), build(here, date(2026, 5, 20))

    assert dated(before, "exam", 2026)[1:] == (date(2026, 5, 30), date(2026, 5, 31))
    assert dated(after, "exam", 2026) == (State.CANCELLED, date(2026, 5, 30), date(2026, 5, 31))
    assert dated(after, "results_release", 2026) == (
        State.CANCELLED,
        date(2026, 7, 21),
        date(2026, 9, 11),
    )


def test_a_second_sitting_of_the_region_leaves_the_first_of_the_nation() -> None:
    second = session(2026, date(2026, 10, 31), date(2026, 11, 1), sitting=2, stated_by="here")
    here = region(sessions=(*NATION.sessions, second))

    timeline = build(here, date(2026, 11, 1))

    assert milestone_in(timeline, "exam", 2026).window.lower == date(2026, 5, 30)
    assert timeline.of("exam", 2026, 2) is not None


# The real regions


Real = Callable[[str, date], Timeline]


@pytest.fixture(scope="module")
def real(definitions: Definitions) -> Real:
    """The timeline of a real region, by slug, on a day."""
    record = ObservationHistory.of(definitions, Workdays(definitions.year_notices))
    return lambda slug, as_of: build_timeline(definitions.regions[slug], record, as_of)


def test_shanghai_after_the_exam(real: Real) -> None:
    """No source says when it reviews, so nothing is said of a review."""
    assert listed(real("shanghai", AFTER_EXAM)) == [
        ("results_release", 2025, "unrecorded", "2025-07-23", "2025-08-20"),
        ("score_recheck", 2025, "unrecorded", "2025-08-05", "2025-09-19"),
        ("certificate_collection", 2025, "unrecorded", "2025-09-09", "2025-12-16"),
        ("exam", 2026, "reported", "2026-05-30", "2026-05-31"),
        ("results_release", 2026, "estimated", "2026-07-28", "2026-09-04"),
        ("score_recheck", 2026, "estimated", "2026-08-10", "2026-10-04"),
        ("certificate_collection", 2026, "estimated", "2026-09-17", "2026-12-31"),
        ("exam", 2027, "estimated", "2027-05-15", "2027-06-20"),
    ]


def test_shanghai_on_the_first_day(real: Real) -> None:
    assert [row[:3] for row in listed(real("shanghai", FIRST_DAY))] == [
        ("certificate_collection", 2025, "unrecorded"),
        ("exam", 2026, "reported"),
        ("results_release", 2026, "unrecorded"),
        ("score_recheck", 2026, "unrecorded"),
        ("certificate_collection", 2026, "estimated"),
        ("exam", 2027, "estimated"),
    ]


def test_what_other_regions_released_since_the_exam_moved_nothing_of_shanghais(real: Real) -> None:
    after_exam = {row[:2]: row[3:] for row in listed(real("shanghai", AFTER_EXAM))}
    first_day = {row[:2]: row[3:] for row in listed(real("shanghai", FIRST_DAY))}

    assert first_day.items() <= after_exam.items()


def test_a_region_with_sessions_of_its_own_gets_no_chain_from_the_nations(real: Real) -> None:
    """Guizhou examines weeks before the others; its days of 2026 have no source."""
    assert listed(real("guizhou", FIRST_DAY)) == [
        ("exam", 2026, "unrecorded", "2026-04-18", "2026-06-28"),
        ("exam", 2027, "estimated", "2027-04-17", "2027-07-04"),
    ]


@settings(deadline=None, max_examples=100)
@given(data=st.data(), as_of=st.dates(date(2019, 1, 1), date(2028, 12, 31)))
def test_every_timeline_is_in_order_without_doubles_and_without_what_is_long_past(
    definitions: Definitions, real: Real, data: st.DataObject, as_of: date
) -> None:
    slug = data.draw(st.sampled_from(sorted(definitions.regions)))

    milestones = real(slug, as_of).milestones

    windows = [(milestone.window.lower, milestone.window.upper) for milestone in milestones]
    assert all(lower <= upper for lower, upper in windows)
    assert windows == sorted(windows)
    assert min((upper for _, upper in windows), default=as_of) >= as_of - relativedelta(months=12)
    assert (
        _doubles(
            (milestone.kind, milestone.exam_year, milestone.sitting) for milestone in milestones
        )
        == []
    )
    assert [
        milestone
        for milestone in milestones
        if max(milestone.known_from, milestone.revised) > as_of
    ] == []
    assert [
        milestone
        for milestone in milestones
        if milestone.state in OPEN_STATES and milestone.window.upper < as_of
    ] == []


OPEN_STATES = {State.ESTIMATED, State.PLANNED}


def _doubles(keys: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    seen: set[tuple[str, int, int]] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_order_of_facts_of_equal_weight_decides_nothing(is_turned: bool) -> None:
    reviews = [
        days("qualification_review", date(2026, 8, 17), REPORTED, last=date(2026, 8, 21)),
        days("qualification_review", date(2026, 8, 17), REPORTED, last=date(2026, 8, 28)),
    ]
    plans = [
        plan(date(2026, 8, 3), date(2026, 8, 7), REPORTED),
        plan(date(2026, 8, 17), date(2026, 8, 21), REPORTED),
    ]
    step = -1 if is_turned else 1
    here = region(observations=tuple(reviews[::step]), plans=tuple(plans[::step]))

    timeline = build(here, date(2026, 9, 1))

    assert milestone_in(timeline, "qualification_review").window == Window(
        date(2026, 8, 17), date(2026, 8, 28)
    )
    assert milestone_in(timeline, "results_release").plan == plans[1]


def test_the_rules_alone_are_carried_down_the_chain() -> None:
    """42 to 63 working days after the exam, and 10 to 20 after those; Sunday 20 September is
    worked.
    """
    timeline = build(region(), date(2026, 6, 5))

    results, review = (
        milestone_in(timeline, "results_release"),
        milestone_in(timeline, "qualification_review"),
    )

    assert results.basis.estimate and review.basis.estimate
    assert results.basis.estimate.rule_window == Window(date(2026, 7, 29), date(2026, 8, 27))
    assert review.basis.estimate.rule_window == Window(date(2026, 8, 12), date(2026, 9, 23))


def test_a_look_or_a_plan_of_its_own_makes_a_window_the_regions_own() -> None:
    planned = region(plans=(plan(date(2026, 8, 3), date(2026, 8, 7), REPORTED),))

    nations, own = (
        milestone_in(build(here, date(2026, 6, 5)), "results_release")
        for here in (region(), planned)
    )

    assert nations.basis.is_national
    assert not own.basis.is_national


def test_an_exam_that_slips_into_the_next_year_is_late_and_not_early() -> None:
    slipped = region(
        sessions=(session(2025, date(2026, 1, 10), date(2026, 1, 11)),), has_own_sessions=True
    )

    following = milestone_in(build(slipped, date(2026, 2, 1)), "exam", 2026)

    assert following.basis.estimate
    assert [seen.lag.shortest for seen in following.basis.estimate.own_observations] == [375]
