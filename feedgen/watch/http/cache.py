"""Keeps pages and their tags, so that servers send only pages that changed."""

from dataclasses import dataclass

_LONGEST_TAG = 500
"""Characters of an ETag or a date that are sent back."""


@dataclass(frozen=True, kw_only=True)
class CachedPage:
    """A page as a server last sent it, with an ETag, a date, or both."""

    etag: str
    """Empty where there was none."""
    last_modified: str
    """The header as it came, empty where there was none."""
    content: bytes
    content_type: str


PageCache = dict[str, CachedPage]
"""By the address that answered."""


def conditional_headers(page: CachedPage | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it changed; none without a cached page."""
    if page is None:
        return {}
    headers = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in headers.items() if _is_repeatable(value)}


def _is_repeatable(value: str) -> bool:
    """Whether a value can be sent back as a header."""
    is_plain = value.isascii() and value.isprintable() and value == value.strip()
    return is_plain and 0 < len(value) <= _LONGEST_TAG
