"""Rows as pandas frames, for notebooks. pandas comes with ``pip install 'zhengce-kg[frames]'``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from kg.analytics.rows import columns
from kg.errors import KgError

if TYPE_CHECKING:
    import pandas as pd


class NoFramesError(KgError):
    """pandas is not installed; the message says how to get it."""


def frame(row: type[Any], rows: Iterable[Any], *, chinese: bool = False) -> pd.DataFrame:
    """Rows of a class as a frame; ``attrs["columns"]`` says what each column means.

    ``chinese`` heads the columns in Chinese; of two with one heading the latter is numbered.

    >>> frame(PairRow, Cooperation(read(store)).pairs()).nlargest(5, "shared")  # doctest: +SKIP

    Raises NoFramesError where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise NoFramesError(
            "Frames need pandas, which is not installed: pip install 'zhengce-kg[frames]'."
        ) from None
    known = columns(row)
    found = pd.DataFrame([astuple(each) for each in rows], columns=list(known))
    if chinese:
        found.columns = pd.Index(_told_apart([each.zh for each in known.values()]))
    found.attrs["columns"] = dict(
        zip(found.columns, (f"{each.zh}: {each.en}" for each in known.values()), strict=True)
    )
    return found


def _told_apart(names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        same = sum(other == name or other.startswith(f"{name} ") for other in found)
        found.append(f"{name} {same + 1}" if same else name)
    return found
