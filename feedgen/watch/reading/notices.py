"""Reads a notice for the days that it names, and quotes the sentence that names them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from feedgen.core.model import MILESTONES, Candidate, Certainty, Exam
from feedgen.watch.reading.blocks import Block, blocks
from feedgen.watch.reading.cleaning import clean_line
from feedgen.watch.reading.dates import day_in, issue_day, signature_day
from feedgen.watch.reading.html import parse
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.mentions import (
    Mention,
    best_release,
    best_window,
    immediate_mention,
    mentions_of,
    relative_window,
)
from feedgen.watch.reading.notice_patterns import NAMED, TITLE_END
from feedgen.watch.reading.sentences import Sentence, sentences
from feedgen.watch.reading.titles import (
    LIKELY,
    RESULTS,
    SURE,
    UNSURE,
    AwaitedMilestone,
    Topic,
    candidate_by_title,
    is_of_another_year,
    least_certain,
    topic_of,
)

_RECHECK = "score_recheck"
_BEFORE_RESULTS = MILESTONES[: MILESTONES.index(RESULTS)]
_WITH_RESULTS = MILESTONES[MILESTONES.index(RESULTS) :]
_MOST_SENTENCES = 2_000
_MOST_HEADINGS = 30
_ISSUED_META = ("pubdate", "publishdate", "publishtime", "article:published_time", "docpubtime")
_TITLE_META = ("articletitle", "og:title")


@dataclass(frozen=True, kw_only=True)
class _Notice:
    """A notice taken apart."""

    topic: Topic
    link: Link
    title: str
    published: date | None
    sentences: tuple[Sentence, ...]
    certainty: Certainty
    """Of the notice as a whole."""


def read_notice(
    text: str, url: str, link: Link, topic: Topic, region: str, exam: Exam, today: date
) -> tuple[Candidate, ...]:
    """Return the announcements of a notice, that of its title first.

    A notice whose whole title names another topic has none.

    Args:
        text: The notice, as HTML; of anything else only the title in the list counts.
        url: Its address.
        link: The notice in its list.
        topic: The topic by the title in the list.
        region: Slug of the region whose authority it is.
        exam: The exam.
        today: For days without a year in a notice without a day.
    """
    is_data = text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
    tree, _ = parse("" if is_data else text)
    lines = blocks(tree)[:_MOST_SENTENCES]
    headings = _headings(tree, lines)
    title = _whole_title(link, headings)
    if title != link.title:
        whole = _topic_of_whole(replace(link, title=title), topic, exam, today)
        if whole is None:
            return ()
        topic = whole
    is_dubious = any(is_of_another_year(heading, topic, exam) for heading in headings)
    notice = _Notice(
        topic=topic,
        link=link,
        title=title,
        published=_published(tree, lines, link, today),
        sentences=tuple(islice(sentences(lines, exam, topic), _MOST_SENTENCES)),
        certainty=UNSURE if is_dubious else SURE,
    )
    mentions = mentions_of(notice.sentences, topic, notice.published, today)
    return tuple(_candidates(notice, mentions, region, url))


def _topic_of_whole(link: Link, topic: Topic, exam: Exam, today: date) -> Topic | None:
    """Return the topic by the whole title, of the session that the cut one names."""
    awaited = [
        AwaitedMilestone(milestone=milestone, exam_year=topic.exam_year, sitting=topic.sitting)
        for milestone in MILESTONES
    ]
    return topic_of(link, exam, awaited, today)


def _headings(tree: LexborHTMLParser, lines: Sequence[Block]) -> list[str]:
    """Return possible titles of a notice: in its head, its headings, its first lines."""
    headings = _metas(tree, _TITLE_META)
    headings += [node.text(separator="") for node in tree.css("h1, h2, h3, x-title")]
    headings += [line.text for line in lines[:_MOST_HEADINGS]]
    return [clean_line(heading) for heading in headings[: 3 * _MOST_HEADINGS] if heading.strip()]


def _metas(tree: LexborHTMLParser, names: Iterable[str]) -> list[str]:
    metas = (node.attributes for node in tree.css("meta"))
    return [
        meta.get("content") or "" for meta in metas if (meta.get("name") or "").lower() in names
    ]


def _whole_title(link: Link, headings: Iterable[str]) -> str:
    """Return the title of a notice, where its list cuts it off, from its headings."""
    stem = link.title.rstrip("….。")
    if not link.is_cut or not stem:
        return link.title
    for heading in headings:
        if heading.startswith(stem) and len(heading) > len(stem):
            return TITLE_END.regex.split(heading)[0].strip()
    return link.title


def _published(
    tree: LexborHTMLParser, lines: Sequence[Block], link: Link, today: date
) -> date | None:
    """Return the day of a notice: by its page, else its list, else its signature."""
    texts = [line.text for line in lines]
    metas = (day_in(meta, today) for meta in _metas(tree, _ISSUED_META))
    by_page = next(filter(None, metas), None) or issue_day(texts, today)
    return by_page or link.day or signature_day(texts)


def _candidates(
    notice: _Notice, mentions: Mapping[str, Sequence[Mention]], region: str, url: str
) -> Iterator[Candidate]:
    own = notice.topic.milestone
    related = _WITH_RESULTS
    if own in _BEFORE_RESULTS:
        related = (*_BEFORE_RESULTS, "qualification_review")
    for milestone in dict.fromkeys((own, *related)):
        mention = _best_mention(notice, mentions, milestone)
        quote = mention.quote if mention else ""
        if not mention and milestone == _RECHECK:
            quote = relative_window(notice.sentences, milestone)
        if milestone == own or quote:
            candidate = candidate_by_title(url, notice.link, notice.topic, region)
            yield replace(
                candidate,
                milestone=milestone,
                title=notice.title,
                published=notice.published,
                first=mention.span.first if mention else None,
                last=mention.span.last if mention else None,
                quote=quote,
                certainty=_certainty(notice, mention, milestone),
            )


def _best_mention(
    notice: _Notice, mentions: Mapping[str, Sequence[Mention]], milestone: str
) -> Mention | None:
    release = best_release(mentions.get(RESULTS, ()))
    if milestone == RESULTS:
        mention = release
    else:
        start = release if milestone == _RECHECK else None
        mention = best_window(mentions.get(milestone, ()), start)
    if mention or milestone != notice.topic.milestone:
        return mention
    return immediate_mention(notice.sentences, milestone, notice.published)


def _certainty(notice: _Notice, mention: Mention | None, milestone: str) -> Certainty:
    is_named = milestone == notice.topic.milestone or NAMED[milestone].is_in(notice.title)
    return least_certain(
        notice.topic.certainty,
        notice.certainty,
        mention.certainty if mention else LIKELY,
        SURE if is_named else LIKELY,
    )
