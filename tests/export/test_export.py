"""Exports: the same bytes for the same store, legal for other readers, whole or not at all."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import OutputError
from kg.export import EXPORTERS, write_file
from kg.graph.store import Store
from tests.graph.fixtures import CONTEXT, notice, plan
from tests.graph.test_build import hostile

DIRTY = "\"\\u0041\\\"\\n\n\r\t\x00\x01\x7f\x85\u2028\ue010\ufffe@ . ; # <x> {} ''' ”省"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("export") / "store"
    Store.build(folder, [hostile(DIRTY), notice()], CONTEXT)
    with Store.open(folder) as opened:
        yield opened


def export(store: Store, name: str) -> bytes:
    stream = io.BytesIO()
    EXPORTERS[name].write(store, stream)
    return stream.getvalue()


def test_names_are_those_of_the_exporters() -> None:
    assert {name: each.name for name, each in EXPORTERS.items()} == {
        "turtle": "turtle",
        "nquads": "nquads",
    }
    assert [each.suffix for each in EXPORTERS.values()] == [".ttl", ".nq"]


@pytest.mark.parametrize("name", EXPORTERS)
def test_order_of_building_does_not_show(tmp_path: Path, name: str) -> None:
    written = set()
    for number, documents in enumerate(([plan(), notice()], [notice(), plan()])):
        folder = tmp_path / str(number)
        Store.build(folder, documents, CONTEXT)
        with Store.open(folder) as store:
            written.add(export(store, name))
    assert len(written) == 1


def test_nquads_are_sorted_and_whole(store: Store) -> None:
    written = export(store, "nquads")
    *lines, rest = written.split(b"\n")
    assert rest == b"" and lines == sorted(set(lines))
    assert set(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == set(store.quads())


def test_turtle_is_whole(store: Store) -> None:
    found = {quad.triple for quad in ox.parse(export(store, "turtle"), format=ox.RdfFormat.TURTLE)}
    assert found == {quad.triple for quad in store.quads()}


def test_turtle_has_a_block_a_subject_in_order(store: Store) -> None:
    head, *blocks = export(store, "turtle").decode().split("\n\n")
    assert all(line.startswith("@prefix ") for line in head.splitlines())
    assert len(blocks) == len({quad.subject for quad in store.quads()})
    assert all(re.match(r"\S+ (a|zc:usesDescription) \S", block) for block in blocks)
    assert "agency:330000.minzhengting a " in "\n".join(blocks)
    assert '"浙江省民政厅"@zh' in "\n".join(blocks)


def test_rdflib_reads_the_turtle(store: Store) -> None:
    graph = rdflib.Graph().parse(data=export(store, "turtle"), format="turtle")
    assert len(graph) == len({quad.triple for quad in store.quads()})
    texts = {str(each) for each in graph.objects() if isinstance(each, rdflib.Literal)}
    assert hostile(DIRTY).raw.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd") in texts


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_reads_the_nquads(store: Store) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export(store, "nquads"), format="nquads")
    assert sum(1 for _ in dataset.quads()) == len(store)


@pytest.mark.skipif(shutil.which("rapper") is None, reason="needs rapper (raptor2-utils)")
@pytest.mark.parametrize("name", EXPORTERS)
def test_rapper_reads_it(store: Store, tmp_path: Path, name: str) -> None:
    exporter = EXPORTERS[name]
    file = tmp_path / f"out{exporter.suffix}"
    write_file(exporter, store, file)
    done = subprocess.run(
        ["rapper", "-q", "-i", name, "-o", "ntriples", str(file)], capture_output=True, check=True
    )
    assert done.stderr == b""
    read = ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in read} == {quad.triple for quad in store.quads()}


class _Broken:
    """An exporter that fails half way."""

    name, title, media_type, suffix = "broken", "Broken", "text/plain", ".txt"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        stream.write(b"half")
        raise OSError("disk full")


def test_a_failed_export_leaves_the_old_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="disk full"):
        write_file(_Broken(), store, file)
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_written_file_can_be_read_by_others(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    write_file(EXPORTERS["nquads"], store, file)
    other = tmp_path / "plain"
    other.touch()
    assert file.stat().st_mode == other.stat().st_mode


def test_a_file_that_cannot_be_written_is_called_by_its_name(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "graph.nq"
    with pytest.raises(OutputError, match="graph.nq: cannot be written .*Name a file") as caught:
        write_file(EXPORTERS["nquads"], store, file)
    assert str(caught.value).startswith(f"{file}: ")
