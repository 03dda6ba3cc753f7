"""Turns the bytes of a page into text, whatever the page and its server say of its encoding."""

import codecs
import re

_GB = "gb18030"
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": _GB,
    "gb-2312": _GB,
    "gb_2312-80": _GB,
    "csgb2312": _GB,
    "gbk": _GB,
    "x-gbk": _GB,
    "cp936": _GB,
    "gb18030": _GB,
    "big5": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
"""GB18030 holds all of gb2312 and GBK, and pages that declare these use characters from beyond
them.

Latin-1 is missing on purpose: servers send it by default, and no notice is written in it."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?([\w-]+)",
    re.IGNORECASE,
)
_LONGEST_HEAD = 8_000
_FEW = 6
"""So many bytes beyond ASCII may be UTF-8 by chance."""
_SPOILT = 0.01
"""With a larger share of characters that cannot be read, what was declared is not believed."""


def decode(content: bytes, content_type: str) -> str:
    """Return the text of a page; what cannot be read becomes U+FFFD.

    Args:
        content: The bytes, which may end within a character.
        content_type: The header of that name, empty where there was none.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], encoding)
    declared = _declared(content, content_type)
    if _is_utf8(content) and (not declared or sum(byte > 127 for byte in content) > _FEW):
        return _read(content, "utf-8")
    if declared:
        text = _best(content, declared)
        if text.count("\ufffd") <= _SPOILT * len(text):
            return text
    return _best(content, [*declared, "utf-8", _GB])


def _declared(content: bytes, content_type: str) -> list[str]:
    """Return the known encodings that are declared, the header's first."""
    names = _HEADER.findall(content_type)
    names += [name.decode("ascii") for name in _DECLARED.findall(content[:_LONGEST_HEAD])]
    known = (_ENCODINGS.get(name.lower()) for name in names)
    return list(dict.fromkeys(encoding for encoding in known if encoding))


def _is_utf8(content: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(content)
    except UnicodeDecodeError:
        return False
    return True


def _best(content: bytes, encodings: list[str]) -> str:
    """Return the reading with the fewest characters that cannot be read, of equal ones the first."""
    return min(
        (_read(content, encoding) for encoding in encodings), key=lambda text: text.count("\ufffd")
    )


def _read(content: bytes, encoding: str) -> str:
    """A character that is cut off at the end is left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(content)
