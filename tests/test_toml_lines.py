"""The line of every key, however the values before it are written."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedgen.definitions.regions.toml_lines import line_index, line_of, path_at
from tests.conftest import FROZEN

AWKWARD_VALUES = [
    "1",
    '"[{ # not a comment"',
    "'C:\\' # a comment with \" and [",
    '"a \\" and a \\\\"',
    '"""one line"""',
    '"""\nkey = "not a key"\n[not.a.table]\n"""',
    '"""ends in two more""""" # [',
    '"""ends in a backslash \\\n  and goes on"""',
    "'''\n'' ]] ''''",
    "[1, 2]",
    "[\n  1, # ]\n  2,\n]",
    "[\n  \"]\",\n  '[',\n]",
    "[\n  [1],\n  [\n    2,\n  ],\n]",
    '[\n  { a = 1 },\n  { a = "}" },\n]',
    "{ a = { b = [1] }, c = '{' }",
    '[ """\n[x]\n""" ]',
    '[ """ends in one more"""" ]',
]


def test_keys_after_a_list_of_several_lines_are_found() -> None:
    text = 'first = [\n  "a", # ]\n  "b",\n]\nsecond = 2\n'

    index = line_index(text)

    assert index == {("first",): 1, ("second",): 5}


def test_each_inline_table_of_a_list_has_its_line() -> None:
    text = "[[session]]\nsource = [\n  { a = 1 },\n\n  { a = [{ b = 1 }] },\n]\nend = 1\n"

    index = line_index(text)

    assert index == {
        ("session",): 1,
        ("session", 0): 1,
        ("session", 0, "source"): 2,
        ("session", 0, "source", 0): 3,
        ("session", 0, "source", 1): 5,
        ("session", 0, "end"): 7,
    }


def test_brackets_quotes_and_hashes_in_strings_are_text() -> None:
    text = 'a = "[{#" # [\nb = \'"\'\nc = "\\"["\nd = 1\n'

    index = line_index(text)

    assert index == {("a",): 1, ("b",): 2, ("c",): 3, ("d",): 4}


def test_what_stands_in_a_string_of_several_lines_is_no_key() -> None:
    text = "a = \"\"\"\nb = 1\n[c]\n\"\"\"\nd = '''\ne = 1'''\nf = 1\n"

    index = line_index(text)

    assert index == {("a",): 1, ("d",): 5, ("f",): 7}


def test_arrays_of_tables_in_arrays_of_tables_are_counted_apart() -> None:
    holidays = [f"[[year.holiday]]\nname = {number}\n" for number in (1, 2, 3)]
    text = f"[[year]]\n{holidays[0]}{holidays[1]}[[year]]\n{holidays[2]}"

    index = line_index(text)

    assert index == {
        ("year",): 1,
        ("year", 0): 1,
        ("year", 0, "holiday"): 2,
        ("year", 0, "holiday", 0): 2,
        ("year", 0, "holiday", 0, "name"): 3,
        ("year", 0, "holiday", 1): 4,
        ("year", 0, "holiday", 1, "name"): 5,
        ("year", 1): 6,
        ("year", 1, "holiday"): 7,
        ("year", 1, "holiday", 0): 7,
        ("year", 1, "holiday", 0, "name"): 8,
    }


def test_dotted_and_quoted_keys_are_taken_apart() -> None:
    text = "a.b = 1\n'c.d' . \"e\" = 2\n[ f . g ]\nh = 3\n"

    index = line_index(text)

    assert index == {
        ("a",): 1,
        ("a", "b"): 1,
        ("c.d",): 2,
        ("c.d", "e"): 2,
        ("f",): 3,
        ("f", "g"): 3,
        ("f", "g", "h"): 4,
    }


def test_lines_are_counted_as_editors_count_them() -> None:
    """A line separator within a text starts no line; the line ends of Windows do, once."""
    text = 'a = "\u2028\x85"\r\nb = 1\r\n'

    index = line_index(text)

    assert index == {("a",): 1, ("b",): 2}


def test_what_has_no_line_has_that_of_what_it_stands_in() -> None:
    index = {("session",): 3, ("session", 0): 3, ("session", 0, "source"): 7}

    assert line_of(index, ("session", 0, "source", "url")) == 7
    assert line_of(index, ("session", 0, "start")) == 3
    assert line_of(index, ("phone", 0)) == 1


def test_a_line_belongs_to_the_last_key_that_began() -> None:
    index = line_index("a = 1\n\n[[b]]\nc = [\n  1,\n]\n")

    assert path_at(index, 2) == ("a",)
    assert path_at(index, 3) == ("b", 0)
    assert path_at(index, 5) == ("b", 0, "c")
    assert path_at({}, 5) == ()


@given(st.lists(st.sampled_from(AWKWARD_VALUES), max_size=6))
def test_no_value_hides_the_key_after_it(values: list[str]) -> None:
    text = (
        "".join(f"before = {value}\n[table{number}]\n" for number, value in enumerate(values))
        + "last = 1\n"
    )

    index = line_index(text)

    assert tomllib.loads(text)
    assert max(index.values()) == text.count("\n")
    assert text.split("\n")[max(index.values()) - 1] == "last = 1"


@pytest.mark.parametrize("path", sorted(FROZEN.rglob("*.toml")), ids=lambda path: path.stem)
def test_every_key_of_a_real_file_stands_on_its_line(path: Path) -> None:
    text = path.read_text("utf-8")

    index = line_index(text)

    missing = [key for key in _paths(tomllib.loads(text), ()) if key not in index]
    assert missing == []
    lines = text.split("\n")
    assert [key for key, line in index.items() if str(_name(key)) not in lines[line - 1]] == []


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every key, and to every table of an array; what is in a source stands on the
    source's line.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            if key not in {"source", "follows_source"}:
                yield from _paths(inner, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield (*path, number)
            yield from _paths(inner, (*path, number))


def _name(path: tuple[str | int, ...]) -> str:
    """Return what the line of a path must hold: its key, the table's key, or the brace of a source
    in a list.
    """
    if path[-2:-1] == ("source",):
        return "{"
    return next(part for part in reversed(path) if isinstance(part, str))
