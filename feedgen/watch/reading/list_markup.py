"""Finds the notices that a page lists as links, or as records of marked text within a script."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from feedgen.watch.reading.dates import day_in, half_width
from feedgen.watch.reading.html import parse
from feedgen.watch.reading.hyperlinks import Hyperlink, hyperlinks
from feedgen.watch.reading.links import ELLIPSES, RawLink
from feedgen.watch.reading.page_patterns import CDATA, DAY_ALONE, DAY_IN_TITLE, TITLE_LABEL

LONGEST_TITLE = 1_000


def links_of_page(links: Iterable[Hyperlink], today: date) -> Iterator[RawLink]:
    """Yield what the links of a page list."""
    for link in links:
        title, day = _title_and_day([text for text in link.texts if text], today)
        hint = TITLE_LABEL.regex.sub("", link.hint).partition("\n")[0].strip()
        is_cut = title.endswith(ELLIPSES) or not title
        if hint and (is_cut or hint.startswith(title)):
            title = hint
        days = (day_in(text, today) for text in link.beside)
        yield RawLink(title, link.address, day or next(filter(None, days), None))


def links_of_records(text: str, today: date) -> Iterator[RawLink]:
    """Yield what the records list that a page keeps as marked text and shows by a script."""
    if records := "\n".join(CDATA.regex.findall(text)):
        yield from links_of_page(hyperlinks(parse(records)[0]), today)


def _title_and_day(texts: Sequence[str], today: date) -> tuple[str, date | None]:
    """Return the title within a link, without the day that some lists put there."""
    titles = [text for text in texts if not DAY_ALONE.regex.fullmatch(half_width(text))]
    day = day_in(" ".join(text for text in texts if text not in titles), today)
    title = "".join(titles)[:LONGEST_TITLE]
    if day is None and (match := DAY_IN_TITLE.regex.search(title)):
        day = day_in(match[0], today)
        title = title if day is None else DAY_IN_TITLE.regex.sub("", title, count=1)
    return title, day
