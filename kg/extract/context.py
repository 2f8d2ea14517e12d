"""Where a document was issued: what 省, 我市 and bare names of bodies in it refer to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from kg.knowledge import Knowledge
from kg.link import Context, Linker, zone_in
from kg.link.zones import FREE_TRADE
from kg.normalise import HAN
from kg.regions import LEVEL_WORDS
from kg.split import NUMBER, Parts
from kg.types import Span

#: region names of a text, in order (the recogniser's dictionary)
NamesIn = Callable[[str], list[str]]
_ISSUES = re.compile(r"(?:关于|印发|转发|批转|公布|发布|颁布|令第|令$|公告|通告)")


#: （湖北省）2023年咸宁市重点工作分工方案: what a page puts before a title
_PLACE_OF_PAGE = re.compile(
    rf"^[（【][{HAN}]{{2,8}}(?:省|市|自治区)[）】](?:(?:19|20)\d\d年)?(?=[{HAN}]{{2,8}}[省市县区州])"
)


def title_head(text: str, parts: Parts) -> Span | None:
    """What stands in the title before 关于 or 印发: the issuers, where the title has them."""
    if parts.title is None:
        return None
    words = text[parts.title.start : parts.title.end]
    found = _ISSUES.search(words)
    end = found.start() if found else 0
    return Span(parts.title.start, parts.title.start + end) if end >= 3 else None


def context_of(
    text: str, parts: Parts, knowledge: Knowledge, linker: Linker, names_in: NamesIn
) -> Context:
    """Where the document was issued: by signature, title, annex title, addressees, or its text."""
    context = _context_of(text, parts, knowledge, linker, names_in)
    return context if context.state else context._replace(zone=_zone(text, parts, linker))


def _zone(text: str, parts: Parts, linker: Linker) -> str:
    """The zone whose administration signed the document, or heads its title."""
    head = title_head(text, parts)
    for span in [*parts.signatures, *([head] if head else [])]:
        words = text[span.start : span.end].replace("\n", "").strip(" （(")
        if words:
            return zone_in(words, linker.places)
    return ""


def _context_of(
    text: str, parts: Parts, knowledge: Knowledge, linker: Linker, names_in: NamesIn
) -> Context:
    if (
        parts.addressees
        and "各省、自治区、直辖市" in text[parts.addressees.start : parts.addressees.end]
    ):
        return Context(None, state=True)
    head = title_head(text, parts)
    spans = [*parts.signatures, *([head] if head else []), *([parts.title] if parts.title else [])]
    spans += [annex.title for annex in parts.annexes[:1]]
    for span in spans:
        words = _PLACE_OF_PAGE.sub("", text[span.start : span.end].replace("\n", ""))
        found = _context_from(words, knowledge, linker)
        if found:
            return found
    if parts.title:
        for name in names_in(text[parts.title.start : parts.title.end].replace("\n", "")):
            codes = knowledge.regions.resolve(name, None)
            if len(codes) == 1 and name[-1] in "省市县区旗盟州":
                return Context(codes[0])
    # 省人民政府关于… / 鄂政发〔2031〕7号: as some provinces title whatever they issue
    if sure := knowledge.citable.territory(_code(text, parts), None, lambda *_: False):
        return Context(None, state=True) if sure == "cn" else Context(sure)
    return _context_from_text(text, parts, knowledge, names_in)


def _context_from(words: str, knowledge: Knowledge, linker: Linker) -> Context | None:
    words = words.strip(" （(《“关于印发").removeprefix("中华人民共和国")
    nowhere = Context(None)
    region = linker.places.leading(words + "。", nowhere)
    if region and not (len(words[: region[0]]) <= 2 and words[region[0] :].startswith("，")):
        return Context(region[1])
    if trade := FREE_TRADE.match(words):
        for place in (trade["part"], trade["place"]):
            if place and (code := linker.places.whole(place, nowhere)):
                return Context(code)
    state = knowledge.bodies.state
    form = next((words[:n] for n in range(len(words), 2, -1) if state.get(words[:n])), "")
    if not form:
        return None
    branch = linker.places.leading(words[len(form) :] + "。", nowhere)
    return Context(branch[1]) if branch else Context(None, state=True)  # 国家税务总局浙江省税务局


#: what says of which level the issuer is: bodies named by a level word, and 我市 or 全县 itself
_LEVEL_BODY = re.compile(
    rf"(?<![{HAN}])各?(?P<level>省|自治[区州县旗]|市|州|县|区|旗|盟|地区)"
    rf"(?:委|政府|[{HAN}]{{2,9}}?(?:厅|局|委|办|中心))"
)
_OWN_LEVEL = re.compile("[我本全](?P<level>省|自治[区州县旗]|市|州|县|区|旗|盟)(?![场长委])")
#: places to learn from or that something does not hold for: 借鉴杭州、宁波经验, 不含浦北县
_ELSEWHERE = re.compile("(?:借鉴|学习|对标|参照|不含|不包括)[^，。；）\\n]*")
#: 西城区管委会 is a zone's; a district has a 人民政府
_NO_DISTRICT = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,3}}区(?=管委会|管理委员会)")
#: a region is the issuer's only if at least this share of the names is of its province
_SHARE = 0.6
#: a full name: a short one, once, is where something happened (新华社北京8月18日电)
_LEAST = 2.0
#: how far ahead of any other the region has to be
_MARGIN = 1.5
#: how many bodies of the level a text speaks as, to one of all other levels
_MOSTLY = 3
#: a branch of the central bank that only a county has tells it by its short name (人行涿州支行)
_COUNTY_BRANCH = re.compile(rf"(?:人行|人民银行)(?P<place>[{HAN}]{{2,5}}?)(?=支行)")
#: how much more a region counts that is of the level the text's own words say
_LEVEL_SAID = 3.0


def _context_from_text(text: str, parts: Parts, knowledge: Knowledge, names_in: NamesIn) -> Context:
    """The region the names in the text speak for, of the level its own words say."""
    words = text[parts.whole.start : parts.whole.end]
    if re.search("各省、自治区、直辖市|国务院同意", words[:600]):
        return Context(None, state=True)
    letter = _code(text, parts)[:1].strip("国中")
    counts = _counts(words, knowledge, names_in)
    if letter:
        counts.update(_short_counties(words, letter, knowledge))
    scores = _scores(counts, knowledge)
    for code in scores:
        row = knowledge.regions.get(code)
        if letter and (row.name.startswith(letter) or letter in row.letters):
            scores[code] *= _NUMBERED
    levels = Counter(found["level"] for found in _LEVEL_BODY.finditer(words))
    own: frozenset[str] = frozenset()
    for found in _OWN_LEVEL.finditer(words):
        levels[found["level"]] += 1 if found[0][0] == "全" else 3
        own |= LEVEL_WORDS[found["level"]]
    word, times = levels.most_common(1)[0] if levels else ("", 0)
    kinds = LEVEL_WORDS[word] if times >= 3 else frozenset()
    for code in scores:
        if knowledge.regions.get(code).kind in kinds:
            scores[code] *= _LEVEL_SAID
    first = _clearly_first(scores, knowledge)
    first = _risen(first, kinds, own, knowledge) if first else None
    if first and word == "市" and times >= 2 and not levels["区"]:
        first = _city_of(first, knowledge)
    if first is not None and times > 3 and times >= _MOSTLY * (levels.total() - times):
        first = _only_one_of_level(first, kinds, names_in(words), knowledge) or first
    return Context(first, inferred=first is not None)


#: how much more a region counts that the issuing code of the document begins with
_NUMBERED = 3.0


def _code(text: str, parts: Parts) -> str:
    """The issuing code of the document's own number: 嘉政办发; "" without one."""
    span = parts.number
    found = NUMBER.search(text, span.start, span.end) if span else None
    return found["code"] if found else ""


def _short_counties(words: str, letter: str, knowledge: Knowledge) -> Counter[str]:
    """How often counties are named by short names that begin as the issuing code does.

    嘉鱼经济开发区, 市…涉及嘉鱼的重点事项: without such a code the name may be any word.
    """
    counts: Counter[str] = Counter()
    for row in knowledge.regions.rows:
        if row.level == "county" and row.name.startswith(letter) and row.in_force(None):
            short = row.short
            if len(short) >= 2 and len(knowledge.regions.named(short)) == 1:
                counts[row.code] += words.count(short)
    return counts


def _only_one_of_level(
    code: str, kinds: frozenset[str], names: list[str], knowledge: Knowledge
) -> str | None:
    """The one county of a city that a text names, where it speaks as a county throughout.

    抚州市 is named most where 县财政局 and 县住保中心 are to act, but 广昌 is the county.
    """
    if knowledge.regions.get(code).kind in kinds:
        return None
    counted = Counter(names)
    inside = [row for row in knowledge.regions.children(code) if row.kind in kinds]
    said = [
        row.code
        for row in inside
        if counted[row.name] or sum(counted[short] for short in row.shorts) >= 2
    ]
    return said[0] if len(said) == 1 else None


def _risen(code: str, kinds: frozenset[str], own: frozenset[str], knowledge: Knowledge) -> str:
    """The region of the level that the text's own words say, where one of its parts was found.

    A text that names its 雨城区 alone but tells 市财政局 and 市教育局 what to do is 雅安市's,
    unless it says 我区 or 全区.
    """
    chain = list(knowledge.regions.chain(code))
    if chain[0].level != "county" or chain[0].kind in own:
        return code
    return next((row.code for row in chain if row.kind in kinds), code)


def _city_of(code: str, knowledge: Knowledge) -> str:
    """The city that a district lies in: it is meant where the text says 市 and never 区.

    A text of 市财政局 and 市住建局 that names 裕华区 alone is of 石家庄市.
    """
    row = knowledge.regions.get(code)
    above = knowledge.regions.above(row) if row.kind == "市辖区" else None
    return above.code if above else code


def _clearly_first(scores: dict[str, float], knowledge: Knowledge) -> str | None:
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
    clear = scores[best] >= _LEAST and scores[best] >= _MARGIN * rival
    return best if clear else None


def _counts(words: str, knowledge: Knowledge, names_in: NamesIn) -> Counter[str]:
    """How often regions are named; a short name says half as much as a full one."""
    counts = _of_branches(words, knowledge)
    own = _ELSEWHERE.sub("", words)
    for name in names_in(_NO_DISTRICT.sub("", own) if "区管" in own else own):
        rows = [row for row in knowledge.regions.named(name) if row.in_force(None)]
        rows = [row for row in rows if row.name == name or row.level != "county"]
        codes = {row.code for row in rows}
        if len(codes) == 1:
            counts[codes.pop()] += 2 if rows[0].name == name else 1
    for found in _COUNTY_BRANCH.finditer(words):
        codes = {r.code for r in knowledge.regions.named(found["place"]) if r.level == "county"}
        if len(codes) == 1:
            counts[codes.pop()] += 3
    return counts


#: a branch of the People's Bank is named after the county it serves, mostly without 县
_BRANCH = re.compile(rf"(?:人民银行|人行)(?P<place>[{HAN}]{{2,4}}?)[市县]?支行")


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


def _scores(counts: Counter[str], knowledge: Knowledge) -> dict[str, float]:
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
