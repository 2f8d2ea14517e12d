"""The ``kg`` command: one function a verb, thin over the stages.

Exit status: 0 all is well; 1 some input is bad, something violates a shape, or what was asked
for is not there; 2 the command is used wrongly; 130 interrupted. Imports that take time stand
inside the commands, so that ``kg --help`` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Annotated

import typer

from kg.commands import (
    analysing_documents,
    asking,
    evaluating,
    exporting,
    publishing,
    reading,
    serving,
)
from kg.shell import new_app
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
      kg query coowner-pairs              a question that comes along, or SPARQL
      kg serve                            the graph in a browser, and a SPARQL endpoint
    """


#: The verbs in the order of the help.
VERBS: tuple[Callable[..., None], ...] = (
    reading.build,
    reading.extract,
    evaluating.evaluate,
    asking.coownership,
    asking.query,
    asking.show,
    serving.serve,
    reading.forget,
    exporting.export,
    publishing.publish,
    asking.validate,
    reading.check_knowledge,
)
for _verb in VERBS:
    # a question's parameters are options that are not known beforehand
    _more = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command(context_settings=_more if _verb is asking.query else None)(_verb)
    if _verb is asking.coownership:
        app.add_typer(analysing_documents.app)
