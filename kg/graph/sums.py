"""What is kept beside the data of a store: it can be made again from them at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

SUFFIX = ".sums"
#: What validation found.
CHECKED = "checked.json"
#: The place of a database that goes when it is closed; on disk, as far as it is large.
PASSING = ""


def folder_of(data: Path) -> Path:
    """The folder of the sums that belong to a data folder."""
    return data.with_name(f"{data.name}{SUFFIX}")


def opened(data: Path, name: str, tables: str) -> sqlite3.Connection:
    """A database of sums, made where it is missing or spoilt.

    Raises OSError or sqlite3.Error where there can be none.
    """
    folder = folder_of(data)
    folder.mkdir(exist_ok=True)
    try:
        return made(folder / name, tables)
    except sqlite3.DatabaseError:
        with suppress(OSError):
            (folder / name).unlink()
        return made(folder / name, tables)


def made(place: Path | str, tables: str) -> sqlite3.Connection:
    """A database with the tables, which say of themselves that they may be there already."""
    found = sqlite3.connect(place)
    try:
        found.executescript(tables)
    except sqlite3.Error:
        found.close()
        raise
    return found


def without(data: Path, name: str, drop: Callable[[sqlite3.Connection], object]) -> None:
    """Take away what is about to be wrong; where that cannot be, the whole file goes."""
    file = folder_of(data) / name
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file)) as found, found:
            drop(found)
    except sqlite3.Error:
        file.unlink(missing_ok=True)


@contextmanager
def unharmed() -> Iterator[None]:
    """Sums that cannot be written are only missing."""
    with suppress(sqlite3.Error):
        yield
