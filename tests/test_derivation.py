"""What a page shows of a region: where each date comes from, and what is on record there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.model import MILESTONES, Definitions, Region
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.derivation import Derivation, derive
from tests.conftest import FIRST_DAY, FROZEN, SMALL, run_feedgen
from tests.factories import PLAN_OF_AUTHORITY, small_with
from tests.outputs import page_of, text_of

DAY = date(2026, 6, 10)
BUILDS: dict[tuple[str, date], BuildContext] = {}
"""The builds of a day, by definitions."""


def derived(
    definitions: Definitions, slug: str, day: date, *, exam_year: int | None = None
) -> list[Derivation]:
    """The derivations of a region, of one exam year or of all."""
    build = BUILDS.setdefault((definitions.digest, day), BuildContext(definitions, day))
    context = build.context_of(build.place_by_slug[slug])
    texts = [
        text for text in build.texts_of(context) if exam_year in {None, text.milestone.exam_year}
    ]
    names = {slug: region.short_name for slug, region in definitions.regions.items()} | {
        "national": "全国"
    }
    return list(derive(texts, context, names))


def steps(derivations: Iterable[Derivation], kind: str, exam_year: int = 2026) -> dict[str, str]:
    """The steps of a milestone by their label."""
    [chosen] = [
        derivation.steps
        for derivation in derivations
        if derivation.text.milestone.kind == kind
        and derivation.text.milestone.exam_year == exam_year
    ]
    assert len({step.label for step in chosen}) == len(chosen)
    return {step.label: step.text for step in chosen}


# Where a date comes from


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("规则", "考试后42到63个工作日（全国的规则，约两到三个月）"),
        ("从哪天算起", "考试：2026年5月31日"),
        ("只按规则", "2026年7月29日–8月27日；中间51.3个工作日"),
        ("全国的记录", "2026年5月31日为止知道的37条"),
        ("全国", "中间55.3个工作日"),
        ("本地的记录", "沪2023 52（0.9"),
        ("本地", "中间53.4个工作日"),
        ("把握", "80%"),
        (
            "数一数",
            "2026年6月1日到2026年7月28日是41个工作日；2026年6月1日到2026年9月4日是69个工作日",
        ),
        ("节假日", "端午节2026年6月19日–6月21日"),
        ("结果", "2026年7月28日–9月4日，中间的一天是2026年8月13日"),
        ("往年", "2023年度2023年8月16日"),
    ],
)
def test_a_release_is_derived_from_its_rule_to_its_window(
    label: str, text: str, definitions: Definitions
) -> None:
    results = steps(derived(definitions, "shanghai", DAY, exam_year=2026), RESULTS)

    assert text in results[label]


def test_the_numbers_are_those_that_the_command_explains(definitions: Definitions) -> None:
    texts = " ".join(steps(derived(definitions, "shanghai", DAY, exam_year=2026), RESULTS).values())
    where = ("--as-of", str(DAY), "--regions", FROZEN)
    explained = run_feedgen("explain", "shanghai", "results_release", *where).stdout
    last = explained[explained.index("\n2026 results_release") :]

    pattern = r"middle (\S+)|factor of (\S+)\)|most from (\d+) to (\d+)|: (\d+) working days"
    numbers = [number for groups in re.findall(pattern, last) for number in groups if number]
    assert len(numbers) == 3 * 4 + 2, (
        "a middle, an error and a span of rule, nation and region; two counts"
    )
    assert [number for number in numbers if number not in texts] == []
    assert len(re.findall(r"    nation ", last)) == int(re.findall(r"知道的(\d+)条", texts)[0])


@pytest.mark.parametrize("day", [DAY, FIRST_DAY], ids=["two sessions", "a certificate first"])
def test_the_record_of_the_nation_is_listed_for_the_results_of_one_session(
    day: date, definitions: Definitions
) -> None:
    derivations = derived(definitions, "shanghai", day)

    listed = [
        (derivation.text.milestone.kind, len(step.listed))
        for derivation in derivations
        for step in derivation.steps
        if step.listed
    ]
    assert listed == [(RESULTS, 37)]


def test_a_records_weight_and_open_side_are_shown(definitions: Definitions) -> None:
    """Guangdong has only a day by which it had come, Jiangsu one by which it had not."""
    [records] = [
        step.listed
        for derivation in derived(definitions, "shanghai", DAY, exam_year=2026)
        for step in derivation.steps
        if derivation.text.milestone.kind == RESULTS and step.label == "全国的记录"
    ]

    assert len(records) == 37
    assert "琼2022 28（0.13）" in records
    assert [record for record in records if record.startswith("粤2022 ")] == [
        "粤2022 55以内（1.00）"
    ]
    assert [record for record in records if record.startswith("苏2021 ")] == [
        "苏2021 61以上（1.00）"
    ]


def test_an_own_record_is_shown_with_its_pages(definitions: Definitions) -> None:
    [own] = [
        step
        for derivation in derived(definitions, "shanghai", DAY, exam_year=2026)
        for step in derivation.steps
        if derivation.text.milestone.kind == RESULTS and step.label == "本地的记录"
    ]

    assert [source.url for source in own.sources] == ["https://wddqw.com/WhMv.html"]


def test_only_releases_of_earlier_years_count_as_earlier() -> None:
    """In the small example the results of 2026 came on 20 August; the release before is that of
    2025.
    """
    results = steps(derived(load(SMALL), "guangdong", date(2026, 11, 1)), RESULTS)

    assert results["往年"] == "2025年度2025年8月15日"


@pytest.mark.parametrize(
    ("slug", "day", "kind", "exam_year", "label", "text"),
    [
        (
            "guizhou",
            date(2025, 4, 30),
            RESULTS,
            2025,
            "规则",
            "考试后5到21个工作日（我们推定的规则，机考出分快",
        ),
        ("guizhou", DAY, "exam", 2026, "规则", "一个周末，在一年的第130到165天开始"),
        (
            "shanghai",
            DAY,
            "score_recheck",
            2026,
            "规则",
            "从成绩公布那天算第1天，开放14到31天（全国的记录）",
        ),
        ("shanghai", DAY, "exam", 2026, "考试日期", "2026年5月30日–5月31日（全国）"),
        (
            "shanghai",
            DAY,
            "exam",
            2027,
            "节假日",
            "端午节2027年6月9日（当年的放假通知我们还没有收录，可能微调）",
        ),
        ("beijing", date(2022, 6, 20), "exam", 2022, "规则", "来源写明的日子（北京市）"),
    ],
)
def test_every_way_of_dating_has_its_words(
    slug: str, day: date, kind: str, exam_year: int, label: str, text: str, definitions: Definitions
) -> None:
    assert steps(derived(definitions, slug, day), kind, exam_year)[label].startswith(text)


def test_a_window_that_is_not_on_record_has_no_middle_day_and_no_level(
    definitions: Definitions,
) -> None:
    review = steps(derived(definitions, "beijing", DAY), "certificate_collection")

    assert review["结果"] == "2026年9月17日–2027年1月11日"
    assert "%" not in review["把握"]


def test_a_plan_of_one_page_is_no_rule_and_is_quoted_in_its_own_words(
    definitions: Definitions,
) -> None:
    results = steps(derived(definitions, "shanghai", date(2025, 6, 1)), RESULTS, 2025)

    assert results["规则"].startswith("考试后42到63个工作日")
    assert results["官方计划"].startswith(
        "考后3个月左右（8月），2025年5月10日起可知（frozen_regions/shanghai.toml:"
    )


def test_a_plan_on_the_authoritys_own_page_is_the_rule(tmp_path: Path) -> None:
    planned = small_with(tmp_path, PLAN_OF_AUTHORITY)
    results = steps(derived(planned, "guangdong", date(2025, 6, 1)), RESULTS, 2025)

    assert results["规则"].startswith("官方自己的计划；考试后42到63个工作日")
    assert results["官方计划"].startswith("8月，")


@pytest.mark.parametrize("day", [date(2022, 6, 20), DAY, FIRST_DAY], ids=str)
def test_every_milestone_of_every_region_is_derived_and_no_step_is_empty(
    day: date, definitions: Definitions
) -> None:
    build = BuildContext(definitions, day)
    names = {slug: region.short_name for slug, region in definitions.regions.items()} | {
        "national": "全国"
    }

    for slug in definitions.regions:
        context = build.context_of(build.place_by_slug[slug])
        texts = build.texts_of(context)
        derivations = list(derive(texts, context, names))
        assert [derivation.text for derivation in derivations] == list(texts)
        for derivation in derivations:
            assert {"规则", "结果"} <= {step.label for step in derivation.steps}, slug
            assert all(step.label and step.text.strip() for step in derivation.steps), slug
            assert "national" not in "".join(
                "".join((step.text, *step.listed)) for step in derivation.steps
            )


# What is on record of how it is held


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        (
            "shanghai",
            "官方网站（自己输入，不要从搜索结果或短信里点进去，谨防钓鱼）：http://www.rsj.sh.gov.cn/ksyzc/index801.jsp",
        ),
        (
            "shanghai/songjiang",
            "上海市2025年：原则上为各科满分的60%：管理60分、法规60分、矿业实务72分",
        ),
        ("shanghai/songjiang", "证书只在上海市有效，只能在上海市申请注册（2025年）"),
        ("shanghai/songjiang", "松江区考生以上海市公布的为准"),
        ("shanghai/songjiang", "上海市2023年度开考矿业工程专业"),
        ("shanghai/songjiang", "全国2023年（可能已变）：期限14天（公布当天算第1天）"),
        ("hunan/changsha", "微信：湖南省公务员考试测评中心（服务号）（登记成绩复核申请）"),
        ("hunan/changsha", "负责机构没有查到来源，以省级人事考试机构或住建部门公告为准。"),
        ("shanxi/taiyuan", "电话：0351-7339662（成绩复核）"),
        ("guangdong/meizhou", "广东省的考试由广东省人事考试局负责（据其他考试推断）"),
        ("guangdong/meizhou", "广东省是否开考矿业工程专业没有查到来源，以报名通知为准。"),
        ("guizhou", "查分用“二级建造师考试报名系统”，从官网进入。"),
        ("beijing/dongcheng", "北京市考后要不要资格审核没有查到来源，请看成绩公布的通知。"),
        ("anhui/maanshan", "安徽省2020年（可能已变）："),
        ("xinjiang/shihezi", "石河子市考生以新疆生产建设兵团公布的为准（推定）"),
    ],
)
def test_somebody_there_reads_what_is_on_record_and_what_nobody_found(
    slug: str, text: str, definitions: Definitions
) -> None:
    assert text in text_of(page_of(definitions, slug, FIRST_DAY))


def test_a_page_tells_every_mark_with_its_full_marks(extended: BuildContext) -> None:
    text = text_of(page_of(extended.definitions, "shanghai", FIRST_DAY))

    assert "实务72分；满分管理100分" in text[text.index("上海市2025年：原则上") :][:60]
    assert "实务72分；满分管理120分" in text[text.index("上海市2023年（可能已变）：各科") :][:60]


def test_an_exception_that_replaces_guidance_stands_alone_on_the_page(
    extended: BuildContext, definitions: Definitions
) -> None:
    text = text_of(page_of(extended.definitions, "jilin", FIRST_DAY))

    assert "达到满分60%的科目才保留到下一年度" in text
    assert "考全科的，合格科目在" in text_of(page_of(definitions, "jilin", FIRST_DAY))
    assert "考全科的，合格科目在" not in text


def test_a_known_review_is_not_called_unknown(definitions: Definitions) -> None:
    for slug in ("anhui", "hainan", "shaanxi"):
        assert "没有查到来源，请看" not in text_of(page_of(definitions, slug, FIRST_DAY))


def test_without_an_official_address_the_page_gives_none_and_explains_that() -> None:
    text = text_of(page_of(load(SMALL), "xinjiang", date(2026, 8, 15)))

    assert "官方网站没有查到可靠的地址，以省级考试机构公告为准。" in text
    assert "新疆维吾尔自治区的考试由新疆示例考试中心负责（据其他考试推断）" in text


def test_a_region_without_facts_has_a_page_that_states_it() -> None:
    complete = load(SMALL)
    corps = complete.regions["bingtuan"]
    empty = Region(slug="bingtuan", name=corps.name, kinds=corps.kinds, guidance=corps.guidance)

    text = text_of(
        page_of(replace(complete, regions={**complete.regions, "bingtuan": empty}), "bingtuan", DAY)
    )

    assert "还没有可用的日期" in text
    assert "负责机构没有查到来源，以省级考试机构公告为准。" in text
    assert "专业没有查到来源，以报名通知为准。" in text
    assert "资料最后核对" not in text


@pytest.fixture(scope="module")
def texts(definitions: Definitions) -> dict[str, str]:
    """The text of the page of each province."""
    build = BuildContext(definitions, FIRST_DAY)
    pages = Pages(LedgerUpdate.of_first_build(build), definitions.publication, None)
    places = [place for place in definitions.places if "/" not in place.slug]
    return {
        place.slug: text_of(dict(pages.of_place(place))[f"{place.slug}.html"].decode())
        for place in places
    }


def provinces(definitions: Definitions) -> Iterable[tuple[str, Region]]:
    """The provinces as far as they were known on the first day."""
    return (
        (slug, region.known_on(FIRST_DAY))
        for slug, region in definitions.regions.items()
        if "/" not in slug
    )


def test_every_contact_authority_and_standing_exception_is_on_the_page(
    definitions: Definitions, texts: dict[str, str]
) -> None:
    for slug, region in provinces(definitions):
        named = (*region.phones, *region.wechats, region.authority)
        words = [fact.name for fact in named if fact]
        words += [rule.text for rule in region.exceptions if (rule.last_exam_year or 2026) >= 2026]
        assert [word for word in words if word not in texts[slug]] == [], slug


def test_the_newest_rule_of_every_milestone_is_on_the_page_with_its_year(
    definitions: Definitions, texts: dict[str, str]
) -> None:
    for slug, region in provinces(definitions):
        for newest in (region.rules_of(key)[-1] for key in MILESTONES if region.rules_of(key)):
            words = (newest.how, newest.scope, newest.when, str(newest.exam_year or ""))
            assert [word for word in words if word not in texts[slug]] == [], (slug, newest.origin)


def test_the_nations_standing_rules_are_on_every_page(
    definitions: Definitions, texts: dict[str, str]
) -> None:
    [registration], [validity] = (
        definitions.nation.rules_of(key) for key in ("initial_registration", "rolling_validity")
    )

    assert [slug for slug, text in texts.items() if registration.how not in text] == []
    assert [slug for slug, text in texts.items() if validity.how not in text] == []
