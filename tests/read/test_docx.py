"""Word files: text as last saved, with the numbers that Word counts itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from kg.errors import InputError
from kg.read import docx as reader
from kg.read.docx import read_docx
from kg.read.numbering import written
from tests.read.making import docx, paragraph, word_part


def kept(body: str, parts: dict[str, bytes] | None = None) -> list[str]:
    return read_docx("a.docx", docx(body, parts or {})).text.splitlines()


def level(number: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = word_part(
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "bullet", "●")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "decimal", "%1．")
    + level(1, "decimal", "%1.%2")
    + "</w:abstractNum>"
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="4"/></w:lvlOverride></w:num>',
    "numbering",
)  # fmt: skip


def numbered(words: str, at: int, number: int = 3) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_counted() -> None:
    body = [
        numbered("总体要求", 0), numbered("目标", 1), numbered("原则", 1), numbered("甲", 2),
        numbered("乙", 2), numbered("任务", 0), numbered("丙", 1), paragraph("无号"),
        numbered("丁", 2), numbered("圆点", 3), numbered("另一列", 0, 4), numbered("其下", 1, 4),
        numbered("从四起", 0, 5), numbered("取消", 0, 0),
    ]  # fmt: skip
    assert kept("".join(body), {"word/numbering.xml": NUMBERING}) == [
        "一、总体要求", "（一）目标", "（二）原则", "1.甲", "2.乙", "二、任务", "（一）丙", "无号",
        "1.丁", "圆点", "1．另一列", "1.1其下", "四、从四起", "取消",
    ]  # fmt: skip


def test_numbers_of_a_style() -> None:
    styles = word_part(
        '<w:style w:type="paragraph" w:styleId="T"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="X"/></w:style>',
        "styles",
    )
    body = "".join(paragraph("甲", f'<w:pStyle w:val="{style}"/>') for style in "TUX")
    parts = {"word/numbering.xml": NUMBERING, "word/styles.xml": styles}
    assert kept(body, parts) == ["一、甲", "二、甲", "甲"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"), (105, "chineseCounting", "一百零五"),
        (3, "chineseLegalSimplified", "叁"), (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"), (4, "lowerRoman", "iv"), (27, "upperLetter", "AA"),
        (7, "decimalZero", "07"), (5, "unheardOf", "5"), (30, "decimalEnclosedCircle", "30"),
    ],
)  # fmt: skip
def test_written(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


_RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        pytest.param(
            "甲<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins>增</w:ins>", ["甲增"],
            id="tracked changes",
        ),
        pytest.param("甲<w:r><w:br/></w:r>乙", ["甲", "乙"], id="a break is a line"),
        pytest.param("甲<w:r><w:br w:type='page'/></w:r>乙", ["甲乙"], id="a page break is none"),
        pytest.param(
            "<w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>甲", ["甲"],
            id="field",
        ),
        pytest.param("<w:hyperlink>甲</w:hyperlink><w:sdt><w:sdtContent>乙</w:sdtContent></w:sdt>",
                     ["甲乙"], id="links and controls"),
        pytest.param(
            "甲<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p>框</w:p>"
            "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            "<w:txbxContent><w:p>框</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>乙",
            ["甲乙", "框"],
            id="a text box, once, after its paragraph",
        ),
        pytest.param("甲<w:r><w:sym w:char='F0FC'/></w:r>", ["甲"], id="a symbol"),
    ],
)  # fmt: skip
def test_paragraphs(inside: str, lines: list[str]) -> None:
    for char in "甲乙增框":
        inside = inside.replace(char, _RUN.format(char))
    assert kept(f"<w:p>{inside}</w:p>") == lines


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def test_tables_are_rows() -> None:
    rows = [
        cell("任务") + cell("单位"),
        cell("一", '<w:vMerge w:val="restart"/>') + cell("甲"),
        cell("", "<w:vMerge/>") + cell("乙"),
        cell("合计", '<w:gridSpan w:val="2"/>') + cell("丙"),
    ]
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('删')}</w:tr>"
    table = f"<w:tbl>{body}{deleted}</w:tbl>"
    assert kept(table) == ["任务\t单位", "一\t甲", "\t乙", "合计\t\t丙"]


def test_a_frame_is_no_table() -> None:
    assert kept(f"<w:tbl><w:tr>{cell('甲')}</w:tr><w:tr>{cell('乙')}</w:tr></w:tbl>") == [
        "甲",
        "乙",
    ]


def test_notes_follow_the_text() -> None:
    notes = word_part(
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("指2020年。")}</w:footnote>',
        "footnotes",
    )
    body = "<w:p><w:r><w:t>增长8%</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + paragraph(
        "完"
    )
    assert kept(body, {"word/footnotes.xml": notes}) == ["增长8%［1］", "完", "［1］指2020年。"]


def test_headers_and_comments_are_left_out() -> None:
    parts = {
        "word/header1.xml": word_part(paragraph("内部资料"), "hdr"),
        "word/comments.xml": word_part(f"<w:comment>{paragraph('改')}</w:comment>", "comments"),
        "word/vbaProject.bin": b"macro",
    }
    assert kept(paragraph("正文"), parts) == ["正文"]


_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">{}]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)
_LAUGHS = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 9 if n else "ha"}">' for n in range(20))


@pytest.mark.parametrize(
    ("main", "problem"),
    [
        pytest.param(_ENTITIES.format("").encode(), "damaged", id="external entity"),
        pytest.param(
            _ENTITIES.format(_LAUGHS).replace("&a;", "&b19;").encode(), "damaged", id="laughs"
        ),
        pytest.param(b"<w:document", "damaged", id="cut off"),
        pytest.param(b"<a/>", "damaged", id="no body"),
        pytest.param(
            word_part("<w:body>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body>"), "damaged",
            id="nested",
        ),
    ],
)  # fmt: skip
def test_hostile_parts(main: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_docx("a.docx", docx("", {"word/document.xml": main}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_PART", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InputError, match="unpacks to more than"):
        read_docx("a.docx", out.getvalue())


def test_a_part_whose_bytes_are_broken() -> None:
    data = bytearray(docx(paragraph("正文" * 200)))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 30] = b"\xff" * 30
    with pytest.raises(InputError, match="damaged"):
        read_docx("a.docx", bytes(data))
