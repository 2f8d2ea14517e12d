"""One writer or many readers: an advisory lock on a file of the store's folder.

Oxigraph must not be read by one process while another writes. Where the system has no
``flock`` (Windows), only Oxigraph's own lock between writers is left.
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover - not POSIX
    fcntl = None  # type: ignore[assignment]


class Lock:
    """Held from construction to :meth:`release`; never waits."""

    def __init__(self, path: Path, *, shared: bool) -> None:
        """Raises StoreError where another process holds the lock, or the file is not usable."""
        try:
            self._descriptor = _open(path)
        except OSError as error:
            raise StoreError(f"{path.parent}: cannot be opened ({error.strerror}).") from error
        try:
            _take(self._descriptor, shared)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreError(
                f"{path.parent}: the store is in use by another process. "
                "Wait until it is done, or end it, and try again."
            ) from error

    @classmethod
    def none(cls) -> Lock:
        """A lock that is not held, for what a caller has locked already."""
        lock = cls.__new__(cls)
        lock._descriptor = -1
        return lock

    def release(self) -> None:
        """Let others in."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _open(path: Path) -> int:
    """The lock file; a store on a read-only medium has one already and is only read."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY)
    except OSError:
        if path.exists():
            return os.open(path, os.O_RDONLY)
        raise


def _take(descriptor: int, shared: bool) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
