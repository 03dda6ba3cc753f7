"""Sets the feeds of many places from one that was rendered: they differ in the place's name and in
its key alone.

icalendar makes the lines of a feed once, for a place that stands in for all of them. Those with the
stand-in's name are folded once for each length of name, and then name and key are put where the
stand-in's were. The bytes are those that `plain.render` gives for each place.
"""

import re
from collections.abc import Iterable
from functools import cache

PLACEHOLDER_NAME = "\ue000"
"""Stands for a name, each of whose characters takes three octets as this one does. For private use:
no text has it.
"""
PLACEHOLDER_KEY = "\ue001\ue001"
"""Stands for a key, in as many octets as its six digits take."""
FOLD = b"\r\n "
_NAME, _KEY = PLACEHOLDER_NAME.encode(), PLACEHOLDER_KEY.encode()
_GAP = re.compile(b"%b(?:(?:%b)?%b)*" % (_NAME, FOLD, _NAME))
# Three octets each, and nothing that is escaped.
_FITTING_NAME = re.compile("[\u0800-\ud7ff\uf900-\uffff]+")
_FITTING_KEY = re.compile("[0-9]{6}")
LONGEST_LINE = 74
"""Octets, as icalendar folds: RFC 5545 3.1 allows 75, the space at its beginning included."""


class FeedTemplate:
    """A feed with gaps for name and key."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of a feed.

        Args:
            lines: Not folded, of a place with the name and the key of the stand-in.
        """
        encoded = [line.encode() for line in lines]
        self._lines = [line if _NAME in line else fold(line) for line in encoded]
        # Not kept on the method: the cache would keep every stencil for good.
        self._folded = cache(self._folded_for)

    @staticmethod
    def fits(name: str, key: str) -> bool:
        """Say whether the feed of a place can be set from a stencil; of any other it has to be
        rendered.
        """
        return bool(_FITTING_NAME.fullmatch(name) and _FITTING_KEY.fullmatch(key))

    def fill(self, name: str, key: str) -> bytes:
        """Return the feed of a place.

        Args:
            name: Of a length from which it follows where lines are folded.
            key: What its UIDs begin with.
        """
        content, gaps = self._folded(len(name))
        for gap in gaps:
            content = content.replace(gap, _folded_like(gap, name.encode()))
        return content.replace(_KEY, key.encode())

    def _folded_for(self, length: int) -> tuple[bytes, set[bytes]]:
        """Return the feed for names of a length, and its gaps: each a name, in one or with a fold
        in it.
        """
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
    r"""Return a line of content as icalendar folds it: no character is split, and no backslash from
    what it escapes.

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
