"""What a document itself decides, in its own voice and its operative part.

省政府决定命名…, 经研究，同意…设立…, 现批复如下：一、原则同意《…》. A decision that the document
tells of somebody else (证监会决定…) is none of its own; a list in an annex is only
read where it is the roster of a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.appointing import appoints
from kg.extract.naming import Item, listed
from kg.extract.page import Findings, Page
from kg.extract.prices import prices
from kg.facts import Decision, Subject
from kg.types import Span

_HINT = re.compile("决定|同意|批准|撤销|[价费]|名单|任命|免去|批复")
_ACTOR = "(?P<actor>[^，。；：\n]{0,24}?)"
_VOICE = re.compile(
    f"(?:^|(?<=[。；，：\n、]))(?:现(?:批复如下：)?|特)?{_ACTOR}"
    "(?P<voice>决定批准|(?:研究)?决定|原则同意|原则上同意|同意批复|同意|批准|批复)"
)
_NOT_VOICE = re.compile("[经须未不报后如若应可请均曾拟与向按的所]|会议|上级|本人|双方|一致|书面")
_SENTENCE = re.compile("[。\n]")
_DECIDES = re.compile("决定|同意|批准|批复|撤销")
_FOUNDS = re.compile(
    "(?:^|[，；]|决定|同意|批准)(?:在(?P<base>[^，；。]{2,50}?)的?基础上，?)?"
    "(?P<verb>设立|建立|成立|组建|新建|筹建|增设)(?P<thing>[^，；。：（\n]{2,70})"
)
_OF_OTHERS = re.compile("^(?:由|以)[^，。；]*?的")
_NAMES = re.compile(
    "(?:将)?(?P<verb>命名|认定|评定|确定|评选|追授|授予)(?P<subjects>[^。；\n]{2,800}?)"
    "(?:等(?P<count>\\d+|[一二三四五六七八九十]+)[个名家位][^，。；为“]{0,20})?"
    "(?P<as>为(?P<thing>[^。；\n]{2,60})|(?P<title>“[^”]{2,30}”(?:荣誉)?(?:称号|奖章|奖)|(?:国家|全国|中国|[省市县])[^，。；、“\n]{2,20}?(?:称号|奖章|奖(?:[特一二三]等奖)?)))"
)
_CANCELS = re.compile("(?:^|决定|同意|，并?)(?P<verb>取消|停止|废除)(?P<thing>[^，；。\n]{2,80})")
_ABOLISHES = re.compile("(?:^|决定|同意|，|；)撤销(?P<thing>[^，；。\n的]{2,50})")
_RENAMES = re.compile(
    "(?:将)?(?P<thing>[^，；。\n将]{2,50}?)(?:更名|改名|改称)为(?P<new>[^，；。（\n]{2,50})"
)
_MERGES = re.compile(
    "(?:将)?(?P<thing>[^，；。\n将]{2,50}?)(?:整体)?(?:并入|合并(?:组建)?为)(?P<new>[^，；。（\n]{2,50})"
)
_TITLE = re.compile(
    "(?:你们?[^《，。；\n]{0,16})?(?:报送|提出|制定|编制|上报)?的?《(?P<title>[^《》]{3,90}(?:《[^《》]*》[^《》]*)?)》"
)
_SELF = re.compile("(?:^|[。；\n、])(?P<whole>撤销[^，；。\n的]{2,50})")
_DIVISION = re.compile(
    "(?:[省市县区州盟旗乡镇村]|街道|委员会|办公室|[局厅部委院校所站社署]|中心|大学|学院|小组|联席会议(?:制度)?|"
    "指挥部|公司|机构|开发区|园区|管委会|办事处|协会|基金|制度)$"
)
_TRAIL = re.compile("(?:（[^（）]*）|[，。；、“”]|的(?:通知|决定))+$")
_LIST_APART = re.compile("（[^（）]*(?:见|附|名单)[^（）]*）|[，。；]+$")
_GOES_TO = re.compile(
    "，其(?:[^，；。\n]{0,10}?职[能责])[^，；。\n]{0,12}?(?:并入|划入|划归|移交|由)(?P<to>[^，；。\n]{2,40}?)(?:承担|负责)?(?=[，；。\n]|$)"
)
_REQUEST = re.compile(
    "《(?P<body>[^《》]{2,30}?)(?:人民政府)?关于(?P<what>[^《》]{2,80})的(?:请示|函|报告)》"
)
_FROM = re.compile("自(?P<year>\\d{4})年(?P<month>\\d{1,2})月(?P<day>\\d{1,2})日(?:零时)?起")


def read(page: Page) -> Findings:
    """Decisions in text order."""
    body = page.parts.body
    if not _HINT.search(page.clean, page.parts.whole.start, page.parts.whole.end):
        return Findings()
    found: list[Decision] = []
    for sentence in _sentences(page.clean, body):
        voice = _voiced(page, sentence)
        if voice is None:
            found += _bare(page, sentence)
        else:
            found += _decided(page, Span(voice, sentence.end))
    found += prices(page)
    found += appoints(page, found)
    return Findings({"decisions": tuple(_once(found))})


def _once(found: list[Decision]) -> Iterator[Decision]:
    """Each decision once: a kind and a place."""
    seen: set[tuple[str, int, int, str]] = set()
    for each in sorted(found, key=lambda d: (d.start, d.end, d.kind, d.object)):
        key = (each.kind, each.start, each.end, each.object)
        if key not in seen:
            seen.add(key)
            yield each


def _sentences(clean: str, part: Span) -> Iterator[Span]:
    """Sentences of a stretch that hold a word of deciding."""
    end = part.start
    for found in _DECIDES.finditer(clean, part.start, part.end):
        if found.start() < end:
            continue
        start = max(part.start, *(clean.rfind(mark, end, found.start()) + 1 for mark in "。\n"))
        stop = _SENTENCE.search(clean, found.end(), part.end)
        end = stop.start() if stop else part.end
        yield Span(start, end)


def _voiced(page: Page, sentence: Span) -> int | None:
    """Where what the document decides begins in a sentence: after 决定, 同意; else None."""
    for found in _VOICE.finditer(page.clean, sentence.start, sentence.end):
        actor = found["actor"].strip()
        if actor and not _is_issuer(page, actor):
            continue
        if found["voice"] in ("批准", "批复") and not actor:
            continue
        return found.start("voice")
    return None


def _is_issuer(page: Page, actor: str) -> bool:
    """Whether an actor is who issues the document: 我局, 省政府 in one of its office."""
    actor = re.sub(
        "^(?:经研究|现|[一二三四五六七八九十\\d]{1,3}[、.．]|（[一二三四五六七八九十]+）)",
        "",
        actor,
    )
    actor = re.sub("(?:研究)?(?:现|特|已)?$", "", actor)
    if not actor or re.fullmatch("[我本](?:[省市县区州盟旗局部委厅署院会行办]|中心|机关)", actor):
        return True
    if _NOT_VOICE.search(actor):
        return False
    name = page.linker.body(actor, page.context).name
    issuers = [item.link.name or item.text for item in page.header.issuers]
    return bool(name) and any(issuer.startswith(str(name)) for issuer in issuers)


def _decided(page: Page, span: Span) -> Iterator[Decision]:
    """Decisions of a sentence in the document's own voice, most particular kind first."""
    text = page.clean[span.start : span.end]
    found = [
        *_founded(page, span, text),
        *_named(page, span, text),
        *_cancelled(page, span, text),
        *_changed(page, span, text),
    ]
    if not found:
        found = list(_approved(page, span, text))
    yield from found


def _bare(page: Page, sentence: Span) -> Iterator[Decision]:
    """A sentence of a reply that abolishes without saying once more that it decides."""
    if page.header.kind not in ("批复", "决定"):
        return
    text = page.clean[sentence.start : sentence.end]
    if _SELF.search(text):
        yield from _changed(page, sentence, text)


def _founded(page: Page, span: Span, text: str) -> Iterator[Decision]:
    """设立, 成立: each thing with what it is founded on and who asked for it."""
    for found in _FOUNDS.finditer(text):
        thing = _TRAIL.sub("", _OF_OTHERS.sub("", found["thing"]))
        at = span.start + found.end("thing") - len(found["thing"])
        offset = found["thing"].find(thing)
        for item in listed(page, at + max(offset, 0), thing):
            details = [("依托", found["base"])] if found["base"] else []
            details += [("申请单位", body) for body in _requesters(page, item.name)]
            start = span.start + found.start("verb")
            yield _decision(
                page, "establishes", item.name, [_subject(page, item, tuple(details))],
                Span(start, max(item.end, span.start + found.end())),
            )  # fmt: skip


def _requesters(page: Page, name: str) -> Iterator[str]:
    """Who asked for a thing in a request that the document replies to."""
    body = page.parts.body
    for found in _REQUEST.finditer(page.clean, body.start, body.end):
        if name in found["what"].replace("\n", ""):
            end = found["body"] + ("人民政府" if "人民政府关于" in found[0] else "")
            yield end.replace("\n", "")


def _named(page: Page, span: Span, text: str) -> Iterator[Decision]:
    """命名A、B为C; 授予A“C”称号."""
    found = _NAMES.search(text)
    if not found:
        return
    if (found["verb"] in ("授予", "追授")) != (found["title"] is not None):
        return
    thing = _LIST_APART.sub("", found["thing"]) if found["thing"] else found["title"]
    start = span.start + found.start("subjects")
    words = found["subjects"]
    subjects: list[Subject] = []
    if not re.match("以下|下列|附件|[^，、]{0,20}(?:全部|所有|符合)", words) and "，" not in words:
        subjects = [_subject(page, item) for item in listed(page, start, words)]
    begin = span.start + found.start()
    yield _decision(page, "names", thing, subjects, Span(begin, span.start + found.end()))


def _cancelled(page: Page, span: Span, text: str) -> Iterator[Decision]:
    for found in _CANCELS.finditer(text):
        begin, end = span.start + found.start("verb"), span.start + found.end()
        thing = _TRAIL.sub("", found["thing"])
        if re.match("的|了|对", thing):
            continue
        kind = "stops" if found["verb"] == "停止" else "cancels"
        yield _decision(page, kind, thing, [], Span(begin, end))


def _changed(page: Page, span: Span, text: str) -> Iterator[Decision]:
    """撤销, 更名为, 并入 of divisions and bodies."""
    for found in _ABOLISHES.finditer(text):
        thing = _TRAIL.sub("", found["thing"])
        if not _DIVISION.search(thing):
            continue
        goes = _GOES_TO.match(text, found.end())
        told = (("职能并入", goes["to"]),) if goes else ()
        for item in listed(page, span.start + found.start("thing"), thing):
            subject = _subject(page, item, told)
            place = Span(span.start + found.start("thing") - 2, span.start + found.end())
            yield _decision(page, "abolishes", item.name, [subject], place)
    for kind, pattern, label in (("renames", _RENAMES, "更名为"), ("merges", _MERGES, "并入")):
        for found in pattern.finditer(text):
            thing = re.sub("^(?:(?:原则)?同意|(?:研究)?决定|批准|将)+", "", found["thing"])
            new = _TRAIL.sub("", found["new"])
            if thing.startswith("其"):
                continue
            begin = span.start + found.end("thing") - len(thing)
            item = Item(begin, begin + len(thing), thing.strip("“”"), thing.strip("“”"), None)
            subject = _subject(page, item, ((label, new.strip("“”")),))
            place = Span(begin, span.start + found.end())
            yield _decision(page, kind, item.name, [subject], place)


def _approved(page: Page, span: Span, text: str) -> Iterator[Decision]:
    """同意《…规划》; in a reply also what is agreed to without a title."""
    head = re.match("(?:原则上?)?(?:同意批复|同意|决定批准|批准|批复)", text)
    if not head:
        return
    title = _TITLE.match(text, head.end())
    if title:
        at = span.start + title.start("title")
        words = title["title"].replace("\n", "")
        subject = Subject(words, words, None, *page.raw(at, at + len(title["title"])))
        place = Span(span.start, span.start + title.end())
        yield _decision(page, "approves", words, [subject], place)
    elif page.header.kind in ("批复", "复函"):
        clause = re.match("(?:自[^，。；\n]{2,24}起，?)?[^。；，\n]{4,160}", text[head.end() :])
        if clause:
            place = Span(span.start, span.start + head.end() + clause.end())
            yield _decision(page, "approves", _TRAIL.sub("", clause[0]), [], place)


def _subject(page: Page, item: Item, details: tuple[tuple[str, str], ...] = ()) -> Subject:
    entity = item.link.entity if item.link else None
    name = (item.link.name if item.link else None) or item.name
    start, end = page.raw(item.start, item.end)
    return Subject(item.text, name, entity.id if entity else None, start, end, details)


def _decision(page: Page, kind: str, thing: str, subjects: list[Subject], place: Span) -> Decision:
    day = _FROM.search(page.clean, place.start, min(place.end + 40, page.parts.body.end))
    effective = page.header.effective
    if day:
        effective = f"{day['year']}-{int(day['month']):02d}-{int(day['day']):02d}"
    start, end = page.raw(place.start, place.end)
    words = thing.replace("\n", "").strip("“”") if kind != "names" else thing.replace("\n", "")
    return Decision(kind, words, tuple(subjects), start, end, effective, confidence=0.9)
