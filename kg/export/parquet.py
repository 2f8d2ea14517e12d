"""Parquet tables, typed, for pandas, DuckDB, Spark. Needs pyarrow (``kg[parquet]``).

pyarrow and not polars, since its writer takes a table a few thousand rows at a time: memory
does not grow with the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import IO, Any

from kg.errors import MissingExtra
from kg.export.base import Writer
from kg.export.licences import ANNOTATIONS
from kg.export.table import Column, Table
from kg.export.tables import Cell, rows, tables
from kg.graph.store import Store

#: Rows that are in memory at once, and in a row group of the file.
GROUP = 16_384


class Parquet:
    """One file a table; columns that may hold several values are lists."""

    name = "parquet"
    title = "Parquet"
    purpose = "typed tables for pandas, DuckDB, Spark; needs pyarrow"
    media_type = "application/vnd.apache.parquet"
    place = "parquet"

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        """The tables that have rows. Raises MissingExtra where pyarrow is not installed."""
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise MissingExtra("Parquet", "pyarrow", "parquet") from None
        for table in tables(store):
            yield f"{table.name}.parquet", partial(_write, store, table)


def _write(store: Store, table: Table, stream: IO[bytes]) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    described = {"description": f"{table.zh} / {table.en}", "license": ANNOTATIONS}
    schema = pa.schema([_field(pa, each) for each in table.columns], metadata=described)
    found = rows(store, table)
    with ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(found, GROUP)):
            columns = [[_plain(cell) for cell in column] for column in zip(*group, strict=True)]
            arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _field(pa: Any, column: Column) -> Any:
    types = {
        "integer": pa.int64(),
        "year": pa.int32(),
        "decimal": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    kind = types.get(column.kind, pa.string())
    described = {"description": f"{column.zh} / {column.en}"}
    return pa.field(column.name, pa.list_(kind) if column.many else kind, metadata=described)


def _plain(cell: Cell) -> object:
    """Decimals as floating-point numbers: readers of tables calculate with those."""
    return float(cell) if isinstance(cell, Decimal) else cell
