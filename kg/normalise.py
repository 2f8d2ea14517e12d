"""Source -> Text: clean text for the language stages, and the way back to every character.

Only two things happen to a character: it is kept (perhaps as another single character) or left
out. So the offset map is a list of runs and cannot drift. What is left out is white space,
page furniture (page numbers, running heads, markup) and damaged regions.

The printed examples that made each rule necessary are from 浙江省人民政府公报 2021年第25期 unless
said otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

from kg.types import Issue, Region, Text

#: Chinese punctuation that stays full-width although NFKC would narrow it.
_KEPT_WIDE = "（），：；？！［］｛｝"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇○"
_CHINESE = f"{HAN}，。、；：？！（）《》〈〉〔〕［］【】“”‘’…—·"
_SPACES = " \t\u3000"
_SENTENCE_END = "。！？；：…”）》"

_MARKER = re.compile(
    rf"(?:[一二三四五六七八九十百]{{1,4}}[、．.]|[（(][一二三四五六七八九十百\d]{{1,4}}[）)]"
    rf"|\d{{1,3}}[．.、](?:(?![ \u3000]*\d)(?=\s*\S)|(?=20\d\d年))"
    r"|第[一二三四五六七八九十百零\d]+[章节条篇]|——+|[①-⑳●■◆▲]"
    rf"|附件|附：|[{HAN}]{{2,6}}单位[：:])"
)
_LABELLED = re.compile(rf"[{HAN}]{{2,6}}(?:单位|部门|主体)[：:]")
_PAGE_NUMBER = re.compile(r"[—\-－–·\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?[—\-－–·\s]*")
_PAGE_MARKS = re.compile(r"[—\-－–·]|页|/")
_RUNNING_HEAD = re.compile(r"(\S{2,20}公报)\s*(\d{4})\s*年\s*第\s*(\d{1,3})\s*期")
_PRINTED_ADDRESS = re.compile(r"https?://\S+|\d{4}/\d{1,2}/\d{1,2}\s+\d{1,2}:\d{2}")
_MARKUP = re.compile(
    r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>|<!?/?[A-Za-z][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:br|/?(?:p|div|tr|li|h\d|table|title|section|article))\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(nbsp|emsp|ensp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|#\d+);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "ldquo": "“", "rdquo": "”",
             "middot": "·", "mdash": "—"}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    """One-to-one replacements: widths, radicals, printed glyphs."""
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
    rows = resources.files("kg.data").joinpath("glyphs.tsv").read_text(encoding="utf-8")
    for row in rows.splitlines():
        if row and not row.startswith(("#", "from")):
            code_point, to, _why = row.split("\t")
            table[int(code_point, 16)] = to
    return table


@cache
def _replaced() -> re.Pattern[str]:
    """Characters that :func:`_table` replaces: most text has few, so finding them is quick."""
    return re.compile("[" + re.escape("".join(map(chr, sorted(_table())))) + "]")


def _printed(raw: str) -> str:
    """The text with every character as it is printed, one for one."""
    table = _table()
    return _replaced().sub(lambda match: table[ord(match[0])], raw)


_DROPPED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the source without its outer white space; ``start == end`` where it is blank."""

    start: int
    end: int
    text: str
    indent: int

    @property
    def width(self) -> float:
        """Printed width in Han characters: an ASCII character takes half."""
        return len(self.text) - 0.5 * len(self.text.encode("ascii", "ignore"))


def _lines(chars: str) -> Iterator[_Line]:
    at = 0
    for line in chars.splitlines(keepends=True):
        body = line.strip()
        indent = len(line) - len(line.lstrip()) if body else 0
        yield _Line(at + indent, at + indent + len(body), body, indent)
        at += len(line)


def issue_of(text: Text) -> Issue | None:
    """The gazette issue named by a running head (浙江省人民政府公报 2021年第25期), if any."""
    for region in text.regions:
        if region.kind == "furniture":
            line = _printed(text.raw[region.start : region.end])
            head = _RUNNING_HEAD.fullmatch(line.strip())
            if head:
                return Issue(head[1], int(head[2]), int(head[3]))
    return None


def _is_furniture(line: _Line) -> bool:
    text = line.text
    if len(text) > 60:
        return bool(_PRINTED_ADDRESS.fullmatch(text))
    if _PAGE_NUMBER.fullmatch(text):
        return bool(_PAGE_MARKS.search(text))
    return bool(_RUNNING_HEAD.fullmatch(text) or _PRINTED_ADDRESS.fullmatch(text))


def _shredded(lines: list[_Line]) -> list[tuple[int, int]]:
    """Index ranges of lines that are the crumbs of a table set another way.

    The price table of 浙医保联发〔2021〕19号 comes out one or two characters a line, with
    punctuation opening lines, which Chinese typesetting never does: that tells it from a
    column of short names.
    """
    found: list[tuple[int, int]] = []
    run: list[int] = []
    for index, line in enumerate([*lines, _Line(0, 0, "x" * 99, 0)]):
        if not line.text:
            continue
        if len(line.text) <= 8:
            run.append(index)
            continue
        crumbs = sorted(len(lines[i].text) for i in run)
        opens = sum(lines[i].text[0] in "。，、；：）" for i in run)
        if len(run) >= 10 and opens >= 2 and crumbs[len(crumbs) // 2] <= 2:
            found.append((run[0], run[-1] + 1))
        run = []
    return found


def _wrap_width(lines: list[_Line]) -> float | None:
    """Width at which the lines of a file are wrapped, or None where a line is a paragraph.

    In the sample two thirds of the long lines are 35 to 40 Han characters wide. A web copy has
    paragraphs of hundreds of characters in one line.
    """
    widths = [line.width for line in lines if line.width >= 20]
    if len(widths) < 8:
        return None
    widths.sort()
    full = widths[int(len(widths) * 0.9)]
    near = sum(full - 5 <= width <= full + 5 for width in widths)
    longer = sum(width > full + 6 for width in widths)
    return (
        full if full <= 60 and near >= 0.5 * len(widths) and longer <= 0.03 * len(widths) else None
    )


def _opens_paragraph(line: _Line, full: float) -> bool:
    """Whether a line after a full line that ends a sentence begins something new.

    A short lead sentence does (建立完善实验室体系。构建由…), and so does a short line without
    punctuation: a signature, a date or a title.
    """
    lead = re.match(r"[^，。、；：]{4,24}。.", line.text)
    bare = line.width < 0.6 * full and not re.search("[，。、；：]", line.text)
    return lead is not None or bare


def _joins(line: _Line, following: _Line, full: float | None) -> bool:
    """Whether a line break is only a wrap."""
    if _MARKER.match(following.text) or following.indent >= 2:
        return False
    if full is None:  # a paragraph a line; but a page break can cut one (同步 / 报审规划建筑方案。)
        cut = line.width >= 45 and re.match(f"[{HAN}，、]", line.text[-1])
        return bool(cut) and not _LABELLED.match(line.text)
    ends = line.text[-1] in _SENTENCE_END
    if line.width >= full - 5:
        return not (line.text[-1] in "。！？" and _opens_paragraph(following, full))
    return not ends and line.width >= full - 9 and following.width > 4


def _pieces(chars: str, lines: list[_Line], full: float | None) -> Iterator[tuple[int, int, str]]:
    """Kept stretches ``(start, end, glue)``; glue after each is nothing, a space or a line end."""
    kept = [line for line in lines if line.text]
    for line, following in pairwise(kept):
        glue = "\n"
        if _joins(line, following, full):
            words = line.text[-1].isascii() and following.text[0].isascii()
            glue = " " if words and line.text[-1].isalpha() and following.text[0].isalpha() else ""
        yield line.start, line.end, glue
    if kept:
        yield kept[-1].start, kept[-1].end, ""


_GAP = re.compile(rf"[{_SPACES}]+")


def _gap_is_kept(text: str, start: int, end: int) -> bool:
    """Whether white space inside a line means something.

    Kept between two words (``Open AI``), between two numbers (columns: ``136 180``), between a
    Han word and a number column, and between two Han words of two characters or more (two
    issuers side by side). Left out beside signs (``5G + 工业``), inside letter-spaced names
    (浙 江 省, 郑　瑶) and between a number and the Han text it belongs to (到 2025 年).
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or "\n" in (before, after):
        return False
    if before.isascii() and after.isascii():
        return before.isalnum() and after.isalnum()
    if not (re.match(f"[{HAN}]", before) and re.match(f"[{HAN}]", after)):
        return False
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    long_left = len(left) == 2 and not _GAP.search(left) and "\n" not in left
    long_right = len(right) == 2 and not _GAP.search(right) and "\n" not in right
    return long_left and long_right


def _wide_punctuation(text: str) -> str:
    """Write half-width punctuation of web copies full-width where it stands in Chinese text."""
    if not re.search(r"[(),:;?!\[\]]", text):
        return text
    for narrow, wide in (("()", "（）"), ("[]", "［］")):
        pair = re.compile(rf"\{narrow[0]}([^{re.escape(narrow)}\n]*)\{narrow[1]}")

        def widen(match: re.Match[str], wide: str = wide) -> str:
            around = match.string[max(0, match.start() - 1) : match.end() + 1]
            return (
                f"{wide[0]}{match[1]}{wide[1]}" if re.search(f"[{_CHINESE}]", around) else match[0]
            )

        for _ in range(3):
            widened = pair.sub(widen, text)
            if widened == text:
                break
            text = widened
    marks = dict(zip("(),:;?!", "（），：；？！", strict=True))
    beside = re.compile(rf"(?<=[{_CHINESE}])[(),:;?!]|[(),:;?!](?=[{_CHINESE}])")
    return beside.sub(lambda match: marks[match[0]], text)


def _blank_out(chars: str, pattern: re.Pattern[str]) -> tuple[str, list[Region]]:
    """Overwrite markup with spaces (a line end first where it closes a block), keeping length."""
    regions: list[Region] = []

    def blank(match: re.Match[str]) -> str:
        regions.append(Region("markup", match.start(), match.end()))
        width = match.end() - match.start()
        return ("\n" if _BLOCK.match(match[0]) else "\ue000") + "\ue000" * (width - 1)

    return pattern.sub(blank, chars), regions


def _entity(match: re.Match[str]) -> str:
    """An HTML character reference as its character, padded with fillers that are left out."""
    name = match[1]
    char = (
        chr(int(name[1:]))
        if name[0] == "#" and int(name[1:]) < 0x10000
        else _ENTITIES.get(name, " ")
    )
    return char + "\ue000" * (len(match[0]) - 1)


def _looks_like_markup(raw: str) -> bool:
    return len(re.findall(r"</?(?:p|div|span|br|td|html|body)\b", raw[:20000], re.IGNORECASE)) >= 4


def normalise(raw: str, *, inline: bool = False) -> Text:
    """Clean a decoded source.

    ``inline`` treats the whole as a stretch inside a paragraph: all line breaks are wraps. That
    is how the surface of one mention is made (:func:`surface`).
    """
    chars = _printed(raw)
    regions: list[Region] = []
    if _looks_like_markup(chars):
        chars, regions = _blank_out(chars, _MARKUP)
        chars = _ENTITY.sub(_entity, chars)
    chars = _DROPPED.sub("\ue000", chars)
    lines = list(_lines(chars))
    lines, furniture = _without_furniture(lines)
    regions += furniture
    full = 0.0 if inline else _wrap_width(lines)
    text, clean_starts, raw_starts = _assemble(chars, lines, full)
    text = _wide_punctuation(text)
    return Text(raw, text, tuple(clean_starts), tuple(raw_starts), _merge(regions))


def _without_furniture(lines: list[_Line]) -> tuple[list[_Line], list[Region]]:
    """Blank the lines that are page furniture or shredded; say where they stood."""
    regions: list[Region] = []
    shredded = _shredded(lines)
    for first, last in shredded:
        why = "table set vertically: fragments of one or a few characters a line"
        regions.append(Region("damaged", lines[first].start, lines[last - 1].end, why))
    crumbs = {index for first, last in shredded for index in range(first, last)}
    kept: list[_Line] = []
    for index, line in enumerate(lines):
        gone = index in crumbs
        if line.text and not gone and _is_furniture(line):
            regions.append(Region("furniture", line.start, line.end))
            gone = True
        kept.append(replace(line, text="", end=line.start) if gone else line)
    return kept, regions


def _assemble(
    chars: str, lines: list[_Line], full: float | None
) -> tuple[str, list[int], list[int]]:
    """Join kept stretches and leave out meaningless white space, keeping the offset map."""
    parts: list[str] = []
    starts: list[int] = []  # source offset of each part
    for start, end, glue in _pieces(chars, lines, full):
        parts.append(chars[start:end])
        starts.append(start)
        if glue:
            parts.append(glue)
            starts.append(end)
    joined = "".join(parts)
    cuts = _cuts(joined)
    clean: list[str] = []
    clean_starts: list[int] = []
    raw_starts: list[int] = []
    length = at = 0
    cut = 0
    for part, raw_start in zip(parts, starts, strict=True):
        begin, stop = at, at + len(part)
        at = stop
        while begin < stop:
            while cut < len(cuts) and cuts[cut][1] <= begin:
                cut += 1
            gap = cuts[cut] if cut < len(cuts) else (stop, stop)
            if gap[0] > begin:
                end = min(gap[0], stop)
                clean.append(joined[begin:end])
                clean_starts.append(length)
                raw_starts.append(raw_start + begin - (at - len(part)))
                length += end - begin
                begin = end
            else:
                begin = min(gap[1], stop)
    return "".join(clean), clean_starts, raw_starts


_CUT = re.compile(rf"[{_SPACES}\ue000]+|(?<=\.)[{_SPACES}]+")


def _cuts(joined: str) -> list[tuple[int, int]]:
    """Ranges of the joined text to leave out: gaps that mean nothing, all but one of a kept gap."""
    cuts: list[tuple[int, int]] = []
    for gap in _CUT.finditer(joined):
        start, end = gap.span()
        if _gap_is_kept(joined, start, end) and re.search(f"[{_SPACES}]", gap[0]):
            kept = start + re.search(f"[{_SPACES}]", gap[0]).start()  # type: ignore[union-attr]
            cuts += [(start, kept), (kept + 1, end)]
        else:
            cuts.append((start, end))
    return [cut for cut in cuts if cut[0] < cut[1]]


def _merge(regions: list[Region]) -> tuple[Region, ...]:
    """Regions in order, touching ones of a kind joined, one inside another dropped."""
    merged: list[Region] = []
    for region in sorted(regions, key=lambda r: (r.start, -r.end)):
        last = merged[-1] if merged else None
        if last and region.end <= last.end:
            continue
        if last and region.start < last.end:
            region = replace(region, start=last.end)
        if last and last.kind == region.kind == "markup" and region.start == last.end:
            merged[-1] = replace(last, end=region.end)
        else:
            merged.append(region)
    return tuple(merged)


def surface(raw: str) -> str:
    """Normalised form of a stretch of source that lies inside one paragraph.

    Cleaning ``raw[start:end]`` of a mention gives back its text.
    """
    return normalise(raw, inline=True).clean


_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Only the letters and digits of a text: what two copies of one document share."""
    return _NOT_LETTERS.sub("", text)


def han_share(text: str) -> float:
    """Share of Han characters among the letters of a text."""
    counted = Counter("han" if re.match(f"[{HAN}]", c) else "other" for c in text if c.isalnum())
    total = sum(counted.values())
    return counted["han"] / total if total else 0.0
