"""The sample on servers that are not ours: they hold the same graphs and answer the same.

Each runs in a folder of its own, started by its script in ``tests/servers``, which says what it
needs; where that is not installed the tests are skipped by the name of the server.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from kg import building, pipeline
from kg.export.publish import Client, Report, credentials, publish
from kg.export.publish import manifest as served
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.graph.terms import PREFIXES
from tests.export.fixtures import DIRTY
from tests.graph.fixtures import CONTEXT, notice
from tests.graph.test_build import hostile

SCRIPTS = Path(__file__).parents[1] / "servers"
SAMPLE = Path(pipeline.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"
QUESTIONS = ("coowner-pairs", "lead-counts", "evidence", "task-owners", "cluster-members")


@dataclass(frozen=True)
class Server:
    """A kind of server: its program, where its graphs and queries are, and who may write."""

    program: str
    package: str
    graphs: str
    queries: str
    environment: tuple[tuple[str, str], ...] = ()


SERVERS = {
    "virtuoso": Server(
        "virtuoso-t",
        "apt-get install virtuoso-opensource-7",
        "/sparql-graph-crud-auth",
        "/sparql",
        (("KG_PUBLISH_USER", "dba"), ("KG_PUBLISH_PASSWORD", "dba")),
    ),
    "oxigraph": Server("oxigraph", "python3 -m pip install oxigraph", "/store", "/query"),
}


@dataclass(frozen=True)
class Running:
    """A server that is up, as ``kg publish`` is told of it."""

    kind: Server
    root: str

    @property
    def query(self) -> str:
        return self.root + self.kind.queries

    def client(self) -> Client:
        auth = credentials(dict(self.kind.environment))
        return Client(self.root + self.kind.graphs, query=self.query, auth=auth, timeout=60)


def free_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def path_with_programs() -> str:
    """Where programs are: a wheel's are beside the interpreter."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    kind = SERVERS[request.param]
    if not shutil.which(kind.program, path=path_with_programs()):
        pytest.skip(f"{request.param} is not here: {kind.package}")
    folder = tmp_path_factory.mktemp(request.param)
    port, other = free_port(), free_port()
    command = [str(SCRIPTS / f"{request.param}.sh"), str(folder), str(port), str(other)]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PATH": path_with_programs()},
        )
        try:
            found = Running(kind, f"http://127.0.0.1:{port}")
            _wait_for(found, process, folder / "output")
            yield found
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(server: Running, process: subprocess.Popen[bytes], output: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(server.query, params={"query": "ASK {}"}, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"the server does not come up: {output.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample."""
    store = tmp_path_factory.mktemp("sample") / "store"
    building.build([SAMPLE], store)
    return store


def published(server: Running, folder: Path) -> Report:
    with server.client() as client, Store.open(folder) as store:
        return publish(store, client)


def answers(server: Running, sparql: str) -> list[tuple[str, ...]]:
    """Rows that a server gives, over all its graphs, sorted."""
    response = httpx.post(
        server.query,
        data={"query": sparql},
        headers={"Accept": "application/sparql-results+json"},
        timeout=60,
    )
    assert response.is_success, response.text
    told = response.json()
    columns = told["head"]["vars"]
    return sorted(
        tuple(row[c]["value"] if c in row else "" for c in columns)
        for row in told["results"]["bindings"]
    )


def whole(sparql: str) -> str:
    """A query with all prefixes declared, as a server that does not know ours needs it."""
    declared = "".join(f"PREFIX {prefix}: <{root}>\n" for prefix, root in PREFIXES.items())
    body = re.sub(r"^PREFIX .*$", "", sparql, flags=re.MULTILINE)
    return declared + body


def test_every_graph_has_as_many_triples_there(server: Running, folder: Path) -> None:
    assert published(server, folder).failed == []
    with Store.open(folder) as store:
        here = {g.value: sum(1 for _ in store.match(graph=g)) for g in store.all_graphs()}
    with server.client() as client:
        there = client.counts(here)
        noted = served.read(client.get(served.GRAPH))
    assert there == here
    assert {graph: noted[graph].triples for graph in here} == here


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_there(server: Running, folder: Path, name: str) -> None:
    published(server, folder)
    sparql = queries()[name].sparql
    with Store.open(folder) as store:
        here = sorted(store.query(sparql).texts())
    assert here
    assert answers(server, whole(sparql)) == here


def test_a_second_run_sends_nothing(server: Running, folder: Path) -> None:
    published(server, folder)
    report = published(server, folder)
    assert report.count()["unchanged"] == len(report.outcomes)


def test_what_was_forgotten_is_gone_there(server: Running, folder: Path, tmp_path: Path) -> None:
    published(server, folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with Store.open(copy, read_only=False) as store:
        gone = store.documents()[0]
        assert store.forget(gone.key)
    report = published(server, copy)
    assert report.failed == []
    assert gone.graph in {each.graph for each in report.outcomes if each.action == "deleted"}
    with server.client() as client:
        assert client.counts([gone.graph]) == {}
    assert published(server, folder).failed == []


def test_hostile_text_comes_back_as_it_was(server: Running, tmp_path: Path) -> None:
    """Quotes, controls, private-use signs, U+FFFD, line separators: none is lost on the way."""
    Store.build(tmp_path / "store", [hostile(DIRTY), notice()], CONTEXT)
    assert published(server, tmp_path / "store").failed == []
    with Store.open(tmp_path / "store") as store, server.client() as client:
        for graph in store.graphs():
            here = {quad.triple for quad in store.match(graph=graph)}
            assert set(client.get(graph.value)) == here
