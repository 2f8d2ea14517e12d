"""Verbs that analyse: who works with whom, who leads, what rests on what. ``kg analyse …``."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.analytics.choices import Aim, Along, Roll, Sides, View, Weight
from kg.asked import open_store
from kg.commands.tables import AnalysisForm, Sheet, explain_queries, write_sheets
from kg.shell import DEFAULT_STORE, StoreFolder, new_group, stoppable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.analytics.cooperation import Cooperation
    from kg.analytics.selection import Selection
    from kg.graph.store import Store

app = new_group(
    "analyse",
    """Who really works with whom: rankings, networks, comparisons.

    Every command prints a table, or with -f CSV, JSON or (networks) GraphML, and takes the same
    filters. --explain prints the SPARQL that the numbers are read by. Rankings give ties the same
    rank (1, 1, 3). What a column means: kg analyse columns.

    \b
    Examples:
      kg analyse coownership --top 10            pairs, and whether they are more than chance
      kg analyse lead --region 330000            who leads, by what basis
      kg analyse network -f graphml > net.graphml
      kg analyse compare 2021 2022 --by year     what moved in the ranking
    """,
)

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


class Tested(StrEnum):
    """Which pairs to show."""

    all = "all"
    more = "more"
    fewer = "fewer"
    chance = "chance"


class Rows(StrEnum):
    """What the rows are."""

    pairs = "pairs"
    bodies = "bodies"


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
def _opened(folder: Any, filters: Filters) -> Iterator[tuple[Store, Selection]]:
    with open_store(folder) as store, stoppable():
        yield store, filters.selection(store)


def _cooperation(store: Store, selection: Selection, weight: Weight) -> Cooperation:
    from kg.analytics.cooperation import Cooperation
    from kg.analytics.selection import select

    return Cooperation(select(store, selection), weight=weight)


@app.command()
def coownership(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    rows: Annotated[Rows | None, typer.Option(help="One table: pairs or bodies.")] = None,
    only: Annotated[Tested, typer.Option(help="Pairs that share more than chance, …")] = Tested.all,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    view: ViewOption = View.one,
    weight: WeightOption = Weight.task,
    confidence: ConfidenceOption = 0.0,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Which bodies share the most tasks, and which pairs do so more than chance.

    The test: if each body kept as many tasks and each task as many owners as it has, and all
    else were chance (bipartite configuration model), how many tasks would two bodies share? The
    p-value is corrected for all pairs of bodies; "more" and "fewer" hold at 0.05. A body of one
    province cannot own tasks of another, so ask for one region at a time. --only fewer also
    lists pairs that share nothing though chance would have them share some.

    \b
    Examples:
      kg analyse coownership --region 浙江省 --only more
      kg analyse coownership --rows bodies --view without -f csv > bodies.csv
      kg analyse coownership -f graphml > pairs.graphml
    """
    from kg.analytics import cooperation as of

    if explain:
        return explain_queries(_ledger_queries(view), _BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with _opened(store, filters) as (opened, selection):
        found = _cooperation(opened, selection, weight)
        sheets = []
        if rows is not Rows.bodies:
            pairs = found.pairs() + (found.apart() if only is Tested.fewer else [])
            kept = [row for row in pairs if only is Tested.all or row.verdict == only.value]
            sheets.append(Sheet("pair", of.PairRow, kept))
        if rows is not Rows.pairs:
            sheets.append(Sheet("body", of.BodyRow, found.bodies()))
        write_sheets(sheets, form, top, _pair_graph(found, measured=False))


@app.command()
def lead(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    rows: Annotated[Rows | None, typer.Option(help="One table: bodies or pairs.")] = None,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    view: ViewOption = View.one,
    confidence: ConfidenceOption = 0.0,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Who leads, by what basis, and whom.

    Only tasks that have a lead count: where the text says 牵头 (marked), or where the document
    itself states that the first one listed leads (by rule). A body that owns a task alone leads
    nobody and is no lead unless so named. GraphML gives the directed graph lead → other owner.

    \b
    Examples:
      kg analyse lead --top 10
      kg analyse lead --rows pairs -f csv > who-leads-whom.csv
    """
    from kg.analytics import cooperation as of

    if explain:
        return explain_queries(_ledger_queries(view), _BY_SHARES)
    with _opened(store, Filters(document, region, since, until, view, confidence)) as (
        opened,
        selection,
    ):
        found = _cooperation(opened, selection, Weight.task)
        sheets = []
        if rows is not Rows.pairs:
            sheets.append(Sheet("body", of.LeadRow, found.lead_rows()))
        if rows is not Rows.bodies:
            sheets.append(Sheet("pair", of.LeadPairRow, found.lead_pairs()))
        write_sheets(sheets, form, top, _lead_graph(found))


@app.command()
def network(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    view: ViewOption = View.one,
    weight: WeightOption = Weight.task,
    confidence: ConfidenceOption = 0.0,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Where each body stands in the network: centrality, core, brokerage, community.

    Communities are the best of twenty seeded Leiden runs by modularity; "steady" is the share of
    runs that agree. Betweenness is exact, or in large networks sampled with its standard error.

    \b
    Examples:
      kg analyse network --view without
      kg analyse network -f graphml > network.graphml      for Gephi, yEd, R
    """
    from kg.analytics import cooperation as of

    if explain:
        return explain_queries(_ledger_queries(view), _BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with _opened(store, filters) as (opened, selection):
        found = _cooperation(opened, selection, weight)
        sheets = [Sheet("body", of.NetworkRow, found.network_rows())]
        write_sheets(sheets, form, top, _pair_graph(found, measured=True))


@app.command()
def compare(
    left: Annotated[str, typer.Argument(metavar="LEFT", help="A document, region or year.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="Another one.")],
    store: StoreFolder = DEFAULT_STORE,
    by: Annotated[Sides, typer.Option(help="What the two are.")] = Sides.document,
    roll: Annotated[
        Roll | None, typer.Option(help="Put bodies together; regions: by line if not said.")
    ] = None,
    form: FormOption = AnalysisForm.table,
    rows: Annotated[Rows | None, typer.Option(help="One table: bodies or pairs.")] = None,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    view: ViewOption = View.one,
    weight: WeightOption = Weight.task,
    confidence: ConfidenceOption = 0.0,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Two documents, regions or years side by side: who moved, which pairs are new or gone.

    Two provinces have no body in common; their functional lines (条线) they have, so regions are
    compared by line unless --roll says otherwise.

    \b
    Examples:
      kg analyse compare 2021 2022 --by year --region 330000
      kg analyse compare 浙江省 江苏省 --by region
      kg analyse compare 浙政办发〔2021〕39号 浙政发〔2021〕20号
    """
    from kg.analytics import compare as of
    from kg.analytics import lattice

    if explain:
        return explain_queries(_ledger_queries(view), _BY_SHARES)
    if by is Sides.region and roll is None:
        roll = Roll.line
    sides = []
    with open_store(store) as opened, stoppable():
        for each in (left, right):
            typed: dict[str, Any] = {"documents": document, "region": region}
            typed |= {"since": since, "until": until}
            typed |= _side(by, each)
            selection = Filters(view=view, confidence=confidence, **typed).selection(opened)
            found = _cooperation(opened, selection, weight)
            if roll is not None:
                rolled = lattice.rolled(opened, found.ledger, roll)
                found = type(found)(rolled, weight=weight)
            sides.append(found)
        sheets = []
        if rows is not Rows.pairs:
            sheets.append(Sheet("body", of.MoveRow, of.moves(*sides)))
        if rows is not Rows.bodies:
            sheets.append(Sheet("pair", of.PairMoveRow, of.pair_moves(*sides)))
        write_sheets(sheets, form, top)


def _side(by: Sides, each: str) -> dict[str, Any]:
    """The filter that keeps one side of a comparison."""
    if by is Sides.document:
        return {"documents": [each]}
    return {"region": each} if by is Sides.region else {"since": each, "until": each}


@app.command("lattice")
def along_the_lattice(
    along: Annotated[Along, typer.Argument(help="What to look along.")],
    store: StoreFolder = DEFAULT_STORE,
    cross: Annotated[
        bool, typer.Option("--cross", help="Cooperation between the groups, and within.")
    ] = False,
    form: FormOption = AnalysisForm.table,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    view: ViewOption = View.one,
    weight: WeightOption = Weight.task,
    confidence: ConfidenceOption = 0.0,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Cooperation by line (条), territory (块), level or kind; over time; by what tasks are for.

    A group of bodies owns a task where one of its bodies does. With --cross two groups share a
    task where a body of each has a part; a group with itself: two of its bodies. By year or
    quarter documents count when they were written; by programme, industry or region tasks that
    name it.

    \b
    Examples:
      kg analyse lattice level --cross          cross-level cooperation
      kg analyse lattice line --top 15
      kg analyse lattice quarter -f csv
      kg analyse lattice programme
    """
    from kg.analytics import cooperation as of
    from kg.analytics import lattice
    from kg.analytics.selection import select

    aim = next((each for each in Aim if each == along.value), None)
    roll = next((each for each in Roll if each == along.value), None)
    if cross and roll is None:
        raise typer.BadParameter("--cross goes with line, territory, level or kind")
    if explain:
        more = {"what tasks are for": lattice.aims_query(aim)} if aim else {}
        return explain_queries(_ledger_queries(view) | more, _BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with _opened(store, filters) as (opened, selection):
        found = select(opened, selection)
        if aim is not None:
            sheet = Sheet(along.value, lattice.AimRow, lattice.by_aim(opened, found, aim))
        elif roll is None:
            periods = lattice.over_time(found, quarter=along is Along.quarter)
            sheet = Sheet("period", lattice.PeriodRow, periods)
        elif cross:
            names = lattice.names(opened, roll)
            cells = lattice.matrix(found, lattice.keys(found, roll), names)
            sheet = Sheet("cell", lattice.MatrixRow, cells)
        else:
            rolled = of.Cooperation(lattice.rolled(opened, found, roll), weight=weight)
            sheet = Sheet(along.value, of.BodyRow, rolled.bodies())
        write_sheets([sheet], form, top)


@app.command()
def citations(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only documents that the store does not hold.")
    ] = False,
    chains: Annotated[
        bool, typer.Option("--chains", help="Chains of citations that rise from level to level.")
    ] = False,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Which documents others rest on, chains across levels, what is cited and not held.

    The filters choose the documents that cite. GraphML gives the network of citations.

    \b
    Examples:
      kg analyse citations --top 10
      kg analyse citations --missing -f csv > to-find.csv
      kg analyse citations --chains
    """
    from kg.analytics import relied

    if explain:
        return explain_queries(_document_queries() | {"citations": relied.CITATIONS})
    with _opened(store, Filters(document, region, since, until)) as (opened, selection):
        found = relied.Citations(opened, _chosen(opened, selection))
        if chains:
            sheet = Sheet("chain", relied.ChainRow, found.chains())
        else:
            sheet = Sheet("document", relied.ReliedRow, found.relied(missing=missing))
        write_sheets([sheet], form, top, found.graph)


@app.command()
def targets(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    tasks: Annotated[
        bool, typer.Option("--tasks", help="Tasks with a day instead of targets.")
    ] = False,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Targets by the day they fall due, with baseline and the pace that is needed.

    Pace is units a year from baseline to target, growth the same as a compounded rate; neither
    is told of sums over years, of growth rates, or where no baseline is given.

    \b
    Examples:
      kg analyse targets
      kg analyse targets --tasks --region 330000 -f csv
    """
    from kg.analytics import targets as of

    if explain:
        asked = {"tasks": of.DUE} if tasks else {"values": of.VALUES}
        return explain_queries(_document_queries() | asked)
    with _opened(store, Filters(document, region, since, until)) as (opened, selection):
        chosen = _chosen(opened, selection)
        if tasks:
            sheet = Sheet("task", of.DueRow, of.due_tasks(opened, chosen))
        else:
            sheet = Sheet("target", of.TargetRow, of.targets(opened, chosen))
        write_sheets([sheet], form, top)


@app.command()
def programmes(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Programmes (行动、工程、计划): first named where and when, launched by what, led by whom.

    GraphML gives documents and the programmes they name or launch.

    \b
    Examples:
      kg analyse programmes --top 10
      kg analyse programmes -f graphml > programmes.graphml
    """
    from kg.analytics import lineage
    from kg.analytics.selection import select

    if explain:
        asked = {
            "documents that name them": lineage.NAMED,
            "programmes": lineage.PROGRAMMES,
            "tasks that serve them": lineage.SERVED,
        }
        return explain_queries(_ledger_queries(View.one) | asked)
    with _opened(store, Filters(document, region, since, until)) as (opened, selection):
        ledger = select(opened, selection)
        found = lineage.Programmes(opened, ledger, _chosen(opened, selection))
        write_sheets(
            [Sheet("programme", lineage.ProgrammeRow, found.rows())], form, top, found.graph
        )


class Covered(StrEnum):
    """What is covered."""

    region = "region"
    industry = "industry"


@app.command()
def coverage(
    store: StoreFolder = DEFAULT_STORE,
    form: FormOption = AnalysisForm.table,
    of: Annotated[Covered | None, typer.Option(help="One table: regions or industries.")] = None,
    document: DocumentOption = None,
    region: RegionOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    top: TopOption = None,
    explain: ExplainOption = False,
) -> None:
    """Which regions and industries the documents name, and how many tasks are for them.

    \b
    Examples:
      kg analyse coverage --of region
      kg analyse coverage --of industry --since 2021 -f csv
    """
    from kg.analytics import coverage as covered

    if explain:
        asked = {
            "regions": covered.REGIONS_NAMED,
            "industries": covered.INDUSTRIES_NAMED,
            "tasks for them": covered.FOR,
        }
        return explain_queries(_document_queries() | asked)
    with _opened(store, Filters(document, region, since, until)) as (opened, selection):
        chosen = _chosen(opened, selection)
        sheets = []
        if of is not Covered.industry:
            sheets.append(Sheet("region", covered.CoverageRow, covered.regions(opened, chosen)))
        if of is not Covered.region:
            found = covered.industries(opened, chosen)
            sheets.append(Sheet("industry", covered.CoverageRow, found))
        write_sheets(sheets, form, top)


@app.command("columns")
def meanings(
    form: Annotated[AnalysisForm, typer.Option("--format", "-f", help="How to write it.")] = (
        AnalysisForm.table
    ),
) -> None:
    """What the columns of each analysis mean.

    \b
    Example:
      kg analyse columns -f csv
    """
    from kg.analytics import compare as moved
    from kg.analytics import cooperation, coverage, lattice, lineage, relied
    from kg.analytics import targets as due
    from kg.analytics.rows import columns
    from kg.commands.tables import MeaningRow

    tables: dict[str, Any] = {
        "coownership pairs": cooperation.PairRow,
        "coownership bodies": cooperation.BodyRow,
        "lead bodies": cooperation.LeadRow,
        "lead pairs": cooperation.LeadPairRow,
        "network": cooperation.NetworkRow,
        "compare bodies": moved.MoveRow,
        "compare pairs": moved.PairMoveRow,
        "lattice --cross": lattice.MatrixRow,
        "lattice year": lattice.PeriodRow,
        "lattice programme": lattice.AimRow,
        "citations": relied.ReliedRow,
        "citations --chains": relied.ChainRow,
        "targets": due.TargetRow,
        "targets --tasks": due.DueRow,
        "programmes": lineage.ProgrammeRow,
        "coverage": coverage.CoverageRow,
    }
    rows = [
        MeaningRow(table, name, each.zh, each.en)
        for table, row in tables.items()
        for name, each in columns(row).items()
    ]
    write_sheets([Sheet("column", MeaningRow, rows)], form, len(rows))


# --- What stands behind ---------------------------------------------------------------------

_BY_SHARES = "Pairs, ranks, null model and measures are computed from these shares: kg/analytics."


def _ledger_queries(view: View) -> dict[str, str]:
    from kg.analytics import ledger

    queries = {"shares in tasks": ledger.SHARES, "bodies": ledger.BODIES}
    if view is View.members:
        queries["members of collectives"] = ledger.MEMBERS
    return queries | _document_queries()


def _document_queries() -> dict[str, str]:
    from kg.analytics import selection

    return {
        "documents, to filter": selection.DOCUMENTS,
        "regions, to filter": selection.REGIONS,
    }


def _chosen(store: Store, selection: Selection) -> set[str] | None:
    """IRIs of the documents of a selection; None for all of them."""
    from kg.analytics.selection import chosen

    return None if selection.all_documents else set(chosen(store, selection))


def _pair_graph(found: Cooperation, *, measured: bool) -> Callable[[], Any]:
    def graph() -> Any:
        from kg.analytics.graphs import pair_graph

        return pair_graph(found, measured=measured)

    return graph


def _lead_graph(found: Cooperation) -> Callable[[], Any]:
    def graph() -> Any:
        from kg.analytics.graphs import lead_graph

        return lead_graph(found)

    return graph
