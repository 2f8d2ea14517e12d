"""Rankings, and the bundled gazette against the count made by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest

from kg import building
from kg.analytics import coownership
from kg.analytics import ledger as reading
from kg.analytics.choices import Weight
from kg.analytics.cooperation import Cooperation
from kg.analytics.cooperation_rows import PairRow
from kg.analytics.frames import frame
from kg.analytics.graphs import lead_graph, pair_graph, task_graph
from kg.analytics.rows import columns, ranks
from kg.graph.store import Store
from tests.analytics.ledgers import lead, ledger

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "kg/data/demo/zhejiang-2021-25.txt"
GOLD = ROOT / "tests/gold/sample/zhejiang-2021-25.json"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("sample") / "store"
    building.build([SAMPLE], folder)
    with Store.open(folder) as store:
        yield store


@pytest.fixture(scope="module")
def found(sample: Store) -> Cooperation:
    return Cooperation(reading.read(sample))


# --- The sample -----------------------------------------------------------------------------


def test_the_sample_has_the_counts_made_by_hand(found: Cooperation) -> None:
    """33 bodies, 101 pairs, 160 pair incidences; 各设区市政府 one body, 省文明办 apart."""
    bodies, pairs = found.bodies(), found.pairs()
    assert (len(bodies), len(pairs), sum(row.shared for row in pairs)) == (33, 101, 160)
    assert sum(row.owned for row in bodies) == 131
    assert sum(row.sole for row in bodies) == 13
    assert sum(row.led for row in bodies) == 50


def test_pairs_of_the_sample_are_those_of_the_gold(found: Cooperation) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    documents = gold if isinstance(gold, list) else gold.get("documents", [gold])
    tasks = [task for each in documents for task in each.get("tasks", [])]
    counted: Counter[int] = Counter()
    for task in tasks:
        owners = {json.dumps(owner, sort_keys=True) for owner in task["owners"]}
        counted[len(owners)] += 1
    sizes = Counter(len(owners) for owners in found.ledger.owners)
    assert sizes == counted


def test_the_older_tables_tell_the_same(sample: Store, found: Cooperation) -> None:
    assert [(row.iri, row.owned, row.led, row.sole) for row in coownership.bodies(sample)] == [
        (row.iri, row.owned, row.led, row.sole) for row in found.bodies()
    ]
    assert [(row.first, row.second, row.shared) for row in coownership.pairs(sample)] == [
        (row.body_iri, row.other_iri, row.shared) for row in found.pairs()
    ]


def test_graphs_of_the_sample(found: Cooperation) -> None:
    tasks = task_graph(found.ledger)
    assert nx.is_bipartite(tasks)
    assert tasks.number_of_edges() == 131
    graph = pair_graph(found, measured=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (33, 101)
    projected = nx.bipartite.weighted_projected_graph(tasks, [b.iri for b in found.ledger.bodies])
    assert {frozenset(e): d["weight"] for *e, d in projected.edges(data=True)} == {
        frozenset(e): d["weight"] for *e, d in graph.edges(data=True)
    }
    assert {"community", "betweenness", "owned"} <= set(next(iter(graph.nodes(data=True)))[1])
    leads = lead_graph(found)
    assert sum(d["weight"] for _, _, d in leads.edges(data=True)) == 131 - 50


# --- Rules of counting ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [([9, 7, 7, 3], [1, 2, 2, 4]), ([5, 5, 1], [1, 1, 3]), ([], []), ([2], [1])],
)
def test_ties_share_a_rank(values: list[int], expected: list[int]) -> None:
    assert ranks(values) == expected


def test_a_task_may_count_once_or_its_document() -> None:
    """甲 and 乙 share three tasks of one document, 甲 and 丙 two of two."""
    tasks = [["甲", "乙"]] * 3 + [["甲", "丙"]] * 2
    documents = ["d1", "d1", "d1", "d1", "d2"]
    by_task = Cooperation(ledger(tasks, documents=documents)).pairs()
    assert [(row.other if row.body != "丙" else row.body, row.shared) for row in by_task][0][1] == 3
    by_document = Cooperation(ledger(tasks, documents=documents), weight=Weight.document)
    first, second = by_document.pairs()
    assert ({first.body, first.other}, first.documents, first.rank) == ({"甲", "丙"}, 2, 1)
    assert (second.documents, second.rank) == (1, 2)
    assert [row.strength for row in by_document.network_rows()] == [3, 2, 1]


def test_leads_only_where_there_is_one_and_by_basis() -> None:
    found = Cooperation(
        ledger(
            [
                [lead("甲"), "乙"],
                [lead("甲", "firstListedRule"), "乙", "丙"],
                [lead("甲"), lead("乙"), "丙"],
                ["丙"],
            ]
        )
    )
    rows = {row.body: row for row in found.lead_rows()}
    first = rows["甲"]
    assert (first.led, first.led_marked, first.led_by_rule, first.steered) == (3, 2, 1, 2)
    assert (rows["乙"].led, rows["乙"].followed, rows["丙"].followed) == (1, 2, 2)
    assert rows["丙"].share == 0
    pairs = {(row.lead, row.other): (row.tasks, row.marked, row.by_rule)
             for row in found.lead_pairs()}  # fmt: skip
    assert pairs == {("甲", "乙"): (2, 1, 1), ("甲", "丙"): (2, 1, 1), ("乙", "丙"): (1, 1, 0)}


def test_more_and_fewer_than_chance_are_told() -> None:
    """甲 and 乙 are always together, 丙 and 丁 are busy and never meet."""
    tasks = [["甲", "乙"]] * 12
    tasks += [["丙", f"x{n}"] for n in range(40)] + [["丁", f"x{n}"] for n in range(40)]
    found = Cooperation(ledger(tasks))
    together = found.pairs()[0]
    assert {together.body, together.other} == {"甲", "乙"}
    assert together.verdict == "more"
    assert together.p <= together.p_corrected < 0.01
    [apart] = found.apart()
    assert {apart.body, apart.other} == {"丙", "丁"}
    assert (apart.shared, apart.verdict) == (0, "fewer")
    combos = {frozenset(pair) for owners in tasks for pair in combinations(owners, 2)}
    assert len(found.pairs()) == len(combos)


def test_nothing_in_gives_nothing_out() -> None:
    found = Cooperation(ledger([]))
    assert (found.bodies(), found.pairs(), found.apart()) == ([], [], [])
    assert (found.lead_rows(), found.lead_pairs(), found.network_rows()) == ([], [], [])


# --- Frames ---------------------------------------------------------------------------------


def test_frames_have_documented_columns(found: Cooperation) -> None:
    pytest.importorskip("pandas")
    table = frame(PairRow, found.pairs())
    assert table.shape == (101, len(columns(PairRow)))
    assert table["shared"].sum() == 160
    assert set(table.attrs["columns"]) == set(table.columns)
    chinese = frame(PairRow, found.pairs(), chinese=True)
    assert chinese.columns.is_unique
    assert chinese["共担任务"].sum() == 160


def test_without_pandas_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from kg.analytics.frames import NoFramesError

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NoFramesError, match="pip install"):
        frame(PairRow, [])
