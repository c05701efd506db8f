"""A request without an answer is made again; when the first one happens after all, it changes nothing in the end."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.contract.content import Content, Emoji
from adapters.contract.refs import ChannelRef, MessageRef
from bot.relay.hear import BETWEEN_EDITS
from tests.fakes.platform import lost
from tests.stories.conftest import World


async def test_a_post_that_lands_late_is_found_and_removed(world: World) -> None:
    world.blue.trouble("send", lost)
    await world.red.say("Ann", world.talk(world.red), "once")
    await world.rest()
    await world.later(6)
    [copy] = world.blue.shown(world.talk(world.blue))
    await world.blue.send(world.talk(world.blue), copy.content, token=copy.token)
    await world.later(61)

    assert world.lines(world.blue) == ["Ann · Red: once"]


async def test_a_post_that_lands_late_goes_though_it_was_edited_while_it_was_made_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.blue.tokens = False  # a post is known by what it shows
    world.blue.trouble("send", lost, performs=False)
    posted = await world.red.say("Ann", world.talk(world.red), "One bed.")
    await world.rest()
    look, landing = world.blue.find, list[dict[str, Any]]()

    async def find(channel: ChannelRef, content: Content, **by: Any) -> tuple[MessageRef, ...]:
        if not landing:
            landing.append({"content": content, "token": by["token"], "persona": by["persona"]})
            await world.red.change(posted, "Two beds.")
        return await look(channel, content, **by)

    monkeypatch.setattr(world.blue, "find", find)
    await world.later(6)
    await world.later(BETWEEN_EDITS)
    assert world.lines(world.blue) == ["Ann · Red: Two beds."]

    await world.blue.send(world.talk(world.blue), **landing[0])
    await world.later(61)
    assert world.lines(world.blue) == ["Ann · Red: Two beds."]


async def test_a_reaction_that_lands_late_is_taken_off_again(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "once")
    await world.rest()
    world.blue.trouble("react", lost)
    await world.red.put("Bob", posted.message, "👍")
    await world.rest()
    await world.later(6)
    [copy] = world.blue.shown(world.talk(world.blue))
    assert copy.reactions == {("👍", "Unsilo")}
    await world.red.put("Bob", posted.message, "👍", present=False)
    await world.rest()
    assert not copy.reactions
    await world.blue.react(copy.ref, Emoji("thumbsup", "👍"), present=True)
    await world.later(61)

    assert not copy.reactions


async def test_an_edit_that_lands_late_does_not_stay(world: World) -> None:
    posted = await world.red.say("Ann", world.talk(world.red), "One bed.")
    await world.rest()
    [copy] = world.blue.shown(world.talk(world.blue))
    world.blue.trouble("edit", lost)
    await world.red.change(posted, "Two beds.")
    await world.later(BETWEEN_EDITS)
    await world.later(6)
    assert world.lines(world.blue) == ["Ann · Red: Two beds."]
    landing = copy.content
    await world.red.change(posted, "Three beds.")
    await world.later(BETWEEN_EDITS)
    assert world.lines(world.blue) == ["Ann · Red: Three beds."]
    copy.content = landing
    await world.later(61)

    assert world.lines(world.blue) == ["Ann · Red: Three beds."]
