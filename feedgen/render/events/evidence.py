"""Says how sure a date is and what it rests on; words about our own states only, all others come
from `regions/`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from feedgen.core.model import (
    Basis,
    Bound,
    Confidence,
    DatingMethod,
    Estimate,
    Grade,
    Milestone,
    MilestoneKind,
    NamedDays,
    PlaceContext,
    Session,
    Source,
    State,
    WeightedLag,
)
from feedgen.render.events.formatting import TENTHS, day_words, listed, sentence, window_words

SHOWN_PUBLISHERS = 3
RECENT_YEARS = 5


def evidence_sentences(milestone: Milestone, context: PlaceContext) -> Iterator[str]:
    """Yield the sentences that say when, how sure and why; of what was called off only that."""
    kind = context.region.kinds[milestone.kind]
    if milestone.state is State.CANCELLED:
        yield from _when_cancelled(milestone)
        return
    yield from _when(milestone, kind, context)
    yield _basis(milestone, context)
    yield _plan(milestone, kind)
    if milestone.basis.estimate:
        yield _bounds(milestone, kind)
    if milestone.kind == "results_release":
        yield _earlier(milestone, context)


def sureness(milestone: Milestone, context: PlaceContext) -> str:
    """Return in a line or two what a date rests on, and what has moved it."""
    if milestone.state is State.CANCELLED:
        return "".join(_when_cancelled(milestone))
    basis, kind = milestone.basis, context.region.kinds[milestone.kind]
    if basis.estimate is None or basis.method is not DatingMethod.LAG:
        return _basis(milestone, context)
    moved = f"{_plan(milestone, kind)}{_bounds(milestone, kind)}"
    if not basis.is_on_record:
        ours = "" if _is_assumed(basis) else "我们估计："
        return sentence(f"{ours}{_how_long(basis, context)}") + moved
    own = (
        f"，并用{context.region.name}{_counted(basis.estimate.own_observations)}修正"
        if basis.estimate.own_observations
        else ""
    )
    sure = f"约有{_level(basis.estimate)}把握在这些日子里{kind.verb}"
    return sentence(f"我们按全国往年的间隔估计{own}，{sure}") + moved


def _when(milestone: Milestone, kind: MilestoneKind, context: PlaceContext) -> Iterator[str]:
    days = window_words(milestone.window)
    if milestone.basis.method is DatingMethod.WINDOW_ON_RECORD:
        yield from _when_open(milestone, days, context)
    elif milestone.state is State.UNRECORDED:
        yield _when_passed(milestone, kind, days)
    elif milestone.state.is_named and milestone.basis.is_national:
        yield sentence(
            f"全国多数地区的{kind.name}日期：{days}；{context.region.name}没有查到单独的通知"
        )
    elif milestone.state is State.ANNOUNCED and milestone.is_deadline:
        yield sentence(
            f"官方公布的{kind.verb}时间：{days}，最后一天是{day_words(milestone.window.upper)}"
        )
    elif milestone.state is State.ANNOUNCED:
        yield sentence(f"官方公布的日期：{days}")
    elif milestone.state is State.PLANNED:
        yield _when_planned(milestone, kind, days)
    elif milestone.state is State.REPORTED:
        yield sentence(f"据报道是{days}，还没有见到官方通知原文，请到官网核对")
    elif milestone.basis.method is DatingMethod.DAYS_NAMED:
        yield sentence(f"推定的日期：{days}，没有见到官方通知")
    elif milestone.basis.method is DatingMethod.SEASON:
        yield sentence(f"预计在{days}之间的一个周末{_likeliest(milestone)}；具体日期官方还没有公布")
    else:
        yield sentence(
            f"预计{kind.verb}时间：{days}{_likeliest(milestone)}；具体哪天官方还没有公布"
        )


def _when_planned(milestone: Milestone, kind: MilestoneKind, days: str) -> str:
    if milestone.plan is None or milestone.is_deadline:
        return sentence(f"官方事先计划的日子：{days}，最后以通知为准")
    planned = f"官方事先计划{milestone.plan.words}{kind.verb}"
    return sentence(f"{planned}；计划可能提前或推迟，预计{days}，具体哪天还没有公布")


def _likeliest(milestone: Milestone) -> str:
    day = likeliest_day(milestone)
    return f"，最可能在{day_words(day, after=milestone.window.upper)}前后" if day else ""


def likeliest_day(milestone: Milestone) -> date | None:
    """Return the day that may be named as the likeliest, or None; of a window that is past none is."""
    if (
        milestone.state is not State.ESTIMATED
        or milestone.window.is_single
        or not milestone.basis.is_on_record
    ):
        return None
    # A middle between the record and the plan is a day that nobody has in mind.
    return None if milestone.plan in milestone.basis.facts else milestone.window.likeliest


def _when_open(milestone: Milestone, days: str, context: PlaceContext) -> Iterator[str]:
    """A deadline that hangs on a release: it opens only then, and this is how long."""
    kinds = context.region.kinds
    opens = f"{kinds[milestone.basis.anchor].name}以后才开始{kinds[milestone.kind].verb or '受理'}"
    shortest, longest = milestone.basis.lag or (0, 0)
    unit = "个工作日" if milestone.basis.unit == "working" else "天"
    known, usually = ("我们假定", "假定是") if _is_assumed(milestone.basis) else ("有记录", "通常")
    first = f"按最短期限（公布当天算第1天，共{shortest}{unit}）推算"
    length = f"{shortest}{unit}" if shortest == longest else f"{shortest}至{longest}{unit}"
    if milestone.is_deadline and milestone.state is State.UNRECORDED:
        yield sentence(f"{first}的截止日{days}已过")
        yield sentence(f"{known}的期限是{length}，没有办的请马上到官网核对是否还受理")
    elif milestone.is_deadline:
        yield sentence(f"截止日还没有查到；{_release(milestone.basis, context)}，{first}是{days}")
        yield sentence(f"{known}的期限是{length}，以通知为准，请提前办")
    elif milestone.state is State.UNRECORDED:
        yield sentence(f"{opens}，{usually}{length}（公布当天算第1天）")
        yield sentence(
            f"按预计推算的截止日（{days}之间）已过，我们没有记到确切日期，请到官网核对是否还能申请"
        )
    else:
        yield sentence(f"{opens}，{usually}{length}（公布当天算第1天）")
        yield sentence(f"截止日预计在{days}之间，公布后马上看通知")


def _release(basis: Basis, context: PlaceContext) -> str:
    """Say which day of the release a deadline is counted from; the words hold before and after it."""
    day = window_words(basis.anchor_window) if basis.anchor_window else ""
    return f"{'据报道' if basis.anchor_state is State.REPORTED else ''}{context.region.kinds[basis.anchor].name}日是{day}"


def _when_cancelled(milestone: Milestone) -> Iterator[str]:
    sessions = [fact for fact in milestone.basis.facts if isinstance(fact, Session)]
    into = next((f"，并入{each.merged_into}年度" for each in sessions if each.merged_into), "")
    is_named = milestone.basis.method is DatingMethod.DAYS_NAMED and (
        milestone.kind != "exam" or any(each.start for each in sessions)
    )
    before = "原来的日子是" if is_named else "我们原来预计的日子是"
    yield sentence(
        f"这次考试不举行{into}，这一项随之取消；{before}{window_words(milestone.window)}"
    )
    yield sentence(
        f"依据：{_pages([source for each in sessions for source in each.sources], milestone)}"
    )


def _when_passed(milestone: Milestone, kind: MilestoneKind, days: str) -> str:
    passed = f"预计的日子（{days}）已过，我们没有记到确切日期"
    if (
        milestone.state is State.UNRECORDED
        and milestone.plan
        and milestone.basis.method is DatingMethod.PLAN
    ):
        passed = (
            f"按官方计划（{milestone.plan.words}）推算的日子（{days}）已过，我们没有记到确切日期"
        )
    if kind.key == "exam" and milestone.basis.method is DatingMethod.SEASON:
        return sentence(f"{passed}；不知道考试日期，所以没有推算其后的日期，请直接到官网查看")
    if kind.key == "results_release":
        return sentence(
            f"{passed}；{'' if kind.is_nationwide else '多数地区'}应已公布，请到官网查看"
        )
    return sentence(f"{passed}，请到官网核对")


def _basis(milestone: Milestone, context: PlaceContext) -> str:
    """Say what the date rests on."""
    basis = milestone.basis
    if basis.method in {DatingMethod.DAYS_NAMED, DatingMethod.PLAN}:
        return sentence(f"依据：{_pages(basis.sources, milestone)}")
    if basis.method is DatingMethod.SEASON:
        text = _season_words(basis, context)
    elif basis.method is DatingMethod.PREVIOUS_BUILD:
        text = "依据：上一次发布的日期；新的资料还在核对，核对以后更新"
    elif basis.method is DatingMethod.WINDOW_ON_RECORD:
        whose = "全国" if basis.is_national else context.region.name
        text = f"依据：{'我们假定' if _is_assumed(basis) else f'{whose}有记录'}的期限，不是官方日期"
    else:
        text = _lag_words(basis, context)
    if not basis.is_calendar_confirmed:
        text += "；其间的节假日安排未公布，可能微调"
    return sentence(text)


def _season_words(basis: Basis, context: PlaceContext) -> str:
    count = len(basis.facts)
    if basis.estimate is None or not basis.is_on_record:
        season = context.region.kinds["exam"].season_words or "考试的一般季节"
        is_held = any(fact.confidence is not Confidence.ASSUMED for fact in basis.facts)
        held = f"和最近{count}次考试的日期" if is_held else ""
        return f"依据：{season}{held}，把握不大；官方通知发布后改为官方日期"
    return f"依据：最近{count}次考试的日期，约{_level(basis.estimate)}的把握；官方通知发布后改为官方日期"


def _lag_words(basis: Basis, context: PlaceContext) -> str:
    day = ""
    if basis.anchor_window and basis.anchor_window.is_single:
        day = f"（{_unsure(basis)}{day_words(basis.anchor_window.upper)}）"
    crossed = listed(run.name for run in basis.holidays)
    holidays = f"，其间的{crossed}已扣除" if crossed else ""
    anchor = context.region.kinds[basis.anchor].name
    how_long = f"{_how_long(basis, context)}{holidays}"
    return f"依据：{anchor}{day}后{how_long}；{_whose_number(basis)}不是官方日期"


def _how_long(basis: Basis, context: PlaceContext) -> str:
    """Say what the lag was learned from; a level is named only where there is a record to stand for
    it.
    """
    estimate, region = basis.estimate, context.region.name
    if estimate is None:
        return ""
    sure = f"，约{_level(estimate)}的把握落在这些日子里"
    own = (
        f"，按{region}{_counted(estimate.own_observations)}修正"
        if estimate.own_observations
        else ""
    )
    if basis.is_on_record:
        return f"全国往年的间隔{own}{sure}"
    shortest, longest = basis.lag or (0, 0)
    span = f"{shortest}个工作日" if shortest == longest else f"{shortest}至{longest}个工作日"
    rule = f"{span}（{basis.lag_words}）" if basis.lag_words else span
    if estimate.nation is None:
        return f"{rule}，是{region}自己的情况{own}"
    if _is_assumed(basis):
        return f"我们假定要{rule}，日子已放宽{own}，把握不大"
    return f"一般说法是{rule}，往年的记录很少，日子已放宽{own}，把握不大"


def _is_assumed(basis: Basis) -> bool:
    """Whether nobody but us stands behind a rule of the nation, or a window on record."""
    is_regions = basis.estimate is not None and basis.estimate.nation is None
    return not is_regions and basis.is_assumed


def _counted(own: Sequence[WeightedLag]) -> str:
    """Count a region's own records, those of which only a bound is known apart."""
    bounds = sum(each.lag.is_bound for each in own)
    counts = (
        f"{len(own) - bounds}次记录" if len(own) > bounds else "",
        f"{bounds}次大致的记录" if bounds else "",
    )
    return listed(count for count in counts if count)


def _whose_number(basis: Basis) -> str:
    """Say where a number of working days is ours; where a record stands for it, it no longer
    matters.
    """
    assumed = any(source.grade is Grade.ASSUMPTION for source in basis.sources)
    return (
        "工作日数由我们折算，"
        if assumed and not basis.is_on_record and not _is_assumed(basis)
        else ""
    )


def _level(estimate: Estimate) -> str:
    """Say the level in tenths, as people do."""
    return TENTHS[round(estimate.level * 10)]


def _unsure(basis: Basis) -> str:
    """Say in a word how sure the anchor's day is; that an exam was held needs no word."""
    if basis.anchor == "exam":
        return "" if basis.anchor_state and basis.anchor_state.is_named else "推定"
    return "据报道" if basis.anchor_state is State.REPORTED else ""


def _pages(sources: Sequence[Source], milestone: Milestone) -> str:
    """Name the pages that carry a day that was named; a page counts as a repost only if it is one."""
    for grade, what in (
        (Grade.OFFICIAL, "官方页面"),
        (Grade.REPOST, "转载的官方通知"),
        (Grade.REPORTED, "网页报道"),
    ):
        pages = [source for source in sources if source.grade is grade]
        if pages:
            alone = (
                "，没有第二处印证"
                if grade is Grade.REPOST and milestone.state is State.REPORTED
                else ""
            )
            alone = "" if milestone.basis.is_national else alone
            return f"{what}（{listed(source.publisher for source in pages[:SHOWN_PUBLISHERS])}）{alone}"
    return listed(source.reason for source in sources)


def _plan(milestone: Milestone, kind: MilestoneKind) -> str:
    """Tell what the authority had said beforehand, where that is not the date itself."""
    plan = milestone.plan
    if plan is None or milestone.basis.method is DatingMethod.PLAN:
        return ""
    said = "官方曾计划" if plan.confidence is Confidence.CONFIRMED else "据转述，官方曾计划"
    weighed = "，上面的日子已考虑这一点" if plan in milestone.basis.facts else ""
    return sentence(f"{said}{plan.words}{kind.verb or kind.name}{weighed}")


def _bounds(milestone: Milestone, kind: MilestoneKind) -> str:
    """Tell what is known of the day without the day itself; it has moved the window."""
    bounds = [
        fact
        for fact in milestone.basis.facts
        if isinstance(fact, Bound) and fact.milestone == milestone.kind
    ]
    looked = max((bound.not_yet for bound in bounds if bound.not_yet), default=None)
    not_before = max((bound.not_before for bound in bounds if bound.not_before), default=None)
    come = min((bound.not_after for bound in bounds if bound.not_after), default=None)
    said = [
        f"{day_words(looked)}查看时还没有{kind.verb}" if looked else "",
        f"不早于{day_words(not_before)}{kind.verb}" if not_before else "",
        f"最晚{day_words(come)}已经{kind.verb}" if come else "",
    ]
    return (
        sentence("，".join([*(each for each in said if each), "上面的日子已考虑这一点"]))
        if any(said)
        else ""
    )


def _earlier(milestone: Milestone, context: PlaceContext) -> str:
    """Tell the region's own earlier days, so that the estimate can be judged by eye."""
    earlier = [each for each in context.timeline.earlier if each.exam_year < milestone.exam_year]
    kind = context.region.kinds[milestone.kind]
    whose, moment = "" if kind.is_nationwide else context.region.name, kind.verb or "公布"
    if not earlier:
        is_nations = milestone.basis.is_national and milestone.basis.is_on_record
        nations = "，上面的日子按全国的记录推算" if is_nations else ""
        return sentence(f"没有查到{whose}往年的{moment}日期{nations}")
    age = context.timeline.as_of.year - earlier[0].first.year
    word = "近年" if age <= RECENT_YEARS else "往年"
    days = (f"{day_words(each.first)}{_carrier(each, context)}" for each in earlier)
    return sentence(f"{whose}{word}：{'、'.join(days)}")


def _carrier(observation: NamedDays, context: PlaceContext) -> str:
    """Say what carries the day of a release, where that is not the scores themselves."""
    carriers = {
        "pass_mark": f"（{context.region.kinds['pass_mark'].name}公布日）",
        "notice": "（通知日）",
    }
    return carriers.get(observation.dated, "")
