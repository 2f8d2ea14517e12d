"""What a file is, told by its first bytes and not by its suffix."""

from __future__ import annotations

import json

from kg.errors import InputError

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "Save its text first (pdftotext FILE.pdf FILE.txt) and give that."),
    (b"PK\x03\x04", "a Word, Excel or zip file", "Save it as plain text (UTF-8) and give that."),
    (b"\xd0\xcf\x11\xe0", "an old Word or WPS file", "Open it and save it as plain text (UTF-8)."),
    (b"{\\rtf", "a rich text file", "Open it and save it as plain text (UTF-8)."),
    (b"\x89PNG", "a picture", "A scan has no text: recognise its text (OCR) first."),
    (b"\xff\xd8\xff", "a picture", "A scan has no text: recognise its text (OCR) first."),
    (b"GIF8", "a picture", "A scan has no text: recognise its text (OCR) first."),
    (b"II*\x00", "a picture", "A scan has no text: recognise its text (OCR) first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give what it holds."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and give what it holds."),
    (b"Rar!", "a RAR archive", "Unpack it and give what it holds."),
)


def refuse_other_formats(file: str, data: bytes) -> None:
    """Raise InputError where the bytes are not text, saying what they are and what to do."""
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise InputError(file, f"this is {what}, which is not read", remedy)
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return  # UTF-16 and UTF-32, which have zero bytes
    refuse_zeros(file, data.find(b"\0"), "byte")


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
