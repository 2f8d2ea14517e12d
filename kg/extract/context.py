"""Where a document was issued: what 省, 我市 and bare names of bodies in it refer to."""

from __future__ import annotations

import re
from collections import Counter

from kg.extract.weights import MARGIN, NamesIn, clearly_first, counts_of, scores_of
from kg.knowledge import Knowledge
from kg.link import Context, Linker, zone_in
from kg.link.zones import FREE_TRADE
from kg.normalise import HAN
from kg.regions import LEVEL_WORDS
from kg.split import NUMBER, Parts
from kg.types import Span

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
        title = text[parts.title.start : parts.title.end].replace("\n", "")
        for name in names_in(title):
            codes = knowledge.regions.resolve(name, None)
            if len(codes) == 1 and name[-1] in "省市县区旗盟州":
                led = linker.places.leading(title[title.index(name) :] + "。", Context(None))
                return Context(led[1] if led else codes[0])
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
    rf"(?:委|政府|[级直](?:各|有关|相关)|[{HAN}]{{2,9}}?(?:厅|局|委|办|中心))"
)
_OWN_LEVEL = re.compile("[我本全](?P<level>省|自治[区州县旗]|市|州|县|区|旗|盟)(?![场长委域])")
#: how many bodies of the level a text speaks as, to one of all other levels
_MOSTLY = 3
#: how much more a region counts that is of the level the text's own words say
_LEVEL_SAID = 3.0


def _context_from_text(text: str, parts: Parts, knowledge: Knowledge, names_in: NamesIn) -> Context:
    """The region the names in the text speak for, of the level its own words say."""
    words = text[parts.whole.start : parts.whole.end]
    if re.search("各省、自治区、直辖市|国务院同意", words[:600]):
        return Context(None, state=True)
    letter = _code(text, parts)[:1].strip("国中")
    counts = counts_of(words, knowledge, names_in)
    if letter:
        counts.update(_short_counties(words, letter, knowledge))
    scores = scores_of(counts, knowledge)
    for code in scores:
        row = knowledge.regions.get(code)
        if letter and (row.name.startswith(letter) or letter in row.letters):
            scores[code] *= _NUMBERED
    levels = Counter(found["level"] for found in _LEVEL_BODY.finditer(words))
    own: frozenset[str] = frozenset()
    ours = False
    for found in _OWN_LEVEL.finditer(words):
        levels[found["level"]] += 1 if found[0][0] == "全" else 3
        own |= LEVEL_WORDS[found["level"]]
        ours = ours or found[0][0] != "全"
    word, times = levels.most_common(1)[0] if levels else ("", 0)
    kinds = LEVEL_WORDS[word] if times >= 3 else frozenset()
    for code in scores:
        if knowledge.regions.get(code).kind in kinds:
            scores[code] *= _LEVEL_SAID
    first = clearly_first(scores, knowledge)
    first = _sunk(first, own, counts, knowledge) if first and ours else first
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


def _sunk(code: str, own: frozenset[str], counts: Counter[str], knowledge: Knowledge) -> str:
    """The region of the level that 我市 or 全县 says, where the one above it is named more.

    A text that follows papers of 河南省 but addresses 信阳市各有关单位 and says 我市 is 信阳市's.
    """
    regions = knowledge.regions
    if not own or regions.get(code).kind in own:
        return code
    inside = {
        each: times
        for each, times in counts.items()
        if regions.get(each).kind in own and regions.is_within(each, code)
    }
    most = max(inside, key=lambda each: (inside[each], each), default=code)
    rival = max((times for each, times in inside.items() if each != most), default=0)
    low = regions.get(code).level != "province" and 2 * inside.get(most, 0) < counts[code]
    return code if not inside or low or inside[most] < MARGIN * rival else most


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
