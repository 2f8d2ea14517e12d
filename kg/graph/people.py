"""People in posts: a membership joins person, post and body, as of the day of the document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg import ids
from kg.facts import PersonRole
from kg.graph.frame import Frame
from kg.graph.terms import ORG, PROV, SKOS, ZC, Triple, a, date, decimal, node, plain, say, zh
from kg.graph.units import Unit, unit

#: Parts by which a document says that somebody takes or leaves a post.
_TAKES, _LEAVES = ("任命", "聘任", "聘请"), ("免去", "免除")
_SIGNS = "签发人"


def triples(frame: Frame) -> Iterator[Triple]:
    """Memberships of everybody a document prints with a key, and who signed it."""
    for each in frame.record.people:
        if each.entity:
            yield from _membership(frame, each, each.entity)
            if each.role == _SIGNS:
                yield from say(frame.document, "signatory", node(each.entity))


def _membership(frame: Frame, each: PersonRole, person: str) -> Iterator[Triple]:
    """The n-ary node; a post needs a body that is known, else post and body stand as printed."""
    post = _post_key(each)
    day = (frame.record.signed or "").replace("-", "")
    it = node(ids.membership(post or each.body_entity or frame.record.id, person, day))
    yield from a(it, "Membership")
    yield from say(it, "member", node(person))
    if post:
        yield from say(it, "post", node(post))
    elif each.post:
        yield (it, ZC.postTitle, zh(each.post))
    if each.body_entity:
        yield from say(it, "memberOf", node(each.body_entity))
    elif each.body:
        yield (it, ZC.unresolvedAgent, plain(each.body))
    yield from _part(it, each)
    yield from _when(frame, it, each)
    yield (it, ZC.confidence, decimal(each.confidence))
    yield from say(it, "evidence", frame.span(each.start, each.end))
    yield from say(it, "extractedBy", frame.run)
    yield (it, ZC.inDocument, frame.document)
    yield (it, PROV.wasDerivedFrom, frame.text)


def _part(it: NamedNode, each: PersonRole) -> Iterator[Triple]:
    """The part in a group (副团长) and whether a line above gives it."""
    if each.role:
        yield (it, ZC.roleName, zh(each.role))
        yield (it, ZC.roleInherited, Literal(each.role_inherited))


def _when(frame: Frame, it: NamedNode, each: PersonRole) -> Iterator[Triple]:
    """From or until the day of the document where it appoints or removes; else as of it."""
    if not frame.record.signed:
        return
    day = date(frame.record.signed)
    yield (it, ZC.attestedOn, day)
    if each.role in _TAKES:
        yield (it, ZC.validFrom, day)
    elif each.role in _LEAVES:
        yield (it, ZC.validTo, day)


def _post_key(each: PersonRole) -> str | None:
    return ids.post(each.body_entity, each.post) if each.post and each.body_entity else None


def units(frame: Frame) -> Iterator[Unit]:
    """The posts, which other documents may print as well."""
    for each in frame.record.people:
        if (key := _post_key(each)) and each.post and each.body_entity:
            yield _post(key, each.post, each.body_entity)


@lru_cache(maxsize=16384)
def _post(key: str, title: str, body: str) -> Unit:
    it = node(key)
    facts: list[Triple] = [
        *a(it, "Post"),
        (it, SKOS.prefLabel, zh(title)),
        (it, ORG.postIn, node(body)),
    ]
    return unit(key, facts)
