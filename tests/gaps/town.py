"""A Slack workspace and a Discord server with many bridged channels, on a clock that can be put forward, and a bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from adapters.contract.refs import ChannelRef
from adapters.discord.platform import DiscordPlatform
from adapters.slack import SlackPlatform, Workspace
from bot import compose
from bot.bot import Bot
from bot.clock import SystemClock
from sandbox.discord.permissions import BRIDGE, Permission
from sandbox.server import Sandbox
from storage.database import Database, Unit
from storage.messages import message
from tests.whole import Whole

TOKEN = "discord-bot-token"
PEOPLE = 40  # on each side: what one person writes very fast is put off
GLANCE = 0.02  # seconds between looks whether something is true
REST = 9  # times as long as a look took, the next one waits: who looks all the time lets nothing come true
PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs


class Ahead(SystemClock):
    """The machine's clock, put forward by `ahead` seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self._rounds: dict[str, Callable[[], None]] = {}

    def now(self) -> float:
        return time.time() + self.ahead

    def wake(self, name: str, when: float, call: Callable[[], None]) -> None:
        super().wake(name, when - self.ahead, call)

    def every(self, name: str, seconds: float, call: Callable[[], None]) -> None:
        super().every(name, seconds, call)
        self._rounds[name] = call

    def strike(self, name: str) -> None:
        """The time of a round has come."""
        self._rounds[name]()


@dataclass(frozen=True)
class Side:
    """One end of a bridge, and the people there."""

    server: Any
    platform: str
    community: str
    channel: str
    people: tuple[str, ...]
    bot: str

    @property
    def ref(self) -> ChannelRef:
        """The channel, in the bot's words."""
        return ChannelRef(self.platform, self.community, self.channel)

    async def do(self, act: str, who: int = 0, *, channel: str = "", **more: Any) -> dict[str, Any]:
        """Somebody acts."""
        where = {"community": self.community, "user": self.people[who], "channel": channel or self.channel}
        done: dict[str, Any] = await self.server.acts[act](**where, **more)
        return done

    async def say(self, text: str, who: int = 0, **more: Any) -> str:
        """Somebody writes; the message's id."""
        return str((await self.do("post", who, text=text, **more))["message"])


@dataclass
class Town:
    """Both communities; `bridges` are pairs of a Slack and a Discord channel."""

    sandbox: Sandbox
    clock: Ahead
    tokens: tuple[str, str]
    bridges: list[tuple[Side, Side]] = field(default_factory=list)

    @property
    def sides(self) -> list[Side]:
        """Every end of every bridge."""
        return [side for bridge in self.bridges for side in bridge]

    async def down(self) -> None:
        """Nobody can reach the platforms, and what happens meanwhile they do not tell later."""
        await self.sandbox.slack.down()
        await self.sandbox.discord.down()

    async def up(self) -> None:
        """They can be reached again."""
        await self.sandbox.discord.up()
        await self.sandbox.slack.up()


@asynccontextmanager
async def town(bridges: int) -> AsyncIterator[Town]:
    """A town without rate limits."""
    async with Ahead() as clock, Sandbox(now=clock.now, limits=False) as sandbox:
        slack, discord = sandbox.slack, sandbox.discord
        workspace = slack.add_workspace("T0NORTHGATE", "Northgate", manifest=compose.slack_manifest())
        nurses = tuple(slack.add_user(workspace.id, f"Nurse {number}").id for number in range(PEOPLE))
        guild = discord.add_guild(name="CareTech")
        carers = tuple(discord.add_user(guild, f"carer{number}", f"Carer {number}").id for number in range(PEOPLE))
        bot = discord.add_bot(TOKEN, permissions=BRIDGE | Permission.MANAGE_MESSAGES)
        made = Town(sandbox, clock, (workspace.app.bot_token, workspace.app.app_token))
        for number in range(bridges):
            ward = slack.add_channel(workspace.id, f"ward-{number}").id
            lounge = discord.add_channel(guild, f"ward-{number}").id
            here = Side(slack, "slack", workspace.id, ward, nurses, workspace.me.real_name)
            there = Side(discord, "discord", guild.id, lounge, carers, bot.user.shown)
            made.bridges.append((here, there))
        yield made


async def bridged(town: Town, database_url: str) -> None:
    """Each pair of channels becomes a bridge."""
    async with Database(database_url) as database:
        for number, (here, there) in enumerate(town.bridges):
            ends = (here.ref, there.ref)
            await database.write(lambda unit, number=number, ends=ends: unit.bridges.add(f"Ward {number}", ends, 0.0))  # type: ignore[misc]


@dataclass
class Awake:
    """A bot that runs."""

    bot: Bot
    town: Town
    task: asyncio.Task[None]
    database: Database

    async def until(self, true: Callable[[], Awaitable[bool] | bool], patience: float = PATIENCE) -> None:
        """Wait until something is so. Raises what ended the bot, and TimeoutError."""
        async with asyncio.timeout(patience):
            while True:
                began, now = time.monotonic(), true()
                if now if isinstance(now, bool) else await now:
                    return
                if self.task.done():
                    await self.task
                await asyncio.sleep(max(GLANCE, REST * (time.monotonic() - began)))

    async def rest(self, patience: float = PATIENCE) -> None:
        """Wait until everything that was told is heard, and delivered."""
        async with asyncio.timeout(patience):
            await self.town.sandbox.slack.settled()
            await self.town.sandbox.discord.settled()
            await self.bot.catchup.rest()
            await self.bot.dispatcher.rest()

    async def heard(self, patience: float = PATIENCE) -> None:
        """Wait until the bot has recorded everything that people wrote: of Discord's events it reads more than that."""
        written = len(self.town.sandbox.ledger.acts("person", "post"))
        known = select(func.count()).where(message.c.posted, ~message.c.stand_in)

        async def count(unit: Unit) -> int:
            return int((await unit.connection.scalars(known)).one())

        async def recorded() -> bool:
            return await self.database.read(count) >= written

        await self.until(recorded, patience)

    async def look(self) -> None:
        """A quarter of an hour has passed since the last look at all channels: wait until this one is done."""
        began = self.town.clock.now()
        self.town.clock.strike("catch up")
        await self.looked(began)
        await self.rest()

    async def looked(self, since: float, patience: float = PATIENCE) -> None:
        """Wait until every channel was read to its end in a look that began after a time."""
        ends = [side.ref for side in self.town.sides]
        await self.until(lambda: all(self.bot.catchup.looked.get(end, 0.0) >= since for end in ends), patience)


@asynccontextmanager
async def awake(town: Town, database_url: str, patience: float = PATIENCE) -> AsyncIterator[Awake]:
    """The bot with its real adapters, connected and caught up.

    It paces its calls by a clock that races, for platforms without limits, and connects again at once.
    """

    def racing() -> float:
        return time.monotonic() * 1e5

    async def nap(seconds: float) -> None:
        await asyncio.sleep(min(seconds, GLANCE))

    token, app_token = town.tokens
    slack = SlackPlatform([Workspace("northgate", token, app_token)], api_url=town.sandbox.slack.api_url, now=racing)
    discord = DiscordPlatform(TOKEN, api_url=town.sandbox.discord.api_url, sleep=nap, clock=racing)
    async with Database(database_url) as database:
        bot = Bot(database, (slack, discord), Whole(database, town.clock).features, town.clock)
        began, task = town.clock.now(), asyncio.create_task(bot.run())
        made = Awake(bot, town, task, database)
        try:
            await made.looked(began, patience)
            yield made
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
