"""The files that a build is given, and how they are known again in what the store has read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.graph.manifest import Manifest, SourceFile
from kg.read.find import Inputs
from kg.types import sha256


@dataclass(frozen=True)
class Given:
    """A file to read: as the user named it, and where it is, by which it is known again."""

    path: Path
    place: str

    @property
    def name(self) -> str:
        """What the graph calls it: the base name, whichever way to it was given."""
        return Path(self.place).name

    @cached_property
    def sha256(self) -> str | None:
        """Digest of its bytes; None where they cannot be read."""
        try:
            return sha256(self.path.read_bytes())
        except OSError:
            return None


def given(inputs: Inputs) -> list[Given]:
    """What is to be read, each file once."""
    found = ((str(file.path.resolve()), file.path) for file in inputs.files)
    return [Given(path, place) for place, path in dict(found).items()]


def is_unchanged(file: Given, known: Manifest) -> bool:
    """Whether the store has all that the file holds now, from this very place."""
    row = known.at(file.place)
    return row is not None and row.whole and row.sha256 == file.sha256


def left_behind(rows: Iterable[SourceFile], sha256: str) -> dict[str, SourceFile]:
    """By place, the files with these bytes that are no longer there: they were moved."""
    return {
        each.place: each
        for each in rows
        if each.sha256 == sha256 and not Path(each.place).is_file()
    }
