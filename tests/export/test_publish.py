"""Publishing: only what changed goes over, whatever goes wrong is said, and can be said again."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kg import ids
from kg.cli import app
from kg.errors import SettingError
from kg.export.publish import Client, Report, credentials, publish
from kg.export.publish import manifest as served
from kg.export.publish.client import PublishError
from kg.export.publish.manifest import Entry
from kg.export.publish.run import _Run
from kg.graph.store import Store
from kg.graph.terms import DCT
from tests.export.fixtures import DIRTY
from tests.export.graph_server import AS_IT_SHOULD, PASSWORD, TOKEN, USER, GraphServer, graph_server
from tests.graph.fixtures import CONTEXT, notice, plan
from tests.graph.test_build import hostile

USER_AND_PASSWORD = {"KG_PUBLISH_USER": USER, "KG_PUBLISH_PASSWORD": PASSWORD}
NOTHING = {"sent": 0, "unchanged": 0, "deleted": 0, "failed": 0}
Publish = Callable[..., Report]


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_over() -> None:
    """Answers of the database that earlier tests left in cycles must not be collected by a
    thread of the server: they may only go in the thread that asked."""
    gc.collect()


@pytest.fixture
def server() -> Iterator[GraphServer]:
    with graph_server() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Store.build(tmp_path / "store", [hostile(DIRTY), notice()], CONTEXT)
    return tmp_path / "store"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def run(server: GraphServer, folder: Path, waits: list[float]) -> Publish:
    """Publishes the store to the server; no time is spent waiting."""

    def call(
        environment: dict[str, str] | None = None,
        *,
        query: bool = False,
        retries: int = 2,
        **how: Any,
    ) -> Report:
        with (
            Client(
                server.url,
                query=server.query if query else None,
                auth=credentials(environment or {}),
                retries=retries,
                timeout=5,
                sleep=waits.append,
            ) as client,
            Store.open(folder) as store,
        ):
            return publish(store, client, **how)

    return call


def held(folder: Path) -> dict[str, set[str]]:
    """The graphs of a store as the server has them."""
    with Store.open(folder) as store:
        return {
            graph.value: {f"{quad.triple} ." for quad in store.match(graph=graph)}
            for graph in store.all_graphs()
        }


def ours(server: GraphServer) -> dict[str, set[str]]:
    """The graphs of a server but for the manifest and the ontology."""
    extra = (served.GRAPH, ids.iri("g:ontology."))
    return {name: lines for name, lines in server.graphs().items() if not name.startswith(extra)}


def document(folder: Path) -> str:
    """The graph of a document."""
    with Store.open(folder) as store:
        return store.graphs()[0].value


# --- What goes over ---------------------------------------------------------------------------


@pytest.mark.parametrize("query", [False, True])
def test_the_server_has_every_graph_and_nothing_else(
    run: Publish, server: GraphServer, folder: Path, query: bool
) -> None:
    report = run(query=query)
    expected = held(folder)
    assert report.count() == NOTHING | {"sent": len(expected) + 1}
    assert ours(server) == expected
    assert len(server.graphs()) == len(expected) + 2


def test_the_ontology_goes_along_or_stays(run: Publish, server: GraphServer) -> None:
    run(ontology=False)
    named = f"<{ids.iri('zc:')}Task>"
    assert not any(named in line for line in server.graphs().get(_ontology(server), ()))
    run()
    assert any(line.startswith(f"{named} ") for line in server.graphs()[_ontology(server)])
    assert run(ontology=False).count()["deleted"] == 1


def _ontology(server: GraphServer) -> str:
    return next((g for g in server.graphs() if g.startswith(ids.iri("g:ontology."))), "")


@pytest.mark.parametrize("query", [False, True])
def test_a_second_run_changes_nothing(run: Publish, server: GraphServer, query: bool) -> None:
    first = run(query=query)
    server.log.clear()
    assert run(query=query).count() == NOTHING | {"unchanged": first.count()["sent"]}
    assert server.changes() == []


def test_only_what_changed_goes_over(run: Publish, server: GraphServer, folder: Path) -> None:
    run()
    before = held(folder)
    with Store.open(folder, read_only=False) as store:
        store.put(plan(), CONTEXT)
    server.log.clear()
    report = run()
    new, old = held(folder).keys() - before.keys(), before.keys() - held(folder).keys()
    assert {each.graph for each in report.outcomes if each.action == "sent"} == new
    assert {graph for method, graph in server.changes() if method == "PUT"} - {served.GRAPH} == new
    assert {graph for method, graph in server.changes() if method == "DELETE"} == old
    assert ours(server) == held(folder)


def test_a_note_in_a_graph_of_the_same_name_is_a_change(
    run: Publish, server: GraphServer, folder: Path
) -> None:
    """Another file with the same document: its graph keeps its name and says one thing more."""
    run()
    with Store.open(folder, read_only=False) as store:
        store.put(notice(file="other.txt", base=7), CONTEXT)
    report = run()
    assert [each.triples for each in report.outcomes if each.action == "sent"] != []
    assert ours(server) == held(folder)


def test_what_was_forgotten_goes_and_foreign_graphs_stay(
    run: Publish, server: GraphServer, folder: Path
) -> None:
    run()
    stray = ox.Quad(DCT.title, DCT.title, ox.Literal("x"), ox.NamedNode("urn:theirs"))
    server.store.add(stray)
    with Store.open(folder, read_only=False) as store:
        assert store.forget(notice().record.id)
    going = ours(server).keys() - held(folder).keys() - {"urn:theirs"}
    report = run(keep=True)
    assert report.count()["deleted"] == 0
    report = run()
    assert {each.graph for each in report.outcomes if each.action == "deleted"} == going
    assert ours(server) == held(folder) | {"urn:theirs": {f"{stray.triple} ."}}


def test_a_manifest_cannot_have_foreign_graphs_deleted(run: Publish, server: GraphServer) -> None:
    theirs, seed = ox.NamedNode("urn:theirs"), ox.NamedNode(served.GRAPH)
    stray = ox.Quad(DCT.title, DCT.title, ox.Literal("x"), theirs)
    server.store.extend([stray, ox.Quad(seed, DCT.hasPart, theirs, seed)])
    assert run().failed == []
    assert "urn:theirs" in server.graphs()


def test_a_dry_run_changes_nothing(run: Publish, server: GraphServer, folder: Path) -> None:
    report = run(dry_run=True)
    assert report.dry
    assert report.count() == NOTHING | {"sent": len(held(folder)) + 1}
    assert server.changes() == []
    assert sum(each.triples for each in report.outcomes) > sum(map(len, held(folder).values()))
    run()
    assert report.outcomes == [e for e in run(everything=True).outcomes if e.action == "sent"]


def test_documents_come_after_what_they_refer_to(run: Publish, server: GraphServer) -> None:
    run()
    kinds = [graph.removeprefix(ids.iri("g:")).split(".")[0] for _, graph in server.changes()]
    sent = [kind for kind in kinds if kind != "published"]
    assert sent == sorted(sent, key=["ontology", "about", "links", "doc"].index)


def test_order_of_building_does_not_show(run: Publish, server: GraphServer, tmp_path: Path) -> None:
    first = run().count()["sent"]
    other = tmp_path / "other"
    Store.build(other, [notice(), hostile(DIRTY)], CONTEXT)
    with Client(server.url) as client, Store.open(other) as store:
        assert publish(store, client).count() == NOTHING | {"unchanged": first}


def test_progress_is_told(run: Publish) -> None:
    steps: list[tuple[int, int, str]] = []
    sent = run(progress=lambda *step: steps.append(step)).count()["sent"]
    assert [each[0] for each in steps] == list(range(sent + 1))
    assert {each[1] for each in steps} == {sent}
    assert steps[-1][2] == "" and all(each[2] for each in steps[:-1])


# --- What goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "fault"),
    [*product(("GET", "PUT"), (500, 502, 503, 504, 429, "cut")), ("PUT", "half")],
)
def test_what_passes_is_tried_again(
    run: Publish, server: GraphServer, folder: Path, waits: list[float], method: str, fault: Any
) -> None:
    server.faults[method] = [fault, fault]
    assert run().failed == []
    assert waits == [0.5, 1.0]
    assert ours(server) == held(folder)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("7", 7, 7),
        ("900", 30, 30),
        ("soon", 0.5, 0.5),
        (format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True), 30, 30),
        (format_datetime(datetime(2000, 1, 1, tzinfo=UTC), usegmt=True), 0, 0),
    ],
)
def test_the_server_says_how_long_to_wait(
    run: Publish, server: GraphServer, waits: list[float], asked: str, least: float, most: float
) -> None:
    server.faults["GET"] = [503]
    server.retry_after = asked
    run()
    assert len(waits) == 1 and least <= waits[0] <= most


def test_one_graph_that_is_refused_does_not_stop_the_rest(
    run: Publish, server: GraphServer, folder: Path
) -> None:
    bad = document(folder)
    server.refused[bad] = 413
    report = run()
    assert [each.graph for each in report.failed] == [bad]
    assert "413" in report.failed[0].problem
    assert ours(server) == {k: v for k, v in held(folder).items() if k != bad}
    server.refused.clear()
    assert run().count() == NOTHING | {"sent": 1, "unchanged": report.count()["sent"]}
    assert ours(server) == held(folder)


def test_a_server_that_goes_away_is_not_asked_for_every_graph(
    run: Publish, server: GraphServer, folder: Path
) -> None:
    server.refused = dict.fromkeys(held(folder), 503)
    report = run(retries=0)
    assert report.count()["sent"] == 1
    assert len(report.failed) == len(held(folder))
    assert sum(graph in server.refused for _, graph in server.changes()) == 3
    assert "not tried: the server is away" in report.failed[-1].problem
    server.refused.clear()
    run()
    assert ours(server) == held(folder)


def test_nobody_there(folder: Path, waits: list[float]) -> None:
    with graph_server() as gone:
        url = gone.url
    with (
        Client(url, retries=3, sleep=waits.append) as client,
        Store.open(folder) as store,
        pytest.raises(PublishError, match="tried 4 times"),
    ):
        publish(store, client)
    assert waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("fault", ["lose", "elsewhere"])
def test_what_did_not_arrive_is_found_by_counting(
    run: Publish, server: GraphServer, folder: Path, fault: str
) -> None:
    """The first graph after the manifest is kept in part, or under another name."""
    server.faults["PUT"] = [AS_IT_SHOULD, fault]
    report = run(query=True)
    assert len(report.failed) == 1
    assert "should be there" in report.failed[0].problem
    assert run(query=True).count()["sent"] == 1
    assert held(folder).items() <= server.graphs().items()


def test_what_somebody_took_away_is_sent_again(
    run: Publish, server: GraphServer, folder: Path
) -> None:
    run()
    server.store.remove_graph(ox.NamedNode(document(folder)))
    assert run().count()["sent"] == 0
    assert run(query=True).count()["sent"] == 1
    assert ours(server) == held(folder)


@pytest.mark.parametrize("at", [1, 5, 9])
def test_an_interrupted_run_is_said_again(
    run: Publish, server: GraphServer, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Ctrl-C after some graphs; then the store changes, and nothing of the first run stays."""

    def stop(done: int, total: int, what: str) -> None:
        if done == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=stop)
    with Store.open(folder, read_only=False) as store:
        store.forget(notice().record.id)
    assert run().count()["unchanged"] > 0
    assert ours(server) == held(folder)


@pytest.mark.parametrize("at", [1, 5, 9])
def test_a_run_that_was_killed_is_said_again(
    run: Publish, server: GraphServer, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """As before, with no chance to write the manifest at the end."""

    def stop(done: int, total: int, what: str) -> None:
        if done == at:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(_Run, "_finish", lambda self: None)
        run(progress=stop)
    with Store.open(folder, read_only=False) as store:
        store.forget(notice().record.id)
    assert run().failed == []
    assert ours(server) == held(folder)


def test_a_server_that_minds_no_names_is_found_out(run: Publish, server: GraphServer) -> None:
    server.one_graph = True
    with pytest.raises(PublishError, match="no Graph Store"):
        run()
    assert len(server.changes()) == 1


def test_a_page_is_no_graph(
    run: Publish, server: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.faults["GET"] = [200]
    with pytest.raises(PublishError, match="Graph Store"):
        run()
    assert server.changes() == []


@pytest.mark.parametrize("status", [301, 307, 400, 403, 404, 405, 501])
def test_a_server_that_takes_nothing_is_asked_once(
    run: Publish, server: GraphServer, status: int
) -> None:
    server.faults["PUT"] = [status] * 9
    with pytest.raises(PublishError):
        run()
    assert len(server.changes()) == 1


# --- Who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_user_and_password_as_the_server_asks(
    run: Publish, server: GraphServer, folder: Path, scheme: str
) -> None:
    server.scheme = scheme
    assert run(USER_AND_PASSWORD, query=True).failed == []
    assert ours(server) == held(folder)
    assert server.authorised[0] == ""
    assert server.authorised.count("") <= 2


def test_a_token(run: Publish, server: GraphServer, folder: Path) -> None:
    server.scheme = "token"
    assert run({"KG_PUBLISH_TOKEN": TOKEN}).failed == []
    assert ours(server) == held(folder)


@pytest.mark.parametrize("scheme", ["basic", "digest", "token"])
@pytest.mark.parametrize(
    ("environment", "remedy"),
    [
        ({}, "Set KG_PUBLISH_USER"),
        ({"KG_PUBLISH_USER": USER, "KG_PUBLISH_PASSWORD": "wrong"}, "KG_PUBLISH|may not do this"),
        ({"KG_PUBLISH_TOKEN": "wrong"}, "may not do this"),
    ],
)
def test_who_may_not_is_told_at_once(
    run: Publish,
    server: GraphServer,
    scheme: str,
    environment: dict[str, str],
    remedy: str,
    waits: list[float],
) -> None:
    server.scheme = scheme
    with pytest.raises(PublishError, match=remedy) as caught:
        run(environment)
    assert "wrong" not in str(caught.value)
    assert waits == [] and server.changes() == []


def test_no_secret_goes_to_another_host(folder: Path) -> None:
    with graph_server() as one, graph_server() as other, Store.open(folder) as store:
        one.scheme = "token"
        with Client(one.url, query=other.query, auth=credentials({"KG_PUBLISH_TOKEN": TOKEN})) as c:
            assert publish(store, c).failed  # the other has nothing of it
    assert set(one.authorised) == {f"Bearer {TOKEN}"}
    assert set(other.authorised) == {""}


@pytest.mark.parametrize(
    "environment",
    [
        {"KG_PUBLISH_USER": "u"},
        {"KG_PUBLISH_PASSWORD": "p"},
        {"KG_PUBLISH_USER": "u", "KG_PUBLISH_PASSWORD": "p", "KG_PUBLISH_TOKEN": "t"},
        {"KG_PUBLISH_TOKEN": "t\r\nX-Evil: 1"},
        {"KG_PUBLISH_TOKEN": "令牌"},
        {"KG_PUBLISH_USER": 'a", realm="x', "KG_PUBLISH_PASSWORD": "p"},
        {"KG_PUBLISH_USER": "a:b", "KG_PUBLISH_PASSWORD": "p"},
    ],
)
def test_half_a_secret_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="KG_PUBLISH"):
        credentials(environment)


def test_no_secret_is_none() -> None:
    assert credentials({}) is None


@pytest.mark.parametrize(
    "url", ["example.org/data", "ftp://h/x", "http://", "http://u:secret@h/data", "http://h:x/"]
)
def test_an_address_that_cannot_be_used(url: str) -> None:
    with pytest.raises(PublishError) as caught:
        Client(url)
    assert "u:secret@" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("http://example.org/data", True),
        ("https://example.org/data", False),
        ("http://localhost/data", False),
        ("http://127.0.0.2/data", False),
        ("http://127.0.0.1.example.org/data", True),
    ],
)
def test_a_password_in_plain_sight_is_noticed(url: str, bare: bool) -> None:
    with Client(url, auth=credentials(USER_AND_PASSWORD)) as client:
        assert client.bares_secret() is bare
    with Client(url) as client:
        assert not client.bares_secret()


# --- Hostile names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "urn:a&graph=urn:b", "urn:a?default", "urn:a#b", "urn:a%26b", "urn:a+b", "urn:a=b;c",
        "urn:中文", "urn:a'b", "urn:a)b", "http://h/../x", "urn:a/%2e%2e/b",
    ],
)  # fmt: skip
def test_a_name_is_one_name_whatever_is_in_it(server: GraphServer, name: str) -> None:
    line = str(ox.Triple(DCT.title, DCT.title, ox.Literal("x"))) + " ."
    with Client(f"{server.url}?x=1", query=server.query) as client:
        client.put(name, [line + "\n"])
        assert server.graphs() == {name: {line}}
        assert client.counts([name, name + "x"]) == {name: 1}
        assert [f"{each} ." for each in client.get(name)] == [line]
        client.delete(name)
        client.delete(name)
    assert server.graphs() == {}


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9.\-]{1,9}", fullmatch=True),
        st.builds(Entry, st.sampled_from(["", "ab12"]), st.integers(1, 10**9)),
    )
)
@settings(max_examples=50)
def test_a_manifest_comes_back_as_it_was(entries: dict[str, Entry]) -> None:
    given_ = {ids.iri(f"g:about.{name}"): entry for name, entry in entries.items()}
    written = "".join(served.lines(given_))
    found = served.read(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES))
    assert found == {k: v if v.digest else Entry() for k, v in sorted(given_.items())}


# --- The command ------------------------------------------------------------------------------


def kg(folder: Path, *words: str, **environment: str) -> Result:
    return CliRunner().invoke(
        app, ["publish", *words], env={"KG_STORE": str(folder), **environment}, prog_name="kg"
    )


def test_the_command_reports(server: GraphServer, folder: Path) -> None:
    graphs = len(held(folder)) + 1
    dry = kg(folder, server.url, "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout.startswith(f"Graphs: {graphs} sent, 0 unchanged, 0 deleted, 0 failed; ")
    assert "dry run" in dry.stdout and server.changes() == []
    told = json.loads(kg(folder, server.url, "--query", server.query, "-f", "json").stdout)
    assert (told["sent"], told["failed"], len(told["graphs"])) == (graphs, 0, graphs)
    rows = kg(folder, server.url, "-f", "csv").stdout.splitlines()
    assert rows[0] == "graph,action,triples,problem"
    assert len(rows) == graphs + 1 and all(",unchanged," in row for row in rows[1:])


def test_the_command_fails_where_a_graph_does(server: GraphServer, folder: Path) -> None:
    server.refused[document(folder)] = 400
    result = kg(folder, server.url)
    assert result.exit_code == 1
    assert document(folder) in result.stderr and "400" in result.stderr
    assert "1 failed" in result.stdout


def test_the_command_takes_its_secrets_from_the_environment(
    server: GraphServer, folder: Path
) -> None:
    server.scheme = "digest"
    assert kg(folder, server.url, "--retries", "0").exit_code == 1
    assert kg(folder, server.url, **USER_AND_PASSWORD).exit_code == 0
