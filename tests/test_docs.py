"""The documentation and the program say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kg.cli import app

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section(name: str, command: str) -> None:
    assert f"\n### kg {command}\n\n    kg {command} " in text(name)


@pytest.mark.parametrize("name", READMES)
def test_no_section_names_a_command_that_is_not_there(name: str) -> None:
    assert set(re.findall(r"^### kg ([\w-]+)$", text(name), re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    help_text = COMMANDS[command].help or ""
    assert "Examples:" in help_text
    assert f"kg {command}" in help_text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_parameter_has_help(command: str) -> None:
    for parameter in COMMANDS[command].params:
        assert getattr(parameter, "help", None) or parameter.name == "help", parameter.name


def test_both_readmes_have_the_same_code() -> None:
    english, chinese = (blocks(name, "python") for name in READMES)
    said = re.compile(r'print\("    .+?:?"')
    assert [said.sub("print(...", each) for each in english] == [
        said.sub("print(...", each) for each in chinese
    ]


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(name), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_snippets_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = "\n".join(blocks(name, "python")).replace('".kg"', repr(str(tmp_path / "store")))
    exec(compile(code, name, "exec"), {})  # noqa: S102
    assert "浙政办发〔2021〕39号" in capsys.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^):]+)\)", text(name)):
        assert (ROOT / target).exists(), target


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in text("CHANGELOG.md")
