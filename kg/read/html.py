"""Web pages: the document found among navigation, its tables as rows, its head from the page.

Kept is what a reader of the page sees of the document: its text, and title, number and date from
the page where the text itself lacks them. Nothing is taken from where it is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.read.dom import Element, PageTree, parse, path
from kg.read.extracted import Extracted, Line, put_together, squeezed
from kg.read.main_text import BLOCKS, MainText, length, post_order
from kg.read.rendering import lines
from kg.read.text import decode, legacy, marked
from kg.types import Location

#: Characters of the longest page that is parsed.
LARGEST = 64 * 1024 * 1024
_TEXT_ALONE = "Save the document's text alone and give that."
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.I
)
#: Open tags inside one another that no page has; the time to parse them grows with their square.
DEEPEST = 3000
_NESTING = re.compile(r"<(/?)(?:div|span|font|b|i|u|em|strong|center|table|ul|ol|section)\b", re.I)
#: What pages call the encodings, where it is not what decodes them.
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "gb_2312-80": "gb18030"}
_LETTERS = re.compile(r"[\W_]+")
#: Labels of the table that a portal puts above a document, and how they are written in a head.
_LABELS = {
    "number": re.compile(r"(?:发文字号|发文文号|文件编号|公文编号|文号|文\s+号)"),
    "date": re.compile(r"(?:成文日期|成文时间|发文日期|发文时间|印发日期|生成日期)"),
}
_NUMBER = re.compile(
    r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z]{1,20}\s*[〔［\[（(]\s*(?:19|20)\d{2}\s*[〕］\]）)]\s*第?\s*\d{1,4}\s*号"
)
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")


def read_html(file: str, data: bytes) -> Extracted:
    """The document of a web page, or of a piece of one.

    Raises InputError where the page is too long or in no known encoding.
    """
    text, encoding = page_text(file, data)
    if len(text) > LARGEST:
        problem = f"a page of more than {LARGEST >> 20} million characters"
        raise InputError(file, problem, _TEXT_ALONE)
    if _depth(text) > DEEPEST:
        raise InputError(file, "its tags are nested deeper than any page's", _TEXT_ALONE)
    tree = parse(text)
    found = MainText(tree.body)
    main = found.find()
    around = frozenset(each for each in found.around if each is not main)
    kept = list(squeezed(lines(main, around)))
    kept = [*_head(tree, main, around, kept), *kept]
    kept_text, layout = put_together(kept)
    return Extracted(kept_text, encoding, layout)


def _depth(text: str) -> int:
    """How deep tags are opened that their like do not close."""
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


# -- encoding ------------------------------------------------------------------------------------


def page_text(file: str, data: bytes) -> tuple[str, str]:
    """Decoded page and encoding: by mark, by what the page says, then by trying.

    A page whose declared encoding fails in a few places only (one in a thousand bytes) is read
    all the same: what is lost is shown as U+FFFD, and its text is extracted anyway.
    """
    said = _CHARSET.search(data[:8192])
    if marked(data) or said is None:
        return _tried(file, data)
    name = said[1].decode("ascii").lower()
    encoding = _ENCODINGS.get(name, name)
    try:
        return data.decode(encoding).lstrip("\ufeff"), encoding
    except (UnicodeDecodeError, LookupError):
        pass
    if best := max(_fitting(data), default=None):
        return best[1], best[2]
    return _mended(file, data, encoding)


def _tried(file: str, data: bytes) -> tuple[str, str]:
    try:
        return decode(file, data)
    except InputError:
        return _mended(file, data, "utf-8")


def _fitting(data: bytes) -> Iterator[tuple[float, str, str]]:
    try:
        yield 1.0, data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        yield from legacy(data)


def _mended(file: str, data: bytes, encoding: str) -> tuple[str, str]:
    for name in dict.fromkeys((encoding, "utf-8", "gb18030")):
        try:
            text = data.decode(name, "replace")
        except LookupError:
            continue
        if text.count("\ufffd") * 1000 <= len(text):
            return text, name
    return decode(file, data)


# -- head ----------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """Letters and digits of a text: what is the same however it is set."""
    return _LETTERS.sub("", text)


def _head(
    tree: PageTree, main: Element, around: frozenset[Element], kept: list[Line]
) -> Iterator[Line]:
    """Title, number and date that the page shows beside the text, where the text lacks them."""
    opening = letters("".join(line.text for line in kept[:12]))
    left_out = {each for part in around for each in post_order(part)}
    inside = set(post_order(main)) - left_out
    number, date = _fields(tree.body, inside)
    text = "".join(line.text for line in kept)
    title = _title(tree, inside)
    if title and letters(title.text) not in opening:
        yield title
    if number and letters(number.text.partition("：")[2]) not in opening:
        yield number
    if date and not _has_date(date.text, text):
        yield date


def _has_date(shown: str, text: str) -> bool:
    """Whether the text has a date of its own at its end, or this very one."""
    own = {_day(each) for each in _DATE.finditer(text)}
    return all(_day(each) in own for each in _DATE.finditer(shown))


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])


def _title(tree: PageTree, inside: set[Element]) -> Line | None:
    """The shown heading that head or metadata of the page also give as its title."""
    said = [tree.meta.get("articletitle", ""), tree.meta.get("og:title", ""), tree.title]
    said = [each for each in map(letters, said) if len(each) >= 6]
    best: Line | None = None
    for element in reversed(list(post_order(tree.body))):
        if element in inside or element.tag not in BLOCKS or len(element.children) > 12:
            continue
        text = _short_text(element)
        own = letters(text)
        if not 6 <= len(own) <= 150 or not any(
            own == each or (each.startswith(own)) for each in said
        ):
            continue
        if best is None or len(text) > len(best.text):
            best = Line(text, Location(0, 0, element=path(element)))
    return best


def _short_text(element: Element) -> str:
    """The text of an element that holds little more than a line of it."""
    strings: list[str] = []
    waiting: list[Element | str] = [element]
    size = 0
    while waiting and size < 400:
        at = waiting.pop()
        if isinstance(at, str):
            strings.append(at)
            size += length(at)
        else:
            waiting += reversed(at.children)
    return re.sub(r"\s+", " ", "".join(strings)).strip() if size < 400 else ""


def _fields(body: Element, inside: set[Element]) -> tuple[Line | None, Line | None]:
    """Number and date of a table or list of labels that the page shows outside the text."""
    found: dict[str, Line] = {}
    for element in reversed(list(post_order(body))):
        if element in inside or len(found) == len(_LABELS):
            continue
        texts = [each for each in element.children if isinstance(each, str)]
        for name, label in _LABELS.items():
            if name in found or not any(label.match(each.strip()) for each in texts):
                continue
            if line := _field(name, label, element):
                found[name] = line
    return found.get("number"), found.get("date")


def _field(name: str, label: re.Pattern[str], element: Element) -> Line | None:
    """The value of a label: after it in its own element, or in what follows that."""
    at: Element | None = element
    for _ in range(3):
        if at is None:
            return None
        text = _short_text(at)
        value = (_NUMBER if name == "number" else _DATE).search(text)
        named = label.search(text)
        if value and named and value.start() >= named.end() and value.start() - named.end() <= 8:
            head = re.sub(r"\s", "", named[0])
            return Line(f"{head}：{value[0]}", Location(0, 0, element=path(at)))
        at = at.parent
    return None
