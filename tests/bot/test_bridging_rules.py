"""How organisers' words are read: codes as people type them, and whom they mean."""

from __future__ import annotations

import pytest

from adapters.contract.refs import AccountRef
from bot import codes
from bot.whom import account_in

ON_SLACK, ON_DISCORD = AccountRef("slack", "T1", "U0PAT"), AccountRef("discord", "", "1234567")


def test_codes_differ_and_look_like_nothing_else() -> None:
    made = {codes.new() for _ in range(100)}

    assert len(made) == 100
    assert not set("".join(made)) & set("01IO")


def test_a_code_may_be_typed_in_any_way() -> None:
    code = codes.new()

    assert codes.key(code) == codes.key(f" {code.replace('-', ' ').lower()} ")
    assert codes.key(code) != codes.key(code[:-1])
    assert code not in codes.key(code)


@pytest.mark.parametrize(
    ("text", "like", "account"),
    [
        ("<@U0ANN|ann.archer>", ON_SLACK, AccountRef("slack", "T1", "U0ANN")),
        ("<@U0ANN>", ON_SLACK, AccountRef("slack", "T1", "U0ANN")),
        ("U0ANN42", ON_SLACK, None),
        (" <@!987654321> ", ON_DISCORD, AccountRef("discord", "", "987654321")),
        ("987654321012345678", ON_DISCORD, None),
        ("Ann", ON_SLACK, None),
        ("@ann.archer", ON_SLACK, None),
        ("ANNARCHER", ON_SLACK, None),
        ("<#C0TALK>", ON_SLACK, None),
        ("<@U0ANN> and others", ON_SLACK, None),
    ],
)
def test_whom_somebody_means(text: str, like: AccountRef, account: AccountRef | None) -> None:
    assert account_in(text, like) == account


@pytest.mark.parametrize("account", [ON_SLACK, ON_DISCORD])
def test_an_account_is_read_as_it_was_written(account: AccountRef) -> None:
    assert AccountRef.parse(str(account)) == account
