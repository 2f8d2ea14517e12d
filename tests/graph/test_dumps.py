"""The lines kept beside the store are those of the database, whatever changes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.graph import dumps, loading
from kg.graph.opened import OpenStore
from kg.graph.store import Store
from tests.graph.fixtures import CONTEXT, elsewhere, notice, other_text, plan

FILE = Path("data-1.sums") / dumps.NAME


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.build(tmp_path / "store", [plan(), notice()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


def graphs_in(file: Path) -> set[str]:
    with sqlite3.connect(file) as kept:
        return {graph for (graph,) in kept.execute("SELECT graph FROM sections")}


def lines_of(store: OpenStore) -> list[bytes]:
    return [line for each in dumps.sections(store) for line in each.text.splitlines(keepends=True)]


def agree(store: OpenStore) -> int:
    """How many lines there are, which are those of the database, once each."""
    found = lines_of(store)
    assert sorted(found) == sorted(f"{quad} .\n".encode() for quad in store.quads())
    return len(found)


def test_lines_are_kept_when_the_store_is_built(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graphs_in(store.folder / FILE) == {graph.value for graph in store.all_graphs()}
    monkeypatch.setattr(OpenStore, "dumped", lambda *_: pytest.fail("the database was asked"))
    assert len(lines_of(store)) == len(store)


def test_they_stay_true_when_documents_come_and_go(store: Store) -> None:
    whole = agree(store)
    assert store.forget(notice().record.id)
    assert agree(store) < whole
    store.put(notice(), CONTEXT)
    assert agree(store) == whole
    store.put(other_text(elsewhere(plan(), "a.txt"), "补充"), CONTEXT)  # a second claimant
    assert agree(store) > whole
    assert store.forget(plan().record.id)
    agree(store)


def test_copies_and_conflicts_of_one_build_are_in(tmp_path: Path) -> None:
    three = [plan(), elsewhere(plan(), "a.txt"), other_text(elsewhere(plan(), "b.txt"), "补充")]
    Store.build(tmp_path, three, CONTEXT)
    assert graphs_in(tmp_path / FILE)
    with Store.open(tmp_path) as store:
        agree(store)


def test_a_changed_document_is_written_anew_in_the_same_graph(store: Store) -> None:
    """The graph keeps its name, which is made from the text alone."""
    whole = agree(store)
    changed = plan()
    record = replace(changed.record, tasks=changed.record.tasks[:1])
    store.put(replace(changed, record=record), CONTEXT)
    assert agree(store) < whole


def test_a_change_that_failed_is_written_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines go before the change, so that whatever became of it they are never wrong."""
    whole = agree(store)
    monkeypatch.setattr(loading, "differences", lambda *_: "no update")
    with pytest.raises(SyntaxError):
        store.put(other_text(plan(), "补充"), CONTEXT)
    assert graphs_in(store.folder / FILE) < {graph.value for graph in store.all_graphs()}
    assert agree(store) == whole


def test_only_what_changed_is_asked_of_the_database(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ox.NamedNode] = []
    real = OpenStore.dumped

    def noted(opened: OpenStore, graphs: list[ox.NamedNode]) -> bytes:
        asked.extend(graphs)
        return real(opened, graphs)

    monkeypatch.setattr(OpenStore, "dumped", noted)
    assert store.forget(notice().record.id)
    store.put(notice(), CONTEXT)
    agree(store)
    assert 0 < len(asked) < len(list(store.all_graphs()))


def test_a_damaged_file_is_made_again(store: Store) -> None:
    whole = agree(store)
    (store.folder / FILE).write_bytes(b"no database at all, " * 100)
    assert agree(store) == whole
    assert (store.folder / FILE).read_bytes().startswith(b"SQLite format 3")


def test_without_a_file_all_is_written_in_passing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = agree(store)
    monkeypatch.setattr(dumps, "NAME", "missing/dumps.sqlite")
    assert agree(store) == whole


def test_a_build_that_cannot_keep_lines_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(dumps, "_save", fails)
    with monkeypatch.context() as patched:
        patched.setattr(dumps, "refresh", lambda _: None)
        Store.build(tmp_path, [plan(), notice()], CONTEXT)
    monkeypatch.undo()
    with Store.open(tmp_path) as store:
        assert agree(store)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_store_that_cannot_be_written_is_read(store: Store) -> None:
    whole = agree(store)
    file = store.folder / FILE
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        assert agree(store) == whole
    finally:
        file.parent.chmod(0o755)


# --- Sections ---------------------------------------------------------------------------------

_LINES = st.builds(
    "<http://x/{}> <http://x/p> {} <http://x/g> .\n".format,
    st.from_regex(r"[a-c](/[a-c]){0,2}", fullmatch=True),
    st.sampled_from(['"1"', '"2"', "<http://x/o>"]),
)


@given(st.lists(_LINES, max_size=30))
def test_sections_are_the_lines_sorted(lines: list[str]) -> None:
    found = list(dumps.cut("".join(lines).encode()))
    text = b"".join(each.text for each in found).decode()
    assert text.splitlines(keepends=True) == sorted(set(lines))
    for each in found:
        assert each.text.startswith(each.first + b" ")
        assert each.text.splitlines()[-1].startswith(each.last + b" ")
    for before, after in zip(found, found[1:], strict=False):
        assert before.last < after.first


def test_a_section_is_of_one_kind() -> None:
    kinds = ["g/doc.1", "id/doc/1", "id/mention/1.0-2", "id/mention/1.3-4", "id/task/1.t1"]
    text = "".join(
        f"<http://x/{each}> <http://x/p> <http://x/o> <http://x/g> .\n" for each in kinds
    )
    assert [(each.first, each.last) for each in dumps.cut(text.encode())] == [
        (b"<http://x/g/doc.1>", b"<http://x/g/doc.1>"),
        (b"<http://x/id/doc/1>", b"<http://x/id/doc/1>"),
        (b"<http://x/id/mention/1.0-2>", b"<http://x/id/mention/1.3-4>"),
        (b"<http://x/id/task/1.t1>", b"<http://x/id/task/1.t1>"),
    ]


def test_text_comes_back_whatever_its_length() -> None:
    for number in (1, 7, 100, 1000):
        quads = [
            ox.Quad(
                ox.NamedNode("http://x/s"),
                ox.NamedNode("http://x/p"),
                ox.Literal(f"浙\r\n{each}"),
                ox.NamedNode("http://x/g"),
            )
            for each in range(number)
        ]
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        [section] = dumps.cut(text)
        assert dumps._unpacked(dumps._packed(section.text)) == section.text
        assert section.text.count(b"\n") == number
