"""Where a programme's name begins and ends: quotations, verbs before it, lists with one head."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.extract.programme_parts import CHARS, HARD, LOOSE, NEXT, STOPS, Spot
from kg.extract.programme_plain import plain
from kg.named import ProgrammeWords

_QUOTED = "“[^“”\\n]{1,30}”"
#: the most words between a quotation and its head
_MIDDLE = 14
#: quotations that touch or are listed, and the words up to the head
_BEFORE_HEAD = re.compile(f"((?:{_QUOTED}[、和及与]?)*{_QUOTED})([{CHARS}]{{0,{_MIDDLE}}})$")
_ONE_QUOTED = re.compile("“([^“”\\n]{1,30})”")
_TITLE = re.compile("《[^《》\\n]{1,150}》")
#: shows that the words after a quotation are a clause: “皮包公司”在我市从事投标活动
_CLAUSE = re.compile("[在由将为是]|^和|举办|报名|参加|制定|编制|出台|建立|完善|组建")
_COUNT = re.compile("[一二三四五六七八九十\\d]+(?:[大个项]|[百千万]$)")
#: letters and figures in quotation marks are a pattern (“1+N”平台体系), not a name
_CODE = re.compile("[\\dN+A-Z]+")
#: but with words behind them they are: “1+N”工业互联网平台体系, “331”产业体系
_CODED = ("平台体系", "产业体系")
#: kinds whose names plain words before the quotation belong to
_MODIFIED = ("action", "project", "plan", "reform", "pilot")
_LIST_MARKS = "、和及与"


def spots(text: str, start: int, end: int, words: ProgrammeWords) -> Iterator[Spot]:
    """Names of programmes in a stretch, in order of their heads; titles in 《》 are left out."""
    titles = [match.span() for match in _TITLE.finditer(text, start, end)]
    opened = [span[0] for span in titles]
    for head in words.head.finditer(text, start, end):
        at = bisect_right(opened, head.start()) - 1
        if at >= 0 and head.end() <= titles[at][1]:
            continue
        yield from _at_head(text, start, head, words)
    yield from _systems(text, start, end, words)


def _at_head(text: str, floor: int, head: re.Match[str], words: ProgrammeWords) -> Iterator[Spot]:
    """Names that end in one head: quoted if there is a quotation, else plain."""
    word = head[0]
    if text[head.end() : head.end() + 1] == "”":
        yield from _inside_quotes(text, floor, head, words)
        return
    if words.after[word].match(text, head.end()):
        return
    floor = max(floor, head.start() - 90)
    near = text.find("”", max(floor, head.start() - _MIDDLE - 2), head.start()) >= 0
    quoted = _BEFORE_HEAD.search(text, floor, head.start()) if near else None
    if quoted:
        found = list(_after_quotes(text, floor, head, quoted, words))
        if found:
            yield from found
            return
    after = words.after_plain.get(word)
    if word in words.plain and not (after and after.match(text, head.end())):
        yield from plain(text, floor, head, words)


def _inside_quotes(
    text: str, floor: int, head: re.Match[str], words: ProgrammeWords
) -> Iterator[Spot]:
    """“雄鹰行动”: the quotation is the name."""
    word = head[0]
    opening = text.rfind("“", max(floor, head.start() - 26), head.start())
    named = words.kinds[word] in _MODIFIED
    if not named or opening < 0 or text.find("”", opening, head.start()) >= 0:
        return
    name = text[opening + 1 : head.end()]
    stem = name[: -len(word)]
    counted = _COUNT.match(stem) is not None
    if not stem or name in words.spoken or _CLAUSE.search(stem):
        return
    if HARD.search(name) or STOPS.search(stem) or not counted and words.generic.fullmatch(stem):
        return
    start, end = opening + 1, head.end()
    if counted:  # 整体提升教育水平“七大提升工程”, 科技强农“六百工程”; but “八大行动” alone too
        at = _modifier_start(text, floor, opening, words)
        if at < opening:
            start, end = at, head.end() + 1
        name = text[start:end]
    national = words.national.match(name) is not None
    yield Spot(start, end, name, name, words.kinds[word], "programme-quoted", 0.95, national)


def _after_quotes(
    text: str, floor: int, head: re.Match[str], quoted: re.Match[str], words: ProgrammeWords
) -> Iterator[Spot]:
    """“双倍增”行动, “金蓝领”职业技能提升行动, “春风行动”“民营企业招聘月”等系列招聘活动."""
    word, middle = head[0], quoted[2]
    quotes = [
        q
        for q in _ONE_QUOTED.finditer(text, *quoted.span(1))
        if _coined(q[1], words) or word in _CODED
    ]
    kind = words.kinds[word]
    listed = middle.startswith("等")
    if not quotes or (not listed and not _is_middle(middle, word, words)):
        return
    if word == "活动" and quotes[-1][1][-1] in "日周":
        return  # “爱鸟周”活动 is a day of the calendar
    coded = words.kinds[word] in ("system", "brand") and _CODE.fullmatch(quotes[-1][1])
    if coded and (word not in _CODED or word == "平台体系" and not middle):
        return
    if middle == "项目" and word == "工程":
        return  # 风险商品房“保交楼”项目工程建设
    if listed and _goes_before(text, quoted.start(), words):
        return  # 产品质量安全监管“护农”、质量技术帮扶“提质强企”等重点行动
    if listed and len(quotes) == 1:
        if words.coined.fullmatch(quotes[0][0]):
            return
        middle = middle[1:]
        name = quotes[0][0] + middle + word
        if text.endswith("、", floor, quoted.start()):  # 电商直播季、“丝路电商”等系列品牌活动
            middle, name = "", quotes[0][1]
        if _is_middle(middle, word, words) and not words.ends_in_head.search(quotes[0][1]):
            yield Spot(*quotes[0].span(), name, name, kind, "programme-quoted", 0.85)
        return
    if listed:
        for q in quotes:
            if not words.ends_in_head.search(q[1]) and len(q[1]) > 2 and q[1][-1] != "日":
                yield Spot(*q.span(1), q[1], q[1], kind, "programme-quoted", 0.8)
        return
    whole = text[quoted.start() : head.end()]
    if len(quotes) > 1 and (
        not middle or any(m in text[slice(*quoted.span(1))] for m in _LIST_MARKS)
    ):
        for q in quotes[:-1]:
            if not words.ends_in_head.search(q[1]):
                name = q[0] + middle + word
                yield Spot(*q.span(), name, name, kind, "programme-shared-head", 0.85)
        whole = text[quotes[-1].start() : head.end()]
    if words.ends_in_head.search(quotes[-1][1]) and kind == "action":
        return  # “雄鹰行动”专项活动 was read inside the quotation
    start = head.end() - len(whole)
    core = whole
    if len(quotes) == 1 and word != "活动" and kind in _MODIFIED:
        start = _modifier_start(text, floor, start, words)
    name = text[start : head.end()]
    national = words.national.match(name) is not None
    yield Spot(start, head.end(), name, core, kind, "programme-quoted", 0.95, national)


def _goes_before(text: str, quote: int, words: ProgrammeWords) -> bool:
    """Whether plain words that are no verb stand before a quotation."""
    before = text[max(0, quote - 4) : quote]
    if not re.search("[\u4e00-\u9fff]$", before):
        return False
    return not any(m.end() == len(before) for m in words.verb.finditer(before)) and not re.search(
        "(?:参加|举办|组织|开展|打造|举行|承办|的|和|及)$", before
    )


def _coined(content: str, words: ProgrammeWords) -> bool:
    return content not in words.spoken and not words.spoken_pattern.fullmatch(content)


def _is_middle(middle: str, word: str, words: ProgrammeWords) -> bool:
    """Whether words between quotation and head belong to the name."""
    if word in ("产业平台", "品牌体系", "品牌", "改革") and len(middle) > 10:
        return False
    return not (
        STOPS.search(middle)
        or _CLAUSE.search(middle)
        or words.verb.search(middle)
        or words.head.search(middle[:-2])
    )


def _modifier_start(text: str, floor: int, quote: int, words: ProgrammeWords) -> int:
    """Where plain words before a quotation begin that are part of the name, else the quotation.

    科技企业“双倍增”行动 after 深入实施; nothing where no verb of carrying out is near.
    """
    hard = [m.end() for m in HARD.finditer(text, floor, quote)]
    begin = max(
        [floor, *hard, text.rfind("、", floor, quote) + 1, text.rfind("”", floor, quote) + 1]
    )
    verbs = [m.end() for m in words.verb.finditer(text, begin, quote)]
    if not verbs:
        listed = NEXT.search(text, max(floor, begin - 5), begin)
        at = begin if listed and listed.end() == begin else quote
    else:
        at = verbs[-1]
    front = words.front.match(text, at, quote)
    at = front.end() if front else at
    conjunction = text.rfind("以及", at, quote)
    at = conjunction + 2 if conjunction >= 0 else at
    modifier = text[at:quote]
    if (
        LOOSE.search(modifier)
        or not 2 <= len(modifier) <= 16
        or STOPS.search(modifier)
        or words.generic.fullmatch(modifier)
    ):
        return quote
    return at


def _systems(text: str, start: int, end: int, words: ProgrammeWords) -> Iterator[Spot]:
    """“产业大脑”, “未来工厂”: coined nouns that a document has built, here and again."""
    places = list(words.system.finditer(text, start, end))
    names = [match[1] for match in places]
    built = {
        match[1]
        for match in places
        if text.startswith("建设", match.end()) or text.endswith("建设", start, match.start())
    }
    for match in places:
        if match[1] in built and names.count(match[1]) > 1:
            yield Spot(*match.span(1), match[1], match[1], "system", "programme-system", 0.85)
    for match in words.coined.finditer(text, start, end):
        which = match.lastgroup or ""
        kind, name = ("system" if which == "joined" else "action"), match[which]
        yield Spot(*match.span(which), name, name, kind, "programme-quoted", 0.85)
