"""An answer as chart and as graph: what can be drawn, its links, and nothing runs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg import ids
from kg.graph.resources import queries
from kg.graph.store import Store
from kg.graph.terms import TYPE
from kg.web import snapshot, worker
from kg.web.pool import MOST_BYTES
from kg.web.results import MOST_NODES, Bar, bars, drawn
from kg.web.site import Held
from tests.web.test_pages import check, get

XSD = "http://www.w3.org/2001/XMLSchema#"
BODIES = (
    "SELECT ?body (COUNT(?t) AS ?n) { ?t zc:responsibleAgency ?body } GROUP BY ?body "
    "ORDER BY DESC(?n) ?body LIMIT 12"
)
OWNED = (
    "CONSTRUCT { ?t zc:responsibleAgency ?b } WHERE { "
    "{ SELECT ?t { ?t a zc:Task } ORDER BY ?t LIMIT 8 } ?t zc:responsibleAgency ?b }"
)


@pytest.fixture(scope="module")
def held(sample: Path) -> Iterator[Held]:
    found = Held(snapshot.take(sample))
    yield found
    found.retire()


def row(name: str, number: str, datatype: str = "integer") -> dict[str, dict[str, str]]:
    return {
        "name": {"type": "literal", "value": name},
        "n": {"type": "literal", "value": number, "datatype": XSD + datatype},
    }


def charted(held: Held, *rows: dict[str, dict[str, str]]) -> list[Bar]:
    return bars(held, ["name", "n"], rows)


def test_bars_are_as_long_as_their_numbers(held: Held) -> None:
    found = charted(held, row("甲", "4"), row("乙", "1"), row("丙", "0"))
    assert [(b.name.text, b.begin, b.width) for b in found] == [
        ("甲", 0, 1), ("乙", 0, 0.25), ("丙", 0, 0)
    ]  # fmt: skip


def test_bars_below_nought_go_to_the_left(held: Held) -> None:
    found = charted(held, row("甲", "3"), row("乙", "-1.0", "decimal"))
    assert [(b.begin, b.width) for b in found] == [(0.25, 0.75), (0, 0.25)]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row("甲", "1")],
        [row("甲", "1"), row("乙", "2", "string")],
        [row("甲", "2025", "gYear"), row("乙", "2026", "gYear")],
        [row("甲", "1"), {"name": {"type": "literal", "value": "乙"}}],
        [row("甲", "1"), row("乙", "NaN", "double")],
        [row("甲", "1"), row("乙", "INF", "double")],
    ],
)
def test_no_chart(held: Held, rows: list[dict[str, dict[str, str]]]) -> None:
    assert charted(held, *rows) == []


def test_rows_without_a_text_are_called_what_their_iri_is(client: httpx.Client) -> None:
    page = get(client, f"/query?query={BODIES}&view=chart")
    check(page)
    text = client.get("/query", params={"query": BODIES, "view": "chart"}).text
    chart = text[text.index('id="chart"') : text.index("</svg></div>")]
    assert chart.count('class="bar"') == 12
    assert len(re.findall(r'<a href="/page/[a-z]+/[^"]+"><title>', chart)) == 12
    assert "浙江省" in chart and "agency/" not in re.sub(r'href="[^"]*"', "", chart)


def test_the_choice_is_in_the_address(client: httpx.Client) -> None:
    def text(view: str) -> str:
        return client.get("/query", params={"query": BODIES, "view": view}).text

    for view in ("", "table", "none", "<script>"):
        assert 'class="list answer"' in text(view) and 'id="chart"' not in text(view)
    assert 'class="list answer"' not in text("chart")
    assert "view=chart" in text("") and "view=graph" not in text("")
    assert 'name="view" value="chart"' in text("chart"), "the next query is shown so, too"
    assert re.search(r'href="/query\?query=[^"]*view=chart" id="share"', text("chart"))
    assert "不能画成关系图" in text("graph") and 'class="list answer"' in text("graph")


# --- Graphs -----------------------------------------------------------------------------------


def test_a_graph_has_its_things_and_ties(client: httpx.Client) -> None:
    check(get(client, f"/query?query={OWNED}&view=graph"))
    text = client.get("/query", params={"query": OWNED, "view": "graph"}).text
    triples = client.get("/sparql", params={"query": OWNED, "format": "ntriples"}).text
    pairs = [re.findall(r"<([^>]+)>", line) for line in triples.splitlines()]
    assert len(pairs) > 8
    assert text.count('marker-end="url(#tip)"') == len(pairs)
    for iri in {end for one, _, other in pairs for end in (one, other)}:
        assert f'<a href="/page/{iri.removeprefix(ids.BASE + "id/")}"><title>' in text
    assert "责任" in text[text.index('id="graph"') :], "a tie says what it is"


def star(count: int) -> list[ox.Triple]:
    one, tie = ox.NamedNode("http://a.example/0"), ox.NamedNode("http://a.example/p")
    return [ox.Triple(one, tie, ox.NamedNode(f"http://a.example/{n}")) for n in range(1, count)]


def test_many_are_cut_and_it_is_said(held: Held) -> None:
    found = drawn(held, star(MOST_NODES + 20))
    assert (len(found.things), len(found.ties), found.left_out) == (MOST_NODES, MOST_NODES - 1, 20)
    assert found.things[0].link.href == "http://a.example/0", "the best tied is kept"
    assert found == drawn(held, star(MOST_NODES + 20)[::-1]), "whatever order they come in"


def test_no_dot_of_a_graph_hides_another(held: Held) -> None:
    dots = [thing.dot for thing in drawn(held, star(MOST_NODES)).things]
    for n, one in enumerate(dots):
        for other in dots[:n]:
            assert math.hypot(one.x - other.x, one.y - other.y) > max(one.r, other.r)


def test_literals_and_classes(held: Held) -> None:
    """A literal is no thing; a class is one only where there is nothing else to draw."""
    [tie] = star(2)
    kind = ox.Triple(tie.subject, TYPE, ox.NamedNode("http://a.example/C"))
    said = ox.Triple(tie.subject, tie.predicate, ox.Literal("文字"))
    assert len(drawn(held, [tie, kind, said]).things) == 2
    assert len(drawn(held, [kind, said]).ties) == 1
    assert len(drawn(held, [said]).things) == 1
    loop = ox.Triple(tie.subject, tie.predicate, tie.subject)
    assert drawn(held, [loop]).ties == []
    blank = ox.Triple(ox.BlankNode("b"), tie.predicate, tie.object)
    assert {thing.link.href for thing in drawn(held, [blank]).things} == {
        "", "http://a.example/1"
    }  # fmt: skip


@pytest.mark.parametrize("view", ["chart", "graph", "table"])
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?t (STRLEN(?t) AS ?n) { ?s dct:title|dct:description ?t }",
        "CONSTRUCT { ?s dct:relation ?o } WHERE { ?s zc:inDocument ?o }",
        'CONSTRUCT { <javascript:alert(1)> <http://a/"><script> <http://a/<b>> } WHERE {}',
        "CONSTRUCT { <javascript:alert(1)> <http://a.example/p> <data:text/html,x> } WHERE {}",
        'SELECT * { VALUES (?x ?n) { ("<script>alert(1)</script>" 1) (<javascript:alert(1)> 2) } }',
    ],
)
def test_nothing_runs(hostile_client: httpx.Client, sparql: str, view: str) -> None:
    answer = hostile_client.get("/query", params={"query": sparql, "view": view})
    assert answer.status_code == 200
    page = get(hostile_client, str(answer.url).removeprefix(str(hostile_client.base_url)))
    check(page)
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "b", "object"}
    assert "\u202e" not in answer.text


# --- Questions --------------------------------------------------------------------------------


def test_a_question_is_answered_from_the_sums(sample: Path) -> None:
    """The query beside it is not asked; the rows are those that it would have given."""
    request = {"query": "not asked", "default": (), "named": (), "results": "csv", "graph": None}
    asked = {"name": "coowner-pairs", "values": {"region": "330000"}}
    with Store.open(sample) as store:
        head, body = worker.answer(store, {**request, "question": asked}, MOST_BYTES)
        plain = {**request, "query": queries()["coowner-pairs"].sparql}
        _, whole = worker.answer(store, plain, MOST_BYTES)
    assert head["status"] == 200
    assert body == whole and body.count(b"\n") > 20
