"""What tests read of feeds, pages and folders."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

from feedgen.core.model import Definitions, Event, Feed, SiteInfo
from feedgen.publish.context import BuildContext
from feedgen.publish.ledger_update import LedgerUpdate
from feedgen.publish.page_files import Pages

FeedOf = Callable[[str, date], Feed]
"""The feed of a place on a day."""


def event_of(feed: Feed, milestone: str, year: int = 2026) -> Event:
    """The event of one milestone of a year."""
    return next(event for event in feed.events if f"-{year}-{milestone}@" in event.uid)


def page_of(
    definitions: Definitions, slug: str, day: date, site_info: SiteInfo | None = None
) -> str:
    """The page of a place on a day."""
    context = BuildContext(definitions, day)
    pages = Pages(LedgerUpdate.of_first_build(context), site_info or definitions.publication, None)
    return dict(pages.of_place(context.place_by_slug[slug]))[f"{slug}.html"].decode()


def text_of(page: str) -> str:
    """The text of a page without pictures."""
    body = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", page.partition("<body")[2])
    return unescape(re.sub(r"<[^>]*>", "", body))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
