"""Organisers and guests in a Slack workspace and a Discord server, a bot that dies there, and time that jumps."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, select

from adapters.contract.refs import AccountRef, ChannelRef, CommunityRef
from sandbox.discord.permissions import BRIDGE, Permission
from sandbox.server import Sandbox
from storage.database import Database, Unit
from storage.outbox import OPEN, Op, delivery
from tests.crash.bot_process import SHORT
from tests.crash.exam import Fresh
from tests.crash.keeper import Keeper
from tests.crash.moved import Time
from tests.crash.telling import Telling
from tests.crash.town import Side, Town, found
from tests.keys import OLD

START = datetime(2026, 3, 2, 10, tzinfo=UTC).timestamp()  # a Monday, 10am in London
RIGHTS = BRIDGE | Permission.MANAGE_MESSAGES | Permission.CREATE_EVENTS
ROOM, CHANNEL = "organisers", "getting-home"  # what channels are called on both platforms
OTHERS = ("Pia", "Quinn", "Rob")


@dataclass(frozen=True)
class Person:
    """Somebody in a community, with the account by which the bot knows them."""

    name: str
    side: Side
    id: str

    @property
    def account(self) -> AccountRef:
        """Their account: on Discord it belongs to no server."""
        slack = self.side.ref.platform == "slack"
        return AccountRef(self.side.ref.platform, self.side.community if slack else "", self.id)


@dataclass(frozen=True)
class Gathering:
    """Rhys runs the Slack workspace, where Helen is; Samir runs the Discord server, where Ruth, Kay and others are."""

    town: Town
    time: Time
    keeper: Keeper
    telling: Telling
    people: dict[str, Person]

    @property
    def database(self) -> Database:
        """The bot's."""
        return self.keeper.database

    async def becomes(self, moment: float) -> None:
        """Wait until nothing is under way, and let time pass up to a moment."""
        await self.keeper.until("a rest", self._at_rest)
        self.time.becomes(moment)

    async def told(self) -> None:
        """Wait until everybody knows by now what they are to know."""

        async def all_know() -> bool:
            return not self.telling.missing()

        try:
            await self.keeper.until("everybody knows", all_know)
        except TimeoutError as error:
            raise TimeoutError(f"{self.telling.missing()}, after {self.keeper.deaths[-3:]}: {error}") from None

    async def ends(self) -> None:
        """Wait until everybody knows, and until doubles that landed late would have been found."""
        await self.told()
        for _ in range(2):
            await self.becomes(self.time.now() + 60)
            await self.keeper.until("what may have landed late is looked for", self._nothing_due)
        await self.keeper.rest()

    async def _nothing_due(self) -> bool:
        return not await self._left(delivery.c.due_at <= self.time.now())

    async def _at_rest(self) -> bool:
        """Whether nothing is to be delivered; what may have landed late is looked for by and by."""
        return not await self._left(delivery.c.op != Op.HEAL)

    async def _left(self, which: ColumnElement[bool]) -> bool:
        """Whether there are such deliveries to be made."""
        left = select(delivery.c.id).where(delivery.c.state.in_(OPEN), which).limit(1)

        async def found(unit: Unit) -> bool:
            return (await unit.connection.scalars(left)).first() is not None

        return await self.database.read(found)


@asynccontextmanager
async def gathered(
    fresh: Fresh,
    prepare: Callable[[Gathering, Unit], Awaitable[None]],
    *,
    kills: Sequence[str] = (),
    fatal_lines: Collection[str] = (),
    plant: str = "",
) -> AsyncIterator[Gathering]:
    """Everybody in place, and a bot that joins the two channels and knows what `prepare` tells it beforehand."""
    with tempfile.TemporaryDirectory(prefix="unsilo-crash-") as folder:
        home = Path(folder)
        shared = Time(home / "time")
        shared.becomes(START)
        async with (
            fresh(home) as url,
            Sandbox(now=shared.now, limits=False) as sandbox,
            Database(url, (OLD,)) as database,
        ):
            town = found(sandbox, RIGHTS)
            people = _people(town)
            named = {(it.side.ref.platform, it.id): it.name for it in people.values()}
            bug = {"PLANT": plant, "WAITS": " ".join(map(str, SHORT))}
            given = {**town.environment(url, home), **bug, "TIME": str(home / "time"), "UNDERSTANDS": "yes"}
            keeper = Keeper(town, database, given, kills)
            keeper.fatal_lines.update(fatal_lines)
            made = Gathering(town, shared, keeper, Telling(sandbox, named), people)
            for side in (town.slack, town.discord):  # the notice that is pinned there, sooner or later
                made.telling.allow(f"{side.ref.platform} {CHANNEL}", "This channel is in the bridge")
            rooms = _rooms(town)
            await database.write(lambda unit: _settle(town, rooms, unit))
            await database.write(lambda unit: prepare(made, unit))
            keeper.start()
            try:
                yield made
            finally:
                await keeper.close()


def _people(town: Town) -> dict[str, Person]:
    slack, discord = town.slack, town.discord
    guild = discord.server.world.guilds[discord.community]
    ids = [("Helen", slack, slack.people[0]), ("Rhys", slack, slack.people[1])]
    ids += [(name, discord, id) for name, id in zip(("Ruth", "Samir", "Kay"), discord.people, strict=True)]
    ids += [(name, discord, discord.server.add_user(guild, name.lower(), name).id) for name in OTHERS]
    return {name: Person(name, side, id) for name, side, id in ids}


def _rooms(town: Town) -> list[ChannelRef]:
    slack, discord = town.slack, town.discord
    ward = slack.server.add_channel(slack.community, ROOM)
    lounge = discord.server.add_channel(discord.server.world.guilds[discord.community], ROOM)
    return [ChannelRef("slack", slack.community, ward.id), ChannelRef("discord", discord.community, lounge.id)]


async def _settle(town: Town, rooms: Sequence[ChannelRef], unit: Unit) -> None:
    await unit.bridges.add("Getting home", (town.slack.ref, town.discord.ref), START)
    for room, name in zip(rooms, ("Northgate", "CareTech"), strict=True):
        home = CommunityRef(room.platform, room.community)
        await unit.communities.connected(home, name, START)
        await unit.communities.give_room(home, room)
