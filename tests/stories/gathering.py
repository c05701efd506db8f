"""Events in stories: organisers and members in three communities, and the time that passes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from adapters.contract.content import Content
from adapters.contract.refs import ChannelRef
from adapters.contract.walk import text_of
from bot.events import when
from bot.events.feeds import path
from storage.rsvps import Seat
from tests.fakes.platform import FakePlatform, Shown
from tests.stories.asking import Member
from tests.stories.conftest import PATIENCE, World

BASICS = {"title": "Falls clinic", "when": "Thursday 30 November 2pm", "where": "Leeds"}
SAID = "Thursday 30 November 2023, 2pm to 3pm"
HOUR, DAY = 3600.0, 86400.0
START = when.unix(datetime(2023, 11, 30, 14))


async def address(world: World, platform: FakePlatform) -> str:
    """What stands for a community in public addresses."""
    return await world.database.read(lambda unit: path(platform.community, unit))


@dataclass
class Gathering:
    """Ann organises in `red`, Bob in `blue`, Cat in `green`; each chose a room for organisers. Others are members."""

    world: World
    ann: Member
    bob: Member
    cat: Member

    def member(self, platform: FakePlatform, name: str) -> Member:
        """Somebody in a community's bridged channel."""
        return Member(self.world, platform, self.world.talk(platform), name)

    async def draft(self, **basics: str) -> Content:
        """Ann fills in the form; the draft as she sees it."""
        return await self.ann.use("events new", **{**BASICS, **basics})

    async def ready(self, **basics: str) -> Content:
        """The same, with the sponsor's question answered."""
        return await self.fill(await self.draft(**basics), "Sponsor", sponsored="no")

    async def fill(self, where: Content | Shown, label: str, /, **answers: object) -> Content:
        """Ann presses a button that opens a form, and submits it."""
        content = where if isinstance(where, Content) else where.content
        [button] = [it for it in content.buttons if it.label == label]
        return await self.ann.submit(button.action, button.argument, **answers)

    async def announced(self, **basics: str) -> Content:
        """Ann announces an event in her own community; the others are asked. Her panel."""
        return await self.ann.use_button(await self.ready(**basics), "Announce")

    async def everywhere(self, **basics: str) -> None:
        """An event is announced, and every community shows it."""
        await self.announced(**basics)
        for organiser in (self.bob, self.cat):
            await organiser.press(self.requests(organiser)[-1], "Approve")

    def requests(self, organiser: Member) -> list[Shown]:
        """What an organiser's room shows."""
        return organiser.platform.shown(self.room(organiser.platform))

    def room(self, platform: FakePlatform) -> ChannelRef:
        return platform.channel("organisers")

    def posts(self, platform: FakePlatform) -> list[Shown]:
        """Posts of events in the bridged channel: their last parts, which have the buttons."""
        shown = platform.shown(self.world.talk(platform))
        parts = [it for it in shown if any(button.label == "Maybe" for button in it.content.buttons)]
        return list({it.token.partition(".")[0]: it for it in parts}.values())

    def post(self, platform: FakePlatform) -> Shown:
        """The newest of them."""
        return self.posts(platform)[-1]

    def words(self, platform: FakePlatform) -> str:
        """All that the bot says in the bridged channel, however it was cut."""
        shown = platform.shown(self.world.talk(platform))
        return " ".join(" ".join(it.text for it in shown if it.author == "Unsilo").split())

    async def later(self, seconds: float) -> None:
        """Let time pass, and the bot do what is due by then, in its own rounds."""
        self.world.clock.advance(seconds)
        await self.settle()
        self.world.clock.advance(60)  # what one round began, the next one shows
        await self.settle()

    async def settle(self) -> None:
        """Wait until the rounds that are due are done, and nothing is left to deliver."""
        bot = self.world.bot
        async with asyncio.timeout(PATIENCE):
            await bot.ticked()
        await self.world.rest()


async def gather(world: World) -> Gathering:
    """Everybody in place."""
    people = {
        name: Member(world, platform, world.talk(platform), name, admin=True)
        for name, platform in (("ann", world.red), ("bob", world.blue), ("cat", world.green))
    }
    for organiser in people.values():
        room = organiser.platform.channel("organisers")
        await world.database.write(
            lambda unit, room=room: unit.communities.give_room(room.home, room)  # type: ignore[misc]
        )
    return Gathering(world, **people)


def letters(member: Member) -> str:
    """All that the bot wrote to somebody privately, however it was cut."""
    return " ".join(" ".join(it.text for it in member.letters()).split())


def words(content: Content) -> str:
    """The words of an answer."""
    return " ".join(text_of(content).split())


async def places(here: Gathering, **whom: object) -> None:
    """An event with these places is announced and shown everywhere."""
    ready = await here.ready()
    ready = await here.fill(
        ready, "For whom, topics, places", **{"sectors": (), "capacity": "", "reserved": "", **whom}
    )
    await here.ann.use_button(ready, "Announce")
    for organiser in (here.bob, here.cat):
        await organiser.press(here.requests(organiser)[-1], "Approve")


async def says(here: Gathering, who: Member, label: str) -> str:
    """Somebody presses a button of the post in their channel; what they are told."""
    return await who.press(here.post(who.platform), label)


async def reminded(*who: Member) -> None:
    """These people say yes to reminders."""
    for each in who:
        await each.use("events reminders", wanted="on")


async def seats(here: Gathering) -> dict[str, Seat]:
    """What came of everybody's answer, in the order in which they asked."""
    people = await here.world.database.read(lambda unit: unit.rsvps.people(1))
    return {person.name: person.seat for person in people}


async def link(here: Gathering, one: Member, other: Member) -> None:
    """Two accounts become one member's."""
    await here.world.database.write(lambda unit: unit.members.link(one.account, other.account, "m1", 0.0))


async def until(here: Gathering, moment: float) -> None:
    """Let time pass up to a moment."""
    await here.later(moment - here.world.clock.now() - 60)
