"""Reads one TOML table value by value: checks types, finds lines, and reports unknown keys."""

import pathlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from feedgen.core.errors import Problem
from feedgen.core.model.facts import Fact, Origin
from feedgen.definitions.regions.toml_lines import KeyPath, line_of, path_at

LONGEST_TEXT = 500
"""Characters; a longer text is too much for a calendar."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass
class Problems:
    """What is wrong in one file."""

    file: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)

    def add(self, path: KeyPath, text: str) -> None:
        """Note a problem at a path of the file."""
        self.add_on_line(line_of(self.lines, path), path, text)

    def add_at(self, fact: Fact, key: str, text: str) -> None:
        """Note a problem of a key of a fact of this file; without a key of the whole fact."""
        path = path_at(self.lines, fact.origin.line)
        self.add((*path, key) if key else path, text)

    def add_on_line(self, line: int, path: KeyPath, text: str) -> None:
        """Note a problem on a line, as one printable line whatever it quotes."""
        self.found.append(
            Problem(_printable(self.file), line, _printable(dotted(path)), _printable(text))
        )

    def origin(self, path: KeyPath) -> Origin:
        """Return file and line of a path."""
        return Origin(self.file, line_of(self.lines, path))


def read_text(path: pathlib.Path, largest: int, problems: Problems) -> str:
    """Return the text of a file in UTF-8, with or without a mark; empty and a problem on failure.

    Args:
        path: The file.
        largest: Bytes, inclusive.
        problems: Gets the problem.
    """
    try:
        if (size := path.stat().st_size) <= largest:
            return path.read_bytes().decode("utf-8-sig")
        problems.add((), f"has {size} bytes; at most {largest}")
    except OSError as error:
        problems.add((), f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        text = f"is not UTF-8 (byte 0x{error.object[error.start]:02x}); save the file as UTF-8"
        problems.add_on_line(line, (), text)
    return ""


def dotted(path: KeyPath) -> str:
    """Return a path with dots, without the numbers of tables.

    >>> dotted(("session", 2, "start"))
    'session.start'
    """
    return ".".join(part for part in path if isinstance(part, str))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the second half of a message about an unknown word.

    >>> did_you_mean("exma", ["exam", "pass_mark"])
    "did you mean 'exam'"
    """
    known = sorted(known)
    near = get_close_matches(word, known, n=1)
    return f"did you mean '{near[0]}'" if near else f"known here: {', '.join(known)}"


class TableReader:
    """One TOML table; a wrong value leaves a problem and reads as one that is missing."""

    def __init__(self, data: dict[str, Any], path: KeyPath, problems: Problems) -> None:
        self.data = data
        self.path = path
        self.problems = problems
        self._known: set[str] = set()

    def problem(self, key: str, text: str) -> None:
        """Note a problem of one key, or of the table where the key is empty."""
        self.problems.add((*self.path, key) if key else self.path, text)

    def has(self, key: str) -> bool:
        """Say whether the key is written in the file."""
        self._known.add(key)
        return key in self.data

    def raw(self, key: str) -> object:
        """Return a value unchecked; None where it is left out."""
        self._known.add(key)
        return self.data.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """Read one line of text."""
        value = self._value(key, str, "text in quotes", required)
        if not isinstance(value, str):
            return ""
        if not value.strip():
            self.problem(key, "is empty; leave out what is not known")
        # Fast: nearly every text is printable.
        bad = "" if value.isprintable() else next(filter(_is_control, value), "")
        if bad:
            self.problem(key, f"holds {_named(bad)}; a text is one line without control characters")
        if "\\" in value:
            text = "holds a backslash, from which some calendars make a line break"
            self.problem(key, f"{text}; say it without one")
        if len(value) > LONGEST_TEXT:
            self.problem(key, f"has {len(value)} characters; at most {LONGEST_TEXT}")
        return value

    def title(self, key: str, *, required: bool = False) -> str:
        """Read a text that begins the title of an event, where only states are in brackets."""
        value = self.text(key, required=required)
        if value.startswith("【"):
            right = "leave the state out, a build adds it"
            self.problem(key, f"begins with '【', which says the state of a date; {right}")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Read a list of texts."""
        values = self._value(key, list, "a list of texts", required)
        if not isinstance(values, list):
            return ()
        items = {str(number): value for number, value in enumerate(values)}
        inner = TableReader(items, (*self.path, key), self.problems)
        return tuple(text for number in items if (text := inner.text(number)))

    def integer(self, key: str, *, lowest: int, highest: int, required: bool = False) -> int | None:
        """Read a whole number between two bounds, both inclusive."""
        value = self._value(key, int, f"a whole number from {lowest} to {highest}", required)
        if not isinstance(value, int):
            return None
        if not lowest <= value <= highest:
            shown = str(value) if abs(value) < 10**9 else "a number of that size"
            self.problem(key, f"{shown} cannot be; a whole number from {lowest} to {highest}")
            return None
        return value

    def year(self, key: str, *, required: bool = False) -> int | None:
        """Read an exam year."""
        return self.integer(key, lowest=2000, highest=2100, required=required)

    def flag(self, key: str, *, required: bool = False) -> bool:
        """Read true or false; false where it is left out."""
        return self._value(key, bool, "true or false", required) is True

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Read a day."""
        value = self._value(key, date, "a day such as 2026-08-16, without quotes", required)
        if not isinstance(value, date):
            return None
        if not EARLIEST <= value <= LATEST:
            self.problem(key, f"{value} cannot be; a day from {EARLIEST} to {LATEST}")
            return None
        return value

    def choice(self, key: str, options: Sequence[str], *, required: bool = False) -> str:
        """Read one of a few words."""
        value = self.text(key, required=required)
        if value and value not in options:
            self.problem(key, f"unknown word '{value}'; {did_you_mean(value, options)}")
        return value

    def url(self, key: str, *, required: bool = False) -> str:
        """Read an http(s) address."""
        value = self.text(key, required=required)
        if value and not is_web_address(value):
            right = "it must begin with http:// or https:// and name a host"
            self.problem(key, f"'{value[:80]}' is no web address; {right}")
        return value

    def table(self, key: str) -> "TableReader | None":
        """Open an inner table; None where it is left out."""
        value = self._value(key, dict, "a table", required=False)
        return (
            TableReader(value, (*self.path, key), self.problems)
            if isinstance(value, dict)
            else None
        )

    def tables(self, key: str) -> list["TableReader"]:
        """Open each table of an array of tables."""
        values = self._value(key, list, f"an array of tables, [[{key}]]", required=False)
        if not isinstance(values, list):
            return []
        if not all(isinstance(value, dict) for value in values):
            text = f"begin each with [[{dotted((*self.path, key))}]]"
            self.problem(key, f"is no array of tables; {text}")
            return []
        return [
            TableReader(value, (*self.path, key, number), self.problems)
            for number, value in enumerate(values)
        ]

    def report_unknown_keys(self) -> None:
        """Note every key that no reader knows."""
        for key in self.data.keys() - self._known:
            self.problem(key, f"unknown key '{key}'; {did_you_mean(key, self._known)}")

    def _value(self, key: str, kind: type, wanted: str, required: bool) -> object:
        self._known.add(key)
        if key not in self.data:
            if required:
                self.problem("", f"'{key}' is missing; give {wanted}")
            return None
        value = self.data[key]
        # A bool is an int and a datetime a date to Python, not to us.
        if type(value) is not kind:
            self.problem(key, f"is {_kind_of(value)}; give {wanted}")
            return None
        return value


def _kind_of(value: object) -> str:
    return _KINDS.get(type(value), "a time of day")


_KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    list: "a list",
    dict: "a table",
    date: "a day",
}


def _is_control(char: str) -> bool:
    """Say whether a character is a control character, a line separator or an invisible mark.

    So are those for private use, which stand for names in the templates of feeds, and the last two
    of each plane, which are no characters to XML.
    """
    category = unicodedata.category(char)
    return category in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"} or ord(char) & 0xFFFE == 0xFFFE


def _printable(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" if _is_control(char) else char for char in text)


def _named(char: str) -> str:
    if char in "\r\n\u2028\u2029":
        return "a line break"
    return f"the control character U+{ord(char):04X}"


def is_web_address(text: str) -> bool:
    """Say whether a text is an http(s) address that names a host."""
    if any(char.isspace() or char in '<>"\\^`{|}' for char in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_site(text: str) -> bool:
    """Say whether a folder may be served under an address: no query, no fragment, ASCII.

    >>> [is_site(f"{text}://example.org/") for text in ("https", "ftp")], is_site("https://b.org/?a")
    ([True, False], False)
    """
    return is_web_address(text) and text.isascii() and not any(char in text for char in "?#'@&")
