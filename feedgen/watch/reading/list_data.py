"""Finds the notices that data lists: JSON, the data within a script, RSS and Atom."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from feedgen.core.model import CHINA
from feedgen.watch.reading.dates import day_in
from feedgen.watch.reading.html import Script
from feedgen.watch.reading.links import RawLink
from feedgen.watch.reading.page_patterns import (
    BARE_KEY,
    DATA_START,
    DAY_KEY,
    DAY_WORDS,
    FEED_LINK,
    ITEM,
    MARKUP,
)

_MOST_VALUES = 200_000
_MOST_ATTEMPTS = 20
_LONGEST_LITERAL = 200_000
_LONGEST_ITEM = 10_000
_LONGEST_DAY = 40
_FEED_DAYS = ("pubDate", "published", "updated", "dc:date")
_TITLES = (
    "title", "doctitle", "articletitle", "infotitle", "noticetitle", "newstitle", "subject", "name",
)  # fmt: skip
_ADDRESSES = (
    "url", "link", "href", "linkurl", "htmlurl", "pageurl", "docpuburl", "puburl", "articleurl",
    "staticurl", "visiturl", "infourl", "path",
)  # fmt: skip


def links_of_feed(text: str, today: date) -> Iterator[RawLink]:
    """Yield the items of RSS or Atom."""
    for part in ITEM.regex.split(text)[1:]:
        item = part[:_LONGEST_ITEM]
        title = _without_markup(_element("title", item))
        day = next(filter(None, (_element(key, item) for key in _FEED_DAYS)), "")
        address = _element("link", item) or next(iter(FEED_LINK.regex.findall(item)), "")
        yield RawLink(title, address, _day_of(day, today))


def _element(name: str, item: str) -> str:
    """Return the text of an element of a feed, else ""."""
    attributes, _, rest = item.partition(f"<{name}")[2].partition(">")
    text = "" if attributes.endswith("/") else rest.partition(f"</{name}")[0]
    return html.unescape(text.replace("<![CDATA[", "").replace("]]>", "")).strip()


def links_of_script(script: Script, today: date) -> Iterator[RawLink]:
    """Yield the titled entries of the data in a script."""
    if script.is_json:
        yield from links_of_data(script.text, today)
    elif any(key in script.text for key in ("title", "Title", "TITLE")):
        for start in islice(DATA_START.regex.finditer(script.text), _MOST_ATTEMPTS):
            yield from links_of_data(script.text[start.end() :], today)


def links_of_data(text: str, today: date) -> Iterator[RawLink]:
    """Yield the titled entries of JSON, in its order."""
    waiting: list[Any] = [_parsed(text)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            keys = {str(key).lower(): inner for key, inner in value.items()}
            if title := _first_text(keys, _TITLES):
                address = _first_text(keys, _ADDRESSES)
                yield RawLink(_without_markup(title), address, _first_day(value, today))
            value = list(value.values())
        if isinstance(value, list):
            waiting += [inner for inner in reversed(value) if isinstance(inner, dict | list)]


def _parsed(text: str) -> Any:
    """Return the data with which a text begins; scripts may leave out the quotes of the keys."""
    for attempt in (
        text,
        BARE_KEY.regex.sub(r'\1"\2":', text[:_LONGEST_LITERAL].replace("'", '"')),
    ):
        try:
            return json.JSONDecoder().raw_decode(attempt.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _first_text(keys: Mapping[str, Any], names: Iterable[str]) -> str:
    values = (keys.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _first_day(value: Mapping[Any, Any], today: date) -> date | None:
    matches = ((DAY_KEY.regex.search(str(key)), text) for key, text in value.items())
    ranked = sorted(
        ((DAY_WORDS.index(match[0].lower()), text) for match, text in matches if match),
        key=lambda pair: pair[0],
    )
    return next(filter(None, (_day_of(text, today) for _, text in ranked)), None)


def _day_of(value: object, today: date) -> date | None:
    """Return the day of a text, or of seconds or milliseconds since 1970."""
    text = str(value)[:_LONGEST_DAY]
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), CHINA).date()
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
            return (moment.astimezone(CHINA) if moment.tzinfo else moment).date()
        except (ValueError, OverflowError):
            continue
    return day_in(text, today)


def _without_markup(text: str) -> str:
    return MARKUP.regex.sub("", html.unescape(text))
