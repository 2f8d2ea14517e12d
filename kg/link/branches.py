"""Branches that a body has in a place inside its territory: 市市场监管局福田局.

The body itself may be written short; the branch's name then has the body's in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import ids
from kg.link.places import Places
from kg.link.types import Context, Link
from kg.normalise import HAN
from kg.types import Entity

_HEAD_END = re.compile("[局委办会]|中心|支队|公司")
_OFFICE = "(?:分局|支局|局|所|分中心|管理部|办事处|监管组|大队|中队|分公司|管理站|工作站)"
_UNIT = re.compile(rf"[{HAN}]{{0,4}}{_OFFICE}")
_BRANCH = re.compile(rf"[{HAN}]{{2,12}}{_OFFICE}")
_LONGEST = 40


def branch_of(text: str, link: Callable[[str], Link], places: Places) -> Link | None:
    """The branch of a known body in a place of its territory, or None.

    市住房公积金中心衡东管理部 in a text of 衡阳市 is 衡阳市住房公积金管理中心衡东管理部: what
    ends in 局, 中心 … is a body that the tables know, what follows names a place inside its
    territory and then an office. ``link`` reads the body.
    """
    if len(text) > _LONGEST:
        return None
    for found in _HEAD_END.finditer(text, 2, len(text) - 3):
        branch = text[found.end() :]
        head = link(text[: found.end()]) if _BRANCH.fullmatch(branch) else Link(None)
        body, code = head.entity, head.territory
        if body is None or code is None or not body.listed:
            continue
        place = places.leading(branch, Context(code))
        inside = place and place[1] != code and places.regions.is_within(place[1], code)
        if place and inside and _UNIT.fullmatch(branch, place[0]):
            entity = _entity(body, branch, code, places)
            return Link(entity, (), "body.composed", 0.8, code, True)
    return None


def _entity(body: Entity, branch: str, code: str, places: Places) -> Entity:
    name = body.name + branch
    functional = name.removeprefix(places.regions.official(code))
    return Entity(
        ids.agency(code, functional, listed=False), name, "dispatched-office", body.line,
        body.territory, body.level, listed=False,
    )  # fmt: skip
