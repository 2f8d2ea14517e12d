"""A tokenizer that makes every code point a token, so that token ``i`` is character ``i``."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab


class Characters:
    """``doc[a:b]`` is then the clean span ``[a, b)``, and no offset ever needs converting."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc with one token a code point."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: spaCy asks every tokenizer."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> Characters:
        """Nothing to load."""
        return self
