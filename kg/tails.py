"""Open tails of lists of bodies (等部门) and glosses (〈含开发区，下同〉), which are no bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.items import Piece
from kg.link import Linker

#: 市自然资源局等涉及项目联合验收相关单位
_OTHERS_CONCERNED = re.compile(
    "等(?:(?:涉及|参与|承担)[^、，；等]{2,14}(?:部门|单位)|[^、，；等]{2,16}主管部门)$"
)


def without_open_tail(text: str, start: int, end: int, linker: Linker) -> tuple[int, bool]:
    """The end of a list without 等部门, and whether it had such a tail."""
    body = text[start:end].rstrip("。 \n")
    if "等" not in body:
        return start + len(body), False
    near = max(0, len(body) - 30)
    tail = linker.knowledge.collectives.open_tail.search(body, near)
    tail = tail or _OTHERS_CONCERNED.search(body, near)
    if tail:
        return start + tail.start(), True
    return start + len(body), False


_CLOSING = "）〕］〉>)"
_GLOSS = re.compile(r"[（〔［〈<(](?:含|包括|包含|以下|下同)[^（）〔〕［］〈〉<>()]*[）〕］〉>)]$")


def without_tail_or_gloss(text: str, raw: Piece, linker: Linker) -> tuple[Piece, bool]:
    """An item without 等市直有关部门 or 〈含开发区，下同〉 at its end; whether its end is open."""
    end, is_open = without_open_tail(text, raw.start, raw.end, linker)
    gloss = _GLOSS.search(text[raw.start : end]) if text[end - 1] in _CLOSING else None
    if gloss and gloss.start() > 0:
        end = raw.start + gloss.start()
    return (raw if end == raw.end else replace(raw, end=end)), is_open


#: what joins a collective to an open tail: 银保监会等国务院相关部门及各地区
_GOES_ON = re.compile("(?:部门|单位|机构|地方|地区)(?P<joint>以及|及|和|与)")


def cut_at_tails(text: str, pieces: list[Piece], linker: Linker) -> list[Piece]:
    """Items with a collective cut off that stands behind an open tail in them."""
    if not any(text.find("等", piece.start, piece.end) > piece.start for piece in pieces):
        return pieces
    return [part for piece in pieces for part in _parts(text, piece, linker)]


def _parts(text: str, piece: Piece, linker: Linker) -> Iterator[Piece]:
    collectives = linker.knowledge.collectives
    for found in _GOES_ON.finditer(text, piece.start, piece.end):
        at = found.start("joint")
        ahead = collectives.open_tail.search(text[piece.start : at])
        if ahead and ahead.start() and collectives.kind(text[found.end() : piece.end]):
            yield Piece(piece.start, at, piece.separator)
            yield Piece(found.end(), piece.end, text[at])
            return
    yield piece
