"""Lines of a text: where they stand, and which are cut from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.normalise.glyphs import HAN

_SENTENCE_END = "。！？；：…”）》"

_MARKER = re.compile(
    rf"(?:[一二三四五六七八九十百]{{1,4}}[、．.]|[（(][一二三四五六七八九十百\d]{{1,4}}[）)]"
    rf"|\d{{1,3}}[．.、](?:(?![ \u3000]*\d)(?=\s*\S)|(?=20\d\d年))"
    r"|第[一二三四五六七八九十百零\d]+[章节条篇]|——+|[①-⑳●■◆▲]"
    rf"|附件|附：|[{HAN}]{{2,6}}单位[：:])"
)
_LABELLED = re.compile(rf"[{HAN}]{{2,6}}(?:单位|部门|主体)[：:]")

#: a document number on a line of its own: （皖政办秘〔2021〕82号）, 交运明电〔2020〕44号
_NUMBER = re.compile(
    rf"[（(]?[{HAN}]{{1,20}}[〔［\[【（(]\d{{4}}[〕］\]】）)]第?\s*\d{{1,5}}\s*号[）)]?"
)
#: what a portal prints under the title: 来源：市金融局时间：2023-05-05, 发布日期：2023-05-05
_PORTAL = re.compile(rf"(?:来源|时间|日期|字体|(?:发布|成文)[{HAN}]{{2,4}})[：:]")
_ADDRESSEES = re.compile("各[^。；：:]{1,200}[：:]")
#: a label of the table that a page has above a text: it opens a line
_CELL = re.compile(
    "(?:名称|标题|文号|发文字号|索引号|主题词|主题分类|分类|发布机构|发文机关|成文日期|发布日期|有效性)[：:]"
)
#: a title of full width, which the addressees follow
_TITLE_END = re.compile("的(?:通知|意见|通报|决定|批复|复函|函|公告|通告|报告|请示)$")
_NOT_WORDS = re.compile(r"[\W_]+")


class Line(Struct, frozen=True):
    """A line of the source without its outer white space; ``start == end`` where it is blank."""

    start: int
    end: int
    text: str
    indent: int
    width: float
    """Printed width in Han characters: an ASCII character takes half."""


def lines_of(chars: str, raw: str) -> Iterator[Line]:
    """Lines of a text; ``raw`` is the same as printed, which tells its width (２０２１ is wide)."""
    at = 0
    for line in chars.splitlines(keepends=True):
        body = line.strip()
        indent = len(line) - len(line.lstrip()) if body else 0
        start, end = at + indent, at + indent + len(body)
        narrow = len(raw[start:end].encode("ascii", "ignore"))
        yield Line(start, end, body, indent, len(body) - 0.5 * narrow)
        at += len(line)


#: Lines of a file that a width is told from: a text can be anything, a PDF has printed lines.
_ENOUGH = {"pdf": 2}
#: Formats that say what a paragraph is.
WITH_PARAGRAPHS = frozenset({"html", "docx"})


def wrap_width(lines: list[Line], format: str = "text") -> float | None:
    """Width at which the lines of a file are wrapped, or None where a line is a paragraph.

    In the sample two thirds of the long lines are 35 to 40 Han characters wide. A web copy has
    paragraphs of hundreds of characters in one line. A page or a Word file whose paragraphs are
    printed lines was pasted from such a text: then most of its full lines end inside a sentence.
    """
    full = _width(lines, _ENOUGH.get(format, 8))
    if full is None or format not in WITH_PARAGRAPHS:
        return full
    filled = [line for line in lines if line.width >= full - 5 and "\t" not in line.text]
    ended = sum(line.text[-1] in _SENTENCE_END for line in filled)
    return full if ended < 0.4 * len(filled) else None


def _width(lines: list[Line], enough: int) -> float | None:
    widths = [line.width for line in lines if line.width >= 20]
    if len(widths) < enough:
        return None
    widths.sort()
    full = widths[int(len(widths) * 0.9)]
    near = sum(full - 5 <= width <= full + 5 for width in widths)
    longer = sum(width > full + 6 for width in widths)
    return (
        full if full <= 60 and near >= 0.5 * len(widths) and longer <= 0.03 * len(widths) else None
    )


def _opens_paragraph(line: Line, full: float) -> bool:
    """Whether a line after a full line that ends a sentence begins something new.

    A short lead sentence does (建立完善实验室体系。构建由…), and so does a short line without
    punctuation: a signature, a date or a title.
    """
    lead = re.match(r"[^，。、；：]{4,24}。.", line.text)
    bare = line.width < 0.6 * full and not re.search("[，。、；：]", line.text)
    return lead is not None or bare


#: letters of a title that is said again: 某政发〔2031〕7号某省…的通知 / 某省…的通知
_REPEATED = 10
#: addressees that are wrapped themselves: 各县人民政府，市政府各部门，住 / 房公积金缴存人：
_ADDRESSED = re.compile(r"各[^。；：]{2,40}?(?:政府|部门|局|单位|机构|公司|委员会)[，、]")


def _opens_head(line: Line, following: Line) -> bool:
    """Whether a line after a long title belongs to the head of the document and not to it.

    A portal repeats the title, prints source and time below it, and then come the addressees.
    """
    words = _NOT_WORDS.sub("", following.text)
    same = _NOT_WORDS.sub("", line.text).endswith(words) and len(words) >= _REPEATED
    addressees = _ADDRESSEES.fullmatch(following.text) and not line.text.startswith("各")
    return same or bool(addressees) or _PORTAL.match(following.text) is not None


def _addressees_end(line: Line) -> bool:
    """Whether a line that ends in a colon is the line of addressees: the text begins after it."""
    return _ADDRESSEES.fullmatch(line.text) is not None


def _ends_title(following: Line, full: float | None) -> bool:
    """Whether a line that ends like a title is one, as the line after it shows.

    In printed lines only addressees do: a sentence may name a 通知 at the end of a line.
    """
    if full is None:
        return re.match(f"[{HAN}《]", following.text) is not None
    forms = (_ADDRESSEES.fullmatch, _ADDRESSED.match)
    return any(form(following.text) for form in forms)


def is_wrap(line: Line, following: Line, full: float | None, whole: bool = False) -> bool:
    """Whether a line break is only a wrap. In ``whole`` lines that are not wrapped none is."""
    if "\t" in line.text or "\t" in following.text:
        return False  # a row of a table
    if full == 0:
        return True  # a stretch inside a paragraph
    if following.text[0] in "、，" and not _LABELLED.match(line.text):
        return True  # no line begins with a comma (一 / 、降低家庭生育成本)
    if whole and full is None:
        return False
    if _MARKER.match(following.text) or following.indent >= 2:
        return False
    if _NUMBER.fullmatch(following.text) or _addressees_end(line) or _CELL.match(following.text):
        return False
    if _TITLE_END.search(line.text) and _ends_title(following, full):
        return False
    if full is None:  # a paragraph a line; but a page break can cut one (同步 / 报审规划建筑方案。)
        cut = line.width >= 45 and re.match(f"[{HAN}，、]", line.text[-1])
        return bool(cut) and not _LABELLED.match(line.text) and not _opens_head(line, following)
    ends = line.text[-1] in _SENTENCE_END
    if line.width >= full - 5:
        return not (line.text[-1] in "。！？" and _opens_paragraph(following, full))
    return not ends and line.width >= full - 9 and following.width > 4
