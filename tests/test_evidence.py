"""What subscribers read about the sureness of a date: likeliest day, level, and evidence."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from feedgen.core.model import Definitions, Estimate, Place
from feedgen.forecast.explanation import explain
from feedgen.publish.context import BuildContext
from feedgen.render.events.evidence import evidence_sentences
from tests.conftest import AFTER_EXAM, FIRST_DAY
from tests.outputs import FeedOf, event_of

OWN_COUNTS = r"按{}(\d+次记录|\d+次大致的记录|\d+次记录、\d+次大致的记录)修正"
"""How a region's own records are counted, its name to be filled in."""
SESSIONS = r"最近\d+次考试的日期"
"""How the sessions are counted that the next exam is expected from."""


@pytest.mark.parametrize(
    ("slug", "milestone", "year", "words"),
    [
        (
            "shanghai/songjiang",
            "results-release",
            2026,
            "预计公布时间：2026年7月28日至9月4日，最可能在8月13日前后；具体哪天官方还没有公布。",
        ),
        (
            "shanghai/songjiang",
            "exam",
            2027,
            "预计在2027年5月15日至6月20日之间的一个周末，最可能在5月29日前后；具体日期官方还没有公布。",
        ),
    ],
)
def test_an_estimated_event_names_its_likeliest_day(
    feed_of: FeedOf, slug: str, milestone: str, year: int, words: str
) -> None:
    assert words in event_of(feed_of(slug, AFTER_EXAM), milestone, year).description


@pytest.mark.parametrize(
    ("slug", "milestone"),
    [("shanxi/taiyuan", "qualification-review"), ("beijing/dongcheng", "certificate-collection")],
)
def test_from_few_records_no_likeliest_day_is_named(
    feed_of: FeedOf, slug: str, milestone: str
) -> None:
    assert "最可能" not in event_of(feed_of(slug, AFTER_EXAM), milestone, 2026).description


@pytest.mark.parametrize("as_of", [AFTER_EXAM, FIRST_DAY], ids=str)
def test_a_past_or_named_day_has_no_likeliest_day(
    feed_of: FeedOf, areas: list[Place], as_of: date
) -> None:
    titles = {
        shown.title
        for area in areas
        for shown in feed_of(area.slug, as_of).events
        if "最可能" in shown.description
    }

    assert titles <= {
        "【预计】二建成绩公布",
        "【预计】二建资格审核",
        "【预计】二建证书领取",
        "【预计】二建考试",
    }


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("shanghai/songjiang", "上海市近年：2023年8月16日。"),
        ("shanxi/taiyuan", "山西省往年：2021年8月4日、2018年8月2日。"),
        ("henan/anyang", "河南省近年：2023年8月22日（合格标准公布日）、2022年9月3日。"),
        ("qinghai/xining", "青海省近年：2021年1月25日（通知日）。"),
        ("shandong/jinan", "山东省近年：2023年9月13日、2022年9月28日、2021年1月30日。"),
    ],
)
def test_a_regions_earlier_dates_are_listed_newest_first_with_what_they_date(
    feed_of: FeedOf, slug: str, words: str
) -> None:
    assert words in event_of(feed_of(slug, AFTER_EXAM), "results-release").description


def test_only_dates_from_before_that_exam_are_listed_beside_it(feed_of: FeedOf) -> None:
    """山西 released on 2021-08-04; its event of 2021 tells the release before."""
    feed = feed_of("shanxi/taiyuan", date(2021, 9, 1))

    assert "山西省近年：2018年8月2日。" in event_of(feed, "results-release", 2021).description


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("shanghai/songjiang", "按上海市1次记录修正"),
        ("shaanxi/xian", "按陕西省3次记录修正"),
        ("chongqing", "按重庆市1次记录、1次大致的记录修正"),
        ("guangdong/meizhou", "按广东省1次大致的记录修正"),
    ],
)
def test_a_regions_own_records_are_counted_and_those_of_which_only_a_bound_is_known_apart(
    feed_of: FeedOf, slug: str, words: str
) -> None:
    results = event_of(feed_of(slug, AFTER_EXAM), "results-release")

    assert (
        f"依据：考试（2026年5月31日结束）后全国往年的间隔，{words}，约八成的把握落在这些日子里，其间的端午节已扣除；不是官方日期。"
        in results.description
    )


def test_a_region_without_any_record_shows_that_the_days_are_the_nations(feed_of: FeedOf) -> None:
    results = event_of(feed_of("beijing/dongcheng", AFTER_EXAM), "results-release")

    assert (
        "依据：考试（2026年5月31日结束）后全国往年的间隔，约八成的把握落在这些日子里，其间的端午节已扣除；不是官方日期。\n"
        "没有查到北京市往年的公布日期，上面的日子按全国的记录推算。\n"
    ) in results.description


def test_a_region_known_only_by_a_bound_does_not_show_the_days_as_the_nations(
    feed_of: FeedOf,
) -> None:
    """Of 广东 only a day is known by which the results of 2022 were there."""
    results = event_of(feed_of("guangdong/meizhou", AFTER_EXAM), "results-release")

    assert "没有查到广东省往年的公布日期。" in results.description
    assert "按全国的记录推算" not in results.description


def test_a_bound_is_no_record_before_it_was_known(feed_of: FeedOf) -> None:
    results = event_of(feed_of("guangdong/meizhou", date(2022, 6, 15)), "results-release", 2022)

    assert "大致的记录" not in results.description
    assert "没有查到广东省往年的公布日期。" in results.description


@pytest.mark.parametrize(
    ("records", "words"),
    [
        (
            4,
            "后一般说法是42至63个工作日（约两到三个月），往年的记录很少，日子已放宽，按上海市1次记录修正，把握不大，",
        ),
        (5, "后全国往年的间隔，按上海市1次记录修正，约八成的把握落在这些日子里，"),
    ],
)
def test_a_level_is_named_from_days_known_in_five_regions_on(
    definitions: Definitions, records: int, words: str
) -> None:
    """Anhui, Chongqing, Fujian, Guangxi and Hainan are the first five; what is only bounded does
    not count.
    """
    texts = results_with(
        definitions,
        lambda estimate: replace(
            estimate,
            national_observations=(
                *[seen for seen in estimate.national_observations if not seen.lag.is_bound][
                    :records
                ],
                *[seen for seen in estimate.national_observations if seen.lag.is_bound],
            ),
        ),
    )

    assert texts[1].startswith(f"依据：考试（2026年5月31日结束）{words}")


@pytest.mark.parametrize(
    ("level", "words"), [(0.5, "约五成的把握"), (0.8, "约八成的把握"), (0.9, "约九成的把握")]
)
def test_the_level_is_the_estimates_own_in_tenths(
    definitions: Definitions, level: float, words: str
) -> None:
    texts = results_with(definitions, lambda estimate: replace(estimate, level=level))

    assert words in " ".join(texts)


@pytest.mark.parametrize("milestone", ["qualification-review", "certificate-collection"])
def test_reviews_and_certificates_have_too_few_records_for_a_level(
    feed_of: FeedOf, areas: list[Place], milestone: str
) -> None:
    """Four reviews and two certificates are on record in the whole country."""
    events = [
        shown
        for area in areas
        for shown in feed_of(area.slug, AFTER_EXAM).events
        if f"-2026-{milestone}@" in shown.uid
    ]

    assert len(events) > 200
    assert not [shown.uid for shown in events if "成的把握" in shown.description]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "shaanxi/xian",
            "（最早数日、最晚一个多月），往年的记录很少，日子已放宽，按陕西省2次记录修正，把握不大；",
        ),
        (
            "tianjin",
            "（最早数日、最晚一个多月），往年的记录很少，日子已放宽，把握不大，其间的",
        ),
    ],
)
def test_a_review_of_few_records_names_their_number_and_region(
    feed_of: FeedOf, slug: str, words: str
) -> None:
    review = event_of(feed_of(slug, AFTER_EXAM), "qualification-review")

    assert f"依据：成绩公布后一般说法是3至27个工作日{words}" in review.description
    assert "工作日数由我们折算，不是官方日期。" in review.description


def test_days_from_the_record_do_not_explain_how_months_became_working_days(
    feed_of: FeedOf,
) -> None:
    results = event_of(feed_of("shanghai/songjiang", AFTER_EXAM), "results-release")

    assert "工作日数由我们折算" not in results.description
    assert "个工作日" not in results.description


@pytest.mark.parametrize(
    ("slug", "milestone", "as_of", "words"),
    [
        (
            "guizhou/guiyang",
            "2025-results-release",
            date(2025, 4, 30),
            "依据：考试（2025年4月20日结束）后5至21个工作日（机考出分快，约一周到一个月），是贵州省自己的情况，"
            "其间的劳动节已扣除；工作日数由我们折算，不是官方日期。",
        ),
        # Its number stands in the notice as it is.
        (
            "guangdong/meizhou",
            "2026-qualification-review",
            AFTER_EXAM,
            "依据：成绩公布后1至10个工作日，是广东省自己的情况；不是官方日期。",
        ),
    ],
)
def test_a_rule_of_a_regions_own_is_called_its_own_and_carries_no_level(
    feed_of: FeedOf, slug: str, milestone: str, as_of: date, words: str
) -> None:
    text = next(
        shown.description for shown in feed_of(slug, as_of).events if f"-{milestone}@" in shown.uid
    )

    assert words in text
    assert "成的把握" not in text


@pytest.mark.parametrize(
    ("slug", "as_of", "year", "words"),
    [
        ("shanghai/songjiang", FIRST_DAY, 2027, "依据：最近14次考试的日期，约八成的把握；"),
        ("shanghai/songjiang", date(2017, 7, 1), 2018, "依据：最近5次考试的日期，约八成的把握；"),
        (
            "shanghai/songjiang",
            date(2016, 7, 1),
            2017,
            "依据：各地考试的一般季节和最近4次考试的日期，把握不大；",
        ),
        (
            "guizhou/guiyang",
            FIRST_DAY,
            2027,
            "依据：各地考试的一般季节和最近1次考试的日期，把握不大；",
        ),
    ],
)
def test_the_season_of_the_next_exam_carries_a_level_from_five_sessions_on(
    feed_of: FeedOf, slug: str, as_of: date, year: int, words: str
) -> None:
    assert words in event_of(feed_of(slug, as_of), "exam", year).description


@pytest.mark.parametrize("as_of", [AFTER_EXAM, FIRST_DAY], ids=str)
def test_no_feed_counts_other_regions_records_or_names_a_hit_rate(
    definitions: Definitions, areas: list[Place], feed_of: FeedOf, as_of: date
) -> None:
    """Figures of the whole country grow old in a calendar; they stand in the README."""
    for area in areas:
        feed = feed_of(area.slug, as_of)
        own = OWN_COUNTS.format(definitions.region_for(area).name)
        for text in (
            feed.name,
            feed.description,
            *(shown.title + shown.description for shown in feed.events),
        ):
            rest = re.sub(f"{own}|{SESSIONS}", "", text)
            assert not re.search(
                r"\d+次|\d+个?(地区|省份|省市)|命中|说中|落空|准确率|成功率|覆盖率", rest
            ), area.slug


def results_with(definitions: Definitions, change: Callable[[Estimate], Estimate]) -> list[str]:
    """What Shanghai's results of 2026 say with another estimate behind them."""
    build = BuildContext(definitions, AFTER_EXAM)
    shanghai = build.context_of(build.place_by_slug["shanghai"])
    results = shanghai.timeline.of("results_release", 2026)
    assert results is not None
    assert results.basis.estimate is not None
    basis = replace(results.basis, estimate=change(results.basis.estimate))
    changed = replace(results, basis=basis)
    explanation = explain(changed, shanghai.region, shanghai.timeline, build.calendar)
    return list(evidence_sentences(explanation, shanghai.region))
