"""Lays out what a build would change for subscribers, for a terminal or a pull request."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from feedgen.core.model import Change
from feedgen.render.terminal.layout import escaped

HEADINGS = {
    "new": "New",
    "confirmed": "Confirmed",
    "moved": "Moved",
    "cancelled": "Cancelled",
    "turned": "In another state",
    "reworded": "Only reworded",
}


def changes_text(
    changes: Sequence[Change],
    names: Mapping[str, str],
    words: Callable[[Change], str],
    *,
    is_markdown: bool,
) -> Iterator[str]:
    """Yield the lines of a list of changes by kind.

    Args:
        changes: By owner and milestone.
        names: Of the owners, by slug.
        words: Returns a change in Chinese, as subscribers will read it.
        is_markdown: Markdown for a pull request; texts from files are escaped.
    """
    if not changes:
        text = "nothing changes for subscribers"
        yield f"{text.capitalize()}." if is_markdown else text
    for kind, heading in HEADINGS.items():
        of_kind = [change for change in changes if change.kind == kind]
        items = [f"{names[change.owner]} {words(change)}" for change in of_kind]
        if items:
            yield from _section(heading, len(items), items, is_markdown=is_markdown)
            yield ""


def blocked_text(
    blocked: Mapping[str, Sequence[str]], heading: str, most: int, *, is_markdown: bool = False
) -> Iterator[str]:
    """Yield the lines of a list of what the guard blocked, and why; nothing if it blocked nothing.

    Args:
        blocked: Reasons by slug of an owner or a place.
        heading: What became of it.
        most: Most reasons to list.
        is_markdown: Markdown for a pull request.
    """
    reasons = [f"{slug}: {reason}" for slug, group in blocked.items() for reason in group]
    more = [f"and {len(reasons) - most} reasons more"] if len(reasons) > most else []
    if reasons:
        items = reasons[:most] + more
        yield from _section(heading, len(blocked), items, is_markdown=is_markdown)


def _section(heading: str, count: int, items: Sequence[str], *, is_markdown: bool) -> Iterator[str]:
    if is_markdown:
        yield from (f"### {heading.capitalize()} ({count})", "")
        yield from (f"- {escaped(item)}" for item in items)
    else:
        yield f"{heading.lower()}: {count}"
        yield from (f"  {item}" for item in items)
