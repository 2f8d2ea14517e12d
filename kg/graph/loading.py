"""How quads get onto the disk: bulk loads into a staged folder, and single transactions."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import manifest, members
from kg.graph.build import parts
from kg.graph.dumps import Writing
from kg.graph.frame import Context
from kg.graph.held import Held, folder_of
from kg.graph.members import Place, Quads, State, StoredDocument
from kg.graph.sums import CHECKED
from kg.graph.units import is_unit

#: Quads loaded at once: the database holds them in memory, a million takes over a gigabyte.
AT_ONCE = 300_000

Progress = Callable[[StoredDocument], None]

_DATA = re.compile(r"data-(\d+)(?:\.held|\.sums)?")
_OURS = re.compile(
    rf"lock|{re.escape(CHECKED)}|{re.escape(manifest.NAME)}(?:\.new)?|{_DATA.pattern}"
)


def prepare(folder: Path) -> None:
    """Make the folder of a store, or see that what is in it is a store's.

    Raises StoreError where other things are in it, so that nothing of theirs is ever deleted.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = [each.name for each in folder.iterdir() if not each.name.startswith(".")]
    except OSError as error:
        raise StoreError(f"{folder}: cannot hold a store ({error.strerror}).") from error
    if strange := [name for name in names if not _OURS.fullmatch(name)]:
        raise StoreError(
            f"{folder}: holds other things ({min(strange)}). Name an empty or new folder."
        )


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new data folder; on success the old one goes, on failure the new one.

    The body has to make the new one live (by writing the manifest) as its last act.
    """
    live = manifest.read(folder).data if (folder / manifest.NAME).exists() else ""
    sweep(folder, keep=live)
    number = int(found[1]) if (found := _DATA.fullmatch(live)) else 0
    data = folder / f"data-{number + 1}"
    try:
        yield data
    except BaseException:
        sweep(folder, keep=live)
        raise
    sweep(folder, keep=data.name)


def sweep(folder: Path, *, keep: str) -> None:
    """Delete all data folders but the live one: leftovers of a build that was cut off."""
    for each in folder.iterdir():
        if _DATA.fullmatch(each.name) and each.name.partition(".")[0] != keep:
            shutil.rmtree(each, ignore_errors=True)
    (folder / f"{manifest.NAME}.new").unlink(missing_ok=True)


def database(data: Path, read_only: bool) -> ox.Store:
    """Open the database; raises StoreError with a remedy."""
    try:
        if not data.is_dir():
            raise OSError(f"{data.name} is missing")
        return ox.Store.read_only(str(data)) if read_only else ox.Store(str(data))
    except (OSError, RuntimeError) as error:
        raise unusable(data.parent, error) from error


def unusable(folder: Path, error: Exception) -> StoreError:
    """The error for a database that fails; one in good order is not to be thrown away."""
    reason = str(error)
    if "ermission denied" in reason or "ead-only file system" in reason:
        remedy = "See that you may read and write the folder."
    elif "o space left" in reason or "quota exceeded" in reason:
        remedy = "Make room on the disk and try again."
    elif "oo many open files" in reason:
        remedy = "Allow more open files (ulimit -n) and try again."
    else:
        remedy = "If no other process uses it, take the folder away and build anew."
    return StoreError(
        f"{folder}: the database cannot be used ({' '.join(reason.split())}). {remedy}"
    )


@contextmanager
def faults_named(folder: Path) -> Iterator[None]:
    """Say as a StoreError what the database of a store could not do.

    Its errors are bare, those of the system have a number.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if type(error) is RuntimeError or (type(error) is OSError and error.errno is None):
            raise unusable(folder, error) from error
        raise


def load_bulk(
    data: Path, documents: Iterable[StoredDocument], context: Context, progress: Progress | None
) -> list[tuple[str, Place]]:
    """Load the documents in one bulk into a new database.

    Documents whose key came up before (copies, conflicts) are kept aside on disk; gives their
    keys and places, to be put one by one.
    """
    late: list[tuple[str, Place]] = []
    held = Held(folder_of(data))
    fresh = ox.Store(str(data))
    with closing(Writing(data)) as lines:
        quads = _stream(documents, context, held, late, lines, progress)
        while (first := next(quads, None)) is not None:
            fresh.bulk_extend(chain((first,), islice(quads, AT_ONCE - 1)))
    fresh.flush()
    del fresh
    _sync(data)
    return late


def _stream(
    documents: Iterable[StoredDocument],
    context: Context,
    held: Held,
    late: list[tuple[str, Place]],
    lines: Writing,
    progress: Progress | None,
) -> Iterator[ox.Quad]:
    seen: set[str] = set()
    described: set[ox.NamedNode] = set()
    for each in documents:
        if each.record.id in seen:
            late.append(_set_aside(each, context, held))
        else:
            seen.add(each.record.id)
            own, units = parts(each.record, each.raw, context, each.letters)
            new = {graph: quads for graph, quads in units.items() if graph not in described}
            for quads in (list(own), *new.values()):
                lines.add(quads)
                yield from quads
            described |= units.keys()
        if progress:
            progress(each)


def _set_aside(document: StoredDocument, context: Context, held: Held) -> tuple[str, Place]:
    member = members.member(document, context)
    held.save(member)
    return member.key, member.place


def _sync(data: Path) -> None:
    """See that the files of a bulk load are on the disk before anything names them."""
    for each in data.iterdir():
        with each.open("rb") as stream:
            os.fsync(stream.fileno())
    manifest.sync_folder(data)


def differences(before: State, after: State, is_there: Callable[[ox.NamedNode], bool]) -> str:
    """A SPARQL update that makes one state the other; one request is one transaction.

    A description that is there already, for the sake of other documents, is left alone.
    Every term is written by the library, so that no text can break out of its literal.
    """
    added = {g: q for g, q in after.items() if g in before or not (is_unit(g) and is_there(g))}
    return ";\n".join((*_dropped(before, after), *_changed(before, added)))


def _dropped(before: State, after: State) -> Iterator[str]:
    for graph in sorted(before.keys() - after.keys(), key=str):
        yield f"DROP SILENT GRAPH {graph}"


def _changed(before: State, after: State) -> Iterator[str]:
    for graph in sorted(after, key=str):
        old, new = before.get(graph, frozenset()), after[graph]
        yield from _data("DELETE", graph, old - new)
        yield from _data("INSERT", graph, new - old)


def _data(verb: str, graph: ox.NamedNode, quads: Quads) -> Iterator[str]:
    if quads:
        lines = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads)
        yield f"{verb} DATA {{ GRAPH {graph} {{\n{lines}}} }}"
