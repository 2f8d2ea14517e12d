"""Who publishes: user and password, or a token, from the environment and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping

import httpx

from kg.errors import SettingError

_Flow = Generator[httpx.Request, httpx.Response, None]


def credentials(environment: Mapping[str, str]) -> httpx.Auth | None:
    """What ``KG_PUBLISH_TOKEN``, or ``KG_PUBLISH_USER`` and ``KG_PUBLISH_PASSWORD``, give.

    Raises SettingError where only half of it is there, both ways are, or a token could not stand
    in a header.
    """
    user = environment.get("KG_PUBLISH_USER")
    password = environment.get("KG_PUBLISH_PASSWORD")
    token = environment.get("KG_PUBLISH_TOKEN")
    if token and (user or password):
        raise SettingError("KG_PUBLISH_TOKEN and KG_PUBLISH_USER are both set. Set one of them.")
    if token:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise SettingError("KG_PUBLISH_TOKEN holds blanks or signs that no token can have.")
        return Token(token)
    if user and re.search(r'[":\\\x00-\x1f\x7f]', user):
        raise SettingError("KG_PUBLISH_USER holds a sign that no user can have (colon, quote …).")
    if bool(user) != (password is not None):
        raise SettingError("KG_PUBLISH_USER and KG_PUBLISH_PASSWORD go together. Set both.")
    return Password(user, password) if user and password is not None else None


class Token(httpx.Auth):
    """``Authorization: Bearer``, with every request."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> _Flow:
        """Put the header on."""
        request.headers["Authorization"] = self._header
        yield request


class Password(httpx.Auth):
    """User and password, in the way that the server asks for: digest where it may be, else basic.

    Nothing is sent before the server has asked. Virtuoso asks for digest, Fuseki for basic.
    """

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> _Flow:
        """Answer the first challenge, and begin with that answer from then on."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            self._chosen = self._asked_for(response)
        if self._chosen is not None:
            request.headers.encoding = "utf-8"  # for users named in Chinese (RFC 7616)
            yield from self._chosen.auth_flow(request)

    def _asked_for(self, response: httpx.Response) -> httpx.Auth | None:
        asked = [each.lower() for each in response.headers.get_list("www-authenticate")]
        if any(re.search(r"(^|,)\s*digest\s", each) for each in asked):
            return self._digest
        return self._basic if any(re.search(r"(^|,)\s*basic\b", each) for each in asked) else None
