"""The store: a function of the set of documents, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph import loading
from kg.graph.answers import QueryError
from kg.graph.frame import Context, Run
from kg.graph.manifest import SourceFile
from kg.graph.members import StoredDocument
from kg.graph.store import Store
from kg.graph.terms import SKOS, ZC, node
from tests.graph.fixtures import CONTEXT, elsewhere, notice, other_text, plan
from tests.graph.test_build import HOSTILE, hostile
from tests.graph.test_members import rewrapped

KEY = plan().record.id


def built(folder: Path, *documents: StoredDocument) -> set[ox.Quad]:
    """The quads of a store built of the documents."""
    Store.build(folder, documents, CONTEXT)
    with Store.open(folder) as store:
        return set(store.quads())


def content(folder: Path) -> set[ox.Quad]:
    with Store.open(folder) as store:
        return set(store.quads())


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_how_much_is_loaded_at_once_does_not_matter(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = built(tmp_path / "whole", plan(), notice())
    monkeypatch.setattr(loading, "AT_ONCE", at_once)
    assert built(tmp_path / "parts", plan(), notice()) == whole


def row_of(document: StoredDocument) -> SourceFile:
    """The file of a document as a manifest has it."""
    source = document.record.source
    return SourceFile(source.file, source.sha256, 1, (document.record.id,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    built(folder, plan(), notice())
    with Store.open(folder, read_only=False) as opened:
        yield opened


# --- A function of the set ------------------------------------------------------------------------

POOL = [
    plan(),
    notice(),
    elsewhere(plan(), "a.txt"),
    rewrapped(elsewhere(plan(), "b.txt")),
    other_text(elsewhere(plan(), "c.txt"), "补充一"),
    other_text(elsewhere(plan(), "d.txt"), "补充二"),
]
ORDERS = st.permutations(range(len(POOL))).flatmap(
    lambda order: st.integers(1, len(POOL)).map(lambda size: order[:size])
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=ORDERS, bulk=st.integers(1, len(POOL)))
def test_what_comes_in_bulk_and_what_one_by_one_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], bulk: int
) -> None:
    folder = tmp_path_factory.mktemp("set")
    expected = built(folder / "once", *(POOL[i] for i in sorted(order)))
    built(folder / "grown", *(POOL[i] for i in order[:bulk]))
    with Store.open(folder / "grown", read_only=False) as store:
        for i in order[bulk:]:
            store.put(POOL[i], CONTEXT)
        assert set(store.quads()) == expected


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=ORDERS, gone=st.integers(1, len(POOL)))
def test_what_is_forgotten_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], gone: int
) -> None:
    folder = tmp_path_factory.mktemp("set")
    kept, lost = order[gone:], order[:gone]
    expected = built(folder / "once", *(POOL[i] for i in kept))
    built(folder / "shrunk", *(POOL[i] for i in order))
    with Store.open(folder / "shrunk", read_only=False) as store:
        for i in lost:
            store.forget_file(row_of(POOL[i]))
        assert set(store.quads()) == expected
    held = list((folder / "shrunk").rglob("*.nq.gz"))
    assert len(held) <= max(0, len(kept) - 1)


@pytest.mark.parametrize(
    ("document", "change"),
    [
        (plan(), "unchanged"),
        (elsewhere(plan(), "a.txt"), "copy"),
        (other_text(elsewhere(plan(), "a.txt"), "补充"), "conflict"),
        (elsewhere(plan(), "gazette.txt", "c" * 64), "copy"),
        (elsewhere(plan(), "gazette.txt", "a" * 64), "unchanged"),
        (elsewhere(plan(), "older.txt", "a" * 64), "unchanged"),
        (elsewhere(plan(), "called.txt", "a" * 64), "updated"),
    ],
)
def test_put_says_what_became_of_a_document(
    store: Store, document: StoredDocument, change: str
) -> None:
    assert store.put(document, CONTEXT) == change


def test_a_new_document_is_added(folder: Path) -> None:
    built(folder, plan())
    with Store.open(folder, read_only=False) as store:
        assert store.put(notice(), CONTEXT) == "added"


def test_a_changed_file_replaces_what_it_said(store: Store, folder: Path) -> None:
    store.enter([row_of(plan())])
    changed = other_text(elsewhere(plan(), "gazette.txt", "c" * 64), "补充")
    store.take_in(row_of(changed), [changed], CONTEXT)
    assert store.manifest.sources == (row_of(changed),)
    assert [each.conflicted for each in store.documents()] == [False, False]


def test_another_version_of_the_program_replaces_its_quads(store: Store) -> None:
    later = Context(Run("0.2.0", "1" * 12), CONTEXT.describe_region, CONTEXT.describe_line)
    for document in (plan(), notice()):
        assert store.put(document, later) == "updated"
    versions = {quad.object for quad in store.match(None, ZC.codeVersion)}
    assert versions == {ox.Literal("0.2.0")}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HOSTILE)
def test_hostile_text_goes_through_a_transaction_unharmed(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    expected = built(folder / "bulk", hostile(text))
    built(folder / "put", notice())
    with Store.open(folder / "put", read_only=False) as store:
        store.put(hostile(text), CONTEXT)
        store.forget_file(row_of(notice()))
        assert set(store.quads()) == expected


# --- What is there --------------------------------------------------------------------------------


def test_documents_are_listed_with_number_title_and_sources(store: Store) -> None:
    store.put(elsewhere(plan(), "a.txt"), CONTEXT)
    first, second = store.documents()
    assert (first.number, second.number) == ("浙民〔2021〕7号", "浙政办发〔2021〕39号")
    assert second.key == KEY
    assert second.title == plan().record.title
    assert [each.file for each in second.sources] == ["a.txt", "gazette.txt"]


def test_both_texts_of_a_conflict_are_listed(store: Store) -> None:
    store.put(other_text(elsewhere(plan(), "a.txt"), "补充"), CONTEXT)
    found = [each for each in store.documents() if each.conflicted]
    assert [each.key.startswith(f"{KEY}.v-") for each in found] == [True, True]


@pytest.mark.parametrize("name", [KEY, "doc:330000.zhemin.2021.7"])
def test_forget_by_key(store: Store, name: str) -> None:
    assert store.forget(name)
    assert name not in [each.key for each in store.documents()]
    assert not store.forget(name)


@pytest.mark.parametrize(
    "of", [lambda info: info.key, lambda info: info.graph], ids=["key", "graph"]
)
def test_forget_one_text_of_a_conflict(store: Store, folder: Path, of: Callable[..., str]) -> None:
    before = set(store.quads())
    other = other_text(elsewhere(plan(), "a.txt"), "补充")
    store.put(other, CONTEXT)
    [mine] = [each for each in store.documents() if "a.txt" in str(each.sources)]
    assert store.forget(of(mine))
    assert set(store.quads()) == before


def test_a_label_is_found_once_however_many_documents_use_it(store: Store) -> None:
    health = "agency:330000.weishengjiankangweiyuanhui"
    assert len(list(store.match(node(health), SKOS.prefLabel))) == 1
    rows = list(store.query(f"SELECT ?l WHERE {{ {health} skos:prefLabel ?l }}").texts())
    assert rows == [("浙江省卫生健康委员会",)]


def test_select_ask_and_construct(store: Store) -> None:
    assert list(store.query("ASK { ?t a zc:Task }").texts()) == [("true",)]
    select = store.query("SELECT ?t WHERE { ?t a zc:Task }")
    assert (select.kind, select.columns, len(list(select))) == ("select", ("t",), 4)
    graph = store.query("CONSTRUCT { ?t a zc:Task } WHERE { ?t a zc:Task }")
    assert (graph.kind, len(list(graph))) == ("graph", 4)


def test_a_faulty_query_is_told_with_its_place(store: Store) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        store.query("SELECT ?t WHERE { ?t a }")


# --- No other server is asked ---------------------------------------------------------------------

ELSEWHERE = "<http://127.0.0.1:9/>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"ASK {{ OPTIONAL {{ {{ SELECT * {{ service silent{ELSEWHERE}{{ ?s ?p ?o }} }} }} }} }}",
        f"SELECT * {{ ?s ?p ?x.SERVICE{ELSEWHERE}{{ ?a ?b ?c }} }}",
        f"SELECT * {{ FILTER(?x<'a>'||true) SERVICE {ELSEWHERE} {{}} #'\n}}",
        f'SELECT * {{ FILTER("\\u0022#"="") SERVICE {ELSEWHERE} {{}} FILTER(true\n) }}',
        "SELECT * { SERVICE doc:x { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
    ],
)
def test_a_query_that_asks_another_server_is_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        store.query(query)


def test_the_word_alone_is_no_offence(store: Store) -> None:
    query = """SELECT ?service { # SERVICE <http://x> {}
        ?service zc:service <http://x/SERVICE>, "SERVICE <http://x> {}", 'a service' }"""
    assert list(store.query(query)) == []


def test_a_query_keeps_to_the_graphs_it_names(store: Store) -> None:
    def count(source: str) -> int:
        (row,) = store.query(f"SELECT (COUNT(*) AS ?n) {source} {{ ?s ?p ?o }}").texts()
        return int(row[0])

    graph = store.graphs()[0].value
    assert 0 < count(f"FROM <{graph}>") < count("")
    assert count("FROM <http://example.org/>") == 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("INSERT DATA { <http://x> <http://x> 1 }", "only read"),
        ("PREFIX x: <http://x/> DROP ALL", "only read"),
        ("SELECT *\n{ ?a ?b }", "line 2, column"),
        ("SELEC * { ?a ?b ?c }", "line 1"),
        ("", "line 1"),
    ],
)
def test_what_is_wrong_with_a_query(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(query)
    assert len(str(caught.value)) < 240
