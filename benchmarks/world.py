"""The two loopback platforms with bridged channels, in which people write numbered messages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.compose import slack_manifest
from sandbox.ledger import Entry
from sandbox.server import Sandbox

DISCORD_TOKEN = "the-benchmark-knows-this-bot"
PEOPLE = 8  # on each side
TEXT = "n{number:06d} Three people on Elm Ward wait for *a care package*. Who can call `ext 4410` before 10:00? 🙂"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel."""

    platform: str
    community: str
    channel: str

    @property
    def address(self) -> str:
        """The channel as the operator writes it."""
        return f"{self.platform}:{self.community}/{self.channel}"


Bridges = tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class World:
    """A running sandbox without rate limits. `bridges` are the groups of channels that a bot is to mirror."""

    sandbox: Sandbox
    team: str
    bot_token: str
    app_token: str
    people: Mapping[str, Sequence[str]]
    bridges: Bridges

    async def say(self, place: Place, number: int) -> None:
        """Somebody writes a numbered message."""
        server = self.sandbox.slack if place.platform == "slack" else self.sandbox.discord
        people = self.people[place.platform]
        await server.acts["post"](
            community=place.community,
            user=people[number % len(people)],
            channel=place.channel,
            text=TEXT.format(number=number),
        )

    async def connected(self, sockets: int) -> None:
        """Wait until a bot listens: over so many Socket Mode connections, and on Discord's gateway."""
        told = asyncio.Event()

        def watch(entry: Entry) -> None:
            if entry.platform == "discord" and entry.act == "deliver" and entry.data["type"] == "GUILD_CREATE":
                told.set()

        self.sandbox.ledger.watchers.append(watch)
        try:
            await asyncio.gather(told.wait(), self.sandbox.slack.connected(self.team, sockets))
        finally:
            self.sandbox.ledger.watchers.remove(watch)


@asynccontextmanager
async def world(*sizes: int) -> AsyncIterator[World]:
    """A sandbox with one bridge for each of `sizes`, of that many channels: Slack's and Discord's in turn."""
    async with Sandbox(limits=False) as sandbox:
        team = sandbox.slack.add_workspace(name="Northgate", manifest=slack_manifest(), bot_name="Unsilo")
        guild = sandbox.discord.add_guild(name="CareTech Commons")
        names = [f"Person {number}" for number in range(PEOPLE)]
        people = {
            "slack": [sandbox.slack.add_user(team.id, name).id for name in names],
            "discord": [sandbox.discord.add_user(guild, name.lower().replace(" ", "."), name).id for name in names],
        }

        def channel(bridge: int, number: int) -> Place:
            name = f"bridge-{bridge}-{number}"
            if number % 2:
                return Place("discord", guild.id, sandbox.discord.add_channel(guild, name).id)
            return Place("slack", team.id, sandbox.slack.add_channel(team.id, name).id)

        bridges = tuple(
            tuple(channel(bridge, number) for number in range(size)) for bridge, size in enumerate(sizes, 1)
        )
        sandbox.discord.add_bot(DISCORD_TOKEN)
        yield World(sandbox, team.id, team.app.bot_token, team.app.app_token, people, bridges)
