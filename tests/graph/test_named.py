"""Programmes, facilities and groups of regions as triples."""

from __future__ import annotations

from msgspec.structs import replace
from pyoxigraph import Quad

from kg import ids
from kg.facts import Facility, Industry, Place, Programme
from kg.graph.build import document_quads
from kg.graph.terms import DCT, GEO, ITSRDF, SKOS, TYPE, ZC, node, plain, zh
from kg.types import Entity, Mention
from tests.graph.fixtures import CONTEXT, PLAN, plan

PROGRAMME = ids.programme("330000", "便民行动")
ZONE = ids.zone("cn", "长三角")
LAB = ids.facility("330000", "之江实验室")
INDUSTRY = "ind:330000.yanglao"


def quads(text: str = PLAN) -> set[Quad]:
    """The plan with a programme, a group of regions and a laboratory put on words of its text."""
    document = plan()
    start = document.record.source.start
    words = {
        "programme": (PROGRAMME, "便民行动"),
        "zone": (ZONE, "食堂"),
        "facility": (LAB, "健康码"),
    }
    mentions = [
        Mention(
            start + text.index(quote), start + text.index(quote) + len(quote), quote, kind, key,
            quote, (), "rule", 0.9,
        )
        for kind, (key, quote) in words.items()
    ]  # fmt: skip
    place = Place(mentions[0].start, mentions[0].end)
    title = document.record.annexes[0].title
    record = replace(
        document.record,
        mentions=(*document.record.mentions, *mentions),
        programmes=(Programme("便民行动", PROGRAMME, "action", ("便民工程",), place, 0.9, title),),
        facilities=(Facility("之江实验室", LAB, "laboratory", mentions[2].start, mentions[2].end),),
        entities=(
            *document.record.entities,
            Entity(PROGRAMME, "便民行动", "programme", territory="region:330000"),
            Entity(ZONE, "长三角", "zone", members=("region:330000", "region:330100")),
            Entity(LAB, "之江实验室", "laboratory", territory="region:330000"),
        ),
    )
    return set(document_quads(record, document.raw, CONTEXT))


def triples() -> set[tuple[object, object, object]]:
    return {(q.subject, q.predicate, q.object) for q in quads()}


def test_a_programme_has_kind_names_first_mention_and_plan() -> None:
    held, it = triples(), node(PROGRAMME)
    assert (it, TYPE, ZC.Programme) in held
    assert (it, ZC.programmeKind, plain("action")) in held
    assert (it, SKOS.prefLabel, zh("便民行动")) in held
    assert (it, SKOS.altLabel, zh("便民工程")) in held
    annex = node(f"{plan().record.id}.a1")
    assert {(it, ZC.launchedBy, annex), (it, DCT.relation, annex)} <= held
    place = next(o for s, p, o in held if s == it and p == ZC.firstMention)
    assert (place, ITSRDF.taIdentRef, it) in held
    assert (it, ZC.evidence, place) in held


def test_a_group_includes_its_regions_which_are_described() -> None:
    held, it = triples(), node(ZONE)
    for key in ("region:330000", "region:330100"):
        assert (it, ZC.includesRegion, node(key)) in held
        assert (it, GEO.sfContains, node(key)) in held
        assert (node(key), TYPE, ZC.Region) in held


def test_a_laboratory_has_its_class_and_kind() -> None:
    held = triples()
    assert (node(LAB), TYPE, ZC.Laboratory) in held
    assert (node(LAB), ZC.facilityKind, plain("laboratory")) in held


def test_industries_a_sentence_aims_a_programme_at() -> None:
    from kg.graph import programmes
    from kg.graph.frame import Frame

    raw = "发展农业。面向养老产业实施便民行动。便民行动促进旅游。"
    record = plan().record
    at = raw.index("便民行动")
    industries = [
        Mention(raw.index(w), raw.index(w) + 2, w, "industry", f"ind:{w}", w, (), "r", 1.0)
        for w in ("农业", "养老", "旅游")
    ]
    record = replace(
        record,
        source=replace(record.source, start=0, end=len(raw)),
        mentions=tuple(industries),
        programmes=(Programme("便民行动", PROGRAMME, "action", (), Place(at, at + 4)),),
        industries=(Industry("养老", INDUSTRY, "", None, 7, 9),),
    )
    described = [q for _, quads in programmes.units(Frame(record, raw, CONTEXT)) for q in quads]
    aimed = [quad.object for quad in described if quad.predicate == ZC.targetsIndustry]
    assert aimed == [node("ind:养老")]
