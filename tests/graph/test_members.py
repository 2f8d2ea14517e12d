"""The state is a function of the set of documents."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kg import ids
from kg.graph import members
from kg.graph.build import document_quads
from kg.graph.members import Member, Place, Quads, State, StoredDocument
from kg.graph.renaming import rename
from kg.graph.terms import PROV, ZC, node
from tests.graph.fixtures import CONTEXT, elsewhere, notice, other_text, plan

KEY = plan().record.id


def rewrapped(document: StoredDocument) -> StoredDocument:
    """The same letters with other line breaks: a copy whose text is not the same."""
    raw = document.raw + "\n\n"
    source = replace(document.record.source, end=document.record.source.end + 2)
    record = replace(document.record, source=source)
    return StoredDocument(record, raw, document.letters)


#: Everything that may claim one number: copies, other wraps, other texts, from several files.
POOL = [
    members.member(each, CONTEXT)
    for each in (
        plan(),
        elsewhere(plan(), "a.txt"),
        elsewhere(plan(base=0), "z.txt"),
        rewrapped(elsewhere(plan(), "b.txt")),
        other_text(elsewhere(plan(), "c.txt"), "补充一"),
        other_text(elsewhere(plan(), "d.txt"), "补充一"),
        other_text(elsewhere(plan(), "e.txt"), "补充二"),
    )
]
HELD = {each.place: each.quads for each in POOL}

SETS = st.sets(st.sampled_from(range(len(POOL))), min_size=1)


def chosen(numbers: set[int]) -> list[Member]:
    return [POOL[i] for i in sorted(numbers)]


def taken_apart(state: State) -> set[Member]:
    """All members that a state stands for."""

    def whole(quads: Quads) -> Quads:
        used = [q.object for q in quads if q.predicate == ZC.usesDescription]
        return quads.union(*(state[each] for each in used if each in state))  # type: ignore[index]

    return {
        each
        for graph, quads in state.items()
        if "/graph/doc." in graph.value
        for each in members.members_of(KEY, whole(quads), HELD.__getitem__)
    }


@given(SETS, st.randoms())
def test_order_does_not_matter(numbers: set[int], random: Random) -> None:
    ordered = chosen(numbers)
    mixed = list(ordered)
    random.shuffle(mixed)
    assert members.settle(mixed) == members.settle(ordered)


@given(SETS)
def test_a_state_can_be_taken_apart_into_its_members(numbers: set[int]) -> None:
    assert taken_apart(members.settle(chosen(numbers))) == set(chosen(numbers))


@given(SETS, st.sampled_from(range(len(POOL))))
def test_a_member_leaves_no_trace(numbers: set[int], extra: int) -> None:
    without = chosen(numbers - {extra}) or [POOL[0]]
    state = members.settle([*without, POOL[extra]])
    left = [each for each in taken_apart(state) if each != POOL[extra] or each in without]
    assert members.settle(left) == members.settle(without)


def test_a_copy_is_kept_once_and_both_places_are_noted() -> None:
    state = members.settle(POOL[:2])
    assert sum("/graph/doc." in graph.value for graph in state) == 1
    quads = state[members.graph_of(POOL[0].quads)]
    assert {each.file for each in members.places_of(quads).values()} == {"gazette.txt", "a.txt"}
    [primary] = [q.object for q in quads if q.predicate == PROV.hadPrimarySource]
    assert primary == node(POOL[1].place.key)


def test_a_conflict_keeps_both_under_keys_of_their_own() -> None:
    state = members.settle([POOL[0], POOL[4]])
    documents = {g.value.rsplit("/", 1)[1] for g in state if "/graph/doc." in g.value}
    expected = {ids.variant(KEY, each.letters).replace(":", ".") for each in (POOL[0], POOL[4])}
    assert {each.rsplit(".", 1)[0] for each in documents} == expected
    claimed = [q for quads in state.values() for q in quads if q.object == ZC.ConflictedNumber]
    assert [q.subject for q in claimed] == [node(KEY)]


@pytest.mark.parametrize("document", [plan(), notice()], ids=["plan", "notice"])
def test_renaming_is_building_under_the_other_key(document: StoredDocument) -> None:
    key = document.record.id
    new = ids.variant(key, document.letters)
    cited = tuple(
        replace(each, document=each.document.replace(key, new))
        for each in document.record.citations
    )
    record = replace(document.record, id=new, citations=cited)
    built = document_quads(record, document.raw, CONTEXT, document.letters)
    alone = members.member(document, CONTEXT)
    assert rename(alone.quads, key, new) == frozenset(built)
    assert rename(built, new, key) == alone.quads


def test_renaming_leaves_longer_numbers_alone() -> None:
    quads = members.member(plan(), CONTEXT).quads
    assert rename(quads, KEY[:-1], f"{KEY[:-1]}.v-00000000") == quads


def test_letters_tell_copies_from_texts() -> None:
    assert members.letters_digest("第一条  内\n容。") == members.letters_digest("第一条内容")
    assert members.letters_digest("第一条内容") != members.letters_digest("第二条内容")


def test_places_come_back_from_quads() -> None:
    source = plan().record.source
    place = Place(source.file, source.sha256, source.start, source.end)
    assert list(members.places_of(POOL[0].quads).values()) == [place]
