"""The store as it was at a moment.

Oxigraph must not be read while another process writes, and a server reads all the time. So it
reads a copy: the large files of the database never change once they are written and are linked,
not copied, which costs neither time nor room; the small ones are copied. The store itself is
locked only for that moment, so that ``kg build`` finds it free.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kg.errors import StoreError
from kg.graph import manifest
from kg.graph.lock import Lock

#: Beginning of the names of copies in the folder of a store; a store minds no hidden names.
PREFIX = ".serve-"
_OWNED = "serving"


class Snapshot:
    """A copy that is there until it is retired and the last user of it is done."""

    def __init__(self, folder: Path, mark: str, lock: Lock) -> None:
        self.folder = folder
        self.mark = mark
        """Twelve hex digits that tell this state of the store from others."""
        self._lock = lock
        self._guard = threading.Lock()
        self._users = 0
        self._retired = False

    @contextmanager
    def used(self) -> Iterator[Self]:
        """Keep the copy while the body runs."""
        self.enter()
        try:
            yield self
        finally:
            self.leave()

    def enter(self) -> None:
        """Count a user; each has to :meth:`leave`."""
        with self._guard:
            self._users += 1

    def leave(self) -> None:
        """Count a user off."""
        with self._guard:
            self._users -= 1
        self._sweep()

    def retire(self, *, at_once: bool = False) -> None:
        """Take the copy away as soon as nobody uses it, or at once where all ends anyway."""
        self._retired = True
        if at_once:
            self._users = 0
        self._sweep()

    def _sweep(self) -> None:
        with self._guard:
            done = self._retired and self._users <= 0
        if done:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._lock.release()


def mark_of(store: Path) -> str:
    """What tells the state of a store from others: digest of its manifest and of when it was put.

    Raises StoreError where there is no store.
    """
    file = store / manifest.NAME
    try:
        state = file.stat()
        content = file.read_bytes()
    except OSError:
        manifest.read(store)  # says what is wrong and what to do
        raise StoreError(f"{store}: the store cannot be read.") from None
    stamp = f"{state.st_mtime_ns} {state.st_ino} ".encode()
    return hashlib.sha256(stamp + content).hexdigest()[:12]


def take(store: Path) -> Snapshot:
    """Copy the state that a store has now.

    Raises StoreError where there is none, or while another process writes to it.
    """
    manifest.read(store)
    lock = Lock(store / "lock", shared=True)
    try:
        mark = mark_of(store)
        target = _new_folder(store)
        owned = Lock(target / _OWNED, shared=False)
        try:
            _copy(store, target)
        except OSError as error:
            shutil.rmtree(target, ignore_errors=True)
            owned.release()
            raise StoreError(f"{store}: no copy of it can be made ({error.strerror}).") from error
        return Snapshot(target, mark, owned)
    finally:
        lock.release()


def _new_folder(store: Path) -> Path:
    _sweep_leftovers(store)
    try:
        return Path(tempfile.mkdtemp(prefix=PREFIX, dir=store))
    except OSError:  # a store that may only be read
        return Path(tempfile.mkdtemp(prefix=f"kg{PREFIX}"))


def _sweep_leftovers(store: Path) -> None:
    """Take away the copies of servers that were killed."""
    for each in store.glob(f"{PREFIX}*"):
        try:
            lock = Lock(each / _OWNED, shared=False)
        except StoreError:
            continue
        shutil.rmtree(each, ignore_errors=True)
        lock.release()


def _copy(store: Path, target: Path) -> None:
    live = manifest.read(store)
    (target / live.data).mkdir()
    for each in (store / live.data).iterdir():
        if each.name != "LOCK" and not each.name.startswith("LOG"):
            _link(each, target / live.data / each.name)
    shutil.copyfile(store / manifest.NAME, target / manifest.NAME)


def _link(file: Path, target: Path) -> None:
    """The tables of the database are written once; all else may grow and is copied."""
    if file.suffix in {".sst", ".blob"}:
        try:
            os.link(file, target)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    shutil.copyfile(file, target)
