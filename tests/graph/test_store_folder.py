"""The folder of a store: whole or not at all, one writer, never anything that is not ours."""

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

from kg import ids
from kg.errors import StoreError
from kg.graph import loading, manifest
from kg.graph.manifest import SourceFile
from kg.graph.members import StoredDocument
from kg.graph.store import Store
from tests.graph.fixtures import CONTEXT, elsewhere, notice, other_text, plan
from tests.graph.test_store import KEY, built, content

ROOT = Path(__file__).parents[2]


#: Number of the live data folder -> all that a store with pairs of owners consists of.
HELD_BY = {n: [f"data-{n}", f"data-{n}.sums", "lock", "manifest.json"] for n in (1, 2)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    built(folder, plan(), notice())
    with Store.open(folder, read_only=False) as opened:
        yield opened


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
    assert sorted(each.name for each in folder.iterdir()) == HELD_BY[1]


@pytest.mark.parametrize(
    ("problem", "remedy"),
    [
        ("IO error: No space left on device: x.sst", "Make room"),
        ("IO error: Permission denied: x.sst", "See that you may"),
        ("Corruption: bad block", "take the folder away"),
    ],
)
@pytest.mark.parametrize("kind", [OSError, RuntimeError])
def test_what_the_database_cannot_do_is_said_with_a_remedy_that_fits(
    folder: Path, kind: type[Exception], problem: str, remedy: str
) -> None:
    before = built(folder, plan())

    def failing() -> Iterator[StoredDocument]:
        yield notice()
        raise kind(problem)

    with pytest.raises(StoreError, match=f"{problem}.*{remedy}"):
        Store.build(folder, failing(), CONTEXT)
    with pytest.raises(StoreError, match=remedy), Store.open(folder):
        raise kind(problem)
    assert content(folder) == before


def test_a_manifest_that_may_not_be_read_is_not_to_be_thrown_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(folder, plan())

    def denied(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", denied)
    with pytest.raises(StoreError, match=r"\(Permission denied\)\. See that you may read"):
        Store.open(folder)


def test_a_build_replaces_the_old_store(folder: Path) -> None:
    built(folder, plan())
    assert content(folder) != built(folder, notice())
    assert sorted(each.name for each in folder.iterdir()) == HELD_BY[2]


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


def test_a_file_whose_name_is_no_text_is_stored_and_forgotten(store: Store, folder: Path) -> None:
    """Archives made under GBK leave such names."""
    before, name = set(store.quads()), os.fsdecode("公报.txt".encode("gbk"))
    assert store.put(elsewhere(plan(), name, "d" * 64), CONTEXT) == "copy"
    row = SourceFile(name, "d" * 64, 1, (KEY,))
    store.enter([row])
    assert manifest.read(folder).sources[0].file == name
    store.forget_file(row)
    assert set(store.quads()) == before
    assert manifest.read(folder).sources == ()


# --- Manifest, errors, locks ----------------------------------------------------------------------


def test_sources_are_read_after_the_documents(folder: Path) -> None:
    sources: list[SourceFile] = []

    def documents() -> Iterator[StoredDocument]:
        yield plan()
        sources.append(SourceFile("gazette.txt", "a" * 64, 10, (KEY,)))

    Store.build(folder, documents(), CONTEXT, sources=sources)
    assert manifest.read(folder).sources == tuple(sources)
    assert manifest.read(folder).code == "0.1.0"


def test_forgetting_strikes_a_file_without_documents_off(store: Store, folder: Path) -> None:
    store.enter([SourceFile("gazette.txt", "a" * 64, 10, (KEY,)), SourceFile("x", "", 0)])
    store.forget(KEY)
    assert [each.file for each in manifest.read(folder).sources] == ["x"]


def test_a_file_stays_with_the_rest_of_its_documents(store: Store, folder: Path) -> None:
    store.enter([SourceFile("gazette.txt", "a" * 64, 10, ("doc:other", KEY))])
    store.forget(KEY)
    rest = SourceFile("gazette.txt", "a" * 64, 10, ("doc:other",), whole=False)
    assert manifest.read(folder).sources == (rest,)


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
