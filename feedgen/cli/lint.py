"""`feedgen lint`: checks calendar files, ours or another's."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from feedgen.cli.options import json_option, print_json
from feedgen.core.errors import FeedgenError
from feedgen.core.model import Finding, Severity
from feedgen.lint import LARGEST, RULES, lint


@click.command("lint")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--explain", "rule", metavar="RULE", help="Show the reason and the reference of a rule."
)
@json_option
def lint_command(files: tuple[Path, ...], rule: str | None, as_json: bool) -> None:
    """Check calendar files, and all .ics files of folders, for what calendars trip over.

    A finding reads file:line: rule: message. The exit code is 1 if some calendar would refuse a
    file, or lose, double or misplace an event; warnings alone leave it 0.

    Example: feedgen lint public
    """
    if rule is not None:
        click.echo(_rule_text(rule))
        return
    if not files:
        raise click.UsageError("name files or folders, or a rule with --explain")
    findings = [(path, finding) for path in _calendars(files) for finding in lint(_read(path))]
    if as_json:
        print_json([_data(path, finding) for path, finding in findings])
    else:
        for path, finding in findings:
            click.echo(f"{path}:{finding.line}: {finding.rule}: {finding.message}")
    errors = sum(RULES[finding.rule].severity is Severity.ERROR for _, finding in findings)
    if errors:
        warnings = len(findings) - errors
        raise FeedgenError(f"{errors} errors, {warnings} warnings; see --explain RULE")


def _rule_text(name: str) -> str:
    if name not in RULES:
        known = textwrap.fill(", ".join(sorted(RULES)), 100, break_on_hyphens=False)
        raise click.UsageError(f"no rule '{name}'; the rules are\n{known}")
    rule = RULES[name]
    return f"{rule.name} ({rule.severity.value})\n  {rule.reason}\n  {rule.reference}"


def _calendars(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.rglob("*.ics"))
        else:
            yield path


def _read(path: Path) -> bytes:
    """Return a file, or just too much of one that is too large to lint."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FeedgenError(f"{path}: {error.strerror}") from error


def _data(path: Path, finding: Finding) -> dict[str, object]:
    return {
        "file": str(path),
        "line": finding.line,
        "rule": finding.rule,
        "severity": RULES[finding.rule].severity.value,
        "message": finding.message,
    }
