"""Cooperation along the lattice of territory, line and level; over time; by aim."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, combinations_with_replacement
from typing import Annotated

from kg import ids
from kg.analytics.choices import Aim, Roll
from kg.analytics.ledger import Ledger
from kg.analytics.rows import Column, ranks
from kg.graph.opened import OpenStore
from kg.graph.resources import ontology_text
from kg.graph.terms import SKOS

#: What tasks are for, by kind of aim.
AIMS: Mapping[Aim, str] = {
    Aim.programme: "zc:supportsProgramme",
    Aim.industry: "(zc:targetsIndustry|zc:targetsChain|zc:targetsCluster)",
    Aim.region: "zc:targetRegion",
}


def aims_query(aim: Aim) -> str:
    """SPARQL for tasks and what they are for."""
    return f"""
SELECT DISTINCT ?task ?aim ?name WHERE {{
  ?task a zc:Task ; {AIMS[aim]} ?aim .
  OPTIONAL {{ ?aim skos:prefLabel ?name . FILTER(LANG(?name) = "zh") }}
}}"""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """How much two groups of bodies cooperate; a group may be paired with itself."""

    rank: Annotated[int, Column("名次", "rank by tasks; ties share it")]
    group: Annotated[str, Column("组", "name of the first group")]
    other: Annotated[str, Column("另一组", "name of the second; the first again: among themselves")]
    tasks: Annotated[int, Column("任务", "tasks in which two bodies, one of each, have a part")]
    pairs: Annotated[int, Column("单位对", "different pairs of such bodies")]
    group_key: Annotated[str, Column("键", "key of the first", False)]
    other_key: Annotated[str, Column("键", "key of the second", False)]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """Cooperation in the documents written in a year or quarter."""

    period: Annotated[str, Column("时期", "year, or year and quarter, of writing; ? if unknown")]
    documents: Annotated[int, Column("文件", "documents with tasks")]
    tasks: Annotated[int, Column("任务", "tasks with an owner")]
    joint: Annotated[int, Column("共担任务", "of these: with several owners")]
    owners: Annotated[float, Column("平均责任单位", "owners a task")]
    bodies: Annotated[int, Column("单位", "bodies with a part")]
    pairs: Annotated[int, Column("单位对", "pairs that share a task")]
    new_pairs: Annotated[int, Column("新单位对", "of these: in no earlier period")]


@dataclass(frozen=True, slots=True)
class AimRow:
    """A programme, industry or region and the tasks that are for it."""

    rank: Annotated[int, Column("名次", "rank by tasks; ties share it")]
    name: Annotated[str, Column("名称", "of the programme, industry or region")]
    tasks: Annotated[int, Column("任务", "tasks for it, with an owner")]
    documents: Annotated[int, Column("文件", "documents with such a task")]
    bodies: Annotated[int, Column("单位", "bodies with a part")]
    pairs: Annotated[int, Column("单位对", "pairs that share such a task")]
    leads: Annotated[str, Column("牵头单位", "bodies that lead one, most first")]
    busiest: Annotated[str, Column("主要单位", "the three bodies with a part in most")]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


@cache
def term_labels() -> dict[str, str]:
    """Classes and levels of the ontology -> Chinese label: ``Department`` -> 政府部门."""
    found = re.findall(
        r'^zc:([\w-]+) a [^;]+;\s+rdfs:label "([^"]+)"@zh', ontology_text("zc.ttl"), re.MULTILINE
    )
    return dict(found)


def keys(ledger: Ledger, by: Roll) -> dict[str, str]:
    """Body IRI -> key of its line, territory, level or kind; bodies that have none are left out."""
    found = {body.iri: str(getattr(body, by.value)) for body in ledger.bodies}
    return {iri: key for iri, key in found.items() if key}


def names(store: OpenStore, by: Roll) -> dict[str, str]:
    """Key -> Chinese name."""
    labels = term_labels()
    if by is Roll.kind:
        return dict(labels)
    if by is Roll.level:
        at = "level-"
        return {key[len(at) :]: name for key, name in labels.items() if key.startswith(at)}
    root = ids.BASE + "id/"
    wanted = f"{root}{'line' if by is Roll.line else 'region'}/"
    return {
        iri[len(root) :].replace("/", ":", 1): name
        for iri, name in sorted(store.labelled(SKOS.prefLabel), reverse=True)
        if iri.startswith(wanted)
    }


def rolled(store: OpenStore, ledger: Ledger, by: Roll) -> Ledger:
    """The ledger with bodies put together by line (条), territory (块), level or kind."""
    return ledger.grouped(keys(ledger, by), names(store, by))


def matrix(ledger: Ledger, key: Mapping[str, str], names: Mapping[str, str]) -> list[MatrixRow]:
    """Cooperation between groups of bodies and within them: most tasks first, then by names."""
    group = [key.get(body.iri, "") for body in ledger.bodies]
    tasks: Counter[tuple[str, str]] = Counter()
    pairs: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for owners in ledger.owners:
        seen = set()
        for a, b in combinations([body for body in owners if group[body]], 2):
            one, other = sorted((group[a], group[b]))
            seen.add((one, other))
            pairs[one, other].add((a, b))
        tasks.update(seen)
    order = sorted(tasks, key=lambda cell: (-tasks[cell], cell))
    places = ranks([tasks[cell] for cell in order])
    return [
        MatrixRow(
            rank, names.get(one, one), names.get(other, other), tasks[one, other],
            len(pairs[one, other]), one, other,
        )
        for (one, other), rank in zip(order, places, strict=True)
    ]  # fmt: skip


def square(rows: Iterable[MatrixRow]) -> tuple[list[str], list[list[int]]]:
    """The matrix as people draw it: names of the groups, and tasks for each two of them."""
    known = {(row.group_key, row.other_key): row for row in rows}
    name: dict[str, str] = {}
    for row in known.values():
        name |= {row.group_key: row.group, row.other_key: row.other}
    order = sorted(name)
    cells = {pair: known[pair].tasks if pair in known else 0
             for pair in combinations_with_replacement(order, 2)}  # fmt: skip
    return [name[key] for key in order], [
        [cells[min(a, b), max(a, b)] for b in order] for a in order
    ]


def period(written: str, *, quarter: bool = False) -> str:
    """Year or quarter of an ISO day: 2021-06-28 -> 2021, 2021Q2."""
    if not written:
        return "?"
    return f"{written[:4]}Q{(int(written[5:7]) + 2) // 3}" if quarter else written[:4]


def over_time(ledger: Ledger, *, quarter: bool = False) -> list[PeriodRow]:
    """Cooperation by the time that documents were written, earliest first."""
    members: dict[str, list[int]] = defaultdict(list)
    for n, task in enumerate(ledger.tasks):
        if ledger.owners[n]:
            members[period(task.written, quarter=quarter)].append(n)
    known: set[tuple[int, int]] = set()
    rows = []
    for name in sorted(members):
        tasks = members[name]
        owners = [ledger.owners[n] for n in tasks]
        pairs = {pair for each in owners for pair in combinations(each, 2)}
        rows.append(
            PeriodRow(
                name, len({ledger.tasks[n].document for n in tasks}), len(tasks),
                sum(len(each) > 1 for each in owners), sum(map(len, owners)) / len(tasks),
                len(set().union(*owners)), len(pairs), len(pairs - known),
            )
        )  # fmt: skip
        if name != "?":
            known |= pairs
    return rows


def by_aim(store: OpenStore, ledger: Ledger, aim: Aim) -> list[AimRow]:
    """Programmes, industries or regions by the tasks that are for them, then by name."""
    at = {task.iri: n for n, task in enumerate(ledger.tasks) if ledger.owners[n]}
    name: dict[str, str] = {}
    tasks: dict[str, list[int]] = defaultdict(list)
    for task, iri, label in sorted(store.query(aims_query(aim)).texts()):
        if task in at:
            name.setdefault(iri, label or iri)
            if at[task] not in tasks[iri]:
                tasks[iri].append(at[task])
    order = sorted(tasks, key=lambda iri: (-len(tasks[iri]), name[iri], iri))
    places = ranks([len(tasks[iri]) for iri in order])
    return [
        _aim_row(rank, name[iri], tasks[iri], ledger, iri)
        for iri, rank in zip(order, places, strict=True)
    ]


def _aim_row(rank: int, name: str, tasks: list[int], ledger: Ledger, iri: str) -> AimRow:
    owners = Counter(body for n in tasks for body in ledger.owners[n])
    leads = Counter(body for n in tasks for body in ledger.leads[n])
    pairs = {pair for n in tasks for pair in combinations(ledger.owners[n], 2)}
    documents = {ledger.tasks[n].document for n in tasks}
    return AimRow(
        rank, name, len(tasks), len(documents), len(owners), len(pairs), _named(ledger, leads),
        _named(ledger, owners, 3), iri,
    )  # fmt: skip


def _named(ledger: Ledger, counts: Counter[int], most: int | None = None) -> str:
    """Names of bodies, the busiest first, as Chinese lists them."""
    order = sorted(counts, key=lambda body: (-counts[body], body))[:most]
    return "、".join(ledger.bodies[body].name for body in order)
