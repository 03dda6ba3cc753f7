"""Errors that explain in one printable line why a page is not read."""

LONGEST_ECHO = 200
"""Characters of somebody else's text that a message of ours repeats."""


class UnreadableError(Exception):
    """A page is not read; the text explains why, with the page as its subject."""


class UnreachableError(UnreadableError):
    """No connection could be made, or none that can be trusted."""


class RedirectRefusedError(UnreadableError):
    """A page redirects to another host, to an invalid address, or too often."""


def printable_line(text: str) -> str:
    """Return a server's words for a message: one printable line, harmless in a workflow's log.

    >>> printable_line("Not Found\\r\\n\\x1b[31m::error::gone")
    'Not Found ?[31m::error::gone'
    """
    printable = "".join(char if char.isprintable() else "?" for char in " ".join(text.split()))
    # GitHub's runner obeys `::command::` at the start of a line only, but the older `##[command]`
    # anywhere in it.
    harmless = printable.replace("##[", "## [")
    return harmless if len(harmless) <= LONGEST_ECHO else f"{harmless[: LONGEST_ECHO - 1]}…"
