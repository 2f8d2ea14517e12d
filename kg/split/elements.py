"""Elements of an official document as lines show them (GB/T 9704-2012), and the types of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from kg.dates import DATE
from kg.normalise import HAN
from kg.types import Span

_BRACKETS = "〔［\\[（(【„"
_CLOSING = "〕］\\]）)】‟"
#: 浙政办发〔2021〕39号; web copies write [2021] or (2021), copies of PDF „2021‟
NUMBER = re.compile(
    rf"(?P<code>[{HAN}][{HAN}A-Za-z]{{1,13}})\s*[{_BRACKETS}]\s*(?P<year>(?:19|20)\d{{2}})\s*"
    rf"[{_CLOSING}]\s*第?\s*(?P<seq>\d{{1,4}})\s*号"
)
#: 令第10号, 公告2021年第5号: numbered within an issuer or a year
ORDER_NUMBER = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})\s*年\s*)?"
    r"第\s*(?P<seq>\d{1,4}|[一二三四五六七八九十百零〇]{1,6})\s*号"
)
#: （辽政办发〔2009〕55号 2009年6月30日): a gazette prints the day beside the number
NUMBER_LINE = re.compile(
    rf"[（(]?\s*(?:文号[：:]\s*)?{NUMBER.pattern}\s*(?:[，,]?\s*{DATE.pattern})?\s*[）)]?"
)
ORDER_LINE = re.compile(
    rf"[（(]?\s*(?:[{HAN} 、]{{0,60}}(?:令|公告|通告)\s*[（(]?)?"
    rf"[〔［（]?(?:[{HAN}]{{1,3}}届)?[〕］）]?\s*{ORDER_NUMBER.pattern}\s*[）)]?"
)
#: （2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布）, （1985年5月4日皖政〔1985〕38号）
NUMBER_NOTE = re.compile(
    rf"[（(][^（）]{{0,40}}{NUMBER.pattern}[文件]{{0,2}}(?:发布|公布|印发)[）)]"
    rf"|[（(]{re.sub('[?]P<[a-z]+>', '', f'{DATE.pattern}[{HAN}]{{0,30}}{NUMBER.pattern}')}[）)]"
)
#: （2001年10月31日…通过 2001年12月10日中华人民共和国国务院令第332号公布 自2002年1月1日起施行）
ORDER_NOTE = re.compile(
    rf"[（(][^（）]{{0,120}}?(?:(?P<day>{DATE.pattern})\s*)?(?P<words>(?!日)[{HAN}]{{2,30}}?令)"
    r"\s*(?:第\s*|(?=\d))(?P<number>\d{1,4}|[一二三四五六七八九十百零〇]{1,6})\s*号"
    r"(?:公布|发布|颁布)[^（）]*[）)]"
)
#: 巴住公管委〔2022〕7号巴中市住房公积金管理委员会关于…的批复, run together by a portal
_NUMBER_AND_TITLE = re.compile(
    rf"(?!根据|按照|依据|贯彻|落实){NUMBER.pattern}\s*"
    rf"(?P<title>[{HAN}]{{4,40}}(?:府|厅|室|局|部|委|会)"
    rf"|《?[^。，：]{{2,120}}(?:关于|印发)[^。]{{2,120}}"
    rf"(?:的[{HAN}]{{1,4}}|方案|意见|办法|规划|计划|规定|细则|措施|要点)》?)$"
)
DATE_LINE = re.compile(rf"[（(]?\s*{DATE.pattern}\s*[）)]?")
ORGAN_END = "府|厅|室|局|部|委|会|院|办|社|行|署|党组|联|团|校|台|公司|中心|处|组|司|科|机制"
#: （代章）: another body's seal
SEAL = r"(?:[（(](?:代章|盖章|公章|印章|章)[）)])?"
#: 本通知自发文之日起执行 and 请遵照执行 end in a word that names of bodies end in
_NO_NAME = "(?!请|特此|以上|附件|望|联系|[本此][通办规细方措意公])"
SIGNATURE_LINE = re.compile(
    rf"{_NO_NAME}[{HAN}（）、 ]{{2,60}}(?:{ORGAN_END}|联席会议){SEAL}"
    rf"|[（(][{HAN}]{{4,30}}代章[）)]"
)
#: A signature and its date run into the text of a copy without line breaks (广安).
_RUN_IN_TAIL = re.compile(
    rf"(?:(?<=[。） ])(?P<who>[{HAN}]{{3,30}}?(?:{ORGAN_END}))|(?<=特此[{HAN}][{HAN}]。))"
    rf"\s*(?P<date>{DATE.pattern})(?!之?前|以前|起|至|止|印发)"
    rf"|(?:(?<=。)\s*(?={DATE.pattern}(?:[\s|]*$|\s*(?:（此件|主题词|抄送"
    rf"|[{HAN}]{{4,30}}\s*{DATE.pattern}印发)))"
    # 附件：1.分解表2.标准某市人民政府办公室2031年5月2日附件1: no mark before the signature
    rf"|(?<=人民政府|府办公室|府办公厅)(?={DATE.pattern}附件))(?P<end>{DATE.pattern})"
)
#: what every such tail holds, found without trying each character before it
_DATED = re.compile(rf"(?:{ORGAN_END}|特此[{HAN}][{HAN}]。|。)\s*{DATE.pattern}")
#: a signature with its date beside it, or a date with a note:
#: 民政部办公厅 2031年3月4日（此件公开发布）
_TAIL_LINE = re.compile(
    # 省长 张三 before the day of an order
    rf"(?P<before>.*。(?:\s*[{HAN}]{{0,6}}[长任理席] ?[{HAN}]{{2,4}}(?=\s*[\d二]))?)??"
    rf"(?P<who>{_NO_NAME}[{HAN}、 ]{{2,60}}?(?:{ORGAN_END}){SEAL})?"
    rf"\s*(?P<date>{DATE.pattern})"
    r"\s*(?P<note>[（(](?:此件|本文|信息公开|公开)[^）)]{2,30}[）)])?"
)
#: lines with a body and a date that a text can have without being a table of them
_TAILS = 2
_RUN_IN_ADDRESSEES = re.compile(r"[^。《》]{4,200}：(?=\S)")
OUTLINE_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]+[章条]"
)
NOTE_LINE = re.compile(
    r"[（(](?:此件|本文|信息公开|公开|联系|注)[^）)]*[）)]|抄送[：:].*|【.*】.*|原文链接.*"
    r"|(?:来源|发布时间|索 ?引 ?号|"
    r"发布日期|成文日期|成文时间|发文日期|发文时间|印发日期|生成日期|主题分类|发文机关|发文字号|发文文号|"
    r"文件编号|公文编号|公开方式|公开类型|公开属性|信息来源|字体|打印|分享)[：:].*"
    # 广东省林业局办公室 2031年3月8日印发
    rf"|[{HAN}]{{4,30}}\s*{DATE.pattern}印发?"
    # （2003年3月1日浙江省人民政府令第155号公布　根据2018年12月29日…第三次修正）
    r"|[（(](?=[^）)]*(?:\d{4}年|[一二][〇○零九八]\S\S年|[第届]))[^。]*"
    r"(?:通过|公布|发布|颁布|修订|修正|修改|批准|备案|施行|实施)[^。（(]{0,6}[）)]"
)
_RUN_IN_NOTE = re.compile(r"[（(](?:此件|本文)[^）)]{2,20}[）)]")
#: a link of the page to an explanation: 一图读懂：…政策解读
LINK_LINE = re.compile(r"(?:一图读懂|图解|政策解读|解读|相关链接|附件下载|视频解读)[：:]")
ANNEX_LIST = re.compile(r"附件?\s*[\d一二三四五]*\s*[：:]\s*(?=\S)|附[：:]")
ANNEX_MARK = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")
ISSUED_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


class AnnexPart(Struct, frozen=True):
    """An issued plan or appended table: its title lines and its body, in clean offsets."""

    title: Span
    body: Span


class Parts(Struct, frozen=True):
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


class Line(Struct, frozen=True):
    start: int
    end: int
    text: str


def lines_of(clean: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Lines of clean text, outer white space left out, blank ones skipped."""
    found: list[Line] = []
    at = start
    for line in clean[start:end].split("\n"):
        body = line.strip()
        if body:
            begin = at + line.index(body[0])
            found.append(Line(begin, begin + len(body), body))
        at += len(line) + 1
    return found


def virtual_lines(clean: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Lines, with breaks put where a copy without line breaks lost them around its tail."""
    lines = lines_of(clean, start, end)
    tails = {line.start: tail for line in lines if (tail := _tail_line(line))}
    if sum(tail["who"] is not None for tail in tails.values()) > _TAILS:
        tails = {}
    for line in lines:
        number = _NUMBER_AND_TITLE.match(line.text) if "号" in line.text else None
        whole = len(line.text) <= 200 and not line.text.endswith("日印发")
        if whole and not number:
            tail = tails.get(line.start)
            if tail:
                yield from _tail_pieces(line, tail)
            else:
                yield line
            continue
        cuts = {0, len(line.text)}
        if not whole:
            dated = _DATED.search(line.text)
            for tail in _RUN_IN_TAIL.finditer(line.text) if dated else ():
                cuts |= {tail.start(), tail.start("end" if tail["end"] else "date"), tail.end()}
            note = _RUN_IN_NOTE.match(line.text, max(cuts - {len(line.text)}))
            cuts |= {note.end()} if note else set()
            cuts |= _title_cut(line.text, max(cuts - {len(line.text)}))
            head = _RUN_IN_ADDRESSEES.match(line.text)
            if head:
                cuts.add(head.end())
        if number:
            cuts.add(number.start("title"))
        for a, b in pairwise(sorted(cuts)):
            yield Line(line.start + a, line.start + b, line.text[a:b])


def _tail_line(line: Line) -> re.Match[str] | None:
    """What a line is read as that ends in a signature and its date."""
    if line.text[-1] not in "日号）)" or len(line.text) > 200 or "日" not in line.text[-40:]:
        return None
    return _TAIL_LINE.fullmatch(line.text)


def _tail_pieces(line: Line, tail: re.Match[str]) -> Iterator[Line]:
    """Signature, date and note of a line in which they are run together."""
    ends = [tail.end(name) for name in ("before", "who", "date") if tail[name]]
    for a, b in pairwise(sorted({0, *ends, len(line.text)})):
        words = line.text[a:b]
        start = line.start + a + len(words) - len(words.lstrip())
        yield Line(start, start + len(words.strip()), words.strip())


def _title_cut(text: str, after: int) -> set[int]:
    """End of a plan's title that is run into its first sentence (…实施方案根据《…》)."""
    title = re.compile(
        rf"[{HAN}“”‘’（）、\d—-]{{6,60}}?(?:方案|意见|办法|规划|计划|措施|细则|规定)(?:（[^）]{{2,20}}）)?"
        r"(?=根据|为|按照|第一条|第一章|一、|依据)"
    ).match(text, after)
    return {title.end()} if title and after else set()


#: lines of a page that end in a colon and do not open its text
_BUTTON = re.compile(
    rf"(?:[{HAN}]{{0,6}}(?:热词|热搜|搜索|热点|语言|分享|字体|字号|扫一扫|链接|位置)|您好|欢迎[{HAN}]*)"
    r"[：:]"
)


def is_text_line(line: Line) -> bool:
    """Whether a line is of the text: a sentence, addressees or an outline mark, no head."""
    text = line.text
    if "。" in text or "；" in text or OUTLINE_MARK.match(text):
        return True
    return text[-1] in "：:" and _BUTTON.fullmatch(text) is None


#: 2031-02-08来源：“魅力某某”微信公众号: of the page
_SOURCE = re.compile("来源[：:]")
#: 1.目录: an item of a list
_ITEM = re.compile(r"\d{1,2}[.．、](?!\d)")


def is_title_line(line: Line) -> bool:
    """Whether a line can be part of a title: no sentence in it, no date, number or outline mark."""
    text = line.text
    if len(text) > 90 or text[-1] in "。；：，、！" or OUTLINE_MARK.match(text) or "。" in text:
        return False
    return not (
        DATE_LINE.fullmatch(text) or NUMBER_LINE.fullmatch(text) or NOTE_LINE.match(text)
        or ANNEX_MARK.fullmatch(text) or text.startswith("———") or _ITEM.match(text)
        or ("来源" in text and _SOURCE.search(text)) or (text[0] == "为" and "，" in text)
    )  # fmt: skip


_TITLE_BRACKET = re.compile(
    r"（(?:[\d年—\-－–~～至]{4,20}|试行|暂行|修订|征求意见稿|[一二三四五]+)）的?.{0,6}"
)


#: words that a title ends in, or its first line: 关于调整优化有关落户政策 / 推进…的实施意见
_WEAK_END = re.compile("(?:政策|措施|制度|标准|规范|计划|规划|方案|办法|规定|目录|清单|体系)$")
_GOES_ON = re.compile(
    r"(?!.*(?:关于|印发|转发)).{2,60}的[\u4e00-\u9fff]{0,4}(?:通知|意见|决定|批复|函|公告|通告|通报)"
    r"(?:（[^）]{1,20}）)?"
)


def title_continues(lines: list[Line], index: int) -> bool:
    """Whether the line at ``index`` still belongs to a title that could end before it.

    浙江省农村生活污水治理“强基增效双提标”行动方案 / （2021—2025年）的通知: the first line ends
    in 方案 already.
    """
    if index >= len(lines):
        return False
    text = lines[index].text
    if text in ("的通知", "的意见", "的函", "的批复", "的决定", "的公告"):
        return True
    if _TITLE_BRACKET.fullmatch(text):
        return True
    weak = _WEAK_END.search(lines[index - 1].text) is not None
    return weak and _GOES_ON.fullmatch(text) is not None
