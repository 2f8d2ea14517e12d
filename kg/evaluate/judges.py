"""Which judge reads which key of the gold.

A kind is judged only where the gold of the document has its key: gold without the key was not
annotated for it, an empty list says that there is none. ``also`` in an item lists other names or
bodies that are as good, ``optional`` marks what may be left out. What is the property of a thing
(the comparator of a target, the relation of a citation) is judged on the things that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.evaluate import facts, tables
from kg.evaluate.scores import Gold, Scores
from kg.types import Record

#: Key of the gold -> what judges it.
JUDGES: Mapping[str, Callable[[Record, Sequence[Gold]], Scores]] = {
    "programmes": facts.by_name("programmes", lambda record: record.programmes),
    "facilities": facts.by_name("facilities", lambda record: record.facilities),
    "industries": facts.industries,
    "targets": facts.targets,
    "citations": facts.citations,
    "regions": facts.regions,
    "duties": facts.duties,
    "people": tables.people,
    "indicators": tables.indicators,
    "decisions": tables.decisions,
}


def score_facts(record: Record, gold: Gold) -> Scores:
    """Scores by kind of fact, of the kinds for which the gold has a key."""
    scores: Scores = {}
    for key, judge in JUDGES.items():
        if key in gold:
            scores |= judge(record, gold[key])
    return scores
