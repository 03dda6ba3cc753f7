"""The text of a milestone in a word, in a line and in full, and the relations of places."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.model import Definitions, MilestoneText, Place, PlaceRelations, State
from feedgen.definitions.places import Gazetteer
from feedgen.definitions.regions import load
from feedgen.publish.context import BuildContext
from feedgen.render.events import compose, describe_milestones
from tests.conftest import AFTER_EXAM, FIRST_DAY, SMALL
from tests.factories import PLAN_OF_AUTHORITY, RELEASE_OF_THIRD_PARTY, small_with

DAYS = [date(2022, 6, 20), date(2025, 4, 30), AFTER_EXAM, FIRST_DAY]
TextsOf = Callable[[str, date], tuple[MilestoneText, ...]]
WORDS = {
    State.ANNOUNCED: "官方",
    State.PLANNED: "官方计划",
    State.REPORTED: "据报道",
    State.ESTIMATED: "预计",
    State.UNRECORDED: "待核实",
    State.CANCELLED: "已取消",
}


@pytest.fixture(scope="module")
def context_on(definitions: Definitions) -> Callable[[date], BuildContext]:
    """The context of a build on a day."""
    contexts: dict[date, BuildContext] = {}
    return lambda day: contexts.setdefault(day, BuildContext(definitions, day))


@pytest.fixture(scope="module")
def texts_of(context_on: Callable[[date], BuildContext]) -> TextsOf:
    """The texts of a real place on a day."""

    def texts_of(slug: str, day: date) -> tuple[MilestoneText, ...]:
        context = context_on(day)
        return describe_milestones(context.context_of(context.place_by_slug[slug]))

    return texts_of


def text_of(texts: tuple[MilestoneText, ...], kind: str, exam_year: int = 2026) -> MilestoneText:
    """The text of one milestone."""
    return next(
        text
        for text in texts
        if (text.milestone.kind, text.milestone.exam_year) == (kind, exam_year)
    )


def texts_in(definitions: Definitions, slug: str, day: date) -> tuple[MilestoneText, ...]:
    """The texts of a place of other definitions."""
    context = BuildContext(definitions, day)
    return describe_milestones(context.context_of(context.place_by_slug[slug]))


# In full


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_page_has_the_very_sentences_of_the_event(
    day: date, definitions: Definitions, context_on: Callable[[date], BuildContext]
) -> None:
    context = context_on(day)
    for slug in definitions.regions:
        place_context = context.context_of(context.place_by_slug[slug])
        texts, made = describe_milestones(place_context), compose(place_context).events
        assert [text.milestone for text in texts] == list(place_context.timeline.milestones)
        for text, event in zip(texts, made, strict=True):
            lines = event.description.split("\n")
            start = lines.index(text.sentences[0])
            assert tuple(lines[start : start + len(text.sentences)]) == text.sentences, (
                slug,
                text.name,
            )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_sentence_ends_as_one_and_the_line_is_three_at_most(
    day: date, definitions: Definitions, texts_of: TextsOf
) -> None:
    for slug in definitions.regions:
        for text in texts_of(slug, day):
            assert all(
                text.endswith("。") and not text.endswith("。。")
                for text in (*text.sentences, text.sureness)
            ), slug
            assert text.sureness.count("。") <= 3, slug


def test_a_release_has_its_days_its_basis_and_earlier_years(texts_of: TextsOf) -> None:
    assert text_of(texts_of("shanghai", AFTER_EXAM), "results_release").sentences == (
        "预计公布时间：2026年7月28日至9月4日，最可能在8月13日前后；具体哪天官方还没有公布。",
        "依据：考试（2026年5月31日结束）后全国往年的间隔，按上海市1次记录修正，约八成的把握落在这些日子里，"
        "其间的端午节已扣除；不是官方日期。",
        "上海市近年：2023年8月16日。",
    )


# In a word


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_state_has_its_word(day: date, definitions: Definitions, texts_of: TextsOf) -> None:
    for slug in definitions.regions:
        assert all(text.word == WORDS[text.milestone.state] for text in texts_of(slug, day))


@pytest.mark.parametrize(
    ("slug", "day", "kind", "name"),
    [
        ("shanxi", AFTER_EXAM, "qualification_review", "资格审核"),
        ("shanghai", AFTER_EXAM, "score_recheck", "成绩复核"),
        ("shanghai", AFTER_EXAM, "exam", "考试"),
    ],
)
def test_a_milestone_is_called_by_its_name(
    slug: str, day: date, kind: str, name: str, texts_of: TextsOf
) -> None:
    assert text_of(texts_of(slug, day), kind).name == name


def test_a_deadline_is_called_one() -> None:
    """Of the small example: results on 20 August 2026 and 15 days, the first of them counted, end
    on 3 September.
    """
    recheck = text_of(texts_in(load(SMALL), "guangdong", date(2026, 8, 21)), "score_recheck")

    assert (recheck.name, recheck.milestone.window.upper) == ("成绩复核截止", date(2026, 9, 3))


# In a line


SHANGHAI, BEIJING, GUIZHOU = (
    "我们按全国往年的间隔估计，并用上海市1次记录修正，约有八成把握在这些日子里公布。",
    "我们按全国往年的间隔估计，约有八成把握在这些日子里公布。",
    "我们估计：5至21个工作日（机考出分快，约一周到一个月），是贵州省自己的情况。",
)
"""Regions with a record, without one, and with a rule of its own."""
SEASON = "依据：各地考试的一般季节和最近1次考试的日期，把握不大；官方通知发布后改为官方日期。"
REPOSTED = "依据：转载的官方通知（hqwx.com、jiaoyu361.com）。"
CALLED_OFF = (
    "这次考试不举行，并入2023年度，这一项随之取消；{}。依据：转载的官方通知（lipuedu.cn）。"
)
RELEASE = "我们原来预计的日子是2022年8月8日至10月9日"
NAMED, EXPECTED = "原来的日子是2022年6月11日至6月12日", "我们原来预计的日子是2022年5月14日至6月19日"


@pytest.mark.parametrize(
    ("slug", "day", "kind", "exam_year", "state", "line"),
    [
        ("shanghai", AFTER_EXAM, "results_release", 2026, State.ESTIMATED, SHANGHAI),
        ("beijing", FIRST_DAY, "results_release", 2026, State.UNRECORDED, BEIJING),
        ("guizhou", date(2025, 4, 30), "results_release", 2025, State.ESTIMATED, GUIZHOU),
        ("shanghai", AFTER_EXAM, "exam", 2026, State.REPORTED, REPOSTED),
        (
            "shanghai",
            AFTER_EXAM,
            "score_recheck",
            2026,
            State.ESTIMATED,
            "依据：全国有记录的期限，不是官方日期。",
        ),
        ("guizhou", AFTER_EXAM, "exam", 2026, State.ESTIMATED, SEASON),
        (
            "beijing",
            date(2022, 6, 20),
            "results_release",
            2022,
            State.CANCELLED,
            CALLED_OFF.format(RELEASE),
        ),
        ("beijing", date(2022, 6, 20), "exam", 2022, State.CANCELLED, CALLED_OFF.format(NAMED)),
        # Nobody had named days by then, and the exam stands in its season.
        ("beijing", date(2022, 6, 5), "exam", 2022, State.CANCELLED, CALLED_OFF.format(EXPECTED)),
    ],
)
def test_the_line_names_what_the_day_rests_on(
    slug: str, day: date, kind: str, exam_year: int, state: State, line: str, texts_of: TextsOf
) -> None:
    text = text_of(texts_of(slug, day), kind, exam_year)

    assert (text.milestone.state, text.sureness) == (state, line)


@pytest.mark.parametrize(
    ("changes", "day", "exam_year", "state", "line"),
    [
        ((), date(2026, 8, 15), 2026, State.ANNOUNCED, "依据：官方页面（example.cn）。"),
        (
            (RELEASE_OF_THIRD_PARTY,),
            date(2026, 8, 15),
            2026,
            State.REPORTED,
            "依据：网页报道（example.cn）。",
        ),
    ],
)
def test_the_line_of_a_named_day_names_the_page(
    changes: tuple[tuple[str, str, str], ...],
    day: date,
    exam_year: int,
    state: State,
    line: str,
    tmp_path: Path,
) -> None:
    text = text_of(
        texts_in(small_with(tmp_path, *changes), "guangdong", day), "results_release", exam_year
    )

    assert (text.milestone.state, text.sureness) == (state, line)


def test_the_line_of_a_planned_day_names_the_page_of_the_plan(tmp_path: Path) -> None:
    text = text_of(
        texts_in(small_with(tmp_path, PLAN_OF_AUTHORITY), "guangdong", date(2025, 6, 1)),
        "results_release",
        2025,
    )

    assert text.milestone.state is State.PLANNED
    assert "官方页面（example.cn）" in text.sureness


def test_the_line_of_an_estimate_names_the_plan_that_moved_it(texts_of: TextsOf) -> None:
    """One page reports the plan of Guangdong for the results of 2025."""
    text = text_of(texts_of("guangdong", date(2025, 6, 1)), "results_release", 2025)

    assert text.milestone.state is State.ESTIMATED
    assert text.sureness.endswith("据转述，官方曾计划8月下旬公布，上面的日子已考虑这一点。")


def test_the_line_of_few_records_names_the_plan_that_moved_it() -> None:
    text = text_of(texts_in(load(SMALL), "guangdong", date(2025, 6, 1)), "results_release", 2025)

    assert text.sureness.startswith(
        "我们估计：一般说法是42至63个工作日（约两到三个月），往年的记录很少"
    )
    assert text.sureness.endswith("据转述，官方曾计划8月成绩公布，上面的日子已考虑这一点。")


# The likeliest day


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_likeliest_day_is_named_of_estimated_windows_with_a_record_only(
    day: date, definitions: Definitions, texts_of: TextsOf
) -> None:
    for slug in definitions.regions:
        for text in texts_of(slug, day):
            if text.likeliest:
                assert text.milestone.state is State.ESTIMATED
                assert text.milestone.basis.is_on_record
                assert text.milestone.window.lower < text.likeliest < text.milestone.window.upper


@pytest.mark.parametrize(
    ("slug", "day", "kind", "likeliest"),
    [
        ("shanghai", AFTER_EXAM, "results_release", date(2026, 8, 13)),
        ("shanxi", AFTER_EXAM, "qualification_review", None),
        ("shanghai", AFTER_EXAM, "certificate_collection", None),
        ("shanghai", AFTER_EXAM, "score_recheck", None),
        ("shanghai", FIRST_DAY, "results_release", None),
        ("guizhou", AFTER_EXAM, "exam", None),
    ],
)
def test_of_few_records_and_of_what_is_past_no_day_is_the_likeliest(
    slug: str, day: date, kind: str, likeliest: date | None, texts_of: TextsOf
) -> None:
    assert text_of(texts_of(slug, day), kind).likeliest == likeliest


# Relations of a place


@pytest.fixture(scope="module")
def relations_of(definitions: Definitions) -> dict[str, PlaceRelations]:
    """The relations of each place with a page, by slug."""
    return dict(Gazetteer.of(definitions.places).relations())


def names(places: tuple[Place, ...]) -> list[str]:
    """The names of places."""
    return [place.name for place in places]


def test_a_municipality_has_areas_and_no_counties(relations_of: dict[str, PlaceRelations]) -> None:
    shanghai = relations_of["shanghai"]

    assert (shanghai.ancestors, shanghai.counties, shanghai.siblings) == ((), (), ())
    assert len(shanghai.areas) == 16
    assert {"松江区", "浦东新区", "崇明区"} <= set(names(shanghai.areas))


def test_a_city_has_counties_and_the_other_cities_of_its_province_beside_it(
    relations_of: dict[str, PlaceRelations],
) -> None:
    meizhou = relations_of["guangdong/meizhou"]

    assert names(meizhou.ancestors) == ["广东省"]
    assert meizhou.areas == ()
    assert sorted(names(meizhou.counties)) == sorted(
        ["梅江区", "梅县区", "大埔县", "丰顺县", "五华县", "平远县", "蕉岭县", "兴宁市"]
    )
    assert len(meizhou.siblings) == 20
    assert "梅州市" not in names(meizhou.siblings)


def test_the_corps_lies_in_nothing_and_nothing_lies_in_it(
    relations_of: dict[str, PlaceRelations],
) -> None:
    assert relations_of["bingtuan"] == PlaceRelations(
        ancestors=(), areas=(), counties=(), siblings=()
    )


def test_every_place_with_a_page_has_relations_and_no_county_has(
    relations_of: dict[str, PlaceRelations], definitions: Definitions
) -> None:
    assert set(relations_of) == {
        place.slug for place in definitions.places if place.slug.count("/") < 2
    }
    listed = [
        place.key
        for relations in relations_of.values()
        for place in (*relations.areas, *relations.counties)
    ]
    assert sorted(listed) == sorted(place.key for place in definitions.places if place.parent)
