"""People in the posts and parts a document prints: rosters, appointments, signatories.

Nobody is read from running text but by the words of an appointment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.names import MASKED, checked, words_of
from kg.extract.page import Findings, Page
from kg.extract.posts import posts_of
from kg.extract.rosters import Person, rosters
from kg.facts import PersonRole
from kg.types import Entity, Mention

_HINT = re.compile(
    "".join(f"{end}[ \u3000]*[：:]|" for end in "长员任席问集人导")
    + "任命|免去|任职|免职|同志|长[ \u3000]|席[ \u3000]|任[ \u3000]"
)
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
_SIGNED = re.compile("[^，。；：\n]{0,30}[长席任理]")
_TAIL = re.compile("(?:的?职务|（[^（）]{0,30}）|，.*)$")


def read(page: Page) -> Findings:
    """People of a document, with a mention of each name."""
    people = page.once(find_people)
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
        found += rosters(page, part)
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
        if not page.knowledge.people.name.fullmatch(name) or MASKED.search(name):
            return
        names.append((name, at, at + len(piece)))
        at += len(piece) + 1
    posts = list(posts_of(_TAIL.sub("", found["post"]), page))
    for name, start, end in names:
        for post in posts:
            yield Person(name, post, how, False, start, found.end(), end)


def _takes(page: Page, found: re.Match[str]) -> Iterator[Person]:
    name = re.sub("\\s", "", found["name"]).removesuffix("同志")
    if not page.knowledge.people.name.fullmatch(name) or MASKED.search(name):
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
    words = words_of(page, start, end)
    if not 2 <= len(words) <= 4 or words[-1][1] != end:
        return
    tail = 2 if words[-1][1] - words[-1][0] == 1 and len(words) > 2 else 1
    name = checked(page, words[-tail][0], end)
    title = re.sub("\\s", "", page.clean[start : words[-tail][0]])
    posts = list(posts_of(title, page)) if name else []
    if name and len(posts) == 1 and posts[0].link:
        yield Person(name[0], posts[0], "签发人", False, name[1], end, end)
