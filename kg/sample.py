"""The bundled sample gazette as a store, for whoever has none yet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from kg.graph.store import Store

FILE = "demo/zhejiang-2021-25.txt"


@contextmanager
def sample_store(folder: Path, *, explicit: bool) -> Iterator[Path]:
    """The folder itself where it has a store or was asked for by name, else one of the sample.

    The sample is read into a folder of its own, which goes when the body ends: two seconds, and
    never an old state of it.
    """
    if explicit or Store.exists(folder):
        yield folder
        return
    from kg.building import build

    with tempfile.TemporaryDirectory(prefix="kg-sample-") as place:
        with resources.as_file(resources.files("kg.data").joinpath(FILE)) as file:
            build([file], Path(place) / "store")
        yield Path(place) / "store"
