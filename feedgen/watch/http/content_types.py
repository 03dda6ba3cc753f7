"""Tells by its type and its content whether an answer is a page of text."""

from feedgen.watch.http.errors import UnreadableError, printable_line

_TEXTS = (
    "application/json",
    "application/xml",
    "application/javascript",
    "application/x-javascript",
)
_ENDS = ("+xml", "+json")
_UNDECIDED = ("", "application/octet-stream")
"""Types that say nothing; the content decides."""


def check_type(content_type: str) -> None:
    """Refuse what cannot be text, before any of it arrives.

    Raises:
        UnreadableError: It is a document or a picture.
    """
    kind = _kind(content_type)
    is_text = (
        kind.startswith("text/")
        or kind in _TEXTS
        or (kind.startswith("application/") and kind.endswith(_ENDS))
    )
    if not is_text and kind not in _UNDECIDED:
        raise UnreadableError(f"is no page but {printable_line(kind)}")


def check_content(content_type: str, content: bytes) -> None:
    """Refuse what a server gives no type and what is no text.

    Raises:
        UnreadableError: It is something binary.
    """
    if _kind(content_type) in _UNDECIDED and (b"\0" in content or content.startswith(b"%PDF")):
        raise UnreadableError("is no page but something binary")


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
