"""What somebody writes turns nobody's reading of the words beside it, on a bridge or in a conversation."""

from __future__ import annotations

from bot.introductions import talk, texts
from tests.stories.asking import Member
from tests.stories.conftest import World
from tests.stories.introducing import ann_and_bob, asked

TURNED = "a\u202egnp.exe\u2066"
HEBREW = "שלום\u200f 👩\u200d⚕️"


async def test_an_override_does_not_cross_a_bridge_and_other_scripts_do(world: World, ann: Member) -> None:
    world.red.names["Ann"] = "\u202ennA"
    await ann.say(f"{TURNED} {HEBREW}")

    [line] = world.lines(world.blue)
    assert line.endswith(f": agnp.exe {HEBREW}")
    assert not any(mark in line for mark in "\u202e\u2066")


async def test_nor_does_it_reach_somebody_in_a_conversation(world: World) -> None:
    ann, bob = await asked(await ann_and_bob(world))
    await bob.answer(texts.YES)
    await ann.platform.say("Ann", ann.letter(talk.YOU_ALL).ref.as_thread, f"{TURNED} {HEBREW}")
    await world.rest()

    assert bob.platform.lines(bob.box)[-1] == f"Ann: agnp.exe {HEBREW}"
