"""What the endpoint and the data set say of themselves: SPARQL service description and VoID."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import ids
from kg.graph.terms import DCT, FOREIGN, RDFS, TYPE, Namespace, number

if TYPE_CHECKING:
    from kg.web.site import Held

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")

_FORMS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_CC_BY = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")


def service(root: str, held: Held) -> list[ox.Triple]:
    """The service description of the endpoint under an address that ends in ``/``."""
    endpoint = ox.NamedNode(f"{root}sparql")
    dataset, graph = ox.NamedNode(f"{root}sparql#dataset"), ox.NamedNode(f"{root}sparql#default")
    found = [
        ox.Triple(endpoint, TYPE, SD.Service),
        ox.Triple(endpoint, SD.endpoint, endpoint),
        ox.Triple(endpoint, SD.supportedLanguage, SD.SPARQL11Query),
        ox.Triple(endpoint, SD.feature, SD.UnionDefaultGraph),
        ox.Triple(endpoint, SD.defaultDataset, dataset),
        ox.Triple(dataset, TYPE, SD.Dataset),
        ox.Triple(dataset, SD.defaultGraph, graph),
        ox.Triple(graph, TYPE, SD.Graph),
        ox.Triple(graph, VOID.triples, number(len(held.store))),
    ]
    found += (ox.Triple(endpoint, SD.resultFormat, FORMATS[each]) for each in _FORMS)
    return found + void(root, held, dataset)


def void(root: str, held: Held, dataset: ox.NamedNode | None = None) -> list[ox.Triple]:
    """The data set: where it is, what it is made of, how much of each."""
    it = dataset or ox.NamedNode(f"{root}.well-known/void#dataset")
    found = [
        ox.Triple(it, TYPE, VOID.Dataset),
        ox.Triple(it, DCT.title, ox.Literal("政策文件知识图谱", language="zh")),
        ox.Triple(it, DCT.title, ox.Literal("Graph of policy documents", language="en")),
        ox.Triple(it, DCT.license, _CC_BY),
        ox.Triple(it, VOID.sparqlEndpoint, ox.NamedNode(f"{root}sparql")),
        ox.Triple(it, VOID.uriSpace, ox.Literal(ids.BASE)),
        ox.Triple(it, VOID.triples, number(len(held.store))),
        ox.Triple(it, VOID.dataDump, ox.NamedNode(f"{root}dump/full.nq.gz")),
        ox.Triple(it, VOID.dataDump, ox.NamedNode(f"{root}dump/full.ttl.gz")),
        ox.Triple(it, VOID.vocabulary, ox.NamedNode(f"{ids.BASE}def")),
        ox.Triple(it, RDFS.comment, ox.Literal(f"state {held.mark}", language="en")),
    ]
    for each in ("eli", "org", "prov", "skos", "nif"):
        found.append(ox.Triple(it, VOID.vocabulary, ox.NamedNode(FOREIGN[each])))
    for kind, iri, count in held.statistics:
        part = ox.NamedNode(f"{it.value}-{ids.digest(kind + iri)}")
        found += [
            ox.Triple(it, VOID[f"{kind}Partition"], part),
            ox.Triple(part, VOID[kind], ox.NamedNode(iri)),
            ox.Triple(part, VOID["entities" if kind == "class" else "triples"], number(count)),
        ]
    return found
