"""The two loopback platforms with bridged channels, in which people write numbered messages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.compose import slack_manifest
from sandbox.ledger import Entry
from sandbox.server import Sandbox
from sandbox.slack.model import Workspace

DISCORD_TOKEN = "the-benchmark-knows-this-bot"
PEOPLE = 199  # in each community: one person's messages are put off beyond ten in ten seconds
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
    """A running sandbox. `people` are some of each community's, `bridges` the groups of channels to be mirrored."""

    sandbox: Sandbox
    workspaces: Sequence[Workspace]
    people: Mapping[str, Sequence[str]]
    bridges: Bridges

    async def say(self, place: Place, number: int) -> None:
        """Somebody writes a numbered message."""
        server = self.sandbox.slack if place.platform == "slack" else self.sandbox.discord
        people = self.people[place.community]
        await server.acts["post"](
            community=place.community,
            user=people[number % len(people)],
            channel=place.channel,
            text=TEXT.format(number=number),
        )

    async def connected(self, sockets: int, workspaces: Sequence[Workspace]) -> None:
        """Wait until a bot listens: to these workspaces by so many sockets each, and to every server on Discord."""
        missing = set(self.sandbox.discord.world.guilds)
        told = asyncio.Event()

        def watch(entry: Entry) -> None:
            if entry.platform == "discord" and entry.act == "deliver" and entry.data["type"] == "GUILD_CREATE":
                missing.discard(entry.community)
                if not missing:
                    told.set()

        self.sandbox.ledger.watchers.append(watch)
        try:
            listening = (self.sandbox.slack.connected(each.id, sockets) for each in workspaces)
            await asyncio.gather(told.wait(), *listening)
        finally:
            self.sandbox.ledger.watchers.remove(watch)


@asynccontextmanager
async def world(
    *sizes: int, communities: int = 1, people_each: int = PEOPLE, limits: bool = False
) -> AsyncIterator[World]:
    """A sandbox with one bridge for each of `sizes`, of that many channels: Slack's and Discord's in turn.

    There are so many `communities` on each platform, and bridges take turns at them. So many people write in each.
    Without `limits` there are no rate limits.
    """
    async with Sandbox(limits=limits) as sandbox:
        slack, discord = sandbox.slack, sandbox.discord
        numbers = range(communities)
        teams = [slack.add_workspace(name=f"Northgate {each}", manifest=slack_manifest()) for each in numbers]
        guilds = [discord.add_guild(name=f"CareTech Commons {each}") for each in numbers]
        names = [f"Person {number}" for number in range(people_each)]
        people: dict[str, list[str]] = {}
        for team, guild in zip(teams, guilds, strict=True):
            people[team.id] = [slack.add_user(team.id, name, admin=True).id for name in names]
            accounts = [discord.add_user(guild, name.lower().replace(" ", "."), name) for name in names]
            people[guild.id] = [account.id for account in accounts]

        def channel(bridge: int, number: int) -> Place:
            name, community = f"bridge-{bridge}-{number}", (bridge + number // 2) % communities
            if number % 2:
                guild = guilds[community]
                return Place("discord", guild.id, discord.add_channel(guild, name).id)
            team = teams[community]
            return Place("slack", team.id, slack.add_channel(team.id, name).id)

        bridges = tuple(
            tuple(channel(bridge, number) for number in range(size)) for bridge, size in enumerate(sizes, 1)
        )
        discord.add_bot(DISCORD_TOKEN)
        yield World(sandbox, teams, people, bridges)
