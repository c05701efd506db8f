"""The README has every command and setting, whole and as it is typed, and none that there is not."""

from __future__ import annotations

import re

import pytest

from adapters.contract.commands import Declaration, Who
from adapters.discord.rights import invite_link
from tests.house.test_settings import ALL, DEFAULTS
from tests.house.tree import ROOT
from tests.house.typed import menus, operators, slash

README = (ROOT / "README.md").read_text(encoding="utf-8")
MENU = re.compile(r"message menu: \*([^*]+)\*")
PHONY = re.compile(r"^\.PHONY: (.+)$", re.MULTILINE)


def rows(heading: str) -> list[tuple[str, str]]:
    """What stands in the tables below a heading: each row's first cell, and its second."""
    below = re.split(r"^## ", README, flags=re.MULTILINE)
    [section] = [each for each in below if each.startswith(f"{heading}\n")]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [(first.replace("\\|", "|"), second) for first, second in cells if set(first) != {"-"}]


def quoted(cells: list[str]) -> list[str]:
    """What stands in them as code."""
    return [each for cell in cells for each in re.findall(r"`([^`]+)`", cell)]


COMMANDS = [first for first, _ in rows("Commands")]


def test_the_readme_lists_every_slash_command_with_what_belongs_behind_it_and_no_other() -> None:
    assert sorted(each for each in quoted(COMMANDS) if each.startswith("/")) == sorted(slash())


def alone(declared: Declaration) -> bool:
    """Whether organisers alone can use a command; of an event, those of its community, wherever they ask."""
    return declared.who is Who.ORGANISER or declared.name in ("events edit", "events copy", "events cancel")


def test_the_readme_says_which_commands_are_for_organisers_alone() -> None:
    """In rows of their own, which begin so."""
    typed = [(first, second) for first, second in rows("Commands") if first.startswith("`/")]
    said = {first: second.startswith("for organisers: ") for first, second in typed}
    own = {first: {alone(slash()[each]) for each in quoted([first])} for first in said}

    assert {first: {only} for first, only in said.items()} == own


def test_the_readme_lists_every_message_menu_and_no_other() -> None:
    assert sorted(each for cell in COMMANDS for each in MENU.findall(cell)) == menus()


def test_the_readme_lists_every_command_of_the_operator_with_its_options_and_no_other() -> None:
    assert sorted(each for each in quoted(COMMANDS) if each.startswith("unsilo")) == sorted(operators().values())


def test_the_readme_lists_every_setting_and_no_other() -> None:
    assert sorted(quoted([first for first, _ in rows("Settings")])) == ALL


@pytest.mark.parametrize("heading", ["Settings", "Commands"])
def test_each_row_of_the_readme_explains_something(heading: str) -> None:
    assert [first for first, second in rows(heading) if not second] == []


@pytest.mark.parametrize("name", DEFAULTS)
def test_the_readme_says_what_holds_when_a_setting_is_not_set(name: str) -> None:
    [said] = [second for first, second in rows("Settings") if first == f"`{name}`"]

    assert re.search(rf"(?<![\w.]){re.escape(DEFAULTS[name])}(?![\w.])", said)


def test_the_readme_names_every_make_target() -> None:
    [targets] = PHONY.findall((ROOT / "Makefile").read_text(encoding="utf-8"))

    assert [each for each in targets.split() if not re.search(rf"\bmake {each}\b", README)] == []


def test_the_readme_has_the_link_that_lets_the_bot_into_a_discord_server() -> None:
    assert f"`{invite_link('<application id>')}`" in README
