"""How fast documents are stored, against what Oxigraph's own bulk load can do.

One run, one core, the records of the bundled gazette repeated under other numbers. The measure
that counts is ``ratio``: quads a second of ``Store.build`` (quads made from records, loaded,
flushed, synced, swapped in) over those of ``bulk_extend`` on the same quads ready made.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
from msgspec.structs import replace

from kg.graph.build import parts
from kg.graph.frame import Context, Run
from kg.graph.members import StoredDocument, letters_digest
from kg.graph.store import Store
from kg.pipeline import Extractor
from kg.read import read

SAMPLE = Path(__file__).parents[1] / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"
CONTEXT = Context(Run("bench", "0" * 12))


def documents(copies: int, sample: Path = SAMPLE) -> list[StoredDocument]:
    """The documents of the sample, ``copies`` times, each time under other keys."""
    source = read(sample)
    records = [extracted.record for extracted in Extractor().documents(source)]
    found = []
    for number in range(copies):
        for record in records:
            renamed = replace(record, id=f"{record.id}{number:04d}")
            raw = source.raw[record.source.start : record.source.end]
            found.append(StoredDocument(renamed, raw, letters_digest(raw)))
    return found


def quads_of(found: list[StoredDocument]) -> list[ox.Quad]:
    """All quads of the documents, each once, as the store would hold them."""
    described: set[ox.NamedNode] = set()
    quads: list[ox.Quad] = []
    for each in found:
        own, units = parts(each.record, each.raw, CONTEXT, each.letters)
        quads.extend(own)
        for graph in units.keys() - described:
            quads.extend(units[graph])
        described |= units.keys()
    return quads


def _timed(work: Callable[[Path], object], folder: Path) -> float:
    """Seconds that the work takes in a fresh folder."""
    shutil.rmtree(folder, ignore_errors=True)
    start = time.perf_counter()
    work(folder)
    return time.perf_counter() - start


def _bulk_extend(quads: list[ox.Quad]) -> Callable[[Path], object]:
    def work(folder: Path) -> None:
        store = ox.Store(str(folder))
        store.bulk_extend(quads)
        store.flush()

    return work


def _bulk_load(quads: list[ox.Quad]) -> Callable[[Path], object]:
    def work(folder: Path) -> None:
        store = ox.Store(str(folder))
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        store.bulk_load(text, format=ox.RdfFormat.N_QUADS, lenient=True)
        store.flush()

    return work


def _extend(quads: list[ox.Quad]) -> Callable[[Path], object]:
    return lambda folder: ox.Store(str(folder)).extend(quads)


def _put(found: list[StoredDocument]) -> Callable[[Path], object]:
    def work(folder: Path) -> None:
        Store.build(folder, [], CONTEXT)
        with Store.open(folder, read_only=False) as store:
            for each in found:
                store.put(each, CONTEXT)

    return work


def run(copies: int = 15, repeats: int = 3) -> dict[str, float]:
    """Quads a second of each way (best of the repeats), and the ratio."""
    with suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    found = documents(copies)
    quads = quads_of(found)
    ways: dict[str, Callable[[Path], object]] = {
        "bulk_extend": _bulk_extend(quads),
        "bulk_load": _bulk_load(quads),
        "extend": _extend(quads),
        "make": lambda _: quads_of(found),
        "build": lambda folder: Store.build(folder, found, CONTEXT),
        "put": _put(found),
    }
    seconds = dict.fromkeys(ways, float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, work in ways.items():
                seconds[name] = min(seconds[name], _timed(work, Path(folder) / "store"))
        size = _bytes_on_disk(Path(folder) / "store", ways["build"])
    rates = {name: len(quads) / each for name, each in seconds.items()}
    ratio = rates["build"] / rates["bulk_extend"]
    return {"quads": len(quads), **rates, "ratio": ratio, "bytes": size / len(quads)}


def _bytes_on_disk(folder: Path, work: Callable[[Path], object]) -> int:
    _timed(work, folder)
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


LABELS = {
    "quads": "quads",
    "bulk_extend": "bulk_extend of quads ready made, quads/s",
    "bulk_load": "N-Quads text and bulk_load(lenient), quads/s",
    "extend": "extend in one transaction, quads/s",
    "make": "quads made from records, quads/s",
    "build": "Store.build from records to swapped in, quads/s",
    "put": "Store.put, a transaction a document, quads/s",
    "ratio": "Store.build / bulk_extend",
    "bytes": "bytes on disk a quad",
}


def main() -> None:
    """Print the table."""
    for name, value in run().items():
        shown = f"{value:,.2f}" if name == "ratio" else f"{value:,.0f}"
        sys.stdout.write(f"{LABELS[name]:<52} {shown:>10}\n")


if __name__ == "__main__":
    main()
