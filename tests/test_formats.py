"""One document as text, web page, PDF and Word file: the same facts, each with its place."""

from __future__ import annotations

import io
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest

from kg import building
from kg.building import build
from kg.export import FILES
from kg.graph.layout import read as layout_of
from kg.graph.store import Store
from kg.normalise import normalise, surface
from kg.pipeline import Extractor
from kg.read import read
from kg.types import Record, Source, to_plain
from tests.read.making import docx, html, paragraph, pdf, set_in_lines

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"
PAGES = ROOT.parent / "shared" / "corpus" / "dev-html"
FORMATS = ("text", "html", "pdf", "docx")


@pytest.fixture(scope="module")
def paragraphs(extractor: Extractor) -> list[str]:
    """The clean paragraphs of 浙政办发〔2021〕39号: 50 tasks and 131 owners."""
    source = read(SAMPLE)
    found = [each.record for each in extractor.documents(source)]
    record = next(each for each in found if each.number == "浙政办发〔2021〕39号")
    text = normalise(source.raw)
    start, end = text.clean_at(record.source.start), text.clean_at(record.source.end)
    return [line for line in text.clean[start:end].split("\n") if line.strip()]


def files(folder: Path, paragraphs: list[str]) -> dict[str, Path]:
    made: dict[str, bytes] = {
        "text": "\n".join(paragraphs).encode(),
        "html": html(paragraphs).encode("gb18030").replace(b"charset=utf-8", b"charset=gb2312"),
        "pdf": pdf(set_in_lines(paragraphs)),
        "docx": docx("".join(map(paragraph, paragraphs))),
    }
    for kind, data in made.items():
        (folder / kind).write_bytes(data)
    return {kind: folder / kind for kind in made}


@pytest.fixture(scope="module")
def read_as(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], extractor: Extractor
) -> dict[str, tuple[Source, Record]]:
    made = files(tmp_path_factory.mktemp("formats"), paragraphs)
    found: dict[str, tuple[Source, Record]] = {}
    for kind, path in made.items():
        source = read(path)
        (only,) = extractor.documents(source)
        found[kind] = source, only.record
    return found


def facts(record: Record) -> dict[str, Any]:
    """All a record says, but for places in the text and confidence."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            dropped = {"start", "end", "source", "regions", "damaged", "header_spans"}
            return {key: bare(each) for key, each in value.items() if key not in dropped}
        return [bare(each) for each in value] if isinstance(value, list) else value

    plain: dict[str, Any] = bare(to_plain(record))
    return plain


@pytest.mark.parametrize("kind", FORMATS)
def test_facts_do_not_depend_on_the_format(
    kind: str, read_as: dict[str, tuple[Source, Record]]
) -> None:
    record = read_as[kind][1]
    assert record.source.format == kind
    assert len(record.tasks) == 50
    assert facts(record) == facts(read_as["text"][1])


@pytest.mark.parametrize("kind", FORMATS)
def test_offsets_count_in_the_kept_text(
    kind: str, read_as: dict[str, tuple[Source, Record]]
) -> None:
    source, record = read_as[kind]
    owners = [owner for task in record.tasks for owner in task.owners]
    assert [surface(source.raw[o.start : o.end]) for o in owners] == [o.text for o in owners]


def test_a_text_has_no_layout(read_as: dict[str, tuple[Source, Record]]) -> None:
    assert to_plain(read_as["text"][1].source)["layout"] == []
    assert "page" not in json.dumps(to_plain(read_as["html"][1].source)["layout"][0]["element"])


def test_every_owner_has_its_page(read_as: dict[str, tuple[Source, Record]]) -> None:
    source, record = read_as["pdf"]
    for task in record.tasks:
        for owner in task.owners:
            lines = source.located(owner.start, owner.end)
            assert lines and all(line.page and line.box for line in lines)


# -- in the store ------------------------------------------------------------------------------


def rows(store: Path, query: str) -> list[tuple[str, ...]]:
    with Store.open(store) as opened:
        return list(opened.query(query).texts())


def quads(folder: Path) -> bytes:
    stream = io.BytesIO()
    with Store.open(folder) as store:
        FILES["nquads"].write(store, stream)
    return stream.getvalue()


def one(tmp_path: Path, paragraphs: list[str], kind: str) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return files(folder, paragraphs)[kind].rename(tmp_path / f"a.{kind}")


def test_mentions_open_on_their_page(tmp_path: Path, paragraphs: list[str]) -> None:
    build([one(tmp_path, paragraphs, "pdf")], tmp_path / "kg")
    found = rows(
        tmp_path / "kg",
        "SELECT ?m ?page ?box WHERE { ?m a zc:Mention ; nif:anchorOf '省财政厅' ;"
        " zc:page ?page ; zc:box ?box }",
    )
    assert found
    for _, page, box in found:
        match = re.fullmatch(r"page=(\d+)&viewrect=([\d.]+),([\d.]+),([\d.]+),([\d.]+)", box)
        assert match and match[1] == page
        assert 0 < float(match[2]) < 595 and 0 < float(match[3]) < 842
        assert float(match[4]) == pytest.approx(4 * 16, abs=0.2)  # four characters of 16 points


def test_mentions_of_a_page_have_their_element(tmp_path: Path, paragraphs: list[str]) -> None:
    build([one(tmp_path, paragraphs, "html")], tmp_path / "kg")
    found = rows(
        tmp_path / "kg",
        "SELECT ?e WHERE { ?m a zc:Mention ; nif:anchorOf '省财政厅' ; zc:element ?e }",
    )
    assert found and all("p:nth-of-type(" in element for (element,) in found)


def test_a_text_costs_no_more(tmp_path: Path, paragraphs: list[str]) -> None:
    build([one(tmp_path, paragraphs, "text")], tmp_path / "kg")
    asked = "SELECT ?s WHERE { ?s zc:page|zc:element|zc:box|zc:layout|zc:sourceFormat ?o }"
    assert rows(tmp_path / "kg", asked) == []


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_what_is_kept_is_read_anew_with_its_places(
    kind: str, tmp_path: Path, paragraphs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store built by other code is read anew from the text it keeps, though the file is gone."""
    file = one(tmp_path, paragraphs, kind)
    other = tmp_path / "other.txt"
    other.write_text(
        "关于公园的通知\n各市人民政府：\n为加强公园管理，现通知如下。\n", encoding="utf-8"
    )
    store, fresh = tmp_path / "kg", tmp_path / "fresh"
    build([file], store)
    build([file, other], fresh)
    monkeypatch.setattr(building, "__version__", "0.0.other")
    file.unlink()
    build([other], store)
    monkeypatch.undo()
    build([other], store)
    assert quads(store) == quads(fresh)


def test_a_copy_in_another_format_is_a_copy(tmp_path: Path, paragraphs: list[str]) -> None:
    made = files(tmp_path, paragraphs)
    summary = build(list(made.values()), tmp_path / "kg")
    assert (summary.totals.documents, len(summary.copies), summary.conflicts) == (1, 1, [])
    assert len(summary.copies[0][1]) == 4


def test_a_layout_is_read_as_it_was_written(read_as: dict[str, tuple[Source, Record]]) -> None:
    from kg.graph.layout import written

    for kind in ("pdf", "html"):
        layout = read_as[kind][1].source.layout
        assert layout and layout_of(written(layout, 7), 7) == layout


def test_what_a_page_shows_as_text_is_text_and_its_table_is_read(
    tmp_path: Path, extractor: Extractor
) -> None:
    title = "浙江省人民政府关于推进<script>甲</script>公园工作的通知"
    rows = (
        "<tr><td>发文字号：</td><td>浙政发〔2031〕5号</td></tr>"
        "<tr><td>成文日期：</td><td>2031-03-01</td></tr>"
    )
    lines = ["各市、县（市、区）人民政府：", *["请认真执行各项公园管理制度，做好公园工作。"] * 3]
    page = html(lines, title=title, around=f"<h1>{escape(title)}</h1><table>{rows}</table>")
    file = tmp_path / "a.html"
    file.write_text(page, encoding="utf-8")
    (found,) = extractor.documents(read(file))
    record = found.record
    assert record.title == title
    assert (record.number, record.signed) == ("浙政发〔2031〕5号", "2031-03-01")


def test_scanned_pages_are_told(tmp_path: Path, paragraphs: list[str]) -> None:
    pages = set_in_lines(paragraphs)
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([*pages[:2], [], *pages[2:]], picture=[2]))
    summary = build([file], tmp_path / "kg")
    assert summary.unread_pages == [(str(file), (3,))]
    assert rows(tmp_path / "kg", "SELECT ?p WHERE { ?t zc:unreadPage ?p }") == [("3",)]


# -- real pages -----------------------------------------------------------------------------------

#: Number, issuers, addressees and signing day as the pages print them.
REAL = {
    "beijing-2025-gengdibutie-han": ("京政农函〔2025〕9号", 2, 2, "2025-05-21"),
    "guangzhou-2021-tekun": ("穗府办规〔2021〕7号", 1, 3, "2021-04-13"),
    "guangzhou-2023-jiatingyisheng": ("穗卫函〔2023〕1930号", 4, 4, "2023-10-19"),
    "guangzhou-2025-jifenruhu": ("穗府办规〔2025〕8号", 1, 3, "2025-06-30"),
    "tianhe-2023-gangaoqingnian": ("穗天科工信规字〔2023〕1号", 3, 1, "2023-08-09"),
}
_AROUND = re.compile(
    "首页|无障碍|登录|English|网站地图|ICP备|公网安备|搜索|当前位置|扫一扫|版权所有"
)


@pytest.mark.skipif(
    not PAGES.is_dir(), reason="the web pages (../shared/corpus/dev-html) are not here"
)
@pytest.mark.parametrize("name", REAL)
def test_real_pages(name: str, extractor: Extractor) -> None:
    source = read(PAGES / f"{name}.html")
    assert source.format == "html"
    assert _AROUND.findall(source.raw) == []
    (only,) = extractor.documents(source)
    record = only.record
    shown = record.number, len(record.issuers), len(record.addressees), record.signed
    assert shown == REAL[name]
    assert record.title and not any(_AROUND.search(each.heading) for each in record.sections)
