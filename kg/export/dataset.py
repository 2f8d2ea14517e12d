"""What the store and its exports are: VoID statistics, DCAT 3 distributions with checksums.

Statistics are counted on the way through the sorted lines. There are no times: a dataset is
known by what is in it, and the day of a release is for whoever releases it to add.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.export.licences import ANNOTATIONS, TEXTS_EN, TEXTS_ZH
from kg.export.lines import sorted_triples
from kg.export.terms import TYPE as TYPE_TERM
from kg.export.turtle import line, turtle
from kg.graph.store import Store
from kg.graph.terms import DCT, FOREIGN, PREFIXES, RDFS, TYPE, XSD, Namespace, node
from kg.output import SUMS, digest_of

VOID = Namespace("http://rdfs.org/ns/void#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file of an export, by its path from where the description lies."""

    path: str
    title: str
    media_type: str
    size: int
    sha256: str


@dataclass(slots=True)
class Statistics:
    """Counts of the union of all graphs."""

    triples: int = 0
    subjects: int = 0
    properties: Counter[bytes] = field(default_factory=Counter)
    classes: Counter[bytes] = field(default_factory=Counter)


class Description:
    """The description without distributions; ``kg export --all`` gives it those it wrote."""

    name = "dataset"
    title = "VoID and DCAT description"
    purpose = "catalogues: statistics, licences, files with checksums"
    media_type = "text/turtle"
    place = "dataset.ttl"

    def __init__(self, distributions: Iterable[Distribution] = ()) -> None:
        self._distributions = tuple(distributions)

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the description, in the order of its IRIs."""
        found = _lines(statistics(store), len(store.graphs()), self._distributions)
        stream.writelines(turtle(sorted(set(found))))


def statistics(store: Store) -> Statistics:
    """Count once through the store; what is counted by is predicates and classes only."""
    found = Statistics()
    subject = last = b""
    for each in sorted_triples(store):
        triple = each[:-1]
        if triple == last:  # one triple in two graphs
            continue
        last = triple
        it, predicate, value = triple.split(b" ", 2)
        found.triples += 1
        found.properties[predicate] += 1
        if it != subject:
            found.subjects += 1
            subject = it
        if predicate == TYPE_TERM:
            found.classes[value] += 1
    return found


def _lines(
    counts: Statistics, documents: int, distributions: tuple[Distribution, ...]
) -> Iterator[bytes]:
    it = node(ids.dataset())
    for kind in (VOID.Dataset, DCAT.Dataset):
        yield line(it, TYPE, kind)
    titles = (
        ("政府公报知识图谱", "zh"),
        ("Knowledge graph of government gazettes", "en"),
    )
    for title, language in titles:
        yield line(it, DCT.title, Literal(title, language=language))
    yield line(it, VOID.triples, Literal(counts.triples))
    yield line(it, VOID.distinctSubjects, Literal(counts.subjects))
    yield line(it, VOID.properties, Literal(len(counts.properties)))
    yield line(it, VOID.classes, Literal(len(counts.classes)))
    yield line(it, VOID.documents, Literal(documents))
    yield line(it, VOID.uriSpace, Literal(ids.BASE))
    yield from _licences(it)
    yield from _vocabularies(it, counts)
    yield from _partitions(it, counts)
    for each in distributions:
        yield from _distribution(it, each)


def _licences(it: NamedNode) -> Iterator[bytes]:
    """Ours for the annotations, and apart from it what the status of the documents is."""
    yield line(it, DCT.license, NamedNode(ANNOTATIONS))
    status = node(ids.dataset("texts-status"))
    yield line(it, DCT.rights, status)
    yield line(status, TYPE, DCT.RightsStatement)
    yield line(status, RDFS.label, Literal(TEXTS_ZH, language="zh"))
    yield line(status, RDFS.label, Literal(TEXTS_EN, language="en"))


def _vocabularies(it: NamedNode, counts: Statistics) -> Iterator[bytes]:
    """The vocabularies whose terms are in use."""
    spaces = [PREFIXES["zc"], *FOREIGN.values()]
    terms = [each.decode()[1:] for each in (*counts.properties, *counts.classes)]
    for space in spaces:
        if any(term.startswith(space) for term in terms):
            yield line(it, VOID.vocabulary, NamedNode(space))


def _partitions(it: NamedNode, counts: Statistics) -> Iterator[bytes]:
    """How many statements of each property, how many members of each class."""
    kinds = (
        ("property", counts.properties, VOID.propertyPartition, VOID.property, VOID.triples),
        ("class", counts.classes, VOID.classPartition, VOID["class"], VOID.entities),
    )
    for kind, counted, part, term, measure in kinds:
        for each, number in counted.items():
            iri = each.decode()[1:-1]
            own = node(ids.dataset(f"{kind}-{ids.digest(iri)}"))
            yield line(it, part, own)
            yield line(own, term, NamedNode(iri))
            yield line(own, measure, Literal(number))


def _distribution(it: NamedNode, each: Distribution) -> Iterator[bytes]:
    own = node(ids.dataset(f"file-{ids.digest(each.path)}"))
    sums = node(ids.dataset(f"file-{ids.digest(each.path)}.checksum"))
    yield line(it, DCAT.distribution, own)
    yield line(own, TYPE, DCAT.Distribution)
    yield line(own, DCT.title, Literal(f"{each.title}: {each.path}"))
    yield line(own, DCT.license, NamedNode(ANNOTATIONS))
    yield line(own, DCAT.mediaType, Literal(each.media_type))
    yield line(own, DCAT.byteSize, Literal(str(each.size), datatype=XSD.nonNegativeInteger))
    yield line(own, SPDX.checksum, sums)
    yield line(sums, TYPE, SPDX.Checksum)
    yield line(sums, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    digest = Literal(each.sha256, datatype=XSD.hexBinary)
    yield line(sums, SPDX.checksumValue, digest)


def distributions(folder: Path, paths: Iterable[tuple[Path, str, str]]) -> list[Distribution]:
    """Files in a folder, or in folders in it, with title and media type of their export."""
    found = []
    for path, title, media_type in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.name != SUMS:
                name = file.relative_to(folder).as_posix()
                size = file.stat().st_size
                found.append(Distribution(name, title, media_type, size, digest_of(file)))
    return found
