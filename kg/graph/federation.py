"""What a query is over: other servers are never asked, graphs it names are kept to.

The library has no switch for ``SERVICE`` and would fetch whatever address a query names. Where
the word occurs at all, another parser says whether it is the keyword or in a literal, a name or
a comment; in doubt it is the keyword.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def asks_others(sparql: str) -> bool:
    """Whether a query has ``SERVICE`` in it, or may have."""
    if "service" not in sparql.lower():
        return False
    # The other parser reads escapes before all else: a quote may hide in one.
    return "\\u" in sparql.lower() or _has_service(sparql)


def names_dataset(sparql: str) -> bool:
    """Whether a query says itself which graphs it is over (``FROM``)."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    if "from" not in sparql.lower():
        return False
    try:
        return any(name == "DatasetClause" for name in _names(parseQuery(sparql)))
    except (ParseBaseException, ValueError, RecursionError):
        return False  # if it is a query at all, Oxigraph will say what is wrong with it


def _has_service(sparql: str) -> bool:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return any(name == "ServiceGraphPattern" for name in _names(parseQuery(sparql)))
    except (ParseBaseException, ValueError, RecursionError):
        return True


def _names(part: Any) -> Iterator[str]:
    """The names of all productions that a parsed query is made of."""
    yield getattr(part, "name", "")
    if isinstance(part, dict):
        for each in part.values():
            yield from _names(each)
    elif not isinstance(part, str):
        for each in part if hasattr(part, "__iter__") else ():
            yield from _names(each)
