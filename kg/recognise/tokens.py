"""A tokenizer that makes every code point a token, so that token ``i`` is character ``i``."""

from __future__ import annotations

import string
import sys
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

#: ASCII, signs and the everyday characters (level 1) of GB 2312: spaCy describes a character
#: when it first sees it, and these are in nearly every text
_EVERYDAY = string.printable + bytes(
    byte for row in range(0xA1, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
).decode("gb2312", errors="ignore")


class Characters:
    """``doc[a:b]`` is then the clean span ``[a, b)``, and no offset ever needs converting."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        # spaCy's number of each character, asked for once: a lookup a character is slow otherwise
        self._orths = np.zeros(sys.maxunicode + 1, dtype=np.uint64)
        self(_EVERYDAY)

    def __call__(self, text: str) -> Doc:
        """A Doc with one token a code point."""
        points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        orths = self._orths[points]
        if not orths.all():
            for point in np.unique(points[orths == 0]):
                self._orths[point] = self.vocab.strings.add(chr(point))
            orths = self._orths[points]
        words: list[Any] = orths.tolist()  # spaCy takes numbers as well
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: spaCy asks every tokenizer."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> Characters:
        """Nothing to load."""
        return self
