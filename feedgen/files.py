"""Writes files, each whole or not at all, and only into the folder that was named."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedgen.errors import PublishError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Keep other builds out of a folder while this one is at work.

    The system holds the lock on the folder itself and lets it go with the process: a build that is killed leaves none.

    Raises:
        PublishError: Another build is at work there, or the folder cannot be made or read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise PublishError(f"{error.filename or folder}: {error.strerror}; nothing was lost") from error
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        text = f"{folder}: another build is at work there; wait for it, or name another folder with -o"
        raise PublishError(text) from error


def write_whole(folder: Path, path: str, content: bytes) -> bool:
    """Write one file whole or not at all; return whether it changed.

    Args:
        folder: Nothing is written outside it.
        path: Relative to the folder, with forward slashes.
        content: What the file is to hold; where it holds that already nothing is written.

    Raises:
        PublishError: It cannot be written, or would lie outside the folder.
    """
    target = folder / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise PublishError(f"{target} lies outside {folder}; a link leads out of it")
        if target.exists() and not target.is_file():
            raise PublishError(f"{target} is no file; move it out of the way")
        if target.is_file() and target.read_bytes() == content:
            return False
        _replace(target, content)
    except OSError as error:
        raise PublishError(f"{error.filename or target}: {error.strerror}; nothing was lost") from error
    return True


def remove(folder: Path, path: str) -> None:
    """Remove one file where it stands.

    Args:
        folder: Nothing is removed outside it.
        path: Relative to the folder, with forward slashes.

    Raises:
        PublishError: It cannot be removed.
    """
    target = folder / path
    try:
        if target.is_file() and target.parent.resolve().is_relative_to(folder.resolve()):
            target.unlink()
    except OSError as error:
        raise PublishError(f"{error.filename or target}: {error.strerror}; nothing was lost") from error


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".feedgen-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
