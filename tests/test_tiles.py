"""The tiles of the provinces: positions, words, next dates of the country, refused tiles."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Definitions, MilestoneText, Place, Region, SiteInfo, State
from feedgen.publish.context import BuildContext
from feedgen.render.website import Province, choose_answer, upcoming
from feedgen.render.website.answer import Answer
from feedgen.render.website.days import due_text
from feedgen.render.website.tiles import Tile, answer_words, next_dates, tile_map
from tests.conftest import AFTER_EXAM, FIRST_DAY
from tests.factories import milestone_text, small_with

HIGHEST = 11
"""Rows and columns are counted from 0."""
NO_TILE = "is no tile; give row and column, each from 0 to 11, such as [3, 5]"
ALAER = "xinjiang/alaer.toml"
NAME = 'name = "全国"\n'
"""First line of the small nation's file that says anything."""


def provinces_of(definitions: Definitions, day: date) -> list[Province]:
    """Every province as the index shows it on a day."""
    context = BuildContext(definitions, day)
    made = []
    for place in (place for place in definitions.places if "/" not in place.slug):
        place_context = context.context_of(place)
        known = context.texts_of(place_context)
        made.append(
            Province(
                place,
                place_context.region,
                choose_answer(known, day),
                next(iter(upcoming(known, day)), None),
            )
        )
    return made


@pytest.fixture(scope="module")
def provinces(definitions: Definitions) -> list[Province]:
    """The provinces a few days after the exam."""
    return provinces_of(definitions, AFTER_EXAM)


def tiles_of(provinces: list[Province], day: date) -> dict[str, Tile]:
    """The tiles by slug."""
    return {tile.province.place.slug: tile for tile in tile_map(provinces, day).tiles}


def province(
    name: str, *, next_text: MilestoneText | None = None, tile: tuple[int, int] = (3, 5)
) -> Province:
    """A province of that name without an answer."""
    place = Place(name, "", name, name, "", "")
    return Province(
        place, Region(slug=name, short_name=name, tile=tile), Answer(None, False, ()), next_text
    )


# Positions


def test_every_province_has_a_tile_of_its_own(definitions: Definitions) -> None:
    tiles = [region.tile for slug, region in definitions.regions.items() if "/" not in slug]

    assert len(tiles) == 32
    assert None not in tiles
    assert len(set(tiles)) == 32
    assert all(0 <= number <= HIGHEST for tile in tiles if tile for number in tile)


def test_every_tile_lies_in_the_map_and_none_on_another(provinces: list[Province]) -> None:
    made = tile_map(provinces, AFTER_EXAM)

    places = [(tile.x, tile.y) for tile in made.tiles]
    assert len(set(places)) == len(provinces) == 32
    assert all(x % 48 == y % 48 == 0 for x, y in places), "46 pixels and 2 between them"
    assert (made.width, made.height) == (
        max(x for x, _ in places) + 48,
        max(y for _, y in places) + 48,
    )


def test_tiles_follow_one_another_along_the_rows(provinces: list[Province]) -> None:
    places = [(tile.y, tile.x) for tile in tile_map(reversed(provinces), AFTER_EXAM).tiles]

    assert places == sorted(places)


def test_a_tile_lies_in_its_row_and_column() -> None:
    tile = tile_map([province("here", tile=(2, 7))], AFTER_EXAM).tiles[0]

    assert (tile.x, tile.y) == (7 * 48, 2 * 48)


def test_known_neighbours_lie_as_people_know_them(provinces: list[Province]) -> None:
    tiles = tiles_of(provinces, AFTER_EXAM)

    assert tiles["heilongjiang"].y < tiles["jilin"].y < tiles["liaoning"].y
    assert tiles["xinjiang"].x < tiles["gansu"].x < tiles["shanghai"].x
    assert tiles["hunan"].y < tiles["guangdong"].y <= tiles["hainan"].y


def test_a_region_without_a_tile_is_not_on_the_map() -> None:
    one = province("here")

    assert tile_map([replace(one, region=replace(one.region, tile=None))], AFTER_EXAM).tiles == ()


# Words


@pytest.mark.parametrize(
    ("slug", "day", "word", "figures", "text"),
    [
        (
            "shanghai",
            AFTER_EXAM,
            "预计",
            "成 7/28",
            "上海市：2026年度成绩公布：预计，7月28日–9月4日",
        ),
        (
            "shanghai",
            date(2026, 7, 29),
            "预计",
            "成 9/4",
            "上海市：2026年度成绩公布：预计，7月28日–9月4日",
        ),
        (
            "shanghai",
            FIRST_DAY,
            "待核实",
            "证 12/31",
            "上海市：2026年度成绩公布：应已公布，我们没有查到记录，请到官网查询；"
            "接下来：证书领取：预计，9月17日–12月31日",
        ),
        (
            "guizhou",
            date(2026, 6, 10),
            "不明",
            "考 6/28",
            "贵州省：2026年度考试：预计，4月18日–6月28日",
        ),
    ],
)
def test_a_tile_shows_the_state_of_the_answer_and_the_next_date(
    slug: str, day: date, word: str, figures: str, text: str, definitions: Definitions
) -> None:
    tile = tiles_of(provinces_of(definitions, day), day)[slug]

    assert (tile.word, tile.figures, tile.label) == (word, figures, text)


def test_a_province_without_an_answer_is_unknown_in_a_word() -> None:
    tile = tile_map([province("此省")], AFTER_EXAM).tiles[0]

    assert (tile.word, tile.figures, tile.label) == ("不明", "", "此省：没有可用的日期")
    assert tile.province.state is None


@pytest.mark.parametrize(
    ("upcoming", "figures"),
    [
        (milestone_text("results_release", date(2026, 8, 14)), "成 8/14"),
        (milestone_text("results_release", AFTER_EXAM), "成 6/5"),
        (milestone_text("results_release", AFTER_EXAM, date(2026, 8, 14)), "成 6/5"),
        (milestone_text("results_release", date(2026, 6, 4), date(2026, 8, 14)), "成 8/14"),
        (
            milestone_text("score_recheck", date(2026, 8, 14), date(2026, 8, 28), is_deadline=True),
            "成 8/28",
        ),
        (milestone_text("score_recheck", date(2026, 8, 28), is_deadline=True), "成 8/28"),
    ],
)
def test_figures_are_the_first_day_until_it_is_past_and_of_a_deadline_the_last(
    upcoming: MilestoneText, figures: str
) -> None:
    named = replace(upcoming, name="成绩公布")

    assert tile_map([province("here", next_text=named)], AFTER_EXAM).tiles[0].figures == figures


def test_an_answer_in_a_line_names_the_year_of_its_days_if_it_is_not_that_of_the_build() -> None:
    results = replace(
        milestone_text("results_release", date(2027, 1, 5), date(2027, 1, 9)),
        name="成绩公布",
        word="预计",
    )

    assert (
        answer_words(Answer(results, False, ()), AFTER_EXAM)
        == "2026年度成绩公布：预计，2027年1月5日–1月9日"
    )


# What comes next in the country


def test_provinces_with_the_same_dates_stand_together_in_their_order() -> None:
    one, same = (
        milestone_text("results_release", date(2026, 7, 27), date(2026, 9, 15)) for _ in range(2)
    )
    other = milestone_text("results_release", date(2026, 7, 27), date(2026, 9, 14))
    listed = [
        province("a", next_text=one),
        province("b", next_text=other),
        province("c", next_text=same),
    ]

    dates = [
        (first, [province.place.name for province in group])
        for first, group in next_dates([*listed, province("d")])
    ]

    assert dates == [(other, ["b"]), (one, ["a", "c"])]


def test_dates_of_another_year_state_or_milestone_stand_apart() -> None:
    results = milestone_text("results_release", date(2026, 7, 27))
    others = [
        replace(results, word="据报道"),
        replace(results, name="考试"),
        milestone_text("results_release", date(2026, 7, 27), exam_year=2025),
    ]

    listed = [
        province(str(number), next_text=text) for number, text in enumerate([results, *others])
    ]

    assert [len(group) for _, group in next_dates(listed)] == [1, 1, 1, 1]


@pytest.mark.parametrize("day", [AFTER_EXAM, FIRST_DAY], ids=str)
def test_what_comes_next_in_the_country_is_ordered_by_its_first_day_and_names_every_province_once(
    day: date, definitions: Definitions
) -> None:
    dates = next_dates(provinces_of(definitions, day))

    days = [(text.milestone.window.lower, text.milestone.window.upper) for text, _ in dates]
    assert days == sorted(days)
    assert sorted(province.place.slug for _, group in dates for province in group) == sorted(
        slug for slug in definitions.regions if "/" not in slug
    )
    for first, group in dates:
        assert {due_text(province.next, day.year) for province in group if province.next} == {
            due_text(first, day.year)
        }


def test_a_deadline_stands_in_the_country_by_its_last_day_which_is_all_that_is_shown() -> None:
    deadline = milestone_text(
        "score_recheck",
        date(2026, 8, 20),
        date(2026, 9, 10),
        state=State.ANNOUNCED,
        is_deadline=True,
    )
    review = milestone_text("qualification_review", date(2026, 8, 25), state=State.ANNOUNCED)

    dates = next_dates([province("a", next_text=deadline), province("b", next_text=review)])

    assert [text for text, _ in dates] == [review, deadline]


# What is refused


def refused(folder: Path, *changes: tuple[str, str, str]) -> list[str]:
    """What is wrong with the small example after these changes, without the folder's name."""
    with pytest.raises(DefinitionError) as raised:
        small_with(folder, *changes)
    return [line.removeprefix("regions/") for line in str(raised.value).split("\n")]


def tile(value: str, name: str, before: str) -> tuple[str, str, str]:
    """A change that gives a file of the small example a tile."""
    return name, before, f"tile = {value}\n{before}"


GUANGDONG, XINJIANG = (
    ("guangdong.toml", 'short_name = "粤"'),
    ("xinjiang.toml", 'short_name = "新"'),
)


def test_two_provinces_on_one_tile_are_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, tile("[7, 6]", *GUANGDONG), tile("[7, 6]", *XINJIANG))

    assert problems == ["xinjiang.toml:2: tile: is the tile of 广东省; give a free one"]


def test_a_tile_of_an_area_is_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, tile("[7, 6]", ALAER, 'follows = "bingtuan"'))

    assert problems == [f"{ALAER}:3: tile: only a province has a tile; take it out"]


def test_a_tile_of_the_nation_is_refused(tmp_path: Path) -> None:
    problems = refused(tmp_path, tile("[7, 6]", "national.toml", NAME))

    assert problems == ["national.toml:2: tile: only a province has a tile; take it out"]


@pytest.mark.parametrize(
    "value",
    [
        "3",
        "[3]",
        "[3, 5, 1]",
        "[3, 12]",
        "[-1, 0]",
        "[true, 1]",
        '["3", "5"]',
        "[1.0, 2]",
        "{}",
        '"3, 5"',
        "[]",
    ],
)
def test_what_is_no_row_and_column_is_refused(value: str, tmp_path: Path) -> None:
    assert refused(tmp_path, tile(value, *GUANGDONG)) == [f"guangdong.toml:2: tile: {NO_TILE}"]


@pytest.mark.parametrize("value", ["[0, 0]", "[11, 11]"])
def test_rows_and_columns_go_from_0_to_11(value: str, tmp_path: Path) -> None:
    loaded = small_with(tmp_path, tile(value, *GUANGDONG))

    assert str(list(loaded.regions["guangdong"].tile or ())) == value


NO_SITE = "site: has more than a folder's address; give one in ASCII such as https://example.org/"
NO_REPOSITORY = (
    "has a query or a fragment; give its address, such as https://github.com/name/feedgen"
)
NO_CONTACT = "is no address; give one of the web, or mailto:somebody@example.org"
NO_ADDRESS = "is no web address; it must begin with http:// or https:// and name a host"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('site = "https://example.org/feeds?a"', NO_SITE),
        ('site = "https://example.org/#a"', NO_SITE),
        ('contact = "javascript:alert(1)"', f"contact: 'javascript:alert(1)' {NO_CONTACT}"),
        ('contact = "a@example.org"', f"contact: 'a@example.org' {NO_CONTACT}"),
        ('repository = "https://example.org/r?a"', f"repository: {NO_REPOSITORY}"),
        ('repository = "javascript:alert(1)"', f"repository: 'javascript:alert(1)' {NO_ADDRESS}"),
    ],
)
def test_an_address_that_no_page_may_link_to_is_refused(
    line: str, message: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, ("national.toml", NAME, f"{NAME}{line}\n")) == [
        f"national.toml:3: {message}"
    ]


def test_a_site_ends_in_a_slash_and_a_repository_does_not(tmp_path: Path) -> None:
    lines = (
        'site = "https://example.org/feeds"\n'
        'repository = "https://example.org/r/"\n'
        'contact = "mailto:a@b.cn"\n'
    )

    loaded = small_with(tmp_path, ("national.toml", NAME, f"{NAME}{lines}"))

    assert loaded.publication == SiteInfo(
        "https://example.org/feeds/", "https://example.org/r", "mailto:a@b.cn"
    )
