"""Finds the line of each key of a TOML file, which `tomllib` does not report.

Knows what region files use: tables, arrays of tables, dotted keys, all kinds of strings, and
arrays of inline tables.
"""

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""The path of a value in a TOML document, such as `("session", 0, "start")`."""

_HEADER = re.compile(r"^\s*(\[\[?)([^\]]+)\]")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_SIGN = re.compile(r"""\"{3}|'{3}|["'#\[\]{}]""")
"""Signs with a meaning outside a string."""
_STOP = {'"': re.compile(r'[\\"]'), "'": re.compile("'")}
"""Signs with a meaning in a string, by its quote."""


def line_index(text: str) -> dict[KeyPath, int]:
    """Return the line, counted from 1, of every table and key in a TOML text.

    >>> line_index('a = 1\\n[[b]]\\nc = [\\n  { d = 1 },\\n]\\n')
    {('a',): 1, ('b',): 2, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 0, 'c', 0): 4}
    """
    index: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    value = _Value(())
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if not value.is_open:
            if header := _HEADER.match(line):
                table = _enter(_split(header[2]), header[1] == "[[", counts, index, number)
                continue
            if not (key := _KEY.match(line)):
                continue
            value = _Value(table + _split(key[1]))
            _note(value.path, index, number)
            rest = line[key.end() :]
        for element in value.read(rest):
            index.setdefault(element, number)
    return index


def line_of(index: dict[KeyPath, int], path: KeyPath) -> int:
    """Return the line of a path, or of the innermost known table around it."""
    while path and path not in index:
        path = path[:-1]
    return index.get(path, 1)


def path_at(index: dict[KeyPath, int], line: int) -> KeyPath:
    """Return the path of the last key or table that begins at or before a line."""
    before = [(number, len(path), path) for path, number in index.items() if number <= line]
    return max(before, key=lambda entry: entry[:2])[2] if before else ()


def _split(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _note(path: KeyPath, index: dict[KeyPath, int], number: int) -> None:
    """Note the line of a path, and of each table around it without a header of its own."""
    for length in range(1, len(path) + 1):
        index.setdefault(path[:length], number)


def _enter(
    name: KeyPath,
    is_array: bool,
    counts: dict[KeyPath, int],
    index: dict[KeyPath, int],
    number: int,
) -> KeyPath:
    """Return the path of the table whose header stands on a line, and note the line."""
    path: KeyPath = ()
    for part in name[:-1]:
        path += (part,)
        if path in counts:
            path += (counts[path] - 1,)
    path += name[-1:]
    _note(path, index, number)
    if is_array:
        counts[path] = counts.get(path, 0) + 1
        path += (counts[path] - 1,)
        index[path] = number
    return path


class _Value:
    """A value that may go on over several lines, with its open string and brackets."""

    def __init__(self, path: KeyPath) -> None:
        self.path = path
        self._quote = ""
        self._brackets = ""
        self._elements = 0

    @property
    def is_open(self) -> bool:
        return bool(self._brackets) or len(self._quote) == 3

    def read(self, text: str) -> Iterator[KeyPath]:
        """Read one line of the value; yield the path of each inline table that begins on it."""
        if len(self._quote) == 1:
            self._quote = ""
        position = 0
        while position < len(text):
            if self._quote:
                position = self._through_string(text, position)
                continue
            sign = _SIGN.search(text, position)
            if sign is None or sign[0] == "#":
                return
            position = sign.end()
            if sign[0][0] in "\"'":
                self._quote = sign[0]
                continue
            if sign[0] == "{" and self._brackets == "[":
                yield (*self.path, self._elements)
                self._elements += 1
            if sign[0] in "[{":
                self._brackets += sign[0]
            else:
                self._brackets = self._brackets[:-1]

    def _through_string(self, text: str, position: int) -> int:
        stop = _STOP[self._quote[0]].search(text, position)
        if stop is None:
            return len(text)
        position = stop.start()
        if stop[0] == "\\":
            return position + 2
        if text.startswith(self._quote, position):
            position += len(self._quote)
            # A string of three quotes may end in two more that belong to it.
            while len(self._quote) == 3 and text.startswith(self._quote[0], position):
                position += 1
            self._quote = ""
            return position
        return position + 1
