"""The administrative lattice: bodies as templates over territories.

A body is territory × functional line × level. The tables under ``kg/data`` give each kind of
body once, as a template of its full name and the forms it is written in; the names of every
province, city and county follow. ``{t}`` stands for the territory in full (浙江省), ``{s}`` for
its short name (浙江), ``{l}`` for its level word (省), ``{p}`` for the province above it (浙江省 in
浙江省杭州市中级人民法院; nothing where ``{t}`` begins with it), ``{c}`` for the division right
above a county in full (福州市 in 福州市福清生态环境局), ``{n}`` for the county's own name, ``{b}``
for the regulator's branch there (安庆监管分局; 福建监管局 in 福州).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.errors import KnowledgeError
from kg.regions import Division

#: kinds an entity of a body can have (see ``types.Entity``)
KINDS = frozenset(
    {
        "people-government", "department", "party-body", "central-branch", "mass-organisation",
        "congress", "consultative-conference", "court", "procuratorate", "public-institution",
        "enterprise", "dispatched-office", "coordination-body", "internal-unit",
    }
)  # fmt: skip
#: where a template takes its territory
PLACEHOLDER = re.compile(r"\{[tslpcbn]\}")
#: kind of region -> the word its level goes by
_LEVEL_WORD = {
    "省": "省", "自治区": "自治区", "直辖市": "市", "地级市": "市", "县级市": "市", "地区": "地区",
    "自治州": "州", "盟": "盟", "县": "县", "自治县": "县", "市辖区": "区", "旗": "旗",
    "自治旗": "旗", "特区": "区", "林区": "区",
}  # fmt: skip
#: cities with plan status: central branches there belong to the State organ itself
PLAN_STATUS = frozenset({"210200", "330200", "350200", "370200", "440300"})
_TOWNS = ("township",)  # forms of towns (办) are too short to be taken for those of others
_WORDS_OF_LEVEL = ("省", "自治区", "市", "州", "盟", "县", "区", "旗", "自治州", "自治县")
_LEVEL = {"province": "province", "prefecture": "city", "county": "county"}


def level_of(division: Division) -> str:
    """Administrative level of a region as bodies have it: province, city or county."""
    return _LEVEL[division.level]


@dataclass(frozen=True, slots=True)
class Body:
    """A template row. ``territory`` is a code where the row is for one territory only.

    ``key`` is what the key is made from where the name alone would give that of the body which
    came after it.
    """

    name: str
    line: str | None
    kind: str
    levels: tuple[str, ...]
    forms: tuple[str, ...]
    territory: str | None
    valid_from: str
    valid_to: str
    excluded: tuple[str, ...]
    table: str
    examples: tuple[tuple[str, str, str], ...] = ()
    key: str | None = None
    superior: str | None = None
    """Full name of the State organ that a centrally managed branch belongs to."""
    is_dual: bool = False
    """Whether the government of its territory leads such a branch as well (税务, 气象)."""
    under: str | None = None
    """Name of the branch above it, as a template (税务局: the city's, then the province's)."""
    successors: tuple[str, ...] = ()
    """Names, or templates of names, of the bodies that came after it."""
    functional: str = field(init=False)
    """The name without its territory: what the key of the body is made from."""
    is_template: bool = field(init=False)
    """Whether the name is filled in for each territory."""

    def __post_init__(self) -> None:
        name = self.name.removeprefix("中共{t}委") or self.name
        object.__setattr__(self, "functional", self.key or PLACEHOLDER.sub("", name))
        object.__setattr__(self, "is_template", "{" in self.name)

    def in_force(self, day: str | None) -> bool:
        """Whether the body existed on an ISO day; without a day, whether it still does."""
        if day is None:
            return not self.valid_to
        month = day[:7]
        return (not self.valid_from or self.valid_from <= month) and (
            not self.valid_to or month < self.valid_to
        )

    @property
    def is_party(self) -> bool:
        """Whether the key is one of the Party's."""
        return self.kind == "party-body"


_PARTY_OFFICE = re.compile(r"中共\{t\}委(?!员会)")


def fill(template: str, division: Division, official: str) -> str:
    """Put a territory into a template.

    A prefecture whose short name keeps its 州 apart from a town (恩施州, 大理州) goes without it
    in the names of branches: 国家金融监督管理总局大理监管分局. A county of one character keeps its
    县 before the Party's committee (中共南县县委宣传部), which others share (中共石城县委宣传部).
    """
    if len(division.name) == 2 and _PARTY_OFFICE.match(template):
        official += division.name[-1]
    word = _LEVEL_WORD.get(division.kind, "")
    short = division.short.removesuffix("州") if word == "州" else division.short
    name = template.replace("{t}", official).replace("{s}", short)
    return name.replace("{n}", division.name).replace("{l}", word)


class Place(NamedTuple):
    """A territory on a day: its row, its official name, its province's, the row right above it."""

    division: Division | None = None
    official: str = ""
    province: str = ""
    above: Division | None = None
    regulator: str = ""
    """The branch of the financial regulator that a county's office is of."""
    is_renamed: bool = False
    """Whether its bodies bore another territory's name than now."""


def regulator(city: Division, province: Division) -> str:
    """The financial regulator's branch in a city: provinces' capitals have the province's."""
    if city.code.endswith("0100"):
        return province.short + "监管局"
    is_its_own = city.code in PLAN_STATUS or city.level == "province"
    return city.short + ("监管局" if is_its_own else "监管分局")


@dataclass(frozen=True, slots=True)
class Infix:
    """A form with its territory inside: 人行{s}中心支行 is head 人行, tail 中心支行."""

    head: str
    place: str
    tail: str
    body: Body


class Bodies:
    """All templates, indexed by the forms they are written in."""

    def __init__(self, bodies: Iterable[Body], repairs: Iterable[tuple[str, str]] = ()) -> None:
        self.all: tuple[Body, ...] = tuple(bodies)
        self._repairs = [(re.compile(pattern), new) for pattern, new in repairs]
        self._repairable = re.compile("|".join(each.pattern for each, _ in self._repairs) or "(?!)")
        self.state: dict[str, list[Body]] = defaultdict(list)
        self.suffix: dict[str, list[Body]] = defaultdict(list)
        self.local: dict[tuple[str, str], list[Body]] = defaultdict(list)
        self.named: dict[str, list[Body]] = defaultdict(list)
        self.infix: list[Infix] = []
        self.by_name: dict[str, list[Body]] = defaultdict(list)
        self.by_line: dict[str | None, list[Body]] = defaultdict(list)
        for body in self.all:
            self.by_name[body.name].append(body)
            self.by_line[body.line].append(body)
        self._templates = {(b.functional, b.is_party) for b in self.all if b.is_template}
        for body in self.all:
            for form in body.forms:
                self._index(form, body)
        self.infix.sort(key=lambda i: (-len(i.tail), -len(i.head), i.head, i.tail))
        self.by_tail: dict[str, list[Infix]] = defaultdict(list)
        self.by_head: dict[str, list[Infix]] = defaultdict(list)
        for infix in self.infix:
            (self.by_tail if infix.tail else self.by_head)[infix.tail or infix.head].append(infix)
        self._by_ends: dict[tuple[str, str], list[Infix]] = defaultdict(list)
        for infix in self.infix:
            if infix.tail:
                self._by_ends[infix.head[:1], infix.tail].append(infix)
        self._tail_lengths = _lengths(self.by_tail, -1)
        self._head_lengths = _lengths(self.by_head, 0)

    def _index(self, form: str, body: Body) -> None:
        places = PLACEHOLDER.findall(form)
        if len(places) > 1:  # {l}委全面依法治{l}委员会: the second says the same as the first
            head, first, rest = form.partition(places[0])
            for word in _WORDS_OF_LEVEL:
                self._index(head + first + PLACEHOLDER.sub(word, rest), body)
            return
        if body.levels == ("state",):
            self.state[form].append(body)
        elif body.table == "listed":
            self.named[form].append(body)
        elif body.territory is not None:
            self.local[(body.territory, form)].append(body)
        elif len(places) == 1:
            head, tail = form.split(places[0])
            if head or places[0] != "{t}":
                self.infix.append(Infix(head, places[0], tail, body))
            else:
                self.suffix[tail].append(body)
        elif not places:
            self.suffix[form].append(body)

    def functional(self, body: Body, division: Division | None, official: str) -> str:
        """What the key of a body is made from: its name without its territory.

        A body with a name of its own (杭州住房公积金管理中心) may also be written by a form of a
        template; then it has the template's key, however its name shows the territory.
        """
        if body.is_template or body.key or division is None:
            return body.functional
        for territory in (official, division.name, division.short):
            rest = body.name.replace(territory, "", 1)
            if rest != body.name and (rest, body.is_party) in self._templates:
                return rest
        return body.name.removeprefix(official) or body.name

    def infixes(self, text: str) -> Iterator[Infix]:
        """Forms with a territory inside whose head and tail a text has, longest tail first."""
        for length in self._tail_lengths.get(text[-1:], ()):
            if length < len(text):
                tail = text[-length:]
                for infix in self._by_ends.get((text[0], tail), ()):
                    if text.startswith(infix.head):
                        yield infix
                yield from self._by_ends.get(("", tail), ())
        for length in self._head_lengths.get(text[:1], ()):
            if length < len(text):
                yield from self.by_head.get(text[:length], ())

    def local_forms(self) -> set[str]:
        """Forms that only certain territories have."""
        return {form for _, form in self.local}

    def full_name(self, body: Body, place: Place) -> str:
        """The full name of a body in a territory."""
        division = place.division
        if division is None:
            return body.name
        above = "" if place.official.startswith(place.province) else place.province
        name = fill(body.name, division, place.official).replace("{p}", above)
        name = name.replace("{c}", place.above.name if place.above else "")
        name = name.replace("{b}", place.regulator)
        return self.repaired(name)

    def repaired(self, name: str) -> str:
        """A filled-in name as it is written: 中共阿勒泰地区委组织部 -> 中共阿勒泰地委组织部."""
        if self._repairable.search(name):  # few are
            for pattern, new in self._repairs:
                name = pattern.sub(new, name)
        return name

    def of_form(self, form: str, level: str, day: str | None) -> list[Body]:
        """Bodies written ``form`` after a territory of ``level``, in force on a day.

        A form of another level is taken where the level has none: a county's 教育局 and a
        municipality's are of one template, and a table can lag behind a renaming.
        """
        rows = [b for b in self.suffix.get(form, []) if level in b.levels or _is_of_any(b)]
        of_level = [b for b in rows if level in b.levels]
        standing = [b for b in of_level or rows if b.in_force(day)]
        return standing or of_level or rows


def _is_of_any(body: Body) -> bool:
    """Whether a body may be found at a level its row does not name."""
    return body.levels != _TOWNS and "{c}" not in body.name


def _lengths(words: Iterable[str], at: int) -> dict[str, list[int]]:
    """The lengths of words by their first or last character, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[at]].add(len(word))
    return {char: sorted(found, reverse=True) for char, found in lengths.items()}


_REQUIRED = ("name", "kind", "forms")


def read_bodies(table: str, data: Mapping[str, Any]) -> list[Body]:
    """Rows of one TOML table; KnowledgeError names table, row and fault."""
    bodies: list[Body] = []
    for number, row in enumerate([*data.get("body", []), *data.get("regional", [])], 1):
        where = f"{table}, body {number} ({row.get('name', '?')})"
        for key in _REQUIRED:
            if not row.get(key):
                raise KnowledgeError(f"{where}: {key} is missing")
        if row["kind"] not in KINDS:
            raise KnowledgeError(f"{where}: kind {row['kind']!r} is none of {sorted(KINDS)}")
        levels = tuple(row.get("levels") or ([row["level"]] if "level" in row else []))
        levels = ("state",) if table == "state" else levels
        territory = row.get("territory", row.get("within"))
        bodies.append(
            Body(
                row["name"], row.get("line"), row["kind"], levels, tuple(row["forms"]),
                territory, row.get("valid_from", ""), row.get("valid_to", ""),
                tuple(row.get("not", ())), table,
                tuple(tuple(example) for example in row.get("examples", ())), row.get("key"),
                row.get("superior"), row.get("dual", False), row.get("under"),
                tuple(row.get("successor", ())),
            )
        )  # fmt: skip
    return bodies
