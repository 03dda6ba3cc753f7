"""Gathers what all places of a region show: answer, picture, dates by session, derivations, what to
do.
"""

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
from feedgen.core.model.place_contexts import SHOWN_RULES
from feedgen.core.model.regions import REVIEW, STANDING_RULES
from feedgen.core.workdays import Workdays
from feedgen.render.website.answer import RESULTS, Answer, answer, current
from feedgen.render.website.days import day_text, session_text, span_text
from feedgen.render.website.derivation import Derivation, derive
from feedgen.render.website.picture import HORIZONTAL, VERTICAL, Picture, picture


@dataclass(frozen=True)
class Group:
    """What to do about one milestone, and how it is held here."""

    title: str
    topics: tuple[tuple[Guidance, tuple[str, ...]], ...]
    """Each with its steps filled in."""
    sources: tuple[Source, ...]
    """What the steps rest on."""
    rules: tuple[tuple[str, Rule], ...]
    """Each in words, the newest first."""
    older: int
    """How many more there are, which only the data tell."""
    exceptions: tuple[RegionalException, ...]

    @property
    def is_assumed(self) -> bool:
        """Whether nobody but us stands behind any of what is told of the way it is held."""
        facts = (*(rule for _, rule in self.rules), *self.exceptions)
        return all(fact.confidence is Confidence.ASSUMED for fact in facts)


@dataclass(frozen=True)
class Row:
    """A milestone in the table of all dates."""

    said: MilestoneText
    sources: tuple[Source, ...]
    same_as: str
    """The row above that rests on the very same sources; empty where there is none."""


@dataclass(frozen=True)
class Rows:
    """The milestones of one session in the table of all dates."""

    heading: str
    rows: tuple[Row, ...]
    is_older: bool
    """Than the session of the answer."""


@dataclass(frozen=True)
class RegionPart:
    """What all places of a region show."""

    answer: Answer
    overdue: bool
    """Something is past without a date."""
    tall: Picture | None
    wide: Picture | None
    caption: str
    """The picture in words."""
    sessions: tuple[Rows, ...]
    """What is said by session, the one of the answer first."""
    derivations: tuple[Derivation, ...]
    """Of the session of the answer and what is newer; of older ones the data tell."""
    groups: tuple[Group, ...]
    site: Site | None
    """The site to look results up."""
    checked_on: date | None
    """When a page behind any of the facts was last looked at; None where there is no fact."""


def region_part(
    context: PlaceContext,
    said: Sequence[MilestoneText],
    nation: Region,
    calendar: Workdays,
    names: Mapping[str, str],
) -> RegionPart:
    """Gather what all places of a region show; nothing in it depends on which of them it is.

    Args:
        told: One of the places.
        said: What is said of its milestones.
        nation: Whose rules hold where a region has none of its own.
        calendar: Says which days are worked.
        names: Short ones of the regions and the nation, by slug.
    """
    found = answer(said, context.timeline.as_of)
    drawn = current(said, found.said)
    tall = picture(drawn, context.timeline, context.region, VERTICAL)
    sessions = tuple(_sessions(said, found))
    return RegionPart(
        answer=found,
        overdue=any(each.milestone.state is State.UNRECORDED for each in said),
        tall=tall,
        wide=picture(drawn, context.timeline, context.region, HORIZONTAL),
        caption=_caption(drawn, tall, context) if tall else "",
        sessions=sessions,
        derivations=tuple(derive(drawn, context.region, context.timeline, calendar, names)),
        groups=tuple(_groups(context, found, nation)),
        site=context.region.official_site(RESULTS),
        checked_on=max(
            (source.checked for fact in context.region.facts for source in fact.sources),
            default=None,
        ),
    )


def _sessions(said: Sequence[MilestoneText], found: Answer) -> Iterator[Rows]:
    """Yield the rows of each session: that of the answer, then newer ones, then older ones."""
    by_session: dict[tuple[int, int], list[MilestoneText]] = {}
    for each in said:
        by_session.setdefault((each.milestone.exam_year, each.milestone.sitting), []).append(each)
    chosen = (
        (found.said.milestone.exam_year, found.said.milestone.sitting) if found.said else (0, 0)
    )
    shown: dict[tuple[Source, ...], str] = {}
    for exam_year, sitting in sorted(
        by_session, key=lambda each: (each != chosen, each < chosen, each)
    ):
        heading = session_text(exam_year, sitting)
        rows = []
        for each in by_session[exam_year, sitting]:
            sources = sources_of(each)
            above = shown.setdefault(sources, f"{heading}{each.name}") if sources else ""
            rows.append(Row(each, sources, "" if above == f"{heading}{each.name}" else above))
        yield Rows(heading, tuple(rows), (exam_year, sitting) < chosen)


def _caption(drawn: Sequence[MilestoneText], tall: Picture, context: PlaceContext) -> str:
    """Say in words what the picture shows."""
    year = context.timeline.as_of.year
    parts = [f"今天是{day_text(context.timeline.as_of, year)}"]
    for said in drawn:
        likeliest = (
            f"，最可能{day_text(said.likeliest, year, weekday=False)}前后" if said.likeliest else ""
        )
        parts.append(f"{said.name}：{said.word}，{span_text(said, year)}{likeliest}")
    text = f"{'；'.join(parts)}。"
    if any(bar.bounds for bar in tall.bars):
        text += "颜色越深的日子越可能，粗线是最可能的一天。"
    if tall.earlier:
        listed = "、".join(f"{each.words}" for each in tall.earlier)
        text += f"小三角是往年有记录的公布日，按考后的天数放到今年：{listed}。"
    return text


def _groups(context: PlaceContext, found: Answer, nation: Region) -> Iterator[Group]:
    """Yield what to do, results first, then in the order in which a person meets the milestones."""
    region = context.region
    year = found.said.milestone.exam_year if found.said else context.timeline.as_of.year
    entry = context.exam.entry.format(exam_year=year)
    shown: set[str] = set()
    context_of: set[str] = set()
    for key in (RESULTS, *(key for key in MILESTONES if key != RESULTS)):
        topics = [region.guidance[topic] for topic in _topics(key, region) if topic not in shown]
        # What was put together by us is said once, for all of them.
        sources = dict.fromkeys(
            source for topic in topics for source in topic.sources if source.url
        )
        shown.update(topic.topic for topic in topics)
        subjects = {key, *(subject for topic in topics for subject in topic.about)} - context_of
        context_of |= subjects
        rules = [*reversed(region.rules_of(key))]
        standing = [
            rule
            for subject in STANDING_RULES
            if subject in subjects
            for rule in region.rules_of(subject)
        ]
        shown_rules = (*rules[:SHOWN_RULES], *standing)
        exceptions = tuple(
            each
            for each in region.exceptions
            if each.about in subjects
            and (each.exam_year or year) <= year <= (each.last_exam_year or year)
        )
        if topics or shown_rules or exceptions:
            yield Group(
                title=region.kinds[key].name,
                topics=tuple(
                    (each, tuple(step.format(entry=entry) for step in each.steps))
                    for each in topics
                ),
                sources=tuple(sources),
                rules=tuple(
                    (_rule_words(rule, context.region, nation), rule) for rule in shown_rules
                ),
                older=len(rules[SHOWN_RULES:]),
                exceptions=exceptions,
            )


def _topics(key: str, region: Region) -> tuple[str, ...]:
    kind = region.kinds[key]
    return (
        kind.topics_before_exam
        if key == REVIEW and region.review_stage == "before_exam"
        else kind.topics
    )


def _rule_words(rule: Rule, region: Region, nation: Region) -> str:
    """Say all that a rule tells, and whose it is."""
    unit = "个工作日" if rule.unit == "working" else "天"
    stage = {
        "before_exam": "考前进行",
        "after_results": "成绩公布后进行",
        "with_results": "结果与成绩同时公布",
        "throughout": "贯穿考试全过程",
    }
    parts = [
        rule.how,
        f"对象：{rule.scope}" if rule.scope else "",
        f"时间：{rule.when}" if rule.when else "",
        f"期限{rule.window_days}{unit}（公布当天算第1天）" if rule.window_days else "",
        stage.get(rule.stage, ""),
        f"结果：{rule.result}" if rule.result else "",
    ]
    whose = nation.name if rule in nation.rules_of(rule.milestone) else region.name
    return f"{whose}{f'{rule.exam_year}年' if rule.exam_year else ''}：{'；'.join(part for part in parts if part)}"


def sources_of(said: MilestoneText) -> tuple[Source, ...]:
    """Return every source behind a date, each page once: of the rule or the day itself, and of the
    facts about it.

    What it was counted from has sources of its own.
    """
    milestone = said.milestone
    basis = milestone.basis
    facts = [
        fact for fact in basis.facts if milestone.kind == "exam" or not isinstance(fact, Session)
    ]
    facts += [milestone.plan] if milestone.plan else []
    found = [*basis.sources, *(source for fact in facts for source in fact.sources)]
    return tuple({source.url or source.reason: source for source in reversed(found)}.values())[::-1]


def checked(sources: Sequence[Source]) -> str:
    """Say when the pages were last looked at."""
    return day_text(max(source.checked for source in sources), 0, weekday=False)
