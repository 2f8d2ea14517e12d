"""The vocabulary as library terms, and the literals that hostile text is turned into.

:data:`CLASSES` and :data:`PROPERTIES` repeat what ``ontology/zc.ttl`` says of super-classes and
super-properties, so that the build can write them out without a reasoner and without parsing
the ontology; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from kg import ids

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]


class Namespace:
    """Terms of one vocabulary by attribute: ``DCT.title``. A term is made once."""

    def __init__(self, base: str) -> None:
        self.base = base

    def __getitem__(self, name: str) -> NamedNode:
        node = NamedNode(self.base + name)
        setattr(self, name, node)
        return node

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


#: Prefix -> namespace of the vocabularies that are not ours.
FOREIGN: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "oa": "http://www.w3.org/ns/oa#",
    "cv": "http://data.europa.eu/m8g/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "p-plan": "http://purl.org/net/p-plan#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "qb": "http://purl.org/linked-data/cube#",
    "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "time": "http://www.w3.org/2006/time#",
    "sdo": "https://schema.org/",
}

#: Every prefix that queries may use undeclared and that the Turtle export declares.
PREFIXES: Mapping[str, str] = {
    **{prefix: ids.BASE + place for prefix, place in ids.PLACES.items()},
    **FOREIGN,
}

ZC = Namespace(PREFIXES["zc"])
RDF = Namespace(FOREIGN["rdf"])
RDFS = Namespace(FOREIGN["rdfs"])
XSD = Namespace(FOREIGN["xsd"])
ELI = Namespace(FOREIGN["eli"])
ORG = Namespace(FOREIGN["org"])
SH = Namespace(FOREIGN["sh"])
PROV = Namespace(FOREIGN["prov"])
SKOS = Namespace(FOREIGN["skos"])
NIF = Namespace(FOREIGN["nif"])
ITSRDF = Namespace(FOREIGN["itsrdf"])
CV = Namespace(FOREIGN["cv"])
PPLAN = Namespace(FOREIGN["p-plan"])
GEO = Namespace(FOREIGN["geo"])
DCT = Namespace(FOREIGN["dct"])
FOAF = Namespace(FOREIGN["foaf"])
TIME = Namespace(FOREIGN["time"])
SDO = Namespace(FOREIGN["sdo"])
QUDT = Namespace(FOREIGN["qudt"])
QB = Namespace(FOREIGN["qb"])
UNIT = Namespace(FOREIGN["unit"])
XKOS = Namespace(FOREIGN["xkos"])

TYPE = RDF.type

_BODY = ("Agent", ORG.FormalOrganization)
_GOVERNMENT = ("GovernmentBody",)

#: Own class -> its parents: own ones by name, standard ones as terms.
CLASSES: Mapping[str, tuple[str | NamedNode, ...]] = {
    "GazetteIssue": (ELI.Work, SDO.PublicationIssue),
    "PolicyDocument": (ELI.LegalResource,),
    "CarrierNotice": ("PolicyDocument",),
    "AttachedInstrument": ("PolicyDocument",),
    "ConflictedNumber": (ELI.LegalResource,),
    "Section": (ELI.LegalResourceSubdivision,),
    "DocumentText": (ELI.LegalExpression, NIF.Context),
    "SourceSlice": (PROV.Entity,),
    "DocumentType": (SKOS.Concept,),
    "PlanPeriod": (TIME.Interval,),
    "Task": (PROV.Plan, PPLAN.Step),
    "Responsibility": (CV.Participation,),
    "Agent": (FOAF.Agent,),
    "GovernmentBody": ("Agent", CV.PublicOrganisation, ORG.FormalOrganization),
    "PeopleGovernment": _GOVERNMENT,
    "Department": _GOVERNMENT,
    "CentralBranch": _GOVERNMENT,
    "PartyBody": _BODY,
    "MassOrganisation": _BODY,
    "Congress": _BODY,
    "ConsultativeConference": _BODY,
    "Court": _BODY,
    "Procuratorate": _BODY,
    "PublicInstitution": _BODY,
    "Enterprise": _BODY,
    "DispatchedOffice": _BODY,
    "InternalUnit": ("Agent", ORG.OrganizationalUnit),
    "CoordinationBody": ("Agent", ORG.OrganizationalCollaboration),
    "PlaceRole": ("Agent", FOAF.Group),
    "AgentGroup": (FOAF.Group,),
    "FunctionalLine": (SKOS.Concept,),
    "Region": (CV.AdminUnit, SKOS.Concept, GEO.Feature),
    "Zone": (GEO.Feature, SKOS.Concept),
    "Mention": (NIF.String,),
    "DamagedSpan": (NIF.String,),
    "ExtractionRun": (PROV.Activity,),
    "CitedDocument": (ELI.LegalResource,),
    "Citation": (PROV.Entity,),
    "Industry": (SKOS.Concept,),
    "IndustryChain": (SKOS.Concept,),
    "IndustryCluster": (SKOS.Concept,),
    "ClusterSet": (SKOS.OrderedCollection,),
    "Programme": (PPLAN.Plan, PROV.Plan),
    "Facility": (GEO.Feature,),
    "Laboratory": (ORG.FormalOrganization,),
    "Indicator": (SDO.StatisticalVariable, SKOS.Concept),
    "IndicatorValue": (QUDT.QuantityValue,),
    "BaselineValue": ("IndicatorValue", QB.Observation),
    "TargetValue": ("IndicatorValue",),
    "ActualValue": ("IndicatorValue", QB.Observation),
    "Deadline": (TIME.Interval,),
    "Duty": (PROV.Plan,),
    "Decision": (PROV.Entity,),
    "DecisionSubject": (PROV.Entity,),
    "Person": (FOAF.Person,),
    "Post": (ORG.Post,),
    "Membership": (ORG.Membership,),
    "Claim": (RDF.Statement,),
    "ChangeEvent": (ORG.ChangeEvent,),
}

#: Own property -> what it implies: own properties by name, standard ones as terms.
PROPERTIES: Mapping[str, tuple[str | NamedNode, ...]] = {
    "documentNumber": (ELI.number,),
    "issuer": (ELI.passed_by,),
    "addressee": (DCT.audience,),
    "dateWritten": (ELI.date_document,),
    "dateEffective": (ELI.first_date_entry_in_force,),
    "dateExpires": (ELI.date_no_longer_in_force,),
    "docType": (ELI.type_document,),
    "inIssue": (ELI.is_part_of,),
    "promulgates": (ELI.has_annex,),
    "partOf": (ELI.is_part_of,),
    "heading": (DCT.title,),
    "responsibility": (CV.hasParticipation,),
    "responsibleAgency": (),
    "leadAgency": ("responsibleAgency",),
    "coAgency": ("responsibleAgency",),
    "agent": (CV.hasParticipant,),
    "role": (CV.role,),
    "planPeriod": (DCT.temporal,),
    "targetRegion": (DCT.spatial,),
    "functionalLine": (ORG.classification,),
    "territory": (DCT.spatial,),
    "adminLevel": (DCT.type,),
    "gbCode": (SKOS.notation,),
    "gb4754": (SKOS.notation,),
    "seiCode": (SKOS.notation,),
    "parentRegion": (SKOS.broader,),
    "evidence": (PROV.wasQuotedFrom,),
    "ownerClause": ("evidence",),
    "leadRule": ("evidence",),
    "implicitOwnerRule": ("evidence",),
    "extractedBy": (PROV.wasGeneratedBy,),
    "cites": (ELI.cites,),
    "accordingTo": ("cites",),
    "implementsDocument": ("cites", ELI.applies),
    "repliesTo": ("cites", ELI.refers_to),
    "applies": ("cites", ELI.applies),
    "issues": ("cites",),
    "forwards": ("cites",),
    "amends": ("cites", ELI.amends),
    "repeals": ("cites", ELI.repeals),
    "supersedes": ("cites", DCT.replaces),
    "signatory": (ELI.passed_by,),
    "dutyOf": (CV.hasParticipant,),
    "member": (ORG.member,),
    "memberOf": (ORG.organization,),
    "post": (ORG.role,),
    "decidesOn": (),
    "subject": (),
    "copiedTo": (DCT.audience,),
    "datePublished": (ELI.date_publication,),
    "blockParent": (ORG.subOrganizationOf,),
    "lineParent": (),
    "verticallyLedBy": ("lineParent", ORG.subOrganizationOf),
    "guidedBy": ("lineParent", ORG.linkedTo),
    "includesAgency": (FOAF.member,),
    "includesRegion": (GEO.sfContains,),
    "firstMention": ("evidence",),
    "launchedBy": (DCT.relation,),
}


def _closure(name: str, table: Mapping[str, tuple[str | NamedNode, ...]]) -> tuple[NamedNode, ...]:
    """The own term and all it implies, each once, nearest first."""
    found = {ZC[name]: None}
    for parent in table.get(name, ()):
        implied = _closure(parent, table) if isinstance(parent, str) else (parent,)
        found.update(dict.fromkeys(implied))
    return tuple(found)


@cache
def types_of(name: str) -> tuple[NamedNode, ...]:
    """The class ``zc:{name}`` with all its super-classes."""
    return _closure(name, CLASSES)


@cache
def predicates_of(name: str) -> tuple[NamedNode, ...]:
    """The property ``zc:{name}`` with all its super-properties."""
    return _closure(name, PROPERTIES)


def a(subject: NamedNode, name: str) -> list[Triple]:
    """``subject`` is a ``zc:{name}`` and all that this class implies."""
    return [(subject, TYPE, each) for each in types_of(name)]


def say(subject: NamedNode, name: str, value: Term) -> list[Triple]:
    """``subject zc:{name} value`` and all that this property implies."""
    return [(subject, each, value) for each in predicates_of(name)]


@lru_cache(maxsize=65536)
def node(key: str) -> NamedNode:
    """The node of a key (``agency:330000.caizhengting``)."""
    return NamedNode(ids.iri(key))


#: Code points that are no characters of XML or that readers of RDF stumble over: NUL ends a
#: string early in raptor, U+FFFE and U+FFFF are refused, surrogates cannot be written as UTF-8.
_ILLEGAL = re.compile("[\x00\ufffe\uffff\ud800-\udfff]")


def legal(text: str) -> str:
    """The text with each unwritable code point replaced by U+FFFD; offsets stay as they were."""
    return _ILLEGAL.sub("\ufffd", text)


def plain(text: str) -> Literal:
    """A string literal of text from a document."""
    return Literal(legal(text))


def zh(text: str) -> Literal:
    """A Chinese label or text."""
    return Literal(legal(text), language="zh")


def decimal(value: float) -> Literal:
    """A decimal in its canonical form (0.95, 1): the form in which the store gives it back."""
    exact = format(Decimal(str(value)).normalize(), "f")
    return Literal(exact, datatype=XSD.decimal)


def date(iso: str) -> Literal:
    """A day, ``YYYY-MM-DD``."""
    return Literal(legal(iso), datatype=XSD.date)


def dated(iso: str) -> Literal:
    """A day, a month or a year, as precise as it is told (2021-04-12, 2021-04, 2021)."""
    kind = {10: XSD.date, 7: XSD.gYearMonth}.get(len(iso), XSD.gYear)
    return Literal(legal(iso), datatype=kind)


def year(value: int) -> Literal:
    """A calendar year."""
    return Literal(f"{value:04d}", datatype=XSD.gYear)


def number(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(value)
