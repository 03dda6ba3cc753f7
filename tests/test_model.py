"""The records' few judgements: how far sources carry a fact, and which address may be shown as
official.
"""

from dataclasses import replace
from datetime import date

import pytest

from feedgen.core.model import (
    Bound,
    Confidence,
    DatingMethod,
    Definitions,
    Depth,
    Grade,
    Lag,
    Milestone,
    Place,
    Region,
    Site,
    Source,
    State,
    Timeline,
    Window,
    confidence_of,
)
from feedgen.core.model.timelines import Basis
from tests.factories import (
    ASSUMED,
    CHECKED,
    OFFICIAL,
    OTHER_SITE,
    REPORTED,
    REPOST,
    SAME_SITE,
    WITH_NOTICE,
)

ALSO_REPORTED = Source("https://thea.cn/a", "thea.cn", CHECKED, Grade.REPORTED)
REPORTED_WITH_NOTICE = replace(REPORTED, notice="https://rsj.sh.gov.cn/a")


@pytest.mark.parametrize(
    ("sources", "standing"),
    [
        ([OFFICIAL], Confidence.CONFIRMED),
        ([REPORTED, OFFICIAL], Confidence.CONFIRMED),
        ([WITH_NOTICE], Confidence.CONFIRMED),
        ([REPOST, OTHER_SITE], Confidence.CONFIRMED),
        ([REPOST, REPORTED, OTHER_SITE], Confidence.CONFIRMED),
        ([REPOST], Confidence.REPORTED),
        ([REPOST, SAME_SITE], Confidence.REPORTED),
        ([REPOST, REPORTED], Confidence.REPORTED),
        ([REPORTED, ALSO_REPORTED], Confidence.REPORTED),
        ([REPORTED_WITH_NOTICE], Confidence.REPORTED),
        ([REPORTED, ASSUMED], Confidence.REPORTED),
        ([ASSUMED], Confidence.ASSUMED),
        ([ASSUMED, ASSUMED], Confidence.ASSUMED),
    ],
)
def test_the_sources_decide_how_far_a_fact_is_carried(
    sources: list[Source], standing: Confidence
) -> None:
    assert confidence_of(sources) is standing
    assert confidence_of(reversed(sources)) is standing


def test_a_fact_stands_as_its_sources_do() -> None:
    fact = Site(name="官网", url="", independent_sources=1, sources=(REPOST, OTHER_SITE))

    assert fact.confidence is Confidence.CONFIRMED


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://m.hqwx.com/ejjzs/1.html", "hqwx.com"),
        ("http://www.hqwx.com", "hqwx.com"),
        ("https://hqwx.com/", "hqwx.com"),
        ("https://kaoshi.china.com/wap", "china.com"),
        ("http://ddlvyou.com.cn/a", "ddlvyou.com.cn"),
        ("http://m.ddlvyou.com.cn/a", "ddlvyou.com.cn"),
        ("https://news.pku.edu.cn/a", "pku.edu.cn"),
        ("https://rsj.sh.gov.cn/a", "rsj.sh.gov.cn"),
        ("https://www.sh.gov.cn/a", "sh.gov.cn"),
        ("https://e30.cn:8443/a", "e30.cn"),
        ("HTTPS://M.HQWX.COM/A", "hqwx.com"),
        ("", ""),
    ],
)
def test_a_page_belongs_to_a_site_whatever_its_subdomain(url: str, site: str) -> None:
    """Two offices under gov.cn are two sites; the mobile pages of one school are not."""
    assert Source(url, "某网", CHECKED, Grade.REPOST).site == site


@pytest.mark.parametrize(
    ("url", "independent_sources", "is_official"),
    [
        ("https://rsj.sh.gov.cn/", 1, True),
        ("http://www.gov.cn/zhengce", 1, True),
        ("https://www.cpta.com.cn/", 2, True),
        ("https://www.cpta.com.cn/", 1, False),
        ("https://www.shgov.cn/", 1, False),
        ("https://rsj.sh.gov.cn.example.com/", 1, False),
        ("http://218.76.24.5/query", 5, False),
        ("http://218.76.24.5:8080/query", 5, False),
        ("http://[2001:db8::1]/query", 5, False),
        ("", 5, False),
    ],
)
def test_an_address_is_official_under_gov_cn_or_with_two_sources_and_never_as_a_number(
    url: str, independent_sources: int, is_official: bool
) -> None:
    site = Site(name="查分", url=url, independent_sources=independent_sources, sources=(REPORTED,))

    assert site.is_official is is_official


def test_a_region_shows_only_official_sites_the_lookup_first() -> None:
    lookup = Site(
        name="查分", url="http://www.rsj.sh.gov.cn/cx", independent_sources=1, sources=(REPORTED,)
    )
    hearsay = Site(
        name="官网", url="https://spta.example.com/", independent_sources=1, sources=(REPORTED,)
    )
    home = Site(
        name="官网", url="https://rsj.sh.gov.cn/", independent_sources=1, sources=(REPORTED,)
    )

    assert Region(slug="a", results_lookup=lookup, authority_site=home).official_sites == (
        lookup,
        home,
    )
    assert Region(slug="a", results_lookup=lookup, authority_site=hearsay).official_sites == (
        lookup,
    )
    assert Region(slug="a").official_sites == ()


def test_a_fact_is_known_from_its_first_day_on() -> None:
    looked = Bound(
        milestone="results_release",
        exam_year=2026,
        sitting=1,
        not_before=None,
        not_after=None,
        not_yet=date(2026, 8, 3),
        sources=(REPORTED,),
        known_from=date(2026, 8, 3),
    )

    assert not looked.is_known(date(2026, 8, 2))
    assert looked.is_known(date(2026, 8, 3))


def test_a_fact_without_a_day_is_always_known() -> None:
    rule_like = Site(name="官网", url="", independent_sources=1, sources=(REPORTED,))

    assert rule_like.is_known(date(1990, 1, 1))


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(AssertionError, match=r"^2026-08-27 is after 2026-07-29$"):
        Window(date(2026, 8, 27), date(2026, 7, 29))


def test_a_window_is_single_where_it_is_one_day_whatever_its_likeliest() -> None:
    day, next_day = date(2026, 8, 14), date(2026, 8, 15)

    assert Window(day, day).is_single
    assert Window(day, day, day).is_single
    assert not Window(day, next_day).is_single
    assert not Window(day, next_day, day).is_single


def test_a_window_without_a_likeliest_day_names_none() -> None:
    assert Window(date(2026, 7, 29), date(2026, 8, 27)).likeliest is None


@pytest.mark.parametrize(
    ("shortest", "longest", "is_bound"),
    [
        (52, 52, False),
        (1, 1, False),
        (None, 55, True),
        (61, None, True),
        (50, 60, True),
    ],
)
def test_a_lag_is_a_bound_unless_its_day_is_known(
    shortest: int | None, longest: int | None, is_bound: bool
) -> None:
    assert Lag("shanghai", 2023, 1, shortest, longest, ()).is_bound is is_bound


def test_a_lag_is_known_from_the_day_on_which_the_last_of_its_facts_was() -> None:
    exam, release = _known_from(date(2023, 6, 3)), _known_from(date(2023, 8, 16))

    assert Lag("shanghai", 2023, 1, 52, 52, (exam, release)).known_from == date(2023, 8, 16)
    assert Lag("shanghai", 2023, 1, 52, 52, (release, exam)).known_from == date(2023, 8, 16)
    assert Lag("shanghai", 2023, 1, 52, 52, (_known_from(None), exam)).known_from == date(
        2023, 6, 3
    )


def test_a_lag_of_facts_without_a_day_was_always_known() -> None:
    assert Lag("shanghai", 2023, 1, 52, 52, (_known_from(None),)).known_from == date.min
    assert Lag("shanghai", 2023, 1, 52, 52, ()).known_from == date.min


@pytest.mark.parametrize(
    ("slug", "depth"),
    [
        ("shanghai", Depth.PROVINCE),
        ("shanghai/songjiang", Depth.AREA),
        ("guangdong/meizhou", Depth.AREA),
        ("guangdong/meizhou/fengshun", Depth.COUNTY),
    ],
)
def test_the_depth_of_a_place_follows_from_its_slug(slug: str, depth: Depth) -> None:
    assert Place(key="1", code="1", name="某地", slug=slug, initials="md", parent="").depth is depth


@pytest.mark.parametrize("state", [State.ANNOUNCED, State.REPORTED, State.CANCELLED])
def test_what_came_true_or_was_called_off_never_becomes_unrecorded(state: State) -> None:
    milestone = _milestone(state)

    assert milestone.as_of(date(2027, 8, 1)) is milestone


@pytest.mark.parametrize("state", [State.ESTIMATED, State.PLANNED])
def test_a_window_without_a_date_becomes_unrecorded_on_the_day_after_it(state: State) -> None:
    milestone = _milestone(state)

    assert milestone.as_of(date(2026, 8, 27)) is milestone
    assert milestone.as_of(date(2026, 8, 28)).state is State.UNRECORDED
    assert milestone.as_of(date(2026, 11, 22)).revised == date(2026, 8, 28)


def test_a_timeline_finds_its_milestones_by_kind_year_and_sitting() -> None:
    first, second = _milestone(State.ESTIMATED), _milestone(State.ESTIMATED, sitting=2)
    timeline = Timeline(region="a", as_of=date(2026, 6, 5), milestones=(first, second), earlier=())

    assert timeline.of("results_release", 2026) is first
    assert timeline.of("results_release", 2026, sitting=2) is second
    assert timeline.of("results_release", 2025) is None
    assert timeline.of("score_recheck", 2026) is None


def test_a_place_follows_its_province_or_the_region_it_names(definitions: Definitions) -> None:
    """石河子 lies in 新疆 and takes the dates of 兵团."""
    places = {place.slug: place for place in definitions.places}

    assert definitions.followed_by(places["guangdong/meizhou/fengshun"]).slug == "guangdong"
    assert definitions.followed_by(places["xinjiang/shihezi"]).slug == "bingtuan"
    assert definitions.region_for(places["xinjiang/shihezi"]).slug == "xinjiang/shihezi"
    assert definitions.region_for(places["xinjiang/wulumuqi"]).slug == "xinjiang"


def _known_from(day: date | None) -> Site:
    return Site(name="官网", url="", independent_sources=1, sources=(REPORTED,), known_from=day)


def _milestone(state: State, sitting: int = 1) -> Milestone:
    return Milestone(
        kind="results_release",
        exam_year=2026,
        sitting=sitting,
        state=state,
        window=Window(date(2026, 7, 29), date(2026, 8, 27)),
        basis=Basis(method=DatingMethod.LAG),
        known_from=date(2026, 5, 30),
        revised=date(2026, 5, 30),
    )
