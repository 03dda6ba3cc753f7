"""What subscribers read of announced, planned and cancelled days, in Songjiang's feed."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedgen.core.model import Feed, instant
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from tests.conftest import AFTER_EXAM, FIRST_DAY, FROZEN
from tests.factories import fact_lines, source_line
from tests.outputs import FeedOf, event_of

RESULTS_OF_2026 = {"milestone": "results_release", "exam_year": 2026}
RELEASED = fact_lines(
    "announcement",
    source_line(date(2026, 8, 12), url="https://rsj.sh.gov.cn/a", publisher="考试院"),
    **RESULTS_OF_2026,
    date=date(2026, 8, 14),
    known_from=date(2026, 8, 12),
)
PLANNED = fact_lines(
    "plan",
    source_line(
        date(2026, 6, 1), "GRADE", url="https://rsj.sh.gov.cn/a", publisher="上海市职业能力考试院"
    ),
    **RESULTS_OF_2026,
    from_=date(2026, 9, 1),
    until=date(2026, 9, 10),
    words="9月上旬",
    known_from=date(2026, 6, 1),
)
OFFICIALLY_PLANNED = PLANNED.replace("GRADE", "official")
REVIEWED = fact_lines(
    "qualification_review.rule",
    source_line(date(2026, 5, 20), url="https://rsj.sh.gov.cn/d", publisher="考试院"),
    exam_year=2025,
    stage="after_results",
)
CALLED_OFF = fact_lines(
    "session",
    source_line(date(2026, 5, 20), url="https://rsj.sh.gov.cn/b", publisher="考试院"),
    exam_year=2026,
    cancelled=True,
    merged_into=2027,
    known_from=date(2026, 5, 20),
)


def not_yet(day: date) -> str:
    """A check of the authority's site that found no results."""
    source = source_line(day, url="https://rsj.sh.gov.cn/c", publisher="考试院")
    return fact_lines("bound", source, **RESULTS_OF_2026, not_yet=day, known_from=day)


@pytest.fixture
def with_facts(tmp_path: Path) -> Callable[[str, date], Feed]:
    """Songjiang's feed with more facts in Shanghai's file, and a review after the results."""

    def make(facts: str, as_of: date) -> Feed:
        shutil.copytree(FROZEN, tmp_path / "regions", dirs_exist_ok=True)
        path = tmp_path / "regions/shanghai.toml"
        text = path.read_text("utf-8").replace('"plan", ', "")
        text = text.replace('"qualification_review", ', "")
        path.write_text(text + REVIEWED + facts, "utf-8")
        context = BuildContext(load(path.parent), as_of)
        return context.feed_of(context.place_by_slug["shanghai/songjiang"])

    return make


def test_an_announced_release_is_confirmed_under_the_same_identity_and_moves_what_follows(
    with_facts: FeedOf,
) -> None:
    feed = with_facts(RELEASED, date(2026, 8, 12))

    results, recheck = event_of(feed, "results-release"), event_of(feed, "score-recheck")
    assert (results.title, results.status, results.first) == (
        "二建成绩公布",
        "CONFIRMED",
        date(2026, 8, 14),
    )
    assert results.uid == "310117-2026-results-release@kaohou.invalid"
    assert results.url == "https://rsj.sh.gov.cn/a"
    assert results.modified == instant(date(2026, 8, 12))
    assert results.alarms == (timedelta(hours=15),)
    assert (recheck.title, recheck.first) == ("【预计】二建成绩复核截止", date(2026, 8, 27))
    assert recheck.alarms == (timedelta(hours=15), timedelta(days=2, hours=15))


def test_an_announced_release_narrows_the_milestones_counted_from_it(with_facts: FeedOf) -> None:
    """Counted from the day that is known instead of the five weeks in which it may be."""
    feeds = with_facts("", date(2026, 8, 12)), with_facts(RELEASED, date(2026, 8, 12))

    before, after = (event_of(feed, "certificate-collection") for feed in feeds)

    assert before.first == date(2026, 9, 17)
    assert (after.first, after.last) == (date(2026, 9, 22), date(2026, 12, 23))
    assert before.last > after.last


def test_an_announced_release_names_the_day_and_no_likeliest_one(with_facts: FeedOf) -> None:
    results = event_of(with_facts(RELEASED, date(2026, 8, 12)), "results-release")

    assert results.description.startswith(
        "官方公布的日期：2026年8月14日（周五）。\n依据：官方页面（考试院）。\n上海市近年：2023年8月16日。\n"
    )
    assert "最可能" not in results.description
    assert "成的把握" not in results.description


def test_a_release_is_nothing_that_its_own_window_learned_from(with_facts: FeedOf) -> None:
    """On the eve of the announcement the window is that of the morning after the exam."""
    eve = event_of(with_facts(RELEASED, date(2026, 8, 11)), "results-release")

    assert (eve.title, eve.first, eve.last) == (
        "【预计】二建成绩公布",
        date(2026, 7, 28),
        date(2026, 9, 4),
    )


def test_a_deadline_that_may_still_be_open_is_not_called_over(with_facts: FeedOf) -> None:
    recheck = event_of(with_facts(RELEASED, date(2026, 8, 28)), "score-recheck")

    assert recheck.title == "【待核实】二建成绩复核截止"
    assert "有记录的期限是14至31天，没有办的请马上到官网核对是否还受理" in recheck.description


def test_a_deadline_counts_from_the_release_in_words_that_hold_before_and_after_it(
    with_facts: FeedOf,
) -> None:
    recheck = event_of(with_facts(RELEASED, date(2026, 8, 13)), "score-recheck")

    assert recheck.description.startswith(
        "截止日还没有查到；成绩公布日是2026年8月14日（周五），按最短期限"
    )


def test_a_known_deadline_is_not_moved_later_by_hearsay(with_facts: FeedOf) -> None:
    hearsay = PLANNED.replace("GRADE", "reported").replace("results_release", "score_recheck")

    recheck = event_of(with_facts(RELEASED + hearsay, date(2026, 8, 16)), "score-recheck")

    assert recheck.first == recheck.last == date(2026, 8, 27)


def test_an_official_plan_is_quoted_before_a_warning_and_the_estimate(
    with_facts: FeedOf,
) -> None:
    results = event_of(with_facts(OFFICIALLY_PLANNED, AFTER_EXAM), "results-release")

    assert results.description.startswith(
        "官方事先计划9月上旬公布；计划可能提前或推迟，预计2026年8月14日至9月11日，具体哪天还没有公布。\n"
        "依据：官方页面（上海市职业能力考试院）。\n"
        "上海市近年：2023年8月16日。\n"
    )


def test_an_official_plan_makes_the_release_planned_and_draws_the_window_towards_it(
    with_facts: FeedOf,
) -> None:
    """The record alone gives 28 July to 4 September, the plan says 1 to 10 September: neither is
    left out.
    """
    results = event_of(with_facts(OFFICIALLY_PLANNED, AFTER_EXAM), "results-release")

    assert (results.title, results.status) == ("【官方计划】二建成绩公布", "TENTATIVE")
    assert (results.first, results.last) == (date(2026, 8, 14), date(2026, 9, 11))
    assert results.url == "https://rsj.sh.gov.cn/a"
    assert results.modified == instant(date(2026, 6, 1))
    assert results.alarms == (timedelta(hours=15),)


def test_a_plan_counts_from_the_day_on_which_it_is_known(with_facts: FeedOf) -> None:
    eve = event_of(with_facts(OFFICIALLY_PLANNED, date(2026, 5, 31)), "results-release")

    assert (eve.title, eve.first, eve.last) == (
        "【预计】二建成绩公布",
        date(2026, 7, 28),
        date(2026, 9, 4),
    )
    assert "计划" not in eve.description.split("\n")[0]


@pytest.mark.parametrize("grade", ["repost", "reported"])
def test_a_plan_of_one_page_is_the_same_evidence_and_marked_as_hearsay(
    with_facts: FeedOf, grade: str
) -> None:
    results = event_of(with_facts(PLANNED.replace("GRADE", grade), AFTER_EXAM), "results-release")

    assert results.title == "【预计】二建成绩公布"
    assert (results.first, results.last) == (date(2026, 8, 14), date(2026, 9, 11))
    assert results.description.startswith(
        "预计公布时间：2026年8月14日至9月11日；具体哪天官方还没有公布。\n"
        "依据：考试（2026年5月31日结束）后全国往年的间隔，按上海市1次记录修正，约八成的把握落在这些日子里，"
        "其间的端午节已扣除；不是官方日期。\n"
        "据转述，官方曾计划9月上旬公布，上面的日子已考虑这一点。\n"
    )


def test_a_plan_that_was_not_kept_is_shown_with_the_days_it_gave(
    with_facts: FeedOf,
) -> None:
    results = event_of(with_facts(OFFICIALLY_PLANNED, FIRST_DAY), "results-release")

    assert results.title == "【待核实】二建成绩公布"
    assert results.description.startswith(
        "按官方计划（9月上旬）推算的日子（2026年8月14日至9月11日）已过，我们没有查到记录；"
    )


def test_a_plan_is_quoted_beside_the_announced_day_and_no_longer_weighed(
    with_facts: FeedOf,
) -> None:
    results = event_of(
        with_facts(OFFICIALLY_PLANNED + RELEASED, date(2026, 8, 12)), "results-release"
    )

    assert (results.title, results.first, results.last) == (
        "二建成绩公布",
        date(2026, 8, 14),
        date(2026, 8, 14),
    )
    assert "\n官方曾计划9月上旬公布。\n" in results.description


def test_a_planned_release_leaves_the_milestones_counted_from_it_estimated(
    with_facts: FeedOf,
) -> None:
    feed = with_facts(OFFICIALLY_PLANNED, AFTER_EXAM)

    for milestone in ("qualification-review", "score-recheck", "certificate-collection"):
        assert event_of(feed, milestone).title.startswith("【预计】")


def test_a_look_that_found_nothing_takes_the_days_before_it_away(with_facts: FeedOf) -> None:
    """On Friday 14 August nothing was there; a tenth of the rest lies on the Monday after it."""
    results = event_of(with_facts(not_yet(date(2026, 8, 14)), date(2026, 8, 15)), "results-release")

    assert results.title == "【预计】二建成绩公布"
    assert (results.first, results.last) == (date(2026, 8, 18), date(2026, 9, 17))
    assert results.modified == instant(date(2026, 8, 14))
    assert "2026年8月14日查看时还没有公布，上面的日子已考虑这一点。" in results.description


def test_a_cancelled_milestone_says_only_that_and_invites_nobody(with_facts: FeedOf) -> None:
    feed = with_facts(CALLED_OFF, date(2026, 6, 1))

    for milestone in (
        "exam",
        "results-release",
        "score-recheck",
        "qualification-review",
        "certificate-collection",
    ):
        called_off = event_of(feed, milestone)
        assert called_off.title.startswith("【已取消】")
        assert called_off.status == "CANCELLED"
        assert called_off.alarms == ()
        whose = "原来的日子是" if milestone == "exam" else "我们原来预计的日子是"
        assert called_off.description.startswith(
            f"这次考试不举行，并入2027年度，这一项随之取消；{whose}"
        )
        assert "依据：官方页面（考试院）。" in called_off.description
        assert "申请" not in called_off.description
        assert "最可能" not in called_off.description


TWO_LOOKS = not_yet(date(2026, 8, 3)) + not_yet(date(2026, 7, 20))


def test_the_latest_not_yet_check_is_shown_wherever_it_is_in_the_file(with_facts: FeedOf) -> None:
    results = event_of(with_facts(TWO_LOOKS, date(2026, 8, 10)), "results-release")

    assert "2026年8月3日查看时还没有公布，上面的日子已考虑这一点。" in results.description
    assert "7月20日" not in results.description


@pytest.mark.parametrize("milestone", ["qualification-review", "certificate-collection"])
def test_a_not_yet_check_of_the_results_is_not_shown_for_other_milestones(
    with_facts: FeedOf, milestone: str
) -> None:
    following = event_of(with_facts(TWO_LOOKS, date(2026, 8, 10)), milestone)

    assert "查看时" not in following.description
