"""Which files there are to read: those named, and in named folders those that may be documents.

A folder is often the one in which a user works: tables, notebooks and our own outputs lie beside
the gazettes. What cannot be a document by its suffix is counted and left out there; a file that
is named outright is always tried.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from kg.errors import InputError

#: What documents are published as.
_READ = frozenset(
    {"", ".txt", ".text", ".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".pdf", ".docx", ".docm"}
)
#: What holds documents but is not read: tried all the same, so that each is reported.
_UNREAD = frozenset({".doc", ".wps", ".rtf", ".ofd", ".odt", ".mht", ".mhtml", ".caj"})
#: A full stop in a name such as ``政府公报2021.25`` makes no suffix of what follows.
_SUFFIX = re.compile(r"\.[a-z0-9_]*[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read and what records call it: its path below the folder that was given."""

    path: Path
    name: str


@dataclass(slots=True)
class Inputs:
    """Files to read, what could not be looked into, and the suffixes of what was left out."""

    files: list[InputFile] = field(default_factory=list)
    bad: list[InputError] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def find_inputs(paths: Sequence[Path]) -> Inputs:
    """Files named, and files in named folders (hidden ones left out) in the order of names."""
    inputs = Inputs()
    found: dict[Path, InputFile] = {}
    for path in paths:
        if path.is_dir():
            found.update((file.path, file) for file in _inside(path, inputs))
        else:
            found[path] = InputFile(path, path.name)
    inputs.files = list(found.values())
    return inputs


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Paths of the files of :func:`find_inputs`."""
    return [file.path for file in find_inputs(paths).files]


def _inside(folder: Path, inputs: Inputs) -> list[InputFile]:
    """The files of a folder that may be documents; what else there is goes into ``inputs``."""
    if _is_store(folder):
        inputs.bad.append(
            InputError(str(folder), "this is a store of kg", "Name the folder of the documents.")
        )
        return []
    before = len(inputs.bad)
    found = [path for path in _walk(folder, inputs) if _may_be_document(path, inputs)]
    if not found and len(inputs.bad) == before:
        remedy = "Name a folder with documents (.txt, .html, .pdf, .docx), or the files."
        inputs.bad.append(InputError(str(folder), "no document is in this folder", remedy))
    return [InputFile(path, path.relative_to(folder).as_posix()) for path in sorted(found)]


def _walk(folder: Path, inputs: Inputs) -> list[Path]:
    """All that is in a folder and is no folder; hidden names and stores are passed over."""
    found: list[Path] = []

    def unread(error: OSError) -> None:
        remedy = "See that the folder may be read, or leave it out."
        inputs.bad.append(InputError(str(error.filename), _unreadable(error), remedy))

    for place, folders, names in os.walk(folder, onerror=unread):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not _is_store(Path(place, name))
        ]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return found


def _may_be_document(path: Path, inputs: Inputs) -> bool:
    """Whether to read a file that was met in a folder; counts it where not."""
    suffix = path.suffix.lower()
    kind = suffix if _SUFFIX.fullmatch(suffix) else ""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        remedy = "Mend or remove the link." if path.is_symlink() else "See that it may be read."
        inputs.bad.append(InputError(str(path), _unreadable(error), remedy))
        return False
    if not S_ISREG(mode):  # a pipe would be waited for without end
        return False
    if kind in _READ or kind in _UNREAD:
        return True
    inputs.left_out[kind] += 1
    return False


def _unreadable(error: OSError) -> str:
    return f"cannot be read ({error.strerror})"


def _is_store(folder: Path) -> bool:
    """Whether a folder is a store, told by its manifest, or the database of one."""
    try:
        if (folder / "CURRENT").is_file() and (folder / "IDENTITY").is_file():
            return True
        plain = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(plain, dict) and {"data", "knowledge", "sources"} <= plain.keys()
