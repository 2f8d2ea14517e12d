"""Names of bodies that a copy has broken, whole again, and those that it has run together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.items import Piece, is_known
from kg.link import Context, Linker
from kg.normalise import unbroken
from kg.ranges import ELSEWHERE


def mended(text: str, pieces: list[Piece], linker: Linker, context: Context) -> list[Piece]:
    """Names that a copy has a space in, whole again: 人力资源社会保障 厅, 省发 展改革委.

    A space parts two bodies as well, so the whole must be known and a half of it must not.
    """
    if not any(piece.separator == " " for piece in pieces):
        return pieces
    done: list[Piece] = []
    for piece in pieces:
        before = done[-1] if done else None
        if before and piece.separator == " " and piece.start - before.end == 1:
            half, rest = text[before.start : before.end], text[piece.start : piece.end]
            broken = not all(is_known(linker.body(words, context)) for words in (half, rest))
            if broken and _is_name(_plain(half + rest), linker, context):
                done[-1] = Piece(before.start, piece.end, before.separator)
                continue
        done.append(piece)
    return done


def _is_name(words: str, linker: Linker, context: Context) -> bool:
    link = linker.body(words, context)
    named = is_known(link) or link.rule == "body.corps"
    return named or words in linker.knowledge.bodies.suffix


def _plain(name: str) -> str:
    """A name without the other names it has elsewhere: 人力资源社会保障厅（局）."""
    return ELSEWHERE.sub("", name) or name


#: signs and line ends that part bodies here and are within a name elsewhere: 市商务局/市财政局
_SIGNS = re.compile("[/／·]|\n+ *")
_NUMBERED = re.compile(r"\d{1,2}[.．] ?(?=[\u4e00-\u9fff])")


def parted(text: str, pieces: list[Piece], linker: Linker, context: Context) -> list[Piece]:
    """Items without a number before them (1.市商务局), parted at signs between known bodies."""
    if not any(_SIGNS.search(text, p.start, p.end) or text[p.start].isdigit() for p in pieces):
        return pieces
    return [part for piece in pieces for part in _parts(text, piece, linker, context)]


def _parts(text: str, piece: Piece, linker: Linker, context: Context) -> Iterator[Piece]:
    number = _NUMBERED.match(text, piece.start, piece.end)
    piece = replace(piece, start=number.end() if number else piece.start)
    signs = list(_SIGNS.finditer(text, piece.start, piece.end))
    starts = [piece.start, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), piece.end]
    parts = [
        Piece(start, end, "、" if start > piece.start else piece.separator)
        for start, end in zip(starts, ends, strict=True)
    ]
    yield from parts if signs and _are_bodies(text, piece, parts, linker, context) else [piece]


def _are_bodies(
    text: str, piece: Piece, parts: list[Piece], linker: Linker, context: Context
) -> bool:
    """Whether each part is a body, and the whole without its line ends is none."""
    whole = unbroken(text[piece.start : piece.end])
    if "\n" in text[piece.start : piece.end] and is_known(linker.body(whole, context)):
        return False
    return all(is_known(linker.body(text[p.start : p.end], context)) for p in parts)
