"""What a store holds from which files, and which of its folders is the live one.

``manifest.json`` is replaced in one rename. A new build is loaded into a folder of its own and
goes live by that rename, so that whatever interrupts it, the old store stays as it was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import StoreError

NAME = "manifest.json"
#: Raised whenever an older program could not read a newer store or the other way round.
FORMAT = 2


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A file as it was when it was read: base name, digest, size, keys of its documents.

    ``path`` is where it was found on this machine, by which it is known again; it is in the
    manifest alone and never in the graph. A file is not ``whole`` while its documents go in or
    out, and where one of them was forgotten; a build that is given it reads it again.
    """

    file: str
    sha256: str
    size: int
    documents: tuple[str, ...] = ()
    path: str = ""
    whole: bool = True

    @property
    def place(self) -> str:
        """What tells the file from others: its path, or its name where none is known."""
        return self.path or self.file


@dataclass(frozen=True, slots=True)
class Manifest:
    """State of a store apart from its quads. ``data`` is the folder that is live."""

    data: str
    code: str
    knowledge: str
    sources: tuple[SourceFile, ...] = ()
    base: str = ids.BASE
    format: int = FORMAT

    def with_sources(
        self, added: Iterable[SourceFile], *, without: Iterable[SourceFile] = ()
    ) -> Manifest:
        """The manifest with files entered (again) and others struck off."""
        struck = {each.place for each in without}
        kept = {each.place: each for each in self.sources if each.place not in struck}
        kept.update((each.place, each) for each in added)
        return replace(self, sources=tuple(sorted(kept.values())))

    def at(self, place: str) -> SourceFile | None:
        """The file that was read at a place."""
        return next((each for each in self.sources if each.place == place), None)

    def holding(self, sha256: str) -> list[SourceFile]:
        """The files that had these bytes."""
        return [each for each in self.sources if each.sha256 == sha256]

    def parted(self, sha256s: set[str]) -> Manifest:
        """The manifest with the files of these bytes noted as no longer whole."""
        parted = (replace(s, whole=False) for s in self.sources if s.sha256 in sha256s)
        return self.with_sources(parted)

    def lacking(self, key: str, sha256s: set[str]) -> Manifest:
        """The manifest with a document taken off these files; a file without any is struck."""
        rows = [s for s in self.sources if s.sha256 in sha256s]
        rest = [replace(s, documents=tuple(k for k in s.documents if k != key)) for s in rows]
        return self.with_sources([s for s in rest if s.documents], without=rows)


def read(folder: Path) -> Manifest:
    """The manifest of the store in ``folder``.

    Raises StoreError where there is none, where it is not ours or where it was written for
    another format or base IRI.
    """
    try:
        plain = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = _from_plain(plain)
    except FileNotFoundError as error:
        raise StoreError(
            f"{folder}: there is no store here. Make one with: kg build PATH --store {folder}"
        ) from error
    except PermissionError as error:
        raise StoreError(
            f"{folder}: {NAME} cannot be read ({error.strerror}). See that you may read the folder."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{folder}: {NAME} cannot be read, so this is no store of kg, or a damaged one. "
            "Name another folder, or take this one away and build anew."
        ) from error
    _check(folder, found)
    return found


def _from_plain(plain: dict[str, Any]) -> Manifest:
    sources = tuple(
        SourceFile(**{**source, "documents": tuple(source["documents"])})
        for source in plain["sources"]
    )
    return Manifest(**{**plain, "sources": sources})


def _check(folder: Path, found: Manifest) -> None:
    if found.format != FORMAT:
        raise StoreError(
            f"{folder}: the store has format {found.format}, this program reads {FORMAT}. "
            "Take the folder away and build anew."
        )
    if found.base != ids.BASE:
        raise StoreError(
            f"{folder}: the store was built with the base IRI {found.base}, not {ids.BASE}. "
            f"Set KG_BASE={found.base}, or build another store."
        )


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest; after a crash there is the old one or the new one, whole."""
    staged = folder / f"{NAME}.new"
    with staged.open("w", encoding="utf-8") as stream:
        # ASCII, since a file name need not be text that UTF-8 can hold.
        json.dump(asdict(manifest), stream, indent=1, sort_keys=True)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    staged.replace(folder / NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """See that new names in a folder outlast a power cut, where the system can do that."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # pragma: no cover - Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    except OSError:  # pragma: no cover - some network file systems
        pass
    finally:
        os.close(descriptor)
