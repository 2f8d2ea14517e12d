"""Text -> documents: where each begins and ends, and where its parts stand.

A gazette prints many documents in one file; a web copy is one document. Either way a document is
recognised by its head (title, number, addressees), its tail (signature and date) and what follows
the tail (the plan it issues). This stage only says *where* the parts are, in clean offsets;
:mod:`kg.header` reads what they say.

GB/T 9704-2012 gives the elements of an official document and their order; the gazette prints the
number after the title, a web copy often leaves elements out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.dates import DATE
from kg.knowledge import Kinds
from kg.normalise import HAN, letters
from kg.types import Span

_BRACKETS = "〔［\\[（(【"
_CLOSING = "〕］\\]）)】"
#: 浙政办发〔2021〕39号; web copies write [2021] or (2021)
NUMBER = re.compile(
    rf"(?P<code>[{HAN}][{HAN}A-Za-z]{{1,13}})\s*[{_BRACKETS}]\s*(?P<year>(?:19|20)\d{{2}})\s*"
    rf"[{_CLOSING}]\s*第?\s*(?P<seq>\d{{1,4}})\s*号"
)
#: 令第10号, 公告2021年第5号: numbered within an issuer or a year
ORDER_NUMBER = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*)?第\s*(?P<seq>\d{1,4}|[一二三四五六七八九十]{1,4})\s*号"
)
_NUMBER_LINE = re.compile(rf"[（(]?\s*(?:文号[：:]\s*)?{NUMBER.pattern}\s*[）)]?")
_ORDER_LINE = re.compile(
    rf"[（(]?\s*(?:[{HAN}]{{2,30}}(?:令|公告)\s*)?{ORDER_NUMBER.pattern}\s*[）)]?"
)
#: （2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布）
_NUMBER_NOTE = re.compile(
    rf"[（(][^（）]{{0,40}}{NUMBER.pattern}[文件]{{0,2}}(?:发布|公布|印发)[）)]"
)
_DATE_LINE = re.compile(rf"[（(]?\s*{DATE.pattern}\s*[）)]?")
_ORGAN_END = "府|厅|室|局|部|委|会|院|办|社|行|署|党组|联|团|校|台|公司|中心|处|组|司|科"
_SIGNATURE_LINE = re.compile(rf"[{HAN}（）、 ]{{2,40}}(?:{_ORGAN_END})")
#: A signature and its date run into the text of a copy without line breaks (广安).
_RUN_IN_TAIL = re.compile(
    rf"(?<=[。）])(?P<who>[{HAN}]{{3,30}}?(?:{_ORGAN_END}))\s*(?P<date>{DATE.pattern})"
)
_OUTLINE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]+[章条]"
)
_NOTE_LINE = re.compile(
    r"[（(](?:此件|本文|信息公开|联系|注)[^）)]*[）)]|抄送[：:].*|【.*】.*|原文链接.*"
    r"|(?:来源|发布时间|索 ?引 ?号|"
    r"发布日期|成文日期|主题分类|发文机关|发文字号|公开方式|公开类型|信息来源|字体|打印|分享)[：:].*"
)
_RUN_IN_NOTE = re.compile(r"[（(](?:此件|本文)[^）)]{2,20}[）)]")
_ANNEX_LIST = re.compile(r"附件?\s*[\d一二三四五]*\s*[：:]\s*(?=\S)|附[：:]")
_ANNEX_MARK = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
_ISSUED_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """An issued plan or appended table: its title lines and its body, in clean offsets."""

    title: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of one document stand, in clean offsets; None where it prints none."""

    whole: Span
    title: Span | None
    number: Span | None
    addressees: Span | None
    body: Span
    annex_list: Span | None
    signatures: tuple[Span, ...]
    date: Span | None
    annexes: tuple[AnnexPart, ...]
    notes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def lines_of(clean: str, start: int = 0, end: int | None = None) -> list[_Line]:
    """Lines of clean text, outer white space left out, blank ones skipped."""
    stop = len(clean) if end is None else end
    found: list[_Line] = []
    at = start
    while at < stop:
        cut = clean.find("\n", at, stop)
        cut = stop if cut < 0 else cut
        body = clean[at:cut].strip()
        if body:
            begin = clean.index(body[0], at)
            found.append(_Line(begin, begin + len(body), body))
        at = cut + 1
    return found


def split(clean: str, kinds: Kinds) -> list[Parts]:
    """Find the documents of a clean text, in order; together they cover it."""
    lines = list(_virtual_lines(clean))
    starts = _document_starts(lines, kinds)
    bounds = [0, *(lines[i].start for i in starts[1:]), len(clean)]
    return [_parts(clean, Span(a, b), kinds) for a, b in pairwise(bounds)]


def _virtual_lines(clean: str, start: int = 0, end: int | None = None) -> Iterator[_Line]:
    """Lines, with breaks put where a copy without line breaks lost them around its tail."""
    for line in lines_of(clean, start, end):
        cuts = {0, len(line.text)}
        if len(line.text) > 200:
            for tail in _RUN_IN_TAIL.finditer(line.text):
                cuts |= {tail.start("who"), tail.start("date"), tail.end()}
            note = _RUN_IN_NOTE.match(line.text, max(cuts - {len(line.text)}))
            cuts |= {note.end()} if note else set()
            cuts |= _title_cut(line.text, max(cuts - {len(line.text)}))
            head = re.match(r"[^。《》]{4,200}：(?=\S)", line.text)
            if head:
                cuts.add(head.end())
        for a, b in pairwise(sorted(cuts)):
            yield _Line(line.start + a, line.start + b, line.text[a:b])


def _title_cut(text: str, after: int) -> set[int]:
    """End of a plan's title that is run into its first sentence (…实施方案根据《…》)."""
    title = re.compile(
        rf"[{HAN}“”‘’（）、\d—-]{{6,60}}?(?:方案|意见|办法|规划|计划|措施|细则|规定)(?:（[^）]{{2,20}}）)?"
        r"(?=根据|为|按照|第一条|第一章|一、|依据)"
    ).match(text, after)
    return {title.end()} if title and after else set()


def _is_title_line(line: _Line) -> bool:
    """Whether a line can be part of a title: no sentence in it, no date, number or outline mark."""
    text = line.text
    if len(text) > 90 or text[-1] in "。；：，、" or _OUTLINE.match(text) or "。" in text:
        return False
    return not (
        _DATE_LINE.fullmatch(text) or _NUMBER_LINE.fullmatch(text) or _NOTE_LINE.match(text)
        or _ANNEX_MARK.fullmatch(text) or text.startswith("———")
    )  # fmt: skip


def _title_above(lines: list[_Line], index: int, kinds: Kinds) -> int | None:
    """Index of the first line of the title that ends just above line ``index``."""
    first = index
    while first > 0 and index - first < 6 and _is_title_line(lines[first - 1]):
        first -= 1
    while first < index and _is_tail(lines, first):
        first += 1
    if first == index:
        return None
    return first if kinds.of_title("".join(line.text for line in lines[first:index])) else None


def _is_tail(lines: list[_Line], index: int) -> bool:
    """Whether a line belongs to the tail of the document before: a bare name list or signature."""
    text = lines[index].text
    return bool(re.fullmatch(rf"[{HAN}]{{2,4}}（[^）]*）", text))


def _document_starts(lines: list[_Line], kinds: Kinds) -> list[int]:
    """Indexes of the lines where documents begin.

    A document of a gazette begins with a title that stands above a number line. One number line
    or none means that the file is one document.
    """
    starts: list[int] = []
    for index, line in enumerate(lines):
        if _NUMBER_LINE.fullmatch(line.text):
            first = _title_above(lines, index, kinds)
            if first is not None:
                starts.append(first)
    return starts if len(starts) > 1 else [0]


def _parts(clean: str, whole: Span, kinds: Kinds) -> Parts:
    lines = list(_virtual_lines(clean, whole.start, whole.end))
    if not lines:
        return Parts(whole, None, None, None, whole, None, (), None, ())
    number = _find_number(lines)
    title, title_end = _find_title(lines, number, kinds)
    at = max(title_end, number + 1 if number is not None else 0)
    at = _skip_notes(lines, at)
    addressees = _is_addressees(lines, at)
    body_at = at + 1 if addressees else at
    tail = _find_tail(lines, body_at)
    annex_lines = _annex_starts(clean, lines, body_at, tail, title, kinds)
    return _compose(clean, whole, lines, title, number, at if addressees else None, body_at, tail,
                    annex_lines)  # fmt: skip


def _find_number(lines: list[_Line]) -> int | None:
    """Index of the line that is the document's own number, among the first lines."""
    for index, line in enumerate(lines[:14]):
        if _NUMBER_LINE.fullmatch(line.text) or _ORDER_LINE.fullmatch(line.text):
            return index
        if _NUMBER_NOTE.fullmatch(line.text):
            return index
        if len(line.text) > 90 or "。" in line.text:
            return None
    return None


def _find_title(
    lines: list[_Line], number: int | None, kinds: Kinds
) -> tuple[tuple[int, int] | None, int]:
    """Line range of the title, and the index after the last line that belongs to the head."""
    for first in range(min(len(lines), 14)):
        if number is not None and first == number:
            continue
        if not _is_title_line(lines[first]):
            if "。" in lines[first].text or (lines[first].text[-1] == "：" and number is None):
                break
            continue
        last = first
        joined = ""
        best: int | None = None
        while last < len(lines) and last - first < 7 and _is_title_line(lines[last]):
            joined += lines[last].text
            last += 1
            if kinds.of_title(joined) and not _continues(lines, last):
                best = last
                break
        if best is None:
            continue
        end = best
        while end < len(lines) and letters(lines[end].text) == letters(joined):
            end += 1  # a portal prints the title twice
        return (first, best), end
    return None, 0


_TITLE_BRACKET = re.compile(
    r"（(?:[\d年—\-－–~～至]{4,20}|试行|暂行|修订|征求意见稿|[一二三四五]+)）的?.{0,6}"
)


def _continues(lines: list[_Line], index: int) -> bool:
    """Whether the line at ``index`` still belongs to a title that could end before it.

    浙江省农村生活污水治理“强基增效双提标”行动方案 / （2021—2025年）的通知: the first line ends
    in 方案 already.
    """
    if index >= len(lines):
        return False
    text = lines[index].text
    if text in ("的通知", "的意见", "的函", "的批复", "的决定", "的公告"):
        return True
    return bool(_TITLE_BRACKET.fullmatch(text))


def _skip_notes(lines: list[_Line], at: int) -> int:
    while at < len(lines) and (
        _NOTE_LINE.fullmatch(lines[at].text) or _DATE_LINE.fullmatch(lines[at].text)
        or _NUMBER_LINE.fullmatch(lines[at].text) or _ORDER_LINE.fullmatch(lines[at].text)
    ):  # fmt: skip
        at += 1
    return at


_PREAMBLE = re.compile(r"为|根据|按照|经|现|依据|.*(?:制定|如下|通知如下|意见如下)")
_ADDRESSED = re.compile(r"各|政府|厅|局|委|部门|单位|公司|院|校|办|会|中心|行")


def _is_addressees(lines: list[_Line], at: int) -> bool:
    if at >= len(lines):
        return False
    text = lines[at].text
    return (
        text[-1] in "：:" and len(text) <= 400 and "。" not in text and "《" not in text
        and bool(_ADDRESSED.search(text)) and not _OUTLINE.match(text)
        and not _ANNEX_MARK.match(text) and not _PREAMBLE.match(text)
    )  # fmt: skip


def _find_tail(lines: list[_Line], body_at: int) -> tuple[int, int] | None:
    """Line range ``(first signature, date)`` of the first tail after the body's beginning.

    A date on a line of its own below at least one line that is only a body's name; without a
    name above, the last such date of the document counts.
    """
    lone: tuple[int, int] | None = None
    for index in range(body_at, len(lines)):
        if not _DATE_LINE.fullmatch(lines[index].text):
            continue
        first = index
        while (
            first > body_at
            and index - first < 8
            and _SIGNATURE_LINE.fullmatch(lines[first - 1].text)
        ):
            first -= 1
        if first < index:
            return first, index
        if index > body_at:
            lone = (index, index)
    return lone


def _issued_titles(
    clean: str, lines: list[_Line], body_at: int, end: int, title: str
) -> dict[str, str]:
    """Letters of every 《title》 that the carrier's title or first lines name -> its words."""
    text = title + "\n" + "\n".join(line.text for line in lines[body_at : min(end, body_at + 4)])
    names = {letters(found): found for found in _ISSUED_TITLE.findall(text)}
    issued = re.search(r"(?:关于)?印发(?:《)?(.+?)(?:》)?的通知", title)
    if issued:
        names[letters(issued[1])] = issued[1]
    return {key: value for key, value in names.items() if len(key) >= 5}


def _annex_starts(
    clean: str,
    lines: list[_Line],
    body_at: int,
    tail: tuple[int, int] | None,
    title: tuple[int, int] | None,
    kinds: Kinds,
) -> list[tuple[int, int, int]]:
    """Annexes as lines ``(mark, title, body)``: where each of these begins."""
    head = "".join(line.text for line in lines[slice(*title)]) if title else ""
    end = tail[1] + 1 if tail else len(lines)
    issued = _issued_titles(clean, lines, body_at, end, head)
    found: list[tuple[int, int, int]] = []
    index = body_at
    while index < len(lines):
        after = _matches_title(lines, index, issued)
        if after is None and tail and index > tail[1]:
            after = _title_after_tail(lines, index, tail, kinds, bool(found))
        if after is None:
            index += 1
            continue
        mark = (
            index - 1 if index > body_at and _ANNEX_MARK.fullmatch(lines[index - 1].text) else index
        )
        found.append((mark, index, after))
        index = max(after, index + 1)
    return found


def _matches_title(lines: list[_Line], index: int, issued: dict[str, str]) -> int | None:
    """Index after the lines from ``index`` on that together are one of the issued titles."""
    joined = ""
    for last in range(index, min(index + 5, len(lines))):
        if len(lines[last].text) > 90:
            return None
        joined += letters(lines[last].text)
        if joined in issued:
            return last + 1
        if not any(title.startswith(joined) for title in issued):
            return None
    return None


def _title_after_tail(
    lines: list[_Line], index: int, tail: tuple[int, int], kinds: Kinds, has_annex: bool
) -> int | None:
    """Index after a title that follows the tail without being named before it."""
    marked = _ANNEX_MARK.fullmatch(lines[index - 1].text) is not None
    if has_annex and not marked:
        return None
    joined = ""
    for last in range(index, min(index + 5, len(lines))):
        if not _is_title_line(lines[last]):
            return None
        joined += lines[last].text
        if kinds.of_title(joined) and not _continues(lines, last + 1):
            return last + 1
    return index + 1 if marked else None


def _span(lines: list[_Line], first: int, last: int) -> Span | None:
    """Clean span of the lines ``[first, last)``."""
    return Span(lines[first].start, lines[last - 1].end) if first < last else None


def _compose(
    clean: str,
    whole: Span,
    lines: list[_Line],
    title: tuple[int, int] | None,
    number: int | None,
    addressees: int | None,
    body_at: int,
    tail: tuple[int, int] | None,
    annex_lines: list[tuple[int, int, int]],
) -> Parts:
    first_annex = annex_lines[0][0] if annex_lines else len(lines)
    if tail and tail[0] > first_annex:
        tail = None  # the date belongs to the annex
    body_end = tail[0] if tail else first_annex
    listing = next(
        (i for i in range(body_at, body_end) if _ANNEX_LIST.match(lines[i].text)), None
    )  # fmt: skip
    body = _span(lines, body_at, listing if listing is not None else body_end)
    end_of_text = whole.end
    annexes = tuple(
        AnnexPart(
            Span(lines[first].start, lines[after - 1].end),
            Span(
                lines[after - 1].end,
                lines[annex_lines[n + 1][0]].start if n + 1 < len(annex_lines) else end_of_text,
            ),
        )
        for n, (_, first, after) in enumerate(annex_lines)
    )
    if listing is not None and not annexes and tail:
        annexes = _listed_annex(clean, lines[listing], lines[tail[1]].end, end_of_text)
    notes_from = tail[1] + 1 if tail else body_end
    return Parts(
        whole=whole,
        title=_span(lines, *title) if title else None,
        number=Span(lines[number].start, lines[number].end) if number is not None else None,
        addressees=Span(lines[addressees].start, lines[addressees].end)
        if addressees is not None
        else None,
        body=body or Span(lines[body_at - 1].end, lines[body_at - 1].end),
        annex_list=_span(lines, listing, body_end) if listing is not None else None,
        signatures=tuple(Span(x.start, x.end) for x in lines[tail[0] : tail[1]]) if tail else (),
        date=Span(lines[tail[1]].start, lines[tail[1]].end) if tail else None,
        annexes=annexes,
        notes=tuple(Span(x.start, x.end) for x in lines[notes_from:first_annex]) if tail else (),
    )


def _listed_annex(clean: str, listing: _Line, start: int, end: int) -> tuple[AnnexPart, ...]:
    """The annex that 附件：… names, where what follows the tail carries no title of its own.

    The price table of 浙医保联发〔2021〕19号 is damaged beyond its title; the listing has it.
    """
    mark = _ANNEX_LIST.match(listing.text)
    begin = listing.start + (mark.end() if mark else 0)
    title = Span(begin, listing.end)
    return (AnnexPart(title, Span(start, end)),) if title.start < title.end else ()
