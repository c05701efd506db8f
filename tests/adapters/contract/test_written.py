"""Answers hold what people can have typed: nothing that turns how others read, or that no database takes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from adapters.contract.commands import Declaration, Misunderstood, ask


@dataclass(frozen=True)
class Asked:
    """A question and one that may be left out."""

    name: str = ask("Name", max_length=40)
    more: str = ask("More", default="none")


DECLARED = Declaration("ask", "Ask", "Ask something", Asked)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("falls\u202egnp.exe", "fallsgnp.exe"),
        ("\u2066falls\u2069", "falls"),
        ("fa\0lls\ud83d", "falls"),
        ("two\nlines\tand", "two\nlines\tand"),
        ("سقوط 👩‍⚕️", "سقوط 👩‍⚕️"),
    ],
)
def test_what_nobody_types_is_no_part_of_an_answer(typed: str, taken: str) -> None:
    assert DECLARED.read({"name": typed}).name == taken


def test_an_answer_of_nothing_else_is_none() -> None:
    with pytest.raises(Misunderstood):
        DECLARED.read({"name": "\u202e\0"})
    assert DECLARED.read({"name": "falls", "more": "\u202e"}).more == "none"
