"""The verb that brings the store to a server: publish."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

import typer

from kg import console
from kg.console import Format
from kg.shell import DEFAULT_STORE, EXIT_BAD, FormatOption, StoreFolder

if TYPE_CHECKING:
    from kg.export.publish import Report

#: Failures that are told one by one on standard error; the rest are counted.
_TOLD = 10


def publish(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Graph Store of the server (http or https).")
    ],
    store: StoreFolder = DEFAULT_STORE,
    query: Annotated[
        str | None,
        typer.Option("--query", metavar="URL", help="SPARQL endpoint; what is there is counted."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent and deleted; change nothing.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Delete nothing on the server.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Send every graph, whatever the server says it has.")
    ] = False,
    ontology: Annotated[
        bool, typer.Option("--ontology/--no-ontology", help="The vocabulary, as a graph too.")
    ] = True,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="For connecting, and for each wait.")
    ] = 60.0,
    retries: Annotated[
        int, typer.Option(min=0, max=50, metavar="N", help="How often a request is tried again.")
    ] = 5,
    form: FormatOption = Format.table,
) -> None:
    """Bring a SPARQL server to what the store holds, by the Graph Store Protocol.

    Only graphs that the server does not have are sent, and those it has from an earlier run but
    the store has no more are deleted; others are never touched. A run that was interrupted is
    said again. The status is 1 where a graph could not be sent or deleted. One store to a server.

    User and password are taken from KG_PUBLISH_USER and KG_PUBLISH_PASSWORD (basic or digest, as
    the server asks), a token from KG_PUBLISH_TOKEN.

    \b
    Examples:
      kg publish http://localhost:7878/store --query http://localhost:7878/query
      KG_PUBLISH_USER=dba KG_PUBLISH_PASSWORD=... \\
        kg publish http://localhost:8890/sparql-graph-crud-auth --dry-run
      kg publish https://example.org/kg/data -f csv > report.csv
    """
    from kg.asked import open_store
    from kg.export.publish import Client, credentials
    from kg.export.publish import publish as run

    client = Client(
        url, query=query, auth=credentials(os.environ), timeout=timeout, retries=retries
    )
    with client, open_store(store) as opened, console.progress("Publishing") as step:
        if client.bares_secret():
            console.say("kg: the password goes over the network in plain sight; use https")
        report = run(
            opened, client,
            ontology=ontology, keep=keep, everything=everything, dry_run=dry_run, progress=step,
        )  # fmt: skip
    _tell(report, form)
    if report.failed:
        raise typer.Exit(EXIT_BAD)


def _tell(report: Report, form: Format) -> None:
    """The report: counts for people, a row a graph as CSV or JSON; failures with their reasons."""
    from kg.export.publish import Outcome

    counts = report.count()
    failed = report.failed
    for each in failed[:_TOLD]:
        console.complain(f"{each.graph}: {each.problem}")
    if len(failed) > _TOLD:
        console.say(f"kg: {len(failed) - _TOLD} more failed; -f csv lists them")
    columns = [column.name for column in fields(Outcome)]
    rows = [[getattr(each, column) for column in columns] for each in report.outcomes]
    if form is Format.csv:
        console.write_csv(columns, rows)
    elif form is Format.json:
        outcomes = [dict(zip(columns, row, strict=True)) for row in rows]
        console.write_json({"dry_run": report.dry, **counts, "graphs": outcomes})
    else:
        triples = sum(each.triples for each in report.outcomes if each.action == "sent")
        told = ", ".join(f"{number} {action}" for action, number in counts.items())
        would = " (dry run: nothing was changed)" if report.dry else ""
        print(f"Graphs: {told}; {triples} triples sent{would}")
