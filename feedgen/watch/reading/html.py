"""Parses a page of any quality into a tree of its relevant tags, and its scripts.

A page is copied tag by tag, with the few attributes that are needed, before it is parsed: parsers
take quadratic time over deep nesting, many attributes and formatting that is never closed.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from feedgen.watch.reading.page_patterns import ATTRIBUTE, END_TAGS, TAG

LONGEST_TEXT = 4_000_000
"""Characters of a page; the rest is not read."""
_DEEPEST = 400
"""Browsers stop at 512 as well."""
_LONGEST_VALUE = 2_000
_KEPT = frozenset({
    "href", "title", "onclick", "content", "name", "property", "data-href", "data-url", "data-link",
})  # fmt: skip
_INLINE = (
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    "svg", "math", "object", "applet", "marquee", "button", "label",
)  # fmt: skip
_TEXTUAL = (
    "template", "textarea", "xmp", "plaintext", "noembed", "noframes", "iframe", "frameset",
)  # fmt: skip
_RENAMED = {**dict.fromkeys(_INLINE, "span"), **dict.fromkeys(_TEXTUAL, "div"), "title": "x-title"}
"""Tags that make a parser repeat itself, or read markup as text."""
_FLAT = frozenset({
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "wbr", "html", "head", "body", "p", "li", "dd", "dt", "tr", "td", "th", "tbody",
    "option", "a",
})  # fmt: skip
"""Tags that need no end, so that they nest no deeper than those around them."""


@dataclass(frozen=True, kw_only=True)
class Script:
    """A script of a page."""

    is_json: bool
    """By its declared type."""
    text: str


def parse(text: str) -> tuple[LexborHTMLParser, list[Script]]:
    """Return a page as a tree without scripts, styles and comments, and its scripts."""
    pieces, scripts = _copy(text[:LONGEST_TEXT])
    return LexborHTMLParser("".join(pieces).encode("utf-8", "replace")), scripts


def _copy(text: str) -> tuple[list[str], list[Script]]:
    pieces: list[str] = []
    scripts: list[Script] = []
    depth = done = 0
    while tag := TAG.regex.search(text, done):
        pieces.append(text[done : tag.start()])
        if tag[2] is None:
            done = _behind("-->", text, tag.end())
            continue
        name = _RENAMED.get(tag[2].lower(), tag[2].lower())
        done, attributes = _attributes(text, tag.end())
        is_nesting = name not in _FLAT
        if tag[1]:
            depth = max(0, depth - is_nesting)
            pieces.append(f"</{name}>")
        elif name in END_TAGS:
            end = END_TAGS[name].regex.search(text, done)
            start, done = done, end.start() if end else len(text)
            is_json = "json" in attributes.get("type", "").lower()
            scripts.append(Script(is_json=is_json, text=text[start:done]))
        elif not is_nesting or depth < _DEEPEST:
            depth += is_nesting
            kept = (f" {key}={value}" for key, value in attributes.items() if key in _KEPT)
            pieces.append(f"<{name}{''.join(kept)}>")
    return [*pieces, text[done:]], scripts


def _attributes(text: str, start: int) -> tuple[int, dict[str, str]]:
    """Return where a tag ends, and its attributes with their quotes."""
    attributes: dict[str, str] = {}
    while match := ATTRIBUTE.regex.match(text, start):
        start = match.end()
        value = match[2] or ""
        if value[:1] not in ("'", '"'):
            value = '"' + value.replace('"', "&quot;") + '"'
        if len(value) <= _LONGEST_VALUE:
            attributes.setdefault(match[1].lower(), value)
    return _behind(">", text, start), attributes


def _behind(mark: str, text: str, start: int) -> int:
    """Return the end of the next mark, or the end of the text."""
    place = text.find(mark, start)
    return len(text) if place < 0 else place + len(mark)
