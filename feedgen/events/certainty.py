"""Says how sure a date is and what it rests on; words about our own states only, all others come from `regions/`."""

from collections.abc import Iterator

from feedgen.events.words import day_words, listed, sentence, window_words
from feedgen.model import Grade, Milestone, MilestoneKind, Observation, Region, State, Timeline

HELD = {State.ANNOUNCED, State.REPORTED}
DATED = {"pass_mark": "（合格标准公布日）", "notice": "（通知日）"}


def certainty(milestone: Milestone, region: Region, timeline: Timeline) -> Iterator[str]:
    """Yield the sentences that say when, how sure and why."""
    kind = region.kinds[milestone.kind]
    yield from _when(milestone, kind, region)
    yield _basis(milestone, kind, region)
    if milestone.plan and milestone.state is not State.PLANNED:
        yield sentence(f"据转述，官方曾计划{milestone.plan.words}{kind.name}")
    if milestone.kind == "results_release":
        yield _earlier(timeline, region)


def _when(milestone: Milestone, kind: MilestoneKind, region: Region) -> Iterator[str]:
    days = window_words(milestone.window)
    if milestone.basis.rule == "window on record":
        yield from _when_open(milestone, days)
    elif milestone.basis.rule == "days named" and milestone.basis.is_national and milestone.state in HELD:
        yield sentence(f"全国多数地区的{kind.name}日期：{days}；{region.name}没有查到单独的通知")
    elif milestone.state is State.ANNOUNCED:
        yield sentence(f"官方公布的日期：{days}")
    elif milestone.state is State.PLANNED:
        words = milestone.plan.words if milestone.plan else ""
        yield sentence(f"官方事先计划{words}，即{days}，具体哪天还没有公布")
    elif milestone.state is State.REPORTED:
        yield sentence(f"据报道是{days}，还没有见到官方通知原文，请到官网核对")
    elif milestone.state is State.CANCELLED:
        yield from _when_cancelled(milestone, days)
    elif milestone.basis.rule == "season" and milestone.state is State.ESTIMATED:
        yield sentence(f"预计在{days}之间的一个周末，具体日期官方还没有公布")
    elif milestone.state is State.ESTIMATED:
        yield sentence(f"预计时间：{days}，具体哪天官方还没有公布")
    else:
        yield _when_passed(kind, days)


def _when_open(milestone: Milestone, days: str) -> Iterator[str]:
    """A deadline that hangs on a release: it opens only then, and this is how long."""
    shortest, longest = milestone.basis.lag or (0, 0)
    unit = "个工作日" if milestone.basis.unit == "working" else "天"
    length = f"{shortest}{unit}" if shortest == longest else f"{shortest}至{longest}{unit}"
    if milestone.is_deadline:
        yield sentence(
            f"截止日官方还没有写明；按有记录的最短期限（公布当天算第1天，共{shortest}{unit}）推算是{days}，请提前办"
        )
    else:
        yield sentence(f"成绩公布以后才开始受理，通常{length}（公布当天算第1天）" if shortest else "")
        if milestone.state is State.UNRECORDED:
            yield sentence(f"按预计推算的截止日（{days}之间）已过，我们没有记到确切日期，请到官网核对是否还能申请")
        else:
            yield sentence(f"截止日预计在{days}之间，公布后马上看通知")


def _when_cancelled(milestone: Milestone, days: str) -> Iterator[str]:
    merged = [getattr(fact, "merged_into", None) for fact in milestone.basis.facts]
    into = next((f"，并入{year}年度" for year in merged if year), "")
    yield sentence(f"本次不举行{into}；原来的日子是{days}")


def _when_passed(kind: MilestoneKind, days: str) -> str:
    if kind.key == "exam":
        return sentence(f"预计的日子（{days}）已过，我们没有记到确切的考试日期，请到官网核对")
    return sentence(f"预计的日子（{days}）已过，我们没有记到确切日期；多数地区应已有结果，请到官网查看")


def _basis(milestone: Milestone, kind: MilestoneKind, region: Region) -> str:
    """Say what the date rests on."""
    basis = milestone.basis
    if basis.rule == "days named":
        return _pages(milestone)
    if basis.rule == "plan":
        return _pages(milestone)
    if basis.rule == "season":
        weeks = (basis.lag or (0, 0))[1]
        text = f"依据：最近几次考试的日期，前后各放宽{weeks}周；官方通知发布后改为官方日期"
    elif basis.rule == "window on record":
        text = f"依据：{'全国' if basis.is_national else region.name}有记录的期限，不是官方日期"
    else:
        text = _lag_words(milestone, kind, region)
    if not basis.is_calendar_confirmed:
        text += "；其间的节假日安排未公布，可能微调"
    return sentence(text)


def _lag_words(milestone: Milestone, kind: MilestoneKind, region: Region) -> str:
    basis = milestone.basis
    anchor = region.kinds[basis.anchor].name
    known = basis.anchor_state in {State.ANNOUNCED, State.REPORTED} and basis.anchor_window
    day = f"（{day_words(basis.anchor_window.upper)}）" if known and basis.anchor_window else ""
    shortest, longest = basis.lag or (0, 0)
    span = f"{shortest}个工作日" if shortest == longest else f"{shortest}至{longest}个工作日"
    words = f"（{kind.lag_words}）" if kind.lag_words and basis.is_national else ""
    rule = "一般规律" if basis.is_national else f"{region.name}的规律"
    crossed = listed(run.name for run in basis.holidays)
    holidays = f"，其间的{crossed}已扣除" if crossed else ""
    return f"依据：{rule}，{anchor}{day}后{span}{words}{holidays}；不是官方日期"


def _pages(milestone: Milestone) -> str:
    sources = milestone.basis.sources
    publishers = listed(source.publisher for source in sources[:3])
    if any(source.grade is Grade.OFFICIAL for source in sources):
        return sentence(f"依据：官方页面（{publishers}）")
    if milestone.state is State.ESTIMATED:
        return sentence("依据：推定，没有来源")
    what = "转载的官方通知" if milestone.state in {State.ANNOUNCED, State.PLANNED} else "网页报道"
    return sentence(f"依据：{what}（{publishers}）")


def _earlier(timeline: Timeline, region: Region) -> str:
    """Tell the region's own earlier days, so that the estimate can be judged by eye."""
    if not timeline.earlier:
        return sentence(f"没有查到{region.name}往年的公布日期")
    days = "、".join(f"{day_words(each.first)}{_dated(each)}" for each in timeline.earlier)
    return sentence(f"{region.name}往年：{days}")


def _dated(observation: Observation) -> str:
    return DATED.get(observation.dated, "")
