"""Who is who: everything the package knows beforehand, loaded once and passed in.

The tables are data (``kg/data``); see CONTRIBUTING for how to add a row. Nothing here is global:
a :class:`Knowledge` is made by :func:`load` and handed to the stages.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kg import wordtrie
from kg.bodies import Bodies, read_bodies
from kg.citable import Citable
from kg.collectives import Collectives, read_collectives
from kg.industries import Classifications, IndustryWords
from kg.named import FacilityWords, ProgrammeWords, RegionGroups
from kg.own import OWN, own_texts, parsed, with_own, with_own_rows
from kg.people import PeopleWords
from kg.regions import Regions, read_regions
from kg.types import Role

_BODY_TABLES = (
    "exceptions", "listed", "organs", "party", "mass", "branches", "departments", "state",
)  # fmt: skip


#: 海关总署公告2031年第103号（关于公园的公告）
_NUMBERED = re.compile(r"(?<=公告|通告)\s*(?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,4}\s*号(?=（)")


class Kinds:
    """Kinds of documents (文种), told by the word a title ends in."""

    def __init__(self, rows: list[Mapping[str, str]]) -> None:
        self._kinds = {row["word"]: row.get("kind", row["word"]) for row in rows}
        self._opens = {row["word"]: row["opens"] for row in rows if "opens" in row}
        words = sorted(self._kinds, key=lambda word: (-len(word), word))
        alternatives = "|".join(map(re.escape, words))
        self._end = re.compile(
            rf"({alternatives})(?:[（(〔][^）)〕]{{1,20}}[）)〕]|（[^（）]{{1,60}}）)*[》”]?$"
        )

    def of_title(self, title: str) -> str | None:
        """Kind of a title, or None where it ends in no kind's word."""
        words = title.strip()
        if "号（" in words:
            words = _NUMBERED.sub("", words)
        found = self._end.search(words)
        if not found or len(words) <= len(found[1]):
            return None
        return self._kinds[found[1]] if words.startswith(self._opens.get(found[1], "")) else None


class OwnerWords:
    """Labels and verbs of owner clauses (``owners.toml``), as the patterns that find them."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.roles: dict[str, Role] = {}
        tails = table.get("label_tail", {}).get("words", [])
        for row in table.get("label", []):
            for word in (*row["words"], *_with_tails(row.get("heads", []), tails)):
                self.roles.setdefault(word, row["role"])
        self.label_words = frozenset(self.roles)
        for row in table.get("verb", []):
            for word in row["words"]:
                self.roles.setdefault(word, row["role"])
        verb_words = frozenset(w for row in table["verb"] for w in row["words"])
        self.deadlines = frozenset(table["deadline"]["words"])
        self.aside = self.deadlines | frozenset(table["aside"]["words"])
        levels, before, after = (
            wordtrie.pattern(table[key]["words"])
            for key in ("label_before", "verb_before", "verb_after")
        )
        labels, verbs = map(wordtrie.pattern, (self.label_words, verb_words))
        every = wordtrie.pattern(self.label_words | self.aside)
        # a label begins a word: 压实主体责任： is prose
        head = r"(?<![\u4e00-\u9fff])"  # 【责任单位】 labels as well
        tail = rf"(?:（[^（）\n]{{1,6}}）)?\s*(?:(?:为|是)?\s*{_COLON}|[】］〕]\s*{_COLON}?)"
        # 市商务局〔牵头〕 marks a body, 〔牵头〕市商务局 is a label
        closed = rf"(?(open)[】］〕]\s*{_COLON}?|(?!))"
        ending = rf"(?:（[^（）\n]{{1,6}}）)?\s*(?:(?:为|是)?\s*{_COLON}|{closed})"
        self.label = re.compile(rf"{head}(?:{levels})?(?P<label>{labels}){tail}")
        #: the same with labels of other things, in clauses that lines are broken in
        self.any_label = _wrapped(
            rf"{head}(?P<open>[【［〔])?[【［〔—–]{{0,2}}(?:{levels})?(?P<label>{every}){ending}"
        )
        #: one without a colon (责任单位市住建局), which is none in prose: only where one may begin
        long = wordtrie.pattern(w for w in self.label_words if w.endswith(_LABEL_ENDS))
        self.bare_label = _wrapped(
            rf"{head}(?:{levels})?(?P<label>{long})(?:为|是)?\s*(?!{_NO_LIST})"
        )
        #: or with a verb in place of it: 主要责任单位是市财政局，相关责任单位有…
        said = rf"(?:{levels})?(?P<said>{_any_of_owners(self.label_words)}){_IS}"
        self.said_label = _wrapped(rf"{head}{said}")
        #: what is in every such verb: to look for it costs less
        self.bare_verb = _wrapped(verbs)
        self.verb = _wrapped(rf"(?:{before}){{0,5}}(?P<verb>{verbs})(?:{after}){{0,3}}")
        self.hint = re.compile(
            rf"{head}(?:{levels})?(?P<label>{labels}){tail}"
            rf"|(?<![^。；\s]){said}|牵头|负责|配合|落实[）〕］】]|职责分工"
        )
        level_words = table["label_before"]["words"]
        told = ("牵头", "负责", "配合", "落实", "职责分工")
        self.hint_opening = re.compile(wordtrie.pattern([*told, *level_words, *self.label_words]))
        #: the first two characters of a label, the last two of a verb: what opens or ends a clause
        self.openings = frozenset(w[:2] for w in (*self.label_words, *level_words))
        self.endings = frozenset(w[-2:] for w in (*verb_words, *table["verb_after"]["words"]))


def _with_tails(heads: Iterable[str], tails: Iterable[str]) -> Iterator[str]:
    """Labels of two parts: 牵头责任 + 部门."""
    tails = tuple(tails)
    return (head + tail for head in heads for tail in tails)


_COLON = "[：:∶﹕︰]"
#: what stands in place of a colon, a verb or white space, and the labels that go without one
_IS = "(?:(?:分别)?(?:为|是|有|包括)|[ \t]+(?=[\u4e00-\u9fff]))"
_OF_OWNERS = (
    "牵头",
    "主办",
    "责任",
    "主要责任",
    "相关责任",
    "配合",
    "落实",
    "协办",
    "参与",
    "总牵头",
)


def _any_of_owners(labels: Iterable[str]) -> str:
    return wordtrie.pattern(
        w for w in labels if w.startswith(_OF_OWNERS) and w.endswith(_LABEL_ENDS)
    )


#: what goes on in prose after 责任单位
_NO_LIST = "会同|按|根据|依|和|与|及|或|要|应|须|需|对|将|的|人|负责|牵头|落实|共同|分别"
_LABEL_ENDS = ("单位", "部门", "主体", "处室", "科室", "机构", "司局")


def _wrapped(source: str) -> re.Pattern[str]:
    """A pattern whose Chinese words a line may be broken in."""
    return re.compile(re.sub("([\u4e00-\u9fff])", r"\1\n?", source))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All tables, and a digest of them that names the run."""

    regions: Regions
    bodies: Bodies
    kinds: Kinds
    collectives: Collectives
    owners: OwnerWords
    ordinary: frozenset[str]
    """Names of divisions that are ordinary words (老城区, 和平): alone they name no place."""
    lines: Mapping[str, tuple[str, str]]
    """Key of a functional line -> its Chinese and English label."""
    unlisted: Mapping[str, Any]
    """What tells a body that no table lists (``unlisted.toml``)."""
    programmes: ProgrammeWords
    """Words of named actions, projects and plans (``programmes.toml``)."""
    facilities: FacilityWords
    """Words of laboratories, platforms, roads and zones (``facilities.toml``)."""
    groups: RegionGroups
    """Regions by one character and in groups (``region-groups.toml``)."""
    people: PeopleWords
    """Surnames, roles and posts (``people.toml``)."""
    industry_words: IndustryWords
    classifications: Classifications
    """Classes of industries in the national classifications."""
    citable: Citable
    """What titles and numbers tell of a document that is cited (``citations.toml``)."""
    digest: str


def load(folder: Traversable | None = None, own: Path | None = None) -> Knowledge:
    """Read the tables of the package, or of a folder laid out like ``kg/data``.

    ``own`` is a folder of a user's files of the same names; their rows go before ours. Raises
    KnowledgeError, naming table, row and fault, where a table is wrong.
    """
    texts = _texts(folder)
    added = own_texts(own, texts) if own is not None else {}
    texts = with_own_rows(texts, added)
    tables = {name: parsed(name, text) for name, text in texts.items() if name.endswith(".toml")}
    for name in (name for name in added if name.endswith(".toml")):
        tables[name] = with_own(tables[name], tables.pop(OWN + name))
    bodies = [
        body for name in _BODY_TABLES for body in read_bodies(name, tables.get(f"{name}.toml", {}))
    ]
    regions = read_regions(texts["regions.tsv"])
    return Knowledge(
        regions=regions,
        bodies=Bodies(bodies, _repairs(tables)),
        kinds=Kinds(tables["kinds.toml"]["kind"]),
        collectives=read_collectives(tables.get("collectives.toml", {})),
        owners=OwnerWords(tables["owners.toml"]),
        ordinary=frozenset(tables["ordinary.toml"]["words"]),
        lines=_lines(tables),
        unlisted=tables.get("unlisted.toml", {}),
        programmes=ProgrammeWords(tables.get("programmes.toml", {})),
        facilities=_facilities(tables, regions),
        groups=RegionGroups(
            tables.get("region-groups.toml", {}),
            {letter: row.code for row in regions.rows for letter in row.letters},
        ),
        people=PeopleWords(tables["people.toml"]),
        industry_words=IndustryWords(tables.get("industries.toml", {})),
        classifications=Classifications(texts),
        citable=Citable(tables.get("citations.toml", {})),
        digest=_digest(texts),
    )


def _facilities(tables: Mapping[str, Mapping[str, Any]], regions: Regions) -> FacilityWords:
    """Words of facilities; a name that is an ordinary word is no anchor."""
    ordinary = set(tables["ordinary.toml"]["words"])
    combinations = tables.get("region-groups.toml", {})
    groups = [
        form for row in combinations.get("group", []) for form in (row["name"], *row["aliases"])
    ]
    names = [name for name in regions.names() if name not in ordinary]
    return FacilityWords(
        tables.get("facilities.toml", {}), (*names, *groups, *combinations.get("combination", ()))
    )


def _repairs(tables: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Rules that mend a filled-in name (中共阿勒泰地区委组织部 -> 中共阿勒泰地委组织部)."""
    return [
        (row["pattern"], row["replacement"])
        for table in tables.values()
        for row in table.get("repair", [])
    ]


def _lines(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    lines: dict[str, tuple[str, str]] = {}
    for name in ("lines.toml", "lines-more.toml"):
        for row in tables.get(name, {}).get("line", []):
            lines[row["key"]] = (row["zh"], row["en"])
    return lines


def tables_digest(own: Path | None = None) -> str:
    """The digest of the tables without parsing them: enough to tell whether a store is current."""
    texts = _texts(None)
    return _digest(with_own_rows(texts, own_texts(own, texts)) if own is not None else texts)


def _texts(folder: Traversable | None) -> dict[str, str]:
    data = folder if folder is not None else resources.files("kg.data")
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(data.iterdir(), key=lambda e: e.name)
        if entry.name.endswith((".toml", ".tsv"))
    }


def _digest(texts: Mapping[str, str]) -> str:
    joined = "\0".join(f"{name}\0{text}" for name, text in sorted(texts.items()))
    return hashlib.sha256(joined.encode()).hexdigest()
