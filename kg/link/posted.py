"""Teams of discipline inspection posted in a host body: parents + 派驻 + host + head, one body.

省纪委省监委派驻省政协机关纪检监察组 is of two parents, which share their staff, and sits in
a third.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg import ids
from kg.link.types import Link
from kg.types import Entity

_TEAM = re.compile(
    "(?P<discipline>[^、，。]{0,12}?纪委)、?(?P<supervision>[^、，。]{0,6}?监委)?(?P<verb>派驻|驻)"
    "(?P<host>[^、，。]{2,30}?)(?P<head>纪检监察组|监察室|纪检组|监察专员办公室)"
)


def posted(text: str, body: Callable[[str], Link]) -> Link | None:
    """The team as one body named in full, where all the bodies in its name are known.

    ``body`` links a name in the document's context.
    """
    found = _TEAM.fullmatch(text) if "纪委" in text else None
    if found is None:
        return None
    parents = [body(found[name]) for name in ("discipline", "supervision") if found[name]]
    host = body(found["host"])
    if host.name is None or any(parent.name is None for parent in parents):
        return None
    name = "、".join(str(p.name) for p in parents) + found["verb"] + host.name + found["head"]
    first = parents[0].entity
    if first is None:
        return None
    code = first.territory[7:] if first.territory else "cn"
    entity = Entity(
        ids.agency(code, name, listed=False), name, "dispatched-office", first.line,
        first.territory, first.level, listed=False,
    )  # fmt: skip
    return Link(entity, (), "body.posted", 0.9, None, False)
