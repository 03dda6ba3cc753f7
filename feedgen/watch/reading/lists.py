"""Reads a list of notices of any system: a page, data, or a feed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from selectolax.lexbor import LexborHTMLParser

from feedgen.watch.reading.cleaning import clean_line
from feedgen.watch.reading.dates import day_in, half_width
from feedgen.watch.reading.html import LONGEST_TEXT, parse
from feedgen.watch.reading.hyperlinks import Hyperlink, hyperlinks
from feedgen.watch.reading.links import ELLIPSES, Link, RawLink, address_of
from feedgen.watch.reading.list_data import links_of_data, links_of_feed, links_of_script
from feedgen.watch.reading.next_pages import next_pages
from feedgen.watch.reading.page_patterns import (
    CALLBACK,
    CDATA,
    DAY_ALONE,
    DAY_IN_TITLE,
    FEED,
    TITLE_EDGE,
    TITLE_LABEL,
)

MOST_LINKS = 2_000
_LONGEST_TITLE = 1_000


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of a list of notices."""

    links: tuple[Link, ...]
    """In the order of the page, each address once."""
    next_pages: tuple[str, ...] = ()
    """Addresses on the same host."""
    unaddressed: tuple[Link, ...] = ()
    """Titles that only a script opens; their address is the list's own."""


def read_list(text: str, url: str, today: date) -> ListPage:
    """Return the notices that a page lists.

    Args:
        text: The page: HTML, JSON, RSS or Atom.
        url: Its address, for those in it that are relative.
        today: For days without a year.
    """
    text = text[:LONGEST_TEXT]
    data = CALLBACK.regex.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    if data[:1] in ("{", "["):
        return _page(links_of_data(data, today), url, url)
    if FEED.is_in(text[:2_000]):
        return _page(links_of_feed(text, today), url, url)
    tree, scripts = parse(text)
    base, links = _base(tree, url), list(hyperlinks(tree))
    in_scripts = chain.from_iterable(links_of_script(script, today) for script in scripts)
    raw_links = chain(_page_links(links, today), _record_links(text, today), in_scripts)
    page = _page(raw_links, base, url)
    return replace(page, next_pages=next_pages(links, scripts, base, url))


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (address_of(node.attributes.get("href") or "", url) if node else None) or url


def _page_links(links: Iterable[Hyperlink], today: date) -> Iterator[RawLink]:
    """Yield the links of a page, with the days in or beside them."""
    for link in links:
        title, day = _title_and_day([text for text in link.texts if text], today)
        hint = TITLE_LABEL.regex.sub("", link.hint).partition("\n")[0].strip()
        is_cut = title.endswith(ELLIPSES) or not title
        if hint and (is_cut or hint.startswith(title)):
            title = hint
        days = (day_in(text, today) for text in link.beside)
        yield RawLink(title, link.address, day or next(filter(None, days), None))


def _record_links(text: str, today: date) -> Iterator[RawLink]:
    """Yield the links in records, which a page keeps as marked text and shows by a script."""
    if records := "\n".join(CDATA.regex.findall(text)):
        yield from _page_links(hyperlinks(parse(records)[0]), today)


def _title_and_day(texts: Sequence[str], today: date) -> tuple[str, date | None]:
    """Return the title within a link, without the day that some lists put there."""
    titles = [text for text in texts if not DAY_ALONE.regex.fullmatch(half_width(text))]
    day = day_in(" ".join(text for text in texts if text not in titles), today)
    title = "".join(titles)[:_LONGEST_TITLE]
    if day is None and (match := DAY_IN_TITLE.regex.search(title)):
        day = day_in(match[0], today)
        title = title if day is None else DAY_IN_TITLE.regex.sub("", title, count=1)
    return title, day


def _page(raw_links: Iterable[RawLink], base: str, url: str) -> ListPage:
    links: dict[str, Link] = {}
    unaddressed: dict[str, Link] = {}
    for raw in islice(raw_links, 10 * MOST_LINKS):
        link = _cleaned(raw, base, url)
        if link is None:
            continue
        seen, key = (links, link.url) if raw.address else (unaddressed, link.title)
        seen[key] = _merged(seen[key], link) if key in seen else link
        if len(seen) >= MOST_LINKS:
            break
    return ListPage(links=tuple(links.values()), unaddressed=tuple(unaddressed.values()))


def _cleaned(raw: RawLink, base: str, url: str) -> Link | None:
    """Return a link, or None where it has no title or leads to no other page."""
    title = clean_line(TITLE_EDGE.regex.sub("", raw.title[:_LONGEST_TITLE]))
    address = address_of(raw.address, base) if raw.address else url
    if not title or address is None or (raw.address and address == url):
        return None
    return Link(title=title, url=address, day=raw.day)


def _merged(link: Link, again: Link) -> Link:
    """Return one link of two to the same notice: pictures and short titles lead there as well."""
    title = max(link.title, again.title, key=lambda title: len(title.rstrip("….")))
    return replace(link, title=title, day=link.day or again.day)
