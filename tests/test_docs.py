"""The documents name every command, milestone and key, and the two lines of the set-up."""

import re
import tomllib

import click

from feedgen.cli import main
from feedgen.core.model import FACT_TYPES, FACTS, MILESTONES, Grade, State
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = (ROOT / "docs/commands.md").read_text("utf-8")
REGION_FILES = (ROOT / "docs/region-files.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
FEEDS = (ROOT / "docs/feeds.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def test_the_readme_has_the_two_lines_of_set_up() -> None:
    lines = README.splitlines()

    assert (
        "python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/feedgen build" in lines
    )
    assert (
        "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
        in lines
    )


def commands() -> list[tuple[str, click.Command]]:
    """Return every command with its name."""
    context = click.Context(main)
    named = [(name, main.get_command(context, name)) for name in main.list_commands(context)]
    return [(name, command) for name, command in named if command]


def test_every_command_is_documented_and_has_an_example() -> None:
    for name, command in commands():
        assert f"| `feedgen {name}" in COMMANDS
        assert f"Example: feedgen {name}" in (command.help or "")


def test_every_option_has_a_help_text() -> None:
    for _, command in commands():
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help  # type: ignore[attr-defined]


def test_every_milestone_is_in_the_glossary() -> None:
    for milestone in (*MILESTONES, "rolling_validity", "initial_registration"):
        assert f"`{milestone}`" in GLOSSARY


def test_every_fact_and_grade_is_documented() -> None:
    for word in (*FACTS, *Grade):
        assert re.search(rf"`\[*{word}\]*`", REGION_FILES), word


def test_every_key_of_a_region_file_is_documented() -> None:
    names = ("facts", "milestone_kinds", "region_files")
    source = "".join(
        (ROOT / f"feedgen/definitions/regions/{name}.py").read_text("utf-8") for name in names
    )
    reading = r"table\.(?:text|texts|integer|year|flag|day|choice|url|raw|has)\(|_lag\(table,"
    keys = set(re.findall(rf'(?:{reading})\s*"(\w+)"', source))
    keys |= {field.key for fact_type in FACT_TYPES for field in fact_type.fields if field.key}

    missing = {
        key for key in keys if f"`{key}" not in REGION_FILES and f"{key} =" not in REGION_FILES
    }

    assert {"lag", "anchor_length", "since", "season"} < keys
    assert len(keys) > 40
    assert missing == set()


def test_every_state_is_documented() -> None:
    for state in State:
        assert f"| {state} |" in FEEDS


def test_every_link_between_documents_has_a_target() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_documents_name_no_path_of_one_machine() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        assert not re.search(r"/(work|root|home)/", document.read_text("utf-8")), document.name


def test_the_workflows_pin_every_action_by_commit() -> None:
    for workflow in (ROOT / ".github/workflows").glob("*.yml"):
        for action in re.findall(r"uses: (.+)", workflow.read_text("utf-8")):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), (
                f"{workflow.name}: {action}"
            )


def test_the_architecture_names_rooms_in_the_order_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    level = {room: number for number, layer in enumerate(layers) for room in layer.split(" | ")}

    rows = re.findall(r"^\| \d \| `(\w+)[/.].*?` \|", ARCHITECTURE, re.MULTILINE)

    assert {*rows} == {*level}
    assert rows == sorted(rows, key=level.__getitem__)
    assert len(rows) == 12


def test_the_architecture_names_modules_and_folders_that_exist() -> None:
    paths = re.findall(r"`([\w/]+(?:/|\.py))`", ARCHITECTURE)
    modules = {module.name for module in (ROOT / "feedgen").rglob("*.py")}

    missing = [
        path
        for path in paths
        if path not in modules
        and not any((folder / path).exists() for folder in (ROOT, ROOT / "feedgen"))
    ]

    assert missing == []
    assert len(paths) > 40


def test_the_documents_name_functions_that_their_modules_define() -> None:
    decisions = (path.read_text("utf-8") for path in ROOT.glob("docs/decisions/*.md"))
    named = re.findall(
        r"`(\w+)` in `(?:feedgen/)?([\w/]+\.py)`", "".join([ARCHITECTURE, *decisions])
    )
    missing = [
        (name, path)
        for name, path in named
        if not re.search(
            rf"^(def {name}\(|class {name}\b|{name} = )",
            (ROOT / "feedgen" / path).read_text("utf-8"),
            re.MULTILINE,
        )
    ]

    assert missing == []
    assert len(named) > 18
