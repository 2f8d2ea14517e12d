"""What an exporter is, and how its output gets into its place whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Protocol, runtime_checkable

from kg.graph.store import Store
from kg.output import whole_file, whole_folder

#: Writes one file of an export.
Writer = Callable[[IO[bytes]], None]


class Exporter(Protocol):
    """One form of output. The same store gives the same bytes.

    ``name`` is what it is asked for by, ``purpose`` what it is for, ``place`` its file or folder
    among all exports, ``media_type`` that of its file or files.
    """

    name: str
    title: str
    purpose: str
    media_type: str
    place: str


@runtime_checkable
class FileExporter(Exporter, Protocol):
    """An export that is one stream."""

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the whole store, in order, without holding it in memory."""


@runtime_checkable
class FolderExporter(Exporter, Protocol):
    """An export that is several files."""

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """Name and writer of each file. A writer is called before the next is asked for."""


def write_file(exporter: FileExporter, store: Store, path: Path) -> None:
    """Write to a file; a failed export leaves the old one as it was.

    Raises OutputError where the file cannot be written.
    """
    with whole_file(path) as stream:
        exporter.write(store, stream)


def write_folder(exporter: FolderExporter, store: Store, path: Path) -> None:
    """Write to a folder; a failed export leaves the old one as it was.

    Raises OutputError where it cannot be written or holds what is no export.
    """
    with whole_folder(path) as folder:
        for name, write in exporter.files(store):
            with (folder / name).open("wb") as stream:
                write(stream)


def write(exporter: Exporter, store: Store, path: Path) -> None:
    """Write to a file or a folder, as the exporter is."""
    if isinstance(exporter, FolderExporter):
        write_folder(exporter, store, path)
    else:
        assert isinstance(exporter, FileExporter)
        write_file(exporter, store, path)
