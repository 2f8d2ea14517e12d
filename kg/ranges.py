"""Collectives of departments: what they range over, said once for several of them.

各地（市）自然资源局、住建局                     the same places, another department
各省、自治区、直辖市林业和草原、农业农村主管部门  the same places and sort, another line of work
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.items import Item, Piece
from kg.link import Context, Linker
from kg.normalise import unbroken

#: a bracket at the end of a name
INNER = re.compile(r"[（〔［〈<(]([^（）〔〕［］〈〉<>()]*)[）〕］〉>)]$")

#: what a collective of departments ranges over, said once for several of them:
#: 各地（市）自然资源局、住建局; 各省（区、市）、新疆生产建设兵团交通运输厅（局、委）、发展改革委
_QUANTIFIED = re.compile(
    "(?P<all>新疆生产建设兵团|有关省、自治区(?:、直辖市)?|各(?:设区市|计划单列市|市（州）|地（市）|县市区|市县区|区县|县区"
    "|市|县（市、区）|区|县|(?:有关)?省(?:、自治区(?:、直辖市)?|（(?:自治区|区)、(?:直辖市|市)）)"
    "(?:(?:及|和|、)(?:计划单列市|副省级城市|新疆生产建设兵团)){0,3}))(?!.*(?:政府|管委会)$)"
)
#: what it begins with
_RANGES = ("各", "新疆生产建设兵团", "有关省")
#: 交通运输厅（局、委）, 经信委（经信厅、工信厅）: the other names the same department has elsewhere
ELSEWHERE = re.compile("（[^（）]{0,20}[局委厅办]）$")
#: a department that has another name from place to place: 水利（务）厅, 民（宗）委（厅、局）,
#: 农业农村（农垦管理部门）, 林业和草原厅（局）
_CALLED_DIFFERENTLY = re.compile("（[^（）]{1,10}）(?:[厅局委办]|主管部门)$|[厅局委办部门]）$")
_REST_OF_COLLECTIVE = re.compile("(?:直属)?(?:单位|企业|机构)$")


def shared_quantifiers(
    text: str, items: list[Item], linker: Linker, context: Context
) -> list[Item]:
    """Read 各地（市）自然资源局、住建局 as two collectives, 市直有关部门、单位 as one."""
    done: list[Item] = []
    for item in items:
        before = done[-1] if done else None
        rest = not item.link.entity and _REST_OF_COLLECTIVE.match(item.text)
        if before and rest and text[before.end : item.start] == "、":
            whole = text[before.start : item.end]
            link = linker.body(whole, context)
            if link.entity:
                done[-1] = Item(before.start, item.end, whole, link)
                continue
        done.append(_quantified(text, before, item, linker, context))
    return done


_PLACES = re.compile("各.{0,40}(?:[省市县区州盟旗地师团]|[省市县区州]）|城市)")


def _ranged_over(text: str, linker: Linker) -> str | None:
    """What a collective of departments ranges over: 各市、州、神农架林区 + 财政局."""
    if not text.startswith(_RANGES):
        return None
    plain = ELSEWHERE.sub("", text)
    if plain.endswith(("政府", "管委会")):
        return None
    for cut in range(2, len(plain) - 1):
        if plain[cut:] in linker.knowledge.bodies.suffix and _PLACES.fullmatch(plain[:cut]):
            return plain[:cut]
    found = _QUANTIFIED.match(text)
    return found["all"] if found else None


def _quantified(
    text: str, before: Item | None, item: Item, linker: Linker, context: Context
) -> Item:
    if before is None or text[before.end : item.start] != "、" or item.link.prefixed:
        return item
    every = _ranged_over(before.text, linker)
    words = unbroken(item.text)
    department = ELSEWHERE.sub("", words)
    kind = INNER.sub("", department)  # 自然资源主管部门（宁波不发）
    known = department in linker.knowledge.bodies.suffix or kind.endswith("主管部门")
    known = known or _CALLED_DIFFERENTLY.search(words) is not None
    if not every or not known or words.startswith("新疆生产建设兵团"):
        return item
    words = every + words
    return replace(item, text=words, link=linker.body(words, context))


#: what lines of work in a row share besides what they range over: 各省、自治区、直辖市及计划单列市
#: 财政、教育厅（局）; 各设区市、赣江新区发展改革、财政、住房城乡建设主管部门
SHARED_SORT = re.compile(
    "(?:(?<!水)行政)?主管部门$|(?<!水)行政部门$|厅（局[^（）]{0,4}）$|局（委[^（）]{0,4}）$"
)
_PLACE_ENDS = re.compile("[省市县区州盟旗地团）]")
_ORGANS = ("局", "厅", "委员会", "委", "部")


def of_each_line(item: Item, linker: Linker, context: Context) -> Iterator[Item]:
    """The collectives that an item is where it names several lines of work, or itself."""
    sort = SHARED_SORT.search(item.text) if "、" in item.text and item.text[0] == "各" else None
    cut = _lines_begin(item.text, sort.start(), linker) if sort else 0
    if not (sort and cut):
        yield item
        return
    at = cut
    for line in item.text[cut : sort.start()].split("、"):
        start = item.start + (at if at > cut else 0)
        at += len(line)
        end = item.end if at == sort.start() else item.start + at
        words = item.text[:cut] + line + sort[0]
        yield Item(start, end, words, linker.body(words, context))
        at += 1


def _lines_begin(text: str, end: int, linker: Linker) -> int:
    """Where the lines of work in a row up to ``end`` begin, or 0 where there are no two."""
    for place in _PLACE_ENDS.finditer(text, 0, end):
        lines = text[place.end() : end].split("、")
        if len(lines) > 1 and all(_is_line(line, linker) for line in lines):
            return place.end()
    return 0


def _is_line(words: str, linker: Linker) -> bool:
    """Whether words name a line of work: 农业农村, 住房和城乡建设（园林绿化）, 水行政."""
    plain = INNER.sub("", words)
    known = linker.knowledge.bodies.suffix
    return plain.endswith("行政") or any(plain + organ in known for organ in _ORGANS)


# -- where a list of places ends -------------------------------------------------------------------

_OF_CITIES = re.compile("设区的?市|省辖市|地级市|直辖市|计划单列市|副省级市")
_RANKS = (("省", 3), ("市州盟", 2), ("县区旗", 1), ("乡镇街村社", 0))
_LEVEL = re.compile("省(?!直?管)|[市州盟县区旗]|乡(?!村振)|镇|街|村(?!镇银)|社区")
#: 各乡镇、开发区: what goes on after towns besides towns
_GOES_ON = re.compile(
    "各?(?:社区|办事处|苏木|嘎查|民族[乡村]|[农林牧渔]?场(?!馆)|园区|开发园?区|功能区|产业园|产业集聚区|"
    "工业园|工业集中区|管委会)"
)
_TOWNS, _COUNTIES = 0, 1


def _rank(words: str) -> int | None:
    ranks = [rank for letters, rank in _RANKS for letter in letters if letter in words]
    return min(ranks, default=None)


def places_go_on(first: str, item: str, linker: Linker, context: Context) -> bool:
    """Whether an item after 各设区市 or 各镇街 names more places: 县（市、区）政府, not 省教育厅.

    市教育局 after 各县区 is that of the document's city; after 各区 alone it may be those of the
    cities that are counties, where there are such.
    """
    rank = _rank(_OF_CITIES.sub("市", first))
    level = _LEVEL.match(item)
    if rank is None or level is None:
        return rank != _TOWNS or _GOES_ON.match(item) is not None
    above = _rank(level[0])
    if above is None or above <= rank or item[1:2] in ("", "（", "(", "〔", "、"):
        return True
    code = linker.places.level(level[0], context)
    if code is None:
        return rank != _TOWNS
    if rank != _COUNTIES or len(first.removeprefix("各")) > 1 or item[1:2] in "直级属":
        return False
    return any(row.kind == "县级市" for row in linker.knowledge.regions.children(code, context.day))


#: 市政府有关委、办、局
SOME_OFFICES = tuple(some + one for some in ("有关", "相关") for one in "委办局厅")

_GOVERNMENT_TOO = re.compile("(?<=委)、(?:人民)?政府(?![\u4e00-\u9fff])")


def with_plain_organs(text: str, raws: list[Piece], index: int) -> int:
    """Take in 、办、局（公司） after 市直各委: kinds of offices, not offices."""
    if _GOVERNMENT_TOO.match(text, raws[index].end):  # 各县（市、区）党委、政府
        return index + 1 if index + 1 < len(raws) else index
    while index + 1 < len(raws) and raws[index + 1].separator == "、":
        following = raws[index + 1]
        if not re.match(
            "(?:委|办|局|厅|院|部|处|室|行|社|场)(?:[（〔][^）〕]*[）〕])?$",
            text[following.start : following.end],
        ):
            break
        index += 1
    return index


# -- what is said once for several items -----------------------------------------------------------

#: several places without 各: 园区管委会, 区县市人民政府, 开发区
_PLURAL = re.compile(
    "(?:(?:开发|产业|工业|功能)?园区|开发区|功能区|[区县市旗州镇乡街道（）、]{2,12})"
    "(?:管委会|管理委员会|(?:人民)?政府|街道办事处)?"
    "|(?:街道|镇街)(?:办事处|办)|[乡镇](?:人民)?政府"
)
#: 省政府各部门、各直属机构: the second are the government's as well
_OF_GOVERNMENT = re.compile(
    r"(?P<of>.{0,20}(?:政府|行署))(?:各|有关|相关).{0,12}(?:部门|单位|机构|[委办局厅）])"
)
_OWN_BODIES = re.compile(
    "各(?:有关)?(?:直属|派出|特设|派驻|工作|办事)(?:特设|派出|事业)?(?:机构|部门|单位)"
)
#: 各开发区、区县市人民政府: a zone has no 政府
_ZONES_AND_PLACES = re.compile(
    "(?P<zones>各(?:(?:产业|工业|开发)?园区|开发区|功能区|管理区|新区))、"
    "(?P<places>[区县市旗州（）、]{1,10}(?:人民)?政府)"
)
#: 内蒙古、吉林、龙江、大兴安岭|森工（林业）集团公司
_FOREST_COMPANY = re.compile(
    "(?P<head>[（(]?森工[）)]?(?:[（(]?林业[）)]?)?(?:集团)?(?:有限)?(?:公司)?)$"
)


def said_once(items: list[Item], linker: Linker, context: Context) -> list[Item]:
    """Give items what a list says once for all: 各 before them, or the name of a company after."""
    if not any(item.text.startswith("各") or "森工" in item.text for item in items):
        return items
    done: list[Item] = []
    every = False
    whose = ""
    for item in (one for each in items for one in _zones_apart(each, linker, context)):
        if every and not item.text.startswith("各") and _PLURAL.fullmatch(item.text):
            item = replace(item, link=linker.body("各" + item.text, context))
        elif whose and _OWN_BODIES.fullmatch(item.text):
            item = replace(item, link=linker.body(whose + item.text, context))
        else:
            every = item.text.startswith("各")
            government = _OF_GOVERNMENT.fullmatch(item.text)
            whose = government["of"] if government else ""
        done.append(item)
    return _of_company(done, linker, context)


def _zones_apart(item: Item, linker: Linker, context: Context) -> Iterator[Item]:
    found = _ZONES_AND_PLACES.fullmatch(item.text)
    if found is None:
        yield item
        return
    for group in ("zones", "places"):
        words = found[group]
        link = linker.body(words, context)
        yield Item(item.start + found.start(group), item.start + found.end(group), words, link)


def _of_company(items: list[Item], linker: Linker, context: Context) -> list[Item]:
    """内蒙古 before 大兴安岭森工（林业）集团公司 is the company of that region."""
    head = ""
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        if found := _FOREST_COMPANY.search(item.text):
            head = found["head"] if found.start() else ""
        elif head and item.text in linker.knowledge.unlisted.get("forest_regions", ()):
            words = item.text + head
            items[at] = replace(item, text=words, link=linker.body(words, context))
        else:
            head = ""
    return items
