"""Splits a file into content lines; a malformed one becomes a finding, never an exception."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Reporter = Callable[[int, str, str], None]
"""Takes the line, rule and message of a finding."""
LONGEST_LINE = 75
"""Octets."""
_VALUE = r"(?:\"[^\"]*\"|[^\";:,]*)"
_PARAMETER = rf"[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*"
CONTENT_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;{_PARAMETER})*):(.*)", re.DOTALL)
PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True)
class Line:
    """One content line, unfolded."""

    number: int
    """Of its first physical line, from 1."""
    name: str
    """In capitals."""
    parameters: dict[str, str]
    """Names in capitals."""
    value: str

    def has_type(self, name: str) -> bool:
        """Return whether the line declares a type of value such as DATE."""
        return self.parameters.get("VALUE", "").upper() == name


def read_lines(content: bytes, report: Reporter) -> Iterator[Line]:
    """Yield the content lines of a file; report and skip all others."""
    if content.startswith(b"\xef\xbb\xbf"):
        report(1, "bom", "begins with a byte order mark")
        content = content[3:]
    for number, octets in _unfolded(content, report):
        text = _decoded(octets, number, report)
        match = CONTENT_LINE.fullmatch(text)
        if match:
            pairs = PARAMETER.findall(match[2])
            parameters = {name.upper(): value.strip('"') for name, value in pairs}
            yield Line(number, match[1].upper(), parameters, match[3])
        elif text:
            report(number, "content-line", f"is not a content line: {shown(text)}")
        else:
            report(number, "blank-line", "is empty")


def shown(text: str) -> str:
    """Return the first 40 characters of a text in quotes, control characters escaped."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _unfolded(content: bytes, report: Reporter) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the octets of each unfolded line."""
    first, octets = 0, bytearray()
    for number, line in enumerate(_physical_lines(content, report), start=1):
        if first and line[:1] in {b" ", b"\t"}:
            if _is_cut(bytes(octets[-4:])):
                report(number, "fold-character", "the line before it ends within a character")
            octets += line[1:]
        else:
            if first:
                yield first, bytes(octets)
            first, octets = number, bytearray(line)
    if first:
        yield first, bytes(octets)


def _physical_lines(content: bytes, report: Reporter) -> Iterator[bytes]:
    """Yield the lines of a file, split at CR LF, CR or LF."""
    lines = re.split(rb"\r\n|\n|\r", content)
    for number, end in enumerate(re.findall(rb"\r\n|\n|\r", content), start=1):
        if end != b"\r\n":
            name = "LF" if end == b"\n" else "CR"
            report(number, "line-ends", f"ends with {name} alone")
            break
    if lines[-1] == b"":
        lines.pop()
    else:
        report(len(lines), "last-line", "has no end")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            report(number, "line-length", f"has {len(line)} octets")
        yield line


def _is_cut(octets: bytes) -> bool:
    """Return whether octets end within a character of UTF-8."""
    for length, octet in enumerate(reversed(octets), start=1):
        if octet < 0x80:
            return False
        if octet >= 0xC0:
            return length < 2 + (octet >= 0xE0) + (octet >= 0xF0)
    return False


def _decoded(octets: bytes, number: int, report: Reporter) -> str:
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        report(number, "utf-8", f"is not UTF-8 (octet 0x{octets[error.start]:02x})")
        text = octets.decode("utf-8", "replace")
    if control := re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text):
        report(number, "control-character", f"holds U+{ord(control[0]):04X}")
    return text
