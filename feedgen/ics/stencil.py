"""Sets the feeds of many places from one that was rendered: they differ in the place's name and in its key alone.

icalendar makes the lines of a feed once, for a place that stands in for all of them. Those with the stand-in's name are
folded once for each length of name, and then name and key are put where the stand-in's were. The bytes are those that
`plain.render` gives for each place.
"""

import re
from collections.abc import Iterable
from functools import cache

STAND_IN_NAME = "\ue000"
"""Stands for a name, each of whose characters takes three octets as this one does. For private use: no text has it."""
STAND_IN_KEY = "\ue001\ue001"
"""Stands for a key, in as many octets as its six digits take."""
_GAP = re.compile(f"({STAND_IN_NAME}+|{STAND_IN_KEY})".encode())
_NAME = STAND_IN_NAME.encode()
_KEY = STAND_IN_KEY.encode()
# Three octets each, and nothing that is escaped.
_FITTING_NAME = re.compile("[\u0800-\ud7ff\uf900-\uffff]+")
_FITTING_KEY = re.compile("[0-9]{6}")
OCTETS = 3
LONGEST_LINE = 74
"""Octets, as icalendar folds: RFC 5545 3.1 allows 75, the space at its beginning included."""


class Stencil:
    """A feed with gaps for name and key."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of a feed.

        Args:
            lines: Not folded, of a place with the name and the key of the stand-in.
        """
        encoded = [line.encode() for line in lines]
        self._lines = [line if _NAME in line else fold(line) for line in encoded]
        # Not kept on the method: the cache would keep every stencil for good.
        self._cut = cache(self._cut_for)

    @staticmethod
    def fits(name: str, key: str) -> bool:
        """Say whether the feed of a place can be set from a stencil; of any other it has to be rendered."""
        return bool(_FITTING_NAME.fullmatch(name) and _FITTING_KEY.fullmatch(key))

    def fill(self, name: str, key: str) -> bytes:
        """Return the feed of a place.

        Args:
            name: Of a length from which it follows where lines are folded.
            key: What its UIDs begin with.
        """
        pieces, gaps = self._cut(len(name))
        name_bytes, key_bytes = name.encode(), key.encode()
        filled = list(pieces)
        for number, part in gaps:
            filled[number] = name_bytes[part] if part else key_bytes
        return b"".join(filled)

    def _cut_for(self, length: int) -> tuple[list[bytes], list[tuple[int, slice | None]]]:
        """Return the feed in pieces for names of a length, and what fills its gaps: a part of the name, or the key."""
        lines = [fold(line.replace(_NAME, _NAME * length)) if _NAME in line else line for line in self._lines]
        pieces = _GAP.split(b"\r\n".join(lines) + b"\r\n")
        gaps: list[tuple[int, slice | None]] = []
        begun = 0
        for number in range(1, len(pieces), 2):
            if pieces[number] == _KEY:
                gaps.append((number, None))
                continue
            # A fold may fall within the name, whose parts are then found one by one.
            until = begun + len(pieces[number])
            gaps.append((number, slice(begun, until)))
            begun = until % (length * OCTETS)
        return pieces, gaps


def fold(line: bytes) -> bytes:
    r"""Return a line of content as icalendar folds it: no character is split, and no backslash from what it escapes.

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
    return b"\r\n ".join([*parts, line[begun:]])
