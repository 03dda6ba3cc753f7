"""Remembers what was read, so that a server need not send again what did not change."""

from dataclasses import dataclass

_LONGEST_TAG = 500
"""Characters of an ETag or a date that are sent back."""


@dataclass(frozen=True, kw_only=True)
class CachedPage:
    """What a server sent the last time, and how it would know that again: by one of the first two
    or by both.
    """

    etag: str
    """Empty where there was none."""
    last_modified: str
    """The header as it came, empty where there was none."""
    content: bytes
    content_type: str


Memory = dict[str, CachedPage]
"""What is remembered, by the address that answered."""


def conditions(known: CachedPage | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it changed; none where nothing of use is
    remembered.
    """
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if _is_repeatable(value)}


def _is_repeatable(value: str) -> bool:
    """Say whether a value can be sent back as a header."""
    return (
        0 < len(value) <= _LONGEST_TAG
        and value.isascii()
        and value.isprintable()
        and value == value.strip()
    )
