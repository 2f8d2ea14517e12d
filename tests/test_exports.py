"""exports/ is what a build of the bundled gazette gives, byte for byte (`make exports`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"
FILES = {
    ".ttl": ["export", "turtle"],
    ".nq": ["export", "nquads"],
    "-bodies.csv": ["coownership", "--by", "owned", "-f", "csv"],
    "-pairs.csv": ["coownership", "--by", "pairs", "-f", "csv"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("exports") / "store")
    built = CliRunner().invoke(app, ["build", str(DEMO), "--store", folder])
    assert built.exit_code == 0, built.output
    return folder


@pytest.mark.parametrize("suffix", FILES)
def test_a_rebuild_gives_the_same_bytes(store: str, suffix: str) -> None:
    made = CliRunner().invoke(app, [*FILES[suffix], "--store", store])
    kept = (ROOT / "exports" / f"{DEMO.stem}{suffix}").read_bytes()
    same = made.stdout_bytes == kept  # not compared by assert: a diff of megabytes helps nobody
    assert same, "differs from exports/; after a change made on purpose run `make exports`"
