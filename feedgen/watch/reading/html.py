"""Takes a page apart, however badly it is made: a tree of what matters here, its scripts, its text
block by block.

A page is copied tag by tag, with the few attributes that are needed, before it is parsed: parsers
take quadratic time over deep nesting, many attributes and formatting that is never closed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST_TEXT = 4_000_000
"""Characters of a page; what comes after is not read."""
LONGEST_LINE = 200
_DEEPEST = 400
"""Browsers stop at 512 as well."""
_LONGEST_VALUE = 2_000
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][\w:-]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=>"'/]+|["'])(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_KEPT = frozenset(
    {
        "href",
        "title",
        "onclick",
        "content",
        "name",
        "property",
        "data-href",
        "data-url",
        "data-link",
    }
)
_SILENT = frozenset({"script", "style"})
_RENAMED = {
    **dict.fromkeys(
        (
            "b",
            "big",
            "code",
            "em",
            "font",
            "i",
            "nobr",
            "s",
            "small",
            "strike",
            "strong",
            "tt",
            "u",
        ),
        "span",
    ),
    **dict.fromkeys(("svg", "math", "object", "applet", "marquee", "button", "label"), "span"),
    **dict.fromkeys(
        ("template", "textarea", "xmp", "plaintext", "noembed", "noframes", "iframe", "frameset"),
        "div",
    ),
    "title": "x-title",
}
"""Tags that make a parser repeat itself, or read markup as text."""
_UNCOUNTED = frozenset({
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "wbr",
    "html", "head", "body", "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "option", "a",
})  # fmt: skip
"""Tags that have no end or need none, so that they nest no deeper than those around them."""
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip
_ASIDE = frozenset({"nav", "header", "footer", "aside", "select", "x-title"})
_LONGEST_ROW = 300
_MOST_CELLS = 30
_MOSTLY = 0.6
_ROWS = ("li", "tr", "dd")
_FEW = 3
"""So many links a row may hold, for a category or an attachment stands beside the title."""
_LEVELS = 6
"""So far above its link a row may lie, and so many neighbours tell its day."""
_QUOTED = re.compile(r"""(["'])([^"'\s]{2,2000})\1""")
_ADDRESS = re.compile(
    r"^(?:https?:)?//|^\.{0,2}/|\.(?:s?html?|jspx?|aspx?|php|do|action)\b|\?\w+=", re.IGNORECASE
)
_BLANK = re.compile(r"[\x00-\x20]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Script:
    """A script of a page."""

    is_json: bool
    """By its own word."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Something in a page that leads somewhere."""

    texts: tuple[str, ...]
    """Its pieces of text."""
    hint: str
    """What shows when one points at it."""
    address: str
    """As it is written there, empty where only a script knows it."""
    beside: tuple[str, ...]
    """The texts in its row and around it, the likeliest to belong to it first."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, a line of one, or a row of a table with a tab between its cells."""

    text: str
    table: int = 0
    """The same number for the rows of one table, 0 outside of tables."""


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text as one printable line that no terminal, log or workflow takes for a command.

    >>> one_line("::error::成绩\\n公布")
    '：：error：：成绩 公布'
    """
    head = text[: 20 * longest]
    shown = "".join(
        each if each.isprintable() else " " for each in head if unicodedata.category(each) != "Cf"
    )
    line = " ".join(shown.split()).replace("::", "：：").replace("##[", "＃＃[")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def parse(text: str) -> tuple[LexborHTMLParser, list[Script]]:
    """Return a page as a tree without scripts, styles and comments, and its scripts."""
    pieces, scripts = _copy(text[:LONGEST_TEXT])
    return LexborHTMLParser("".join(pieces).encode("utf-8", "replace")), scripts


def _copy(text: str) -> tuple[list[str], list[Script]]:
    pieces: list[str] = []
    scripts: list[Script] = []
    depth = done = 0
    while tag := _TAG.search(text, done):
        pieces.append(text[done : tag.start()])
        if tag[2] is None:
            end = text.find("-->", tag.end())
            done = len(text) if end < 0 else end + 3
            continue
        name = _RENAMED.get(tag[2].lower(), tag[2].lower())
        done, attributes = _attributes(text, tag.end())
        if name in _SILENT and not tag[1]:
            end = _end_of(name, text, done)
            scripts.append(
                Script(is_json="json" in attributes.get("type", "").lower(), text=text[done:end])
            )
            done = end
        elif tag[1]:
            depth -= 1 if depth and name not in _UNCOUNTED else 0
            pieces.append(f"</{name}>")
        elif name in _UNCOUNTED or depth < _DEEPEST:
            depth += name not in _UNCOUNTED
            pieces.append(
                f"<{name}{''.join(f' {key}={value}' for key, value in attributes.items() if key in _KEPT)}>"
            )
    return [*pieces, text[done:]], scripts


def _attributes(text: str, start: int) -> tuple[int, dict[str, str]]:
    """Return where a tag ends, and its attributes with their quotes."""
    found: dict[str, str] = {}
    while attribute := _ATTRIBUTE.match(text, start):
        start = attribute.end()
        value = attribute[2] or ""
        if value[:1] not in ("'", '"'):
            value = '"' + value.replace('"', "&quot;") + '"'
        if len(value) <= _LONGEST_VALUE:
            found.setdefault(attribute[1].lower(), value)
    end = text.find(">", start)
    return (len(text) if end < 0 else end + 1), found


def _end_of(name: str, text: str, start: int) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, start)
    return end.start() if end else len(text)


def anchors(tree: LexborHTMLParser) -> Iterator[Anchor]:
    """Return what leads somewhere, in its order: links, and elements that a script makes one."""
    nodes = [
        node
        for node in tree.css("a, [onclick], [data-href], [data-url], [data-link]")
        if _is_anchor(node)
    ]
    counts = Counter(parent.mem_id for node in nodes for parent in islice(_parents(node), _LEVELS))
    for node in nodes:
        row = _row_of(node, counts)
        heading, own = node.css_first("h1, h2, h3, h4, h5, h6"), node.text(separator=" ")
        beside = [own.replace(heading.text(separator=" "), " ", 1)] if heading else []
        beside += (
            [] if row.mem_id == node.mem_id else [row.text(separator=" ").replace(own, " ", 1)]
        )
        after, before = _along(row, "next"), _along(row, "prev")
        yield Anchor(
            texts=tuple(
                _SPACE.sub(" ", text).strip()
                for text in (heading or node).text(separator="\x1f").split("\x1f")
            ),
            hint=node.attributes.get("title") or "",
            address=_leads_to(node),
            beside=(*beside, before, after) if row.tag == "dd" else (*beside, after, before),
        )


def _is_anchor(node: LexborNode) -> bool:
    """Whether it leads somewhere itself, and is no frame around a link."""
    if node.tag == "a":
        return (
            not (node.attributes.get("href") or "").startswith("#") or "onclick" in node.attributes
        )
    return node.tag != "body" and node.css_first("a") is None


def _leads_to(node: LexborNode) -> str:
    """Return the address, empty where only a script knows it."""
    attributes = {key: value or "" for key, value in node.attributes.items()}
    href = attributes.get("href", "")
    is_script = _BLANK.sub("", href).lower().startswith("javascript:") or href.startswith("#")
    if href and not is_script:
        return href
    for script in (href, attributes.get("onclick", "")):
        for quoted in _QUOTED.finditer(script):
            if _ADDRESS.search(quoted[2]):
                return quoted[2]
    return next(
        (attributes[key] for key in ("data-href", "data-url", "data-link") if attributes.get(key)),
        "",
    )


def _row_of(node: LexborNode, counts: Mapping[int, int]) -> LexborNode:
    """Return the largest element around a link that holds it alone, or the row that it shares with
    few.
    """
    row = node
    for parent in islice(_parents(node), _LEVELS):
        if counts[parent.mem_id] > _FEW or parent.tag == "body":
            break
        if counts[parent.mem_id] == 1 or parent.tag in _ROWS:
            row = parent
        if parent.tag in _ROWS:
            break
    return row


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent
        parent = parent.parent


def _along(node: LexborNode, direction: str) -> str:
    """Return the text beside a node as far as the line or the next link."""
    texts: list[str] = []
    for _ in range(_LEVELS):
        node = getattr(node, direction)
        if (
            node is None
            or node.tag in ("a", "br")
            or (node.is_element_node and node.css_first("a") is not None)
        ):
            break
        texts.append((node.text_content if node.is_text_node else node.text(separator=" ")) or "")
    return " ".join(texts if direction == "next" else reversed(texts))[:_LONGEST_ROW]


@dataclass(frozen=True)
class _Place:
    """Where a text stands."""

    block: int = 0
    cell: int = 0
    table: int = 0
    is_row: bool = False
    is_link: bool = False
    is_aside: bool = False

    def within(self, node: LexborNode) -> "_Place":
        """Return the place of what an element holds."""
        tag, place = node.tag, self
        if tag in _ASIDE:
            return replace(place, is_aside=True)
        if tag == "a" and node.attributes.get("href"):
            return replace(place, is_link=True)
        if place.is_row:
            return replace(place, cell=node.mem_id) if tag in ("td", "th") else place
        if tag == "table":
            place = replace(place, table=node.mem_id)
        if tag == "tr":
            place = replace(place, is_row=_is_row(node))
        return replace(place, block=node.mem_id) if tag in _BLOCKS else place


def _is_row(node: LexborNode) -> bool:
    """Whether a table's row holds data, and not the page."""
    if node.css_first("table") is not None:
        return False
    return 1 < len(node.css("td, th")) <= _MOST_CELLS and len(node.text()) <= _LONGEST_ROW


def blocks(tree: LexborHTMLParser) -> list[Block]:
    """Return the text of a page in its order, without what stands beside it: navigation, menus,
    lists of links.
    """
    found: list[Block] = []
    places: dict[int, _Place] = {}
    pieces: list[tuple[_Place, str]] = []
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        outer = places.get(node.parent.mem_id, _Place()) if node.parent else _Place()
        if node.is_element_node:
            places[node.mem_id] = outer.within(node)
        text = (
            "\n"
            if node.tag == "br"
            else _SPACE.sub(" ", node.text_content or "")
            if node.is_text_node
            else ""
        )
        if not text or outer.is_aside:
            continue
        if pieces and pieces[-1][0].block != outer.block:
            found += _blocks_of(pieces)
            pieces = []
        pieces.append((outer, text))
    return found + _blocks_of(pieces)


def _blocks_of(pieces: list[tuple[_Place, str]]) -> list[Block]:
    """Return the lines of one block, none where it is mostly links."""
    size = sum(len(text.strip()) for _, text in pieces)
    if (
        sum(len(text.strip()) for place, text in pieces if place.is_link) > _MOSTLY * size
        or not pieces
    ):
        return []
    first = pieces[0][0]
    if first.is_row:
        cells = (
            " ".join("".join(text for _, text in cell).split())
            for _, cell in groupby(pieces, lambda each: each[0].cell)
        )
        return (
            [Block(text="\t".join(cell for cell in cells if cell), table=first.table)]
            if size
            else []
        )
    lines = (" ".join(line.split()) for line in "".join(text for _, text in pieces).split("\n"))
    return [Block(text=line) for line in lines if line]
