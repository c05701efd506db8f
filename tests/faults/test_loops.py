"""Bridges beside bridges: what crossed does not come back, and what goes round by another bridge ends soon."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from adapters.contract.refs import ChannelRef
from adapters.discord.platform import DiscordPlatform
from bot.bot import Bot
from bot.relay import texts
from bot.relay.gate import ECHOES
from sandbox.discord.bodies import Draft
from sandbox.discord.messages import Writer, create
from sandbox.discord.model import User
from sandbox.discord.permissions import BRIDGE
from storage.database import Database
from tests.conftest import migrate, sqlite
from tests.gaps.town import GLANCE, Ahead, Awake, Side, Town, awake, bridged, town
from tests.whole import Whole

SAID = "Who has a bed?"


def shown(side: Side, channel: str = "") -> dict[str, str]:
    """What a channel shows: by id, oldest first."""
    place = channel or side.channel
    if side.platform == "slack":
        told = side.server.workspace(side.community).channels[place].messages
        return {ts: each["text"] for ts, each in told.items()}
    return {id: each.content for id, each in side.server.world.channels[place].messages.items()}


def count(side: Side, text: str, channel: str = "") -> int:
    """How often a channel shows a text."""
    return sum(text in each for each in shown(side, channel).values())


async def test_what_crossed_under_custom_names_does_not_come_back(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            here, there = place.bridges[0]
            await here.say("From Slack.")
            await bot.until(lambda: count(there, "From Slack.") == 1)
            await there.say("From Discord.")
            await bot.until(lambda: count(here, "From Discord.") == 1)
            await bot.look()  # history shows the copies too
            await asyncio.gather(here.say("The end here."), there.say("The end there."))
            await bot.until(lambda: count(there, "The end here.") == count(here, "The end there.") == 1)

            everything = {"From Slack.", "From Discord.", "The end here.", "The end there."}
            for side in (here, there):
                assert {text: count(side, text) for text in everything} == dict.fromkeys(everything, 1)


async def mirror(here: Side, there: Side) -> None:
    """Another bridge between the same two channels, which knows only its own messages."""
    robot = here.server.add_user(here.community, "mirror", bot=True).id
    here.server.workspace(here.community).channels[here.channel].members[robot] = None
    world = there.server.world
    channel = world.channels[there.channel]
    hook = there.server.add_webhook(channel, "Mirror")
    seen = {*shown(here), *shown(there)}
    while True:
        for ts, text in [*shown(here).items()]:
            if ts not in seen:
                writer = Writer(User(hook.id, "Somebody, mirrored"), "person", hook.id)
                seen |= {ts, create(world, channel, writer, Draft(content=text)).id}
        for id, text in [*shown(there).items()]:
            if id not in seen:
                post = here.server.acts["post"](here.community, robot, here.channel, text, username="Mirrored")
                seen |= {id, (await post)["message"]}
        await asyncio.sleep(GLANCE)


async def test_another_bridge_in_the_room_goes_round_a_few_times_and_organisers_are_told(database_url: str) -> None:
    async with town(1) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            here, there = place.bridges[0]
            other = asyncio.create_task(mirror(here, there))
            try:
                await asyncio.sleep(0)  # it looks at what there is
                await here.say(SAID)
                await bot.until(lambda: count(here, texts.ECHOES_WHY) > 0 and count(there, texts.ECHOES_WHY) > 0)
                await bot.rest()
                await here.say("Still here?", 1)
                await bot.until(lambda: count(there, "Still here?") >= 2)  # our copy, and that of the other
                await bot.rest()
            finally:
                other.cancel()
                await asyncio.gather(other, return_exceptions=True)
            ours = [each for each in place.sandbox.ledger.entries if each.who == "bot" and each.act == "post"]
            copies = [each for each in ours if SAID in str(each.data)]

            assert ECHOES <= len(copies) <= 1 + 2 * (ECHOES - 1)


@asynccontextmanager
async def installation(place: Town, token: str, folder: Path, ends: tuple[ChannelRef, ...]) -> AsyncIterator[Awake]:
    """A bot on Discord with a database of its own that bridges these channels."""
    url = sqlite(folder / f"{token}.sqlite3")
    await migrate(url)
    platform = DiscordPlatform(token, api_url=place.sandbox.discord.api_url)
    async with Ahead() as clock, Database(url) as database:
        await database.write(lambda unit: unit.bridges.add("Beds", ends, 0.0))
        bot = Bot(database, (platform,), Whole(database, clock).features, clock)
        began, task = clock.now(), asyncio.create_task(bot.run())
        made = Awake(bot, place, task, database)
        try:
            await made.until(lambda: all(bot.catchup.looked.get(end, 0.0) >= began for end in ends))
            yield made
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


# Nothing in what a platform tells of a message says which software posted it, so an installation takes the other's
# copies for those of any bot. What ends the round is that they repeat themselves.
async def test_two_installations_on_the_same_channels_stop_copying_each_other(tmp_path: Path) -> None:
    async with town(1) as place, AsyncExitStack() as stack:
        discord, (_, there) = place.sandbox.discord, place.bridges[0]
        second = discord.add_channel(there.community, "second").id
        ends = (there.ref, ChannelRef("discord", there.community, second))
        tokens = ("installation-one", "installation-two")
        bots = []
        for token in tokens:
            discord.add_bot(token, name=token, permissions=BRIDGE)
            bots.append(await stack.enter_async_context(installation(place, token, tmp_path, ends)))
        await there.say(SAID)
        places = (there.channel, second)
        await bots[0].until(lambda: all(count(there, texts.ECHOES_WHY, channel) >= 2 for channel in places))
        for bot in bots:
            async with asyncio.timeout(100):
                await bot.bot.dispatcher.rest()
        copies = sum(count(there, SAID, channel) for channel in places) - 1

        assert copies <= len(bots) * (1 + 2 * (ECHOES - 1))
