"""Where a programme's name begins and ends: quotations, verbs before it, lists with one head."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kg.named import ProgrammeWords

#: Characters a name has besides its quotations.
_CHARS = "A-Za-z0-9+.·—\\-\u4e00-\u9fff"
_QUOTED = "“[^“”\\n]{1,30}”"
#: quotations that touch or are listed, and the words up to the head
_BEFORE_HEAD = re.compile(f"((?:{_QUOTED}[、和及与]?)*{_QUOTED})([{_CHARS}]{{0,14}})$")
_ONE_QUOTED = re.compile("“([^“”\\n]{1,30})”")
_TITLE = re.compile("《[^《》\\n]{1,150}》")
_HARD = re.compile("[。；：，！？《》（）〔〕\\n\u2014]")
#: ends a name before the next of a list: 培育工程、“金蓝领”…行动和技工…计划
_NEXT = re.compile("(?:行动计划|行动|工程|计划|专项|战略|改革|机制|政策|制度|项目)[”]?(?:、|和|及|以及|与|并)")
_STOPS = re.compile("^本(?![科土])|^(?:现有|部分|原有)|[的了各该其这]|一批|一系列|有关|相关|上述|以上|等|不得|应当|进行|通过|对于|按照|根据")
#: shows that the words after a quotation are a clause: “皮包公司”在我市从事投标活动
_CLAUSE = re.compile("[在由将为是]|^和|举办|报名|参加|制定|编制|出台|建立|完善|组建")
#: what opens a heading and is no part of the name: 四、大宗消费更新升级行动, 专栏9…工程
_MARKER = re.compile("(?:专栏)?[一二三四五六七八九十\\d]+[、.．]|专栏\\d+")
#: 等 that ends a list, not that of 高等, 平等
_AND_SO_ON = re.compile("(?<![高中初平均对劣])等(?![级次于待])")
_COUNTED = re.compile("(?:[一二三四五六七八九十\\d]+(?:大|个|项|类))?(?:重点|重大|标志性|系列)?(专项)?")
_ITEM_START = re.compile("(?:^|\\n)(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\\d]+）|\\d+[.．、])?$")
#: a conjunction at the edge of a name (but 普及)
_LOOSE = re.compile("^[、和与及”]|(?:[、和与“]|(?<!普)及)$")
_COUNT = re.compile("[一二三四五六七八九十\\d]+[大个项]")
#: letters and figures in quotation marks are a pattern (“1+N”平台体系), not a name
_CODE = re.compile("[\\dN+A-Z]+")
_LONGEST = 30
#: kinds whose names plain words before the quotation belong to
_MODIFIED = ("action", "project", "plan", "reform", "pilot")
_LIST_MARKS = "、和及与"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a name in clean offsets.

    ``name`` is the name as printed; where quotation marks enclose all of it they are no part of
    it. ``core`` is the name without what stands before its quotation.
    """

    start: int
    end: int
    name: str
    core: str
    kind: str
    rule: str
    confidence: float
    national: bool = False


def unquoted(name: str) -> str:
    """A name without its quotation marks."""
    return re.sub("[“”]", "", name)


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
    word = head[0]
    if text[head.end() : head.end() + 1] == "”":
        yield from _inside_quotes(text, floor, head, words)
        return
    if words.after[word].match(text, head.end()):
        return
    floor = max(floor, head.start() - 90)
    quoted = _BEFORE_HEAD.search(text, floor, head.start())
    if quoted:
        found = list(_after_quotes(text, floor, head, quoted, words))
        if found:
            yield from found
            return
    if word in words.plain:
        yield from _plain(text, floor, head, words)


def _inside_quotes(
    text: str, floor: int, head: re.Match[str], words: ProgrammeWords
) -> Iterator[Spot]:
    """“雄鹰行动”: the quotation is the name."""
    word = head[0]
    opening = text.rfind("“", max(floor, head.start() - 26), head.start())
    if word not in words.plain or opening < 0 or text.find("”", opening, head.start()) >= 0:
        return
    name = text[opening + 1 : head.end()]
    stem = name[: -len(word)]
    if not stem or name in words.spoken or words.generic.fullmatch(stem) or _CLAUSE.search(stem):
        return
    if _HARD.search(name) or _STOPS.search(stem):
        return
    start, end = opening + 1, head.end()
    if _COUNT.match(stem):  # 整体提升教育水平“七大提升工程” is one, “八大工程” alone is a count
        start, end = _modifier_start(text, floor, opening, words), head.end() + 1
        if start == opening:
            return
        name = text[start:end]
    national = words.national.match(name) is not None
    yield Spot(start, end, name, name, words.kinds[word], "programme-quoted", 0.95, national)


def _after_quotes(
    text: str, floor: int, head: re.Match[str], quoted: re.Match[str], words: ProgrammeWords
) -> Iterator[Spot]:
    """“双倍增”行动, “金蓝领”职业技能提升行动, “春风行动”“民营企业招聘月”等系列招聘活动."""
    word, middle = head[0], quoted[2]
    quotes = [q for q in _ONE_QUOTED.finditer(text, *quoted.span(1)) if _coined(q[1], words)]
    kind = words.kinds[word]
    listed = _AND_SO_ON.match(middle)
    if not quotes or (listed is None and not _is_middle(middle, word, words)):
        return
    if words.kinds[word] in ("system", "brand") and _CODE.fullmatch(quotes[-1][1]):
        return
    if listed and _goes_before(text, quoted.start(), words):
        return  # 产品质量安全监管“护农”、质量技术帮扶“提质强企”等重点行动
    if listed and len(quotes) == 1:
        middle = middle[1:]
        name = quotes[0][0] + middle + word
        if _is_middle(middle, word, words) and not words.ends_in_head.search(quotes[0][1]):
            yield Spot(*quotes[0].span(), name, name, kind, "programme-quoted", 0.85)
        return
    if listed:
        for q in quotes:
            if not words.ends_in_head.search(q[1]) and len(q[1]) > 2 and q[1][-1] != "日":
                yield Spot(*q.span(1), q[1], q[1], kind, "programme-quoted", 0.8)
        return
    whole = text[quoted.start() : head.end()]
    if len(quotes) > 1 and (not middle or any(m in text[slice(*quoted.span(1))] for m in _LIST_MARKS)):
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
    return not (_STOPS.search(middle) or _CLAUSE.search(middle) or words.verb.search(middle) or words.head.search(middle[:-2]))


def _modifier_start(text: str, floor: int, quote: int, words: ProgrammeWords) -> int:
    """Where plain words before a quotation begin that are part of the name, else the quotation.

    科技企业“双倍增”行动 after 深入实施; nothing where no verb of carrying out is near.
    """
    hard = [m.end() for m in _HARD.finditer(text, floor, quote)]
    begin = max([floor, *hard, text.rfind("、", floor, quote) + 1, text.rfind("”", floor, quote) + 1])
    verbs = [m.end() for m in words.verb.finditer(text, begin, quote)]
    if not verbs:
        listed = _NEXT.search(text, max(floor, begin - 5), begin)
        at = begin if listed and listed.end() == begin else quote
    else:
        at = verbs[-1]
    front = words.front.match(text, at, quote)
    at = front.end() if front else at
    conjunction = text.rfind("以及", at, quote)
    at = conjunction + 2 if conjunction >= 0 else at
    modifier = text[at:quote]
    if _LOOSE.search(modifier) or not 2 <= len(modifier) <= 16 or _STOPS.search(modifier) or words.generic.fullmatch(modifier):
        return quote
    return at


def _plain(text: str, floor: int, head: re.Match[str], words: ProgrammeWords) -> Iterator[Spot]:
    """实施新时代工匠培育工程: from the verb to the head, or several names that share it."""
    word = head[0]
    hard = [m.end() for m in _HARD.finditer(text, floor, head.start())]
    begin = hard[-1] if hard else floor
    verbs = list(words.verb.finditer(text, begin, head.start()))
    start, strong = begin, False
    if verbs:
        start, strong = verbs[-1].end(), verbs[-1][0] in words.strong
    elif not (_ITEM_START.search(text[max(0, begin - 12) : begin]) and _closes(text, head.end())):
        return
    following = [m.end() for m in _NEXT.finditer(text, start, head.start())]
    start = following[-1] if following else start
    marker = _MARKER.match(text, start, head.start())
    start = marker.end() if marker and not verbs else start
    front = words.front.match(text, start, head.start())
    start = front.end() if front else start
    body = text[start : head.start()]
    and_so_on = list(_AND_SO_ON.finditer(body))
    if and_so_on:
        yield from _shared(text, start, body, and_so_on[-1], head, words)
    elif _is_name(body, word, words, strong=strong):
        name = body + word
        cut, national = _of_the_state(name, words)
        name = name[cut:]
        yield Spot(
            start + cut, head.end(), name, name, words.kinds[word], "programme-plain", 0.8, national
        )


def _of_the_state(name: str, words: ProgrammeWords) -> tuple[int, bool]:
    """How much of a name only says that it is the State's, and whether it is.

    落实国家新一轮千亿斤粮食产能提升行动, 贯彻落实中央乡村建设行动; but 国家高技能人才振兴计划.
    """
    found = words.national.match(name)
    if not found:
        return 0, False
    front = words.front.match(name, found.end())
    if front or found[0] == "中央" or name.startswith("新", found.end()):
        return (front or found).end(), True
    return 0, True


def _closes(text: str, at: int) -> bool:
    """Whether a heading ends: 1.制造业减负降本行动。"""
    return text[at : at + 1] in ("。", "\n", "：", "")


def _shared(
    text: str, start: int, body: str, and_so_on: re.Match[str], head: re.Match[str],
    words: ProgrammeWords,
) -> Iterator[Spot]:  # fmt: skip
    """实施小微企业园建设提升、企业集聚入园等行动: each of the list has the head."""
    rest = _COUNTED.fullmatch(body[and_so_on.end() :])
    if rest is None:
        return
    tail = (rest[1] or "") + head[0]
    items = _items(body[: and_so_on.start()])
    if head[0] == "工程" and any(item.endswith(words.works) for item in items):
        return
    at = start
    for item in items:
        closed = words.ends_in_head.search(unquoted(item)) is not None
        if not closed and len(item) >= 4 and _is_name(item, head[0], words, strong=True):
            name = item + tail
            yield Spot(at, at + len(item), name, name, words.kinds[head[0]], "programme-shared-head", 0.75)
        at += len(item) + 1


def _items(body: str) -> list[str]:
    """The parts of a list; before the last 和 may stand for 、."""
    items = body.split("、")
    last = re.fullmatch("(.{4,})[和与及](.{4,})", items[-1])
    return [*items[:-1], last[1], last[2]] if last and len(items) > 1 else items


def _is_name(body: str, word: str, words: ProgrammeWords, *, strong: bool) -> bool:
    """Whether plain words before a head make it one of a kind."""
    if not 3 <= len(body) <= _LONGEST or _STOPS.search(body) or words.generic.fullmatch(body):
        return False
    if re.search(f"[^{_CHARS}“”、]", body) or _LOOSE.search(body):
        return False
    if word == "工程":
        return not body.endswith(words.works) and (strong or body.endswith(words.aims))
    if word == "计划":
        return strong and len(body) >= 4 and not body.endswith(words.business)
    return True


def _systems(text: str, start: int, end: int, words: ProgrammeWords) -> Iterator[Spot]:
    """“产业大脑”, “未来工厂”: coined nouns that a document has built, here and again."""
    places = [match for match in words.system.finditer(text, start, end)]
    names = [match[1] for match in places]
    built = {
        match[1]
        for match in places
        if text.startswith("建设", match.end()) or text.endswith("建设", start, match.start())
    }
    for match in places:
        if match[1] in built and names.count(match[1]) > 1:
            yield Spot(*match.span(1), match[1], match[1], "system", "programme-system", 0.85)
