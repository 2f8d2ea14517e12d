"""Indicators: the rows of a plan's table of key figures, and whether the prose agrees with them.

A bracketed value (［16］) is a sum over the plan's years where the table's note says so. A mark at
a value (76.1*) sends to the note, which may give it another year (*为2019年数值).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

from kg.extract.page import Findings, Page
from kg.facts import Comparator, Indicator, Place, Value
from kg.numbers import Quantity, quantities, scaled, unit_of
from kg.tables import Cell, Row, Table, indicator_tables

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
_BRACKETED = re.compile(r"^\s*[［\[【〔].*[］\]】〕]")
_MARK = re.compile("[*＊#＃※①-⑩△▲]")
_NOTES = re.compile("[；;。]")
_YEAR = re.compile(r"(20\d\d)年")
_WORDS: tuple[tuple[str, Comparator], ...] = (
    ("以上|≥|＞|>|不低于|高于|大于|超过", ">="),
    ("以下|以内|≤|＜|<|不高于|低于|小于|控制在", "<="),
    ("左右|约", "~"),
)
#: how far before a figure of the prose its indicator is named
_REACH = 70
#: share of the pairs of characters of a name that the words before a figure must hold
_ALIKE = 0.6
#: the most characters between a name and a figure that contradicts the table (达到, 提高到)
_NEXT_TO = 8


def read(page: Page) -> Findings:
    """The indicators of a document's tables."""
    found: list[Indicator] = []
    for span in page.prose:
        for table in indicator_tables(page.clean, span.start, span.end):
            found += (_indicator(page, table, row) for row in table.rows)
    return Findings({"indicators": tuple(found)})


def _indicator(page: Page, table: Table, row: Row) -> Indicator:
    years = [n for n, year in enumerate(table.columns) if year]
    first, last = years[-2], years[-1]
    notes = _notes(table, row)
    baseline = _value(page, row.values[first], table.columns[first], table, notes)
    target = _value(page, row.values[last], table.columns[last], table, notes)
    growth = [cell.text for cell, year in zip(row.values, table.columns, strict=True) if not year]
    rates = [f"年均或累计：{text}" for text in growth if _NUMBER.search(text)]
    prose, restated = _restated(page, table, row, (baseline, target))
    return Indicator(
        row.category, _MARK.sub("", row.name), row.unit, baseline, target, row.binding,
        "；".join([*notes, *rates]) or None, *page.raw(row.start, row.end),
        row.number, prose, restated, 0.6 if prose == "differs" else 0.98,
    )  # fmt: skip


def _notes(table: Table, row: Row) -> list[str]:
    """The parts of the table's note that a row's marks and brackets send to."""
    text = row.name + "".join(cell.text for cell in row.values)
    marks = set(_MARK.findall(text))
    bracketed = any(_BRACKETED.match(cell.text) for cell in row.values)
    parts = _NOTES.split(re.sub(r"^注[：:]?\s*", "", table.note))
    return [
        part.strip()
        for part in parts
        if part.strip()[:1] in marks or bracketed and part.strip()[:1] in ("［", "[", "【", "〔")
    ]


def _value(page: Page, cell: Cell, year: int, table: Table, notes: Sequence[str]) -> Value | None:
    number = _NUMBER.search(cell.text)
    if number is None:
        return None
    mark = _MARK.search(cell.text)
    for note in notes:
        other = _YEAR.search(note) if mark and note.startswith(mark[0]) else None
        year = int(other[1]) if other else year
    comparator: Comparator = "="
    for words, sign in _WORDS:
        comparator = sign if re.search(words, cell.text) else comparator
    summed = _BRACKETED.match(cell.text) is not None and "累计" in table.note
    value = float(number[0].replace(",", ""))
    start, end = page.raw(cell.start, cell.end)
    return Value(year, value, comparator, summed, None, None, cell.text, start, end)


# -- what the prose says of it --------------------------------------------------------------------


def _restated(
    page: Page, table: Table, row: Row, values: Sequence[Value | None]
) -> tuple[Literal["agrees", "differs"] | None, tuple[Place, ...]]:
    """Whether the prose repeats one of a row's values in its unit, after the indicator's name."""
    unit = unit_of(row.unit) if row.unit else None
    if unit is None:
        return None, ()
    name, (scale, printed) = _MARK.sub("", row.name), scaled(*unit)
    wanted = {round(each.value * scale, 6) for each in values if each and each.value is not None}
    agreeing: list[Place] = []
    differing: list[Place] = []
    for quantity in _figures(page, table, name, values):
        if quantity.unit != printed or quantity.value is None:
            continue
        before = page.clean[max(0, quantity.number - _REACH) : quantity.number]
        place = Place(*page.raw(quantity.start, quantity.end))
        if quantity.value in wanted and _likeness(name, before) >= _ALIKE:
            agreeing.append(place)
        elif name in before[-len(name) - _NEXT_TO :] and quantity.value not in wanted:
            differing.append(place)
    if agreeing:
        return "agrees", tuple(agreeing)
    return ("differs", tuple(differing)) if differing else (None, ())


def _figures(
    page: Page, table: Table, name: str, values: Sequence[Value | None]
) -> Iterator[Quantity]:
    """Quantities of the prose that could repeat a row: its own numbers, and what its name has."""
    text = page.clean
    numbers = {found[0] for each in values if each and (found := _NUMBER.search(each.text))}
    looked = "|".join(sorted((re.escape(each) for each in numbers | {name}), reverse=True))
    sought = re.compile(rf"(?<![\d.])(?:{looked})(?![\d.])")
    for span in page.prose:
        for found in sought.finditer(text, span.start, span.end):
            if table.start <= found.start() < table.end:
                continue
            start = found.end() if found[0] == name else found.start()
            yield from islice(quantities(text, start, min(span.end, start + _NEXT_TO + 12)), 1)


def _likeness(name: str, words: str) -> float:
    """Share of the pairs of characters of a name that stand in some words too."""
    pairs = [name[n : n + 2] for n in range(len(name) - 1)]
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
