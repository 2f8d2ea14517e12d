"""The verb that writes a store out: one form, all of them, or the list of what there is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import console
from kg.asked import open_store
from kg.shell import DEFAULT_STORE, ExportForm, OutFile, StoreFolder, named

if TYPE_CHECKING:
    from kg.export import Exporter
    from kg.graph.store import Store


def export(
    form: Annotated[
        ExportForm | None, typer.Argument(metavar="FORM", help="One of those of --list.")
    ] = None,
    store: StoreFolder = DEFAULT_STORE,
    out: OutFile = None,
    everything: Annotated[
        Path | None,
        typer.Option("--all", metavar="DIR", parser=named, help="Write every form here."),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Tell what forms there are and what each is for.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="CSV for Excel: a byte-order mark, no formulas.")
    ] = False,
) -> None:
    """Write the whole store for other systems. The same store gives the same bytes.

    A form that is several files is written into a folder of its own, which --output names. A
    file or folder is replaced when the new one is whole; a folder with other things in it never.

    \b
    Examples:
      kg export --list
      kg export turtle -o zhejiang.ttl
      kg export nquads | gzip > zhejiang.nq.gz
      kg export csv --bom -o tables/
      kg export --all exports/
    """
    if (form is not None) + (everything is not None) + listed != 1:
        raise typer.BadParameter("name one form, or --all DIR, or --list")
    if bom and form is not ExportForm.csv:
        raise typer.BadParameter("--bom is for csv")
    if everything is not None and out is not None:
        raise typer.BadParameter("--all names the folder itself; leave out --output")
    if listed:
        _tell()
    elif everything is not None:
        with open_store(store) as opened:
            _write_all(opened, everything)
    elif form is not None:
        exporter = _exporter(form, bom)
        folder = _folder(exporter)
        if folder and (out is None or str(out) == "-"):
            raise typer.BadParameter(f"{form} is several files: name a folder with --output")
        with open_store(store) as opened:
            _write_one(opened, exporter, out)


def _exporter(form: ExportForm, bom: bool) -> Exporter:
    from kg.export import EXPORTERS
    from kg.export.csvw import Csv

    return Csv(bom=True) if bom else EXPORTERS[form]


def _folder(exporter: Exporter) -> bool:
    from kg.export import FolderExporter

    return isinstance(exporter, FolderExporter)


def _write_one(store: Store, exporter: Exporter, out: Path | None) -> None:
    from kg.export import FileExporter, write

    if out is not None and str(out) != "-":
        write(exporter, store, out)
    elif isinstance(exporter, FileExporter):
        exporter.write(store, sys.stdout.buffer)


def _write_all(store: Store, folder: Path) -> None:
    from kg.export.everything import write_all

    with console.progress("Writing") as step:
        written = write_all(
            store, folder, progress=step, missing=lambda error: console.complain(str(error))
        )
    console.say(f"Wrote {console.count(len(written), 'export')} into {folder}")


def _tell() -> None:
    from kg.export import EXPORTERS

    rows = [
        (each.name, f"{each.place}/" if _folder(each) else each.place, each.title, each.purpose)
        for each in EXPORTERS.values()
    ]
    headings = ("form", "in --all", "what", "for")
    console.write_table("", dict.fromkeys(headings, False), rows)
