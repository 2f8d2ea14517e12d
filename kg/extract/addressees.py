"""To whom a document is sent: the addressees, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.items import Item
from kg.link import Context, Link, Linker
from kg.lists import parse
from kg.normalise import HAN, unbroken
from kg.split import Parts


def addressees(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Addressees one by one."""
    if parts.addressees is None:
        return []
    end = parts.addressees.end
    while end > parts.addressees.start and text[end - 1] in "：: ":
        end -= 1
    items = parse(text, parts.addressees.start, end, linker, context).items
    return _with_shared_organs(text, _rejoined(text, items, linker, context), linker, context)


#: what a list of kinds is cut in two at: 市直和中央、省驻常单位; 市政府有关委、办、局;
#: 各国家级、省级开发区
_HALVES = re.compile(
    r".*(?:中央|国家)、(?:[省市]属?)?驻.*|.*(?:有关|直属|相关)[委办局厅部院](?:、[委办局厅部院])+"
    r"|各(?:国家|省|市)级、(?:省|市|县)级.*|各辖市、区|[^、]*厅、局"
)


#: 局机关各处室、局属各单位: each ranges over something of its own
_EACH = re.compile(r"、(?=(?:[省市县区州局部委校院所][属直]|[直所下]属)?各)")


def _each(item: Item, linker: Linker, context: Context) -> Iterator[Item]:
    """An item, or those it holds that each open with 各."""
    if linker.knowledge.collectives.is_single(item.text) or not _EACH.search(item.text):
        yield item
        return
    at = 0
    for cut in [*(found.start() for found in _EACH.finditer(item.text)), len(item.text)]:
        words = item.text[at:cut]
        yield Item(item.start + at, item.start + cut, words, linker.body(words, context))
        at = cut + 1


def _rejoined(text: str, items: tuple[Item, ...], linker: Linker, context: Context) -> list[Item]:
    """Addressees with those put together that are one and were cut at a mark inside."""
    done: list[Item] = []
    for item in (one for each in items for one in _each(each, linker, context)):
        before = done[-1] if done else None
        if before and text[before.end : item.start] == "、":
            whole = text[before.start : item.end].replace("\n", "")
            if _HALVES.fullmatch(whole):
                link = linker.body(whole, context)
                done[-1] = Item(before.start, item.end, whole, link)
                continue
        done.append(item)
    return done


#: 浙江省、江苏省人民政府; 神木市、府谷县财政局: what several places share
_OF_PLACE = re.compile(
    rf"(?P<place>[{HAN}]{{1,8}}?[省市县区旗盟州])(?![省市县区旗盟州])(?P<organ>[{HAN}]{{2,14}})"
)


def _place(words: str, level: str, linker: Linker, context: Context) -> str | None:
    """A bare place, in full where the one it shares an organ with is: 无锡 beside 苏州市."""
    names = (words, words + level) if words[-1] == level else (words + level, words)
    return next((name for name in names if linker.places.whole(name, context)), None)


def _with_shared_organs(
    text: str, items: list[Item], linker: Linker, context: Context
) -> list[Item]:
    """Addressees, a bare place among them with the organ of the next: 浙江省、江苏省人民政府."""
    done: list[Item] = []
    organ, level, following = "", "", -1
    for item in reversed(items):
        shares = organ and text[item.end : following] in ("、", "和")
        if shares and (place := _place(item.text, level, linker, context)):
            link = linker.body(place + organ, context)
            if link.entity and link.prefixed:
                item = Item(item.start, item.end, place + organ, link)
        else:
            found = _OF_PLACE.fullmatch(item.text)
            bare = found and linker.places.whole(found["place"], context)
            organ, level = (found["organ"], found["place"][-1]) if found and bare else ("", "")
        following = item.start
        done.append(item)
    return done[::-1]


def display(item: Item) -> str:
    """How an addressee is recorded: a department in full; others and governments as written.

    The committee of a zone is as written too, with the head it shares (广安经开区 + 管委会).
    """
    link: Link = item.link
    text = unbroken(item.text)
    if link.entity and link.entity.kind == "dispatched-office":
        shared = link.rule == "body.shared-head" and not text.endswith(("管委会", "管理委员会"))
        return text + ("管委会" if shared else "")
    as_written = ("collective", "place-role", "enterprise", "mass-organisation")
    if text.endswith("人民政府"):
        return text
    if link.entity and link.entity.kind not in as_written and link.entity.listed:
        return link.entity.name
    return text
