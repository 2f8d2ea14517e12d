"""What the name of a file tells that a page offers below its text: number and title."""

from __future__ import annotations

import re

from kg.normalise import HAN
from kg.split.elements import NUMBER, Line
from kg.split.labels import KIND

#: 相关附件：广安府办规〔2031〕1号广安市某某细则.pdf: the document itself as it was printed
_OWN_FILE = re.compile(
    rf"附件[：:]\s*(?P<number>(?!国|中)(?:{NUMBER.pattern}))[^。；\n]{{2,120}}?\.(?:pdf|docx?|wps|ofd)"
)
#: 下载阅读版本：永政办发〔2031〕6号.pdf
_OWN_PRINT = re.compile(
    rf"下载[{HAN}]{{0,6}}[：:]\s*(?P<number>{NUMBER.pattern})[^。；\n]{{0,120}}?\.(?:pdf|docx?|wps|ofd)"
)
_END = 600


#: …号关于印发公园管理办法的通知.pdf
_TITLE_OF_FILE = re.compile(
    rf"\s*(?P<title>[^。；\n.]{{0,40}}关于[^。；\n.]{{4,100}}?(?:{KIND}))\."
)


def title_of_file(lines: list[Line], number: Line | None) -> Line | None:
    """The title in the name of the file that has the document's own number."""
    for line in lines if number else ():
        if number and line.start <= number.start < line.end:
            found = _TITLE_OF_FILE.match(line.text, number.end - line.start)
            if found:
                start, end = found.span("title")
                return Line(line.start + start, line.start + end, found["title"])
    return None


def number_of_file(lines: list[Line]) -> Line | None:
    """The number in the name of the file that a page offers below its text."""
    for line in lines:
        end = max(0, len(line.text) - _END)
        found = _OWN_FILE.search(line.text, end) or _OWN_PRINT.search(line.text, end)
        if found:
            start, end = found.span("number")
            return Line(line.start + start, line.start + end, found["number"])
    return None
