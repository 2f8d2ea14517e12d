"""Verbs that analyse what documents rest on, launch, aim at and cover. ``kg analyse …``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.analytics.choices import View
from kg.commands.analysing import app
from kg.commands.filters import (
    DocumentOption,
    ExplainOption,
    Filters,
    FormOption,
    RegionOption,
    SinceOption,
    TopOption,
    UntilOption,
    chosen,
    document_queries,
    ledger_queries,
    opened,
)
from kg.commands.tables import AnalysisForm, Sheet, explain_queries, write_sheets
from kg.shell import DEFAULT_STORE, StoreFolder

__all__ = ["app"]


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
        return explain_queries(document_queries() | {"citations": relied.CITATIONS})
    with opened(store, Filters(document, region, since, until)) as (held, selection):
        found = relied.Citations(held, chosen(held, selection))
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
        return explain_queries(document_queries() | asked)
    with opened(store, Filters(document, region, since, until)) as (held, selection):
        among = chosen(held, selection)
        if tasks:
            sheet = Sheet("task", of.DueRow, of.due_tasks(held, among))
        else:
            sheet = Sheet("target", of.TargetRow, of.targets(held, among))
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
        return explain_queries(ledger_queries(View.one) | asked)
    with opened(store, Filters(document, region, since, until)) as (held, selection):
        ledger = select(held, selection)
        found = lineage.Programmes(held, ledger, chosen(held, selection))
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
        return explain_queries(document_queries() | asked)
    with opened(store, Filters(document, region, since, until)) as (held, selection):
        among = chosen(held, selection)
        sheets = []
        if of is not Covered.industry:
            sheets.append(Sheet("region", covered.CoverageRow, covered.regions(held, among)))
        if of is not Covered.region:
            found = covered.industries(held, among)
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
    from kg.analytics import cooperation_rows as cooperation
    from kg.analytics import coverage, lattice, lineage, relied
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
