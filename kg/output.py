"""Output into a file: whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
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


#: In a folder written whole: the digests of all other files in it, as ``sha256sum -c`` reads them.
SUMS = "SHA256SUMS"


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to write files into, which takes its place when all is written.

    Their digests are added as :data:`SUMS`. On failure an old folder stays as it was. Raises
    OutputError where the old one holds anything that did not come from here: it would be lost.
    """
    path = Path(os.path.realpath(path))
    try:
        _refuse_foreign(path)
        staged = Path(tempfile.mkdtemp(prefix=".kg-", dir=path.parent))
    except OSError as error:
        raise OutputError(path, error) from error
    try:
        with _said(path):
            new = staged / "new"
            new.mkdir()
            yield new
            write_sums(new)
        _swap(staged, path)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def write_sums(folder: Path) -> None:
    """Note the digests of the files in a folder, by their paths."""
    files = _files(folder)
    with whole_file(folder / SUMS) as stream:
        for each in files:
            name = each.relative_to(folder).as_posix()
            stream.write(f"{digest_of(each)}  {name}\n".encode())


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    """All files in a folder and below but for their list, in the order of their paths."""
    return sorted(each for each in folder.rglob("*") if each.is_file() and each.name != SUMS)


def _refuse_foreign(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "Not a folder")
    listed = path / SUMS
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    known = {line[66:] for line in lines}
    for each in path.rglob("*"):  # stops at the first: there may be a disk full of them
        name = each.relative_to(path).as_posix()
        if name not in (SUMS, *known) and not each.is_dir():
            raise FileExistsError(errno.EEXIST, f"{name} in it is no export and would be lost")


def _swap(staged: Path, path: Path) -> None:
    """Put the new folder in the place of the old; where that fails, the old one back."""
    new, old = staged / "new", staged / "old"
    try:
        new.chmod(0o777 & ~_umask())
        if path.exists():
            path.replace(old)
        try:
            new.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise
    except OSError as error:
        raise OutputError(path, error) from error


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
