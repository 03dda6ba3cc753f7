"""Splits a notice into the sentences about our exam, each under the milestone of its heading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import Exam
from feedgen.watch.reading.blocks import Block
from feedgen.watch.reading.dates import half_width, is_date_line, is_issue_line, spans
from feedgen.watch.reading.exam_names import names_another, names_exam
from feedgen.watch.reading.notice_patterns import (
    CLAUSE_END,
    EXAM_YEAR,
    HEADING,
    NAMED,
    SENTENCE,
    UNRELATED,
)
from feedgen.watch.reading.titles import Topic

_LONGEST_SENTENCE = 1_000
_LONGEST_HEADING = 40
_CLAUSE_GAP = 8
_WIDEST_GAP = 70


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a notice, or a row of its tables."""

    text: str
    section: str
    """The milestone that the heading above it names, or empty."""


def sentences(lines: Iterable[Block], exam: Exam, topic: Topic) -> Iterator[Sentence]:
    """Yield the sentences that are not about another exam or another year."""
    section, header, table = "", "", 0
    for line in lines:
        if line.table != table:
            table, header = line.table, line.text
        if not table:
            section = _section(line.text, section)
        if is_issue_line(line.text) or is_date_line(line.text):
            continue
        text = _labelled(header, line.text) if table and line.text != header else line.text
        for match in SENTENCE.regex.finditer(text):
            sentence = match[0][:_LONGEST_SENTENCE]
            if _is_about(sentence, exam, topic.exam_year):
                yield Sentence(text=sentence, section=section)


def _section(line: str, section: str) -> str:
    """Return the milestone of the section that a line begins or continues."""
    heading = HEADING.regex.match(line)
    if not heading:
        return section
    return nearest_milestone(line[:_LONGEST_HEADING], 0, 0) or ("" if heading["top"] else section)


def _labelled(header: str, row: str) -> str:
    """Return a row with the headings of its columns, which name the milestones of its days."""
    columns, cells = header.split("\t"), row.split("\t")
    if len(columns) != len(cells) or spans(header, date.min):
        return row
    return "\t".join(f"{column}：{cell}" for column, cell in zip(columns, cells, strict=True))


def _is_about(sentence: str, exam: Exam, exam_year: int) -> bool:
    if names_another(sentence, exam) and not names_exam(sentence, exam):
        return False
    years = {int(year) for year in EXAM_YEAR.regex.findall(half_width(sentence))}
    return not years or exam_year in years


def nearest_milestone(text: str, start: int, end: int) -> str | None:
    """Return the milestone named nearest to some days.

    Empty where the nearest words make them the days of something else, None where no words do.

    Args:
        text: A sentence.
        start: Where the days begin in it.
        end: Where they end, exclusive.
    """

    def gap(words: re.Match[str]) -> int:
        is_behind = words.start() >= end
        between = text[end : words.start()] if is_behind else text[words.end() : start]
        return len(between) + _CLAUSE_GAP * len(CLAUSE_END.regex.findall(between))

    gaps = [
        (gap(words), milestone)
        for milestone, pattern in (("", UNRELATED), *NAMED.items())
        for words in pattern.regex.finditer(text)
    ]
    distance, milestone = min(gaps, default=(_WIDEST_GAP, ""), key=lambda pair: pair[0])
    return milestone if distance < _WIDEST_GAP else None
