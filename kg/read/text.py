"""Text files: which encoding, and whether it decodes to Chinese at all.

UTF-8 with or without a byte-order mark, UTF-16 and UTF-32 with one, and GB18030 (which holds GBK
and GB2312) are what Chinese offices publish. A wrong guess gives rare characters instead of common
ones, and that is how it is noticed.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_REMEDY = "Save the file again as UTF-8; if a transfer cut it off, fetch it anew."


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Decoded text (byte-order mark left out) and the encoding's name.

    Raises InputError with the byte position where no encoding fits.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
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
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as gb_error:
        if gb_error.start >= len(data) - 4 and _is_chinese(
            data[: gb_error.start].decode("gb18030")
        ):
            problem = "the file is cut off inside a character (GB18030)"
            raise InputError(file, problem, _REMEDY, f"byte {gb_error.start}") from gb_error
        problem = "its encoding is neither UTF-8 nor GB18030"
        raise InputError(file, problem, _REMEDY, place) from error
    if not _is_chinese(text):
        problem = "its encoding is not recognised (read as GB18030 it is not Chinese)"
        raise InputError(file, problem, _REMEDY, place)
    return text, "gb18030"


#: characters that any page of official prose has
_COMMON = re.compile(
    "[的和一是在不为有以年第人关于国政府市省区单位各工作应当通知意见实施办法建设发展]"
)
_HAN = re.compile("[\u4e00-\u9fff]")


def _is_chinese(text: str) -> bool:
    """Whether decoded text reads as Chinese: a twelfth of its Han characters are the commonest."""
    han = len(_HAN.findall(text))
    return han >= 10 and len(_COMMON.findall(text)) * 12 >= han
