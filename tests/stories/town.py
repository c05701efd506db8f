"""A Slack workspace and a Discord server with the bot in both, through the real adapters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import SecretStr

from adapters.contract.incoming import Connected, Incoming
from adapters.contract.platform import Platform
from bot import compose
from bot.bot import Bot
from bot.clock import Clock, SystemClock
from bot.embedding.understanding import Understanding
from bot.feature import Handler, Tick
from bot.settings import Settings, SlackWorkspace
from sandbox.discord.permissions import BRIDGE, Permission
from sandbox.ledger import Entry
from sandbox.server import Sandbox
from storage.database import Database, Unit
from tests.keys import OLD
from tests.whole import Whole

Json = dict[str, Any]
T = TypeVar("T")
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
TOKEN = "the-bot's-token"


class Arrivals:
    """A feature that hears to which communities the bot is connected."""

    handlers: tuple[Handler, ...] = ()
    ticks: tuple[Tick, ...] = ()

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._communities: asyncio.Queue[str] = asyncio.Queue()

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        if isinstance(incoming, Connected):  # a unit of work is done in the database's own thread
            self._loop.call_soon_threadsafe(self._communities.put_nowait, str(incoming.community))

    async def of(self, count: int) -> None:
        """Wait until the bot is connected to so many communities."""
        met: set[str] = set()
        while len(met) < count:
            met.add(await self._communities.get())


@dataclass
class Town:
    """A workspace and a server, the bot in both, and one organiser and one member in each."""

    sandbox: Sandbox
    database: Database
    slack: dict[str, str]
    discord: dict[str, str]
    platforms: Sequence[Platform]
    clock: Clock
    understanding: Understanding
    bot: Bot

    async def tick(self, name: str) -> None:
        """Do timed work now, which would be due later."""
        [work] = [tick for tick in self.bot._ticks if tick.name == name]
        self.bot._due.ask(work)
        async with asyncio.timeout(PATIENCE):
            await self.bot.ticked()

    async def delivered(self) -> None:
        """Wait until all that is due was performed, and what became of it is recorded: until then a message may be read
        that the bot does not know yet.
        """
        async with asyncio.timeout(PATIENCE):
            await self.bot.dispatcher.rest()

    async def until(self, met: Callable[[], T | None]) -> T:
        """Wait until something is there, and return it."""
        happened = asyncio.Event()

        def watch(_: Entry) -> None:
            happened.set()

        self.sandbox.ledger.watchers.append(watch)
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := met()):
                    happened.clear()
                    await happened.wait()
        finally:
            self.sandbox.ledger.watchers.remove(watch)
        return found

    async def on_slack(self, act: str, who: str = "pat", **more: Any) -> Json:
        """Somebody on Slack does something, in the channel."""
        where = {"community": self.slack["team"], "user": self.slack[who], "channel": self.slack["channel"]}
        return await self.sandbox.slack.acts[act](**{**where, **more})

    async def on_discord(self, act: str, who: str = "dana", **more: Any) -> Json:
        """Somebody on Discord does something, in the channel."""
        where = {"community": self.discord["guild"], "user": self.discord[who], "channel": self.discord["channel"]}
        return await self.sandbox.discord.acts[act](**{**where, **more})

    async def slack_told(self, words: str, who: str = "pat") -> Json:
        """What somebody on Slack alone is told, once it holds these words."""
        hidden = self.sandbox.slack.workspace(self.slack["team"]).ephemerals
        return await self.until(
            lambda: next((it for it in hidden.get(self.slack[who], []) if words in it["text"]), None)
        )

    async def discord_told(self, words: str, who: str = "dana") -> Any:
        """What somebody on Discord alone is told, once it holds these words."""
        hidden, me = self.sandbox.discord.world.ephemerals, self.discord[who]
        return await self.until(lambda: next((it for it in hidden.get(me, {}).values() if words in it.content), None))

    async def slack_shows(self, words: str, where: str = "channel") -> Json:
        """The message in a Slack channel that holds these words, once it is there."""
        channel = self.sandbox.slack.workspace(self.slack["team"]).channels[self.slack[where]]
        return await self.until(lambda: next((it for it in channel.messages.values() if words in it["text"]), None))

    async def discord_shows(self, words: str, where: str = "channel") -> Any:
        """The message in a Discord channel that holds these words, once it is there."""
        channel = self.sandbox.discord.world.channels[self.discord[where]]
        return await self.until(lambda: next((it for it in channel.messages.values() if words in it.content), None))

    async def slack_letter(self, words: str) -> Json:
        """A private message of the bot on Slack that holds these words, once it is there."""
        channels = self.sandbox.slack.workspace(self.slack["team"]).channels
        return await self.until(
            lambda: next(
                (
                    it
                    for place in channels.values()
                    if place.kind == "im"
                    for it in place.messages.values()
                    if words in it["text"]
                ),
                None,
            )
        )

    async def discord_letter(self, words: str) -> Any:
        """A message on Discord, in whichever channel, that holds these words, once it is there."""
        channels = self.sandbox.discord.world.channels
        return await self.until(
            lambda: next(
                (it for place in channels.values() for it in place.messages.values() if words in it.content), None
            )
        )

    async def fill_on_slack(self, values: Json, who: str = "pat") -> None:
        """Somebody on Slack submits the form that is open before them, once it is."""
        forms = self.sandbox.slack.workspace(self.slack["team"]).stacks
        form = (await self.until(lambda: forms.get(self.slack[who])))[-1]
        await self.sandbox.slack.acts["submit"](
            community=self.slack["team"], user=self.slack[who], form=form, values=values
        )

    async def press_on_slack(self, message: Json, label: str, who: str = "pat", where: str = "channel") -> None:
        """Somebody on Slack presses a button of a message."""
        buttons = [it for block in message["blocks"] if block["type"] == "actions" for it in block["elements"]]
        [button] = [it for it in buttons if it["text"]["text"] == label]
        pressed = {"message": message["ts"], "action": button["action_id"], "value": button.get("value")}
        await self.on_slack("press", who, channel=self.slack[where], **pressed)

    async def press_on_discord(self, message: Any, label: str, who: str = "dana") -> None:
        """Somebody on Discord presses a button of a message."""
        [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
        await self.on_discord("press", who, message=message.id, action=button["custom_id"])


@asynccontextmanager
async def open_town(sqlite_url: str, keys: tuple[str, ...] = (OLD,)) -> AsyncIterator[Town]:
    """The bot runs between both platforms, with no bridge."""
    async with Sandbox(limits=False) as sandbox:
        workspace = sandbox.slack.add_workspace("T0NORTH", "North Trust", manifest=compose.slack_manifest())
        guild = sandbox.discord.add_guild(name="Care Commons")
        sandbox.discord.add_bot(
            TOKEN, guilds=[guild], permissions=BRIDGE | Permission.MANAGE_MESSAGES | Permission.CREATE_EVENTS
        )
        slack = {
            "team": workspace.id,
            "pat": sandbox.slack.add_user(workspace.id, "Pat", admin=True).id,
            "paul": sandbox.slack.add_user(workspace.id, "Paul").id,
            "channel": sandbox.slack.add_channel(workspace.id, "falls").id,
            "room": sandbox.slack.add_channel(workspace.id, "organisers").id,
        }
        discord = {
            "guild": guild.id,
            "channel": sandbox.discord.add_channel(guild, "falls").id,
            "room": sandbox.discord.add_channel(guild, "organisers").id,
            "dana": sandbox.discord.add_user(guild, "dana", "Dana", admin=True).id,
            "dave": sandbox.discord.add_user(guild, "dave", "Dave").id,
        }
        app = workspace.app
        settings = Settings.model_construct(
            slack={"north": SlackWorkspace(bot_token=SecretStr(app.bot_token), app_token=SecretStr(app.app_token))},
            slack_api_url=sandbox.slack.api_url,
            discord_token=SecretStr(TOKEN),
            discord_api_url=sandbox.discord.api_url,
        )
        platforms, _ = compose.platforms(settings)
        arrivals = Arrivals(asyncio.get_running_loop())
        async with Database(sqlite_url, keys) as database, SystemClock() as clock:
            whole = Whole(database, clock)
            services = (whole.understanding.run,)
            running = Bot(database, platforms, (*whole.features, arrivals), clock, services=services)
            bot = asyncio.create_task(running.run())
            try:
                async with asyncio.timeout(PATIENCE):
                    await arrivals.of(2)
                yield Town(sandbox, database, slack, discord, platforms, clock, whole.understanding, running)
            finally:
                bot.cancel()
                await asyncio.gather(bot, return_exceptions=True)
