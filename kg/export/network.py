"""The network of bodies for Gephi: who owns tasks together, as GraphML and as GEXF.

Only the bodies and the weights of their pairs are in memory. The XML is written here and not by
networkx: that builds the whole tree first, and puts the day of writing into GEXF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from kg.analytics.coownership import Body, Pair, bodies, pairs
from kg.graph.store import Store

#: Attribute of a node -> its type in both formats.
_NODE = {"name": "string", "collective": "boolean", "owned": "integer", "led": "integer"}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(value: object) -> str:
    """A value as text of XML; what XML cannot hold becomes U+FFFD."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _ILLEGAL.sub("\ufffd", text)


def _quoted(value: object) -> str:
    return quoteattr(_text(value))


class GraphMl:
    """Undirected; ``weight`` of an edge is the number of tasks that two bodies share."""

    name = "graphml"
    title = "GraphML"
    purpose = "the network of co-owners in yEd, Cytoscape, igraph, networkx, Gephi"
    media_type = "application/graphml+xml"
    place = "coownership.graphml"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the bodies by tasks owned, then the pairs by tasks shared."""
        stream.writelines(f"{each}\n".encode() for each in _graphml(store))


def _graphml(store: Store) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for name, kind in _NODE.items():
        shown = "int" if kind == "integer" else kind
        yield f'<key id="{name}" for="node" attr.name="{name}" attr.type="{shown}"/>'
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="int"/>'
    yield '<graph id="coownership" edgedefault="undirected">'
    for body in bodies(store):
        data = "".join(
            f'<data key="{name}">{escape(_text(getattr(body, name)))}</data>' for name in _NODE
        )
        yield f"<node id={_quoted(body.iri)}>{data}</node>"
    for pair in pairs(store):
        ends = f"source={_quoted(pair.first)} target={_quoted(pair.second)}"
        yield f'<edge {ends}><data key="weight">{pair.shared}</data></edge>'
    yield "</graph>"
    yield "</graphml>"


class Gexf:
    """The same network as GEXF 1.3, with labels where Gephi looks for them."""

    name = "gexf"
    title = "GEXF"
    purpose = "the network of co-owners in Gephi"
    media_type = "application/gexf+xml"
    place = "coownership.gexf"

    def write(self, store: Store, stream: IO[bytes]) -> None:
        """Write the bodies by tasks owned, then the pairs by tasks shared."""
        stream.writelines(f"{each}\n".encode() for each in _gexf(store))


def _gexf(store: Store) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield '<graph defaultedgetype="undirected" mode="static">'
    yield '<attributes class="node" mode="static">'
    for name, kind in _NODE.items():
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>'
    yield "</attributes>"
    yield "<nodes>"
    yield from map(_gexf_node, bodies(store))
    yield "</nodes>"
    yield "<edges>"
    yield from (_gexf_edge(number, pair) for number, pair in enumerate(pairs(store)))
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _gexf_node(body: Body) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(getattr(body, name))}/>' for name in _NODE
    )
    label = f"id={_quoted(body.iri)} label={_quoted(body.name)}"
    return f"<node {label}><attvalues>{values}</attvalues></node>"


def _gexf_edge(number: int, pair: Pair) -> str:
    ends = f"source={_quoted(pair.first)} target={_quoted(pair.second)}"
    return f'<edge id="{number}" {ends} weight="{pair.shared}"/>'
