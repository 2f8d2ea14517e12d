"""Words that tell lists of industries, and the two national classifications they are linked to.

The words are ``industries.toml``; the classifications are tables of code and name
(``gb4754-2017.tsv``, ``sei2018.tsv``), parsed when first asked for: a document that names no
industry never pays for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg import ids, wordtrie
from kg.errors import KnowledgeError

#: scheme -> what it is called, and the names of its levels from the top
SCHEMES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "gb4754-2017": (
        "国民经济行业分类（GB/T 4754-2017）",
        "Industrial classification for national economic activities (GB/T 4754-2017)",
        ("门类", "大类"),
    ),
    "sei2018": (
        "战略性新兴产业分类（2018）",
        "Classification of strategic emerging industries (2018)",
        ("第一层", "第二层"),
    ),
}
_MATCHES = "industry-matches.tsv"
_SCALE = (
    "世界级|国家级|省级|市级|[千百万]亿元?级?|标志性|一批|若干|"
    "全[国球省市县区]|[我本][省市县区州]|新一轮"
)
_SUFFIX = re.compile(r"(?<=..)产业$")


@dataclass(frozen=True, slots=True)
class Class:
    """A class of a scheme; ``depth`` counts from 1 at the top, ``parent`` is a code or None."""

    scheme: str
    code: str
    name: str
    depth: int
    parent: str | None

    @property
    def key(self) -> str:
        """``ind:gb4754-2017.C36``"""
        return ids.industry_class(self.scheme, self.code)


class Classifications:
    """The schemes by code and by name. Parsed from the texts of the tables at the first look."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """Key -> class, in the order of the tables."""
        return {each.key: each for scheme in SCHEMES for each in _classes(scheme, self._texts)}

    @cached_property
    def matches(self) -> Mapping[str, tuple[str, ...]]:
        """A name as documents print it, plain -> keys of the classes that are close to it."""
        found: dict[str, dict[str, None]] = {}
        for each in self.classes.values():
            found.setdefault(plain_name(each.name), {})[each.key] = None
        for name, scheme, code in _rows(_MATCHES, self._texts, 3):
            key = ids.industry_class(scheme, code)
            if key not in self.classes:
                raise KnowledgeError(f"{_MATCHES}, {name}: no class {code} in the scheme {scheme}")
            found.setdefault(plain_name(name), {})[key] = None
        return {name: tuple(keys) for name, keys in found.items()}

    def close_to(self, name: str) -> tuple[str, ...]:
        """Keys of the classes whose name a name is, or that the table says it is close to."""
        return self.matches.get(plain_name(name), ())

    def chain(self, key: str) -> tuple[Class, ...]:
        """A class and those above it, itself first; nothing where no scheme has the key."""
        found: list[Class] = []
        each = self.classes.get(key)
        while each is not None:
            found.append(each)
            parent = each.parent and ids.industry_class(each.scheme, each.parent)
            each = self.classes.get(parent) if parent else None
        return tuple(found)


def plain_name(name: str) -> str:
    """A name without 产业 at its end: 新材料产业 and 新材料 are one name."""
    return _SUFFIX.sub("", unicodedata.normalize("NFKC", name))


def _classes(scheme: str, texts: Mapping[str, str]) -> list[Class]:
    found = []
    for code, name in _rows(f"{scheme}.tsv", texts, 2):
        parent = code.rpartition(".")[0] if scheme == "sei2018" else code[:-1].rstrip("0123456789")
        parts = code.count(".") + 1 if scheme == "sei2018" else 1 if len(code) == 1 else 2
        found.append(Class(scheme, code, name, parts, parent or None))
    return found


def _rows(table: str, texts: Mapping[str, str], width: int) -> list[list[str]]:
    """Rows of a table, without comments and header; KnowledgeError names one of another width."""
    lines = [line for line in texts.get(table, "").splitlines() if line and line[0] != "#"]
    rows = [line.split("\t") for line in lines[1:]]
    for row in rows:
        if len(row) != width or not all(row):
            raise KnowledgeError(f"{table}, {row[0]}: {width} columns are wanted, parted by tabs")
    return rows


class IndustryWords:
    """The patterns of ``industries.toml``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        def words(key: str) -> str:
            return wordtrie.pattern(table.get(key, ()))

        verbs, qualifiers = words("verbs"), words("qualifiers")
        units, makers, endings = words("units"), words("makers"), words("endings")
        count = rf"(?P<count>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?:{units})"
        leading = rf"(?:{_SCALE}|{count.replace('?P<count>', '')})+"
        after = "|".join((words("after"), *table.get("after_patterns", ())))
        #: a verb, wherever it stands in what precedes the first 、 of a list
        self.verb = re.compile("|".join((verbs, *table.get("openers", ()))))
        #: verbs in a row at the beginning of a heading
        self.verbs_first = re.compile(rf"(?:{verbs})+好?")
        #: an announced number: 15个, 两大
        self.count = re.compile(count)
        #: what stands between a list and its head where no 等 does: 两大优势, 标志性
        self.own = re.compile(rf"(?:{count})?(?P<qualifier>(?:{qualifiers})*)$")
        #: a name that is nothing but these is none: 特色产业, 国家级先进制造业集群
        self.only_qualifiers = re.compile(rf"(?:{qualifiers}|[和与及])+")
        #: nor is it where it stands alone before its head: 数字产业集群, 中国产业链
        self.no_industry = re.compile(rf"(?:{qualifiers}|{words('no_industry')}|[和与及])+")
        #: the verb right before a list
        self.maker = re.compile(rf"{makers}(?:[^、，。]{{0,12}}的)?(?:{leading})?$")
        #: what is said of a name's scale and does not belong to it
        self.leading = re.compile(leading)
        #: what may follow the head of a list that nothing counts
        self.after = re.compile(rf"[，。；：、！）”\n]|$|{after}")
        #: what neither a name nor what a list is called holds
        self.never = re.compile(words("never"))
        #: what no name holds or ends in
        self.no_name = re.compile(rf"{words('never')}|(?:{endings})$")
        self.generic = frozenset(table.get("generic", ()))
