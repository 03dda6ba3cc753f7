"""Lays the provinces out as equal tiles, arranged as people know the country; no border is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import MilestoneText, Place, Region, State
from feedgen.render.website.answer import Answer, due
from feedgen.render.website.days import due_text, figures, span_text, told_name

SIZE, GAP = 46, 2
"""Pixels at the width of a phone: 44 to touch."""
FEWEST_COLUMNS = 7
"""That a map is wide, however few provinces it has: its tiles are no larger for it."""


@dataclass(frozen=True)
class Province:
    """A province as the index shows it."""

    place: Place
    region: Region
    answer: Answer
    next: MilestoneText | None
    """What is dated next there."""

    @property
    def state(self) -> State | None:
        """The state of the results that the answer is about; None where it cannot speak of them."""
        return (
            self.answer.said.milestone.state
            if self.answer.said and self.answer.is_results
            else None
        )


@dataclass(frozen=True)
class Tile:
    """One tile of the map."""

    province: Province
    x: int
    y: int
    word: str
    """The state in a word."""
    figures: str
    """The next date in figures."""
    text: str
    """All that the tile says, for those who do not see it."""


@dataclass(frozen=True)
class TileMap:
    """The map, as large as its tiles need."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_map(provinces: Iterable[Province], as_of: date) -> TileMap:
    """Lay out the provinces that have a tile."""
    tiles = [_tile(each, *each.region.tile, as_of) for each in provinces if each.region.tile]
    # Keyboards walk along the rows.
    tiles.sort(key=lambda tile: (tile.y, tile.x))
    step = SIZE + GAP
    width = max(max((tile.x for tile in tiles), default=0) + step, FEWEST_COLUMNS * step)
    height = max((tile.y for tile in tiles), default=0) + step
    return TileMap(width, height, tuple(tiles))


def _tile(province: Province, row: int, column: int, as_of: date) -> Tile:
    said, upcoming = province.answer.said, province.next
    word = said.word if said and province.state else "不明"
    text = f"{province.place.name}：{answer_words(province.answer, as_of)}"
    if upcoming and upcoming is not said:
        text += f"；接下来：{next_words(upcoming, as_of)}"
    step = SIZE + GAP
    return Tile(
        province=province,
        x=column * step,
        y=row * step,
        word=word,
        figures=_figures(upcoming, as_of) if upcoming else "",
        text=text,
    )


def answer_words(answer: Answer, as_of: date) -> str:
    """Say an answer in a line."""
    said = answer.said
    if said is None:
        return "没有可用的日期"
    if answer.is_results and said.milestone.state is State.UNRECORDED:
        return f"{told_name(said)}：应已公布，我们没有记到日期，请到官网查询"
    return f"{told_name(said)}：{said.word}，{span_text(said, as_of.year)}"


def next_words(said: MilestoneText, as_of: date) -> str:
    """Say what comes next in a line."""
    return f"{said.name}：{said.word}，{due_text(said, as_of.year)}"


def _figures(said: MilestoneText, as_of: date) -> str:
    """Say what comes next and when, as short as can be: its first day, or while that is past its
    last.
    """
    window = said.milestone.window
    is_ahead = window.lower >= as_of and not said.milestone.is_deadline
    return f"{said.name[:1]} {figures(window.lower if is_ahead else window.upper)}"


def next_dates(provinces: Sequence[Province]) -> list[tuple[MilestoneText, list[Province]]]:
    """Return what comes next in the country, the nearest first, provinces with the same dates
    together.
    """
    groups: dict[tuple[object, ...], tuple[MilestoneText, list[Province]]] = {}
    for province in provinces:
        if province.next:
            said = province.next
            key = (*due(said), said.milestone.exam_year, said.name, said.word)
            groups.setdefault(key, (said, []))[1].append(province)
    return [groups[key] for key in sorted(groups, key=lambda key: tuple(map(str, key)))]
