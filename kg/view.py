"""A document as the store holds it: header, outline, tasks with their owners.

Plain frozen types for whatever shows a document to people; read from the store alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from kg import ids
from kg.graph.answers import Answer
from kg.graph.catalogue import StoredInfo
from kg.graph.terms import PREFIXES

_BRACKETS = str.maketrans("[]［］【】()（）<>《》「」", "〔〕〔〕〔〕〔〕〔〕〔〕〔〕〔〕")
_LEADING_ZEROS = re.compile(r"(〕第?)0+(?=\d)")


class Queried(Protocol):
    """What is asked of a store here; its queries may use the usual prefixes undeclared."""

    def query(self, sparql: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Owner:
    """One body of a task: its name, lead | responsible | support, and why it is that."""

    name: str
    role: str
    basis: str


@dataclass(frozen=True, slots=True)
class Task:
    """One task; ``due`` is an ISO day or empty; ``open`` where the list ends in 等部门."""

    text: str
    owners: tuple[Owner, ...]
    due: str
    open: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A section or an annex (without marker), with what stands directly under it."""

    marker: str
    heading: str
    tasks: tuple[Task, ...]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document: its title, its key and the header fields it has, what stands under it."""

    title: str
    header: tuple[tuple[str, str], ...]
    root: Node


def canonical(number: str) -> str:
    """A document number as records hold it, from any way people type it.

    >>> canonical("浙政办发[２０２１] 39")
    '浙政办发〔2021〕39号'
    """
    text = "".join(unicodedata.normalize("NFKC", number).split()).translate(_BRACKETS)
    text = _LEADING_ZEROS.sub(r"\1", text)
    return f"{text}号" if re.search(r"〕第?\d+$", text) else text


def find(documents: Iterable[StoredInfo], name: str) -> list[str]:
    """Keys of the documents meant by a number in any form, a title or a key; [] if none is.

    Two different texts under one number are two keys.
    """
    meant = {name, canonical(name)}
    return [each.key for each in documents if meant & {each.key, each.number, each.title}]


def near(documents: Iterable[StoredInfo], name: str, most: int = 5) -> list[str]:
    """Numbers in the store that may have been meant, likeliest first.

    Those like the one given, then those of titles that hold it; a document without a number
    goes by its title.
    """
    titles = {each.number or each.title or each.key: each.title or "" for each in documents}
    alike = get_close_matches(canonical(name), sorted(titles), n=most, cutoff=0.7)
    holding = sorted(number for number, title in titles.items() if name in title)
    return list(dict.fromkeys(alike + holding))[:most]


def short(iri: str) -> str:
    """An IRI by its prefixed name, where it has one: ``agency:330000.minzhengting``."""
    known = [each for each in PREFIXES.items() if iri.startswith(each[1])]
    prefix, base = max(known, key=lambda each: len(each[1]), default=("", ""))
    return f"{prefix}:{iri.removeprefix(base)}" if prefix else iri


def outline(store: Queried, key: str) -> Outline:
    """The document of a key, as :func:`find` gives it."""
    it = f"<{ids.iri(key)}>"
    fields = {label: _values(store, it, path) for label, path in _HEADER.items()}
    title = "".join(fields.pop("title"))
    header = tuple((label, "、".join(values)) for label, values in fields.items() if values)
    return Outline(title or key, (("key", key), *header), _tree(store, it))


def _tree(store: Queried, it: str) -> Node:
    """The document as the root of its sections and annexes, in text order."""
    tasks = _tasks(store, it)
    under: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for node, parent, marker, heading, *_ in store.query(_NODES.replace("?it", it)).texts():
        under[parent].append((node, marker, heading))

    def grow(node: str, marker: str, heading: str) -> Node:
        children = tuple(grow(*child) for child in under[node])
        return Node(marker, heading, tuple(tasks[node]), children)

    top = grow(it[1:-1], "", "")
    return replace(top, tasks=tuple(tasks[""]))


def _values(store: Queried, it: str, path: str) -> list[str]:
    rows = store.query(f"SELECT DISTINCT ?v {{ {it} {path} ?v }} ORDER BY ?v").texts()
    return [value for (value,) in rows]


def _tasks(store: Queried, it: str) -> dict[str, list[Task]]:
    """Section -> its tasks in text order."""
    owners = _owners(store, it)
    found: dict[str, list[Task]] = defaultdict(list)
    for node, section, text, due, is_open in store.query(_TASKS.replace("?it", it)).texts():
        found[section].append(Task(text, tuple(owners[node]), due, is_open == "true"))
    return found


def _owners(store: Queried, it: str) -> dict[str, list[Owner]]:
    """Task -> its owners in the order printed."""
    found: dict[str, list[Owner]] = defaultdict(list)
    for task, name, role, basis in store.query(_OWNERS.replace("?it", it)).texts():
        found[task].append(Owner(name, _word(role, "role-"), _word(basis, "basis-")))
    return found


def _word(iri: str, prefix: str) -> str:
    """``…#basis-firstListedRule`` -> ``first-listed-rule``, the word of the records."""
    name = iri.rpartition("#")[2].removeprefix(prefix)
    return re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", name)


#: Field of the header -> path from the document to its value.
_HEADER = {
    "title": "dct:title",
    "number": "zc:documentNumber",
    "kind": "zc:docType/skos:prefLabel",
    "issuers": "zc:issuerName",
    "addressees": "zc:addresseeName",
    "written": "zc:dateWritten",
    "effective": "zc:dateEffective",
    "expires": "zc:dateExpires",
    "issue": "zc:inIssue/skos:prefLabel",
}

_NODES = """
SELECT ?node ?parent ?marker ?heading ?begin ?end {
  { ?node zc:inDocument ?it ; zc:partOf ?parent .
    OPTIONAL { ?node zc:marker ?marker }
    OPTIONAL { ?node zc:heading ?heading } }
  UNION
  { ?it zc:promulgates ?node . ?node dct:title ?heading BIND(?it AS ?parent) }
  ?node nif:beginIndex ?begin ; nif:endIndex ?end
} ORDER BY ?begin DESC(?end)
"""

_TASKS = """
SELECT ?node ?section ?text ?due ?open {
  ?it zc:hasTask ?node .
  ?node dct:description ?text ; zc:order ?order .
  OPTIONAL { ?node zc:inSection ?section }
  OPTIONAL { ?node zc:dueDate ?due }
  OPTIONAL { ?node zc:openOwnerList ?open }
} ORDER BY ?order
"""

_OWNERS = """
SELECT ?task (SAMPLE(?label) AS ?name) ?role ?basis {
  ?it zc:hasTask ?task .
  ?task zc:responsibility ?part .
  ?part zc:position ?position ; zc:role ?role ; zc:roleBasis ?basis .
  { ?part zc:agent/skos:prefLabel ?label } UNION { ?part zc:unresolvedAgent ?label }
} GROUP BY ?task ?part ?position ?role ?basis ORDER BY ?task ?position
"""
