"""Only what people write into forms and asks is ever embedded: what hears messages knows nothing that embeds."""

from __future__ import annotations

import inspect

import bot.embedding.renewing
import bot.embedding.understanding
from bot.embedding.understanding import Understanding
from tests.house.tree import ROOT, imported, modules

EMBEDS = ("bot.embedding.understanding", "bot.embedding.encoding", "bot.embedding.renewing", "matching")
HEARS_MESSAGES = ("relay", "bridging", "moderating", "consent")  # features
AND = ("app", "bot", "catchup", "missed", "copying", "dispatcher", "performer", "showing", "watch", "withdrawing")


def reaches(start: str) -> set[str]:
    """The modules of ours that a module imports, and those import."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        path = ROOT.joinpath(*name.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if name in seen or not file.exists():
            continue
        seen.add(name)
        for found in imported(file):
            todo += [found, found.rpartition(".")[0]] if found.startswith(("bot", "matching")) else []
    return seen


def test_what_hears_and_carries_messages_reaches_nothing_that_embeds() -> None:
    hearing = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in HEARS_MESSAGES
        for path in modules(f"bot/{folder}")
    ]
    found = {name: reached for name in [*hearing, *(f"bot.{it}" for it in AND)] if (reached := embedding(name))}

    assert hearing
    assert found == {}


def embedding(name: str) -> set[str]:
    return {each for each in reaches(name) if each.startswith(EMBEDS)}


def test_the_check_sees_what_it_looks_for() -> None:
    assert {"bot.embedding.understanding", "bot.embedding.encoding", "matching"} <= embedding("bot.compose")


def test_no_message_goes_into_understanding() -> None:
    """Its doors take texts of forms and asks; none of its modules knows what a message is."""
    for module in (bot.embedding.understanding, bot.embedding.renewing):
        names = imported(ROOT.joinpath(*module.__name__.split(".")).with_suffix(".py"))
        assert not [name for name in names if name.startswith("adapters") or "messages" in name]
    assert list(inspect.signature(Understanding.encode).parameters) == ["self", "asked"]
