"""Says in Chinese how sure a date is and what it rests on; `regions/` has the words of the exam."""

from collections.abc import Iterator, Sequence

from feedgen.core.model import (
    Confidence,
    DatingMethod,
    Explanation,
    Grade,
    NamedDays,
    Region,
    Source,
    State,
)
from feedgen.render.events.formatting import TENTHS, day_words, listed, sentence, window_words

SHOWN_PUBLISHERS = 3
RECENT_YEARS = 5
PAGES = {
    Grade.OFFICIAL: "官方页面",
    Grade.REPOST: "转载的官方通知",
    Grade.REPORTED: "网页报道",
}
"""What to call a page, the best grade first."""


def evidence_sentences(explanation: Explanation, region: Region) -> Iterator[str]:
    """Yield when, how sure and why; of a cancelled milestone only the cancellation."""
    if explanation.milestone.state is State.CANCELLED:
        yield from _cancellation(explanation)
        return
    yield from _when(explanation, region)
    yield _basis(explanation, region)
    yield _plan(explanation)
    yield _bounds(explanation)
    if explanation.earlier is not None:
        yield _earlier(explanation, explanation.earlier, region)


def sureness(explanation: Explanation, region: Region) -> str:
    """Return in a line or two what a date rests on, and what has moved it."""
    if explanation.milestone.state is State.CANCELLED:
        return "".join(_cancellation(explanation))
    if explanation.method is not DatingMethod.LAG:
        return _basis(explanation, region)
    if explanation.level is None:
        is_our_rule = explanation.is_assumed and explanation.is_nations_rule
        reason = f"{'' if is_our_rule else '我们估计：'}{_interval(explanation, region)}"
    else:
        record = _own_record(explanation)
        own = f"，并用{region.name}{record}修正" if record else ""
        level = f"约有{_tenths(explanation.level)}把握在这些日子里{explanation.kind.verb}"
        reason = f"我们按全国往年的间隔估计{own}，{level}"
    return sentence(reason) + _plan(explanation) + _bounds(explanation)


def _when(explanation: Explanation, region: Region) -> Iterator[str]:
    milestone = explanation.milestone
    if explanation.method is DatingMethod.WINDOW_ON_RECORD:
        yield from _when_open(explanation)
    elif milestone.state is State.UNRECORDED:
        yield sentence(_when_passed(explanation))
    elif milestone.state.is_named:
        yield sentence(_when_named(explanation, region))
    else:
        yield sentence(_when_expected(explanation))


def _when_named(explanation: Explanation, region: Region) -> str:
    milestone, kind = explanation.milestone, explanation.kind
    days = window_words(milestone.window)
    if explanation.is_national:
        return f"全国多数地区的{kind.name}日期：{days}；{region.name}没有查到单独的通知"
    if milestone.state is State.REPORTED:
        return f"据报道是{days}，还没有见到官方通知原文，请到官网核对"
    if milestone.is_deadline:
        return f"官方公布的{kind.verb}时间：{days}，最后一天是{day_words(milestone.window.upper)}"
    return f"官方公布的日期：{days}"


def _when_expected(explanation: Explanation) -> str:
    milestone, verb, plan = explanation.milestone, explanation.kind.verb, explanation.milestone.plan
    days = window_words(milestone.window)
    if milestone.state is State.PLANNED:
        if plan is None or milestone.is_deadline:
            return f"官方事先计划的日子：{days}，最后以通知为准"
        planned = f"官方事先计划{plan.words}{verb}"
        return f"{planned}；计划可能提前或推迟，预计{days}，具体哪天还没有公布"
    if explanation.method is DatingMethod.DAYS_NAMED:
        return f"推定的日期：{days}，没有见到官方通知"
    if day := explanation.likeliest:
        likeliest = f"，最可能在{day_words(day, after=milestone.window.upper)}前后"
    else:
        likeliest = ""
    if explanation.method is DatingMethod.SEASON:
        return f"预计在{days}之间的一个周末{likeliest}；具体日期官方还没有公布"
    return f"预计{verb}时间：{days}{likeliest}；具体哪天官方还没有公布"


def _when_open(explanation: Explanation) -> Iterator[str]:
    """Say until when a window is open that opens with a release."""
    milestone, anchor = explanation.milestone, explanation.anchor_name
    days, is_past = window_words(milestone.window), milestone.state is State.UNRECORDED
    unit = "个工作日" if explanation.unit == "working" else "天"
    length = f"{_span(explanation)}{unit}"
    shortest, _ = explanation.lag or (0, 0)
    known, usually = ("我们假定", "假定是") if explanation.is_assumed else ("有记录", "通常")
    if not milestone.is_deadline:
        opens = f"{anchor}以后才开始{explanation.kind.verb or '受理'}"
        yield sentence(f"{opens}，{usually}{length}（公布当天算第1天）")
        yield sentence(
            f"按预计推算的截止日（{days}之间）已过，我们没有查到记录，请到官网核对是否还能申请"
            if is_past
            else f"截止日预计在{days}之间，公布后马上看通知"
        )
        return
    first = f"按最短期限（公布当天算第1天，共{shortest}{unit}）推算"
    if is_past:
        yield sentence(f"{first}的截止日{days}已过")
        yield sentence(f"{known}的期限是{length}，没有办的请马上到官网核对是否还受理")
    else:
        reported = "据报道" if explanation.anchor_state is State.REPORTED else ""
        release = window_words(explanation.anchor_window) if explanation.anchor_window else ""
        yield sentence(f"截止日还没有查到；{reported}{anchor}日是{release}，{first}是{days}")
        yield sentence(f"{known}的期限是{length}，以通知为准，请提前办")


def _cancellation(explanation: Explanation) -> Iterator[str]:
    milestone, session = explanation.milestone, explanation.cancelled_session
    into = f"，并入{session.merged_into}年度" if session and session.merged_into else ""
    before = "原来的日子是" if explanation.were_days_named else "我们原来预计的日子是"
    days = window_words(milestone.window)
    yield sentence(f"这次考试不举行{into}，这一项随之取消；{before}{days}")
    yield sentence(f"依据：{_pages(session.sources if session else (), explanation)}")


def _when_passed(explanation: Explanation) -> str:
    kind, plan, days = explanation.kind, explanation.milestone.plan, "预计的日子"
    if plan and explanation.method is DatingMethod.PLAN:
        days = f"按官方计划（{plan.words}）推算的日子"
    passed = f"{days}（{window_words(explanation.milestone.window)}）已过，我们没有查到记录"
    if explanation.method is DatingMethod.SEASON:
        return f"{passed}；不知道考试日期，所以没有推算其后的日期，请直接到官网查看"
    if kind.key == "results_release":
        whose = "" if kind.is_nationwide else "多数地区"
        return f"{passed}；{whose}应已公布，请到官网查看"
    return f"{passed}，请到官网核对"


def _basis(explanation: Explanation, region: Region) -> str:
    """Say what the date rests on."""
    match explanation.method:
        case DatingMethod.DAYS_NAMED | DatingMethod.PLAN:
            return sentence(f"依据：{_pages(explanation.sources, explanation)}")
        case DatingMethod.SEASON:
            basis = f"{_season(explanation, region)}；官方通知发布后改为官方日期"
        case DatingMethod.PREVIOUS_BUILD:
            basis = "上一次发布的日期；新的资料还在核对，核对以后更新"
        case DatingMethod.WINDOW_ON_RECORD:
            whose = "全国" if explanation.is_nations_rule else region.name
            whose = "我们假定" if explanation.is_assumed else f"{whose}有记录"
            basis = f"{whose}的期限，不是官方日期"
        case DatingMethod.LAG:
            converted = "工作日数由我们折算，" if explanation.is_converted else ""
            basis = f"{_lag(explanation, region)}；{converted}不是官方日期"
    holidays = (
        "" if explanation.is_calendar_confirmed else "；其间的放假安排我们还没有收录，可能微调"
    )
    return sentence(f"依据：{basis}{holidays}")


def _season(explanation: Explanation, region: Region) -> str:
    count = explanation.session_count
    if explanation.level is not None:
        return f"最近{count}次考试的日期，约{_tenths(explanation.level)}的把握"
    sessions = f"和最近{count}次考试的日期" if count else ""
    return f"{region.kinds['exam'].season_words or '考试的一般季节'}{sessions}，把握不大"


def _lag(explanation: Explanation, region: Region) -> str:
    window, day = explanation.anchor_window, ""
    if window and window.is_single:
        ends = "结束" if explanation.anchor == "exam" else ""
        day = f"（{_anchor_sureness(explanation)}{day_words(window.upper)}{ends}）"
    crossed = listed(run.name for run in explanation.holidays)
    holidays = f"，其间的{crossed}已扣除" if crossed else ""
    return f"{explanation.anchor_name}{day}后{_interval(explanation, region)}{holidays}"


def _anchor_sureness(explanation: Explanation) -> str:
    """Say how sure the anchor's day is; that an exam was held needs no word."""
    state = explanation.anchor_state
    if explanation.anchor == "exam":
        return "" if state and state.is_named else "推定"
    return "据报道" if state is State.REPORTED else ""


def _interval(explanation: Explanation, region: Region) -> str:
    """Say what the lag was learned from, and the level where the record is large enough."""
    record = _own_record(explanation)
    own = f"，按{region.name}{record}修正" if record else ""
    if explanation.level is not None:
        return f"全国往年的间隔{own}，约{_tenths(explanation.level)}的把握落在这些日子里"
    words = f"（{explanation.lag_words}）" if explanation.lag_words else ""
    rule = f"{_span(explanation)}个工作日{words}"
    if not explanation.is_nations_rule:
        return f"{rule}，是{region.name}自己的情况{own}"
    if explanation.is_assumed:
        return f"我们假定要{rule}，日子已放宽{own}，把握不大"
    return f"一般说法是{rule}，往年的记录很少，日子已放宽{own}，把握不大"


def _own_record(explanation: Explanation) -> str:
    """Count the region's own records, bounds apart."""
    own = explanation.estimate.own_observations if explanation.estimate else ()
    bounds = sum(observation.lag.is_bound for observation in own)
    counts = ((len(own) - bounds, "次记录"), (bounds, "次大致的记录"))
    return listed(f"{count}{unit}" for count, unit in counts if count)


def _tenths(level: float) -> str:
    return TENTHS[round(level * 10)]


def _span(explanation: Explanation) -> str:
    shortest, longest = explanation.lag or (0, 0)
    return f"{shortest}" if shortest == longest else f"{shortest}至{longest}"


def _pages(sources: Sequence[Source], explanation: Explanation) -> str:
    """Name the pages that carry a day, those of the best grade; without any the reasons."""
    for grade, what in PAGES.items():
        pages = [source.publisher for source in sources if source.grade is grade]
        if pages:
            is_alone = (
                grade is Grade.REPOST
                and explanation.milestone.state is State.REPORTED
                and not explanation.is_national
            )
            alone = "，没有第二处印证" if is_alone else ""
            return f"{what}（{listed(pages[:SHOWN_PUBLISHERS])}）{alone}"
    return listed(source.reason for source in sources)


def _plan(explanation: Explanation) -> str:
    """Say what the authority had planned, where that is not the date itself."""
    plan, kind = explanation.milestone.plan, explanation.kind
    if plan is None or explanation.method is DatingMethod.PLAN:
        return ""
    hearsay = "" if plan.confidence is Confidence.CONFIRMED else "据转述，"
    used = "，上面的日子已考虑这一点" if explanation.is_plan_used else ""
    return sentence(f"{hearsay}官方曾计划{plan.words}{kind.verb or kind.name}{used}")


def _bounds(explanation: Explanation) -> str:
    """Say what is known of the day without the day itself; it has moved the window."""
    not_yet, not_before, not_after = explanation.bounds
    verb = explanation.kind.verb
    known = [
        f"{day_words(not_yet)}查看时还没有{verb}" if not_yet else "",
        f"不早于{day_words(not_before)}{verb}" if not_before else "",
        f"最晚{day_words(not_after)}已经{verb}" if not_after else "",
    ]
    return (
        sentence("，".join([*filter(None, known), "上面的日子已考虑这一点"])) if any(known) else ""
    )


def _earlier(explanation: Explanation, earlier: Sequence[NamedDays], region: Region) -> str:
    """Say the region's own earlier days, so that people can judge the estimate."""
    kind = explanation.kind
    whose, verb = "" if kind.is_nationwide else region.name, kind.verb or "公布"
    if not earlier:
        is_from_record = explanation.is_national and explanation.level is not None
        record = "，上面的日子按全国的记录推算" if is_from_record else ""
        return sentence(f"没有查到{whose}往年的{verb}日期{record}")
    age = explanation.as_of.year - earlier[-1].first.year
    carriers = {"pass_mark": f"（{region.kinds['pass_mark'].name}公布日）", "notice": "（通知日）"}
    days = (f"{day_words(fact.first)}{carriers.get(fact.dated, '')}" for fact in earlier)
    return sentence(f"{whose}{'近年' if age <= RECENT_YEARS else '往年'}：{'、'.join(days)}")
