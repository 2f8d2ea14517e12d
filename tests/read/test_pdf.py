"""PDF: printed lines in reading order with their places; scans, locks and damage said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.normalise import normalise
from kg.read import read
from kg.read.pdf import read_pdf
from tests.read.making import HEIGHT, WIDTH, Placed, assemble, pdf, set_in_lines

PROSE = "为加强公园的管理和建设，现将有关工作通知如下，各单位应当认真组织实施并按时报告情况"


def kept(pages: list[list[Placed]], **options: int) -> list[str]:
    return read_pdf("a.pdf", pdf(pages, **options)).text.splitlines()  # type: ignore[arg-type]


def column(x: float, words: str, *, across: int = 14, rows: int = 12) -> list[Placed]:
    text = (words * 20)[: across * rows]
    return [(x, 100 + 20 * row, 12, text[row * across : (row + 1) * across]) for row in range(rows)]


def test_lines_of_a_page_come_from_top_to_bottom() -> None:
    assert kept([[(72, 200, 12, "下面"), (72, 100, 12, "上面")]]) == ["上面", "下面"]


def test_columns_are_read_one_after_another() -> None:
    left, right = column(60, PROSE), column(310, PROSE[::-1])
    mixed = [each for pair in zip(left, right, strict=True) for each in pair]
    head: Placed = (60, 60, 12, "整版的标题横跨两栏一直到右边界为止再长一些的标题文字")
    assert kept([[head, *mixed]]) == [
        head[3], *[each[3] for each in left], *[each[3] for each in right]
    ]  # fmt: skip


def test_cells_side_by_side_are_a_row() -> None:
    rows = [("1.", "建公园", "市财政局"), ("2.", "修道路", "市交通局")] * 4
    page: list[Placed] = [
        (x, 100 + 20 * n, 12.0, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((72, 150, 300), row, strict=True)
    ]
    assert kept([page]) == ["\t".join(row) for row in rows]


def test_doubled_bold_is_printed_once() -> None:
    page: list[Placed] = [
        (72, 100, 12, "责任单位"),
        (72.4, 100, 12, "责任单位"),
        (72, 100.3, 12, "责任单位"),
    ]
    assert kept([page]) == ["责任单位"]


def test_a_doubled_word_is_not_bold() -> None:
    assert kept([[(72, 100, 12, "人人有责，天天向上")]]) == ["人人有责，天天向上"]


def test_radicals_become_characters() -> None:
    """⼟ is folded by NFKC, ⻔ and ⻓ are not: a table has them."""
    (line,) = kept([[(72, 100, 12, "⼟地部⻔和⻓江")]])
    assert line == "⼟地部⻔和⻓江"  # kept as printed
    assert normalise(line).clean == "土地部门和长江"


def test_first_lines_are_set_in_and_wraps_are_joined() -> None:
    paragraphs = ["关于公园的通知", PROSE + "。", PROSE[::-1] + "。"]
    found = read_pdf("a.pdf", pdf(set_in_lines(paragraphs)))
    assert found.text.splitlines()[1].startswith("\u3000\u3000为加强")
    assert normalise(found.text, format="pdf").clean.split("\n") == paragraphs


def test_a_paragraph_goes_on_over_the_page() -> None:
    paragraphs = ["关于公园的通知", *[(PROSE + "，") * 9 + "完毕。"] * 3]
    found = read_pdf("a.pdf", pdf(set_in_lines(paragraphs)))
    assert "— 2 —" in found.text.replace("—2—", "— 2 —")
    assert normalise(found.text, format="pdf").clean.split("\n") == paragraphs


def test_bare_page_numbers_and_shared_heads_are_left_out() -> None:
    pages: list[list[Placed]] = [
        [(72, 40, 9, "某市规划文本"), (72, 100, 12, f"第{n}页的文字"), (290, 800, 9, str(n + 6))]
        for n in range(1, 5)
    ]
    lines = [line for line in kept(pages) if line]
    assert lines == [f"第{n}页的文字" for n in range(1, 5)]


def test_a_number_that_does_not_go_on_is_text() -> None:
    pages: list[list[Placed]] = [[(72, 100, 12, "总数"), (72, 130, 12, "7")] for _ in range(4)]
    pages[1][1] = (72, 130, 12, "95")
    assert "95" in kept(pages)


def test_each_line_has_page_and_box() -> None:
    found = read_pdf("a.pdf", pdf([[(72, 100, 12, "甲乙")], [(100, 200, 20, "丙丁")]]))
    first, second = found.layout
    assert (first.page, second.page) == (1, 2)
    assert found.text[first.start : first.end] == "甲乙"
    assert found.text[second.start : second.end] == "丙丁"
    assert first.box is not None
    left, top, right, bottom = first.box
    assert (left, right) == (72, 96)
    assert 98 <= top < 104 and 110 <= bottom <= 116


@pytest.mark.parametrize(
    ("turned", "left", "top"),
    [(90, HEIGHT - 114, 72), (180, WIDTH - 96, HEIGHT - 114), (270, 98, WIDTH - 96)],
)
def test_a_turned_page_has_places_as_it_is_shown(turned: int, left: float, top: float) -> None:
    found = read_pdf("a.pdf", pdf([[(72, 100, 12, "甲乙")]], rotate=turned))
    boxes = [each.box for each in found.layout if each.box]
    assert min(box[0] for box in boxes) == pytest.approx(left, abs=4)
    assert min(box[1] for box in boxes) == pytest.approx(top, abs=4)


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(InputError, match="a scan: 2 pages without a text layer") as raised:
        read_pdf("a.pdf", pdf([[], []], picture=[0, 1]))
    assert "ocrmypdf" in raised.value.remedy


def test_text_that_cannot_be_located_is_no_scan() -> None:
    """A font that is nowhere gives characters set one by one no size, and they are not found."""
    with pytest.raises(InputError, match="fonts are neither in the file") as raised:
        read_pdf("a.pdf", pdf([[(72, 100, 12, "甲")]]))
    assert "fonts-noto-cjk" in raised.value.remedy


def test_scanned_pages_among_others_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[(72, 100, 12, PROSE[:30])], [], [(72, 100, 12, "附表")]], picture=[1]))
    source = read(file)
    assert source.unread_pages == (2,)
    assert source.unread_within(0, len(source.raw)) == (2,)


def test_an_empty_page_is_no_scan() -> None:
    assert read_pdf("a.pdf", pdf([[(72, 100, 12, "甲乙")], []])).unread_pages == ()


def encrypted() -> bytes:
    secret = "<" + "5a" * 32 + ">"
    trailer = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O{secret}/U{secret}>>"
    return assemble(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 0/Kids[]>>"], trailer)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(encrypted(), "encrypted", id="encrypted"),
        pytest.param(pdf([[(72, 100, 12, "甲")]])[:60], "damaged", id="cut off"),
        pytest.param(b"%PDF-1.7\n" + b"x" * 999, "damaged", id="no PDF"),
        pytest.param(pdf([[]]), "without text", id="nothing in it"),
        pytest.param(
            pdf([[(72, 100, 12, "\ue123\ue124\ue125" * 12)]]), "readable", id="no code table"
        ),
    ],
)
def test_what_cannot_be_read(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        read_pdf("a.pdf", data)
    assert raised.value.remedy


def test_embedded_script_and_links_are_not_text() -> None:
    data = pdf([[(72, 100, 12, "甲乙")]]).replace(
        b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", 1
    )
    assert read_pdf("a.pdf", data).text.split() == ["甲乙"]
