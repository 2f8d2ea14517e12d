"""Names with several dots reach Oxigraph's parser escaped, and nothing else is changed."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.dotted import escaped


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("ASK { doc:a.b.c ?p ?o }", r"ASK { doc:a\.b\.c ?p ?o }"),
        ("ASK { ?s ?p doc:330000.x.2021.39 . }", r"ASK { ?s ?p doc:330000\.x\.2021\.39 . }"),
        ("ASK { ?s ?p doc:330000.x.2021.39. }", r"ASK { ?s ?p doc:330000\.x\.2021\.39. }"),
        ("ASK { ?s a/b:c.d.e* :x.y.z }", r"ASK { ?s a/b:c\.d\.e* :x\.y\.z }"),
        ("ASK { doc:a.b ?p ?o }", "ASK { doc:a.b ?p ?o }"),
        ('ASK { ?s ?p \'doc:a.b.c\', """doc:a.b.c " x""" }',) * 2,
        ("ASK { <http://a/doc:a.b.c#d> ?p 'it\\'s doc:a.b.c' }",) * 2,
        ("ASK {} # doc:a.b.c\n",) * 2,
        ("ASK { doc:a\\.b\\.c ?p ?o }",) * 2,
    ],
)
def test_escaped(sparql: str, expected: str) -> None:
    assert escaped(sparql) == expected


@pytest.mark.parametrize("local", ["a.b.c", "330000.zhezhengbanfa.2021.39.s2-1.t1"])
def test_oxigraph_reads_what_comes_out(local: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(f"http://a/{local}"), ox.NamedNode("http://p"), ox.Literal(1)))
    found = store.query(escaped(f"PREFIX doc: <http://a/> ASK {{ doc:{local} ?p ?o }}"))
    assert bool(found)
