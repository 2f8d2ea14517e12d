"""Collectives and place roles: bodies named by what they range over, not by a name of their own.

各设区市政府 is one body of its kind; it is never expanded into its members here. 行为发生地县级政府
names a body by its part in a case. The words are data (``collectives.toml``), the order is the
grammar here::

    collective := single
                | quantifier+ [places] (organ | department)     各设区市政府
                | prefix quantifier* department                 省级有关部门
                | places organ                                  县（市、区）人民政府
    place role := role {role} [level] (organ | … 部门)          行为发生地县级政府

The parts are made of words in :mod:`kg.collective_grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.collective_grammar import AND, BRACKET, HAN, LETTERS, Rules, any_of
from kg.wordtrie import Openings

#: a bracket group without another inside
BRACKETED = re.compile(r"[（〔［〈<(\[][^（）〔〕［］〈〉<>()\[\]]*[）〕］〉>)\]]")
#: what the name of an organisation ends in
ORGANISED = re.compile(
    r"(?:政府|委员会|办公室|办公厅|管委会|公司|集团|中心|银行|学院|大学|学校|医院|法院|检察院|研究院|"
    r"联社|协会|学会|联合会|商会|总队|支队|大队|分局|支局|专班|指挥部|领导小组|联席会议|"
    r"[厅局部委办院校室社队署处会行所站馆团台组])$"
)
#: what names a sort of bodies and no body
GENERIC = re.compile(
    r"(?:部门|单位|机构|机关|企业|组织|主体|地方|地区|高校|院校|银行业金融机构|人员|社区|协会商会)$"
)
_SOME = re.compile(
    r"(?:部门|单位|机构|企业|机关|高校|院校|处室|科室|委办局|主体)(?:[（〔〈［][^）〕〉］]*[）〕〉］])?$"
)

_CLOSING = "）〕］〉>)]"
#: no collective is longer; a text without end would take the expressions without end
_LONGEST = 60
#: what a name of a line of work does not hold: 各地要会同有关部门 is no 部门 of 各地
_LINE = "[^\\W\\d_a-zA-Z要须应可会同和与及对把将由在做并向按是为等的、，。；]"
_LEVELS = "(?:县级以上(?:地方)?(?:各级)?|地方各级|各级地方|全[省市县区州]各级)"
#: what opens a collective of any kind of body: 各商业银行, 国家林业和草原局各司局
_SOME_OF = re.compile("各|其他|其它|(?:国家|国务院|中央|中国).{2,14}各")
#: 市直各委、办、局: kinds of offices, not offices
_OFFICES_IN_A_ROW = re.compile("(?:各|有关|相关)[委办局厅部院处](?:、[委办局厅部院处场])+$")
#: single words that are looked for in running text: 责任单位 alone is no body
_SCANNED = re.compile("各|全|[省市县区州盟旗]|地直|自治区|国务院|中央")
#: places that by themselves are several: 县区, 市、县（市、区）
_SEVERAL = re.compile(r"[、（〔［\[〈和及]|^(?:地区|[省市县区州旗乡镇盟地师]{2,})$")


@dataclass(frozen=True, slots=True)
class Collectives:
    """The grammar, compiled."""

    scan: tuple[re.Pattern[str], ...]
    """Find collectives in running text; ``lastgroup`` is ``role`` where it is a place role."""
    openings: Openings
    """What the first of ``scan`` begins with."""
    whole: re.Pattern[str]
    """Matches a text that is a collective as a whole."""
    listed: frozenset[str]
    """Collectives that are words of the table as they stand: 牵头单位."""
    single: re.Pattern[str]
    """Matches a text that is a collective no list of bodies is cut in: 各地、各部门."""
    places: re.Pattern[str]
    """Matches a list of kinds of places: 市、县（市、区）."""
    open_tail: re.Pattern[str]
    """Matches the open tail (等部门) that ends a list; to be used with ``search``."""

    def is_single(self, text: str) -> bool:
        """Whether a text is a collective by itself, whole and without more: 各市, 各地、各部门."""
        if text in self.listed:
            return True
        if "各" not in text and not text.startswith("有关") and text[-1:] not in _CLOSING:
            return False  # most names are told at a glance
        return len(text) <= _LONGEST and self.single.fullmatch(text) is not None

    def is_places(self, text: str) -> bool:
        """Whether a text is a list of kinds of places and no more: 县（市、区）."""
        return len(text) <= _LONGEST and self.places.fullmatch(text) is not None

    def kind(self, text: str) -> str | None:
        """``collective`` or ``place-role`` where the whole text is one, else None."""
        if len(text) > _LONGEST:
            return None
        if self.is_single(text) or _OFFICES_IN_A_ROW.search(BRACKETED.sub("", text)):
            return "collective"
        found = self.whole.fullmatch(text)
        if found is None:
            plain = BRACKETED.sub("", text)
            named = ORGANISED.search(plain) or GENERIC.search(plain)
            return "collective" if named and _SOME_OF.match(text) else None
        if found["role"]:
            return "place-role"
        if found["which"] and not found["how_many"] and not _SOME.search(text):
            return None
        if found["middle"] and not text.endswith(("部门", "单位")):
            return None
        if found["several"] and not _SEVERAL.search(found["several"]):
            return None
        return "collective"


def read_collectives(table: Mapping[str, Any]) -> Collectives:
    """Compile ``collectives.toml``."""
    rules = Rules(table)
    scanned = [word for word in rules.words("single") if _SCANNED.match(word)]
    singles = any_of([*scanned, "各{all}"], {"{all}": rules.all_of_them})
    return Collectives(
        scan=(re.compile(_scan(rules)), re.compile(f"{singles}(?!性)")),
        openings=Openings(rules.openings()),
        whole=re.compile(_whole(rules)),
        listed=frozenset(rules.words("single")),
        single=re.compile(rules.single),
        places=re.compile(rules.several),
        open_tail=re.compile(rules.open_tail),
    )


def _role(rules: Rules) -> str:
    places = rf"(?:{rules.role})(?:[或、和及]?(?:{rules.role})){{0,3}}"
    return rf"(?P<role>{places}(?:县级|市级|省级|乡镇)?{rules.role_organ})"


def _whole(rules: Rules) -> str:
    """A department of any name can follow 各 + place: 各设区市医疗保障局."""
    named = rf"{HAN}{{2,10}}(?:[厅局委办院社]|委员会|中心|部门)"
    sorts = rf"(?:{rules.organ}|{rules.department}|{named}){{1,2}}{BRACKET}"
    return (
        rf"{_role(rules)}"
        rf"|(?P<each>{rules.quantifier}{{1,3}}(?:{rules.places}|{LETTERS})?[级直属]?{sorts})"
        rf"|(?P<which>{rules.prefix}{{1,2}}(?P<how_many>{rules.quantifier}{{0,3}})"
        rf"(?P<middle>{HAN}{{0,12}}?)(?:{rules.department}){BRACKET})"
        rf"|(?P<levels>{_LEVELS}(?:{rules.organ}|{HAN}{{0,8}}部门){BRACKET})"
        rf"|(?P<members>{HAN}{{2,24}}成员单位|(?:开发园区|园区|开发区|功能区)(?:管委会|管理委员会))"
        rf"|(?P<several>{rules.several})(?:{rules.organ}){BRACKET}"
        rf"|(?P<bare>(?:各(?:有关|相关)?|有关|相关){rules.places}{BRACKET})"
    )


def _scan(rules: Rules) -> str:
    """The same in running text, where a bare prefix and department would match too much."""
    organ = rf"(?:{rules.organ})(?!性|采购|投资)"
    office = rf"(?:{_LINE}|和){{1,10}}?(?:[局厅]|委员会|委会?|部门|机关)"  # 各省级招委会
    of_level = (  # 各省、市级人民政府: looked for only where 级 comes
        rf"(?:(?=[^，。；\n级]{{2,20}}+级){rules.place}{AND})?"
        rf"{LETTERS}[级直属](?:{organ}|{rules.department}|{office})"
    )
    line = rf"{_LINE}{{2,8}}?(?:[局厅]|部门)"
    return (
        rf"{_role(rules)}"
        rf"|(?P<each>各(?:有关|相关)?(?:{of_level}"
        rf"|{rules.places}{BRACKET}(?:{organ}|{line})?{BRACKET}))"
        rf"|(?P<levels>{_LEVELS}(?:{rules.organ}|{_LINE}{{0,8}}?部门))"
        rf"|(?P<which>{rules.prefix}?(?:各有关|各相关|各|有关|相关)(?:{rules.department}))"
    )
