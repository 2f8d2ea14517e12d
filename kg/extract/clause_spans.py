"""Where owner clauses can be: brackets, labelled lines and sentences that look like them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence

from kg.dates import Due
from kg.extract.brackets import OPEN
from kg.extract.clause_parts import LABELS_AT_MOST
from kg.extract.deadlines import due_in, is_deadline
from kg.items import is_known
from kg.knowledge import OwnerWords
from kg.link import Context, Linker
from kg.wordtrie import matches

#: the foot of a portal's page: 主办单位：广州市人民政府办公厅 网站标识码：4401000046
_FOOT = re.compile("ICP备|网站标识码|公网安备|版权所有|联系我们|网站地图")
#: labels of who holds a fair: 主办单位：市房地产业协会 承办单位：…
_OF_EVENTS = ("主办", "承办", "协办", "支持", "指导")
_HOST = re.compile("(主办|承办)(?:单位)?[：:]")
#: what a line of bodies and verbs may open with: ——市商务局牵头，市财政局配合。
_BULLETS = "—–●◆■▲"
#: lines that one list can be broken in, the half of a name at the end of one, the rest of it
_LINES_OF_LIST, _COLONS = 12, ("：", ":")
_HALF = re.compile("(?<=[、，：: ])[\u4e00-\u9fff]{1,20}$")
_REST = re.compile("[ \u3000]*[\u4e00-\u9fff]{1,20}(?=[、，；。\n]|$)")
#: what may stand between a labelled line and the next: 3.责任单位：…
_BETWEEN_LINES = re.compile(
    r"[\s。；—–●○◆◇■□▲★☆•]*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)、.．]\s*)?"
)
#: labelled lines below a clause in which its day may stand
_LINES_BELOW = 3
#: what a sentence ends in, and how long one is that holds only bodies and verbs
_STOPS, _SENTENCE = "。；\n", 160
#: how far before a verb the sentence can begin, with the bullets and spaces that are no part of it
_LOOK_BACK = 2 * _SENTENCE
#: words that it does not have: most sentences with 负责 or 配合 in them are prose
_PROSE = re.compile("[的要将把须并《]|确保|建立|开展|加强|进行|解释")
#: what may follow such a bracket: its item ends with it
_ITEM_ENDS = re.compile(
    r"[ 。]*(?:\n|$|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"
    r"|第[一二三四五六七八九十]+[章节条])"
)
#: bodies in a bracket that ends a sentence: 地区生产总值增长11%（市发改委、各县市区政府）。
_BODIES = re.compile(
    "[省市州盟区县各][^。；：！？]{0,150}(?:[局厅办委]|政府|部门|单位|中心|开发区|公司|集团|街道)[）〕］】]"
)


class ClauseSpans:
    """Finds the stretches of one document that can be owner clauses."""

    def __init__(
        self, words: OwnerWords, linker: Linker, context: Context, signed: str | None = None
    ) -> None:
        self._signed = signed
        self._words = words
        self._linker = linker
        self._context = context

    def spans(
        self, text: str, start: int, end: int, brackets: Sequence[tuple[int, int]],
        read_to: Sequence[int],
    ) -> Iterator[tuple[int, int]]:  # fmt: skip
        """Stretches that can be clauses, in order: by how they look, or by a word in them.

        ``read_to``: where what was read so far ends; no word before it is looked at.
        """
        told = deque(span for span in brackets if self._is_told(text, *span))
        for found in matches(self._words.hint, self._words.hint_opening, text, start, end):
            while told and told[0][0] < found.start():
                yield told.popleft()
            if found.start() < read_to[0]:
                continue
            if span := self._candidate(text, found, brackets, start, end):
                yield span
        yield from told

    def _is_told(self, text: str, start: int, end: int) -> bool:
        """Whether a bracket opens with a label, ends in a verb, or follows a finished sentence."""
        return (
            text[end - 3 : end - 1] in self._words.endings
            or text[start + 1 : start + 3].replace("\n", "责") in self._words.openings
            or (
                text[start - 1 : start] == "。"
                and _ITEM_ENDS.match(text, end) is not None
                and _PROSE.search(text, start, end) is None
            )
            or (
                text[end : end + 1] == "。"
                and _BODIES.fullmatch(text, start + 1, end) is not None
                and _PROSE.search(text, start, end) is None
            )
        )

    def _candidate(
        self, text: str, found: re.Match[str], brackets: Sequence[tuple[int, int]],
        start: int, end: int,
    ) -> tuple[int, int] | None:  # fmt: skip
        """The outermost bracket a role word stands in, or the stretch it labels."""
        at = bisect_right(brackets, (found.start(), end + 1)) - 1
        begin = found.start()
        if at >= 0 and begin < brackets[at][1]:
            if found.end() < brackets[at][1]:
                return brackets[at]
            begin = brackets[at][0]  # 【牵头单位】市商务局
        near = (max(start, found.start() - 120), min(end, found.end() + 160))
        if found["said"]:
            by_itself = not found[0][-1].isspace() or text[begin - 1 : begin] in ("", "\n")
            return self._labelled(text, begin, end) if by_itself else None
        if not found["label"]:
            return self._sentence(text, found.start(), start, end)
        if _FOOT.search(text, *near):
            return None
        if found["label"].startswith(_OF_EVENTS) and _is_event(text, *near):
            return None
        return self._labelled(text, begin, end)

    def _sentence(self, text: str, at: int, start: int, end: int) -> tuple[int, int] | None:
        """A sentence that a verb ends: 省科技厅牵头，各市政府结合实际落实。 by itself."""
        first = low = max(start, at - _LOOK_BACK)
        for mark in _STOPS:
            first = max(first, text.rfind(mark, first, at) + 1)
        if start < low == first and text[low - 1] not in _STOPS:
            return None
        ends = [found for mark in _STOPS if (found := text.find(mark, at, at + _SENTENCE)) >= 0]
        last = min([*ends, end])
        while first < last and (text[first].isspace() or text[first] in _BULLETS):
            first += 1
        said = last
        if (comma := text.rfind("，", first, last)) > 0 and is_deadline(text[comma + 1 : last]):
            said = comma  # 市商务局牵头，市财政局配合，6月底前完成。
        if last - first > _SENTENCE or text[said - 2 : said] not in self._words.endings:
            return None
        prose = text[first] in OPEN or _PROSE.search(text, first, last)
        return None if prose else (first, last)

    def _labelled(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A labelled stretch outside brackets: to the end of its lines or of its sentence.

        牵头单位：… and 责任单位：… on lines of their own after each other are one clause, with
        完成时限：… after them; 责任人：… between them is passed over. In a copy without line
        breaks the clause ends with its sentence (责任单位：…等市级有关部门。).
        """
        at, kept, stop = start, True, start
        for _ in range(LABELS_AT_MOST):
            line_end = self._list_end(text, at, end)
            stop = line_end if kept else stop
            ahead = _next_line(text, line_end, end)
            label = self._words.any_label.match(text, ahead)
            if ahead >= end or not (label or self._words.said_label.match(text, ahead)):
                break
            at = ahead
            kept = label is None or label["label"] not in self._words.aside
        return start, stop

    def _list_end(self, text: str, at: int, end: int) -> int:
        """End of the lines of a labelled list that begins in the line of ``at``.

        A list goes on in the next line after 、, and where the end of the line cuts a name:
        市发展改革委、市财 / 政局.
        """
        stop = stretch_end(text, at, end)
        if text[stop - 1 : stop] in _COLONS and text.startswith("\n", stop):
            return self._below(text, stop, end)
        for _ in range(_LINES_OF_LIST):
            if not text.startswith("\n", stop) or stop >= end:
                break
            if text[stop - 1] != "、" and not self._cuts_name(text, at, stop, end):
                break
            stop = stretch_end(text, stop + 1, end)
        return stop

    def _below(self, text: str, label_end: int, end: int) -> int:
        """End of a list that begins in the line below its label; each body may have a line."""
        stop = stretch_end(text, label_end + 1, end)
        for _ in range(_LINES_OF_LIST):
            following = stretch_end(text, stop + 1, end)
            line = text[stop + 1 : following].strip()
            if not text.startswith("\n", stop) or not is_known(
                self._linker.body(line, self._context)
            ):
                break
            stop = following
        return stop

    def _cuts_name(self, text: str, at: int, line_end: int, end: int) -> bool:
        """Whether the end of a line cuts the name of a body that is known only whole."""
        half = _HALF.search(text, at, line_end)
        rest = _REST.match(text, line_end + 1, end)
        if not (half and rest) or half.start() == at:
            return False
        if is_known(self._linker.body(half[0], self._context)):
            return False
        return is_known(self._linker.body(half[0] + rest[0], self._context))

    def due_below(self, text: str, at: int, end: int) -> Due | None:
        """The day of lines below a clause: 完成时限：2022年底, perhaps after 责任人：张三."""
        for _ in range(_LINES_BELOW):
            at = _next_line(text, at, end)
            label = self._words.any_label.match(text, at, end)
            if not label or label["label"] not in self._words.aside:
                return None
            stop = stretch_end(text, at, end)
            if label["label"] in self._words.deadlines:
                return due_in(text, at, stop, self._signed)
            at = stop
        return None


def _is_event(text: str, start: int, end: int) -> bool:
    """Whether labelled lines say who holds a fair, not who owns a task: 主办单位, 承办单位."""
    hosts = set(_HOST.findall(text, start, end))
    return len(hosts) == 2 and "牵头" not in text[start:end]


def _next_line(text: str, at: int, end: int) -> int:
    """Where the words of the next labelled line would begin, its number passed over."""
    between = _BETWEEN_LINES.match(text, at, end)
    return between.end() if between else at


def stretch_end(text: str, start: int, end: int) -> int:
    """End of a labelled stretch: its line, or its sentence in a line that goes on."""
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    sentence = text.find("。", start, line_end)
    return sentence if sentence >= 0 else line_end
