"""The slice of a file that a document takes, and the document's key."""

from __future__ import annotations

from kg import ids
from kg.extract.header import Header
from kg.normalise import letters, surface
from kg.split import Parts
from kg.types import Text

#: Letters that tell a text without number and title from others, and where they are looked for.
_TELLING, _BEGINNING = 60, 400


def slice_of(text: Text, parts: Parts) -> tuple[int, int]:
    """Source slice of a document: slices of one file tile it."""
    start = 0 if parts.whole.start == 0 else text.raw_at(parts.whole.start)
    end = len(text.raw) if parts.whole.end >= len(text.clean) else text.raw_at(parts.whole.end)
    return start, end


def document_key(header: Header, raw_slice: str) -> str:
    """Key of a document: from its number where it has one, else from issuer, day and title."""
    territory = header.context.key
    number = header.number
    year = (number.year or (int(header.signed[:4]) if header.signed else None)) if number else None
    if number and year:
        return ids.document(territory, number.code, year, number.sequence)
    issuer = header.issuers[0].link.name if header.issuers else None
    day = header.signed.replace("-", "") if header.signed else "undated"
    return ids.unnumbered_document(
        territory, issuer or "", day, header.title or _first_letters(raw_slice)
    )


def _first_letters(raw: str) -> str:
    """The first letters of a text, that many as tell it from others."""
    found = ""
    for reach in (_BEGINNING, 5 * _BEGINNING):  # to clean a long beginning takes its time
        if len(found) < _TELLING:
            found = letters(surface(raw[:reach]))[:_TELLING]
    return found
