"""Reads the files of a `regions/` folder as far as they can be read."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedgen.core.errors import DefinitionError, Problem
from feedgen.definitions.regions.tables import Problems, read_text
from feedgen.definitions.regions.toml_lines import line_index, path_at

LARGEST_FILE = 4_000_000
"""Bytes; nothing in `regions/` comes near it."""
NO_DEFINITIONS = "candidates.toml"
"""A file beside the definitions that holds no facts."""
# One level deeper than the file of any region, so that a misplaced file is reported.
PATTERNS = ("*.toml", "*/*.toml", "*/*/*.toml", "*.csv")


@dataclass
class DefinitionFile:
    """One file of the folder."""

    problems: Problems
    text: str = ""
    data: dict[str, Any] | None = None
    """Its TOML; None for other files and for TOML that cannot be parsed."""

    @property
    def tables(self) -> dict[str, Any]:
        """Its TOML, empty without any."""
        return self.data or {}


def read_files(folder: Path) -> dict[str, DefinitionFile]:
    """Return every file of the folder by its path in it.

    Raises:
        DefinitionError: A folder cannot be listed, or the folder is not complete.
    """
    if unreadable := list(_unreadable_folders(folder)):
        raise DefinitionError(unreadable)
    paths = {path.relative_to(folder).as_posix(): path for path in _paths(folder)}
    files = {name: _read(path, f"{folder.absolute().name}/{name}") for name, path in paths.items()}
    if "national.toml" not in files or "divisions.csv" not in files:
        what = "is not complete" if files else "is empty"
        right = "it must hold national.toml, divisions.csv and a file for each province"
        problem = Problem(folder.absolute().name, 1, "", f"the folder {what}; {right}")
        raise DefinitionError([problem, *all_problems(files.values())])
    return files


def all_problems(files: Iterable[DefinitionFile]) -> list[Problem]:
    """Return the problems of all files."""
    return [problem for file in files for problem in file.problems.found]


def digest(files: Mapping[str, DefinitionFile]) -> str:
    """Return SHA-256 of the content of files; comments and layout of TOML do not count."""
    content = {
        name: file.text if file.data is None else file.data for name, file in sorted(files.items())
    }
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _paths(folder: Path) -> list[Path]:
    paths = (path for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file())
    return sorted(path for path in paths if path != folder / NO_DEFINITIONS)


def _unreadable_folders(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each folder that cannot be listed."""
    for place in (folder, *(path for path in folder.glob("*") if path.is_dir())):
        try:
            list(place.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            name = (folder.absolute().name / place.relative_to(folder)).as_posix()
            yield Problem(name, 1, "", f"cannot be read: {error.strerror}")


def _read(path: Path, name: str) -> DefinitionFile:
    """Read one file; bytes that are no UTF-8 and text that is no TOML become problems."""
    file = DefinitionFile(Problems(name))
    file.text = read_text(path, LARGEST_FILE, file.problems)
    if path.suffix == ".toml" and not file.problems.found:
        _parse(file)
    return file


def _parse(file: DefinitionFile) -> None:
    file.problems.lines = line_index(file.text)
    try:
        file.data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        _add_syntax_problem(str(error), file)
    except RecursionError:
        file.problems.add((), "is nested too deeply; region files need two levels")
    except ValueError:
        # The parser hands a number of thousands of digits to int(), which refuses it.
        text = "holds a number of thousands of digits; region files need at most four"
        file.problems.add((), text)


def _add_syntax_problem(message: str, file: DefinitionFile) -> None:
    """Note the message of the parser, which ends in `(at line 3, column 7)`."""
    what, _, where = message.rpartition(" (at ")
    digits = where.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else file.text.rstrip().count("\n") + 1
    path = path_at(file.problems.lines, line) if digits.isdigit() else ()
    text = f"no TOML: {what or message}; see https://toml.io"
    if what == "Invalid date or datetime":
        text = "no such day in the calendar; a day such as 2026-02-28"
    file.problems.add_on_line(line, path, text)
