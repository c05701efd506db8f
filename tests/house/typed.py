"""Every command there is as it is typed, and what documents say of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer

from adapters.contract.commands import Declaration, Kind, Question, Way
from adapters.discord.commands import slash_names
from bot.cli import app
from bot.compose import declarations

FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`]+)`")
PREFIX = "care-"  # of which the documents tell as an example: SLACK_COMMAND_PREFIX
SWITCH = re.compile(r"--[a-z-]+")


@cache
def slash() -> dict[str, Declaration]:
    """What people type on either platform, with what belongs behind it."""
    made = declarations()
    on_slack = {each.typed: each for each in made if Way.SLASH in each.ways}
    return on_slack | {each.typed.replace(each.name, name, 1): each for name, each in slash_names(made).items()}


def menus() -> list[str]:
    """What stands in a message's menu."""
    return sorted(each.title for each in declarations() if Way.MENU in each.ways)


@cache
def operators() -> dict[str, str]:
    """What the operator types, by the words that lead there: with its arguments and options."""
    return dict(_below(typer.main.get_command(app), "unsilo"))


def _below(command: Any, path: str) -> Iterator[tuple[str, str]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, " ".join((path, *map(_parameter, command.params)))
        return
    yield from ((f"{path} {each.opts[0]}", f"{path} {each.opts[0]}") for each in command.params)
    for word, each in inner.items():
        yield from _below(each, f"{path} {word}")


def _parameter(it: Any) -> str:
    """One argument or option of a command, in brackets when it may be left out."""
    if it.param_type_name == "argument":
        word = it.metavar or it.name.upper()
        word = f"{word} {word}…" if it.nargs < 0 else word
    else:
        word = it.opts[0] if it.is_flag else f"{it.opts[0]} {it.metavar}"
    return word if it.required else f"[{word}]"


def code(document: Path) -> list[str]:
    """What stands in a document as code: each line of a block without its comment, and what is quoted in a line."""
    text = document.read_text(encoding="utf-8")
    lines = [line.partition("  #")[0].strip() for block in FENCED.findall(text) for line in block.splitlines()]
    return [*lines, *(" ".join(each.replace("\\|", "|").split()) for each in QUOTED.findall(FENCED.sub("", text)))]


def is_slash(said: str) -> bool:
    """Whether there is such a command: its name alone, or with what may be typed behind it."""
    words = said[1:].removeprefix(PREFIX).split()
    names = {typed[1 : 1 + len(name)]: each for typed, each in slash().items() for name in [_name(typed)]}
    for number in (2, 1):
        declared = names.get(" ".join(words[:number]))
        if declared is not None and len(words) >= number:
            return _takes(declared, words[number:])
    return len(words) == 1 and any(name.startswith(f"{words[0]} ") for name in names)  # what several begin with


def _name(typed: str) -> str:
    """The name of a command that is typed so."""
    return re.split(r" (?=[\[A-Z]|\S*\|)", typed[1:], maxsplit=1)[0]


def _takes(declared: Declaration, words: list[str]) -> bool:
    """Whether a command takes these words: a word for each question, the rest for the last."""
    asks = () if declared.form else declared.asks
    return not words or (bool(asks) and all(_fits(ask, word) for ask, word in zip(asks, words, strict=False)))


def _fits(ask: Question, word: str) -> bool:
    values = {value for value, _ in ask.choices}
    return ask.kind is not Kind.CHOICE or set(word.strip("[]").split("|")) <= values


def is_operators(said: str) -> bool:
    """Whether there is such a command of the operator's: its words, or the group's, and no option that it lacks."""
    words = re.split(r" [>|&#] ", said.removeprefix("sudo ").removeprefix(".venv/bin/"))[0].split()
    for number in range(len(words), 0, -1):
        path, switches = " ".join(words[:number]), set(SWITCH.findall(" ".join(words[number:])))
        if path in operators():
            return switches <= set(SWITCH.findall(operators()[path]))
        if number == len(words) and any(each.startswith(f"{path} ") for each in operators()):
            return True
    return False
