"""A server's graphs over HTTP: read, put, deleted; asked how many triples are in each.

The SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation of 21 March 2013) with graphs named
indirectly (``?graph=``), and the SPARQL 1.1 Protocol for the counts. PUT and DELETE may be said
twice with the same effect, so that whatever fails on the way is tried again.
"""

from __future__ import annotations

import email.utils
import ipaddress
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Self

import httpx
import pyoxigraph as ox

from kg.errors import KgError
from kg.version import __version__

#: What passes by itself, or may: too slow, too many, broken, away.
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_GRAPHS_A_QUERY = 100
_FORMATS = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}

Counts = dict[str, int]


class PublishError(KgError):
    """What a server would not do. ``hopeless``: it will not do the rest either."""

    def __init__(self, problem: str, *, hopeless: bool = False, away: bool = False) -> None:
        super().__init__(problem)
        self.hopeless = hopeless
        self.away = away


class Client:
    """One server. Use it as a context manager, or close it.

    ``url`` is its Graph Store, ``query`` its SPARQL endpoint where the counts are to be asked.
    Credentials go to the second only where both are on one host. ``timeout`` is in seconds and
    holds for connecting and for every wait for data; ``retries`` is how often a request is tried
    again, after 0.5, 1, 2 … 30 seconds or what the server asks for (``Retry-After``).
    """

    def __init__(
        self,
        url: str,
        *,
        query: str | None = None,
        auth: httpx.Auth | None = None,
        timeout: float = 60.0,
        retries: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = _checked(url)
        self.endpoint = _checked(query) if query else None
        self._auth = auth
        self._retries = retries
        self._sleep = sleep
        agent = {"User-Agent": f"zhengce-kg/{__version__}"}
        self._http = httpx.Client(timeout=timeout, headers=agent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def bares_secret(self) -> bool:
        """Whether credentials would go over a network that can be listened to."""
        away = self.url.scheme == "http" and not _is_here(self.url.host)
        return self._auth is not None and away

    # --- Graphs -----------------------------------------------------------------------------

    def get(self, graph: str) -> list[ox.Triple]:
        """The triples of a graph; none where there is no such graph."""
        accept = {"Accept": "application/n-triples, text/turtle;q=0.9"}
        response = self._graph("GET", graph, headers=accept)
        if response.status_code == 404:
            return []
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _FORMATS and response.content.strip():
            raise PublishError(
                f"{self.url}: answers {kind or 'something without a type'} where triples were "
                "asked for. Give the address of a SPARQL 1.1 Graph Store (…/data, …/store, "
                "…/sparql-graph-crud-auth).",
                hopeless=True,
            )
        try:
            found = ox.parse(response.content, format=_FORMATS.get(kind, ox.RdfFormat.TURTLE))
            return [quad.triple for quad in found]
        except SyntaxError as error:
            raise PublishError(f"{self.url}: triples that cannot be read: {error}") from None

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Make the graph these lines of N-Triples and nothing else.

        They are called Turtle, which N-Triples is: every server has to take that.
        """
        body = "".join(lines).encode()
        kind = {"Content-Type": "text/turtle; charset=utf-8"}
        self._graph("PUT", graph, headers=kind, content=body)

    def delete(self, graph: str) -> None:
        """See to it that there is no such graph."""
        self._graph("DELETE", graph)

    def _graph(
        self,
        method: str,
        graph: str,
        *,
        headers: dict[str, str] | None = None,
        content: bytes = b"",
    ) -> httpx.Response:
        url = self.url.copy_add_param("graph", graph)
        response = self._sent(
            self._http.build_request(method, url, headers=headers, content=content or None)
        )
        if response.is_success or (response.status_code == 404 and method != "PUT"):
            return response
        raise _refusal(response, self.url)

    # --- Counts -----------------------------------------------------------------------------

    def counts(self, graphs: Iterable[str]) -> Counts:
        """How many triples the server has in each of these graphs; the absent are left out."""
        found: Counts = {}
        for batch in _batches(graphs):
            found |= self._counted(batch)
        return found

    def _counted(self, graphs: Sequence[str]) -> Counts:
        assert self.endpoint is not None
        names = ", ".join(str(ox.NamedNode(each)) for each in graphs)
        sparql = (
            "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
            f"FILTER(?g IN ({names})) }} GROUP BY ?g"
        )
        accept = {"Accept": "application/sparql-results+json"}
        request = self._http.build_request(
            "POST", self.endpoint, data={"query": sparql}, headers=accept
        )
        response = self._sent(request)
        if not response.is_success:
            raise _refusal(response, self.endpoint)
        try:
            rows = response.json()["results"]["bindings"]
            return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError):
            raise PublishError(
                f"{self.endpoint}: does not answer as a SPARQL endpoint. Give the one that takes "
                "queries, or leave --query out.",
                hopeless=True,
            ) from None

    # --- Trying -----------------------------------------------------------------------------

    def _sent(self, request: httpx.Request) -> httpx.Response:
        """The answer, after as many tries as it takes and are allowed."""
        auth = self._auth if _same_host(request.url, self.url) else None
        for waited in range(self._retries + 1):
            asked_for = None
            try:
                response = self._http.send(request, auth=auth)
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
            except httpx.HTTPError as error:
                raise PublishError(f"{_bare(request.url)}: {error}") from error
            else:
                if response.status_code not in _AGAIN:
                    return response
                problem, asked_for = _said(response), _retry_after(response)
            if waited < self._retries:
                self._sleep(_wait(waited, asked_for))
        tries = "once" if not self._retries else f"{self._retries + 1} times"
        raise PublishError(f"{_bare(request.url)}: {problem} (tried {tries})", away=True)


def _checked(url: str) -> httpx.URL:
    """An address as typed. Raises PublishError for one that is none or holds a password."""
    try:
        found = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise PublishError(f"{url!r}: not an address ({error})") from None
    if found.scheme not in ("http", "https") or not found.host:
        raise PublishError(f"{url!r}: not an address. It begins with http:// or https://")
    if found.userinfo:
        raise PublishError(
            f"{found.copy_with(userinfo=b'')}: the address holds a password. Set KG_PUBLISH_USER "
            "and KG_PUBLISH_PASSWORD instead: addresses end up in logs."
        )
    return found.copy_with(fragment=None)


def _refusal(response: httpx.Response, url: httpx.URL) -> PublishError:
    status = response.status_code
    if response.is_redirect:
        to = response.headers.get("location", "elsewhere")
        return PublishError(f"{url}: moved to {to}. Give that address.", hopeless=True)
    if status in (401, 403):
        remedy = (
            "Set KG_PUBLISH_USER and KG_PUBLISH_PASSWORD, or KG_PUBLISH_TOKEN"
            if "authorization" not in response.request.headers
            else "The user or token of the environment may not do this"
        )
        return PublishError(f"{url}: {_said(response)}. {remedy}.", hopeless=True)
    if status in (404, 405, 501):
        problem = f"{url}: {_said(response)}. Is it the address of a Graph Store?"
        return PublishError(problem, hopeless=True)
    return PublishError(f"{url}: {_said(response)}")


def _said(response: httpx.Response) -> str:
    """Status and the beginning of what the server says about it."""
    body = " ".join(response.text.split())[:200]
    reason = f"{response.status_code} {response.reason_phrase}".strip()
    return f"{reason}: {body}" if body and not body.startswith("<") else reason


def _wait(tried: int, asked_for: float | None) -> float:
    """Seconds to the next try: doubled each time, or as the server asks, within bounds."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2**tried if asked_for is None else asked_for)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the server asks to wait, which it may say as a number or as a time."""
    value = response.headers.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _same_host(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _bare(url: httpx.URL) -> httpx.URL:
    return url.copy_with(query=None)


def _batches(graphs: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(graphs)
    while batch := tuple(islice(rest, _GRAPHS_A_QUERY)):
        yield batch
