"""The nightly workflow's own steps, night by night, on clones of a repository whose remote lies on
this machine.

What GitHub does is done here by hand: expressions are worked out, actions copy folders, and a
program named `gh` notes what it is told. Installing is left out: the clones use the Python that
runs the tests.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from feedgen.publish.server import LOOPBACK, FeedServer
from tests.conftest import ROOT, SMALL

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text("utf-8"))
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
EVERY_NIGHT, EVERY_WEEK = "17 18 * * *", "41 20 * * 6"
NOT_WATCHED = {"watch": "skipped"}
ONLY_WATCHED = {name: "skipped" for name in JOBS if name != "watch"}
NIGHTLY_ISSUE = "The nightly run fails"
WHAT_GIT_KEEPS = (".ci/nightly", ".gitignore", ".gitattributes", "feedgen")
WORDS = {"&&": " and ", "||": " or ", "!=": "!=", "==": "==", "!": " not "}
PIECE = r"'[^']*'|&&|\|\||!=|==|!|[\w.-]+\(\w*\)|[\w.-]+"
STATUS_FUNCTIONS = ("success()", "failure()", "cancelled()", "always()")
FEEDGEN = '#!/bin/sh\nPYTHONPATH="{clone}" exec "{python}" -m feedgen "$@"\n'
ANNOUNCEMENT = """
[[announcement]]
milestone = "certificate_collection"
exam_year = 2026
date = 2026-10-20
source = { url = "https://example.cn/gd/c", publisher = "example.cn", \
checked = 2026-10-09, grade = "official" }
"""
BROKEN = "\n[[session]\n"
XINJIANG_MOVES = (
    "start = 2026-06-06\nend = 2026-06-07\nsource",
    "start = 2026-10-24\nend = 2026-10-25\nknown_from = 2026-07-30\nsource",
)
GH = """#!{python}
import json, os, pathlib, re, sys

file = pathlib.Path(os.environ["GH_STATE"])
state, words = json.loads(file.read_text("utf-8")), sys.argv[1:]
state["calls"].append(words)
issues, pulls = state["issues"], state["pulls"]
option = lambda name: words[words.index(name) + 1]
body = lambda path: pathlib.Path(path).read_text("utf-8")
number = lambda text: int(re.search(r"/(\\d+)|^(\\d+)", text)[0].strip("/"))
bot = "github-actions[bot]"
new = lambda kind: dict(
    number=len(issues) + len(pulls) + 1,
    title=option("--title"),
    body=body(option("--body-file")),
    state="open",
    user={{"login": bot}},
    comments=[],
)
refusal = ""
match words:
    case ["api", path] if "/issues?state=open" in path:
        ours = "creator=github-actions%5Bbot%5D" in path
        shown = [issue for issue in issues if not ours or issue["user"]["login"] == bot]
        print(json.dumps([issue for issue in shown if issue["state"] == "open"]))
    case ["api", path] if path.endswith("/comments?per_page=100"):
        [issue] = [issue for issue in issues if issue["number"] == number(path)]
        print(json.dumps(issue["comments"]))
    case ["api", path] if "/pulls?state=all" in path:
        print(json.dumps(pulls))
    case ["api", "--method", "PATCH", path, "-F", text]:
        each = next(each for each in issues + pulls if each["number"] == number(path))
        each["body"] = body(text.removeprefix("body=@"))
    case ["issue", "create", *_]:
        refusal = "" if state["has_issues"] else "the repository has disabled issues"
        refusal or issues.append(new("issue"))
    case ["issue", "comment", text, *_]:
        comments = next(each for each in issues if each["number"] == int(text))["comments"]
        comments.append(dict(body=body(option("--body-file"))))
    case ["issue", "close", text, *_]:
        next(each for each in issues if each["number"] == int(text))["state"] = "closed"
    case ["pr", "create", *_]:
        text = "GitHub Actions is not permitted to create pull requests"
        refusal = "" if state["may_open_pulls"] else text
        refusal or pulls.append(new("pr"))
    case ["workflow", "enable", "nightly.yml"]:
        pass
    case _:
        refusal = "unknown command"
file.write_text(json.dumps(state), "utf-8")
if refusal:
    sys.exit(refusal)
"""


class GitHub:
    """A repository, its pages and its issues, and a runner for the jobs of the workflow."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote = folder, folder / "remote.git"
        self.artifact, self.served = folder / "artifact", folder / "served"
        self.state_file = folder / "gh.json"
        self.served.mkdir()
        self.change(calls=[], issues=[], pulls=[], has_issues=True, may_open_pulls=True)
        self.has_pages, self.nights, self.site = True, 0, ""
        self.before: dict[str, Callable[[], None]] = {}
        """What happens meanwhile, by the name of the step that comes then."""
        programs = folder / "programs"
        programs.mkdir()
        _program(programs / "gh", GH.format(python=sys.executable))
        # Nothing of the machine's own git, and no clock but the one that a night is given.
        self.environment = {
            "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GH_STATE": str(self.state_file),
            "GITHUB_REPOSITORY": "example/feedgen",
            "GITHUB_SERVER_URL": "https://github.com",
            "PAUSES": "0",
        }

    def begin(self, day: str) -> None:
        """Make a repository that holds the small regions and what was built of them on a day."""
        seed = self.folder / "seed"
        for name in WHAT_GIT_KEEPS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            (seed / name).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, seed / name)
        shutil.copytree(SMALL, seed / "regions")
        (seed / "docs").mkdir()
        _install(seed)
        self.run(seed, ".venv/bin/feedgen", "build", "--as-of", day)
        self.run(seed, ".venv/bin/feedgen", "backtest", "--chart", "docs/backtest.svg")
        self.run(
            self.folder,
            "git",
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            str(self.remote),
        )
        self.run(seed, "git", "init", "--quiet", "--initial-branch=main")
        self.run(seed, "git", "remote", "add", "origin", str(self.remote))
        self.push(seed, "Begin")

    def run(self, folder: Path, *command: str) -> str:
        """Run a command that must not fail; return what it prints."""
        done = subprocess.run(
            command, cwd=folder, env=self.environment, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def push(self, folder: Path, subject: str) -> None:
        """Commit all that a folder holds, and push it to main."""
        name = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
        self.run(folder, "git", "add", ".")
        self.run(folder, "git", *name, "commit", "--quiet", "-m", subject)
        self.run(folder, "git", "push", "--quiet", "origin", "HEAD:main")

    def edit(self, file: str, change: Callable[[str], str]) -> None:
        """Change a file on main, as a contributor does."""
        clone = self._clone(f"edit-{self.head()[:12]}")
        path = clone / file
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        self.push(clone, f"Change {file}")

    def head(self, branch: str = "main") -> str:
        """The commit of a branch."""
        return self.run(self.remote, "git", "rev-parse", branch).strip()

    def show(self, what: str) -> str:
        """A file of a branch, as `branch:path`."""
        return self.run(self.remote, "git", "show", what)

    def message(self) -> str:
        """What the last commit of main says."""
        return self.run(self.remote, "git", "log", "-1", "--format=%B", "main")

    @property
    def state(self) -> dict[str, Any]:
        """What `gh` knows, and what it was told."""
        found = json.loads(self.state_file.read_text("utf-8"))
        assert isinstance(found, dict)
        return found

    def change(self, **state: object) -> None:
        """Change what `gh` knows."""
        known = self.state if self.state_file.exists() else {}
        self.state_file.write_text(json.dumps({**known, **state}), "utf-8")

    def _clone(self, name: str) -> Path:
        self.run(self.folder, "git", "clone", "--quiet", "--branch=main", str(self.remote), name)
        return self.folder / name

    def night(
        self, day: str, given: Mapping[str, str] = NOT_WATCHED, *, schedule: str = EVERY_NIGHT
    ) -> "Night":
        """Run the workflow; of some jobs it is given what came of them."""
        self.nights += 1
        return Night(self, day, given, schedule)


class Night:
    """One run of the workflow: what came of each job, and what it printed."""

    def __init__(self, github: GitHub, day: str, given: Mapping[str, str], schedule: str) -> None:
        self.github, self.schedule = github, schedule
        self.needs: dict[str, dict[str, Any]] = {}
        self.log: dict[str, str] = {}
        self.summary: dict[str, str] = {}
        self.environment = {
            **github.environment,
            "FEEDGEN_AS_OF": day,
            "GITHUB_RUN_ID": str(1000 + github.nights),
        }
        for name, job in JOBS.items():
            self.log[name] = self.summary[name] = ""
            self.needs[name] = {"result": given.get(name, "skipped"), "outputs": {}}
            if name not in given and self._is_due(job):
                self._run_job(name, job)

    @property
    def results(self) -> dict[str, str]:
        """What came of the jobs that were not skipped."""
        return {
            name: job["result"] for name, job in self.needs.items() if job["result"] != "skipped"
        }

    def _needs_of(self, job: dict[str, Any]) -> dict[str, dict[str, Any]]:
        names = job.get("needs", [])
        return {name: self.needs[name] for name in ([names] if isinstance(names, str) else names)}

    def _is_due(self, job: dict[str, Any]) -> bool:
        needs = self._needs_of(job)
        assert set(needs) <= set(self.log), "a job comes after those that it needs"
        is_fine = all(each["result"] == "success" for each in needs.values())
        return self._holds(job.get("if", ""), {"needs": needs}, is_fine=is_fine)

    def _run_job(self, name: str, job: dict[str, Any]) -> None:
        workspace = self.github.folder / f"{name}-{self.github.nights}"
        workspace.mkdir()
        temp = self.github.folder / f"temp-{name}-{self.github.nights}"
        temp.mkdir()
        context: dict[str, Any] = {"needs": self._needs_of(job), "steps": {}}
        is_fine = True
        for step in job["steps"]:
            outcome, outputs = "skipped", {}
            if self._holds(step.get("if", ""), context, is_fine=is_fine):
                is_done, outputs = self._run_step(name, step, workspace, temp, context)
                outcome = "success" if is_done else "failure"
                is_fine = is_fine and (is_done or step.get("continue-on-error", False))
            if "id" in step:
                context["steps"][step["id"]] = {"outcome": outcome, "outputs": outputs}
        self.needs[name] = {
            "result": "success" if is_fine else "failure",
            "outputs": {
                key: self._expand(text, context) for key, text in job.get("outputs", {}).items()
            },
        }

    def _run_step(
        self, job: str, step: dict[str, Any], workspace: Path, temp: Path, context: dict[str, Any]
    ) -> tuple[bool, dict[str, str]]:
        """Do what a step does; return whether it went well, and its outputs."""
        if "uses" in step:
            return self._act(step["uses"].partition("@")[0], workspace)
        if step["name"] == "Install":
            _install(workspace)
            return True, {}
        if happens := self.github.before.get(step["name"]):
            happens()
        files = {
            key: temp / key.lower()
            for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
        }
        files["GITHUB_OUTPUT"].write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=workspace,
            env={
                **self.environment,
                **{key: str(path) for key, path in files.items()},
                "RUNNER_TEMP": str(temp),
                **{key: self._expand(text, context) for key, text in step.get("env", {}).items()},
            },
            capture_output=True,
            encoding="utf-8",
        )
        self.log[job] += done.stdout + done.stderr
        summary = files["GITHUB_STEP_SUMMARY"]
        self.summary[job] = summary.read_text("utf-8") if summary.exists() else ""
        lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        return done.returncode == 0, dict(line.split("=", 1) for line in lines)

    def _act(self, action: str, workspace: Path) -> tuple[bool, dict[str, str]]:
        """Do what an action does."""
        github = self.github
        match action:
            case "actions/checkout":
                github.run(
                    github.folder,
                    "git",
                    "clone",
                    "--quiet",
                    "--branch=main",
                    str(github.remote),
                    workspace.name,
                )
            case "actions/setup-python" | "actions/upload-artifact":
                pass
            case "actions/configure-pages":
                return github.has_pages, {
                    "base_url": "https://dates.example/kaohou"
                } if github.has_pages else {}
            case "actions/upload-pages-artifact":
                shutil.copytree(workspace / "public", github.artifact, dirs_exist_ok=True)
            case "actions/deploy-pages":
                shutil.copytree(github.artifact, github.served, dirs_exist_ok=True)
                return True, {"page_url": github.site}
            case _:
                pytest.fail(f"nobody knows what {action} does")
        return True, {}

    def _holds(self, condition: object, context: dict[str, Any], *, is_fine: bool) -> bool:
        """Say whether an `if` holds; unless it names a status, all before must have succeeded."""
        text = str(condition).removeprefix("${{").removesuffix("}}").strip()
        asks = any(function in text for function in STATUS_FUNCTIONS)
        return (is_fine or asks) and (not text or bool(self._value(text, context, is_fine=is_fine)))

    def _expand(self, text: object, context: dict[str, Any]) -> str:
        return re.sub(
            r"\$\{\{ (.+?) \}\}", lambda found: str(self._value(found[1], context)), str(text)
        )

    def _value(self, expression: str, context: dict[str, Any], *, is_fine: bool = True) -> object:
        """Work an expression out: names are looked up, the rest is as good as Python."""
        known = {
            "github.event.schedule": self.schedule,
            "github.token": "a-token",
            "github.repository": "example/feedgen",
            "cancelled()": False,
            "always()": True,
            "success()": is_fine,
            "failure()": not is_fine,
            "toJSON(needs)": json.dumps(context["needs"]),
        }

        def look(path: str) -> object:
            if path in known:
                return known[path]
            value: Any = context
            for part in path.split("."):
                # As on GitHub: what is not there is empty.
                value = value.get(part, "") if isinstance(value, dict) else ""
            return value

        def translate(token: re.Match[str]) -> str:
            return WORDS.get(token[0]) or (
                token[0] if token[0].startswith("'") else f"look({token[0]!r})"
            )

        return eval(re.sub(PIECE, translate, expression), {"look": look})  # noqa: S307 (our own workflow)


def _program(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def _install(clone: Path) -> None:
    """Put the command where the workflow's first step installs it."""
    (clone / ".venv/bin").mkdir(parents=True)
    _program(clone / ".venv/bin/feedgen", FEEDGEN.format(clone=clone, python=sys.executable))


@pytest.fixture(scope="module")
def remotes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A repository whose feeds are of a day, to be copied."""

    @cache
    def make(day: str) -> Path:
        github = GitHub(tmp_path_factory.mktemp("remote"))
        github.begin(day)
        return github.remote

    return make


@pytest.fixture
def start(tmp_path: Path, remotes: Callable[[str], Path]) -> Iterator[Callable[[str], GitHub]]:
    """Begins with a repository whose feeds are of a day, and serves what is deployed of it."""
    servers = []

    def begin(day: str) -> GitHub:
        github = GitHub(tmp_path)
        shutil.copytree(remotes(day), github.remote)
        server = FeedServer(github.served, LOOPBACK, 0)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        github.site = f"http://{LOOPBACK}:{server.port}/"
        return github

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


def add(text: str) -> Callable[[str], str]:
    """Put a text at the end of a file."""
    return lambda before: before + text


def files_of(folder: Path) -> dict[str, bytes]:
    """All that a folder holds."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


ALL_WELL = {
    "build": "success",
    "deploy": "success",
    "live": "success",
    "awake": "success",
    "report": "success",
}
NOT_DEPLOYED = {job: result for job, result in ALL_WELL.items() if job not in {"deploy", "live"}}


def test_three_nights_with_nothing_an_announcement_and_a_broken_region_file(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")
    before = github.head()

    nothing = github.night("2026-10-02")

    assert nothing.results == ALL_WELL
    assert github.head() == before
    assert "nothing changed" in nothing.log["build"]
    assert (github.served / "guangdong.ics").is_file() and (github.served / "index.html").is_file()
    assert github.state["issues"] == []
    assert ["workflow", "enable", "nightly.yml"] in github.state["calls"]

    github.edit("regions/guangdong.toml", add(ANNOUNCEMENT))
    before = github.head()
    announced = github.night("2026-10-09")

    assert announced.results == ALL_WELL
    assert github.run(github.remote, "git", "rev-parse", "main~1").strip() == before
    subject, _, body = github.message().partition("\n\n")
    assert subject == "Rebuild the feeds"
    assert body.splitlines()[:2] == [
        "confirmed: 2",
        "  广东省 示例证书领取：待核实 2026年8月27日至9月17日 → 官方 2026年10月20日（周二）",
    ]
    feed = github.show("main:public/guangdong.ics")
    assert "DTSTART;VALUE=DATE:20261020" in feed and "STATUS:CONFIRMED" in feed
    assert (github.served / "guangdong.ics").read_bytes() == feed.encode("utf-8").replace(
        b"\n", b"\r\n"
    )
    assert "官方 2026年10月20日" in announced.summary["build"]

    before, deployed = github.head(), files_of(github.served)
    github.edit("regions/guangdong.toml", add(BROKEN))
    broken = [github.night("2026-10-10"), github.night("2026-10-11")]

    assert [night.results for night in broken] == [
        {"build": "failure", "awake": "success", "report": "success"}
    ] * 2
    assert "regions/guangdong.toml:" in broken[0].log["build"]
    assert github.run(github.remote, "git", "rev-parse", "main~1").strip() == before
    assert files_of(github.served) == deployed
    (issue,) = github.state["issues"]
    assert issue["title"] == NIGHTLY_ISSUE and issue["state"] == "open" and issue["comments"] == []
    assert issue["body"].startswith(
        "Failed: build\n\nhttps://github.com/example/feedgen/actions/runs/1003\n"
    )

    github.edit("regions/guangdong.toml", lambda text: text.replace(BROKEN, ""))
    mended = github.night("2026-10-12")

    assert mended.results == ALL_WELL
    assert [each["state"] for each in github.state["issues"]] == ["closed"]


def test_what_the_guard_holds_back_is_named_and_all_else_is_published(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-08-01")
    stood = github.show("main:public/xinjiang.ics")
    github.edit("regions/xinjiang.toml", lambda text: text.replace(*XINJIANG_MOVES))

    night = github.night("2026-08-13")

    assert night.results == {**ALL_WELL, "verdict": "failure"}
    assert "held back by the guard: xinjiang" in night.log["verdict"]
    assert github.show("main:public/xinjiang.ics") == stood
    assert "DTSTART;VALUE=DATE:20260820" in github.show("main:public/guangdong.ics")
    assert "20260820" in (github.served / "guangdong.ics").read_text("utf-8")
    (issue,) = github.state["issues"]
    assert issue["body"].startswith("Failed: verdict\n\nHeld back by the guard: xinjiang\n")


def test_where_main_has_moved_on_the_feeds_are_neither_committed_nor_deployed(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")
    github.edit("regions/guangdong.toml", add(ANNOUNCEMENT))
    github.before["Commit what changed"] = lambda: github.edit(
        "regions/xinjiang.toml", add("# 新的一行\n")
    )

    night = github.night("2026-10-09")

    assert night.results == NOT_DEPLOYED
    assert "::warning::main has moved on" in night.log["build"]
    assert github.message() == "Change regions/xinjiang.toml\n\n"
    assert not (github.served / "guangdong.ics").exists()


def test_where_main_takes_no_push_nothing_is_deployed_and_the_run_fails(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")
    github.edit("regions/guangdong.toml", add(ANNOUNCEMENT))
    _program(github.remote / "hooks/pre-receive", "#!/bin/sh\nexit 1\n")

    night = github.night("2026-10-09")

    assert night.results == {**NOT_DEPLOYED, "verdict": "failure"}
    assert "**Switch: pushes to main.**" in night.summary["build"]
    assert not (github.served / "guangdong.ics").exists()


def test_without_pages_the_feeds_are_committed_and_the_summary_names_the_switch(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")
    github.has_pages = False
    github.edit("regions/guangdong.toml", add(ANNOUNCEMENT))

    night = github.night("2026-10-09")

    assert night.results == {"build": "success", "awake": "success", "report": "success"}
    assert "**Switch: Pages.** It is off" in night.summary["build"]
    assert github.message().startswith("Rebuild the feeds\n")
    assert files_of(github.served) == {}


def test_a_site_that_serves_something_else_fails_and_is_reported(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")

    def cut_the_country() -> None:
        (github.served / "all.ics").write_bytes(b"BEGIN:VCALENDAR\r\n")

    github.before["Check that the site serves what was built"] = cut_the_country
    night = github.night("2026-10-02")

    assert night.results["live"] == "failure"
    assert f"{github.site}all.ics: is not what was built" in night.summary["live"]
    assert github.state["issues"][0]["body"].startswith("Failed: live\n")


def test_a_failure_of_another_kind_is_a_comment(start: Callable[[str], GitHub]) -> None:
    github = start("2026-08-01")
    github.edit("regions/guangdong.toml", add(BROKEN))
    github.night("2026-08-02")
    github.edit("regions/guangdong.toml", lambda text: text.replace(BROKEN, ""))
    github.edit("regions/xinjiang.toml", lambda text: text.replace(*XINJIANG_MOVES))

    for day in ("2026-08-13", "2026-08-14"):
        github.night(day)

    (issue,) = github.state["issues"]
    assert issue["body"].startswith("Failed: build\n")
    assert [each["body"].partition("\n")[0] for each in issue["comments"]] == ["Failed: verdict"]


def test_where_issues_are_off_the_summary_names_the_switch(start: Callable[[str], GitHub]) -> None:
    github = start("2026-10-01")
    github.change(has_issues=False)
    github.edit("regions/guangdong.toml", add(BROKEN))

    night = github.night("2026-10-02")

    assert night.results["report"] == "success"
    assert "**Switch: Issues.**" in night.summary["report"]


def test_an_issue_of_somebody_else_by_that_name_is_left_alone(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")
    somebodys = {
        "number": 1,
        "title": NIGHTLY_ISSUE,
        "state": "open",
        "user": {"login": "somebody"},
        "comments": [],
    }
    github.change(issues=[somebodys])

    night = github.night("2026-10-02")

    assert night.results == ALL_WELL
    assert github.state["issues"] == [somebodys]


def test_once_a_week_only_the_slow_tests_run_with_an_issue_of_their_own(
    start: Callable[[str], GitHub],
) -> None:
    github = start("2026-10-01")

    night = github.night("2026-10-03", {"weekly": "failure"}, schedule=EVERY_WEEK)

    assert night.results == {"weekly": "failure", "report": "success"}
    assert [each["title"] for each in github.state["issues"]] == ["The weekly run fails"]
    assert {EVERY_NIGHT, EVERY_WEEK} == {each["cron"] for each in WORKFLOW[True]["schedule"]}


def check_live(
    served: Path, serve: Callable[[Path], FeedServer], **feeds: bytes
) -> tuple[int, list[str]]:
    """Ask a site that should serve some feeds, twice; return the exit code and what is printed."""
    digests = {
        name.replace("_", "."): {"sha256": hashlib.sha256(content).hexdigest()}
        for name, content in feeds.items()
    }
    status = json.dumps({"feeds": digests}).encode("ascii")
    for name, content in (("status.json", status), ("index.html", b"<!doctype html>")):
        (served / name).write_bytes(content)
    port = serve(served).port
    environment = {
        "SITE": f"http://{LOOPBACK}:{port}/",
        "STATUS_SHA256": hashlib.sha256(status).hexdigest(),
        "PAUSES": "1",
        "PAUSE_SECONDS": "0",
    }
    program = [sys.executable, ROOT / ".ci/nightly/check_live.py"]
    done = subprocess.run(program, env=environment, capture_output=True, encoding="utf-8")
    return done.returncode, [line.replace(f":{port}/", "/") for line in done.stdout.splitlines()]


def test_a_site_is_asked_again_before_a_missing_feed_is_reported(
    tmp_path: Path, serve: Callable[[Path], FeedServer]
) -> None:
    (tmp_path / "all.ics").write_bytes(b"all")

    code, lines = check_live(tmp_path, serve, all_ics=b"all", beijing_ics=b"beijing")

    missing = "http://127.0.0.1/beijing.ics: HTTP Error 404: Not Found"
    assert (code, lines) == (1, [f"not yet: {missing}", missing])


def test_another_content_type_is_reported(
    tmp_path: Path, serve: Callable[[Path], FeedServer]
) -> None:
    (tmp_path / "all.ics").write_bytes(b"all")
    (tmp_path / "dates.txt").write_bytes(b"dates")

    code, lines = check_live(tmp_path, serve, all_ics=b"all", dates_txt=b"dates")

    assert (code, lines[-1]) == (
        1,
        "http://127.0.0.1/dates.txt: is served as text/plain, not text/calendar",
    )


def test_a_site_that_serves_what_was_built_is_well(
    tmp_path: Path, serve: Callable[[Path], FeedServer]
) -> None:
    (tmp_path / "all.ics").write_bytes(b"all")

    assert check_live(tmp_path, serve, all_ics=b"all") == (
        0,
        ["http://127.0.0.1/ serves what was built"],
    )


CANDIDATES = (
    '[[candidate]]\nregion = "guangdong"\ntitle = "关于 $(touch pwned) `touch pwned` 的通知"\n'
)
EVIDENCE = "| 1 | 广东 | @everybody fixes #1 $(touch pwned) https://example.cn/@a#1 |\n"


@pytest.fixture
def watching(start: Callable[[str], GitHub], monkeypatch: pytest.MonkeyPatch) -> GitHub:
    """A repository whose watched pages have news; what `watch` would write is written by hand."""
    github = start("2026-10-01")
    look = next(
        step
        for step in JOBS["watch"]["steps"]
        if step.get("name") == "Watch the authorities' pages"
    )
    monkeypatch.setitem(
        look,
        "run",
        f"cat > regions/candidates.toml <<'END'\n{CANDIDATES}END\n"
        'echo "$EVIDENCE" > "$RUNNER_TEMP/evidence.md"',
    )
    checks = next(step for step in JOBS["watch"]["steps"] if step.get("id") == "checks")
    monkeypatch.setitem(checks, "run", "true")
    github.environment["EVIDENCE"] = EVIDENCE
    return github


def test_candidates_are_put_into_one_pull_request(watching: GitHub) -> None:
    first, second = (watching.night(day, ONLY_WATCHED) for day in ("2026-10-02", "2026-10-03"))

    assert first.results == second.results == {"watch": "success"}
    (pull,) = watching.state["pulls"]
    assert pull["title"] == "Candidates from the authorities' pages"
    assert "@\u200beverybody fixes #\u200b1 $(touch pwned) https://example.cn/@a#1" in pull["body"]
    assert "`feedgen build --check` on this branch: passed" in pull["body"]
    assert watching.show("watch/candidates:regions/candidates.toml") == CANDIDATES
    assert "have been proposed already" in second.summary["watch"]
    assert list(watching.folder.rglob("pwned")) == []
    assert [call[:2] for call in watching.state["calls"]].count(["pr", "create"]) == 1


def test_new_candidates_take_the_place_of_the_old_ones_in_the_same_pull_request(
    watching: GitHub,
) -> None:
    watching.night("2026-10-02", ONLY_WATCHED)
    branch = watching.head("watch/candidates")
    watching.edit("regions/xinjiang.toml", add("# 新的一行\n"))
    watching.before["Look for new candidates"] = lambda: add_a_line(watching, "# 另一个\n")
    watching.environment["EVIDENCE"] = "| 2 |"

    night = watching.night("2026-10-03", ONLY_WATCHED)

    assert night.results == {"watch": "success"}
    assert watching.head("watch/candidates") != branch
    assert watching.show("watch/candidates:regions/candidates.toml") == f"{CANDIDATES}# 另一个\n"
    assert (
        watching.run(watching.remote, "git", "rev-parse", "watch/candidates~1").strip()
        == watching.head()
    )
    (pull,) = watching.state["pulls"]
    assert "| 2 |" in pull["body"]


def add_a_line(github: GitHub, text: str) -> None:
    """Put a line into the candidates of the run that is under way."""
    with (github.folder / f"watch-{github.nights}/regions/candidates.toml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(text)


def test_candidates_that_were_turned_down_are_not_proposed_again(watching: GitHub) -> None:
    watching.night("2026-10-02", ONLY_WATCHED)
    watching.change(pulls=[{**each, "state": "closed"} for each in watching.state["pulls"]])

    watching.night("2026-10-03", ONLY_WATCHED)

    assert [each["state"] for each in watching.state["pulls"]] == ["closed"]


def test_a_person_at_work_on_the_branch_is_left_alone(watching: GitHub, tmp_path: Path) -> None:
    watching.night("2026-10-02", ONLY_WATCHED)
    clone = tmp_path / "person"
    watching.run(
        tmp_path,
        "git",
        "clone",
        "--quiet",
        "--branch=watch/candidates",
        str(watching.remote),
        clone.name,
    )
    path = clone / "regions/guangdong.toml"
    path.write_text(f"{path.read_text('utf-8')}# 读过通知\n", "utf-8")
    person = ("-c", "user.name=p", "-c", "user.email=p@example.org")
    watching.run(clone, "git", *person, "commit", "--quiet", "-am", "Announce")
    watching.run(clone, "git", "push", "--quiet", "origin", "HEAD:watch/candidates")
    branch = watching.head("watch/candidates")
    watching.before["Look for new candidates"] = lambda: add_a_line(watching, "# 另一个\n")

    night = watching.night("2026-10-03", ONLY_WATCHED)

    assert night.results == {"watch": "success"}
    assert "Somebody works on" in night.summary["watch"]
    assert watching.head("watch/candidates") == branch


def test_candidates_that_are_all_taken_end_the_proposal(watching: GitHub, tmp_path: Path) -> None:
    clone = tmp_path / "person"
    watching.run(
        tmp_path, "git", "clone", "--quiet", "--branch=main", str(watching.remote), clone.name
    )
    (clone / "regions/candidates.toml").write_text(CANDIDATES, "utf-8")
    watching.push(clone, "Merge candidates")
    watching.before["Look for new candidates"] = lambda: (
        watching.folder / f"watch-{watching.nights}/regions/candidates.toml"
    ).unlink()

    night = watching.night("2026-10-03", ONLY_WATCHED)

    assert night.results == {"watch": "success"}
    assert "No candidate waits any more." in night.summary["watch"]


def test_where_pull_requests_may_not_be_opened_one_issue_holds_the_same_table(
    watching: GitHub,
) -> None:
    watching.change(may_open_pulls=False)

    first, _ = (watching.night(day, ONLY_WATCHED) for day in ("2026-10-02", "2026-10-03"))

    assert first.results == {"watch": "success"}
    assert "**Switch: pull requests.**" in first.summary["watch"]
    (issue,) = watching.state["issues"]
    assert "| 1 | 广东 |" in issue["body"]


def test_where_neither_may_be_opened_the_job_fails_and_names_the_switch(watching: GitHub) -> None:
    watching.change(may_open_pulls=False, has_issues=False)

    night = watching.night("2026-10-02", ONLY_WATCHED)

    assert night.results == {"watch": "failure"}
    assert "**Switch: Issues or pull requests.**" in night.summary["watch"]


def test_failed_checks_are_named_in_the_pull_request_and_fail_the_job(
    watching: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = next(step for step in JOBS["watch"]["steps"] if step.get("id") == "checks")
    monkeypatch.setitem(checks, "run", "false")

    night = watching.night("2026-10-02", ONLY_WATCHED)

    assert night.results == {"watch": "failure"}
    assert "on this branch: **failed**" in watching.state["pulls"][0]["body"]


def test_github_executes_no_command_in_the_text_of_a_watched_page() -> None:
    unheard = ROOT / ".ci/nightly/unheard.sh"

    done = subprocess.run(
        [unheard, "sh", "-c", "echo ::error::x; exit 3"], capture_output=True, encoding="utf-8"
    )

    first, said, last = done.stdout.splitlines()
    assert first.removeprefix("::stop-commands::") == last.strip(":") and len(last.strip(":")) == 32
    assert (said, done.returncode) == ("::error::x", 3)
