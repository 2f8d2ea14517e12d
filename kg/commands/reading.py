"""Verbs that read files: build, extract, forget, check-knowledge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg import console
from kg.asked import file_named, open_store, refuse_input, wanted
from kg.errors import InputError
from kg.shell import DEFAULT_STORE, EXIT_BAD, KnowledgeFolder, OutFile, Paths, StoreFolder
from kg.told import say_left_out, say_unread, write_summary


def build(
    paths: Paths, store: StoreFolder = DEFAULT_STORE, knowledge: KnowledgeFolder = None
) -> None:
    """Read files into the store.

    Files that the store has read before and that have not changed cost nothing. A file that
    cannot be read is reported, the others are stored all the same, and the status is 1.

    \b
    Examples:
      kg build gazettes/
      kg build 2021-25.txt 2021-26.txt --store zhejiang
      kg build gazettes/ --knowledge our-tables/
    """
    from kg import building

    with console.progress("Reading") as step:
        summary = building.build(paths, store, progress=step, knowledge=knowledge)
    for error in summary.errors:
        console.complain_of(error)
    write_summary(summary)
    if summary.errors or summary.conflicts:
        raise typer.Exit(EXIT_BAD)


def extract(paths: Paths, out: OutFile = None, knowledge: KnowledgeFolder = None) -> None:
    """Write what is read as JSON Lines, one record a document; no store is touched.

    \b
    Examples:
      kg extract gazette.txt | jq -r '.tasks[].owners[].name' | sort | uniq -c
      kg extract gazettes/ -o records.jsonl
    """
    from kg import pipeline
    from kg.knowledge import load
    from kg.types import to_plain

    tables = load(own=knowledge)
    inputs = pipeline.find_inputs(paths)
    refuse_input(out, inputs)
    bad: list[InputError] = []
    unread: list[tuple[str, Sequence[int]]] = []
    with console.output(out) as stream:
        for record in pipeline.extract(
            inputs,
            knowledge=tables,
            on_error=bad.append,
            on_unread=lambda *each: unread.append(each),
        ):
            stream.write(json.dumps(to_plain(record), ensure_ascii=False) + "\n")
    for error in bad:
        console.complain_of(error)
    say_left_out(inputs.left_out)
    for file, pages in unread:
        say_unread(file, pages)
    if bad:
        raise typer.Exit(EXIT_BAD)


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


def check_knowledge(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Tables of your own.")],
) -> None:
    """Check knowledge tables of your own: fields, codes, dates, and that the examples come out.

    The folder holds files named as those the package has (exceptions.toml, listed.toml,
    regions.tsv ...) with only the rows that are new; --knowledge DIR of build and extract puts
    them before ours. Every fault is named by file, line and row, and the status is 1.

    \b
    Examples:
      kg check-knowledge our-tables/
      kg build gazettes/ --knowledge our-tables/

    \b
    A row of exceptions.toml:
      [[body]]
      territory = "330100"                    the region whose body it is
      name = "杭州城西科创大走廊管理委员会"
      line = "development-zones"              a key of lines.toml
      kind = "dispatched-office"
      level = "city"
      forms = ["城西科创大走廊管委会"]           as written after the territory, or alone
      examples = [["330100", "城西科创大走廊管委会", "杭州城西科创大走廊管理委员会"]]
    """
    from kg.checking import check

    checked = check(folder)
    for fault in checked.faults:
        console.complain(f"{folder}/{fault}")
    faults = console.count(len(checked.faults), "fault")
    console.say(f"{console.count(checked.rows, 'row')} checked: {faults}")
    if checked.faults:
        raise typer.Exit(EXIT_BAD)
