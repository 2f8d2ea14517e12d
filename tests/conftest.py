"""Fixtures that several tests share: the tables and what is built from them, once a run."""

from __future__ import annotations

import pytest
from hypothesis import settings

from kg.knowledge import Knowledge, load
from kg.link import Linker
from kg.pipeline import Extractor
from kg.recognise import Recogniser

# how long an example takes says what else the machine does, not whether the code is right
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The tables of the package."""
    return load()


@pytest.fixture(scope="session")
def linker(knowledge: Knowledge) -> Linker:
    return Linker(knowledge)


@pytest.fixture(scope="session")
def recogniser(knowledge: Knowledge) -> Recogniser:
    return Recogniser(knowledge)


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)
