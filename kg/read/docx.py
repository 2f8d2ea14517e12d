"""Word files: paragraphs with their automatic numbers, tables as rows, notes; as last saved.

Read from the zip with lxml and not with python-docx: that offers neither automatic numbers nor
tracked changes, text boxes or notes, and unpacks all of a file whatever its size. Entities are not
resolved, nothing is fetched, macros and embedded objects are not touched. Headers and footers are
page furniture and left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kg.errors import InputError
from kg.read.extracted import Extracted, Line, put_together, squeezed
from kg.read.numbering import Numbering

#: Bytes of the largest part that is unpacked: a text of ten million characters has less.
LARGEST_PART = 256 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The same vocabulary as ISO has it in its strict form.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: What is there no more or not printed: deleted text, field codes, properties, phonetic guides.
_LEFT_OUT = frozenset(
    _W + name
    for name in [
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "sectPr",
        "commentReference",
        "annotationRef",
        "delInstrText",
    ]
)
_BREAKS = frozenset((_W + "br", _W + "cr"))


def read_docx(file: str, data: bytes) -> Extracted:
    """The text of a Word file, a paragraph a line.

    Raises InputError where it is damaged or unpacks to more than any document has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            reader = _Reader(file, archive)
            text, _ = put_together(squeezed(list(reader.lines())))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, EOFError, OSError,
            ValueError, RecursionError, zlib.error, RuntimeError) as error:  # fmt: skip
        remedy = "Open it in a word processor and save it again."
        raise InputError(file, "this Word file is damaged", remedy) from error
    return Extracted(text, "docx")


class _Reader:
    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self._file = file
        self._archive = archive
        self._names = archive.namelist()
        self._numbering = Numbering(self._part("word/numbering.xml"), self._part("word/styles.xml"))
        self._notes = {
            kind: self._notes_of(f"word/{kind}s.xml", kind) for kind in ("footnote", "endnote")
        }
        self._cited: list[tuple[str, str]] = []

    def _part(self, name: str) -> Any:
        """The root element of a part, or None where it is not there."""
        if name not in self._names:
            return None
        if self._archive.getinfo(name).file_size > LARGEST_PART:
            raise self._too_large()
        with self._archive.open(name) as stream:
            data = stream.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:  # the size that a zip states need not be true
            raise self._too_large()
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        if b"<!DOCTYPE" in data[:4096]:
            raise ValueError("no part of a Word file has a document type")
        return etree.fromstring(data.replace(_STRICT, _W[1:-1].encode()), parser)

    def _too_large(self) -> InputError:
        problem = f"it unpacks to more than {LARGEST_PART >> 20} MB, which no document does"
        return InputError(self._file, problem, "Give the document's text instead.")

    def _notes_of(self, name: str, kind: str) -> dict[str, Any]:
        root = self._part(name)
        notes = [] if root is None else root.iterchildren(_W + kind)
        return {
            each.get(_W + "id", ""): each
            for each in notes
            if each.get(_W + "type", "normal") == "normal"
        }

    def _main(self) -> Any:
        numbered = (n for n in self._names if re.fullmatch(r"word/document\d*\.xml", n))
        return self._part(min(numbered, default="word/document.xml"))

    def lines(self) -> Iterator[Line]:
        """Lines of the body, then the notes it refers to, in order."""
        root = self._main()
        body = None if root is None else root.find(_W + "body")
        if body is None:
            raise ValueError("no body")
        yield from self._blocks(body)
        for number, (kind, key) in enumerate(self._cited, 1):
            note = self._notes[kind].get(key)
            if note is not None:
                words = " ".join(line.text for line in self._blocks(note) if line.text.strip())
                yield Line(f"［{number}］{words}")

    # -- blocks -----------------------------------------------------------------------------------

    def _blocks(self, parent: Any) -> Iterator[Line]:
        """The lines of paragraphs and tables, through all that only wraps them."""
        for child in _children(parent):
            if child.tag == _W + "p":
                yield from self._paragraph(child)
            elif child.tag == _W + "tbl":
                yield from self._table(child)
            elif child.tag not in _LEFT_OUT:
                yield from self._blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Line]:
        """Lines of a paragraph, then those of text boxes that hang on it."""
        boxes: list[Any] = []
        words = "".join(self._inline(element, boxes))
        first, *rest = words.split("\n")
        number = self._numbering.next(element) if words.strip() else ""
        yield Line(_trimmed(number + first))
        yield from (Line(_trimmed(each)) for each in rest)
        for box in boxes:
            yield from self._blocks(box)

    def _inline(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in _children(element):
            tag = child.tag
            if tag == _W + "t":
                yield (child.text or "").replace("\n", " ")
            elif tag == _W + "tab":
                yield " "
            elif tag in _BREAKS:
                yield "" if child.get(_W + "type") in ("page", "column") else "\n"
            elif tag == _W + "noBreakHyphen":
                yield "-"
            elif tag == _W + "sym":
                yield _symbol(child)
            elif tag in (_W + "footnoteReference", _W + "endnoteReference"):
                yield self._mark(child)
            elif tag == _W + "txbxContent":
                boxes.append(child)
            elif tag not in _LEFT_OUT:
                yield from self._inline(child, boxes)

    def _mark(self, reference: Any) -> str:
        """The mark of a note; marks are counted through the document."""
        kind = "footnote" if reference.tag == _W + "footnoteReference" else "endnote"
        key = reference.get(_W + "id", "")
        if key not in self._notes[kind]:
            return ""
        self._cited.append((kind, key))
        return f"［{len(self._cited)}］"

    # -- tables -----------------------------------------------------------------------------------

    def _table(self, table: Any) -> Iterator[Line]:
        """A row a line, cells parted by tabs; a frame of one cell a row is no table."""
        rows = [list(_cells(row)) for row in _under(table, "tr")]
        if not any(len(row) > 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell)
            return
        for row in rows:
            cells: list[str] = []
            for cell in row:
                across = _number(cell, "gridSpan", 1)
                cells += [self._cell(cell), *[""] * (min(across, 100) - 1)]
            yield Line("\t".join(cells).rstrip("\t"))

    def _cell(self, cell: Any) -> str:
        """The words of a cell; none in one that continues the cell above."""
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(_W + "val", "continue") == "continue":
            return ""
        found = [line.text.replace("\t", " ").strip() for line in self._blocks(cell)]
        found = [each for each in found if each]
        crumbs = len(found) > 1 and min(map(len, found)) <= 2
        return ("" if crumbs else " ").join(found)


def _children(element: Any) -> Iterator[Any]:
    """Child elements; of alternatives for old and new programs only the first."""
    for child in element.iterchildren("*"):
        if child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            if choice is None:
                choice = child.find(_MC + "Fallback")
            if choice is not None:
                yield from _children(choice)
        else:
            yield child


def _under(element: Any, name: str) -> Iterator[Any]:
    """Children of a name, through wrappers of changes and content controls."""
    for child in _children(element):
        if child.tag == _W + name:
            if not _is_deleted_row(child):
                yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _under(child, name)


def _cells(row: Any) -> Iterator[Any]:
    return _under(row, "tc")


def _is_deleted_row(row: Any) -> bool:
    return row.tag == _W + "tr" and row.find(f"{_W}trPr/{_W}del") is not None


def _number(cell: Any, name: str, default: int) -> int:
    found = cell.find(f"{_W}tcPr/{_W}{name}")
    value = "" if found is None else found.get(_W + "val", "")
    return max(int(value), 1) if re.fullmatch(r"[0-9]{1,4}", value) else default


def _symbol(element: Any) -> str:
    """A character of a symbol font; those of Wingdings and the like say nothing."""
    code = element.get(_W + "char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return ""
    char = chr(int(code, 16))
    return "" if "\ue000" <= char <= "\uf8ff" or not char.isprintable() else char


def _trimmed(text: str) -> str:
    return text.rstrip(" \u3000\t")
