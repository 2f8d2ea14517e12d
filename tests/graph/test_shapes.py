"""Each shape passes what is right and catches a fault of its kind."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from pyshacl import validate as pyshacl_validate
from rdflib import RDF, SH, Graph, Node

from kg import ids
from kg.graph import shapes
from kg.graph.build import document_quads
from kg.graph.checks import check
from kg.graph.resources import ontology_text
from kg.graph.terms import PREFIXES
from tests.graph.fixtures import CONTEXT, notice, plan
from tests.graph.fixtures_deeds import CHIEF, deeds

PLAN = [quad.triple for quad in document_quads(plan().record, plan().raw, CONTEXT, "l")]
DEEDS = [quad.triple for quad in document_quads(deeds().record, deeds().raw, CONTEXT, "l")]
NOTICE = [quad.triple for quad in document_quads(notice().record, notice().raw, CONTEXT, "l")]

DOC = "doc:330000.zhezhengbanfa.2021.39"
SECTION = "sec:330000.zhezhengbanfa.2021.39.s1"
TASK = "task:330000.zhezhengbanfa.2021.39.s1-1.t1"
PART = "asg:330000.zhezhengbanfa.2021.39.s1-1.t1"
DATA = "agency:330000.dashujufazhanguanliju"
HEALTH = "agency:330000.weishengjiankangweiyuanhui"
PARTY = "party:330000.weixuanchuanbu"
GROUP = ids.group("330000", "各设区市人民政府")
TEXT = ids.text(DOC, plan().raw)
AT = plan().raw.index("完成改造")
CITATION = ids.citation(TEXT, AT, AT + 4)
HELD = ids.membership(ids.post("agency:330000.minzhengting", "厅长"), CHIEF, "20210702")
DUTY = ids.duty("doc:330000.zhemin.2021.8", "", 1)
QUOTE = f"men:{TEXT[4:]}.118-124"
VALUE = (
    "val:x a zc:IndicatorValue ; zc:indicator kpi:x ; qudt:hasUnit unit:PERCENT ; "
    'zc:comparator zc:comparator-eq ; zc:rawText "5%" ; qudt:numericValue 5 ; '
    'zc:refYear "2025"^^xsd:gYear .'
    'kpi:x a zc:Indicator ; skos:prefLabel "比重"@zh .'
)
BASE = (
    "val:y zc:baseline val:z ; qudt:hasUnit unit:PERCENT ; zc:changeKind 'level' ; "
    "zc:isCumulative false . val:z qudt:hasUnit unit:PERCENT ; zc:changeKind 'level' ; "
    "zc:isCumulative false ."
)

#: a set of “12”: one member of a tier, three of the other
CLUSTER_SET = (
    'cluster:330000.12 a zc:ClusterSet ; skos:prefLabel "“12”产业集群"@zh .cluster:330000.12'
)
CLUSTERS = (
    ", ".join(f"cluster:330000.m{n}" for n in range(4))
    + " ."
    + " ".join(
        f'cluster:330000.m{n} skos:prefLabel "集群{n}"@zh ; zc:tier "{"世界级" if n else "优势"}" .'
        for n in range(4)
    )
    + " cluster:330000.12 skos:member cluster:330000.m0"
)


@dataclass(frozen=True)
class Fault:
    """What makes a right graph wrong: triples taken out by pattern, then Turtle added."""

    shape: str
    out: tuple[str | None, str | None, str | None] | None = None
    add: str = ""
    deeds: bool = False
    """Of the document with duties and people, not of the one with tasks."""


FAULTS = [
    Fault("document-title", (DOC, "dct:title", None)),
    Fault("document-one-title", add=f'{DOC} dct:title "另一个标题"@zh .'),
    Fault("document-type", (DOC, "zc:docType", None)),
    Fault("document-one-type", add=f"{DOC} zc:docType zc:doctype-yijian ."),
    Fault("document-issuer", (DOC, "zc:issuerName", None)),
    Fault("document-date", (DOC, "zc:dateWritten", None)),
    Fault("document-one-date", add=f'{DOC} zc:dateWritten "2021-06-29"^^xsd:date .'),
    Fault("document-one-number", add=f'{DOC} zc:documentNumber "浙政办发〔2021〕40号" .'),
    Fault("number-form", add=f'{DOC} zc:documentNumber "浙政办发[2021]39号" .'),
    Fault("number-parts", (DOC, "zc:numberSeq", None), f"{DOC} zc:numberSeq 40 ."),
    Fault("number-key", (DOC, "zc:numberSeq", None), f"{DOC} zc:numberSeq 9 ."),
    Fault("dates-published", add=f'{DOC} zc:datePublished "2021-06-27"^^xsd:date .'),
    Fault(
        "dates-expires",
        add=f'{DOC} zc:dateEffective "2022-01-01"^^xsd:date .'
        f'{DOC} zc:dateExpires "2021-01-01"^^xsd:date .',
    ),
    Fault("dates-effective", add=f'{DOC} zc:dateEffective "2021-01-01"^^xsd:date .'),
    Fault("joint-issuers", (DOC, "zc:numberCode", None), f'{DOC} zc:numberCode "浙医保联发" .'),
    Fault("section-parent", (f"{SECTION}-1", "zc:partOf", None)),
    Fault("section-order", (f"{SECTION}-1", "zc:order", None)),
    Fault("section-depth", (f"{SECTION}-1", "zc:depth", None)),
    Fault("section-acyclic", add=f"{SECTION} zc:partOf {SECTION}-1 ."),
    Fault("section-siblings", (f"{SECTION}-1", "zc:order", None), f"{SECTION}-1 zc:order 2 ."),
    Fault("section-below", (f"{SECTION}-1", "zc:depth", None), f"{SECTION}-1 zc:depth 3 ."),
    Fault("task", (TASK, "zc:responsibility", None)),
    Fault("task-document", (TASK, "zc:inDocument", None)),
    Fault("task-section", (TASK, "zc:inSection", None)),
    Fault("task-description", (TASK, "dct:description", None)),
    Fault("task-leads", (f"{PART}.2", "zc:role", None), f"{PART}.2 zc:role zc:role-lead ."),
    Fault(
        "task-one-rule-lead",
        (f"{PART}.2", "zc:role", None),
        f"{PART}.2 zc:role zc:role-lead ; zc:roleBasis zc:basis-firstListedRule .",
    ),
    Fault("shortcut-unfounded", add=f"{TASK} zc:coAgency {PARTY} ."),
    Fault("shortcut-missing", (TASK, "zc:leadAgency", None)),
    Fault("position-row", (f"{PART}.2", "zc:position", None), f"{PART}.2 zc:position 3 ."),
    Fault("position-rule-lead", (DOC, "zc:leadRule", None)),
    Fault("responsibility", (f"{PART}.1", "zc:agent", None)),
    Fault("responsibility-agent", add=f"{PART}.1 zc:agent region:330000 ."),
    Fault("responsibility-role", (f"{PART}.1", "zc:role", None)),
    Fault("responsibility-basis", (f"{PART}.1", "zc:roleBasis", None)),
    Fault("responsibility-position", (f"{PART}.1", "zc:position", None)),
    Fault(
        "industry-gb4754",
        add='ind:gb4754-2017.36 zc:gb4754 "36" ; skos:inScheme ind:gb4754-2017 .',
    ),
    Fault(
        "industry-sei",
        add='ind:sei2018.1.1.1.1 zc:seiCode "1.1.1.1" ; skos:inScheme ind:sei2018 .',
    ),
    Fault("industry-scheme", add='ind:sei2018.9 zc:seiCode "9" .'),
    Fault("industry-key", add='ind:sei2018.8 zc:seiCode "7" ; skos:inScheme ind:sei2018 .'),
    Fault(
        "cluster-set-members",
        add='cluster:330000.empty a zc:ClusterSet ; skos:prefLabel "“23”产业集群"@zh .',
    ),
    Fault("cluster-set-numbers", add=f"{CLUSTER_SET} skos:member {CLUSTERS} ."),
    Fault("party", add=f"{PARTY} a cv:PublicOrganisation ."),
    Fault("group-rule", (GROUP, "zc:groupRule", None)),
    Fault("group-members", add=f"{GROUP} zc:includesAgency {DATA} ."),
    Fault(
        "group-day",
        add=f'{GROUP} zc:includesAgency {DATA} , {HEALTH} ; zc:validTo "2021-04"^^xsd:gYearMonth .',
    ),
    Fault(
        "university-level",
        add=f"{DATA} a zc:PublicInstitution ; zc:functionalLine line:university .",
    ),
    Fault(
        "central-branch-level", (DATA, "zc:adminLevel", None), add=f"{DATA} a zc:CentralBranch ."
    ),
    Fault("central-branch-led", add=f"{DATA} a zc:CentralBranch ."),
    Fault("block-one", add=f"{DATA} zc:blockParent {HEALTH} , {PARTY} ."),
    Fault("block-place", add=f"{DATA} zc:blockParent agency:330100.renminzhengfu ."),
    Fault("block-kind", add=f"{DATA} zc:blockParent {HEALTH} ."),
    Fault("line-parent-level", add=f"{DATA} zc:lineParent {HEALTH} ."),
    Fault("line-parent-line", add=f"{DATA} zc:guidedBy {HEALTH} ."),
    Fault("region-placed", (None, "zc:gbCode", None), 'region:330000 zc:gbCode "330100" .'),
    Fault(
        "region-day",
        add=f"{QUOTE} itsrdf:taIdentRef region:330000 ."
        'region:330000 zc:validTo "2021-06"^^xsd:gYearMonth .',
    ),
    Fault("placed", (DATA, "zc:territory", None)),
    Fault("placed-level", (DATA, "zc:adminLevel", None)),
    Fault("department-line", (DATA, "zc:functionalLine", None)),
    Fault("enterprise-level", add=f"{DATA} a zc:Enterprise ."),
    Fault("region-code", (None, "zc:gbCode", None), 'region:330000 zc:gbCode "33" .'),
    Fault("region-parent", add=f"region:330000 zc:parentRegion {DATA} ."),
    Fault(
        "region-prefix",
        add='region:330000 zc:parentRegion region:440000 . region:440000 zc:gbCode "440000" .',
    ),
    Fault("region-acyclic", add="region:330000 zc:parentRegion region:330000 ."),
    Fault("due-date", add=f'{TASK} zc:dueDate "2021-10-31"^^xsd:date .'),
    Fault("due-precision", (TASK, "zc:duePrecision", None)),
    Fault(
        "due-last-day", (TASK, "zc:dueDate", None), f'{TASK} zc:dueDate "2021-09-29"^^xsd:date .'
    ),
    Fault("due-in-plan", (TASK, "zc:dueDate", None), f'{TASK} zc:dueDate "2023-09-30"^^xsd:date .'),
    Fault("citation-cited", add=f"{CITATION} zc:cited {DOC} ."),
    Fault("citation-citing", (CITATION, "zc:citing", None)),
    Fault("citation-type", (CITATION, "zc:citationType", None)),
    Fault("citation-by", (CITATION, "zc:citedBy", None), f'{CITATION} zc:citedBy "ear" .'),
    Fault("citation-text", (CITATION, "zc:rawText", None)),
    Fault("citation-of-itself", add=f"{CITATION} zc:cited {DOC} ."),
    Fault("citation-shortcut", (DOC, "zc:cites", "doc:cn.guobanfa.2020.45")),
    Fault("evidence-quote", (f"{PART}.1", "zc:evidence", None)),
    Fault("evidence-run", (f"{PART}.1", "zc:extractedBy", None)),
    Fault(
        "evidence-confidence", (f"{PART}.1", "zc:confidence", None), f"{PART}.1 zc:confidence 1.5 ."
    ),
    Fault("value-indicator", add=VALUE.replace("zc:indicator kpi:x ; ", "")),
    Fault("value-unit", add=VALUE.replace("qudt:hasUnit unit:PERCENT ; ", "")),
    Fault("value-comparator", add=VALUE.replace("zc:comparator-eq", "zc:role-lead")),
    Fault("value-text", add=VALUE.replace('zc:rawText "5%" ; ', "")),
    Fault("value-number", add=VALUE.replace("qudt:numericValue 5", "zc:lowerValue 5")),
    Fault(
        "value-order",
        add=VALUE.replace("qudt:numericValue 5", "zc:lowerValue 5 ; zc:upperValue 3"),
    ),
    Fault("value-year", add=VALUE.replace('zc:refYear "2025"^^xsd:gYear', "zc:isSoft true")),
    Fault("comparable-unit", add=BASE.replace("unit:PERCENT", "unit:HA", 1)),
    Fault("comparable-kind", add=BASE.replace("'level'", "'growthRate'", 1)),
    Fault("percent-digits", add=VALUE.replace("numericValue 5", "numericValue 0.6")),
    Fault("percent-sane", add=VALUE.replace("numericValue 5", "numericValue 3270")),
    Fault("mention-begin", (QUOTE, "nif:beginIndex", None), f"{QUOTE} nif:beginIndex 124 ."),
    Fault("mention-end", (QUOTE, "nif:endIndex", None)),
    Fault("mention-quote", (QUOTE, "nif:anchorOf", None)),
    Fault("mention-text", (QUOTE, "nif:referenceContext", None)),
    Fault("mention-exact", (QUOTE, "nif:anchorOf", None), f'{QUOTE} nif:anchorOf "省民政厅长" .'),
    Fault("text-string", (TEXT, "nif:isString", None)),
    Fault("text-unit", (TEXT, "zc:offsetUnit", None)),
    Fault("text-digest", (TEXT, "zc:textSha256", None), f'{TEXT} zc:textSha256 "0" .'),
    Fault("label-zh", (DATA, "skos:prefLabel", None)),
    Fault(
        "term-label",
        add='zc:new rdfs:isDefinedBy <https://e/> ; skos:definition "新"@zh , "new"@en .',
    ),
    Fault(
        "term-definition",
        add='zc:new rdfs:isDefinedBy <https://e/> ; rdfs:label "新"@zh , "new"@en .',
    ),
    Fault("membership-person", (HELD, "zc:member", None), deeds=True),
    Fault("membership-what", (HELD, None, None), f"{HELD} a zc:Membership .", deeds=True),
    Fault("membership-day", (HELD, "zc:attestedOn", None), deeds=True),
    Fault("duty-body", (DUTY, "zc:dutyOf", None), deeds=True),
    Fault("closed-names", add=f"{DOC} dct:relation [] ."),
    Fault("closed-terms", add=f"{DOC} zc:madeUp 1 ."),
]


def _parse(turtle: str) -> list[ox.Triple]:
    head = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return [quad.triple for quad in ox.parse(head + turtle, format=ox.RdfFormat.TURTLE)]


def _expand(name: str | None) -> str | None:
    if name is None:
        return None
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def broken(triples: list[ox.Triple], fault: Fault) -> list[ox.Triple]:
    """The triples with the fault in them."""
    wanted = [_expand(each) for each in fault.out] if fault.out else None
    kept = [
        each
        for each in triples
        if wanted is None
        or any(
            w is not None and w != getattr(term, "value", None)
            for w, term in zip(wanted, each, strict=True)
        )
    ]
    assert wanted is None or len(kept) < len(triples), "the fault changes nothing"
    return [*kept, *_parse(fault.add)]


@pytest.mark.parametrize("triples", [PLAN, NOTICE, DEEDS], ids=["plan", "notice", "deeds"])
def test_right_graphs_conform(triples: list[ox.Triple]) -> None:
    assert list(check(triples)) == []


def _of(fault: Fault) -> list[ox.Triple]:
    return DEEDS if fault.deeds else PLAN


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.shape)
def test_shape_catches_its_fault(fault: Fault) -> None:
    found = {each.message.shape for each in check(broken(_of(fault), fault))}
    assert fault.shape in found


def test_several_marked_leads_are_allowed_and_one_unmarked_among_them_is_not() -> None:
    part = "asg:330000.zhemin.2021.7.s1.t1.2"
    fault = Fault(
        "task-leads", (part, "zc:roleBasis", None), f"{part} zc:roleBasis zc:basis-listed ."
    )
    assert "task-leads" in {each.message.shape for each in check(broken(NOTICE, fault))}


def test_every_shape_has_a_fault() -> None:
    found = shapes.load("shapes.ttl")
    named = {m.shape for m in found.messages.values()} | {c.message.shape for c in found.sparql}
    assert named == {fault.shape for fault in FAULTS}


@pytest.mark.parametrize("name", ["shapes.ttl", "shapes-store.ttl"])
def test_every_shape_speaks_both_languages_and_has_a_severity(name: str) -> None:
    graph = Graph().parse(data=ontology_text(name), format="turtle")
    for shape in set(graph.subjects(SH.message)):
        languages = sorted(str(each.language) for each in graph.objects(shape, SH.message))  # type: ignore[attr-defined]
        assert languages == ["en", "zh"], shape
        assert graph.value(shape, SH.severity) in (SH.Violation, SH.Warning), shape


@pytest.mark.parametrize("name", ["shapes.ttl", "shapes-store.ttl"])
def test_every_sparql_constraint_binds_this_itself(name: str) -> None:
    for constraint in shapes.load(name).sparql:
        assert (
            "$this a " in constraint.query
            or "$this zc:" in constraint.query
            or ("$this skos:" in constraint.query)
        )


def _by_pyshacl(triples: list[ox.Triple]) -> set[tuple[str, str]]:
    """Shape and focus node, from pySHACL alone with the shapes file as it stands."""
    data = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    data.parse(data=ontology_text("zc.ttl"), format="turtle")
    rules = Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    _, report, _ = pyshacl_validate(data, shacl_graph=rules)
    assert isinstance(report, Graph)
    return {
        (_shape(report, result), str(report.value(result, SH.focusNode)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def _shape(report: Graph, result: Node) -> str:
    named = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    return str(named).rpartition("#")[2]


def test_other_tools_find_the_same_with_the_file_as_it_stands() -> None:
    """All faults that can stand together, checked our way and by pySHACL alone."""
    triples = PLAN
    for fault in FAULTS:
        if not fault.out:
            triples = broken(triples, fault)
    ours = {(each.message.shape, each.focus) for each in check(triples)}
    assert ours == _by_pyshacl(triples)
    assert len({shape for shape, _ in ours}) >= 15
