"""Elements of a page as lines of text: a paragraph a line, a row of a table a line of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.read.dom import Element, path
from kg.read.extracted import Line
from kg.read.main_text import BLOCKS, length
from kg.types import Location

_HAN = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—"
#: A line break in the page's source between two Han characters is no space.
_SOURCE_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n]\s*(?=[{_HAN}])")
_ASCII_SPACE = re.compile(r"[ \t\r\n\f]+")
#: What a portal prints beside the text for the reader of the screen.
_SCREEN = re.compile(
    r"[\s【\[（(]*(?:字[体号]|打印|关闭|分享|收藏|扫一扫|返回顶部|大\s*中\s*小|浏览次数|阅读次数"
    r"|打印本[页文]|关闭[窗页]|【?打印】?|保护视力色)[^。，；]{0,40}"
    r"|点击(?:查看|下载|阅读|收听)[^。；]{0,80}"
)


def lines(root: Element, leave_out: frozenset[Element] = frozenset()) -> list[Line]:
    """The text under ``root``, without the parts to leave out."""
    found = [
        line
        for line in _Renderer(leave_out).block(root)
        if not _SCREEN.fullmatch(line.text.strip())
    ]
    return found


class _Renderer:
    def __init__(self, leave_out: frozenset[Element]) -> None:
        self._leave_out = leave_out

    def block(self, element: Element) -> Iterator[Line]:
        """The lines of a block; what is printed between inner blocks is a line as well."""
        if element in self._leave_out:
            return
        if element.tag == "table" and is_data(element):
            yield from self._rows(element)
            return
        yield from self._flow(element, element.children, element.tag == "pre")

    def _flow(
        self, owner: Element, children: Iterable[Element | str], as_is: bool
    ) -> Iterator[Line]:
        run: list[str] = []
        for child in children:
            for piece in self._pieces(child):
                if isinstance(piece, Element):
                    yield from _finished(run, owner, as_is)
                    run = []
                    yield from self.block(piece)
                else:
                    run.append(piece)
        yield from _finished(run, owner, as_is)

    def _pieces(self, child: Element | str) -> Iterator[Element | str]:
        """Strings of inline content (a break as ``\\0``), and the blocks among them."""
        if isinstance(child, str):
            yield child.replace("\0", "\ufffd")
        elif child in self._leave_out:
            return
        elif child.tag == "br":
            yield "\0"
        elif child.tag in BLOCKS:
            yield child
        else:
            for each in child.children:
                yield from self._pieces(each)

    def _rows(self, table: Element) -> Iterator[Line]:
        """The rows of a table; a cell that goes over rows or columns leaves empty ones."""
        held: dict[int, int] = {}
        for row in rows_of(table):
            cells: list[str] = []
            for cell in row.elements():
                if cell.tag not in ("td", "th"):
                    continue
                _skip_held(cells, held)
                down, across = _span(cell, "rowspan"), _span(cell, "colspan")
                for n in range(across):
                    if down > 1:
                        held[len(cells)] = down - 1
                    cells.append("" if n else self._cell(cell))
            _skip_held(cells, held)
            text = "\t".join(cells).rstrip("\t")
            if text.strip():
                yield Line(text, Location(0, 0, element=path(row)))

    def _cell(self, cell: Element) -> str:
        """The text of a cell on one line; two crumbs of one word (发展 / 质效) are joined."""
        found = [
            line.text.replace("\t", " ").strip() for line in self._flow(cell, cell.children, False)
        ]
        found = [each for each in found if each]
        short = len(found) > 1 and min(map(len, found)) <= 2
        return ("" if short else " ").join(found)


def _skip_held(cells: list[str], held: dict[int, int]) -> None:
    """Put empty cells where cells of rows above reach down."""
    while (left := held.get(len(cells), 0)) > 0:
        held[len(cells)] = left - 1
        cells.append("")


def _span(cell: Element, name: str) -> int:
    written = cell.attributes.get(name, "1").strip()
    return min(max(int(written), 1), 100) if re.fullmatch(r"[0-9]{1,6}", written) else 1


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, not those of tables inside it."""
    for child in table.elements():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (each for each in child.elements() if each.tag == "tr")


def is_data(table: Element) -> bool:
    """Whether a table is one, and not a frame that a layout is hung in.

    A frame has one cell a row, or a cell with most of the text in several paragraphs, or
    tables inside.
    """
    rows = [[c for c in row.elements() if c.tag in ("td", "th")] for row in rows_of(table)]
    cells = [cell for row in rows for cell in row]
    if len(cells) < 4 or max(map(len, rows)) < 2 or any(map(_has_table, cells)):
        return False
    sizes = sorted(length("".join(_strings(cell))) for cell in cells)
    return sizes[-1] <= 1500 or sizes[-1] <= 0.5 * sum(sizes)


def _has_table(element: Element) -> bool:
    return any(each.tag == "table" or _has_table(each) for each in element.elements())


def _strings(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _strings(child)


def _finished(run: list[str], owner: Element, as_is: bool) -> Iterator[Line]:
    """The lines of an inline run."""
    if not run:
        return
    place = Location(0, 0, element=path(owner))
    text = "".join(run)
    for part in text.split("\0"):
        for line in (
            part.splitlines() if as_is else (_ASCII_SPACE.sub(" ", _SOURCE_BREAK.sub("", part)),)
        ):
            shown = line.strip(" \t\r\n\f")
            if shown.strip():
                yield Line(shown, place)
