"""Building: what changed is read anew, the rest costs nothing, the result is one of the inputs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import building
from kg.building import build
from kg.export import EXPORTERS
from kg.graph.store import Store

NOTICE = """\
西湖市人民政府关于印发西湖市公园管理实施方案的通知

浙政发〔2021〕{number}号

各县（市、区）人民政府：

现将《西湖市公园管理实施方案》印发给你们，请认真贯彻落实。

浙江省人民政府
2021年7月2日

西湖市公园管理实施方案

一、重点任务
（一）加强管理。{text}（责任单位：省建设厅、省财政厅）
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a notice; give the file."""

    def call(name: str, number: int = 1, text: str = "建设绿道并做好养护。") -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTICE.format(number=number, text=text), encoding="utf-8")
        return path

    return call


def quads(folder: Path) -> bytes:
    stream = io.BytesIO()
    with Store.open(folder) as store:
        EXPORTERS["nquads"].write(store, stream)
    return stream.getvalue()


def test_a_second_build_reads_nothing(write: Write, tmp_path: Path) -> None:
    file, store = write("a.txt"), tmp_path / "kg"
    assert build([file], store).unchanged == 0
    again = build([file], store)
    assert (again.files, again.unchanged, again.totals.tasks) == (1, 1, 1)


def test_a_file_is_known_again_by_another_way_to_it(write: Write, tmp_path: Path) -> None:
    write("deep/a.txt")
    store = tmp_path / "kg"
    build([tmp_path / "in"], store)
    again = build([tmp_path / "in" / "deep"], store)
    assert (again.unchanged, again.copies) == (1, [])


def test_order_and_steps_leave_no_trace(write: Write, tmp_path: Path) -> None:
    files = [write("a.txt", 1), write("b.txt", 2), write("c.txt", 3, "养护桥梁。")]
    at_once, reversed_, stepwise = tmp_path / "1", tmp_path / "2", tmp_path / "3"
    build(files, at_once)
    build(files[::-1], reversed_)
    for file in (files[1], files[2], files[0]):
        build([file], stepwise)
    assert quads(at_once) == quads(reversed_) == quads(stepwise)


def test_a_changed_file_replaces_what_it_said(write: Write, tmp_path: Path) -> None:
    file, store, fresh = write("a.txt", 1), tmp_path / "kg", tmp_path / "fresh"
    build([file], store)
    write("a.txt", 7, "改建桥梁。")
    summary = build([file], store)
    assert (summary.unchanged, summary.totals.documents, summary.conflicts) == (0, 1, [])
    build([file], fresh)
    assert quads(store) == quads(fresh)


def test_a_changed_file_that_is_bad_now_leaves_the_store_as_it_was(
    write: Write, tmp_path: Path
) -> None:
    file, store = write("a.txt"), tmp_path / "kg"
    build([file], store)
    before = quads(store)
    file.write_bytes(b"")
    summary = build([file], store)
    assert [error.file for error in summary.errors] == [str(file)]
    assert quads(store) == before


def test_one_document_twice_is_kept_once(write: Write, tmp_path: Path) -> None:
    files = [write("a.txt"), write("b.txt")]
    summary = build(files, tmp_path / "kg")
    assert summary.totals.documents == 1
    assert [names for _, names in summary.copies] == [tuple(map(str, files))]
    assert summary.conflicts == []


def test_two_texts_under_one_number_are_both_kept_and_said(write: Write, tmp_path: Path) -> None:
    files = [write("a.txt", 1, "建设绿道。"), write("b.txt", 1, "拆除桥梁。")]
    summary = build(files, tmp_path / "kg")
    assert summary.totals.documents == 2
    assert sorted(names for _, names in summary.conflicts) == [(str(file),) for file in files]


def test_bad_files_do_not_stop_the_rest(write: Write, tmp_path: Path) -> None:
    good = write("good.txt")
    (good.parent / "empty.txt").write_bytes(b"")
    (good.parent / "english.txt").write_text("Nothing to see here.", encoding="utf-8")
    (good.parent / "noise.bin").write_bytes(bytes(range(256)) * 20)
    summary = build([good.parent, tmp_path / "missing.txt"], tmp_path / "kg")
    assert summary.totals.documents == 1
    assert {Path(error.file).name for error in summary.errors} == {
        "empty.txt", "english.txt", "noise.bin", "missing.txt",
    }  # fmt: skip
    assert all(error.problem and error.remedy for error in summary.errors)


def test_nothing_readable_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    build([tmp_path / "empty.txt"], tmp_path / "kg")
    assert not Store.exists(tmp_path / "kg")


def test_other_tables_read_all_anew_even_what_is_not_given(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, store = write("a.txt", 1), write("b.txt", 2), tmp_path / "kg"
    build([first], store)
    first.unlink()
    monkeypatch.setattr(building, "__version__", "0.0.other")
    summary = build([second], store)
    assert summary.totals.documents == 2
    with Store.open(store) as opened:
        assert opened.manifest.code == "0.0.other"
        assert [source.file for source in opened.manifest.sources] == ["a.txt", "b.txt"]


def test_an_interrupted_build_leaves_the_store_as_it_was(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, store = write("a.txt"), tmp_path / "kg"
    build([file], store)
    before = quads(store)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "__version__", "0.0.other")
    with pytest.raises(KeyboardInterrupt):
        build([file, write("b.txt", 2)], store, progress=stop)
    assert quads(store) == before
