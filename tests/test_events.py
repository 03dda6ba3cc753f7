"""What subscribers read: titles, texts, alarms, identities."""

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedgen.definitions import load
from feedgen.definitions.coverage import facts_of
from feedgen.events.texts import LONGEST
from feedgen.model import Definitions, Event, Feed, Place, State
from feedgen.publish import Press
from tests.conftest import AFTER_EXAM, FIRST_DAY, REGIONS

FeedOf = Callable[[str, date], Feed]
SEASON = [date(2025, 9, 1), date(2026, 3, 1), AFTER_EXAM, date(2026, 8, 10), FIRST_DAY, date(2027, 6, 1)]


def event(feed: Feed, milestone: str, year: int = 2026) -> Event:
    """The event of one milestone of a year."""
    return next(each for each in feed.events if f"-{year}-{milestone}@" in each.uid)


def test_on_the_first_day_what_is_past_is_unrecorded_and_the_next_exam_estimated(feed_of: FeedOf) -> None:
    feed = feed_of("shanghai/songjiang", FIRST_DAY)

    assert [(each.title, each.first.isoformat(), each.last.isoformat(), each.status) for each in feed.events] == [
        ("【待核实】二建证书领取", "2025-09-05", "2025-12-02", "TENTATIVE"),
        ("【据报道】二建考试", "2026-05-30", "2026-05-31", "TENTATIVE"),
        ("【待核实】二建成绩公布", "2026-07-29", "2026-08-27", "TENTATIVE"),
        ("【待核实】二建资格审核（如有）", "2026-08-03", "2026-10-10", "TENTATIVE"),
        ("【待核实】二建成绩复核", "2026-08-11", "2026-09-26", "TENTATIVE"),
        ("【预计】二建证书领取", "2026-09-24", "2026-11-30", "TENTATIVE"),
        ("【预计】二建考试", "2027-05-15", "2027-06-27", "TENTATIVE"),
    ]


def test_after_the_exam_everything_ahead_is_estimated(feed_of: FeedOf) -> None:
    feed = feed_of("shanghai/songjiang", AFTER_EXAM)

    ahead = [each for each in feed.events if each.first > AFTER_EXAM]

    assert [each.title for each in ahead] == [
        "【预计】二建成绩公布",
        "【预计】二建资格审核（如有）",
        "【预计】二建成绩复核",
        "【预计】二建证书领取",
        "【预计】二建考试",
    ]


@pytest.mark.parametrize(
    ("milestone", "told"),
    [
        ("results-release", "松江区考生以上海市公布的为准，由上海市职业能力考试院负责"),
        ("results-release", "http://www.rsj.sh.gov.cn/ksyzc/index801.jsp\n"),
        ("results-release", "预计的日子（2026年7月29日至8月27日）已过，我们没有记到确切日期；多数地区应已公布"),
        ("results-release", "一般规律，考试（2026年5月31日）后42至63个工作日（约两到三个月）"),
        ("results-release", "上海市往年：2023年8月16日"),
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
        ("score-recheck", "2026年8月11日至9月26日"),
        ("score-recheck", "不重新阅卷"),
        ("certificate-collection", "电子证书，在市住建委或市职业能力考试院网站下载"),
        ("certificate-collection", "证书只在上海市有效，只能在上海市申请注册"),
        ("certificate-collection", "初始注册"),
        ("exam", "全国多数地区的考试日期：2026年5月30日至5月31日；上海市没有查到单独的通知"),
    ],
)
def test_somebody_in_songjiang_is_told(feed_of: FeedOf, milestone: str, told: str) -> None:
    feed = feed_of("shanghai/songjiang", FIRST_DAY)

    assert told in event(feed, milestone).description + "\n"


def test_the_recheck_before_the_release_says_first_that_it_opens_only_then(feed_of: FeedOf) -> None:
    recheck = event(feed_of("guangdong/meizhou", AFTER_EXAM), "score-recheck")

    assert recheck.description.startswith("成绩公布以后才开始受理，通常15至30天（公布当天算第1天）。")
    assert recheck.alarms == ()


@pytest.mark.parametrize(
    ("slug", "how"),
    [
        ("tianjin", "把申请发到tjkpzxchengji@tj.gov.cn"),
        ("hunan/changsha", "在“湖南省公务员考试测评中心”微信服务号登记"),
        ("shandong/jinan", "登录系统点“申请复核”，无需书面材料"),
    ],
)
def test_the_recheck_text_names_the_way_that_the_region_has_a_source_for(feed_of: FeedOf, slug: str, how: str) -> None:
    others = {"tianjin", "hunan/changsha", "shandong/jinan"} - {slug}

    assert how in event(feed_of(slug, FIRST_DAY), "score-recheck").description
    for other in others:
        assert how not in event(feed_of(other, FIRST_DAY), "score-recheck").description


@pytest.mark.parametrize(
    ("slug", "milestone", "told"),
    [
        ("jilin/changchun", "results-release", "达到满分60%的科目才保留到下一年度"),
        ("gansu/lanzhou", "exam", "滚动周期内更换专业的，已合格的成绩不再滚动"),
        ("shaanxi/xian", "qualification-review", "可在下一年度补审"),
        ("shandong/jinan", "certificate-collection", "自公布当日起就能申请注册"),
        ("anhui/maanshan", "results-release", "资格审核：本地在考前进行（2020年）"),
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
        ("shanxi/taiyuan", "qualification-review", "时间（2026年）：合格名单移交后10个工作日内发布审核通知"),
        ("guangdong/meizhou", "exam", "广东省是否开考矿业工程专业没有查到来源"),
    ],
)
def test_regional_differences_reach_the_subscriber(feed_of: FeedOf, slug: str, milestone: str, told: str) -> None:
    assert told in event(feed_of(slug, FIRST_DAY), milestone).description


def test_what_only_helps_beforehand_is_told_only_beforehand(feed_of: FeedOf) -> None:
    ahead, past = event(feed_of("anhui/maanshan", FIRST_DAY), "exam", 2027), event(feed_of("anhui", FIRST_DAY), "exam")

    assert "允许使用的计算器" in ahead.description
    assert "允许使用的计算器" not in past.description


def test_an_exception_is_told_as_long_as_it_matters(feed_of: FeedOf) -> None:
    then, now = feed_of("beijing/dongcheng", date(2023, 7, 1)), feed_of("beijing/dongcheng", FIRST_DAY)

    assert "2022年度考试取消，合格成绩的有效期延长一年" in event(then, "exam", 2023).description
    assert "延长一年" not in event(now, "exam").description


def test_a_phone_number_stands_only_where_it_helps(feed_of: FeedOf) -> None:
    feed = feed_of("liaoning/dalian", FIRST_DAY)

    assert "024-12333-0（省直考区证书领取）" in event(feed, "certificate-collection").description
    assert "024-12333-0" not in event(feed, "results-release").description


def test_nobody_is_told_that_a_place_that_only_lies_in_a_region_publishes_anything(feed_of: FeedOf) -> None:
    texts = " ".join(each.description for each in feed_of("xinjiang/shihezi", FIRST_DAY).events)

    assert "石河子市往年" not in texts
    assert "石河子市没有" not in texts


@pytest.fixture
def with_facts(tmp_path: Path) -> Callable[[str, date], Feed]:
    """Songjiang's feed with more facts in Shanghai's file."""

    def make(facts: str, as_of: date) -> Feed:
        shutil.copytree(REGIONS, tmp_path / "regions")
        path = tmp_path / "regions/shanghai.toml"
        path.write_text(path.read_text("utf-8").replace('"plan", ', "") + facts, "utf-8")
        press = Press(load(path.parent), as_of)
        return press.feed_of(press.place_by_slug["shanghai/songjiang"])

    return make


RELEASED = """
[[announcement]]
milestone = "results_release"
exam_year = 2026
date = 2026-08-14
known_from = 2026-08-12
source = { url = "https://rsj.sh.gov.cn/a", publisher = "考试院", checked = 2026-08-12, grade = "official" }
"""
PLANNED = """
[[plan]]
milestone = "results_release"
exam_year = 2026
from = 2026-09-01
until = 2026-09-10
words = "9月上旬"
known_from = 2026-06-01
source = { url = "https://rsj.sh.gov.cn/a", publisher = "上海市职业能力考试院", checked = 2026-06-01, grade = "GRADE" }
"""


def test_an_announced_release_is_confirmed_under_the_same_identity_and_moves_what_follows(with_facts: FeedOf) -> None:
    feed = with_facts(RELEASED, date(2026, 8, 12))

    results, recheck = event(feed, "results-release"), event(feed, "score-recheck")
    assert (results.title, results.status, results.first) == ("二建成绩公布", "CONFIRMED", date(2026, 8, 14))
    assert results.uid == "310117-2026-results-release@kaohou.invalid"
    assert results.url == "https://rsj.sh.gov.cn/a"
    assert results.modified == date(2026, 8, 12)
    assert results.alarms == (timedelta(hours=15),)
    assert (recheck.title, recheck.first) == ("【预计】二建成绩复核截止", date(2026, 8, 27))
    assert recheck.alarms == (timedelta(hours=15), timedelta(days=2, hours=15))
    assert event(feed, "certificate-collection").first == date(2026, 10, 19)


def test_a_deadline_that_may_still_be_open_is_not_called_over(with_facts: FeedOf) -> None:
    recheck = event(with_facts(RELEASED, date(2026, 8, 28)), "score-recheck")

    assert recheck.title == "【待核实】二建成绩复核截止"
    assert "有记录的期限是14至31天，没有办的请马上到官网核对是否还受理" in recheck.description


CALLED_OFF = """
[[session]]
exam_year = 2026
cancelled = true
merged_into = 2027
known_from = 2026-05-20
source = { url = "https://rsj.sh.gov.cn/b", publisher = "考试院", checked = 2026-05-20, grade = "official" }
"""


def test_what_was_called_off_says_only_that_and_invites_nobody(with_facts: FeedOf) -> None:
    feed = with_facts(CALLED_OFF, date(2026, 6, 1))

    for milestone in ("exam", "results-release", "score-recheck", "qualification-review", "certificate-collection"):
        called_off = event(feed, milestone)
        assert called_off.title.startswith("【已取消】")
        assert called_off.status == "CANCELLED"
        assert called_off.alarms == ()
        assert called_off.description.startswith("这次考试不举行，并入2027年度，这一项随之取消；原来的日子是")
        assert "依据：官方页面（考试院）。" in called_off.description
        assert "申请" not in called_off.description


def test_a_known_deadline_is_not_moved_later_by_hearsay(with_facts: FeedOf) -> None:
    hearsay = PLANNED.replace("GRADE", "reported").replace("results_release", "score_recheck")

    recheck = event(with_facts(RELEASED + hearsay, date(2026, 8, 16)), "score-recheck")

    assert recheck.first == recheck.last == date(2026, 8, 27)


def test_a_deadline_counts_from_the_release_in_words_that_hold_before_and_after_it(with_facts: FeedOf) -> None:
    recheck = event(with_facts(RELEASED, date(2026, 8, 13)), "score-recheck")

    assert recheck.description.startswith("截止日还没有查到；成绩公布日是2026年8月14日（周五），按最短期限")


def test_nobody_is_woken_for_results_of_an_exam_that_is_only_assumed(feed_of: FeedOf) -> None:
    assert event(feed_of("xinjiang/shihezi", date(2026, 3, 1)), "results-release").alarms == ()


def test_an_official_plan_is_followed_and_called_one(with_facts: FeedOf) -> None:
    results = event(with_facts(PLANNED.replace("GRADE", "official"), AFTER_EXAM), "results-release")

    assert (results.title, results.status) == ("【官方计划】二建成绩公布", "TENTATIVE")
    assert (results.first, results.last) == (date(2026, 9, 1), date(2026, 9, 10))
    assert results.description.startswith("官方事先计划9月上旬，即2026年9月1日至9月10日，具体哪天还没有公布。")


def test_a_plan_that_one_page_tells_widens_the_window_and_is_told_as_hearsay(with_facts: FeedOf) -> None:
    results = event(with_facts(PLANNED.replace("GRADE", "reported"), AFTER_EXAM), "results-release")

    assert results.title == "【预计】二建成绩公布"
    assert (results.first, results.last) == (date(2026, 7, 29), date(2026, 9, 10))
    assert "据转述，官方曾计划9月上旬公布，上面的日子已放宽到包括它。" in results.description


def test_no_exam_is_confirmed_where_only_other_provinces_notices_are_known(definitions: Definitions) -> None:
    press = Press(definitions, FIRST_DAY)

    exams = {slug: press.timeline_of(region).of("exam", 2026) for slug, region in definitions.regions.items()}

    assert {exam.state for exam in exams.values() if exam} == {State.REPORTED, State.UNRECORDED}
    assert exams["bingtuan"] is not None
    assert exams["bingtuan"].state is State.UNRECORDED


def test_a_region_that_reviews_before_the_exam_has_no_review_event(feed_of: FeedOf) -> None:
    assert not [each for each in feed_of("anhui/maanshan", AFTER_EXAM).events if "qualification-review" in each.uid]


def test_texts_have_at_most_800_characters(definitions: Definitions, areas: list[Place]) -> None:
    for as_of in SEASON:
        press = Press(definitions, as_of)
        for place in areas:
            for each in press.feed_of(place).events:
                assert 190 <= len(each.description) <= LONGEST, (place.slug, each.uid)
                assert each.description.endswith("非官方整理，以官方公告为准。")


def test_nothing_is_left_out_of_the_real_texts_for_their_length(
    definitions: Definitions, areas: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [[Press(definitions, as_of).feed_of(place) for place in areas] for as_of in SEASON]
    monkeypatch.setattr("feedgen.events.texts.LONGEST", 100_000)

    uncut = [[Press(definitions, as_of).feed_of(place) for place in areas] for as_of in SEASON]

    assert made == uncut


def test_titles_are_short(definitions: Definitions, areas: list[Place]) -> None:
    titles = {each.title for as_of in SEASON for each in Press(definitions, as_of).feed_of(areas[0]).events}

    assert max(len(title) for title in titles) <= 16


def test_no_alarm_lies_in_the_past_or_on_what_is_only_estimated_from_an_estimate(
    definitions: Definitions, areas: list[Place]
) -> None:
    for as_of in SEASON:
        press = Press(definitions, as_of)
        for place in areas:
            for each in press.feed_of(place).events:
                for lead in each.alarms:
                    assert each.first - timedelta(days=lead.days + 1) >= as_of
                    assert each.title.startswith(("【预计】二建成绩公布", "二建"))


def test_results_ring_on_the_day_before_their_window_while_it_is_ahead(feed_of: FeedOf) -> None:
    assert event(feed_of("shanghai/songjiang", AFTER_EXAM), "results-release").alarms == (timedelta(hours=15),)
    assert event(feed_of("shanghai/songjiang", date(2026, 7, 28)), "results-release").alarms == (timedelta(hours=15),)
    assert event(feed_of("shanghai/songjiang", date(2026, 7, 29)), "results-release").alarms == ()


def test_an_identity_holds_no_date_and_is_the_places_own(definitions: Definitions, areas: list[Place]) -> None:
    press = Press(definitions, FIRST_DAY)
    uids = [each.uid for place in areas for each in press.feed_of(place).events]

    assert len(uids) == len(set(uids))
    assert "310117-2026-results-release@kaohou.invalid" in uids
    for uid in uids:
        assert re.fullmatch(r"\d{6}-20\d\d-[a-z-]+@kaohou\.invalid", uid)


def test_places_of_one_province_differ_only_in_name_and_key(definitions: Definitions) -> None:
    press = Press(definitions, FIRST_DAY)
    songjiang, fengxian = (press.feed_of(press.place_by_slug[f"shanghai/{name}"]) for name in ("songjiang", "fengxian"))

    def neutral(feed: Feed, name: str, key: str) -> str:
        return repr(feed).replace(name, "某区").replace(key, "000000")

    assert neutral(songjiang, "松江区", "310117") == neutral(fengxian, "奉贤区", "310120")


def test_the_overview_has_results_and_recheck_of_every_province_whose_exam_days_are_known(
    definitions: Definitions,
) -> None:
    overview = Press(definitions, FIRST_DAY).overview()

    titles = [each.title for each in overview.events if "-2026-" in each.uid]

    # Guizhou's exam days of 2026 are not known, so nothing of it can be dated.
    assert len(titles) == 31 * 2
    assert "【待核实】沪 成绩公布" in titles
    assert "【待核实】粤 成绩复核" in titles


def test_feeds_say_that_they_are_not_official_and_collect_nothing(definitions: Definitions, areas: list[Place]) -> None:
    press = Press(definitions, FIRST_DAY)
    feeds = [press.overview(), *(press.feed_of(place) for place in areas)]

    assert all("非官方，与考试机构无关；不收集任何信息。" in feed.description for feed in feeds)


def test_an_address_is_given_only_where_it_may_be_called_official(definitions: Definitions, areas: list[Place]) -> None:
    press = Press(definitions, FIRST_DAY)
    official = {site.url for region in definitions.regions.values() for site in region.official_sites}
    for place in areas:
        for each in press.feed_of(place).events:
            assert each.url in official
            assert set(re.findall(r"https?://\S+", each.description)) <= official


def test_every_fact_names_a_source(definitions: Definitions) -> None:
    for region in (definitions.nation, *definitions.regions.values()):
        assert all(fact.sources and fact.at for fact in facts_of(region))
