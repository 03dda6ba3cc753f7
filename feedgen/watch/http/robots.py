"""Reads what a site's robots.txt lets us ask for, by RFC 9309.

Python's own `urllib.robotparser` is none that could be used: in 3.11 it takes `*` and `$` in a path
literally, lets the first rule win and not the longest, and raises ValueError at `Crawl-delay: ²`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

ROBOTS = "/robots.txt"
LARGEST_ROBOTS = 500 * 1024
"""Bytes that are read, the least that RFC 9309, section 2.5, asks for; what follows is left out."""
_ESCAPED = re.compile("%[0-9a-fA-F]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_DELAY = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
_PRODUCT = re.compile(r"[a-z_-]+|\*")


@dataclass(frozen=True)
class Rules:
    """What a site allows us."""

    paths: tuple[tuple[str, bool], ...] = ()
    """The start of a path, with `*` for anything and `$` for its end, and whether it is allowed."""
    delay_seconds: float = 0.0
    """Pause between two requests that the site asks for."""

    def allow(self, target: str) -> bool:
        """Say whether we may ask for a path; the longest rule that fits decides, and of two the
        kinder one.

        >>> Rules(paths=(("/", False), ("/tz/", True))).allow("/tz/1.html")
        True
        """
        path = _normal(target)
        fitting = [
            (len(pattern), is_allowed) for pattern, is_allowed in self.paths if _fits(pattern, path)
        ]
        return max(fitting, default=(0, True))[1]


ALL_ALLOWED = Rules()


def read_rules(content: bytes, product: str) -> Rules:
    """Return what a robots.txt says to us: to our name, else to everybody.

    Args:
        content: The file; what cannot be understood in it is passed over.
        product: Our name, lower case.
    """
    ours: list[tuple[str, str]] = []
    everybodys: list[tuple[str, str]] = []
    is_ours = is_everybodys = is_naming = is_named = False
    for key, value in _lines(content):
        if key == "user-agent":
            named = _PRODUCT.match(value.lower())
            name = named[0] if named else ""
            is_ours = (is_naming and is_ours) or name == product
            is_everybodys = (is_naming and is_everybodys) or name == "*"
            is_named = is_named or is_ours
        elif key in ("allow", "disallow", "crawl-delay"):
            ours += [(key, value)] if is_ours else []
            everybodys += [(key, value)] if is_everybodys else []
        else:
            continue
        is_naming = key == "user-agent"
    return _rules(ours if is_named else everybodys)


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8-sig", "replace").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        yield key.strip().lower(), value.strip()


def _rules(lines: list[tuple[str, str]]) -> Rules:
    # A rule without a path forbids nothing.
    paths = tuple(
        (_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value
    )
    delays = [
        float(value) for key, value in lines if key == "crawl-delay" and _DELAY.fullmatch(value)
    ]
    return Rules(paths, max(delays, default=0.0))


def _normal(path: str) -> str:
    """Return a path in which the same octets are written the same way (RFC 9309, section 2.2.2)."""
    escaped = quote(path, safe="/%:@!$&'()*+,;=?[]~")
    return _ESCAPED.sub(lambda found: _unescaped(found[0]), escaped)


def _unescaped(octet: str) -> str:
    meant = chr(int(octet[1:], 16))
    return meant if _UNRESERVED.fullmatch(meant) else octet.upper()


def _fits(pattern: str, path: str) -> bool:
    """Say whether a path starts as the pattern says; without regular expressions, which `*a*a*a`
    can keep busy.

    >>> _fits("/*.doc$", "/tz/1.doc"), _fits("/*.doc$", "/tz/1.docx"), _fits("/tz", "/tz/1.doc")
    (True, False, True)
    """
    start, star, end = pattern[:-1].rpartition("*") if pattern.endswith("$") else (pattern, "*", "")
    if not star:
        return path == end
    first, *others = start.split("*")
    if not (path.startswith(first) and path.endswith(end)):
        return False
    place, last_place = len(first), len(path) - len(end)
    for part in others:
        place = path.find(part, place, last_place)
        if place < 0:
            return False
        place += len(part)
    return place <= last_place
