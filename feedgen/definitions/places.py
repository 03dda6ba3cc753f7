"""Finds a place by what people type: a slug, a code, a Chinese name with or without its suffix,
pinyin, initials.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from feedgen.core.errors import PlaceError
from feedgen.core.model import Depth, Place, PlaceRelations

SUFFIXES = (
    "自治区", "特别行政区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "矿区", "新区", "省", "市", "盟",
    "区", "县", "旗",
)  # fmt: skip
NATIONALITIES = (
    "白族", "保安族", "布依族", "布朗族", "朝鲜族", "傣族", "达斡尔族", "达斡尔", "东乡族", "侗族", "独龙族",
    "鄂伦春", "鄂温克族", "鄂温克", "仡佬族", "各族", "哈尼族", "哈萨克族", "哈萨克", "黎族", "回族", "景颇族",
    "柯尔克孜", "拉祜族", "傈僳族", "满族", "毛南族", "蒙古族", "蒙古", "苗族", "仫佬族", "纳西族", "怒族", "普米族",
    "羌族", "撒拉族", "畲族", "水族", "塔吉克", "土家族", "土族", "佤族", "维吾尔", "锡伯", "瑶族", "彝族",
    "裕固族", "藏族", "壮族",
)  # fmt: skip
"""As they stand in the names of autonomous divisions; people leave them out: 延边, 恩施, 伊犁."""
MOST_SHOWN = 12


@dataclass(frozen=True)
class Gazetteer:
    """All places, by key."""

    places: Mapping[str, Place]

    @classmethod
    def of(cls, places: tuple[Place, ...]) -> "Gazetteer":
        """Make a gazetteer of places."""
        return cls({place.key: place for place in places})

    def parent(self, place: Place) -> Place | None:
        """Return the division in which a place lies."""
        return self.places.get(place.parent)

    def full_name(self, place: Place) -> str:
        """Return the name with those of the divisions around it, 广东省梅州市丰顺县."""
        parent = self.parent(place)
        return f"{self.full_name(parent) if parent else ''}{place.name}"

    def area_of(self, place: Place) -> Place:
        """Return the place that has a page: an area or a province itself, the area of a county."""
        parent = self.parent(place)
        return parent if place.depth is Depth.COUNTY and parent else place

    def around(self, deepest: Depth = Depth.AREA) -> Mapping[str, PlaceRelations]:
        """Return by slug what lies around each place that has a page.

        Args:
            deepest: How far down places have feeds, and pages too but for counties, which never
                have one.
        """
        with_page = (Depth.PROVINCE,) if deepest is Depth.PROVINCE else (Depth.PROVINCE, Depth.AREA)
        within: dict[str, list[Place]] = {}
        for place in self.places.values():
            within.setdefault(place.parent, []).append(place)
        found = {}
        for place in self.places.values():
            if place.depth in with_page:
                inside = within.get(place.key, [])
                areas = tuple(each for each in inside if each.depth in with_page)
                beside = within[place.parent] if place.parent else []
                found[place.slug] = PlaceRelations(
                    ancestors=tuple(reversed(list(self._above(place)))),
                    areas=areas,
                    counties=tuple(each for each in inside if each.depth not in with_page),
                    siblings=tuple(each for each in beside if each is not place),
                    counties_of={
                        each.slug: tuple(within[each.key]) for each in areas if each.key in within
                    },
                    has_county_feeds=deepest is Depth.COUNTY,
                )
        return found

    def resolve(self, text: str) -> Place:
        """Return the one place that goes by a slug, a code or a Chinese name.

        Raises:
            PlaceError: There is none, or more than one; the message lists the candidates.
        """
        text = "".join(text.split())
        found = [
            place
            for place in self.places.values()
            if text and text in (place.slug, place.key, place.code)
        ]
        found = found or [place for place in self.places.values() if self._is_called(place, text)]
        # 河南 is the province and not a county of Mongols in Qinghai.
        provinces = [place for place in found if place.depth is Depth.PROVINCE]
        found = [place for place in found if not (provinces and _is_autonomous(place, text))]
        if len(found) == 1:
            return found[0]
        near = found or self.find(text)
        listed = "".join(
            f"\n  {place.slug}  {self.full_name(place)}  {place.key}" for place in near[:MOST_SHOWN]
        )
        if found:
            raise PlaceError(
                f"'{text}' is the name of {len(found)} places; say which one, by slug or code:{listed}"
            )
        hint = (
            f"; did you mean:{listed}"
            if listed
            else "; try 'feedgen find' with a part of its name, pinyin or code"
        )
        raise PlaceError(f"no place is called '{text}'{hint}")

    def find(self, text: str) -> list[Place]:
        """Return the places that match a part of a name, pinyin, initials or a code; the best
        matches first.
        """
        text = "".join(text.split()).lower()
        if not any(char.isalnum() for char in text):
            return []
        ranked = [
            (rank, place)
            for place in self.places.values()
            if (rank := self._rank(place, text)) is not None
        ]
        return [
            place
            for _, place in sorted(
                ranked, key=lambda entry: (entry[0], entry[1].slug.count("/"), entry[1].key)
            )
        ]

    def _rank(self, place: Place, text: str) -> int | None:
        pinyin = place.slug.rpartition("/")[2].replace("-", "")
        joined = place.slug.replace("/", "").replace("-", "")
        letters = "".join(char for char in text if char.isalnum())
        tests = (
            text in {place.slug, place.key, place.code} or self._is_called(place, text),
            letters in {pinyin, joined},
            text == place.initials,
            place.name.startswith(text),
            pinyin.startswith(letters),
            bool(place.code) and len(text) > 1 and place.code.startswith(text),
            text in place.name or (len(letters) > 2 and letters in joined),
        )
        return next((rank for rank, passed in enumerate(tests) if passed), None)

    def _is_called(self, place: Place, text: str) -> bool:
        """Say whether a text is the place's name, with or without suffix, and perhaps those of
        divisions around it.
        """
        for form in forms_of(place.name):
            if text == form:
                return True
            if text.endswith(form) and any(
                self._is_called(above, text[: -len(form)]) for above in self._above(place)
            ):
                return True
        return False

    def _above(self, place: Place) -> Iterator[Place]:
        while parent := self.parent(place):
            yield parent
            place = parent


def _is_autonomous(place: Place, text: str) -> bool:
    """Say whether a text is the place's name only without its nationalities."""
    return place.depth is not Depth.PROVINCE and text not in forms_of(place.name)[:2]


@cache
def forms_of(name: str) -> tuple[str, ...]:
    """Return the forms in which people write a name, itself first: without its suffix, without its
    nationalities.

    What remains has at least two characters.

    >>> forms_of("松江区"), forms_of("单县")
    (('松江区', '松江'), ('单县',))
    >>> forms_of("恩施土家族苗族自治州")
    ('恩施土家族苗族自治州', '恩施土家族苗族', '恩施', '恩施州')
    """
    plain = _without(name, SUFFIXES)
    bare = plain
    while "自治" in name and (shorter := _without(bare, NATIONALITIES)) != bare:
        bare = shorter
    # 恩施州 is not 恩施市.
    brief = f"{bare}{name[-1]}" if "自治" in name and bare != plain else bare
    return tuple(dict.fromkeys((name, plain, bare, brief)))


def _without(name: str, endings: tuple[str, ...]) -> str:
    """Return a name without the first of the endings that it has, where two characters remain."""
    return next(
        (
            name.removesuffix(end)
            for end in endings
            if name.endswith(end) and len(name) - len(end) > 1
        ),
        name,
    )
