"""Names of bodies that a copy has broken, whole again."""

from __future__ import annotations

from kg.items import Piece, is_known
from kg.link import Context, Linker
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
