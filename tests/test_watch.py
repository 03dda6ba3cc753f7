"""A run over the authorities' pages: its report, its candidates, and its way with dead sites."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from feedgen.definitions.candidates import read_candidates
from feedgen.definitions.regions import load
from tests.conftest import SMALL, Authority, run_feedgen
from tests.factories import edit

DAY = "2026-08-25"
DEAD = "http://127.0.0.1:9/dead.html"
"""Nobody listens there."""
ROW = '<li><a href="{href}">{title}</a><span>{day}</span></li>\n'
OTHERS = "".join(
    ROW.format(
        href=f"{number}.html",
        title=f"关于2026年度监理工程师考试第{number}号的通知",
        day=f"2026-0{month}-1{number}",
    )
    for number, month in enumerate((8, 7, 6, 6, 5, 5, 4), start=1)
)
COMMANDS = (
    "::error::x ##[error]y @all | &lt;b&gt; ![](http://x.example/) "
    "关于公布2026年度示例考试合格标准的通知"
)
Watch = Callable[..., CompletedProcess[str]]


@pytest.fixture
def regions(tmp_path: Path, authority: Authority) -> Path:
    """The small regions: 广东 with that site's list, 兵团 with a dead one."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    edit(
        folder / "guangdong.toml", "https://gd.example.cn/notices", f"{authority.address}index.html"
    )
    edit(folder / "bingtuan.toml", '"notice_list", ', "")
    source = f'url = "{DEAD}", publisher = "x", checked = 2026-08-01, grade = "reported"'
    table = f'\n[notice_list]\nname = "x"\nurl = "{DEAD}"\nsource = {{ {source} }}\n'
    path = folder / "bingtuan.toml"
    path.write_text(f"{path.read_text('utf-8')}{table}", "utf-8")
    load(folder)
    return folder


@pytest.fixture
def watch(regions: Path) -> Watch:
    """The command on those regions; it must not fail."""

    def run(*arguments: str | Path, day: str = DAY) -> CompletedProcess[str]:
        where = ("--regions", regions, "--loopback", "--pause", "0", "--as-of", day)
        done = run_feedgen("watch", *arguments, *where)
        assert (done.returncode, done.stderr) == (0, "")
        return done

    return run


def test_a_dead_site_is_reported_with_its_silence_and_stops_nothing(
    watch: Watch, authority: Authority, tmp_path: Path
) -> None:
    authority.pages["/tzgg/index.html"] = OTHERS

    first = watch("--memory", tmp_path / "memory.json", day="2026-08-20")
    later = watch("--memory", tmp_path / "memory.json")

    assert "1 of 2 sites answered" in first.stdout
    assert f"  新疆生产建设兵团  {DEAD} " in first.stdout
    assert "silent" not in first.stdout
    assert later.stdout.rstrip().endswith("; silent for 5 days")


def test_candidates_are_printed_as_data(watch: Watch, authority: Authority) -> None:
    title = "关于公布2026年度示例考试合格标准的通知"
    authority.pages["/tzgg/index.html"] = (
        ROW.format(href="new.html", title=title, day="2026-08-24") + OTHERS
    )
    authority.pages["/tzgg/new.html"] = f"<h1>{title}</h1><p>合格标准于2026年8月24日公布。</p>"

    data = json.loads(watch("--json").stdout)

    [candidate] = data["candidates"]
    assert candidate["milestone"] == "pass_mark"
    assert (candidate["exam_year"], candidate["first"], candidate["region"]) == (
        2026,
        "2026-08-24",
        "guangdong",
    )
    assert candidate["url"] == f"{authority.address}new.html"
    assert [bool(site["problem"]) for site in data["sites"]] == [True, False]


def test_a_title_is_harmless_wherever_it_is_shown(
    watch: Watch, authority: Authority, regions: Path
) -> None:
    authority.pages["/tzgg/index.html"] = (
        ROW.format(href="n.html", title=COMMANDS, day="2026-08-24") + OTHERS
    )

    text, markdown = watch("广东", "--write").stdout, watch("广东", "--markdown").stdout

    [candidate] = read_candidates(regions).candidates
    assert candidate.title.isprintable()
    for line in (*text.splitlines(), *markdown.splitlines()):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    row = next(line for line in markdown.splitlines() if line.startswith("| 1 "))
    assert len(row.replace("\\|", "").split("|")) == 10
    assert "<b>" not in row
    assert "@all" not in row
    assert "![" not in row.replace("!\\[", "")


def test_a_candidate_is_listed_once_and_keeps_its_number(
    watch: Watch, authority: Authority, regions: Path
) -> None:
    authority.pages["/tzgg/index.html"] = (
        ROW.format(href="n.html", title=COMMANDS, day="2026-08-24") + OTHERS
    )

    watch("--write")
    before = (regions / "candidates.toml").read_bytes()
    watch("--write", day="2026-08-26")

    assert (regions / "candidates.toml").read_bytes() == before


def test_an_announced_candidate_waits_no_longer(
    watch: Watch, authority: Authority, regions: Path
) -> None:
    authority.pages["/tzgg/index.html"] = (
        ROW.format(href="n.html", title=COMMANDS, day="2026-08-24") + OTHERS
    )
    watch("--write")
    edit(
        regions / "guangdong.toml",
        "[[plan]]",
        '[[announcement]]\nmilestone = "pass_mark"\nexam_year = 2026\ndate = 2026-08-24\n'
        'source = { url = "https://x.cn/", publisher = "x", checked = 2026-08-24, '
        'grade = "official" }\n\n[[plan]]',
    )

    watch("--write")

    assert not (regions / "candidates.toml").exists()


def test_a_list_without_the_release_is_a_not_yet_check_once_a_fortnight(
    watch: Watch, authority: Authority, regions: Path
) -> None:
    path = regions / "guangdong.toml"
    before, rest = path.read_text("utf-8").split("[[announcement]]\n")
    path.write_text(before + rest[rest.index("[[plan]]") :], "utf-8")
    authority.pages["/tzgg/index.html"] = OTHERS

    for day in ("2026-08-25", "2026-08-26", "2026-09-07", "2026-09-08"):
        watch("广东", "--write", day=day)

    checks = read_candidates(regions).not_yet_checks
    assert [(check.milestone, check.exam_year, check.day.isoformat()) for check in checks] == [
        ("results_release", 2026, "2026-08-25"),
        ("results_release", 2026, "2026-09-08"),
    ]


def test_a_page_that_lists_nothing_is_reported_and_proves_nothing(
    watch: Watch, authority: Authority
) -> None:
    authority.pages["/tzgg/index.html"] = "<div id='app'></div>"

    output = watch("广东").stdout

    assert "no candidates; 0 of 1 sites answered" in output
    assert "lists nothing that can be read" in output


def test_requests_go_only_to_hosts_of_the_regions(watch: Watch, authority: Authority) -> None:
    title = "关于公布2026年度示例考试合格标准的通知"
    foreign = ROW.format(href="http://localhost:1/n.html", title=title, day="2026-08-24")
    authority.pages["/tzgg/index.html"] = foreign + OTHERS

    output = watch("广东").stdout

    assert "1  广东省 2026 pass_mark: " in output
    assert "http://localhost:1/n.html" in output
