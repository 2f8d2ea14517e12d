"""What all pictures have in common: colours, names, paper. SVG is written by hand.

The same store gives the same bytes: nothing depends on a drawing library, a font file or the
day. Names come from documents and are escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.sax.saxutils import escape

from kg.analytics.cooperation import Cooperation
from kg.graph.opened import OpenStore

#: Colours of communities, told apart by people who see colours differently too (Okabe and Ito).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D1F", "#56B4E9", "#6A51A3", "#999999")
FONT = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei','Heiti SC',sans-serif"
)
INK, SOFT, PAPER = "#1f2933", "#64707d", "#ffffff"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]")


#: The names that bodies are printed by where they own tasks.
PRINTED = """
SELECT ?agent ?name (COUNT(?part) AS ?times) WHERE {
  ?part zc:agent ?agent ; zc:evidence ?mention .
  ?mention nif:anchorOf ?anchor .
  OPTIONAL { ?mention zc:surface ?surface }
  BIND(COALESCE(?surface, ?anchor) AS ?name)
} GROUP BY ?agent ?name"""

#: More bodies than these do not fit a picture: the busiest are drawn.
MOST = 48


def printed_names(store: OpenStore) -> dict[str, str]:
    """Body IRI -> the name it is printed by most often: 省卫生健康委, 人行杭州中心支行.

    Bodies of several provinces may be printed alike (省财政厅): those are left to their full names.
    """
    best: dict[str, tuple[int, int, str]] = {}
    for agent, name, times in store.query(PRINTED).texts():
        words = re.sub(r"\s+", "", name)
        found = (-int(times), len(words), words)
        best[agent] = min(found, best.get(agent, found))
    counts = Counter(name for *_, name in best.values())
    return {agent: name for agent, (*_, name) in best.items() if counts[name] == 1}


def text_of(name: str) -> str:
    """A name as text of an SVG."""
    return escape(NOT_XML.sub("", name), {'"': "&quot;"})


def about(found: Cooperation, drawn: int) -> str:
    """What is seen, in numbers."""
    bodies, pairs = len(found.ledger.bodies), len(found.projection)
    tasks, documents = len(found.ledger.tasks), len(found.ledger.documents)
    chosen = f"（图示前 {drawn} 个 the busiest {drawn} drawn）" if drawn < bodies else ""
    return (
        f"{bodies} 个单位{chosen}，{pairs} 对共担关系，{documents} 份文件的 {tasks} 项任务 · "
        f"{bodies} bodies, {pairs} pairs, {tasks} tasks"
    )


def head(title: str, about: str, width: int, height: int) -> Iterable[str]:
    """White paper with a title and what the picture is about."""
    yield f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    yield (
        f'<text x="40" y="52" font-size="26" font-weight="600" fill="{INK}">{text_of(title)}</text>'
    )
    yield f'<text x="40" y="80" font-size="15" fill="{SOFT}">{text_of(about)}</text>'


def svg(parts: Iterable[str], width: int, height: int) -> str:
    """The parts as one picture."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="{FONT}">'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def small(x: float, y: float, text: str) -> str:
    """A line of small print."""
    return f'<text x="{x:.0f}" y="{y}" font-size="13" fill="{SOFT}">{text_of(text)}</text>'
