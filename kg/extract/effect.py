"""From when a document holds and until when."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.dates import COMPACT_DATE, DATE, TABLE_DATE, iso, number_or_none
from kg.split import Parts
from kg.types import Span

_HAN = "\u4e00-\u9fff"
_ENTERS = "(?:施行|实施|执行|试行|实行|生效|有效)"
_ISSUED = "(?:印发|发布|公布|颁布|下发|发文|签发|颁发|发出|公告)"
_KINDS = "通知|办法|意见|措施|公告|规定|细则|方案|政策"
#: what a document calls itself: 本办法, 本《通知》, or 现予公布; 资本办法 is no such word
_OWN = (
    rf"(?:(?<![资成基根日标样版书原])本(?!地|部门|单位|辖区|行政|级|人)(?:《[{_HAN}]{{1,8}}》|〈[{_HAN}]{{1,8}}〉|“[{_HAN}]{{1,8}}”"
    rf"|[{_HAN}]{{1,12}}|(?=[自从于]))|现?(?:予以|予){_ISSUED}|现{_ISSUED}(?:《[^》]{{2,60}}》)?"
    rf"|(?<=\n)该[{_HAN}]{{0,4}}(?:{_KINDS})"
    r"|(?:现将|(?:批准|决定)发布)[^。；]{2,120}?[，）](?=自)"
    r"|(?:[施实执]行|生效)(?:时间|日期)[：\n][^。；\n]{0,14}?(?=[自从]))"
)
#: what it calls what it says: 上述差别化住房信贷政策; in the midst of a section only a part of it
_ALL = (
    rf"(?:以上|上述)[{_HAN}]{{0,14}}?(?:政策|措施|规定|调整|事项|意见|标准|内容)(?:措施|调整|均)?"
    "|以上"
)
_THIS = f"(?:{_OWN}|(?P<all>{_ALL}))"
#: 本办法自2031年8月1日起施行; 本政策自公布之日（2023年12月1日）起施行;
#: 本措施执行时间从2022年6月1日起; 有效期自2022年6月1日起至2023年5月31日
_FROM_DAY = (
    rf"[自从于](?:{_ISSUED}之日（)?{DATE.pattern}(?:零时)?）?起?(?:正式|开始|全面)?{_ENTERS}"
    rf"|(?:[施实执]行(?:时间|期限|期|日期)|有效期限?)(?:为|是)?：?[自从]{DATE.pattern}(?:起|开始|至)"
)
#: 本通知自4月1日起执行: of the year it is signed in
_FROM_DAY_OF_YEAR = rf"[自从于](?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日起?(?:正式|开始)?{_ENTERS}"
#: 本通知发布之日起实施, 自本通知印发之日起施行
_ONESELF = "|".join(f"本{kind}" for kind in _KINDS.split("|"))
_BEGINS = "(?:正式|开始)?(?:施行|实施|执行|生效|试行|实行)"
_FROM_NOW = (
    rf"(?:[自从](?:本[{_HAN}]{{2,6}}|文件|公文|通知)?{_ISSUED}之?日?起?(?:零时)?(?:至|{_BEGINS})"
    rf"|(?:[自从]即日起|(?<={_ONESELF}){_ISSUED}之?日起?){_BEGINS})"
)
#: 自发布之日起30日后施行
_DAYS_AFTER = (
    rf"自{_ISSUED}之日起(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})日(?:后|之后|以后)起?"
    r"(?:施行|实施|执行|生效)"
)
#: 自公告次日起执行
_NEXT_DAY = (
    rf"自(?:本[{_HAN}]{{2,6}})?{_ISSUED}(?:之日的?)?(?:次日|第二[日天])起?(?:正式|开始)?{_ENTERS}"
)
#: 有效期为2031年6月1日至2032年5月31日: said of the document itself, not of what it grants
_SPAN = (
    rf"(?:[施实执]行(?:时间|期限|期)|有效期限?)(?:暂定)?(?:为|是)?：?{DATE.pattern}"
    r"(?:起?至|[—\-－–~～]+)"
)
#: 本措施解释权归各单位，有效期为2031年6月1日至…: a clause of the same sentence may stand between
_OWN_CLAUSE = rf"本(?!次|轮|期|年)[{_HAN}]{{0,6}}?(?:{_KINDS})[^。；]{{0,24}}?，"
#: What each of these begins with, found fast by its first character: most texts have none
_BEGINNING = re.compile(
    rf"[本自从于施实执有](?:(?<=本)(?:{_KINDS}){_ISSUED}之?日|(?<=[自从])即日起"
    rf"|(?<=[自从于])(?<!关于)(?:(?:本[{_HAN}]{{2,6}}|文件|公文|通知)?{_ISSUED}"
    r"|(?:19|20)\d\d年|\d{1,2}月\d|[一二][\u3007○零九八])"
    r"|(?:行(?:时间|日期|期)|效期)限?(?:暂定)?(?:为|是)?：?[自从]?(?:19|20)\d\d年)"
)
_FROM, _TERM, _NOW, _AFTER, _OF_YEAR, _NEXT = range(6)
#: words that some of them have and few texts
_WORDS = {
    _FROM: ("年",),
    _TERM: ("有效期", "行时间", "行期"),
    _AFTER: ("后",),
    _OF_YEAR: ("月",),
    _NEXT: ("次日", "第二"),
}
_SENTENCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_THIS}(?:。|[^。；]{{0,40}}?)(?:{_FROM_DAY})",
        rf"(?:{_OWN}的?|{_OWN_CLAUSE}){_SPAN}",
        rf"{_THIS}(?:。|[^。；]{{0,30}}?){_FROM_NOW}",
        rf"{_THIS}[^。；]{{0,30}}?{_DAYS_AFTER}",
        rf"{_OWN}{_FROM_DAY_OF_YEAR}",
        rf"(?:{_THIS}[^。；]{{0,30}}?|[，。]){_NEXT_DAY}",
    )
)
#: characters of such a sentence before and after what it is found by
_LEAD, _TAIL = 190, 60
_SENTENCE_BEGINS = re.compile(
    r"(?:^|\n)(?:\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])?\s*$"
)
#: characters of the end of a document, where 以上 means all of it
_END = 160
_VALIDITY = re.compile(
    r"(?:有效期限?|试行期限?)(?:为|暂定)?(?:自[^。；，]{0,16}起)?\s*"
    r"(\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:个)?年"
)
_VALID_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:截至|截止到?|至|到)|(?:施行|实施|执行)(?:至|到)"
    rf"|(?:有效期限?|(?:施行|实施|执行)(?:时间|期限|期))(?:为|是)?[自从][^。；]{{0,20}}?至"
    rf"|{_ISSUED}之日起至){DATE.pattern}"
)
#: words that a sentence of either kind has one of
_OF_VALIDITY = (
    "有效期",
    "之日起至",
    *(of + to for of in "行施" for to in ("期", "时间", "至", "到")),
)


def _stretches(parts: Parts) -> list[Span]:
    """Body and annexes; below a tail or a list that no titled annex follows, what stands there."""
    found = [parts.body, *(annex.body for annex in parts.annexes)]
    if parts.annex_list and not parts.annexes:
        found.append(parts.annex_list)
    if parts.date and not parts.annexes and parts.body.end <= parts.date.start:
        found.append(Span(parts.date.end, parts.whole.end))
    return found


#: 【实施时间】 20221025, 施行日期：2022-10-25: a label of a page or a data base
_LABEL = re.compile(r"(?:实施|施行|生效|执行)(?:日期|时间)[】：:\d]")
_LABELLED = re.compile(
    rf"(?:^|[\n ]|(?<=\d))[ 【\[［]*(?:实施|施行|生效|执行)(?:日期|时间)[】\]］]?[：:\s]*"
    rf"(?:(?P<day>{DATE.pattern}|{TABLE_DATE.pattern})|(?P<compact>{COMPACT_DATE.pattern}))"
)


def effective(text: str, parts: Parts, signed: str | None) -> str | None:
    """The stated day, or the signing day for 自印发之日起 (and so many days after it).

    Else the day that a label of the page gives.
    """
    return _told(text, parts, signed) or _labelled(text, parts)


def _labelled(text: str, parts: Parts) -> str | None:
    if not _LABEL.search(text, parts.whole.start, parts.whole.end):
        return None
    found = _LABELLED.search(text, parts.whole.start, parts.whole.end)
    if found is None:
        return None
    form = COMPACT_DATE if found["compact"] else DATE
    words = found["compact"] or found["day"]
    day = form.search(words) or TABLE_DATE.search(words)
    return iso(day) if day else None


def _told(text: str, parts: Parts, signed: str | None) -> str | None:
    for span in _stretches(parts):
        for at in _BEGINNING.finditer(text, span.start, span.end):
            low, high = max(span.start, at.start() - _LEAD), min(span.end, at.start() + _TAIL)
            words = text[low:high]
            for form, sentence in enumerate(_SENTENCES):
                told = form not in _WORDS or any(word in words for word in _WORDS[form])
                found = sentence.search(text, low, high) if told else None
                if found and found.end() > at.start() and _of_all(found, span):
                    return _day_of(found, form, signed)
    return None


def _day_of(found: re.Match[str], form: int, signed: str | None) -> str | None:
    """The day that a sentence of one of the forms means."""
    if form == _NOW:
        return signed
    if form == _NEXT:
        return _days_later(signed, 1)
    if form == _AFTER:
        return _days_later(signed, number_or_none(found["days"]))
    words = found[0]
    if form == _OF_YEAR:
        words = f"{signed[:4]}年{found['month']}月{found['day']}日" if signed else ""
    days = list(DATE.finditer(words))
    return iso(days[-1]) if days else None


def _of_all(found: re.Match[str], span: Span) -> bool:
    """Whether a sentence is on the whole document: 上述降费政策自… within a section is not."""
    if not found.groupdict().get("all"):
        return True
    before = found.string[max(span.start, found.start() - 8) : found.start()]
    return span.end - found.end() < _END or _SENTENCE_BEGINS.search(before) is not None


def validity(text: str, parts: Parts, begins: str | None) -> tuple[str | None, str | None]:
    """Stated validity and the day it ends."""
    for span in _stretches(parts):
        end = text[max(span.start, span.end - 600) : span.end]
        if not any(word in end for word in _OF_VALIDITY):
            continue
        until = _VALID_UNTIL.search(text, max(span.start, span.end - 600), span.end)
        if until:
            day = list(DATE.finditer(until[0]))[-1]
            return until[0], iso(day)
        years = _VALIDITY.search(text, max(span.start, span.end - 600), span.end)
        if years:
            count = number_or_none(years[1].replace("两", "二"))
            return years[0], _years_later(begins, count) if begins and count else None
    return None, None


def _years_later(day: str, years: int) -> str:
    year, rest = int(day[:4]) + years, day[4:]
    return f"{year}-02-28" if rest == "-02-29" else f"{year}{rest}"


def _days_later(day: str | None, days: int | None) -> str | None:
    if day is None or days is None:
        return None
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
