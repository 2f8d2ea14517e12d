"""The administrative divisions of China: names, codes, parents and how a name finds its code.

The table is ``kg/data/regions.tsv``: one row a division and period. A name is looked up in the
light of a *context*, the region whose government wrote the document; where several divisions
bear a name and the context does not decide, all stay candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg import ids

LEVELS: Final = ("province", "prefecture", "county")

#: Word that stands for a level of government in a document -> kinds of region it can mean.
LEVEL_WORDS: Mapping[str, frozenset[str]] = {
    "省": frozenset({"省"}),
    "自治区": frozenset({"自治区"}),
    "市": frozenset({"直辖市", "地级市", "县级市"}),
    "地区": frozenset({"地区"}),
    "地": frozenset({"地区"}),
    "行署": frozenset({"地区"}),
    "州": frozenset({"自治州"}),
    "盟": frozenset({"盟"}),
    "县": frozenset({"县", "自治县"}),
    "区": frozenset({"市辖区", "自治区", "特区", "林区"}),
    "旗": frozenset({"旗", "自治旗"}),
    "自治州": frozenset({"自治州"}),
    "自治县": frozenset({"自治县"}),
    "自治旗": frozenset({"自治旗"}),
}


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table. ``valid_from`` and ``valid_to`` are ISO dates or empty."""

    code: str
    name: str
    level: str
    parent: str
    kind: str
    shorts: tuple[str, ...]
    valid_from: str
    valid_to: str
    letters: tuple[str, ...] = ()
    """One-character names (浙); a province has them."""
    successors: tuple[str, ...] = ()
    """Codes of the divisions that took over its territory, the main one first."""

    def in_force(self, day: str | None) -> bool:
        """Whether the division existed on an ISO day; without a day, whether it still does."""
        if day is None:
            return not self.valid_to
        return (not self.valid_from or self.valid_from <= day) and (
            not self.valid_to or day < self.valid_to
        )

    @property
    def short(self) -> str:
        """The name without its suffix where that is unambiguous enough to be used (杭州)."""
        return self.shorts[0] if self.shorts else self.name


class Regions:
    """Index over the table. Codes are six-digit strings of the civil-affairs register."""

    def __init__(self, rows: Iterable[Division]) -> None:
        self.rows: tuple[Division, ...] = tuple(rows)
        self._by_code: dict[str, Division] = {}
        self._eras: dict[str, list[Division]] = defaultdict(list)
        self._by_name: dict[str, list[Division]] = defaultdict(list)
        self._children: dict[str, list[Division]] = defaultdict(list)
        for row in self.rows:
            self._eras[row.code].append(row)
            if row.parent != row.code:
                self._children[row.parent].append(row)
            known = self._by_code.get(row.code)
            if known is None or (known.valid_to and not row.valid_to):
                self._by_code[row.code] = row
            for name in (row.name, *row.shorts):
                self._by_name[name].append(row)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def get(self, code: str, day: str | None = None) -> Division:
        """The division with a code, as it was on a day; KeyError where there is none.

        A code can pass from one division to another (530800: 思茅市, since 2007 普洱市). Without
        a day, or where the table knows none of that day, it is the one that stands now.
        """
        eras = self._eras.get(code, ())
        if day is not None and len(eras) > 1:
            for row in eras:
                if row.in_force(day):
                    return row
        return self._by_code[code]

    def key_of(self, row: Division) -> str:
        """Key of a row: of its code, with its beginning where the code was another's before."""
        eras = self._eras.get(row.code, ())
        first = len(eras) < 2 or row.name == eras[0].name
        return ids.region(row.code, "" if first else row.valid_from.replace("-", ""))

    def key(self, code: str, day: str | None = None) -> str:
        """Key of the division that a code stood for on a day; one no table knows has its code."""
        return self.key_of(self.get(code, day)) if code in self._by_code else ids.region(code)

    def of_key(self, key: str) -> Division | None:
        """The row of a key, or None where the table knows none."""
        rows = self._eras.get(ids.region_code(key), ())
        found = [row for row in rows if self.key_of(row) == key]
        return found[-1] if found else None

    def above(self, row: Division) -> Division | None:
        """The division above a row, as it is or as it was when the row ended."""
        if row.parent in ("", row.code) or row.parent not in self._by_code:
            return None
        eras = self._eras[row.parent]
        if not row.valid_to:
            return self._by_code[row.parent]
        before = [era for era in eras if not era.valid_from or era.valid_from < row.valid_to]
        return before[-1] if before else eras[0]

    def successors(self, row: Division) -> tuple[Division, ...]:
        """The rows that took over the territory of one that ended."""
        day = just_after(row.valid_to)
        eras = [era for code in row.successors for era in self._eras.get(code, ())]
        return tuple(era for era in eras if era.in_force(day) and era != row)

    def children(self, code: str, day: str | None = None) -> tuple[Division, ...]:
        """The divisions right below one, on a day, in the order of their codes."""
        return tuple(row for row in self._children.get(code, ()) if row.in_force(day))

    def child_eras(self, code: str) -> tuple[str, ...]:
        """The days on which the divisions right below one changed, as precise as is known."""
        rows = self._children.get(code, ())
        return tuple(sorted({day for r in rows for day in (r.valid_from, r.valid_to) if day}))

    def chain(self, code: str, day: str | None = None) -> Iterator[Division]:
        """The division and its parents, from itself up to the province."""
        while code in self._by_code:
            row = self.get(code, day)
            yield row
            if row.parent == code:
                return
            code = row.parent

    def path(self, code: str, day: str | None = None) -> str:
        """Names from the province down: ``浙江省/杭州市/滨江区``."""
        return "/".join(row.name for row in reversed(list(self.chain(code, day))))

    def official(self, code: str, day: str | None = None) -> str:
        """The name a body of the region carries: a district's is preceded by its city's.

        杭州市临平区财政局, but 慈溪市财政局 and 宿松县财政局.
        """
        row = self.get(code, day)
        if row.kind == "市辖区" and row.parent in self._by_code:
            return self.get(row.parent, day).name + row.name
        return row.name

    def is_renamed(self, code: str, day: str | None) -> bool:
        """Whether the bodies of a code bore another territory's name on a day than now."""
        return self.official(code, day) != self.official(code)

    def names(self) -> Iterator[str]:
        """Every name and short name in the table."""
        return iter(self._by_name)

    def named(self, name: str, day: str | None = None) -> list[Division]:
        """Divisions of a name in force on a day; those of another time where none is.

        Of these, what took over from another of the name: 广丰县 after its prefecture changed.
        """
        rows = self._by_name.get(name, [])
        now = [row for row in rows if row.in_force(day)]
        if now or any(row.name != name for row in rows):
            return now or list(rows)
        codes = {row.code for row in rows}
        return [row for row in rows if not codes.intersection(row.successors) - {row.code}]

    def is_within(self, code: str, ancestor: str, day: str | None = None) -> bool:
        """Whether a region is another or lies in it."""
        while code in self._by_code:
            row = self.get(code, day)
            if row.code == ancestor:
                return True
            if row.parent == code:
                return False
            code = row.parent
        return False

    def resolve(self, name: str, context: str | None, day: str | None = None) -> list[str]:
        """Codes a name can mean, narrowed by context: one code where the context decides.

        Preferred are the context region itself and those inside it, then those inside its
        parents, nearest first; a province or prefecture outranks a county of the same short
        name where nothing else decides (海南 is the province, not 海南区).
        """
        rows = self.named(name, day)
        if len({row.code for row in rows}) <= 1:
            return [row.code for row in rows[:1]]
        for near in self.chain(context, day) if context else ():
            inside = [row for row in rows if self.is_within(row.code, near.code, day)]
            if inside:
                return _highest(inside)
        return _highest(rows)

    def by_level_word(self, word: str, context: str | None, day: str | None = None) -> str | None:
        """Code of the region that 省, 市, 县 … means in a document of ``context``."""
        kinds = LEVEL_WORDS.get(word)
        if kinds is None or context is None:
            return None
        for row in self.chain(context, day):
            if row.kind in kinds:
                return row.code
        return None


def _highest(rows: list[Division]) -> list[str]:
    """Codes of the rows of the highest level among them, in table order, once each."""
    top = min(LEVELS.index(row.level) for row in rows)
    return list(dict.fromkeys(row.code for row in rows if LEVELS.index(row.level) == top))


def read_regions(table: str) -> Regions:
    """Parse ``regions.tsv`` (its header names the columns)."""
    rows: list[Division] = []
    header: list[str] = []
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        row = dict(zip(header, cells, strict=False))
        rows.append(
            Division(
                row["code"], row["name"], row["level"], row["parent"], row["kind"],
                _cells(row.get("short", "")), row.get("valid_from", ""), row.get("valid_to", ""),
                _cells(row.get("abbr", "")), _cells(row.get("successor", "")),
            )
        )  # fmt: skip
    return Regions(rows)


def just_after(day: str) -> str:
    """A day on which what began on ``day``, be it a year or a month only, is in force."""
    return day + "-12-31"[len(day) - 4 :] if len(day) < 10 else day


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
