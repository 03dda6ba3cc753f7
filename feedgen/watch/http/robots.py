"""Reads a site's robots.txt by RFC 9309, with Protego."""

import re

from protego import Protego

from feedgen.watch.http.rate_limit import PRODUCT

ROBOTS = "/robots.txt"
LARGEST_ROBOTS = 500 * 1024
"""Bytes that are read, the least that RFC 9309, section 2.5, asks for; the rest is ignored."""
ALL_ALLOWED = Protego.parse("")
_GROUP = re.compile(r"^\s*user[\s-]*agent[\s:]+([a-z_-]+|\*|).*", re.IGNORECASE)


def read_rules(content: bytes) -> Protego:
    """Return the rules of a robots.txt; malformed lines are ignored.

    Protego finds a group whose name begins ours (`feed`), and misses ours with a version
    (`FeedGen/2.0`): section 2.2.1 compares product tokens. It also copies each rule to every name
    of its group, which fills the memory where a group has ten thousand names. So every name but
    ours and `*` becomes the same one.
    """
    lines = content.decode("utf-8-sig", "replace").splitlines()
    return Protego.parse("\n".join(_GROUP.sub(_group, line) for line in lines))


def _group(match: re.Match[str]) -> str:
    name = match[1].lower()
    return f"User-agent: {name if name in (PRODUCT, '*') else 'another'}"
