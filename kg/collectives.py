"""Collectives and place roles: bodies named by what they range over, not by a name of their own.

各设区市政府 is one body of its kind; it is never expanded into its members here. 行为发生地县级政府
names a body by its part in a case. The words are data (``collectives.toml``), the order is the
grammar here::

    collective := single
                | quantifier+ [place {、place}] (organ | department)     各设区市政府
                | prefix quantifier* department                          省级有关部门
                | place {、place} organ                                  县（市、区）人民政府
    place role := place-role word(s) [level] (organ | … 部门)            行为发生地县级政府
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg import wordtrie

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
_BRACKET = "(?:[（〔［〈<][^（）〔〕［］〈〉<>\n]{1,14}[）〕］〉>])?"
_HAN = "[\u4e00-\u9fff]"
#: …等涉及项目联合验收相关单位: those a matter concerns, not said which
_CONCERNED = f"涉及?{_HAN}{{1,12}}(?:单位|部门)"
_PLACEHOLDERS = {
    "{l}": "[省市县区州盟旗地]",
    "{s}": f"{_HAN}{{1,3}}?",
}
_SOME = re.compile(
    r"(?:部门|单位|机构|企业|机关|高校|院校|处室|科室|委办局|主体)(?:[（〔〈［][^）〕〉］]*[）〕〉］])?$"
)

#: no collective is longer; a text without end would take the expressions without end
_LONGEST = 60
#: what a name of a line of work does not hold: 各地要会同有关部门 is no 部门 of 各地
_LINE = "[^\\W\\d_a-zA-Z要须应可会同和与及对把将由在做并向按是为等的、，。；]"
#: what the branches of the grammar begin with besides words of place roles and prefixes
_OPENINGS = ("各", "有关", "相关", "县级", "地方", "全省", "全市", "全区", "全县", "全州")
_LEVELS = "(?:县级以上(?:地方)?(?:各级)?|地方各级|各级地方|全[省市县区州]各级)"
#: what opens a collective of any kind of body: 各商业银行, 国家林业和草原局各司局
_SOME_OF = re.compile("各|其他|其它|(?:国家|国务院|中央|中国).{2,14}各")
#: 市直各委、办、局: kinds of offices, not offices
_OFFICES_IN_A_ROW = re.compile("各[委办局厅部院](?:、[委办局厅部院])+$")
#: single words that are looked for in running text: 责任单位 alone is no body
_SCANNED = re.compile("各|全|[省市县区州盟旗]|地直|自治区|国务院|中央")
#: a place word that by itself means several places: 县区, 市、县（市、区）
_SEVERAL = re.compile(r"[、（〔［\[〈]|^[省市县区州旗乡镇盟地师]{2,}$")


@dataclass(frozen=True, slots=True)
class Collectives:
    """The grammar, compiled."""

    scan: tuple[re.Pattern[str], ...]
    """Find collectives in running text; ``lastgroup`` is ``role`` where it is a place role."""
    openings: wordtrie.Openings
    """What the first of ``scan`` begins with."""
    whole: re.Pattern[str]
    """Matches a text that is a collective as a whole."""
    singles: frozenset[str]
    places: frozenset[str]
    open_tail: re.Pattern[str]
    """Matches the open tail (等部门) that ends a list; to be used with ``search``."""

    def kind(self, text: str) -> str | None:
        """``collective`` or ``place-role`` where the whole text is one, else None."""
        if len(text) > _LONGEST:
            return None
        if text in self.singles or _OFFICES_IN_A_ROW.search(BRACKETED.sub("", text)):
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
        return "collective"


def read_collectives(table: Mapping[str, Any]) -> Collectives:
    """Compile ``collectives.toml``."""

    def words(key: str) -> list[str]:
        return list(table.get(key, {}).get("words", []))

    def any_of(found: list[str]) -> str:
        return wordtrie.pattern(found, _PLACEHOLDERS)

    roles = words("place_role")
    inner = list(table.get("place_role", {}).get("organ", {}).get("words", []))
    places = words("place")
    parts = _Parts(
        quantifier=any_of(words("quantifier")),
        prefix=any_of(words("prefix")),
        place=f"(?:{any_of(places)}){_BRACKET}",
        organ=any_of(words("organ")),
        department=any_of(words("department")),
        several=any_of([place for place in places if _SEVERAL.search(place)]),
        role=any_of(roles),
        role_organ=any_of([*inner, *words("organ")]),
    )
    opened = (_opened(prefix) for prefix in words("prefix"))
    openings = (*roles, *chain.from_iterable(opened), *_OPENINGS)
    singles = any_of([word for word in words("single") if _SCANNED.match(word)])
    tails = wordtrie.pattern([*(word.removeprefix("等") for word in words("open")), ""])
    return Collectives(
        scan=(re.compile(parts.scan()), re.compile(f"{singles}(?!性)")),
        openings=wordtrie.Openings(openings),
        whole=re.compile(parts.whole()),
        singles=frozenset(words("single")),
        places=frozenset(places),
        open_tail=re.compile(f"等(?<=.等)(?:{tails}|{_CONCERNED})$"),
    )  # fmt: skip


def _opened(prefix: str) -> tuple[str, ...]:
    """What a collective begins with that has a prefix: itself and 各, 有关 or 相关."""
    fixed, placeholder, _ = prefix.partition("{")
    return (fixed,) if placeholder else tuple(prefix + some for some in "各有相")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Sources of the expressions for each sort of word."""

    quantifier: str
    prefix: str
    place: str
    organ: str
    department: str
    several: str
    role: str
    role_organ: str

    def _role(self) -> str:
        return (
            rf"(?P<role>(?:{self.role})(?:(?:或|、|和|及)?(?:{self.role}))*(?:县级|市级|省级|乡镇)?"
            rf"(?:{self.role_organ}|{_HAN}{{2,8}}?(?:部门|机关)))"
        )

    def _places(self) -> str:
        return rf"{self.place}(?:[、和及]各?{self.place}){{0,6}}"

    def whole(self) -> str:
        """A department of any name can follow 各 + place: 各设区市医疗保障局."""
        named = rf"{_HAN}{{2,10}}(?:[厅局委办院社]|委员会|中心|部门)"
        return (
            rf"{self._role()}"
            rf"|(?P<each>(?:{self.quantifier}){{1,3}}(?:{self._places()})?(?:级)?"
            rf"(?:{self.organ}|{self.department}|{named}){{1,2}}{_BRACKET})"
            rf"|(?P<which>(?:{self.prefix}){{1,2}}(?P<how_many>(?:{self.quantifier}){{0,3}})"
            rf"(?P<middle>{_HAN}{{0,12}}?)(?:{self.department}){_BRACKET})"
            rf"|(?P<levels>{_LEVELS}(?:{self.organ}|{_HAN}{{0,8}}部门){_BRACKET})"
            rf"|(?P<places>{self.several}(?:{self.organ}){_BRACKET})"
            rf"|(?P<bare>各(?:{self._places()}))"
            rf"|(?P<members>{_HAN}{{2,24}}成员单位|(?:园区|开发区|功能区)(?:管委会|管理委员会))"
        )

    def scan(self) -> str:
        """The same in running text, where a bare prefix and department would match too much."""
        return (
            rf"{self._role()}|(?P<each>各(?:有关|相关)?{self._places()}{_BRACKET}(?:(?:{self.organ})(?![性采投])|{_LINE}{{2,8}}?(?:[局厅]|部门))?{_BRACKET})"
            rf"|(?P<levels>{_LEVELS}(?:{self.organ}|{_LINE}{{0,8}}?部门))"
            rf"|(?P<which>(?:{self.prefix})?(?:各有关|各相关|各|有关|相关)(?:{self.department}))"
        )
