"""PDF: the text layer as it is printed, each line with its page and box.

pypdfium2 gives characters with their boxes; what a line is, and in which order lines are read, is
worked out here (:mod:`kg.read.printed_page`), since the order of a file's content is often not
that of the page. Scripts, forms, links and attachments are not touched.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kg.errors import InputError
from kg.read.extracted import Extracted, Line, put_together
from kg.read.printed_page import Glyph, PrintedLine, lines_of
from kg.types import Location

#: More pages, or characters on one page, than any publication has.
MOST_PAGES = 5000
MOST_GLYPHS = 100_000
_OCR = (
    "Recognise its text first (ocrmypdf -l chi_sim FILE.pdf OUT.pdf) and give the result, "
    "or give the document's text."
)
_NUMBER = re.compile(r"\d{1,4}")
_HAN = re.compile("[\u3400-\u9fff\u2e80-\u2fdf\uf900-\ufaff]")


def read_pdf(file: str, data: bytes) -> Extracted:
    """The text of a PDF, one line a printed line, a blank line between pages.

    Raises InputError where it is encrypted or damaged, has too many pages or no text layer: a
    scan. A page without text in a PDF that has some is noted as unread.
    """
    document = _opened(file, data)
    try:
        count = len(document)
        if count > MOST_PAGES:
            remedy = "Split it, or give the documents one by one."
            raise InputError(file, f"a PDF of {count} pages, more than {MOST_PAGES}", remedy)
        pages = [_page(document, index) for index in range(count)]
    finally:
        document.close()
    unread = tuple(n for n, (lines, held) in enumerate(pages, 1) if held and not lines)
    printed = _without_edges([lines for lines, _ in pages])
    if not any(printed):
        raise _without_text(file, [held for _, held in pages if held])
    _refuse_garbage(file, printed)
    text, layout = put_together(_lines(printed))
    return Extracted(text, "pdf", layout, unread)


def _without_text(file: str, held: list[str]) -> InputError:
    """The error for a PDF of which no page gives text; ``held`` is what the pages hold instead."""
    if "text" in held:
        problem = (
            "its text cannot be located: its fonts are neither in the file nor on this machine"
        )
        remedy = "Install Chinese fonts (apt-get install fonts-noto-cjk), or print it to PDF anew."
        return InputError(file, problem, remedy)
    many = "1 page" if len(held) == 1 else f"{len(held)} pages"
    what = f"a scan: {many} without a text layer" if held else "a PDF without text"
    return InputError(file, f"this is {what}", _OCR)


def _opened(file: str, data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "assword" in str(error):
            remedy = "Open it with its password and save it without one."
            raise InputError(file, "this PDF is encrypted", remedy) from error
        remedy = "Fetch it anew, or open it and save it again."
        raise InputError(file, "this PDF is damaged or cut off", remedy) from error


def _page(document: pdfium.PdfDocument, index: int) -> tuple[list[PrintedLine], str]:
    """Lines of a page in reading order; where it has none, what it holds: pictures, text or ``""``.

    A page that is damaged counts as a picture.
    """
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return [], "pictures"
    try:
        text = page.get_textpage()
        try:
            lines = lines_of(list(_glyphs(page, text)))
        finally:
            text.close()
        return lines, "" if lines else _held(page)
    except pdfium.PdfiumError:
        return [], "pictures"
    finally:
        page.close()


def _held(page: pdfium.PdfPage) -> str:
    """What a page without characters holds."""
    count = min(raw.FPDFPage_CountObjects(page), 1000)
    kinds = {raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n)) for n in range(count)}
    if raw.FPDF_PAGEOBJ_TEXT in kinds:
        return "text"
    return "pictures" if kinds else ""


def _glyphs(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> Iterator[Glyph]:
    """The characters of a page that are printed, in points from its top left corner as shown."""
    left, bottom, right, top = page.get_cropbox()
    turned = page.get_rotation() % 360
    box = raw.FS_RECTF()
    high = 0
    for index in range(min(raw.FPDFText_CountChars(text), MOST_GLYPHS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if code < 0x20 or code in (0x7F, 0xFFFE, 0xFFFF, 0xAD) or code > 0x10FFFF:
            continue
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        x0, x1 = box.left - left, box.right - left
        y0, y1 = top - box.top, top - box.bottom
        x0, y0, x1, y1 = _as_shown(turned, x0, y0, x1, y1, right - left, top - bottom)
        if x1 - x0 <= 0 and y1 - y0 <= 0:
            continue
        yield Glyph(chr(code), x0, y0, x1, y1)


def _as_shown(
    turned: int, x0: float, y0: float, x1: float, y1: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on the page as it is turned for showing (clockwise, in degrees)."""
    if turned == 90:
        return height - y1, x0, height - y0, x1
    if turned == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turned == 270:
        return y0, width - x1, y1, width - x0
    return x0, y0, x1, y1


# -- pages put together ----------------------------------------------------------------------------


def _lines(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[Line]:
    for number, lines in enumerate(pages, 1):
        if number > 1:
            yield Line("")
        for line in lines:
            yield Line(line.text, Location(0, 0, number, line.box))


def _without_edges(pages: list[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages without their bare numbers and without heads and feet that all pages share.

    A number with marks (— 3 —) and the running head of a gazette stay: they are known by their
    form and tell the issue. A bare one is a page number where it stands last or first and goes
    on from page to page; elsewhere it is a number.
    """
    drop: set[tuple[int, int]] = set()
    for edge in (0, -1):
        at = [(n, edge % len(lines)) for n, lines in enumerate(pages) if lines]
        numbered = [
            (n, i, int(pages[n][i].text.strip()))
            for n, i in at
            if _NUMBER.fullmatch(pages[n][i].text.strip())
        ]
        offsets = Counter(number - n for n, _, number in numbered)
        if offsets and (common := offsets.most_common(1)[0])[1] >= min(3, max(2, len(at) - 1)):
            drop |= {(n, i) for n, i, number in numbered if number - n == common[0]}
    for edge in (0, -1):
        left = [
            [i for i in range(len(lines)) if (n, i) not in drop] for n, lines in enumerate(pages)
        ]
        ends = [(n, each[edge]) for n, each in enumerate(left) if each]
        shared = Counter(pages[n][i].text.strip() for n, i in ends)
        for n, i in ends:
            text = pages[n][i].text.strip()
            if shared[text] >= 3 and shared[text] >= 0.4 * len(ends) and "公报" not in text:
                drop.add((n, i))
    return [
        [line for i, line in enumerate(lines) if (n, i) not in drop]
        for n, lines in enumerate(pages)
    ]


def _refuse_garbage(file: str, pages: Sequence[Sequence[PrintedLine]]) -> None:
    """Raise InputError where the text layer gives no characters: fonts that do not say theirs."""
    text = "".join(line.text for lines in pages[:50] for line in lines)
    unknown = sum(each == "\ufffd" or "\ue000" <= each <= "\uf8ff" for each in text)
    if unknown > 20 and unknown > len(_HAN.findall(text)):
        problem = "its text layer gives no readable characters (fonts without their code table)"
        raise InputError(file, problem, _OCR)
