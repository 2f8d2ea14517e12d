"""A user's own knowledge: a folder of tables like ours, whose rows go before ours.

A user writes only the rows that are new, in files named and laid out like those of ``kg/data``
(``exceptions.toml`` for bodies of one territory, ``regions.tsv``, ``collectives.toml`` …). That
the rows say what they should is checked by :mod:`kg.checking`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KnowledgeError

#: What stands before the name of a user's table among ours.
OWN = "own/"
#: Tables that say what IRIs are, or that are made by a program: not for a user's folder.
_NOT_FOR_USERS = frozenset({"slugs.tsv", "codes.tsv", "readings.tsv", "glyphs.tsv"})


def own_texts(own: Path, ours: Iterable[str]) -> dict[str, str]:
    """The files of a user's folder by name; other files than tables of ours are a fault.

    Raises KnowledgeError where there is no such folder, a name is unknown or a file is not UTF-8.
    """
    if not own.is_dir():
        raise KnowledgeError(f"{own}: there is no such folder of knowledge tables")
    names = sorted(set(ours) - _NOT_FOR_USERS)
    found: dict[str, str] = {}
    for file in sorted(own.iterdir()):
        if file.name.startswith(".") or file.suffix == ".md":
            continue
        if file.name not in names:
            raise KnowledgeError(
                f"{file}: no table has this name. The tables are {', '.join(names)}."
            )
        try:
            found[file.name] = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise KnowledgeError(
                f"{file}: not UTF-8 at byte {error.start}. Save it as UTF-8."
            ) from None
    if not found:
        raise KnowledgeError(f"{own}: there is no table in it. The tables are {', '.join(names)}.")
    return found


def parsed(name: str, text: str) -> dict[str, Any]:
    """A TOML table; KnowledgeError says where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{name}: not TOML: {error}") from None


def with_own(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A table with a user's rows in front of ours, so that where two fit theirs is taken."""
    merged = dict(ours)
    for key, value in own.items():
        known = merged.get(key)
        if isinstance(known, list) and isinstance(value, list):
            merged[key] = [*value, *known]
        elif isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[key] = with_own(known, value)
        else:
            merged[key] = value
    return merged


def with_own_rows(ours: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """All tables as text: a user's rows at the end of ours of the same TSV file.

    A user's TOML files are there by their names with ``OWN`` before them, to be merged when
    parsed; so are the TSV files, for the digest.
    """
    texts = dict(ours)
    for name, text in own.items():
        if name.endswith(".tsv"):
            rows = _without_header(name, text, ours[name])
            texts[name] = f"{ours[name].rstrip()}\n{rows}\n"
        texts[OWN + name] = text
    return texts


def _without_header(name: str, text: str, ours: str) -> str:
    """The rows of a user's TSV table; its header must be that of ours."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header = next(line for line in ours.splitlines() if line and not line.startswith("#"))
    if not lines or lines[0] != header:
        want = ", ".join(header.split("\t"))
        raise KnowledgeError(f"{name}, line 1: the columns must be {want}, parted by tabs")
    return "\n".join(lines[1:])
