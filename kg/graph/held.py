"""Copies whose own text is not kept in the graph, kept aside.

When the copy that is kept is taken out, the next one steps in its place; its quads must then
be at hand. One compressed N-Quads file a copy, named after its place, written before the
transaction that needs it: a file that nothing refers to does no harm.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pyoxigraph as ox

from kg.graph.manifest import sync_folder
from kg.graph.members import Member, Place, Quads


def folder_of(data: Path) -> Path:
    """Where the copies that belong to a data folder are kept."""
    return data.with_name(f"{data.name}.held")


class Held:
    """The copies of one store, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _file(self, place: Place) -> Path:
        return self.folder / f"{place.key.partition(':')[2]}.nq.gz"

    def save(self, member: Member) -> None:
        """Keep a member; afterwards it is on disk."""
        self.folder.mkdir(exist_ok=True)
        text = "".join(sorted(f"{quad} .\n" for quad in member.quads)).encode()
        file = self._file(member.place)
        staged = file.with_suffix(".new")
        with staged.open("wb") as stream:
            stream.write(gzip.compress(text, compresslevel=1, mtime=0))
            stream.flush()
            os.fsync(stream.fileno())
        staged.replace(file)
        sync_folder(self.folder)

    def load(self, place: Place) -> Quads:
        """The quads of a copy as they were saved."""
        text = gzip.decompress(self._file(place).read_bytes())
        return frozenset(ox.parse(text, format=ox.RdfFormat.N_QUADS))

    def drop(self, place: Place) -> None:
        """Forget a copy, if it is there."""
        self._file(place).unlink(missing_ok=True)
