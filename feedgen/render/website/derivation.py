"""Shows people in Chinese where a date comes from, as `feedgen explain` does in a terminal."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from feedgen.core.model import (
    Announcement,
    Belief,
    Bound,
    DatingMethod,
    Estimate,
    Explanation,
    HolidayRun,
    MilestoneText,
    NamedDays,
    Observation,
    PlaceContext,
    Plan,
    Region,
    Session,
    Source,
    WeightedLag,
    Window,
)
from feedgen.core.model.facts import Fact
from feedgen.render.website.answer import RESULTS
from feedgen.render.website.days import dated_text, day_text

LABELS: Mapping[type, str] = {
    Session: "考试日期",
    Observation: "记录的日子",
    Announcement: "记录的日子",
    Bound: "只知道大概的日子",
    Plan: "官方计划",
}


@dataclass(frozen=True)
class Step:
    """One line of a derivation."""

    label: str
    text: str
    sources: tuple[Source, ...] = ()
    listed: tuple[str, ...] = ()
    """Details, one a line, such as every observation of the nation."""


@dataclass(frozen=True)
class Derivation:
    """Where the date of one milestone comes from."""

    text: MilestoneText
    steps: tuple[Step, ...]


def derive(
    texts: Iterable[MilestoneText], context: PlaceContext, names: Mapping[str, str]
) -> Iterator[Derivation]:
    """Yield where the date of each milestone comes from.

    The nation's observations are listed for the results of one session only: for others they are
    nearly the same, and for other milestones they are few.

    Args:
        texts: The milestones with their texts.
        context: The place that they belong to.
        names: Short names of the regions and the nation, by slug.
    """
    is_listed = False
    for text in texts:
        explanation = context.explanations[text.milestone.key]
        steps = tuple(_steps(explanation, context.region, names))
        if is_listed or text.milestone.kind != RESULTS:
            steps = tuple(replace(step, listed=()) for step in steps)
        is_listed = is_listed or any(step.listed for step in steps)
        yield Derivation(text, steps)


def _steps(explanation: Explanation, region: Region, names: Mapping[str, str]) -> Iterator[Step]:
    yield Step("规则", _rule(explanation, region))
    if explanation.anchor_window:
        yield Step("从哪天算起", f"{explanation.anchor_name}：{_window(explanation.anchor_window)}")
    for fact in explanation.own_facts:
        yield Step(LABELS[type(fact)], _fact(fact, names))
    if explanation.estimate:
        yield from _learned(explanation, explanation.estimate, names)
    texts = {
        "数一数": [
            f"{_day(first)}到{_day(last)}是{count}个工作日"
            for first, last, count in explanation.working_days
        ],
        "节假日": [_holiday(run) for run in explanation.holidays],
        "结果": [_result(explanation)],
        "往年": [
            f"{fact.exam_year}年度{_day(fact.first)}{dated_text(fact, region)}"
            for fact in explanation.earlier or ()
        ],
    }
    yield from (Step(label, "；".join(text)) for label, text in texts.items() if text)


def _holiday(run: HolidayRun) -> str:
    unsure = "" if run.is_confirmed else "（当年的放假通知我们还没有收录，可能微调）"
    return f"{run.name}{_window(Window(run.first, run.last))}{unsure}"


def _result(explanation: Explanation) -> str:
    middle = f"，中间的一天是{_day(explanation.middle)}" if explanation.middle else ""
    return f"{_window(explanation.milestone.window)}{middle}"


def _rule(explanation: Explanation, region: Region) -> str:
    shortest, longest = explanation.lag or (0, 0)
    span = str(shortest) if shortest == longest else f"{shortest}到{longest}"
    whose = "全国" if explanation.is_nations_rule else region.name
    words = f"，{explanation.lag_words}" if explanation.lag_words else ""
    anchor = explanation.anchor_name
    assumed = explanation.is_assumed
    lag = f"{anchor}后{span}个工作日（{'我们推定' if assumed else whose}的规则{words}）"
    record = "我们推定的" if assumed else f"{whose}的记录"
    window = f"从{anchor}那天算第1天，开放{span}{_unit(explanation)}（{record}）"
    return {
        DatingMethod.DAYS_NAMED: "我们推定的日子" if assumed else f"来源写明的日子（{whose}）",
        DatingMethod.LAG: lag,
        DatingMethod.WINDOW_ON_RECORD: window,
        DatingMethod.SEASON: f"一个周末，在一年的第{span}天开始",
        DatingMethod.PLAN: "官方自己的计划" + (f"；{lag}" if explanation.estimate else ""),
        DatingMethod.PREVIOUS_BUILD: "上一次发布的日期；新的资料还在核对",
    }[explanation.method]


def _unit(explanation: Explanation) -> str:
    return "个工作日" if explanation.unit == "working" else "天"


def _fact(fact: Fact, names: Mapping[str, str]) -> str:
    match fact:
        case Session():
            end = fact.end or fact.start
            days = _window(Window(fact.start, end)) if fact.start and end else "日子不详"
            return f"{days}（{names.get(fact.stated_by, fact.stated_by)}）"
        case Bound():
            text = _bound(fact)
        case NamedDays():
            text = f"{fact.exam_year}年度 {_window(Window(fact.first, fact.last))}"
        case Plan():
            text = fact.words
        case _:
            text = ""
    known = f"，{_day(fact.known_from)}起可知" if fact.known_from else ""
    return f"{text}{known}（{fact.origin}）"


def _bound(bound: Bound) -> str:
    days = {"不早于": bound.not_before, "不晚于": bound.not_after, "查看时还没有：": bound.not_yet}
    return "，".join(f"{word}{_day(day)}" for word, day in days.items() if day)


def _learned(
    explanation: Explanation, estimate: Estimate, names: Mapping[str, str]
) -> Iterator[Step]:
    own, national = estimate.own_observations, estimate.national_observations
    unit = _unit(explanation)
    yield Step("只按规则", f"{_window(estimate.rule_window)}；{_belief(estimate.prior, unit)}")
    if national:
        first, *others = (_observation(known, names) for known in national)
        head = f"{'天数' if unit == '天' else '工作日数'}（分量）：{first}"
        count = f"{_day(estimate.learned_until)}为止知道的{len(national)}条"
        yield Step("全国的记录", count, listed=(head, *others))
    if estimate.nation:
        yield Step("全国", _belief(estimate.nation, unit))
    if own:
        # The last fact is the day itself; the step of the exam names the sources of its days.
        sources = chain.from_iterable(known.lag.facts[-1].sources for known in own)
        records = "；".join(_observation(known, names) for known in own)
        yield Step("本地的记录", records, tuple(dict.fromkeys(sources)))
    if not explanation.kind.is_nationwide:
        yield Step("本地", f"{_belief(estimate.region, unit)}；本地记录{len(own)}条")
    if not explanation.is_taken_at_word:
        yield Step("把握", _level(explanation.level))


def _level(level: float | None) -> str:
    if level is None:
        return "往年的记录很少，说不出有多大把握"
    return f"这些日子应当有{level:.0%}的可能说中"


def _belief(belief: Belief, unit: str) -> str:
    low, high = (math.exp(belief.centre + side * belief.scale) for side in (-1, 1))
    middle, error = math.exp(belief.centre), math.exp(belief.centre_error)
    return f"中间{middle:.1f}{unit}（误差约{error:.2f}倍），多数在{low:.0f}到{high:.0f}之间"


def _observation(observation: WeightedLag, names: Mapping[str, str]) -> str:
    lag = observation.lag
    if not lag.is_bound:
        days = f"{lag.shortest}"
    elif lag.shortest and lag.longest:
        days = f"{lag.shortest}–{lag.longest}"
    else:
        days = f"{lag.shortest}以上" if lag.shortest else f"{lag.longest}以内"
    sitting = f"第{lag.sitting}次" if lag.sitting > 1 else ""
    name = names.get(lag.region, lag.region)
    return f"{name}{lag.exam_year}{sitting} {days}（{observation.weight:.2f}）"


def _day(day: date) -> str:
    return day_text(day, 0, weekday=False)


def _window(window: Window) -> str:
    """Say a window, the year once where it is one."""
    last = day_text(window.upper, window.lower.year, weekday=False)
    return _day(window.lower) if window.is_single else f"{_day(window.lower)}–{last}"
