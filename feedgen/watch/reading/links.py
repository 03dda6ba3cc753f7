"""The links of a list of notices, and their addresses."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urljoin, urlsplit

from feedgen.watch.reading.page_patterns import CONTROL

ELLIPSES = ("…", "...", "。。。")
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, kw_only=True)
class Link:
    """A notice as its list shows it."""

    title: str
    """One printable line of at most 200 characters."""
    url: str
    day: date | None
    """None where the list shows no day."""

    @property
    def is_cut(self) -> bool:
        """Whether the list cuts the title off."""
        return self.title.endswith(ELLIPSES)


@dataclass(frozen=True)
class RawLink:
    """A link before its title and its address are cleaned."""

    title: str
    address: str
    """Empty where it is missing."""
    day: date | None


def address_of(href: str, base: str) -> str | None:
    """Return the target of a link, in ASCII; None where that is no page of the web."""
    try:
        joined = urljoin(base, CONTROL.regex.sub("", href).strip().replace("\\", "/"))
        parts = urlsplit(joined)
        _ = parts.port  # raises where it is no number
        address = quote(parts.geturl(), safe="%/:=&?~#+!$,;'()*[]@")
    except ValueError:
        return None
    is_host = bool(parts.hostname) and parts.netloc.isascii() and "@" not in parts.netloc
    is_web = parts.scheme in ("http", "https") and is_host
    return address if is_web and len(address) <= _LONGEST_ADDRESS else None
