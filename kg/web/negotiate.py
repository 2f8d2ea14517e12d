"""What of that which we have a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Range:
    """A media range of an Accept header with its weight."""

    kind: str
    sub: str
    q: float

    def fit(self, media: str) -> int:
        """How exactly the range means a media type: 0 not at all, 1 ``*/*``, 2, 3 exactly."""
        kind, _, sub = media.partition("/")
        if self.kind == "*" and self.sub == "*":
            return 1
        if self.kind != kind:
            return 0
        return 3 if self.sub == sub else 2 if self.sub == "*" else 0


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept.lower().split(","):
        media, *parameters = (each.strip() for each in part.split(";"))
        kind, slash, sub = media.partition("/")
        if slash:
            found.append(_Range(kind, sub, _weight(parameters)))
    return found


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def best(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """The value whose media type fits best; the first of those that fit alike.

    ``offered`` is media type -> value, ours first. None where nothing fits; a client that says
    nothing takes anything.

    >>> best("text/html;q=0.5, text/turtle", {"text/html": "page", "text/turtle": "ttl"})
    'ttl'
    """
    ranges = _ranges(accept or "*/*")
    if not ranges:
        return next(iter(offered.values()))
    weights: list[tuple[float, int, str]] = []
    for place, (media, value) in enumerate(offered.items()):
        fitting = [(each.fit(media), each.q) for each in ranges if each.fit(media)]
        if fitting:
            weights.append((max(fitting)[1], -place, value))
    q, _, value = max(weights, default=(0.0, 0, ""))
    return value if q > 0 else None
