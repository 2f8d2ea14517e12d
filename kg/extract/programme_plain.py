"""Names of programmes without quotation marks: between a verb of carrying out and a head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.programme_parts import CHARS, HARD, LOOSE, NEXT, STOPS, Spot, of_the_state, unquoted
from kg.named import ProgrammeWords

#: what opens a heading and is no part of the name: 四、大宗消费更新升级行动, 专栏9…工程
_MARKER = re.compile("(?:专栏)?[一二三四五六七八九十\\d]+[、.．]|专栏\\d+")
#: 等 that ends a list, not that of 高等, 平等
_AND_SO_ON = re.compile("(?<![高中初平均对劣])等(?![级次于待])")
_COUNTED = re.compile(
    "(?:[一二三四五六七八九十\\d]+(?:大|个|项|类))?(?:重点|重大|标志性|系列)?(专项)?"
)
_ITEM_START = re.compile(
    "(?:^|\\n)(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\\d]+）|\\d+[.．、])?$"
)
_LONGEST = 30


def plain(text: str, floor: int, head: re.Match[str], words: ProgrammeWords) -> Iterator[Spot]:
    """实施新时代工匠培育工程: from the verb to the head, or several names that share it."""
    word = head[0]
    hard = [m.end() for m in HARD.finditer(text, floor, head.start())]
    begin = hard[-1] if hard else floor
    verbs = list(words.verb.finditer(text, begin, head.start()))
    start, strong = begin, False
    if verbs:
        start, strong = verbs[-1].end(), verbs[-1][0] in words.strong
    elif not (_ITEM_START.search(text[max(0, begin - 12) : begin]) and _closes(text, head.end())):
        return
    following = [m.end() for m in NEXT.finditer(text, start, head.start())]
    start = following[-1] if following else start
    marker = _MARKER.match(text, start, head.start())
    start = marker.end() if marker and not verbs else start
    front = words.front.match(text, start, head.start())
    start = front.end() if front else start
    body = text[start : head.start()]
    strong = strong or words.national.match(body) is not None
    and_so_on = list(_AND_SO_ON.finditer(body))
    if and_so_on:
        yield from _shared(text, start, body, and_so_on[-1], head, words)
    elif _is_name(body, word, words, strong=strong):
        name = body + word
        cut, national = of_the_state(name, words)
        name = name[cut:]
        yield Spot(
            start + cut, head.end(), name, name, words.kinds[word], "programme-plain", 0.8, national
        )


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
            yield Spot(
                at, at + len(item), name, name, words.kinds[head[0]], "programme-shared-head", 0.75
            )
        at += len(item) + 1


def _items(body: str) -> list[str]:
    """The parts of a list; before the last 和 may stand for 、."""
    items = body.split("、")
    last = re.fullmatch("(.{4,})[和与及](.{4,})", items[-1])
    return [*items[:-1], last[1], last[2]] if last and len(items) > 1 else items


def _is_name(body: str, word: str, words: ProgrammeWords, *, strong: bool) -> bool:
    """Whether plain words before a head make it one of a kind."""
    if not 3 <= len(body) <= _LONGEST or STOPS.search(body) or words.is_generic(body):
        return False
    if re.search(f"[^{CHARS}“”、]", body) or LOOSE.search(body):
        return False
    if word == "工程":
        return not body.endswith(words.works) and (strong or body.endswith(words.aims))
    if word == "计划":
        return strong and len(body) >= 4 and not body.endswith(words.business)
    return True
