"""Writes files, each whole or not at all, and only into the folder that was named."""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from feedgen.core.errors import PublishError

UNFINISHED = ".feedgen-"
"""How the name of a file begins while it is not whole yet."""


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder while this one is at work, and clear away what a killed one
    left unfinished.

    The system holds the lock on the folder itself and lets it go with the process: a build that is
    killed leaves none.

    Raises:
        PublishError: Another build is at work there, or the folder cannot be made, read or cleared.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        _clear_unfinished(folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    with _explained(folder):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = f"{folder}: another build is at work there; wait for it, or name another folder with -o"
            raise PublishError(text) from error


def _clear_unfinished(folder: Path) -> None:
    # Links are not followed, and a folder that cannot be listed is passed over: if it is ours,
    # writing there will tell.
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names if name.startswith(UNFINISHED)):
            with _explained(path):
                if path.is_file() and not path.is_symlink():
                    path.unlink()


def write_atomic(folder: Path, path: str, content: bytes, *, fsync: bool = False) -> bool:
    """Write one file whole or not at all; return whether it changed.

    Args:
        folder: Nothing is written outside it.
        path: Relative to the folder, with forward slashes.
        content: What the file is to hold; where it holds that already nothing is written.
        fsync: Whether it has to be whole even if the machine loses power the moment after.

    Raises:
        PublishError: It cannot be read or written, or would lie outside the folder.
    """
    return _write(folder, path, content, set(), fsync=fsync)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files one after the other as `write_atomic` does.

    Raises:
        PublishError: One cannot be read or written, or would lie outside the folder; those before
            it are written.
    """
    checked: set[Path] = set()
    for path, content in files.items():
        _write(folder, path, content, checked)


def changed_files(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of some files that do not stand in a folder as they are given.

    Raises:
        PublishError: One cannot be read, is no file, or lies outside the folder.
    """
    checked: set[Path] = set()
    for path in files:
        _refuse_outside(folder, folder / path, checked)
    return {path: content for path, content in files.items() if not _holds(folder / path, content)}


def _write(
    folder: Path, path: str, content: bytes, checked: set[Path], *, fsync: bool = False
) -> bool:
    """Write one file; `checked` are the folders of which it is known that they lie within."""
    target = folder / path
    # Before anything is made: behind a link that leads out, the folders above the file would be
    # made outside.
    _refuse_outside(folder, target, checked)
    if _holds(target, content):
        return False
    with _explained(target):
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content, fsync=fsync)
    return True


def _refuse_outside(folder: Path, target: Path, checked: set[Path]) -> None:
    """Refuse a file that a link leads out of the folder; each folder above files is looked at once."""
    with _explained(target):
        is_known = not target.is_symlink() and target.parent in checked
    if not is_known and not all(_is_within(folder, each) for each in (target.parent, target)):
        raise PublishError(
            f"{target} lies outside {folder}; a link leads out of it; nothing was lost"
        )
    checked.add(target.parent)


def _holds(target: Path, content: bytes) -> bool:
    """Say whether a file holds some bytes; where their number differs it is not read."""
    with _explained(target):
        if not target.exists():
            return False
        found = target.stat()
        _refuse_other(target, found.st_mode)
        if found.st_size != len(content):
            return False
        return target.read_bytes() == content


def _refuse_other(path: Path, mode: int) -> None:
    """Refuse what is no file: a folder in the way, or a pipe that nobody writes into."""
    if not stat.S_ISREG(mode):
        raise PublishError(f"{path} is no file; move it out of the way; nothing was lost")


def read_bytes_if_any(path: Path) -> bytes | None:
    """Return what a file holds, or None where there is nothing.

    Raises:
        PublishError: It cannot be read, or is no file.
    """
    with _explained(path):
        if not path.exists():
            return None
        _refuse_other(path, path.stat().st_mode)
        return path.read_bytes()


def remove(folder: Path, path: str) -> None:
    """Remove one file where it stands.

    Args:
        folder: Nothing is removed outside it.
        path: Relative to the folder, with forward slashes.

    Raises:
        PublishError: It cannot be removed.
    """
    target = folder / path
    with _explained(target):
        if target.is_file() and _is_within(folder, target):
            target.unlink()


def _is_within(folder: Path, target: Path) -> bool:
    # Not Path.resolve: it fails on a link that leads to itself, and as no OSError.
    return Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder))


def _replace(target: Path, content: bytes, *, fsync: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, 0o644)
            # For the ledger, which nothing can make again. Feeds and pages the next build compares
            # and makes again, and to wait for the disk after each of two thousand files would make
            # a build half as long again.
            if fsync:
                os.fsync(handle)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Make a message of what the system refuses; it names the file that is in the way, else the
    path.
    """
    try:
        yield
    except OSError as error:
        named = Path(error.filename or path)
        if named.name.startswith(UNFINISHED):
            named = path
        text = f"{named}: {error.strerror}"
        # The system says so of a file, and of a link that leads nowhere, where a folder is to be
        # made.
        if isinstance(error, FileExistsError):
            text = f"{named} is no folder; move it out of the way"
        raise PublishError(f"{text}; nothing was lost") from error
