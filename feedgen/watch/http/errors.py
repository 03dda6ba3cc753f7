"""Says in one printable line why a page is not read, whatever words a server chose."""

LONGEST_ECHO = 200
"""Characters of somebody else's text that a message of ours repeats."""


class UnreadableError(Exception):
    """A page is not read; the text says why, with the page as its subject."""


class UnreachableError(UnreadableError):
    """No connection could be made, or none that can be trusted."""


class RedirectRefusedError(UnreadableError):
    """It leads on to where nobody is followed."""


def printable_line(text: str) -> str:
    """Return a text on one printable line of bounded length, harmless in the log of a workflow.

    >>> printable_line("Not Found\\r\\n\\x1b[31m::error::gone")
    'Not Found ?[31m::error::gone'
    """
    printable = "".join(each if each.isprintable() else "?" for each in " ".join(text.split()))
    # GitHub's runner obeys `::command::` at the start of a line only, but the older `##[command]`
    # anywhere in it.
    harmless = printable.replace("##[", "## [")
    return harmless if len(harmless) <= LONGEST_ECHO else f"{harmless[: LONGEST_ECHO - 1]}…"
