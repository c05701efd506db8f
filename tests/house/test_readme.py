"""The README names every command of the operator and of members."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from adapters.contract.commands import Declaration, Way
from adapters.discord.rights import invite_link
from bot.cli import app
from bot.compose import declarations
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DECLARATIONS = declarations()


def operators(command: Any, path: str) -> list[str]:
    """Every command below one, as it is typed."""
    inner = getattr(command, "commands", None)
    return [path] if inner is None else [name for word in inner for name in operators(inner[word], f"{path} {word}")]


@pytest.mark.parametrize("command", operators(typer.main.get_command(app), "unsilo"))
def test_the_readme_explains_an_operators_command(command: str) -> None:
    assert f"`{command}" in README


@pytest.mark.parametrize("declared", [it for it in DECLARATIONS if Way.SLASH in it.ways], ids=lambda it: it.name)
def test_the_readme_explains_a_slash_command(declared: Declaration) -> None:
    assert f"`/{declared.name}" in README


@pytest.mark.parametrize("declared", [it for it in DECLARATIONS if Way.MENU in it.ways], ids=lambda it: it.name)
def test_the_readme_explains_a_message_menu(declared: Declaration) -> None:
    assert f"*{declared.title}*" in README


def test_the_readme_has_the_link_that_lets_the_bot_into_a_discord_server() -> None:
    assert f"`{invite_link('<application id>')}`" in README
