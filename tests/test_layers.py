"""The architecture as a test: a module imports only from the levels above it, walls hold.

The levels are the list in the design notes (CONTRIBUTING repeats them). Nothing is imported
here: the sources are parsed, so imports inside functions and under TYPE_CHECKING count too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: First part of a module's name under kg/ -> its level. Higher numbers may import lower ones.
LEVELS = {
    "errors": 0,
    "facts": 0,
    "types": 0,
    "ids": 0,
    "output": 1,
    "own": 1,
    "version": 0,
    "bodies": 1,
    "citable": 1,
    "data": 1,
    "dates": 1,
    "industries": 1,
    "knowledge": 1,
    "named": 1,
    "numbers": 1,
    "regions": 1,
    "segment": 1,
    "wordtrie": 1,
    "people": 1,
    "collectives": 1,
    "collective_grammar": 1,
    "read": 2,
    "normalise": 3,
    "split": 4,
    "outline": 5,
    "headings": 5,
    "tables": 5,
    "recognise": 6,
    "link": 7,
    "items": 7,
    "lists": 7,
    "tails": 7,
    "broken": 7,
    "ranges": 7,
    "extract": 8,
    "graph": 9,
    "analytics": 10,
    "export": 10,
    "view": 10,
    "web": 10,
    "evaluate": 10,
    "checking": 10,
    "questions": 10,
    "pipeline": 11,
    "given": 11,
    "building": 11,
    "console": 12,
    "shell": 12,
    "told": 12,
    "asked": 12,
    "sample": 12,
    "cli": 12,
    "commands": 12,
    "__main__": 12,
    "": 12,
}

#: Library -> the modules and packages under kg/ that may know it.
WALLS = {
    "spacy": {"recognise"},
    "jieba": {"segment"},
    "rdflib": {"graph", "export", "web"},
    "pyoxigraph": {"graph", "export", "web"},
    "pyshacl": {"graph", "export", "web"},
    "httpx": {"export"},
    "networkx": {"analytics", "export"},
    "igraph": {"analytics"},
    "scipy": {"analytics"},
    "typer": {"asked", "cli", "commands", "shell"},
    "rich": {"console"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "pyarrow": {"export"},
    "xlsxwriter": {"export"},
    "selectolax": {"read"},
    "pypdfium2": {"read"},
    "lxml": {"read"},
}


def part(module: str) -> str:
    """The part of a dotted name that has a level: ``kg.graph.store`` -> ``graph``."""
    names = module.split(".")
    return names[1] if len(names) > 1 else ""


def name_of(path: Path, root: Path) -> str:
    """Dotted module name of a file under ``root`` (``kg/graph/__init__.py`` -> ``kg.graph``)."""
    names = list(path.relative_to(root).with_suffix("").parts)
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imports(path: Path, packages: set[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a file imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            # ``from kg import pipeline`` names a module, ``from kg.ids import iri`` does not.
            split = origin in packages
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}" if split else origin


def violations(root: Path) -> list[str]:
    """Every import under ``root``/kg that runs back or breaks through a wall."""
    found = []
    for path in sorted((root / "kg").rglob("*.py")):
        module = name_of(path, root)
        here = part(module)
        if here not in LEVELS:
            found.append(f"{module}: has no level; add it to LEVELS and to CONTRIBUTING")
            continue
        for line, target in imports(path, {"kg"}):
            where = f"{path.relative_to(root)}:{line}"
            library = target.partition(".")[0]
            if library in WALLS and here not in WALLS[library]:
                found.append(f"{where}: {library} stays inside {sorted(WALLS[library])}")
            if library != "kg":
                continue
            there = part(target)
            if there not in LEVELS:
                found.append(f"{where}: {target} has no level")
            elif LEVELS[there] > LEVELS[here]:
                found.append(f"{where}: {module} (level {LEVELS[here]}) imports {target} back")
    return found


def test_imports_run_one_way() -> None:
    assert violations(ROOT) == []


def test_contributing_shows_the_same_levels() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", text, re.MULTILINE)
    shown = {name: int(level) for level, names in rows for name in re.findall(r"`(\w+)`", names)}
    shown[""] = shown.pop("__init__")
    assert shown == LEVELS


@pytest.mark.parametrize(
    ("module", "code", "complaint"),
    [
        ("kg/ids.py", "from kg.pipeline import build", "imports kg.pipeline back"),
        ("kg/ids.py", "from kg import pipeline", "imports kg.pipeline back"),
        ("kg/link.py", "def f():\n    import kg.graph.store", "imports kg.graph.store back"),
        ("kg/graph/build.py", "import kg.analytics", "imports kg.analytics back"),
        ("kg/types.py", "import kg", "imports kg back"),
        ("kg/link.py", "import spacy.tokens", "spacy stays inside"),
        ("kg/recognise/a.py", "from jieba import cut", "jieba stays inside"),
        ("kg/extract/a.py", "import rdflib", "rdflib stays inside"),
        ("kg/pipeline.py", "from pyoxigraph import Store", "pyoxigraph stays inside"),
        ("kg/analytics/a.py", "import pyshacl", "pyshacl stays inside"),
        ("kg/graph/a.py", "import networkx", "networkx stays inside"),
        ("kg/commands/a.py", "import httpx", "httpx stays inside"),
        ("kg/graph/a.py", "from pyarrow.parquet import ParquetWriter", "pyarrow stays inside"),
        ("kg/cli.py", "import xlsxwriter", "xlsxwriter stays inside"),
        ("kg/normalise/a.py", "from selectolax.lexbor import X", "selectolax stays inside"),
        ("kg/pipeline.py", "import pypdfium2.raw", "pypdfium2 stays inside"),
        ("kg/export/a.py", "from lxml import etree", "lxml stays inside"),
        ("kg/newcomer.py", "", "has no level"),
    ],
)
def test_a_seeded_violation_is_caught(
    tmp_path: Path, module: str, code: str, complaint: str
) -> None:
    target = tmp_path / module
    target.parent.mkdir(parents=True)
    target.write_text(code)
    found = violations(tmp_path)
    assert len(found) == 1
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("kg/pipeline.py", "from kg import ids, link\nfrom kg.graph.store import Store"),
        ("kg/graph/build.py", "from kg.version import __version__\nimport pyoxigraph"),
        ("kg/recognise/a.py", "import spacy\nfrom kg.recognise import b\nfrom kg import segment"),
        ("kg/outline.py", "from kg.tables import rows"),
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, module: str, code: str) -> None:
    target = tmp_path / module
    target.parent.mkdir(parents=True)
    target.write_text(code)
    assert violations(tmp_path) == []
