"""The task ledger as offices keep it: 责任清单.xlsx, one row a task.

Every cell from a document is written as a string, whatever it begins with. The file holds no
time of its making, so that the same store gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

from pyoxigraph import Literal, NamedNode

from kg.export.licences import ANNOTATIONS, TEXTS_ZH
from kg.export.tables import Reader, subjects
from kg.graph.store import Store

#: Heading of each column and its width in characters.
COLUMNS = (
    ("序号", 6),
    ("任务", 60),
    ("牵头单位", 20),
    ("责任/配合单位", 28),
    ("完成时限", 12),
    ("文件", 36),
    ("条目", 22),
    ("原文", 60),
)
SHEET = "责任清单"

#: What a sheet and a cell of the format can hold.
ROWS, CHARACTERS = 1_048_575, 32_767

#: Where lines and pages of the print end; in a cell they would only take room.
_BLANK_LINES = re.compile(r"\s*\n\s*")

_MADE = datetime(2000, 1, 1)


class Ledger:
    """The tasks with who is to do them, by document and in the order of the text."""

    name = "ledger"
    title = "Excel task ledger (责任清单)"
    purpose = "offices: one row a task with lead, others, deadline, document, quotation"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    place = "责任清单.xlsx"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the workbook; its rows go through a temporary file, not through memory."""
        from xlsxwriter import Workbook  # deferred: most exports do not need it

        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with tempfile.TemporaryFile(prefix="kg-") as whole:
            book = Workbook(whole, options)
            book.set_properties({"title": SHEET, "comments": TEXTS_ZH, "created": _MADE})
            _fill(book, rows(store))
            book.close()
            whole.seek(0)
            shutil.copyfileobj(whole, stream)


def _fill(book: Any, found: Iterator[tuple[str | date, ...]]) -> None:
    """Sheets of tasks, as many as needed, and one that says what this is."""
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "border": 1})
    sheet, row = _sheet(book, 1), 0
    for number, each in enumerate(found, 1):
        if row == ROWS:
            sheet, row = _sheet(book, (number - 1) // ROWS + 1), 0
        row += 1
        sheet.write_number(row, 0, number, cell)
        for column, value in enumerate(each, 1):
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime(*value.timetuple()[:3]), day)
            else:
                sheet.write_string(row, column, _fitting(value), cell)
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for row, line in enumerate((f"标注按 CC BY 4.0 提供：{ANNOTATIONS}", TEXTS_ZH)):
        about.write_string(row, 0, line)


def _sheet(book: Any, number: int) -> Any:
    """A sheet with its header, which stays in view and is printed on every page."""
    sheet = book.add_worksheet(SHEET if number == 1 else f"{SHEET} {number}")
    head = book.add_format(
        {"bold": True, "text_wrap": True, "align": "center", "border": 1, "bg_color": "#D9E1F2"}
    )
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _fitting(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"


def rows(store: Store) -> Iterator[tuple[str | date, ...]]:
    """The cells of each task but for its number, in the order of :data:`COLUMNS`."""
    reader = Reader(store)
    places = [
        (_text(reader, task, "inDocument"), int(_text(reader, task, "order") or 0), task.value)
        for task in subjects(store, ("Task",))
    ]
    for _, _, iri in sorted(places):
        yield _row(reader, NamedNode(iri))


def _row(reader: Reader, task: NamedNode) -> tuple[str | date, ...]:
    leads, others = _owners(reader, task)
    return (
        _text(reader, task, "dct:description"),
        leads,
        others,
        _day(_text(reader, task, "dueDate")),
        _document(reader, task),
        _item(reader, task),
        _BLANK_LINES.sub("\n", _text(reader, task, "evidence-ownerClause/nif:anchorOf")),
    )


def _text(reader: Reader, subject: NamedNode, path: str) -> str:
    return next((node.value for node in reader.follow(subject, path)), "")


def _day(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _owners(reader: Reader, task: NamedNode) -> tuple[str, str]:
    """The leads and the others by name, in the order of the document's list."""
    named: dict[bool, list[tuple[int, str]]] = {True: [], False: []}
    for part in reader.follow(task, "responsibility", many=True):
        if isinstance(part, NamedNode):
            name = _text(reader, part, "agent/skos:prefLabel")
            name = name or _text(reader, part, "unresolvedAgent")
            lead = _text(reader, part, "role").endswith("#role-lead")
            named[lead].append((int(_text(reader, part, "position") or 0), name))
    leads, others = (
        "、".join(dict.fromkeys(name for _, name in sorted(named[which])))
        for which in (True, False)
    )
    open_list = any(
        isinstance(node, Literal) and node.value == "true"
        for node in reader.follow(task, "openOwnerList")
    )
    return leads, f"{others}等" if open_list and others else others


def _document(reader: Reader, task: NamedNode) -> str:
    """Number and title, as a document is cited."""
    number = _text(reader, task, "inDocument/documentNumber")
    title = _text(reader, task, "inDocument/dct:title")
    return "\n".join(each for each in (number, f"《{title}》" if title else "") if each)


def _item(reader: Reader, task: NamedNode) -> str:
    """The markers from the outermost section inwards, with the heading of the innermost."""
    markers: list[str] = []
    heading = ""
    path = "inSection"
    seen: set[str] = set()
    while (here := _text(reader, task, path)) and here not in seen:
        seen.add(here)
        markers.insert(0, _text(reader, task, f"{path}/marker"))
        heading = heading or _text(reader, task, f"{path}/heading")
        path += "/partOf"
    return " ".join(each for each in (*markers, heading) if each)
