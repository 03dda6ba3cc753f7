"""Another exam is another folder: neither the code nor a build has a word of the first exam."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Certainty, Definitions, Exam, Grade, State, Version
from feedgen.core.workdays import Workdays
from feedgen.definitions.regions import facts_by_grade, load
from feedgen.forecast.backtest import outcomes_of
from feedgen.forecast.timelines import ObservationHistory
from feedgen.render.events import cancelled_event
from feedgen.watch.reading.exam_names import names_another, names_exam
from feedgen.watch.reading.links import Link
from feedgen.watch.reading.titles import AwaitedMilestone, topic_of
from tests.conftest import FROZEN, ROOT, SMALL, run_feedgen
from tests.factories import edit
from tests.outputs import files_in

EXAMPLE = ROOT / "docs/examples/yijian"
DAY = "2026-11-23"
FIRST_EXAM = ("二级", "二建", "矿业", "矿山", "住建")
"""Words of the exam in `regions/` that are no part of our own words or of a place."""
EXAMS = (*FIRST_EXAM, "一级", "一建", "建造", "[一二三四]级", "工程师", "科目", "滚动管理")
"""Words of exams that no code needs."""
NATIONWIDE_RELEASE = """
[[announcement]]
milestone = "results_release"
exam_year = 2027
date = 2027-12-03
source = { url = "https://example.cn/a", publisher = "a", checked = 2027-12-03, grade = "official" }
"""
EXAMPLE_PLACE = 'example_place = "shanghai/songjiang"\n'
IDENTITY = 'identity = "yijian"\n'
CHANGES = {
    "given": ("", IDENTITY, "kaohou.invalid", "yijian.kaohou.invalid"),
    "changed": (
        IDENTITY,
        'identity = "jianzao"\n',
        "yijian.kaohou.invalid",
        "jianzao.kaohou.invalid",
    ),
    "taken out": (IDENTITY, "", "yijian.kaohou.invalid", "kaohou.invalid"),
}
"""The line after the example place before and after, and the ends of the UIDs."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example as a user does."""
    folder = tmp_path_factory.mktemp("yijian")
    result = run_feedgen("build", "--regions", EXAMPLE, "--as-of", DAY, "-o", folder)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return folder


@pytest.fixture(scope="module")
def example() -> Definitions:
    return load(EXAMPLE)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the example."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "yijian"))


def refusal_of(regions: Path) -> str:
    """Return the problems for which a folder is refused."""
    with pytest.raises(DefinitionError) as caught:
        load(regions)
    return str(caught.value)


def build(regions: Path, *, as_of: str = DAY) -> Path:
    """Build a folder by the command."""
    output = regions.parent / "built"
    result = run_feedgen("build", "--regions", regions, "--as-of", as_of, "-o", output)
    assert result.returncode == 0, result.stderr
    return output


def without_others(exam: Exam) -> Exam:
    """Return an exam that names no other exams."""
    return replace(exam, other_exams=())


def titles(feed: Path) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")]


def descriptions(feed: Path) -> list[str]:
    return [
        str(event["DESCRIPTION"]) for event in Calendar.from_ical(feed.read_bytes()).walk("VEVENT")
    ]


def uids(folder: Path) -> set[str]:
    """Return the UIDs in all feeds of a folder."""
    feeds = (path.read_bytes().decode().replace("\r\n ", "") for path in folder.rglob("*.ics"))
    return {uid for feed in feeds for uid in re.findall(r"^UID:(.*)\r$", feed, re.MULTILINE)}


def sequences(folder: Path) -> dict[str, int]:
    """Return SEQUENCE of each event in the feeds without alarms, by UID."""
    feeds = (
        path.read_bytes() for path in folder.rglob("*.ics") if not path.stem.endswith("-remind")
    )
    events = (event for feed in feeds for event in Calendar.from_ical(feed).walk("VEVENT"))
    return {str(event["UID"]): int(event["SEQUENCE"]) for event in events}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file of a build, without folds and JSON escapes."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_bytes().decode("utf-8").replace("\r\n ", "")
        yield path.name, re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def test_the_example_builds_and_its_feeds_lint(built: Path) -> None:
    feeds = sorted(built.rglob("*.ics"))
    linted = run_feedgen("lint", *feeds)
    checked = run_feedgen("build", "--check", "--regions", EXAMPLE, "-o", built)

    assert len(feeds) == 25
    assert (linted.returncode, linted.stdout) == (0, "")
    assert checked.returncode == 0, checked.stderr


def test_no_built_file_has_a_word_of_the_first_exam(built: Path) -> None:
    words = [(name, word) for name, text in texts(built) for word in FIRST_EXAM if word in text]

    assert words == []


def test_no_code_has_a_word_of_an_exam() -> None:
    kinds = {".py", ".html", ".js", ".css", ".svg", ".atom", ".txt", ".xml"}
    files = [path for path in (ROOT / "feedgen").rglob("*") if path.suffix in kinds]
    words = [
        (path.name, word) for path in files for word in EXAMS if word in path.read_text("utf-8")
    ]

    assert len(files) > 100
    assert words == []


def test_no_code_has_a_name_of_the_first_exam(definitions: Definitions) -> None:
    exam = definitions.exam
    names = {exam.short_name, exam.official_name, exam.major, exam.role}
    names |= {*exam.also_called, *exam.in_notices}
    code = "".join(path.read_text("utf-8") for path in (ROOT / "feedgen").rglob("*.py"))

    assert [name for name in names if name in code] == []


def test_every_fact_of_the_example_is_an_assumption(example: Definitions) -> None:
    grades = facts_by_grade(example)
    sources = [source for fact in example.nation.facts for source in fact.sources]

    assert {grade: count for grade, count in grades.items() if count} == {Grade.ASSUMPTION: 13}
    assert all("为这个例子" in source.reason for source in sources)


def test_the_places_of_the_example_are_those_of_the_real_regions() -> None:
    real = (FROZEN / "divisions.csv").read_text("utf-8").splitlines()
    rows = (EXAMPLE / "divisions.csv").read_text("utf-8").splitlines()

    assert len(rows) == 19
    assert [row for row in rows if row not in real] == []


def test_an_assumed_session_and_what_follows_are_estimates(built: Path) -> None:
    feed = Calendar.from_ical((built / "shanghai/songjiang.ics").read_bytes())

    assert titles(built / "shanghai/songjiang.ics") == [
        "【预计】一建考试",
        "【预计】一建成绩公布",
        "【预计】一建成绩复核",
        "【预计】一建证书领取",
    ]
    assert {str(event["STATUS"]) for event in feed.walk("VEVENT")} == {"TENTATIVE"}
    assert [
        event
        for path in built.rglob("*-remind.ics")
        for event in titles(path)
        if not event.startswith("【")
    ] == []


def test_a_feed_shows_what_is_assumed_and_what_is_nationwide(built: Path) -> None:
    exam, results, recheck, *_ = descriptions(built / "shanghai/songjiang.ics")

    assert exam == (
        "推定的日期：2027年9月11日至9月12日，没有见到官方通知。\n"
        "依据：为这个例子选的9月第二个周末，不出自任何通知。\n"
        "考试、成绩公布的日期全国统一（推定），松江区考生的其他事项以上海市公布的为准；负责机构没有查到来源，以官方考试机构公告为准。\n"
        "官网：没有查到可靠地址，以官方考试机构公告为准。\n"
        "考前：按准考证上的说明准备证件和用品。\n"
        "非官方整理，以官方公告为准。"
    )
    assert (
        "依据：考试（推定2027年9月12日结束）后我们假定要40至80个工作日（约两到四个月），日子已放宽，把握不大"
        in results
    )
    assert "\n没有查到往年的公布日期。\n" in results
    assert recheck.startswith("成绩公布以后才开始受理，假定是14至30天（公布当天算第1天）。\n")
    assert "依据：我们假定的期限，不是官方日期" in recheck


def test_feeds_have_the_projects_prodid_and_the_exams_name(built: Path) -> None:
    text = (built / "shanghai.ics").read_bytes().decode().replace("\r\n ", "")
    overview = (built / "all.ics").read_bytes().decode().replace("\r\n ", "")

    assert "PRODID:-//kaohou//feedgen//ZH\r\n" in text
    assert "UID:310000-2027-results-release@yijian.kaohou.invalid\r\n" in text
    assert "X-WR-CALNAME:一建 上海市\r\n" in text
    assert "X-WR-CALDESC:一级建造师的考试、成绩和其后各环节的日期。非官方" in text
    assert "X-WR-CALDESC:一级建造师在全国各地的成绩公布和成绩复核。非官方" in overview


def test_every_uid_ends_in_the_exams_identity(
    built: Path,
) -> None:
    ours, of_the_first = uids(built), uids(ROOT / "public")

    assert len(ours) == 48
    assert {uid.partition("@")[2] for uid in ours} == {"yijian.kaohou.invalid"}
    assert {uid.partition("@")[2] for uid in of_the_first} == {"kaohou.invalid"}
    assert ours & of_the_first == set()


def test_the_ids_of_news_have_the_exams_identity(copied: Path) -> None:
    with (copied / "national.toml").open("a", encoding="utf-8") as file:
        file.write(NATIONWIDE_RELEASE)
    atom = (build(copied, as_of="2027-12-05") / "changes.atom").read_text("utf-8")

    names = re.findall("<id>(.*)</id>", atom)

    assert names[0] == "tag:yijian.kaohou.invalid,2026:changes"
    assert "tag:yijian.kaohou.invalid,2026:shanghai/2027-results-release/0" in names
    assert [name for name in names if not name.startswith("tag:yijian.kaohou.invalid,2026:")] == []


def test_a_withdrawn_event_keeps_the_exams_identity(example: Definitions) -> None:
    value = Version(
        date(2027, 1, 1), date(2027, 9, 11), date(2027, 9, 12), State.ESTIMATED, "一建考试"
    )

    event = cancelled_event(value, "2027-exam", "310000", example.exam)

    assert event.uid == "310000-2027-exam@yijian.kaohou.invalid"


def test_a_blocked_province_keeps_its_uids_in_the_overview(copied: Path) -> None:
    output = build(copied)
    before = (output / "all.ics").read_bytes()
    edit(
        copied / "national.toml",
        "nationwide = true\nlag = [40, 80]",
        "nationwide = true\nlag = [140, 180]",
    )

    result = run_feedgen("build", "--regions", copied, "--as-of", DAY, "-o", output)

    assert "3 blocked" in result.stderr
    assert (output / "all.ics").read_bytes() == before
    assert b"UID:310000-2027-results-release@yijian.kaohou.invalid\r\n" in before


def test_a_rebuilt_ledger_keeps_every_sequence(copied: Path) -> None:
    build(copied)
    edit(copied / "national.toml", 'title = "一建成绩公布"', 'title = "一建出分"')
    output = build(copied)
    before, feeds = sequences(output), {path: path.read_bytes() for path in output.rglob("*.ics")}

    result = run_feedgen(
        "build", "--rebuild-ledger", "--regions", copied, "--as-of", DAY, "-o", output
    )

    ledger = json.loads((output / "revisions.json").read_text("utf-8"))
    assert result.stdout.startswith(f"25 feeds of {DAY} in {output}, 0 changed")
    assert (before["310117-2027-results-release@yijian.kaohou.invalid"], set(before.values())) == (
        1,
        {0, 1},
    )
    assert sequences(output) == before
    assert {path: path.read_bytes() for path in output.rglob("*.ics")} == feeds
    assert ledger["identity"] == "yijian"
    assert ledger["rows"]["shanghai"]["2027-results-release"]["sequence"] == 1


def test_only_an_exam_with_an_identity_has_one_in_its_ledger(built: Path) -> None:
    ours = json.loads((built / "revisions.json").read_text("utf-8"))
    of_the_first = json.loads((ROOT / "public/revisions.json").read_text("utf-8"))

    assert (ours["identity"], ours["format"]) == ("yijian", 3)
    assert "identity" not in of_the_first


@pytest.mark.parametrize(
    ("command", "where", "change"),
    [
        (("build", "--as-of", DAY), "revisions.json", "given"),
        (("build", "--as-of", DAY), "revisions.json", "changed"),
        (("build", "--as-of", DAY), "revisions.json", "taken out"),
        (("build", "--as-of", DAY, "--accept", "another exam"), "revisions.json", "given"),
        (("build", "--as-of", DAY, "--only", "上海"), "revisions.json", "given"),
        (("build", "--as-of", DAY, "--rebuild-ledger"), "{output}/beijing.ics", "given"),
        (("build", "--as-of", DAY, "--rebuild-ledger"), "{output}/beijing.ics", "taken out"),
        (("build", "--check"), "revisions.json", "given"),
        (("diff", "--as-of", DAY), "revisions.json", "given"),
    ],
)
def test_another_identity_for_published_feeds_is_refused_and_writes_nothing(
    command: tuple[str, ...], where: str, change: str, copied: Path
) -> None:
    before, after, old, new = CHANGES[change]
    edit(copied / "national.toml", IDENTITY, before)
    output = build(copied)
    before_run = files_in(output)
    edit(copied / "national.toml", f"{EXAMPLE_PLACE}{before}", f"{EXAMPLE_PLACE}{after}")

    result = run_feedgen(*command, "--regions", copied, "-o", output)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: {where.format(output=output)} is of events whose UIDs end in @{old}, "
        f"and by 'identity' in [about] of national.toml they would end in @{new}: "
        "phones would lose every event, or have it twice; "
        "put identity back as it was, or build into another folder with -o\n"
    )
    assert files_in(output) == before_run


def test_without_a_ledger_published_feeds_give_the_identity(copied: Path) -> None:
    output = build(copied)
    (output / "revisions.json").unlink()
    edit(copied / "national.toml", 'identity = "yijian"', 'identity = "jianzao"')

    result = run_feedgen("build", "--regions", copied, "--as-of", DAY, "-o", output)

    assert "beijing.ics is of events whose UIDs end in @yijian.kaohou.invalid" in result.stderr
    assert not (output / "revisions.json").exists()


def test_feeds_of_another_exam_in_an_inner_folder_are_left_alone(copied: Path) -> None:
    output = build(copied)
    inner = Path(shutil.copytree(output, output / "jianzao"))
    for path in inner.rglob("*.ics"):
        path.write_bytes(path.read_bytes().replace(b"@yijian.", b"@jianzao."))
    before_run = files_in(inner)

    result = run_feedgen(
        "build", "--rebuild-ledger", "--regions", copied, "--as-of", DAY, "-o", output
    )

    assert result.returncode == 0, result.stderr
    feeds = json.loads((output / "revisions.json").read_text("utf-8"))["feeds"]
    assert [slug for slug in feeds if slug.startswith("jianzao/")] == []
    assert files_in(inner) == before_run


def test_an_identity_that_cannot_be_part_of_a_uid_is_refused(copied: Path) -> None:
    edit(copied / "national.toml", 'identity = "yijian"', 'identity = "一建"')

    assert refusal_of(copied) == (
        "yijian/national.toml:17: about.identity: '一建' cannot stand in a UID; "
        "give at most 16 small letters, digits and hyphens, with no hyphen at either end"
    )


def test_pages_leave_out_what_the_exam_does_not_have(built: Path) -> None:
    page, index = (
        (built / "shanghai.html").read_text("utf-8"),
        (built / "index.html").read_text("utf-8"),
    )

    assert "<title>上海市一建成绩什么时候公布（2027年度）</title>" in page
    assert "考试、成绩公布的日期全国统一（推定），其他事项以上海市公布的为准</span>" in page
    assert "<p>一级建造师。</p>" in page
    assert "一建考完以后<br>成绩、复核、证书什么时候</h1>" in index
    assert 'placeholder="松江、sj 或 310117"' in index
    for word in ("也叫", "专业", "各省也不", "有记录的做法", "。。", "共同做法"):
        assert word not in page + index


def test_data_has_the_exams_name_and_null_for_unknown_fields(built: Path) -> None:
    exam = json.loads((built / "api/v1/regions.json").read_text("utf-8"))["exam"]

    assert (exam["name"], exam["short_name"], exam["also_called"]) == ("一级建造师", "一建", [])
    assert (exam["role"], exam["shared_dates"]) == (None, None)


def test_the_commands_know_the_other_exam(built: Path) -> None:
    shown = run_feedgen("show", "上海", "--regions", EXAMPLE, "--as-of", DAY)
    explained = run_feedgen(
        "explain", "上海", "results_release", "--regions", EXAMPLE, "--as-of", DAY
    )
    exam = run_feedgen("find", "一级建造师", "--regions", EXAMPLE)
    covered = run_feedgen("check", "--coverage", "--regions", EXAMPLE)
    changes = run_feedgen("diff", "--regions", EXAMPLE, "--as-of", DAY, "-o", built)

    assert "【预计】一建成绩公布" in shown.stdout
    assert "40 to 80 working days after exam (a rule that we assume)" in explained.stdout
    assert (
        exam.stderr
        == "Error: '一级建造师' is the exam of all feeds; look for a place, such as 松江\n"
    )
    assert "major_offered" not in covered.stdout
    assert changes.stdout == "nothing changes for subscribers\n"


def test_a_backtest_without_releases_names_the_way_out() -> None:
    result = run_feedgen("backtest", "--regions", EXAMPLE)

    assert result.returncode == 0
    assert result.stdout.startswith(
        "no release to judge by; name a CSV with --outcomes, or add an [[observation]]\n"
    )


def test_a_nationwide_announcement_is_announced_everywhere(
    copied: Path,
) -> None:
    with (copied / "national.toml").open("a", encoding="utf-8") as file:
        file.write(NATIONWIDE_RELEASE)
    output = build(copied, as_of="2027-12-05")

    for place in ("beijing", "shanghai/songjiang", "guangdong/meizhou"):
        assert "一建成绩公布" in titles(output / f"{place}.ics")
    assert "官方公布的日期：2027年12月3日（周五）。\n" in descriptions(output / "beijing.ics")[1]


def test_a_nationwide_release_teaches_once(copied: Path) -> None:
    with (copied / "national.toml").open("a", encoding="utf-8") as file:
        file.write(NATIONWIDE_RELEASE)
    definitions = load(copied)
    history = ObservationHistory.of(definitions, Workdays())
    kind = definitions.nation.kinds["results_release"]

    _, observations = history.national_belief(kind, date(2028, 9, 1))

    assert [observation.lag.region for observation in observations] == ["national"]


def test_a_nationwide_release_is_no_record_of_a_region(copied: Path) -> None:
    text = (copied / "national.toml").read_text("utf-8")
    session = text[text.index("[[session]]") : text.index("# ----")]
    (copied / "national.toml").write_text(
        f"{text}\n{NATIONWIDE_RELEASE}\n{session.replace('2027', '2028')}", "utf-8"
    )

    feed = build(copied, as_of="2028-09-20") / "shanghai.ics"
    results = next(text for text in descriptions(feed) if "近年" in text)

    assert [outcome.released for outcome in outcomes_of(load(copied))] == [date(2027, 12, 3)]
    assert "\n近年：2027年12月3日。\n" in results
    assert "上海市1次记录" not in results


def test_an_announced_nationwide_exam_is_announced_in_every_region(copied: Path) -> None:
    edit(
        copied / "national.toml",
        'grade = "assumption", reason = "为这个例子选的9月第二个周末，不出自任何通知" }',
        'grade = "official", url = "https://example.cn/a" }',
    )

    assert titles(build(copied) / "shanghai.ics")[0] == "一建考试"


def test_a_nationwide_release_past_its_window_has_come_everywhere(copied: Path) -> None:
    _, results, *_ = descriptions(build(copied, as_of="2028-03-01") / "shanghai.ics")

    assert results.startswith(
        "预计的日子（2027年10月29日至2028年2月16日）已过，我们没有查到记录；应已公布，请到官网查看。"
    )


def test_a_regional_announcement_of_a_nationwide_milestone_is_doubted(copied: Path) -> None:
    result = run_feedgen(
        "announce", "上海", "2027", "results_release", "2027-12-03", "--source", "https://example.cn/a",
        "--publisher", "example.cn", "--regions", copied, "--as-of", "2027-12-03",
    )  # fmt: skip

    assert result.returncode == 1
    assert "results_release is nationwide, so its days belong into national.toml" in result.stderr


def test_an_exam_of_any_name_is_built_under_its_name(tmp_path: Path) -> None:
    """A third exam: no major, other names, other places."""
    regions = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    edit(regions / "national.toml", 'major = "示例专业"\n', "")
    edit(regions / "national.toml", "示例考试（示例专业）", "潜水长“甲”等")
    edit(regions / "national.toml", 'short_name = "示例"', 'short_name = "潜水"')
    edit(regions / "national.toml", 'name = "成绩公布"', 'name = "分数公布"')
    edit(regions / "national.toml", 'shared_dates = "各专业的日期相同"\n', "")
    edit(regions / "bingtuan.toml", '"major_offered", ', "")
    edit(
        regions / "guangdong.toml",
        "[major_offered]\noffered = true\nexam_year = 2025\n",
        "[[wechat]]\nname = '考讯'\n",
    )
    edit(regions / "guangdong.toml", 'unknown = ["wechat", ', "unknown = [")
    edit(regions / "xinjiang.toml", '"major_offered", ', "")

    output = build(regions, as_of="2026-08-21")

    files = dict(texts(output))
    assert "X-WR-CALNAME:潜水 广东省\r\n" in files["guangdong.ics"]
    assert "X-WR-CALDESC:潜水长“甲”等，也叫示例的考试" in files["guangdong.ics"]
    assert "潜水长“甲”等，也叫示例在全国各地的分数公布和成绩复核" in files["all.ics"]
    assert "<title>广东省潜水分数公布是什么时候（2026年度）</title>" in files["guangdong.html"]
    assert 'placeholder="广州、gz 或 440100"' in files["index.html"]
    assert [name for name, text in files.items() if "专业" in text] == []


def test_an_exam_without_a_major_has_none_to_offer(copied: Path) -> None:
    edit(copied / "shanghai.toml", '"wechat", ', '"wechat", "major_offered", ')

    assert refusal_of(copied) == (
        "yijian/shanghai.toml:5: unknown: the exam has no major in national.toml; "
        "take it out, also from unknown"
    )


def test_the_example_place_exists(copied: Path) -> None:
    edit(copied / "national.toml", "shanghai/songjiang", "shanghai/songjang")

    assert refusal_of(copied) == (
        "yijian/national.toml:16: about.example_place: no place 'shanghai/songjang' "
        "in divisions.csv; did you mean 'shanghai/songjiang'"
    )


@pytest.mark.parametrize(
    ("title", "is_ours"),
    [
        ("关于公布2027年度一级建造师资格考试成绩的通知", True),
        ("关于公布2027年度一、二级建造师考试成绩的通知", True),
        ("关于公布2027年度一级注册建造师资格考试成绩的通知", True),
        ("关于公布2027年度二级建造师资格考试成绩的通知", False),
        ("关于公布2027年度一级造价工程师考试成绩的通知", False),
    ],
)
def test_notices_are_recognised_by_the_names_in_the_folder(
    title: str, is_ours: bool, example: Definitions
) -> None:
    link = Link(title=title, url="https://example.cn/1.html", day=date(2027, 12, 3))
    awaited = [AwaitedMilestone(milestone="results_release", exam_year=2027)]

    topic = topic_of(link, example.exam, awaited, date(2027, 12, 4))

    assert (topic is not None and topic.certainty is Certainty.SURE) is is_ours


def test_a_longer_name_that_holds_ours_is_another_exam(example: Definitions) -> None:
    exam = replace(
        example.exam,
        official_name="会计师",
        short_name="中级会计",
        in_notices=(),
        other_exams=("注册会计师", "高级…师"),
    )

    assert not names_exam("关于公布2027年注册会计师考试成绩的通知", exam)
    assert names_exam("关于公布2027年注册会计师、会计师考试成绩的通知", exam)
    assert names_exam("关于公布2027年注册会计师考试成绩的通知", without_others(exam))


def test_without_names_of_other_exams_none_is_recognised(example: Definitions) -> None:
    assert names_another("2027年度二级造价工程师考试", example.exam)
    assert not names_another("2027年度二级造价工程师考试", without_others(example.exam))
