"""What a file is, told by its first bytes and not by its suffix."""

from __future__ import annotations

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
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return  # UTF-16, which has zero bytes
    at = data.find(b"\0")
    if at >= 0:
        raise InputError(
            file, "this is a binary file", "Give the text of the document instead.", f"byte {at}"
        )
