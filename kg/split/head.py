"""The head of a document as a web page prints it: labels, crumbs and lines run together.

A page puts a table of labels above a text (索引号, 发文字号, 成文日期), the way to it
(当前位置：首页 > 政务公开) and its own name behind the title; a copy may run number, title and
addressees into one line. Here such lines are left out or cut, so that the rest is a head as
GB/T 9704-2012 has it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.dates import COMPACT_DATE, DATE, TABLE_DATE
from kg.normalise import HAN
from kg.split.elements import (
    NOTE_LINE,
    NUMBER,
    NUMBER_LINE,
    NUMBER_NOTE,
    ORDER_NUMBER,
    Line,
    is_text_line,
)
from kg.split.labels import (
    BUTTON_LABEL,
    DATE_LABEL,
    DATED_LABEL,
    INTRODUCES,
    KIND,
    LABEL,
    LABELLED,
    NUMBER_LABEL,
    PERHAPS,
    ROW,
    TEXT_LABEL,
    TITLE_LABEL,
)
from kg.split.own_file import number_of_file, title_of_file

_WAY = re.compile(
    r"(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置[：:]?.*|(?:网站)?首页\s*[>»›＞/\-].*"
    r"|You are here[：:].*|返回(?:顶部|首页|列表)"
    r"|【?(?:关闭|打印|返回)(?:本页|窗口|顶部)?】?|大中小|【?大 ?中 ?小】?|"
    r"分享到?|收藏|扫一扫.*"
)
#: 政务服务丨济宁市人民政府
_COLUMN = re.compile(rf"[{HAN}]{{2,8}}[丨｜|]\s*(?=[{HAN}《])")
#: 【重点工作】某市人民政府关于…的通知: the column in brackets before the whole title
_BRACKETED_COLUMN = re.compile(
    rf"【[{HAN}“”]{{2,20}}】\s*(?=[{HAN}、 ]{{4,60}}(?:政府|办公[厅室]|委员会|[厅局部])关于"
    rf"[^。：【】]{{4,100}}的(?:{KIND})$)"
)
#: …的通知-广州市人民政府门户网站, …的意见_政策文件_中国政府网, …的通知发布日期:2031-01-29来源:…
_SITE = re.compile(
    r"(?<=的通知)\d{1,4}$|"
    rf"\s*[-_|丨｜—]+\s*[{HAN}\w ]{{2,24}}(?:网|网站|平台|门户)$"
    rf"|(?<=的[{HAN}]{{2}})_.*|(?<=的函)_.*"
    rf"|(?<=的[{HAN}]{{2}})\s*(?:发布日期|发布时间|发文日期|信息来源|来源|浏览次数)[:：].*"
    rf"|(?<=通知|意见|决定|办法|措施|公告|通告)相关(?:链接|阅读|文档|稿件)[：:].*"
    rf"|(?<=的[{HAN}]{{2}})\s*(?:19|20)\d\d-\d\d?-\d\d?.*"
)
#: 当前位置：首页>政务公开>政策法规某市公园管理办法: the column runs into the title
_WAY_TO_TITLE = re.compile(
    r".*(?:位置[：:]|首页).*[>»›＞]"
    r"(?:政策法规|政策文件|规范性文件|通知公告|公示公告|公告|文件|正文)(?=[^>»›＞]{8,}$)"
)
#: …的通知（岳办发〔2017〕2号）, 国务院…的通知 国函〔2013〕1号 襄阳市人民政府：
_TITLE_AND_NUMBER = re.compile(
    rf"(?P<title>[^。：]{{4,140}}(?:{KIND})[》”]?)\s*(?P<number>[（(]?\s*{NUMBER.pattern}\s*[）)]?)"
)
#: 某市某管理委员会文件某公金委〔2031〕2号★: the letterhead with the number run into it
_LETTERHEAD = re.compile(rf"[{HAN} ]{{4,60}}文件\s*(?={NUMBER.pattern}\s*★?$)")
#: 某政发〔2031〕7号 各县、区人民政府：为…
_NUMBER_AND_TO = re.compile(rf"{NUMBER.pattern}\s*(?=[各省市县区州])")
#: 关于公园管理的通知 各市财政局：
_TITLE_AND_TO = re.compile(
    rf"(?P<title>[^。：，]{{6,100}}?的(?:{KIND}))(?:[ |]|(?<=的通知)(?=各))(?=[各省市县区州])"
)
#: 2031-03-04 00:00:00|财政部|关于公园管理的通知|各市财政局：: a row of a collection of texts
_RECORD = re.compile(
    rf"(?:19|20)\d\d-\d\d?-\d\d?[ \d:]*\|(?:[^|。]{{2,30}}\|)?(?:【[^】|]{{2,20}}】)?"
    rf"(?!就|[^|]{{0,12}}(?:起草|出台|发布|拟))(?=[^|。：]{{6,120}}(?:{KIND})\|)"
)
#: 某省人民政府 关于公园管理的通知 某政〔2031〕5号 现将…: issuer, title, number, text on one line
_OWN = re.compile(
    rf"[{HAN}]{{3,30}}(?:人民政府|办公[厅室]|委员会|[厅局部])\s*关于[^。：]{{4,100}}的(?:{KIND})\s*[{HAN}]{{1,12}}〔"
)
_ORGAN = (
    "政府|管委会|委员会|[厅局委办部院署行社团]|部门|单位|机构|公司|集团|企业|院校|学校|医院|中心"
    "|职工|[人户]|[处科股]室"
)
#: 各区人民政府：为加强…, 市住建局：你局《…的请示》收悉
_RUN_IN = re.compile(
    rf"(?P<to>[^。《》：:；]{{2,200}}(?:{_ORGAN})(?:[（(][^）)]{{1,20}}[）)])?[：:])"
    r"(?=为|根据|按照|依据|依照|遵照|现|经|近|自|当前|贵|你|《|\d{4}年|近年|今年|关于|随着|党的|坚持|[省市县区]|[\u4e00-\u9fff]+是|$)"
)
#: how many lines of a page may stand above its text
_MOST = 200


class Head(NamedTuple):
    """Lines of a document without the furniture of its page; what the labels there say.

    ``number`` and ``date`` are the lines of a label's value, or None; ``title`` is what the file
    is called that the page offers below its text.
    """

    lines: list[Line]
    number: Line | None
    date: Line | None
    title: Line | None = None


def prepared(lines: list[Line]) -> Head:
    """Leave out what is furniture above the text and cut what is run together in the head."""
    kept: list[Line] = []
    number: Line | None = None
    date: Line | None = None
    index, labels = 0, 0
    while index < min(len(lines), _MOST):
        line = lines[index]
        pieces = _cut(line)
        if any(_is_text(piece) for piece in pieces):
            kept += pieces
            index += 1
            break
        forms = (*LABELLED, PERHAPS) if labels == index and index else LABELLED
        label = next((form for form in forms if form.fullmatch(line.text)), None)
        if label is None:
            kept += [piece for piece in pieces if not _is_way(piece.text)]
            index += 1
            continue
        width = 2 if _has_value_below(lines, index) else 1
        held = lines[index : index + width]
        number = number or _held(held, NUMBER_LABEL, _is_number)
        date = date or _held(held, DATE_LABEL, _is_date)
        index += width
        labels = index
    kept += lines[index:]
    if number is None or date is None:
        number, date = _at_the_end(lines, number, date)
    return Head(kept, number, date, title_of_file(lines[-3:], number))


#: 收藏本站|设为首页|首页
_LINKS = re.compile(rf"(?:[{HAN}\w ]{{0,12}}\|){{2,}}[{HAN}\w ]{{0,12}}")


def _is_way(text: str) -> bool:
    """Whether a line is of the page's own: the way to it, buttons, links beside one another."""
    furniture = _WAY.fullmatch(text) or TITLE_LABEL.fullmatch(text)
    return furniture is not None or text.count("|") >= 2


def _cut(line: Line, labels: bool = True) -> list[Line]:
    """Parts of a line of the head: title, number, addressees, text; labels before them left out."""
    text = line.text
    if _LINKS.fullmatch(text):
        return [line]
    introduced = INTRODUCES.match(text) or _COLUMN.match(text) or _RECORD.match(text)
    if len(text) < 200:
        introduced = (
            introduced
            or _BRACKETED_COLUMN.match(text)
            or _WAY_TO_TITLE.match(text)
            or _LETTERHEAD.match(text)
        )
    start = introduced.end() if introduced else 0
    end = len(text)
    if len(text) < 200 and (site := _SITE.search(text, start)) and site.start() > start + 5:
        end = site.start()
    cuts = [start]
    inner = TEXT_LABEL.search(text, start, end) if labels else None
    if inner:
        before, rest = _piece(line, start, inner.start()), _piece(line, inner.end(), end)
        return [*_cut(before, False), *_cut(rest, False)]
    titled = _TITLE_AND_NUMBER.match(text, start, end)
    numbered = None if titled else _NUMBER_AND_TO.match(text, start, end)
    begun = titled or numbered
    after = begun.end() if begun else start
    run_in = _RUN_IN.match(text, after, end)
    noted = NUMBER_NOTE.match(text, start, end)
    if noted and noted.end() < end:
        cuts.append(noted.end())
    alone = None if titled else _TITLE_AND_TO.match(text, start, end)
    if alone and not run_in:
        run_in = _RUN_IN.match(text, alone.end(), end)
    if alone and run_in and not _cites(alone["title"]):
        cuts.append(alone.end())
    if introduced and introduced.re is _RECORD and not (run_in and alone) and not titled:
        cuts.append(text.index("|", start) + 1)
    alone_there = run_in or not text[after:end].strip() or _OWN.match(text, start, after)
    if titled and not _cites(titled["title"]) and alone_there:
        cuts += [titled.start("number"), after]
    if numbered and run_in:
        cuts.append(after)
    if run_in:
        cuts.append(run_in.end("to"))
    bounds = [*cuts, end]
    pieces = [_piece(line, a, b) for a, b in zip(bounds, bounds[1:], strict=False)]
    return [piece for piece in pieces if piece.text]


def _cites(title: str) -> bool:
    """Whether what stands before a number is a sentence that names another document."""
    return title.endswith("》") and not title.startswith("《")


def _piece(line: Line, start: int, end: int) -> Line:
    """The part of a line between two offsets, outer white space left out."""
    words = line.text[start:end]
    kept = words.strip(" |★•")
    begin = start + len(words) - len(words.lstrip(" |★•"))
    return Line(line.start + begin, line.start + begin + len(kept), kept)


def _is_text(line: Line) -> bool:
    """Whether a line is of the text itself, so that the head ends before or with it."""
    text = line.text
    if any(form.fullmatch(text) for form in (LABEL, TITLE_LABEL, NOTE_LINE)):
        return False
    return is_text_line(line) or len(text) > 120


def _has_value_below(lines: list[Line], index: int) -> bool:
    """Whether a label has nothing beside it and its value in the next line."""
    found = LABEL.fullmatch(lines[index].text)
    if ROW.fullmatch(lines[index].text) or BUTTON_LABEL.search(lines[index].text):
        return False
    if found and found["value"].strip() or index + 1 >= len(lines):
        return False
    below = lines[index + 1].text
    if DATED_LABEL.search(lines[index].text) and not re.search(r"\d", below):
        return False
    if NUMBER_LINE.fullmatch(below) and not NUMBER_LABEL.search(lines[index].text):
        return False
    plain = not (any(f.fullmatch(below) for f in LABELLED) or _is_text(lines[index + 1]))
    titled = re.search(rf"(?:关于|印发|{KIND})", below)
    return plain and len(below) <= 60 and not titled


def _held(held: list[Line], label: re.Pattern[str], is_value: re.Pattern[str]) -> Line | None:
    """The line that has the value of a label, if these two lines hold it."""
    found = label.search(held[0].text)
    if not found:
        return None
    if is_value.search(held[0].text, found.end()):
        return held[0]
    return held[1] if len(held) > 1 and is_value.search(held[1].text) else None


_is_number = re.compile(f"{NUMBER.pattern}|{re.sub('[?]P<[a-z]+>', '', ORDER_NUMBER.pattern)}")
_is_date = re.compile(f"{DATE.pattern}|{TABLE_DATE.pattern}|{COMPACT_DATE.pattern}")
_BRACKETED = re.compile("【[^】]{2,6}】")


def _at_the_end(
    lines: list[Line], number: Line | None, date: Line | None
) -> tuple[Line | None, Line | None]:
    """What a data base prints below a text: 【文号】林场发〔2018〕50号, 【颁布时间】20180511."""
    for line in lines[-14:]:
        if not _BRACKETED.match(line.text):
            continue
        number = number or _held([line], NUMBER_LABEL, _is_number)
        date = date or _held([line], DATE_LABEL, _is_date)
    return number or number_of_file(lines[-3:]), date
