"""All exports into one folder, each whole or as it was, and the description of them last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.errors import MissingExtra, OutputError
from kg.export import EXPORTERS, write
from kg.export.dataset import Description, distributions
from kg.graph.store import Store

#: ``step(done, total, next)``: exports finished, of how many, what is written next.
Progress = Callable[[int, int, str], None]


def write_all(
    store: Store,
    folder: Path,
    *,
    progress: Progress | None = None,
    missing: Callable[[MissingExtra], None] | None = None,
) -> list[Path]:
    """Write every export into a folder, which is made if need be; gives what was written.

    Other things in the folder stay. An export that needs a library which is not installed is
    told to ``missing`` and left out; what an earlier run wrote of it stays, and is not described.
    Raises OutputError where something cannot be written; what was written before stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error) from error
    done: list[tuple[Path, str, str]] = []
    for number, exporter in enumerate(EXPORTERS.values()):
        path = folder / exporter.place
        if progress:
            progress(number, len(EXPORTERS), exporter.place)
        if isinstance(exporter, Description):
            exporter = Description(distributions(folder, done))
        try:
            write(exporter, store, path)
        except MissingExtra as error:
            if missing:
                missing(error)
        else:
            done.append((path, exporter.title, exporter.media_type))
    if progress:
        progress(len(EXPORTERS), len(EXPORTERS), "")
    return [path for path, _, _ in done]
