"""Why something was not done comes from the platforms, and is kept as English: whoever reads Welsh is told in Welsh."""

from __future__ import annotations

import re

import pytest

from adapters.contract.content import Text
from adapters.contract.errors import Refused, Why
from adapters.contract.incoming import Connected
from adapters.discord.errors import refusal
from adapters.slack.files import too_large
from bot import texts
from bot.bridging import status_texts
from bot.texts import reason_texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.telling import named, told
from tests.stories.test_language import pseudo as pseudo
from tests.stories.test_language import translated as translated

pytestmark = pytest.mark.usefixtures("translated")
BLOCKED = refusal(400, {"code": 200000})
HIDDEN = refusal(403, {"code": 50001})


async def test_a_sender_is_told_why_in_their_language_and_another_in_theirs(
    world: World, ann: Member, bert: Member
) -> None:
    await ann.use("language", name="cymraeg")
    world.blue.trouble("send", lambda: too_large("scan.pdf", 5))
    await ann.say("naughty")
    world.red.trouble("send", lambda: BLOCKED)
    await bert.say("naughty, too")

    missing = texts.did_not_reach(Text(texts.YOUR_MESSAGE), "Red")
    assert told(ann).endswith(" ⟦The file scan.pdf is larger than 5 bytes.⟧")
    assert told(bert) == f"{missing} {BLOCKED}"


async def test_what_the_platform_said_itself_stands_in_the_sentence_as_it_was_said(world: World, ann: Member) -> None:
    await ann.use("language", name="cymraeg")
    world.blue.trouble("send", lambda: refusal(400, {"message": "It is gone"}))
    world.green.trouble("send", lambda: Refused("Nobody wrote this.", Why.UNACCEPTABLE))
    await ann.say("naughty")

    assert "⟦Discord does not take this: It is gone.⟧" in told(ann)
    assert "⟧ Nobody wrote this." in told(ann)


async def test_an_organiser_reads_in_the_status_why_a_channel_cannot_be_used_and_what_was_given_up(
    world: World, rosa: Member, ann: Member
) -> None:
    world.blue.trouble("send", lambda: BLOCKED)
    await ann.say("naughty")
    world.green.trouble("send", lambda: HIDDEN, times=99)
    await ann.say("fine")
    await rosa.use("language", name="cymraeg")
    status = await rosa.told("bridge status")
    await rosa.use("language", name="english")
    in_english = await rosa.told("bridge status")

    assert f"⟦Failed: 1. ⟦{BLOCKED}⟧⟧" in status.splitlines()
    assert f". ⟦{HIDDEN}⟧⟧" in status
    assert "⟦" not in in_english and status_texts.failed(1, str(BLOCKED)) in in_english


async def test_organisers_are_told_in_their_letter_box_why_a_channel_cannot_be_read(world: World, rosa: Member) -> None:
    await rosa.use("language", name="cymraeg")
    await named(rosa)
    world.blue.trouble("since", lambda: HIDDEN)
    await world.bot.app.heard(Connected("again", world.clock.now(), world.blue.community))
    await world.caught_up()
    away = texts.away("Blue", "Discharge", reason_texts.cannot_read(str(HIDDEN)))

    assert away.endswith(f"{reason_texts.CANNOT_READ} {HIDDEN}")
    assert f"⟦{reason_texts.CANNOT_READ}⟧ ⟦{HIDDEN}⟧⟧" in told(rosa)


async def test_whoever_types_what_there_is_not_is_told_what_there_is_in_their_language(
    ann: Member, bert: Member
) -> None:
    await ann.use("language", name="cymraeg")
    typed = [await who.types("bridge frobnicate") for who in (ann, bert)]

    assert typed[0].startswith("⟦There is no command /bridge frobnicate.⟧\n⟦Here is what you can use:⟧\n/bridge ")
    assert all(re.search(": ⟦[^⟦⟧]+⟧$", line) for line in typed[0].splitlines()[2:])
    assert typed[1].startswith("There is no command /bridge frobnicate.\nHere is what you can use:\n/bridge ")
    assert await ann.forge("gone", "1") == f"⟦{texts.UNKNOWN_COMMAND}⟧"
    assert await bert.forge("gone", "1") == texts.UNKNOWN_COMMAND
