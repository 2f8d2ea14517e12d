"""Prefixed names with several dots (``doc:330000.zhezhengbanfa.2021.39``) in a query.

SPARQL allows them and our keys have them, but the parser of Oxigraph 0.5 reads no more than one
dot in a name. Written with a backslash before each, as SPARQL allows too, it reads them all.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?P<other>
        \#[^\n]*
      | <[^<>"{}|^`\\\x00-\x20]*>
      | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}
      | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
      | "(?:[^"\\\n]|\\.)*"
      | '(?:[^'\\\n]|\\.)*'
    )
    | (?P<name>(?<![\w:?$@])(?:[A-Za-z][\w\-]*)?:\w[\w\-]*(?:\.[\w\-]+){2,})
    """,
    re.VERBOSE | re.DOTALL,
)


def escaped(sparql: str) -> str:
    r"""The query with the dots of such names escaped; literals, IRIs and comments stay.

    >>> escaped('ASK { doc:a.b.c ?p "doc:a.b.c" . }')
    'ASK { doc:a\\.b\\.c ?p "doc:a.b.c" . }'
    """
    return _TOKEN.sub(_with_dots, sparql)


def _with_dots(found: re.Match[str]) -> str:
    return found["other"] or found["name"].replace(".", r"\.")
