"""The picture of a backtest: every outcome in it, nothing outside it, nothing but a picture."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from feedgen.core.model import BacktestReport, Definitions, Outcome, ScoredWindow, Window
from feedgen.forecast.backtest import replay
from feedgen.render.charts import render_chart
from tests.conftest import FROZEN, run_feedgen, start_feedgen

SVG = "{http://www.w3.org/2000/svg}"
ONCE = Counter(title=1, desc=1, style=1, rect=1, line=1, circle=1, polygon=1)
"""The elements of every picture, among them one of each mark in the legend."""
EXAM_END = date(2023, 6, 4)
BINGTUAN = Outcome("bingtuan", 2023, 1, EXAM_END, date(2023, 8, 16))
"""The province with one of the longest names."""


@pytest.fixture(scope="session")
def names(definitions: Definitions) -> dict[str, str]:
    """Names of the regions."""
    return {slug: region.name for slug, region in definitions.regions.items()}


@pytest.fixture(scope="session")
def empty(definitions: Definitions) -> BacktestReport:
    """A backtest of nothing."""
    return replay(definitions, [])


def with_only(report: BacktestReport, *judged: ScoredWindow) -> BacktestReport:
    """The same of these outcomes."""
    return replace(report, scored=judged)


def released(day: date) -> ScoredWindow:
    """An outcome beside the window from the 27th of July to the 20th of September."""
    window = Window(date(2023, 7, 27), date(2023, 9, 20), date(2023, 8, 21))
    return ScoredWindow(replace(BINGTUAN, released=day), window, 0.0)


def parsed(picture: str) -> ElementTree.Element:
    """The picture, if it is well-formed."""
    return ElementTree.fromstring(picture)  # noqa: S314 (our own picture)


def marks(picture: str) -> Counter[str]:
    """How many there are of each kind of shape, without the legend and the vertical lines."""
    shown = [
        shape
        for shape in parsed(picture)
        if shape.get("class") != "line" and shape.tag != f"{SVG}text"
    ]
    return Counter(shape.tag.removeprefix(SVG) for shape in shown) - ONCE


def labels(picture: str) -> list[str]:
    """The label of each row."""
    return [
        text.text or "" for text in parsed(picture).iter(f"{SVG}text") if text.get("class") is None
    ]


def test_every_outcome_has_a_row(report: BacktestReport, names: dict[str, str]) -> None:
    picture = render_chart(report, names)

    assert len(labels(picture)) == 27
    assert labels(picture)[:3] == ["2013 辽宁省", "2013 重庆市", "2015 陕西省"]
    assert labels(picture)[-1] == "2023 山东省"
    assert marks(picture) == Counter(
        rect=27,
        line=27,
        circle=sum(scored.is_inside for scored in report.scored),
        polygon=sum(not scored.is_inside for scored in report.scored),
    )


def test_title_and_description_describe_the_chart(
    report: BacktestReport, names: dict[str, str]
) -> None:
    """For people who hear a page instead of seeing it."""
    two = with_only(report, released(date(2023, 8, 16)), released(date(2023, 10, 16)))

    picture = parsed(render_chart(two, names))

    assert picture.tag == f"{SVG}svg"
    assert picture.get("role") == "img"
    assert picture.get("lang") == "zh-CN"
    assert picture.findtext(f"{SVG}title") == "预计的日子和实际公布的日子"
    assert picture.findtext(f"{SVG}desc") == "2次成绩公布，1次落在当时会给出的日子里（目标：80%）"


@pytest.mark.parametrize(
    ("day", "shape"),
    [
        (date(2023, 7, 26), "polygon"),
        (date(2023, 7, 27), "circle"),
        (date(2023, 8, 21), "circle"),
        (date(2023, 9, 20), "circle"),
        (date(2023, 9, 21), "polygon"),
    ],
    ids=["a day early", "first day", "inside", "last day", "a day late"],
)
def test_a_missed_outcome_differs_in_shape_from_one_that_was_held(
    report: BacktestReport, names: dict[str, str], day: date, shape: str
) -> None:
    """Not in colour alone: one man in twelve does not tell red from green."""
    picture = render_chart(with_only(report, released(day)), names)

    assert marks(picture) == Counter({"rect": 1, "line": 1, shape: 1})


def test_marks_lie_where_their_days_are(report: BacktestReport, names: dict[str, str]) -> None:
    """From 30 to 120 days after the exam there are 360 units, 4 for each day."""
    picture = render_chart(with_only(report, released(date(2023, 8, 16))), names)

    assert '<rect class="window" x="230.0" y="112" width="224.0" height="12" rx="3"/>' in picture
    assert '<line class="likeliest" x1="332.0" x2="332.0" y1="111" y2="125"/>' in picture
    assert '<circle class="inside" cx="312.0" cy="118.0" r="5"/>' in picture


def test_names_are_escaped(report: BacktestReport, names: dict[str, str]) -> None:
    odd = '<b>"A&B"</b>'

    picture = render_chart(
        with_only(report, released(date(2023, 8, 16))), {**names, "bingtuan": odd}
    )

    assert labels(picture) == [f"2023 {odd}"]
    assert "<b>" not in picture


def test_it_is_a_picture_and_nothing_else(report: BacktestReport, names: dict[str, str]) -> None:
    """It runs nothing and fetches nothing, wherever it is shown."""
    picture = render_chart(report, names)

    tags = {element.tag.removeprefix(SVG) for element in parsed(picture).iter()}
    attributes = {key for element in parsed(picture).iter() for key in element.attrib}
    assert tags == {"svg", "title", "desc", "style", "text", "rect", "line", "circle", "polygon"}
    assert not {
        key for key in attributes if key.startswith("on") or "href" in key or key == "style"
    }
    assert re.findall(r"[a-z]+://[^\"' )]+", picture) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"script|url\(|@import|<!|<\?", picture)


def test_nothing_to_show_is_a_picture_too(empty: BacktestReport, names: dict[str, str]) -> None:
    picture = render_chart(empty, names)

    assert labels(picture) == []
    assert marks(picture) == Counter()
    assert (
        parsed(picture).findtext(f"{SVG}desc")
        == "0次成绩公布，0次落在当时会给出的日子里（目标：80%）"
    )


def test_the_same_report_gives_the_same_bytes_everywhere(
    report: BacktestReport, names: dict[str, str], tmp_path: Path
) -> None:
    ours, there = tmp_path / "ours.svg", tmp_path / "there.svg"
    arguments = ("backtest", "--regions", FROZEN, "--chart")

    start_feedgen(*arguments, ours, PYTHONHASHSEED="1", LANG="C", TZ="UTC")
    start_feedgen(
        *arguments,
        there,
        PYTHONHASHSEED="2",
        LANG="zh_CN.UTF-8",
        TZ="America/New_York",
        cwd=tmp_path,
    )

    assert ours.read_bytes() == there.read_bytes()
    assert ours.read_bytes() == render_chart(report, names).encode()


def test_the_command_writes_the_picture_whole_and_prints_as_without(tmp_path: Path) -> None:
    (tmp_path / "picture.svg").write_text("what stood here before, longer or not")

    result = run_feedgen(
        "backtest", "--regions", FROZEN, "--json", "--chart", tmp_path / "picture.svg"
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["overall"]["n"] == 27
    assert [path.name for path in tmp_path.iterdir()] == ["picture.svg"]
    assert len(labels((tmp_path / "picture.svg").read_text("utf-8"))) == 27


def test_a_picture_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    result = run_feedgen("backtest", "--regions", FROZEN, "--chart", tmp_path / "file/picture.svg")

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {tmp_path}/file is no folder; ")
    assert "Traceback" not in result.stderr
    assert (tmp_path / "file").read_text() == "no folder"


def test_the_explanation_is_about_this_command(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    result = run_feedgen("backtest", "--regions", FROZEN, "--chart", tmp_path / "file/picture.svg")

    assert "build" not in result.stderr


def test_a_folder_in_place_of_the_picture_is_wrong_usage(tmp_path: Path) -> None:
    result = run_feedgen("backtest", "--regions", FROZEN, "--chart", tmp_path)

    assert result.returncode == 2
    assert f"Invalid value for '--chart': File '{tmp_path}' is a directory." in result.stderr


MEASURE = """
<script>
function edges(shape) {
  const box = shape.getBBox();
  return [box.x, box.y, box.x + box.width, box.y + box.height];
}
function apart(a, b) {
  return a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
}
const found = [...document.querySelectorAll("svg")].map(picture => {
  const whole = picture.viewBox.baseVal;
  const shapes = [...picture.querySelectorAll("text, rect, line, circle, polygon")];
  const outside = shapes.filter(each => {
    const [left, top, right, bottom] = edges(each);
    return left < 0 || top < 0 || right > whole.width || bottom > whole.height;
  });
  const texts = [...picture.querySelectorAll("text")];
  const covered = texts.filter((each, number) =>
    texts.slice(number + 1).some(other => !apart(edges(each), edges(other)))
    || [...picture.querySelectorAll("rect")].some(other => !apart(edges(each), edges(other))));
  const boxes = [...picture.querySelectorAll("rect")];
  const invisible = boxes.filter(box => box.getBBox().width === 0);
  return {
    shapes: shapes.length,
    outside: outside.map(each => each.outerHTML),
    covered: covered.map(each => each.textContent),
    invisible: invisible.length,
  };
});
document.body.innerHTML = "<pre></pre>";
document.querySelector("pre").textContent = JSON.stringify(found);
</script>
"""
"""Says of each picture what lies outside it, and which texts lie under another text or a window."""


def _measured(folder: Path, *pictures: str) -> list[dict[str, object]]:
    """What a browser says of pictures; without one the test is skipped, or fails where one is
    required.
    """
    browser = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if browser is None:
        reason = "no Chromium is installed (apt-get install chromium)"
        if "browser" in os.environ.get("FEEDGEN_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    page = folder / "page.html"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body>{''.join(pictures)}{MEASURE}", "utf-8"
    )
    switches = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
        "--dump-dom",
    )
    result = subprocess.run(
        [browser, *switches, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    shown = re.search(r"<pre>(.*)</pre>", result.stdout, re.DOTALL)
    assert shown, result.stderr
    measures = json.loads(unescape(shown[1]))
    assert isinstance(measures, list)
    return measures


def test_nothing_lies_outside_the_picture(
    report: BacktestReport, empty: BacktestReport, names: dict[str, str], tmp_path: Path
) -> None:
    """Whatever is new: a release on the day after the exam, after a year, after two; the longest
    name.
    """
    odd = [released(date(2023, 6, 5)), released(date(2024, 6, 4)), released(date(2025, 6, 4))]
    reports = [
        report,
        empty,
        *(with_only(report, *report.scored, scored) for scored in odd),
        with_only(report, *odd),
    ]

    measures = _measured(tmp_path, *(render_chart(shown, names) for shown in reports))

    assert len(measures) == 6
    assert measures[1]["shapes"] == 12
    assert [measure["outside"] for measure in measures] == [[], [], [], [], [], []]


def test_no_text_is_covered(
    report: BacktestReport, empty: BacktestReport, names: dict[str, str], tmp_path: Path
) -> None:
    late = with_only(report, *report.scored, released(date(2023, 11, 4)))

    measures = _measured(tmp_path, *(render_chart(shown, names) for shown in (report, empty, late)))

    assert [measure["covered"] for measure in measures] == [[], [], []]


@pytest.mark.parametrize(
    "day", [date(2024, 3, 30), date(2026, 6, 4)], ids=["300 days late", "three years late"]
)
def test_the_days_stay_readable_when_a_release_came_late(
    report: BacktestReport, names: dict[str, str], tmp_path: Path, day: date
) -> None:
    late = with_only(report, *report.scored, released(day))

    measures = _measured(tmp_path, render_chart(late, names))

    assert measures[0]["covered"] == []
    assert measures[0]["outside"] == []


def test_a_window_of_one_day_is_seen(
    report: BacktestReport, names: dict[str, str], tmp_path: Path
) -> None:
    day = date(2023, 8, 16)
    one = ScoredWindow(BINGTUAN, Window(day, day), 0.0)

    measures = _measured(tmp_path, render_chart(with_only(report, one), names))

    assert measures[0]["invisible"] == 0
