"""Accept headers."""

from __future__ import annotations

import pytest

from kg.web.negotiate import best

OFFERED = {"text/html": "page", "text/turtle": "ttl", "application/json": "json"}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "page"),
        ("", "page"),
        ("*/*", "page"),
        ("text/turtle", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("text/*", "page"),
        ("application/*", "json"),
        ("text/html;q=0.1, text/turtle;q=0.2", "ttl"),
        ("text/html;q=0, */*", "ttl"),
        ("*/*;q=0.1, application/json", "json"),
        ("text/turtle;q=0.5, text/*;q=0.9", "page"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("text/turtle;q=rubbish", None),
        ("text/turtle; charset=utf-8; q=0.3, image/png", "ttl"),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
            "page",
        ),
        ("rubbish", "page"),
    ],
)
def test_best(accept: str | None, expected: str | None) -> None:
    assert best(accept, OFFERED) == expected
