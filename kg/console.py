"""What the commands print: tables for people, CSV and JSON for programs, errors with a remedy.

Answers go to standard output, everything said about the work to standard error. Nothing is
coloured, drawn over or cut where the stream is not a terminal.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console, ConsoleOptions
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from kg.errors import InputError
from kg.output import whole_file
from kg.types import to_plain

if TYPE_CHECKING:
    from kg.graph.answers import Answer
    from kg.graph.findings import Row as Finding
    from kg.graph.resources import Query
    from kg.view import Node, Outline, Task

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

#: Wide enough that no line of a table is broken when it is read by a program.
_UNBOUNDED = 100_000

Row = Sequence[Any]


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"


def console(stream: TextIO | None = None) -> Console:
    """A console on standard output (or ``stream``): as wide as the terminal, or without end."""
    target = stream or sys.stdout
    return Console(
        file=target,
        width=None if target.isatty() else _UNBOUNDED,
        highlight=False,
        soft_wrap=not target.isatty(),
    )


def visible(text: str) -> str:
    """The text without control characters, but for line ends and tabs."""
    return _CONTROLS.sub("", text)


def say(text: str) -> None:
    """One line about the work, on standard error."""
    print(visible(text), file=sys.stderr, flush=True)


def complain(problem: str, remedy: str = "") -> None:
    """An error as two lines: what is wrong (with its place), what to do about it."""
    say(f"kg: {problem}")
    if remedy:
        say(f"    {remedy}")


def complain_of(error: InputError) -> None:
    """The error of one file: name, place, problem; remedy."""
    where = f"{error.file} ({error.place})" if error.place else error.file
    complain(f"{where}: {error.problem}", error.remedy)


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Standard output for None or ``-``; otherwise a file that appears only when complete."""
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with whole_file(path) as binary:
        stream = TextIOWrapper(binary, encoding="utf-8", errors="backslashreplace", newline="")
        yield stream
        stream.flush()
        stream.detach()


def write_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """RFC 4180 but for the line end (a bare newline); an absent value is an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """Truth values as everywhere outside Python: true, false."""
    return str(value).lower() if isinstance(value, bool) else value


def write_json(value: Any) -> None:
    """JSON with Chinese kept as it is, two spaces in."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def write_table(title: str, columns: Mapping[str, bool], rows: Sequence[Row]) -> None:
    """A table for people; a column maps to True where it holds numbers (set to the right)."""
    table = Table(title=title or None, title_justify="left", title_style="bold", box=None)
    table.pad_edge = False
    for name, number in columns.items():
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    _print(table)


@dataclass(frozen=True)
class _Visible:
    """What is drawn, without control characters in its text: documents hold whatever they like,
    and a terminal would obey."""

    drawn: Table | Tree

    def __rich_console__(self, target: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for part in target.render(self.drawn, options):
            yield part if part.control else Segment(visible(part.text), part.style)


def _print(drawn: Table | Tree) -> None:
    """Print; where no terminal needs them, without the blanks that fill up lines."""
    target = console()
    if target.is_terminal:
        target.print(_Visible(drawn))
        return
    with target.capture() as captured:
        target.print(_Visible(drawn))
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))


@contextmanager
def progress(label: str) -> Iterator[Any]:
    """A bar on standard error while it is a terminal.

    Yields ``step(done, total, file)``: ``done`` files of ``total`` are finished, ``file`` is
    next (empty after the last).
    """
    target = console(sys.stderr)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[file]}"),
    )
    bar = Progress(*columns, console=target, transient=True, disable=not target.is_terminal)
    with bar:
        job = bar.add_task(label, total=None, file="")

        def step(done: int, total: int, file: str = "") -> None:
            bar.update(job, completed=done, total=total, file=escape(visible(Path(file).name)))

        yield step


#: Table of the co-ownership -> heading of a column -> the field it shows.
_DRAWN = {
    "bodies": {
        "body": "name",
        "owned": "owned",
        "led": "led",
        "marked": "led_marked",
        "by rule": "led_by_rule",
        "sole": "sole",
    },
    "pairs": {"body": "first_name", "and body": "second_name", "shared": "shared"},
}
_DRAWN_ROWS = 20


def write_coownership(
    tables: Mapping[str, Sequence[Any]], form: Format, top: int | None, columns: Sequence[str]
) -> None:
    """Bodies and pairs: drawn, or with all their fields as JSON or, one table, as CSV."""
    plain = {name: [to_plain(row) for row in rows[:top]] for name, rows in tables.items()}
    if form is Format.json:
        write_json(plain)
    elif form is Format.csv:
        [rows] = plain.values()
        write_csv(columns, [[row[column] for column in columns] for row in rows])
    else:
        for number, (name, rows) in enumerate(plain.items()):
            if number:
                print()
            _draw(name, rows, len(tables[name]), top or _DRAWN_ROWS)


def _draw(name: str, rows: Sequence[Mapping[str, Any]], of: int, top: int) -> None:
    columns = _DRAWN[name]
    cells = [[row[field] for field in columns.values()] for row in rows[:top]]
    numbers = {heading: not field.endswith("name") for heading, field in columns.items()}
    write_table(f"{count(of, 'body' if name == 'bodies' else 'pair')}", numbers, cells)
    if of > top:
        print(f"... {of - top} more: --top {of}")


def write_answer(answer: Answer) -> None:
    """Rows of a query's answer, IRIs by their prefixed names."""
    from kg.view import short

    rows = [
        [
            "" if value is None else short(value.text) if value.kind == "iri" else value.text
            for value in row
        ]
        for row in answer
    ]
    write_table("", dict.fromkeys(answer.columns, False), rows)


def write_questions(questions: Iterable[Query], form: str) -> None:
    """The questions that come along: drawn, or with all that is said of them as CSV or JSON."""
    from kg.questions import listed

    ordered = listed(questions)
    if form == "json":
        write_json([{k: v for k, v in to_plain(each).items() if k != "sparql"} for each in ordered])
        return
    cells = [
        (f"Q{each.number}" if each.number else "", each.name, each.title_zh, each.title_en,
         " ".join(f"--{parameter.name}" for parameter in each.parameters))
        for each in ordered
    ]  # fmt: skip
    headings = ("", "question", "问题", "in English", "parameters")
    if form == "table":
        write_table("", dict.fromkeys(headings, False), cells)
    else:
        write_csv(("number", *headings[1:]), cells)


def write_findings(rows: Sequence[Finding], form: Format, columns: Sequence[str]) -> None:
    """What validation found: drawn, or with all fields as CSV or JSON."""
    from kg.view import short

    plain = [{name: to_plain(row)[name] for name in columns} for row in rows]
    if form is Format.json:
        write_json(plain)
    elif form is Format.csv:
        write_csv(columns, [list(row.values()) for row in plain])
    elif rows:
        cells = [
            (row.severity, row.en, short(row.focus), short(row.value), _place(row)) for row in rows
        ]
        headings = ("severity", "finding", "at", "value", "where")
        write_table("", dict.fromkeys(headings, False), cells)


def _place(row: Finding) -> str:
    """``gazette.txt:12:3``; without lines, the characters in the document's text."""
    if row.start is None:
        return ""
    return f"{row.file}:{row.line}:{row.column}" if row.line else f"{row.start}-{row.end}"


def count(number: int, noun: str) -> str:
    """``1 file``, ``2 files``, ``3 bodies``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def write_outline(outline: Outline) -> None:
    """A document as a tree: header fields, then sections and annexes with their tasks."""
    tree = Tree(Text(outline.title, style="bold"), guide_style="dim")
    for label, value in outline.header:
        tree.add(Text(f"{label}: {value}", style="dim"))
    _grow(tree, outline.root)
    _print(tree)


def _grow(tree: Tree, node: Node) -> None:
    for task in node.tasks:
        tree.add(_task(task))
    for child in node.children:
        gap = " " if child.marker.isascii() else ""
        name = f"{child.marker}{gap}{child.heading}".strip()
        _grow(tree.add(Text(name, style="cyan")), child)


def _task(task: Task) -> Text:
    """The text of a task; below it who leads, is responsible, supports, and by when."""
    lines = [task.text]
    for role in ("lead", "responsible", "support"):
        named = [each for each in task.owners if each.role == role]
        if named:
            bases = ", ".join(dict.fromkeys(each.basis for each in named))
            lines.append(f"{role} ({bases}): {'、'.join(each.name for each in named)}")
    if task.open:
        lines.append("and others (等)")
    if task.due:
        lines.append(f"due: {task.due}")
    text = Text(lines[0])
    return text.append("\n" + "\n".join(lines[1:]), style="green") if lines[1:] else text
