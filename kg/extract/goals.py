"""Whether a quantity in a clause is something to be reached, and of what.

The words are those of ``targets.toml``; the grammar is here. A quantity is a target where a verb
brings it about (新建充电桩30万个), where a level is reached or kept (占比达到60%以上) or where
something changes by it (年均增长8%) — and where it is not money that is given, a condition of a
benefit, a limit of a single case, a set that exists or what was so already.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from msgspec import Struct

from kg import wordtrie
from kg.extract.attributes import is_attribute
from kg.numbers import Quantity

#: the most characters between a verb and the number: what it is done to, and how often
_LONGEST_OBJECT = 45
_ADVERBS = (
    "(?:了|均|都|分别|各|再|要|应|总体|全部|每年|年均|累计|力争|争取|平均|约|同比"
    "|较[^，]{1,8}?|比[^，]{1,8}?|在)*"
)
_COUNTED_ALREADY = re.compile(
    "(?:[这该等共前后第各每满超按]|上述|上列|全部|以下|下列|其余|其他|排名|位居|现有|原有|[<《“‘·]|(?<![建设拥具享持])有)$"
)
#: the end of a clause that is a condition: 达到50%后, 不低于10%的前提下
_CONDITION = re.compile("(?:的|后|时|前提下|基础上|情况下|条件下|之日|以前)$")
#: who tells news tells what has been: 数据显示，2024年新开工5.6万个
_REPORTED = re.compile("数据显示|统计显示|据悉|获悉|据介绍|记者")
#: money that goes out to be used; what else is 发放 is given to somebody
_LENT = re.compile("贷款?|消费券|债|融资|授信|资金")
_FORMULA = re.compile("[=×*÷≥]")
_USED_FOR = ("参与", "用于", "投向")
_BUILT = re.compile("([^，。；、：的]{3,24})(?:建设|改造)(?=[，。；]|$)")
#: verbs that bring a share about: 完成年度计划的30%以上
_SHARE_VERBS = frozenset(("完成", "实现", "下达", "投放", "开工", "投产", "覆盖"))
_NOMINAL = frozenset(
    ("改造", "培训", "整治", "修复", "治理", "更新", "种植", "绿化", "开工", "竣工")
)
#: 服务职工5万人次以上, 组织超50家企业参加: so many that somebody is to reach it
_SERVED = ("服务", "组织", "帮助")
#: who is given something after a clause is another matter: 引入演出20场以上，对其中…给予奖励
_GIVEN_TO = re.compile("，(?:并|同时|统筹[^，。；]{0,10})?对(?![外接标])")
_SHARE_OF = re.compile(
    "的?(?P<whole>(?:[^，。；、（]|(?<=[县市区])（[^）]{1,6}）){0,24}?)(?:采取|采用|实行|推行|纳入|达到|达|建成|建立|建有|实现|完成|开展|配备|配有|具备|接入|使用|参加|参与|通过|创建|成为|设立|设有|接户|管控|覆盖|投入|运用|应用|获得|取得|以上)"
)
_FALLS = re.compile("下降|降低|减少|压减|压降|缩减|削减|降幅|下调")
_HAN = re.compile("[㐀-鿿“《]")


class Goal(Struct, frozen=True):
    """How a quantity is reached: make, reach, change or share; ``subject`` may be empty.

    ``used`` is how much of the tail after the quantity belongs to the subject.
    """

    kind: str
    subject: str
    used: int
    weak: bool = False


class Wording:
    """The words of ``targets.toml`` as the patterns that tell a target."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        verbs = {row["kind"]: row["words"] for row in table["verb"]}
        never = {row["where"]: row["words"] for row in table["never"]}
        self.make = re.compile(wordtrie.pattern(verbs["make"] + verbs["weak"]))
        self._also = re.compile(
            rf"^(?:[或和及、并与](?:{wordtrie.pattern(verbs['make'] + verbs['weak'])}))+(?=.)"
        )
        self.weak = frozenset(verbs["weak"])
        self.state = frozenset(verbs["state"])
        verbs["reach"] = verbs["reach"] + verbs["state"]
        self.money = re.compile(wordtrie.pattern(verbs["money"]))
        self.reach = re.compile(rf"(?<!下)(?P<verb>{wordtrie.pattern(verbs['reach'])}){_ADVERBS}$")
        self.change = re.compile(rf"(?P<verb>{wordtrie.pattern(verbs['change'])}){_ADVERBS}$")
        self.soft = re.compile(wordtrie.pattern(table["soft"]["words"]))
        self.drive = re.compile(wordtrie.pattern(table["drive"]["words"]))
        self.rate = re.compile(
            rf"(?:{wordtrie.pattern(table['rate']['words'])})(?:（[^）]*）)?{_ADVERBS}$"
        )
        self._given = re.compile(wordtrie.pattern(never["sentence"]))
        self._rates = re.compile(wordtrie.pattern(never["rate"]))
        self._limits = re.compile(f"(?!年产业){wordtrie.pattern(never['clause'])}")
        self._past = re.compile(f"(?<!项){wordtrie.pattern(never['past'])}")

    def goal(self, lead: str, quantity: Quantity, tail: str) -> Goal | None:
        """What a quantity is to the words of its clause before and after it, or None."""
        if tail.startswith(("”", "’", "·")):
            return None
        if _COUNTED_ALREADY.search(lead) and not self._lists(lead):
            return None
        if self._is_threshold(quantity, tail) or is_attribute(lead, quantity, tail):
            return None
        if quantity.kind == "all":
            return self._all(lead)
        return (
            self._share(lead, quantity, tail)
            or self._change(lead, quantity)
            or self._reach(lead, quantity, tail)
            or self._make(lead, quantity, tail)
        )

    def _lists(self, lead: str) -> bool:
        """打造新一代信息技术、汽车及零部件等4个…集群: the list says which are to be made."""
        verb = self.make.match(lead)
        if verb is None or verb[0] in self.weak:
            return False
        return lead.endswith("等") and "、" in lead

    def stands(self, goal: Goal, quantity: Quantity, sentence: str, subject: str) -> bool:
        """Whether a goal without a date is one all the same.

        What is brought about is (举办不少于50场…); a level, a share or a change only where the
        sentence says that it is to come about, or where it is of a kind that is measured to be
        reached (工业用地比例不低于30%).
        """
        if goal.kind == "all":
            return not goal.weak
        if goal.kind == "make":
            yearly = quantity.comparator == ">=" and re.search("[全每]年", sentence) is not None
            return not goal.weak or yearly or self.soft.search(sentence) is not None
        if self.drive.search(sentence):
            return True
        measured = goal.kind == "reach" and quantity.kind == "share" and not goal.weak
        return measured and self.rate.search(subject) is not None

    def does(self, words: str) -> bool:
        """Whether some words bring something about or reach a level."""
        return any(each.search(words) for each in (self.make, self.drive)) or "达" in words

    def object_of(self, words: str) -> str:
        """What the last clause of some words is about: …筹集保障性租赁住房，力争每年新增5万套."""
        clause = words.rstrip("，、；：").rpartition("，")[2]
        verb = self._verb(clause)
        return (clause[verb.end() :] if verb else clause).strip("，、的 ")

    def change_of(self, goal: Goal, quantity: Quantity, lead: str) -> str:
        """level, growthRate, annualAverage or percentagePoint."""
        if quantity.kind == "points":
            return "percentagePoint"
        if "年均" in lead:
            return "annualAverage"
        grows = goal.kind == "change" or re.search("(?:增速|增长率|增幅|降幅)", lead)
        return "growthRate" if grows and quantity.kind in ("share", "ratio") else "level"

    def falls(self, lead: str) -> bool:
        """Whether the words before a change say that it goes down: 单位能耗年均下降4%."""
        return _FALLS.search(lead) is not None

    def _all(self, lead: str) -> Goal | None:
        """实现…全覆盖: a hundred per cent of what stands before it."""
        subject = re.sub("(?:基本|全面|逐步)?实现|^开展", "", lead)
        weak = not self.drive.search(lead) and subject == lead
        return Goal("all", subject, 0, weak) if _HAN.search(subject) else None

    def is_none(
        self, quantity: Quantity, sentence: str, clause: str, dated: bool, framed: bool
    ) -> bool:
        """Whether the words around a quantity say that it is no target.

        ``dated``: the clause has a date of its own, so that what the rest of the sentence gives
        to whom says nothing about it (对…给予再贷款支持，2025年第一季度新增贷款3500亿元).
        ``framed``: a date governs it, and what the sentence tells of before does not.
        """
        if quantity.kind == "count" and not clause.startswith("对") and self.make.search(clause):
            after = sentence.partition(clause)[2]
            given_to = _GIVEN_TO.search(after)
            if given_to:
                sentence = sentence[: len(sentence) - len(after) + given_to.start()]
        if self._limits.search(clause) or _says(self._given, clause if dated else sentence):
            return True
        if _says(self._past, clause if framed else sentence) or _says(_REPORTED, sentence):
            return True
        if _FORMULA.search(clause) or not dated and _CONDITION.search(clause):
            return True
        if dated and quantity.kind == "count" and self.make.search(clause):
            return False  # 2025年开展政府补贴性职业技能培训65万人次以上
        amount = quantity.kind in ("money", "share", "points", "ratio")
        wide = amount and not dated and not self.drive.search(clause)
        return self._rates.search(sentence if wide else clause) is not None

    def _is_threshold(self, quantity: Quantity, tail: str) -> bool:
        """200吨以上处理设施, 500万元以下的票据: what sort of thing, not how much of it.

        Things that are counted are: 召开50场以上民营企业座谈会.
        """
        if not tail or quantity.kind not in ("money", "measure") and quantity.unit != "人":
            return False
        if tail.startswith((*_USED_FOR, "消费券")):
            return False
        return (
            quantity.comparator != "=" and _HAN.match(tail) is not None and tail[0] not in "和及、"
        )

    def _share(self, lead: str, quantity: Quantity, tail: str) -> Goal | None:
        """80%以上的义务教育学校纳入教联体建设, 75%的县（市）至少建成…"""
        if quantity.unit != "%":
            return None
        found = _SHARE_OF.match(tail)
        if not found:
            return None
        subject = lead if found["whole"] == "" and not tail.startswith("的") else tail
        listed = re.search(r"、(?=[^，。；、]*\d)", tail)
        used = listed.start() if listed else len(tail)
        return Goal("share", subject[: used if subject is tail else None].removeprefix("的"), used)

    def _change(self, lead: str, quantity: Quantity) -> Goal | None:
        found = self.change.search(lead)
        if not found or quantity.kind not in ("share", "points", "ratio", "money", "measure"):
            return None
        if quantity.kind in ("money", "measure") and found["verb"] not in ("增加", "减少", "增长"):
            return None
        return Goal("change", lead[: found.start()], 0)

    def _reach(self, lead: str, quantity: Quantity, tail: str) -> Goal | None:
        found = self.reach.search(lead)
        limited = quantity.number > quantity.start and quantity.comparator in (">=", "<=")
        if found:
            subject = lead[: found.start()]
        elif limited or quantity.kind == "share" and self.rate.search(lead):
            made = quantity.kind != "share" and not self.rate.search(lead)
            if self._verb(lead) and (made or _HAN.match(tail)):
                return None
            subject = lead
        else:
            return None
        if quantity.kind == "count" and _HAN.match(tail) and not subject:
            return Goal("reach", *noun_after(tail))
        weak = found is not None and found["verb"] in self.state
        return Goal("reach", subject, 0, weak) if _HAN.search(subject) else None

    def _make(self, lead: str, quantity: Quantity, tail: str) -> Goal | None:
        verb = self.make.match(lead) if self._lists(lead) else self._verb(lead)
        if verb is None and quantity.kind in ("count", "measure"):
            return self._pushed(lead, tail)
        if quantity.kind == "money" and verb is None:
            verb = self.money.search(lead, max(0, len(lead) - _LONGEST_OBJECT))
        if verb is None or quantity.kind in ("points", "ratio") or quantity.unit == "元":
            return None
        if quantity.kind == "money" and verb[0] == "发放" and not _LENT.search(lead + tail):
            return None
        between = self._also.sub("", lead[verb.end() :])
        noun, used = ("", 0) if tail.startswith(_USED_FOR) else noun_after(tail)
        if quantity.kind == "share" and verb[0] not in _SHARE_VERBS:
            return None
        subject = noun or (between if _HAN.search(between) else "")
        last = self._last(lead)
        if last and not noun and not (last[0] in _NOMINAL and last.start() > verb.start()):
            before = lead[: last.start()]
            subject = before + last[0] if before and last[0] in _NOMINAL else before
        served = verb[0] in _SERVED and quantity.comparator == ">="
        return Goal("make", subject, used, verb[0] in self.weak and not served)

    def _pushed(self, lead: str, tail: str) -> Goal | None:
        """加快推进17个体旅融合项目建设: what is pushed on is to be made."""
        found = _BUILT.match(tail) if lead.endswith(("推进", "推动", "加快")) else None
        return Goal("make", found[1], found.end(), False) if found else None

    def _last(self, lead: str) -> re.Match[str] | None:
        """The verb right before the number: what it is about stands before it (投资…完成80亿元)."""
        verbs = list(self.make.finditer(lead, max(0, len(lead) - _LONGEST_OBJECT)))
        return verbs[-1] if verbs and verbs[-1].end() == len(lead) else None

    def _verb(self, lead: str) -> re.Match[str] | None:
        """The verb that brings the number about: the first strong one, else the first weak one.

        组织企业参加50个展会: 参加; 建设人才培训基地50个: 建设.
        """
        near = list(self.make.finditer(lead, max(0, len(lead) - _LONGEST_OBJECT)))
        strong = [verb for verb in near if verb[0] not in self.weak]
        return next(iter(strong or near), None)


@lru_cache(maxsize=64)
def _says(words: re.Pattern[str], sentence: str) -> bool:
    """Whether one of some words is in a sentence; asked again for each of its quantities."""
    return words.search(sentence) is not None


def noun_after(tail: str) -> tuple[str, int]:
    """The noun a number counts (10个高水平省实验室), and how much of the tail it takes."""
    match = re.match("(?:的)?[^，。；：、！？（）]{1,40}", tail)
    if not match or not _HAN.match(tail):
        return "", 0
    words = match[0]
    joint = re.search(
        "(?:和|及|以及|与)(?=[\\d一二三四五六七八九十百千]|[^，。；]{2,20}\\d)", words
    )
    if joint:
        words = words[: joint.start()]
    return words.removeprefix("的").strip(), len(words)


@cache
def wording() -> Wording:
    """The words of ``targets.toml``."""
    text = resources.files("kg.data").joinpath("targets.toml").read_text(encoding="utf-8")
    return Wording(tomllib.loads(text))
