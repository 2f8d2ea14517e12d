"""Facilities and zones with a name of their own: laboratories, platforms, roads, corridors.

Generic things (工业园区, 5G基站, 数据中心) are none, nor are types (国家实验室). An area that is no
administrative division is a zone. A laboratory that is known as a body is that body.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg import ids
from kg.extract.facility_names import FacilityFinder
from kg.extract.facility_parts import Spot
from kg.extract.facility_systems import installations, systems
from kg.extract.page import Findings, Page
from kg.extract.region_groups import read_groups
from kg.facts import Facility
from kg.types import Entity, Mention

_ROAD = re.compile("[^路]{2,10}高速公路(?=.)")
_NATIONAL = ("国家", "中国", "全国")


def read(page: Page) -> Findings:
    """The facilities and zones that the body and the annexes name, with a mention each place."""
    found = find(page)
    bodies = {
        (each.start, each.end): each.link.entity for each in page.named if each.type != "region"
    }
    first: dict[str, Facility] = {}
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    for spot in found:
        body = bodies.get((spot.start, spot.end))
        entity = body or _entity(page, spot)
        if body is None:
            entities.setdefault(entity.id, entity)
        if (spot.start, spot.end) not in bodies:  # a laboratory that is a body has its mention
            type_ = "zone" if entity.kind == "zone" else "facility"
            mention = page.mention(
                spot.start, spot.end, type_, entity, rule=spot.rule, confidence=spot.confidence
            )
            mentions.append(mention)
        if entity.id not in first:
            span = page.raw(spot.start, spot.end)
            first[entity.id] = Facility(spot.name, entity.id, spot.kind, *span, spot.confidence)
        if road := _road_of(spot):  # has no mention of its own: mentions of a type do not nest
            way = _entity(page, road)
            entities.setdefault(way.id, way)
            span = page.raw(road.start, road.end)
            first.setdefault(way.id, Facility(road.name, way.id, "road", *span, road.confidence))
    groups = read_groups(page, [(spot.start, spot.end) for spot in found])
    return Findings(
        {"facilities": tuple(first.values())}, (*mentions, *groups.mentions),
        (*entities.values(), *groups.entities), groups.links,
    )  # fmt: skip


def _road_of(spot: Spot) -> Spot | None:
    """The road in the name of a toll station: 甬台温高速公路|台州南收费站."""
    road = _ROAD.match(spot.name) if spot.kind == "station" and spot.anchor else None
    if road is None or not road[0].startswith(spot.anchor):
        return None
    return replace(spot, end=spot.start + road.end(), name=road[0], kind="road", confidence=0.8)


def find(page: Page) -> list[Spot]:
    """Places of facilities and zones in text order, in clean offsets."""
    territory = page.context.territory
    rows = list(page.knowledge.regions.chain(territory)) if territory else []
    finder = FacilityFinder(page.clean, page.knowledge, rows[-1].code if rows else None)
    taken = [(each.start, each.end) for each in page.named if each.type != "region"]
    found = [spot for span in page.prose for spot in finder.find(span.start, span.end, taken)]
    words, text = page.knowledge.facilities, page.clean
    more = [
        spot
        for span in page.prose
        for read_ in (systems, installations)
        for spot in read_(text, span.start, span.end, words)
    ]
    if not more:
        return found
    apart = [(spot.start, spot.end) for spot in found] + taken
    free = [m for m in more if not any(m.start < end and start < m.end for start, end in apart)]
    return sorted((*found, *free), key=lambda spot: (spot.start, spot.end))


def _entity(page: Page, spot: Spot) -> Entity:
    zone = spot.kind in page.knowledge.facilities.zones
    key = _owner(page, spot)
    territory = page.region_key(key) if key.isdigit() else None
    name = spot.name.replace("“", "").replace("”", "")
    members = page.knowledge.groups.combinations.get(spot.anchor, ()) if zone else ()
    regions = tuple(page.knowledge.regions.key(code) for code in members)
    if zone:
        return Entity(ids.zone(key, name), name, "zone", territory=territory, members=regions)
    kind = "laboratory" if spot.kind == "laboratory" else "facility"
    return Entity(ids.facility(key, name), name, kind, territory=territory)


def _owner(page: Page, spot: Spot) -> str:
    """Territory of a key: the region the name says, the State where it says so, the document's."""
    regions, context = page.knowledge.regions, page.context
    codes = regions.resolve(spot.anchor, context.territory, context.day) if spot.anchor else []
    if len(codes) == 1:
        return codes[0]
    return "cn" if spot.name.startswith(_NATIONAL) else context.key
