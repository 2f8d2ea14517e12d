"""How the results of analyses are written: tables for people, CSV, JSON, GraphML."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from kg import console
from kg.analytics.rows import Column, columns
from kg.types import to_plain

_DRAWN_ROWS = 20


class AnalysisForm(StrEnum):
    """How an analysis is written."""

    table = "table"
    csv = "csv"
    json = "json"
    graphml = "graphml"


@dataclass(frozen=True)
class Sheet:
    """A table: what one row of it is called, the class of its rows, the rows."""

    noun: str
    row: type[Any]
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class MeaningRow:
    """What a column means."""

    analysis: Annotated[str, Column("分析", "the analysis")]
    column: Annotated[str, Column("列", "name of the column in CSV, JSON and frames")]
    zh: Annotated[str, Column("中文", "heading in Chinese")]
    meaning: Annotated[str, Column("含义", "what it means")]


def write_sheets(
    sheets: Sequence[Sheet],
    form: AnalysisForm,
    top: int | None,
    graph: Callable[[], Any] | None = None,
) -> None:
    """Write tables to standard output; ``graph`` makes the network that GraphML is of.

    CSV holds one table, the first; standard error says which others there are.
    """
    if form is AnalysisForm.graphml:
        _write_graph(graph)
    elif form is AnalysisForm.json:
        found = {_plural(each.noun): _finite([to_plain(r) for r in each.rows[:top]])
                 for each in sheets}  # fmt: skip
        console.write_json(next(iter(found.values())) if len(found) == 1 else found)
    elif form is AnalysisForm.csv:
        first = sheets[0]
        names = list(columns(first.row))
        rows = [[_cell(getattr(row, name)) for name in names] for row in first.rows[:top]]
        console.write_csv(names, rows)
        if len(sheets) > 1:
            others = " and ".join(_plural(each.noun) for each in sheets[1:])
            console.say(f"kg: CSV holds one table, here {_plural(first.noun)}; not {others}")
    else:
        for number, sheet in enumerate(sheets):
            if number:
                print()
            _draw(sheet, top or _DRAWN_ROWS)


def _write_graph(graph: Callable[[], Any] | None) -> None:
    if graph is None:
        raise typer.BadParameter("this analysis is no network: choose table, csv or json")
    from kg.analytics.graphs import write_graphml

    write_graphml(graph(), sys.stdout.buffer)


def _draw(sheet: Sheet, top: int) -> None:
    known = {name: each for name, each in columns(sheet.row).items() if each.drawn}
    cells = [[_short(getattr(row, name)) for name in known] for row in sheet.rows[:top]]
    numbers = {
        _heading(name): any(_is_number(getattr(row, name)) for row in sheet.rows[:top])
        for name in known
    }
    title = console.count(len(sheet.rows), sheet.noun)
    console.write_table(title.replace("industrys", "industries"), numbers, cells)
    if len(sheet.rows) > top:
        print(f"... {len(sheet.rows) - top} more: --top {len(sheet.rows)}")


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    """A value for people: three digits of a fraction; nothing for what is not known."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)


def _cell(value: Any) -> Any:
    """A value for CSV: nothing for what is not a number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _finite(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _cell(value) for name, value in row.items()} for row in rows]


def _plural(noun: str) -> str:
    return console.count(2, noun).partition(" ")[2]


def explain_queries(queries: Mapping[str, str], after: str = "") -> None:
    """Print SPARQL, each query under a comment that says what it reads."""
    for number, (name, text) in enumerate(queries.items()):
        if number:
            print()
        print(f"# {name}\n{text.strip()}")
    if after:
        print(f"\n# {after}")
