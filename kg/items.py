"""Items of a printed list of bodies: where each stands, before anything is known of it."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from kg.link import Context, Link, Linker
from kg.normalise import HAN

_OPEN, _CLOSE = "（〔［〈<(【", "）〕］〉>)】"
_SEPARATORS = "、，,；; \n"
#: characters of the longest name a body has
NAME_AT_MOST = 60
_MARK = re.compile(f"[{re.escape(_OPEN + _CLOSE + _SEPARATORS)}]")


class Item(Struct, frozen=True):
    """One body of a list in clean offsets, and what it links to."""

    start: int
    end: int
    text: str
    link: Link


class BodyList(Struct, frozen=True):
    """Items in order; ``open`` where the list ends in 等部门 or the like."""

    items: tuple[Item, ...]
    open: bool


class Piece(Struct, frozen=True):
    """An item before it is linked; ``separator`` is what stood in front of it."""

    start: int
    end: int
    separator: str


def split_items(text: str, start: int, end: int) -> list[Piece]:
    """Cut at separators outside brackets."""
    items: list[Piece] = []
    depth, at, separator = 0, start, ""
    marks = [found.start() for found in _MARK.finditer(text, start, end)]
    for i in (*marks, end):
        char = text[i] if i < end else "、"
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 or i == end:
            if _inside_name(text, at, i, end):
                continue
            begin, stop = _trimmed(text, at, i)
            if begin < stop:
                items.append(Piece(begin, stop, separator))
            separator, at = char, i + 1
    return items


def _inside_name(text: str, start: int, at: int, end: int) -> bool:
    """Whether a line end cuts a name (东北新城 / 管委会) rather than ending an item."""
    return (
        at < end and text[at] == "\n" and at > start and text[at - 1] not in _SEPARATORS
        and bool(re.match(rf"\n+[{HAN}]", text[at:end]))
        and not re.match(r"\n+.{2,6}[：:]", text[at:end])
    )  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n。：":
        start += 1
    while end > start and text[end - 1] in " \n。":
        end -= 1
    return start, end


def is_known(link: Link) -> bool:
    """Whether a link rests on a table or on the grammar of collectives."""
    return link.entity is not None and link.entity.listed


#: where one name may end and the next begin: 承德市文物局|国家金融监督管理总局承德监管分局,
#: 市委社会工委|市民政局, 人民银行东乡支行|抚州银保监分局
_SEAM = re.compile(
    "(?<=[局委会厅院行部办室署社心])(?=国家|中国|人民银行|[市省县区州盟旗]|[^，。；]{2,12}?[省市区县州盟旗]|"
    "[^，。；]{2,7}?(?:金融|银保监|税务|海关))"
)
#: how a name is read that says itself whose it is without a territory in front
_OWN = ("body.state", "body.listed", "body.infix")


def run_together(whole: str, linker: Linker, context: Context) -> list[tuple[str, Link]]:
    """Names printed without anything between them, each of which says whose it is, or nothing."""
    if not 8 <= len(whole) <= 4 * NAME_AT_MOST:
        return []
    for seam in _SEAM.finditer(whole):
        first, rest = whole[: seam.start()], whole[seam.start() :]
        if len(first) < 4 or len(rest) < 4:
            continue
        left = linker.body(first, context)
        if not (is_known(left) and _says_whose(left)):
            continue
        right = linker.body(rest, context)
        if _says_whose(right):
            return [(first, left), (rest, right)]
        if after := run_together(rest, linker, context):
            return [(first, left), *after]
    return []


def _says_whose(link: Link) -> bool:
    """Whether a name is a body's and has its territory in it, or is the State's."""
    own = link.prefixed or link.rule in _OWN
    return own and link.entity is not None and link.rule != "body.composed"


#: a region or zone that shares the head of the item after it, or is its government
NEEDS_HEAD = re.compile(r"(?:[市县区旗州盟]|新城|科技城|生态城|产业园|工业园)$")


#: 塘栖镇, 仓前街道; but neither 有关乡镇 nor 特色小镇
_TOWN = re.compile(
    "(?!各|有关|相关|属地|所属|所在|涉及|其他|其它|辖区|全|本|该|沿|重点|建制|特色|中心|试点|示范|[省市县区州])"
    f"[{HAN}]{{1,6}}(?:(?P<town>(?<![乡城小集村场])镇|(?<!城)乡)|街道)"
)


def _town(item: Item, linker: Linker, context: Context) -> Item:
    """A town or street by its government, where they lie right below: 塘栖镇, 仓前街道."""
    found = _TOWN.fullmatch(item.text) if item.text.endswith(("镇", "乡", "道")) else None
    here = context.territory
    if found is None or here is None or linker.knowledge.regions.children(here, context.day):
        return item
    link = linker.body(item.text + ("人民政府" if found["town"] else "办事处"), context)
    return replace(item, link=link) if link.rule == "body.township" else item


def with_governments(items: list[Item], linker: Linker, context: Context) -> list[Item]:
    """A district among bodies is its government: 市住建局、市财政局，东宝区、掇刀区."""
    items = [item if item.link.entity else _town(item, linker, context) for item in items]
    if not any(is_known(item.link) for item in items):
        return items
    done: list[Item] = []
    for item in items:
        if item.link.entity is None and NEEDS_HEAD.search(item.text):
            code = linker.places.whole(item.text, context)
            if code and _is_district(code, item.text, linker, context):
                link = linker.body(item.text + "人民政府", context)
                item = replace(item, link=replace(link, rule="body.shared-head"))
        done.append(item)
    return done


def _is_district(code: str, name: str, linker: Linker, context: Context) -> bool:
    """Whether a region, named in full, is a part of the document's territory."""
    regions, here = linker.knowledge.regions, context.territory or ""
    inside = code != here and regions.is_within(code, here)
    return inside and regions.get(code, context.day).name == name
