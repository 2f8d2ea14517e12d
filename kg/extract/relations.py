"""What a document is cited for, from the words before and after it.

The documents of a list share the relation of the verb that governs the list; it stands before it
(根据《甲》《乙》和《丙》) or after it (《甲》《乙》同时废止). Where both speak, what follows
decides first: 根据《甲》…，《乙》同时废止.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extract.titles import Printed
from kg.facts import Relation
from kg.normalise import HAN

#: how far a governing verb may stand from the list, in characters
_REACH = 70
_HAN_NUMBERS = "一二三四五六七八九十百零〇"
_VERBS = (
    "根据|按照|依据|依照|遵照|参照|对照|贯彻|落实|执行|印发|转发"
    "|修改|修订|废止|收悉|适用|违反|符合|制定|实施"
)
#: what may stand between two documents of one list: commas, 和, and the issuer of the second
_GAP = re.compile(
    r"(?:（[^（）]{0,20}）)?(?:等?的?(?:有关|相关)?(?:规定|要求|精神)(?=[，、]?(?:以及|和|及)))?"
    r"\s?[、，]?(?:以及|和|及|与|或|并|暨)?"
    rf"(?:(?!{_VERBS})[{HAN}、 ]){{0,28}}"
)
#: or who issued it (和省政府印发的《…》)
_ISSUED_BY = re.compile(
    rf"(?:（[^（）]{{0,20}}）)?\s?[、和及与](?:(?!{_VERBS})[{HAN}、 ]){{0,40}}"
    "(?:联合)?(?:印发|发布|下发|公布|出台|制定)的"
)
#: or all the bodies that issued the second (和云南省住房和城乡建设厅、…、人民银行云南省分行《…》)
_ISSUERS = re.compile(
    rf"(?:（[^（）]{{0,20}}）)?\s?[、，和及与](?:(?!{_VERBS})[{HAN}、 ]){{0,120}}"
    "[部委局厅会院办行府署总司]"
)
#: between the governing verb and the list: at most issuers and the like
_FILLER = re.compile(
    r"[^。；，：\n]{0,32}|[^。；，：\n]{0,60}(?:通过|印发|发布|公布|下发|制定|颁布)的|[^。；，：\n]{0,44}(?:以及|和)"
)
#: what is applied stands right behind its verb: 参照单位缴存的个体工商户…《条例》 applies nothing
_CLOSE = re.compile(
    r"[^。；，：\n的]{0,32}|[^。；，：\n]{0,40}(?:通过|印发|发布|公布|下发|制定|颁布|出台|修[订正]|现行|最新)"
    r"的?(?:最新版?的?)?"
)

_AFTER_WORDS: tuple[tuple[str, Relation], ...] = (
    (r"等?[^，。；]{0,8}(?:已?收悉|均悉|悉[，。])", "replies-to"),
    (
        r"等?[^，。；]{0,16}[，,]?(?:(?!决定|修改)[^，。；]){0,8}(?:同时|一并|予以|自行|即行|相应|均)?"
        r"(?:废止|停止(?:执行|施行|实施)|不再执行|失效)",
        "repeals",
    ),
    (
        r"[^，。；]{0,6}(?:作|进行|作出|做|做出|予以)(?:了)?(?:如下|以下|部分|相应|局部)?"
        r"(?:修改|修订|修正|调整)",
        "amends",
    ),
    (r"[^。；]{0,40}(?:转发给?你们|转发你们|现予转发)", "forwards"),
    (
        r"(?:（[^（）]{0,30}）)?[^。；]{0,10}重新(?:发布|印发|公布)"
        r"|(?:（[^（）]{0,30}）)?[。，,]\s?现(?:予以?|将其)?(?:印发|发布|公布|下发)"
        r"|[^。；]{0,60}?(?:印发给?你们|下发给?你们|发给你们|印发实施|公布如下|现印发"
        r"|现予?(?:以)?(?:印发|公布|发布|颁布)|予以(?:印发|公布|发布))",
        "issues",
    ),
)
_AFTER = tuple((re.compile(words), relation) for words, relation in _AFTER_WORDS)
_ISSUED_BEFORE = re.compile(
    r"(?:现将|现印发|现发布|现公布|兹将|(?:关于|现)?批准发布|关于(?:印发|公布|发布|颁布)"
    r"|我[省市县区州委局厅]?[^，。；《]{0,12}(?:制定|编制)了?)[^。；，《]{0,30}$"
)
_ISSUES_NOW = re.compile("现|批准发布|关于[^关于]{0,12}$")
_FORWARDED_BEFORE = re.compile(r"(?:批转|转发)[^。；，《]{0,30}$")
_FORWARDED_NOW = re.compile(r"(?:现将?|兹|予以|关于|联合)(?:批转|转发)[^。；，《]{0,30}$")
_REPEALED_BEFORE = re.compile(r"(?:废止|停止执行|宣布失效)[^。；，《的]{0,14}$")
_AMENDED_BEFORE = re.compile(r"(?<!新)(?:修改|修订|修正)(?:(?!根据|按照)[^。；，《后的为“]){0,14}$")
_DEEDS: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (_FORWARDED_NOW, "forwards"),
    (_REPEALED_BEFORE, "repeals"),
    (_AMENDED_BEFORE, "amends"),
)
_GOVERNING: tuple[tuple[str, Relation], ...] = (
    (
        r"(?:参照并依据|参照|参考|比照|适用|遵循|遵守|(?<!不再)(?<!停止)(?<!暂停)执行(?!机构|情况|期)|对照)",
        "applies",
    ),
    (r"(?:根据|依据)", "according-to"),
    (
        r"(?:按照|遵照|依照|(?<=[，,。；\n])按|[仍应须均可需将则]按|[^，。；]{2,12}按)",
        "according-to",
    ),
    (
        r"(?:贯彻|落实(?!情况)|实施(?!机构|主体|单位|方案|细则|情况|期|的)|宣传贯彻|学习宣传|抓好|(?:深入|全面|扎实)推进)",
        "implements",
    ),
)
_BEFORE = tuple((re.compile(words), relation) for words, relation in _GOVERNING)
_APPLIED_AFTER = re.compile(
    r"等?[^。；]{0,40}?(?:执行|办理|享受|处理|处罚|给予|实施处罚|操作|收取|计算|编制|认定|加强|开展|组织实施|做好|落实待遇)"
)
_FOLLOWED = re.compile(
    r"等?[^，。；]{0,20}(?:精神|要求|部署|安排|制定)|[^。；]{0,60}(?:结合[^。；，]{0,16}实际|特?制定|现就|现将|经[^。；，]{0,12}(?:同意|研究))"
)
#: 取消《…》（昭政发〔2014〕48号）中关于…的要求; 废止《…》第三条: a part of it is lifted
_LIFTED_BEFORE = re.compile(r"(?:取消|废止|停止执行|暂停执行|不再执行|删除|删去)$")
_PART_AFTER = re.compile(
    rf"(?:（[^（）]{{0,30}}）)?(?:中|内|文?件?[“\"]|第[{_HAN_NUMBERS}\d]{{1,5}}[条款项章])"
)
#: 将《…》第十七条所设置的资金使用节点，…增设一个节点
_PART_CHANGED = re.compile(
    rf"(?:（[^（）]{{0,30}}）)?(?:中的?)?第[{_HAN_NUMBERS}\d]{{1,5}}[条款项][^。；]{{0,60}}"
    "(?:增设|增加|调整为|修改为|修订为|改为|放宽|提高至|延长至|删去|删除)"
)
#: 落实…要求，编制《…》: what is drawn up is not what is carried out
_DRAWN_UP = re.compile("(?:编制|编纂|编写|起草|草拟|制定)了?[^《，。；的]{0,4}$")
_BEING_DRAWN_UP = re.compile("的?(?:编制|编纂|编写|起草|制定|修编)")
#: 《…》第二条第四款关于…的规定，调整为“…”
_ARTICLE_CHANGED = re.compile(
    rf"(?:（[^（）]{{0,30}}）)?(?:中的?)?第[{_HAN_NUMBERS}\d]{{1,5}}[条款项][^。；]{{0,60}}"
    '[，,]?(?:调整为|修改为|修订为)[“"]'
)
#: 将《…》有效期延长至2028年; 将《…》中“…”修改为“…”
_CHANGED = re.compile(
    r"[^。；]{0,60}?(?:修改为|修订为|(?<!统一)调整[为至]|延[长期续]至|延期(?:执行|施行|实施)|有效期延长|执行期限?延)"
)
#: 将《…》文件中的“只能申请一次”政策暂停执行，调整为…: words of it are changed
_WORDS_CHANGED = re.compile(
    r"(?:（[^（）]{0,30}）)?(?:文件)?中的?[^，。；“”]{0,16}“(?:[^“”]{0,200}”"
    r"[^。；“”]{0,30}?(?:暂停|停止|不再|取消|删去|删除|修改|修订|调整)|[^“”]{36,}$)"
)
#: 延长《…》执行期限, 调整和延长《…》有效期
_PROLONGED_BEFORE = re.compile(r"(?:延长|延续|顺延)[^。；，《]{0,6}$")
_PERIOD = re.compile(r"[^，。；]{0,60}(?:期限|有效期|执行期|时限)")
_CONSIDERED = re.compile(r"(?:对|将|把)(?:(?![参按依对]照|根据|依据|执行|落实)[^。；，《]){0,12}$")
_CARRIED_OUT = re.compile(r"[^，。；]{0,24}(?:贯彻|落实)")
#: 确保《…》落地见效, 强化《…》落实
_PURSUED = re.compile(
    r"(?:确保|保障|强化|加强|推动|推进|抓好|促进|狠抓|(?:全力|加快|积极)推进)[^。；，《]{0,8}$"
)
_PURSUED_AFTER = re.compile(
    r"等?(?:政策|文件|措施|规定|法律|法规|的|要求|精神|各项)*(?:有效|顺利|全面|有序|尽快)?(?:贯彻|落实|落地|实施)"
)
#: 政策依据：…《…》; 二、制定依据 1.《…》2.《…》
_GROUNDS = re.compile("(?:政策|文件|法律|法规|制定|起草|编制|判定|主要|设立)依据")
_OTHER_HEAD = re.compile("内容|解读|说明|调整|过程|目标")
_LISTED_BETWEEN = re.compile(
    r"《[^《》]*》|（[^（）]*）|[\d一二三四五六七八九十.．、()：:；;,，\s等及和其与]"
)


#: a line that a PDF broke inside a sentence (根 / 据《…》)
_WRAP = re.compile(rf"(?<=[{HAN}，、》）])\n+(?=[{HAN}《，。；）])")
_SUPPLEMENT = re.compile("等?(?:及其|及|的)?(?:相关)?配套")


def lists(text: str, found: Sequence[Printed]) -> list[list[Printed]]:
    """Documents in text order, those of one list together."""
    groups: list[list[Printed]] = [[each] for each in found[:1]]
    for before, each in pairwise(found):
        near = each.start - before.end <= 130 and (
            _GAP.fullmatch(text, before.end, each.start)
            or _ISSUED_BY.fullmatch(text, before.end, each.start)
            or _ISSUERS.fullmatch(text, before.end, each.start)
        )
        if near:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


#: 印发2021年省《政府工作报告》重点任务分工方案: another document, by which the one named is done
_DIVIDED = re.compile(
    "中?(?:确定|提出|明确|涉及)?的?[^，。；、的]{0,12}(?:任务|工作|目标|指标|措施|事项|重点)[^，。；、]{0,10}"
    "(?:分工|分解|责任|清单|台账|方案|单位)"
)
#: 《政府工作报告》中确定的任务, 《政府工作报告》2031年6个方面的工作任务: what is carried out
_TASKS_OF = re.compile("[中所]?(?:确定|提出|明确|涉及|部署)?的?[^，。；《》]{0,24}(?:任务|目标)")
_ISSUING = re.compile("(?:印发|明确|下达|分解|落实|做好|现将)[^。；]{0,16}$")


def relation(text: str, start: int, end: int, first: int, last: int) -> Relation:
    """What the list in ``[start, end)`` is cited for; ``first``, ``last``: bounds."""
    whole = _unwrapped(text[max(first, start - 3 * _REACH) : start])
    before = _clause_before(whole[-_REACH:])
    after = _unwrapped(text[end : min(last, end + _REACH)]).partition("\n")[0]
    if text[start:end].endswith("政府工作报告》") and _TASKS_OF.match(after):
        return "implements"
    for pattern, found in _AFTER:
        if pattern.match(after) and _agrees(found, before):
            return found
    if _LIFTED_BEFORE.search(before) and _PART_AFTER.match(after):
        return "amends"
    if _CONSIDERED.search(before) and (_PART_CHANGED.match(after) or _CHANGED.match(after)):
        return "amends"
    if before.endswith("将") and _WORDS_CHANGED.match(after):
        return "amends"
    if not _IS_GOVERNED.search(before) and _ARTICLE_CHANGED.match(after):
        return "amends"
    if _DIVIDED.match(after) and _ISSUING.search(before):
        return "implements"
    if _PROLONGED_BEFORE.search(before) and _PERIOD.match(after):
        return "amends"
    if _FORWARDED_BEFORE.search(before) and after.startswith("的通知"):
        return "forwards"
    for pattern, found in _DEEDS:
        if pattern.search(before) and not _SUPPLEMENT.match(after):
            return found
    found = _governed(before, after)
    if found == "implements" and _BEING_DRAWN_UP.match(after):
        return "cites"
    return "according-to" if found == "cites" and _is_ground(whole) else found


def _is_ground(before: str) -> bool:
    """Whether a list stands under a head that says what a document rests on: 政策依据：…."""
    heads = list(_GROUNDS.finditer(before))
    if not heads:
        return False
    between = _LISTED_BETWEEN.sub("", before[heads[-1].end() :])
    return len(between) <= 40 and not _OTHER_HEAD.search(between)


def _unwrapped(words: str) -> str:
    return _WRAP.sub("", words) if "\n" in words else words


def _clause_before(words: str) -> str:
    """The sentence up to the list; brackets in it left out."""
    words = words[max(words.rfind(mark) for mark in "。；\n") + 1 :]
    return re.sub(r"（[^（）]{0,40}）", "", words) if "（" in words else words


def _agrees(found: Relation, before: str) -> bool:
    """Whether what follows can be said of the list, given what stands before it.

    根据《甲》，现印发… issues something else; 修改 after 根据《甲》有关规定 likewise.
    """
    return found == "replies-to" or not _IS_GOVERNED.search(before)


_IS_GOVERNED = re.compile(
    "(?:根据|依据|按照|遵照|依照|参照|贯彻|落实|(?<!不再)执行)[^。；，]{0,40}$"
)


def _governed(before: str, after: str) -> Relation:
    """The relation by the verb that stands nearest before the list."""
    if _DRAWN_UP.search(before):
        return "issues" if _ISSUES_NOW.search(before) and _ISSUED_BEFORE.search(before) else "cites"
    best: tuple[int, Relation] | None = None
    for pattern, found in _BEFORE:
        for match in pattern.finditer(before):
            filler = _CLOSE if found == "applies" else _FILLER
            near = filler.fullmatch(before, match.end())
            if near and (best is None or match.end() > best[0]):
                best = (match.end(), found)
    if best is None:
        if _ISSUED_BEFORE.search(before) and not re.match("的?(?:要求|规定|精神)|中", after):
            return "issues" if _ISSUES_NOW.search(before) else "cites"
        if _CONSIDERED.search(before) and _CARRIED_OUT.match(after):
            return "implements"
        if _PURSUED.search(before) and _PURSUED_AFTER.match(after):
            return "implements"
        return "cites"
    word = before[: best[0]]
    if best[1] == "according-to" and not word.endswith(("根据", "依据")):
        if re.match(r"[^，。；]{0,24}(?:执行|办理|享受|处理|处罚)", after):
            return "applies"
        if _FOLLOWED.match(after):
            return "according-to"
        return "applies" if _APPLIED_AFTER.match(after) or not word.endswith("依照") else best[1]
    if word.endswith("参照并依据"):
        return "applies"
    return best[1]
