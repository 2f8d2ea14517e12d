"""Pairs of bodies summed up beside the store are those of the query, whatever changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kg.graph import pairs
from kg.graph.opened import OpenStore
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.questions import answer, bound
from tests.graph.fixtures import CONTEXT, elsewhere, notice, other_text, plan

PAIRS = queries()["coowner-pairs"]
FILE = Path("data-1.sums") / pairs.NAME


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    Store.build(tmp_path / "store", [plan(), notice()], CONTEXT)
    with Store.open(tmp_path / "store", read_only=False) as opened:
        yield opened


def agree(store: OpenStore, **values: str) -> list[tuple[str, ...]]:
    """The rows of the answer, which are those of the query itself."""
    found = list(answer(PAIRS, values, store).texts())
    assert found == list(store.query(bound(PAIRS, values, store)).texts())
    return found


def test_the_answer_is_that_of_the_query(store: Store) -> None:
    assert len(agree(store)) == 5
    assert agree(store, region="330000") == agree(store)
    assert agree(store, region="浙江省") == agree(store)


def test_it_is_counted_when_the_store_is_built(store: Store) -> None:
    assert (store.folder / FILE).is_file()


def test_it_stays_true_when_documents_come_and_go(store: Store) -> None:
    whole = agree(store)
    assert store.forget(notice().record.id)
    assert len(agree(store)) < len(whole)
    store.put(notice(), CONTEXT)
    assert agree(store) == whole
    store.put(other_text(elsewhere(plan(), "a.txt"), "补充"), CONTEXT)  # a second claimant
    twice = agree(store)
    assert sum(int(row[4]) for row in twice) > sum(int(row[4]) for row in whole)
    assert store.forget(plan().record.id)
    assert len(agree(store)) == 1


def test_a_changed_task_is_counted_anew_in_the_same_graph(store: Store) -> None:
    """The graph keeps its name, which is made from the text alone."""

    before = agree(store)
    changed = plan()
    record = replace(changed.record, tasks=changed.record.tasks[:1])
    store.put(replace(changed, record=record), CONTEXT)
    assert len(agree(store)) < len(before)


def test_a_damaged_file_is_made_again(store: Store) -> None:
    whole = agree(store)
    (store.folder / FILE).write_bytes(b"no database at all, " * 100)
    assert agree(store) == whole
    assert (store.folder / FILE).read_bytes().startswith(b"SQLite format 3")


def test_without_a_file_it_is_counted_in_memory(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = agree(store)
    monkeypatch.setattr(pairs, "NAME", "missing/pairs.sqlite")
    assert agree(store) == whole


def test_the_sums_go_with_the_data(tmp_path: Path) -> None:
    for _ in range(2):
        Store.build(tmp_path, [plan()], CONTEXT)
    assert not (tmp_path / "data-1.sums").exists()
    assert (tmp_path / "data-2.sums").is_dir()
