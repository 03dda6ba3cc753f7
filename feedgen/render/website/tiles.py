"""Lays the provinces out as equal tiles in the rough shape of the country, without any border."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import MilestoneText, Place, Region, State
from feedgen.render.website.answer import Answer, due_days
from feedgen.render.website.days import due_text, figures, name_with_session, span_text

SIZE, GAP = 46, 2
"""Pixels at the width of a phone; 44 are enough to touch."""
STEP = SIZE + GAP
FEWEST_COLUMNS = 7
"""A map of few provinces is this wide, so that its tiles do not grow."""


@dataclass(frozen=True)
class Province:
    """A province as the index shows it."""

    place: Place
    region: Region
    answer: Answer
    next: MilestoneText | None
    """The nearest upcoming milestone."""

    @property
    def state(self) -> State | None:
        """The state of the results in the answer; None if the answer is about something else."""
        text = self.answer.text
        return text.milestone.state if text and self.answer.is_results else None


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
    label: str
    """The whole tile in words, for screen readers."""


@dataclass(frozen=True)
class TileMap:
    """The map, as large as its tiles need."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_map(provinces: Iterable[Province], as_of: date) -> TileMap:
    """Lay out the provinces that have a tile."""
    tiles = [
        _tile(province, *province.region.tile, as_of)
        for province in provinces
        if province.region.tile
    ]
    # The tab key walks along the rows.
    tiles.sort(key=lambda tile: (tile.y, tile.x))
    width = max([FEWEST_COLUMNS * STEP, *(tile.x + STEP for tile in tiles)])
    height = max([STEP, *(tile.y + STEP for tile in tiles)])
    return TileMap(width, height, tuple(tiles))


def _tile(province: Province, row: int, column: int, as_of: date) -> Tile:
    text, upcoming = province.answer.text, province.next
    label = f"{province.place.name}：{answer_words(province.answer, as_of)}"
    if upcoming and upcoming is not text:
        label += f"；接下来：{upcoming.name}：{upcoming.word}，{due_text(upcoming, as_of.year)}"
    return Tile(
        province=province,
        x=column * STEP,
        y=row * STEP,
        word=text.word if text and province.state else "不明",
        figures=_figures(upcoming, as_of) if upcoming else "",
        label=label,
    )


def answer_words(answer: Answer, as_of: date) -> str:
    """Return an answer in one line."""
    text = answer.text
    if text is None:
        return "没有可用的日期"
    if answer.is_results and text.milestone.state is State.UNRECORDED:
        return f"{name_with_session(text)}：应已公布，我们没有查到记录，请到官网查询"
    return f"{name_with_session(text)}：{text.word}，{span_text(text, as_of.year)}"


def _figures(text: MilestoneText, as_of: date) -> str:
    """Return the next date in figures: its first day, its last once the first is past."""
    window = text.milestone.window
    is_ahead = window.lower >= as_of and not text.milestone.is_deadline
    return f"{text.name[:1]} {figures(window.lower if is_ahead else window.upper)}"


def next_dates(provinces: Sequence[Province]) -> list[tuple[MilestoneText, list[Province]]]:
    """Return the next dates of the country, the nearest first, each with its provinces."""
    groups: dict[tuple[object, ...], tuple[MilestoneText, list[Province]]] = {}
    for province in provinces:
        if text := province.next:
            key = (*due_days(text), text.milestone.exam_year, text.name, text.word)
            groups.setdefault(key, (text, []))[1].append(province)
    return [groups[key] for key in sorted(groups, key=lambda key: tuple(map(str, key)))]
