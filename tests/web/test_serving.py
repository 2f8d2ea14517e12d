"""The command: its address, its end, what can go wrong; a store that changes under it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib import resources
from pathlib import Path

import httpx
import pytest

from kg.building import build
from kg.errors import StoreError
from kg.graph.store import Store
from kg.sample import FILE
from kg.web import snapshot
from kg.web.serving import ServeError, listening, names
from kg.web.site import Site
from tests.web.conftest import ROOT, end, serving, start, write_hostile

COUNT = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?t eli:realizes ?d }"


def test_interrupted_ends_cleanly(sample: Path) -> None:
    before = set(sample.glob(f"{snapshot.PREFIX}*"))  # of servers that other tests use
    process, address = start("--store", str(sample))
    assert set(sample.glob(f"{snapshot.PREFIX}*")) > before
    assert httpx.get(address, timeout=60).status_code == 200
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped" in said
    assert "Traceback" not in said
    assert set(sample.glob(f"{snapshot.PREFIX}*")) == before, "the copy of the store is gone"


def test_without_a_store_the_sample_is_shown(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stderr
    lines = [process.stderr.readline(), process.stderr.readline()]
    address = lines[1].split()[5]
    assert "sample" in lines[0]
    assert "浙政办发〔2021〕39号" in httpx.get(f"{address}documents", timeout=60).text
    end(process)
    assert not (tmp_path / ".kg").exists()


def test_a_store_named_that_is_not_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--store", str(tmp_path / "none")],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 1
    assert "there is no store here" in done.stderr


def test_port_in_use(sample: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "kg", "serve", "--store", str(sample), "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
    assert done.returncode == 1
    assert f"127.0.0.1:{port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_address_of_another_machine() -> None:
    with pytest.raises(ServeError, match="Name another --host"):
        listening("203.0.113.7", 0)


@pytest.mark.parametrize(
    ("host", "also", "expected"),
    [
        ("127.0.0.1", (), {"localhost", "127.0.0.1", "::1"}),
        ("localhost", ("a.example",), {"localhost", "127.0.0.1", "::1", "a.example"}),
        ("0.0.0.0", (), None),
        ("0.0.0.0", ("A.example",), {"localhost", "127.0.0.1", "::1", "0.0.0.0", "a.example"}),
    ],
)
def test_names(host: str, also: tuple[str, ...], expected: set[str] | None) -> None:
    assert names(host, also) == (None if expected is None else frozenset(expected))


def test_a_host_that_is_not_ours_gets_nothing(sample: Path) -> None:
    with serving(Site(sample), names("127.0.0.1", ())) as client:
        assert client.get("/about").status_code == 200
        answer = client.get("/", headers={"host": "evil.example"})
        assert answer.status_code == 421
        assert "浙江" not in answer.text


# --- A store that changes ---------------------------------------------------------------------


def test_a_build_is_taken_over_without_an_error(tmp_path: Path) -> None:
    """Readers ask all the while; afterwards they see what is new, and no copy is left behind."""
    store = tmp_path / "store"
    build([write_hostile(tmp_path)], store)
    wrong: list[int] = []
    done = threading.Event()
    with serving(Site(store, seconds=30)) as client:
        before = _documents(client)

        def ask() -> None:
            with httpx.Client(base_url=client.base_url, timeout=60) as mine:
                while not done.is_set():
                    for path in ("/", "/documents", f"/sparql?query={COUNT}", "/network"):
                        status = mine.get(path).status_code
                        if status != 200:
                            wrong.append(status)

        readers = [threading.Thread(target=ask) for _ in range(3)]
        for each in readers:
            each.start()
        with resources.as_file(resources.files("kg.data").joinpath(FILE)) as file:
            build([file], store)
        until = time.monotonic() + 60
        while _documents(client) == before and time.monotonic() < until:
            time.sleep(0.2)
        done.set()
        for each in readers:
            each.join()
        assert _documents(client) == before + 9
        assert "浙政办发〔2021〕39号" in client.get("/documents").text
    assert wrong == []
    assert not list(store.glob(f"{snapshot.PREFIX}*"))


def _documents(client: httpx.Client) -> int:
    [row] = client.get("/sparql", params={"query": COUNT}).json()["results"]["bindings"]
    return int(row["n"]["value"])


def test_a_copy_outlasts_the_store(sample: Path, tmp_path: Path) -> None:
    """A copy stays as it is while it is used, whatever becomes of the store."""
    store = tmp_path / "store"
    with resources.as_file(resources.files("kg.data").joinpath(FILE)) as file:
        build([file], store)
    copy = snapshot.take(store)
    with Store.open(store, read_only=False) as opened:
        assert opened.forget("doc:330000.zhezhengbanfa.2021.39")
    with copy.used(), Store.open(copy.folder) as seen:
        assert len(seen.documents()) == 9
    assert snapshot.mark_of(store) != copy.mark
    copy.retire()
    assert not copy.folder.exists()


def test_a_copy_waits_for_its_users(sample: Path) -> None:
    copy = snapshot.take(sample)
    with copy.used():
        copy.retire()
        assert copy.folder.exists()
    assert not copy.folder.exists()


def test_no_copy_while_another_writes(sample: Path) -> None:
    with Store.open(sample, read_only=False), pytest.raises(StoreError, match="in use"):
        snapshot.take(sample)
    snapshot.take(sample).retire()


def test_leftovers_of_a_killed_server_go(sample: Path) -> None:
    left = sample / f"{snapshot.PREFIX}dead"
    left.mkdir()
    (left / "serving").touch()
    copy = snapshot.take(sample)
    other = snapshot.take(sample)
    assert not left.exists()
    assert copy.folder.exists(), "what another server uses stays"
    copy.retire()
    other.retire()


def test_a_serving_copy_is_no_hindrance_to_building(sample: Path, tmp_path: Path) -> None:
    copy = snapshot.take(sample)
    with resources.as_file(resources.files("kg.data").joinpath(FILE)) as file:
        assert build([file], sample).unchanged == 1
    copy.retire()
