"""Reads the text of a page block by block, without navigation, menus and lists of links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedgen.watch.reading.page_patterns import SPACE

_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
_ASIDE = frozenset({"nav", "header", "footer", "aside", "select", "x-title"})
_LONGEST_ROW = 300
_MOST_CELLS = 30
_MOSTLY = 0.6


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, a line of one, or a row of a table with a tab between its cells."""

    text: str
    table: int = 0
    """The same number for the rows of one table, 0 outside of tables."""


@dataclass(frozen=True)
class _Position:
    """Where in the tree a text is."""

    block: int = 0
    cell: int = 0
    table: int = 0
    is_row: bool = False
    is_link: bool = False
    is_aside: bool = False

    def within(self, node: LexborNode) -> "_Position":
        """Return the position of the content of an element."""
        tag, position = node.tag, self
        if tag in _ASIDE:
            return replace(position, is_aside=True)
        if tag == "a" and node.attributes.get("href"):
            return replace(position, is_link=True)
        if position.is_row:
            return replace(position, cell=node.mem_id) if tag in ("td", "th") else position
        if tag == "table":
            position = replace(position, table=node.mem_id)
        if tag == "tr":
            position = replace(position, is_row=_is_data_row(node))
        return replace(position, block=node.mem_id) if tag in _BLOCKS else position


_Piece = tuple[_Position, str]
_TOP = _Position()


def blocks(tree: LexborHTMLParser) -> list[Block]:
    """Return the text of a page in its order."""
    groups = groupby(_pieces(tree), key=lambda piece: piece[0].block)
    return [block for _, pieces in groups for block in _blocks_of(list(pieces))]


def _pieces(tree: LexborHTMLParser) -> Iterator[_Piece]:
    positions: dict[int, _Position] = {}
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        position = positions.get(node.parent.mem_id, _TOP) if node.parent else _TOP
        if node.is_element_node:
            positions[node.mem_id] = position.within(node)
        text = _text_of(node)
        if text and not position.is_aside:
            yield position, text


def _text_of(node: LexborNode) -> str:
    if node.tag == "br":
        return "\n"
    return SPACE.regex.sub(" ", node.text_content or "") if node.is_text_node else ""


def _is_data_row(node: LexborNode) -> bool:
    """Whether a table's row holds data, and not the layout of the page."""
    if node.css_first("table") is not None:
        return False
    return 1 < len(node.css("td, th")) <= _MOST_CELLS and len(node.text()) <= _LONGEST_ROW


def _blocks_of(pieces: list[_Piece]) -> list[Block]:
    """Return the lines of one block; a block of mostly links has none."""
    size = _size(pieces)
    if _size([piece for piece in pieces if piece[0].is_link]) > _MOSTLY * size:
        return []
    if pieces[0][0].is_row:
        return _row_of(pieces) if size else []
    lines = (" ".join(line.split()) for line in "".join(text for _, text in pieces).split("\n"))
    return [Block(text=line) for line in lines if line]


def _size(pieces: list[_Piece]) -> int:
    return sum(len(text.strip()) for _, text in pieces)


def _row_of(pieces: list[_Piece]) -> list[Block]:
    groups = groupby(pieces, key=lambda piece: piece[0].cell)
    cells = (" ".join("".join(text for _, text in cell).split()) for _, cell in groups)
    return [Block(text="\t".join(cell for cell in cells if cell), table=pieces[0][0].table)]
