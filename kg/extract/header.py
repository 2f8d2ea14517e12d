"""The head and tail of a document, read: number, title, kind, issuers, addressees, dates.

What is not printed stays None. The context in which the document's own words are read (省, 我市)
comes from its issuers, else from its title, else from the regions its text names most.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kg.dates import DATE, TABLE_DATE, iso, number_or_none
from kg.extract.context import NamesIn, context_of, title_head
from kg.items import Item
from kg.knowledge import Knowledge
from kg.link import Context, Link, Linker
from kg.lists import parse
from kg.normalise import HAN
from kg.split import NUMBER, ORDER_NUMBER, Parts
from kg.types import Span

_THIS = (
    r"(?:本[\u4e00-\u9fff]{1,12}|现予(?:以)?(?:公布|发布|印发)"
    r"|以上[\u4e00-\u9fff]{0,8}(?:政策|措施)|上述(?:政策|措施)|本)"
)
_ENTERS = "(?:施行|实施|执行)"
#: 本办法自2031年8月1日起施行; 本政策自公布之日（2023年12月1日）起施行;
#: 本措施执行时间从2022年6月1日起
_FROM_DAY = re.compile(
    rf"自(?:(?:公布|发布|印发)之日（)?{DATE.pattern}(?:零时)?）?起(?:正式|开始)?(?:{_ENTERS}|生效)"
    rf"|[施实执]行(?:时间|期限|期)(?:为|是)?：?[自从]{DATE.pattern}(?:起|开始|至)"
)
_FROM_NOW = re.compile(
    "[自从](?:印发|发布|公布|颁布|下发|发文|签发|文件印发)之?日?起?(?:正式)?(?:施行|实施|执行|生效)"
)
_EFFECTIVE_DAY = re.compile(rf"{_THIS}[^。；]{{0,40}}?(?:{_FROM_DAY.pattern})")
_EFFECTIVE_NOW = re.compile(rf"{_THIS}[^。；]{{0,30}}?{_FROM_NOW.pattern}")
_VALIDITY = re.compile(
    r"有效期(?:为|限为|暂定)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:个)?年"
)
_VALID_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:截至|截止到?|至|到)|{_ENTERS}(?:至|到)"
    rf"|(?:有效期|{_ENTERS}(?:时间|期限|期))(?:为|是)?[自从][^。；]{{0,20}}?至){DATE.pattern}"
)
_PERIOD = re.compile(r"(20\d{2})\s*年?\s*[—\-－–~～至]+\s*(20\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Number:
    """A document number in its parts; ``year`` is None where the number prints none (令第10号)."""

    text: str
    code: str
    year: int | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Header:
    """What head and tail say. Items carry clean offsets and links."""

    title: str | None
    kind: str | None
    number: Number | None
    issuers: tuple[Item, ...]
    addressees: tuple[Item, ...]
    signed: str | None
    effective: str | None
    expires: str | None
    validity: str | None
    context: Context


def period_of(text: str) -> tuple[int, int] | None:
    """First span of years a title or opening names: （2021—2025年）, 规划期限为2021—2025年."""
    found = _PERIOD.search(text)
    return (int(found[1]), int(found[2])) if found else None


def joined(text: str, span: Span | None) -> str | None:
    """Words of a span, its lines put together."""
    return text[span.start : span.end].replace("\n", "").strip() if span else None


def read_header(
    text: str, parts: Parts, knowledge: Knowledge, linker: Linker, names_in: NamesIn
) -> Header:
    """Read head and tail of one document of a clean text.

    ``names_in`` gives the region names of a text in order (the recogniser's dictionary).
    """
    title = joined(text, parts.title)
    signed = _signed(text, parts)
    number = _number(text, parts)
    context = context_of(text, parts, knowledge, linker, names_in)
    context = context._replace(day=signed or era(text, parts, number))
    effective = _effective(text, parts, signed)
    validity, expires = _validity(text, parts, effective or signed)
    return Header(
        title=title,
        kind=_kind(text, parts, title, knowledge),
        number=number,
        issuers=tuple(_issuers(text, parts, linker, context)),
        addressees=tuple(_addressees(text, parts, linker, context)),
        signed=signed,
        effective=effective,
        expires=expires,
        validity=validity,
        context=context,
    )


def _kind(text: str, parts: Parts, title: str | None, knowledge: Knowledge) -> str | None:
    if title:
        return knowledge.kinds.of_title(title)
    body = text[parts.whole.start : parts.whole.end]
    if parts.annexes or re.search("印发(?:给)?你们|通知如下", body[:1500]):
        return "通知"
    said = re.search(
        "(?:提出|制定|出台|作出|作)(?:如下|以下)[一-鿿]{0,4}?(意见|措施|办法|方案|规定)",
        body[:1500],
    )
    if said:
        return said[1]
    own = Counter(
        re.findall(
            "(?:本|以上|上述)(通知|意见|办法|方案|措施|规定|细则|规划|决定|公告|通告|条例)", body
        )
    )
    return own.most_common(1)[0][0] if own else None


#: 苏州市人民政府 in （2023年1月30日苏州市人民政府苏府规字〔2023〕1号文发布）
_ISSUER_BEFORE_CODE = re.compile("^.*(?:人民政府|办公厅|办公室|委员会)(?=.{2})")


def _number(text: str, parts: Parts) -> Number | None:
    if parts.number is None:
        return None
    printed = text[parts.number.start : parts.number.end]
    found = NUMBER.search(printed)
    if found:
        year, sequence = int(found["year"]), int(found["seq"])
        code = _ISSUER_BEFORE_CODE.sub("", found["code"])
        return Number(f"{code}〔{year}〕{sequence}号", code, year, sequence)
    order = ORDER_NUMBER.search(printed)
    sequence_or_none = number_or_none(order["seq"]) if order else None
    if order is None or sequence_or_none is None:
        return None
    opening = re.match(rf"[{HAN}]*", printed.lstrip("（( "))
    words = re.sub("第.*", "", opening[0]) if opening else ""
    above = "" if words else _order_above(text, parts)
    year_text = order["year"]
    return Number(above + printed.strip("（）() "), words or above or "令",
                  int(year_text) if year_text else None, sequence_or_none)  # fmt: skip


_ORDER_ABOVE = re.compile(rf"(?:^|\n)\s*(?P<issuer>[{HAN}]{{2,30}})令[\s（(]*$")


def _order_above(text: str, parts: Parts) -> str:
    """The name of an order whose number is in the line below (广东省人民政府令 / （第290号）)."""
    span = _order_issuer(text, parts)
    return text[span.start : span.end] + "令" if span else ""


def _order_issuer(text: str, parts: Parts) -> Span | None:
    if parts.number is None:
        return None
    start = max(parts.whole.start, parts.number.start - 48)
    found = _ORDER_ABOVE.search(text[start : parts.number.start])
    return Span(start + found.start("issuer"), start + found.end("issuer")) if found else None


# -- issuers and addressees --------------------------------------------------------------------


def _issuers(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Issuers from the title where it names them, else from the signature."""
    signed = [
        item
        for span in parts.signatures
        for item in parse(text, span.start, span.end, linker, context).items
        if item.link.entity
    ]
    head = title_head(text, parts) or _order_issuer(text, parts)
    titled: list[Item] = []
    if head:
        listed = parse(text, head.start, head.end, linker, context).items
        titled = [item for item in listed if item.link.entity]
        titled = titled if len(titled) == len(listed) else []
    return titled if len(titled) > len(signed) else signed or titled


def _addressees(text: str, parts: Parts, linker: Linker, context: Context) -> list[Item]:
    """Addressees one by one."""
    if parts.addressees is None:
        return []
    end = parts.addressees.end
    while end > parts.addressees.start and text[end - 1] in "：: ":
        end -= 1
    return list(parse(text, parts.addressees.start, end, linker, context).items)


def display(item: Item) -> str:
    """How an addressee is recorded: a body in full, a collective or an unknown as written.

    The committee of a zone is as written too, with the head it shares (广安经开区 + 管委会).
    """
    link: Link = item.link
    if link.entity and link.entity.kind == "dispatched-office":
        shared = link.rule == "body.shared-head" and not item.text.endswith(
            ("管委会", "管理委员会")
        )
        return item.text + ("管委会" if shared else "")
    if link.entity and link.entity.kind not in ("collective", "place-role") and link.entity.listed:
        return link.entity.name
    return item.text


# -- dates ------------------------------------------------------------------------------------


def _signed(text: str, parts: Parts) -> str | None:
    if parts.date is None:
        return None
    printed = text[parts.date.start : parts.date.end]
    found = DATE.search(printed) or TABLE_DATE.search(printed)
    return iso(found) if found else None


_CITED_YEAR = re.compile(r"[〔\[（(](?P<year>(?:19|20)\d\d)[〕\])）]\d+号")
_YEAR = re.compile(r"(20[0-2]\d)年")
#: years between the first day a text names and the last year it speaks of (规划 look ahead)
_AHEAD = 3


def era(text: str, parts: Parts, number: Number | None) -> str | None:
    """About when a document without a date was issued: the names of bodies are read by it.

    The year of its number; else the first day it names that no document it cites came after.
    Of 2,547 web copies without a date 1,178 have such a day, 1,105 of them in the year of issue or
    one beside it.
    """
    if number is not None and number.year:
        return f"{number.year}-07-01"
    words = text[parts.whole.start : parts.whole.end]
    cited = max((found["year"] for found in _CITED_YEAR.finditer(words)), default="")
    days = (iso(found) for found in DATE.finditer(words))
    first = next((day for day in days if day and day[:4] >= cited), f"{cited}-07-01")
    last = max(map(int, _YEAR.findall(words)), default=0)
    return first if first[:4].isdigit() and int(first[:4]) >= last - _AHEAD else None


def _effective(text: str, parts: Parts, signed: str | None) -> str | None:
    """The stated day, or the signing day for 自印发之日起."""
    stretches = [parts.body, *(annex.body for annex in parts.annexes)]
    for span in stretches:
        found = _said(_FROM_DAY, _EFFECTIVE_DAY, text, span)
        if found:
            day = DATE.search(found[0])
            return iso(day) if day else None
    for span in stretches:
        if _said(_FROM_NOW, _EFFECTIVE_NOW, text, span):
            return signed
    return None


def _said(
    end: re.Pattern[str], whole: re.Pattern[str], text: str, span: Span
) -> re.Match[str] | None:
    """The first match of an expression, looked for only where there is one of its ending."""
    if not end.search(text, span.start, span.end):
        return None
    return whole.search(text, span.start, span.end)


def _validity(text: str, parts: Parts, begins: str | None) -> tuple[str | None, str | None]:
    """Stated validity and the day it ends."""
    stretches = [parts.body, *(annex.body for annex in parts.annexes)]
    for span in stretches:
        until = _VALID_UNTIL.search(text, max(span.start, span.end - 600), span.end)
        if until:
            day = list(DATE.finditer(until[0]))[-1]
            return until[0], iso(day)
        years = _VALIDITY.search(text, max(span.start, span.end - 600), span.end)
        if years:
            count = number_or_none(years[1])
            return years[0], _years_later(begins, count) if begins and count else None
    return None, None


def _years_later(day: str, years: int) -> str:
    year, rest = int(day[:4]) + years, day[4:]
    return f"{year}-02-28" if rest == "-02-29" else f"{year}{rest}"
