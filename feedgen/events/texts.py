"""Writes the description of an event: when and how sure, who decides and where, what holds here, what to do."""

from collections.abc import Iterator

from feedgen.events.certainty import certainty
from feedgen.events.words import sentence
from feedgen.model import About, Milestone, Place, Region, Rule, State, Timeline

LONGEST = 800
"""Characters; longer texts are cut off or shown badly by some calendars."""
BESIDE_RESULTS = ("pass_mark", "public_notice")
"""Milestones without an event of their own until they are announced: the results event tells their rules."""
STAGE_WORDS = {
    "before_exam": "本地在考前进行",
    "with_results": "审核结果与成绩同时公布",
    "throughout": "贯穿考试全过程",
}
CLOSING = "非官方整理，以官方公告为准。"


def describe(
    milestone: Milestone, timeline: Timeline, region: Region, about: About, place: Place, followed: Place
) -> str:
    """Return the description of an event, at most 800 characters.

    What the region's rules say beside the milestone itself is left out first where the text grows too long.
    """
    head = [*_conditional(milestone, region), *certainty(milestone, region, timeline)]
    who = [_who(region, place, followed, about), *_where(region, about)]
    own = [*_rules(milestone, region), *_peculiarities(milestone, region)]
    beside = list(_beside(milestone, region, about))
    topics = list(_topics(milestone, region, about, place, followed))
    while _length(paragraphs := [*head, *who, *own, *topics, *beside, CLOSING]) > LONGEST and beside:
        beside.pop()
    return "\n".join(text for text in paragraphs if text)


def _length(paragraphs: list[str]) -> int:
    return len("\n".join(text for text in paragraphs if text))


def _conditional(milestone: Milestone, region: Region) -> Iterator[str]:
    if milestone.is_conditional:
        yield sentence(f"{region.name}是否有考后{region.kinds[milestone.kind].name}没有查到来源，以成绩公布的通知为准")


def _who(region: Region, place: Place, followed: Place, about: About) -> str:
    """Say whose dates the place takes and who runs the exam there."""
    follows = f"{place.name}考生以{followed.name}公布的为准"
    if place.key == followed.key:
        follows = f"{place.name}各地考生都以省级公布的为准"
    if any(source.reason for source in region.follows_sources):
        follows += "（推定，没有来源）"
    if region.authority is None:
        return sentence(f"{follows}；负责机构没有查到来源，以{about.fallback_authority}公告为准")
    inferred = "（据其他考试推断）" if region.authority.is_inferred else ""
    return sentence(f"{follows}，由{region.authority.name}{inferred}负责")


def _where(region: Region, about: About) -> Iterator[str]:
    """Name the official site with its address written out; addresses that are not official are not given.

    The address ends its line: programs that make links take a full stop behind it for a part of it.
    """
    if region.official_sites:
        site = region.official_sites[0]
        yield f"官网：{site.name} {site.url}"
    else:
        yield sentence(f"官网：没有查到可靠地址，以{about.fallback_authority}公告为准")
    parts = []
    if region.results_lookup and not region.results_lookup.is_official:
        parts.append(f"查分用“{region.results_lookup.name}”，从官网进入")
    parts += [f"微信：{contact.name}" for contact in region.wechats[:1]]
    parts += [f"电话：{contact.name}" for contact in region.phones[:1]]
    yield sentence("；".join(parts))


def _rules(milestone: Milestone, region: Region) -> Iterator[str]:
    """Tell how the milestone itself is held here."""
    if text := _rule_words(milestone.kind, region):
        yield text


def _beside(milestone: Milestone, region: Region, about: About) -> Iterator[str]:
    """Tell what belongs to the milestone and has no event of its own."""
    if milestone.kind == "exam":
        yield sentence(about.shared_dates)
        yield _offered(region, about)
    if milestone.kind == "results_release":
        yield _stage_words(region)
        yield sentence(about.shared_dates)
        for key in BESIDE_RESULTS:
            yield _rule_words(key, region)


def _offered(region: Region, about: About) -> str:
    if region.major_offered is None:
        return sentence(f"{region.name}是否开考{about.major}专业没有查到来源，以报名通知为准")
    return sentence(f"{region.name}{region.major_offered.exam_year}年度开考{about.major}专业")


def _stage_words(region: Region) -> str:
    """Say when the region reviews, where that leaves nothing for an event of its own."""
    rules = [rule for rule in region.rules_of("qualification_review") if rule.stage]
    if not rules or rules[-1].stage not in STAGE_WORDS:
        return ""
    year = f"（{rules[-1].exam_year}年）" if rules[-1].exam_year else ""
    return sentence(f"{region.kinds['qualification_review'].name}{year}：{STAGE_WORDS[rules[-1].stage]}")


def _rule_words(kind: str, region: Region) -> str:
    """Tell the newest rule that says what to do, with the year that it was stated for."""
    rules = region.rules_of(kind)
    told = [rule for rule in rules if rule.how] or [rule for rule in rules if rule.when]
    if not told:
        return ""
    rule = told[-1]
    year = f"{rule.exam_year}年" if rule.exam_year else ""
    whose = "各地的一般做法" if kind in region.unknown else f"{region.name}{year}"
    return sentence(f"{region.kinds[kind].name}（{whose}）：{_joined(rule)}")


def _joined(rule: Rule) -> str:
    return "；".join(text for text in (rule.how, rule.scope, rule.when, rule.result) if text)


def _peculiarities(milestone: Milestone, region: Region) -> Iterator[str]:
    """Tell the regional exceptions to the milestone and to what its event speaks of."""
    kind = region.kinds[milestone.kind]
    subjects = {kind.key, *(subject for topic in kind.topics for subject in region.guidance[topic].about)}
    for each in region.peculiarities:
        if each.about in subjects:
            year = f"（{each.exam_year}年）" if each.exam_year else ""
            yield sentence(f"本地情况{year}：{each.text}")


def _topics(milestone: Milestone, region: Region, about: About, place: Place, followed: Place) -> Iterator[str]:
    """Tell what to do, in brief; nothing of it for an exam that is not held."""
    if milestone.state is State.CANCELLED:
        return
    filled = {
        "place": place.name,
        "region": followed.name,
        "authority": region.authority.name if region.authority else "",
        "site": region.official_sites[0].url if region.official_sites else "",
        "exam_year": str(milestone.exam_year),
        "entry": about.entry.format(exam_year=milestone.exam_year),
    }
    for topic in region.kinds[milestone.kind].topics:
        yield region.guidance[topic].brief.format_map(filled)
