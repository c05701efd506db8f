"""Five people on two platforms, a bot that may be restarted, and what each of them did: the model of introductions."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.contract.commands import Caller, Command, Form, Press
from adapters.contract.content import Button, Content
from adapters.contract.fitting import shown_name
from adapters.contract.platform import Persona
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot.bot import Bot
from bot.compose import ENDINGS, SWITCHES
from bot.embedding.understanding import Understanding
from bot.introductions import Introductions
from bot.introductions.hours import next_round
from bot.privacy import Privacy
from bot.profiles import texts_of
from bot.relay import Relay
from storage.database import Database, Unit
from storage.profiles import Said, Sector
from storage.searches import Only
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import matcher
from tests.fakes.platform import NAME_LIMIT, FakePlatform
from tests.machine.town import PATIENCE
from tests.machine.villager import Villager

DAY = 24 * 3600.0
LONDON = ZoneInfo("Europe/London")
FIRST_DAY = date(2026, 2, 2)  # a Monday, three days before a round
FALLS = "fewer falls at night in our wards"
HOMES = {
    "Quill": ("red", Sector.NHS),
    "Wulf": ("red", Sector.SUPPLIER),
    "Xena": ("blue", Sector.SOCIAL_CARE),
    "Yorick": ("blue", Sector.NHS),
    "Zara": ("blue", Sector.CHARITY),
}
NAMES = tuple(HOMES)


@dataclass(frozen=True)
class Read:
    """What came to stand before somebody's eyes: a new message, a changed one, or an answer to a command."""

    readers: tuple[str, ...]
    author: str
    content: Content
    at: float
    new: bool

    @property
    def text(self) -> str:
        """What it says."""
        return text_of(self.content)

    def others(self, reader: str) -> list[str]:
        """The other villagers whose names, or whose employers' names, are in it."""
        return [name for name in NAMES if name != reader and re.search(rf"\b{name}\b", f"{self.author} {self.text}")]

    def button(self, action: str) -> str | None:
        """What the button of an action carries; None when there is none."""
        return next((it.argument for it in self.content.buttons if it.action == action), None)


class Watched(FakePlatform):
    """A platform that keeps everything that was ever shown in private channels."""

    def __init__(self, name: str, now: Callable[[], float], read: list[Read]) -> None:
        super().__init__(name, now)
        self.text_limit = 4000
        self._read = read

    async def send(
        self, channel: ChannelRef, content: Content, *, token: str, persona: Persona | None = None
    ) -> MessageRef:
        stood = len(self.messages)
        try:
            return await super().send(channel, content, token=token, persona=persona)
        finally:
            if len(self.messages) > stood:  # also when the answer got lost
                self._see(channel, shown_name(persona, NAME_LIMIT) if persona else "", content, new=True)

    async def edit(self, message: MessageRef, content: Content, *, persona: Persona | None = None) -> None:
        await super().edit(message, content, persona=persona)
        self._see(message.channel, "", content, new=False)

    def _see(self, channel: ChannelRef, author: str, content: Content, *, new: bool) -> None:
        readers = tuple(name for name in NAMES if name in channel.id.split("-"))
        self._read.append(Read(readers, author, content, self._now(), new))


@dataclass
class Village:
    """The running bot between two platforms, and everything that anybody read."""

    url: str
    clock: FakeClock = field(default_factory=lambda: FakeClock(_moment(FIRST_DAY, 10)))
    read: list[Read] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platforms = {name: Watched(name, self.clock.now, self.read) for name in ("red", "blue")}
        self.people = {name: Villager(name) for name in NAMES}

    async def open(self) -> None:
        """Start the bot; nobody has a profile."""
        self.database = Database(self.url)
        await self.database.__aenter__()
        await self.start()

    async def close(self) -> None:
        """Stop everything."""
        await self.stop()
        await self.database.__aexit__(None, None, None)

    async def start(self) -> None:
        """Start the bot, and wait until it is connected."""
        standing = FakeClock()  # nobody is searched for, so nothing has to be kept up to date
        understanding = Understanding(self.database, standing, matcher, texts_of)
        features = (Relay(), Privacy(ENDINGS, SWITCHES), Introductions(self.database, understanding))
        platforms = list(self.platforms.values())
        self.bot = Bot(self.database, platforms, features, self.clock, services=(understanding.run,))
        self._task = asyncio.create_task(self.bot.run())
        async with asyncio.timeout(PATIENCE):
            for platform in platforms:
                await platform.connected.wait()
        await understanding.rest()
        await self.rest()

    async def stop(self) -> None:
        """Stop the bot."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for platform in self.platforms.values():
            platform.away()

    async def rest(self) -> None:
        """Wait until the bot has nothing to do now."""
        async with asyncio.timeout(PATIENCE):
            await self.bot.ticked()
            await self.bot.catchup.rest()
            await self.bot.dispatcher.rest()

    async def look(self) -> None:
        """The bot looks what is due, and then again, since one thing leads to another."""
        for _ in range(2):
            self.clock.advance(60.0)
            await self.rest()

    async def passes_to(self, moment: float) -> None:
        """Time passes; what waits for a time of its own on the way is done then, since the bot does not sleep."""
        for _ in range(100):
            due = await self.database.read(lambda unit: unit.lanes.next_due())
            if due is None or not self.clock.now() < due < moment:
                break
            self.clock.advance(due - self.clock.now())
            await self.rest()
        self.clock.advance(max(0.0, moment - self.clock.now()))

    async def morning(self, days: int) -> None:
        """So many days later, or on the first working day after that, it is morning."""
        there = datetime.fromtimestamp(self.clock.now(), LONDON).date() + timedelta(days=days)
        while there.weekday() > 4:
            there += timedelta(days=1)
        await self.passes_to(_moment(there, 10))
        await self.rest()
        await self.look()

    async def before_a_round(self) -> None:
        """It is two days before the next round, or later if it is later already: in the morning, and after midday."""
        await self.passes_to(next_round(self.clock.now()) - 2 * DAY)
        await self.look()
        await self.until(14)

    async def round(self) -> None:
        """The next round begins."""
        await self.passes_to(next_round(self.clock.now()))
        await self.look()

    async def until(self, hour: int) -> None:
        """It is that hour of the day, or later if it is later already."""
        there = datetime.fromtimestamp(self.clock.now(), LONDON).date()
        await self.passes_to(_moment(there, hour))
        await self.look()

    async def evening(self) -> None:
        """It is evening, of the next working day."""
        await self.morning(1)
        await self.until(20)

    def account(self, name: str) -> AccountRef:
        """The only account of somebody."""
        platform, _ = HOMES[name]
        return AccountRef(platform, self.platforms[platform].community.id, name)

    async def use(self, name: str, command: str, **answers: str) -> Content:
        """Somebody uses a command in a channel; what they are told."""
        platform = self.platforms[HOMES[name][0]]
        caller = Caller(self.account(name), name)
        return await self._told(name, Command(command, caller, platform.channel("lobby"), answers))

    async def submit(self, name: str, command: str, **answers: str | tuple[str, ...]) -> Content:
        """Somebody submits a form; what they are told."""
        caller = Caller(self.account(name), name)
        where = self.platforms[HOMES[name][0]].channel("lobby")
        return await self._told(name, Form(command, "", caller, where, answers))

    async def press(self, name: str, action: str, argument: str) -> Content:
        """Somebody presses a button; what they are told."""
        where = self.platforms[HOMES[name][0]].channel(f"dm-{name}")
        caller = Caller(self.account(name), name)
        return await self._told(name, Press(action, argument, caller, where, MessageRef(where, "pressed")))

    async def press_label(self, name: str, content: Content, label: str) -> Content | None:
        """Press the button of that label, if an answer has one."""
        found: Button | None = next((it for it in content.buttons if it.label == label), None)
        return None if found is None else await self.press(name, found.action, found.argument)

    async def _told(self, name: str, asked: Command | Press | Form) -> Content:
        answer = await self.bot.app.asked(asked)
        self.read.append(Read((name,), "", answer, self.clock.now(), new=True))
        await self.rest()
        return answer

    async def describe(self, name: str) -> None:
        """Somebody writes a profile, if they have none."""
        account, now = self.account(name), self.clock.now()

        async def profile(unit: Unit) -> None:
            if await unit.profiles.of([account]) is None:
                person = await unit.profiles.start(account, HOMES[name][1], now)
                await unit.profiles.describe(person, employer=f"{name} and partners")
                await unit.profiles.say(person, Said.PROBLEM, FALLS, now)

        await self.database.write(profile)

    async def card(self, asker: str, other: str) -> str | None:
        """A card of somebody that another is shown in a search; None when they have no profile."""

        async def shown(unit: Unit) -> str | None:
            found = await unit.profiles.of([self.account(other)])
            if found is None:
                return None
            search = await unit.searches.note(self.account(asker), FALLS, Only(), self.clock.now())
            return (await unit.searches.show(search, [found.person]))[0]

        return await self.database.write(shown)

    async def parties(self, id: int) -> tuple[str, list[str]]:
        """How far an introduction is, and who, of those who are not erased, is in it."""
        found = await self.database.read(lambda unit: unit.introductions.of(id))
        assert found is not None
        return found.state, [it.account.id for it in found.parties if it.account.id and it.answer != "unasked"]

    async def round_of(self, id: int) -> str | None:
        """The round in which an introduction was thought of; None when it was in none."""
        found = await self.database.read(lambda unit: unit.introductions.of(id))
        assert found is not None
        return next((str(party.round_id) for party in found.parties if party.round_id is not None), None)

    async def unsettled(self) -> list[int]:
        """The introductions about which something is still to be decided."""

        async def found(unit: Unit) -> list[int]:
            return [
                id
                for state in ("proposed", "asked", "agreed")
                for id in await unit.introductions.due(state, float("inf"), 1000)
            ]

        return await self.database.read(found)


def _moment(day: date, hour: int) -> float:
    return datetime.combine(day, time(hour), LONDON).timestamp()
