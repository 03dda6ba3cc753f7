"""The command that lints: lint."""

import textwrap
from pathlib import Path

import click

from feedgen.cli.options import json_option, print_json
from feedgen.core.errors import FeedgenError
from feedgen.core.model import Finding, LintRule, Severity
from feedgen.lint import LARGEST, RULES, lint


@click.command("lint")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--explain", "rule", metavar="RULE", help="Say why a rule is there, and where that is written."
)
@json_option
def lint_command(files: tuple[Path, ...], rule: str | None, as_json: bool) -> None:
    """Say what calendars would stumble over in FILES, ours or anybody's; of a folder all its .ics
    files.

    Each finding is file:line: rule: message. The exit code is 1 where some calendar would refuse a
    file, or lose, double or misplace an event; warnings alone leave it 0.

    Example: feedgen lint public
    """
    if rule is not None:
        click.echo(_explanation(_rule(rule)))
        return
    if not files:
        raise click.UsageError("name files or folders, or a rule with --explain")
    found = [(path, finding) for path in _calendars(files) for finding in lint(_read(path))]
    if as_json:
        print_json([_data(path, finding) for path, finding in found])
    else:
        for path, finding in found:
            click.echo(f"{path}:{finding.line}: {finding.rule}: {finding.message}")
    errors = sum(RULES[finding.rule].severity is Severity.ERROR for _, finding in found)
    if errors:
        raise FeedgenError(
            f"{errors} errors, {len(found) - errors} warnings; --explain RULE says why a rule is there"
        )


def _rule(name: str) -> LintRule:
    if name not in RULES:
        known = textwrap.fill(", ".join(sorted(RULES)), 100, break_on_hyphens=False)
        raise click.UsageError(f"no rule '{name}'; the rules are\n{known}")
    return RULES[name]


def _explanation(rule: LintRule) -> str:
    return f"{rule.name} ({rule.severity.value})\n  {rule.reason}\n  {rule.reference}"


def _calendars(files: tuple[Path, ...]) -> list[Path]:
    found = []
    for path in files:
        found += sorted(path.rglob("*.ics")) if path.is_dir() else [path]
    return found


def _read(path: Path) -> bytes:
    """Return a file, or as much of one that is too large as shows that it is."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FeedgenError(f"{path}: {error.strerror}") from error


def _data(path: Path, finding: Finding) -> dict[str, object]:
    severity = RULES[finding.rule].severity.value
    return {
        "file": str(path),
        "line": finding.line,
        "rule": finding.rule,
        "severity": severity,
        "message": finding.message,
    }
