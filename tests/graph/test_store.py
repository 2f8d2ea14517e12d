"""The store on disk: whole or not at all, and a function of the set of documents."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ids
from kg.errors import StoreError
from kg.graph import loading, manifest
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
ROOT = Path(__file__).parents[2]


def built(folder: Path, *documents: StoredDocument) -> set[ox.Quad]:
    """The quads of a store built of the documents."""
    Store.build(folder, documents, CONTEXT)
    with Store.open(folder) as store:
        return set(store.quads())


def content(folder: Path) -> set[ox.Quad]:
    with Store.open(folder) as store:
        return set(store.quads())


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
            store.forget_file(POOL[i].record.source.file)
        assert set(store.quads()) == expected
    held = list((folder / "shrunk").rglob("*.nq.gz"))
    assert len(held) <= max(0, len(kept) - 1)


@pytest.mark.parametrize(
    ("document", "change"),
    [
        (plan(), "unchanged"),
        (elsewhere(plan(), "a.txt"), "copy"),
        (other_text(elsewhere(plan(), "a.txt"), "补充"), "conflict"),
        (elsewhere(plan(), "gazette.txt", "c" * 64), "updated"),
        (other_text(elsewhere(plan(), "gazette.txt", "c" * 64), "补充"), "updated"),
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
    store.put(other_text(elsewhere(plan(), "gazette.txt", "c" * 64), "补充"), CONTEXT)
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
        store.forget_file("notice.txt")
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


# --- Whole or not at all --------------------------------------------------------------------------


def _failing(error: type[BaseException]) -> Iterator[StoredDocument]:
    yield notice()
    raise error("on the way")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_build_that_fails_leaves_the_old_store(folder: Path, error: type[BaseException]) -> None:
    before = built(folder, plan())
    with pytest.raises(error):
        Store.build(folder, _failing(error), CONTEXT)
    assert content(folder) == before
    assert sorted(each.name for each in folder.iterdir()) == ["data-1", "lock", "manifest.json"]


def test_a_build_replaces_the_old_store(folder: Path) -> None:
    built(folder, plan())
    assert content(folder) != built(folder, notice())
    assert sorted(each.name for each in folder.iterdir()) == ["data-2", "lock", "manifest.json"]


KILLED = """
import sys, time
from pathlib import Path
from tests.graph.fixtures import CONTEXT, notice, plan
from kg.graph.store import Store

def slowly():
    yield notice()
    print("loading", flush=True)
    time.sleep(60)

Store.build(Path(sys.argv[1]), slowly(), CONTEXT)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_build_that_is_killed_leaves_the_old_store_and_is_swept_up(folder: Path) -> None:
    before = built(folder, plan())
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"loading\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert (folder / "data-2").exists()
    assert content(folder) == before
    with Store.open(folder, read_only=False):
        assert not (folder / "data-2").exists()


def test_an_update_is_one_transaction() -> None:
    """What the store relies on: an update request that fails in its last part does nothing."""
    store = ox.Store()
    with pytest.raises(OSError, match="port 9 is not allowed"):
        store.update("INSERT DATA { <urn:a> <urn:b> 1 } ; LOAD <http://127.0.0.1:9/>")
    assert len(store) == 0


def test_put_sends_one_update(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    real = loading.differences

    def counted(*states: object) -> str:
        sent.append(real(*states))  # type: ignore[arg-type]
        return sent[-1]

    monkeypatch.setattr(loading, "differences", counted)
    store.put(other_text(elsewhere(plan(), "a.txt"), "补充"), CONTEXT)
    assert len(sent) == 1
    assert "DROP" in sent[0] and "INSERT" in sent[0]


# --- Manifest, errors, locks ----------------------------------------------------------------------


def test_sources_are_read_after_the_documents(folder: Path) -> None:
    sources: list[SourceFile] = []

    def documents() -> Iterator[StoredDocument]:
        yield plan()
        sources.append(SourceFile("gazette.txt", "a" * 64, 10, (KEY,)))

    Store.build(folder, documents(), CONTEXT, sources=sources)
    assert manifest.read(folder).sources == tuple(sources)
    assert manifest.read(folder).code == "0.1.0"


def test_forgetting_strikes_the_file_off_the_manifest(store: Store, folder: Path) -> None:
    store.enter([SourceFile("gazette.txt", "a" * 64, 10, (KEY,)), SourceFile("x", "", 0)])
    store.forget(KEY)
    assert [each.file for each in manifest.read(folder).sources] == ["x"]


def test_progress_is_told_of_each_document(folder: Path) -> None:
    told: list[str] = []
    copies = [plan(), elsewhere(plan(), "a.txt")]
    Store.build(folder, copies, CONTEXT, progress=lambda each: told.append(each.record.source.file))
    assert told == ["gazette.txt", "a.txt"]


def _no_store(folder: Path) -> None:
    folder.mkdir()


def _not_json(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def _other_things(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"name": "an app"}', encoding="utf-8")


def _changed(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / "manifest.json"
        found = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(found | values), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (_not_json, "no store of kg"),
        (_other_things, "no store of kg"),
        (_changed(format=99), "has format 99"),
        (_changed(base="https://e.org/"), "KG_BASE=https://e.org/"),
        (_changed(data="data-9"), "data-9 is missing"),
    ],
)
def test_what_is_no_store_of_ours_is_refused(
    folder: Path, harm: Callable[[Path], None], message: str
) -> None:
    built(folder, plan())
    harm(folder)
    with pytest.raises(StoreError, match=message):
        Store.open(folder)


@pytest.mark.parametrize("make", [None, _no_store])
def test_a_missing_store_is_told_with_the_way_to_make_one(
    folder: Path, make: Callable[[Path], None] | None
) -> None:
    if make:
        make(folder)
    assert not Store.exists(folder)
    with pytest.raises(StoreError, match="kg build PATH --store"):
        Store.open(folder)


def test_a_folder_with_other_things_in_it_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("all of it", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other things"):
        Store.build(folder, [plan()], CONTEXT)
    assert [each.name for each in folder.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot hold a store"):
        Store.build(tmp_path / "store", [plan()], CONTEXT)


@pytest.mark.skipif(os.name != "posix", reason="needs flock")
@pytest.mark.parametrize(("first", "second"), [(False, False), (False, True), (True, False)])
def test_a_writer_is_alone(folder: Path, first: bool, second: bool) -> None:
    built(folder, plan())
    with Store.open(folder, read_only=first):
        with pytest.raises(StoreError, match="in use by another process"):
            Store.open(folder, read_only=second)
        with pytest.raises(StoreError, match="in use by another process"):
            Store.build(folder, [plan()], CONTEXT)
    Store.open(folder, read_only=second).close()


def test_many_may_read(folder: Path) -> None:
    built(folder, plan())
    with Store.open(folder) as one, Store.open(folder) as other:
        assert len(one) == len(other)


def test_a_store_can_be_moved(folder: Path) -> None:
    before = built(folder, plan())
    moved = folder.rename(folder.with_name("elsewhere"))
    assert content(moved) == before


def test_a_crash_before_the_manifest_does_no_harm(folder: Path) -> None:
    """The transaction is in, the file is not noted: doing it again changes nothing."""
    built(folder, plan())
    with Store.open(folder, read_only=False) as store:
        store.put(notice(), CONTEXT)
    before = content(folder)
    with Store.open(folder, read_only=False) as store:
        assert store.put(notice(), CONTEXT) == "unchanged"
        assert set(store.quads()) == before


def test_opening_is_quick(folder: Path) -> None:
    built(folder, plan(), notice())
    start = time.perf_counter()
    Store.open(folder).close()
    assert time.perf_counter() - start < 1
    assert manifest.read(folder).base == ids.BASE
