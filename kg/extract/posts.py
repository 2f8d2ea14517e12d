"""Posts a document prints for people, and the bodies they are in.

省政府副秘书长 is the post 副秘书长 in 省政府; 北京市副市长 and 副省长 are posts in a people's
government; 副局长 alone is one in the body that issues the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.extract.page import Page
from kg.link import Link

_RANK = re.compile("（[^（）]{1,20}）$")
_PARTED = re.compile("[、，,]|(?<!专)兼(?!职)")
#: last character of a post -> how the names of bodies end that have it
_OWN = {
    "局长": "局",
    "部长": "部",
    "厅长": "厅",
    "主任": "委会办",
    "署长": "署",
    "行长": "行",
    "院长": "院",
}


class Post(Struct, frozen=True):
    """A post and the body it is in, as printed and linked; ``body`` is None where unsaid."""

    title: str | None
    body: str | None
    link: Link | None = None

    @property
    def body_name(self) -> str | None:
        """The body in full where it is known."""
        return (self.link.name if self.link else None) or self.body

    @property
    def body_key(self) -> str | None:
        """Key of the body where it is linked."""
        return self.link.entity.id if self.link and self.link.entity else None


def posts_of(text: str, page: Page) -> Iterator[Post]:
    """Posts in print, in order: 中央宣传部副部长、中央政研室副主任 are two.

    A post after one of the same body prints the body once: 省委常委、秘书长.
    """
    plain = _RANK.sub("", text.strip("，。；：、 　"))
    pieces = [piece for piece in _PARTED.split(plain) if piece]
    found: list[Post] = []
    for piece in pieces:
        if (post := _post(piece, page, found[-1] if found else None)) is not None:
            found.append(post)
    if pieces and len(found) == len(pieces):
        yield from found
    elif (whole := _post(plain, page, None)) is not None:  # a list inside the body's name
        yield whole


def _post(text: str, page: Page, before: Post | None) -> Post | None:
    """One post with its body, or None where the text names none; ``before`` it in the list."""
    found = page.knowledge.people.post.search(text)
    if not found:
        return None
    title, body = found[0], text[: found.start()].strip()
    governs = page.knowledge.people.government.fullmatch(title) is not None
    if body:
        return Post(title, body, _linked(body, page, governs=governs))
    if governs:
        return Post(title, None, _government(title, page))
    if before and before.body:  # 中国科协党组成员、书记处书记
        return Post(title, before.body, before.link)
    return Post(title, None, _own(title, page))


def _linked(body: str, page: Page, *, governs: bool) -> Link | None:
    """The body of a post: of 北京市 where its head is a mayor the people's government."""
    if governs:
        link = page.linker.body(f"{body}人民政府", page.context)
        if link.entity and link.entity.kind == "people-government":
            return link
    link = page.linker.body(body, page.context)
    return link if link.entity else None


def _government(title: str, page: Page) -> Link | None:
    """副省长 without more: of the government of the document's own province."""
    level = title[-2:-1]
    link = page.linker.body(f"{level}人民政府", page.context)
    return link if link.entity and link.entity.kind == "people-government" else None


def _own(title: str, page: Page) -> Link | None:
    """副局长 in a document of a bureau: of that bureau."""
    links = [item.link for item in page.header.issuers]
    if len(links) != 1 or links[0].entity is None:
        return None
    name = links[0].entity.name
    endings = _OWN.get(title[-2:], "")
    fits = any(name.endswith(end) or name.endswith(end + "员会") for end in endings)
    return links[0] if fits else None
