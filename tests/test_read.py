"""Bytes to text: encodings, and inputs that are none."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.normalise import normalise
from kg.read import read
from kg.types import sha256

TEXT = (
    "浙江省人民政府关于公园管理的通知\n各市、县（市、区）人民政府，省政府直属各单位：\n"
    "为了加强公园的管理和建设，现将有关工作通知如下。各单位应当认真实施。\n浙江省人民政府\n2031年3月4日\n"
)


def written(folder: Path, data: bytes) -> Path:
    file = folder / "a.txt"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(TEXT.encode(), "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), "utf-8", id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32-be", id="utf-32-be"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param(TEXT.encode("gbk"), "gb18030", id="gbk"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="utf-16-le without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="utf-16-be without a mark"),
    ],
)
def test_encoding(data: bytes, encoding: str, tmp_path: Path) -> None:
    source = read(written(tmp_path, data))
    assert (source.raw, source.encoding, source.sha256) == (TEXT, encoding, sha256(data))


def test_traditional_text_in_big5(tmp_path: Path) -> None:
    """It stays as it is printed; the language stages read it in simplified characters."""
    raw = "關於加強公園管理的通知\n各縣市政府應當認真實施，並將有關情況報告民政廳。\n" * 4
    source = read(written(tmp_path, raw.encode("big5")))
    assert (source.raw, source.encoding) == (raw, "big5")
    clean = normalise(raw).clean
    assert clean.startswith(
        "关于加强公园管理的通知\n各县市政府应当认真实施，并将有关情况报告民政厅。"
    )
    assert len(clean) == len(raw.strip())


def test_line_ends_and_private_characters_are_kept(tmp_path: Path) -> None:
    raw = "占２\ue010 ８％\r\n甲\r乙\n" * 5
    assert read(written(tmp_path, raw.encode())).raw == raw


@pytest.mark.parametrize("name", [None, "folder/b.txt"])
def test_name(name: str | None, tmp_path: Path) -> None:
    assert read(written(tmp_path, TEXT.encode()), name).file == (name or "a.txt")


LATIN = "Où sont les règlements de la préfecture ? À été publié l'arrêté. " * 5

BAD: dict[str, tuple[bytes, str, str]] = {
    # bytes, what the message says is wrong, where
    "empty": (b"", "the file is empty", ""),
    "blank": (b" \r\n\t\n", "the file is empty", ""),
    "a mark alone": (codecs.BOM_UTF8, "empty", ""),
    "binary": (b"abc\0\1\2" * 20, "binary file", "byte 3"),
    "zeros in UTF-16": (codecs.BOM_UTF16_LE + "甲\0".encode("utf-16-le"), "binary", "character 1"),
    "JSON": (b'[{"a":\n 1}]', "this is JSON", ""),
    "JSON Lines": (b'{"a": 1}\n{"a": 2}\n', "this is JSON", ""),
    "PDF": (b"%PDF-1.7\n1 0 obj\n", "this PDF is damaged", ""),
    "docx": (b"PK\x03\x04\x14\0\6\0\x08\0word/document.xml", "Word file is damaged", ""),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "old Office or WPS", ""),
    "rtf": (b"{\\rtf1\\ansi }", "rich text", ""),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "picture", ""),
    "gzip": (b"\x1f\x8b\x08\0" + b"\0" * 20, "gzip", ""),
    "UTF-8 cut off": ((TEXT * 3).encode()[:-1] + "年".encode()[:2], "cut off", "byte"),
    "GB18030 cut off": ((TEXT * 3).encode("gb18030")[:-1] + b"\xc4", "cut off", "byte"),
    "UTF-16 cut off": (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1], "utf-16-le", "byte"),
    "Latin-1": (LATIN.encode("latin-1"), "encoding", "byte"),
    "Shift JIS": (("公園の管理を強化すること。" * 9).encode("shift-jis"), "encoding", "byte"),
    "UTF-8 with a broken byte": (
        TEXT.encode()[:60] + b"\xff\xff" + TEXT.encode()[60:], "encoding", "byte 58"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_where_and_what_to_do(name: str, tmp_path: Path) -> None:
    data, problem, place = BAD[name]
    file = written(tmp_path, data)
    with pytest.raises(InputError) as raised:
        read(file)
    error = raised.value
    assert error.file == str(file) and str(file) in str(error)
    assert problem in error.problem
    assert error.place.startswith(place) and bool(error.place) == bool(place)
    assert error.remedy and error.remedy in str(error)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)
