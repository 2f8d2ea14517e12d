"""What a file is, by its bytes; what is not read is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import READERS, read
from kg.read.detect import kind_of
from tests.read.making import docx, html, paragraph, pdf

WORDS = [
    "关于公园管理的通知",
    "各市人民政府：",
    "为加强公园管理，现将有关事项通知如下。各单位应当实施。",
]
PAGE = html(WORDS)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The zip with the mark of encryption on its first entry, here and in the directory."""
    at = data.index(b"PK\x01\x02")
    return data[:6] + b"\1" + data[7 : at + 8] + b"\1" + data[at + 9 :]


def ole2(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param("\n".join(WORDS).encode(), "text", id="text"),
        pytest.param(PAGE.encode(), "html", id="page"),
        pytest.param(b"\xef\xbb\xbf \n" + PAGE.encode(), "html", id="page with a mark"),
        pytest.param(PAGE.encode("utf-16"), "html", id="page in UTF-16"),
        pytest.param(f"<!-- a -->\n{PAGE}".encode(), "html", id="page after a comment"),
        pytest.param(
            "<tbody> <tr> <td id='UCAP-CONTENT'><p>甲</p><p>乙</p></td></tr></tbody>".encode(),
            "html",
            id="piece of a page",
        ),
        pytest.param("<住房>保障办法<p>".encode(), "text", id="a sign that is no tag"),
        pytest.param("<p>一处标记\n".encode() + "正文。\n".encode() * 9, "text", id="one tag"),
        pytest.param("甲<p>乙</p><p>丙</p><p>丁</p>".encode(), "text", id="text with some tags"),
        pytest.param(pdf([[(72, 72, 12, "甲")]]), "pdf", id="pdf"),
        pytest.param(b"\n\n" + pdf([[(72, 72, 12, "甲")]]), "pdf", id="pdf after blank lines"),
        pytest.param("如何识别 %PDF- 文件".encode(), "text", id="a text about PDF"),
        pytest.param(docx(paragraph("甲")), "docx", id="docx"),
    ],
)
def test_kind(data: bytes, kind: str) -> None:
    assert kind_of("a", data) == kind
    assert kind in READERS


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (ole2("WordDocument"), "old Word or WPS", "--convert-to docx"),
        (ole2("EncryptedPackage"), "encrypted Office", "password"),
        (ole2("Workbook"), "Excel", ".docx"),
        (b"{\\rtf1 }", "rich text", "--convert-to docx"),
        (zipped("xl/workbook.xml"), "Excel", "tables of numbers"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "OFD", "export it as PDF"),
        (zipped("mimetype", "content.xml"), "OpenDocument", "--convert-to docx"),
        (zipped("a.txt"), "zip archive", "Unpack"),
        (locked(zipped("word/document.xml")), "encrypted zip", "password"),
        (zipped("a.txt")[:-30], "damaged", "again"),
        (b"BM\x36\0\0\0" + b"\0" * 60, "picture", "OCR"),
        (b"From: a\r\nMIME-Version: 1.0\r\n\r\n<html>", "web archive", "HTML"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_not_read(data: bytes, problem: str, remedy: str) -> None:
    with pytest.raises(InputError) as raised:
        kind_of("a.txt", data)
    assert problem in raised.value.problem
    assert remedy in raised.value.remedy


def test_the_suffix_does_not_count(tmp_path: Path) -> None:
    """Web copies saved as .txt are HTML; a Word file may be called .pdf."""
    for name, data, kind in (
        ("a.txt", PAGE.encode(), "html"),
        ("a.html", "\n".join(WORDS).encode(), "text"),
        ("b.pdf", docx("".join(map(paragraph, WORDS))), "docx"),
    ):
        (tmp_path / name).write_bytes(data)
        source = read(tmp_path / name)
        assert source.format == kind
        assert source.raw.split("\n")[:3] == WORDS
