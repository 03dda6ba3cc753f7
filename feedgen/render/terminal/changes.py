"""Lays out what a build would change for subscribers: in a terminal, or as Markdown for a pull
request.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from feedgen.core.model import Change
from feedgen.render.terminal.layout import escaped

Words = Callable[[Change], str]
HEADINGS = {
    "new": "New",
    "confirmed": "Confirmed",
    "moved": "Moved",
    "cancelled": "Cancelled",
    "turned": "In another state",
    "reworded": "Only reworded",
}


def changes_text(
    changes: Sequence[Change], names: Mapping[str, str], words: Words, *, is_markdown: bool
) -> Iterator[str]:
    """Yield the lines that say what changes, by kind.

    Args:
        changes: By owner and milestone.
        names: Of the owners, by slug.
        words: Says a change in Chinese, as subscribers will read it.
        is_markdown: Headings and lists in Markdown; what comes from files is escaped.
    """
    if not changes:
        yield (
            "Nothing changes for subscribers." if is_markdown else "nothing changes for subscribers"
        )
    for kind, heading in HEADINGS.items():
        listed = [change for change in changes if change.kind == kind]
        if not listed:
            continue
        yield (
            f"### {heading} ({len(listed)})" if is_markdown else f"{heading.lower()}: {len(listed)}"
        )
        if is_markdown:
            yield ""
        for change in listed:
            said = f"{names[change.owner]} {words(change)}"
            yield f"- {escaped(said)}" if is_markdown else f"  {said}"
        yield ""


def held_text(
    held: Mapping[str, Sequence[str]], word: str, most: int, *, is_markdown: bool = False
) -> Iterator[str]:
    """Yield the lines that say what the guard stopped at, and why; nothing where it stopped at
    nothing.

    Args:
        held: Slug of an owner or a place -> why.
        word: What became of it.
        most: How many lines of reasons.
        is_markdown: A heading and a list in Markdown.
    """
    reasons = [f"{slug}: {reason}" for slug, each in held.items() for reason in each]
    if not reasons:
        return
    yield f"### {word.capitalize()} ({len(held)})" if is_markdown else f"{word}: {len(held)}"
    if is_markdown:
        yield ""
    yield from (
        f"- {escaped(reason)}" if is_markdown else f"  {reason}" for reason in reasons[:most]
    )
    if len(reasons) > most:
        yield f"{'- ' if is_markdown else '  '}and {len(reasons) - most} reasons more"
