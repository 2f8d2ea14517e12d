"""Exports: the same bytes for the same store, legal for other readers, whole or not at all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import MissingExtra, OutputError
from kg.export import EXPORTERS, FILES, FOLDERS, write, write_file, write_folder
from kg.export import everything as export_everything
from kg.export.base import Writer
from kg.export.everything import write_all
from kg.export.lines import sorted_lines, sorted_triples
from kg.graph.store import Store
from tests.export.fixtures import DIRTY, export, export_folder, folder_of
from tests.graph.fixtures import CONTEXT, notice, plan
from tests.graph.test_build import hostile


def test_every_exporter_goes_by_its_name_into_a_place_of_its_own() -> None:
    assert all(name == each.name for name, each in EXPORTERS.items())
    assert len({each.place for each in EXPORTERS.values()}) == len(EXPORTERS)
    assert set(EXPORTERS) == FILES.keys() | FOLDERS.keys()
    assert not FILES.keys() & FOLDERS.keys()


def test_order_of_building_does_not_show(tmp_path: Path) -> None:
    written = []
    for number, documents in enumerate(([plan(), notice()], [notice(), plan()])):
        folder = tmp_path / str(number)
        Store.build(folder, documents, CONTEXT)
        with Store.open(folder) as store:
            write_all(store, tmp_path / f"{number}-out")
        written.append(folder_of(tmp_path / f"{number}-out"))
    assert written[0].keys() == written[1].keys()
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []


# --- N-Quads and Turtle -----------------------------------------------------------------------


def test_nquads_are_sorted_and_whole(dirty: Store) -> None:
    written = export(dirty, "nquads")
    *lines, rest = written.split(b"\n")
    assert rest == b"" and lines == sorted(set(lines))
    assert set(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == set(dirty.quads())


@pytest.mark.parametrize("run", [1, 4096, 100_000])
@pytest.mark.parametrize("runs", [2, 128])
def test_lines_sorted_on_disk_are_those_sorted_in_memory(
    dirty: Store, run: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.lines.RUNS", runs)
    assert list(sorted_lines(dirty, run)) == list(sorted_lines(dirty))
    assert list(sorted_triples(dirty, run)) == list(sorted_triples(dirty))


def test_turtle_is_whole(dirty: Store) -> None:
    found = {quad.triple for quad in ox.parse(export(dirty, "turtle"), format=ox.RdfFormat.TURTLE)}
    assert found == {quad.triple for quad in dirty.quads()}


def test_turtle_has_a_block_a_subject_in_order(dirty: Store) -> None:
    head, *blocks = export(dirty, "turtle").decode().split("\n\n")
    assert all(line.startswith("@prefix ") for line in head.splitlines())
    assert len(blocks) == len({quad.subject for quad in dirty.quads()})
    assert all(
        re.match(r"\S+ (a|zc:usesDescription|dct:isReplacedBy) \S", block) for block in blocks
    )
    assert "agency:330000.minzhengting a " in "\n".join(blocks)
    assert '"浙江省民政厅"@zh' in "\n".join(blocks)


def test_turtle_has_a_line_a_value_and_bare_numbers(clean: Store) -> None:
    text = export(clean, "turtle").decode()
    assert "\n\tqudt:numericValue 3.3 ;\n" in text
    assert '\n\tzc:upperValue "5"^^xsd:decimal' in text  # bare it would be an integer
    assert "\n\tzc:isCumulative false ;\n" in text
    assert " ,\n\t\tagency:330000." in text


def test_rdflib_reads_the_turtle(dirty: Store) -> None:
    graph = rdflib.Graph().parse(data=export(dirty, "turtle"), format="turtle")
    assert len(graph) == len({quad.triple for quad in dirty.quads()})
    texts = {str(each) for each in graph.objects() if isinstance(each, rdflib.Literal)}
    assert hostile(DIRTY).raw.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd") in texts


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_reads_the_nquads(dirty: Store) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export(dirty, "nquads"), format="nquads")
    assert sum(1 for _ in dataset.quads()) == len(dirty)


@pytest.mark.skipif(shutil.which("rapper") is None, reason="needs rapper (raptor2-utils)")
@pytest.mark.parametrize("name", ["turtle", "nquads"])
def test_rapper_reads_it(dirty: Store, tmp_path: Path, name: str) -> None:
    file = tmp_path / "out"
    write_file(FILES[name], dirty, file)
    done = subprocess.run(
        ["rapper", "-q", "-i", name, "-o", "ntriples", str(file)], capture_output=True, check=True
    )
    assert done.stderr == b""
    read = ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in read} == {quad.triple for quad in dirty.quads()}


# --- Documents and registries -----------------------------------------------------------------


def triples(text: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def test_the_documents_together_are_the_store(dirty: Store) -> None:
    files = export_folder(dirty, "documents")
    assert all(re.fullmatch(r"330000\.[a-z]+\S*\.[0-9a-f]{12}\.ttl", name) for name in files)
    assert set().union(*map(triples, files.values())) == {q.triple for q in dirty.quads()}


def test_a_document_says_who_its_bodies_are(clean: Store) -> None:
    files = export_folder(clean, "documents")
    [civil] = [text for name, text in files.items() if name.startswith("330000.zhemin")]
    assert '"浙江省民政厅"@zh' in civil.decode()


def test_registries_are_concepts_of_a_scheme(clean: Store) -> None:
    files = export_folder(clean, "registries")
    assert list(files) == ["agencies.ttl", "regions.ttl", "lines.ttl"]
    graph = rdflib.Graph().parse(data=files["regions.ttl"], format="turtle")
    skos = rdflib.SKOS
    [scheme] = graph.subjects(rdflib.RDF.type, skos.ConceptScheme)
    names = {str(graph.value(each, skos.prefLabel)) for each in graph.subjects(skos.inScheme)}
    assert names == {"浙江省"}
    assert {str(each) for each in graph.subjects(skos.topConceptOf, scheme)} == {
        "https://w3id.org/zhengce/id/region/330000"
    }


# --- Whole or not at all ----------------------------------------------------------------------


class _Broken:
    """An exporter that fails half way."""

    name, title, purpose, media_type, place = "broken", "Broken", "", "text/plain", "out.txt"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        stream.write(b"half")
        raise OSError("disk full")


class _BrokenFolder:
    """An exporter of two files that fails at the second."""

    name, title, purpose, media_type, place = "broken", "Broken", "", "text/plain", "out"

    def files(self, store: Store) -> Iterator[tuple[str, Writer]]:
        yield "a.txt", lambda stream: None
        yield "b.txt", lambda stream: _Broken().write(store, stream)


def test_a_failed_export_leaves_the_old_file(dirty: Store, tmp_path: Path) -> None:
    file = tmp_path / "graph.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="disk full"):
        write_file(_Broken(), dirty, file)
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_export_leaves_the_old_folder(dirty: Store, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    write(EXPORTERS["csv"], dirty, folder)
    before = folder_of(folder)
    with pytest.raises(OSError, match="disk full"):
        write_folder(_BrokenFolder(), dirty, folder)
    assert folder_of(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_holds_the_new_export_and_no_file_of_the_old(
    dirty: Store, clean: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    write(EXPORTERS["documents"], clean, folder)
    write(EXPORTERS["documents"], dirty, folder)
    assert folder_of(folder).keys() == export_folder(dirty, "documents").keys() | {"SHA256SUMS"}
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


@pytest.mark.parametrize("sums", [True, False])
def test_a_folder_with_other_things_in_it_is_not_touched(
    dirty: Store, tmp_path: Path, sums: bool
) -> None:
    folder = tmp_path / "mine"
    if sums:
        write(EXPORTERS["csv"], dirty, folder)
    folder.mkdir(exist_ok=True)
    (folder / "letter.txt").write_text("dear", encoding="utf-8")
    before = folder_of(folder)
    with pytest.raises(OutputError, match=r"letter\.txt in it is no export and would be lost"):
        write(EXPORTERS["csv"], dirty, folder)
    assert folder_of(folder) == before


def test_a_folder_in_the_place_of_a_file_is_refused(dirty: Store, tmp_path: Path) -> None:
    file = tmp_path / "csv"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="Not a folder"):
        write(EXPORTERS["csv"], dirty, file)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_written_file_can_be_read_by_others(dirty: Store, tmp_path: Path) -> None:
    file, folder = tmp_path / "graph.nq", tmp_path / "csv"
    write(EXPORTERS["nquads"], dirty, file)
    write(EXPORTERS["csv"], dirty, folder)
    (tmp_path / "plain").touch()
    (tmp_path / "folder").mkdir()
    assert file.stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert folder.stat().st_mode == (tmp_path / "folder").stat().st_mode
    assert (folder / "tasks.csv").stat().st_mode == file.stat().st_mode


def test_a_file_that_cannot_be_written_is_called_by_its_name(dirty: Store, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "graph.nq"
    with pytest.raises(OutputError, match="graph.nq: cannot be written .*Name a file") as caught:
        write(EXPORTERS["nquads"], dirty, file)
    assert str(caught.value).startswith(f"{file}: ")


# --- All --------------------------------------------------------------------------------------


def test_all_leaves_other_things_and_tells_how_far_it_is(dirty: Store, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    said: list[tuple[int, int, str]] = []
    written = write_all(dirty, tmp_path, progress=lambda *step: said.append(step))
    assert [path.name for path in written] == [each.place for each in EXPORTERS.values()]
    assert {path.name for path in tmp_path.iterdir()} == {
        "README.md",
        *(each.place for each in EXPORTERS.values()),
    }
    assert [name for _, _, name in said] == [*(e.place for e in EXPORTERS.values()), ""]
    assert said[-1][:2] == (len(EXPORTERS), len(EXPORTERS))


def test_all_goes_on_without_a_library_that_is_missing(
    dirty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told: list[MissingExtra] = []
    written = export_everything.write_all(dirty, tmp_path, missing=told.append)
    assert [str(each) for each in told] == [
        "Parquet needs pyarrow, which is not installed. "
        "Install it: pip install 'zhengce-kg[parquet]'"
    ]
    assert not (tmp_path / "parquet").exists()
    assert len(written) == len(EXPORTERS) - 1
    assert b".parquet" not in (tmp_path / "dataset.ttl").read_bytes()
