"""Decides by its title what a notice is about: which exam, which year of it, which milestone, and
how sure that is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from feedgen.core.model import Candidate, Certainty, Exam, NotYetCheck
from feedgen.watch.reading.exam_names import (
    name_doubt,
    names_another,
    names_exam,
    squeezed,
    without_cut,
    without_names,
)
from feedgen.watch.reading.lists import Link

GRADES = (Certainty.SURE, Certainty.LIKELY, Certainty.UNSURE)
"""The surest first."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度|年)?")
_SECOND = re.compile(r"下半年|第(?:二|2)(?:次|批|场|期)")
_FIRST = re.compile(r"上半年|第(?:一|1)(?:次|批|场|期)")

_ELSEWHERE = re.compile(
    r"继续教育|培训|招聘|采购|招标|中标|注册|注销|印章|挂证|违纪|违规|作弊|雷同|处理决定|撤销|遗失|补发|补办|换发|换领|作废|查验|防伪|真伪"
    r"|教材|大纲|命题|阅卷|收费标准|志愿者|监考|考点|复[核查]结果|审核结果|核查结果|不合格人员|证明|成绩单|通知单|有效期|滚动"
)
"""What notices with the name of an exam are about when they are about none of its milestones."""
_REMINDER = re.compile(r"提醒|提示|须知|说明|指南|问答|答疑|解读|常见问题|流程|怎么|如何|攻略")
_FORECAST = re.compile(r"预告|预计|预期|即将|何时|计划|公布前|发布前|查询前|准备工作")
_TIMETABLE = re.compile(
    r"(?:公布|发布|查询)(?:的)?(?:时间|日期|日程)|有关事项|相关事项|有关工作|有关问题|(?<!开通)查询$|查分"
)
_WITHDRAWN = re.compile(r"取消|延期|推迟|延迟|顺延|暂缓|暂停|撤回|停考|另行通知")
_MENDED = re.compile(r"补充|更正|调整|变更|勘误|延长|修订|再次")
_SCORES = (
    r"(?:成绩|(?<!合格)分数)"
    r"(?!线|的?(?:合格|复核|复查|核查|核分|单|证明|有效|滚动|管理|统计|分析|注销|无效|作废|保留|延长))"
)
"""Scores as such, not what is done with them."""
_RELEASED = re.compile(
    rf"(?:公布|发布|公告|通告|开通|开放|查询).{{0,40}}?{_SCORES}"
    rf"|{_SCORES}.{{0,8}}?(?:公布(?!后|前)|发布(?!后|前)|揭晓|出炉|查询(?!后)|开通|公告|通告|可查|查分|已出|通知)|查分"
)
_CLEARLY_RELEASED = re.compile(
    rf"(?:公布|发布).{{0,40}}?{_SCORES}|{_SCORES}.{{0,8}}?(?:公布|发布|揭晓|开通)|{_SCORES}(?:开始)?查询.{{0,12}}?(?:通知|公告|通告|开通|开放)"
    rf"|开[通放].{{0,30}}?{_SCORES}"
)
_MENTIONS_SCORES = re.compile(r"成绩|分数|查分|合格")
_MILESTONES = (
    (
        "certificate_collection",
        re.compile(
            r"证书.{0,12}?(?:领取|发放|办理|邮寄|寄送|制发|核发|下载|打印|启用|申领|领证|启动|制作|寄递)"
            r"|(?:领取|发放|核发|下载|办理|申领|制发).{0,40}?证书|领证|电子证书"
        ),
        re.compile(r"领取|发放|下载|邮寄|核发|制发|申领|领证"),
    ),
    (
        "public_notice",
        re.compile(r"公示|合格人员(?:名单|名册)|取得.{0,30}人员名单"),
        re.compile(r"公示"),
    ),
    (
        "exam_enrolment",
        re.compile(r"报名|报考|考务工作|考试工作的通知|考试考务"),
        re.compile(r"报名|报考"),
    ),
    (
        "qualification_review",
        re.compile(
            r"资格的?(?:审核|复审|复核|审查|核查|核验|初审|后审|确认|抽查)"
            r"|考后(?:资格|审核|复审|核查|复核|审查)|(?:材料|现场|后置|人工|条件)(?:审核|核查|复核)"
        ),
        re.compile(r"资格|考后"),
    ),
    (
        "pass_mark",
        re.compile(r"合格标准|合格分数|合格线|分数线"),
        re.compile(r"合格标准|合格分数"),
    ),
    (
        "score_recheck",
        re.compile(
            r"(?:成绩|分数|试卷)的?(?:复核|复查|核查|核分)|(?:复核|复查|核查).{0,20}?成绩|查卷"
        ),
        re.compile(r"复核|复查"),
    ),
    (
        "admission_ticket",
        re.compile(r"准考证"),
        re.compile(r"打印"),
    ),
    (
        "exam",
        re.compile(
            r"考试(?:的)?(?:时间|日期|安排|延期|推迟|取消|顺延|如期|恢复)"
            r"|(?:延期|推迟|取消|恢复|暂停)(?:举行|举办|组织)?.{0,40}?考试|停考"
        ),
        None,
    ),
)
"""Milestone, what names it, what names it beyond doubt.

The first that fits: what is said of 合格人员 and 证书 is about the certificate.
"""
_LONGEST_LULL = timedelta(days=200)
_FEWEST_DATED = 5
_LONGEST_TITLE = 80
_AHEAD = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A milestone of a session of which no day is known yet."""

    milestone: str
    exam_year: int
    sitting: int = 1
    since: date | None = None
    """The first day on which it may have come, mostly the last of the exam; None where nobody
    knows.
    """


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What a title is taken to be about."""

    milestone: str
    exam_year: int
    sitting: int = 1
    sureness: Certainty


def sort_out(link: Link, exam: Exam, awaited: Sequence[Awaited], today: date) -> Sorted | None:
    """Return which awaited milestone a notice seems to bring, by its title; None where it is about
    none of them.
    """
    title = squeezed(link.title)
    doubt_of_name = name_doubt(title, exam, is_cut=link.is_cut)
    milestone, doubt = _milestone(without_names(title, exam), is_cut=link.is_cut)
    if doubt_of_name is None or not milestone:
        return None
    session = _session(
        title, [each for each in awaited if each.milestone == milestone], link.day, today
    )
    if session is None:
        return None
    expected, session_doubt = session
    sureness = GRADES[max(doubt_of_name, doubt, session_doubt, _superseding(title))]
    return Sorted(
        milestone=milestone,
        exam_year=expected.exam_year,
        sitting=expected.sitting,
        sureness=sureness,
    )


def looks(
    links: Sequence[Link], url: str, *, region: str, awaited: Awaited, exam: Exam, today: date
) -> NotYetCheck | None:
    """Return that a list was read to its end and holds no release that is awaited.

    None where it is no real list of notices, does not reach back far enough, or where a title may
    be the release.

    Args:
        links: All notices of the list, those without an address as well.
        url: Address of the list.
        region: Slug of the region whose list it is.
        awaited: What is looked for.
        about: The exam.
        today: The day of the look.
    """
    days = sorted(link.day for link in links if link.day and link.day - today <= _AHEAD)
    if (
        len(days) < _FEWEST_DATED
        or today - days[-1] > _LONGEST_LULL
        or (awaited.since and days[0] > awaited.since)
    ):
        return None
    if any(_may_bring(link, awaited, exam) for link in links):
        return None
    return NotYetCheck(
        region=region,
        milestone=awaited.milestone,
        exam_year=awaited.exam_year,
        sitting=awaited.sitting,
        day=today,
        url=url,
    )


def unread(url: str, link: Link, sorted_: Sorted, region: str) -> Candidate:
    """Return what the title alone announces, of a notice that could not be read."""
    return Candidate(
        region=region,
        milestone=sorted_.milestone,
        exam_year=sorted_.exam_year,
        sitting=sorted_.sitting,
        first=None,
        last=None,
        title=link.title,
        url=url,
        published=link.day,
        quote="",
        sureness=lower(sorted_.sureness, Certainty.LIKELY),
    )


def is_of_another_year(heading: str, sorted_: Sorted, exam: Exam) -> bool:
    """Whether the heading of a notice names the exam, and not its year."""
    years = years_of(heading) if len(heading) <= _LONGEST_TITLE and "关于" in heading else set()
    return bool(years) and sorted_.exam_year not in years and names_exam(heading, exam)


def _may_bring(link: Link, awaited: Awaited, exam: Exam) -> bool:
    """Whether a notice may bring what is awaited, if only its title were whole or its wording
    another.
    """
    title = squeezed(link.title)
    years = years_of(title)
    if (years and awaited.exam_year not in years) or (
        link.day and awaited.since and link.day < awaited.since
    ):
        return False
    if name_doubt(title, exam, is_cut=link.is_cut) is None:
        return link.is_cut and not names_another(title, exam)
    milestone, _ = _milestone(without_names(title, exam), is_cut=link.is_cut)
    return milestone == awaited.milestone or bool(_MENTIONS_SCORES.search(title))


def years_of(text: str) -> set[int]:
    """Return the exam years that a text names, where it says 年度 only those."""
    found = [(match[0], int(match[1])) for match in _YEAR.finditer(squeezed(text))]
    of_exams = {year for words, year in found if words.endswith("年度")}
    return of_exams or {year for _, year in found}


def lower(*grades: Certainty) -> Certainty:
    """Return the least sure of some grades."""
    return max(grades, key=GRADES.index)


def _milestone(title: str, *, is_cut: bool) -> tuple[str, int]:
    """Return the milestone that a title names, and how doubtful that is; an empty one where it
    names none.
    """
    if _ELSEWHERE.search(title):
        return "", 0
    if _RELEASED.search(title):
        is_clear = _CLEARLY_RELEASED.search(title) and not _TIMETABLE.search(title)
        at_cut = 2 if without_cut(title).endswith(("成绩", "分数")) else 1
        is_other = _REMINDER.search(title) or _FORECAST.search(title)
        return (
            ("", 0)
            if is_other
            else ("results_release", max(0 if is_clear else 1, at_cut if is_cut else 0))
        )
    for milestone, named, clearly in _MILESTONES:
        if named.search(title):
            is_clear = (
                clearly and clearly.search(title) and not is_cut and not _REMINDER.search(title)
            )
            return milestone, 2 if clearly is None else 0 if is_clear else 1
    return ("results_release", 2) if is_cut else ("", 0)


def _session(
    title: str, awaited: Sequence[Awaited], day: date | None, today: date
) -> tuple[Awaited, int] | None:
    """Return which of some sessions a title means, and how doubtful that is; None where it means
    another.
    """
    years, around = years_of(title), day or today
    fitting = [
        each
        for each in awaited
        if (
            each.exam_year in years
            if years
            else each.exam_year <= around.year <= each.exam_year + 1
        )
        and not (day and each.since and day < each.since)
    ]
    if not fitting:
        return None
    doubt = (0 if len(years) == 1 else 1) if years else 1 if day else 2
    newest = max(each.exam_year for each in fitting)
    sittings = sorted(
        (each for each in fitting if each.exam_year == newest), key=lambda each: each.sitting
    )
    told = 2 if _SECOND.search(title) else 1 if _FIRST.search(title) else 0
    meant = next((each for each in sittings if each.sitting == told), None)
    return (
        (meant, doubt)
        if meant
        else (sittings[0], max(doubt, 1 if told or len(sittings) > 1 else 0))
    )


def _superseding(title: str) -> int:
    """Return how much is in doubt because a notice takes back or mends what was said before."""
    return 2 if _WITHDRAWN.search(title) else 1 if _MENDED.search(title) else 0
