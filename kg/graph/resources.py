"""The ontology, shapes and queries: beside the package in a checkout, inside it when installed.

The files are written for the default base IRI; where ``KG_BASE`` sets another, they are read
as if written for that one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import ids

#: The base IRI that the files are written for.
WRITTEN_FOR = "https://w3id.org/zhengce/"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that comes with the program. Its file begins with title and description."""

    name: str
    title_zh: str
    title_en: str
    description: str
    sparql: str


@cache
def folder() -> Path:
    """Where the files are. Raises FileNotFoundError where an installation lacks them."""
    package = Path(ids.__file__).parent
    for each in (package / "ontology", package.parent / "ontology"):
        if (each / "zc.ttl").is_file():
            return each
    raise FileNotFoundError(f"{package}: the ontology files are missing; install kg again")


def ontology_text(name: str) -> str:
    """One of the files (``zc.ttl``, ``shapes.ttl``, ``prefixes.ttl``), with the base in force."""
    return (folder() / name).read_text(encoding="utf-8").replace(WRITTEN_FOR, ids.BASE)


def queries() -> dict[str, Query]:
    """The queries by name, which is the name of the file without ``.rq``."""
    return {each.stem: _query(each) for each in sorted((folder() / "queries").glob("*.rq"))}


def _query(file: Path) -> Query:
    text = ontology_text(f"queries/{file.name}")
    head = dict(re.findall(r"^# (zh|en|about): (.+)$", text, re.MULTILINE))
    return Query(file.stem, head["zh"], head["en"], head["about"], text)
