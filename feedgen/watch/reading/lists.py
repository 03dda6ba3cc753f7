"""Reads a list of notices, whatever system made it: links of a page, records and data within it,
plain data, a feed.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from feedgen.core.model import CHINA
from feedgen.watch.reading.dates import day_beside, plain
from feedgen.watch.reading.html import LONGEST_TEXT, Anchor, Script, anchors, one_line, parse

MOST_LINKS = 2_000
MOST_FURTHER = 2
_MOST_VALUES = 200_000
_MOST_ATTEMPTS = 20
_LONGEST_LITERAL = 200_000
_LONGEST_ADDRESS = 2_000
_LONGEST_TITLE = 1_000
_CUT = ("…", "...", "。。。")
_EDGE = re.compile(r"^[\s·•●▪■◆▶>»\-]+|[\s·]+$")
_DAY_ALONE = re.compile(
    r"[\[(]?(?:(?:20\d\d\s*[-./年])?\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?|\d{1,2}日?|20\d\d[-./年]\d{1,2}月?)[\])]?"
)
_DAY_IN_TITLE = re.compile(
    r"^[\[(（【]?(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?|\d\d-\d\d)[\])）】]?(?=\D)\s*|\s*[\[(（【]?(?:20\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?[\])）】]?$"
)
_CDATA = "<![CDATA["
_DATA_START = re.compile(r"=\s*(?=[\[{])")
_CALLBACK = re.compile(r"^\s*[\w.$]{1,80}\(\s*(?=[\[{])")
_BARE_KEY = re.compile(r"([{,]\s*)(\w+)\s*:")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:item|entry)\b", re.IGNORECASE)
_LONGEST_ITEM = 10_000
_FEED_DAYS = ("pubDate", "published", "updated", "dc:date")
_FEED_LINK = re.compile(r"<link\b[^>]{0,500}?href\s*=\s*[\"']([^\"'>]+)")
_MARKUP = re.compile(r"<[^<>]{0,300}>")
_HINT = re.compile(r"^\s*(?:标题|题目|名称)\s*[:：]\s*")
_LONGEST_DAY = 40
_TITLES = (
    "title",
    "doctitle",
    "articletitle",
    "infotitle",
    "noticetitle",
    "newstitle",
    "subject",
    "name",
)
_ADDRESSES = (
    "url", "link", "href", "linkurl", "htmlurl", "pageurl", "docpuburl", "puburl", "articleurl", "staticurl",
    "visiturl", "infourl", "path",
)  # fmt: skip
_DAY_WORDS = ("pub", "release", "issue", "show", "send", "time", "date", "day")
"""Parts of the names under which data keeps days, the best first."""
_DAYS = re.compile("|".join(_DAY_WORDS), re.IGNORECASE)
_NEXT = ("下一页", "下页", "后一页", "后页", "next")
_PAGER = re.compile(r"createPageHTML\(([^()]{1,200})\)")


@dataclass(frozen=True, kw_only=True)
class Link:
    """A notice as its list shows it."""

    title: str
    """One printable line of at most 200 characters."""
    url: str
    day: date | None
    """None where no day stands beside it."""

    @property
    def is_cut(self) -> bool:
        """Whether the title goes on where the list cannot show it."""
        return self.title.endswith(_CUT)


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of a list of notices."""

    links: tuple[Link, ...]
    """In the order of the page, each address once."""
    further: tuple[str, ...] = ()
    """The addresses of the next pages, on the same host."""
    unaddressed: tuple[Link, ...] = ()
    """Titles that lead somewhere only by a script; their address is the list's own."""


@dataclass(frozen=True)
class _Raw:
    """A link before its title and its address are cleaned; the address may be missing."""

    title: str
    address: str
    day: date | None


def read_list(text: str, url: str, today: date) -> ListPage:
    """Return the notices that a page lists; a page that lists none gives an empty one.

    Args:
        text: The page: HTML, JSON, RSS or Atom.
        url: Its address, for those in it that are relative.
        today: For days that stand there without a year.
    """
    text = text[:LONGEST_TEXT]
    bare = _CALLBACK.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    if bare[:1] in ("{", "["):
        return _page(_of_data(bare, today), url, url)
    if _FEED.search(text[:2_000]):
        return _page(_of_feed(text, today), url, url)
    tree, scripts = parse(text)
    base = _base(tree, url)
    found = [
        _of_anchors(anchors(tree), today),
        _of_records(text, today),
        *(_of_script(script, today) for script in scripts),
    ]
    page = _page((raw for each in found for raw in each), base, url)
    return replace(page, further=_further(tree, scripts, base, url))


def _page(found: Iterable[_Raw], base: str, url: str) -> ListPage:
    links: dict[str, Link] = {}
    unaddressed: dict[str, Link] = {}
    for raw in islice(found, 10 * MOST_LINKS):
        title = one_line(_EDGE.sub("", raw.title[:_LONGEST_TITLE]))
        address = address_of(raw.address, base) if raw.address else None
        if not title or (raw.address and (address is None or address == url)):
            continue
        seen, key = (links, address) if address else (unaddressed, title)
        link = Link(title=title, url=address or url, day=raw.day)
        assert key is not None
        seen[key] = _fuller(seen[key], link) if key in seen else link
        if len(links) >= MOST_LINKS or len(unaddressed) >= MOST_LINKS:
            break
    return ListPage(links=tuple(links.values()), unaddressed=tuple(unaddressed.values()))


def _fuller(one: Link, other: Link) -> Link:
    """Return what two links to the same notice tell together: pictures and short titles lead there
    as well.
    """
    title = (
        other.title if len(other.title.rstrip("….")) > len(one.title.rstrip("….")) else one.title
    )
    return replace(one, title=title, day=one.day or other.day)


def address_of(href: str, base: str) -> str | None:
    """Return where a link leads, in ASCII, or None where that is no page of the web."""
    try:
        joined = urljoin(base, re.sub(r"[\x00-\x1f\x7f]", "", href).strip().replace("\\", "/"))
        parts = urlsplit(joined)
        is_web = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
        _ = parts.port  # raises where it is no number
        address = quote(parts.geturl(), safe="%/:=&?~#+!$,;'()*[]@")
    except ValueError:
        return None
    return (
        address if is_web and parts.netloc.isascii() and len(address) <= _LONGEST_ADDRESS else None
    )


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return (address_of(node.attributes.get("href") or "", url) if node else None) or url


def _of_anchors(found: Iterable[Anchor], today: date) -> Iterator[_Raw]:
    for anchor in found:
        title, day = _title_and_day([text for text in anchor.texts if text], today)
        hint = _HINT.sub("", anchor.hint).partition("\n")[0].strip()
        is_cut = title.endswith(_CUT) or not title
        if hint and (is_cut or hint.startswith(title)):
            title = hint
        days = (day_beside(text, today) for text in anchor.beside)
        yield _Raw(title, anchor.address, day or next(filter(None, days), None))


def _title_and_day(texts: list[str], today: date) -> tuple[str, date | None]:
    """Return the title within a link, without the day that some put there."""
    titles = [text for text in texts if not _DAY_ALONE.fullmatch(plain(text))]
    day = day_beside(" ".join(text for text in texts if text not in titles), today)
    title = "".join(titles)[:_LONGEST_TITLE]
    if day is None and (match := _DAY_IN_TITLE.search(title)):
        day = day_beside(match[0], today)
        title = title if day is None else _DAY_IN_TITLE.sub("", title, count=1)
    return title, day


def _of_records(text: str, today: date) -> Iterator[_Raw]:
    """Return the links in the records that a page keeps as marked text and shows by a script."""
    records: list[str] = []
    done = 0
    while (start := text.find(_CDATA, done)) >= 0:
        end = text.find("]]>", start)
        done = len(text) if end < 0 else end
        records.append(text[start + len(_CDATA) : done])
    if records:
        yield from _of_anchors(anchors(parse("\n".join(records))[0]), today)


def _of_feed(text: str, today: date) -> Iterator[_Raw]:
    for item in _ITEM.split(text)[1:]:
        item = item[:_LONGEST_ITEM]
        title, day = (
            _element("title", item),
            next(filter(None, (_element(key, item) for key in _FEED_DAYS)), ""),
        )
        address = _element("link", item) or next(iter(_FEED_LINK.findall(item)), "")
        yield _Raw(_bare(title), address, _day_of(day, today))


def _element(name: str, item: str) -> str:
    """Return the text of an element of a feed, empty where there is none."""
    attributes, _, rest = item.partition(f"<{name}")[2].partition(">")
    text = "" if attributes.endswith("/") else rest.partition(f"</{name}")[0]
    return html.unescape(text.replace(_CDATA, "").replace("]]>", "")).strip()


def _of_script(script: Script, today: date) -> Iterator[_Raw]:
    """Return the links in the data that a script holds."""
    if script.is_json:
        yield from _of_data(script.text, today)
    elif any(key in script.text for key in ("title", "Title", "TITLE")):
        for start in islice(_DATA_START.finditer(script.text), _MOST_ATTEMPTS):
            yield from _of_data(script.text[start.end() :], today)


def _of_data(text: str, today: date) -> Iterator[_Raw]:
    """Return whatever in plain data has a title, in its order."""
    waiting: list[Any] = [_parsed(text)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            keys = {str(key).lower(): each for key, each in value.items()}
            title = _first_text(keys, _TITLES)
            if title:
                yield _Raw(_bare(title), _first_text(keys, _ADDRESSES), _first_day(value, today))
        inner: list[Any] = (
            list(value.values())
            if isinstance(value, dict)
            else value
            if isinstance(value, list)
            else []
        )
        waiting.extend(each for each in reversed(inner) if isinstance(each, dict | list))


def _parsed(text: str) -> Any:
    """Return the data with which a text begins; scripts may leave the quotes of the keys away."""
    for attempt in (text, _BARE_KEY.sub(r'\1"\2":', text[:_LONGEST_LITERAL].replace("'", '"'))):
        try:
            return json.JSONDecoder().raw_decode(attempt.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _first_text(keys: dict[str, Any], names: Iterable[str]) -> str:
    values = (keys.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _first_day(value: dict[Any, Any], today: date) -> date | None:
    named = ((match, each) for key, each in value.items() if (match := _DAYS.search(str(key))))
    ranked = sorted(named, key=lambda each: _DAY_WORDS.index(each[0][0].lower()))
    return next(filter(None, (_day_of(each, today) for _, each in ranked)), None)


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
    return day_beside(text, today)


def _bare(text: str) -> str:
    return _MARKUP.sub("", html.unescape(text))


def _further(
    tree: LexborHTMLParser, scripts: Iterable[Script], base: str, url: str
) -> tuple[str, ...]:
    """Return the next pages of a list, by its links or by the script that numbers them."""
    found: list[tuple[int, str]] = []
    for anchor in anchors(tree):
        text = "".join(anchor.texts).strip(" []【】")
        number = (
            0
            if text.lower().rstrip(" >»") in _NEXT
            else int(text)
            if re.fullmatch("[2-9]", text)
            else None
        )
        if number is not None and anchor.address:
            found.append((number, anchor.address))
    for script in scripts:
        for pager in islice(_PAGER.finditer(script.text), 1):
            found += _numbered(pager[1])
    near = urlsplit(url)
    addresses = (
        address_of(address, base) for _, address in sorted(found, key=lambda each: each[0])
    )
    pages = (
        each for each in addresses if each and each != url and urlsplit(each).netloc == near.netloc
    )
    return tuple(islice(dict.fromkeys(pages), MOST_FURTHER))


def _numbered(arguments: str) -> list[tuple[int, str]]:
    """Return the next pages of `createPageHTML(10, 0, "index", "html")`: how many there are, which
    one this is.
    """
    numbers = [int(number) for number in re.findall(r"(?<![\w\"'])\d{1,4}(?![\w\"'])", arguments)]
    names = re.findall(r"[\"']([\w-]{1,40})[\"']", arguments)
    if len(numbers) < 2 or len(names) < 2:
        return []
    count, current = numbers[:2]
    return [
        (page, f"{names[-2]}_{page}.{names[-1]}")
        for page in range(current + 1, min(count, current + 3))
    ]
