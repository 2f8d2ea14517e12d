"""Independent readers accept every RDF export of the sample: the same triples, the same answers.

raptor (C), N3.js and Comunica (JavaScript), rdflib (Python) and Oxigraph (Rust) share no code. What
is not installed is skipped by its name; ``npm ci`` in this folder installs the JavaScript ones.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.building import build
from kg.export.everything import write_all
from kg.graph.resources import folder, queries
from kg.graph.store import Store

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"

#: Who owns each task, which pairs share most, who leads most: Q1, Q2 and Q3 of the questions.
QUESTIONS = ("task-owners", "coowner-pairs", "lead-counts")

needs_rapper = pytest.mark.skipif(
    shutil.which("rapper") is None, reason="needs rapper (raptor2-utils)"
)
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
    reason="needs N3.js and Comunica (npm ci in tests/readers)",
)

Answer = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All exports of the bundled gazette."""
    base = tmp_path_factory.mktemp("readers")
    build([DEMO], base / "store")
    with Store.open(base / "store") as store:
        write_all(store, base / "all")
    return base / "all"


@pytest.fixture(scope="module")
def files(exports: Path) -> list[Path]:
    """Every file of RDF in a format of its own; documents and registers are Turtle too."""
    return sorted(each for each in exports.rglob("*") if each.suffix in (".ttl", ".nq"))


@pytest.fixture(scope="module")
def counts(files: list[Path]) -> dict[Path, int]:
    """Statements of each file, as Oxigraph counts them."""
    return {each: len(list(ox.parse(path=str(each)))) for each in files}


def node(*arguments: object) -> object:
    """What the script for node prints."""
    command = ["node", str(HERE / "read.mjs"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_there_is_something_to_read(counts: dict[Path, int]) -> None:
    names = {path.name: number for path, number in counts.items()}
    assert names["graph.ttl"] == names["graph.nq"] > 10_000
    assert all(counts.values()) and len(counts) >= 15


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_counts_the_same(counts: dict[Path, int]) -> None:
    for path, wanted in counts.items():
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(path, format="nquads" if path.suffix == ".nq" else "turtle")
        assert sum(1 for _ in dataset.quads()) == wanted, path.name


@needs_rapper
def test_rapper_counts_the_same(counts: dict[Path, int]) -> None:
    for path, wanted in counts.items():
        form = "nquads" if path.suffix == ".nq" else "turtle"
        command = ["rapper", "-c", "-i", form, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = re.search(r"returned (\d+) triples?", done.stderr)
        assert found and int(found[1]) == wanted, done.stderr
        assert "rror" not in done.stderr and "arning" not in done.stderr, done.stderr


@needs_node
def test_n3js_counts_the_same(counts: dict[Path, int]) -> None:
    assert {path.name: node("count", path) for path in counts} == {
        path.name: wanted for path, wanted in counts.items()
    }


# --- The same answers -------------------------------------------------------------------------


def by_oxigraph(path: Path) -> list[Answer]:
    store = ox.Store()
    store.load(path=str(path))
    asked = (queries()[name].sparql for name in QUESTIONS)
    return [
        sorted(_texts(row) for row in store.query(each, use_default_graph_as_union=True))  # type: ignore[union-attr]
        for each in asked
    ]


def _texts(row: Iterator[object]) -> tuple[str, ...]:
    return tuple("" if term is None else str(getattr(term, "value", term)) for term in row)


@pytest.fixture(scope="module")
def wanted(exports: Path) -> list[Answer]:
    """The answers from the N-Quads, which the store is."""
    found = by_oxigraph(exports / "graph.nq")
    assert all(found) and len(found[0]) > 100
    return found


@pytest.mark.parametrize("name", ["graph.ttl", "graph.jsonld"])
def test_oxigraph_gives_the_same_answers(exports: Path, wanted: list[Answer], name: str) -> None:
    assert by_oxigraph(exports / name) == wanted


@pytest.mark.parametrize("name", ["graph.ttl", "graph.jsonld"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_rdflib_gives_the_same_answers(exports: Path, wanted: list[Answer], name: str) -> None:
    graph = rdflib.Graph().parse(exports / name)
    assert [
        sorted(tuple("" if t is None else str(t) for t in row) for row in graph.query(each))  # type: ignore[union-attr]
        for each in (queries()[name].sparql for name in QUESTIONS)
    ] == wanted


@needs_node
@pytest.mark.parametrize("name", ["graph.jsonld"])
def test_comunica_gives_the_same_answers(exports: Path, wanted: list[Answer], name: str) -> None:
    asked = [folder() / "queries" / f"{each}.rq" for each in QUESTIONS]
    found = node("ask", exports / name, *asked)
    assert isinstance(found, list)
    assert [sorted(tuple(row) for row in answer) for answer in found] == wanted
