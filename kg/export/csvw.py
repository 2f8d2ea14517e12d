"""CSV tables, with metadata that says what every column holds (CSV on the Web).

A byte-order mark is written on request: without one Excel takes UTF-8 for another encoding. In
that form a cell that Excel would take for a formula gets an apostrophe before it, since what
documents print must not be calculated.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from typing import IO, Any

from kg.export.base import Writer
from kg.export.licences import ANNOTATIONS, TEXTS_EN, TEXTS_ZH
from kg.export.table import Column, Kind, Table
from kg.export.tables import Cell, rows, tables, text_of
from kg.graph.store import Store

#: Between the values of a cell that may hold several.
SEPARATOR = "|"
METADATA = "csv-metadata.json"

_DATATYPES: dict[Kind, str] = {
    "iri": "anyURI",
    "string": "string",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
    "year": "gYear",
}
_FORMULA = re.compile(r"[=+\-@\t\r]")


class Csv:
    """One file a table and their metadata; ``bom`` makes them safe to open in Excel."""

    name = "csv"
    title = "CSV with CSVW metadata"
    purpose = "tables for pandas, R, spreadsheets; csv-metadata.json explains each column"
    media_type = "text/csv"
    place = "csv"

    def __init__(self, *, bom: bool = False) -> None:
        self._bom = bom

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """The tables that have rows, then the metadata."""
        found = list(tables(store))
        for table in found:
            yield f"{table.name}.csv", partial(self._write, store, table)
        yield METADATA, partial(_write_metadata, found)

    def _write(self, store: Store, table: Table, stream: IO[bytes]) -> None:
        if self._bom:
            stream.write(b"\xef\xbb\xbf")
        text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        show = _for_excel if self._bom else cell_text
        writer.writerows([show(cell) for cell in row] for row in rows(store, table))
        text.detach()


def cell_text(cell: Cell) -> str:
    """What stands in a cell; an absent value is empty, several are parted by a bar."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return SEPARATOR.join(text_of(each).replace(SEPARATOR, "｜") for each in cell)
    return text_of(cell)


def _for_excel(cell: Cell) -> str:
    text = cell_text(cell)
    return f"'{text}" if isinstance(cell, str | tuple) and _FORMULA.match(text) else text


def _write_metadata(found: list[Table], stream: IO[bytes]) -> None:
    stream.write((json.dumps(metadata(found), ensure_ascii=False, indent=2) + "\n").encode())


def metadata(found: list[Table]) -> dict[str, Any]:
    """The tables as a CSVW table group."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:license": {"@id": ANNOTATIONS},
        "dc:rights": [
            {"@value": TEXTS_ZH, "@language": "zh"},
            {"@value": TEXTS_EN, "@language": "en"},
        ],
        "tables": [_table(each) for each in found],
    }


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(each) for each in table.columns],
        "primaryKey": table.columns[0].name,
        "aboutUrl": "{+id}",
    }
    description = [
        {"@value": table.zh, "@language": "zh"},
        {"@value": table.en, "@language": "en"},
    ]
    return {"url": f"{table.name}.csv", "dc:description": description, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": [column.name], "zh": [column.zh]},
        "dc:description": {"@value": column.en, "@language": "en"},
        "datatype": _DATATYPES[column.kind],
    }
    if column.many:
        found["separator"] = SEPARATOR
    return found
