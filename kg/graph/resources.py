"""The ontology, shapes and queries: beside the package in a checkout, inside it when installed.

The files are written for the default base IRI; where ``KG_BASE`` sets another, they are read
as if written for that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg import ids

#: The base IRI that the files are written for.
WRITTEN_FOR = "https://w3id.org/zhengce/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about; ``type`` says what value it takes.

    body, region, line, programme, industry, indicator, person, task, document: a key, or a name
    or number that the store holds; date, year, integer, text: a literal.
    """

    name: str
    type: str
    zh: str
    en: str
    default: str
    """As it stands in the file; UNDEF where any value will do."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query that comes with the program. Its file begins with title and description."""

    name: str
    title_zh: str
    title_en: str
    description: str
    sparql: str
    number: int | None = None
    """Of the questions that the ontology is to answer (Q1 to Q26)."""
    parameters: tuple[Parameter, ...] = ()


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


def listed_constraints() -> list[tuple[str, str, str, str, str]]:
    """The constraints of the design: number, where it is held, name in Chinese and English, and
    the names of its shapes with spaces between."""
    lines = (folder() / "constraints.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(number, where, zh, en, shapes) for number, where, zh, en, shapes in rows[1:]]


def queries() -> dict[str, Query]:
    """The queries by name, which is the name of the file without ``.rq``."""
    return {each.stem: _query(each) for each in sorted((folder() / "queries").glob("*.rq"))}


def _query(file: Path) -> Query:
    text = ontology_text(f"queries/{file.name}")
    head = dict(re.findall(r"^# (zh|en|about|q): (.+)$", text, re.MULTILINE))
    return Query(
        file.stem, head["zh"], head["en"], head["about"], text,
        int(head["q"]) if "q" in head else None, tuple(_parameters(text)),
    )  # fmt: skip


_PARAMETER = re.compile(r"^# param (\w+) (\w+): (.+?) / (.+)$", re.MULTILINE)


def _parameters(text: str) -> Iterator[Parameter]:
    """``# param region region: 区划 / region`` with ``VALUES ?region { UNDEF }`` further down."""
    for name, type_, zh, en in _PARAMETER.findall(text):
        [default] = re.findall(rf"VALUES\s+\?{name}\s*\{{\s*(.+?)\s*\}}", text)
        yield Parameter(name, type_, zh, en, default)
