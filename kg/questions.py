"""The questions that come with the program, and what they are asked about.

A question is a file ``ontology/queries/NAME.rq``: SPARQL that any engine runs as it stands. Its
head gives the titles and the parameters; each parameter is a variable that the query holds to
``VALUES ?name { … }``, where the file has the value taken when none is given (``UNDEF``: any).
A value becomes a term of its type, and that term, written out by the library, takes the place
of the one in the file: nothing a user types is pasted into a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date as Date
from difflib import get_close_matches

from kg import ids
from kg.graph import pairs
from kg.graph.answers import Answer, QueryError, rows_answer
from kg.graph.opened import OpenStore
from kg.graph.resources import Parameter, Query
from kg.graph.terms import DCT, SKOS, ZC, Term, date, node, number, plain, year, zh
from kg.view import find

#: Kind of a thing -> prefixes of the keys it can have.
_PREFIXES: Mapping[str, tuple[str, ...]] = {
    "body": ("agency", "party", "group", "role"),
    "region": ("region",),
    "line": ("line",),
    "programme": ("prog",),
    "industry": ("ind", "cluster", "chain"),
    "indicator": ("kpi",),
    "person": ("person",),
    "task": ("task",),
    "document": ("doc",),
}


def bound(query: Query, values: Mapping[str, str], store: OpenStore) -> str:
    """The SPARQL of a question with values for its parameters.

    Raises QueryError for a parameter that it does not have, a value that is not of its type, and
    a name that the store does not hold or holds several times.
    """
    known = {each.name: each for each in query.parameters}
    sparql = query.sparql
    for name, value in values.items():
        if name not in known:
            have = ", ".join(f"--{each}" for each in known) or "none"
            raise QueryError(f"{query.name} has no parameter --{name}; it has {have}.")
        term = _term(known[name], value.strip(), store)
        sparql = _with(sparql, name, str(term))
    return sparql


def answer(query: Query, values: Mapping[str, str], store: OpenStore) -> Answer:
    """The answer to a question with values for its parameters; raises as :func:`bound` does.

    What has been summed up already is not asked of the whole store again; the rows are those
    of the SPARQL, in the same order.
    """
    sparql = bound(query, values, store)
    summed = _SUMMED.get(query.name)
    return summed(query, values, store) if summed else store.query(sparql)


def _coowner_pairs(query: Query, values: Mapping[str, str], store: OpenStore) -> Answer:
    region = "".join(
        _key(each, values[each.name].strip(), store)
        for each in query.parameters
        if each.name in values
    )
    names = pairs.names(store)
    rows = [
        (-tasks, one_name, other_name, one, other)
        for one, other, tasks in pairs.shared_tasks(store, region)
        for one_name in names.get(one, ())
        for other_name in names.get(other, ())
    ]
    terms = (
        (node(ids.key_of(one)), node(ids.key_of(other)), zh(name1), zh(name2), number(-tasks))
        for tasks, name1, name2, one, other in sorted(rows)
    )
    return rows_answer(("first", "second", "name1", "name2", "tasks"), terms)


_SUMMED: Mapping[str, Callable[[Query, Mapping[str, str], OpenStore], Answer]] = {
    "coowner-pairs": _coowner_pairs,
}


def _with(sparql: str, name: str, term: str) -> str:
    """Put a term where the file has one of its own."""
    slot = re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{)[^}}]*(\}})")
    return slot.sub(lambda found: f"{found[1]} {term} {found[2]}", sparql, count=1)


def _term(parameter: Parameter, value: str, store: OpenStore) -> Term:
    if not value:
        raise QueryError(f"--{parameter.name} is empty.")
    make = _LITERALS.get(parameter.type)
    if make is not None:
        try:
            return make(value)
        except ValueError:
            raise QueryError(
                f"--{parameter.name} {value}: {_EXAMPLES[parameter.type]} is wanted."
            ) from None
    return node(_key(parameter, value, store))


def _date(value: str) -> Term:
    return date(Date.fromisoformat(value).isoformat())


_LITERALS: Mapping[str, Callable[[str], Term]] = {
    "date": _date,
    "year": lambda value: year(int(value)),
    "integer": lambda value: number(int(value)),
    "text": plain,
}
_EXAMPLES = {"date": "a day such as 2025-12-31", "year": "a year", "integer": "a whole number"}


def key_of(kind: str, value: str, store: OpenStore) -> str:
    """Key of a thing given by key, code, number or name; ``kind`` as in a parameter.

    Raises QueryError for what the store does not hold, or holds several times.
    """
    return _key(Parameter(kind, kind, "", "", ""), value, store)


def _key(parameter: Parameter, value: str, store: OpenStore) -> str:
    """Key of a thing given by key, code, number or name."""
    prefixes = _PREFIXES[parameter.type]
    prefix, colon, local = value.partition(":")
    if colon and prefix in ids.PLACES and re.fullmatch(r"[A-Za-z0-9.\-]+", local):
        return value
    if parameter.type == "region" and re.fullmatch(r"\d{6}", value):
        return _region(value, store)
    if parameter.type == "line" and re.fullmatch(r"[a-z][a-z-]*", value):
        return f"line:{value}"
    if parameter.type == "document":
        found = find(store.documents(), value)
    else:
        found = sorted(_named(value, prefixes, store))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"--{parameter.name} {value}: {' or '.join(found)}? Name one of these.")
    raise QueryError(
        f"--{parameter.name} {value}: not in the store.{_near(value, prefixes, store)}"
    )


def _region(code: str, store: OpenStore) -> str:
    """Key of the region that bears a code now, where the store holds several that have borne it.

    420600 is 襄阳市; what a document of 2008 calls 襄樊市 has the key ``region:420600``.
    """
    held = sorted({quad.subject for quad in store.match(predicate=ZC.gbCode, object=plain(code))},
                  key=str)  # fmt: skip
    ended = {str(quad.subject) for quad in store.match(predicate=ZC.validTo)}
    found = [str(it).strip("<>") for it in held if str(it) not in ended]
    return f"region:{found[0].rpartition('/')[2]}" if len(found) == 1 else ids.region(code)


def _named(value: str, prefixes: Iterable[str], store: OpenStore) -> set[str]:
    """Keys of the things of a name: those with it as their full name, else as another one."""
    places = {ids.iri(f"{prefix}:"): prefix for prefix in prefixes}
    for predicate in (SKOS.prefLabel, DCT.title, SKOS.altLabel):
        found = {
            f"{places[root]}:{iri[len(root) :]}"
            for iri, _ in store.labelled(predicate, zh(value))
            for root in places
            if iri.startswith(root)
        }
        if found:
            return found
    return set()


def _near(value: str, prefixes: Iterable[str], store: OpenStore) -> str:
    roots = tuple(ids.iri(f"{prefix}:") for prefix in prefixes)
    names = {name for iri, name in store.labelled(SKOS.prefLabel) if iri.startswith(roots)}
    likely = get_close_matches(value, sorted(names), 3, 0.5)
    return f" Did you mean {' or '.join(likely)}?" if likely else ""


def listed(queries: Iterable[Query]) -> list[Query]:
    """Questions in the order of their numbers, those without one last."""
    return sorted(queries, key=lambda each: (each.number or 999, each.name))
