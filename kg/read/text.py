"""Text files: which encoding, and whether it decodes to Chinese at all.

UTF-8 with or without a byte-order mark, UTF-16 and UTF-32, GB18030 (which holds GBK and GB2312)
and Big5 are what Chinese offices publish. A wrong guess gives rare characters instead of common
ones, and that is how it is noticed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.read.detect import refuse_data, refuse_zeros
from kg.read.extracted import Extracted

_REMEDY = "Save the file again as UTF-8; if a transfer cut it off, fetch it anew."

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(file: str, data: bytes) -> Extracted:
    """A text file as it is.

    Raises InputError where it is binary, data, cut off or in no known encoding.
    """
    if not marked(data) and b"\0" in data:
        found = without_mark(data)
        if found is None:
            refuse_zeros(file, data.find(b"\0"), "byte")
        raw, encoding = found or ("", "")
    else:
        raw, encoding = decode(file, data)
    refuse_zeros(file, raw.find("\0"), "character")
    refuse_data(file, raw)
    return Extracted(raw, encoding)


def marked(data: bytes) -> tuple[bytes, str] | None:
    """The byte-order mark that data begin with, and what it says."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)


def without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: ASCII characters have a zero beside them, Han ones do not."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and is_chinese(text):
            return text, encoding
    return None


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Decoded text (byte-order mark left out) and the encoding's name.

    Raises InputError with the byte position where no encoding fits.
    """
    if found := marked(data):
        mark, encoding = found
        return _strict(file, data[len(mark) :], encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _not_utf8(file, data, error)


def _strict(file: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise InputError(
            file, f"its mark says {encoding}, but it is not", _REMEDY, place
        ) from error


def _not_utf8(file: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    place = f"byte {error.start}"
    if error.start >= len(data) - 3 and error.start > 0.9 * len(data) and error.end == len(data):
        raise InputError(file, "the file is cut off inside a character", _REMEDY, place) from error
    if best := max(legacy(data), default=None):
        return best[1], best[2]
    if cut := _cut_off(data):
        problem = "the file is cut off inside a character (GB18030)"
        raise InputError(file, problem, _REMEDY, f"byte {cut}") from error
    problem = "its encoding is not recognised (read as GB18030 or Big5 it is not Chinese)"
    raise InputError(file, problem, _REMEDY, place) from error


def legacy(data: bytes) -> Iterator[tuple[float, str, str]]:
    """Share of common characters, text and encoding of each older encoding that fits."""
    for encoding in ("gb18030", "big5hkscs", "cp950"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_chinese(text):
            yield commonness(text), text, "gb18030" if encoding == "gb18030" else "big5"


def _cut_off(data: bytes) -> int | None:
    """Where a GB18030 text is cut off inside its last character."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        whole = data[: error.start].decode("gb18030")
        return error.start if error.start >= len(data) - 4 and is_chinese(whole) else None
    return None


#: characters that any page of official prose has, simplified or traditional
_COMMON = re.compile(
    "[的和一是在不为有以年第人关于国政府市省区单位各工作应当通知意见实施办法建设发展"
    "為關於國區單與應當會實設發經業將機構務員]"
)
_HAN = re.compile("[\u4e00-\u9fff]")


def commonness(text: str) -> float:
    """Share of the commonest characters among the Han characters of the beginning."""
    han = len(_HAN.findall(text[:20000]))
    return len(_COMMON.findall(text[:20000])) / han if han else 0.0


def is_chinese(text: str) -> bool:
    """Whether decoded text reads as Chinese: a twelfth of its Han characters are the commonest."""
    han = len(_HAN.findall(text))
    return han >= 10 and len(_COMMON.findall(text)) * 12 >= han
