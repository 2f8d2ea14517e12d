"""The verb that opens the graph in a browser: serve."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from kg import console
from kg.shell import DEFAULT_STORE, StoreFolder


def serve(
    store: StoreFolder = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 127.0.0.1 is this machine.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes any that is free.")
    ] = 8000,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="What one query may take.")
    ] = 30.0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, metavar="N", help="Queries answered at one time.")
    ] = 4,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Another name the server goes by; may be repeated."),
    ] = None,
) -> None:
    """Open the graph in a browser, with a SPARQL endpoint at the same address.

    Search, read documents with everything highlighted, see who works with whom, ask SPARQL.
    Machines find SPARQL 1.1 Protocol at /sparql and every IRI at /id/. It only reads, fetches
    nothing from elsewhere and follows the store: after kg build it shows what is new. Without
    a store it opens the sample gazette that comes along.

    It is for this machine. Before others can reach it put a reverse proxy in front (TLS, a rate
    limit, a log-in where texts are not public), and say by --name what it is called there.

    \b
    Examples:
      kg serve
      kg serve --store zhejiang --port 8080
      kg serve --host 0.0.0.0 --name graph.example.org
    """
    from kg.sample import sample_store
    from kg.web.serving import serve as run

    with sample_store(store, explicit=store != DEFAULT_STORE) as folder:
        if folder != store:
            console.say(f"kg: there is no store in {store}; this is the sample gazette")
        with suppress(KeyboardInterrupt):
            run(
                folder, host=host, port=port, seconds=timeout, workers=workers,
                also=name or (), say=_say,
            )  # fmt: skip
    console.say("kg: stopped")


def _say(address: str) -> None:
    console.say(f"kg: the graph is at {address} (Ctrl-C ends it)")
