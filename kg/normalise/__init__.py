"""Source -> Text: clean text for the language stages, and the way back to every character.

Only two things happen to a character: it is kept (perhaps as another single character) or left
out. So the offset map is a list of runs and cannot drift. What is left out is white space,
page furniture (page numbers, running heads, markup) and damaged regions.

The printed examples that made each rule necessary are from 浙江省人民政府公报 2021年第25期 unless
said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from kg.normalise.furniture import issue_of, running_heads, without_furniture
from kg.normalise.glyphs import HAN, printed, wide_punctuation
from kg.normalise.layout import WITH_PARAGRAPHS, Line, is_wrap, lines_of, wrap_width
from kg.types import Region, Text

__all__ = ["HAN", "issue_of", "letters", "normalise", "running_heads", "surface", "unbroken"]

_SPACES = " \t\u3000"
_TAGS = (
    "a|article|b|body|br|center|col|colgroup|div|dd|dl|dt|em|font|footer|form|h[1-6]|head|header|hr"
    "|html|i|img|input|li|link|main|meta|nav|o:p|ol|p|section|small|span|st1:[a-z]+|strong|sub|sup"
    "|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
#: markup of a web page that was saved as text; 各县级市<区>政府 is none
_MARKUP = re.compile(
    r"(?P<opens><!--|<(?:script|style)\b)|<!DOCTYPE[^<>]*>"
    rf"|</?(?:{_TAGS})(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
#: what ends a stretch that an opening begins: looked for apart, as it may never come
_CLOSES = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_BLOCK = re.compile(r"<(?:br|/?(?:p|div|tr|li|h\d|table|title|section|article))\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(nbsp|emsp|ensp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|#\d{1,7});")
#: a character beyond the first plane, written as the two halves UTF-16 has for it
_HALVES = re.compile(
    r"&#(5529[6-9]|55[3-9]\d\d|56[0-2]\d\d|563[01]\d);"
    r"&#(563[2-9]\d|56[4-9]\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3]);"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "ldquo": "“", "rdquo": "”",
             "middot": "·", "mdash": "—"}  # fmt: skip


_DROPPED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")
#: how a character is read, which a converter to traditional ones put behind it: 發(fā)布, 我們(men)
_READING = re.compile(
    r"[(（](?:[a-zü]{0,3}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}|(?<=们.)men|(?<=么.)me)[)）]"
)
#: spaces that a copy has lost, at the ends of a line: ??为加强…, 某省人民政府????
_LOST_SPACES = re.compile(rf"(?m)^\?\?+(?=[{HAN}（《“\d])|(?<=[{HAN}])\?{{4,}}$")


def _filled(match: re.Match[str]) -> str:
    return "\ue000" * len(match[0])


def _pieces(lines: list[Line], full: float | None, whole: bool) -> Iterator[tuple[int, int, str]]:
    """Kept stretches ``(start, end, glue)``; glue after each is nothing, a space or a line end."""
    kept = [line for line in lines if line.text]
    for line, following in pairwise(kept):
        glue = "\n"
        if is_wrap(line, following, full, whole):
            words = line.text[-1].isascii() and following.text[0].isascii()
            glue = " " if words and line.text[-1].isalpha() and following.text[0].isalpha() else ""
        yield line.start, line.end, glue
    if kept:
        yield kept[-1].start, kept[-1].end, ""


_GAP = re.compile(rf"[{_SPACES}]+")
_SPACE = re.compile(f"[{_SPACES}]")
_HAN = re.compile(f"[{HAN}]")


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
    if not (_HAN.match(before) and _HAN.match(after)):
        return False
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    long_left = len(left) == 2 and not _GAP.search(left) and "\n" not in left
    long_right = len(right) == 2 and not _GAP.search(right) and "\n" not in right
    return long_left and long_right


def _parts_cells(text: str, start: int, end: int) -> bool:
    """Whether tabs part cells of a row: between what is printed, not after the colon of a label."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before.strip() and after.strip()) and before not in "：:、，"


def _markup(chars: str) -> Iterator[tuple[int, int]]:
    """Spans of markup. What an opening begins and nothing closes is text.

    One search for a closing that is not there settles it for all openings of its kind, so that
    the time stays in proportion to the text.
    """
    closes = dict(_CLOSES)
    at = 0
    while found := _MARKUP.search(chars, at):
        start, at = found.span()
        if found["opens"]:
            kind = found["opens"].lower()
            closing = closes[kind].search(chars, at) if kind in closes else None
            if closing is None:
                closes.pop(kind, None)
                continue
            at = closing.end()
        yield start, at


def _blank_out(chars: str) -> tuple[str, list[Region]]:
    """Overwrite markup with spaces (a line end first where it closes a block), keeping length."""
    regions = [Region("markup", start, end) for start, end in _markup(chars)]
    parts: list[str] = []
    at = 0
    for region in regions:
        first = "\n" if _BLOCK.match(chars, region.start) else "\ue000"
        parts += [chars[at : region.start], first, "\ue000" * (region.end - region.start - 1)]
        at = region.end
    return "".join([*parts, chars[at:]]), regions


_UNKNOWN = "\ufffd"


def _entity(match: re.Match[str]) -> str:
    """An HTML character reference as its character, padded with fillers that are left out."""
    name = match[1]
    char = _character(int(name[1:])) if name[0] == "#" else _ENTITIES.get(name, " ")
    return char + "\ue000" * (len(match[0]) - 1)


def _character(code: int) -> str:
    """The character of a code point; half of a pair, or a number beyond Unicode, is none."""
    return _UNKNOWN if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _from_halves(match: re.Match[str]) -> str:
    """The character two references give together: &#55357;&#56832; is one emoji."""
    code = 0x10000 + ((int(match[1]) - 0xD800) << 10) + int(match[2]) - 0xDC00
    return chr(code) + "\ue000" * (len(match[0]) - 1)


def normalise(raw: str, *, inline: bool = False, format: str = "text") -> Text:
    """Clean a decoded source.

    ``format`` tells what a line is: in a PDF a printed one, in HTML and Word mostly a paragraph.
    Markup is looked for in a text file alone; what reads so in another format is printed there
    (``&lt;b&gt;`` of a page shows ``<b>``).
    ``inline`` treats the whole as a stretch inside a paragraph: all line breaks are wraps. That
    is how the surface of one mention is made (:func:`surface`).
    """
    chars = printed(raw)
    regions: list[Region] = []
    if "<" in chars and format == "text":
        chars, regions = _blank_out(chars)
    if "&#" in chars:
        chars = _HALVES.sub(_from_halves, chars)
    if "&" in chars:
        chars = _ENTITY.sub(_entity, chars)
    chars = _DROPPED.sub("\ue000", chars)
    chars = _READING.sub(_filled, chars)
    if "??" in chars:
        chars = _LOST_SPACES.sub(_filled, chars)
    lines = list(lines_of(chars, raw))
    lines, furniture = without_furniture(lines)
    regions += furniture
    full = 0.0 if inline else wrap_width(lines, format)
    pieces = _pieces(lines, full, format in WITH_PARAGRAPHS)
    text, clean_starts, raw_starts = _assemble(chars, pieces)
    text = wide_punctuation(text)
    return Text(raw, text, tuple(clean_starts), tuple(raw_starts), _merge(regions))


def _assemble(
    chars: str, pieces: Iterable[tuple[int, int, str]]
) -> tuple[str, list[int], list[int]]:
    """Join kept stretches and leave out meaningless white space, keeping the offset map."""
    parts: list[str] = []
    starts: list[int] = []  # source offset of each part
    for start, end, glue in pieces:
        parts.append(chars[start:end] + glue)
        starts.append(start)
    joined = "".join(parts)
    cuts = [*_cuts(joined), (len(joined) + 1, len(joined) + 1)]
    clean: list[str] = []
    clean_starts: list[int] = []
    raw_starts: list[int] = []
    length = at = 0
    cut = 0
    for part, raw_start in zip(parts, starts, strict=True):
        begin, stop = at, at + len(part)
        at = stop
        while begin < stop:
            while cuts[cut][1] <= begin:
                cut += 1
            gap, after = cuts[cut]
            if gap > begin:
                end = gap if gap < stop else stop
                clean.append(joined[begin:end])
                clean_starts.append(length)
                raw_starts.append(raw_start + begin - (at - len(part)))
                length += end - begin
                begin = end
            else:
                begin = after
    return "".join(clean), clean_starts, raw_starts


_CUT = re.compile(rf"[{_SPACES}\ue000][{_SPACES}\ue000]*")


def _cuts(joined: str) -> list[tuple[int, int]]:
    """Ranges of the joined text to leave out: gaps that mean nothing, all but one of a kept gap."""
    cuts: list[tuple[int, int]] = []
    for gap in _CUT.finditer(joined):
        start, end = gap.span()
        if "\t" in gap[0] and _parts_cells(joined, start, end):
            cuts += [(start + m.start(), start + m.end()) for m in re.finditer("[^\t]+", gap[0])]
            continue
        space = _SPACE.search(gap[0]) if _gap_is_kept(joined, start, end) else None
        if space:
            kept = start + space.start()
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


_INSIDE = re.compile(f"\n|(?<=[{HAN}]) (?=[{HAN}])")


def unbroken(name: str) -> str:
    """A name without the line breaks and spaces a copy has in it: 新疆生产建设兵团发 展改革委."""
    return _INSIDE.sub("", name) if "\n" in name or " " in name else name


_NOT_LETTERS = re.compile(r"[\W_][\W_]*")


def letters(text: str) -> str:
    """Only the letters and digits of a text: what two copies of one document share."""
    return _NOT_LETTERS.sub("", text)
