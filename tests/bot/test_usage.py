"""What is said of commands that there are not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from adapters.contract.commands import Declaration, Way, ask
from adapters.contract.content import Code
from adapters.contract.walk import leaves, text_of
from bot.texts import usage_texts as texts
from bot.texts.usage_texts import usage


@dataclass(frozen=True)
class Ticket:
    code: str = ask("Code")
    where: str = ask("Where", choices=(("here", "Only here"), ("everywhere", "Everywhere")), default="")


DECLARED = (
    Declaration("bridge create", "Create", "Make a bridge"),
    Declaration("bridge join", "Join", "Join a bridge", Ticket),
    Declaration("bridge confirm", "Confirm", "Only behind a button", ways=frozenset({Way.BUTTON})),
    Declaration("bridge look", "Look", "Only in a menu", ways=frozenset({Way.MENU})),
    Declaration("ask", "Ask", "Ask anything"),
)
OF_BRIDGES = [
    texts.WHAT_THERE_IS,
    "/bridge create: Make a bridge",
    "/bridge join CODE [here|everywhere]: Join a bridge",
]


def test_whoever_types_what_there_is_not_is_told_what_there_is() -> None:
    assert text_of(usage(DECLARED, "bridge destroy")).splitlines() == [
        "There is no command /bridge destroy.",
        *OF_BRIDGES,
    ]
    assert text_of(usage(DECLARED, "bridge")).splitlines() == OF_BRIDGES
    assert text_of(usage(DECLARED, "other thing")) == texts.NO_SUCH_COMMAND


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<!all>", "/bridge <!all>"),
        ("x" * 50, f"/bridge {'x' * 39}…"),
        ("a\nb\u202e", "/bridge a b"),
        ("\0", "/bridge"),
    ],
)
def test_what_somebody_typed_is_said_back_as_code_in_one_short_line(typed: str, said: str) -> None:
    first = next(each for each in leaves(usage(DECLARED, f"bridge {typed}")) if isinstance(each, Code))

    assert first == Code(said)
