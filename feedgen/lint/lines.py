"""Reads a file into content lines, whatever it is: what is wrong with it becomes findings, never an
exception.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Report = Callable[[int, str, str], None]
"""Takes a line, the name of a rule, and what is wrong."""
LONGEST_LINE = 75
"""Octets."""
_VALUE = r"(?:\"[^\"]*\"|[^\";:,]*)"
_PARAMETER = rf"[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*"
CONTENT_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;{_PARAMETER})*):(.*)", re.DOTALL)
PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True)
class Line:
    """One content line, its folds undone."""

    number: int
    """Of its first physical line, from 1."""
    name: str
    """In capitals."""
    parameters: dict[str, str]
    """Names in capitals."""
    value: str


def read_lines(content: bytes, report: Report) -> Iterator[Line]:
    """Yield the content lines of a file; what is none is reported and passed over."""
    if content.startswith(b"\xef\xbb\xbf"):
        report(1, "bom", "begins with a byte order mark")
        content = content[3:]
    for number, raw in _logical(content, report):
        text = _decoded(raw, number, report)
        match = CONTENT_LINE.fullmatch(text)
        if match:
            parameters = {
                name.upper(): value.strip('"') for name, value in PARAMETER.findall(match[2])
            }
            yield Line(number, match[1].upper(), parameters, match[3])
        elif not text:
            report(number, "blank-line", "is empty")
        else:
            report(number, "content-line", f"is no content line: {shown(text)}")


def shown(text: str) -> str:
    """Return the beginning of a text as it can be printed on one line."""
    cut = text if len(text) <= 40 else f"{text[:40]}…"
    return repr(cut)


def _logical(content: bytes, report: Report) -> Iterator[tuple[int, bytes]]:
    """Yield number and octets of each line, its folds undone."""
    first, held = 1, bytearray()
    is_begun = False
    for number, line in enumerate(_physical(content, report), start=1):
        if line[:1] in {b" ", b"\t"} and is_begun:
            if held and _is_cut(bytes(held[-4:])):
                report(number, "fold-character", "the line before it ends within a character")
            held += line[1:]
            continue
        if is_begun:
            yield first, bytes(held)
        first, held, is_begun = number, bytearray(line), True
    if is_begun:
        yield first, bytes(held)


def _physical(content: bytes, report: Report) -> Iterator[bytes]:
    """Yield the lines of a file, told apart by CR LF, or by what stands in its place."""
    lines = re.split(rb"\r\n|\n|\r", content)
    ends = re.findall(rb"\r\n|\n|\r", content)
    odd = next((number for number, end in enumerate(ends, start=1) if end != b"\r\n"), 0)
    if odd:
        what = "LF" if ends[odd - 1] == b"\n" else "CR"
        report(odd, "line-ends", f"ends with {what} alone")
    if lines[-1] == b"":
        lines.pop()
    else:
        report(len(lines), "last-line", "has no end")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            report(number, "line-length", f"has {len(line)} octets")
        yield line


def _is_cut(octets: bytes) -> bool:
    """Say whether octets end within a character of UTF-8."""
    for length in range(1, min(4, len(octets)) + 1):
        octet = octets[-length]
        if octet >= 0xC0:
            needed = 2 if octet < 0xE0 else 3 if octet < 0xF0 else 4
            return length < needed
        if octet < 0x80:
            return False
    return False


def _decoded(raw: bytes, number: int, report: Report) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        report(number, "utf-8", f"is not UTF-8 (octet 0x{raw[error.start]:02x})")
        text = raw.decode("utf-8", "replace")
    if bad := next((char for char in text if (char < " " and char != "\t") or char == "\x7f"), ""):
        report(number, "control-character", f"holds U+{ord(bad):04X}")
    return text
