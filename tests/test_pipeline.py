"""The whole road: which files are read, what a bad one does, and that nothing depends on order."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.errors import InputError
from kg.graph import manifest
from kg.graph.manifest import Manifest
from kg.knowledge import Knowledge
from kg.normalise import surface
from kg.outline import Node
from kg.outline import outline as sound
from kg.pipeline import Extractor, extract, find_files, find_inputs
from kg.split import Parts
from kg.types import Record, Source, sha256, to_plain

NOTICE = (
    "{issuer}关于公园建设的通知\n{code}〔2031〕7号\n各有关单位：\n一、重点任务\n"
    "1.建设公园。建设绿道，种植树木。（责任单位：{owners}）\n{issuer}\n2031年3月4日\n"
)
ZHEJIANG = NOTICE.format(
    issuer="浙江省人民政府", code="浙政发", owners="省财政厅、教育厅，鼓楼区政府"
)
NANJING = NOTICE.format(
    issuer="南京市人民政府", code="宁政发", owners="市财政局、鼓楼区政府，各区政府"
)
FUZHOU = NOTICE.format(
    issuer="福州市人民政府", code="榕政发", owners="市财政局、鼓楼区政府，各区政府"
)
DOCUMENTS = {"a.txt": ZHEJIANG, "b.txt": NANJING, "c.txt": FUZHOU}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in DOCUMENTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def plain(record: Record) -> str:
    return json.dumps(to_plain(record), ensure_ascii=False)


# -- files ------------------------------------------------------------------------------------


def test_files_of_a_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden", ".git/c.txt", "a/.d.txt", "c"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    found = [file.relative_to(tmp_path).as_posix() for file in find_files([tmp_path])]
    assert sorted(found) == ["a.txt", "a/z.txt", "b.txt", "c"]
    assert found == [
        f.relative_to(tmp_path).as_posix() for f in sorted(tmp_path / n for n in found)
    ]


def test_of_a_folder_only_what_can_be_a_document_is_read(tmp_path: Path) -> None:
    names = ("a.txt", "b.HTML", "c", "公报2021.25", "d.pdf", "e.jsonl", "f.md", "g.ipynb", "h.py")
    for name in names:
        (tmp_path / name).write_text("x")
    found = find_inputs([tmp_path])
    assert {file.name for file in found.files} == {"a.txt", "b.HTML", "c", "公报2021.25", "d.pdf"}
    assert found.left_out == {".jsonl": 1, ".md": 1, ".ipynb": 1, ".py": 1}
    assert find_files([tmp_path / "f.md"]) == [tmp_path / "f.md"]


def test_a_store_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    data = tmp_path / "store" / "data-1"
    data.mkdir(parents=True)
    manifest.write(data.parent, Manifest("data-1", "", ""))
    (data / "LOG").write_text("x")
    (tmp_path / "a.txt").write_text("x")
    assert find_files([tmp_path]) == [tmp_path / "a.txt"]
    [error] = find_inputs([data.parent]).bad
    assert "a store of kg" in error.problem


def test_what_cannot_be_looked_into_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "shut").mkdir()
    scan = os.scandir

    def denied(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", denied)
    bad = {Path(error.file).name: error.problem for error in find_inputs([tmp_path]).bad}
    assert bad == {
        "shut": "cannot be read (Permission denied)",
        "gone.txt": "cannot be read (No such file or directory)",
    }


def test_a_named_file_is_taken_though_it_is_hidden_or_missing(tmp_path: Path) -> None:
    hidden, missing = tmp_path / ".hidden", tmp_path / "none.txt"
    hidden.write_text("x")
    assert find_files([missing, hidden]) == [missing, hidden]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    file = folder / "a.txt"
    assert find_files([file, folder, file])[0] == file
    assert len(find_files([file, folder, file])) == 3


def test_a_hidden_folder_above_hides_nothing(tmp_path: Path) -> None:
    inside = tmp_path / ".cache" / "gazettes"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text("x")
    assert find_files([inside]) == [inside / "a.txt"]


# -- bad files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\0\1\2" * 50, "binary", id="binary"),
        pytest.param(b"nothing but English words in this file\n" * 5, "no document", id="English"),
        pytest.param("\ufeff".encode(), "", id="a mark alone"),
    ],
)
def test_a_bad_file_does_not_stop_the_rest(
    data: bytes, problem: str, folder: Path, knowledge: Knowledge
) -> None:
    (folder / "aa.txt").write_bytes(data)
    errors: list[InputError] = []
    records = list(extract([folder], knowledge=knowledge, on_error=errors.append))
    assert [record.source.file for record in records] == ["a.txt", "b.txt", "c.txt"]
    (error,) = errors
    assert problem in error.problem
    assert "aa.txt" in str(error) and error.remedy


# -- the same from the same -------------------------------------------------------------------


def test_the_same_bytes_give_the_same_record(folder: Path, knowledge: Knowledge) -> None:
    first, again = (
        [plain(r) for r in extract([folder], knowledge=knowledge, on_error=print)] for _ in range(2)
    )
    assert first == again


@pytest.mark.parametrize("order", ["abc", "cba", "bca", "b"])
def test_a_record_does_not_depend_on_what_was_read_before(
    order: str, folder: Path, knowledge: Knowledge
) -> None:
    """鼓楼区政府 is Nanjing's in one document and Fuzhou's in the next."""
    paths = [folder / f"{name}.txt" for name in order]
    together = {
        r.source.file: plain(r) for r in extract(paths, knowledge=knowledge, on_error=print)
    }
    for path in paths:
        (alone,) = extract([path], knowledge=knowledge, on_error=print)
        assert together[path.name] == plain(alone)


@pytest.mark.parametrize(
    ("name", "owner"), [("b.txt", "南京市鼓楼区人民政府"), ("c.txt", "福州市鼓楼区人民政府")]
)
def test_a_name_means_what_it_does_in_its_document(
    name: str, owner: str, folder: Path, knowledge: Knowledge
) -> None:
    (record,) = extract([folder / name], knowledge=knowledge, on_error=print)
    assert owner in [o.name for o in record.tasks[0].owners]


def test_the_file_name_and_folder_leave_no_trace_but_the_source(
    folder: Path, knowledge: Knowledge
) -> None:
    other = folder / "sub" / "other.txt"
    other.parent.mkdir()
    other.write_bytes((folder / "a.txt").read_bytes())
    (one,) = extract([folder / "a.txt"], knowledge=knowledge, on_error=print)
    (two,) = extract([other], knowledge=knowledge, on_error=print)
    assert plain(one).replace('"a.txt"', '"other.txt"') == plain(two)


def test_line_ends_do_not_change_what_is_read(extractor: Extractor) -> None:
    """Offsets move with the carriage returns; everything else is the same."""

    def read(raw: str) -> Record:
        source = Source("a.txt", sha256(raw.encode()), raw, "utf-8")
        (found,) = extractor.documents(source)
        return found.record

    unix, windows = read(ZHEJIANG), read(ZHEJIANG.replace("\n", "\r\n"))
    assert unix.id == windows.id and unix.title == windows.title
    assert [[o.name for o in t.owners] for t in unix.tasks] == [
        [o.name for o in t.owners] for t in windows.tasks
    ]
    assert [m.text for m in unix.mentions] == [m.text for m in windows.mentions]


def test_letters_tell_a_copy_from_another_version(extractor: Extractor) -> None:
    def letters(raw: str) -> str:
        (found,) = extractor.documents(Source("a.txt", "", raw, "utf-8"))
        return found.letters

    copy = ZHEJIANG.replace("\n", "\r\n\r\n").replace("，", ",").replace("7", "７")
    assert letters(ZHEJIANG) == letters(copy)
    assert letters(ZHEJIANG) != letters(ZHEJIANG.replace("绿道", "步道"))


# -- whatever the text ------------------------------------------------------------------------

WORDS = """\
浙江省人民政府关于表彰先进集体的决定|浙江省人民政府办公厅关于印发|浙江省桥梁养护行动方案|的通知
浙政发〔2030〕1号|（浙政发〔2030〕2号）|各市、县（市、区）人民政府：|一、总体要求|（一）建设公园。
1．种植树木。|第三条 开放。|———坚持创新。走在前列。|附件：名单|附件|浙江省人民政府|浙 江 省 财 政 厅
２０３０年１月２日|（此件公开发布）|牵头单位：省财政厅|责任单位：省教育厅、民政厅，各设区市政府
（责任单位：省财政厅。列第一位的为牵头单位，下同）|（省财政厅牵头，|省教育厅等部门配合）
（以下均需各县（市、区）落实，不再列出）|2030年8月底前完成|。|，|（|）|〔|　| |省|杭州市滨江区
人行杭州中心支行|占２\ue010 ８％|\ue012|\u200b|明确责任"""
PIECES = st.sampled_from(
    [
        *WORDS.replace("\n", "|").split("|"),
        "\n",
        "\n\n",
        "\r\n",
        "\n—６—\n",
        "\n浙江省人民政府公报 ２０２１ 年第 ２５ 期\n",
        "贯彻落实各项决策部署，统筹推进各项工作，明确责任。" * 4,
    ]
)


def quotations(record: Record) -> Iterator[tuple[int, int, str]]:
    """What a record says stands at a place of one paragraph or several."""
    for mention in record.mentions:
        yield mention.start, mention.end, mention.text
    for task in record.tasks:
        yield task.start, task.end, task.text
        yield task.clause.start, task.clause.end, task.clause.text
        for owner in task.owners:
            yield owner.start, owner.end, owner.text


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
def test_any_text_is_read_without_a_fault(extractor: Extractor, words: str) -> None:
    """Regions tile the text, quotations stand where they say, ids are unique."""
    raw = "中华人民共和国公园管理与桥梁养护工作的若干规定和要求\n" + words
    records = [e.record for e in extractor.documents(Source("a.txt", "", raw, "utf-8"))]
    regions = [region for record in records for region in record.regions]
    assert [0, *(r.end for r in regions)] == [*(r.start for r in regions), len(raw)]
    for record in records:
        for start, end, text in quotations(record):
            assert record.source.start <= start <= end <= record.source.end
            assert surface(raw[start:end]).replace("\n", "") == text
        assert len({task.id for task in record.tasks}) == len(record.tasks)
        assert {task.section for task in record.tasks} <= {s.id for s in record.sections}
        json.dumps(to_plain(record), ensure_ascii=False)


def test_a_name_with_markup_in_it_stands_where_it_says(extractor: Extractor) -> None:
    """A portal prints 广州市政府<br>新闻办: cleaning the slice gives back the name."""
    body = "".join(f"<p>{line}</p>\n" for line in ZHEJIANG.splitlines())
    raw = body.replace("省财政厅", "省<b>财政</b>厅")
    (found,) = extractor.documents(Source("a.html", "", raw, "utf-8"))
    owners = found.record.tasks[0].owners
    assert "省财政厅" in [owner.text for owner in owners]
    assert [surface(raw[o.start : o.end]) for o in owners] == [o.text for o in owners]


# -- a fault of ours ----------------------------------------------------------------------------


def break_outline(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Raise while a document that names Nanjing is read."""

    def outline(clean: str, parts: Parts) -> tuple[Node, ...]:
        if "南京市" in clean[parts.whole.start : parts.whole.end]:
            raise error
        return sound(clean, parts)

    monkeypatch.setattr(pipeline, "outline", outline)


def test_a_fault_in_one_document_does_not_stop_the_rest(
    folder: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.txt").write_text(ZHEJIANG + NANJING, encoding="utf-8")
    break_outline(monkeypatch, KeyError("十"))
    errors: list[InputError] = []
    records = list(extract([folder], knowledge=knowledge, on_error=errors.append))
    assert [record.source.file for record in records] == ["a.txt", "c.txt"]
    (error,) = errors
    assert error.file.endswith("b.txt") and "KeyError: '十'" in error.problem
    assert f"line {ZHEJIANG.count(chr(10)) + 1}, character {len(ZHEJIANG)}" in error.place
    assert "report" in error.remedy


def test_an_interruption_passes_through(
    folder: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_outline(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        list(extract([folder], knowledge=knowledge, on_error=print))
