"""Says how sure a date is and what it rests on; words about our own states only, all others come from `regions/`."""

from collections.abc import Iterator, Sequence

from feedgen.events.told import Told
from feedgen.events.words import day_words, listed, sentence, window_words
from feedgen.model import Basis, Grade, Milestone, MilestoneKind, Observation, Session, Source, Standing, State

DATED = {"pass_mark": "（合格标准公布日）", "notice": "（通知日）"}
SHOWN_PUBLISHERS = 3


def certainty(milestone: Milestone, told: Told) -> Iterator[str]:
    """Yield the sentences that say when, how sure and why; of what was called off only that."""
    kind = told.region.kinds[milestone.kind]
    if milestone.state is State.CANCELLED:
        yield from _when_cancelled(milestone)
        return
    yield from _when(milestone, kind, told)
    yield _basis(milestone, kind, told)
    yield _plan(milestone, kind)
    if milestone.kind == "results_release":
        yield _earlier(milestone, told)


def _when(milestone: Milestone, kind: MilestoneKind, told: Told) -> Iterator[str]:
    days = window_words(milestone.window)
    if milestone.basis.rule == "window on record":
        yield from _when_open(milestone, days)
    elif milestone.state is State.UNRECORDED:
        yield _when_passed(milestone, kind, days)
    elif milestone.state.is_named and milestone.basis.is_national:
        yield sentence(f"全国多数地区的{kind.name}日期：{days}；{told.region.name}没有查到单独的通知")
    elif milestone.state is State.ANNOUNCED and milestone.is_deadline:
        yield sentence(f"官方公布的{kind.moment}时间：{days}，最后一天是{day_words(milestone.window.upper)}")
    elif milestone.state is State.ANNOUNCED:
        yield sentence(f"官方公布的日期：{days}")
    elif milestone.state is State.PLANNED:
        words = milestone.plan.words if milestone.plan else ""
        yield sentence(f"官方事先计划{words}，即{days}，具体哪天还没有公布")
    elif milestone.state is State.REPORTED:
        yield sentence(f"据报道是{days}，还没有见到官方通知原文，请到官网核对")
    elif milestone.basis.rule == "days named":
        yield sentence(f"推定的日期：{days}，没有见到官方通知")
    elif milestone.basis.rule == "season":
        yield sentence(f"预计在{days}之间的一个周末，具体日期官方还没有公布")
    else:
        yield sentence(f"预计{kind.moment}时间：{days}，具体哪天官方还没有公布")


def _when_open(milestone: Milestone, days: str) -> Iterator[str]:
    """A deadline that hangs on a release: it opens only then, and this is how long."""
    shortest, longest = milestone.basis.lag or (0, 0)
    unit = "个工作日" if milestone.basis.unit == "working" else "天"
    length = f"{shortest}{unit}" if shortest == longest else f"{shortest}至{longest}{unit}"
    if milestone.is_deadline and milestone.state is State.UNRECORDED:
        yield sentence(f"按最短期限（公布当天算第1天，共{shortest}{unit}）推算的截止日{days}已过")
        yield sentence(f"有记录的期限是{length}，没有办的请马上到官网核对是否还受理")
    elif milestone.is_deadline:
        yield sentence(
            f"截止日还没有查到；{_release(milestone.basis)}，按最短期限（公布当天算第1天，共{shortest}{unit}）推算是{days}"
        )
        yield sentence(f"有记录的期限是{length}，以通知为准，请提前办")
    elif milestone.state is State.UNRECORDED:
        yield sentence(f"成绩公布以后才开始受理，通常{length}（公布当天算第1天）")
        yield sentence(f"按预计推算的截止日（{days}之间）已过，我们没有记到确切日期，请到官网核对是否还能申请")
    else:
        yield sentence(f"成绩公布以后才开始受理，通常{length}（公布当天算第1天）")
        yield sentence(f"截止日预计在{days}之间，公布后马上看通知")


def _release(basis: Basis) -> str:
    """Say which day of the release a deadline is counted from; the words hold before and after it."""
    day = window_words(basis.anchor_window) if basis.anchor_window else ""
    return f"{'据报道' if basis.anchor_state is State.REPORTED else ''}成绩公布日是{day}"


def _when_cancelled(milestone: Milestone) -> Iterator[str]:
    sessions = [fact for fact in milestone.basis.facts if isinstance(fact, Session)]
    into = next((f"，并入{each.merged_into}年度" for each in sessions if each.merged_into), "")
    yield sentence(f"这次考试不举行{into}，这一项随之取消；原来的日子是{window_words(milestone.window)}")
    yield sentence(f"依据：{_pages([source for each in sessions for source in each.sources], milestone)}")


def _when_passed(milestone: Milestone, kind: MilestoneKind, days: str) -> str:
    passed = f"预计的日子（{days}）已过，我们没有记到确切日期"
    if milestone.state is State.UNRECORDED and milestone.plan and milestone.basis.rule == "plan":
        passed = f"官方计划的日子（{days}）已过，我们没有记到确切日期"
    if kind.key == "exam" and milestone.basis.rule == "season":
        return sentence(f"{passed}；不知道考试日期，所以没有推算其后的日期，请直接到官网查看")
    if kind.key == "results_release":
        return sentence(f"{passed}；多数地区应已公布，请到官网查看")
    return sentence(f"{passed}，请到官网核对")


def _basis(milestone: Milestone, kind: MilestoneKind, told: Told) -> str:
    """Say what the date rests on."""
    basis = milestone.basis
    if basis.rule in {"days named", "plan"}:
        return sentence(f"依据：{_pages(basis.sources, milestone)}")
    if basis.rule == "season":
        text = _season_words(basis)
    elif basis.rule == "window on record":
        text = f"依据：{'全国' if basis.is_national else told.region.name}有记录的期限，不是官方日期"
    else:
        text = _lag_words(basis, kind, told)
    if not basis.is_calendar_confirmed:
        text += "；其间的节假日安排未公布，可能微调"
    return sentence(text)


def _season_words(basis: Basis) -> str:
    weeks = (basis.lag or (0, 0))[1]
    count = len(basis.facts)
    few = "，把握不大" if count < 3 else ""
    return f"依据：最近{count}次考试的日期，前后各放宽{weeks}周{few}；官方通知发布后改为官方日期"


def _lag_words(basis: Basis, kind: MilestoneKind, told: Told) -> str:
    anchor = told.region.kinds[basis.anchor].name
    day = ""
    if basis.anchor_window and basis.anchor_window.is_single:
        day = f"（{_unsure(basis)}{day_words(basis.anchor_window.upper)}）"
    shortest, longest = basis.lag or (0, 0)
    span = f"{shortest}个工作日" if shortest == longest else f"{shortest}至{longest}个工作日"
    words = f"（{kind.lag_words}）" if kind.lag_words else ""
    rule = "一般规律" if basis.is_national else f"{told.region.name}的记录"
    crossed = listed(run.name for run in basis.holidays)
    holidays = f"，其间的{crossed}已扣除" if crossed else ""
    assumed = any(source.grade is Grade.ASSUMPTION for source in basis.sources)
    chosen = "；工作日数由我们折算，不是官方日期" if assumed else "；不是官方日期"
    return f"依据：{rule}，{anchor}{day}后{span}{words}{holidays}{chosen}"


def _unsure(basis: Basis) -> str:
    """Say in a word how sure the anchor's day is; that an exam was held needs no word."""
    if basis.anchor == "exam":
        return "" if basis.anchor_state and basis.anchor_state.is_named else "推定"
    return "据报道" if basis.anchor_state is State.REPORTED else ""


def _pages(sources: Sequence[Source], milestone: Milestone) -> str:
    """Name the pages that carry a day that was named; a page counts as a repost only if it is one."""
    for grade, what in ((Grade.OFFICIAL, "官方页面"), (Grade.REPOST, "转载的官方通知"), (Grade.REPORTED, "网页报道")):
        pages = [source for source in sources if source.grade is grade]
        if pages:
            alone = "，没有第二处印证" if grade is Grade.REPOST and milestone.state is State.REPORTED else ""
            alone = "" if milestone.basis.is_national else alone
            return f"{what}（{listed(source.publisher for source in pages[:SHOWN_PUBLISHERS])}）{alone}"
    return listed(source.reason for source in sources)


def _plan(milestone: Milestone, kind: MilestoneKind) -> str:
    """Tell what the authority had said beforehand, where that is not the date itself."""
    plan = milestone.plan
    if plan is None or milestone.basis.rule == "plan":
        return ""
    said = "官方曾计划" if plan.standing is Standing.CONFIRMED else "据转述，官方曾计划"
    room = "，上面的日子已放宽到包括它" if milestone.basis.is_widened else ""
    return sentence(f"{said}{plan.words}{kind.moment or kind.name}{room}")


def _earlier(milestone: Milestone, told: Told) -> str:
    """Tell the region's own earlier days, so that the estimate can be judged by eye."""
    earlier = [each for each in told.timeline.earlier if each.exam_year < milestone.exam_year]
    if not earlier:
        return sentence(f"没有查到{told.region.name}往年的公布日期")
    return sentence(f"{told.region.name}往年：{'、'.join(map(_day_and_kind, earlier))}")


def _day_and_kind(observation: Observation) -> str:
    return f"{day_words(observation.first)}{DATED.get(observation.dated, '')}"
