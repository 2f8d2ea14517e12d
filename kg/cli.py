"""The ``kg`` command: one function a verb, thin over the stages.

Exit status: 0 all is well; 1 some input is bad, something violates a shape, or what was asked
for is not there; 2 the command is used wrongly; 130 interrupted. Imports that take time stand
inside the commands, so that ``kg --help`` is quick.
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from kg import console
from kg.asked import file_named, open_store, read_query, refuse_input, wanted
from kg.console import Format
from kg.errors import InputError
from kg.exporting import export
from kg.shell import (
    DEFAULT_STORE,
    EXIT_BAD,
    By,
    FormatOption,
    OutFile,
    Paths,
    QueryFormat,
    StoreFolder,
    new_app,
    stoppable,
)
from kg.told import say_left_out, write_summary
from kg.version import __version__

app = new_app()


def main() -> None:
    """Entry point of the ``kg`` script; reads and writes UTF-8 whatever the locale."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="kg")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Chinese government gazettes into a knowledge graph.

    Every statement of the graph opens the exact characters it was read from.

    \b
    Examples:
      kg build gazettes/                  read a folder into the store .kg
      kg coownership                      which bodies share the most tasks
      kg show 浙政办发〔2021〕39号         a document with its tasks and owners
      kg query questions.rq -f csv        ask in SPARQL
    """


# --- Reading --------------------------------------------------------------------------------


@app.command()
def build(paths: Paths, store: StoreFolder = DEFAULT_STORE) -> None:
    """Read files into the store.

    Files that the store has read before and that have not changed cost nothing. A file that
    cannot be read is reported, the others are stored all the same, and the status is 1.

    \b
    Examples:
      kg build gazettes/
      kg build 2021-25.txt 2021-26.txt --store zhejiang
    """
    from kg import building

    with console.progress("Reading") as step:
        summary = building.build(paths, store, progress=step)
    for error in summary.errors:
        console.complain_of(error)
    write_summary(summary)
    if summary.errors or summary.conflicts:
        raise typer.Exit(EXIT_BAD)


@app.command()
def extract(paths: Paths, out: OutFile = None) -> None:
    """Write what is read as JSON Lines, one record a document; no store is touched.

    \b
    Examples:
      kg extract gazette.txt | jq -r '.tasks[].owners[].name' | sort | uniq -c
      kg extract gazettes/ -o records.jsonl
    """
    from kg import pipeline
    from kg.types import to_plain

    inputs = pipeline.find_inputs(paths)
    refuse_input(out, inputs)
    bad: list[InputError] = []
    with console.output(out) as stream:
        for record in pipeline.extract(inputs, on_error=bad.append):
            stream.write(json.dumps(to_plain(record), ensure_ascii=False) + "\n")
    for error in bad:
        console.complain_of(error)
    say_left_out(inputs.left_out)
    if bad:
        raise typer.Exit(EXIT_BAD)


# --- Asking ---------------------------------------------------------------------------------


@app.command()
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


@app.command()
def query(
    file: Annotated[str, typer.Argument(metavar="FILE.rq|-", help="A SPARQL query.")],
    store: StoreFolder = DEFAULT_STORE,
    form: Annotated[
        QueryFormat, typer.Option("--format", "-f", help="How to write it.")
    ] = QueryFormat.table,
) -> None:
    """Ask the store in SPARQL 1.1, over all documents at once.

    The usual prefixes (zc, doc, agency, region, eli, prov, nif, skos, dct ...) need not be
    declared. SELECT and ASK give a table or SPARQL results in CSV, TSV or JSON; CONSTRUCT and
    DESCRIBE give N-Triples.

    \b
    Examples:
      kg query ontology/queries/coowner-pairs.rq
      echo 'SELECT * { ?task zc:leadAgency ?body } LIMIT 5' | kg query - -f csv
    """
    text = read_query(file)
    with open_store(store) as opened, stoppable():
        answer = opened.query(text)
        if answer.kind == "graph" or form is not QueryFormat.table:
            answer.write(sys.stdout.buffer, form)
        elif answer.kind == "ask":
            print(next(answer.texts())[0])
        else:
            console.write_answer(answer)


@app.command()
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


@app.command()
def forget(
    name: Annotated[
        str, typer.Argument(metavar="FILE|NUMBER", help="A file as it was read, or a document.")
    ],
    store: StoreFolder = DEFAULT_STORE,
) -> None:
    """Take a document, or all that was read from a file, out of the store.

    A document that other files hold too stays when one file is forgotten. A file may go by its
    bare name where no other has the same; with a folder in front it is that very file. What was
    forgotten comes back when its file is given to kg build again.

    \b
    Examples:
      kg forget 浙政办发〔2021〕39号
      kg forget gazettes/2021-25.txt
    """
    with open_store(store, read_only=False) as opened:
        before = len(opened.documents())
        if file := file_named(opened, name):
            gone = len(opened.forget_file(file))
        else:
            if not opened.forget(name):  # a key may be that of several texts
                for key in wanted(opened, name):
                    opened.forget(key)
            gone = before - len(opened.documents())
        left = len(opened.documents())
    print(f"Forgot {console.count(gone, 'document')}; {left} left in {store}")


app.command()(export)


@app.command()
def validate(store: StoreFolder = DEFAULT_STORE, form: FormatOption = Format.table) -> None:
    """Check the store against the SHACL shapes of the ontology.

    Findings are listed worst first, with the place in the document's text. The status is 1
    where there is a violation; warnings alone leave it 0.

    \b
    Examples:
      kg validate
      kg validate -f csv > findings.csv
    """
    from kg.graph.validate import Row, validate

    with open_store(store) as opened:
        report = validate(opened)
        checked = len(opened.documents())
    console.write_findings(report.rows, form, [column.name for column in fields(Row)])
    worst = sum(row.severity == "Violation" for row in report.rows)
    console.say(
        f"{console.count(checked, 'document')} checked: {console.count(worst, 'violation')}, "
        f"{console.count(len(report.rows) - worst, 'warning')}"
    )
    if not report.conforms:
        raise typer.Exit(EXIT_BAD)
