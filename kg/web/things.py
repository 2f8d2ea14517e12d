"""What the graph says of one thing: facts, what points to it, the text both were read from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from kg.graph.terms import DCT, ELI, ITSRDF, NIF, PROV, TYPE, ZC
from kg.view import short
from kg.web.addresses import href
from kg.web.labels import Link, cut, first, label, link, types, visible
from kg.web.site import Held
from kg.web.vocabulary import Term, implied_by

#: Links of one kind, and quotations, that a page has at once.
PAGE = 30
#: Links of one kind that are looked at to group and count; more are said to be more.
MOST_COUNTED = 20_000
#: Characters shown on each side of a quotation.
AROUND = 30

_HIDDEN = frozenset(
    each.value
    for each in (TYPE, NIF.isString, ZC.usesDescription, NIF.referenceContext, ZC.textSha256,
                 ZC.lettersSha256, ZC.offsetUnit, PROV.wasDerivedFrom, ZC.responsibility)
)  # fmt: skip
#: Links to a thing that are shown in another way, or that the nodes they come from show.
_HIDDEN_INBOUND = frozenset(
    each.value for each in (ITSRDF.taIdentRef, ZC.inDocument, ZC.agent, ZC.candidate, ELI.realizes)
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document: what stands there, before and after, and where to read it."""

    text: str
    href: str
    before: str = ""
    after: str = ""
    document: Link | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with its values."""

    term: Term
    values: list[Link]


@dataclass(frozen=True, slots=True)
class Item:
    """Something that points to a thing, with where it was read."""

    link: Link
    quote: Quote | None = None
    document: Link | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What points to a thing by one property; ``total`` of them, or more where it was ``cut``."""

    term: Term
    total: int
    items: list[Item]
    short: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A page's worth of a thing."""

    iri: str
    key: str
    title: str
    kind: Term
    facts: list[Fact]
    inbound: list[Group]
    quotes: list[Quote]
    mentions: int
    neighbours: list[Link] = field(default_factory=list)
    confidence: str = ""


def describe(held: Held, iri: str, *, by: str = "", page: int = 1) -> Thing | None:
    """A thing by its IRI; None where the graph says nothing of it.

    ``by`` is the prefixed name of a property: of what points to the thing by it a whole page is
    given, the ``page``\\ th.
    """
    it = ox.NamedNode(iri)
    kind = held.vocabulary.class_of(types(held.store, it)) or Term(iri, "事物", "thing")
    facts = list(_facts(held, it))
    inbound = _inbound(held, it, by, page)
    mentions = _mentions(held, it)
    if not facts and not inbound and not mentions:
        return None
    own = evidence(held, it)
    shown = own or [quote_of(held, each) for each in islice(mentions, PAGE)]
    return Thing(
        iri, short(iri), label(held.store, held.vocabulary, it), kind, facts, inbound,
        shown, len(mentions), _neighbours(facts, inbound), first(held.store, it, ZC.confidence),
    )  # fmt: skip


def _facts(held: Held, it: ox.NamedNode) -> Iterator[Fact]:
    found: dict[str, set[ox.NamedNode | ox.Literal]] = defaultdict(set)
    for quad in held.store.match(it):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            found[quad.predicate.value].add(quad.object)
    implied: set[str] = set().union(*map(implied_by, found))
    shown = [held.vocabulary.term(p) for p in found.keys() - implied - _HIDDEN]
    for term in sorted(shown, key=_fact_order):
        values = sorted(found[term.iri], key=str)
        links = [link(held.store, held.vocabulary, each) for each in values]
        yield Fact(term, sorted(links, key=lambda each: each.text))


def _fact_order(term: Term) -> tuple[int, str]:
    names = ("prefLabel", "title", "documentNumber", "altLabel", "description", "leadAgency",
             "coAgency", "agent", "inDocument", "dueDate")  # fmt: skip
    name = term.iri.replace("#", "/").rpartition("/")[2]
    last = name in ("evidence", "ownerClause", "confidence", "extractedBy", "order")
    place = names.index(name) if name in names else 50
    return (99 if last else place, term.iri)


# --- What points to it ------------------------------------------------------------------------


def _inbound(held: Held, it: ox.NamedNode, by: str, page: int) -> list[Group]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    looked = Counter[str]()
    for quad in held.store.match(object=it):
        predicate = quad.predicate.value
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        looked[predicate] += 1
        if looked[predicate] <= MOST_COUNTED:
            found[predicate][quad.subject.value] = None
    implied: set[str] = set().union(*map(implied_by, found)) | {TYPE.value}
    groups = []
    for predicate in sorted(found.keys() - implied - _HIDDEN_INBOUND, key=_inbound_order):
        name = short(predicate)
        if not by or by == name:
            skip = (max(1, page) - 1) * PAGE if by else 0
            many = found[predicate]
            iris = sorted(many)[skip : skip + (PAGE if by else 10)]
            items = [item_of(held, ox.NamedNode(each)) for each in iris]
            term = held.vocabulary.term(predicate)
            groups.append(Group(term, len(many), items, name, looked[predicate] > MOST_COUNTED))
    return groups


def _inbound_order(predicate: str) -> tuple[int, str]:
    """Tasks first: leads, then parts in them."""
    first = [each.value for each in (ZC.leadAgency, ZC.coAgency, ZC.issuer, ZC.hasTask)]
    return (first.index(predicate) if predicate in first else len(first), predicate)


def item_of(held: Held, it: ox.NamedNode) -> Item:
    """A node with its quotation and document."""
    quotes = evidence(held, it)
    document = first(held.store, it, ZC.inDocument)
    shown = link(held.store, held.vocabulary, ox.NamedNode(document)) if document else None
    return Item(link(held.store, held.vocabulary, it), quotes[0] if quotes else None, shown)


# --- Quotations -------------------------------------------------------------------------------


def evidence(held: Held, it: ox.NamedNode) -> list[Quote]:
    """The stretches that the statements about a node rest on, in the order of the text."""
    places = {q.object for q in held.store.match(it, ZC.evidence)}
    nodes = sorted((p for p in places if isinstance(p, ox.NamedNode)), key=lambda p: _at(held, p))
    return [quote_of(held, each) for each in nodes[:PAGE]]


def _at(held: Held, it: ox.NamedNode) -> tuple[str, int]:
    begin = first(held.store, it, NIF.beginIndex)
    return first(held.store, it, NIF.referenceContext), int(begin or 0)


def _mentions(held: Held, it: ox.NamedNode) -> list[ox.NamedNode]:
    """Where a thing is named."""
    found = islice(held.store.match(None, ITSRDF.taIdentRef, it), MOST_COUNTED)
    nodes = {q.subject for q in found}
    return sorted((n for n in nodes if isinstance(n, ox.NamedNode)), key=lambda n: n.value)


def quote_of(held: Held, it: ox.NamedNode) -> Quote:
    """A mention with the text around it."""
    store = held.store
    begin, end = (first(store, it, each) for each in (NIF.beginIndex, NIF.endIndex))
    context, document = first(store, it, NIF.referenceContext), first(store, it, ZC.inDocument)
    shown = link(store, held.vocabulary, ox.NamedNode(document)) if document else None
    if not (begin and end and context):
        return Quote(cut(first(store, it, NIF.anchorOf)), href(it.value), document=shown)
    text, b, e = visible(held.text(context)), int(begin), int(end)
    return Quote(
        cut(text[b:e], 200), href(it.value),
        " ".join(text[max(0, b - AROUND) : b].split()), " ".join(text[e : e + AROUND].split()),
        shown,
    )  # fmt: skip


def _neighbours(facts: Iterable[Fact], inbound: Iterable[Group], most: int = 14) -> list[Link]:
    """Things next to it, for a small drawing."""
    found: dict[str, Link] = {}
    candidates = [each for fact in facts for each in fact.values if each.kind]
    candidates += [each.link for group in inbound for each in group.items if each.link.kind]
    for each in candidates:
        if each.kind not in ("men", "run", "txt", "src", "sec", "zc", "g", "asg"):
            found.setdefault(each.href, each)
    return list(found.values())[:most]


def summary(held: Held, thing: Thing) -> dict[str, object]:
    """A thing as JSON-LD in the words of schema.org, for the head of its page."""
    kinds = {
        "doc": "Legislation", "agency": "GovernmentOrganization", "party": "Organization",
        "group": "Organization", "region": "AdministrativeArea", "person": "Person",
        "fac": "Place", "issue": "PublicationIssue",
    }  # fmt: skip
    it = ox.NamedNode(thing.iri)
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@id": thing.iri,
        "@type": kinds.get(thing.key.partition(":")[0], "Thing"),
        "name": thing.title,
    }
    if thing.key.startswith("doc:"):
        found["legislationIdentifier"] = first(held.store, it, ZC.documentNumber)
        found["legislationDate"] = first(held.store, it, ZC.dateWritten)
        found["legislationPassedBy"] = first(held.store, it, ZC.issuerName)
    elif text := first(held.store, it, DCT.description):
        found["description"] = text
    return {key: value for key, value in found.items() if value}
