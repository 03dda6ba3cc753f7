"""Turns a timeline into the events of one place: titles, texts, alarms."""

from collections.abc import Iterable
from urllib.parse import quote

from feedgen.core.model import (
    Definitions,
    Event,
    Exam,
    Feed,
    Grade,
    Milestone,
    MilestoneText,
    PlaceContext,
    Region,
    identity_of,
    instant,
)
from feedgen.render.events.alarms import alarms
from feedgen.render.events.evidence import evidence_sentences, sureness
from feedgen.render.events.formatting import (
    IF_ANY,
    PREFIXES,
    STATE_WORDS,
    STATUSES,
    listed,
    sentence,
)
from feedgen.render.events.texts import describe, describe_briefly, follow_words

OVERVIEW = ("results_release", "score_recheck")
"""Milestones that trainers and employers want to know of every province."""
DISCLAIMER = "非官方，与考试机构无关；不收集任何信息。"
LICENCE = "行政区划数据：民政部国家地名信息库，CC BY 4.0。"


def compose(context: PlaceContext, key: str = "") -> Feed:
    """Compose the feed of a place.

    Args:
        context: Of the place.
        key: The key in the UIDs, if it is not the place's own (an alias keeps the old place's).
    """
    place, exam = context.place, context.exam
    events = tuple(
        _event(
            milestone,
            context,
            place_key=key or place.key,
            plain_title=plain_title_of(milestone, context.region),
            description=describe(milestone, context),
        )
        for milestone in context.timeline.milestones
    )
    follows = "" if place.key == context.followed.key else sentence(follow_words(context))
    description = f"{_subject(exam)}的考试、成绩和其后各环节的日期。{follows}{DISCLAIMER}{LICENCE}"
    return Feed(name=f"{exam.short_name} {place.name}", description=description, events=events)


def compose_overview(context: PlaceContext) -> tuple[Event, ...]:
    """Compose the overview's events of a province, with its short name in the titles."""
    region = context.region
    return tuple(
        _event(
            milestone,
            context,
            place_key=context.place.key,
            plain_title=f"{region.short_name} {_name(milestone, region)}",
            description=describe_briefly(milestone, context),
        )
        for milestone in context.timeline.milestones
        if milestone.kind in OVERVIEW
    )


def is_in_overview(event: Event) -> bool:
    """Say whether the overview has events of this kind."""
    return identity_of(event.key)[0] in OVERVIEW


def overview_feed(events: Iterable[Event], definitions: Definitions) -> Feed:
    """Compose the feed of all provinces from their events."""
    exam, nation = definitions.exam, definitions.nation
    in_order = sorted(events, key=lambda event: (event.first, event.last, event.uid))
    subjects = "和".join(nation.kinds[kind].name for kind in OVERVIEW)
    description = f"{_subject(exam)}在{nation.name}各地的{subjects}。{DISCLAIMER}{LICENCE}"
    return Feed(f"{exam.short_name} {nation.name}", description, tuple(in_order))


def describe_milestones(context: PlaceContext) -> tuple[MilestoneText, ...]:
    """Describe each milestone of a place's timeline, in its order."""
    return tuple(_text(milestone, context) for milestone in context.timeline.milestones)


def _text(milestone: Milestone, context: PlaceContext) -> MilestoneText:
    explanation, region = context.explanations[milestone.key], context.region
    return MilestoneText(
        milestone=milestone,
        name=f"{_name(milestone, region)}{IF_ANY if milestone.is_conditional else ''}",
        word=STATE_WORDS[milestone.state],
        sureness=sureness(explanation, region),
        sentences=tuple(filter(None, evidence_sentences(explanation, region))),
        likeliest=explanation.likeliest,
    )


def _subject(exam: Exam) -> str:
    others = f"，也叫{listed(exam.also_called)}" if exam.also_called else ""
    return f"{exam.official_name}{others}"


def title_of(milestone: Milestone, region: Region) -> str:
    """Return the title of a milestone's event, after its state unless it is announced."""
    return PREFIXES[milestone.state] + plain_title_of(milestone, region)


def plain_title_of(milestone: Milestone, region: Region) -> str:
    """Return the title of a milestone's event without its state."""
    kind = region.kinds[milestone.kind]
    title = kind.deadline_title if milestone.is_deadline else kind.title
    return f"{title}{IF_ANY if milestone.is_conditional else ''}"


def _name(milestone: Milestone, region: Region) -> str:
    name = region.kinds[milestone.kind].name
    return f"{name}截止" if milestone.is_deadline else name


def _event(
    milestone: Milestone,
    context: PlaceContext,
    *,
    place_key: str,
    plain_title: str,
    description: str,
) -> Event:
    window, key = milestone.window, milestone.key
    return Event(
        key=key,
        uid=f"{place_key}-{key}@{context.exam.host}",
        state=milestone.state,
        sequence=0,
        created=instant(milestone.known_from),
        modified=instant(milestone.revised),
        first=window.upper if milestone.is_deadline else window.lower,
        last=window.upper,
        title=PREFIXES[milestone.state] + plain_title,
        plain_title=plain_title,
        description=description,
        url=_url(milestone, context.region),
        status=STATUSES.get(milestone.state, "TENTATIVE"),
        categories=(context.exam.short_name, context.region.kinds[milestone.kind].name),
        alarms=alarms(milestone, context.timeline.as_of),
        is_deadline=milestone.is_deadline,
        is_conditional=milestone.is_conditional,
    )


def _url(milestone: Milestone, region: Region) -> str:
    """Return the official notice, else the official site, in ASCII as calendars want it."""
    for source in milestone.basis.sources:
        if source.notice or source.grade is Grade.OFFICIAL:
            return _ascii(source.notice or source.url)
    site = region.official_site(milestone.kind)
    return _ascii(site.url) if site else ""


def _ascii(url: str) -> str:
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")
