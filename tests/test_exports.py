"""exports/ is what a build of the bundled gazette gives, byte for byte (`make exports`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.export import EXPORTERS

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "exports"
DEMO = ROOT / "kg" / "data" / "demo" / "zhejiang-2021-25.txt"

#: Files of exports/ that ``kg export --all`` does not write.
OTHERS = {
    "coownership-bodies.csv": ["coownership", "--by", "owned", "-f", "csv"],
    "coownership-pairs.csv": ["coownership", "--by", "pairs", "-f", "csv"],
    "coownership-network.svg": ["analyse", "network", "-f", "svg"],
    "coownership-heatmap.svg": ["analyse", "coownership", "-f", "svg"],
}
README = "README.md"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("exports") / "store")
    built = CliRunner().invoke(app, ["build", str(DEMO), "--store", folder])
    assert built.exit_code == 0, built.output
    return folder


@pytest.fixture(scope="module")
def made(store: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "all"
    done = CliRunner().invoke(app, ["export", "--all", str(folder), "--store", store])
    assert done.exit_code == 0, done.output
    for name, command in OTHERS.items():
        (folder / name).write_bytes(
            CliRunner().invoke(app, [*command, "--store", store]).stdout_bytes
        )
    return folder


def names(folder: Path) -> set[str]:
    """Paths of all files of a folder."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix() for each in files}


def test_the_same_files_are_there(made: Path) -> None:
    assert names(KEPT) - {README} == names(made), "run `make exports`"


@pytest.mark.parametrize("place", [*(each.place for each in EXPORTERS.values()), *OTHERS])
def test_a_rebuild_gives_the_same_bytes(made: Path, place: str) -> None:
    files = [made / place] if (made / place).is_file() else sorted((made / place).iterdir())
    different = [
        file.name
        for file in files
        # not compared by assert: a diff of megabytes helps nobody
        if file.read_bytes() != (KEPT / file.relative_to(made)).read_bytes()
    ]
    assert not different, "differ from exports/; after a change made on purpose run `make exports`"


def test_the_readme_tells_what_each_is_for() -> None:
    text = (KEPT / README).read_text(encoding="utf-8")
    for place in (*(each.place for each in EXPORTERS.values()), *OTHERS):
        assert f"| `{place}" in text, place
