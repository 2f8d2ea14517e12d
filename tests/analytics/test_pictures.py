"""Pictures: well-formed, the same twice, hostile names harmless, all bodies on the paper."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from kg.analytics.cooperation import Cooperation
from kg.analytics.ledger import BodyInfo
from kg.analytics.picture_heatmap import heatmap_svg, shade
from kg.analytics.picture_network import network_svg
from kg.analytics.pictures import MOST
from tests.analytics.ledgers import ledger

HOSTILE = '</text><script>alert("1")</script>&\x00'
TASKS = [["甲", "乙", "丙"], ["甲", "乙"], ["丙", HOSTILE], ["丁"]]


@pytest.fixture
def found() -> Cooperation:
    return Cooperation(ledger(TASKS, about={"丙": BodyInfo("b:丙", "丙", "AgentGroup")}))


@pytest.mark.parametrize("draw", [network_svg, heatmap_svg])
def test_pictures_are_the_same_twice_and_well_formed(found: Cooperation, draw: object) -> None:
    assert callable(draw)
    one, other = draw(found, {}), draw(Cooperation(found.ledger), {})
    assert one == other
    root = ElementTree.fromstring(one)
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert not re.search(r"nan|inf\b", one)


def test_the_network_has_a_disc_a_body_and_a_line_a_pair(found: Cooperation) -> None:
    root = ElementTree.fromstring(network_svg(found, {"b:甲": "第一"}))
    names = {each.text for each in root.iter() if each.tag.endswith("text")}
    assert "第一" in names
    titles = [each for each in root.iter() if each.tag.endswith("title")]
    assert len(titles) == 4 + 4  # four linked bodies, four pairs
    assert any("share with nobody: 丁" in (name or "") for name in names)
    dashed = [
        e for e in root.iter() if e.get("stroke-dasharray") and e.find("{*}title") is not None
    ]
    assert len(dashed) == 1


def test_of_many_bodies_the_busiest_are_drawn() -> None:
    tasks = [[f"b{n:03d}", f"b{n + 1:03d}"] for n in range(MOST + 20)] + [["b000", "b001"]] * 3
    picture = network_svg(Cooperation(ledger(tasks)), {})
    assert f"图示前 {MOST} 个" in picture
    assert "b000" in picture


def test_nothing_to_draw_is_no_error() -> None:
    assert network_svg(Cooperation(ledger([])), {}).startswith("<svg")
    assert heatmap_svg(Cooperation(ledger([])), {}).startswith("<svg")


def test_more_is_darker() -> None:
    shades = [int(shade(n, 8)[1:3], 16) for n in (1, 2, 4, 8)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 4
