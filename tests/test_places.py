"""Finding a place: slug, code, Chinese name, pinyin, initials; and saying so where it cannot be
one.
"""

from collections.abc import Iterable

import pytest

from feedgen.core.errors import PlaceError
from feedgen.core.model import Definitions, Place
from feedgen.definitions.places import Gazetteer


@pytest.fixture(scope="module")
def gazetteer(definitions: Definitions) -> Gazetteer:
    """Every real place."""
    return Gazetteer.of(definitions.places)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("shanghai/songjiang", "shanghai/songjiang"),
        ("310117", "shanghai/songjiang"),
        ("松江区", "shanghai/songjiang"),
        ("松江", "shanghai/songjiang"),
        (" 松江\n", "shanghai/songjiang"),
        ("上海松江", "shanghai/songjiang"),
        ("上海市松江区", "shanghai/songjiang"),
        ("上海", "shanghai"),
        ("310000", "shanghai"),
        ("浦东", "shanghai/pudong"),
        ("广东省梅州市丰顺县", "guangdong/meizhou/fengshun"),
        ("广东丰顺", "guangdong/meizhou/fengshun"),
        ("梅州丰顺县", "guangdong/meizhou/fengshun"),
        ("南京鼓楼", "jiangsu/nanjing/gulou"),
        ("江苏徐州鼓楼区", "jiangsu/xuzhou/gulou"),
        ("吉林省", "jilin"),
        ("吉林市", "jilin/jilin"),
        ("吉林吉林", "jilin/jilin"),
        ("广西", "guangxi"),
        ("内蒙古", "neimenggu"),
        ("新疆", "xinjiang"),
        ("新疆生产建设兵团", "bingtuan"),
        ("660000", "bingtuan"),
        ("单县", "shandong/heze/shanxian"),
        ("陕西", "shaanxi"),
        ("山西", "shanxi"),
    ],
)
def test_a_place_goes_by_its_slug_code_and_names(
    gazetteer: Gazetteer, text: str, slug: str
) -> None:
    assert gazetteer.resolve(text).slug == slug


def test_every_place_goes_by_its_slug_and_its_full_name(gazetteer: Gazetteer) -> None:
    """No two places have the same full name; of every seventh, none is the address of another."""
    places = list(gazetteer.places.values())

    lost = [
        place.slug
        for place in places[::7]
        if gazetteer.resolve(place.slug) != place
        or gazetteer.resolve(gazetteer.full_name(place)) != place
    ]

    assert len({gazetteer.full_name(place) for place in places}) == len(places) == 3212
    assert lost == []


def test_a_name_of_several_places_lists_them(gazetteer: Gazetteer) -> None:
    assert _message(gazetteer, "鼓楼区") == (
        "'鼓楼区' is the name of 4 places; say which one, by slug or code:\n"
        "  jiangsu/nanjing/gulou  江苏省南京市鼓楼区  320106\n"
        "  jiangsu/xuzhou/gulou  江苏省徐州市鼓楼区  320302\n"
        "  fujian/fuzhou/gulou  福建省福州市鼓楼区  350102\n"
        "  henan/kaifeng/gulou  河南省开封市鼓楼区  410204"
    )


def test_a_province_and_a_city_of_one_name_are_distinguished(gazetteer: Gazetteer) -> None:
    assert _message(gazetteer, "吉林") == (
        "'吉林' is the name of 2 places; say which one, by slug or code:\n"
        "  jilin  吉林省  220000\n"
        "  jilin/jilin  吉林省吉林市  220200"
    )


def test_pinyin_is_no_name_but_leads_to_one(gazetteer: Gazetteer) -> None:
    assert _message(gazetteer, "songjiang") == (
        "no place is called 'songjiang'; did you mean:\n  shanghai/songjiang  上海市松江区  310117"
    )


def test_at_most_twelve_candidates_are_shown(gazetteer: Gazetteer) -> None:
    lines = _message(gazetteer, "3101").splitlines()

    assert lines[:2] == [
        "no place is called '3101'; did you mean:",
        "  shanghai/huangpu  上海市黄浦区  310101",
    ]
    assert len(lines) == 1 + 12


def test_where_nothing_is_near_the_message_suggests_a_search(gazetteer: Gazetteer) -> None:
    assert _message(gazetteer, "xyzzy") == (
        "no place is called 'xyzzy'; try 'feedgen find' with a part of its name, pinyin or code"
    )


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_the_name_of_no_place(gazetteer: Gazetteer, text: str) -> None:
    """兵团 has no code, and an empty text is not its code."""
    assert _message(gazetteer, text) == (
        "no place is called ''; try 'feedgen find' with a part of its name, pinyin or code"
    )


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("songjiang", "shanghai/songjiang"),
        ("Songjiang", "shanghai/songjiang"),
        ("SHANGHAI", "shanghai"),
        ("shanghai songjiang", "shanghai/songjiang"),
        ("ma'anshan", "anhui/maanshan"),
        ("xi'an", "shaanxi/xian"),
        ("guangdong/mei", "guangdong/meizhou"),
        ("ma an shan", "anhui/maanshan"),
        ("mas", "anhui/maanshan"),
        ("gd", "guangdong"),
        ("4414", "guangdong/meizhou"),
        ("310117", "shanghai/songjiang"),
        ("丰顺", "guangdong/meizhou/fengshun"),
        ("延边", "jilin/yanbian"),
        ("沙坪", "chongqing/shapingba"),
        ("南京鼓楼", "jiangsu/nanjing/gulou"),
    ],
)
def test_the_best_match_of_what_people_type_comes_first(
    gazetteer: Gazetteer, text: str, slug: str
) -> None:
    assert gazetteer.find(text)[0].slug == slug


def test_initials_find_every_place_that_has_them(gazetteer: Gazetteer) -> None:
    assert _slugs(gazetteer.find("sj")) == [
        "shanghai/songjiang",
        "henan/zhengzhou/shangjie",
        "guangxi/liuzhou/sanjiang",
        "yunnan/zhaotong/suijiang",
        "yunnan/lincang/shuangjiang",
        "xizang/rikaze/sajia",
    ]


def test_a_code_finds_what_lies_under_it(gazetteer: Gazetteer) -> None:
    assert _slugs(gazetteer.find("4414")) == [
        "guangdong/meizhou",
        "guangdong/meizhou/meijiang",
        "guangdong/meizhou/meixian",
        "guangdong/meizhou/dabu",
        "guangdong/meizhou/fengshun",
        "guangdong/meizhou/wuhua",
        "guangdong/meizhou/pingyuan",
        "guangdong/meizhou/jiaoling",
        "guangdong/meizhou/xingning",
    ]


def test_whole_names_come_first_and_of_them_the_larger_place(gazetteer: Gazetteer) -> None:
    slugs = _slugs(gazetteer.find("海南"))

    assert slugs == ["hainan", "qinghai/hainan", "neimenggu/wuhai/hainan"]


def test_an_autonomous_place_goes_by_its_name_without_its_nationalities(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.resolve("延边").slug == "jilin/yanbian"
    assert gazetteer.resolve("黔东南").slug == "guizhou/qiandongnan"


def test_a_province_comes_before_an_autonomous_place_that_needs_its_nationality(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.resolve("河南").slug == "henan"


def test_spaces_between_names_do_not_matter(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve(" 上海 松江区 ").slug == "shanghai/songjiang"


def test_of_equal_matches_the_larger_place_comes_first(gazetteer: Gazetteer) -> None:
    slugs = _slugs(gazetteer.find("河"))

    assert slugs[:6] == [
        "hebei",
        "henan",
        "tianjin/hedong",
        "tianjin/hexi",
        "tianjin/hebei",
        "guangdong/heyuan",
    ]


@pytest.mark.parametrize("text", ["", "   ", "-", "/", "xyzzy", "松冮"])
def test_what_is_nowhere_is_not_found(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


@pytest.mark.parametrize(
    ("slug", "area"),
    [
        ("guangdong/meizhou/fengshun", "guangdong/meizhou"),
        ("guangdong/meizhou", "guangdong/meizhou"),
        ("shanghai/songjiang", "shanghai/songjiang"),
        ("shanghai", "shanghai"),
        ("bingtuan", "bingtuan"),
    ],
)
def test_a_county_is_led_to_its_area(gazetteer: Gazetteer, slug: str, area: str) -> None:
    assert gazetteer.area_of(gazetteer.resolve(slug)).slug == area


def test_a_full_name_shows_where_a_place_lies(gazetteer: Gazetteer) -> None:
    assert gazetteer.full_name(gazetteer.resolve("441423")) == "广东省梅州市丰顺县"
    assert gazetteer.full_name(gazetteer.resolve("310117")) == "上海市松江区"
    assert gazetteer.full_name(gazetteer.resolve("bingtuan")) == "新疆生产建设兵团"


def _message(gazetteer: Gazetteer, text: str) -> str:
    with pytest.raises(PlaceError) as raised:
        gazetteer.resolve(text)
    return str(raised.value)


def _slugs(places: Iterable[Place]) -> list[str]:
    return [place.slug for place in places]
