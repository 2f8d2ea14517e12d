"""A tokenizer that makes every code point a token, so that token ``i`` is character ``i``."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab


class _Orths(dict[str, int]):
    """spaCy's number of each character, asked for once: a lookup a character is slow otherwise."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._strings = vocab.strings

    def __missing__(self, char: str) -> int:
        orth = self[char] = int(self._strings.add(char))
        return orth


class Characters:
    """``doc[a:b]`` is then the clean span ``[a, b)``, and no offset ever needs converting."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._orths = _Orths(vocab)

    def __call__(self, text: str) -> Doc:
        """A Doc with one token a code point."""
        words: list[Any] = [self._orths[char] for char in text]  # spaCy takes numbers as well
        return Doc(self.vocab, words=words, spaces=[False] * len(text))

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: spaCy asks every tokenizer."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> Characters:
        """Nothing to load."""
        return self
