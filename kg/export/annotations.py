"""Mentions as W3C Web Annotations: what is named, at which characters, with what around it.

Offsets are those of the graph: 0-based, half-open code points of the document's text. The
standard counts in code points too (its "Unicode code points" of the text).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from pyoxigraph import NamedNode

from kg import ids
from kg.export.licences import ANNOTATIONS
from kg.export.tables import Reader, subjects
from kg.graph.store import Store

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

#: Characters of the text before and after a quote, by which it is found again elsewhere.
AROUND = 32


class Annotations:
    """One page of annotations, one a line, by document and place."""

    name = "annotations"
    title = "Web Annotation JSON-LD"
    purpose = "annotation tools: every mention with position, quotation and what it means"
    media_type = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    place = "mentions-oa.jsonld"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the page; the text of one document is in memory at a time."""
        head = {
            "@context": CONTEXT,
            "id": ids.iri(ids.dataset("mentions")),
            "type": "AnnotationPage",
            "rights": ANNOTATIONS,
        }
        start = json.dumps(head, ensure_ascii=False)[:-1]
        stream.write(f'{start}, "items": ['.encode())
        before = b"\n"
        for each in items(store):
            stream.write(before + json.dumps(each, ensure_ascii=False).encode())
            before = b",\n"
        stream.write(b"\n]}\n")


def items(store: Store) -> Iterator[dict[str, Any]]:
    """Each mention that is linked, or could be; evidence alone is no annotation."""
    texts = _Texts(store)
    for mention in subjects(store, ("Mention",)):
        reader = texts.reader
        if body := _body(reader, mention):
            yield {
                "id": mention.value,
                "type": "Annotation",
                "motivation": body[0]["purpose"],
                "body": body[0] if len(body) == 1 else body,
                "target": _target(texts, mention),
            }


def _body(reader: Reader, mention: NamedNode) -> list[dict[str, Any]]:
    """What it means; of several candidates none is preferred, and all are only tags."""
    entity = [node.value for node in reader.follow(mention, "itsrdf:taIdentRef")]
    purpose = "identifying" if entity else "tagging"
    found = entity or [n.value for n in reader.follow(mention, "candidate", many=True)]
    return [{"type": "SpecificResource", "source": each, "purpose": purpose} for each in found]


def _target(texts: _Texts, mention: NamedNode) -> dict[str, Any]:
    reader = texts.reader
    [context] = reader.follow(mention, "nif:referenceContext")
    start, end = (
        int(reader.follow(mention, f"nif:{name}")[0].value) for name in ("beginIndex", "endIndex")
    )
    text = texts.of(context.value)
    return {
        "source": context.value,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }


class _Texts:
    """The text of the document that is being written."""

    def __init__(self, store: Store) -> None:
        self.reader = Reader(store)
        self._iri, self._text = "", ""

    def of(self, iri: str) -> str:
        if iri != self._iri:
            [text] = self.reader.follow(NamedNode(iri), "nif:isString")
            self._iri, self._text = iri, text.value
        return self._text
