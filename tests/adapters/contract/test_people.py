"""Who is mentioned in a command: only people that there are."""

from __future__ import annotations

from adapters.contract.commands import Answers
from adapters.contract.people import without_strangers


async def test_strangers_are_no_mentions() -> None:
    async def known(id: str) -> bool:
        return id == "U1"

    answers: Answers = {"who": "<@U1|ann> <@U2|bob> <@!3>", "days": ("<@U2>",)}
    assert await without_strangers(answers, known) == {"who": "<@U1|ann> @U2 @3", "days": ("<@U2>",)}
    assert await without_strangers({"who": "<@U1>"}, known) == {"who": "<@U1>"}
