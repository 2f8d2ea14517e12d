"""The store as files for other systems: :data:`EXPORTERS` by name."""

from __future__ import annotations

from collections.abc import Mapping

from kg.export.base import Exporter, write_file
from kg.export.nquads import NQuads
from kg.export.turtle import Turtle

EXPORTERS: Mapping[str, Exporter] = {each.name: each for each in (Turtle(), NQuads())}

__all__ = ["EXPORTERS", "Exporter", "write_file"]
