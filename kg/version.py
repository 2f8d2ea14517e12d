"""The version of the code, which is part of what a run is."""

from __future__ import annotations

__version__ = "0.1.0"
