"""What an authority said goes into the region's file where a person would have put it, or is
refused with a reason.
"""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.core.model import Depth, Grade, Source
from feedgen.definitions.announce.editing import added, replaced
from feedgen.definitions.announce.statements import Statement
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from tests.conftest import FROZEN, SMALL, run_feedgen
from tests.outputs import files_in

DAY = date(2026, 8, 25)
NOTICE = "https://gd.example.cn/notices/1.html"
"""On a host of Guangdong's authority."""
Announce = Callable[..., CompletedProcess[str]]
STATEMENT = Statement(
    milestone="certificate_collection",
    exam_year=2026,
    first=date(2026, 10, 20),
    last=date(2026, 11, 5),
    known_from=DAY,
    source=Source(url=NOTICE, publisher="广东省示例考试局", checked=DAY, grade=Grade.OFFICIAL),
)
WRITTEN = """\
[[announcement]]
milestone = "certificate_collection"
exam_year = 2026
date = 2026-10-20
until = 2026-11-05
known_from = 2026-08-25
source = { url = "https://gd.example.cn/notices/1.html", publisher = "广东省示例考试局", checked = 2026-08-25, grade = "official" }
"""  # noqa: E501 - as it stands in a file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built from the small regions, which no test changes."""
    folder = tmp_path_factory.mktemp("built")
    build(folder, load(SMALL), DAY, Depth.AREA)
    return folder


@pytest.fixture
def regions(tmp_path: Path, built: Path) -> Path:
    """A copy of the small regions, and beside it one of what was built from them."""
    shutil.copytree(built, tmp_path / "public")
    return Path(shutil.copytree(SMALL, tmp_path / "regions"))


@pytest.fixture
def announce(regions: Path) -> Announce:
    """The command, as a script would run it."""

    def run(*arguments: str) -> CompletedProcess[str]:
        where = ("--regions", regions, "-o", regions.parent / "public", "--as-of", DAY.isoformat())
        return run_feedgen("announce", *arguments, *where)

    return run


def test_a_fact_is_written_in_the_form_of_the_others() -> None:
    assert STATEMENT.text() == WRITTEN


PLACES = {
    "behind its like": "[[announcement]]\nexam_year = 2025\n\n{}\n# 通知\n[[plan]]\n",
    "before a younger one": 'name = "x"\n\n{}\n[[announcement]]\nexam_year = 2027\n',
    "behind what comes before it": "[[session]]\na = 1\n\n{}\n[[plan]]\na = 1\n",
    "before the milestones": 'name = "x"\n\n[exam_authority]\na = 1\n\n{}\n'
    "[pass_mark]\n[[pass_mark.rule]]\n",
    "alone": "# 兵团\n\n{}",
}
"""How a file looks with the fact in the place of the braces."""


@pytest.mark.parametrize("place", PLACES)
def test_a_fact_goes_where_a_person_would_have_put_it(place: str) -> None:
    before = PLACES[place].replace("{}\n", "").replace("\n{}", "")

    assert added(before, STATEMENT) == PLACES[place].replace("{}", WRITTEN)


def test_what_is_known_now_is_no_longer_listed_as_unknown() -> None:
    assert (
        added('unknown = ["phone", "announcement"]\n', STATEMENT)
        == f'unknown = ["phone"]\n\n{WRITTEN}'
    )


def test_a_file_without_a_line_end_gets_one() -> None:
    assert added("# 兵团", STATEMENT) == f"# 兵团\n\n{WRITTEN}"


@pytest.mark.parametrize("path", sorted(FROZEN.glob("*.toml")), ids=lambda path: path.stem)
def test_in_every_real_file_all_else_stays_as_it_is(path: Path) -> None:
    before = path.read_text("utf-8")

    after = added(before, STATEMENT)

    assert after.replace(f"\n{WRITTEN}", "", 1) == before
    [*_, fact] = tomllib.loads(after)["announcement"]
    assert fact["date"] == date(2026, 10, 20)


@given(st.text(min_size=1))
def test_whatever_a_publisher_is_called_the_file_reads_it_back(publisher: str) -> None:
    source = Source(
        url=NOTICE,
        publisher=publisher.encode("utf-8", "ignore").decode(),
        checked=DAY,
        grade=Grade.REPOST,
    )
    statement = Statement(
        milestone="pass_mark", exam_year=2026, first=DAY, known_from=DAY, source=source
    )

    [fact] = tomllib.loads(added("", statement))["announcement"]

    assert fact["source"]["publisher"] == source.publisher


def test_a_correction_keeps_comments_and_every_key_it_does_not_name() -> None:
    days = "# 表头\ndate = 2026-10-01 # 旧\nuntil = 2026-10-02\n"
    before = f"[[observation]]\n{days}dated = 'notice'\nsource = 1\n"

    after = replaced(before, Statement(**{**vars(STATEMENT), "last": None}), "observation", 0)

    assert after.splitlines()[:4] == [
        "[[observation]]",
        "# 表头",
        "date = 2026-10-20 # 旧",
        "dated = 'notice'",
    ]
    assert "until" not in after
    assert "known_from" not in after


def test_a_correction_leaves_the_comment_of_the_next_fact_where_it_is() -> None:
    first = "[[announcement]]\ndate = 2026-10-01\nsource = 1\n"
    before = f"{first}\n# 证书只给了开始日。\n[[announcement]]\nsource = 2\n"

    after = replaced(before, STATEMENT, "announcement", 0)

    assert after.endswith(
        'grade = "official" }\n\n# 证书只给了开始日。\n[[announcement]]\nsource = 2\n'
    )
    assert after.index("until = 2026-11-05") < after.index("source = {")


def test_line_ends_stay_what_they_are(announce: Announce, regions: Path) -> None:
    path = regions / "guangdong.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()

    done = announce("广东", "2026", "certificate_collection", "2026-10-20", "--source", NOTICE)

    assert done.returncode == 0, done.stderr
    assert all(
        line in path.read_bytes().splitlines(keepends=True)
        for line in before.splitlines(keepends=True)
    )


def test_a_file_that_cannot_be_edited_is_explained(announce: Announce, regions: Path) -> None:
    path = regions / "bingtuan.toml"
    source = '{ url = "https://x.cn/", publisher = "x", checked = 2026-08-01, grade = "reported" }'
    fact = f'{{ milestone = "pass_mark", exam_year = 2025, date = 2025-09-01, source = {source} }}'
    path.write_text(
        path.read_text("utf-8").replace("unknown =", f"announcement = [{fact}]\nunknown ="), "utf-8"
    )

    done = announce(
        "bingtuan",
        "2026",
        "pass_mark",
        "2026-10-12",
        "--source",
        NOTICE,
        "--publisher",
        "x",
        "--yes",
    )

    assert done.returncode == 1
    assert "cannot be edited here; write the fact into it by hand" in done.stderr


def test_the_fact_is_shown_with_its_line_and_with_what_changes(
    announce: Announce, regions: Path
) -> None:
    arguments = (
        "广州",
        "2026",
        "certificate_collection",
        "2026-10-20",
        "--until",
        "2026-11-05",
        "--source",
        NOTICE,
    )

    done = announce(*arguments)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "广州市 takes its dates from 广东省"
    assert lines[1] == "regions/guangdong.toml:54"
    assert "\n".join(lines[2:9]) + "\n" == WRITTEN
    assert lines[9] == "confirmed: 2"
    assert lines[10].endswith("→ 官方 2026年10月20日至11月5日")
    assert WRITTEN in (regions / "guangdong.toml").read_text("utf-8")


REFUSED = {
    "a second value": (
        ("广东", "2026", "results_release", "2026-08-21"),
        "regions/guangdong.toml:48 already says 2026-08-20; correct it with --replace",
    ),
    "before the exam": (
        ("广东", "2026", "pass_mark", "2026-05-20"),
        "2026-05-20 is not after the exam of 2026, over on 2026-05-31",
    ),
    "before the results": (
        ("广东", "2026", "score_recheck", "2026-08-19"),
        "2026-08-19 lies before the results of 2026 on 2026-08-20",
    ),
    "enrolment after the exam": (
        ("广东", "2026", "exam_enrolment", "2026-06-03"),
        "2026-06-03 is after the exam of 2026 on 2026-05-30",
    ),
    "another year": (
        ("广东", "2026", "certificate_collection", "2028-10-20"),
        "2028-10-20 is more than two years after the exam of 2026; is the year right?",
    ),
    "the last day first": (
        ("广东", "2026", "certificate_collection", "2026-10-20", "--until", "2026-10-19"),
        "2026-10-19 lies before 2026-10-20",
    ),
    "nothing to replace": (
        ("广东", "2026", "certificate_collection", "2026-10-20", "--replace"),
        "nothing is said of this in the file of 广东省, so nothing can be replaced",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    announce: Announce, regions: Path, case: str
) -> None:
    arguments, reason = REFUSED[case]
    before = files_in(regions)

    done = announce(*arguments, "--source", NOTICE, "--yes")

    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert files_in(regions) == before


ODD = {
    "a day off": (
        ("广东", "2026", "pass_mark", "2026-10-03"),
        "2026-10-03 is a day off (Saturday)",
    ),
    "far from what was expected": (
        ("广东", "2026", "certificate_collection", "2027-03-01"),
        "it was expected from 2026-08-27 to 2026-09-17",
    ),
    "no exam days": (
        ("广东", "2028", "pass_mark", "2028-10-10"),
        "no exam days of 2028 are known in 广东省",
    ),
    "a place that follows another": (
        ("阿拉尔", "2026", "pass_mark", "2026-10-12", "--publisher", "example.cn"),
        "阿拉尔市 follows 新疆生产建设兵团, so this goes to the file of 新疆生产建设兵团",
    ),
    "official on a host of nobody": (
        (
            "新疆",
            "2026",
            "pass_mark",
            "2026-10-12",
            "--publisher",
            "example.cn",
            "--grade",
            "official",
        ),
        "gd.example.cn is not known as a site of the authority; known: none",
    ),
    "an exam on a working day": (
        ("广东", "2027", "exam", "2027-05-27"),
        "2027-05-27 is a working day (Thursday); exams are held on days off",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_asked_and_written_when_somebody_is_sure(
    announce: Announce, regions: Path, case: str
) -> None:
    arguments, reason = ODD[case]
    before = files_in(regions)

    asked = announce(*arguments, "--source", NOTICE)

    assert asked.returncode == 1
    assert asked.stderr == f"Error: {reason}\nif it is right, add --yes; nothing was written\n"
    assert files_in(regions) == before
    assert announce(*arguments, "--source", NOTICE, "--yes").returncode == 0
    load(regions)


def test_a_correction_replaces_the_earlier_fact(announce: Announce, regions: Path) -> None:
    done = announce(
        "广东", "2026", "results_release", "2026-08-27", "--source", NOTICE, "--replace"
    )

    assert done.returncode == 0
    text = (regions / "guangdong.toml").read_text("utf-8")
    assert text.count("[[announcement]]") == 1
    assert "date = 2026-08-27\n" in text
    assert "moved: " in done.stdout


def test_a_session_is_called_off_behind_the_one_that_it_calls_off(
    announce: Announce, regions: Path
) -> None:
    done = announce(
        "新疆",
        "2026",
        "--cancel",
        "--source",
        NOTICE,
        "--publisher",
        "gd.example.cn",
        "--grade",
        "repost",
    )

    assert done.returncode == 0
    first, second = load(regions).regions["xinjiang"].sessions[-2:]
    assert (first.start, second.is_cancelled) == (date(2026, 6, 6), True)
    assert "cancelled: " in done.stdout
    again = announce("新疆", "2026", "--cancel", "--source", NOTICE, "--publisher", "gd.example.cn")
    assert "already says that the session of 2026 was called off" in again.stderr


def test_a_session_that_is_put_off_keeps_its_length(announce: Announce, regions: Path) -> None:
    arguments = (
        "新疆",
        "2026",
        "--postpone",
        "2026-10-24",
        "--source",
        NOTICE,
        "--publisher",
        "x",
        "--grade",
        "repost",
    )

    done = announce(*arguments)

    assert done.returncode == 0
    [session] = [
        session
        for session in load(regions).regions["xinjiang"].sessions
        if session.stated_by == "xinjiang"
    ]
    assert (session.start, session.end) == (date(2026, 10, 24), date(2026, 10, 25))


def test_the_nations_session_is_put_off_for_one_region_alone(
    announce: Announce, regions: Path
) -> None:
    assert (
        announce("广东", "2026", "--postpone", "2026-10-24", "--source", NOTICE, "--yes").returncode
        == 1
    )

    (regions / "guangdong.toml").write_text(
        (regions / "guangdong.toml")
        .read_text("utf-8")
        .replace("date = 2026-08-20", "date = 2026-12-20"),
        "utf-8",
    )
    assert (
        announce("广东", "2026", "--postpone", "2026-10-24", "--source", NOTICE, "--yes").returncode
        == 0
    )
    changed = load(regions).regions
    assert changed["guangdong"].sessions[-1].start == date(2026, 10, 24)
    assert changed["bingtuan"].sessions[-1].start == date(2026, 5, 30)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("广东", "2026"), "give PLACE YEAR MILESTONE DATE"),
        (("广东", "2026", "pass_mark", "2026-10-12", "--cancel"), "give PLACE YEAR MILESTONE DATE"),
        (
            ("广东", "2026", "pass_mark", "--cancel", "--source", NOTICE),
            "are about a session; leave MILESTONE out",
        ),
        (("广东", "2026", "pass_mark", "2026-10-12"), "--source is missing"),
        (
            ("广东", "2026", "pass_mark", "2026-10-12", "--source", "javascript:1"),
            "is not the address of a page",
        ),
        (
            ("广东", "2026", "pass_mark", "2026-10-12", "--source", "https://x.cn/"),
            "name its --publisher",
        ),
        (
            ("广东", "2026", "pass_mark", "2026-02-30", "--source", NOTICE),
            "is not a day; give one such as",
        ),
    ],
)
def test_wrong_usage_is_explained(
    announce: Announce, arguments: tuple[str, ...], message: str
) -> None:
    done = announce(*arguments)

    assert done.returncode == 2
    assert message in done.stderr


def test_the_definitions_that_came_with_the_program_are_not_written_into(tmp_path: Path) -> None:
    done = run_feedgen(
        "announce", "广东", "2026", "pass_mark", "2026-10-12", "--source", NOTICE, cwd=tmp_path
    )

    assert done.returncode == 2
    assert "run it in a checkout, or name the folder with --regions" in done.stderr
