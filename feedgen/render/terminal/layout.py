"""Formats days, sources and columns for a terminal."""

import unicodedata
from urllib.parse import quote

from feedgen.core.model import Lag, Outcome, Source, State, Window

ADDRESS_SIGNS = "%/:?#[]@!$&'()*+,;=~-._"
MARKS = {
    State.ANNOUNCED: "●",
    State.PLANNED: "◐",
    State.REPORTED: "○",
    State.ESTIMATED: "~",
    State.UNRECORDED: "?",
    State.CANCELLED: "×",
}


def window_text(window: Window) -> str:
    """Return a window as ISO days, the last one without a year that is the first one's.

    >>> from datetime import date
    >>> window_text(Window(date(2026, 7, 29), date(2026, 8, 27)))
    '2026-07-29 to 08-27'
    """
    if window.is_single:
        return window.lower.isoformat()
    same_year = window.lower.year == window.upper.year
    return f"{window.lower} to {window.upper.strftime('%m-%d') if same_year else window.upper}"


def source_text(source: Source) -> str:
    """Return a source on one line."""
    where = source.url or source.reason
    reason = f" ({source.reason})" if source.url and source.reason else ""
    return f"{source.grade.value}: {where}{reason}, checked {source.checked}"


def session_text(session: Lag | Outcome) -> str:
    """Return region, exam year and sitting as a column."""
    sitting = f" sitting {session.sitting}" if session.sitting > 1 else ""
    return padded(f"{session.region} {session.exam_year}{sitting}", 20)


def padded(text: str, width: int) -> str:
    """Pad a text to a width in terminal columns, with at least one space."""
    columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(width - columns, 1)


def escaped(text: str) -> str:
    """Return a text that Markdown shows unchanged and that mentions nobody.

    >>> escaped("a_b <c> [d](e)")
    'a\\\\_b &lt;c&gt; \\\\[d\\\\](e)'
    """
    text = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
    )
    return "".join(f"\\{char}" if char in "\\`*_{}[]#|~" else char for char in text)


def linked(url: str) -> str:
    """Return an address as a Markdown link.

    >>> linked("https://example.cn/a|b>c")
    '<https://example.cn/a%7Cb%3Ec>'
    """
    return f"<{quote(url, safe=ADDRESS_SIGNS)}>"


def quoted(text: str) -> str:
    """Return a text from a page in quotation marks, so that no log reader takes it for a command.

    >>> quoted("::error::x"), quoted("##[error]x")
    ('“::error::x”', '“## [error]x”')
    """
    return f"“{text.replace('##[', '## [')}”"
