"""The notebooks run from top to bottom in a fresh kernel, and what is stored is what comes out.

`python -m notebooks.execute` stores the outputs anew.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

for needed in ("nbclient", "nbformat", "ipykernel", "matplotlib", "pylopdf_fonts_zh_cn"):
    pytest.importorskip(needed, reason=f"notebooks need {needed}; `make test` installs it")

from notebooks.execute import METADATA, execute, text_of  # noqa: E402

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIRST_STEPS = ROOT / "notebooks" / "01-first-steps.ipynb"

Cells = dict[str, Any]
Run = Callable[[Path], Cells]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(text: str) -> Cells:
    """Code cells by their id."""
    return {cell["id"]: cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"}


def pictures_aside(cell: Any) -> list[Any]:
    """A cell's outputs with each picture's bytes, which hang on its libraries, taken out."""
    return [
        output | {"data": output["data"] | {"image/png": ""}}
        if "image/png" in output.get("data", {})
        else output
        for output in cell["outputs"]
    ]


def said(cell: Any) -> str:
    """The text a cell puts out, that of tables and marked passages as plain text."""
    parts = (each.get("text") or each["data"]["text/plain"] for each in cell["outputs"])
    return "\n".join("".join(part) for part in parts)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The code cells of a notebook after a run, at most one run each."""
    with pytest.MonkeyPatch.context() as patch:  # no settings of the person at the machine
        for variable in ("MPLCONFIGDIR", "IPYTHONDIR"):
            patch.setenv(variable, str(tmp_path_factory.mktemp(variable)))
        yield cache(lambda path: cells(text_of(execute(path))))


@each_notebook
def test_stored_outputs_are_those_of_a_run(path: Path, run: Run) -> None:
    stored, fresh = cells(path.read_text(encoding="utf-8")), run(path)
    for name in stored:
        assert pictures_aside(stored[name]) == pictures_aside(fresh[name]), name
        assert stored[name]["execution_count"] == fresh[name]["execution_count"]


@each_notebook
def test_nothing_of_a_run_or_a_machine_is_stored(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert notebook["metadata"] == METADATA
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    for place in (str(ROOT), tempfile.gettempdir()):
        assert place not in text


def test_the_issue_is_counted_right(run: Run) -> None:
    built = [line.split()[-1] for line in said(run(FIRST_STEPS)["build"]).splitlines()]
    documents, tasks, owners, bodies, *_ = map(int, built)
    assert (documents, tasks, owners, bodies) == (9, 50, 131, 33)
    assert len(said(run(FIRST_STEPS)["record"]).splitlines()) == 1 + 9


def test_the_top_bodies_and_pair_are_right(run: Run) -> None:
    lines = said(run(FIRST_STEPS)["pairs"]).splitlines()
    assert "33 个单位" in lines[0] and "101 对" in lines[0]
    first_body, first_pair = (at + 1 for at, line in enumerate(lines) if "单位 body |" in line)
    assert lines[first_body] == "浙江省卫生健康委员会 | 15 | 4"
    assert lines[first_pair] == "浙江省卫生健康委员会 | 浙江省民政厅 | 8"


def test_owners_are_marked_where_they_stand(run: Run) -> None:
    passage = said(run(FIRST_STEPS)["source"])
    for printed in ("省大数据局", "省民\n\n政厅", "省卫生健康委", "列第一位的为牵\n\n头单位，下同"):
        assert f"【{printed}】" in passage


def test_every_piece_of_evidence_holds(run: Run) -> None:
    assert said(run(FIRST_STEPS)["check"]).startswith(str([True] * 8))


def test_the_picture_is_one(run: Run) -> None:
    [output] = run(FIRST_STEPS)["chart"]["outputs"]
    assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")


def test_the_text_of_a_document_is_escaped() -> None:
    """What a file says is shown, never run."""
    source = "".join(cells(FIRST_STEPS.read_text(encoding="utf-8"))["source"]["source"])
    helper = source[: source.index("raw = ")]
    scope: dict[str, Any] = {}
    exec(f"from html import escape\n{helper}", scope)  # noqa: S102
    rich, plain = scope["marked"]("<b>&省<i>厅</i>", [(4, 8)], 0, 13)
    assert rich == "<pre>&lt;b&gt;&amp;<mark><b>省&lt;i&gt;</b></mark>厅&lt;/i&gt;</pre>"
    assert plain == "<b>&【省<i>】厅</i>"


def notebook(name: str) -> Path:
    return ROOT / "notebooks" / f"{name}.ipynb"


def test_the_network_is_that_of_the_gold(run: Run) -> None:
    cells_ = run(notebook("02-who-works-with-whom"))
    counts = [int(word) for word in said(cells_["ledger"]).split() if word.isdigit()]
    assert counts == [33, 50, 101, 160]
    assert said(cells_["chance"]).rstrip().endswith("more than chance after correction: 0")


def test_leads_rest_on_the_rule_of_the_document(run: Run) -> None:
    cells_ = run(notebook("03-who-leads"))
    assert "列第一位的为牵头单位，下同" in said(cells_["rule"])
    assert said(cells_["leads"]).splitlines()[1].split(" | ")[1:5] == [
        "浙江省大数据发展管理局", "5", "0", "5",
    ]  # fmt: skip


def test_the_set_of_clusters_has_four_and_fifteen(run: Run) -> None:
    rows = said(run(notebook("04-clusters-and-programmes"))["clusters"]).splitlines()[1:]
    tiers = [row.split(" | ")[1] for row in rows]
    assert sorted(tiers.count(tier) for tier in set(tiers)) == [4, 15]


def test_ten_indicators_have_their_baselines(run: Run) -> None:
    rows = said(run(notebook("05-targets-and-indicators"))["table"]).splitlines()[1:]
    found = {row.split(" | ")[0]: row.split(" | ")[1:5] for row in rows}
    assert len(found) == 10
    assert found["营商环境便利度指数"] == ["2019", "76.1", "eq", "90"]


def test_requests_are_what_a_reply_replies_to(run: Run) -> None:
    rows = said(run(notebook("06-citations"))["relied"]).splitlines()
    assert sum("的请示 |" in row and " | 批复 | " in row for row in rows) == 7


def test_a_corpus_of_ones_own_is_read_and_tied(run: Run) -> None:
    cells_ = run(notebook("07-your-own-corpus"))
    assert "c.pdf" in said(cells_["build"])
    assert "兰政发〔2023〕9号 | 甘政办发〔2023〕1号" in said(cells_["cite"])
    assert "甘肃省滨河走廊管理委员会" in said(cells_["know"])
