"""What subscribers read of the real places: titles, texts, alarms, identities."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedgen.core.model import LONGEST, Definitions, Feed, Place, State
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from tests.conftest import AFTER_EXAM, FIRST_DAY, FROZEN
from tests.factories import append, copy_regions, fact_lines, small_with
from tests.outputs import FeedOf, event_of

SEASON = [
    date(2025, 9, 1),
    date(2026, 3, 1),
    AFTER_EXAM,
    date(2026, 8, 10),
    FIRST_DAY,
    date(2027, 6, 1),
]


def test_on_the_first_day_what_is_past_is_unrecorded_and_the_next_exam_estimated(
    feed_of: FeedOf,
) -> None:
    feed = feed_of("shanghai/songjiang", FIRST_DAY)

    assert [
        (item.title, item.first.isoformat(), item.last.isoformat(), item.status)
        for item in feed.events
    ] == [
        ("【待核实】二建证书领取", "2025-09-09", "2025-12-16", "TENTATIVE"),
        ("【据报道】二建考试", "2026-05-30", "2026-05-31", "TENTATIVE"),
        ("【待核实】二建成绩公布", "2026-07-28", "2026-09-04", "TENTATIVE"),
        ("【待核实】二建成绩复核", "2026-08-10", "2026-10-04", "TENTATIVE"),
        ("【预计】二建证书领取", "2026-09-17", "2026-12-31", "TENTATIVE"),
        ("【预计】二建考试", "2027-05-15", "2027-06-20", "TENTATIVE"),
    ]


def test_after_the_exam_everything_ahead_is_estimated(feed_of: FeedOf) -> None:
    feed = feed_of("shanghai/songjiang", AFTER_EXAM)

    ahead = [item for item in feed.events if item.first > AFTER_EXAM]

    assert [item.title for item in ahead] == [
        "【预计】二建成绩公布",
        "【预计】二建成绩复核",
        "【预计】二建证书领取",
        "【预计】二建考试",
    ]


@pytest.mark.parametrize(
    ("milestone", "words"),
    [
        ("results-release", "松江区考生以上海市公布的为准，由上海市职业能力考试院负责"),
        ("results-release", "http://www.rsj.sh.gov.cn/ksyzc/index801.jsp\n"),
        (
            "results-release",
            "预计的日子（2026年7月28日至9月4日）已过，我们没有查到记录；多数地区应已公布",
        ),
        (
            "results-release",
            "依据：考试（2026年5月31日结束）后全国往年的间隔，按上海市1次记录修正，约八成的把握",
        ),
        ("results-release", "上海市近年：2023年8月16日"),
        ("results-release", "“2026年度二级建造师执业资格考试”"),
        ("results-release", "备好准考证和身份证"),
        ("results-release", "刚公布最拥挤，勿反复刷新，清晨或深夜再试"),
        ("results-release", "准考证号丢了"),
        ("results-release", "查不到：核对姓名、号码、大小写和全角字符"),
        ("results-release", "分数有疑问：在期限内申请复核"),
        ("results-release", "合格后"),
        ("results-release", "没全过：合格科目滚动保留（连续两个考试年度）"),
        ("results-release", "二级建造师各专业的考试和公布日期相同"),
        ("score-recheck", "成绩公布以后才开始受理，通常14至31天（公布当天算第1天）"),
        ("score-recheck", "2026年8月10日至10月4日"),
        ("score-recheck", "不重新阅卷"),
        ("certificate-collection", "电子证书，在市住建委或市职业能力考试院网站下载"),
        ("certificate-collection", "证书只在上海市有效，只能在上海市申请注册"),
        ("certificate-collection", "初始注册"),
        ("exam", "全国多数地区的考试日期：2026年5月30日至5月31日；上海市没有查到单独的通知"),
    ],
)
def test_somebody_in_songjiang_reads(feed_of: FeedOf, milestone: str, words: str) -> None:
    feed = feed_of("shanghai/songjiang", FIRST_DAY)

    assert words in event_of(feed, milestone).description + "\n"


def test_the_recheck_before_the_release_begins_with_when_it_opens(feed_of: FeedOf) -> None:
    recheck = event_of(feed_of("guangdong/meizhou", AFTER_EXAM), "score-recheck")

    assert recheck.description.startswith(
        "成绩公布以后才开始受理，通常15至30天（公布当天算第1天）。"
    )
    assert recheck.alarms == ()


@pytest.mark.parametrize(
    ("slug", "how"),
    [
        ("tianjin", "把申请发到tjkpzxchengji@tj.gov.cn"),
        ("hunan/changsha", "在“湖南省公务员考试测评中心”微信服务号登记"),
        ("shandong/jinan", "登录系统点“申请复核”，无需书面材料"),
    ],
)
def test_the_recheck_text_names_the_way_that_the_region_has_a_source_for(
    feed_of: FeedOf, slug: str, how: str
) -> None:
    others = {"tianjin", "hunan/changsha", "shandong/jinan"} - {slug}

    assert how in event_of(feed_of(slug, FIRST_DAY), "score-recheck").description
    for other in others:
        assert how not in event_of(feed_of(other, FIRST_DAY), "score-recheck").description


@pytest.mark.parametrize(
    ("slug", "milestone", "words"),
    [
        ("jilin/changchun", "results-release", "达到满分60%的科目才保留到下一年度"),
        ("gansu/lanzhou", "exam", "滚动周期内更换专业的，已合格的成绩不再滚动"),
        ("shaanxi/xian", "qualification-review", "可在下一年度补审"),
        ("shandong/jinan", "certificate-collection", "自公布当日起就能申请注册"),
        ("anhui/maanshan", "results-release", "资格审核：在考前进行（据2020年通知，可能已变）"),
        ("hainan/haikou", "results-release", "审核结果与成绩同时公布"),
        ("bingtuan", "exam", "兵团是否单独组织二级建造师考试没有查到来源"),
        ("xinjiang/shihezi", "exam", "以新疆生产建设兵团公布的为准（推定，没有来源）"),
        ("hunan/changsha", "exam", "负责机构没有查到来源，以省级人事考试机构或住建部门公告为准"),
        ("guangdong/meizhou", "exam", "由广东省人事考试局（据其他考试推断）负责"),
        ("henan/anyang", "results-release", "2023年8月22日（合格标准公布日）"),
        ("guizhou/guiyang", "exam", "考期自定"),
        ("guizhou/guiyang", "exam", "不知道考试日期，所以没有推算其后的日期"),
        ("shanxi/taiyuan", "score-recheck", "电话：0351-7339662（成绩复核）"),
        ("zhejiang/hangzhou", "exam", "依据：转载的官方通知（jiaoyu361.com），没有第二处印证"),
        (
            "shanxi/taiyuan",
            "qualification-review",
            "时间（2026年）：合格名单移交后10个工作日内发布审核通知",
        ),
        ("guangdong/meizhou", "exam", "广东省是否开考矿业工程专业没有查到来源"),
    ],
)
def test_regional_differences_reach_the_subscriber(
    feed_of: FeedOf, slug: str, milestone: str, words: str
) -> None:
    assert words in event_of(feed_of(slug, FIRST_DAY), milestone).description


def test_a_stage_of_no_year_leaves_no_empty_brackets(tmp_path: Path) -> None:
    rule = 'exam_year = 2025\nstage = "after_results"'
    changed = small_with(tmp_path, ("guangdong.toml", rule, 'stage = "before_exam"'))
    context = BuildContext(changed, AFTER_EXAM)

    release = event_of(context.feed_of(context.place_by_slug["guangdong"]), "results-release")

    assert "资格审核：在考前进行。" in release.description


def test_where_each_major_has_a_day_the_exam_event_is_that_day_and_names_the_whole_session(
    extended: BuildContext,
) -> None:
    feed = extended.feed_of(extended.place_by_slug["shanghai/songjiang"])
    exam, release = event_of(feed, "exam"), event_of(feed, "results-release")

    assert (exam.first, exam.last) == (date(2026, 5, 30), date(2026, 5, 30))
    assert "考期到2026年5月31日为止，矿业专业在第一天。" in exam.description
    assert "依据：考试（2026年5月31日结束）后" in release.description


def test_certificates_wait_for_the_end_of_the_review(extended: BuildContext) -> None:
    feed = extended.feed_of(extended.place_by_slug["tianjin"])

    assert (
        event_of(feed, "certificate-collection").first > event_of(feed, "qualification-review").last
    )


def test_certificates_that_are_counted_from_the_review_keep_their_end(
    extended: BuildContext, feed_of: FeedOf
) -> None:
    feed = extended.feed_of(extended.place_by_slug["shanxi"])
    before = event_of(feed_of("shanxi", FIRST_DAY), "certificate-collection")

    certificate = event_of(feed, "certificate-collection")

    assert certificate.first > event_of(feed, "qualification-review").last
    assert certificate.last == before.last


def test_before_the_majors_had_days_the_exam_event_is_the_whole_session(
    extended: BuildContext,
) -> None:
    earlier = BuildContext(extended.definitions, date(2021, 6, 5))
    exam = event_of(earlier.feed_of(earlier.place_by_slug["shanghai/songjiang"]), "exam", 2021)

    assert (exam.last - exam.first).days == 1
    assert "考期到" not in exam.description


def test_a_region_with_sessions_of_its_own_does_not_follow_the_nations_order_of_majors(
    extended: BuildContext,
) -> None:
    earlier = BuildContext(extended.definitions, date(2025, 4, 30))
    exam = event_of(earlier.feed_of(earlier.place_by_slug["guizhou/guiyang"]), "exam", 2025)

    assert "考期到" not in exam.description


def test_a_review_that_no_source_places_is_called_unknown_and_has_no_event(feed_of: FeedOf) -> None:
    feed = feed_of("beijing/dongcheng", AFTER_EXAM)

    assert not [item for item in feed.events if "qualification-review" in item.uid]
    assert (
        "北京市考后要不要资格审核没有查到来源，请看成绩公布的通知。\n"
        in event_of(feed, "results-release").description
    )


@pytest.mark.parametrize(
    "slug", ["anhui/maanshan", "hainan/haikou", "shaanxi/xian", "guangdong/meizhou"]
)
def test_no_review_with_a_known_stage_is_called_unknown(feed_of: FeedOf, slug: str) -> None:
    assert (
        "没有查到来源，请看"
        not in event_of(feed_of(slug, AFTER_EXAM), "results-release").description
    )


def test_an_announced_review_is_not_called_unknown_and_does_not_read_like_one_before_the_exam(
    tmp_path: Path,
) -> None:
    regions = copy_regions(FROZEN, tmp_path)
    announced = fact_lines(
        "announcement", milestone="qualification_review", exam_year=2026, date=date(2026, 9, 1)
    )
    append(regions / "beijing.toml", announced)
    context = BuildContext(load(regions), FIRST_DAY)

    feed = context.feed_of(context.place_by_slug["beijing"])

    assert "没有查到来源，请看" not in event_of(feed, "results-release").description
    assert "考前审核" not in event_of(feed, "qualification-review").description


def test_a_mark_of_other_full_marks_does_not_stand_beside_the_results_of_a_newer_exam(
    extended: BuildContext,
) -> None:
    """The only marks of 安徽 are of 2020 and 2021."""
    feeds = {slug: extended.feed_of(extended.place_by_slug[slug]) for slug in ("anhui", "shanghai")}
    anhui, shanghai = (event_of(feed, "results-release").description for feed in feeds.values())

    assert "合格标准（" not in anhui
    assert "合格标准（上海市2025年）：原则上为各科满分的60%：管理60分" in shanghai
    assert "；满分管理100分。" in shanghai


def test_a_rule_from_before_the_last_session_but_two_may_no_longer_hold(feed_of: FeedOf) -> None:
    """On 22 November 2026 the last three sessions are those of 2024 to 2026."""
    now = event_of(feed_of("chongqing", FIRST_DAY), "results-release")
    then = event_of(feed_of("chongqing", date(2024, 6, 10)), "results-release", 2024)

    assert "合格标准（重庆市，据2023年通知，可能已变）：" in now.description
    assert "合格标准（重庆市2023年）：" in then.description


def test_an_exception_that_replaces_guidance_stands_alone(
    extended: BuildContext, feed_of: FeedOf
) -> None:
    """In 吉林 not every subject that was passed is kept."""
    feed, before = (
        extended.feed_of(extended.place_by_slug["jilin"]),
        feed_of("jilin", FIRST_DAY),
    )
    release, exam = event_of(feed, "results-release"), event_of(feed, "exam")

    assert "达到满分60%的科目才保留到下一年度" in release.description
    assert "连续两个考试年度" in event_of(before, "results-release").description
    assert "连续两个考试年度" not in release.description + exam.description


def test_advice_for_before_the_exam_is_dropped_after_it(feed_of: FeedOf) -> None:
    ahead, past = (
        event_of(feed_of("anhui/maanshan", FIRST_DAY), "exam", 2027),
        event_of(feed_of("anhui", FIRST_DAY), "exam"),
    )

    assert "允许使用的计算器" in ahead.description
    assert "允许使用的计算器" not in past.description


def test_an_exception_is_shown_as_long_as_it_holds(feed_of: FeedOf) -> None:
    then, now = (
        feed_of("beijing/dongcheng", date(2023, 7, 1)),
        feed_of("beijing/dongcheng", FIRST_DAY),
    )

    assert "2022年度考试取消，合格成绩的有效期延长一年" in event_of(then, "exam", 2023).description
    assert "延长一年" not in event_of(now, "exam").description


def test_a_phone_number_stands_only_where_it_helps(feed_of: FeedOf) -> None:
    feed = feed_of("liaoning/dalian", FIRST_DAY)

    assert "024-12333-0（省直考区证书领取）" in event_of(feed, "certificate-collection").description
    assert "024-12333-0" not in event_of(feed, "results-release").description


def test_no_event_claims_that_a_place_without_an_authority_publishes_anything(
    feed_of: FeedOf,
) -> None:
    texts = " ".join(item.description for item in feed_of("xinjiang/shihezi", FIRST_DAY).events)

    assert "没有查到新疆生产建设兵团往年的公布日期" in texts
    assert "石河子市近年" not in texts
    assert "石河子市往年" not in texts
    assert "石河子市没有" not in texts


def test_nobody_is_woken_for_results_of_an_exam_that_is_only_assumed(feed_of: FeedOf) -> None:
    assert event_of(feed_of("xinjiang/shihezi", date(2026, 3, 1)), "results-release").alarms == ()


def test_no_exam_is_confirmed_where_only_other_provinces_notices_are_known(
    definitions: Definitions,
) -> None:
    context = BuildContext(definitions, FIRST_DAY)

    exams = {
        slug: context.timeline_of(region).of("exam", 2026)
        for slug, region in definitions.regions.items()
    }

    assert {exam.state for exam in exams.values() if exam} == {State.REPORTED, State.UNRECORDED}
    assert exams["bingtuan"] is not None
    assert exams["bingtuan"].state is State.UNRECORDED


def test_a_region_that_reviews_before_the_exam_has_no_review_event(feed_of: FeedOf) -> None:
    assert not [
        item
        for item in feed_of("anhui/maanshan", AFTER_EXAM).events
        if "qualification-review" in item.uid
    ]


def test_texts_have_at_most_800_characters(feed_of: FeedOf, longest_named: list[Place]) -> None:
    for as_of in SEASON:
        for place in longest_named:
            for item in feed_of(place.slug, as_of).events:
                assert 190 <= len(item.description) <= LONGEST, (place.slug, item.uid)
                assert item.description.endswith("非官方整理，以官方公告为准。")


def test_nothing_is_left_out_of_the_real_texts_for_their_length(
    feed_of: FeedOf, longest_named: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [feed_of(place.slug, as_of) for as_of in SEASON for place in longest_named]
    monkeypatch.setattr("feedgen.render.events.texts.LONGEST", 100_000)

    uncut = [feed_of(place.slug, as_of) for as_of in SEASON for place in longest_named]

    assert made == uncut


def test_titles_are_short(feed_of: FeedOf, longest_named: list[Place]) -> None:
    titles = {
        item.title
        for as_of in SEASON
        for place in longest_named
        for item in feed_of(place.slug, as_of).events
    }

    assert max(len(title) for title in titles) <= 16


def test_no_alarm_lies_in_the_past_or_on_what_is_only_estimated_from_an_estimate(
    feed_of: FeedOf, longest_named: list[Place]
) -> None:
    for as_of in SEASON:
        for place in longest_named:
            for item in feed_of(place.slug, as_of).events:
                for lead in item.alarms:
                    assert item.first - timedelta(days=lead.days + 1) >= as_of
                    assert item.title.startswith(("【预计】二建成绩公布", "二建"))


def test_results_ring_on_the_day_before_their_window_while_it_is_ahead(feed_of: FeedOf) -> None:
    """The window begins on 28 July; the alarm rings at nine on the 27th."""
    assert event_of(feed_of("shanghai/songjiang", AFTER_EXAM), "results-release").alarms == (
        timedelta(hours=15),
    )
    assert event_of(feed_of("shanghai/songjiang", date(2026, 7, 27)), "results-release").alarms == (
        timedelta(hours=15),
    )
    assert (
        event_of(feed_of("shanghai/songjiang", date(2026, 7, 28)), "results-release").alarms == ()
    )


def test_an_identity_holds_no_date_and_is_the_places_own(
    definitions: Definitions, areas: list[Place]
) -> None:
    context = BuildContext(definitions, FIRST_DAY)
    uids = [item.uid for place in areas for item in context.feed_of(place).events]

    assert len(uids) == len(set(uids))
    assert "310117-2026-results-release@kaohou.invalid" in uids
    for uid in uids:
        assert re.fullmatch(r"\d{6}-20\d\d-[a-z-]+@kaohou\.invalid", uid)


def test_places_of_one_province_differ_only_in_name_and_key(definitions: Definitions) -> None:
    context = BuildContext(definitions, FIRST_DAY)
    songjiang, fengxian = (
        context.feed_of(context.place_by_slug[f"shanghai/{name}"])
        for name in ("songjiang", "fengxian")
    )

    def neutral(feed: Feed, name: str, key: str) -> str:
        return repr(feed).replace(name, "某区").replace(key, "000000")

    assert neutral(songjiang, "松江区", "310117") == neutral(fengxian, "奉贤区", "310120")


def test_the_overview_has_results_and_recheck_of_every_province_whose_exam_days_are_known(
    definitions: Definitions,
) -> None:
    overview = LedgerUpdate.of_first_build(BuildContext(definitions, FIRST_DAY)).overview()

    titles = [item.title for item in overview.events if "-2026-" in item.uid]

    # Guizhou's exam days of 2026 are not known, so nothing of it can be dated.
    assert len(titles) == 31 * 2
    assert "【待核实】沪 成绩公布" in titles
    assert "【待核实】粤 成绩复核" in titles


def test_feeds_state_that_they_are_not_official_and_collect_nothing(
    definitions: Definitions, areas: list[Place]
) -> None:
    context = BuildContext(definitions, FIRST_DAY)
    feeds = [
        LedgerUpdate.of_first_build(context).overview(),
        *(context.feed_of(place) for place in areas),
    ]

    assert all("非官方，与考试机构无关；不收集任何信息。" in feed.description for feed in feeds)


def test_an_address_is_given_only_where_it_may_be_called_official(
    definitions: Definitions, areas: list[Place]
) -> None:
    context = BuildContext(definitions, FIRST_DAY)
    official = {
        site.url for region in definitions.regions.values() for site in region.official_sites
    }
    for place in areas:
        for item in context.feed_of(place).events:
            assert item.url in official
            assert set(re.findall(r"https?://\S+", item.description)) <= official


def test_every_fact_names_a_source(definitions: Definitions) -> None:
    for region in (definitions.nation, *definitions.regions.values()):
        assert all(fact.sources and fact.origin.line for fact in region.facts)
