"""Sets, members, parents and classes of industries as triples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from msgspec.structs import replace

from kg import ids
from kg.building import graph_context
from kg.facts import Industry
from kg.graph.build import document_quads
from kg.graph.checks import check
from kg.graph.members import StoredDocument
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.graph.terms import RDF, SKOS, TYPE, XKOS, ZC, node, zh
from kg.graph.validate import validate
from kg.knowledge import Knowledge
from kg.types import Entity
from tests.graph.fixtures import notice

SET = "“12”产业集群"
#: name, group, kind, order, whether 新材料 is its parent
MEMBERS = (
    ("开展", f"{SET}·世界级集群", "cluster", 1, False),
    ("检查", f"{SET}·优势集群", "cluster", 1, False),
    ("省民政厅", f"{SET}·优势集群", "cluster", 2, False),
    ("检查", "标志性产业链", "chain", 3, True),
    ("开展检查", "", "industry", None, False),
)
PARENT = ids.industry("industry", "330000", "", "开展检查")
CLOSE = "ind:sei2018.1.1"


def _key(name: str, group: str, kind: str) -> str:
    return ids.industry(kind, "330000", group, name)


def clusters() -> StoredDocument:
    """浙民〔2021〕7号 with two tiers of clusters, a chain and an industry."""
    document = notice(file="clusters.txt")
    industries, entities = [], {}
    for name, group, kind, order, below in MEMBERS:
        start = document.raw.index(name)
        key = _key(name, group, kind)
        same = [_key(n, g, k) for n, g, k, *_ in MEMBERS if n == name and (g, k) != (group, kind)]
        matches = (*same, CLOSE) if kind == "chain" else tuple(same)
        industries.append(
            Industry(
                name, key, group, PARENT if below else None, start, start + len(name),
                kind, order, matches, 0.9,
            )
        )  # fmt: skip
        entities[key] = Entity(key, name, kind, territory="region:330000", listed=False)
    record = replace(
        document.record,
        industries=tuple(industries),
        entities=tuple(sorted((*document.record.entities, *entities.values()), key=lambda e: e.id)),
    )
    return StoredDocument(record, document.raw, document.letters)


@pytest.fixture(scope="module")
def graph(knowledge: Knowledge) -> set[ox.Triple]:
    document = clusters()
    quads = document_quads(document.record, document.raw, graph_context(knowledge), "l")
    triples = [quad.triple for quad in quads]
    assert len(triples) == len(set(triples)), "a triple stands in two graphs"
    return set(triples)


def _objects(graph: set[ox.Triple], subject: str, predicate: ox.NamedNode) -> set[object]:
    return {t.object for t in graph if t.subject == node(subject) and t.predicate == predicate}


def test_a_numbered_set_has_its_members_with_tier_and_order(graph: set[ox.Triple]) -> None:
    key = ids.cluster_set("330000", SET)
    members = {node(_key(*row[:3])) for row in MEMBERS[:3]}
    assert _objects(graph, key, SKOS.member) == members
    assert {ZC.ClusterSet, SKOS.OrderedCollection} <= _objects(graph, key, TYPE)
    assert _objects(graph, key, SKOS.prefLabel) == {zh(SET)}
    last = _key(*MEMBERS[2][:3])
    assert _objects(graph, last, ZC.tier) == {ox.Literal("优势集群")}
    assert _objects(graph, last, ZC.order) == {ox.Literal(2)}


def test_every_membership_and_parent_has_its_place(graph: set[ox.Triple]) -> None:
    claims = {t.subject for t in graph if t.predicate == TYPE and t.object == ZC.Claim}
    of = {t.subject: t.object for t in graph if t.predicate == RDF.predicate}
    assert Counter(of[claim] for claim in claims) == {
        SKOS.member: 3,
        ZC.industryGroup: 1,
        SKOS.broader: 1,
    }
    for claim in claims:
        about = {t.predicate for t in graph if t.subject == claim}
        assert {ZC.evidence, ZC.confidence, ZC.extractedBy, ZC.inDocument} <= about
    parts = {(t.subject, t.predicate): t.object for t in graph if t.subject in claims}
    stated = {
        tuple(parts[claim, part] for part in (RDF.subject, RDF.predicate, RDF.object))
        for claim in claims
    }
    assert stated <= {(t.subject, t.predicate, t.object) for t in graph}


def test_names_in_two_groups_are_joined_and_never_the_same(graph: set[ox.Triple]) -> None:
    cluster, chain = _key(*MEMBERS[1][:3]), _key(*MEMBERS[3][:3])
    assert node(cluster) in _objects(graph, chain, SKOS.relatedMatch)
    assert node(chain) in _objects(graph, cluster, SKOS.relatedMatch)
    assert not [t for t in graph if t.predicate == SKOS.exactMatch]


def test_a_class_comes_with_those_above_its_level_and_its_scheme(graph: set[ox.Triple]) -> None:
    assert _objects(graph, _key(*MEMBERS[3][:3]), SKOS.closeMatch) == {node(CLOSE)}
    assert _objects(graph, CLOSE, SKOS.notation) == {ox.Literal("1.1")}
    assert _objects(graph, CLOSE, SKOS.broader) == {node("ind:sei2018.1")}
    assert _objects(graph, "ind:sei2018.1", SKOS.topConceptOf) == {node("ind:sei2018")}
    assert SKOS.ConceptScheme in _objects(graph, "ind:sei2018", TYPE)
    assert node(CLOSE) in _objects(graph, "ind:sei2018.level2", SKOS.member)
    assert _objects(graph, "ind:sei2018.level2", XKOS.depth) == {ox.Literal(2)}


def test_it_conforms(graph: set[ox.Triple]) -> None:
    assert {each.message.shape for each in check(list(graph))} == set()


def test_a_member_too_many_is_told(knowledge: Knowledge) -> None:
    document = clusters()
    tier = document.record.industries[0].group
    extra = replace(
        document.record.industries[3], group=tier, kind="cluster", parent=None, matches=()
    )
    record = replace(document.record, industries=(*document.record.industries, extra))
    quads = document_quads(record, document.raw, graph_context(knowledge), "l")
    found = {each.message.shape for each in check([quad.triple for quad in quads])}
    assert found == {"cluster-set-numbers"}


# --- In a store ----------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path, knowledge: Knowledge) -> Iterator[Store]:
    Store.build(tmp_path / "store", [clusters()], graph_context(knowledge))
    with Store.open(tmp_path / "store") as opened:
        yield opened


def test_a_store_with_industries_conforms(store: Store) -> None:
    assert validate(store).rows == ()


@pytest.mark.parametrize("name", ["cluster-members", "industries-by-class"])
def test_each_query_has_titles(name: str) -> None:
    query = queries()[name]
    assert query.title_zh and query.title_en and query.description


def test_members_by_tier(store: Store) -> None:
    rows = list(store.query(queries()["cluster-members"].sparql).texts())
    assert [(row[1], row[2], row[3], row[5]) for row in rows] == [
        (SET, "世界级集群", "1", "开展"),
        (SET, "优势集群", "1", "检查"),
        (SET, "优势集群", "2", "省民政厅"),
    ]


def test_industries_by_class(store: Store) -> None:
    rows = list(store.query(queries()["industries-by-class"].sparql).texts())
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("新一代信息技术产业", "检查", "标志性产业链")
    ]
