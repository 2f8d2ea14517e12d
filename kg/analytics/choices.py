"""What an analysis can be asked for, as words; nothing here takes time to import."""

from __future__ import annotations

from enum import StrEnum


class View(StrEnum):
    """What a collective (各设区市政府) counts as."""

    one = "one"
    """One body, as printed."""
    without = "without"
    """Nobody: collectives are left out."""
    members = "members"
    """Its members that the store knows; one body where it knows none."""


class Weight(StrEnum):
    """What counts once."""

    task = "task"
    document = "document"


class Roll(StrEnum):
    """What bodies are put together by."""

    line = "line"
    territory = "territory"
    level = "level"
    kind = "kind"


class Aim(StrEnum):
    """What a task is for."""

    programme = "programme"
    industry = "industry"
    region = "region"


class Along(StrEnum):
    """What the lattice is looked at along: a grouping of bodies, time, or what tasks are for."""

    line = "line"
    territory = "territory"
    level = "level"
    kind = "kind"
    year = "year"
    quarter = "quarter"
    programme = "programme"
    industry = "industry"
    region = "region"


class Sides(StrEnum):
    """What is compared."""

    document = "document"
    region = "region"
    year = "year"
