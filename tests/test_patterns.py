"""Every regular expression that reads pages stands in a table, with texts that it matches."""

import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from feedgen.watch.reading import date_patterns, notice_patterns, page_patterns, title_patterns
from feedgen.watch.reading.pattern import Pattern
from tests.conftest import ROOT

TABLES = (date_patterns, title_patterns, notice_patterns, page_patterns)
READING = ROOT / "feedgen/watch/reading"


def patterns_of(table: ModuleType) -> Iterator[tuple[str, Pattern]]:
    """The rows of a table, by name."""
    for name, value in vars(table).items():
        if isinstance(value, Pattern):
            yield name, value
        elif isinstance(value, dict) and name.isupper():
            yield from ((f"{name} {key}", pattern) for key, pattern in value.items())
        elif isinstance(value, tuple) and isinstance(value[0], Pattern):
            yield from ((f"{name} {number}", pattern) for number, pattern in enumerate(value))


EXAMPLES = [
    pytest.param(pattern, text, captured, id=f"{name} {text}")
    for table in TABLES
    for name, pattern in patterns_of(table)
    for text, captured in pattern.examples.items()
]


@pytest.mark.parametrize(("pattern", "text", "captured"), EXAMPLES)
def test_a_pattern_captures_what_its_example_shows(
    pattern: Pattern, text: str, captured: str
) -> None:
    match = pattern.regex.search(text)

    assert match is not None
    assert captured == ("|".join(filter(None, match.groups())) or match[0])


def test_every_pattern_has_an_example() -> None:
    rows = [row for table in TABLES for row in patterns_of(table)]

    assert [name for name, pattern in rows if not pattern.examples] == []
    assert len(rows) > 70


def test_no_expression_stands_outside_the_tables() -> None:
    """Except those that are made of the names of exams."""
    literal = re.compile(r"\bre\.\w+\(\s*[rf]*[\"']")
    texts = {path.name: path.read_text("utf-8") for path in READING.glob("*.py")}

    assert [name for name, text in texts.items() if literal.search(text)] == ["exam_names.py"]
