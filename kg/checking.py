"""A user's knowledge tables, checked row by row: ``kg check-knowledge``.

What a row may hold is told by our own table of the same name; that its examples come out as they
say is tried with the code that reads documents.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from kg.bodies import KINDS
from kg.errors import KnowledgeError
from kg.knowledge import Knowledge, load
from kg.link import Context, Linker
from kg.own import own_texts, parsed
from kg.regions import LEVELS

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CODE = re.compile(r"[1-9]\d{5}")
_BODY_LEVELS = ("state", "province", "city", "county", "township")
_SORTS: Mapping[type, str] = {str: "a text", list: "a list", bool: "true or false"}
#: arrays of a table whose rows are bodies, and what all of these may have
_BODIES = ("body", "regional")
_OF_BODIES: Mapping[str, type] = {
    "not": list,
    "valid_from": str,
    "valid_to": str,
    "key": str,
    "superior": str,
    "under": str,
    "dual": bool,
    "successor": list,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row; ``line`` counts from 1 in the file."""

    file: str
    line: int
    row: str
    fault: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line} ({self.row}): {self.fault}"


@dataclass(frozen=True, slots=True)
class Checked:
    """The faults of a folder of tables and how many rows were looked at."""

    faults: tuple[Fault, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a user's TOML table: the array it stands in, where, and what it says."""

    file: str
    array: str
    line: int
    cells: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the row is called in a message."""
        return str(self.cells.get("name") or self.cells.get("key") or self.array)

    def fault(self, text: str) -> Fault:
        """A fault of this row."""
        return Fault(self.file, self.line, self.name, text)


def check(folder: Path) -> Checked:
    """Check all tables of a user's folder.

    Raises KnowledgeError where a file is no table at all.
    """
    ours = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in resources.files("kg.data").iterdir()
        if entry.name.endswith((".toml", ".tsv"))
    }
    texts = own_texts(folder, ours)
    faults: list[Fault] = []
    rows: list[_Row] = []
    count = 0
    for name, text in texts.items():
        if name.endswith(".tsv"):
            found = list(_tsv_rows(text))
            count += len(found)
            faults += _tsv_faults(name, found, ours[name])
        else:
            own, known = parsed(name, text), tomllib.loads(ours[name])
            faults += _unknown_parts(name, own, known)
            found_rows = [row for row in _toml_rows(name, text, own) if row.array in known]
            count += len(found_rows)
            rows += found_rows
            faults += [fault for row in found_rows for fault in _fields(row, known[row.array])]
    if not faults:
        faults += _in_use(folder, rows)
    return Checked(tuple(sorted(faults, key=lambda f: (f.file, f.line, f.fault))), count)


# --- TOML ------------------------------------------------------------------------------------


def _toml_rows(name: str, text: str, table: Mapping[str, Any]) -> Iterator[_Row]:
    for array, rows in table.items():
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict)):
            continue
        heads = re.finditer(rf"^[ \t]*\[\[[ \t]*{re.escape(array)}[ \t]*\]\]", text, re.MULTILINE)
        lines = [text.count("\n", 0, head.start()) + 1 for head in heads]
        for number, row in enumerate(rows):
            yield _Row(name, array, lines[number] if number < len(lines) else 1, row)


def _unknown_parts(name: str, own: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Fault]:
    for key in own.keys() - known.keys():
        yield Fault(name, 1, key, f"the table has no such part; it has {', '.join(sorted(known))}")


def _fields(row: _Row, ours: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Fields that the table does not have, and fields that hold another sort of thing."""
    sorts: dict[str, type] = dict(_OF_BODIES) if row.array in _BODIES else {}
    for each in ours:
        sorts |= {key: type(value) for key, value in each.items()}
    for key, value in row.cells.items():
        if key not in sorts:
            yield row.fault(f"there is no field {key}; a row has {', '.join(sorted(sorts))}")
        elif not isinstance(value, sorts[key]):
            yield row.fault(f"{key} must be {_SORTS.get(sorts[key], sorts[key].__name__)}")
    if row.array in _BODIES:
        yield from _body_fields(row)


def _body_fields(row: _Row) -> Iterator[Fault]:
    cells = row.cells
    for key in ("name", "kind", "forms", "examples"):
        if not cells.get(key):
            yield row.fault(f"{key} is missing")
    if cells.get("kind") and cells["kind"] not in KINDS:
        yield row.fault(f"kind {cells['kind']!r} is none of {', '.join(sorted(KINDS))}")
    levels = cells.get("levels", [cells["level"]] if "level" in cells else [])
    for level in levels if isinstance(levels, list) else ():
        if isinstance(level, str) and level not in _BODY_LEVELS:
            yield row.fault(f"level {level!r} is none of {', '.join(_BODY_LEVELS)}")
    for key in ("valid_from", "valid_to"):
        if key in cells and not _MONTH.fullmatch(str(cells[key])):
            yield row.fault(f"{key} {cells[key]!r} is no month such as 2018-11")
    if str(cells.get("valid_from", "")) >= str(cells.get("valid_to", "~")):
        yield row.fault("valid_to is not after valid_from")
    yield from _forms(row)


def _forms(row: _Row) -> Iterator[Fault]:
    forms = [form for form in row.cells.get("forms", []) if isinstance(form, str)]
    for form in forms:
        if len(form) < 2:
            yield row.fault(f"form {form!r} has one character; it would be found in other words")
        if unicodedata.normalize("NFKC", form) != form:
            yield row.fault(f"form {form!r} must be written in half-width signs")
    for word in row.cells.get("not", []):
        if not any(form in word and form != word for form in forms):
            yield row.fault(f"not {word!r} holds none of the forms")


# --- In use ----------------------------------------------------------------------------------


def _in_use(folder: Path, rows: Sequence[_Row]) -> Iterator[Fault]:
    """What only shows when the tables are loaded together: places, lines, examples."""
    try:
        knowledge = load(own=folder)
    except KnowledgeError as error:
        yield Fault(folder.name, 1, "all tables", str(error))
        return
    linker = Linker(knowledge)
    for row in rows:
        if row.array in _BODIES:
            misplaced = list(_places(row, knowledge))
            yield from misplaced or _examples(row, linker)


def _places(row: _Row, knowledge: Knowledge) -> Iterator[Fault]:
    for key in ("territory", "within"):
        code = row.cells.get(key)
        if code is not None and code != "cn" and code not in knowledge.regions:
            yield row.fault(f"{key} {code!r} is no code of regions.tsv")
    line = row.cells.get("line")
    if line is not None and line not in knowledge.lines:
        yield row.fault(f"line {line!r} is not in lines.toml; add it there with zh and en")


def _examples(row: _Row, linker: Linker) -> Iterator[Fault]:
    for example in row.cells["examples"]:
        if not (isinstance(example, list) and len(example) == 3):
            yield row.fault("an example is [code of the issuer's region, as written, full name]")
            continue
        code, text, name = example
        context = Context(None if code == "cn" else code, code == "cn", _day(row.cells))
        link = linker.body(text, context)
        if link.name != name or link.entity is None or not link.entity.listed:
            got = link.name if link.entity and link.entity.listed else "no listed body"
            yield row.fault(f"example {text} in a document of {code} gives {got}, not {name}")


def _day(cells: Mapping[str, Any]) -> str | None:
    """A day on which a row holds; None for today."""
    if not cells.get("valid_to"):
        return None
    if cells.get("valid_from"):
        return f"{cells['valid_from']}-15"
    return f"{int(str(cells['valid_to'])[:4]) - 1}-06-15"


# --- TSV -------------------------------------------------------------------------------------


def _tsv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of the rows after the header."""
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    return iter(lines[1:])


def _tsv_faults(name: str, rows: Sequence[tuple[int, list[str]]], ours: str) -> Iterator[Fault]:
    header = next(line for line in ours.splitlines() if line and not line.startswith("#"))
    columns = header.split("\t")
    codes = {line.split("\t")[0] for line in ours.splitlines()} | {row[0] for _, row in rows}
    for line, cells in rows:
        if len(cells) > len(columns):
            yield Fault(
                name, line, cells[0], f"{len(cells)} columns where there are {len(columns)}"
            )
        elif name == "regions.tsv":
            row = dict(zip(columns, [*cells, *[""] * len(columns)], strict=False))
            yield from (Fault(name, line, row["code"], fault) for fault in _region(row, codes))


def _region(row: Mapping[str, str], codes: set[str]) -> Iterator[str]:
    if not _CODE.fullmatch(row["code"]):
        yield f"code {row['code']!r} has not six digits"
    if not row["name"]:
        yield "name is missing"
    if row["level"] not in LEVELS:
        yield f"level {row['level']!r} is none of {', '.join(LEVELS)}"
    if row["parent"] and row["parent"] not in codes:
        yield f"parent {row['parent']!r} is no code of the table"
    if row["level"] in LEVELS[1:] and not row["parent"]:
        yield "parent is missing"
    for key in ("valid_from", "valid_to"):
        if row[key] and not _DAY.fullmatch(row[key]):
            yield f"{key} {row[key]!r} is no date such as 2021-04-09"
