"""Reactions whose event was missed are found in history, which dates none: what may have been kept in stays so."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters.contract.incoming import Connected
from adapters.contract.refs import MessageRef
from adapters.contract.walk import text_of
from bot import forgetting
from bot.privacy import texts as privacy_texts
from tests.rows import rows
from tests.stories.asking import Member
from tests.stories.conftest import World

HOUR = 3600.0
ON = {
    "chatham": ("Rosa", "bridge chatham", {"rule": "on"}),
    "opted out": ("Ann", "bridge optout", {"where": "here"}),
    "muted": ("Rosa", "bridge mute", {"who": "<@Ann>", "time": "1h"}),
    "paused": ("Rosa", "bridge pause", {"what": "here"}),
    "paused there": ("Bert", "bridge pause", {"what": "here"}),
    "only receives": ("Rosa", "bridge direction", {"direction": "in"}),
}
OFF = {
    "chatham": ("Rosa", "bridge chatham", {"rule": "off"}),
    "opted out": ("Ann", "bridge optin", {"where": "here"}),
    "paused": ("Rosa", "bridge resume", {"what": "here"}),
    "paused there": ("Bert", "bridge resume", {"what": "here"}),
    "only receives": ("Rosa", "bridge direction", {"direction": "both"}),
}


@pytest.fixture
def people(world: World, ann: Member, rosa: Member, bert: Member) -> dict[str, Member]:
    """By name."""
    return {each.name: each for each in (ann, rosa, bert)}


async def copied(world: World, bert: Member) -> tuple[MessageRef, MessageRef]:
    """A message of Bert's, and its copy in Ann's channel."""
    posted = await world.blue.say("Bert", bert.channel, "Shall we?")
    await world.rest()
    copy = next(each for each in world.red.shown(world.talk(world.red)) if "Shall we?" in each.text)
    return posted.message, copy.ref


async def unheard(world: World, message: MessageRef, emoji: str) -> None:
    """Ann reacts, and no event of it comes."""
    world.red.core, core = None, world.red.core
    await world.red.put("Ann", message, emoji)
    world.red.core = core


async def looks(world: World) -> None:
    """The bot connects anew, and reads what it missed."""
    world.clock.advance(60)
    now = world.clock.now()
    assert world.red.core is not None
    await world.red.core.heard(Connected(f"again {now}", now, world.red.community, "Red"))
    await world.caught_up()
    await world.later(100)


@pytest.mark.parametrize("how", ON)
async def test_one_that_was_given_while_it_was_to_stay_never_crosses_with_its_name(
    world: World, people: dict[str, Member], how: str
) -> None:
    bert = people["Bert"]
    message, copy = await copied(world, bert)
    who, command, answers = ON[how]
    await people[who].use(command, **answers)
    world.clock.advance(30)
    await unheard(world, copy, "👍")
    world.clock.advance(HOUR + 60)
    if how in OFF:
        who, command, answers = OFF[how]
        await people[who].use(command, **answers)
    for _ in range(3):
        await looks(world)

    assert "Ann" not in text_of(await bert.choose(message, "who-reacted"))
    if how != "chatham":
        assert world.blue.messages[message.id].reactions == set()


@pytest.mark.parametrize("how", OFF)
async def test_one_that_was_given_after_the_bot_had_looked_again_crosses(
    world: World, people: dict[str, Member], how: str
) -> None:
    bert = people["Bert"]
    message, copy = await copied(world, bert)
    for who, command, answers in (ON[how], OFF[how]):
        world.clock.advance(60)
        await people[who].use(command, **answers)
    await looks(world)
    await unheard(world, copy, "👍")
    await looks(world)

    assert world.blue.messages[message.id].reactions == {("👍", "Unsilo")}
    assert "Ann" in text_of(await bert.choose(message, "who-reacted"))


async def test_none_comes_back_of_whoever_had_their_data_removed(world: World, ann: Member, bert: Member) -> None:
    message, copy = await copied(world, bert)
    await world.red.put("Ann", copy, "👍")
    await world.rest()
    assert world.blue.messages[message.id].reactions == {("👍", "Unsilo")}
    world.clock.advance(1)
    await ann.press(await ann.use("forget"), privacy_texts.YES_REMOVE)
    for _ in range(3):
        world.clock.advance(60)
        await world.database.write(lambda unit: forgetting.sweep(world.clock.now(), unit))
        await looks(world)

    assert world.blue.messages[message.id].reactions == set()
    assert await rows(world.database, text("SELECT * FROM reaction")) == []
    await world.red.put("Ann", copy, "🎉")
    await world.rest()
    assert world.blue.messages[message.id].reactions == {("🎉", "Unsilo")}
