"""A record becomes quads: one named graph for its text, one for each description it uses.

:func:`document_quads` is a pure function: the same record, text and context give the same
quads in the same order. There are no blank nodes and no times, and every super-property and
super-class is written out, so that no reasoner is needed to query the result.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, zip_longest

from pyoxigraph import Literal, NamedNode, Quad

from kg import ids
from kg.graph import facts, layout, registry, spans, tasks
from kg.graph.frame import Context, Frame, Run
from kg.graph.terms import (
    DCT,
    ELI,
    NIF,
    PROV,
    RDFS,
    SDO,
    SKOS,
    TYPE,
    ZC,
    Triple,
    a,
    date,
    node,
    plain,
    say,
    year,
    zh,
)
from kg.graph.units import Unit, unit
from kg.types import Issue, Record

#: 发文机关代字, year, running number of a document number after NFKC.
NUMBER = re.compile(r"(.+?)〔((?:19|20)\d{2})〕(\d{1,4})号")


def document_quads(record: Record, raw: str, context: Context, letters: str = "") -> list[Quad]:
    """All that a record says, sorted: the graph of its text and the descriptions it uses.

    ``raw`` is ``Source.raw[record.source.start:record.source.end]``; ``letters`` the digest by
    which copies of a document are told from different texts (see ``kg.graph.members``).
    """
    own, units = parts(record, raw, context, letters)
    return sorted({*own, *(quad for quads in units.values() for quad in quads)}, key=str)


def parts(
    record: Record, raw: str, context: Context, letters: str
) -> tuple[Iterator[Quad], dict[NamedNode, tuple[Quad, ...]]]:
    """The document's own quads as a stream, and the descriptions it uses, by graph.

    The stream is in no order and may hold a quad twice. The store minds neither, and nothing
    but the stream keeps up with it: lists and sets of triples cost more than making them.
    """
    frame = Frame(record, raw, context)
    units = dict(_units(frame))
    uses: Iterator[Triple] = ((frame.graph, ZC.usesDescription, graph) for graph in units)
    graph = frame.graph
    own = (Quad(s, p, o, graph) for s, p, o in chain(_triples(frame, letters), uses))
    return own, units


def _triples(frame: Frame, letters: str) -> Iterator[Triple]:
    yield from _document(frame)
    yield from _dates(frame)
    yield from _parties(frame)
    yield from _annexes(frame)
    yield from _text(frame, letters)
    yield from _source(frame)
    yield from tasks.sections(frame)
    yield from tasks.tasks(frame)
    yield from facts.triples(frame)
    yield from spans.mentions(frame)
    yield from spans.quotes(frame)
    yield from spans.damage(frame)


def _units(frame: Frame) -> Iterator[Unit]:
    """What the document refers to and others may refer to as well."""
    record = frame.record
    yield from registry.registry(record, frame.context)
    yield from facts.units(frame)
    yield _run(frame.context.run)
    if record.type:
        yield _kind(record.type)
    if record.issue:
        yield _issue(record.issue)
    for period in {annex.period for annex in record.annexes if annex.period}:
        yield _period(*period)


def _document(frame: Frame) -> Iterator[Triple]:
    it, record = frame.document, frame.record
    yield from a(it, "CarrierNotice" if record.annexes else "PolicyDocument")
    if record.title:
        yield (it, DCT.title, zh(record.title))
    if record.number:
        yield from _number(it, record.number)
    if record.type:
        yield from say(it, "docType", node(ids.document_type(record.type)))
    if record.issue:
        yield from say(it, "inIssue", node(_issue_key(record.issue)))
    yield from _place_of_issue(frame)
    yield from _rules(frame)
    yield from say(it, "extractedBy", frame.run)
    for each in record.header_spans:
        yield from say(it, "evidence", frame.span(each.start, each.end))


def _number(it: NamedNode, number: str) -> Iterator[Triple]:
    """The number as printed and, where it has the common form, its three parts."""
    yield from say(it, "documentNumber", plain(number))
    if found := NUMBER.fullmatch(number):
        yield (it, ZC.numberCode, plain(found[1]))
        yield (it, ZC.numberYear, year(int(found[2])))
        yield (it, ZC.numberSeq, Literal(int(found[3])))


def _place_of_issue(frame: Frame) -> Iterator[Triple]:
    """Level of the first issuer and the region that 省, 市, 县 in the text stand for."""
    record = frame.record
    levels = {each.id: each.level for each in record.entities}
    first = next(iter(record.issuer_entities), None)
    if first and (name := levels.get(first)):
        yield (frame.document, ZC.level, ZC[f"level-{name}"])
    if record.territory:
        yield (frame.document, ELI.jurisdiction, node(record.territory))


def _rules(frame: Frame) -> Iterator[Triple]:
    """Where the document itself says who leads or who owns."""
    record = frame.record
    if record.lead_rule:
        place = frame.span(record.lead_rule.start, record.lead_rule.end)
        yield from say(frame.document, "leadRule", place)
    if record.implicit_owner_rule:
        place = frame.span(record.implicit_owner_rule.start, record.implicit_owner_rule.end)
        yield from say(frame.document, "implicitOwnerRule", place)
    if record.overrides_inconsistent:
        said = record.overrides_inconsistent
        yield (frame.document, ZC.overridesInconsistent, Literal(True))
        yield from say(frame.document, "evidence", frame.span(said.start, said.end))


def _dates(frame: Frame) -> Iterator[Triple]:
    it, record = frame.document, frame.record
    if record.signed:
        yield from say(it, "dateWritten", date(record.signed))
    if record.effective:
        yield from say(it, "dateEffective", date(record.effective))
    if record.expires:
        yield from say(it, "dateExpires", date(record.expires))
    if record.validity:
        yield (it, ZC.validity, plain(record.validity))


def _parties(frame: Frame) -> Iterator[Triple]:
    """Issuers and addressees: as printed always, as a body where it is known which."""
    record = frame.record
    for name, written, bodies in (
        ("issuer", record.issuers, record.issuer_entities),
        ("addressee", record.addressees, record.addressee_entities),
    ):
        for text, key in zip_longest(written, bodies):
            if text:
                yield (frame.document, ZC[f"{name}Name"], zh(text))
            if key:
                yield from say(frame.document, name, node(key))


def _annexes(frame: Frame) -> Iterator[Triple]:
    for it, annex in zip(frame.annexes, frame.record.annexes, strict=True):
        yield from say(frame.document, "promulgates", it)
        yield from a(it, "AttachedInstrument")
        yield (it, ZC.inDocument, frame.document)
        yield (it, DCT.title, zh(annex.title))
        yield (it, NIF.referenceContext, frame.text)
        yield (it, NIF.beginIndex, Literal(annex.start - frame.start))
        yield (it, NIF.endIndex, Literal(annex.end - frame.start))
        if annex.period:
            yield from say(it, "planPeriod", node(ids.period(*annex.period)))


def _text(frame: Frame, letters: str) -> Iterator[Triple]:
    """The frozen text: the raw slice of the source, what offsets count in."""
    it, raw = frame.text, frame.raw
    yield from a(it, "DocumentText")
    yield (it, ELI.realizes, frame.document)
    yield (frame.document, ELI.is_realized_by, it)
    yield (it, ZC.inDocument, frame.document)
    yield (it, NIF.isString, Literal(raw))
    yield (it, NIF.beginIndex, Literal(0))
    yield (it, NIF.endIndex, Literal(len(raw)))
    yield (it, ZC.offsetUnit, plain("unicode-codepoint"))
    yield (it, ZC.textSha256, plain(hashlib.sha256(raw.encode()).hexdigest()))
    if letters:
        yield (it, ZC.lettersSha256, plain(letters))
    yield from layout.of_text(frame)


def _source(frame: Frame) -> Iterator[Triple]:
    """The file and the stretch of it that the text is."""
    ref = frame.record.source
    it = node(ids.source(ref.sha256, ref.start, ref.end))
    yield (frame.text, PROV.hadPrimarySource, it)
    yield (frame.text, PROV.wasDerivedFrom, it)
    yield from a(it, "SourceSlice")
    yield (it, ZC.fileName, plain(ref.file))
    yield (it, ZC.fileSha256, plain(ref.sha256))
    yield (it, ZC.sourceStart, Literal(ref.start))
    yield (it, ZC.sourceEnd, Literal(ref.end))


# --- Descriptions ------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _kind(name: str) -> Unit:
    key = ids.document_type(name)
    return unit(key, [*a(node(key), "DocumentType"), (node(key), SKOS.prefLabel, zh(name))])


def _issue_key(issue: Issue) -> str:
    return ids.issue(issue.title, issue.year, issue.number)


@lru_cache(maxsize=1024)
def _issue(issue: Issue) -> Unit:
    it = node(_issue_key(issue))
    name = f"{issue.title}{issue.year}年第{issue.number}期"
    facts: list[Triple] = [
        (it, SKOS.prefLabel, zh(name)),
        (it, DCT.title, zh(issue.title)),
        (it, ZC.issueYear, year(issue.year)),
        (it, SDO.issueNumber, Literal(issue.number)),
    ]
    return unit(_issue_key(issue), [*a(it, "GazetteIssue"), *facts])


@lru_cache(maxsize=1024)
def _period(first: int, last: int) -> Unit:
    key = ids.period(first, last)
    years: list[Triple] = [
        (node(key), ZC.startYear, year(first)),
        (node(key), ZC.endYear, year(last)),
    ]
    return unit(key, [*a(node(key), "PlanPeriod"), *years])


@lru_cache(maxsize=16)
def _run(run: Run) -> Unit:
    """What read the document, without when."""
    it, software = node(run.key), node(f"{run.key}.software")
    facts: list[Triple] = [
        *a(it, "ExtractionRun"),
        (it, PROV.wasAssociatedWith, software),
        (it, ZC.codeVersion, plain(run.code)),
        (it, ZC.knowledgeDigest, plain(run.knowledge)),
        (software, RDFS.label, Literal(f"kg {run.code}")),
        (software, TYPE, PROV.SoftwareAgent),
        (software, TYPE, PROV.Agent),
    ]
    if run.options:
        facts.append((it, ZC.runOptions, plain(run.options)))
    return unit(run.key, facts)
