"""Verbs that ask a store: coownership, query, show, validate."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import Annotated, Any

import typer

from kg import console
from kg.asked import open_store, parameters, read_query, wanted
from kg.console import Format
from kg.shell import (
    DEFAULT_STORE,
    EXIT_BAD,
    By,
    FormatOption,
    QueryFormat,
    ReportFormat,
    StoreFolder,
    stoppable,
)


def coownership(
    store: StoreFolder = DEFAULT_STORE,
    form: FormatOption = Format.table,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Rows a table; 20 if drawn, else all.")
    ] = None,
    by: Annotated[
        By | None, typer.Option(metavar="owned|led|pairs", help="One table: bodies by this, pairs.")
    ] = None,
) -> None:
    """Which bodies own and lead the most tasks, which pairs share the most.

    A body owns a task that names it in any role. It leads one where the text says 牵头 (marked)
    or the document itself states that the first one listed leads (by rule). A collective such
    as 各设区市政府 counts as one body. CSV holds one table: the bodies, or with --by pairs the
    pairs; JSON holds both unless --by says which.

    \b
    Examples:
      kg coownership --top 10
      kg coownership --by led -f csv > leads.csv
      kg coownership --by pairs -f json
    """
    from kg.analytics import coownership as analysis

    tables: dict[str, list[Any]] = {}
    with open_store(store) as opened:
        if by is not By.pairs:
            tables["bodies"] = analysis.bodies(opened)
        if by is By.pairs or (by is None and form is not Format.csv):
            tables["pairs"] = analysis.pairs(opened)
    if by is By.led:
        tables["bodies"].sort(key=lambda body: (-body.led, -body.owned, body.name, body.iri))
    columns = fields(analysis.Pair if by is By.pairs else analysis.Body)
    console.write_coownership(tables, form, top, [column.name for column in columns])


def query(
    context: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION|FILE.rq|-", help="A question by name, or a query."),
    ] = None,
    store: StoreFolder = DEFAULT_STORE,
    form: Annotated[
        QueryFormat, typer.Option("--format", "-f", help="How to write it.")
    ] = QueryFormat.table,
    listing: Annotated[bool, typer.Option("--list", help="The questions that come along.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the SPARQL, ask nothing.")] = (
        False
    ),
) -> None:
    """Ask the store in SPARQL 1.1, over all documents at once.

    Some thirty questions come along, with parameters that are given as options; --list shows
    them. In a query of your own the usual prefixes (zc, doc, agency, region, eli, prov, nif,
    skos, dct ...) need not be declared. SELECT and ASK give a table or SPARQL results in CSV,
    TSV or JSON; CONSTRUCT and DESCRIBE give N-Triples.

    \b
    Examples:
      kg query --list
      kg query coowner-pairs --region 330000 -f csv
      kg query coowner-pairs --explain > mine.rq
      echo 'SELECT * { ?task zc:leadAgency ?body } LIMIT 5' | kg query - -f csv
    """
    from kg.graph.resources import queries
    from kg.questions import answer as asked
    from kg.questions import bound

    if listing:
        console.write_questions(queries().values(), form)
        return
    if question is None:
        raise typer.BadParameter("name a question (kg query --list), a file, or -")
    known = queries().get(question)
    values = parameters(context.args, known)
    with open_store(store) as opened, stoppable():
        if explain:
            text = bound(known, values, opened) if known else read_query(question)
            print(text.rstrip())
            return
        answer = asked(known, values, opened) if known else opened.query(read_query(question))
        if answer.kind == "graph" or form is not QueryFormat.table:
            answer.write(sys.stdout.buffer, form)
        elif answer.kind == "ask":
            print(next(answer.texts())[0])
        else:
            console.write_answer(answer)


def show(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Document number, title or key (doc:...).")
    ],
    store: StoreFolder = DEFAULT_STORE,
) -> None:
    """Show a document's outline with its tasks and their owners.

    The number may be typed with any brackets and full- or half-width digits.

    \b
    Examples:
      kg show 浙政办发〔2021〕39号
      kg show '浙政办发[2021]39'
    """
    from kg import view

    with open_store(store) as opened:
        for key in wanted(opened, number):
            console.write_outline(view.outline(opened, key))


def validate(
    store: StoreFolder = DEFAULT_STORE,
    form: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How to write it.")
    ] = ReportFormat.table,
) -> None:
    """Check the store against the SHACL shapes of the ontology.

    Findings are listed worst first, with the place in the document's text and the line and
    character in its file. A document that has not changed since it was checked is not checked
    again. Turtle is a SHACL report (sh:ValidationReport). The status is 1 where there is a
    violation; warnings alone leave it 0.

    \b
    Examples:
      kg validate
      kg validate -f csv > findings.csv
      kg validate -f turtle > report.ttl
    """
    from kg.graph import report as shacl
    from kg.graph.findings import DETAILS, Row
    from kg.graph.validate import validate

    with open_store(store) as opened, console.progress("Checking") as step:
        report = validate(opened, step)
    if form is ReportFormat.turtle:
        sys.stdout.buffer.write(shacl.turtle(report))
    else:
        columns = [each.name for each in fields(Row) if each.name not in DETAILS]
        console.write_findings(report.rows, Format(form.value), columns)
    worst = sum(row.severity == "Violation" for row in report.rows)
    total = report.checked + report.remembered
    since = f" ({report.remembered} unchanged since)" if report.remembered else ""
    console.say(
        f"{console.count(total, 'document')} checked{since}: {console.count(worst, 'violation')}, "
        f"{console.count(len(report.rows) - worst, 'warning')}"
    )
    if not report.conforms:
        raise typer.Exit(EXIT_BAD)
