"""Citations in the graph, and documents that are cited before they are held, or after."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from kg import ids
from kg.facts import Citation
from kg.graph.build import document_quads
from kg.graph.members import StoredDocument
from kg.graph.store import Store
from kg.graph.terms import DCT, ELI, TYPE, ZC, node
from kg.graph.units import cited_key, is_link
from kg.normalise import letters
from tests.graph.fixtures import CONTEXT, NOTICE, elsewhere, notice, other_text, plan

PLAN = plan().record.id
TITLE = "浙江省便民行动计划"
STUB = ids.cited_document(letters(TITLE))


def citing() -> StoredDocument:
    """The notice with two citations: one of the plan's number, one of its annex's title."""
    document = notice()
    at = NOTICE.index("开展检查")
    cited = (
        Citation(
            plan().record.title, plan().record.number, "according-to", PLAN, at, at + 2, "1", "both"
        ),
        Citation(TITLE, None, "repeals", STUB, at + 2, at + 4, "", "title", 0.97),
    )
    return replace(document, record=replace(document.record, citations=cited))


def quads_of(folder: Path) -> set[ox.Quad]:
    with Store.open(folder) as store:
        return set(store.quads())


def test_a_citation_is_a_node_with_its_evidence_and_a_shortcut() -> None:
    document = citing()
    triples = {quad.triple for quad in document_quads(document.record, document.raw, CONTEXT)}
    own = node(document.record.id)
    cited = next(t.subject for t in triples if t.predicate == ZC.cited and t.object == node(PLAN))
    said = {t.predicate: t.object for t in triples if t.subject == cited}
    assert said[ZC.citationType] == ZC["citation-according-to"]
    assert said[ZC.citing] == node(ids.section(document.record.id, "1"))
    assert said[ZC.rawText] == ox.Literal("开展")
    assert said[ZC.inDocument] == own
    for predicate in (ZC.accordingTo, ZC.cites, ELI.cites):
        assert ox.Triple(own, predicate, node(PLAN)) in triples
    for predicate in (ZC.repeals, ELI.repeals, ZC.cites):
        assert ox.Triple(own, predicate, node(STUB)) in triples


def test_what_is_cited_and_not_held_is_a_stub_with_title_and_number(tmp_path: Path) -> None:
    Store.build(tmp_path / "s", [citing()], CONTEXT)
    with Store.open(tmp_path / "s") as store:
        for key in (PLAN, STUB):
            assert len(list(store.match(node(key), TYPE, ZC.CitedDocument))) == 1
            assert list(store.match(node(key), DCT.title))
        assert list(store.match(node(PLAN), ZC.documentNumber))


def test_a_document_that_arrives_takes_the_place_of_its_stub(tmp_path: Path) -> None:
    Store.build(tmp_path / "s", [citing()], CONTEXT)
    before = quads_of(tmp_path / "s")
    with Store.open(tmp_path / "s", read_only=False) as store:
        store.put(plan(), CONTEXT)
        assert not list(store.match(node(PLAN), TYPE, ZC.CitedDocument))
        assert len(list(store.match(node(PLAN), ZC.documentNumber))) == 1
        (link,) = store.match(node(STUB), DCT.isReplacedBy)
        assert link.object == node(f"{PLAN}.a1") and is_link(link.graph_name)
        assert len(list(store.match(node(STUB), TYPE, ZC.CitedDocument))) == 1
    gone = before - quads_of(tmp_path / "s")
    assert {cited_key(quad.graph_name) for quad in gone} == {PLAN}
    with Store.open(tmp_path / "s", read_only=False) as store:
        assert store.forget(PLAN)
    assert quads_of(tmp_path / "s") == before


DOCUMENTS = [citing(), plan(), other_text(elsewhere(plan(), "c.txt"), "补充")]


@pytest.mark.parametrize("count", [2, 3])
def test_the_order_of_builds_does_not_matter(tmp_path: Path, count: int) -> None:
    found = []
    for number, order in enumerate(permutations(DOCUMENTS[:count])):
        folder = tmp_path / str(number)
        Store.build(folder, order[:1], CONTEXT)
        with Store.open(folder, read_only=False) as store:
            for each in order[1:]:
                store.put(each, CONTEXT)
        found.append(quads_of(folder))
        Store.build(tmp_path / f"{number}-at-once", order, CONTEXT)
        found.append(quads_of(tmp_path / f"{number}-at-once"))
    assert all(each == found[0] for each in found)


def test_documents_go_as_they_came(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    Store.build(folder, DOCUMENTS[:1], CONTEXT)
    alone = quads_of(folder)
    with Store.open(folder, read_only=False) as store:
        for each in DOCUMENTS[1:]:
            store.put(each, CONTEXT)
        links = {quad.object for quad in store.match(node(STUB), DCT.isReplacedBy)}
        assert len(links) == 2 and node(f"{PLAN}.a1") not in links  # two texts claim the number
        store.forget(PLAN)
    assert quads_of(folder) == alone
    with Store.open(folder, read_only=False) as store:
        store.forget(citing().record.id)
    assert quads_of(folder) == set()


def test_a_store_holds_no_triple_twice(tmp_path: Path) -> None:
    Store.build(tmp_path / "s", DOCUMENTS[:2], CONTEXT)
    triples = [quad.triple for quad in quads_of(tmp_path / "s")]
    assert len(triples) == len(set(triples))


def test_a_title_that_many_documents_bear_ties_nothing(tmp_path: Path) -> None:
    document = plan()
    record = replace(document.record, title="关于做好检查的通知", issuers=(), annexes=())
    quads = document_quads(record, document.raw, CONTEXT)
    assert not [quad for quad in quads if quad.predicate == DCT.isReplacedBy]
