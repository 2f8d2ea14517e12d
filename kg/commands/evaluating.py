"""The verb that judges: records of texts against gold, a table and lists of what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import console
from kg.errors import InputError
from kg.shell import EXIT_BAD, Paths

if TYPE_CHECKING:
    from kg.evaluate import Score
    from kg.types import Record

Row = tuple[str, "Mapping[str, Score]"]


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A JSON file of gold, or a folder of them.")
    ],
    paths: Paths,
    misses: Annotated[
        bool, typer.Option("--misses", help="Also list what was missed and what is extra.")
    ] = False,
    by_document: Annotated[
        bool, typer.Option("--by-document", help="Also a table for each document.")
    ] = False,
) -> None:
    """Read texts and say how well: precision, recall and F1 of each kind of thing.

    Of the files and folders those are read that the gold is of. The status is 1 where a text
    of the gold is not among them.

    \b
    Examples:
      kg evaluate tests/gold/sample kg/data/demo
      kg evaluate tests/gold/dev corpus/dev --misses
    """
    from kg.evaluate import read_gold, score, table, total

    annotated = read_gold(gold)
    rows: list[Row] = []
    absent: list[str] = []
    for item, record in _pairs(annotated, _records(paths, {item["file"] for item in annotated})):
        if record is None:
            absent.append(str(item["number"] or item["file"]))
        else:
            rows.append((str(item["number"] or Path(item["file"]).stem), score(record, item)))
    totals = ("all", total(scores for _, scores in rows))
    print(table([*(rows if by_document else ()), totals]))
    for line in _wrong(rows) if misses else ():
        print(console.visible(line))
    if absent:
        console.complain(f"not among the texts: {', '.join(absent)}", "Name where they are.")
        raise typer.Exit(EXIT_BAD)


def _records(paths: list[Path], names: set[str]) -> list[Record]:
    """Records of the files of these names; the first that cannot be read ends it."""
    from kg import pipeline

    def stop(error: InputError) -> None:
        raise error

    inputs = pipeline.find_inputs(paths)
    files = [file for file in inputs.files if file.path.name in names]
    return list(pipeline.extract(replace(inputs, files=files), on_error=stop))


def _pairs(
    annotated: Iterable[Mapping[str, Any]], records: Iterable[Record]
) -> Iterator[tuple[Mapping[str, Any], Record | None]]:
    """Each document of the gold with its record: of that file, by number, by title, or alone."""
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record.source.file].append(record)
    for item in annotated:
        held = by_file[item["file"]]
        same = [r for r in held if item["number"] and r.number == item["number"]]
        same = same or [r for r in held if item["title"] and r.title == item["title"]]
        found = next(iter(same or (held if len(held) == 1 else ())), None)
        if found and item.get("sha256", found.source.sha256) != found.source.sha256:
            problem, remedy = "is not the text that was annotated", "Name the folder of that text."
            raise InputError(item["file"], problem, remedy)
        yield item, found


def _wrong(rows: Iterable[Row]) -> Iterator[str]:
    for name, scores in rows:
        for kind, found in scores.items():
            yield from (f"missed  {kind:18} {name}  {what}" for what in sorted(found.missed))
            yield from (f"extra   {kind:18} {name}  {what}" for what in sorted(found.extra))
