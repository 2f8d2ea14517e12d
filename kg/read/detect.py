"""What a file is, told by its bytes and not by its suffix: web copies saved as .txt are HTML."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Literal

from kg.errors import InputError

Kind = Literal["text", "html", "pdf", "docx"]

_SCAN = "A scan has no text: recognise its text (OCR) first."
_CONVERT = "Convert it (soffice --headless --convert-to docx FILE) and give the .docx."
_UNPACK = "Unpack it and give what it holds."
_SHEET = "Give the document as .docx, .pdf, .html or text; tables of numbers are not read."

#: First bytes of what holds documents but is not read: what it is, what to do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "a rich text file", _CONVERT),
    (b"\x89PNG", "a picture", _SCAN),
    (b"\xff\xd8\xff", "a picture", _SCAN),
    (b"GIF8", "a picture", _SCAN),
    (b"BM", "a picture", _SCAN),
    (b"II*\x00", "a picture", _SCAN),
    (b"MM\x00*", "a picture", _SCAN),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"CAJ", "a CAJ file", "Save it as PDF in the program that opens it."),
)
_OLE2 = b"\xd0\xcf\x11\xe0"
#: A stream of an OLE2 file -> what the file is, what to do.
_STREAMS = {
    "EncryptedPackage": ("an encrypted Office file", "Open it with its password and save it."),
    "WordDocument": ("an old Word or WPS file (.doc, .wps)", _CONVERT),
    "WpsDocument": ("an old WPS file", _CONVERT),
    "Workbook": ("an Excel file", _SHEET),
    "PowerPoint Document": ("slides", _SHEET),
}
#: A part of a zip file -> what the file is, what to do; the first that is there counts.
_PARTS = {
    "word/": ("a Word file without its text", "Open it and save it anew as .docx."),
    "xl/": ("an Excel file (.xlsx)", _SHEET),
    "ppt/": ("slides (.pptx)", _SHEET),
    "OFD.xml": ("an OFD file", "Open it and export it as PDF, and give that."),
    "content.xml": ("an OpenDocument file", _CONVERT),
}

_TAGS = (
    "a|b|body|br|center|div|dl|font|form|h[1-6]|head|html|li|link|meta|ol|p|script|section|span"
    "|strong|style|table|tbody|td|th|thead|title|tr|ul"
)
#: What a page, or a piece cut out of one, begins with.
_OPENS_PAGE = re.compile(
    r"(?:\s|\ufeff|<!--.{0,2000}?-->|<\?xml[^<>]{0,200}\?>)*"
    rf"(?:<!DOCTYPE\s+html|<(?P<tag>{_TAGS})(?:\s[^<>]*)?/?>)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAGS = frozenset({"html", "head", "body", "meta"})
_CLOSES = re.compile(rf"</(?:{_TAGS})\s*>|<br", re.IGNORECASE)


def kind_of(file: str, data: bytes) -> Kind:
    """What a file is. Raises InputError, saying what to do, where it is nothing that is read."""
    if is_pdf(data):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(file, data)
    if data.startswith(_OLE2):
        raise _refused(file, *_ole2(data))
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and b"\0" not in data[:64]):
            raise _refused(file, what, remedy)
    if re.match(rb"(?:[\w-]+: [^\r\n]*\r?\n){0,8}MIME-Version: ", data[:2000]):
        raise _refused(file, "a web archive (.mht)", "Save the page as HTML and give that.")
    return "html" if is_html(data) else "text"


def is_pdf(data: bytes) -> bool:
    """Whether this is a PDF; some have a line or two before their mark."""
    at = data.find(b"%PDF-", 0, 1024)
    return at == 0 or (at > 0 and b"endobj" in data)


def is_html(data: bytes) -> bool:
    """Whether this is a web page or a piece of one.

    A piece has to begin with a tag and close several: 《<住房>…》 in a text is no markup.
    """
    start = _beginning(data)
    found = _OPENS_PAGE.match(start)
    if not found:
        return False
    tag = (found["tag"] or "html").lower()
    return tag in _PAGE_TAGS or len(_CLOSES.findall(start)) >= 3


def _beginning(data: bytes, size: int = 65536) -> str:
    """The first bytes as far as tags need it: their letters are ASCII in every encoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[:size].decode(encoding, "replace")
    return data[:size].removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _zipped(file: str, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            locked = any(each.flag_bits & 1 for each in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        remedy = "Fetch it anew, or open it and save it again."
        raise InputError(file, "this zip or Word file is damaged", remedy) from error
    if locked:
        raise _refused(file, "an encrypted zip file", "Unpack it with its password.")
    if "word/document.xml" in names or (
        "[Content_Types].xml" in names and any(_is_main_part(name) for name in names)
    ):
        return "docx"
    for part, (what, remedy) in _PARTS.items():
        if any(name.startswith(part) for name in names):
            raise _refused(file, what, remedy)
    raise _refused(file, "a zip archive", _UNPACK)


def _is_main_part(name: str) -> bool:
    """Whether a part is the text of a Word file; some programs number it."""
    return re.fullmatch(r"word/document\d*\.xml", name) is not None


def _ole2(data: bytes) -> tuple[str, str]:
    for name, said in _STREAMS.items():
        if name.encode("utf-16-le") in data:
            return said
    return "an old Office or WPS file (.doc, .wps)", _CONVERT


def _refused(file: str, what: str, remedy: str) -> InputError:
    return InputError(file, f"this is {what}, which is not read", remedy)


def refuse_zeros(file: str, at: int, unit: str) -> None:
    """Raise InputError where a zero was found (at -1 none was): no text has one."""
    if at >= 0:
        remedy = "Give the text of the document instead."
        raise InputError(file, "this is a binary file", remedy, f"{unit} {at}")


def refuse_data(file: str, text: str) -> None:
    """Raise InputError where a text is JSON or JSON Lines, as our own outputs and notebooks are."""
    if text.lstrip()[:1] in ("{", "[") and (_is_json(text) or _is_json_lines(text)):
        remedy = "Give the text of the document, not data made from it."
        raise InputError(file, "this is JSON or a notebook, not a text", remedy)


def _is_json_lines(text: str) -> bool:
    """Whether the first line is an object; a document may well begin with a number in brackets."""
    line = text.lstrip().partition("\n")[0]
    return line.startswith("{") and _is_json(line)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
