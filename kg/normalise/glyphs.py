"""Characters as they are printed: widths, radicals, private glyphs, punctuation of web copies.

Every replacement is one character for one, so that offsets do not move.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

#: Chinese punctuation that stays full-width although NFKC would narrow it.
_KEPT_WIDE = "（），：；？！［］｛｝"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇○"
CHINESE = f"{HAN}，。、；：？！（）《》〈〉〔〕［］【】“”‘’…—·"


@cache
def _table() -> dict[int, str]:
    """One-to-one replacements: widths, radicals, printed glyphs, traditional characters."""
    table: dict[int, str] = {}
    ranges = [
        (0xFF01, 0xFF5F),
        (0xFE50, 0xFE6C),
        (0x2F00, 0x2FD6),
        (0xF900, 0xFAFF),
        (0xFFE0, 0xFFE7),
    ]
    for first, last in ranges:
        for code in range(first, last):
            narrow = unicodedata.normalize("NFKC", chr(code))
            if len(narrow) == 1 and chr(code) not in _KEPT_WIDE:
                table[code] = narrow
    for code_point, to, *_why in _rows("glyphs.tsv"):
        table[int(code_point, 16)] = to
    for traditional, to in _rows("traditional.tsv"):
        table[ord(traditional)] = to
    return table


def _rows(name: str) -> Iterator[list[str]]:
    text = resources.files("kg.data").joinpath(name).read_text(encoding="utf-8")
    for row in text.splitlines():
        if row and not row.startswith(("#", "from")):
            yield row.split("\t")


@cache
def _replaced() -> re.Pattern[str]:
    """Characters that :func:`_table` replaces: most text has few, so finding them is quick."""
    return re.compile("[" + re.escape("".join(map(chr, sorted(_table())))) + "]")


def printed(raw: str) -> str:
    """The text with every character as it is printed, one for one; traditional ones simplified.

    於 is a character of simplified texts in the name of a place alone (於潜镇 in 临安).
    """
    table = _table()

    def replaced(match: re.Match[str]) -> str:
        kept = match[0] == "於" and raw.startswith("潜", match.end())
        return match[0] if kept else table[ord(match[0])]

    return _replaced().sub(replaced, raw)


_NARROW = re.compile(r"[(),:;?!\[\]]")
_BESIDE_CHINESE = re.compile(rf"[(),:;?!](?:(?<=[{CHINESE}].)|(?=[{CHINESE}]))")
_IS_CHINESE = re.compile(f"[{CHINESE}]")


def wide_punctuation(text: str) -> str:
    """Write half-width punctuation of web copies full-width where it stands in Chinese text."""
    if not _NARROW.search(text):
        return text
    for narrow, wide in (("()", "（）"), ("[]", "［］")):
        pair = re.compile(rf"\{narrow[0]}([^{re.escape(narrow)}\n]*)\{narrow[1]}")

        def widen(match: re.Match[str], wide: str = wide) -> str:
            around = match.string[max(0, match.start() - 1) : match.end() + 1]
            return f"{wide[0]}{match[1]}{wide[1]}" if _IS_CHINESE.search(around) else match[0]

        for _ in range(3):  # brackets inside brackets
            if narrow[0] not in text:
                break
            widened = pair.sub(widen, text)
            if widened == text:
                break
            text = widened
    marks = dict(zip("(),:;?!", "（），：；？！", strict=True))
    return _BESIDE_CHINESE.sub(lambda match: marks[match[0]], text)
