"""Text -> mentions: spaCy components over one shared Doc, one a kind of thing."""

from __future__ import annotations

from kg.recognise.pipeline import Recogniser

__all__ = ["Recogniser"]
