"""Runs the application: the socket, the loop, the end."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Collection
from pathlib import Path

from kg.errors import KgError
from kg.web.app import application
from kg.web.site import Site

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class ServeError(KgError):
    """An address that cannot be served at."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 takes any that is free.

    Raises ServeError where the port is in use or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol named: asyncio turns off Nagle's algorithm (40 ms an answer) only then
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"{host}:{port} is in use. Name another port with --port, or end what uses it."
            ) from error
        raise ServeError(f"{host}:{port}: {error.strerror or error}. Name another --host.") from (
            error
        )
    except OverflowError as error:
        found.close()
        raise ServeError(f"{port}: no port. Name one from 1 to 65535.") from error
    return found


def names(host: str, others: Collection[str]) -> frozenset[str] | None:
    """The Host headers to answer to: on this machine its own names, else those given, or any."""
    given = frozenset(each.lower() for each in others)
    if host in _LOCAL:
        return _LOCAL | given
    return given | {host.lower()} | _LOCAL if given else None


def serve(
    folder: Path,
    *,
    host: str,
    port: int,
    seconds: float,
    workers: int,
    also: Collection[str] = (),
    say: Callable[[str], None],
) -> None:
    """Serve a store until interrupted. ``say`` is given the address.

    Raises StoreError where there is no store, ServeError where the address cannot be had.
    """
    import uvicorn

    with listening(host, port) as bound:
        site = Site(folder, seconds=seconds, workers=workers)
        actual = bound.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        say(f"http://{shown}:{actual}/")
        server = uvicorn.Server(
            uvicorn.Config(
                application(site, names(host, also)),
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=3,
                ws="none",
            )
        )
        server.run(sockets=[bound])
