"""The page about the interface for programs: its examples run, its addresses are served."""

import re
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from feedgen.core.model import Depth, State
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.server import LOOPBACK, FeedServer
from feedgen.render.data import schemas
from feedgen.render.data.history import COLUMNS
from tests.conftest import ROOT, SMALL, fetch

PAGE = (ROOT / "docs/api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def address(serve: Callable[[Path], FeedServer], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example folder as it was built and is served on the day that the page names."""
    folder = tmp_path_factory.mktemp("public")
    build(folder, load(SMALL), date(2026, 8, 15), Depth.AREA)
    return f"http://{LOOPBACK}:{serve(folder).port}/"


def test_the_examples_print_what_the_page_shows(address: str) -> None:
    names: dict[str, Any] = {}
    printed = []
    for code, _ in EXAMPLES:
        with redirect_stdout(StringIO()) as output:
            exec(code.replace("https://dates.example.org/", address), names)  # noqa: S102 (our own page)
        printed.append(output.getvalue())

    assert printed == [text for _, text in EXAMPLES]
    assert len(EXAMPLES) == PAGE.count("```python") == 4


def test_every_address_of_the_page_is_served(address: str) -> None:
    names = re.findall(r"`/?((?:api/v1/|status)[\w./]+)`", PAGE.replace("<place>", "guangdong"))

    assert {
        "api/v1/regions.json",
        "api/v1/guangdong.json",
        "api/v1/upcoming.json",
        "api/v1/history.csv",
        "status.json",
    } < {*names}
    assert {name: fetch(f"{address}{name}")[0] for name in names} == dict.fromkeys(names, 200)


def test_every_schema_column_and_state_is_on_the_page() -> None:
    for name in schemas():
        assert f"{name}`" in PAGE
    for word in (*COLUMNS, *State):
        assert f"`{word}`" in PAGE


def test_the_table_is_served_as_one_and_every_origin_may_read_it(address: str) -> None:
    with urlopen(f"{address}api/v1/history.csv") as answer:  # noqa: S310 (our own server)
        kind = answer.headers["Content-Type"]
    rules = fetch(f"{address}_headers")[1].decode()

    assert kind == "text/csv; charset=utf-8"
    assert f"/api/v1/history.csv\n  Content-Type: {kind}\n" in rules
    assert "/api/*\n  Access-Control-Allow-Origin: *\n" in rules
