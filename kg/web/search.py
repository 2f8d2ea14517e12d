"""Full text over names, other names, titles, numbers and the text of tasks.

SQLite's FTS5 knows no Chinese words. So every Han character is a token of its own, and what is
asked for is a phrase of them: any stretch of text is found, whatever the words around it. Where
the whole is found nowhere, the segmenter takes it apart, and its words are sought together.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kg import ids
from kg.graph.opened import OpenStore
from kg.segment import words

#: Kind that people choose -> folders of the IRIs that belong to it.
KINDS: dict[str, tuple[str, ...]] = {
    "document": ("doc",),
    "task": ("task",),
    "body": ("agency", "party", "group", "role"),
    "region": ("region", "zone"),
    "programme": ("prog",),
    "industry": ("ind", "chain", "cluster"),
    "indicator": ("kpi", "val"),
    "facility": ("fac",),
    "person": ("person", "post"),
    "other": ("line", "issue", "type", "cit"),
}
_KIND_OF = {prefix: kind for kind, prefixes in KINDS.items() for prefix in prefixes}

_TEXTS = """
SELECT ?it ?text ?weight (LANG(?text) AS ?language) WHERE {
  VALUES (?property ?weight) {
    (skos:prefLabel 3) (dct:title 3) (zc:documentNumber 3) (skos:altLabel 2)
    (dct:description 1) (foaf:name 3) (zc:rawText 1) }
  ?it ?property ?text . FILTER(STRSTARTS(STR(?it), STR(?root)))
}"""
_PLACES = """
SELECT ?it (MIN(STR(?region)) AS ?where) (MIN(STR(?date)) AS ?when) WHERE {
  { ?it eli:jurisdiction ?region } UNION { ?it zc:territory ?region }
  UNION { ?it zc:inDocument/eli:jurisdiction ?region . ?it a zc:Task }
  OPTIONAL { ?it zc:dateWritten ?own } OPTIONAL { ?it zc:inDocument/zc:dateWritten ?document }
  BIND(COALESCE(?own, ?document) AS ?date)
} GROUP BY ?it"""
_HAN = re.compile(r"([\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, the text that was found, where it is from."""

    iri: str
    kind: str
    name: str
    text: str
    region: str
    date: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought; ``region`` is a code such as 330000, days are ISO and both included."""

    text: str
    kind: str = ""
    region: str = ""
    first: str = ""
    last: str = ""


def tokens(text: str) -> list[str]:
    """Han characters one by one, runs of other letters and digits whole, in lower case."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _TOKEN.findall(_HAN.sub(r" \1 ", plain))


def phrase(text: str, *, begun: bool = False) -> str:
    """The text as a phrase of FTS5; of one that is ``begun`` the last token may go on."""
    found = tokens(text)
    return f'"{" ".join(found)}"{" *" if begun else ""}' if found else ""


class Index:
    """The index of one state of the store, in a file of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file.absolute()
        self._ready = threading.Event()
        self._filling = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether it can be searched."""
        return self._ready.is_set()

    def fill(self, store: OpenStore) -> None:
        """Read the store into the index; whoever comes while this is done waits for it."""
        with self._filling:
            if not self.ready:
                self._fill(store)
                self._ready.set()

    def _fill(self, store: OpenStore) -> None:
        database = sqlite3.connect(self._file)
        with database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "CREATE VIRTUAL TABLE texts USING fts5(tokens, words, iri UNINDEXED, "
                "kind UNINDEXED, name UNINDEXED, text UNINDEXED, region UNINDEXED, "
                "date UNINDEXED, weight UNINDEXED, tokenize = 'unicode61 remove_diacritics 0')"
            )
            database.executemany("INSERT INTO texts VALUES (?,?,?,?,?,?,?,?,?)", _rows(store))
        database.close()

    def search(self, wanted: Wanted, most: int = 50, skip: int = 0) -> tuple[list[Hit], int]:
        """What is found, best first, and how much there is in all; nothing for an empty text."""
        for match in _matches(wanted.text):
            found = self._found(match, wanted, most, skip)
            if found[1]:
                return found
        return [], 0

    def _found(self, match: str, wanted: Wanted, most: int, skip: int) -> tuple[list[Hit], int]:
        where, values = _where(match, wanted)
        with closing(sqlite3.connect(f"{self._file.as_uri()}?mode=ro", uri=True)) as database:
            ((total,),) = database.execute(
                f"SELECT COUNT(DISTINCT iri) FROM texts WHERE {where}", values
            )
            rows = database.execute(
                # names before texts, short ones before long ones; those last in which what is
                # sought begins within a word, as 民政 does in 人民政府
                "SELECT iri, kind, name, text, region, date, MIN((weight < 3) * 1000 + "
                "(rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)) * 100 "
                "+ LENGTH(text)) AS place "
                f"FROM texts WHERE {where} GROUP BY iri ORDER BY place, name, iri LIMIT ? OFFSET ?",
                (_at_words(wanted.text), *values, most, skip),
            ).fetchall()
        return [Hit(*row[:6]) for row in rows], int(total)


def _matches(text: str) -> Iterator[str]:
    """What to look for, the strictest first."""
    parts = [each for each in text.split() if tokens(each)]
    if not parts:
        return
    yield " AND ".join(phrase(each, begun=each is parts[-1]) for each in parts)
    apart = [word for each in parts for word in words(each) if tokens(word)]
    if len(apart) > len(parts):
        yield " AND ".join(map(phrase, apart))


#: Stands before every word of a name.
_EDGE = "zzedge"
#: Characters of the longest text that is split into words.
_LONGEST_NAME = 60


def _edged(text: str) -> list[str]:
    """Tokens of a text with a mark before each word."""
    return [token for word in words(text) for token in (_EDGE, *tokens(word)) if tokens(word)]


def _at_words(text: str) -> str:
    """What is sought, if a word of the text begins with it."""
    parts = [_edged(each) for each in text.split() if tokens(each)]
    return " AND ".join(f'words : "{" ".join(each)}"' for each in parts) or '"zznothing"'


def _where(match: str, wanted: Wanted) -> tuple[str, Sequence[str]]:
    parts, values = ["texts MATCH ?"], [f"tokens : ({match})"]
    if wanted.kind in KINDS:
        parts.append("kind = ?")
        values.append(wanted.kind)
    if wanted.region:
        # 330000 and all below it: a code's trailing pairs of zeros stand for all
        code = re.sub(r"(00)+$", "", re.sub(r"\D", "", wanted.region))
        parts.append("region LIKE ?")
        values.append(f"{code}%")
    for sign, day in ((">=", wanted.first), ("<=", wanted.last)):
        if day:
            parts.append(f"date {sign} ?")
            values.append(day)
    return " AND ".join(parts), values


def _rows(store: OpenStore) -> Iterator[tuple[str, ...]]:
    root = f"{ids.BASE}id/"
    region_root = ids.iri("region:")
    places = {
        it: (where.removeprefix(region_root), when)
        for it, where, when in store.query(_PLACES).texts()
    }
    rows = sorted(store.query(_TEXTS.replace("?root", f'"{root}"')).texts())
    names = dict(_names(rows))
    for it, text, weight, _ in rows:
        kind = _kind(it)
        if not kind:
            continue
        region, date = places.get(it, ("", ""))
        region = region or (it.removeprefix(region_root) if kind == "region" else "")
        yield (
            " ".join(tokens(text)), " ".join(_edged(text)) if len(text) <= _LONGEST_NAME else "",
            it, kind, names.get(it, text), text, region, date, weight,
        )  # fmt: skip


def _names(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """What each thing is called, the last one said: its heaviest text, a Chinese one, a title
    rather than a number."""
    for it, text, *_ in sorted(rows, key=lambda r: (r[0], r[2], r[3] != "en", len(r[1]))):
        yield it, text


def _kind(iri: str) -> str:
    folder = iri.removeprefix(ids.BASE).rpartition("/")[0] + "/"
    prefix = next((key for key, place in ids.PLACES.items() if place == folder), "")
    return _KIND_OF.get(prefix, "")
