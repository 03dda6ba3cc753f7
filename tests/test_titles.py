"""The topic of a notice by its title, and lists that prove that a release has not come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import MILESTONES, Certainty, Definitions, Exam
from feedgen.watch.reading.exam_names import names_of
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.not_yet import proves_not_yet
from feedgen.watch.reading.titles import AwaitedMilestone, Topic, candidate_by_title, topic_of

TODAY = date(2026, 8, 20)
EXAM_ENDED = date(2026, 5, 31)
ALL_OF_2026 = [AwaitedMilestone(milestone=milestone, exam_year=2026) for milestone in MILESTONES]
RELEASE = AwaitedMilestone(milestone="results_release", exam_year=2026, since=EXAM_ENDED)
URL = "https://ks.example.cn/tzgg/"
OTHER_NOTICES = [
    ("关于公布2026年度二级造价工程师职业资格考试成绩的通知", date(2026, 8, 14)),
    ("2026年度一级建造师资格考试报名通知", date(2026, 7, 10)),
    ("2026年度统计师考试准考证打印", date(2026, 6, 20)),
    ("2026年度二级建造师继续教育的通知", date(2026, 6, 1)),
    ("2026年度二级建造师考试准考证打印", date(2026, 5, 22)),
]


def link(title: str, day: date | None = date(2026, 8, 14)) -> Link:
    return Link(title=title, url=f"{URL}1.html", day=day)


@pytest.fixture(scope="module")
def exam(definitions: Definitions) -> Exam:
    return definitions.exam


def another(exam: Exam) -> Exam:
    """Another exam with the same milestones."""
    return Exam(
        short_name="一建市政",
        official_name="一级建造师（市政公用工程）",
        major="市政公用工程",
        entry=exam.entry,
        also_called=(),
        role=exam.role,
        shared_dates=exam.shared_dates,
        fallback_authority=exam.fallback_authority,
        sources=exam.sources,
    )


@pytest.mark.parametrize(
    ("title", "milestone", "certainty"),
    [
        ("关于公布2026年度二级建造师执业资格考试成绩的通知", "results_release", "sure"),
        ("2026年度二级建造师执业资格考试成绩查询通知", "results_release", "sure"),
        ("2026年二级建造师考试成绩发布", "results_release", "sure"),
        ("2026年度二级建造师考试成绩查询开通", "results_release", "sure"),
        ("关于发布2026年度二级注册建造师执业资格考试成绩的公告", "results_release", "sure"),
        ("２０２６年度“二级建造师”资格考试成绩公布", "results_release", "sure"),
        (
            "2026年度一级造价工程师、二级建造师、二级注册结构工程师成绩公布",
            "results_release",
            "sure",
        ),
        ("关于公布2026年度一、二级建造师考试成绩的通知", "results_release", "sure"),
        ("关于公布2026年度二级建造师考试成绩及资格复核有关事项的通知", "results_release", "likely"),
        ("2026年度二级建造师考试成绩查询", "results_release", "likely"),
        ("2026年度二级建造师考试成绩查询入口", "results_release", "likely"),
        ("2026年二建成绩公布", "results_release", "likely"),
        ("关于2026年度二级建造师成绩公布时间的公告", "results_release", "likely"),
        ("关于更正2026年度二级建造师考试成绩公布日期的公告", "results_release", "likely"),
        ("关于推迟公布2026年度二级建造师考试成绩的公告", "results_release", "unsure"),
        ("关于2026年度二级建造师执业资格考试合格标准的通知", "pass_mark", "sure"),
        ("2026年度二级建造师考试成绩合格标准公布", "pass_mark", "sure"),
        ("2026年度二级建造师合格分数线公布", "pass_mark", "sure"),
        ("关于2026年度二级建造师考试成绩复核的公告", "score_recheck", "sure"),
        ("2026年度二级建造师考试成绩复查申请的通知", "score_recheck", "sure"),
        ("关于开展2026年度二级建造师资格考试考后资格审核的通知", "qualification_review", "sure"),
        (
            "关于2026年度二级建造师考试成绩合格人员资格复审的补充通知",
            "qualification_review",
            "likely",
        ),
        ("2026年度二级建造师考试成绩公布后资格核查工作的通知", "qualification_review", "sure"),
        ("2026年度二级建造师考试合格人员名单公示", "public_notice", "sure"),
        ("拟取得2026年度二级建造师资格证书人员名单公示", "public_notice", "sure"),
        ("关于公布2026年度二级建造师考试合格人员名单的通知", "public_notice", "likely"),
        ("关于领取2026年度二级建造师执业资格证书的通知", "certificate_collection", "sure"),
        ("2026年度二级建造师考试合格人员证书领取须知", "certificate_collection", "likely"),
        ("2026年度二级建造师电子证书下载的公告", "certificate_collection", "sure"),
        ("2026年度二级建造师执业资格考试报名通知", "exam_enrolment", "sure"),
        ("关于做好2026年度二级建造师执业资格考试考务工作的通知", "exam_enrolment", "likely"),
        ("2026年度二级建造师考试准考证打印的温馨提示", "admission_ticket", "likely"),
        ("关于2026年度二级建造师考试延期的公告", "exam", "unsure"),
        ("关于取消2026年度二级建造师执业资格考试的公告", "exam", "unsure"),
    ],
)
def test_a_title_names_its_milestone(
    title: str, milestone: str, certainty: str, exam: Exam
) -> None:
    assert topic_of(link(title), exam, ALL_OF_2026, TODAY) == Topic(
        milestone=milestone, exam_year=2026, certainty=Certainty(certainty)
    )


@pytest.mark.parametrize(
    "title",
    [
        "关于公布2026年度一级建造师资格考试成绩的通知",
        "关于公布2026年度二级造价工程师职业资格考试成绩的通知",
        "关于公布2026年度二级注册结构工程师考试成绩的通知",
        "关于公布2026年度二级建筑师考试成绩的通知",
        "关于公布2026年度考试成绩的通知",
        "关于公布2025年度二级建造师执业资格考试成绩的通知",
        "二〇二五年度二级建造师执业资格考试成绩公布",
        "2026年度二级建造师考试成绩查询的提醒",
        "2026年度二级建造师考试成绩查询温馨提示",
        "2026年度二级建造师考试成绩查询时间预告",
        "2026年度二级建造师考试成绩预计8月下旬公布",
        "2026年度二级建造师考试成绩即将公布",
        "2026年度二级建造师考试成绩复核结果公布",
        "2026年度二级建造师考试成绩合格证明办理",
        "2026年度二级建造师考试成绩单打印",
        "2026年度二级建造师考试成绩有效期延长的通知",
        "2026年度二级建造师考试违纪人员成绩无效的公告",
        "2026年第3批二级建造师初始注册人员公示",
        "2026年度二级建造师注册证书领取",
        "2026年度二级建造师继续教育报名通知",
        "2026年度二级建造师考前培训报名",
        "关于2026年度二级建造师证书补办的通知",
        "2026年度二级建造师资格审核结果公告",
        "2026年度二级建造师考试圆满结束",
        "2026年度二级建造师考试阅卷工作启动",
        "",
    ],
)
def test_similar_titles_have_no_topic(title: str, exam: Exam) -> None:
    assert topic_of(link(title), exam, ALL_OF_2026, TODAY) is None


@pytest.mark.parametrize(
    ("title", "certainty"),
    [
        ("关于公布2026年度二级建造师考试成绩的…", "likely"),
        ("关于公布2026年度二级建造师考试成绩…", "unsure"),
        ("关于公布2026年度二级建造师执业资格...", "unsure"),
        ("关于公布2026年度二级…", "unsure"),
    ],
)
def test_a_title_that_is_cut_is_never_sure(title: str, certainty: str, exam: Exam) -> None:
    topic = topic_of(link(title), exam, ALL_OF_2026, TODAY)

    assert topic == Topic(
        milestone="results_release", exam_year=2026, certainty=Certainty(certainty)
    )


@pytest.mark.parametrize(
    "title", ["关于公布2026年度二级造…", "关于公布2026年度一级…", "关于公布2026年度…"]
)
def test_a_title_that_is_cut_within_another_name_is_about_another_exam(
    title: str, exam: Exam
) -> None:
    assert topic_of(link(title), exam, ALL_OF_2026, TODAY) is None


@pytest.mark.parametrize(
    ("day", "exam_year", "certainty"),
    [
        (date(2026, 8, 14), 2026, Certainty.LIKELY),
        (date(2025, 12, 14), 2025, Certainty.LIKELY),
        (None, 2026, Certainty.UNSURE),
    ],
)
def test_without_a_year_a_title_means_the_newest_exam_of_its_day(
    day: date | None, exam_year: int, certainty: Certainty, exam: Exam
) -> None:
    awaited = [
        AwaitedMilestone(milestone="results_release", exam_year=year) for year in (2025, 2026)
    ]

    topic = topic_of(link("关于二级建造师考试成绩查询的通知", day), exam, awaited, TODAY)

    assert topic == Topic(milestone="results_release", exam_year=exam_year, certainty=certainty)


def test_a_notice_from_before_the_exam_is_not_about_it(exam: Exam) -> None:
    assert (
        topic_of(link("关于二级建造师考试成绩查询的通知", date(2026, 1, 9)), exam, [RELEASE], TODAY)
        is None
    )


@pytest.mark.parametrize(
    ("title", "sitting", "certainty"),
    [
        ("2026年第二次二级建造师考试成绩公布", 2, Certainty.SURE),
        ("2026年上半年二级建造师考试成绩公布", 1, Certainty.SURE),
        ("2026年度二级建造师考试成绩公布", 1, Certainty.LIKELY),
    ],
)
def test_a_title_names_the_sitting_of_a_year(
    title: str, sitting: int, certainty: Certainty, exam: Exam
) -> None:
    awaited = [
        AwaitedMilestone(milestone="results_release", exam_year=2026, sitting=sitting)
        for sitting in (1, 2)
    ]

    topic = topic_of(link(title), exam, awaited, TODAY)

    assert topic == Topic(
        milestone="results_release", exam_year=2026, sitting=sitting, certainty=certainty
    )


def test_a_title_is_not_about_milestones_that_are_not_awaited(exam: Exam) -> None:
    assert topic_of(link("2026年度二级建造师考试成绩公布"), exam, [], TODAY) is None


def test_the_names_of_an_exam_are_those_without_its_major(exam: Exam) -> None:
    names = ("二级建造师", "二级矿业师", "二级矿业工程师", "二级矿业工程建造师", "二建矿业")

    assert names_of(exam) == (names, "二建")


def test_another_exam_is_found_by_its_own_name_alone(exam: Exam) -> None:
    titles = [
        "关于公布2026年度一级建造师资格考试成绩的通知",
        "关于公布2026年度二级建造师资格考试成绩的通知",
    ]

    found = [topic_of(link(title), another(exam), ALL_OF_2026, TODAY) for title in titles]

    assert found == [
        Topic(milestone="results_release", exam_year=2026, certainty=Certainty.SURE),
        None,
    ]


def test_an_unreadable_notice_becomes_a_candidate_by_its_title() -> None:
    topic = Topic(milestone="results_release", exam_year=2026, certainty=Certainty.SURE)

    candidate = candidate_by_title(f"{URL}1.html", link("成绩公布"), topic, "somewhere")

    assert (candidate.first, candidate.quote, candidate.certainty) == (None, "", Certainty.LIKELY)
    assert candidate.published == date(2026, 8, 14)


def is_proof(exam: Exam, *more: tuple[str, date | None], since: date | None = EXAM_ENDED) -> bool:
    """Whether a list with more notices proves that the release has not come."""
    notices = [link(title, day) for title, day in (*OTHER_NOTICES, *more)]
    awaited = AwaitedMilestone(milestone="results_release", exam_year=2026, since=since)
    return proves_not_yet(notices, awaited, exam, TODAY)


def test_a_list_of_other_notices_proves_that_nothing_has_come(exam: Exam) -> None:
    assert is_proof(exam)


@pytest.mark.parametrize(
    "title",
    [
        "关于公布2026年度二级建造师考试成绩的通知",
        "关于公布2026年度二级建造师执业资格…",
        "关于公布2026年度…",
        "2026年度二级建造师考试成绩查询的提醒",
        "二级建造师考试成绩",
    ],
)
def test_a_title_that_may_be_the_release_spoils_the_proof(title: str, exam: Exam) -> None:
    assert not is_proof(exam, (title, date(2026, 8, 14)))
    assert not is_proof(exam, (title, None))


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("关于公布2025年度二级建造师考试成绩的通知", date(2025, 8, 14)),
        ("关于二级建造师考试成绩查询的通知", date(2026, 1, 14)),
        ("关于公布2026年度一级造价工程师…", date(2026, 8, 14)),
    ],
)
def test_a_title_about_another_session_or_exam_leaves_the_proof(
    title: str, day: date, exam: Exam
) -> None:
    assert is_proof(exam, (title, day))


def test_a_list_that_does_not_reach_back_to_the_exam_proves_nothing(exam: Exam) -> None:
    assert not is_proof(exam, since=date(2026, 5, 1))


@pytest.mark.parametrize(
    "days",
    [
        [],
        [date(2026, 8, 1)] * 4,
        [date(2026, 8, 1)] * 4 + [None] * 40,
        [date(2025, 8, 1)] * 40,
        [date(2027, 8, 1)] * 40,
    ],
)
def test_a_shell_an_error_page_or_a_forgotten_list_proves_nothing(
    days: list[date | None], exam: Exam
) -> None:
    notices = [link("统计师考试通知", day) for day in days]
    awaited = AwaitedMilestone(milestone="results_release", exam_year=2026)

    assert not proves_not_yet(notices, awaited, exam, TODAY)


@given(
    st.text() | st.text(alphabet="关于公布二〇2026年度级建造师成绩查询…（）注册"),
    st.dates() | st.none(),
    st.dates(),
)
def test_any_title_can_be_read(exam: Exam, title: str, day: date | None, today: date) -> None:
    notices = [link(title, day)] * 5

    topic_of(notices[0], exam, ALL_OF_2026, today)
    proves_not_yet(notices, RELEASE, exam, today)
