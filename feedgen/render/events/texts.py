"""Writes the description of an event: when and how sure, who decides and where, what holds here,
what to do.
"""

from collections.abc import Iterable, Iterator

from feedgen.core.model import (
    LONGEST,
    Contact,
    Guidance,
    Milestone,
    PlaceContext,
    Region,
    Rule,
    State,
)
from feedgen.core.model.exams import BESIDE_RESULTS, REVIEW
from feedgen.render.events.evidence import evidence_sentences
from feedgen.render.events.formatting import listed, sentence

STAGE_WORDS = {
    "before_exam": "本地在考前进行",
    "with_results": "审核结果与成绩同时公布",
    "throughout": "贯穿考试全过程",
}
CLOSING = "非官方整理，以官方公告为准。"


def describe(milestone: Milestone, context: PlaceContext) -> str:
    """Return the description of an event, at most 800 characters.

    What is told beside the milestone itself is left out, from the end, where the text grows too
    long in the place with the longest name in the region.
    """
    paragraphs = list(context_of(milestone, context))
    beside = (
        [text for text in _beside(milestone, context) if text]
        if milestone.state is not State.CANCELLED
        else []
    )
    while len("\n".join([*paragraphs, *beside, CLOSING])) + context.name_slack > LONGEST and beside:
        beside.pop()
    return "\n".join([*paragraphs, *beside, CLOSING])


def describe_briefly(milestone: Milestone, context: PlaceContext) -> str:
    """Return what the overview says of a milestone: when, how sure, and where it is told
    officially.

    With all that a place's own feed says it would be a hundred times the same advice in one file.
    """
    return "\n".join(
        [
            *filter(None, evidence_sentences(milestone, context)),
            next(_where(milestone, context)),
            CLOSING,
        ]
    )


def context_of(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield the paragraphs that are never left out; of what was called off only that, who decides
    and where.
    """
    texts = [*evidence_sentences(milestone, context), _who(context), *_where(milestone, context)]
    if milestone.state is not State.CANCELLED:
        texts.insert(0, _conditional(milestone, context.region))
        texts.append(_rule_words(milestone.kind, context.region))
        texts += [*_exceptions(milestone, context.region), *_topics(milestone, context)]
    yield from (text for text in texts if text)


def _conditional(milestone: Milestone, region: Region) -> str:
    if not milestone.is_conditional:
        return ""
    name = region.kinds[milestone.kind].name
    results = region.kinds["results_release"].name
    return sentence(f"{region.name}是否有考后{name}没有查到来源，以{results}的通知为准")


def follow_words(context: PlaceContext) -> str:
    """Say whose dates the place takes, and what of them the whole nation has on the same days."""
    is_own = context.place.key == context.followed.key
    if nationwide := context.region.nationwide:
        what = f"{listed(kind.name for kind in nationwide)}的日期全国统一"
        assumed = "（推定）" if any(kind.is_assumed for kind in nationwide) else ""
        whose = "" if is_own else f"{context.place.name}考生的"
        return f"{what}{assumed}，{whose}其他事项以{context.followed.name}公布的为准"
    return (
        f"以{context.place.name}统一公布的为准"
        if is_own
        else f"{context.place.name}考生以{context.followed.name}公布的为准"
    )


def _who(context: PlaceContext) -> str:
    """Say whose dates the place takes and who runs the exam there."""
    follows = follow_words(context)
    if any(source.reason for source in context.region.follows_sources):
        follows += "（推定，没有来源）"
    authority = context.region.authority
    if authority is None:
        return sentence(
            f"{follows}；负责机构没有查到来源，以{context.exam.fallback_authority}公告为准"
        )
    inferred = "（据其他考试推断）" if authority.is_inferred else ""
    return sentence(f"{follows}，由{authority.name}{inferred}负责")


def _where(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Name the official site with its address written out; addresses that are not official are not
    given.

    The address ends its line: programs that make links take a full stop behind it for a part of it.
    """
    region = context.region
    if site := region.official_site(milestone.kind):
        yield f"官网：{site.name} {site.url}"
    else:
        yield sentence(f"官网：没有查到可靠地址，以{context.exam.fallback_authority}公告为准")
    if region.results_lookup and not region.results_lookup.is_official:
        yield sentence(f"查分用“{region.results_lookup.name}”，从官网进入")
    wechat = [f"微信：{_contact(each)}" for each in _for(milestone, region.wechats)]
    phone = [f"电话：{_contact(each)}" for each in _for(milestone, region.phones)]
    yield sentence("；".join(wechat + phone))


def _for(milestone: Milestone, contacts: Iterable[Contact]) -> list[Contact]:
    return [each for each in contacts if each.about in {"", milestone.kind}]


def _contact(contact: Contact) -> str:
    return f"{contact.name}（{contact.purpose}）" if contact.purpose else contact.name


def _beside(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Tell what belongs to the milestone and has no event of its own, the most useful first."""
    region, about = context.region, context.exam
    if milestone.kind == "exam":
        yield sentence(about.shared_dates)
        yield _offered(context)
    if milestone.kind == "results_release":
        yield _stage_words(region)
        yield sentence(about.shared_dates)
        for key in BESIDE_RESULTS:
            yield _rule_words(key, region)


def _offered(context: PlaceContext) -> str:
    region, major = context.region, context.exam.major
    if not major:
        return ""
    if region.major_offered is None:
        return sentence(f"{region.name}是否开考{major}专业没有查到来源，以报名通知为准")
    return sentence(f"{region.name}{region.major_offered.exam_year}年度开考{major}专业")


def _stage_words(region: Region) -> str:
    """Say when the region reviews, where that leaves nothing for an event of its own."""
    stage = region.review_stage
    if stage not in STAGE_WORDS:
        return ""
    year = _year(region.newest_rule(REVIEW, "stage"))
    return sentence(
        f"{region.kinds[REVIEW].name}：{STAGE_WORDS[stage]}{f'（{year}）' if year else ''}"
    )


def _rule_words(key: str, region: Region) -> str:
    """Tell the newest way and the newest time that are known of a milestone, each with its year."""
    way, time = region.newest_rule(key, "how"), region.newest_rule(key, "when")
    if way is None and time is None:
        return ""
    name = region.kinds[key].name
    whose = "各地的一般做法" if key in region.unknown else f"{region.name}{_year(way or time)}"
    parts = [way.how, way.scope] if way else []
    if time:
        year = _year(time)
        is_of_another_year = way is not None and time is not way and year
        parts.append(f"时间{f'（{year}）' if is_of_another_year else ''}：{time.when}")
    if way and way.result:
        parts.append(f"结果：{way.result}")
    return sentence(f"{name}（{whose}）：{'；'.join(part for part in parts if part)}")


def _year(rule: Rule | None) -> str:
    return f"{rule.exam_year}年" if rule and rule.exam_year else ""


def _exceptions(milestone: Milestone, region: Region) -> Iterator[str]:
    """Tell the regional exceptions to the milestone and to what its event speaks of, from their
    year to their last.
    """
    for each in region.exceptions:
        matters = (
            (each.exam_year or 0)
            <= milestone.exam_year
            <= (each.last_exam_year or milestone.exam_year)
        )
        if each.about in region.subjects_of(milestone.kind) and matters:
            year = f"（{each.exam_year}年）" if each.exam_year else ""
            yield sentence(f"本地情况{year}：{each.text}")


def _topics(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Tell what to do, in brief."""
    region, kind = context.region, context.region.kinds[milestone.kind]
    is_before_exam = milestone.kind == REVIEW and region.review_stage == "before_exam"
    entry = context.exam.entry.format(exam_year=milestone.exam_year)
    for topic in kind.topics_before_exam if is_before_exam else kind.topics:
        if _is_of_use(region.guidance[topic], milestone, context):
            yield region.guidance[topic].brief.format(entry=entry)


def _is_of_use(guidance: Guidance, milestone: Milestone, context: PlaceContext) -> bool:
    return not (guidance.is_for_ahead and milestone.window.upper < context.timeline.as_of)
