"""The command as people type it."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import FROZEN, LIVE, ROOT, SMALL, run_feedgen
from tests.factories import copy_regions


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command over the frozen copy of regions/."""
    return run_feedgen(*arguments, "--regions", FROZEN)


@pytest.fixture
def broken_regions(tmp_path: Path) -> Path:
    """The real definitions with two mistakes in two files."""
    return copy_regions(
        FROZEN,
        tmp_path,
        ("shanghai.toml", 'exam_days = "nation"', 'exam_days = "natoin"'),
        ("anhui.toml", "[exam_authority]\nname =", "[exam_authority]\nnaem ="),
    )


def test_bad_definitions_are_all_printed_and_the_feeds_stay_as_they_were(
    broken_regions: Path, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    public.mkdir()
    (public / "shanghai.ics").write_text("what stood here before")

    result = run_feedgen("build", "--regions", broken_regions, "-o", public)

    assert result.returncode == 1
    assert (
        "regions/anhui.toml:10: exam_authority.naem: unknown key 'naem'; did you mean 'name'"
        in result.stderr
    )
    assert (
        "regions/anhui.toml:9: exam_authority: 'name' is missing; give text in quotes"
        in result.stderr
    )
    assert "observation.exam_days: unknown word 'natoin'; did you mean 'nation'" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in public.iterdir()] == ["shanghai.ics"]
    assert (public / "shanghai.ics").read_text() == "what stood here before"


def test_check_counts_facts_by_grade() -> None:
    result = run("check")

    assert result.returncode == 0
    assert re.match(r"45 regions, 3212 places; facts by grade: \d+ official, ", result.stdout)


def test_check_coverage_has_a_row_for_each_province() -> None:
    result = run("check", "--coverage", "--json")

    table = json.loads(result.stdout)["coverage"]
    assert len(table) == 32
    assert table["tianjin"]["score_recheck"] == "sourced"
    assert table["shanghai"]["score_recheck"] == "inherited"
    assert table["beijing"]["exam_authority"] == "assumed"
    assert table["bingtuan"]["exam_authority"] == "unknown"


def test_show_is_a_timeline_with_a_line_where_today_is() -> None:
    result = run("show", "松江", "--as-of", "2026-11-22")

    assert result.stdout.splitlines() == [
        "松江区 shanghai/songjiang, follows 上海市 shanghai",
        "authority  上海市职业能力考试院",
        "site       http://www.rsj.sh.gov.cn/ksyzc/index801.jsp",
        "",
        "  2025-09-09 to 12-16      ? unrecorded 【待核实】二建证书领取          341 days ago",
        "  2026-05-30 to 05-31      ○ reported   【据报道】二建考试              175 days ago",
        "  2026-07-28 to 09-04      ? unrecorded 【待核实】二建成绩公布          79 days ago",
        "  2026-08-10 to 10-04      ? unrecorded 【待核实】二建成绩复核          49 days ago",
        "  2026-09-17 to 12-31      ~ estimated  【预计】二建证书领取            now, 39 days left",
        "──────────────────────────── 2026-11-22 ────────────────────────────",
        "  2027-05-15 to 06-20      ~ estimated  【预计】二建考试                "
        "in 174 days, holidays not announced yet",
        "",
        "earlier releases  2023-08-16 (scores)",
    ]


@pytest.mark.parametrize("name", ["松江", "松江区", "上海松江", "310117", "shanghai/songjiang"])
def test_a_place_goes_by_slug_code_and_name(name: str) -> None:
    result = run("show", name, "--as-of", "2026-11-22", "--json")

    assert json.loads(result.stdout)["place"]["key"] == "310117"


def test_an_ambiguous_name_lists_the_candidates() -> None:
    result = run("show", "鼓楼区")

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Error: '鼓楼区' is the name of 4 places; say which one, by slug or code:",
        "  jiangsu/nanjing/gulou  江苏省南京市鼓楼区  320106",
        "  jiangsu/xuzhou/gulou  江苏省徐州市鼓楼区  320302",
        "  fujian/fuzhou/gulou  福建省福州市鼓楼区  350102",
        "  henan/kaifeng/gulou  河南省开封市鼓楼区  410204",
    ]


def test_show_all_has_a_line_for_each_province() -> None:
    result = run("show", "--all", "--as-of", "2026-06-05", "--json")

    rows = json.loads(result.stdout)["next"]
    assert len(rows) == 32
    assert {row["milestone"] for row in rows if row["slug"] != "guizhou"} == {"results_release"}


def test_explain_shows_rule_anchor_count_holidays_and_sources() -> None:
    result = run("explain", "松江", "results_release", "--as-of", "2026-11-22")

    assert "rule      42 to 63 working days after exam (the nation's rule)" in result.stdout
    assert "alone it would give 2026-07-29 to 08-27, at no level" in result.stdout
    assert "anchor    exam 2026-05-31 (reported)" in result.stdout
    assert "counted   2026-06-01 to 2026-07-28: 41 working days" in result.stdout
    assert "          2026-06-01 to 2026-09-04: 69 working days" in result.stdout
    assert "holiday   端午节 2026-06-19" in result.stdout
    assert (
        "repost: https://m.hqwx.com/ejjzs-kaoshi/news/17703682962110.html, checked 2026-11-22"
        in result.stdout
    )
    assert "frozen_regions/shanghai.toml:" in result.stdout


def test_find_leads_a_county_to_its_area() -> None:
    result = run("find", "丰顺")

    assert result.stdout.split() == [
        "广东省梅州市丰顺县",
        "guangdong/meizhou/fengshun",
        "441423",
        "->",
        "梅州市",
        "guangdong/meizhou",
    ]


def test_find_of_the_exams_name_suggests_a_place() -> None:
    result = run("find", "二级矿业师")

    assert result.returncode == 1
    assert (
        result.stderr
        == "Error: '二级矿业师' is the exam of all feeds; look for a place, such as 松江\n"
    )


def test_find_without_a_match_fails() -> None:
    result = run("find", "亚特兰蒂斯")

    assert (result.returncode, result.stderr) == (1, "Error: no place matches '亚特兰蒂斯'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show",), "name one PLACE, or give --all"),
        (
            ("show", "松江", "--as-of", "2026-02-30"),
            "'2026-02-30' is not a day; give one such as 2026-08-16",
        ),
        (
            ("build", "--check", "--only", "松江"),
            "--check takes the day and the depth of the last build",
        ),
        (("explain", "松江", "exma"), "'exma' is not one of"),
        (("biuld",), "No such command 'biuld'"),
    ],
)
def test_wrong_usage_exits_2_and_is_explained(arguments: tuple[str, ...], message: str) -> None:
    result = run_feedgen(*arguments)

    assert result.returncode == 2
    assert message in result.stderr


def test_only_writes_the_place_and_prints_the_paths(tmp_path: Path) -> None:
    result = run("build", "--only", "马鞍山", "--as-of", "2026-11-22", "-o", tmp_path)

    assert result.stdout.split() == [
        f"{tmp_path}/anhui/maanshan.ics",
        f"{tmp_path}/anhui/maanshan-remind.ics",
        f"{tmp_path}/anhui/maanshan.html",
        f"{tmp_path}/api/v1/anhui/maanshan.json",
    ]


def test_a_pipe_sees_no_progress_bar(tmp_path: Path) -> None:
    result = run("build", "--depth", "area", "--as-of", "2026-11-22", "-o", tmp_path)

    assert result.stderr == ""
    assert result.stdout == (f"967 feeds of 2026-11-22 in {tmp_path}, 967 changed, and 485 pages\n")


def test_build_check_passes_and_fails_on_a_changed_byte(tmp_path: Path) -> None:
    where = ("--regions", SMALL, "-o", tmp_path)
    run_feedgen("build", *where)
    passed = run_feedgen("build", "--check", *where)
    feed = tmp_path / "guangdong/meizhou.ics"
    feed.write_bytes(feed.read_bytes() + b" ")

    failed = run_feedgen("build", "--check", *where)

    assert (passed.returncode, passed.stderr) == (0, "")
    assert failed.returncode == 1
    assert f"{tmp_path}/guangdong/meizhou.ics: differs" in failed.stderr
    assert "Error: 1 differences; run 'feedgen build' and commit the feeds" in failed.stderr


def test_regions_are_found_in_the_working_folder_first(tmp_path: Path) -> None:
    copy_regions(FROZEN, tmp_path, ("shanghai.toml", "上海市职业能力考试院", "某考试院"))

    result = run_feedgen("show", "上海市", cwd=tmp_path)

    assert "authority  某考试院" in result.stdout


def test_regions_of_the_checkout_are_found_from_anywhere() -> None:
    anywhere = run_feedgen("find", "songjiang", cwd=Path("/"))

    assert anywhere.returncode == 0
    assert anywhere.stdout == run_feedgen("find", "songjiang", "--regions", LIVE).stdout


def test_the_wheel_holds_regions_templates_and_the_mark_of_types(
    tmp_path: Path,
) -> None:
    build = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")

    result = subprocess.run(
        [sys.executable, "-m", "feedgen", "build", "--only", "上海市", "-o", tmp_path / "public"],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert result.stderr == ""
    assert "上海市" in (tmp_path / "public/shanghai.html").read_text("utf-8")
    assert [path.name for path in (tmp_path / "site/feedgen/regions").iterdir()] == [
        path.name for path in LIVE.iterdir()
    ]
    assert (tmp_path / "site/feedgen/py.typed").is_file()
