"""``kg analyse``: what it prints in each format, its filters, the SPARQL it explains."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.commands.filters import day
from kg.graph.store import Store
from tests.graph import fixtures

Run = Callable[..., Result]

ANALYSES = (
    ["coownership"],
    ["lead"],
    ["network"],
    ["compare", "浙政办发〔2021〕39号", "浙民〔2021〕7号"],
    ["lattice", "line"],
    ["lattice", "level", "--cross"],
    ["lattice", "quarter"],
    ["lattice", "programme"],
    ["citations"],
    ["citations", "--chains"],
    ["targets"],
    ["targets", "--tasks"],
    ["programmes"],
    ["coverage"],
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("analysing") / "store"
    Store.build(folder, [fixtures.plan(), fixtures.notice()], fixtures.CONTEXT)
    return folder


@pytest.fixture
def run(store: Path) -> Run:
    def call(*arguments: str) -> Result:
        return CliRunner().invoke(
            app, ["analyse", *arguments], env={"KG_STORE": str(store)}, prog_name="kg"
        )

    return call


def name(arguments: list[str]) -> str:
    return " ".join(arguments)


@pytest.mark.parametrize("arguments", ANALYSES, ids=name)
def test_every_analysis_is_a_table_csv_and_json(run: Run, arguments: list[str]) -> None:
    drawn, table, plain = (run(*arguments, "-f", form) for form in ("table", "csv", "json"))
    assert (drawn.exit_code, table.exit_code, plain.exit_code) == (0, 0, 0)
    rows = list(csv.reader(StringIO(table.stdout)))
    assert len({len(row) for row in rows}) == 1
    found = json.loads(plain.stdout)
    first = found if isinstance(found, list) else next(iter(found.values()))
    assert len(first) == len(rows) - 1
    assert str(len(first)) in drawn.stdout.splitlines()[0]


@pytest.mark.parametrize("arguments", ANALYSES, ids=name)
def test_the_sparql_behind_each_can_be_asked(run: Run, arguments: list[str], store: Path) -> None:
    text = run(*arguments, "--explain").stdout
    queries = [each for each in re.split(r"(?m)^# .+$", text) if each.strip()]
    assert queries
    with Store.open(store) as opened:
        for query in queries:
            assert opened.query(query).columns


@pytest.mark.parametrize("verb", ["coownership", "lead", "network", "citations", "programmes"])
def test_networks_are_graphml(run: Run, verb: str) -> None:
    result = run(verb, "-f", "graphml")
    assert result.exit_code == 0
    graph = nx.read_graphml(BytesIO(result.stdout.encode()))
    assert graph.number_of_nodes() > 0 or verb == "programmes"
    assert run(verb, "-f", "graphml").stdout == result.stdout


@pytest.mark.parametrize("verb", ["coownership", "network"])
def test_pictures(run: Run, verb: str) -> None:
    result = run(verb, "-f", "svg")
    assert result.stdout.startswith("<svg")
    assert "省大数据局" in result.stdout  # as it is printed


@pytest.mark.parametrize(
    "arguments",
    [
        ["targets", "-f", "graphml"],
        ["citations", "-f", "svg"],
        ["coownership", "--since", "June"],
        ["lattice", "year", "--cross"],
        ["lattice", "mood"],
        ["compare", "2021"],
        ["network", "--min-confidence", "2"],
    ],
    ids=name,
)
def test_wrong_use_is_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage:" in result.stderr


def test_what_the_store_does_not_hold_is_1(run: Run) -> None:
    for option, value in (("--region", "火星省"), ("--document", "火政发〔2021〕1号")):
        result = run("coownership", option, value)
        assert result.exit_code == 1
        assert value in result.stderr


def owned(result: Result) -> dict[str, str]:
    return {row["body"]: row["owned"] for row in csv.DictReader(StringIO(result.stdout))}


def test_filters(run: Run) -> None:
    def bodies(*filters: str) -> dict[str, str]:
        return owned(run("coownership", "--rows", "bodies", "-f", "csv", *filters))

    assert bodies()["浙江省民政厅"] == "2"
    assert bodies("--until", "2021-06")["浙江省民政厅"] == "1"
    assert "中共浙江省委宣传部" not in bodies("--since", "2021-07-01")
    assert "中共浙江省委宣传部" not in bodies("--document", "浙民〔2021〕7号")
    assert bodies("--region", "330000") == bodies("--region", "浙江省") == bodies()
    assert "浙江省各设区市人民政府" not in bodies("--view", "without")
    assert bodies("--min-confidence", "1") == bodies()
    assert len(run("coownership", "--rows", "pairs", "--top", "2", "-f", "csv").stdout.split()) > 2


def test_csv_says_which_table_it_leaves_out(run: Run) -> None:
    result = run("coownership", "-f", "csv")
    assert "here pairs; not bodies" in result.stderr
    assert "body_iri" in result.stdout.splitlines()[0]


def test_more_rows_than_are_drawn_are_told(run: Run) -> None:
    assert "... 4 more: --top 5" in run("coownership", "--rows", "pairs", "--top", "1").stdout


def test_columns_have_meanings(run: Run) -> None:
    rows = list(csv.DictReader(StringIO(run("columns", "-f", "csv").stdout)))
    assert {"coownership pairs", "targets"} <= {row["analysis"] for row in rows}
    assert all(row["zh"] and row["meaning"] for row in rows)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2021", "2021-01-01", "2021-12-31"), ("2021-06", "2021-06-01", "2021-06-31"),
     ("2021-06-28", "2021-06-28", "2021-06-28")],
)  # fmt: skip
def test_days(text: str, first: str, last: str) -> None:
    assert (day(text, last=False), day(text, last=True)) == (first, last)
