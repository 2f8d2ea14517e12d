"""Output into a file: whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO

from kg.errors import OutputError


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream into a temporary file beside ``path`` that takes its place when all is written.

    On failure an old file stays as it was. What a link leads to is replaced, not the link; a
    device or a pipe is written into. Raises OutputError where there can be no file.
    """
    if _is_special(path):
        with _said(path), _special(path) as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        descriptor, name = tempfile.mkstemp(prefix=".kg-", dir=path.parent)
    except OSError as error:
        raise OutputError(path, error) from error
    staged = Path(name)
    try:
        with _said(path), os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _put_in_place(staged, path)
    except BaseException:
        with suppress(OSError):
            staged.unlink()
        raise


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Call the file by its name where there is no room for what is written."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise OutputError(path, error) from error
        raise


def _is_special(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (S_ISREG(mode) or S_ISDIR(mode))


def _special(path: Path) -> IO[bytes]:
    try:
        return path.open("wb")
    except OSError as error:
        raise OutputError(path, error) from error


def _put_in_place(staged: Path, path: Path) -> None:
    try:
        staged.chmod(0o666 & ~_umask())
        staged.replace(path)
    except OSError as error:
        raise OutputError(path, error) from error


def _umask() -> int:
    """The mask in force; a temporary file is made readable by its owner only."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
