"""The same journey through both real adapters: a Slack workspace and a Discord server are joined from their chats."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from pydantic import SecretStr

from adapters.contract.incoming import Connected, Incoming
from bot import compose, texts
from bot.bot import Bot
from bot.bridging import texts as said
from bot.clock import SystemClock
from bot.feature import Handler, Tick
from bot.settings import Settings, SlackWorkspace
from sandbox.ledger import Entry
from sandbox.server import Sandbox
from storage.database import Database, Unit

Json = dict[str, Any]
T = TypeVar("T")
PATIENCE = 20.0
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
    slack: dict[str, str]
    discord: dict[str, str]

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

    async def slack_shows(self, words: str) -> Json:
        """The message in the Slack channel that holds these words, once it is there."""
        channel = self.sandbox.slack.workspace(self.slack["team"]).channels[self.slack["channel"]]
        return await self.until(lambda: next((it for it in channel.messages.values() if words in it["text"]), None))

    async def discord_shows(self, words: str) -> Any:
        """The message in the Discord channel that holds these words, once it is there."""
        channel = self.sandbox.discord.world.channels[self.discord["channel"]]
        return await self.until(lambda: next((it for it in channel.messages.values() if words in it.content), None))

    async def press_on_slack(self, message: Json, label: str, who: str = "pat") -> None:
        """Somebody on Slack presses a button of a message."""
        buttons = [it for block in message["blocks"] if block["type"] == "actions" for it in block["elements"]]
        [button] = [it for it in buttons if it["text"]["text"] == label]
        await self.on_slack("press", who, message=message["ts"], action=button["action_id"], value=button.get("value"))

    async def press_on_discord(self, message: Any, label: str, who: str = "dana") -> None:
        """Somebody on Discord presses a button of a message."""
        [button] = [it for row in message.components for it in row["components"] if it["label"] == label]
        await self.on_discord("press", who, message=message.id, action=button["custom_id"])


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The bot runs between both platforms, with no bridge."""
    async with Sandbox(limits=False) as sandbox:
        workspace = sandbox.slack.add_workspace("T0NORTH", "North Trust", manifest=compose.slack_manifest())
        guild = sandbox.discord.add_guild(name="Care Commons")
        sandbox.discord.add_bot(TOKEN, guilds=[guild])
        slack = {
            "team": workspace.id,
            "pat": sandbox.slack.add_user(workspace.id, "Pat", admin=True).id,
            "paul": sandbox.slack.add_user(workspace.id, "Paul").id,
            "channel": sandbox.slack.add_channel(workspace.id, "falls").id,
        }
        discord = {
            "guild": guild.id,
            "channel": sandbox.discord.add_channel(guild, "falls").id,
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
        async with Database(sqlite_url) as database, SystemClock() as clock:
            bot = asyncio.create_task(Bot(database, platforms, (*compose.features(), arrivals), clock).run())
            try:
                async with asyncio.timeout(PATIENCE):
                    await arrivals.of(2)
                yield Town(sandbox, slack, discord)
            finally:
                bot.cancel()
                await asyncio.gather(bot, return_exceptions=True)


async def test_a_workspace_and_a_server_are_joined_from_their_chats(town: Town) -> None:
    await town.on_slack("command", name="bridge", text="create")
    forms = town.sandbox.slack.workspace(town.slack["team"]).stacks
    form = (await town.until(lambda: forms.get(town.slack["pat"])))[-1]
    await town.sandbox.slack.acts["submit"](
        community=town.slack["team"], user=town.slack["pat"], form=form, values={"name": "Falls", "rules": "Be kind."}
    )
    await town.slack_told(said.created("Falls"))

    await town.on_slack("command", "paul", name="bridge", text="invite")
    await town.slack_told(texts.ORGANISERS_ONLY, "paul")
    await town.on_slack("command", name="bridge", text="invite")
    told = await town.slack_told(said.CODE_IS)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", told["text"])
    assert found is not None

    await town.on_discord("command", "dave", name="bridge join", options={"code": found[0]})
    await town.discord_told(texts.ORGANISERS_ONLY, "dave")
    await town.on_discord("command", name="bridge join", options={"code": found[0]})
    offer = await town.discord_told("Be kind.")
    await town.press_on_discord(offer, "Join")
    request = await town.slack_shows(said.request("Care Commons", "Falls"))
    await town.press_on_slack(request, "Approve", "paul")
    await town.press_on_slack(request, "Approve")
    await town.discord_shows("This channel is now in the bridge")

    await town.on_slack("post", "paul", text="Who has tried sensor mats?")
    await town.on_discord("post", "dave", text="We have.")
    copy = await town.discord_shows("Who has tried sensor mats?")
    assert copy.author.shown == "Paul · North Trust"
    await town.slack_shows("We have.")
    settled = await town.slack_shows(said.approved("Care Commons", "Falls"))
    assert (settled["ts"], [it["type"] for it in settled["blocks"] if it["type"] == "actions"]) == (request["ts"], [])

    await town.on_discord("command", name="bridge leave")
    await town.slack_shows(said.left("Care Commons", "Falls"))
