"""Finds a place by what people type: slug, code, Chinese name, pinyin or initials."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache

from feedgen.core.errors import PlaceError
from feedgen.core.model import Depth, Place, PlaceRelations

SUFFIXES = (
    "自治区", "特别行政区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "矿区", "新区",
    "省", "市", "盟", "区", "县", "旗",
)  # fmt: skip
NATIONALITIES = (
    "白族", "保安族", "布依族", "布朗族", "朝鲜族", "傣族", "达斡尔族", "达斡尔", "东乡族", "侗族",
    "独龙族", "鄂伦春", "鄂温克族", "鄂温克", "仡佬族", "各族", "哈尼族", "哈萨克族", "哈萨克",
    "黎族", "回族", "景颇族", "柯尔克孜", "拉祜族", "傈僳族", "满族", "毛南族", "蒙古族", "蒙古",
    "苗族", "仫佬族", "纳西族", "怒族", "普米族", "羌族", "撒拉族", "畲族", "水族", "塔吉克",
    "土家族", "土族", "佤族", "维吾尔", "锡伯", "瑶族", "彝族", "裕固族", "藏族", "壮族",
)  # fmt: skip
"""As in the names of autonomous divisions; people leave them out: 延边, 恩施, 伊犁."""
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
        """Return the name behind those of its ancestors, 广东省梅州市丰顺县."""
        parent = self.parent(place)
        return f"{self.full_name(parent) if parent else ''}{place.name}"

    def area_of(self, place: Place) -> Place:
        """Return the place that has a page: an area or a province itself, the area of a county."""
        parent = self.parent(place)
        return parent if place.depth is Depth.COUNTY and parent else place

    def relations(self, deepest: Depth = Depth.AREA) -> Mapping[str, PlaceRelations]:
        """Return by slug the relations of each place that has a page.

        Args:
            deepest: How far down places have feeds, and pages too but for counties, which never
                have one.
        """
        paged = {Depth.PROVINCE} if deepest is Depth.PROVINCE else {Depth.PROVINCE, Depth.AREA}
        within: dict[str, list[Place]] = {}
        for place in self.places.values():
            within.setdefault(place.parent, []).append(place)
        children = {key: tuple(places) for key, places in within.items()}
        return {
            place.slug: PlaceRelations(
                ancestors=tuple(reversed(list(self._ancestors(place)))),
                areas=(areas := _at(children.get(place.key, ()), paged)),
                counties=_at(children.get(place.key, ()), set(Depth) - paged),
                siblings=self._siblings(place, children),
                counties_of={
                    area.slug: children[area.key] for area in areas if area.key in children
                },
                has_county_feeds=deepest is Depth.COUNTY,
            )
            for place in _at(self.places.values(), paged)
        }

    def _siblings(
        self, place: Place, children: Mapping[str, tuple[Place, ...]]
    ) -> tuple[Place, ...]:
        beside = children[place.parent] if place.parent else ()
        return tuple(sibling for sibling in beside if sibling is not place)

    def resolve(self, text: str) -> Place:
        """Return the one place that goes by a slug, a code or a Chinese name.

        Raises:
            PlaceError: There is none, or more than one; the message lists the candidates.
        """
        text = "".join(text.split())
        places = self._named(text)
        if len(places) == 1:
            return places[0]
        near = (places or self.find(text))[:MOST_SHOWN]
        lines = (f"\n  {place.slug}  {self.full_name(place)}  {place.key}" for place in near)
        listed = "".join(lines)
        if places:
            right = f"say which one, by slug or code:{listed}"
            raise PlaceError(f"'{text}' is the name of {len(places)} places; {right}")
        if listed:
            raise PlaceError(f"no place is called '{text}'; did you mean:{listed}")
        right = "try 'feedgen find' with a part of its name, pinyin or code"
        raise PlaceError(f"no place is called '{text}'; {right}")

    def _named(self, text: str) -> list[Place]:
        """Return the places with that slug or code, else with that name."""
        every = self.places.values()
        places = [place for place in every if text in _keys(place)]
        places = places or [place for place in every if self._is_called(place, text)]
        # 河南 is the province and not a county of Mongols in Qinghai.
        if any(place.depth is Depth.PROVINCE for place in places):
            return [place for place in places if not _is_autonomous(place, text)]
        return places

    def find(self, text: str) -> list[Place]:
        """Return the places that match a part of name, pinyin, initials or code, best first."""
        text = "".join(text.split()).lower()
        if not any(char.isalnum() for char in text):
            return []
        ranks = {key: self._rank(place, text) for key, place in self.places.items()}
        matches = [(rank, key) for key, rank in ranks.items() if rank is not None]
        ranked = sorted((rank, self.places[key].slug.count("/"), key) for rank, key in matches)
        return [self.places[key] for _, _, key in ranked]

    def _rank(self, place: Place, text: str) -> int | None:
        pinyin = place.slug.rpartition("/")[2].replace("-", "")
        joined = place.slug.replace("/", "").replace("-", "")
        letters = "".join(char for char in text if char.isalnum())
        tests = (
            text in _keys(place) or self._is_called(place, text),
            letters in {pinyin, joined},
            text == place.initials,
            place.name.startswith(text),
            pinyin.startswith(letters),
            bool(place.code) and len(text) > 1 and place.code.startswith(text),
            text in place.name or (len(letters) > 2 and letters in joined),
        )
        return next((rank for rank, passed in enumerate(tests) if passed), None)

    def _is_called(self, place: Place, text: str) -> bool:
        """Say whether a text is the place's name, perhaps behind those of its ancestors."""
        for form in forms_of(place.name):
            if text == form:
                return True
            before = text.removesuffix(form)
            ancestors = self._ancestors(place) if before != text else ()
            if any(self._is_called(ancestor, before) for ancestor in ancestors):
                return True
        return False

    def _ancestors(self, place: Place) -> Iterator[Place]:
        while parent := self.parent(place):
            yield parent
            place = parent


def _at(places: Iterable[Place], depths: Set[Depth]) -> tuple[Place, ...]:
    return tuple(place for place in places if place.depth in depths)


def _keys(place: Place) -> Set[str]:
    return {place.slug, place.key, place.code} - {""}


def _is_autonomous(place: Place, text: str) -> bool:
    """Say whether a text is the place's name only without its nationalities."""
    return place.depth is not Depth.PROVINCE and text not in forms_of(place.name)[:2]


@cache
def forms_of(name: str) -> tuple[str, ...]:
    """Return a name as it is, without its suffix, and without its nationalities.

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
    """Return a name without the first of the endings that leaves two characters."""
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    return name
