"""A process that answers queries: ``python -m kg.web.worker FOLDER SECONDS BYTES``.

A query in Oxigraph cannot be interrupted, but a process can be killed. On standard input come
requests, on standard output go replies, each part as four bytes of length (big endian) and that
many bytes: a request is one part of JSON, a reply is one of JSON and one with the body.

The process ends itself at its limits of time (the alarm of the system stops it wherever it is)
and of memory, so that nothing is left running when the server is gone.
"""

from __future__ import annotations

import json
import signal
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError
from kg.graph.answers import QueryError
from kg.graph.opened import OpenStore
from kg.graph.store import Store

#: Memory that a process may take beyond what it has when it begins.
_MOST_MEMORY = 2 << 30
#: Seconds past the limit after which the process ends itself if nobody else ended it.
_GRACE = 5

Reply = tuple[dict[str, Any], bytes]


class _TooLong(Exception):
    """An answer that would be longer than it may be."""


class _Bounded:
    """A stream in memory that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self._room = most

    def write(self, data: bytes) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise _TooLong
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass


def answer(store: OpenStore, request: Mapping[str, Any], most_bytes: int) -> Reply:
    """Answer one request: ``query``, ``default``, ``named`` (graph IRIs), ``results``, ``graph``
    (the form wanted of either kind of answer, or null where none of ours will do)."""
    try:
        found = store.query(
            request["query"], default_graphs=request["default"], named_graphs=request["named"]
        )
        form = request["graph" if found.kind == "graph" else "results"]
        if form is None:
            return {"status": 406, "kind": found.kind}, b""
        stream = _Bounded(most_bytes)
        found.write(stream, form)  # type: ignore[arg-type]
    except QueryError as error:
        return _refusal(str(error))
    except ValueError as error:
        return _refusal(f"{error}"[:300])
    except _TooLong:
        return _refusal(
            f"The answer is longer than {most_bytes >> 20} MB. Ask for less (LIMIT and OFFSET), "
            "or take a dump of the whole."
        )
    except OSError as error:
        return {"status": 500, "why": f"The database cannot be read ({error})."[:300]}, b""
    return {"status": 200, "kind": found.kind, "form": form}, b"".join(stream.parts)


def _refusal(why: str) -> Reply:
    return {"status": 400, "why": why}, b""


# --- The process ------------------------------------------------------------------------------


def read_part(stream: IO[bytes]) -> bytes | None:
    """The next part, or None at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    return stream.read(int(length))


def part(data: bytes) -> bytes:
    """Bytes as a part."""
    return struct.pack(">I", len(data)) + data


def _bound_memory() -> None:
    """Let what takes too much memory fail here, not in the whole machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + _MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main() -> None:
    """Answer until there are no more requests."""
    folder, seconds, most_bytes = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    with Store.open(folder) as store:
        _bound_memory()
        while (asked := read_part(requests)) is not None:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
            try:
                head, body = answer(store, json.loads(asked), most_bytes)
            except KgError as error:
                head, body = _refusal(str(error))
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            replies.write(part(json.dumps(head).encode()) + part(body))
            replies.flush()


if __name__ == "__main__":
    main()
