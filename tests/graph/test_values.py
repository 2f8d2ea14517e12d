"""Rows of tables, targets and deadlines as values with units, years and evidence."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from kg import ids
from kg.facts import Indicator, Target, Value
from kg.graph.build import document_quads
from kg.graph.checks import check
from kg.graph.terms import PREFIXES
from kg.types import Record
from tests.graph.fixtures import CONTEXT, plan


def _target(record: Record, **changes: object) -> Target:
    task = record.tasks[0]
    target = Target(
        "5G基站", "建成5G基站20万个以上", 200000, None, None, ">=", "个", False,
        "2022-12-31", "year", False, None, task.start, task.start + 4, "1-1", "level", 0.9,
    )  # fmt: skip
    return replace(target, **changes)


@cache
def _graph() -> tuple[ox.Store, list[ox.Triple]]:
    made = plan()
    record = made.record
    start, end = record.tasks[0].start, record.tasks[0].end
    targets = (
        _target(record),
        _target(
            record, subject="企业", value=None, low=3.0, high=5.0, comparator="range", unit="家"
        ),
        _target(record, subject="工厂", due=None, due_precision=None, unit="万元/亩", start=end + 1,
                end=end + 3),
    )  # fmt: skip
    row = Indicator(
        "营商环境", "便利度指数", "", Value(2019, 76.1, text="76.1*"), Value(2025, 90.0, text="90"),
        "约束性", "*为2019年数值", start, end, 10, "agrees",
    )  # fmt: skip
    record = replace(record, targets=targets, indicators=(row,))
    quads = document_quads(record, made.raw, CONTEXT, "l")
    store = ox.Store()
    store.extend(quads)
    return store, [quad.triple for quad in quads]


def _ask(pattern: str) -> bool:
    head = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    return bool(_graph()[0].query(f"{head}ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_a_graph_with_values_conforms() -> None:
    assert list(check(_graph()[1])) == []


@pytest.mark.parametrize(
    "pattern",
    [
        '?v a zc:TargetValue, qudt:QuantityValue ; qudt:numericValue 200000.0 ; '
        'qudt:hasUnit unit:NUM ; '
        'zc:comparator zc:comparator-ge ; zc:refYear "2022"^^xsd:gYear ; zc:isSoft false ; '
        "zc:indicator/skos:prefLabel '5G基站'@zh",
        "?v zc:lowerValue 3.0 ; zc:upperValue 5.0 ; zc:comparator zc:comparator-range ; "
        "qudt:hasUnit/skos:prefLabel '家'@zh",
        "?v zc:noDeadline ?why ; qudt:hasUnit ?u . ?u qudt:conversionMultiplier 15.0 ; a qudt:Unit",
        '?v a zc:BaselineValue, qb:Observation ; zc:refYear "2019"^^xsd:gYear ; '
        "qudt:numericValue 76.1 ; qudt:hasUnit unit:UNITLESS",
        '?v a zc:TargetValue ; zc:baseline/qudt:numericValue 76.1 ; zc:baselineYear ?year ; '
        "zc:binding zc:binding-mandatory ; zc:crossCheck 'agrees' ; zc:isCumulative false",
        "?t a zc:Task ; zc:hasTarget/zc:hasDeadline ?d . ?d a zc:Deadline ; zc:duePrecision 'year'",
        "?v a zc:TargetValue ; zc:evidence/nif:anchorOf ?quote ; zc:confidence ?c ; "
        "zc:extractedBy ?run ; prov:wasDerivedFrom ?text ; zc:inDocument ?document",
    ],
)  # fmt: skip
def test_what_is_said_of_a_value(pattern: str) -> None:
    assert _ask(pattern)


def test_a_target_outside_a_task_is_none_of_the_task() -> None:
    assert not _ask("?t zc:hasTarget/zc:noDeadline ?why")


def test_a_baseline_is_no_target_and_a_target_no_observation() -> None:
    assert not _ask("?v a zc:BaselineValue, zc:TargetValue")
    assert not _ask("?v a zc:TargetValue, qb:Observation")


def test_keys_are_ascii_and_tell_doubles_apart_in_text_order() -> None:
    first = ids.value("doc:x", "研究与试验发展经费占营业收入的比重" * 6, 2025, "target")
    assert first.isascii() and len(first) < 100
    assert (
        ids.value("doc:x", "甲", None, "base", 2) == ids.value("doc:x", "甲", None, "base") + ".2"
    )
    assert ids.indicator("330000", "甲") != ids.indicator("330000", "佳")
