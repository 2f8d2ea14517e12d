"""Administrative regions in running text.

A full name (慈溪市) is a region unless it is part of a longer name. A short one (慈溪, 和平) is
one only where words begin and end at its edges, which the segmenter decides, and nothing after
it makes it the name of a road, a park or a school. Touching names are one mention: 杭州市滨江区.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kg import segment
from kg.knowledge import Knowledge
from kg.normalise import HAN
from kg.recognise.beside import Beside
from kg.recognise.dictionary import REGION, Hit
from kg.types import Found

_HAN = re.compile(f"[{HAN}]")
_SUFFIX = re.compile(r"(?:[省市县区旗盟州]|地区|林区|特区)$")
#: what stands between a place and the head of a name it opens: no conjunction, no verb
_WORDS = f"(?:(?![和与及在的、为是要将对由建打创推支加开争])[{HAN}])"
#: and before the name of a site: 福田区红荔西路莲花大厦 and 光明区新湖街道科学公园 tell where it is
_OF_SITE = f"(?:(?!设立|[路街镇号]){_WORDS})"
#: any word of the name of a company or a bank
_OF_FIRM = f"(?:(?![和与及在的为是将由对从向到至等])[{HAN}（）()])"
#: what follows a place name that stands for the place itself (昆明辖区内各类园区)
_OF_PLACE = (
    "(?!辖区|境内|行政区|市区|城区|城市区|区[内外]|全域|范围|各|本地|等|属|[所下]属|国家级|[省市县区]级|"
    "(?:上市|挂牌|期货|证券|基金|保险)公司)"
)
_FOUNDED = "(?!建立|设立|成立|注册|组建|创办|开设|引进|投资)"
#: what after a place name makes another name of it
_OTHER_NAME = re.compile(
    r"(?:大道|大街|大桥|大学|学院|中学|银行|海关|机场|经济带|新区|高新(?!技术(?:企业|产品|成果|领域))|经开|合作组织|开发区|自贸|自由贸易|自主创新|高速|铁路|电网|电力|商会|"
    r"中行|农行|工行|建行|交行|招行|日报|晚报|晨报|商报|新闻网|新闻客户端|管理局|管理部|监管组|"
    r"台商投资区|分署|特派办|专员办|森工|建工|重工|石化|城投|交投|水投|建投|铁建|矿业集团|"
    rf"{_OF_PLACE}{_OF_FIRM}{{0,22}}?(?:有限(?:责任)?公司|股份公司|村镇银行|农商银?行|信用社)|"
    rf"{_OF_PLACE}{_WORDS}{{0,14}}(?:委员会|领导小组|指挥部|联席会议|协会|学会|联合会)|"
    rf"{_OF_PLACE}{_FOUNDED}{_OF_FIRM}{{0,6}}(?:公司|集团)|"
    rf"{_OF_PLACE}{_OF_SITE}{{0,6}}(?:(?<!部)分[行局]|支行|监管局|实验室|研究院|公园|景区|大厦|园区|产业园|工业园|工业区))"
)
#: a school of the place (温岭市技工学校, 湖州工程技师学院)
_SCHOOL = re.compile(rf"{_WORDS}{{0,6}}(?:技工学校|技师学院|职业学校|职业学院|技术学院|高级中学)")
#: and after a short one alone (杭州湾, 路桥大桥, 温州模式, 贵州轻工职业技术学院, 河南村, 宁德时代)
_LONGER_NAME = re.compile(
    r"(?:[湾港湖江河山岛路街桥站岭菜话村镇乡寺]|[东南西北中]{1,2}[路街环站]|街道|社区|广场|矿区|"
    rf"(?:[—－\-、和][{HAN}]{{2,3}})?组团|片区|流域|水域|水体|库区|{_WORDS}{{1,3}}[研药]所|"
    r"模式|制造(?!业)|经验|精神|样板|品牌|方言|[大杰青]?[出年]?工匠|巧匠|英才|优品|(?:创新创业)?领军人才|"
    r"时代(?=[新动电])|附[中小]|[一二三四五六七八九十]中(?=[^\w]|$)|"
    rf"{_OF_PLACE}{_WORDS}{{0,9}}(?:学院|学校|小学|中学|医院|医学中心|[^工]厂|电站|煤矿|交易所|开发区|示范区|试验区|走廊|都市圈|机场|新城))"
)
#: what a place is spoken of by, in one word with its name or not: 北京地区, 广西区外, 四川籍
_GOES_ON = re.compile("地区|区[内外]|籍|辖区|城区|城市区|市区|企业|户籍|居民|本地")
#: 安思尔（厦门）防护用品有限公司
_REST_OF_NAME = re.compile(
    rf"[）)](?:(?![和与及在的为是将由])[{HAN}]){{1,16}}?(?:公司|集团|基地|研究院|实验室|片区)"
)
#: 中国（浙江）自由贸易试验区, 国家（杭州）新型互联网交换中心
_IN_NAME = re.compile("(?:中国|国家)[（(]$")
_BEFORE_OTHER = re.compile(r"(?:环|人行|银行|海关|(?<![加扩增更])大)$")
#: 国资委驻杭州办事处 is its office; 驻杭州单位 are in the place
_STATIONED = re.compile("(?<![入派进常])驻$")
_OFFICE_OF = re.compile(rf"[{HAN}]{{0,6}}?(?:办|处|站|局|组|馆|团)")
#: what 市 is the first character of, but 面向 and 面对
_AFTER_CITY = re.compile("[场民值容委]|面(?![向对临])")
#: 任县（市、区）委书记, 任县长 and 和县级 name no county
_OF_COUNTIES = re.compile("[（(][市区旗]|[级长委域]")
#: 武汉市场 is the market of 武汉; its supervisors are a body
_MARKET = re.compile("场(?!监|利率)")
#: 平山东部 is the east of 平山
_SIDES = tuple("部侧岸段面麓翼片门区环线")
#: a short name opens a name in quotes: “浙江安全码”, “姑苏工匠”; one that ends it (“旅居云南”) is
#: the place
_QUOTED_NAME = re.compile(rf"(?!户籍)[{HAN}]{{2,6}}[”\"]")


class RegionFinder:
    """Region mentions outside the stretches already taken by bodies.

    Names that are ordinary words count only after another region (洛阳市老城区), and the short name
    of a county only in a document of its own province: elsewhere it is more often a word.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._ordinary = knowledge.ordinary
        self._regions = knowledge.regions
        rows = self._regions.rows
        self._large = {
            name for row in rows if row.level != "county" for name in (row.name, *row.shorts)
        } - knowledge.ordinary
        self._shorts = {short for row in rows if row.level == "county" for short in row.shorts}
        self._shorts -= {row.name for row in rows} | self._large
        self._beside = Beside(knowledge.regions, knowledge.ordinary)

    def find(
        self, text: str, hits: Sequence[Hit], taken: Iterable[Found], territory: str | None
    ) -> list[Found]:
        """Mentions in order. ``territory`` is the code the document was issued in, if known."""
        covered = mask(len(text), taken)
        titles = _title_spans(text)
        found: list[tuple[Found, str]] = []
        open_: list[tuple[Found, str]] = []
        touched = -1
        for chain in self._chains(hits):
            start, last = chain[0].start, chain[-1]
            if covered[start] or covered[last.end - 1] or _inside(titles, start):
                continue
            alone = len(chain) > 1 or self._can_stand_alone(last.words, territory)
            if alone and start == touched and last.words in self._shorts:
                alone = False  # 安图县|二道白河镇
            touched = last.end if _SUFFIX.search(last.words) else -1
            if not alone and last.words in self._shorts:
                open_.append((Found(start, last.end, "region"), last.words))
            if not (alone and _stands(text, last, start)):
                overlapping = self._hidden(text, last)
                if overlapping is None or any(covered[overlapping.start : overlapping.end]):
                    continue
                start = start if overlapping.start == last.start else overlapping.start
                last = overlapping
            found.append((Found(start, last.end, "region"), last.words))
        more = self._beside.find(text, found, open_, covered)
        return sorted([*(each for each, _ in found), *more], key=lambda each: each.start)

    def _hidden(self, text: str, hit: Hit) -> Hit | None:
        """The name that a hit hides: 武汉 in 武汉市场, 安徽 in 来安徽 (来安 is a county).

        Only of a province or a prefecture: names of counties are too often parts of words.
        """
        market = hit.words.endswith("市") and _MARKET.match(text, hit.end)
        at = hit.start if market else hit.end - 1
        name = hit.words[:-1] if market else text[at : at + 2]
        if name not in self._large or not (market or len(hit.words) == 2):
            return None
        certain = segment.may_begin(text, at) if market else _cuts_the_later(text, hit.start, at)
        end = at + len(name)
        if not certain or _OTHER_NAME.match(text, end):
            return None
        if hit.end < end and (_LONGER_NAME.match(text, end) or text[end : end + 1] in _SIDES):
            return None
        return Hit(at, end, REGION, name)

    def _chains(self, hits: Sequence[Hit]) -> Iterable[list[Hit]]:
        """Region hits that touch, each inside the one before, together: 杭州市 + 滨江区.

        新建 in 湖南省新建商品住宅 touches and is in another province: two names, each by itself.
        """
        chain: list[Hit] = []
        for hit in hits:
            if not hit.sorts & REGION:
                continue
            if chain and not (hit.start == chain[-1].end and self._inside(hit, chain[-1])):
                yield chain
                chain = []
            chain.append(hit)
        if chain:
            yield chain

    def _inside(self, hit: Hit, outer: Hit) -> bool:
        if hit.words in self._ordinary and not _SUFFIX.search(hit.words):
            return False
        outers = [row.code for row in self._regions.named(outer.words)]
        return any(
            row.code != code and self._regions.is_within(row.code, code)
            for row in self._regions.named(hit.words)
            for code in outers
        )

    def _can_stand_alone(self, name: str, territory: str | None) -> bool:
        if name in self._ordinary:
            return False
        rows = self._regions.named(name)
        full = _SUFFIX.search(name) and (len(name) > 2 or name.endswith("县"))
        if full or any(row.name == name or row.level != "county" for row in rows):
            return True
        province = territory and list(self._regions.chain(territory))[-1].code
        return bool(province) and any(self._regions.is_within(r.code, str(province)) for r in rows)


def _stands(text: str, last: Hit, start: int) -> bool:
    short = not _SUFFIX.search(last.words) or last.end - start < 3
    after = text[last.end : last.end + 32]
    if _SCHOOL.match(after.replace("\n", "")):  # titles keep their line breaks
        return False
    if short and text[start - 1 : start] in ("“", '"') and _QUOTED_NAME.match(after):
        return False
    if not short and after.startswith("景区"):  # 德城区景区及景点
        return segment.may_begin(text, start)
    if _OTHER_NAME.match(after) or (short and _LONGER_NAME.match(after)):
        return False
    if after[:1] in tuple("）)") and _is_in_name(text, start, last, after):
        return False
    if last.words.endswith("县") and last.end - last.start == 2 and _OF_COUNTIES.match(after):
        return False
    if not short:
        return segment.may_begin(text, start) and not (
            (last.words.endswith("市") and _AFTER_CITY.match(after))
            or (last.words.endswith("区") and after[:1] in tuple("域块间"))
        )
    before = text[max(0, start - 2) : start]
    if _BEFORE_OTHER.search(before) or (_STATIONED.search(before) and _OFFICE_OF.match(after)):
        return False
    if before == "首都":
        return True
    if _GOES_ON.match(after):
        return segment.is_edge(text, start)
    return segment.is_edge(text, start, last.end)


def _cuts_the_later(text: str, start: int, at: int) -> bool:
    """Whether of two names that share a character the later is meant, wherever words are cut.

    创新|郑州 is; 来安|徽 and 香河|南 are cut wrongly. 双|河源 and 长白山 are other names.
    """
    if not segment.is_edge(text, at + 2):
        return False
    if segment.is_edge(text, at):
        return text[start] == "来" or not segment.is_edge(text, start)
    return segment.is_edge(text, at + 1)


def _is_in_name(text: str, start: int, last: Hit, after: str) -> bool:
    """Whether brackets around a place belong to a name: 安思尔（厦门）防护用品有限公司.

    Two places in them tell where something is: 豫南（驻马店平舆）应急航空救援基地.
    """
    if _IN_NAME.search(text[max(0, start - 3) : start]):
        return True
    opened = last.start == start and text[max(0, start - 1) : start] in ("（", "(")
    return opened and bool(_HAN.match(text, max(0, start - 2)) and _REST_OF_NAME.match(after))


def _title_spans(text: str) -> list[tuple[int, int]]:
    """Where 《titles》 stand: a region in a title is part of the document's name."""
    return [match.span() for match in re.finditer("《[^《》]{1,120}》", text)]


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a position is in one of some spans, which are in order and apart."""
    nearest = bisect_right(spans, (at, sys.maxsize)) - 1
    return nearest >= 0 and at < spans[nearest][1]


def mask(length: int, taken: Iterable[Found]) -> bytearray:
    """A byte a character: 1 where something is taken."""
    covered = bytearray(length)
    for found in taken:
        covered[found.start : found.end] = b"\1" * (found.end - found.start)
    return covered
