"""The rows that cooperation is told in; every column says what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kg.analytics.rows import Column


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body and what it owns."""

    rank: Annotated[int, Column("名次", "rank by tasks (or documents) owned; ties share it")]
    body: Annotated[str, Column("单位", "name in full")]
    owned: Annotated[int, Column("任务", "tasks it has any part in")]
    documents: Annotated[int, Column("文件", "documents with such a task")]
    partners: Annotated[int, Column("共担单位", "bodies it shares a task with")]
    led: Annotated[int, Column("牵头", "tasks it leads")]
    led_marked: Annotated[int, Column("标明牵头", "of these: where the text says 牵头", False)]
    led_by_rule: Annotated[
        int, Column("按规则牵头", "of these: by the document's first-listed rule", False)
    ]
    sole: Annotated[int, Column("独自承担", "tasks it owns alone")]
    sure: Annotated[int, Column("可靠任务", "tasks by shares of high confidence alone")]
    sure_rank: Annotated[int, Column("可靠名次", "rank by these")]
    kind: Annotated[str, Column("类别", "class in the ontology", False)]
    level: Annotated[str, Column("层级", "state, province, city, county, township", False)]
    collective: Annotated[bool, Column("集合", "whether it is a collective", False)]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two bodies and what they share; the first comes first by name."""

    rank: Annotated[int, Column("名次", "rank by tasks (or documents) shared; ties share it")]
    body: Annotated[str, Column("单位", "name of the first body")]
    other: Annotated[str, Column("共担单位", "name of the second")]
    shared: Annotated[int, Column("共担任务", "tasks in which both have a part")]
    documents: Annotated[int, Column("文件", "documents with such a task", False)]
    expected: Annotated[
        float,
        Column(
            "随机期望", "tasks shared by chance, given how many bodies and tasks have, by document"
        ),
    ]
    verdict: Annotated[
        str, Column("判断", "more or fewer than chance by the corrected p-value, or chance")
    ]
    p: Annotated[float, Column("p值", "chance to share as many or, if below expected, as few")]
    p_corrected: Annotated[
        float, Column("校正p值", "the same, corrected for all pairs with a document in common")
    ]
    newman: Annotated[float, Column("Newman权重", "shared tasks, each by 1/(owners - 1)", False)]
    jaccard: Annotated[float, Column("Jaccard", "shared of all tasks that either has")]
    surprise: Annotated[
        float, Column("超几何意外度", "-log10 of the hypergeometric chance to share as many", False)
    ]
    disparity: Annotated[
        float, Column("差异滤波p", "p-value of the disparity filter, not corrected", False)
    ]
    backbone: Annotated[
        bool, Column("骨干", "whether the disparity filter keeps it at 0.05", False)
    ]
    sure: Annotated[int, Column("可靠共担", "tasks shared by shares of high confidence alone")]
    sure_rank: Annotated[int, Column("可靠名次", "rank by these")]
    collective: Annotated[bool, Column("含集合", "whether one of them is a collective", False)]
    body_iri: Annotated[str, Column("IRI", "of the first", False)]
    other_iri: Annotated[str, Column("IRI", "of the second", False)]


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A body among the tasks that have a lead."""

    rank: Annotated[int, Column("名次", "rank by tasks led; ties share it")]
    body: Annotated[str, Column("单位", "name in full")]
    led: Annotated[int, Column("牵头", "tasks it leads")]
    led_marked: Annotated[int, Column("标明牵头", "where the text says 牵头")]
    led_by_rule: Annotated[int, Column("按规则牵头", "by the document's first-listed rule")]
    followed: Annotated[int, Column("非牵头", "tasks with a lead in which it has another part")]
    share: Annotated[float, Column("牵头率", "tasks led of those with a lead that it owns")]
    steered: Annotated[int, Column("带动单位", "bodies that have a part in tasks it leads")]
    sure: Annotated[int, Column("可靠牵头", "tasks led by shares of high confidence alone")]
    sure_rank: Annotated[int, Column("可靠名次", "rank by these")]
    collective: Annotated[bool, Column("集合", "whether it is a collective", False)]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]


@dataclass(frozen=True, slots=True)
class LeadPairRow:
    """A lead and a body that has another part in its tasks."""

    rank: Annotated[int, Column("名次", "rank by tasks; ties share it")]
    lead: Annotated[str, Column("牵头单位", "name of the lead")]
    other: Annotated[str, Column("其他单位", "name of the one that does not lead the task")]
    tasks: Annotated[int, Column("任务", "tasks led by the first with a part of the second")]
    marked: Annotated[int, Column("标明牵头", "where the text says 牵头")]
    by_rule: Annotated[int, Column("按规则牵头", "by the document's first-listed rule")]
    lead_iri: Annotated[str, Column("IRI", "of the lead", False)]
    other_iri: Annotated[str, Column("IRI", "of the other", False)]


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A body's place in the network of shared tasks."""

    rank: Annotated[int, Column("名次", "rank by strength; ties share it")]
    body: Annotated[str, Column("单位", "name in full")]
    community: Annotated[int, Column("社群", "number of its community, the largest is 1")]
    steady: Annotated[float, Column("稳定度", "seeded runs that put it there")]
    degree: Annotated[int, Column("度", "bodies it shares a task with")]
    strength: Annotated[float, Column("强度", "sum of the weights of its pairs")]
    betweenness: Annotated[
        float, Column("中介性", "share of shortest paths through it; an edge is 1/weight long")
    ]
    betweenness_error: Annotated[
        float, Column("标准误", "standard error of betweenness, 0 where it is exact", False)
    ]
    eigenvector: Annotated[
        float, Column("特征向量", "eigenvector centrality in the largest component; at most 1")
    ]
    pagerank: Annotated[float, Column("PageRank", "PageRank by weight, damping 0.85")]
    core: Annotated[int, Column("核数", "k of the innermost k-core it is in")]
    constraint: Annotated[
        float, Column("约束", "Burt's constraint by weight; low for brokers, empty if alone")
    ]
    collective: Annotated[bool, Column("集合", "whether it is a collective", False)]
    iri: Annotated[str, Column("IRI", "what names it for good", False)]
