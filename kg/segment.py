"""Word boundaries by jieba, asked for only where a boundary is really open.

Most boundaries in official prose follow from the names themselves. Whether 和平 in 维护和平安定 is
a place does not: there the segmenter decides. jieba is loaded at the first such question.
"""

from __future__ import annotations

import logging
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
    tokenizer.initialize()
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
