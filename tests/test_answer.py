"""The answer of a page: which milestone it is, what comes next, and its words on the page."""

import re
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.model import (
    Definitions,
    MilestoneText,
    State,
)
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.render.website import choose_answer, upcoming
from feedgen.render.website.answer import texts_to_draw
from tests.conftest import AFTER_EXAM, FIRST_DAY, SMALL
from tests.factories import PLAN_OF_AUTHORITY, RELEASE_OF_THIRD_PARTY, milestone_text, small_with
from tests.outputs import page_of, text_of

TODAY = date(2026, 6, 10)
GUANGDONG = "guangdong.toml"


def answer_line(page: str) -> str:
    """The text above the buttons, in one line."""
    first = page[page.index('<section class="answer"') : page.index('id="in-app"')]
    return "".join(text_of(f"<body>{first}<p>").split("\n"))


RESULTS_2025 = milestone_text(
    "results_release", date(2025, 7, 23), date(2025, 8, 20), exam_year=2025
)
EXAM = milestone_text("exam", date(2026, 5, 30), date(2026, 5, 31), state=State.REPORTED)
RESULTS = milestone_text("results_release", date(2026, 7, 28), date(2026, 9, 4))
RECHECK = milestone_text("score_recheck", date(2026, 8, 10), date(2026, 10, 4))
NEXT_EXAM = milestone_text("exam", date(2027, 5, 8), date(2027, 6, 20), exam_year=2027)
TIMELINE = (RESULTS_2025, EXAM, RESULTS, RECHECK, NEXT_EXAM)


# Which milestone


def test_the_newest_results_are_the_answer() -> None:
    assert choose_answer(TIMELINE, TODAY).text is RESULTS
    assert choose_answer(TIMELINE, TODAY).is_results


def test_the_results_of_a_second_sitting_are_newer_than_those_of_the_first() -> None:
    second = milestone_text("results_release", date(2026, 12, 1), sitting=2)

    assert choose_answer((RESULTS, second), date(2026, 12, 24)).text is second


@pytest.mark.parametrize(
    ("day", "is_newer"),
    [
        (date(2027, 5, 7), False),
        (date(2027, 5, 8), True),
        (date(2027, 6, 20), True),
        (date(2027, 8, 1), True),
    ],
)
def test_a_newer_exam_without_results_is_the_answer_once_it_may_have_been_held(
    day: date, *, is_newer: bool
) -> None:
    assert choose_answer(TIMELINE, day).text is (NEXT_EXAM if is_newer else RESULTS)


def test_an_exam_with_results_is_no_answer() -> None:
    assert choose_answer((EXAM, RESULTS), date(2026, 9, 1)).text is RESULTS


def test_in_guizhou_the_exam_of_2026_may_have_been_held_and_is_the_answer(
    definitions: Definitions,
) -> None:
    context = BuildContext(definitions, TODAY)
    answer = choose_answer(
        context.texts_of(context.context_of(context.place_by_slug["guizhou"])), TODAY
    )

    assert answer.text is not None
    assert (answer.text.milestone.kind, answer.text.milestone.exam_year) == ("exam", 2026)
    assert not answer.is_results
    assert answer.upcoming == ()


def test_where_no_exam_was_held_yet_the_first_thing_that_comes_is_the_answer() -> None:
    past = milestone_text(
        "certificate_collection", date(2025, 9, 1), date(2025, 12, 1), exam_year=2025
    )

    assert choose_answer((past, NEXT_EXAM), TODAY).text is NEXT_EXAM


@pytest.mark.parametrize(
    "known", [(), (milestone_text("certificate_collection", date(2025, 9, 1), exam_year=2025),)]
)
def test_where_nothing_is_known_or_all_is_past_there_is_no_answer(
    known: tuple[MilestoneText, ...],
) -> None:
    answer = choose_answer(known, TODAY)

    assert (answer.text, answer.is_over, answer.is_results, answer.upcoming) == (
        None,
        False,
        False,
        (),
    )


def test_cancelled_results_are_the_answer_of_their_session() -> None:
    cancelled = milestone_text("results_release", date(2026, 7, 28), state=State.CANCELLED)

    assert choose_answer((RESULTS_2025, cancelled, NEXT_EXAM), TODAY).text is cancelled


@pytest.mark.parametrize(("day", "is_over"), [(date(2026, 9, 4), False), (date(2026, 9, 5), True)])
def test_an_answer_is_over_on_the_day_after_its_last(day: date, *, is_over: bool) -> None:
    assert choose_answer(TIMELINE, day).is_over is is_over


# What comes next


def test_what_comes_next_is_neither_past_nor_called_off_nor_the_answer_and_the_nearest_first() -> (
    None
):
    cancelled = milestone_text(
        "qualification_review", date(2026, 8, 5), date(2026, 11, 5), state=State.CANCELLED
    )
    answer = choose_answer((RESULTS_2025, EXAM, RESULTS, cancelled, RECHECK, NEXT_EXAM), TODAY)

    assert answer.upcoming == (RECHECK, NEXT_EXAM)


@pytest.mark.parametrize(("day", "ahead"), [(date(2026, 10, 4), 2), (date(2026, 10, 5), 1)])
def test_a_last_day_is_still_to_come(day: date, ahead: int) -> None:
    assert len(upcoming(TIMELINE, day)) == ahead


def test_at_most_three_are_shown_and_all_are_known() -> None:
    many = tuple(milestone_text("public_notice", date(2026, 9, day)) for day in range(1, 6))

    assert choose_answer((EXAM, RESULTS, *many), TODAY).upcoming == many[:3]
    assert upcoming((EXAM, RESULTS, *many), TODAY) == (RESULTS, *many)


def test_a_deadline_stands_among_what_comes_next_by_its_last_day_which_is_all_that_is_shown() -> (
    None
):
    """The page shows 10 September of the deadline and 25 August of the review."""
    deadline = milestone_text(
        "score_recheck",
        date(2026, 8, 20),
        date(2026, 9, 10),
        state=State.ANNOUNCED,
        is_deadline=True,
    )
    review = milestone_text("qualification_review", date(2026, 8, 25), state=State.ANNOUNCED)

    assert upcoming((deadline, review), TODAY) == (review, deadline)


def test_a_picture_shows_the_exam_year_of_the_answer_and_what_is_newer() -> None:
    second = milestone_text("exam", date(2026, 8, 1), sitting=2)

    assert texts_to_draw(TIMELINE, RESULTS) == (EXAM, RESULTS, RECHECK, NEXT_EXAM)
    assert texts_to_draw((*TIMELINE, second), second) == (EXAM, RESULTS, RECHECK, NEXT_EXAM, second)
    assert texts_to_draw(TIMELINE, None) == TIMELINE


# Words on the page


@pytest.mark.parametrize(
    ("changes", "slug", "day", "words"),
    [
        (
            (),
            "guangdong",
            date(2026, 8, 19),
            "官方 2026年度成绩公布官方定于8月20日（周四）公布依据：",
        ),
        ((), "guangdong", date(2026, 8, 20), "官方公布日8月20日（周四）依据："),
        ((), "guangdong", date(2026, 8, 21), "官方已公布8月20日（周四）依据："),
        (
            (RELEASE_OF_THIRD_PARTY,),
            "guangdong",
            date(2026, 8, 19),
            "据报道将公布8月20日（周四）还没有见到官方通知，请到官网核对",
        ),
        (
            (RELEASE_OF_THIRD_PARTY,),
            "guangdong",
            date(2026, 8, 20),
            "据报道公布日8月20日（周四）还没有见到官方通知，请到官网核对",
        ),
        (
            (RELEASE_OF_THIRD_PARTY,),
            "guangdong",
            date(2026, 8, 21),
            "据报道已公布8月20日（周四）还没有见到官方通知，请到官网核对",
        ),
        (
            (PLAN_OF_AUTHORITY,),
            "guangdong",
            date(2025, 6, 1),
            "官方计划 2025年度成绩公布预计7月24日–8月27日公布，官方计划是8月",
        ),
        (
            (),
            "bingtuan",
            date(2026, 7, 22),
            "预计 2026年度成绩公布预计7月23日–9月16日公布我们估计：",
        ),
        (
            (),
            "bingtuan",
            date(2026, 7, 23),
            "预计7月23日–9月16日公布现在就在这些日子里，请留意官网。",
        ),
        ((), "xinjiang", date(2025, 6, 1), "还没有可用的日期没有查到考试日期，所以没有推算。"),
    ],
)
def test_the_answer_shows_how_sure_the_day_is(
    changes: tuple[tuple[str, str, str], ...], slug: str, day: date, words: str, tmp_path: Path
) -> None:
    assert words in answer_line(page_of(small_with(tmp_path, *changes), slug, day))


@pytest.mark.parametrize(
    ("slug", "day", "words"),
    [
        (
            "shanghai",
            AFTER_EXAM,
            "预计7月28日–9月4日公布，最可能 8月13日（周四）前后我们按全国往年的间隔",
        ),
        (
            "shanghai",
            date(2026, 8, 13),
            "最可能 8月13日（周四）前后现在就在这些日子里，请留意官网。",
        ),
        (
            "shanghai",
            date(2026, 8, 14),
            "预计7月28日–9月4日公布最可能的 8月13日（周四）前后已过，可能已经公布，请到官网看。",
        ),
        (
            "shanghai/songjiang",
            FIRST_DAY,
            "应已公布，请到官网查询预计的7月28日–9月4日已过我们没有查到记录",
        ),
        (
            "guizhou",
            TODAY,
            "考试：预计4月18日–6月28日没有查到这次考试的确切日期，所以没有推算成绩公布的日子。",
        ),
        ("guizhou", date(2026, 7, 1), "考试日期没有查到，请到官网查询没有查到这次考试的确切日期"),
        ("beijing", date(2022, 6, 5), "已取消 2022年度考试这次考试已取消"),
    ],
)
def test_the_answer_of_a_real_place_shows_how_sure_the_day_is(
    slug: str, day: date, words: str, definitions: Definitions
) -> None:
    assert words in answer_line(page_of(definitions, slug, day))


def test_where_the_exam_is_called_off_the_days_of_its_results_are_not_called_those_of_the_exam(
    definitions: Definitions,
) -> None:
    """The exam of 11 and 12 June 2022 was called off; its results had been expected from 8 August
    on.
    """
    words = answer_line(page_of(definitions, "beijing", date(2022, 6, 20)))

    assert (
        "这次考试已取消这次考试不举行，并入2023年度，这一项随之取消；我们原来预计的日子是2022年8月8日至10月9日。"
        in words
    )


@pytest.mark.parametrize(
    ("day", "is_named"), [(date(2026, 7, 27), False), (date(2026, 7, 28), True)]
)
def test_the_site_to_look_stands_in_the_answer_from_the_first_day_on(
    day: date, definitions: Definitions, *, is_named: bool
) -> None:
    answer_words = answer_line(page_of(definitions, "shanghai", day))

    assert ("官网：上海市职业能力考试院成绩查询" in answer_words) is is_named


def test_a_site_that_is_not_known_to_be_official_is_not_in_the_answer() -> None:
    """Of the small folder's 兵团 one page names an address."""
    page = page_of(load(SMALL), "bingtuan", date(2026, 8, 1))

    assert "bt.example.cn" not in page


def test_under_the_answer_stands_what_comes_next_with_the_days_and_the_year_where_that_is_another(
    definitions: Definitions,
) -> None:
    page = page_of(definitions, "shanghai", FIRST_DAY)

    lines = re.findall(r"<li><span>(.*?) <span.*?<b>(.*?)</b>", page[page.index('class="next"') :])[
        :2
    ]

    assert lines == [("证书领取", "9月17日–12月31日"), ("考试", "2027年5月15日–6月20日")]


def test_results_that_are_awaited_go_before_those_of_a_later_sitting() -> None:
    """Whether the second sitting is called off or not yet held: people wait for the first one's
    results.
    """
    first = [
        milestone_text("exam", date(2026, 5, 30)),
        milestone_text("results_release", date(2026, 7, 27), date(2026, 9, 15)),
    ]
    called_off = milestone_text(
        "results_release", date(2026, 11, 2), sitting=2, state=State.CANCELLED
    )
    later = [
        milestone_text("exam", date(2026, 9, 5), sitting=2),
        milestone_text("results_release", date(2026, 11, 2), sitting=2),
    ]

    assert choose_answer([*first, called_off], date(2026, 8, 10)).text is first[1]
    assert choose_answer([*first, *later], date(2026, 8, 10)).text is first[1]
    assert choose_answer([*first, *later], date(2026, 9, 20)).text is later[1]


def test_results_that_were_called_off_answer_where_there_are_no_others() -> None:
    called_off = milestone_text("results_release", date(2026, 7, 27), state=State.CANCELLED)

    assert choose_answer([called_off], TODAY).text is called_off
