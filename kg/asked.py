"""What a command was asked about: the store, the query, the documents or the file of a name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg import console
from kg.errors import InputError
from kg.shell import EXIT_BAD

if TYPE_CHECKING:
    from kg.graph.manifest import SourceFile
    from kg.graph.resources import Query
    from kg.graph.store import Store
    from kg.read.find import Inputs


def open_store(folder: Path, *, read_only: bool = True) -> Store:
    """The store in a folder."""
    from kg.graph.store import Store

    return Store.open(folder, read_only=read_only)


def read_query(file: str) -> str:
    """Text of a query file, or of standard input for ``-``."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError(
            file, f"the query cannot be read ({reason})", "Name a text file."
        ) from None


def parameters(words: Sequence[str], question: Query | None) -> dict[str, str]:
    """Values of a question's parameters from what was typed: ``--region 330000`` or ``=``."""
    values: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, given, value = word.partition("=")
        if not name.startswith("--") or question is None:
            raise typer.BadParameter(f"{word}: no such option")
        if not given:
            if not rest:
                raise typer.BadParameter(f"{word} needs a value")
            value = rest.pop(0)
        values[name[2:]] = value
    return values


def refuse_input(out: Path | None, inputs: Inputs) -> None:
    """Raise InputError where the output would take the place of a file that is to be read."""
    for file in inputs.files if out is not None and out.exists() else ():
        if out is not None and file.path.exists() and out.samefile(file.path):
            remedy = "Name another file for the output."
            raise InputError(str(out), "the output is one of the files to read", remedy)


def wanted(store: Store, number: str) -> list[str]:
    """Keys of the documents of a number; without any, says which are near, and ends with 1."""
    from kg import view

    documents = store.documents()
    if keys := view.find(documents, number):
        return keys
    likely = view.near(documents, number)
    hint = f"Did you mean {' or '.join(likely)}?" if likely else "No number in it is like this."
    console.complain(f"{number}: not among the {len(documents)} documents of the store", hint)
    raise typer.Exit(EXIT_BAD)


def file_named(store: Store, name: str) -> SourceFile | None:
    """The file of the store that is at this path or, for a bare name, the only one called so.

    Where several are, says which, and ends with 1.
    """
    if name != Path(name).name:
        return store.manifest.at(str(Path(name).resolve()))
    alike = [each for each in store.manifest.sources if each.file == name]
    if len(alike) > 1:
        paths = " or ".join(each.place for each in alike)
        console.complain(f"{name}: {len(alike)} files are called so", f"Name one: {paths}")
        raise typer.Exit(EXIT_BAD)
    return alike[0] if alike else None
