"""Rosters: labelled lists of people with the part each has and the post a document prints.

A roster gives a label once and the lines below inherit it::

    副团长：蔡晓春（省政府副秘书长）
    郑　瑶（省体育局局长）
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kg.extract.names import name_at
from kg.extract.page import Page
from kg.extract.posts import Post, posts_of
from kg.types import Span

_SPACE = "(?:[ \u3000\t]|&nbsp;?|&ensp;?|&emsp;?)*"
_LABEL = re.compile(
    f"{_SPACE}(?P<label>[\u4e00-\u9fff](?:{_SPACE}[\u4e00-\u9fff]){{1,9}}){_SPACE}[：:]"
)
_BRACKETED = re.compile("[（(](?P<post>[^（）()\n]{2,60}(?:（[^（）]{1,20}）[^（）]{0,30})?)[）)]")
_MARKED = re.compile("（[一二三四五六七八九十]{1,2}）[^，。：]{2,12}")
_GENDER = re.compile("（(?:女|男|兼|[^（）]{1,3}族)(?:，[^（）]{1,8})?）")


class Person(Struct, frozen=True):
    """A person as read, in clean offsets; one for each post."""

    name: str
    post: Post
    role: str | None
    inherited: bool
    start: int
    end: int
    name_end: int
    sure: float = 0.95
    list_start: int = -1
    """Where the roster begins that the person is in; -1 outside one."""


def rosters(page: Page, part: Span) -> Iterator[Person]:
    """Members of labelled lists; a line that names nobody ends a list."""
    role: str | None = None
    fresh, opened, gap = False, -1, 0
    position = part.start
    for line in page.clean[part.start : part.end].split("\n"):
        start, position = position, position + len(line) + 1
        at = start
        label = _label(page, line)
        if label is not None:
            role, fresh = label[0], True
            opened = start if opened < 0 else opened
            at += label[1]
        if role is None or (not line[at - start :].strip()):
            continue
        people = list(_members(page, at, start + len(line), role, not fresh, opened))
        if people:
            fresh, gap = False, 0
            yield from people
        elif label is not None or _MARKED.fullmatch(line.strip()) and gap < 2:
            gap += 1
        else:
            role, opened = None, -1


def _label(page: Page, line: str) -> tuple[str, int] | None:
    """The part a line gives, and where its people begin; 组　长 is padded."""
    found = _LABEL.match(line)
    if not found:
        return None
    label = re.sub(f"{_SPACE}", "", found["label"])
    if not page.knowledge.people.role.fullmatch(label):
        return None
    return label, found.end()


def _members(
    page: Page, start: int, end: int, role: str, inherited: bool, opened: int
) -> Iterator[Person]:
    """People on one line: 张三（省教育厅厅长）, 李四 省财政厅副厅长, 王五、赵六."""
    position = start
    first = True
    while position < end:
        name = name_at(page, position, end)
        if name is None:
            return
        text, name_start, name_end, sure = name
        posts, after = _printed_posts(page, name_end, end)
        if posts is None:
            return
        for post in posts or [Post(None, None)]:
            yield Person(
                text, post, role, inherited or not first, name_start, after, name_end, sure, opened
            )
        position = after
        while position < end and page.clean[position] in "、，；, \u3000":
            position += 1
        first = False


def _printed_posts(page: Page, at: int, end: int) -> tuple[list[Post] | None, int]:
    """Posts after a name and where they end; None where what follows is no post.

    In brackets they end with them; after a space they take the rest of the line.
    """
    clean = page.clean
    if gender := _GENDER.match(clean, at, end):
        at = gender.end()
    bracket = _BRACKETED.match(clean, at, end)
    if bracket:
        words = bracket["post"].replace("\n", "")
        posts = list(posts_of(words, page))
        if not posts:  # a body alone: 何洪明（市纪委）
            link = page.linker.body(words, page.context)
            known = link.entity is not None
            posts = [Post(None, words, link if known else None)]
        return posts, bracket.end()
    rest = clean[at:end]
    if not rest.strip() or rest[0] in "、，；,":
        return [], at
    posts = list(posts_of(rest.strip(), page))
    if posts:
        return posts, end
    alone = rest.strip(" \u3000。；")
    if len(alone) <= 30 and not re.search("[，。；：]", alone):
        link = page.linker.body(alone, page.context)
        if link.entity is not None and link.entity.listed:
            return [Post(None, alone, link)], at + len(rest.rstrip())
    return None, at
