"""The line of addressees: whom a document is sent to."""

from __future__ import annotations

import re

from kg.normalise import HAN
from kg.split.elements import (
    ANNEX_MARK,
    LINK_LINE,
    OUTLINE_MARK,
    SIGNATURE_LINE,
    Line,
)

_PREAMBLE = re.compile(r"为|根据|按照|经|现|依据|.*(?:制定|如下|通知如下|意见如下)")
_ADDRESSED = re.compile(
    r"各|广大|代表|政府|厅|局|委|部|署|社|兵团|单位|公司|集团|院|校|办|会|中心|行"
)


#: addressees below lines that no rule knows: 各…, …局： — a list in the text may end so, too
_SURELY_ADDRESSED = re.compile(
    r"(?:各|广大|国务院|[省市县区州]|[\u4e00-\u9fff]{2,12}(?:管委会|管理委员会)、各).*(?:政府|管委会|委员会|厅|局|办|委|部门|单位|机构|公司|企业|中心|院校"
    r"|银行|兵团|职工|[处科]室|人员|高校|学校|医院|成员|[人户])(?:（[^）]{1,20}）)?："
)


#: 发布时间：2031-03-28来源：本网浏览次数：28分享：, 【字体：大中小】打印
_OF_PAGE = re.compile(r"(?:19|20)\d\d-\d\d?-\d|(?:来源|浏览|阅读|点击|字体|字号|打印|分享)")


def find_addressees(lines: list[Line], at: int) -> tuple[int, int] | None:
    """Line range of the addressees, at most a few short lines below the rest of the head.

    珠海市…的通知 / ZFGS-2023-03 / 各区政府（管委会），市政府各部门、各直属机构：
    """
    if _is_addressees(lines, at):
        return at, at + 1
    if wrapped := _wrapped(lines, at):
        return wrapped
    below = _below(lines, at)
    return (below, below + 1) if below is not None else None


#: lines that addressees are wrapped over
_WRAPPED = 4


def _wrapped(lines: list[Line], at: int) -> tuple[int, int] | None:
    """Addressees that go on in the next line: 各市财政局，各有关公司， / 各有关单位：."""
    if at >= len(lines) or not _GOES_ON.match(lines[at].text):
        return None
    if not _WHOM.search(_COMMA.split(lines[at].text)[0] + "："):
        return None  # a sentence on bodies
    joined = ""
    for index in range(at, min(at + _WRAPPED, len(lines))):
        joined += lines[index].text
        if joined[-1] in "：:":
            whole = Line(lines[at].start, lines[index].end, joined)
            return (at, index + 1) if index > at and _is_addressees([whole], 0) else None
        if "。" in joined or "：" in joined:
            return None
    return None


#: what the first of such lines is: bodies, and a list that is not at its end
_GOES_ON = re.compile(rf"(?:各|[省市县区州])[{HAN}（）()、，]{{6,}}$")


_COMMA = re.compile("[，、]")


def _below(lines: list[Line], at: int) -> int | None:
    """Index of a line of addressees that stands a few lines below."""
    for index in range(at, min(at + 6, len(lines))):
        text = lines[index].text
        if index > at and _is_addressees(lines, index) and _SURELY_ADDRESSED.fullmatch(text):
            return index
        ends = text[-1] in "：:。；" and not (LINK_LINE.match(text) or _OF_PAGE.search(text))
        long = len(text) > (100 if _OF_PAGE.search(text) else 40)
        if long or ends or "。" in text or OUTLINE_MARK.match(text):
            return None
        if ANNEX_MARK.match(text) or SIGNATURE_LINE.fullmatch(text):
            return None
    return None


#: what the last of the addressees is; 享受同等待遇： is no body and nobody
_WHOM = re.compile(
    r"(?:(?<!执)行|[厅局委办部院署社团会室处科站所队组校库军省市县区州盟旗地乡镇人户员者们家属司岗等]|单位|部门"
    r"|政府|机构|公司|集团|企业|医院|中心|职工|兵团|代表|同志|先生|女士|群众|市民|高校|系统|各级|银行|协会"
    r"|大学|学院|平台|园|店|场|馆|分行|业主|客户)(?:[（(〔][^）)〕]{1,40}[）)〕])?[：:]$"
)


#: 各街道办事处，区级各部门，某新区管委会: the colon is lost
_WITHOUT_COLON = re.compile(
    rf"各[{HAN}（）、]{{2,40}}(?:[，；][{HAN}（）、]{{2,40}})+(?<=府|会|局|门|位|构|处|业)"
)
_EACH = re.compile(rf"(?:^|[，、；])[{HAN}]{{0,8}}各")


#: the label of an owner clause that a copy begins with
_ROLE = re.compile(r"(?:牵头|责任|主办|协办|配合|协同|参与|主管)(?:责任)?(?:单位|部门)[：:]")


def _is_addressees(lines: list[Line], at: int) -> bool:
    if at >= len(lines):
        return False
    text = lines[at].text
    if _WITHOUT_COLON.fullmatch(text) and at + 1 < len(lines) and "。" in lines[at + 1].text:
        return True
    return (
        text[-1] in "：:" and len(text) <= 400 and "。" not in text and "《" not in text
        and bool(_ADDRESSED.search(text)) and not OUTLINE_MARK.match(text)
        and not ANNEX_MARK.match(text) and not _PREAMBLE.match(text)
        and not text.startswith(("尊敬", "亲爱")) and not _ROLE.match(text) and "|" not in text
        and (_WHOM.search(text) or _EACH.search(text)) is not None
    )  # fmt: skip
