"""Appointments as decisions: the roster of a body, who is appointed, who is removed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.page import Page
from kg.extract.people import find_people
from kg.extract.rosters import Person
from kg.facts import Decision, Subject

_GROUP = (
    re.compile(
        "关于(?:成立|调整|组建|公布|印发|建立|明确)(?P<group>.{2,60}?)(?:(?:部分)?(?:组成人员|成员|人员)(?:名单)?)?的通知$"
    ),
    re.compile("(?P<group>.{2,60}?)(?:组成人员|成员)?名单$"),
)


def appoints(page: Page, decided: list[Decision]) -> Iterator[Decision]:
    """The roster of a body, and who is appointed or removed."""
    people = [person for person in page.once(find_people) if person.role != "签发人"]
    rosters: dict[int, list[Person]] = {}
    for person in people:
        if person.list_start >= 0:
            rosters.setdefault(person.list_start, []).append(person)
    for members in rosters.values():
        if group := _group(page, members[0], decided):
            yield _appointed(page, "appoints", group, members)
    for how, kind in (("任命", "appoints"), ("聘任", "appoints"), ("免去", "removes")):
        chosen = [p for p in people if p.list_start < 0 and p.role == how]
        if chosen:
            yield _appointed(page, kind, how, chosen)


def _group(page: Page, first: Person, decided: list[Decision]) -> str | None:
    """What body a roster is of: the one just established, or that of the title."""
    body = page.parts.body
    if not body.start <= first.start < body.end:
        titles = [
            page.surface(a.title.start, a.title.end)
            for a in page.parts.annexes
            if a.body.start <= first.start < a.body.end
        ]
        found = _GROUP[1].search(titles[0]) if titles else None
        return found["group"] if found else None
    made = [d.object for d in decided if d.kind == "establishes"]
    if made:
        return made[0]
    found = _GROUP[0].search(page.header.title or "")
    return found["group"] if found else None


def _appointed(page: Page, kind: str, group: str, people: list[Person]) -> Decision:
    subjects = []
    for person in people:
        details = (
            ("职务", person.post.title),
            ("机关", person.post.body_name),
            ("担任", person.role),
        )
        told = tuple((label, value) for label, value in details if value)
        key = page.person_key(person.name, person.post.title, person.post.body_name)
        place = page.raw(person.start, person.name_end)
        subjects.append(Subject(person.name, person.name, key, *place, told))
    start, end = page.raw(people[0].start, max(person.end for person in people))
    return Decision(kind, group, tuple(subjects), start, end, page.header.effective, confidence=0.9)
