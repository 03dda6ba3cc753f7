"""Tells in Chinese where a date comes from: the record that `feedgen explain` prints, for people
who want to check.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from feedgen.core.model import (
    Announcement,
    Basis,
    Belief,
    Bound,
    DatingMethod,
    Estimate,
    HolidayRun,
    Milestone,
    MilestoneText,
    NamedDays,
    Observation,
    Plan,
    Region,
    Rule,
    Session,
    Source,
    Timeline,
    WeightedLag,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.core.workdays import Workdays
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.days import dated_text, day_text

FACTS: Mapping[type, str] = {
    Session: "考试日期",
    Observation: "记录的日子",
    Announcement: "记录的日子",
    Bound: "只知道大概的日子",
    Plan: "官方计划",
    Rule: "有记录的期限",
}


@dataclass(frozen=True)
class Step:
    """One line of a derivation."""

    label: str
    text: str
    sources: tuple[Source, ...] = ()
    listed: tuple[str, ...] = ()
    """What is told one by one, such as every observation of the nation."""


@dataclass(frozen=True)
class Derivation:
    """Where the date of one milestone comes from."""

    text: MilestoneText
    steps: tuple[Step, ...]


def derive(
    listed: Iterable[MilestoneText],
    region: Region,
    timeline: Timeline,
    calendar: Workdays,
    names: Mapping[str, str],
) -> Iterator[Derivation]:
    """Tell where the date of each milestone comes from.

    The nation's record is told one by one for the results of one session: of others it is nearly
    the same, and of other milestones it has little to say.

    Args:
        listed: The milestones and what is said of them.
        region: Whose facts hold.
        timeline: The timeline that they stand in.
        calendar: Says which days are worked.
        names: Short ones of the regions and the nation, by slug.
    """
    is_told = False
    for text in listed:
        steps = tuple(_steps(text.milestone, region, timeline, calendar, names))
        if is_told or text.milestone.kind != RESULTS:
            steps = tuple(replace(step, listed=()) for step in steps)
        is_told = is_told or any(step.listed for step in steps)
        yield Derivation(text, steps)


def _steps(
    milestone: Milestone,
    region: Region,
    timeline: Timeline,
    calendar: Workdays,
    names: Mapping[str, str],
) -> Iterator[Step]:
    basis, window = milestone.basis, milestone.window
    yield Step("规则", _rule(milestone, region))
    if basis.anchor and basis.anchor_window:
        yield Step(
            "从哪天算起", f"{region.kinds[basis.anchor].name}：{_window(basis.anchor_window)}"
        )
    yield from _facts(milestone, names)
    if basis.estimate:
        yield from _learned(
            basis.estimate, basis, names, is_nationwide=region.kinds[milestone.kind].is_nationwide
        )
    if basis.estimate and basis.anchor_window and basis.anchor_window.is_single:
        yield Step("数一数", _counted(basis.anchor_window, window, calendar))
    if basis.holidays:
        yield Step("节假日", "；".join(map(_holiday, basis.holidays)))
    yield Step("结果", _result(milestone))
    earlier = [each for each in timeline.earlier if each.exam_year < milestone.exam_year]
    if milestone.kind == RESULTS and earlier:
        days = (
            f"{each.exam_year}年度{_day(each.first)}{dated_text(each, region)}" for each in earlier
        )
        yield Step("往年", "；".join(days))


def _holiday(run: HolidayRun) -> str:
    unsure = "" if run.is_confirmed else "（当年的放假通知还没有，可能微调）"
    return f"{run.name}{_window(Window(run.first, run.last))}{unsure}"


def _result(milestone: Milestone) -> str:
    likeliest = milestone.window.likeliest
    middle = (
        f"，中间的一天是{_day(likeliest)}" if likeliest and milestone.basis.is_on_record else ""
    )
    return f"{_window(milestone.window)}{middle}"


def _rule(milestone: Milestone, region: Region) -> str:
    basis = milestone.basis
    shortest, longest = basis.lag or (0, 0)
    is_nations = basis.estimate.nation is not None if basis.estimate else basis.is_national
    whose = "全国" if is_nations or region.kinds[milestone.kind].is_nationwide else region.name
    span = str(shortest) if shortest == longest else f"{shortest}到{longest}"
    after = f"{region.kinds[basis.anchor].name}后" if basis.anchor else ""
    words = f"，{basis.lag_words}" if basis.lag_words else ""
    lag = f"{after}{span}个工作日（{'我们推定' if basis.is_assumed else whose}的规则{words}）"
    unit = "个工作日" if basis.unit == "working" else "天"
    record = "我们推定的" if basis.is_assumed else f"{whose}的记录"
    return {
        "days named": "我们推定的日子" if basis.is_assumed else f"来源写明的日子（{whose}）",
        "lag": lag,
        "window on record": f"从{after.removesuffix('后')}那天算第1天，开放{span}{unit}（{record}）",
        "season": f"一个周末，在一年的第{span}天开始",
        "plan": f"官方自己的计划；{lag}" if basis.estimate else "官方自己的计划",
        "held": "上一次发布的日期；新的资料还在核对",
    }[basis.method]


def _facts(milestone: Milestone, names: Mapping[str, str]) -> Iterator[Step]:
    """Tell the facts about the milestone itself; of what it is counted from the days are told
    already.
    """
    facts = milestone.basis.facts
    if milestone.basis.method is DatingMethod.DAYS_NAMED:
        sessions = [fact for fact in facts if isinstance(fact, Session)]
        yield from (
            Step("考试日期", _session(each, names)) for each in sessions if milestone.kind == "exam"
        )
    others = [fact for fact in facts if not isinstance(fact, Session)]
    for fact in dict.fromkeys([*others, *([milestone.plan] if milestone.plan else [])]):
        known = f"，{_day(fact.known_from)}起可知" if fact.known_from else ""
        yield Step(FACTS[type(fact)], f"{_fact(fact)}{known}（{fact.origin}）")


def _session(session: Session, names: Mapping[str, str]) -> str:
    days = (
        _window(Window(session.start, session.end or session.start))
        if session.start
        else "日子不详"
    )
    return f"{days}（{names.get(session.stated_by, session.stated_by)}）"


def _fact(fact: Fact) -> str:
    if isinstance(fact, Bound):
        days = {"不早于": fact.not_before, "不晚于": fact.not_after, "查看时还没有：": fact.not_yet}
        return "，".join(f"{word}{_day(day)}" for word, day in days.items() if day)
    if isinstance(fact, NamedDays):
        return f"{fact.exam_year}年度 {_window(Window(fact.first, fact.last))}"
    if isinstance(fact, Plan):
        return fact.words
    return f"{fact.exam_year or ''}" if isinstance(fact, Rule) else ""


def _learned(
    estimate: Estimate, basis: Basis, names: Mapping[str, str], *, is_nationwide: bool
) -> Iterator[Step]:
    unit, counted = (
        ("天", "天数") if basis.method is DatingMethod.SEASON else ("个工作日", "工作日数")
    )
    yield Step("只按规则", f"{_window(estimate.rule_window)}；{_belief(estimate.rule, unit)}")
    if estimate.national_observations:
        known = f"{_day(estimate.until)}为止知道的{len(estimate.national_observations)}条"
        listed = [_weighed(each, names) for each in estimate.national_observations]
        yield Step("全国的记录", known, listed=(f"{counted}（分量）：{listed[0]}", *listed[1:]))
    if estimate.nation:
        yield Step("全国", _belief(estimate.nation, unit))
    if estimate.own_observations:
        # The last fact is the day itself; where the exam days come from is told beside the exam.
        sources = dict.fromkeys(
            source for each in estimate.own_observations for source in each.lag.facts[-1].sources
        )
        yield Step(
            "本地的记录",
            "；".join(_weighed(each, names) for each in estimate.own_observations),
            tuple(sources),
        )
    if not is_nationwide:
        yield Step(
            "本地", f"{_belief(estimate.region, unit)}；本地记录{len(estimate.own_observations)}条"
        )
    if estimate.own_observations or not estimate.is_regional_rule:
        meant = f"这些日子应当有{estimate.level:.0%}的可能说中"
        yield Step("把握", meant if basis.is_on_record else "往年的记录很少，说不出有多大把握")


def _belief(belief: Belief, unit: str) -> str:
    low, high = (math.exp(belief.centre + side * belief.scale) for side in (-1, 1))
    error = math.exp(belief.centre_error)
    return f"中间{math.exp(belief.centre):.1f}{unit}（误差约{error:.2f}倍），多数在{low:.0f}到{high:.0f}之间"


def _weighed(weighed: WeightedLag, names: Mapping[str, str]) -> str:
    lag = weighed.lag
    days = f"{lag.shortest}"
    if lag.is_bound:
        days = "–".join(str(day) for day in (lag.shortest, lag.longest) if day)
        days += "" if lag.shortest and lag.longest else "以内" if lag.longest else "以上"
    sitting = f"第{lag.sitting}次" if lag.sitting > 1 else ""
    return f"{names.get(lag.region, lag.region)}{lag.exam_year}{sitting} {days}（{weighed.weight:.2f}）"


def _counted(anchor: Window, window: Window, calendar: Workdays) -> str:
    first = _day(anchor.lower + timedelta(days=1))
    counts = [
        (day, calendar.lag_between(anchor.lower, day)) for day in (window.lower, window.upper)
    ]
    return "；".join(f"{first}到{_day(day)}是{count}个工作日" for day, count in counts)


def _day(day: date) -> str:
    return day_text(day, 0, weekday=False)


def _window(window: Window) -> str:
    """Say a window, the year once where it is one."""
    last = day_text(window.upper, window.lower.year, weekday=False)
    return _day(window.lower) if window.is_single else f"{_day(window.lower)}–{last}"
