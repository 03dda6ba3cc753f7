"""Reads a notice for the days that it names, and quotes the sentence that names them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from feedgen.core.model import MILESTONES, Candidate, Exam
from feedgen.watch.reading.dates import (
    Span,
    day_beside,
    is_day,
    is_issue,
    own_day,
    plain,
    signed_day,
    spans,
)
from feedgen.watch.reading.exam_names import names_another, names_exam
from feedgen.watch.reading.html import LONGEST_LINE, Block, blocks, one_line, parse
from feedgen.watch.reading.lists import Link
from feedgen.watch.reading.titles import (
    GRADES,
    Awaited,
    Sorted,
    is_of_another_year,
    lower,
    sort_out,
    unread,
)

_BEFORE_RESULTS = (*MILESTONES[: MILESTONES.index("results_release")], "qualification_review")
_WITH_RESULTS = MILESTONES[MILESTONES.index("results_release") :]
_LONGEST_SENTENCE = 1_000
_MOST_SENTENCES = 2_000
_LONGEST_HEADING = 40
_SENTENCE = re.compile(r"[^。；;！!?？]+[。；;！!?？]?")
_HEADING = re.compile(
    r"^\s*(?:(?P<top>[一二三四五六七八九十]{1,3}、)|[(（]?[一二三四五六七八九十\d]{1,2}[)）.、．])"
)
_NAMED = {
    "": re.compile(
        r"复[核查]结果|核查结果|审核结果|缴费|补报|投诉|举报|咨询|有效期|施行|实施|印发|号文|不再受理|上班|上次|往年|附件|修订|出生|毕业|取得学历|原(?:定|拟|计划)于?"
    ),
    "exam": re.compile(r"考试(?:时间|日期)|考试(?:已|将|拟|定)?于|举行|开考"),
    "exam_enrolment": re.compile(r"(?:报名|报考)(?!系统|平台|网|点|表|机构|地|所在|信息|资料|证明|时(?!间))"),
    "admission_ticket": re.compile(r"准考证"),
    "score_recheck": re.compile(
        r"(?:成绩|分数)的?(?:复核|复查|核查|核分)|(?<!资格)(?<!审核)(?<!资格的)(?:复核|复查)(?!结果)(?:申请|受理|时间)?"
    ),
    "qualification_review": re.compile(
        r"资格的?(?:审核|复审|复核|审查|核查|核验|后审)(?!结果)|考后[^,，]{0,4}?(?:审核|复审|核查|复核)(?!结果)"
        r"|(?:现场|网上|线上|材料|人工|后置)(?:审核|核查|复核|复审)(?!结果)|审核(?:时间|材料|地点)"
    ),
    "certificate_collection": re.compile(
        r"(?<!学历)(?<!毕业)证书[^,，]{0,10}?(?:领取|发放|下载|邮寄|申领|打印|办理|制发|启用)|(?:领取|发放|下载|申领|打印|核发)[^,，]{0,30}?证书"
        r"|领证|领取时间|发放时间|领取"
    ),
    "public_notice": re.compile(r"公示"),
    "pass_mark": re.compile(r"合格标准"),
    "results_release": re.compile(
        r"(?:成绩|分数)(?!的?(?:复核|复查|核查))[^,，]{0,40}?(?:公布|发布|开通|查询|可查)(?!之日|后|次日|当日|日起|之后|之前|前)"
        r"|(?:公布|发布|开通|开放|查询|查看)(?:了)?[^,，]{0,30}?(?:成绩|分数)(?!的?(?:复核|复查|核查)|合格)(?!之日|后)|查分|查询时间|公布时间"
        r"|(?:可|可以|开始|开放|起)查询(?!.{0,6}(?:结果|复核|证书|审核))"
    ),
}  # fmt: skip
"""What names a milestone beside a day; the empty one takes days that are about none."""
_AT_ONCE = re.compile(
    r"现已|现予|现将|现公布|即日起|今日起|今天起|已经?(?:公布|发布|开通|可查|下达)|可以?(?:登录|查询)|予以公布"
)
_RELATIVE = re.compile(
    r"之?日起.{0,8}?[\d一二三四五六七八九十]{1,3}\s*个?(?:自然|工作)?日(?:之?内)?|公布后.{0,4}?\d{1,2}\s*个?(?:自然|工作)?[日天]"
)
_BARE_TIME = re.compile(r"^.{0,12}?(?:时间|日期|期限)(?:安排)?[:：为]")
_FORECAST = re.compile(r"预计|预期|拟于|计划于|暂定|[上中下]旬")
_ISSUED_META = ("pubdate", "publishdate", "publishtime", "article:published_time", "docpubtime")
_TITLE_META = ("articletitle", "og:title")
_EXAM_YEAR = re.compile(r"(20\d\d)\s*年度")
_MOST_HEADINGS = 30
_CLAUSE_GAP = 8
_WIDEST_GAP = 70
_OLD = timedelta(days=300)


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A sentence of a notice, or a row of its tables."""

    text: str
    section: str
    """The milestone that the heading above it names, empty where it names none."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What a sentence says of a milestone."""

    span: Span
    quote: str
    doubt: int
    """Index into the grades of sureness."""


@dataclass(frozen=True, kw_only=True)
class _Notice:
    """A notice taken apart."""

    sorted_: Sorted
    link: Link
    published: date | None
    sentences: tuple[_Sentence, ...]
    doubt: int
    """Of the notice as a whole."""
    title: str
    today: date


def read_notice(
    text: str, url: str, link: Link, sorted_: Sorted, region: str, exam: Exam, today: date
) -> tuple[Candidate, ...]:
    """Return what a notice announces, first what its title does; nothing where its whole title is
    about something else.

    Args:
        text: The notice, as HTML; of anything else only the title in the list counts.
        url: Where it was read.
        link: As its list shows it.
        sorted_: What the title in the list was taken to be about.
        region: Slug of the region whose authority it is.
        about: The exam.
        today: For days without a year in a notice without a day.
    """
    is_data = text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
    tree, _ = parse("" if is_data else text)
    lines = blocks(tree)[:_MOST_SENTENCES]
    headings = _headings(tree, lines)
    title = _whole_title(link, headings)
    if title != link.title:
        every = [
            Awaited(milestone=each, exam_year=sorted_.exam_year, sitting=sorted_.sitting)
            for each in MILESTONES
        ]
        whole = sort_out(replace(link, title=title), exam, every, today)
        if whole is None:
            return ()
        sorted_ = whole
    notice = _Notice(
        sorted_=sorted_,
        link=link,
        published=_published(tree, lines, link, today),
        sentences=tuple(islice(_sentences(lines, exam, sorted_), _MOST_SENTENCES)),
        doubt=2 if any(is_of_another_year(each, sorted_, exam) for each in headings) else 0,
        title=title,
        today=today,
    )
    return tuple(_candidates(notice, region, url))


def _headings(tree: LexborHTMLParser, lines: Sequence[Block]) -> list[str]:
    """Return what may be the title of a notice, as it stands in its head, its headings and its
    first lines.
    """
    found = _metas(tree, _TITLE_META) + [
        node.text(separator="") for node in tree.css("h1, h2, h3, x-title")
    ]
    found += [line.text for line in lines[:_MOST_HEADINGS]]
    return [one_line(each) for each in found[: 3 * _MOST_HEADINGS] if each.strip()]


def _metas(tree: LexborHTMLParser, names: Iterable[str]) -> list[str]:
    found = (node.attributes for node in tree.css("meta"))
    return [
        each.get("content") or "" for each in found if (each.get("name") or "").lower() in names
    ]


def _whole_title(link: Link, headings: Iterable[str]) -> str:
    """Return the title of a notice, where its list cuts it as the notice has it."""
    stem = link.title.rstrip("….。")
    whole = (
        each
        for each in headings
        if link.is_cut and stem and each.startswith(stem) and len(each) > len(stem)
    )
    return next((re.split(r"[_|]|-{1,2}(?=\D+$)", each)[0].strip() for each in whole), link.title)


def _published(
    tree: LexborHTMLParser, lines: Sequence[Block], link: Link, today: date
) -> date | None:
    """Return the day of a notice: as its page says, as its list says, as it is signed."""
    texts = [line.text for line in lines]
    metas = (day_beside(each, today) for each in _metas(tree, _ISSUED_META))
    return next(filter(None, metas), None) or own_day(texts, today) or link.day or signed_day(texts)


def _sentences(lines: Iterable[Block], exam: Exam, sorted_: Sorted) -> Iterator[_Sentence]:
    """Return what is said of the exam and the year, under the milestones that the headings name."""
    section, header, table = "", "", 0
    for line in lines:
        if line.table != table:
            table, header = line.table, line.text
        text = _under(header, line.text) if table and line.text != header else line.text
        heading = _HEADING.match(line.text)
        if heading and not table:
            named = _nearest(line.text[:_LONGEST_HEADING], 0, 0)
            section = named or ("" if heading["top"] else section)
        if is_issue(line.text) or is_day(line.text):
            continue
        for match in _SENTENCE.finditer(text):
            sentence = match[0][:_LONGEST_SENTENCE]
            years = {int(year) for year in _EXAM_YEAR.findall(plain(sentence))}
            is_other = names_another(sentence, exam) and not names_exam(sentence, exam)
            if not is_other and (not years or sorted_.exam_year in years):
                yield _Sentence(text=sentence, section=section)


def _under(header: str, row: str) -> str:
    """Return a row with the headings of its columns, for they say what its days are."""
    columns, cells = header.split("\t"), row.split("\t")
    if len(columns) != len(cells) or spans(header, date.min):
        return row
    return "\t".join(f"{column}：{cell}" for column, cell in zip(columns, cells, strict=True))


def _candidates(notice: _Notice, region: str, url: str) -> Iterator[Candidate]:
    sorted_ = notice.sorted_
    found = _all_found(notice)
    release = _chosen("results_release", found.get("results_release", []), None)
    beside = _BEFORE_RESULTS if sorted_.milestone in _BEFORE_RESULTS[:-1] else _WITH_RESULTS
    for milestone in dict.fromkeys((sorted_.milestone, *beside)):
        is_own = milestone == sorted_.milestone
        best = _chosen(milestone, found.get(milestone, []), release) or _at_once(
            notice, milestone, is_own=is_own
        )
        quote = best.quote if best else _relative(notice, milestone)
        if not (is_own or best or quote):
            continue
        is_named = is_own or bool(_NAMED[milestone].search(notice.title))
        doubt = max(best.doubt if best else 1, 0 if is_named else 1, notice.doubt)
        yield replace(
            unread(url, notice.link, sorted_, region),
            milestone=milestone,
            title=notice.title,
            published=notice.published,
            first=best.span.first if best else None,
            last=(best.span.first if milestone == "results_release" else best.span.last)
            if best
            else None,
            quote=quote,
            sureness=lower(sorted_.sureness, GRADES[doubt]),
        )


def _all_found(notice: _Notice) -> dict[str, list[_Found]]:
    """Return the days of each milestone, in their order."""
    found: dict[str, list[_Found]] = {}
    year = notice.sorted_.exam_year
    for sentence in notice.sentences:
        text = plain(sentence.text)
        for span in spans(text, notice.published or notice.today):
            milestone = _nearest(text, span.start, span.end)
            if milestone is None and (
                _BARE_TIME.search(text) or span.opens or span.first < span.last
            ):
                milestone = sentence.section or (
                    notice.sorted_.milestone if _BARE_TIME.search(text) else None
                )
            if milestone and year - 1 <= span.first.year and span.last.year <= year + 2:
                each = _Found(
                    span=span,
                    quote=_quote(sentence.text, span),
                    doubt=_doubt(span, text, notice, milestone),
                )
                found.setdefault(milestone, []).append(each)
    return found


def _nearest(text: str, start: int, end: int) -> str | None:
    """Return the milestone named nearest to some days, empty where they are about none, None where
    nothing is named.
    """

    def gap(named: re.Match[str]) -> int:
        between = text[end : named.start()] if named.start() >= end else text[named.end() : start]
        return len(between) + _CLAUSE_GAP * len(re.findall(r"[,，\t]", between))

    gaps = [
        (gap(named), key) for key, pattern in _NAMED.items() for named in pattern.finditer(text)
    ]
    distance, milestone = min(gaps, default=(_WIDEST_GAP, ""), key=lambda each: each[0])
    return milestone if distance < _WIDEST_GAP else None


def _doubt(span: Span, text: str, notice: _Notice, milestone: str) -> int:
    is_early = milestone in _WITH_RESULTS[:-1] and span.first.year < notice.sorted_.exam_year
    is_far = notice.published is not None and abs(span.first - notice.published) > _OLD
    if is_early or is_far or _FORECAST.search(text):
        return 2
    return 0 if span.has_year or notice.published else 1


def _chosen(milestone: str, found: Sequence[_Found], release: _Found | None) -> _Found | None:
    """Return the days of a milestone: of a release the first, of others rather from one day to
    another.
    """
    if milestone == "results_release":
        days = [each for each in found if not each.span.closes]
        differ = len({each.span.first for each in days}) > 1
        best = min(days, key=lambda each: each.doubt, default=None)
        return replace(best, doubt=max(best.doubt, 1)) if best and differ else best
    ranges = [each for each in found if each.span.first < each.span.last]
    starts = [each for each in found if not each.span.closes]
    ends = [each for each in found if each.span.closes]
    if ranges or (starts and not ends):
        return (ranges or starts)[0]
    start = next(iter(starts), release if milestone == "score_recheck" else None)
    if not start or not ends or ends[0].span.last < start.span.first:
        return None
    return replace(
        ends[0], span=replace(ends[0].span, first=start.span.first), doubt=max(ends[0].doubt, 1)
    )


def _at_once(notice: _Notice, milestone: str, *, is_own: bool) -> _Found | None:
    """Return the day of the notice where it says that something is so from now on."""
    day = notice.published
    told = (each.text for each in notice.sentences if is_own and _is_at_once(each.text))
    sentence = next((each for each in told if _NAMED[milestone].search(plain(each))), None)
    if sentence is None or day is None:
        return None
    return _Found(
        span=Span(first=day, last=day, start=0, end=0, has_year=True),
        quote=one_line(sentence),
        doubt=1,
    )


def _is_at_once(text: str) -> bool:
    return bool(_AT_ONCE.search(text)) and not _FORECAST.search(text)


def _relative(notice: _Notice, milestone: str) -> str:
    """Return the sentence that counts the days of a re-check from the release, empty where none
    does.
    """
    told = (
        each
        for each in notice.sentences
        if milestone == "score_recheck" and _RELATIVE.search(plain(each.text))
    )
    of_it = (
        each.text
        for each in told
        if each.section == milestone or _NAMED[milestone].search(plain(each.text))
    )
    return one_line(next(of_it, ""))


def _quote(sentence: str, span: Span) -> str:
    """Return a sentence, of a long one the part around the days."""
    start = max(0, min(span.start - LONGEST_LINE // 2, len(sentence) - LONGEST_LINE + 2))
    return one_line(f"…{sentence[start:]}" if start else sentence)
