"""What the tests share: the real definitions, and a way to run the command as a user does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from feedgen.cli import main
from feedgen.core.model import BacktestReport, Definitions, Depth, Feed, Place, SiteInfo
from feedgen.definitions.regions import load
from feedgen.forecast.backtest import outcomes_of, replay
from feedgen.publish.builder import build
from feedgen.publish.context import BuildContext
from feedgen.publish.options import BuildOptions
from feedgen.publish.server import LOOPBACK, FeedServer

ROOT = Path(__file__).parent.parent
LIVE = ROOT / "regions"
"""What is published. Only rules are asserted about it: a new fact may change any date."""
FROZEN = ROOT / "tests/assets/frozen_regions"
"""A complete copy of regions/ of 2026-11-23, for literal dates and counts."""
SMALL = ROOT / "tests/assets/small_regions"
"""A valid folder of a nation, three provinces and two areas; its facts are made up."""
FIRST_DAY = date(2026, 11, 22)
"""The day on which the facts were gathered: nearly every 2026 milestone is past and unrecorded."""
AFTER_EXAM = date(2026, 6, 5)
"""A few days after the 2026 exam: everything is ahead."""
LONGEST = ("test_nightly", "test_index", "test_pages", "test_year_of_builds", "test_arbitrary_text")
"""Files of tests that take half a minute or so."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PLAIN_HOST = "phone.test"
"""Leads here as well, and a browser trusts it as little as any other host without https."""
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
"""Unfolds what a page keeps folded."""


class Site(NamedTuple):
    """A build, and where it is served."""

    folder: Path
    address: str
    """With a slash at its end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: a file stays on one core, and the last one keeps all others
    waiting.
    """
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The frozen copy of regions/."""
    return load(FROZEN)


@pytest.fixture(scope="session")
def small() -> Definitions:
    """The small folder."""
    return load(SMALL)


@pytest.fixture(scope="session")
def feed_of(definitions: Definitions) -> Callable[[str, date], Feed]:
    """The feed of a place, by slug, on a day."""
    contexts: dict[date, BuildContext] = {}

    def make(slug: str, as_of: date) -> Feed:
        context = contexts.setdefault(as_of, BuildContext(definitions, as_of))
        return context.feed_of(context.place_by_slug[slug])

    return make


@pytest.fixture(scope="session")
def areas(definitions: Definitions) -> list[Place]:
    """Every place that has a feed by default."""
    return [place for place in definitions.places if place.slug.count("/") < 2]


@pytest.fixture(scope="session")
def extended(tmp_path_factory: pytest.TempPathFactory) -> BuildContext:
    """The frozen regions on the first day, with the keys that they do not have yet."""
    from tests.factories import with_newer_keys

    return BuildContext(load(with_newer_keys(tmp_path_factory.mktemp("extended"))), FIRST_DAY)


@pytest.fixture(scope="session")
def report(definitions: Definitions) -> BacktestReport:
    """The backtest of the frozen copy."""
    return replay(definitions, outcomes_of(definitions))


@pytest.fixture(scope="session")
def longest_named(definitions: Definitions, areas: list[Place]) -> list[Place]:
    """Of each region the place with the longest name, whose texts are the longest."""
    places = {
        definitions.region_of[place.key]: place
        for place in sorted(areas, key=lambda place: len(place.name))
    }
    return list(places.values())


def run_feedgen(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command within this process, which saves half a second."""
    words = [str(argument) for argument in arguments]
    with chdir(cwd):
        result = CliRunner().invoke(main, words, prog_name="feedgen", catch_exceptions=False)
    return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)


def build_command(folder: Path, day: str, regions: Path = SMALL) -> list[str | Path]:
    """Return the words of a build as a user starts it, for a process of its own."""
    feedgen = [sys.executable, "-m", "feedgen"]
    return [*feedgen, "build", "--regions", regions, "--as-of", day, "-o", folder]


def start_feedgen(
    *arguments: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process and an environment of its own."""
    return subprocess.run(
        [sys.executable, "-m", "feedgen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], FeedServer]]:
    """Starts to serve a folder, until the last test is over."""
    with ExitStack() as running:

        def start(folder: Path) -> FeedServer:
            server = running.enter_context(FeedServer(folder, LOOPBACK, 0))
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            running.callback(server.shutdown)
            return server

        yield start


@pytest.fixture(scope="session")
def with_site(
    serve: Callable[[Path], FeedServer],
    definitions: Definitions,
    report: BacktestReport,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """What is built after the exam, knowing the address under which it is served."""
    server = serve(tmp_path_factory.mktemp("with_site"))
    publication = SiteInfo(
        site=f"http://{LOOPBACK}:{server.port}/",
        repository="https://github.com/example/feedgen",
        contact="mailto:dates@example.org",
    )
    report = replay(definitions, outcomes_of(definitions))
    options = BuildOptions(site_info=publication, report=report)
    build(server.folder, definitions, AFTER_EXAM, Depth.AREA, options)
    return Site(server.folder, publication.site)


@pytest.fixture(scope="session")
def without_site(
    serve: Callable[[Path], FeedServer],
    definitions: Definitions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """What is built on the first day, knowing neither the address under which it is served nor
    anybody to write to.
    """
    server = serve(tmp_path_factory.mktemp("without_site"))
    build(server.folder, definitions, FIRST_DAY, Depth.AREA, BuildOptions(site_info=SiteInfo()))
    return Site(server.folder, f"http://{LOOPBACK}:{server.port}/")


@pytest.fixture(scope="session", params=["with_site", "without_site"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the two builds."""
    return request.getfixturevalue(request.param)


class Authority:
    """An authority's web site, whose pages say gb2312 and hold GB18030."""

    def __init__(self) -> None:
        pages: dict[str, str] = {}
        self.pages = pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = pages.get(self.path)
                content = (page or "").encode("gb18030")
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=gb2312")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self.address = f"http://{LOOPBACK}:{self.server.server_port}/tzgg/"


@pytest.fixture
def authority() -> Iterator[Authority]:
    """A site without pages yet."""
    site = Authority()
    thread = Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def missing(requirement: str, reason: str) -> None:
    """Skip the test, or fail it where what it needs is required."""
    if requirement in os.environ.get("FEEDGEN_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


def node_modules() -> Path:
    """The folder with the parsers for node."""
    folder = Path(os.environ.get("FEEDGEN_NODE_MODULES", ROOT / ".ci/npm/node_modules"))
    if not (
        shutil.which("node") and (folder / "ical.js").is_dir() and (folder / "node-ical").is_dir()
    ):
        missing(
            "node", "node, ical.js or node-ical is not installed (.ci/run installs the parsers)"
        )
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own browser; without one the test is skipped or, where required, fails."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        missing("browser", "no Chromium is installed (apt-get install chromium)")
    hosts = f"--host-resolver-rules=MAP {PLAIN_HOST} {LOOPBACK}"
    with (
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=program, args=[*SWITCHES, hosts]) as browser,
    ):
        yield browser


def fetch(address: str) -> tuple[int, bytes]:
    """What a server answers: status and body."""
    try:
        with urlopen(address, timeout=5) as response:  # noqa: S310 (our own server)
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, error.read()


def violations(page: Page) -> list[str]:
    """What keeps people from using a page, by the rules of axe: the rule, and the elements that
    break it.
    """
    rules = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in rules for node in rule["nodes"]]
