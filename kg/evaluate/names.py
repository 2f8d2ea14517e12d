"""When a name, a title or a quantity printed in two ways is the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.evaluate.scores import Gold

_QUOTES = re.compile(r"[“”‘’「」『』\"'\s]")
_BRACKETS = str.maketrans("［【〈＜[<］】〉＞]>", "〔〔〔〔〔〔〕〕〕〕〕〕")


def plain(name: str | None) -> str:
    """A name without quotation marks and spaces, full-width letters and brackets made equal.

    科技企业“双倍增”行动 and 科技企业「双倍增」行动 are one name.
    """
    return _QUOTES.sub("", unicodedata.normalize("NFKC", name or "").translate(_BRACKETS))


def names_of(item: Gold, key: str = "name") -> frozenset[str]:
    """The name of an item of the gold with those that are as good, made plain."""
    return frozenset(plain(name) for name in (item[key], *item.get("also", ())))


def labelled(items: Iterable[Gold], key: str = "name") -> list[tuple[str, Gold]]:
    """Items of the gold, each with the words that say what it is."""
    return [(str(item[key] or item.get("number")), item) for item in items]


_SCALES = {"万": 10**4, "亿": 10**8}
_ASIDE = re.compile(r"（[^（）]*）")


def quantity(value: float | None, unit: str | None) -> tuple[float | None, str]:
    """A value and its unit with 万 and 亿 multiplied out: 2, 亿元 and 200000000, 元 are equal."""
    unit = plain(_ASIDE.sub("", unit or ""))
    while unit[:1] in _SCALES and len(unit) > 1:
        value, unit = value and value * _SCALES[unit[0]], unit[1:]
    return value and round(value, 6), unit
