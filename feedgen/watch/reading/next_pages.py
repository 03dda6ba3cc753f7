"""Finds the next pages of a list, by its links or by the script that numbers them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from urllib.parse import urlsplit

from feedgen.watch.reading.html import Script
from feedgen.watch.reading.hyperlinks import Hyperlink
from feedgen.watch.reading.links import address_of
from feedgen.watch.reading.page_patterns import PAGE_NUMBER, PAGER, PAGER_NAME, PAGER_NUMBER

MOST_NEXT = 2
_NEXT = ("下一页", "下页", "后一页", "后页", "next")
_NumberedPage = tuple[int, str]
"""The page behind this one has number 0, if only its link says so."""


def next_pages(
    links: Iterable[Hyperlink], scripts: Iterable[Script], base: str, url: str
) -> tuple[str, ...]:
    """Return the addresses of the next pages, on the same host.

    Args:
        links: Of the page.
        scripts: Of the page.
        base: For relative addresses.
        url: Of the page.
    """
    pages = [*_numbered_links(links), *chain.from_iterable(map(_numbered_by_script, scripts))]
    pages.sort(key=lambda page: page[0])
    addresses = filter(None, (address_of(address, base) for _, address in pages))
    near = (page for page in addresses if urlsplit(page).netloc == urlsplit(url).netloc)
    return tuple(islice((page for page in dict.fromkeys(near) if page != url), MOST_NEXT))


def _numbered_links(links: Iterable[Hyperlink]) -> Iterator[_NumberedPage]:
    for link in links:
        text = "".join(link.texts).strip(" []【】")
        if link.address and text.lower().rstrip(" >»") in _NEXT:
            yield 0, link.address
        elif link.address and PAGE_NUMBER.regex.fullmatch(text):
            yield int(text), link.address


def _numbered_by_script(script: Script) -> Sequence[_NumberedPage]:
    """Return the next pages of `createPageHTML(10, 0, "index", "html")`: count and current page."""
    pager = PAGER.regex.search(script.text)
    arguments = pager[1] if pager else ""
    numbers = [int(number) for number in PAGER_NUMBER.regex.findall(arguments)]
    names = PAGER_NAME.regex.findall(arguments)
    if len(numbers) < 2 or len(names) < 2:
        return []
    count, current = numbers[:2]
    pages = range(current + 1, min(count, current + 3))
    return [(page, f"{names[-2]}_{page}.{names[-1]}") for page in pages]
