"""A small Graph Store in this process, on a free port, that can be told to misbehave.

It follows the SPARQL 1.1 Graph Store HTTP Protocol for graphs named by ``?graph=`` and answers
queries over the union of its graphs. ``faults`` holds what is to go wrong with the next requests
of a method: a name of :data:`FAULTS`, or a status.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox

USER, PASSWORD, TOKEN = "户部", "pass:wörd", "abc.DEF-123"
NONCE = "0123456789abcdef"
#: The connection is cut before anything is done, or with half of the graph stored; half of it is
#: lost without a word; it is stored under another name.
FAULTS = ("cut", "half", "lose", "elsewhere")
#: In a list of faults: this request is answered as it should be.
AS_IT_SHOULD = ""


class GraphServer(ThreadingHTTPServer):
    """The graphs, a log of (method, graph) of every request, and the faults to come."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = ox.Store()
        self.log: list[tuple[str, str]] = []
        self.faults: dict[str, list[int | str]] = defaultdict(list)
        self.refused: dict[str, int] = {}
        self.scheme = ""
        self.one_graph = False
        self.retry_after = ""
        self.authorised: list[str] = []

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.root}/data"

    @property
    def query(self) -> str:
        return f"{self.root}/sparql"

    def graphs(self) -> dict[str, set[str]]:
        """Name -> lines of every graph."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store:
            found[str(quad.graph_name)[1:-1]].add(f"{quad.triple} .")
        return dict(found)

    def changes(self) -> list[tuple[str, str]]:
        return [each for each in self.log if each[0] in ("PUT", "DELETE")]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that the other side cut is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: GraphServer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        address = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        graph = urllib.parse.parse_qs(address.query).get("graph", [""])[0]
        self.server.log.append((method, graph))
        faults = self.server.faults[method]
        fault = faults.pop(0) if faults else self.server.refused.get(graph)
        if isinstance(fault, int):
            self._say(fault, b"out of order", {"Retry-After": self.server.retry_after})
        elif fault == "cut":
            self._cut()
        elif not self._allowed(method):
            self._say(401, b"", self._challenge())
        elif method == "POST":
            self._query(body)
        else:
            self._on_graph(method, "urn:one" if self.server.one_graph else graph, body, fault)

    def _on_graph(self, method: str, graph: str, body: bytes, fault: str | None) -> None:
        name = ox.NamedNode(graph + "x" if fault == "elsewhere" else graph)
        known = self.server.store.contains_named_graph(name)
        if method == "GET":
            found = (q.triple for q in self.server.store.quads_for_pattern(None, None, None, name))
            lines = "".join(f"{each} .\n" for each in found).encode()
            self._say(200 if known else 404, lines, {"Content-Type": "application/n-triples"})
        elif method == "DELETE":
            self.server.store.remove_graph(name)
            self._say(204 if known else 404)
        else:
            self._put(name, known, body, fault)

    def _put(self, name: ox.NamedNode, known: bool, body: bytes, fault: str | None) -> None:
        if self.headers["Content-Type"].partition(";")[0] != "text/turtle":
            self._say(415)
            return
        triples = [q.triple for q in ox.parse(body, format=ox.RdfFormat.TURTLE)]
        self.server.store.remove_graph(name)
        kept = triples[: len(triples) // 2] if fault in ("half", "lose") else triples
        self.server.store.extend(
            ox.Quad(each.subject, each.predicate, each.object, name) for each in kept
        )
        self.server.store.add_graph(name)
        if fault == "half":
            self._cut()
        else:
            self._say(204 if known else 201)

    def _query(self, body: bytes) -> None:
        sparql = urllib.parse.parse_qs(body.decode())["query"][0]
        found = self.server.store.query(sparql, use_default_graph_as_union=True)
        assert not isinstance(found, ox.QueryTriples)
        answer = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert answer is not None
        self._say(200, answer, {"Content-Type": "application/sparql-results+json"})

    def _say(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            if value:
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status != 204 else b"")

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    # --- Who may ----------------------------------------------------------------------------

    def _challenge(self) -> dict[str, str]:
        asked = {
            "basic": 'Basic realm="r", charset="UTF-8"',
            "digest": f'Digest realm="r", nonce="{NONCE}", qop="auth", algorithm="MD5"',
            "token": 'Bearer realm="r"',
        }
        return {"WWW-Authenticate": asked[self.server.scheme]}

    def _allowed(self, method: str) -> bool:
        given = self.headers.get("Authorization", "")
        self.server.authorised.append(given)
        if self.server.scheme == "basic":
            pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            return given == f"Basic {pair}"
        if self.server.scheme == "token":
            return given == f"Bearer {TOKEN}"
        return not self.server.scheme or self._digest_is_right(method, given)

    def _digest_is_right(self, method: str, given: str) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', given.removeprefix("Digest ")))
        if not given.startswith("Digest ") or said["nonce"] != NONCE or said["uri"] != self.path:
            return False
        first = _md5(f"{USER}:r:{PASSWORD}")
        second = _md5(f"{method}:{self.path}")
        middle = f"{NONCE}:{said['nc']}:{said['cnonce']}:auth"
        return bool(said["response"] == _md5(f"{first}:{middle}:{second}"))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


@contextmanager
def graph_server() -> Iterator[GraphServer]:
    """A server that runs until the block ends."""
    with GraphServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
