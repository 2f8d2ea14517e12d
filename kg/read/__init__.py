"""bytes -> Source: a reader is chosen by what the bytes are, whatever the file's suffix says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from kg.errors import InputError
from kg.read.detect import Kind, kind_of
from kg.read.extracted import Extracted
from kg.types import Source, sha256

__all__ = ["READERS", "read"]

Reader = Callable[[str, bytes], Extracted]

#: Format -> module and function that reads it; imported when the first such file comes, so that
#: a run over texts loads no parser.
READERS: Mapping[Kind, tuple[str, str]] = {
    "text": ("kg.read.text", "read_text"),
    "html": ("kg.read.html", "read_html"),
    "pdf": ("kg.read.pdf", "read_pdf"),
    "docx": ("kg.read.docx", "read_docx"),
}
#: Bytes of the largest file that is read; an issue of a gazette with its pictures has tens of MB.
LARGEST = 512 * 1024 * 1024


def read(path: Path, name: str | None = None) -> Source:
    """Read one file. ``name`` is what records call it (default: the file's own name).

    Raises InputError, naming file, place and remedy, where the file is missing, empty, too
    large, of a format that is not read, encrypted, damaged, a scan, in no known encoding, or
    cut off.
    """
    label = name or path.name
    try:
        if path.stat().st_size > LARGEST:
            remedy = "Split it, or give its text."
            raise InputError(str(path), f"larger than {LARGEST >> 20} MB", remedy)
        data = path.read_bytes()
    except OSError as error:
        remedy = "Check that the file exists and may be read."
        raise InputError(str(path), f"cannot be read ({error.strerror})", remedy) from error
    if not data.strip():
        raise _empty(path)
    kind = kind_of(str(path), data)
    found = _reader(kind)(str(path), data)
    if not found.text.strip():
        raise _empty(path)
    return Source(
        label, sha256(data), found.text, found.encoding, kind, found.layout, found.unread_pages
    )


def _reader(kind: Kind) -> Reader:
    module, function = READERS[kind]
    reader: Reader = getattr(import_module(module), function)
    return reader


def _empty(path: Path) -> InputError:
    return InputError(str(path), "the file is empty", "Nothing to read: leave it out.")
