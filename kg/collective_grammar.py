"""The rules by which the words of ``collectives.toml`` make names of collectives.

::

    place      := letters | word, two standing together, a bracket between or after them
                                                                  市县区, 县（市）区, 乡镇（街道）
    places     := place {、|和|及 place}                          州（市、地）、县（区）
    government := governing [（governing）] {[、|和] governing}      政府（管委会）, 党委、政府
    department := {有关 | level 级|直|属 | part} kind [和 kind]      市级行业主管部门, 部门（单位）
    prefix     := level {level} [级|直|属|委|政府 …] | word | posted   省直, 县委、县政府, 中央驻浙
    role       := {subject} act 地 | 所在 places                  户籍所在地, 违法行为发生地
    open tail  := 等 [prefix] [各] [有关] (department | places) | 等 number 个 部门 | word

Every repetition has a bound, and a run of letters is never given back in part: text without end
takes no time without end, and 各县级医院 is not read as 各 + 县.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg import wordtrie

OPEN = r"[（〔［〈<(\[]"
CLOSE = r"[）〕］〉>)\]]"
_INSIDE = r"[^（）〔〕［］〈〉<>()\[\]\n]"
BRACKET = f"(?:{OPEN}{_INSIDE}{{1,14}}{CLOSE})?"
HAN = "[\u4e00-\u9fff]"
#: a word for the level of a government
_LEVEL = "(?:自治[区州县旗]|地区|[省市县区州盟旗地乡镇])"
_ONE_LEVEL = (*"省市县区州盟旗乡镇", "自治区", "自治州", "自治县", "自治旗", "地区")
#: levels in a row go down: 省市县, 市、区; but 州市 is the end of 杭州市, and 区、区属 that of
#: 驻区、区属单位
_BELOW = {"省": "市", "市": "县区旗", "县": "区市乡", "区": "县市"}


def _runs(run: str) -> Iterator[str]:
    """A row of levels, and the rows it goes on in: 省, 省市, 省、市, 省市县."""
    yield run
    for below in _BELOW.get(run[-1], "") if len(run.replace("、", "")) < 3 else "":
        if below not in run:
            for mark in ("",) if run[0] == "区" else ("", "、"):
                yield from _runs(run + mark + below)


_RUNS = tuple(run for level in _ONE_LEVEL for run in _runs(level))
#: brackets of one kind in the table stand for all kinds in print
_PLACEHOLDERS = {
    "{l}": "[省市县区州盟旗地]",
    "{s}": f"{HAN}{{1,3}}?",
    "（": OPEN,
    "）": CLOSE,
}
_FOLDED = str.maketrans("〔［〈<([〕］〉>)]", "（（（（（（））））））")
#: letters for kinds of places, those that stand only with others (镇街, 师市), and those that are
#: read where 级, 直 or 属 follows: 各县级政府, 各市直部门
_LETTER, _WITH_OTHERS = "[省市县区州盟旗地乡镇村街师]", "[街师]"
LETTERS = "(?:自治[区州县旗]|[省市县区州盟旗地乡镇]{1,3})"
#: what a level's own bodies are called by: 市级机关, 省直, 区政府直属
_OF_ANY = (
    "级国家机关", "级以上地方", "级以上", "级机关", "本级", "级", "直机关", "直属", "直", "属",
    "人民政府直属", "人民政府", "政府直属", "政府", "府直属", "府",
)  # fmt: skip


def _of_party(level: str) -> Iterator[str]:
    """县委, 县委、县政府, 区党委、政府: what a level's committee and government are called by."""
    government = [
        f"{mark}{again}{people}政府{own}"
        for mark in ("", "、", "和")
        for again in ("", level)
        for people in ("", "人民")
        for own in ("", "直属")
    ]
    yield from (party + rest for party in ("委", "党委") for rest in ("", *government))


_SOME = "(?:有关|相关)"
AND = "(?:以及|[、和及])"
_CORPS = "新疆生产建设兵团"
#: 市县两级, 省、市、县三级政府; but 各地三级医院
_TIERS = "(?:两级|[三四]级(?=党委|人大|政协|(?:人民)?政府))?"
_NUMBER = "[一二两三四五六七八九十0-9]{1,3}"
#: …等涉及项目联合验收相关单位: those a matter concerns, not said which
_CONCERNED = f"涉及?{HAN}{{1,12}}(?:单位|部门)"


def folded(words: Iterable[str]) -> list[str]:
    """Words of a table with their brackets of one kind."""
    return [word.translate(_FOLDED) for word in words]


def any_of(words: Iterable[str], places: Mapping[str, str] | None = None) -> str:
    """Source of an expression for any of a table's words; ``places`` are more placeholders."""
    return wordtrie.pattern(folded(words), {**_PLACEHOLDERS, **(places or {})})


@dataclass(frozen=True)
class Rules:
    """Sources of the expressions for each part of a collective, from the table."""

    table: Mapping[str, Any]

    def words(self, *keys: str) -> list[str]:
        """A list of the table by its path; ``words`` of a part where no other is named."""
        found: Any = self.table
        for key in keys if len(keys) > 1 else (*keys, "words"):
            found = found.get(key, {})
        return list(found)

    @cached_property
    def unit(self) -> str:
        """Kinds of places as one word or as letters: 设区市, 县, 市县区, 镇街."""
        longer = any_of(self.words("place", "longer"))
        letter = f"(?!{longer}|(?<=地)[乡镇村]){_LETTER}"  # 各地乡镇 is 乡镇 of 各地
        run = f"(?!{_WITH_OTHERS}(?!{_LETTER}|{OPEN}))(?:{letter}){{1,4}}+"
        return f"(?:{any_of(self.words('place'))}|{run}(?!级|直(?!接))[办场]?)"

    @cached_property
    def place(self) -> str:
        """乡镇街道, 县（市）区, 县（市、区，含高新区）: what a bracket says is not looked into."""
        inner = f"{OPEN}{_INSIDE}{{1,14}}{CLOSE}"
        return f"{self.unit}(?:(?:(?<!各地)|{inner}){self.unit})?(?:{inner})?"

    @cached_property
    def places(self) -> str:
        """市（州）、县（市、区）两级."""
        return f"{self.place}(?:{AND}各?{self.place}){{0,6}}(?:[及和]{_CORPS})?{_TIERS}"

    @cached_property
    def several(self) -> str:
        """Places alone, with nothing in a bracket but places: 市、县（市、区）."""
        one = f"(?:{self.unit}|[场办街居师]|中心|管委会)"  # 乡（镇、办）
        inner = f"(?:{OPEN}含?{one}(?:、{one}){{0,5}}{CLOSE})?"
        place = f"{self.unit}(?:{inner}{self.unit})?{inner}"
        return f"{place}(?:{AND}(?:{place}|管委会)){{0,6}}(?:[及和]{_CORPS})?{_TIERS}"

    @cached_property
    def quantifier(self) -> str:
        """各, 全省各级, 我市各, 其他有关."""
        before = any_of(self.words("quantifier", "before_each"))
        level = f"(?:国|{_LEVEL})"
        return f"(?:(?:[我本]{_LEVEL}|{before})各|全{level}|{any_of(self.words('quantifier'))})"

    @cached_property
    def organ(self) -> str:
        """人民政府（管委会）, 党委、政府, 政府及其有关部门, 公安机关."""
        one = any_of(self.words("organ", "governing"))
        departments = f"(?:及其{_SOME}?|[及和]有关|及相关|{_SOME})?部门"
        governing = f"(?:{one}(?:{OPEN}{one}{CLOSE})?(?:{AND}?{one}){{0,2}})"
        return f"(?:{any_of(self.words('organ'))}|(?:人民)?政府{departments}|{governing})"

    @cached_property
    def posted(self) -> str:
        """中央驻浙, 省部属驻, 市直和中央驻徐."""
        return f"(?:{self._posting}(?:{AND}{self._posting})?)?驻{HAN}{{1,3}}?"

    @cached_property
    def _posting(self) -> str:
        return f"(?:{any_of(self.words('prefix', 'posting'))}|{_LEVEL}[直属])"

    @cached_property
    def prefix(self) -> str:
        """Whose bodies are meant: 省直, 市县, 县委、县政府, 国务院, 中央驻浙."""
        of = any_of(_OF_ANY)
        party = f"党?委(?:[、和]?{_LEVEL}?(?:人民)?政府(?:直属)?)?"
        levels = f"(?:{any_of(_ONE_LEVEL)}{party}|{any_of(_RUNS)}(?:{of})?|地{of})"
        return f"(?:{any_of(self.words('prefix'))}|{self.posted}|{levels})"

    @cached_property
    def department(self) -> str:
        """Sorts of bodies: 行业主管部门, 部门（单位）, 市属国有企业, 驻杭高校, 委、办、局."""
        kinds, parts = (
            any_of(self.words("department", "kinds")),
            any_of(self.words("department", "parts")),
        )
        own = f"(?:{_LEVEL}[级直属]|{self.posted}|在{HAN}{{1,3}}?)"
        more = f"(?:{AND}?(?:各|{_SOME})?(?:直属)?(?:部门|单位|机构)|{OPEN}(?:部门|单位){CLOSE})"
        both = f"(?:(?:工作|组成)?部门|单位|部委|直属机构|直属单位){more}"
        offices = "[委办局厅](?:、[委办局厅部院]){1,4}"
        words = any_of(self.words("department"))
        return f"(?:{_SOME}?{own}?{_SOME}?(?:{both}|{words}|{offices}|(?:{parts}){{0,3}}{kinds}))"

    @cached_property
    def all_of_them(self) -> str:
        """After 各, several of the widest sorts, which are one collective: 各地、各部门."""
        sorts = "(?:(?:工作|组成)?部门|单位|部委|直属机构|直属(?:事业)?单位)"
        sort = f"{sorts}(?:{AND}单位|{OPEN}单位{CLOSE})?"
        first = f"{_SOME}?(?:地区|地方|地|级|(?!单位){sort})"
        return f"{first}(?:{AND}?(?:各{_SOME}?|{_SOME}){sort}){{1,3}}"

    @cached_property
    def single(self) -> str:
        """What no list of bodies is cut in: 市政府各部门、各单位, 各市, 成员单位."""
        whose = f"(?:国务院|{_LEVEL}(?:人民)?政府)?"
        provinces = f"(?:各|有关)省(?:、自治区、直辖市|{OPEN}区、市{CLOSE})"
        words = any_of(self.words("single"))
        return f"{words}|{whose}各{self.all_of_them}|{provinces}|各{self.unit}"

    @cached_property
    def role(self) -> str:
        """A place by its part in a case: 户籍所在地, 违法行为发生地, 所在县（市、区）."""
        subjects = any_of(self.words("place_role", "subjects"))
        acts = any_of(self.words("place_role", "acts"))
        return (
            f"(?:(?:{subjects}){{0,2}}(?:{acts}地(?!方)|所在{self.place})"
            f"|{subjects}地(?!方)|{any_of(self.words('place_role'))})"
        )

    @cached_property
    def role_organ(self) -> str:
        """What follows such a place: 县（市、区）人民政府, 村（居）委会, 民政部门."""
        words = any_of(self.words("place_role", "organ", "words"))
        towns = f"|乡镇(?:街道|{OPEN}街道{CLOSE}|(?!{HAN}))"  # 属地乡镇, but 服务地乡镇卫生院
        government = f"(?:{self.places}|{LETTERS}级)?{self.organ}"
        return f"(?:{words}|{government}|{HAN}{{2,8}}?(?:部门|机关){towns})"

    @cached_property
    def open_tail(self) -> str:
        """等部门, 等市直各有关部门（单位）, 等有关县（市、区）, 等5个部门; at the end of a text."""
        words = any_of(word.removeprefix("等") for word in self.words("open"))
        bracketed = f"{self.unit}{OPEN}{_INSIDE}{{1,14}}{CLOSE}"
        wheres = f"(?:地区|地方|省份|地|{bracketed})"
        sort = f"各?{self.department}(?:{AND}{_SOME}?(?:地区|地方|机构))?"
        sort = f"(?:{sort}|{_SOME}{wheres}|{bracketed})"
        return (
            f"等(?<=[^高同]等)(?:(?:{self.prefix})?{sort}"
            f"|{_NUMBER}[个家]?(?:部门|单位|机构|企业)|{words}|{_CONCERNED})$"
        )

    def openings(self) -> tuple[str, ...]:
        """What names in running text begin with, for :class:`kg.wordtrie.Openings`."""
        subjects, acts = (self.words("place_role", key) for key in ("subjects", "acts"))
        done = [f"{act}地" for act in acts]
        posting = (
            *self.words("prefix", "posting"),
            *(level + of for level in (*_ONE_LEVEL, "地") for of in "直属"),
        )
        prefixes = [word.partition("{")[0] for word in self.words("prefix")]
        whose = [*prefixes, *(run + of for run in _RUNS for of in ("", *_OF_ANY))]
        whose += [level + of for level in _ONE_LEVEL for of in _of_party(level)]
        whose += [f"地{of}" for of in ("级", "直", "直属", "属", "级机关", "直机关")]
        return (
            *(one + more for one in subjects for more in (*done, *subjects, "所在", "地")),
            *(by + more for by in posting for more in ("驻", "、", "和", "及", "以及")),
            *(word + some for word in whose for some in "各有相"),
            *(word.partition("{")[0] for word in folded(self.words("place_role"))),
            *(*done, "驻", "所在", "各", "有关", "相关", "县级以上", "地方各级"),
            *(f"全{level}各级" for level in "省市县区州"),
        )
