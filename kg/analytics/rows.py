"""What a column of a result means, said once: for the help, for frames and for readers of CSV.

The rows of all analyses are frozen dataclasses whose fields are annotated with a :class:`Column`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True)
class Column:
    """Heading in Chinese and meaning in English; ``drawn``: shown in tables for people too."""

    zh: str
    en: str
    drawn: bool = True


def columns(row: type[Any]) -> dict[str, Column]:
    """The columns of a class of rows, in order."""
    hints = get_type_hints(row, include_extras=True)
    return {each.name: _column(hints[each.name]) for each in fields(row)}


def _column(hint: Any) -> Column:
    [found] = [each for each in hint.__metadata__ if isinstance(each, Column)]
    return found


def ranks(values: Sequence[float]) -> list[int]:
    """Competition ranks of values that fall from first to last: equal ones share a rank (1, 1, 3).

    A rank is one more than the number of values that are larger.
    """
    found: list[int] = []
    for n, value in enumerate(values):
        found.append(found[-1] if n and value == values[n - 1] else n + 1)
    return found
