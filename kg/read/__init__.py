"""bytes -> Source: a reader is chosen by what the bytes are, then by the file's suffix."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError
from kg.read.detect import refuse_data, refuse_other_formats, refuse_zeros
from kg.read.text import decode
from kg.types import Source, sha256

__all__ = ["read"]


def read(path: Path, name: str | None = None) -> Source:
    """Read one file. ``name`` is what records call it (default: the file's own name).

    Raises InputError, naming file, place and remedy, where the file is missing, empty, of a
    format that is not read, in no known encoding, or cut off.
    """
    label = name or path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        remedy = "Check that the file exists and may be read."
        raise InputError(str(path), f"cannot be read ({error.strerror})", remedy) from error
    if not data.strip():
        raise InputError(str(path), "the file is empty", "Nothing to read: leave it out.")
    refuse_other_formats(str(path), data)
    raw, encoding = decode(str(path), data)
    if not raw.strip():
        raise InputError(str(path), "the file is empty", "Nothing to read: leave it out.")
    refuse_zeros(str(path), raw.find("\0"), "character")
    refuse_data(str(path), raw)
    return Source(label, sha256(data), raw, encoding)
