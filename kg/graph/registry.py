"""Bodies, regions and functional lines, described in the graph of each document naming them.

The same triples in many graphs are one in their union, and taking a document out takes out
exactly what only that document said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.graph.frame import Context, RegionFact
from kg.graph.terms import SKOS, ZC, Triple, a, node, plain, say, zh
from kg.types import Entity, Record

#: Kind of an entity -> class of the ontology; an unknown kind is an agent and no more.
KINDS: Mapping[str, str] = {
    "people-government": "PeopleGovernment",
    "department": "Department",
    "party-body": "PartyBody",
    "central-branch": "CentralBranch",
    "mass-organisation": "MassOrganisation",
    "congress": "Congress",
    "consultative-conference": "ConsultativeConference",
    "court": "Court",
    "procuratorate": "Procuratorate",
    "public-institution": "PublicInstitution",
    "enterprise": "Enterprise",
    "dispatched-office": "DispatchedOffice",
    "coordination-body": "CoordinationBody",
    "collective": "AgentGroup",
    "place-role": "PlaceRole",
    "internal-unit": "InternalUnit",
    "zone": "Zone",
}

LEVELS = ("state", "province", "city", "county", "township")


def prefixed(prefix: str, key: str) -> str:
    """The key with its prefix, whether it came with one or not."""
    return key if ":" in key else f"{prefix}:{key}"


def registry(record: Record, context: Context) -> Iterator[Triple]:
    """All entities of a record, with the other names the document uses for them."""
    written = _written(record)
    for each in record.entities:
        if each.kind == "region":
            yield from _region_entity(each, context)
            continue
        yield from _entity(each)
        yield from _names(each, written[each.id])
    yield from regions(_regions_named(record), context)
    yield from lines({each.line for each in record.entities if each.line}, context)


def _written(record: Record) -> Mapping[str, set[str]]:
    """Entity key -> the forms in which the document writes it."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in record.mentions:
        if mention.entity:
            found[mention.entity].add(mention.text)
    for owner in (owner for task in record.tasks for owner in task.owners):
        if owner.entity:
            found[owner.entity].add(owner.text)
    return found


def _names(entity: Entity, forms: set[str]) -> Iterator[Triple]:
    it = node(entity.id)
    for form in forms - {entity.name}:
        yield (it, SKOS.altLabel, zh(form))


def _entity(entity: Entity) -> Iterator[Triple]:
    it = node(entity.id)
    name = KINDS.get(entity.kind, "Agent")
    yield from a(it, name)
    yield (it, SKOS.prefLabel, zh(entity.name))
    if entity.line:
        yield from say(it, "functionalLine", node(prefixed("line", entity.line)))
    if entity.territory:
        yield from say(it, "territory", node(entity.territory))
    if entity.level:
        yield from level(it, entity.level)
    if not entity.listed:
        yield (it, ZC.listed, Literal(False))
    if name == "AgentGroup":
        yield (it, ZC.groupRule, plain(entity.rule or entity.name))


def level(it: NamedNode, name: str) -> Iterator[Triple]:
    """Level of administration: the individual and its rank, 0 for the state to 4."""
    yield from say(it, "adminLevel", ZC[f"level-{name}"])
    if name in LEVELS:
        yield (it, ZC.levelRank, Literal(LEVELS.index(name)))


def _regions_named(record: Record) -> set[str]:
    """Regions that something in the record lies in or points to."""
    named = {each.territory for each in record.entities if each.territory}
    named.update(key for task in record.tasks for key in task.regions)
    if record.territory:
        named.add(record.territory)
    return named


def _region_entity(entity: Entity, context: Context) -> Iterator[Triple]:
    """A region that is named itself; one that no table knows has its name only."""
    facts = context.describe_region(entity.id)
    yield from _regions(facts or ((entity.id, entity.name, "", None),))


def regions(keys: Iterable[str], context: Context) -> Iterator[Triple]:
    """The regions and those above them."""
    for key in keys:
        yield from _regions(context.describe_region(key))


def _regions(facts: Iterable[RegionFact]) -> Iterator[Triple]:
    for key, name, code, parent in facts:
        it = node(key)
        yield from a(it, "Region")
        yield (it, SKOS.prefLabel, zh(name))
        if code:
            yield from say(it, "gbCode", plain(code))
        if parent:
            yield from say(it, "parentRegion", node(parent))


def lines(keys: Iterable[str], context: Context) -> Iterator[Triple]:
    """The functional lines, named in both languages where the table has them."""
    for key in keys:
        it = node(prefixed("line", key))
        chinese, english = context.describe_line(key)
        yield from a(it, "FunctionalLine")
        yield (it, SKOS.prefLabel, zh(chinese or key))
        if english:
            yield (it, SKOS.prefLabel, Literal(english, language="en"))
