"""A store with what exports have to stand: hostile text, two documents, values of an indicator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.export import FILES, FOLDERS
from kg.graph import facts
from kg.graph.frame import Frame
from kg.graph.store import Store
from kg.graph.terms import (
    QUDT,
    SKOS,
    ZC,
    Namespace,
    Triple,
    a,
    decimal,
    node,
    plain,
    say,
    year,
    zh,
)
from kg.graph.units import Unit, unit
from tests.graph.fixtures import CONTEXT, notice, plan
from tests.graph.test_build import hostile

DIRTY = "\"\\u0041\\\"\\n\n\r\t\x00\x01\x7f\x85\u2028\ue010\ufffe@ . ; # <x> {} ''' ”省"
KPI = "kpi:330000.yanfajingfei-abcdef"
PERCENT = Namespace("http://qudt.org/vocab/unit/").PERCENT


class Values:
    """Values of one indicator as ONTOLOGY has them: a baseline, a target and a range."""

    def triples(self, frame: Frame) -> Iterator[Triple]:
        """A 2020 baseline of 2.9, a 2025 target of at least 3.3, a range for 2035."""
        yield from self._value(frame, "BaselineValue", 2020, "eq", {QUDT.numericValue: 2.9})
        yield from self._value(frame, "TargetValue", 2025, "ge", {QUDT.numericValue: 3.3})
        ends: dict[NamedNode, float] = {ZC.lowerValue: 3.5, ZC.upperValue: 5}
        yield from self._value(frame, "TargetValue", 2035, "range", ends)

    def _value(
        self, frame: Frame, kind: str, when: int, how: str, numbers: dict[NamedNode, float]
    ) -> Iterator[Triple]:
        local = frame.record.id.removeprefix("doc:")
        it = node(f"val:{local}.yanfajingfei.{when}.{kind[:4].lower()}")
        yield from a(it, kind)
        yield (it, ZC.indicator, node(KPI))
        yield (it, ZC.refYear, year(when))
        yield (it, ZC.refArea, node("region:330000"))
        yield (it, ZC.comparator, ZC[f"comparator-{how}"])
        yield (it, ZC.isCumulative, Literal(False))
        yield (it, QUDT.hasUnit, PERCENT)
        yield (it, ZC.inDocument, frame.document)
        yield (it, ZC.rawText, plain("3.3左右"))
        for measure, number in numbers.items():
            yield (it, measure, decimal(number))
        yield from say(it, "evidence", frame.span(frame.start, frame.start + 4))

    def units(self, frame: Frame) -> Iterator[Unit]:
        """The indicator."""
        name = (node(KPI), SKOS.prefLabel, zh("研发经费支出占比"))
        yield unit(KPI, [*a(node(KPI), "Indicator"), name])


@pytest.fixture(scope="session")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two documents, one with text that every format has to escape."""
    folder = tmp_path_factory.mktemp("export") / "store"
    Store.build(folder, [hostile(DIRTY), notice()], CONTEXT)
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A plan and a notice, the plan with values of an indicator."""
    folder = tmp_path_factory.mktemp("export") / "store"
    before = facts.PARTS
    facts.PARTS = (*before, Values())
    try:
        Store.build(folder, [plan(), notice()], CONTEXT)
    finally:
        facts.PARTS = before
    with Store.open(folder) as opened:
        yield opened


def export(store: Store, name: str) -> bytes:
    """An export that is one stream."""
    stream = io.BytesIO()
    FILES[name].write(store, stream)
    return stream.getvalue()


def export_folder(store: Store, name: str) -> dict[str, bytes]:
    """The files of an export that is several."""
    found = {}
    for file, write in FOLDERS[name].files(store):
        stream = io.BytesIO()
        write(stream)
        found[file] = stream.getvalue()
    return found


def folder_of(path: Path) -> dict[str, bytes]:
    """All files below a folder, by their paths."""
    files = sorted(each for each in path.rglob("*") if each.is_file())
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


__all__ = ["DIRTY", "KPI", "export", "export_folder", "folder_of"]
