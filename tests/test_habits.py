"""Hooks, owners, proposed versions, forms and releases agree with the project."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def parsed(path: str) -> Any:
    """A YAML file of the repository."""
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


def name_of(requirement: str) -> str:
    """The package that a requirement names."""
    return re.split(r"[^\w-]", requirement)[0]


def test_a_group_of_its_own_holds_the_pins_that_decide_the_output() -> None:
    pinned = [name_of(text) for text in PROJECT["dependencies"] if "==" in text]

    pip, actions = parsed(".github/dependabot.yml")["updates"]

    assert sorted(pip["groups"]["output"]["patterns"]) == sorted(pinned)
    assert sorted(pip["groups"]["tools"]["exclude-patterns"]) == sorted(pinned)
    assert (pip["package-ecosystem"], actions["package-ecosystem"]) == ("pip", "github-actions")


def test_the_hooks_run_programs_that_the_project_pins() -> None:
    pinned = {name_of(text) for text in PROJECT["optional-dependencies"]["check"] if "==" in text}

    (repository,) = parsed(".pre-commit-config.yaml")["repos"]
    entries = [hook["entry"] for hook in repository["hooks"]]

    assert repository["repo"] == "local"
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}
    assert entries == [
        ".venv/bin/ruff format --force-exclude",
        ".venv/bin/ruff check --force-exclude",
        ".venv/bin/end-of-file-fixer",
        ".venv/bin/trailing-whitespace-fixer",
        ".venv/bin/feedgen check",
    ]
    assert {"ruff", "pre-commit", "pre-commit-hooks"} < pinned


@pytest.mark.parametrize(
    ("path", "is_left_alone"),
    [
        ("public/shanghai/songjiang.ics", True),
        ("tests/golden/results.ics", True),
        ("tests/assets/broken_feeds/good.ics", True),
        ("regions/shanghai.toml", False),
        ("feedgen/api.py", False),
    ],
)
def test_the_hooks_leave_files_alone_that_are_compared_by_bytes(
    path: str, is_left_alone: bool
) -> None:
    excluded = parsed(".pre-commit-config.yaml")["exclude"]

    assert bool(re.search(excluded, path)) is is_left_alone


def test_every_path_with_owners_exists() -> None:
    lines = (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    paths = [line.split()[0] for line in lines if line and not line.startswith("#")]

    assert {"/regions/", "/feedgen/"} < {*paths}
    assert [path for path in paths if not Path(f"{ROOT}{path}").exists()] == []


def test_the_form_for_the_program_asks_what_happened() -> None:
    form = parsed(".github/ISSUE_TEMPLATE/code.yml")

    fields = {field["id"]: field for field in form["body"] if field["type"] != "markdown"}

    assert [*fields] == ["kind", "what", "expected", "version", "system"]
    assert all(field["attributes"]["label"] for field in fields.values())


def test_the_changelog_has_a_part_for_the_version_and_one_for_what_follows() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert headings[1].split()[0] == PROJECT["version"]
