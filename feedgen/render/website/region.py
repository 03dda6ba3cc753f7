"""Gathers the part of a page that all places of a region share, from the answer to the guides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from feedgen.core.model import (
    MILESTONES,
    Confidence,
    Guidance,
    MilestoneText,
    PlaceContext,
    Region,
    RegionalException,
    Rule,
    Session,
    Site,
    Source,
    State,
)
from feedgen.core.model.exams import REVIEW, STANDING_RULES
from feedgen.render.website.answer import RESULTS, Answer, choose_answer, session_of, texts_to_draw
from feedgen.render.website.days import day_text, session_text, span_text
from feedgen.render.website.derivation import Derivation, derive
from feedgen.render.website.picture import HORIZONTAL, VERTICAL, Picture, draw_picture

MAX_RULES_SHOWN = 3
"""Rules of one milestone on a page, the newest ones: a page has to stay small."""
GUIDE_ORDER = (RESULTS, *(milestone for milestone in MILESTONES if milestone != RESULTS))
STAGES = {
    "before_exam": "考前进行",
    "after_results": "成绩公布后进行",
    "with_results": "结果与成绩同时公布",
    "throughout": "贯穿考试全过程",
}


@dataclass(frozen=True)
class Guide:
    """What to do about one milestone, and how the region holds it."""

    title: str
    topics: tuple[tuple[Guidance, tuple[str, ...]], ...]
    """Guidance and its steps in words."""
    sources: tuple[Source, ...]
    """Sources of the steps."""
    unknown: str
    """What no source says about it."""
    rules: tuple[tuple[str, Rule], ...]
    """Text and rule, the newest first."""
    omitted_rules: int
    """How many older rules only the data has."""
    exceptions: tuple[RegionalException, ...]

    @property
    def is_assumed(self) -> bool:
        """Whether all of its rules and exceptions are our own assumptions."""
        facts = (*(rule for _, rule in self.rules), *self.exceptions)
        return all(fact.confidence is Confidence.ASSUMED for fact in facts)


@dataclass(frozen=True)
class DateRow:
    """A milestone in the table of all dates."""

    text: MilestoneText
    sources: tuple[Source, ...]
    same_as: str
    """Name of the earlier row with exactly these sources; empty if there is none."""


@dataclass(frozen=True)
class SessionDates:
    """The milestones of one session in the table of all dates."""

    heading: str
    rows: tuple[DateRow, ...]
    is_older: bool
    """The session is older than the session of the answer."""


@dataclass(frozen=True)
class RegionPart:
    """The part of a page that all places of a region share."""

    answer: Answer
    has_unrecorded: bool
    """A window is past and no date is recorded."""
    tall: Picture | None
    wide: Picture | None
    caption: str
    """The picture in words."""
    sessions: tuple[SessionDates, ...]
    """The session of the answer first."""
    derivations: tuple[Derivation, ...]
    """Of the answer's exam year and newer ones; the data has the older ones."""
    guides: tuple[Guide, ...]
    results_site: Site | None
    checked_on: date | None
    """Last day on which a source of any fact was checked; None without facts."""


def region_part(
    context: PlaceContext,
    texts: Sequence[MilestoneText],
    nation: Region,
    names: Mapping[str, str],
) -> RegionPart:
    """Gather the part of a page that all places of a region share.

    Args:
        context: Of any place of the region.
        texts: Its milestones in words.
        nation: Holds the rules of which the region has none of its own.
        names: Short names of the regions and the nation, by slug.
    """
    answer = choose_answer(texts, context.timeline.as_of)
    drawn = texts_to_draw(texts, answer.text)
    tall = draw_picture(drawn, context.timeline, context.region, VERTICAL)
    checks = (source.checked for fact in context.region.facts for source in fact.sources)
    return RegionPart(
        answer=answer,
        has_unrecorded=any(text.milestone.state is State.UNRECORDED for text in texts),
        tall=tall,
        wide=draw_picture(drawn, context.timeline, context.region, HORIZONTAL),
        caption=_caption(drawn, tall, context) if tall else "",
        sessions=tuple(_sessions(texts, answer)),
        derivations=tuple(derive(drawn, context, names)),
        guides=tuple(_guides(context, answer, nation)),
        results_site=context.region.official_site(RESULTS),
        checked_on=max(checks, default=None),
    )


def _sessions(texts: Sequence[MilestoneText], answer: Answer) -> Iterator[SessionDates]:
    """Yield the dates of the answer's session, then of newer ones, then of older ones."""
    by_session: dict[tuple[int, int], list[MilestoneText]] = {}
    for text in texts:
        by_session.setdefault(session_of(text), []).append(text)
    shown = answer.session
    row_of: dict[tuple[Source, ...], str] = {}
    for session in sorted(
        by_session, key=lambda session: (session != shown, session < shown, session)
    ):
        heading = session_text(*session)
        rows = []
        for text in by_session[session]:
            sources, name = sources_of(text), f"{heading}{text.name}"
            first = row_of.setdefault(sources, name) if sources else name
            rows.append(DateRow(text, sources, "" if first == name else first))
        yield SessionDates(heading, tuple(rows), session < shown)


def _caption(texts: Sequence[MilestoneText], tall: Picture, context: PlaceContext) -> str:
    """Return the picture in words."""
    year = context.timeline.as_of.year
    parts = [f"今天是{day_text(context.timeline.as_of, year)}"]
    for text in texts:
        part = f"{text.name}：{text.word}，{span_text(text, year)}"
        if text.likeliest:
            part += f"，最可能{day_text(text.likeliest, year, weekday=False)}前后"
        parts.append(part)
    caption = f"{'；'.join(parts)}。"
    if any(bar.bounds for bar in tall.bars):
        caption += "颜色越深的日子越可能，粗线是最可能的一天。"
    if tall.earlier:
        releases = "、".join(release.words for release in tall.earlier)
        caption += f"小三角是往年有记录的公布日，按考后的天数放到今年：{releases}。"
    return caption


def _guides(context: PlaceContext, answer: Answer, nation: Region) -> Iterator[Guide]:
    """Yield what to do, results first, then in the order in which a person meets the milestones.

    A topic or an exception is shown once, with the first milestone that it belongs to.
    """
    region = context.region
    year = answer.session[0] or context.timeline.as_of.year
    shown_topics: set[str] = set()
    shown_subjects: set[str] = set()
    for milestone in GUIDE_ORDER:
        new = [name for name in region.topics_of(milestone) if name not in shown_topics]
        of_year = region.topics_of(milestone, year)
        topics = [region.guidance[name] for name in new if name in of_year]
        subjects = {milestone}.union(*(region.guidance[name].about for name in new))
        guide = _guide(milestone, topics, subjects - shown_subjects, context, year, nation)
        shown_topics.update(new)
        shown_subjects |= subjects
        if any((guide.topics, guide.unknown, guide.rules, guide.exceptions)):
            yield guide


def _guide(
    milestone: str,
    topics: Sequence[Guidance],
    subjects: set[str],
    context: PlaceContext,
    year: int,
    nation: Region,
) -> Guide:
    region, entry = context.region, context.exam.entry.format(exam_year=year)
    newest_first = region.rules_of(milestone)[::-1]
    shown_rules = (*newest_first[:MAX_RULES_SHOWN], *_standing_rules(subjects, region))
    # Steps without an address are our own; the page says so once for all of them.
    sources = dict.fromkeys(source for topic in topics for source in topic.sources if source.url)
    return Guide(
        title=region.kinds[milestone].name,
        topics=tuple(
            (topic, tuple(step.format(entry=entry) for step in topic.steps)) for topic in topics
        ),
        sources=tuple(sources),
        unknown=region.unknown_review if milestone == REVIEW else "",
        rules=tuple((_rule_words(rule, context, nation), rule) for rule in shown_rules),
        omitted_rules=len(newest_first[MAX_RULES_SHOWN:]),
        exceptions=_exceptions(subjects, region, year),
    )


def _exceptions(subjects: set[str], region: Region, year: int) -> tuple[RegionalException, ...]:
    return tuple(
        exception
        for exception in region.exceptions
        if exception.about in subjects and exception.holds_in(year)
    )


def _standing_rules(subjects: set[str], region: Region) -> list[Rule]:
    return [rule for key in STANDING_RULES if key in subjects for rule in region.rules_of(key)]


def _rule_words(rule: Rule, context: PlaceContext, nation: Region) -> str:
    """Return a rule in words, with its region and year; an old one may no longer hold."""
    region = context.region
    unit = "个工作日" if rule.unit == "working" else "天"
    parts = [
        rule.how,
        f"对象：{rule.scope}" if rule.scope else "",
        f"时间：{rule.when}" if rule.when else "",
        f"期限{rule.window_days}{unit}（公布当天算第1天）" if rule.window_days else "",
        STAGES.get(rule.stage, ""),
        _scale(rule, region),
        f"结果：{rule.result}" if rule.result else "",
    ]
    name = nation.name if rule in nation.rules_of(rule.milestone) else region.name
    year = f"{rule.exam_year}年" if rule.exam_year else ""
    age = "（可能已变）" if context.is_outdated(rule) else ""
    return f"{name}{year}{age}：{'；'.join(filter(None, parts))}"


def _scale(rule: Rule, region: Region) -> str:
    kind = region.kinds.get(rule.milestone)
    return kind.scale_in(rule.exam_year or 0) if kind and rule.how else ""


def sources_of(text: MilestoneText) -> tuple[Source, ...]:
    """Return every source of a date, each page once; those of its anchor belong to the anchor."""
    milestone, basis = text.milestone, text.milestone.basis
    facts = [
        fact for fact in basis.facts if milestone.kind == "exam" or not isinstance(fact, Session)
    ]
    facts += [milestone.plan] if milestone.plan else []
    sources = [*basis.sources, *(source for fact in facts for source in fact.sources)]
    # Of two sources with one page the first counts, at the place of the last.
    return tuple({source.url or source.reason: source for source in sources[::-1]}.values())[::-1]


def checked(sources: Sequence[Source]) -> str:
    """Return the last day on which one of the pages was checked."""
    return day_text(max(source.checked for source in sources), 0, weekday=False)
