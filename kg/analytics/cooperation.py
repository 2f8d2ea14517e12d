"""Who owns tasks with whom: bodies, pairs, leads and the place of each in the network, as rows.

:class:`Cooperation` computes each thing once, when it is first asked for. Rankings are
competition rankings: ties share a rank. Beside each stands the rank by shares that were read
with high confidence alone, so that what rests on doubtful readings shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.analytics.backbone import disparity
from kg.analytics.choices import Weight
from kg.analytics.cooperation_rows import BodyRow, LeadPairRow, LeadRow, NetworkRow, PairRow
from kg.analytics.ledger import BodyInfo, Ledger
from kg.analytics.rows import ranks

if TYPE_CHECKING:
    import igraph
    import numpy as np
    from numpy.typing import NDArray

    from kg.analytics.measures import Communities, Measures
    from kg.analytics.null_model import Model
    from kg.analytics.projection import Projection
    from kg.analytics.significance import Significance

#: Shares read with at least this confidence are sure.
SURE = 0.9
#: Level of the tests: corrected p-values up to it are more (or fewer) than chance.
LEVEL = 0.05


class Cooperation:
    """All that can be said of the shares of a ledger, each computed once."""

    def __init__(self, ledger: Ledger, *, weight: Weight = Weight.task, sure: float = SURE) -> None:
        self.ledger = ledger
        self.weight = weight
        self._sure = sure

    # --- Numbers, by position ------------------------------------------------------------

    @cached_property
    def projection(self) -> Projection:
        """Pairs of bodies that share a task."""
        from kg.analytics.projection import project

        return project(self.ledger.incidence)

    @cached_property
    def documents(self) -> NDArray[np.int64]:
        """For each pair of the projection, the documents in which they share a task."""
        from kg.analytics.projection import shared_documents

        return shared_documents(self.ledger.incidence, self.projection, self.ledger.document_of)

    @cached_property
    def model(self) -> Model:
        """The null model of the shares, document by document."""
        from kg.analytics.null_model import fit

        return fit(self.ledger.incidence, self.ledger.document_of)

    @cached_property
    def significance(self) -> Significance:
        """Which pairs share more or fewer tasks than the null model has them share."""
        from kg.analytics.significance import significance

        return significance(self.model, self.projection, level=LEVEL)

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """Of each pair: tasks or documents shared, as the weight is."""
        return self.projection.shared if self.weight is Weight.task else self.documents

    @cached_property
    def disparity(self) -> NDArray[np.float64]:
        """p-values of the disparity filter, by weight."""
        pairs = self.projection
        return disparity(
            pairs.first, pairs.second, self.weights.astype(float), len(self.ledger.bodies)
        )

    @cached_property
    def network(self) -> igraph.Graph:
        """The network of pairs by weight."""
        from kg.analytics.measures import network

        pairs = self.projection
        return network(
            pairs.first, pairs.second, self.weights.astype(float), len(self.ledger.bodies)
        )

    @cached_property
    def measures(self) -> Measures:
        """Degree, strength, betweenness and the like of each body."""
        from kg.analytics.measures import measures

        return measures(self.network)

    @cached_property
    def communities(self) -> Communities:
        """Communities of the network."""
        from kg.analytics.measures import communities

        return communities(self.network)

    @cached_property
    def _only_sure(self) -> Cooperation:
        """The same of shares read with high confidence."""
        if all(share.confidence >= self._sure for share in self.ledger.shares):
            return self
        return Cooperation(self.ledger.sure(self._sure), weight=self.weight)

    # --- Counts of bodies ----------------------------------------------------------------

    @cached_property
    def owned(self) -> dict[str, tuple[int, int]]:
        """Body IRI -> tasks and documents in which it has a part."""
        tasks: Counter[int] = Counter()
        documents: dict[int, set[str]] = defaultdict(set)
        for task, owners in zip(self.ledger.tasks, self.ledger.owners, strict=True):
            for body in owners:
                tasks[body] += 1
                documents[body].add(task.document)
        return {self.ledger.bodies[n].iri: (count, len(documents[n])) for n, count in tasks.items()}

    @cached_property
    def sole(self) -> Counter[int]:
        """Body -> tasks it owns alone."""
        alone: Counter[int] = Counter()
        for n, owners in enumerate(self.ledger.owners):
            if len(owners) == 1 and n not in self.ledger.open_tasks:
                alone[owners[0]] += 1
        return alone

    @cached_property
    def led(self) -> dict[int, Counter[str]]:
        """Body -> tasks it leads, by basis."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for leads in self.ledger.leads:
            for body, basis in leads.items():
                found[body][basis] += 1
        return found

    @cached_property
    def pairs_by_iri(self) -> dict[tuple[str, str], int]:
        """Pair of IRIs, the first by name first -> its weight."""
        bodies, pairs = self.ledger.bodies, self.projection
        return {
            (bodies[a].iri, bodies[b].iri): w
            for a, b, w in zip(
                pairs.first.tolist(), pairs.second.tolist(), self.weights.tolist(), strict=True
            )
        }

    # --- Rows ----------------------------------------------------------------------------

    def bodies(self) -> list[BodyRow]:
        """Bodies by tasks owned (documents, where they are the weight), then led, then name."""
        at = int(self.weight is Weight.document)
        partners: Counter[int] = Counter(self.projection.first.tolist())
        partners.update(self.projection.second.tolist())
        sure = {iri: each[at] for iri, each in self._only_sure.owned.items()}
        place = _places(sure)
        none: Counter[str] = Counter()
        order = sorted(
            (n for n, each in enumerate(self.ledger.bodies) if each.iri in self.owned),
            key=lambda n: (
                -self.owned[self.ledger.bodies[n].iri][at],
                -(self.led[n].total() if n in self.led else 0),
                self.ledger.bodies[n].name,
                self.ledger.bodies[n].iri,
            ),
        )
        counts = [self.owned[self.ledger.bodies[n].iri] for n in order]
        places = ranks([each[at] for each in counts])
        rows = []
        for n, rank, (tasks, documents) in zip(order, places, counts, strict=True):
            each, led = self.ledger.bodies[n], self.led.get(n, none)
            rows.append(
                BodyRow(
                    rank, each.name, tasks, documents, partners[n], led.total(),
                    led["marked"], led["firstListedRule"], self.sole[n],
                    sure.get(each.iri, 0), place.get(sure.get(each.iri, 0), len(sure) + 1),
                    each.kind, each.level, each.collective, each.iri,
                )
            )  # fmt: skip
        return rows

    def pairs(self) -> list[PairRow]:
        """Pairs by tasks (documents) shared, then by names, with how far that is chance."""
        import numpy as np

        found, test = self.projection, self.significance
        order = np.lexsort((found.second, found.first, -self.weights))  # bodies are by name
        places = ranks(self.weights[order].tolist())
        sure = self._only_sure.pairs_by_iri
        place = _places(sure)
        rows = []
        for n, rank in zip(order.tolist(), places, strict=True):
            a, b = self.ledger.bodies[found.first[n]], self.ledger.bodies[found.second[n]]
            p, corrected, verdict = _tested(test, n, found.shared[n] >= test.expected[n])
            known = sure.get((a.iri, b.iri), 0)
            rows.append(
                PairRow(
                    rank, a.name, b.name, int(found.shared[n]), int(self.documents[n]),
                    float(test.expected[n]), verdict, p, corrected,
                    float(found.newman[n]), float(found.jaccard[n]), float(found.surprise[n]),
                    float(self.disparity[n]), bool(self.disparity[n] <= LEVEL), known,
                    place.get(known, len(sure) + 1), a.collective or b.collective, a.iri, b.iri,
                )
            )  # fmt: skip
        return rows

    def apart(self) -> list[PairRow]:
        """Pairs that share nothing although chance would have them share more than they do."""
        none = len(self.projection) + 1
        rows = []
        for a, b, expected, chance, p in self.significance.absent:
            one, other = self.ledger.bodies[a], self.ledger.bodies[b]
            rows.append(
                PairRow(
                    none, one.name, other.name, 0, 0, expected, "fewer", chance, p, 0.0, 0.0, 0.0,
                    1.0, False, 0, none, one.collective or other.collective, one.iri, other.iri,
                )
            )  # fmt: skip
        return sorted(rows, key=lambda row: (-row.expected, row.body, row.other, row.body_iri))

    def lead_rows(self) -> list[LeadRow]:
        """Bodies of the tasks that have a lead, by tasks led, then by name."""
        followed: Counter[int] = Counter()
        steered: dict[int, set[int]] = defaultdict(set)
        for owners, leads in zip(self.ledger.owners, self.ledger.leads, strict=True):
            others = [body for body in owners if body not in leads] if leads else []
            followed.update(others)
            for lead in leads:
                steered[lead].update(others)
        sure = {
            self._only_sure.ledger.bodies[n].iri: led.total()
            for n, led in self._only_sure.led.items()
        }
        place = _places(sure)
        none: Counter[str] = Counter()
        led = {n: self.led.get(n, none) for n in {*self.led, *followed}}
        order = sorted(led, key=lambda n: (-led[n].total(), followed[n], n))
        rows = []
        for n, rank in zip(order, ranks([led[n].total() for n in order]), strict=True):
            each, total = self.ledger.bodies[n], led[n].total()
            known = sure.get(each.iri, 0)
            rows.append(
                LeadRow(
                    rank, each.name, total, led[n]["marked"], led[n]["firstListedRule"],
                    followed[n], total / (total + followed[n]), len(steered[n]), known,
                    place.get(known, len(sure) + 1), each.collective, each.iri,
                )
            )  # fmt: skip
        return rows

    def lead_pairs(self) -> list[LeadPairRow]:
        """Leads with those that have another part in their tasks, by tasks, then by names."""
        found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        for owners, leads in zip(self.ledger.owners, self.ledger.leads, strict=True):
            for lead, basis in leads.items():
                for body in owners:
                    if body not in leads:
                        found[lead, body][basis] += 1
        order = sorted(found, key=lambda pair: (-found[pair].total(), pair))
        places = ranks([found[pair].total() for pair in order])
        return [
            _lead_pair(rank, self.ledger.bodies[pair[0]], self.ledger.bodies[pair[1]], found[pair])
            for pair, rank in zip(order, places, strict=True)
        ]

    def network_rows(self) -> list[NetworkRow]:
        """Bodies by strength, then by name, with their place in the network."""
        import numpy as np

        found, groups = self.measures, self.communities
        order = np.lexsort((np.arange(len(found.strength)), -found.strength)).tolist()
        rows = []
        for n, rank in zip(order, ranks(found.strength[order].tolist()), strict=True):
            each = self.ledger.bodies[n]
            rows.append(
                NetworkRow(
                    rank, each.name, int(groups.of[n]) + 1, float(groups.steady[n]),
                    int(found.degree[n]), float(found.strength[n]), float(found.betweenness[n]),
                    float(found.betweenness_error[n]), float(found.eigenvector[n]),
                    float(found.pagerank[n]), int(found.core[n]), float(found.constraint[n]),
                    each.collective, each.iri,
                )
            )  # fmt: skip
        return rows


def _lead_pair(rank: int, lead: BodyInfo, other: BodyInfo, by: Counter[str]) -> LeadPairRow:
    total, marked, ruled = by.total(), by["marked"], by["firstListedRule"]
    return LeadPairRow(rank, lead.name, other.name, total, marked, ruled, lead.iri, other.iri)


def _places(counts: Mapping[Any, int]) -> dict[int, int]:
    """Count -> its competition rank among the counts."""
    values = sorted(counts.values(), reverse=True)
    return dict(zip(values, ranks(values), strict=True))


def _tested(test: Significance, n: int, above: bool) -> tuple[float, float, str]:
    """p-value, corrected p-value and verdict of a pair, on the side where it lies."""
    chance, corrected = (test.chance_more, test.more) if above else (test.chance_fewer, test.fewer)
    word = "more" if above else "fewer"
    return float(chance[n]), float(corrected[n]), word if corrected[n] <= LEVEL else "chance"
