"""Decodes the bytes of a page, also where the page or its server declares a wrong encoding."""

import codecs

from feedgen.watch.reading.page_patterns import CHARSET, DECLARED_CHARSET

_GB = "gb18030"
# GB18030 contains gb2312 and GBK, and pages that declare these use characters from beyond them.
# Latin-1 is missing on purpose: servers send it by default, and no notice is written in it.
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb2312", "gb-2312", "gb_2312-80", "csgb2312"), _GB),
    **dict.fromkeys(("gbk", "x-gbk", "cp936", "gb18030"), _GB),
    "big5": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_HEAD = 8_000
_FEW = 6
"""So many bytes beyond ASCII may be UTF-8 by chance."""
_MOST_UNREADABLE = 0.01
"""Share of characters; with more of them the declared encoding is not believed."""
_UNREADABLE = "\ufffd"


def decode(content: bytes, content_type: str) -> str:
    """Return the text of a page; unreadable characters become U+FFFD.

    Args:
        content: The bytes, which may end within a character.
        content_type: The header of that name, empty where there was none.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], encoding)
    declared = _declared(content, content_type)
    if _is_utf8(content) and (not declared or sum(byte > 127 for byte in content) > _FEW):
        return _read(content, "utf-8")
    if declared:
        text = _best(content, declared)
        if text.count(_UNREADABLE) <= _MOST_UNREADABLE * len(text):
            return text
    return _best(content, [*declared, "utf-8", _GB])


def _declared(content: bytes, content_type: str) -> list[str]:
    """Return the known encodings that are declared, the header's first."""
    head = content[:_LONGEST_HEAD].decode("latin-1")
    names = CHARSET.regex.findall(content_type) + DECLARED_CHARSET.regex.findall(head)
    known = (_ENCODINGS.get(name.lower()) for name in names)
    return list(dict.fromkeys(encoding for encoding in known if encoding))


def _is_utf8(content: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(content)
    except UnicodeDecodeError:
        return False
    return True


def _best(content: bytes, encodings: list[str]) -> str:
    """Return the text with the fewest unreadable characters, the first of equal ones."""
    texts = (_read(content, encoding) for encoding in encodings)
    return min(texts, key=lambda text: text.count(_UNREADABLE))


def _read(content: bytes, encoding: str) -> str:
    # An incremental decoder leaves out a character that is cut off at the end.
    return codecs.getincrementaldecoder(encoding)("replace").decode(content)
