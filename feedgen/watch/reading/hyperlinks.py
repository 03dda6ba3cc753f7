"""Finds the links of a page, with the texts around them that may hold a notice's day."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedgen.watch.reading.page_patterns import ADDRESS, BLANK, QUOTED, SPACE

_DATA_KEYS = ("data-href", "data-url", "data-link")
_ROWS = ("li", "tr", "dd")
_FEW = 3
"""So many links a row may hold: a category or an attachment may be beside the title."""
_LEVELS = 6
"""So far above its link a row may lie, and so many neighbours may hold its day."""
_LONGEST_ROW = 300


@dataclass(frozen=True, kw_only=True)
class Hyperlink:
    """A link, or an element that a script makes one."""

    texts: tuple[str, ...]
    """Its pieces of text."""
    hint: str
    """The text that a browser shows on hovering."""
    address: str
    """As the page writes it, empty where only a script knows it."""
    beside: tuple[str, ...]
    """The texts in its row and around it, the likeliest to belong to it first."""


def hyperlinks(tree: LexborHTMLParser) -> Iterator[Hyperlink]:
    """Yield the links of a page in its order."""
    nodes = tree.css("a, [onclick], [data-href], [data-url], [data-link]")
    nodes = [node for node in nodes if _is_link(node)]
    counts = Counter(parent.mem_id for node in nodes for parent in islice(_parents(node), _LEVELS))
    for node in nodes:
        heading = node.css_first("h1, h2, h3, h4, h5, h6")
        pieces = (heading or node).text(separator="\x1f").split("\x1f")
        yield Hyperlink(
            texts=tuple(SPACE.regex.sub(" ", text).strip() for text in pieces),
            hint=node.attributes.get("title") or "",
            address=_address(node),
            beside=_texts_beside(node, heading, _row_of(node, counts)),
        )


def _is_link(node: LexborNode) -> bool:
    """Whether it leads somewhere itself, and is no frame around a link."""
    if node.tag == "a":
        is_jump = (node.attributes.get("href") or "").startswith("#")
        return not is_jump or "onclick" in node.attributes
    return node.tag != "body" and node.css_first("a") is None


def _address(node: LexborNode) -> str:
    attributes = {key: value or "" for key, value in node.attributes.items()}
    href = attributes.get("href", "")
    is_script = BLANK.regex.sub("", href).lower().startswith("javascript:") or href.startswith("#")
    if href and not is_script:
        return href
    scripts = (href, attributes.get("onclick", ""))
    quoted = (match[2] for script in scripts for match in QUOTED.regex.finditer(script))
    data = (attributes.get(key, "") for key in _DATA_KEYS)
    return next(chain(filter(ADDRESS.is_in, quoted), filter(None, data)), "")


def _row_of(node: LexborNode, counts: Mapping[int, int]) -> LexborNode:
    """Return the largest element that holds only this link, or the row that it shares with few."""
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


def _texts_beside(node: LexborNode, heading: LexborNode | None, row: LexborNode) -> tuple[str, ...]:
    text = node.text(separator=" ")
    texts = [text.replace(heading.text(separator=" "), " ", 1)] if heading else []
    if row.mem_id != node.mem_id:
        texts.append(row.text(separator=" ").replace(text, " ", 1))
    after, before = _neighbours(row, "next"), _neighbours(row, "prev")
    # The title of a definition list has its day in front of it.
    return (*texts, before, after) if row.tag == "dd" else (*texts, after, before)


def _neighbours(node: LexborNode, direction: str) -> str:
    """Return the text beside a node, as far as the line or the next link."""
    texts: list[str] = []
    for _ in range(_LEVELS):
        node = getattr(node, direction)
        if node is None or node.tag in ("a", "br"):
            break
        if node.is_element_node and node.css_first("a") is not None:
            break
        texts.append((node.text_content if node.is_text_node else node.text(separator=" ")) or "")
    return " ".join(texts if direction == "next" else reversed(texts))[:_LONGEST_ROW]
