"""Verbs that analyse who works with whom, who leads, how that changes. ``kg analyse …``."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.analytics.choices import Aim, Along, Roll, Sides, View, Weight
from kg.asked import open_store
from kg.commands.filters import (
    BY_SHARES,
    ConfidenceOption,
    DocumentOption,
    ExplainOption,
    Filters,
    FormOption,
    RegionOption,
    SinceOption,
    TopOption,
    UntilOption,
    ViewOption,
    WeightOption,
    cooperation,
    ledger_queries,
    opened,
)
from kg.commands.tables import AnalysisForm, Sheet, explain_queries, write_sheets
from kg.shell import DEFAULT_STORE, StoreFolder, new_group, stoppable

if TYPE_CHECKING:
    from kg.analytics.cooperation import Cooperation
    from kg.graph.store import Store

app = new_group(
    "analyse",
    """Who really works with whom: rankings, networks, comparisons.

    Every command prints a table, or with -f CSV, JSON or (networks) GraphML, and takes the same
    filters; coownership and network are drawn with -f svg. --explain prints the SPARQL that the
    numbers are read by. Rankings give ties the same rank (1, 1, 3). What a column means:
    kg analyse columns.

    \b
    Examples:
      kg analyse coownership --top 10            pairs, and whether they are more than chance
      kg analyse lead --region 330000            who leads, by what basis
      kg analyse network -f graphml > net.graphml
      kg analyse compare 2021 2022 --by year     what moved in the ranking
    """,
)


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

    The test: if in each document every body kept as many tasks and every task as many owners as
    it has, and all else were chance (bipartite configuration model), how many tasks would two
    bodies share? Bodies are held against chance in the documents both are in, so those of
    several territories may be asked for at once. The p-value is corrected for all pairs of bodies
    with a document in common; "more" and "fewer" hold at 0.05. --only fewer also lists pairs that
    share nothing though chance would have them share some.

    \b
    Examples:
      kg analyse coownership --region 浙江省 --only more
      kg analyse coownership --rows bodies --view without -f csv > bodies.csv
      kg analyse coownership -f graphml > pairs.graphml
      kg analyse coownership -f svg > heatmap.svg
    """
    from kg.analytics import cooperation_rows as of

    if explain:
        return explain_queries(ledger_queries(view), BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with opened(store, filters) as (held, selection):
        found = cooperation(held, selection, weight)
        sheets = []
        if rows is not Rows.bodies:
            pairs = found.pairs() + (found.apart() if only is Tested.fewer else [])
            kept = [row for row in pairs if only is Tested.all or row.verdict == only.value]
            sheets.append(Sheet("pair", of.PairRow, kept))
        if rows is not Rows.pairs:
            sheets.append(Sheet("body", of.BodyRow, found.bodies()))
        write_sheets(sheets, form, top, _pair_graph(found, measured=False), _heatmap(held, found))


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
    from kg.analytics import cooperation_rows as of

    if explain:
        return explain_queries(ledger_queries(view), BY_SHARES)
    with opened(store, Filters(document, region, since, until, view, confidence)) as (
        held,
        selection,
    ):
        found = cooperation(held, selection, Weight.task)
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
      kg analyse network -f svg > network.svg              a picture
    """
    from kg.analytics import cooperation_rows as of

    if explain:
        return explain_queries(ledger_queries(view), BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with opened(store, filters) as (held, selection):
        found = cooperation(held, selection, weight)
        sheets = [Sheet("body", of.NetworkRow, found.network_rows())]
        write_sheets(sheets, form, top, _pair_graph(found, measured=True), _drawn(held, found))


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
        return explain_queries(ledger_queries(view), BY_SHARES)
    if by is Sides.region and roll is None:
        roll = Roll.line
    sides = []
    with open_store(store) as held, stoppable():
        for each in (left, right):
            typed: dict[str, Any] = {"documents": document, "region": region}
            typed |= {"since": since, "until": until}
            typed |= _side(by, each)
            selection = Filters(view=view, confidence=confidence, **typed).selection(held)
            found = cooperation(held, selection, weight)
            if roll is not None:
                rolled = lattice.rolled(held, found.ledger, roll)
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
    from kg.analytics import cooperation_rows as of
    from kg.analytics import lattice
    from kg.analytics.cooperation import Cooperation
    from kg.analytics.selection import select

    aim = next((each for each in Aim if each == along.value), None)
    roll = next((each for each in Roll if each == along.value), None)
    if cross and roll is None:
        raise typer.BadParameter("--cross goes with line, territory, level or kind")
    if explain:
        more = {"what tasks are for": lattice.aims_query(aim)} if aim else {}
        if roll in (Roll.line, Roll.territory):
            more = {"names of lines and regions": lattice.NAMES}
        return explain_queries(ledger_queries(view) | more, BY_SHARES)
    filters = Filters(document, region, since, until, view, confidence)
    with opened(store, filters) as (held, selection):
        found = select(held, selection)
        if aim is not None:
            sheet = Sheet(along.value, lattice.AimRow, lattice.by_aim(held, found, aim))
        elif roll is None:
            periods = lattice.over_time(found, quarter=along is Along.quarter)
            sheet = Sheet("period", lattice.PeriodRow, periods)
        elif cross:
            names = lattice.names(held, roll)
            cells = lattice.matrix(found, lattice.keys(found, roll), names)
            sheet = Sheet("cell", lattice.MatrixRow, cells)
        else:
            rolled = Cooperation(lattice.rolled(held, found, roll), weight=weight)
            sheet = Sheet(along.value, of.BodyRow, rolled.bodies())
        write_sheets([sheet], form, top)


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


def _drawn(store: Store, found: Cooperation) -> Callable[[], str]:
    def picture() -> str:
        from kg.analytics.picture_network import network_svg
        from kg.analytics.pictures import printed_names

        return network_svg(found, printed_names(store))

    return picture


def _heatmap(store: Store, found: Cooperation) -> Callable[[], str]:
    def picture() -> str:
        from kg.analytics.picture_heatmap import heatmap_svg
        from kg.analytics.pictures import printed_names

        return heatmap_svg(found, printed_names(store))

    return picture
