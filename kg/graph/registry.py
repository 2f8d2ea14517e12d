"""Bodies, regions and functional lines, each described in a graph of its own.

What documents differ in (other names, the wording of a collective) has a graph apart, so that
the description of a thing is the same whichever document it was read from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace
from pyoxigraph import Literal, NamedNode

from kg.graph.around import around, changed, valid
from kg.graph.frame import Context, RegionFact
from kg.graph.terms import SKOS, ZC, Triple, a, node, plain, say, zh
from kg.graph.units import Unit, unit
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
    "programme": "Programme",
    "industry": "Industry",
    "cluster": "IndustryCluster",
    "chain": "IndustryChain",
    "facility": "Facility",
    "laboratory": "Laboratory",
    "person": "Person",
}

#: Classes without a level of administration: a company is not of province rank, nor a university.
_NO_LEVEL = {"Enterprise"}

LEVELS = ("state", "province", "city", "county", "township")


def registry(record: Record, context: Context) -> Iterator[Unit]:
    """All entities of a record, with the other names the document uses for them."""
    written = _written(record)

    def describe(entity: Entity) -> Iterator[Unit]:
        return _described(entity, context)

    for each in record.entities:
        if each.kind == "region":
            yield from _regions(each.id, each.name, context)
            continue
        yield _entity(replace(each, rule=None))
        if each.kind == "collective" or each.rule:
            yield _ranges(each.id, each.rule or each.name)
        for form in written[each.id] - {each.name}:
            yield _also(each.id, form)
        yield from around(each, record.signed, context, describe)
    for key in _regions_named(record):
        yield from _regions(key, "", context)
    for key in {each.line for each in record.entities if each.line}:
        yield from _line(key, context)


def _described(entity: Entity, context: Context) -> Iterator[Unit]:
    """A body that the tables know of, like one that a document names."""
    yield _entity(replace(entity, rule=None))
    if entity.line:
        yield from _line(entity.line, context)
    if entity.territory:
        yield from _regions(entity.territory, "", context)


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


@lru_cache(maxsize=65536)
def _also(key: str, form: str) -> Unit:
    """Another name; apart from the description, since documents differ in it."""
    return unit(key, [(node(key), SKOS.altLabel, zh(form))])


@lru_cache(maxsize=65536)
def _ranges(key: str, rule: str) -> Unit:
    """What a collective ranges over, as written; documents differ in it too."""
    return unit(key, [(node(key), ZC.groupRule, plain(rule))])


@lru_cache(maxsize=65536)
def _entity(entity: Entity) -> Unit:
    return unit(entity.id, _about(entity))


def _about(entity: Entity) -> Iterator[Triple]:
    it = node(entity.id)
    name = KINDS.get(entity.kind, "Agent")
    yield from a(it, name)
    yield (it, SKOS.prefLabel, zh(entity.name))
    if entity.line:
        yield from say(it, "functionalLine", node(line_key(entity.line)))
    if entity.territory:
        yield from say(it, "territory", node(entity.territory))
    if entity.level and name not in _NO_LEVEL and entity.line != "university":
        yield from _level(it, entity.level)
    for member in entity.members:
        yield from say(it, "includesRegion", node(member))
    if not entity.listed:
        yield (it, ZC.listed, Literal(False))


def _level(it: NamedNode, name: str) -> Iterator[Triple]:
    """Level of administration: the individual and its rank, 0 for the state to 4."""
    yield from say(it, "adminLevel", ZC[f"level-{name}"])
    if name in LEVELS:
        yield (it, ZC.levelRank, Literal(LEVELS.index(name)))


def _regions_named(record: Record) -> set[str]:
    """Regions that something in the record lies in or points to."""
    named = {each.territory for each in record.entities if each.territory}
    named.update(key for task in record.tasks for key in task.regions)
    named.update(key for each in record.entities for key in each.members)
    if record.territory:
        named.add(record.territory)
    return named


def _regions(key: str, name: str, context: Context) -> tuple[Unit, ...]:
    """A region and those above it; one that no table knows has its name only, if that."""

    def make() -> Iterator[Unit]:
        known = context.describe_region(key)
        facts = known or (((key, name, "", None),) if name else ())
        for fact in facts:
            yield unit(fact[0], _region(fact, context))
            if (change := context.lattice.change_of_region(fact[0])) is not None:
                yield changed(change)
                for each in change.new:
                    yield from _regions(each.id, "", context)

    return context.once(("region", key, name), make)


def _region(fact: RegionFact, context: Context) -> Iterator[Triple]:
    key, name, code, parent = fact
    it = node(key)
    yield from a(it, "Region")
    yield (it, SKOS.prefLabel, zh(name))
    if code:
        yield from say(it, "gbCode", plain(code))
    if parent:
        yield from say(it, "parentRegion", node(parent))
    since, until, register = context.lattice.span(key)
    yield from valid(key, since, until)
    if register:
        yield (it, ZC.codeRevision, plain(register))


def line_key(key: str) -> str:
    """The key of a functional line with its prefix, whether it came with one or not."""
    return key if ":" in key else f"line:{key}"


def _line(key: str, context: Context) -> tuple[Unit, ...]:
    """A functional line, named in both languages where the table has them."""
    return context.once(("line", key), lambda: [_described_line(key, context)])


def _described_line(key: str, context: Context) -> Unit:
    it = node(line_key(key))
    chinese, english = context.describe_line(key)
    labels: list[Triple] = [(it, SKOS.prefLabel, zh(chinese or key))]
    if english:
        labels.append((it, SKOS.prefLabel, Literal(english, language="en")))
    return unit(line_key(key), [*a(it, "FunctionalLine"), *labels])
