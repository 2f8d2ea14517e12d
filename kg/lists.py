"""Lists of bodies as documents print them: 省民政厅、省建设厅，各设区市政府.

One grammar serves owners, addressees and joint issuers. It knows brackets inside an item, elided
prefixes, heads shared by several items, collectives with marks inside, and open tails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.broken import mended, parted
from kg.items import (
    NAME_AT_MOST,
    NEEDS_HEAD,
    BodyList,
    Item,
    Piece,
    is_known,
    run_together,
    split_items,
    with_governments,
)  # fmt: skip
from kg.link import CORPS, Context, Linker
from kg.ranges import (
    INNER,
    SHARED_SORT,
    SOME_OFFICES,
    of_each_line,
    places_go_on,
    said_once,
    shared_quantifiers,
    with_plain_organs,
)
from kg.tails import cut_at_tails, without_open_tail, without_tail_or_gloss

_CONNECTORS = re.compile("以及|及其|会同|和|与|及")
#: 省委省政府, 党中央国务院: two bodies printed as one word
_TOGETHER = re.compile(
    r"(?:(?P<level>[省市县区州盟旗]|自治[区州县旗])(?:党)?委|党中央)(?P<second>(?P=level)(?:人民)?政府|国务院)"
)
#: 各行业主管部门和各县区政府; 各省辖市政府和济源示范区、航空港区管委会
_TWO_COLLECTIVES = re.compile(
    "[^和及]{3,}(?:部门|单位|企业|机构|政府|管委会)(?:和|及|以及)各"
    "|各[^和及]{1,16}(?:部门|单位|政府)(?:和|及|以及)[^和及]+(?:区|管委会)$"
)
#: 州委编办及州直相关单位
_BODY_AND_REST = re.compile(
    "[局厅委办院会中心](?:和|及|以及)(?:[省市县区州盟旗][直级]|其他|其它|有关|相关)[^和及]{0,10}"
    "(?:部门|单位|企业|机构)$"
)
SHARED_HEAD = re.compile(
    r"(人民政府|政府|管委会|管理委员会|办事处)(?:[（〔〈][^）〕〉]*[）〕〉])?$"
)
_SEVERAL_PLACES = re.compile(r"[省市县区州旗乡镇盟地师]+(?:[（〔［〈][^）〕］〉]*[）〕］〉])?$")
_CLOSING = "）〕］〉>)"


#: kinds whose territory the names after them take over: 财政厅 after 兰州海关 is not 兰州's
_PASSES_ON = frozenset({"department", "party-body", "mass-organisation", "public-institution"})


def parse(text: str, start: int, end: int, linker: Linker, context: Context) -> BodyList:
    """Read ``text[start:end]`` as a list of bodies."""
    end, is_open = without_open_tail(text, start, end, linker)
    pieces = mended(text, split_items(text, start, end), linker, context)
    pieces = parted(text, cut_at_tails(text, pieces, linker), linker, context)
    raws = _joined_collectives(text, pieces, linker, context)
    items: list[Item] = []
    inherited: str | None = None
    of_corps = False
    for whole in raws:
        raw, opens = without_tail_or_gloss(text, whole, linker)
        is_open = is_open or opens
        for item in _item(text, raw, linker, context, inherited):
            if of_corps and item.link.rule == "body.elided":
                item = _of_corps(item, linker, context)
            of_corps = item.link.rule == "body.corps" or (of_corps and not item.link.prefixed)
            items.append(item)
            if item.link.prefixed and item.link.entity and item.link.entity.kind in _PASSES_ON:
                inherited = item.link.territory
    items = shared_quantifiers(text, _shared_heads(items, linker, context), linker, context)
    items = [one for item in items for one in of_each_line(item, linker, context)]
    items = said_once(items, linker, context)
    items = with_governments(items, linker, context)
    return BodyList(tuple(items), is_open)


def _of_corps(item: Item, linker: Linker, context: Context) -> Item:
    """财政局 after 兵团发展改革委 is the Corps', where it has one."""
    link = linker.body(CORPS + item.text, context)
    return replace(item, link=link) if link.rule == "body.corps" else item


_COMPLETE = re.compile(
    r"(?:政府|委员会|管委会|办事处|机构|部门|单位|地|级|企业|公司|机关|党委|银行|医院|学校|协会|集团|"
    r"[厅局部委办会院处行社])$"
)


def _joined_collectives(
    text: str, raws: list[Piece], linker: Linker, context: Context
) -> list[Piece]:
    """Put together a collective that has separators inside: 各市、县（市、区）人民政府."""
    joined: list[Piece] = []
    skip = 0
    for index, raw in enumerate(raws):
        if skip:
            skip -= 1
            continue
        last = _collective_end(text, raws, index, linker, context)
        joined.append(raw if last == index else replace(raw, end=raws[last].end))
        skip = last - index
    return joined


def _collective_end(
    text: str, raws: list[Piece], index: int, linker: Linker, context: Context
) -> int:
    """Index of the last item that belongs to the collective an item opens.

    各市 by itself would be one; before 、县（市、区）人民政府 it is the beginning of another.
    """
    first = text[raws[index].start : raws[index].end]
    grammar = linker.knowledge.collectives
    opens = (
        "各" in first
        or _SEVERAL_PLACES.match(first.removeprefix("有关"))
        or first.endswith(SOME_OFFICES)
    )
    if not opens or _TWO_COLLECTIVES.match(first):
        return index
    complete = _is_complete(first, linker)
    if complete and ("各" in first or first.endswith(SOME_OFFICES)):
        plain = with_plain_organs(text, raws, index)
        if plain > index:
            return plain
    if complete and not grammar.is_places(first.removeprefix("各")):
        return index
    places = index  # 各区、县级市 has no organ
    for ahead in range(index + 1, min(index + 5, len(raws))):
        if raws[ahead].separator not in "、\n":
            break
        item = text[raws[ahead].start : raws[ahead].end]
        whole = text[raws[index].start : raws[ahead].end]
        if item.startswith("各") and complete and grammar.is_single(first):
            break
        if not places_go_on(text[raws[index].start : raws[ahead - 1].end], item, linker, context):
            break
        if _is_complete(whole, linker):
            if grammar.is_single(whole) and (last := _with_lines(text, raws, ahead, linker)):
                return last
            return with_plain_organs(text, raws, _with_corps(text, raws, ahead, linker))
        if grammar.is_places(re.sub("^各(?:有关|相关)?", "", whole)):
            places = ahead
    if places > index and (last := _with_lines(text, raws, places, linker)):
        return last
    return places


#: how many lines of work there are at most in 各省、自治区、直辖市、新疆生产建设兵团林业和草原、
#: 农业农村、自然资源、乡村振兴主管部门
_LINES_AT_MOST = 6


def _with_lines(text: str, raws: list[Piece], index: int, linker: Linker) -> int | None:
    """Index of the last of several lines of work that places go on with, where they do."""
    for ahead in range(index + 1, min(index + 1 + _LINES_AT_MOST, len(raws))):
        item = text[raws[ahead].start : raws[ahead].end]
        if raws[ahead].separator != "、":
            return None
        if SHARED_SORT.search(item):
            return ahead if ahead > index + 1 else None
        if _is_complete(item, linker):
            return None
    return None


def _with_corps(text: str, raws: list[Piece], index: int, linker: Linker) -> int:
    """Take in 、新疆生产建设兵团民政局 after 各省、自治区、直辖市: places go on."""
    if not text.endswith("直辖市", 0, raws[index].end) or index + 1 == len(raws):
        return index
    following = raws[index + 1]
    item = text[following.start : following.end]
    goes_on = following.separator == "、" and item.startswith(("新疆生产建设兵团", "计划单列市"))
    return index + 1 if goes_on and _is_complete(item, linker) else index


def _is_complete(text: str, linker: Linker) -> bool:
    if linker.knowledge.collectives.is_single(text):
        return True
    return bool(_COMPLETE.search(INNER.sub("", text)))


def _item(
    text: str, raw: Piece, linker: Linker, context: Context, inherited: str | None
) -> Iterator[Item]:
    """One item, or the two it holds: a body posted in another, or two joined by 和."""
    whole = text[raw.start : raw.end]
    together = _TOGETHER.fullmatch(whole) if whole.endswith(("政府", "国务院")) else None
    if together:
        middle = raw.start + together.start("second")
        for start, end in ((raw.start, middle), (middle, raw.end)):
            yield Item(start, end, text[start:end], linker.body(text[start:end], context))
        return
    link = linker.body(whole, context, inherited)
    posted = _posted(whole, linker, context)
    if posted:
        inner_at = raw.start + whole.index(posted, len(INNER.sub("", whole)))
        host = INNER.sub("", whole)
        yield Item(raw.start, raw.start + len(host), host, linker.body(host, context, inherited))
        yield Item(
            inner_at, inner_at + len(posted), posted, linker.body(posted, context, inherited)
        )
        return
    if not is_known(link) and (parts := run_together(whole, linker, context)):
        at = raw.start
        for part, body in parts:
            yield Item(at, at + len(part), part, body)
            at += len(part)
        return
    if not is_known(link) or _names_two(whole):
        for found in _joints(whole):
            left, right = whole[: found.start()], whole[found.end() :]
            head = NEEDS_HEAD.search(left) and SHARED_HEAD.search(right)
            first = linker.body(left + head[0] if head else left, context, inherited)
            second = linker.body(right, context, first.territory if first.prefixed else inherited)
            goes_on = _TWO_COLLECTIVES.match(whole) and NEEDS_HEAD.search(right)
            if len(left) >= 2 and is_known(first) and (is_known(second) or goes_on):
                yield Item(raw.start, raw.start + found.start(), left, first)
                yield Item(raw.start + found.end(), raw.end, right, second)
                return
    yield Item(raw.start, raw.end, whole, link)


def _names_two(whole: str) -> bool:
    """Whether what is known as one name has the form of two."""
    joined = "和" in whole or "及" in whole
    return joined and bool(_TWO_COLLECTIVES.match(whole) or _BODY_AND_REST.search(whole))


def _joints(whole: str) -> Iterator[re.Match[str]]:
    """Connectors that may stand between two names: none is so long that prose could be one."""
    if len(whole) > 2 * NAME_AT_MOST + 2:
        return
    for found in _CONNECTORS.finditer(whole):
        if max(found.start(), len(whole) - found.end()) <= NAME_AT_MOST:
            yield found


def _posted(whole: str, linker: Linker, context: Context) -> str | None:
    """The inner name of 省委宣传部〔省文明办〕: a body with a territory of its own.

    A second plate has none: 发展和改革局（粮食局） is one body.
    """
    inner = INNER.search(whole) if whole[-1:] in _CLOSING else None
    if not inner or linker.knowledge.collectives.kind(whole):
        return None
    link = linker.body(inner[1], context)
    return inner[1] if link.prefixed and link.entity else None


def _shared_heads(items: list[Item], linker: Linker, context: Context) -> list[Item]:
    """Give 钦南区 in 钦南区、钦北区人民政府 the head it shares with the item after it.

    沈阳、大连市政府 share the word for their level too.
    """
    done: list[Item] = []
    head: str | None = None
    level = ""
    for item in reversed(items):
        found = SHARED_HEAD.search(item.text)
        if found:
            head, level = found[1], item.text[max(0, found.start() - 1) : found.start()]
        elif (
            head and NEEDS_HEAD.search(INNER.sub("", item.text)) and not item.text.startswith("各")
        ):
            link = linker.body(item.text + head, context)
            if link.entity:
                item = replace(item, link=replace(link, rule="body.shared-head"))
        elif head and _is_place(item, level, linker, context):
            link = linker.body(item.text + level + head, context)
            item = replace(item, link=replace(link, rule="body.shared-head"))
        else:
            head = None
        done.append(item)
    return done[::-1]


def _is_place(item: Item, level: str, linker: Linker, context: Context) -> bool:
    """Whether an item is a region without the word for its level: 沈阳 before 大连市政府."""
    short = item.link.entity is None and 2 <= len(item.text) <= 4 and level in tuple("市县区州盟旗")
    return short and linker.places.whole(item.text + level, context) is not None
