"""How much the names in a text speak for each region: where a headless text was issued."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from kg.knowledge import Knowledge
from kg.normalise import HAN

#: region names of a text, in order (the recogniser's dictionary)
NamesIn = Callable[[str], list[str]]

#: places to learn from: 借鉴杭州、宁波经验
_ELSEWHERE = re.compile("(?:借鉴|学习|对标|参照)[^，。；）\\n]*")
#: parts of the place itself: 市区（含夷陵区）, 本市（不含灵山县、浦北县）, 市区（除大丰区）
_PARTS = re.compile(
    "(?:[（(][^（）()，。；\\n]{0,4}?(?:含|包括|除)|不含|不包括)(?P<named>[^，。；）)\\n]*)"
)
#: 西城区管委会 is a zone's; a district has a 人民政府
_NO_DISTRICT = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,3}}区(?=管委会|管理委员会)")
#: a region is the issuer's only if at least this share of the names is of its province
_SHARE = 0.6
#: a full name: a short one, once, is where something happened (新华社北京8月18日电)
_LEAST = 2.0
#: how far ahead of any other the region has to be
MARGIN = 1.5
#: a branch of the central bank that only a county has tells it by its short name (人行涿州支行)
_COUNTY_BRANCH = re.compile(rf"(?:人行|人民银行)(?P<place>[{HAN}]{{2,5}}?)(?=支行)")
#: what after a county's short name shows that it is no word: 大冶城区, 非大冶户籍人员
_OF_COUNTY = re.compile("城区|县城|户籍")
#: a branch of the People's Bank is named after the county it serves, mostly without 县
_BRANCH = re.compile(rf"(?:人民银行|人行)(?P<place>[{HAN}]{{2,4}}?)[市县]?支行")


def counts_of(words: str, knowledge: Knowledge, names_in: NamesIn) -> Counter[str]:
    """How often regions are named; a short name says half as much as a full one."""
    counts = _of_branches(words, knowledge)
    words, parts = _of_parts(_ELSEWHERE.sub("", words), knowledge, names_in)
    counts.update(parts)
    for name in names_in(_NO_DISTRICT.sub("", words) if "区管" in words else words):
        rows = [row for row in knowledge.regions.named(name) if row.in_force(None)]
        rows = [row for row in rows if row.name == name or row.level != "county"]
        codes = {row.code for row in rows}
        if len(codes) == 1:
            counts[codes.pop()] += 2 if rows[0].name == name else 1
    for found in _OF_COUNTY.finditer(words):
        name = words[max(0, found.start() - 2) : found.start()]
        rows = knowledge.regions.named(name) if name not in knowledge.ordinary else []
        if len({row.code for row in rows}) == 1 and rows[0].level == "county":
            counts[rows[0].code] += 1
    for found in _COUNTY_BRANCH.finditer(words):
        codes = {r.code for r in knowledge.regions.named(found["place"]) if r.level == "county"}
        if len(codes) == 1:
            counts[codes.pop()] += 3
    return counts


def _of_parts(words: str, knowledge: Knowledge, names_in: NamesIn) -> tuple[str, Counter[str]]:
    """The text without the parts of places, and how often these tell a place: （不含浦北县）."""
    counts: Counter[str] = Counter()

    def told(found: re.Match[str]) -> str:
        rows = [row for name in names_in(found["named"]) for row in knowledge.regions.named(name)]
        above = {row.parent for row in rows if row.in_force(None) and row.level == "county"}
        if len(above) != 1:
            return found[0]
        counts[above.pop()] += 2
        return ""

    return _PARTS.sub(told, words), counts


def _of_branches(words: str, knowledge: Knowledge) -> Counter[str]:
    """How often counties are named by their branch of the central bank: 人行唐河支行.

    The short name of a county is no more than a word elsewhere, hence not counted there.
    """
    counts: Counter[str] = Counter()
    for found in _BRANCH.finditer(words):
        rows = [r for r in knowledge.regions.named(found["place"]) if r.in_force(None)]
        if len(rows) == 1 and rows[0].level == "county":
            counts[rows[0].code] += 2
    return counts


def scores_of(counts: Counter[str], knowledge: Knowledge) -> dict[str, float]:
    """How much speaks for each region: its own name and those of the regions inside it.

    The latter count where none of them stands out, for then the text is about what holds them
    (五华区、盘龙区、官渡区 -> 昆明市). Names from all over the country speak for nobody.
    """
    regions = knowledge.regions
    provinces: Counter[str] = Counter()
    inside: dict[str, Counter[str]] = {}
    for code, times in counts.items():
        chain = [row.code for row in regions.chain(code)]
        provinces[chain[-1]] += times
        for child, parent in pairwise(chain):
            inside.setdefault(parent, Counter())[child] += times
    total = provinces.total()
    scores: dict[str, float] = {}
    for code in {*counts, *inside}:
        province = [row.code for row in regions.chain(code)][-1]
        if provinces[province] >= _SHARE * total:
            children = inside.get(code, Counter())
            most = max(children.values(), default=0)
            together = children.total() if most < _SHARE * children.total() else 0
            scores[code] = float(counts[code] + together)
    return scores


def clearly_first(scores: dict[str, float], knowledge: Knowledge) -> str | None:
    """The region with the highest score, or None where another one comes near it.

    Of two that weigh the same, the one inside the other issued the text (福建省厦门市…发布).
    """
    if not scores:
        return None
    within = knowledge.regions.is_within
    best = max(scores, key=lambda code: (scores[code], code))
    rival = max(
        (s for c, s in scores.items() if not within(c, best) and not within(best, c)), default=0.0
    )
    clear = scores[best] >= _LEAST and scores[best] >= MARGIN * rival
    return best if clear else None
