"""Writes the description of an event: when and how sure, who decides, what holds, what to do."""

from collections.abc import Iterable, Iterator

from feedgen.core.model import (
    LONGEST,
    Contact,
    Milestone,
    PlaceContext,
    Region,
    Rule,
    Session,
    State,
    Window,
)
from feedgen.core.model.exams import BESIDE_RESULTS, LOOKED_UP, REVIEW
from feedgen.render.events.evidence import evidence_sentences
from feedgen.render.events.formatting import bracketed, day_words, listed, sentence

STAGE_WORDS = {
    "before_exam": "在考前进行",
    "with_results": "审核结果与成绩同时公布",
    "throughout": "贯穿考试全过程",
}
"""Stages of a review that have no event of their own."""
CLOSING = "非官方整理，以官方公告为准。"


def describe(milestone: Milestone, context: PlaceContext) -> str:
    """Return the description of an event, at most 800 characters.

    Additions are dropped from the end if the text would be too long in the place with the longest
    name of the region.
    """
    paragraphs = [text for text in _paragraphs(milestone, context) if text]
    if milestone.state is State.CANCELLED:
        return _joined(paragraphs)
    additions = [text for text in _additions(milestone, context) if text]
    while additions and len(_joined(paragraphs + additions)) + context.name_slack > LONGEST:
        additions.pop()
    return _joined(paragraphs + additions)


def describe_briefly(milestone: Milestone, context: PlaceContext) -> str:
    """Return the description of an event of the overview: when, how sure, and the official site.

    The full descriptions would repeat the same advice a hundred times in one file.
    """
    sentences = filter(None, _evidence(milestone, context))
    return _joined([*sentences, next(_where(milestone, context))])


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n".join([*paragraphs, CLOSING])


def _paragraphs(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield the paragraphs that are never dropped; a cancelled milestone needs no advice."""
    is_cancelled = milestone.state is State.CANCELLED
    if not is_cancelled:
        yield _conditional(milestone, context.region)
    yield from _evidence(milestone, context)
    yield _who(context)
    yield from _where(milestone, context)
    if not is_cancelled:
        yield _session_words(milestone, context.region)
        yield _rule_words(milestone.kind, milestone.exam_year, context)
        yield from _exceptions(milestone, context.region)
        yield from _topics(milestone, context)


def _evidence(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    return evidence_sentences(context.explanations[milestone.key], context.region)


def _session_words(milestone: Milestone, region: Region) -> str:
    """Return the days of the whole session, if the major sits on one of them."""
    sessions = [fact for fact in milestone.basis.facts if isinstance(fact, Session)]
    if milestone.kind != "exam" or len(sessions) != 1:
        return ""
    start, end = sessions[0].start, sessions[0].end
    if not start or not end or Window(start, end) == milestone.window:
        return ""
    return sentence(f"考期到{day_words(end)}为止，{region.kinds['exam'].major_day_words}")


def _conditional(milestone: Milestone, region: Region) -> str:
    if not milestone.is_conditional:
        return ""
    name = region.kinds[milestone.kind].name
    results = region.kinds["results_release"].name
    return sentence(f"{region.name}是否有考后{name}没有查到来源，以{results}的通知为准")


def follow_words(context: PlaceContext) -> str:
    """Return whose dates the place takes, and which dates the whole nation shares."""
    is_own = context.place.key == context.followed.key
    if nationwide := context.region.nationwide:
        what = f"{listed(kind.name for kind in nationwide)}的日期全国统一"
        assumed = "（推定）" if any(kind.is_assumed for kind in nationwide) else ""
        whose = "" if is_own else f"{context.place.name}考生的"
        return f"{what}{assumed}，{whose}其他事项以{context.followed.name}公布的为准"
    if is_own:
        return f"以{context.place.name}统一公布的为准"
    return f"{context.place.name}考生以{context.followed.name}公布的为准"


def _who(context: PlaceContext) -> str:
    """Return whose dates the place takes and who runs the exam there."""
    follows, authority = follow_words(context), context.region.authority
    if any(source.reason for source in context.region.follows_sources):
        follows += "（推定，没有来源）"
    if authority is None:
        fallback = context.exam.fallback_authority
        return sentence(f"{follows}；负责机构没有查到来源，以{fallback}公告为准")
    inferred = "（据其他考试推断）" if authority.is_inferred else ""
    return sentence(f"{follows}，由{authority.name}{inferred}负责")


def _where(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield the official site with its address, and contacts; unofficial addresses are left out.

    The address ends its line: programs that make links take a full stop after it for a part of it.
    """
    region = context.region
    if site := region.official_site(milestone.kind):
        yield f"官网：{site.name} {site.url}"
    else:
        yield sentence(f"官网：没有查到可靠地址，以{context.exam.fallback_authority}公告为准")
    lookup = region.results_lookup
    if lookup and not lookup.is_official and milestone.kind in LOOKED_UP:
        yield sentence(f"查分用“{lookup.name}”，从官网进入")
    wechats = [f"微信：{text}" for text in _contacts(milestone, region.wechats)]
    phones = [f"电话：{text}" for text in _contacts(milestone, region.phones)]
    yield sentence("；".join(wechats + phones))


def _contacts(milestone: Milestone, contacts: Iterable[Contact]) -> list[str]:
    return [
        f"{contact.name}{bracketed(contact.purpose)}"
        for contact in contacts
        if contact.about in {"", milestone.kind}
    ]


def _additions(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield facts that have no event of their own, the most useful first."""
    if milestone.kind == "exam":
        yield _offered(context)
    if milestone.kind == "results_release":
        yield from _stage_words(milestone, context)
        yield sentence(context.exam.shared_dates)
        for key in BESIDE_RESULTS:
            yield _rule_words(key, milestone.exam_year, context)


def _offered(context: PlaceContext) -> str:
    region, major = context.region, context.exam.major
    if not major:
        return ""
    if region.major_offered is None:
        return sentence(f"{region.name}是否开考{major}专业没有查到来源，以报名通知为准")
    return sentence(f"{region.name}{region.major_offered.exam_year}年度开考{major}专业")


def _stage_words(results: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield when the region reviews, as far as the review has no event of its own."""
    region = context.region
    name = region.kinds[REVIEW].name
    if not region.review_rules and not context.timeline.of(REVIEW, results.exam_year):
        yield sentence(region.unknown_review)
    for rule in region.review_rules:
        if rule.stage in STAGE_WORDS and not (region.reviews_after_results and not rule.scope):
            scope = f"{rule.scope}，" if rule.scope else ""
            year = bracketed(_year(rule, context))
            yield sentence(f"{name}：{scope}{STAGE_WORDS[rule.stage]}{year}")


def _rule_words(key: str, exam_year: int, context: PlaceContext) -> str:
    """Return the newest way and the newest time of a milestone, each with its year."""
    region = context.region
    way, time = region.newest_rule(key, "how", exam_year), region.newest_rule(key, "when")
    newest = way or time
    if newest is None:
        return ""
    comma = "，" if context.is_outdated(newest) else ""
    own = f"{region.name}{comma}{_year(newest, context)}"
    whose = "各地的一般做法" if key in region.unknown else own
    kind = region.kinds[key]
    how, scale, scope, result = _way_words(way, kind.scale_in(exam_year))
    year = bracketed(_year(time, context)) if time and time is not newest else ""
    when = f"时间{year}：{time.when}" if time else ""
    parts = (how, scale, scope, when, result)
    return sentence(f"{kind.name}（{whose}）：{'；'.join(filter(None, parts))}")


def _way_words(way: Rule | None, scale: str) -> tuple[str, str, str, str]:
    """Return the way, its full marks, for whom it is and what it leads to."""
    if way is None:
        return "", "", "", ""
    return way.how, scale, way.scope, f"结果：{way.result}" if way.result else ""


def _year(rule: Rule, context: PlaceContext) -> str:
    """Return the year of a rule; an old one may no longer hold."""
    if not rule.exam_year:
        return ""
    year = f"{rule.exam_year}年"
    return f"据{year}通知，可能已变" if context.is_outdated(rule) else year


def _exceptions(milestone: Milestone, region: Region) -> Iterator[str]:
    """Yield the regional exceptions to what the event is about, in the years in which they hold."""
    subjects = region.subjects_of(milestone.kind)
    for exception in region.exceptions:
        if exception.about in subjects and exception.holds_in(milestone.exam_year):
            year = f"{exception.exam_year}年" if exception.exam_year else ""
            yield sentence(f"本地情况{bracketed(year)}：{exception.text}")


def _topics(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield what to do, in brief."""
    entry = context.exam.entry.format(exam_year=milestone.exam_year)
    is_past = milestone.window.upper < context.timeline.as_of
    for topic in context.region.topics_of(milestone.kind, milestone.exam_year):
        guidance = context.region.guidance[topic]
        if not (is_past and guidance.is_for_ahead):
            yield guidance.brief.format(entry=entry)
