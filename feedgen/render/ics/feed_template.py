"""Fills one rendered feed with the names and keys of many places.

icalendar makes the lines of a feed once, with placeholders for name and key. Lines with a name are
folded once for each length of name, then the placeholders are replaced. The bytes are those that
`writer.render` gives for each place.
"""

import re
from collections.abc import Iterable
from functools import cache

PLACEHOLDER_NAME = "\ue000"
"""Stands for a character of a name, of three octets like it. Private use: no text contains it."""
PLACEHOLDER_KEY = "\ue001\ue001"
"""Stands for a key, in the six octets of its digits."""
FOLD = b"\r\n "
_NAME, _KEY = PLACEHOLDER_NAME.encode(), PLACEHOLDER_KEY.encode()
_GAP = re.compile(b"%b(?:(?:%b)?%b)*" % (_NAME, FOLD, _NAME))
# Three octets each, and never escaped.
_FITTING_NAME = re.compile("[\u0800-\ud7ff\uf900-\uffff]+")
_FITTING_KEY = re.compile("[0-9]{6}")
LONGEST_LINE = 74
"""Octets, as icalendar folds: RFC 5545 3.1 allows 75, the space at its beginning included."""


class FeedTemplate:
    """A feed with placeholders for name and key."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the unfolded lines of a feed of the placeholders."""
        encoded = [line.encode() for line in lines]
        self._lines = [line if _NAME in line else fold(line) for line in encoded]
        # A cache on the method would keep every template for good.
        self._folded = cache(self._folded_for)

    @staticmethod
    def fits(name: str, key: str) -> bool:
        """Say whether a template gives the feed of a place; if not, the feed has to be rendered."""
        return bool(_FITTING_NAME.fullmatch(name) and _FITTING_KEY.fullmatch(key))

    def fill(self, name: str, key: str) -> bytes:
        """Return the feed of a place, by its name and the key in its UIDs."""
        content, gaps = self._folded(len(name))
        for gap in gaps:
            content = content.replace(gap, _folded_like(gap, name.encode()))
        return content.replace(_KEY, key.encode())

    def _folded_for(self, length: int) -> tuple[bytes, set[bytes]]:
        """Return the feed for names of a length, and the gaps for the name with their folds."""
        lines = [
            fold(line.replace(_NAME, _NAME * length)) if _NAME in line else line
            for line in self._lines
        ]
        content = b"\r\n".join(lines) + b"\r\n"
        return content, set(_GAP.findall(content))


def _folded_like(gap: bytes, name: bytes) -> bytes:
    """Return a name with the folds of a gap of its length."""
    filled = b""
    for part in gap.split(FOLD):
        filled, name = filled + (FOLD if filled else b"") + name[: len(part)], name[len(part) :]
    return filled


def fold(line: bytes) -> bytes:
    r"""Fold a content line as icalendar does: it splits no character and no escape sequence.

    >>> fold(b"X" * 73 + b"\\n")
    b'XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX\r\n \\n'
    """
    parts, begun = [], 0
    while len(line) - begun > LONGEST_LINE:
        end = begun + LONGEST_LINE
        while line[end] & 0xC0 == 0x80:
            end -= 1
        if line[end - 1] in b"\\^" and end - 1 > begun:
            end -= 1
        parts.append(line[begun:end])
        begun = end
    return FOLD.join([*parts, line[begun:]])
