"""What a place takes from the region it lies in, what it says instead, and from which day on each
fact is known.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from feedgen.core.model import Definitions, Region, in_force
from feedgen.definitions.regions import load
from tests.conftest import SMALL
from tests.test_definitions import SOURCE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small folder."""
    return Path(shutil.copytree(SMALL, tmp_path / "regions"))


def _write(file: Path, *lines: str) -> None:
    file.write_text("\n".join(lines) + "\n", "utf-8")


def _append(file: Path, *lines: str) -> None:
    _write(file, file.read_text("utf-8"), *lines)


def _days(region: Region) -> list[tuple[int, date | None]]:
    return [(session.exam_year, session.start) for session in in_force(region.sessions)]


def test_an_area_inherits_everything_but_what_it_states(
    small: Definitions,
) -> None:
    province, area = small.regions["guangdong"], small.regions["guangdong/meizhou"]

    assert [phone.name for phone in area.phones] == ["0753-0000000"]
    assert [phone.name for phone in province.phones] == ["020-00000000"]
    assert [exception.text for exception in area.exceptions] == [
        "合格科目保留三个年度",
        "向省住建部门申请注册",
        "每周三领取",
    ]
    assert area.name == "广东省"
    assert (area.authority, area.authority_site, area.results_lookup) == (
        province.authority,
        province.authority_site,
        province.results_lookup,
    )
    assert (area.sessions, area.observations, area.plans) == (
        province.sessions,
        province.observations,
        province.plans,
    )
    assert (area.rules, area.kinds, area.guidance) == (
        province.rules,
        province.kinds,
        province.guidance,
    )


def test_an_area_without_a_file_takes_the_facts_of_its_province(small: Definitions) -> None:
    slugs = {place.slug: small.region_for(place).slug for place in small.places}

    assert slugs == {
        "guangdong": "guangdong",
        "guangdong/guangzhou": "guangdong",
        "guangdong/meizhou": "guangdong/meizhou",
        "guangdong/meizhou/meijiang": "guangdong/meizhou",
        "xinjiang": "xinjiang",
        "xinjiang/wulumuqi": "xinjiang",
        "xinjiang/alaer": "xinjiang/alaer",
        "bingtuan": "bingtuan",
    }


def test_a_fact_that_an_area_knows_is_no_longer_unknown_there(folder: Path) -> None:
    _write(folder / "guangdong/guangzhou.toml", "[[wechat]]", 'name = "广州示例"', SOURCE)

    regions = load(folder).regions

    assert regions["guangdong"].unknown == {"wechat", "pass_mark", "public_notice"}
    assert regions["guangdong/guangzhou"].unknown == {"pass_mark", "public_notice"}


def test_a_session_of_a_region_stands_for_the_nations_of_that_year(small: Definitions) -> None:
    assert _days(small.regions["guangdong"]) == [
        (2024, date(2024, 6, 1)),
        (2025, date(2025, 5, 17)),
        (2026, date(2026, 5, 30)),
    ]


def test_a_region_with_sessions_of_its_own_takes_none_of_the_nations(folder: Path) -> None:
    (folder / "xinjiang/wulumuqi.toml").write_text("# Says nothing.\n", "utf-8")

    regions = load(folder).regions

    assert _days(regions["xinjiang"]) == [(2026, date(2026, 6, 6))]
    assert _days(regions["xinjiang/wulumuqi"]) == [(2026, date(2026, 6, 6))]


def test_rules_of_a_region_stand_for_the_nations_of_that_milestone(small: Definitions) -> None:
    recheck = {
        slug: [rule.window_days for rule in region.rules_of("score_recheck")]
        for slug, region in small.regions.items()
    }

    assert recheck == {
        "bingtuan": [30],
        "guangdong": [15],
        "guangdong/meizhou": [15],
        "xinjiang": [30],
        "xinjiang/alaer": [30],
    }


def test_a_milestone_of_a_region_differs_only_in_what_the_region_states(small: Definitions) -> None:
    nation, region = (
        small.nation.kinds["certificate_collection"],
        small.regions["guangdong"].kinds["certificate_collection"],
    )

    assert (nation.lag, region.lag) == ((42, 63), (5, 20))
    assert [source.url for source in region.sources] == ["https://example.cn/gd/2025"]
    assert (region.name, region.title, region.anchor) == (
        "证书领取",
        "示例证书领取",
        "results_release",
    )
    # The words of the nation's lag would say what is not so of another one.
    assert (nation.lag_words, region.lag_words) == ("约两到三个月", "")


def test_a_season_is_read_as_days_of_the_year_and_holds_for_every_region_that_names_none(
    small: Definitions,
) -> None:
    """10 May is day 130 of a year of 365, 14 June day 165."""
    seasons = {slug: region.kinds["exam"].season for slug, region in small.regions.items()}

    assert small.nation.kinds["exam"].season == (130, 165)
    assert set(seasons.values()) == {(130, 165)}


def test_a_region_may_have_a_season_of_its_own_and_its_areas_take_it(folder: Path) -> None:
    _append(folder / "guangdong.toml", "[exam]", 'season = ["04-01", "04-30"]', SOURCE)

    regions = load(folder).regions

    assert regions["guangdong"].kinds["exam"].season == (91, 120)
    assert regions["guangdong/meizhou"].kinds["exam"].season == (91, 120)
    assert regions["xinjiang"].kinds["exam"].season == (130, 165)
    assert [source.url for source in regions["guangdong"].kinds["exam"].sources] == [
        "https://example.cn/a"
    ]
    assert regions["guangdong"].kinds["exam"].topics == ("waiting",)


def test_only_a_regions_own_lag_has_a_year_since_which_it_holds(folder: Path) -> None:
    _append(folder / "guangdong.toml", "[results_release]", "lag = [5, 21]", "since = 2022", SOURCE)

    definitions = load(folder)

    kinds = {slug: region.kinds["results_release"] for slug, region in definitions.regions.items()}
    assert {slug: (kind.lag, kind.since) for slug, kind in kinds.items()} == {
        "bingtuan": ((42, 63), None),
        "guangdong": ((5, 21), 2022),
        "guangdong/meizhou": ((5, 21), 2022),
        "xinjiang": ((42, 63), None),
        "xinjiang/alaer": ((42, 63), None),
    }
    assert definitions.nation.kinds["results_release"].since is None


def test_an_area_may_do_it_another_way_than_its_province_since_another_year(folder: Path) -> None:
    _append(folder / "guangdong.toml", "[results_release]", "lag = [5, 21]", "since = 2022", SOURCE)
    _append(
        folder / "guangdong/meizhou.toml",
        "[results_release]",
        "lag = [10, 15]",
        "since = 2024",
        SOURCE,
    )

    regions = load(folder).regions

    kinds = [regions[slug].kinds["results_release"] for slug in ("guangdong", "guangdong/meizhou")]
    assert [(kind.lag, kind.since) for kind in kinds] == [((5, 21), 2022), ((10, 15), 2024)]


def test_a_plan_is_known_from_the_first_exam_day_unless_it_names_a_day(folder: Path) -> None:
    plan = ["[[plan]]", 'milestone = "results_release"', 'words = "8月底前"', SOURCE]
    _write(
        folder / "xinjiang/wulumuqi.toml",
        *plan, "exam_year = 2026", "until = 2026-08-31",
        *plan, "exam_year = 2026", "until = 2026-08-31", "known_from = 2026-07-01",
        *plan, "exam_year = 2025", "from = 2025-08-01", "until = 2025-08-31",
    )  # fmt: skip

    regions = load(folder).regions

    assert [plan.known_from for plan in regions["guangdong"].plans] == [date(2025, 5, 17)]
    assert [plan.known_from for plan in regions["xinjiang/wulumuqi"].plans] == [
        date(2026, 6, 6),
        date(2026, 7, 1),
        date(2025, 8, 1),  # no session of 2025 is known there
    ]


def test_in_a_year_of_two_sittings_a_plan_is_known_from_the_first(folder: Path) -> None:
    _write(
        folder / "guangdong/guangzhou.toml",
        "[[session]]", "exam_year = 2024", "start = 2024-05-18", SOURCE,
        "[[session]]", "exam_year = 2024", "sitting = 2", "start = 2024-10-26", SOURCE,
        "[[plan]]", 'milestone = "results_release"', "exam_year = 2024", "until = 2024-12-31",
        'words = "年底"', SOURCE,
    )  # fmt: skip

    plans = load(folder).regions["guangdong/guangzhou"].plans

    assert [(plan.exam_year, plan.known_from) for plan in plans] == [
        (2025, date(2025, 5, 17)),
        (2024, date(2024, 5, 18)),
    ]


def test_an_announcement_is_known_from_the_day_its_page_was_read_or_its_own_if_that_is_earlier(
    folder: Path,
) -> None:
    announcement = [
        "[[announcement]]",
        'milestone = "pass_mark"',
        "exam_year = 2026",
        "date = 2026-08-20",
    ]
    _write(
        folder / "guangdong/guangzhou.toml",
        *announcement,
        SOURCE,
        *announcement,
        "known_from = 2026-08-01",
        SOURCE,
    )

    regions = load(folder).regions

    assert [fact.known_from for fact in regions["guangdong"].named_days] == [
        date(2025, 8, 15),
        date(2026, 8, 12),
    ]
    assert [fact.known_from for fact in regions["guangdong/guangzhou"].announcements[1:]] == [
        date(2026, 8, 20),
        date(2026, 8, 1),
    ]


def test_a_region_has_what_came_true_and_what_was_announced(small: Definitions) -> None:
    """Only an observation may be older than any session on record, so only it has `exam_days`."""
    guangdong = small.regions["guangdong"]

    assert [(fact.exam_year, fact.exam_days) for fact in guangdong.observations] == [
        (2025, "region")
    ]
    assert [(fact.exam_year, fact.dated) for fact in guangdong.announcements] == [(2026, "scores")]
    assert guangdong.named_days == (*guangdong.observations, *guangdong.announcements)


def test_a_session_is_known_from_the_day_on_which_its_page_was_read(folder: Path) -> None:
    early = SOURCE.replace("2026-11-01", "2026-10-01")
    _write(
        folder / "guangdong/guangzhou.toml",
        "[[session]]",
        "exam_year = 2027",
        "start = 2027-05-29",
        early,
    )

    sessions = load(folder).regions["guangdong/guangzhou"].sessions

    assert [session.known_from for session in sessions if session.exam_year == 2027] == [
        date(2026, 10, 1)
    ]


def test_what_happened_is_known_from_its_own_day_and_a_rule_always(small: Definitions) -> None:
    guangdong = small.regions["guangdong"]

    assert [session.known_from for session in in_force(guangdong.sessions)] == [
        date(2024, 6, 1),
        date(2025, 5, 17),
        date(2026, 2, 6),
    ]
    assert [rule.known_from for rule in guangdong.rules_of("score_recheck")] == [None]


def test_an_area_that_follows_another_region_takes_its_facts_and_none_of_its_province(
    small: Definitions,
) -> None:
    alaer = next(place for place in small.places if place.slug == "xinjiang/alaer")
    region = small.region_for(alaer)

    assert small.followed_by(alaer).slug == "bingtuan"
    assert region.name == "新疆生产建设兵团"
    assert region.authority is None
    assert region.authority_site == small.regions["bingtuan"].authority_site
    assert _days(region) == [
        (2024, date(2024, 6, 1)),
        (2025, date(2025, 5, 10)),
        (2026, date(2026, 5, 30)),
    ]
