"""Whoever asks for somebody in vain sees what they would if that person had been asked; that person sees nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot import forgetting
from bot.introductions import texts
from storage.profiles import Sector
from tests.stories.conftest import World
from tests.stories.introducing import DAY, HOUR, Neighbour, ann_and_bob, passes, settle_in, until_morning, wants

SHOWN = ("introductions", "introductions you asked for", "people you were asked about")
WAYS = ("blocked", "paused", "left", "asks only", "blocked later", "paused later", "left later", "asks only later")


async def records(who: Neighbour) -> dict[str, Any]:
    """What /privacy counts and /mydata writes down of introductions."""
    found = await who.world.database.read(lambda unit: forgetting.everything([who.account], unit))
    return {title: found.get(title) for title in SHOWN}


async def sees(who: Neighbour) -> str:
    """All that somebody can see of the introductions that they asked for."""
    lines = (await who.told("privacy")).splitlines()
    counted = [line for line in lines if "introduc" in line or "asked about" in line]
    told = who.read().count(f"{texts.DID_NOT_WORK_OUT}\n{texts.COMMON}"), who.has(texts.DID_NOT_WORK_OUT)
    return f"{counted} {await records(who)} {await who.told('intro history')} {told}".replace(who.name, "NAME")


async def keeps_away(who: Neighbour, how: str, employer: str) -> None:
    """Somebody sees to it that they are not asked."""
    match how.removesuffix(" later"):
        case "blocked":
            await who.told("intro block", kind="employer", who=employer)
        case "paused":
            await who.told("intro pause", until="12")
        case "left":
            await who.told("intro leave")
        case _:
            await who.world.database.write(lambda unit: unit.takers.change(who.person, frequency="when I ask"))


@pytest.mark.parametrize("how", WAYS)
async def test_whoever_asks_sees_the_same_whether_or_not_the_other_is_asked(world: World, how: str) -> None:
    await until_morning(world)
    ann, amy = [
        await settle_in(world, world.red, name, Sector.NHS, employer=f"{name} Trust") for name in ("Ann", "Amy")
    ]
    bob, ben = [await settle_in(world, world.blue, name, Sector.SOCIAL_CARE) for name in ("Bob", "Ben")]
    for who in (ann, amy):  # they may be written to late, too
        wishes = {"starts": 0, "ends": 23 * 60, "days": "0123456"}
        await world.database.write(lambda unit, who=who, wishes=wishes: unit.takers.change(who.person, **wishes))  # type: ignore[misc]
    await world.understanding.rest()
    world.clock.advance(10 * HOUR)  # it is 8pm: Bob is asked in the morning
    if not how.endswith(" later"):
        await keeps_away(ben, how, "Amy Trust")
    assert await wants(ann, bob) == await wants(amy, ben)
    before, asked_bob = await records(ben), False
    if how.endswith(" later"):
        await keeps_away(ben, how, "Amy Trust")

    for seconds in (0.0, HOUR, 13 * HOUR, DAY, 8 * DAY, 2 * DAY):
        await passes(world, seconds)
        assert await sees(ann) == await sees(amy)
        assert await records(ben) == before
        assert not ben.has(texts.ASKED_FOR)
        asked_bob |= bob.has(texts.ASKED_FOR)
    assert asked_bob and ann.has(texts.DID_NOT_WORK_OUT)


async def test_whoever_takes_a_block_back_does_not_learn_that_the_other_asked_meanwhile(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    await ann.told("intro block", kind="employer", who="Oak House")
    await wants(bob, ann)
    await passes(world)
    await ann.told("intro unblock", kind="employer", who="Oak House")

    assert (await wants(ann, bob)).startswith(texts.ASKED.partition("{")[0])
    await passes(world)
    assert bob.has(texts.ASKED_FOR)


async def test_whoever_said_no_does_not_read_what_became_of_it_without_them(world: World) -> None:
    ann, bob = await ann_and_bob(world)
    cat = await settle_in(world, world.green, "Cat", Sector.CHARITY)
    facts = {"sector": "nhs", "overlap": "", "round_id": None, "turn": 0}
    said = ((ann, "yes"), (bob, "yes"), (cat, "not now"))
    parties = [{**facts, "person": who.person, "account": who.account, "name": "", "answer": it} for who, it in said]
    now = world.clock.now()
    id = await world.database.write(lambda unit: unit.introductions.propose("round", parties, now, now))
    assert id is not None
    await world.database.write(lambda unit: unit.introductions.move(id, "proposed", "open", opened_at=now))

    [ann_reads], [cat_reads] = [(await records(who))["introductions"] for who in (ann, cat)]
    assert (ann_reads["state"], ann_reads["opened_at"]) == ("open", now)
    assert cat_reads["state"] == "closed" and "opened_at" not in cat_reads
