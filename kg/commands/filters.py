"""The filters that all analyses take, what they mean in a store, and the SPARQL behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.analytics.choices import View, Weight
from kg.asked import open_store
from kg.commands.tables import AnalysisForm
from kg.shell import stoppable

if TYPE_CHECKING:
    from kg.analytics.cooperation import Cooperation
    from kg.analytics.selection import Selection
    from kg.graph.store import Store

FormOption = Annotated[AnalysisForm, typer.Option("--format", "-f", help="How to write it.")]
DocumentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document", metavar="NUMBER", help="Only this document; may be given several times."
    ),
]
RegionOption = Annotated[
    str | None,
    typer.Option(metavar="CODE|NAME", help="Only documents issued there or below it."),
]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Written on or after; 2021, 2021-06, 2021-06-28.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help="Written on or before; 2021 is its last day.")
]
ViewOption = Annotated[
    View,
    typer.Option(help="Collectives (各设区市政府): one body, left out, or their known members."),
]
WeightOption = Annotated[
    Weight, typer.Option(help="Whether each task counts once or each document.")
]
ConfidenceOption = Annotated[
    float,
    typer.Option(
        "--min-confidence", min=0, max=1, metavar="P", help="Only parts read with at least this."
    ),
]
TopOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Rows a table; 20 if drawn, else all.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Print the SPARQL, ask nothing.")]


@dataclass(frozen=True)
class Filters:
    """The filters as they were typed."""

    documents: list[str] | None = None
    region: str | None = None
    since: str | None = None
    until: str | None = None
    view: View = View.one
    confidence: float = 0.0

    def selection(self, store: Store) -> Selection:
        """What they mean in a store."""
        from kg import ids
        from kg.analytics.selection import Selection
        from kg.questions import key_of

        return Selection(
            tuple(ids.iri(key_of("document", each, store)) for each in self.documents or ()),
            ids.iri(key_of("region", self.region, store)) if self.region else "",
            day(self.since, last=False) if self.since else "",
            day(self.until, last=True) if self.until else "",
            self.view,
            self.confidence,
        )


_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def day(text: str, *, last: bool) -> str:
    """First or last day of a year, a month or a day: 2021 -> 2021-01-01, 2021-12-31."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise typer.BadParameter(f"{text}: write a year, a month or a day, such as 2021-06-28")
    year, month, of_month = found.groups()
    return f"{year}-{month or ('12' if last else '01')}-{of_month or ('31' if last else '01')}"


@contextmanager
def opened(folder: Path, filters: Filters) -> Iterator[tuple[Store, Selection]]:
    """The store in a folder, and what the filters keep of it."""
    with open_store(folder) as store, stoppable():
        yield store, filters.selection(store)


def cooperation(store: Store, selection: Selection, weight: Weight) -> Cooperation:
    """Who works with whom in a selection."""
    from kg.analytics.cooperation import Cooperation
    from kg.analytics.selection import select

    return Cooperation(select(store, selection), weight=weight)


BY_SHARES = "Pairs, ranks, null model and measures are computed from these shares: kg/analytics."


def ledger_queries(view: View) -> dict[str, str]:
    """The SPARQL by which shares, bodies and, for their view, members are read."""
    from kg.analytics import ledger

    queries = {"shares in tasks": ledger.SHARES, "bodies": ledger.BODIES}
    if view is View.members:
        queries["members of collectives"] = ledger.MEMBERS
    return queries | document_queries()


def document_queries() -> dict[str, str]:
    """The SPARQL by which documents are chosen."""
    from kg.analytics import selection

    return {
        "documents, to filter": selection.DOCUMENTS,
        "regions, to filter": selection.REGIONS,
    }


def chosen(store: Store, selection: Selection) -> set[str] | None:
    """IRIs of the documents of a selection; None for all of them."""
    from kg.analytics import selection as of

    return None if selection.all_documents else set(of.chosen(store, selection))
