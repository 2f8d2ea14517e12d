"""The JSON-LD context, made from the ontology; ``kg.export.make_context`` writes it anew.

A property of ours has its local name as its key. Links are IRIs by their type, dates and numbers
have their datatypes, labels are maps by language. A key that is a property is no prefix
(``role``), and ``@id`` and ``@type`` have no other name, since ``type`` is a prefix.
``ontology/context.jsonld`` holds the result; a test compares.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from kg.graph.resources import ontology_text
from kg.graph.terms import FOREIGN, PREFIXES

Context = dict[str, Any]

_ZC = PREFIXES["zc"]
_XSD = FOREIGN["xsd"]

#: Ranges of the ontology that are subtypes of the datatype the data have.
_INTEGERS = {"positiveInteger", "nonNegativeInteger"}

#: Standard properties that labels and titles are given with -> their keys.
_LABELS = {
    "title": "dct:title",
    "description": "dct:description",
    "label": "rdfs:label",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
}

#: Standard properties of the data that lead to things.
_LINKS = (
    "cv:hasParticipant",
    "cv:hasParticipation",
    "cv:role",
    "dct:audience",
    "dct:isVersionOf",
    "dct:replaces",
    "dct:spatial",
    "dct:temporal",
    "dct:type",
    "eli:amends",
    "eli:applies",
    "eli:cites",
    "eli:has_annex",
    "eli:is_part_of",
    "eli:is_realized_by",
    "eli:jurisdiction",
    "eli:passed_by",
    "eli:realizes",
    "eli:refers_to",
    "eli:repeals",
    "eli:type_document",
    "foaf:member",
    "itsrdf:taIdentRef",
    "nif:referenceContext",
    "org:classification",
    "org:linkedTo",
    "org:member",
    "org:organization",
    "org:subOrganizationOf",
    "prov:hadPrimarySource",
    "prov:wasAssociatedWith",
    "prov:wasDerivedFrom",
    "prov:wasGeneratedBy",
    "prov:wasQuotedFrom",
    "qudt:hasUnit",
    "skos:broader",
)

#: Standard properties of the data that have values of one datatype.
_VALUES = {
    "eli:date_document": "date",
    "eli:date_publication": "date",
    "eli:first_date_entry_in_force": "date",
    "eli:date_no_longer_in_force": "date",
    "nif:beginIndex": "integer",
    "nif:endIndex": "integer",
    "qudt:numericValue": "decimal",
    "sdo:issueNumber": "integer",
}


def make() -> Context:
    """The context for the base IRI in force."""
    own = {}
    for name, kind, ranges in sorted(_properties()):
        own[name] = _term(f"zc:{name}", kind, ranges)
    labels = {key: {"@id": iri, "@container": "@language"} for key, iri in _LABELS.items()}
    links = {iri: {"@id": iri, "@type": "@id"} for iri in _LINKS}
    values = {iri: {"@id": iri, "@type": f"xsd:{kind}"} for iri, kind in sorted(_VALUES.items())}
    taken = {*labels, *own}
    prefixes = {
        prefix: {"@id": space, "@prefix": True}
        for prefix, space in sorted(PREFIXES.items())
        if prefix not in taken
    }
    return {
        "@context": {
            "@version": 1.1,
            **prefixes,
            **labels,
            **own,
            **links,
            **values,
        }
    }


def _properties() -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, kind and ranges of each property of the ontology."""
    from rdflib import OWL, RDF, Graph, URIRef

    ontology = Graph().parse(data=ontology_text("zc.ttl"), format="turtle")
    found = []
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for each in ontology.subjects(RDF.type, kind):
            name = str(each).removeprefix(_ZC)
            ranges = ontology.objects(each, URIRef(FOREIGN["sdo"] + "rangeIncludes"))
            found.append((name, str(kind)[len(FOREIGN["owl"]) :], tuple(sorted(map(str, ranges)))))
    return found


def _term(iri: str, kind: str, ranges: tuple[str, ...]) -> Context:
    if kind == "ObjectProperty":
        return {"@id": iri, "@type": "@id"}
    if FOREIGN["rdf"] + "langString" in ranges:
        return {"@id": iri, "@container": "@language"}
    names = {each.removeprefix(_XSD) for each in ranges if each.startswith(_XSD)}
    names = {"integer" if each in _INTEGERS else each for each in names}
    if len(names) == 1 and names != {"string"}:
        return {"@id": iri, "@type": f"xsd:{names.pop()}"}
    return {"@id": iri}


@cache
def context() -> Context:
    """The context as it is kept beside the ontology, for the base IRI in force."""
    found: Context = json.loads(ontology_text("context.jsonld"))
    return found


def text(made: Context) -> str:
    """The file: one term a line."""
    lines = (
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in made["@context"].items()
    )
    return '{\n  "@context": {\n' + ",\n".join(lines) + "\n  }\n}\n"
