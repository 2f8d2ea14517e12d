"""How commands run and what their options are called; the commands are in ``kg.cli``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg import console
from kg.console import Format
from kg.errors import InputError, KgError

EXIT_BAD = 1
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141


class Guarded(TyperGroup):
    """Runs a command; what can go wrong on the way ends in a line, never in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run, and turn our own errors, Ctrl-C and a closed pipe into an exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except InputError as error:
            console.complain_of(error)
            raise typer.Exit(EXIT_BAD) from None
        except KgError as error:
            console.complain(str(error))
            raise typer.Exit(EXIT_BAD) from None
        except KeyboardInterrupt:
            console.say("kg: interrupted; nothing is left half done")
            raise typer.Exit(EXIT_INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(EXIT_PIPE) from None
        except OSError as error:
            console.complain(f"{error.filename or 'input or output'}: {error.strerror or error}")
            raise typer.Exit(EXIT_BAD) from None
        return result


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C end the process at once: a query runs where Python cannot be interrupted.

    Only for what writes nothing. Elsewhere than in the main thread all stays as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def new_app() -> typer.Typer:
    """An application without commands: plain help, guarded, no completion to install."""
    return typer.Typer(
        name="kg",
        cls=Guarded,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def new_group(name: str, about: str) -> typer.Typer:
    """A group of commands under one word, with the same plain help."""
    return typer.Typer(
        name=name,
        help=about,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def named(text: str | Path) -> Path:
    """A path that was typed. An empty one, as an unset variable gives, would mean this folder."""
    if not text:
        raise typer.BadParameter("a path is empty; write . for this folder")
    return Path(text)


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", parser=named, help="Files, or folders to walk."),
]
StoreFolder = Annotated[
    Path,
    typer.Option(
        "--store", metavar="DIR", envvar="KG_STORE", parser=named, help="Folder of the store."
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here; - is standard output."),
]
KnowledgeFolder = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        metavar="DIR",
        envvar="KG_KNOWLEDGE",
        parser=named,
        help="Tables of your own, in files named as ours (see kg check-knowledge).",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write it.")]
DEFAULT_STORE = Path(".kg")


class ReportFormat(StrEnum):
    """What findings can be written as; turtle is a SHACL report."""

    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"


class By(StrEnum):
    """What the co-ownership table is about."""

    owned = "owned"
    led = "led"
    pairs = "pairs"


class ExportForm(StrEnum):
    """What the store can be written as; the names of ``kg.export.EXPORTERS``."""

    turtle = "turtle"
    nquads = "nquads"
    jsonld = "jsonld"
    documents = "documents"
    registries = "registries"
    annotations = "annotations"
    cube = "cube"
    csv = "csv"
    ledger = "ledger"
    parquet = "parquet"
    graphml = "graphml"
    gexf = "gexf"
    neo4j = "neo4j"
    dataset = "dataset"


class QueryFormat(StrEnum):
    """How the answer to a query is written."""

    table = "table"
    csv = "csv"
    json = "json"
    tsv = "tsv"
