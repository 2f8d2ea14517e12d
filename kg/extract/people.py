"""People in the posts and parts a document prints: rosters, appointments, signatories.

A roster gives a label once and the lines below inherit it::

    副团长：蔡晓春（省政府副秘书长）
    郑　瑶（省体育局局长）

Nobody is read from running text but by the words of an appointment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.page import Findings, Page
from kg.extract.posts import Post, posts_of
from kg.facts import PersonRole
from kg.types import Entity, Mention, Span

_SPACE = "(?:[ \u3000\t]|&nbsp;?|&ensp;?|&emsp;?)*"
_LABEL = re.compile(
    f"{_SPACE}(?P<label>[\u4e00-\u9fff](?:{_SPACE}[\u4e00-\u9fff]){{1,9}}){_SPACE}[：:]"
)
_HINT = re.compile("[长员任席问集人导][ \u3000]*[：:]|任命|免去|任职|免职|同志|[长席任][ \u3000]")
_BRACKETED = re.compile("[（(](?P<post>[^（）()\n]{2,60}(?:（[^（）]{1,20}）[^（）]{0,30})?)[）)]")
_MARKED = re.compile("（[一二三四五六七八九十]{1,2}）[^，。：]{2,12}")
_COLLEAGUE = "(?:同志|女士|先生)?"
_APPOINTED = re.compile(
    f"(?P<how>任命|聘任|聘请|决定任命|免去|免除)：?\\s*"
    f"(?P<names>[\u4e00-\u9fff· \u3000、]{{2,40}}?){_COLLEAGUE}"
    "(?P<as>为|的|任)(?P<post>[^，。；：\n]{2,60})"
)
_TAKES = re.compile(
    f"(?P<name>[\u4e00-\u9fff·]{{1,12}}(?:[ \u3000][\u4e00-\u9fff]{{1,2}})?){_COLLEAGUE}"
    "(?P<how>任|为|兼任|不再担任|挂职任)(?P<post>[^，。；：\n]{2,60})"
)
_PERSONNEL = re.compile("任免|任职|免职|任命|职务")
_ORDER = re.compile("令|公布|公告")
_GENDER = re.compile("（(?:女|男|兼|[^（）]{1,3}族)(?:，[^（）]{1,8})?）")
_SIGNED = re.compile("[^，。；：\n]{0,30}[长席任理]")
_TAIL = re.compile("(?:的?职务|（[^（）]{0,30}）|，.*)$")
_MASKED = re.compile("某|×|X|\\*")


@dataclass(frozen=True, slots=True)
class Person:
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


def read_people(page: Page) -> Findings:
    """People of a document, with a mention of each name."""
    people = find_people(page)
    roles = [_role(page, person) for person in people]
    entities = {r.entity: Entity(r.entity, r.name, "person") for r in roles if r.entity}
    links = tuple(p.post.link for p in people if p.post.link)
    mentions = tuple(_mentions(page, people, roles))
    return Findings({"people": tuple(roles)}, mentions, tuple(entities.values()), links)


def find_people(page: Page) -> list[Person]:
    """Everybody a document gives a part or a post, in text order."""
    whole = page.parts.whole
    if not _HINT.search(page.clean, whole.start, whole.end):
        return []
    found: list[Person] = []
    for part in page.prose:
        found += _rosters(page, part)
    found += _appointments(page)
    found += _signatories(page)
    found.sort(key=lambda person: (person.start, person.end))
    return found


def _role(page: Page, person: Person) -> PersonRole:
    post = person.post
    start, end = page.raw(person.start, person.end)
    key = page.person_key(person.name, post.title, post.body_name)
    return PersonRole(
        person.name, post.title, post.body_name, person.role, person.inherited,
        start, end, key, post.body_key, round(person.sure, 2),
    )  # fmt: skip


def _mentions(page: Page, people: list[Person], roles: list[PersonRole]) -> Iterator[Mention]:
    """One mention a name; a person of two posts is pointed to by the first."""
    seen: set[int] = set()
    for person, role in zip(people, roles, strict=True):
        if person.start in seen or role.entity is None:
            continue
        seen.add(person.start)
        entity = Entity(role.entity, role.name, "person")
        yield page.mention(
            person.start, person.name_end, "person", entity,
            rule="person.roster" if person.list_start >= 0 else "person.post",
            confidence=person.sure,
        )  # fmt: skip


# --- Rosters -----------------------------------------------------------------------------------


def _rosters(page: Page, part: Span) -> Iterator[Person]:
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
        name = _name(page, position, end)
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


def _name(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """A person's name at a position: text without padding, start, end, how sure.

    郑　瑶 is padded to three characters; 韩　正　　国务院副总理 has two spaces after the name that
    only the source shows.
    """
    clean, people = page.clean, page.knowledge.people
    while start < end and clean[start] in " \u3000\t":
        start += 1
    if foreign := people.foreign.match(clean, start, end):
        return foreign[0], start, foreign.end(), 0.9
    words = _words(page, start, min(end, start + 16))
    if not words:
        return None
    first = clean[words[0][0] : words[0][1]]
    if len(first) == 1 and len(words) > 1 and words[1][1] - words[1][0] == 1:
        return _checked(page, start, words[1][1])
    if 2 <= len(first) <= 4 and (
        len(words) > 1 or words[0][1] == end or _stops(clean, words[0][1])
    ):
        return _checked(page, start, words[0][1])
    return _run_on(page, start, end)


def _stops(clean: str, at: int) -> bool:
    return clean[at : at + 1] in ("（", "(", "、", "，", "；", "。", "\n", "", ",")


def _words(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of Han that spaces part, in the clean text or in the source."""
    words: list[tuple[int, int]] = []
    at = start
    for position in range(start, end):
        char = page.clean[position]
        if not "\u3400" <= char <= "\u9fff":
            if at < position:
                words.append((at, position))
            at = position + 1
            if char not in " \u3000\t":
                return words
        elif position > at and _spaced(page, position):
            words.append((at, position))
            at = position
    if at < end:
        words.append((at, end))
    return words


def _spaced(page: Page, position: int) -> bool:
    """Whether the source has a space, not a line's end, before a clean position."""
    before, after = page.text.raw_at(position - 1) + 1, page.text.raw_at(position)
    between = page.text.raw[before:after]
    return bool(between) and "\n" not in between and "\r" not in between and between.isspace()


def _checked(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """The name if it begins with a surname and is no post or body."""
    name = re.sub("\\s", "", page.clean[start:end])
    people = page.knowledge.people
    if not 2 <= len(name) <= 4 or _MASKED.search(name):
        return None
    if people.name.fullmatch(name) is None or people.post.search(name):
        return None
    if name[-1] in "局部厅委办署院会处" and page.linker.body(name, page.context).entity:
        return None  # 公安局
    nearest = bisect_left(page.named, start, key=lambda each: each.start)
    body = page.named[nearest] if nearest < len(page.named) else None
    if body and body.start == start and body.end >= end:
        return None  # 公安部 is no Mr Gong
    if len(name) == 4 and len((people.surname.match(name) or [""])[0]) == 1:
        return None
    return name, start, end, 0.95


def _run_on(page: Page, start: int, end: int) -> tuple[str, int, int, float] | None:
    """A name that its post follows without a space: only where a body's name begins there."""
    begins = {each.start for each in page.named if start < each.start <= start + 4}
    for length in (3, 2):
        if start + length in begins and (found := _checked(page, start, start + length)):
            return (*found[:3], 0.7)
    return None


# --- Appointments ------------------------------------------------------------------------------


def _appointments(page: Page) -> Iterator[Person]:
    """任命张三为省教育厅副厅长; 免去李四的省财政厅厅长职务; in a notice of personnel 王五任…."""
    title = page.header.title or ""
    body = page.parts.body
    personnel = _PERSONNEL.search(title) is not None
    if not personnel and not _own_appointment(page):
        return
    taken: set[int] = set()
    for found in _APPOINTED.finditer(page.clean, body.start, body.end):
        for person in _appointed(page, found):
            taken.add(found.end())
            yield person
    if not personnel:
        return
    position = body.start
    for line in page.clean[body.start : body.end].split("\n"):
        start, position = position, position + len(line) + 1
        takes = _TAKES.match(page.clean, start, start + len(line))
        if takes and not any(start <= end <= start + len(line) + 1 for end in taken):
            yield from _takes(page, takes)


def _own_appointment(page: Page) -> bool:
    """Whether the document itself appoints: 省政府决定，任命…; a report of others' does not."""
    body = page.parts.body
    return (
        re.compile("决定[，：]?\\s*(?:任命|免去|聘任)").search(page.clean, body.start, body.end)
        is not None
    )


def _appointed(page: Page, found: re.Match[str]) -> Iterator[Person]:
    how = found["how"].removeprefix("决定")
    at = found.start("names")
    if how.startswith("免") != (found["as"] == "的"):
        return
    names: list[tuple[str, int, int]] = []
    for piece in re.split("、", found["names"]):
        name = re.sub("\\s", "", piece).removesuffix("同志")
        if not page.knowledge.people.name.fullmatch(name) or _MASKED.search(name):
            return
        names.append((name, at, at + len(piece)))
        at += len(piece) + 1
    posts = list(posts_of(_TAIL.sub("", found["post"]), page))
    for name, start, end in names:
        for post in posts:
            yield Person(name, post, how, False, start, found.end(), end)


def _takes(page: Page, found: re.Match[str]) -> Iterator[Person]:
    name = re.sub("\\s", "", found["name"]).removesuffix("同志")
    if not page.knowledge.people.name.fullmatch(name) or _MASKED.search(name):
        return
    how = "免去" if found["how"].startswith("不再") else "任命"
    for post in posts_of(_TAIL.sub("", found["post"]), page):
        yield Person(name, post, how, False, found.start(), found.end(), found.end("name"))


# --- Signatories -------------------------------------------------------------------------------


def _signatories(page: Page) -> Iterator[Person]:
    """Who signed an order: 省长　王五 on a line of its own before the day."""
    whole = page.parts.whole
    head = page.clean[whole.start : whole.start + 400]
    if not _ORDER.search(head) or "令" not in head:
        return
    position = whole.start
    for line in page.clean[whole.start : whole.end].split("\n"):
        start, position = position, position + len(line) + 1
        if not 4 <= len(line.strip()) <= 30:
            continue
        found = _SIGNED.match(line)
        if not found or found.end() >= len(line):
            continue
        yield from _signed(page, start, len(line))


def _signed(page: Page, start: int, length: int) -> Iterator[Person]:
    """A line that is a post and a name and nothing else."""
    end = start + len(page.clean[start : start + length].rstrip())
    words = _words(page, start, end)
    if not 2 <= len(words) <= 4 or words[-1][1] != end:
        return
    tail = 2 if words[-1][1] - words[-1][0] == 1 and len(words) > 2 else 1
    name = _checked(page, words[-tail][0], end)
    title = re.sub("\\s", "", page.clean[start : words[-tail][0]])
    posts = list(posts_of(title, page)) if name else []
    if name and len(posts) == 1 and posts[0].link:
        yield Person(name[0], posts[0], "签发人", False, name[1], end, end)
