"""The bundled gazette against its annotation, field by field, and its offsets to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg import evaluate
from kg.evaluate import Score
from kg.normalise import surface
from kg.pipeline import Extractor
from kg.read import read
from kg.types import Record, Source, Task

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"
GOLD = evaluate.read_gold(ROOT / "tests" / "gold" / "sample" / "zhejiang-2021-25.json")
NUMBERS = [document["number"] for document in GOLD]
OWNED = "浙政办发〔2021〕39号"
each_document = pytest.mark.parametrize("n", range(len(GOLD)), ids=NUMBERS)


@pytest.fixture(scope="module")
def source() -> Source:
    return read(SAMPLE)


@pytest.fixture(scope="module")
def records(source: Source, extractor: Extractor) -> list[Record]:
    return [extracted.record for extracted in extractor.documents(source)]


@pytest.fixture(scope="module")
def tasks(records: list[Record]) -> tuple[Task, ...]:
    """The tasks of the one document that has owner clauses."""
    return records[NUMBERS.index(OWNED)].tasks


def gold_tasks() -> list[dict[str, Any]]:
    return list(GOLD[NUMBERS.index(OWNED)]["tasks"])


# -- documents and headers --------------------------------------------------------------------


def test_nine_documents(records: list[Record]) -> None:
    assert [record.number for record in records] == NUMBERS
    assert len(records) == 9


@each_document
@pytest.mark.parametrize(
    "field", ["number", "title", "type", "issuers", "addressees", "signed", "effective"]
)
def test_header(n: int, field: str, records: list[Record]) -> None:
    got = getattr(records[n], field)
    assert (list(got) if isinstance(got, tuple) else got) == GOLD[n][field]


@each_document
@pytest.mark.parametrize("field", ["lead_rule", "implicit_owner_rule"])
def test_rules(n: int, field: str, records: list[Record]) -> None:
    rule = getattr(records[n], field)
    assert (rule and rule.text) == GOLD[n][field]


@each_document
def test_annex(n: int, records: list[Record]) -> None:
    titles = [annex.title for annex in records[n].annexes]
    annexes = GOLD[n]["annex"]
    assert titles == (annexes if isinstance(annexes, list) else [annexes] if annexes else [])


def test_every_document_is_of_the_issue(records: list[Record]) -> None:
    issues = {(r.issue.title, r.issue.year, r.issue.number) for r in records if r.issue}
    assert issues == {("浙江省人民政府公报", 2021, 25)}
    assert all(record.issue for record in records)


def test_keys_are_unique(records: list[Record]) -> None:
    assert len({record.id for record in records}) == 9
    assert records[NUMBERS.index(OWNED)].id == "doc:330000.zhezhengbanfa.2021.39"


# -- owners -----------------------------------------------------------------------------------


def test_fifty_clauses(tasks: tuple[Task, ...]) -> None:
    assert [task.clause.text for task in tasks] == [task["owner_clause"] for task in gold_tasks()]
    assert len(tasks) == 50


def test_no_other_document_has_tasks(records: list[Record]) -> None:
    assert [r.number for r in records if r.tasks] == [OWNED]


@pytest.mark.parametrize("n", range(50))
def test_owners_in_order(n: int, tasks: tuple[Task, ...]) -> None:
    got = [(o.text, o.name, o.role, o.order) for o in tasks[n].owners]
    expected = gold_tasks()[n]["owners"]
    assert got == [(o["text"], o["name"], o["role"], o["order"]) for o in expected]


@pytest.mark.parametrize("n", range(50))
def test_task_text_begins_as_annotated(n: int, tasks: tuple[Task, ...]) -> None:
    anchor = gold_tasks()[n]["anchor"]
    assert tasks[n].text.startswith(anchor)


@pytest.mark.parametrize("n", range(50))
def test_section_of_the_task(n: int, tasks: tuple[Task, ...], records: list[Record]) -> None:
    record = records[NUMBERS.index(OWNED)]
    ids = tasks[n].section.split("-")
    path = ["-".join(ids[: i + 1]) for i in range(1 if ids[0].startswith("a") else 0, len(ids))]
    markers = {section.id: re.sub(r"[、.．]$", "", section.marker) for section in record.sections}
    printed = [re.sub(r"[、.．]$", "", mark) for mark in gold_tasks()[n]["section"]]
    assert [markers[id_] for id_ in path] == printed


def test_the_rule_gives_the_first_of_each_list_the_lead(tasks: tuple[Task, ...]) -> None:
    """列第一位的为牵头单位，下同 stands in the first bracket and holds for all fifty."""
    for task in tasks:
        assert [owner.basis for owner in task.owners if owner.order == 1] == ["first-listed-rule"]
        assert {owner.basis for owner in task.owners if owner.order > 1} <= {"listed"}


def test_counts(tasks: tuple[Task, ...]) -> None:
    """13 tasks of one owner, 131 mentions of 33 bodies, 160 pairs of which 101 are distinct."""
    names = [[owner.name for owner in task.owners] for task in tasks]
    pairs = [frozenset(pair) for bodies in names for pair in combinations(bodies, 2)]
    assert sum(len(bodies) == 1 for bodies in names) == 13
    assert sum(map(len, names)) == 131
    assert len({name for bodies in names for name in bodies}) == 33
    assert (len(pairs), len(set(pairs))) == (160, 101)


def test_every_owner_is_linked(tasks: tuple[Task, ...]) -> None:
    assert [o.text for task in tasks for o in task.owners if o.entity is None] == []


def test_the_collective_is_one_body(tasks: tuple[Task, ...]) -> None:
    owners = [o for task in tasks for o in task.owners if o.text == "各设区市政府"]
    assert len(owners) == 13
    assert {o.entity for o in owners if o.entity} and len({o.entity for o in owners}) == 1


def test_the_carrier_of_the_reform_leads_one_task(tasks: tuple[Task, ...]) -> None:
    """Section 三 makes 省发展改革委 lead of the mechanism, not of every task."""
    owned = [o.role for t in tasks for o in t.owners if o.name == "浙江省发展和改革委员会"]
    assert sorted(owned) == ["lead", "responsible"]


# -- offsets ----------------------------------------------------------------------------------


def quoted(record: Record) -> Iterator[tuple[str, int, int, str]]:
    """All that a record says stands somewhere: kind, source span, text."""
    for mention in record.mentions:
        yield "mention", mention.start, mention.end, mention.text
    for task in record.tasks:
        yield "task", task.start, task.end, task.text
        yield "clause", task.clause.start, task.clause.end, task.clause.text
        for owner in task.owners:
            yield "owner", owner.start, owner.end, owner.text
    if record.lead_rule:
        yield "rule", record.lead_rule.start, record.lead_rule.end, record.lead_rule.text


@each_document
def test_the_source_cleans_to_every_quotation(
    n: int, records: list[Record], source: Source
) -> None:
    wrong = [
        (kind, text, surface(source.raw[start:end]))
        for kind, start, end, text in quoted(records[n])
        if surface(source.raw[start:end]) != text
    ]
    assert wrong == []


@each_document
def test_a_section_begins_with_its_mark_and_heading(
    n: int, records: list[Record], source: Source
) -> None:
    for section in records[n].sections:
        words = surface(source.raw[section.start : section.end])
        assert words.startswith(section.marker + section.heading), section.id


@each_document
def test_header_spans_clean_to_the_header(n: int, records: list[Record], source: Source) -> None:
    record = records[n]
    found = {s.kind: surface(source.raw[s.start : s.end]) for s in record.header_spans}
    assert found["title"] == record.title
    assert record.number and record.number in found["number"]


def test_documents_tile_the_file(records: list[Record], source: Source) -> None:
    bounds = [(record.source.start, record.source.end) for record in records]
    assert bounds[0][0] == 0 and bounds[-1][1] == len(source.raw)
    assert all(a[1] == b[0] for a, b in zip(bounds, bounds[1:], strict=False))


@each_document
def test_regions_tile_the_document(n: int, records: list[Record]) -> None:
    record = records[n]
    starts = [region.start for region in record.regions]
    ends = [region.end for region in record.regions]
    assert [*starts, record.source.end] == [record.source.start, *ends]
    assert all(start < end for start, end in zip(starts, ends, strict=True))


def test_the_garbled_table_is_damaged_and_nothing_is_read_from_it(records: list[Record]) -> None:
    (damage,) = records[-1].damaged
    spans = [(start, end) for _, start, end, _ in quoted(records[-1])]
    assert not [s for s in spans if s[0] < damage.end and damage.start < s[1]]
    assert [(r.start, r.end) for r in records[-1].regions if r.kind == "damaged"] == [
        (damage.start, damage.end)
    ]


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (NUMBERS[0], "furniture", ["—６—", "浙江省人民政府公报２０２１年第２５期"]),
        (NUMBERS[1], "furniture", []),
    ],
)
def test_furniture(
    number: str, kind: str, words: list[str], records: list[Record], source: Source
) -> None:
    regions = [r for r in records[NUMBERS.index(number)].regions if r.kind == kind]
    assert [re.sub(r"\s", "", source.raw[r.start : r.end]) for r in regions] == words


# -- what the text says of places -------------------------------------------------------------


def test_regions_named_in_the_reply(records: list[Record]) -> None:
    """嘉兴市 is named itself and as prefix of 秀洲区; 杭州 only as prefix of its district."""
    names = {m.name for m in records[1].mentions if m.type == "region"}
    assert {"浙江省/嘉兴市", "浙江省/嘉兴市/秀洲区", "浙江省/杭州市/滨江区"} <= names
    assert "浙江省/杭州市" not in names


# -- the facts --------------------------------------------------------------------------------

#: Kinds that are exact, and floors of F1 for those that are judged by reading.
EXACT = (
    "indicators", "indicator fields", "people", "people fields", "citations", "relations",
    "decisions", "decision details", "industry parents", "target comparators", "target dues",
)  # fmt: skip
FLOORS = {
    "programmes": 0.98, "facilities": 0.96, "targets": 0.97, "duties": 0.97, "industries": 0.98,
    "regions": 0.92,
}  # fmt: skip


@pytest.fixture(scope="module")
def scores(records: list[Record]) -> dict[str, Score]:
    pairs = zip(records, GOLD, strict=True)
    return evaluate.total(evaluate.score(record, gold) for record, gold in pairs)


@pytest.mark.parametrize("kind", EXACT)
def test_exact(kind: str, scores: dict[str, Score]) -> None:
    found = scores[kind]
    assert found.expected and (found.missed, found.extra) == ([], [])


@pytest.mark.parametrize("kind", FLOORS)
def test_facts(kind: str, scores: dict[str, Score]) -> None:
    assert scores[kind].f1 >= FLOORS[kind], (scores[kind].missed, scores[kind].extra)


def test_fourteen_regions_are_named(records: list[Record]) -> None:
    (decision,) = records[1].decisions
    assert len(decision.subjects) == len({s.entity for s in decision.subjects}) == 14


def test_clusters_and_chains(records: list[Record]) -> None:
    """4 world-class and 15 advantage clusters and 15 chains."""
    for kind, counts in (("cluster", [4, 15]), ("chain", [15])):
        gold: dict[str, list[str]] = {}
        for item in GOLD[0]["industries"]:
            if item["kind"] == kind and not item.get("optional"):
                gold.setdefault(item["group"], []).append(item["name"])
        found: dict[str, list[str]] = {}
        for industry in records[0].industries:
            if industry.kind == kind:
                found.setdefault(industry.group, []).append(industry.name)
        assert sorted(map(len, gold.values())) == counts
        assert sorted(map(sorted, found.values())) == sorted(map(sorted, gold.values()))


def test_nothing_is_read_from_the_garbled_table(records: list[Record]) -> None:
    record = records[-1]
    (damage,) = record.damaged
    facts: list[Any] = [
        *record.targets, *record.duties, *record.decisions, *record.citations,
        *record.facilities, *record.industries, *record.people, *record.indicators,
        *(programme.first for programme in record.programmes),
    ]  # fmt: skip
    assert not [f for f in facts if f.start < damage.end and damage.start < f.end]
