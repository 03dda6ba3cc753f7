"""Finds the days of each milestone in the sentences of a notice, and chooses the best."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from feedgen.core.model import MILESTONES, Certainty
from feedgen.watch.reading.cleaning import LONGEST_LINE, clean_line
from feedgen.watch.reading.dates import Span, half_width, spans
from feedgen.watch.reading.notice_patterns import AT_ONCE, BARE_TIME, FORECAST, NAMED, RELATIVE
from feedgen.watch.reading.sentences import Sentence, nearest_milestone
from feedgen.watch.reading.titles import LIKELY, RESULTS, SURE, UNSURE, Topic, least_certain, rank

_OLD = timedelta(days=300)
_NEVER_EARLY = MILESTONES[MILESTONES.index(RESULTS) : -1]
"""Milestones that do not come before the exam year."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """The days of a milestone, as a sentence gives them."""

    span: Span
    quote: str
    certainty: Certainty


def mentions_of(
    sentences: Iterable[Sentence], topic: Topic, published: date | None, today: date
) -> Mapping[str, Sequence[Mention]]:
    """Return the days of each milestone, in the order of the sentences."""
    mentions = defaultdict(list)
    for sentence in sentences:
        text = half_width(sentence.text)
        for span in spans(text, published or today):
            milestone = _milestone_of(span, text, sentence.section, topic)
            if milestone and _is_near(span, topic.exam_year):
                certainty = _certainty(span, text, milestone, topic, published)
                mention = Mention(span=span, quote=_quote(sentence.text, span), certainty=certainty)
                mentions[milestone].append(mention)
    return mentions


def _milestone_of(span: Span, text: str, section: str, topic: Topic) -> str | None:
    milestone = nearest_milestone(text, span.start, span.end)
    if milestone is not None:
        return milestone
    if BARE_TIME.is_in(text):
        return section or topic.milestone
    return section if span.opens or span.first < span.last else None


def _is_near(span: Span, exam_year: int) -> bool:
    return exam_year - 1 <= span.first.year and span.last.year <= exam_year + 2


def _certainty(
    span: Span, text: str, milestone: str, topic: Topic, published: date | None
) -> Certainty:
    is_early = milestone in _NEVER_EARLY and span.first.year < topic.exam_year
    is_far = published is not None and abs(span.first - published) > _OLD
    if is_early or is_far or FORECAST.is_in(text):
        return UNSURE
    return SURE if span.has_year or published else LIKELY


def _quote(sentence: str, span: Span) -> str:
    """Return a sentence, of a long one the part around the days."""
    start = max(0, min(span.start - LONGEST_LINE // 2, len(sentence) - LONGEST_LINE + 2))
    return clean_line(f"…{sentence[start:]}" if start else sentence)


def best_release(mentions: Sequence[Mention]) -> Mention | None:
    """Return the surest day of a release, the first of equally sure ones."""
    starting = [mention for mention in mentions if not mention.span.closes]
    if not starting:
        return None
    best = min(starting, key=lambda mention: rank(mention.certainty))
    differ = len({mention.span.first for mention in starting}) > 1
    certainty = least_certain(best.certainty, LIKELY) if differ else best.certainty
    return replace(best, span=replace(best.span, last=best.span.first), certainty=certainty)


def best_window(mentions: Sequence[Mention], start: Mention | None) -> Mention | None:
    """Return the first range of days, else a range from a first day to a last day.

    Args:
        mentions: Of one milestone.
        start: Its first day, where no mention opens it.
    """
    ranges = [mention for mention in mentions if mention.span.first < mention.span.last]
    starting = [mention for mention in mentions if not mention.span.closes]
    ending = [mention for mention in mentions if mention.span.closes]
    if ranges or not ending:
        return next(iter(ranges or starting), None)
    return _window(next(iter(starting), start), ending[0])


def _window(first: Mention | None, end: Mention) -> Mention | None:
    """Return the days from one mention to another, None where they are no range."""
    if first is None or end.span.last < first.span.first:
        return None
    span = replace(end.span, first=first.span.first)
    return replace(end, span=span, certainty=least_certain(end.certainty, LIKELY))


def immediate_mention(
    sentences: Iterable[Sentence], milestone: str, published: date | None
) -> Mention | None:
    """Return the day of a notice by which something is so "from now on"."""
    texts = (sentence.text for sentence in sentences if _is_at_once(sentence.text))
    text = next((text for text in texts if NAMED[milestone].is_in(half_width(text))), None)
    if text is None or published is None:
        return None
    span = Span(first=published, last=published, start=0, end=0, has_year=True)
    return Mention(span=span, quote=clean_line(text), certainty=LIKELY)


def _is_at_once(text: str) -> bool:
    return AT_ONCE.is_in(text) and not FORECAST.is_in(text)


def relative_window(sentences: Iterable[Sentence], milestone: str) -> str:
    """Return the sentence that counts the days of a milestone from the release, else ""."""
    for sentence in sentences:
        text = half_width(sentence.text)
        is_own = sentence.section == milestone or NAMED[milestone].is_in(text)
        if is_own and RELATIVE.is_in(text):
            return clean_line(sentence.text)
    return ""
