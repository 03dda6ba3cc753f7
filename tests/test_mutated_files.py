"""A file of regions that is broken in any way is loaded or explained by file and line; it never
ends in a traceback.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedgen.core.errors import DefinitionError
from feedgen.core.model import Depth
from feedgen.definitions.regions import load
from feedgen.publish.builder import build
from feedgen.publish.context import BuildContext
from feedgen.render.ics import render
from tests.conftest import AFTER_EXAM, FROZEN, SMALL, run_feedgen
from tests.outputs import files_in

DAYS = (AFTER_EXAM, date(2026, 8, 13))
SEEDS = {
    **{
        (path.relative_to(SMALL).as_posix(), "small"): path.read_bytes()
        for path in sorted(SMALL.rglob("*.*"))
    },
    ("national.toml", "real"): (FROZEN / "national.toml").read_bytes(),
    ("guangdong.toml", "real"): (FROZEN / "guangdong.toml").read_bytes(),
    ("xinjiang.toml", "real"): (FROZEN / "shanghai.toml").read_bytes(),
    ("xinjiang/alaer.toml", "real"): (FROZEN / "xinjiang/alaer.toml").read_bytes(),
    ("bingtuan.toml", "real"): (FROZEN / "bingtuan.toml").read_bytes(),
}
"""What a file of the small folder is before it is broken: by its name, its own content or that of a
real one.
"""
VALUES = [
    "0", "-1", "1", "99", "366", "2000", "2026", "2100", "10000", "1" + "0" * 30, "9" * 5000,
    "0x" + "f" * 4000, "1.5", "inf", "-nan", "true", "false", '""', '"x"', '"exam"',
    '"results_release"', '"official"', '"national"', "''''''", '"\\ud800"', "0001-01-01",
    "9999-12-31", "2000-01-01", "2100-12-31", "2026-02-30", "2026-05-30T09:00:00Z",
    "2026-05-30 09:00:00", "09:00:00", "[]", "[[]]", "[1, 2]", "[400, 400]", "[2100-12-26]",
    "[9999-12-31]", '["x", 1]', "[{}]", "{}", "{ a.b = 1 }", "{ rule = 1 }", "[" * 5000,
    "{ a = " * 300, "[" * 900 + "]" * 900, '["01-01", "12-31"]', '["02-28", "03-01"]',
    '"{exam_year:>999999999}"', '"{entry.__class__}"',
]  # fmt: skip
"""Each is right for a key or two and wrong for all others."""
KEYS = [
    "source", "exam_year", "rule", "lag", "known_from", "a.b", '"a]b"', '""', '"\\u0000"',
    "session", "until", "date", "1", "x" * 5000,
]  # fmt: skip
VALUE = re.compile(r"(?<= = )(\[[^{}\]]*\]|\{.*\}|\"[^\"]*\"|[^\s,{}\[]+)|(?<=,)[^,\n]*")
KEY = re.compile(r"[\w.]+(?= = )|(?<=\[)[\w.]+(?=\])")
QUOTE = re.compile("[\"']")
YEAR = re.compile(r"\b20[0-9]{2}\b")
YEARS = [
    "0001",
    "0000",
    "1999",
    "2000",
    "2024",
    "2025",
    "2027",
    "2099",
    "2100",
    "2101",
    "9999",
    "20260",
]
REPLACEMENTS = {
    "value": (VALUE, VALUES),
    "key": (KEY, KEYS),
    "year": (YEAR, YEARS),
    "quote": (QUOTE, [""]),
}
"""What is found in a file, and what takes its place."""
PIECES = [
    b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0", b"\r", b"\n", b"\t", b"[" * 5000,
    b"{" * 5000, b"[[" * 2500, b'"', b"'''", b'"""', b"#", b"=", b"\\", b"\xe2\x80\xa8",
    b"\n[" + b" " * 20_000, b"\nx = " + b"[" * 5000 + b"]" * 5000 + b"\n",
    b"\n" + b"a." * 2000 + b"a = 1\n", b"\n[a" + b".a" * 5000 + b"]\n", b"\n[[exam]]\n",
    b"\n[session]\n", b"\nsource = 1\n", b",", b'"\n",', b"\nx = '" + b"x" * 200_000 + b"'\n",
]  # fmt: skip
HOW = [
    "delete line", "double line", "swap lines", "truncate", "flip", "insert", "value", "key",
    "quote", "year", "whole",
]  # fmt: skip
WHOLE = [
    lambda _: b"",
    lambda _: b"\n",
    lambda content: b"\xef\xbb\xbf" + content,
    lambda content: b"\xef\xbb\xbf\xef\xbb\xbf" + content,
    lambda content: content.replace(b"\n", b"\r\n"),
    lambda content: content.replace(b"\n", b"\r"),
    lambda content: content.decode("utf-8", "replace").encode("utf-16"),
    lambda content: content + content,
    lambda content: content[::-1],
]
"""What is done to a file as a whole."""
Change = tuple[str, int, int]


def changed(content: bytes, change: Change) -> bytes:
    """A file after one change, whichever its numbers are."""
    how, at, other = change
    byte = at % (len(content) + 1)
    match how:
        case "truncate":
            return content[:byte]
        case "flip":
            flipped = bytes(octet ^ (1 << other % 8) for octet in content[byte : byte + 1])
            return content[:byte] + flipped + content[byte + 1 :]
        case "insert":
            return content[:byte] + PIECES[other % len(PIECES)] + content[byte:]
        case "whole":
            return WHOLE[other % len(WHOLE)](content)
    if how in REPLACEMENTS:
        pattern, values = REPLACEMENTS[how]
        return replaced(content, pattern, at, values[other % len(values)])
    return with_lines_changed(content, change)


def with_lines_changed(content: bytes, change: Change) -> bytes:
    """A file with a line deleted or doubled, or two lines swapped."""
    how, at, other = change
    lines = content.splitlines(keepends=True) or [b""]
    here, there = at % len(lines), other % len(lines)
    if how == "delete line":
        del lines[here]
    elif how == "double line":
        lines.insert(there, lines[here])
    else:
        lines[here], lines[there] = lines[there], lines[here]
    return b"".join(lines)


def replaced(content: bytes, pattern: re.Pattern[str], at: int, new: str) -> bytes:
    """A file with what stands in one place replaced."""
    # What is no UTF-8 any more after an earlier change stays as it is.
    text = content.decode("utf-8", "surrogateescape")
    matches = list(pattern.finditer(text))
    if not matches:
        return content
    start, end = matches[at % len(matches)].span()
    return (text[:start] + new + text[end:]).encode("utf-8", "surrogateescape")


changes = st.lists(
    st.tuples(st.sampled_from(HOW), st.integers(0, 10_000), st.integers(0, 10_000)),
    min_size=1,
    max_size=3,
)


@contextmanager
def broken(folder: Path, name: str, content: bytes) -> Iterator[None]:
    """Write another content of a file, and in the end its own."""
    (folder / name).write_bytes(content)
    try:
        yield
    finally:
        shutil.copy(SMALL / name, folder / name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small folder."""
    return Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("mutated") / "regions"))


def assert_loads_or_explains(folder: Path, name: str, content: bytes) -> None:
    """Assert that a file is explained on lines that it has, or that it makes every feed."""
    with broken(folder, name, content):
        try:
            definitions = load(folder)
        except DefinitionError as error:
            assert_names_lines(error, folder)
            return
    for day in DAYS:
        context = BuildContext(definitions, day)
        assert all(render(context.feed_of(place), with_alarms=True) for place in definitions.places)


def assert_names_lines(error: DefinitionError, folder: Path) -> None:
    """Assert that every problem names a file and a line of it, but for the file that is missed."""
    assert error.problems
    for problem in error.problems:
        path = folder.parent / problem.file
        assert path.is_file() or problem.text.startswith("there is no such file")
        lines = path.read_bytes().count(b"\n") + 1 if path.is_file() else 1
        assert 1 <= problem.line <= lines
        pass
    assert [str(problem) for problem in sorted(error.problems)] == str(error).splitlines()


@pytest.mark.parametrize("number", range(len(WHOLE)))
@pytest.mark.parametrize("seed", sorted(SEEDS), ids="-".join)
def test_a_file_spoilt_as_a_whole_is_loaded_or_explained(
    seed: tuple[str, str], number: int, folder: Path
) -> None:
    assert_loads_or_explains(folder, seed[0], WHOLE[number](SEEDS[seed]))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(seed=st.sampled_from(sorted(SEEDS)), done=changes)
@example(
    seed=("guangdong.toml", "small"), done=[("insert", 0, PIECES.index(b"\n[" + b" " * 20_000))]
)
@example(seed=("national.toml", "small"), done=[("insert", 0, PIECES.index(b"[" * 5000))])
@example(
    seed=("guangdong.toml", "real"),
    done=[("insert", 0, PIECES.index(b"\n[a" + b".a" * 5000 + b"]\n"))],
)
@example(seed=("national.toml", "real"), done=[("value", 0, VALUES.index('"{entry.__class__}"'))])
def test_a_mutated_file_is_loaded_or_explained(
    seed: tuple[str, str], done: list[Change], folder: Path
) -> None:
    """Among the examples is a bracket before very many spaces, in which looking for a name ran for
    minutes.
    """
    content = SEEDS[seed]
    for change in done:
        content = changed(content, change)

    assert_loads_or_explains(folder, seed[0], content)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("national.toml", ("truncate", 1000, 0)),
        ("guangdong.toml", ("insert", 0, PIECES.index(b"[" * 5000))),
        ("guangdong/meizhou.toml", ("insert", 30, PIECES.index(b"\xff"))),
        ("xinjiang.toml", ("year", 0, YEARS.index("9999"))),
        ("bingtuan.toml", ("whole", 0, 0)),
        ("workdays.toml", ("value", 0, VALUES.index("9" * 5000))),
        ("divisions.csv", ("delete line", 0, 0)),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0].replace(" ", "-"),
)
def test_the_command_names_file_and_line_and_a_build_leaves_the_folder_alone(
    name: str, change: Change, tmp_path: Path
) -> None:
    regions = Path(shutil.copytree(SMALL, tmp_path / "regions"))
    build(tmp_path / "public", load(regions), AFTER_EXAM, Depth.AREA)
    before = files_in(tmp_path / "public")
    (regions / name).write_bytes(changed(SEEDS[name, "small"], change))

    checked = run_feedgen("check", "--regions", regions)
    built = run_feedgen(
        "build", "--regions", regions, "--as-of", "2026-08-13", "-o", tmp_path / "public"
    )

    for result in (checked, built):
        assert (result.returncode, result.stdout) == (1, "")
        assert "Traceback" not in result.stderr
        assert re.search(
            rf"^(Error: )?regions/{re.escape(name)}:[0-9]+: ", result.stderr, re.MULTILINE
        )
    assert files_in(tmp_path / "public") == before
