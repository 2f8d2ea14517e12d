"""Lock files hold names, versions and digests: no address, no path of anyone's machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("*.lock"), key=lambda path: path.name)

PINNED = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.+!]*( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def entries(path: Path) -> list[list[str]]:
    """The lines of a lock file, gathered by requirement."""
    found: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def names(path: Path) -> set[str]:
    return {entry[0].partition("==")[0] for entry in entries(path)}


def test_there_are_three() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-build.lock",
        "requirements-dev.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_line_is_a_pin_or_a_hash(path: Path) -> None:
    for first, *rest in entries(path):
        assert PINNED.fullmatch(first), first
        assert rest, f"{first} has no hash"
        assert all(HASH.fullmatch(line) for line in rest), first


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_no_address_or_path(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for sign in ("/", "@", "--index", "--find-links", "file:", "://"):
        assert sign not in text, sign


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = {plain(item) for item in project["dependencies"]}
    extra = {plain(item) for item in project["optional-dependencies"]["dev"]}
    assert runtime <= names(ROOT / "requirements.lock")
    assert runtime | extra <= names(ROOT / "requirements-dev.lock")


def test_the_development_lock_only_adds() -> None:
    """`make test` after `make demo` must not change a version."""
    development = {entry[0] for entry in entries(ROOT / "requirements-dev.lock")}
    assert {entry[0] for entry in entries(ROOT / "requirements.lock")} <= development


def plain(requirement: str) -> str:
    """Normalised name of a requirement (PEP 503)."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found.group()).lower()
