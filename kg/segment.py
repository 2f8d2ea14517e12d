"""Word boundaries by jieba, asked for only where a boundary is really open.

Most boundaries in official prose follow from the names themselves. Whether 和平 in 维护和平安定 is
a place does not: there the segmenter decides. jieba is loaded at the first such question, from
its dictionary: the cache it would read lies in a folder that every user of a machine can write
to, and saves a tenth of a second.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 writes regular expressions the old way
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def words(text: str) -> list[str]:
    """Words of a text in order; joined, they are the text."""
    return [str(word) for word in _tokenizer().cut(text)]


@lru_cache(maxsize=4096)
def boundaries(text: str) -> frozenset[int]:
    """Offsets in ``text`` where a word begins or ends."""
    cuts = {0}
    at = 0
    for word in words(text):
        at += len(word)
        cuts.add(at)
    return frozenset(cuts)


def is_edge(text: str, *positions: int) -> bool:
    """Whether words begin or end at all positions, as the clause around them is segmented."""
    first, last = min(positions), max(positions)
    begin = max(text.rfind(mark, max(0, first - 60), first) for mark in "。；\n，") + 1
    begin = max(begin, first - 60, 0)
    stops = [at for at in (text.find(mark, last, last + 60) for mark in "。；\n，") if at >= 0]
    end = min(stops, default=min(len(text), last + 60))
    return all(_is_cut(text, begin, end, position) for position in positions)


#: a run that jieba segments by itself: every other character is a word of its own
_RUN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")


def _is_cut(text: str, begin: int, end: int, at: int) -> bool:
    """Whether words of a clause meet at a position; only the run around it is segmented."""
    for run in _RUN.finditer(text, begin, end):
        if run.start() < at < run.end():
            return at - run.start() in boundaries(run[0])
    return True


def may_begin(text: str, at: int) -> bool:
    """Whether a name can begin at a position: not where a word is cut (新|增城市, 创|新和县).

    The segmenter decides only where the two characters at the position are a word of its own.
    """
    across = text[max(0, at - 1) : at + 1]
    return len(across) < 2 or not _tokenizer().FREQ.get(across) or is_edge(text, at)
