"""Building: what changed is read anew, the rest costs nothing, the result is one of the inputs."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg import building
from kg.building import build
from kg.errors import InputError, StoreError
from kg.export import FILES
from kg.graph import manifest
from kg.graph.members import Place
from kg.graph.store import Store
from kg.pipeline import Extracted, Extractor
from kg.types import Source

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
        FILES["nquads"].write(store, stream)
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
    assert summary.conflicts == [("浙政发〔2021〕1号", [(str(file),) for file in files])]


def test_bad_files_do_not_stop_the_rest(write: Write, tmp_path: Path) -> None:
    good = write("good.txt")
    (good.parent / "empty.txt").write_bytes(b"")
    (good.parent / "english.txt").write_text("Nothing to see here.", encoding="utf-8")
    (good.parent / "noise.txt").write_bytes(bytes(range(256)) * 20)
    summary = build([good.parent, tmp_path / "missing.txt"], tmp_path / "kg")
    assert summary.totals.documents == 1
    assert {Path(error.file).name for error in summary.errors} == {
        "empty.txt", "english.txt", "noise.txt", "missing.txt",
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


# --- What a file is called and where it lies --------------------------------------------------


def test_files_of_one_name_are_several_files(write: Write, tmp_path: Path) -> None:
    files = [write("a/b/y.txt", 1), write("c/b/y.txt", 2)]
    summary = build(files, tmp_path / "kg")
    assert summary.totals.documents == 2
    assert build(files, tmp_path / "kg").unchanged == 2


def test_the_way_to_a_file_leaves_no_trace(write: Write, tmp_path: Path) -> None:
    one, other, twin = write("a/x.txt", 1), write("c/x.txt", 2), write("c/sub/w.txt", 1)
    folder = tmp_path / "in"
    ways = [
        [[folder]],
        [[folder, twin]],
        [[twin, folder]],
        [[one], [other], [twin]],
        [[twin], [folder / "c"], [folder]],
        [[other, twin], [one]],
    ]
    results = set()
    for number, steps in enumerate(ways):
        for paths in steps:
            build(paths, tmp_path / str(number))
        results.add(quads(tmp_path / str(number)))
    assert len(results) == 1


def test_a_moved_file_is_the_same_file(write: Write, tmp_path: Path) -> None:
    file, store = write("old/a.txt"), tmp_path / "kg"
    build([file], store)
    before = quads(store)
    moved = file.parent.with_name("new") / "a.txt"
    moved.parent.mkdir()
    file.rename(moved)
    summary = build([moved], store)
    assert (summary.unchanged, summary.copies) == (1, [])
    assert quads(store) == before
    with Store.open(store) as opened:
        assert [each.path for each in opened.manifest.sources] == [str(moved)]


@pytest.mark.parametrize("other_code", [False, True])
def test_a_renamed_file_is_as_if_it_had_always_been_called_so(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other_code: bool
) -> None:
    file, store = write("a.txt"), tmp_path / "kg"
    build([file], store)
    renamed = file.rename(file.with_name("b.txt"))
    if other_code:
        monkeypatch.setattr(building, "__version__", "0.0.other")
    assert build([renamed], store).copies == []
    build([renamed], tmp_path / "fresh")
    assert quads(store) == quads(tmp_path / "fresh")


def test_bytes_in_two_places_leave_with_the_last(write: Write, tmp_path: Path) -> None:
    files, store = [write("a/a.txt"), write("b/b.txt")], tmp_path / "kg"
    build(files[1:], tmp_path / "one")
    build(files[:1], store)
    assert build(files, store).copies[0][1] == tuple(map(str, files))
    with Store.open(store, read_only=False) as opened:
        first, second = opened.manifest.sources
        assert opened.forget_file(first) == []
    assert quads(store) == quads(tmp_path / "one")
    with Store.open(store, read_only=False) as opened:
        assert len(opened.forget_file(second)) == 1
    assert quads(store) == b""


# --- Reading all of it anew -------------------------------------------------------------------


@pytest.fixture
def other_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the code another version."""
    return lambda: monkeypatch.setattr(building, "__version__", "0.0.other")


DEMO = Path(building.__file__).parent / "data" / "demo" / "zhejiang-2021-25.txt"


def texts(folder: Path) -> dict[str, tuple[str, tuple[Place, ...]]]:
    """Key of each document -> digest of its text, and where it stands."""
    with Store.open(folder) as store:
        return {each.key: (each.text_sha256, each.sources) for each in store.documents()}


@pytest.mark.parametrize("gone", [0, 4, 8])
def test_a_forgotten_document_stays_out_and_takes_no_other_with_it(
    write: Write, tmp_path: Path, other_code: Callable[[], None], gone: int
) -> None:
    store = tmp_path / "kg"
    build([DEMO], store)
    ordered = sorted(texts(store), key=lambda key: texts(store)[key][1][0].start)
    with Store.open(store, read_only=False) as opened:
        assert opened.forget(ordered[gone])
    left = texts(store)
    other_code()
    build([write("other.txt", 9)], store)
    assert left.items() < texts(store).items()
    assert len(texts(store)) == len(ordered)
    assert build([DEMO], store).totals.documents == len(ordered) + 1


@pytest.mark.parametrize("text", ["", "Nothing to see here."])
def test_a_file_that_is_bad_now_is_read_from_what_is_kept(
    write: Write, tmp_path: Path, other_code: Callable[[], None], text: str
) -> None:
    files, store = [write("a.txt", 1), write("b.txt", 2)], tmp_path / "kg"
    build(files, store)
    files[0].write_text(text, encoding="utf-8")
    other_code()
    summary = build(files, store)
    assert [error.file for error in summary.errors] == [str(files[0])]
    assert summary.totals.documents == 2


def test_a_store_is_opened_once_however_many_files_it_has(
    write: Write, tmp_path: Path, other_code: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, store = [write(f"{n}.txt", n) for n in range(1, 6)], tmp_path / "kg"
    build(files, store)
    opened: list[bool] = []
    real = Store.open

    def counted(folder: Path, *, read_only: bool = True) -> Store:
        opened.append(read_only)
        return real(folder, read_only=read_only)

    monkeypatch.setattr(Store, "open", counted)
    other_code()
    build(files[:1], store)
    assert opened == [False, True]  # to read all anew, to count


# --- Files that cannot be read, builds that are cut off ---------------------------------------


def test_a_file_that_is_missing_is_bad_also_where_there_is_a_store(
    write: Write, tmp_path: Path
) -> None:
    store = tmp_path / "kg"
    build([write("a.txt")], store)
    missing = tmp_path / "missing.txt"
    summary = build([missing], store)
    assert summary.unchanged == 0
    assert [error.file for error in summary.errors] == [str(missing)]


def test_a_file_in_a_folder_that_may_not_be_read_is_bad(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, shut = write("good.txt", 1), write("shut.txt", 2)
    store, real = tmp_path / "kg", Path.read_bytes
    build([good], store)

    def refused(path: Path) -> bytes:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    summary = build([good.parent], store)
    assert (summary.unchanged, [error.file for error in summary.errors]) == (1, [str(shut)])


@pytest.mark.parametrize("at", range(4))
def test_a_build_that_is_killed_leaves_no_document_without_a_file(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Cut off before the first, second ... step that changes the database."""
    file, store = write("a.txt", 1), tmp_path / "kg"
    build([file], store)
    write("a.txt", 2, "改建桥梁。")
    steps = iter(range(9))
    real = Store._apply

    def cut(self: Store, *arguments: Any) -> bool:
        if next(steps) == at:
            raise KeyboardInterrupt
        return real(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "_apply", cut)
        with contextlib.suppress(KeyboardInterrupt):
            build([file], store)
    with Store.open(store) as opened:
        owned = {key for row in opened.manifest.sources for key in row.documents}
        assert {each.key for each in opened.documents()} <= owned
    write("a.txt", 3, "拆除桥梁。")
    build([file], store)
    build([file], tmp_path / "fresh")
    assert quads(store) == quads(tmp_path / "fresh")


def test_a_store_that_another_build_makes_meanwhile_is_added_to(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs, store = write("a.txt", 1), write("b.txt", 2), tmp_path / "kg"
    exists = Store.exists

    def looked_at_too_early(folder: Path) -> bool:
        monkeypatch.setattr(Store, "exists", exists)
        build([theirs], store)
        return False

    monkeypatch.setattr(Store, "exists", looked_at_too_early)
    assert build([mine], store).totals.documents == 2


def make_stale(store: Path) -> None:
    known = manifest.read(store)
    manifest.write(store, replace(known, code="older"))


def test_kept_text_that_cannot_be_read_anew_is_not_thrown_away(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, given, store = write("a.txt", 1), write("b.txt", 2), tmp_path / "kg"
    build([kept], store)
    make_stale(store)
    before = quads(store)
    documents = Extractor.documents

    def failing(self: Extractor, source: Source) -> Iterator[Extracted]:
        if source.file == "a.txt":
            raise InputError("a.txt", "a fault", "Report it.")
        return documents(self, source)

    monkeypatch.setattr(Extractor, "documents", failing)
    with pytest.raises(StoreError, match=r"a\.txt: what the store keeps .* \(a fault\)"):
        build([given], store)
    assert quads(store) == before


def test_what_follows_a_long_forgotten_document_is_read_anew(write: Write, tmp_path: Path) -> None:
    first, second = write("a.txt", 1, "建设绿道。" * 5000), write("b.txt", 2)
    both = tmp_path / "in" / "both.txt"
    both.write_bytes(first.read_bytes() + b"\n\n" + second.read_bytes())
    store = tmp_path / "kg"
    assert build([both], store).totals.documents == 2
    with Store.open(store, read_only=False) as opened:
        [key] = [each.key for each in opened.documents() if each.number == "浙政发〔2021〕1号"]
        assert opened.forget(key)
    make_stale(store)
    assert build([write("c.txt", 3)], store).totals.documents == 2
