"""Checks by its type and its content whether an answer is a page of text."""

from feedgen.watch.http.errors import UnreadableError, printable_line

_TEXTS = (
    "application/json", "application/xml", "application/javascript", "application/x-javascript",
)  # fmt: skip
_UNDECIDED = ("", "application/octet-stream")
"""Types that say nothing; the content decides."""


def check_type(content_type: str) -> None:
    """Refuse a document or a picture before any of it arrives.

    Raises:
        UnreadableError: It is no text.
    """
    kind = _kind(content_type)
    is_structured = kind.startswith("application/") and kind.endswith(("+xml", "+json"))
    if not (kind.startswith("text/") or is_structured or kind in (*_TEXTS, *_UNDECIDED)):
        raise UnreadableError(f"is {printable_line(kind)}, not a page")


def check_content(content_type: str, content: bytes) -> None:
    """Refuse binary content to which the server gives no type.

    Raises:
        UnreadableError: It is binary.
    """
    if _kind(content_type) in _UNDECIDED and (b"\0" in content or content.startswith(b"%PDF")):
        raise UnreadableError("is binary, not a page")


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
