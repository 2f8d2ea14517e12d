"""The comparison with peers: what each tool says is turned into surfaces, codes and stretches."""

from __future__ import annotations

import pytest

from benchmarks.peers.finders import PEERS, Finder, Peer, _in_text, _printed
from kg.knowledge import Knowledge

TEXT = "杭州市和苍南县要抓好落实（责任单位：省财政厅，市财政局）。"
#: Tool -> what it finds in the text: regions with codes, agencies (None: it knows none).
FOUND = {
    "jieba.posseg": ({"杭州市": "", "苍南县": ""}, {"财政厅", "财政局"}),
    "cpca": ({"杭州市": "330100", "苍南县": "330327"}, None),
    "JioNLP": ({"杭州市": "", "苍南县": ""}, None),
    "spaCy EntityRuler": ({"杭州市": "330100", "苍南县": "330327"}, {"省财政厅", "市财政局"}),
}


def made(peer: Peer, knowledge: Knowledge) -> Finder:
    if not peer.is_here:
        pytest.skip(f"{peer.name} is not installed (benchmarks/peers/requirements.txt)")
    return peer.make(knowledge)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
@pytest.mark.filterwarnings("ignore")
def test_what_a_peer_finds(peer: Peer, knowledge: Knowledge) -> None:
    found = made(peer, knowledge)(TEXT)
    regions, agencies = FOUND[peer.name]
    assert found.regions == regions
    spans = found.agencies
    assert (spans if spans is None else {TEXT[s:e] for s, e in spans}) == agencies


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
@pytest.mark.filterwarnings("ignore")
def test_a_text_without_regions_has_none(peer: Peer, knowledge: Knowledge) -> None:
    assert made(peer, knowledge)("没有地名的一句话。").regions == {}


@pytest.mark.parametrize(
    ("text", "at", "name", "surface"),
    [
        ("在杭州市", 1, "杭州市", "杭州市"),
        ("在杭州的", 1, "杭州市", "杭州"),
        ("云南怒江", 2, "怒江傈僳族自治州", "怒江"),
    ],
)
def test_a_short_form_is_what_is_printed(text: str, at: int, name: str, surface: str) -> None:
    assert _printed(text, at, name) == surface


@pytest.mark.parametrize(
    ("text", "name", "surface"),
    [("杭州市", "杭州市", "杭州市"), ("在杭州", "杭州市", "杭州"), ("在宁波", "杭州市", "")],
)
def test_a_name_is_looked_for_in_the_text(text: str, name: str, surface: str) -> None:
    assert _in_text(text, name) == surface
