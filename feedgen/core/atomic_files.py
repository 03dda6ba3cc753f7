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
"""Begins the name of a file that is not complete yet."""


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder, and clear away what a killed build left unfinished.

    The system holds the lock on the folder itself and releases it with the process.

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
            text = f"{folder}: another build is at work there; wait for it, or name another folder"
            raise PublishError(f"{text} with -o") from error


def _clear_unfinished(folder: Path) -> None:
    # A folder that cannot be listed is passed over: if it is ours, writing there will fail.
    for parent, _, names in os.walk(folder):
        for path in (Path(parent, name) for name in names if name.startswith(UNFINISHED)):
            with _explained(path):
                path.unlink()


def write_atomic(folder: Path, path: str, content: bytes, *, fsync: bool = False) -> bool:
    """Write one file whole or not at all; return whether it changed.

    Args:
        folder: Nothing is written outside it.
        path: Relative to the folder, with forward slashes.
        content: A file that holds these bytes already is not written.
        fsync: Whether the file must survive a loss of power the moment after.

    Raises:
        PublishError: It cannot be read or written, or would lie outside the folder.
    """
    target = folder / path
    _refuse_outside(folder, target.parent)
    return _write(target, content, fsync=fsync)


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files one after the other as `write_atomic` does.

    Raises:
        PublishError: One cannot be read or written, after those before it were written; or one
            would lie outside the folder, before anything is written.
    """
    targets = {folder / path: content for path, content in files.items()}
    for parent in {target.parent for target in targets}:
        _refuse_outside(folder, parent)
    for target, content in targets.items():
        _write(target, content)


def changed_files(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a folder does not hold with the same bytes.

    Raises:
        PublishError: One cannot be read, or is no file.
    """
    return {path: content for path, content in files.items() if not _holds(folder / path, content)}


def read_bytes_if_any(path: Path) -> bytes | None:
    """Return the bytes of a file; None where there is nothing.

    Raises:
        PublishError: It cannot be read, or is no file.
    """
    with _explained(path):
        return path.read_bytes() if _size_if_any(path) is not None else None


def remove(folder: Path, path: str) -> None:
    """Remove one file if it is there.

    Args:
        folder: Nothing is removed outside it.
        path: Relative to the folder, with forward slashes.

    Raises:
        PublishError: It cannot be removed.
    """
    target = folder / path
    with _explained(target):
        if target.is_file() and _is_within(folder, target.parent):
            target.unlink()


def _refuse_outside(folder: Path, parent: Path) -> None:
    """Refuse a folder that a link leads out; a link in place of a file is simply replaced."""
    with _explained(parent):
        if not _is_within(folder, parent):
            text = f"{parent} lies outside {folder}; a link leads out of it; nothing was lost"
            raise PublishError(text)


def _is_within(folder: Path, parent: Path) -> bool:
    # Not Path.resolve: on a link to itself it raises something else than OSError.
    return Path(os.path.realpath(parent)).is_relative_to(os.path.realpath(folder))


def _write(target: Path, content: bytes, *, fsync: bool = False) -> bool:
    if _holds(target, content):
        return False
    with _explained(target):
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content, fsync=fsync)
    return True


def _holds(target: Path, content: bytes) -> bool:
    """Say whether a file holds these bytes; one of another size is not read."""
    with _explained(target):
        return _size_if_any(target) == len(content) and target.read_bytes() == content


def _size_if_any(path: Path) -> int | None:
    """Return the size of a file; refuse a folder or a pipe, which would block for ever."""
    if not path.exists():
        return None
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise PublishError(f"{path} is no file; move it out of the way; nothing was lost")
    return status.st_size


def _replace(target: Path, content: bytes, *, fsync: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(handle, 0o644)
            # For the ledger, which nothing can make again. The next build repairs any other file,
            # and to wait for the disk 2,000 times would take half as long again.
            if fsync:
                os.fsync(handle)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an error of the system into a message about the file in the way, else about `path`."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename or path)
        if named.name.startswith(UNFINISHED):
            named = path
        text = f"{named}: {error.strerror}"
        # Raised where a folder is to be made: a file, or a link to nothing, has its name.
        if isinstance(error, FileExistsError):
            text = f"{named} is no folder; move it out of the way"
        raise PublishError(f"{text}; nothing was lost") from error
