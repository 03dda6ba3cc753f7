"""Texts of region files stay texts on every page, in every picture and every script."""

import csv
import json
import re
import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from feedgen.core.model import Depth, SiteInfo
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of, replay
from feedgen.publish.builder import build
from feedgen.publish.options import BuildOptions
from feedgen.publish.server import FeedServer
from tests.conftest import OPEN_ALL, SMALL, Site

AS_OF = date(2026, 8, 13)
"""In one province the results of 2026 are announced and ahead, in another a second exam was called
off.
"""
SOURCE = (
    'source = { url = "https://example.cn/b", publisher = "example.cn",'
    ' checked = 2026-08-01, grade = "official" }'
)
ADDED = {
    "guangdong.toml": f"""
[[score_recheck.rule]]
exam_year = 2026
scope = "缺考的除外"
when = "收到通知起"
result = "短信告知"
{SOURCE}
""",
    "guangdong/meizhou.toml": f"""
[[wechat]]
name = "梅州示例"
purpose = "查分"
{SOURCE}
""",
    "xinjiang.toml": f"""
[[session]]
exam_year = 2026
sitting = 2
start = 2026-09-05
end = 2026-09-06
cancelled = true
{SOURCE}
""",
}
"""Facts that the small example lacks."""
SCRIPT = "<script>alert(1)</script>"
FILLED = SCRIPT + "\"'&]]>--></style>"
"""For texts in which words are filled in, between braces."""
POISON = FILLED + "{{7*7}}"
HARMFUL = re.compile(f"{re.escape(FILLED)}({re.escape('{{7*7}}')})?")
KEPT = {
    "about", "anchor", "dated", "exam_days", "follows", "grade", "key", "means", "milestone", "new",
    "notice", "old", "season", "stage", "topics", "topics_before_exam", "unit", "unknown", "url",
}  # fmt: skip
"""Keys without free text: fixed words and addresses."""
WITH_BRACES = {"brief", "entry", "steps"}
PLACES = ("guangdong", "guangdong/meizhou", "xinjiang", "xinjiang/alaer", "bingtuan", "index")


def poisoned(value: Any, key: str = "") -> Any:
    """The same with every free text made as harmful as can be."""
    if isinstance(value, dict):
        # The table [about] holds texts, the key of the same name a milestone.
        return {name: poisoned(inner, name) for name, inner in value.items()}
    if key in KEPT:
        return value
    if isinstance(value, list):
        return [poisoned(inner, key) for inner in value]
    return value + (FILLED if key in WITH_BRACES else POISON) if isinstance(value, str) else value


def toml(value: Any) -> str:
    """A value as TOML writes it, tables within a line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {toml(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def healed(value: Any) -> Any:
    """The same with the harm taken out again, where it stands unchanged."""
    if isinstance(value, dict):
        return {key: healed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [healed(inner) for inner in value]
    return HARMFUL.sub("", value) if isinstance(value, str) else value


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and the text of each script."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.opened: list[tuple[str, list[str]]] = []
        self.scripts: list[str] = []
        self.feed(path.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, [name for name, _ in attrs]))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data

    @property
    def graph(self) -> list[dict[str, Any]]:
        """The JSON-LD of the page."""
        described = json.loads(self.scripts[0])
        assert described["@context"] == "https://schema.org"
        return described["@graph"]


def rewrite(folder: Path, change: Callable[[Any], Any]) -> None:
    """Change the content of the files of a folder."""
    for path in folder.rglob("*.toml"):
        data = change(tomllib.loads(path.read_text("utf-8")))
        path.write_text("".join(f"{key} = {toml(value)}\n" for key, value in data.items()), "utf-8")


def rename(path: Path) -> None:
    """Change the names of the divisions."""
    first, *rows = csv.reader(path.read_text("utf-8").splitlines())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([first, *([*row[:2], row[2] + POISON, *row[3:]] for row in rows)])


def copied(folder: Path) -> Path:
    """A copy of the small example with every kind of fact."""
    shutil.copytree(SMALL, folder)
    for name, added in ADDED.items():
        path = folder / name
        path.write_text(path.read_text("utf-8") + added, "utf-8")
    return folder


def built(folder: Path, regions: Path, site: str) -> Path:
    """The build of a folder of regions."""
    definitions = load(regions)
    report = replay(definitions, outcomes_of(definitions))
    publication = SiteInfo(site=site, repository="https://github.com/example/feedgen")
    options = BuildOptions(site_info=publication, report=report)
    build(folder, definitions, AS_OF, Depth.AREA, options)
    return folder


@pytest.fixture(scope="module")
def harmful(serve: Callable[[Path], FeedServer], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The build of harmful texts, served."""
    server = serve(tmp_path_factory.mktemp("harmful"))
    address = f"http://127.0.0.1:{server.port}/"
    regions = copied(tmp_path_factory.mktemp("definitions") / "regions")
    rewrite(regions, poisoned)
    rename(regions / "divisions.csv")
    return Site(built(server.folder, regions, address), address)


@pytest.fixture(scope="module")
def plain(harmful: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the same texts unchanged, each fact on the same line."""
    folder = tmp_path_factory.mktemp("plain")
    regions = copied(folder / "regions")
    rewrite(regions, lambda data: data)
    return built(folder / "public", regions, harmful.address)


def paths(folder: Path, kind: str) -> list[str]:
    """The files of a kind in a build."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{kind}"))


def test_no_text_runs_and_each_is_read_as_it_was_written(browser: Browser, harmful: Site) -> None:
    opened: list[str] = []
    wrong: list[str] = []
    with browser.new_page() as page:
        page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        for place in PLACES:
            page.goto(f"{harmful.address}{place}.html")
            page.evaluate(OPEN_ALL)
            text = page.locator("body").inner_text()

            assert text.count(POISON) > 10
            assert f"{FILLED}49" not in text
            assert page.title().count(POISON) > 0
            expect(page.locator("script")).to_have_count(2)

    assert (opened, wrong) == ([], [])


def test_a_harmful_name_is_found_offered_again_and_stays_text(
    browser: Browser, harmful: Site
) -> None:
    opened: list[str] = []
    wrong: list[str] = []
    with browser.new_page() as page:
        page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{harmful.address}guangdong/meizhou.html")
        page.goto(f"{harmful.address}index.html")

        expect(page.locator("#last")).to_have_text(f"上次看的：梅州市{POISON}")
        page.get_by_label("你在哪里").fill("梅江")
        expect(page.locator("#found a")).to_have_text(
            f"梅江区{POISON} 广东省{POISON}梅州市{POISON} → 看梅州市{POISON}"
        )
        page.get_by_label("你在哪里").fill(SCRIPT)
        expect(page.locator("#found a")).to_have_count(8)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{harmful.address}guangdong.html")

    assert (opened, wrong) == ([], [])


def test_a_harmful_page_has_the_elements_of_a_plain_one(harmful: Site, plain: Path) -> None:
    pages = paths(plain, ".html")

    assert len(pages) == 10
    for path in pages:
        before, after = Elements(plain / path), Elements(harmful.folder / path)
        assert after.opened == before.opened, path
        assert len(after.scripts) == len(before.scripts), path


def parse(path: Path) -> ElementTree.Element:
    """An XML file that the build wrote."""
    return ElementTree.parse(path).getroot()  # noqa: S314


def test_pictures_are_whole_and_hold_the_text(harmful: Site, plain: Path) -> None:
    pictures = paths(plain, ".svg")

    assert pictures == ["backtest.svg", "badge.svg", "icon.svg"]
    for path in pictures:
        before, after = (parse(folder / path) for folder in (plain, harmful.folder))
        assert [element.tag for element in after.iter()] == [
            element.tag for element in before.iter()
        ]
    assert POISON in "".join(parse(harmful.folder / "backtest.svg").itertext())


def test_data_hold_the_texts_unchanged(harmful: Site, plain: Path) -> None:
    files = [path for path in paths(plain / "api", ".json") if not path.endswith(".schema.json")]

    assert len(files) == 10
    for path in files:
        before, after = (
            json.loads((folder / "api" / path).read_bytes()) for folder in (plain, harmful.folder)
        )
        assert after != before
        assert healed(after) == before, path


def test_json_ld_holds_the_texts_unchanged(harmful: Site, plain: Path) -> None:
    for place in PLACES[:-1]:
        before, after = (
            Elements(folder / f"{place}.html").graph for folder in (plain, harmful.folder)
        )

        assert after[0]["name"].count(POISON) == 3
        assert healed(after) == before


def test_only_announced_and_cancelled_milestones_are_events_of_json_ld(plain: Path) -> None:
    events = {place: Elements(plain / f"{place}.html").graph[1:] for place in PLACES[:-1]}

    assert [
        (event["eventStatus"], event["startDate"]) for event in events["guangdong/meizhou"]
    ] == [
        ("https://schema.org/EventScheduled", "2025-08-15"),
        ("https://schema.org/EventScheduled", "2026-08-20"),
    ]
    assert {event["eventStatus"] for event in events["xinjiang"]} == {
        "https://schema.org/EventCancelled"
    }
    assert events["xinjiang"][0]["startDate"] == "2026-09-05"
    assert events["bingtuan"] == []
    assert "estimated" in (plain / "api/v1/bingtuan.json").read_text("utf-8")


def test_sitemap_and_search_hold_nothing_but_what_belongs_there(harmful: Site, plain: Path) -> None:
    assert (harmful.folder / "sitemap.xml").read_bytes() == (plain / "sitemap.xml").read_bytes()
    assert "<script" not in (harmful.folder / "search.js").read_text("utf-8")
