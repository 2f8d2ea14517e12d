"""Bodies in running text: a form and the territory before it or inside it.

省经信厅 is the form 经信厅 after the level word 省; 浙江省经信厅 has the region in full;
人行杭州中心支行 has it inside; 国务院 and 财政部 need none. A bare form after a body of the same
list (省发展改革委、财政厅) inherits. A bare form anywhere else names nobody in particular and is
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg import segment
from kg.knowledge import Knowledge
from kg.recognise.dictionary import FORM, HEAD, NAMED, REGION, STATE, TAIL, Hit
from kg.types import Found

_LEVEL_BEFORE = re.compile(r"(?:自治[区州县旗]|地区|[省市县区州盟旗])$")
#: what it ends in; a line may end between the word and the form
_LEVEL_ENDS = frozenset("区州县旗省市盟\n")
#: what makes another word of a level word (全市公安局, 跨区政府)
_NOT_BEFORE = re.compile(r"(?:[全我该本两各跨多副正原城])$")
#: members of all provinces or levels are no State organ: 各省、自治区、直辖市发展改革委、卫生健康委
_ALL_LEVELS = re.compile(
    "(?:各级|各地|省级|市级|县级|地方|各省|各市|各自治区|直辖市|兵团|所属)[^，。；：\\n]{0,40}$"
)
#: after the last character of a form: what shows that the word goes on
_GOES_ON = {
    "部": "门署长分队委级位件属",
    "局": "面势部限长级",
    "厅": "级长",
    "委": "员托派任培属",
    "办": "法理公事学好案证件结医税税电会",
    "院": "校士长落大",
    "会": "议员场计",
    "府": "采性投债补网站",
    "行": "业为动政",
    "处": "理置罚分方",
    "社": "会区保",
    "室": "内外",
}
_GROUP = re.compile("(?:领导小组|联席会议|指挥部)(?:办公室)?")
_GROUP_HEAD = re.compile("国务院|中央|[省市县区州盟旗](?![级直内外场民域值])")
_COMMITTEE = re.compile("[省市县区州旗盟]委(?![员托派任培属办宣组统政社])")
#: 人社部发〔2026〕40号: the issuing code of a document, not the body
_ISSUING_CODE = re.compile("(?:办)?[发函字电](?:〔|\\[|［|【)")
_OPENS_CODE = frozenset("办发函字电")
_NAME_BREAK = re.compile(
    "[，。；：、（）“”《》〔〕\\n在要对将经按从与及和的为以向由报]"
    "|会同|成立|设立|建立|调整|发挥|健全|完善|加强|指导"
)
_NATIONAL = ("国务院", "国家", "中国", "中共中央", "党中央", "中央", "全国", "最高")
_MAY_LEAD = "局长|厅长|部长|主任|书记|省长|市长|院长"


class BodyFinder:
    """Finds bodies from dictionary hits."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._bodies = knowledge.bodies
        self._excluded: dict[str, tuple[str, ...]] = {}  # longer names that a form begins
        for body in knowledge.bodies.all:
            for form in body.forms:
                longer = tuple(name for name in body.excluded if name.startswith(form))
                if longer:
                    self._excluded[form] = self._excluded.get(form, ()) + longer

    def find(self, text: str, hits: Sequence[Hit], *, state: bool) -> list[Found]:
        """Bodies in order. ``state``: a State organ's document, where bare forms are organs."""
        ends = {hit.end: hit for hit in hits if hit.sorts & REGION}
        found: list[Found] = []
        for hit in self._with_committees(text, hits):
            start = self._start(text, hit, ends, found, state=state)
            if start is not None and not self._goes_on(text, hit):
                while found and start <= found[-1].start:
                    found.pop()  # 国家税务总局 opens 国家税务总局浙江省税务局
                if found and found[-1].end > start:
                    continue
                found.append(Found(start, hit.end, "agency"))
        return found + self._groups(text, hits)

    def _with_committees(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """The hits, and 委 after a region's full name: 北京市委 is no entry of any dictionary."""
        starts = {hit.start for hit in hits}
        for hit in hits:
            yield hit
            if hit.sorts & REGION and hit.end not in starts and _COMMITTEE.match(text, hit.end - 1):
                yield Hit(hit.end, hit.end + 1, FORM, "委")

    def _groups(self, text: str, hits: Sequence[Hit]) -> list[Found]:
        """Coordination groups (省制造业高质量发展领导小组), from the word that opens the name."""
        starts = [hit.start for hit in hits if hit.sorts & REGION]
        found: list[Found] = []
        for group in _GROUP.finditer(text):
            floor = max(0, group.start() - 28)
            gap = [m.end() for m in _NAME_BREAK.finditer(text, floor, group.start())]
            begin = gap[-1] if gap else floor
            names = [at for at in starts if begin <= at < group.start() - 1]
            names += [m.start() for m in _GROUP_HEAD.finditer(text, begin, group.start() - 1)]
            start = next((at for at in sorted(names) if segment.is_edge(text, at)), None)
            if start is not None and text[start - 1 : start] not in tuple("各全我本"):
                found.append(Found(start, group.end(), "agency"))
        return found

    def _start(
        self, text: str, hit: Hit, ends: dict[int, Hit], found: list[Found], *, state: bool
    ) -> int | None:
        """Where the name begins whose form or tail a hit is, or None where it is no body."""
        if hit.sorts & NAMED:
            return hit.start
        region = _region_before(ends, hit.start)
        if hit.sorts & TAIL:
            begin = self._infix_start(text, hit, hit.start if region is None else region)
            if begin is not None:
                return begin
        if hit.sorts & HEAD and region is None:
            return None
        if hit.sorts & FORM:
            if region is not None:
                return region if segment.may_begin(text, region) else None
            level = None
            if text[hit.start - 1 : hit.start] in _LEVEL_ENDS:
                level = _LEVEL_BEFORE.search(text, max(0, hit.start - 3), hit.start)
            if level and not _NOT_BEFORE.search(text, max(0, level.start() - 1), level.start()):
                return level.start()
        if hit.sorts & STATE and self._is_state(text, hit, state=state):
            return hit.start
        if hit.sorts & FORM and found and text[found[-1].end : hit.start] == "、":
            return None if state and self._is_of_all(text, hit) else hit.start
        return None

    def _infix_start(self, text: str, hit: Hit, region: int) -> int | None:
        """Start of head + place + tail, where some form has this tail and what is before fits."""
        for infix in self._bodies.by_tail.get(hit.words, ()):
            if region == hit.start and infix.place != "{l}":
                continue
            if not infix.head:
                return region
            if text.endswith(infix.head, 0, region):
                return region - len(infix.head)
        return None

    def _is_state(self, text: str, hit: Hit, *, state: bool) -> bool:
        """Whether a form stands for the State's organ where it is printed."""
        if text[max(0, hit.start - 1) : hit.start] in tuple("省市县区州"):
            return False
        if self._is_national(hit.words):
            return True
        return state and not self._is_of_all(text, hit)

    def _is_of_all(self, text: str, hit: Hit) -> bool:
        return _ALL_LEVELS.search(text, max(0, hit.start - 48), hit.start) is not None

    def _is_national(self, words: str) -> bool:
        """Whether a State organ's name says by itself that it is the State's."""
        if words in self._bodies.suffix:
            return False
        return words.startswith(_NATIONAL) or (
            len(words) >= 3 and words.endswith(("部", "总局", "总署"))
        )

    def _goes_on(self, text: str, hit: Hit) -> bool:
        after = text[hit.end : hit.end + 1]
        if after in _OPENS_CODE and _ISSUING_CODE.match(text, hit.end):
            return True
        if text.startswith("会同", hit.end):  # 省政府新闻办会同有关部门
            return False
        if after and after in _GOES_ON.get(hit.words[-1], ""):
            return not re.match(_MAY_LEAD, text[hit.end - 1 : hit.end + 1])
        return text.startswith(self._excluded.get(hit.words, ()), hit.start)


#: names of regions that a body's name can begin with: province, prefecture, county, one to spare
_REGIONS_AT_MOST = 4


def _region_before(ends: dict[int, Hit], at: int) -> int | None:
    """Start of the chain of regions that ends at a position (浙江省杭州市|财政局)."""
    start: int | None = None
    for _ in range(_REGIONS_AT_MOST):
        if at not in ends:
            break
        start = at = ends[at].start
    return start
