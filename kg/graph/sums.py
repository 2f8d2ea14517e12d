"""What is kept beside the data of a store: it can be made again from them at any time."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".sums"
#: What validation found.
CHECKED = "checked.json"


def folder_of(data: Path) -> Path:
    """The folder of the sums that belong to a data folder."""
    return data.with_name(f"{data.name}{SUFFIX}")
