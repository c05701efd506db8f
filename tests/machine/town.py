"""Three communities, a bot that may be restarted, and a dictionary of what people did: the model it is judged by."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from adapters.contract.commands import Caller, Command
from adapters.contract.refs import AccountRef, ChannelRef, MessageRef
from adapters.contract.walk import text_of
from bot.bot import Bot
from bot.delivering.stand_ins import PATIENCE as STAND_IN_WAITS
from storage.database import Database
from tests.fakes.clock import FakeClock
from tests.fakes.platform import Shown
from tests.machine.lossy import Lossy
from tests.whole import Whole

PATIENCE = 100.0  # seconds; no figure: it ends a test that hangs
NAMES = ("red", "blue", "green")


@dataclass
class Said:
    """What the model knows of a message: where it crosses to, what it says now, who reacted where."""

    ref: MessageRef
    author: str
    text: str
    at: float
    crosses_to: frozenset[str]
    root: Said | None = None
    deleted: bool = False
    reactions: set[tuple[str, str, str]] = field(default_factory=set)  # (platform, person, emoji)
    unsure_text: bool = False  # it changed while its bridge stood still
    adrift: bool = False  # for so long did the bot not know what it answers that it may stand below something else

    @property
    def tag(self) -> str:
        """What all its texts have in common."""
        return tag(self.text)


@dataclass
class Town:
    """The running bot between the platforms. Everything that people do advances the clock a little."""

    url: str
    clock: FakeClock = field(default_factory=FakeClock)
    said: list[Said] = field(default_factory=list)
    paused: set[str] = field(default_factory=set)
    silent: set[tuple[str, str]] = field(default_factory=set)  # (platform, person) who opted out

    def __post_init__(self) -> None:
        self.platforms = {name: Lossy(name, self.clock.now) for name in NAMES}
        self._numbers = 0

    async def open(self) -> None:
        """Join the three channels, and start the bot. In each stands a message that nobody touches."""
        self.database = Database(self.url)
        await self.database.__aenter__()
        channels = tuple(self.channel(name) for name in NAMES)
        await self.database.write(lambda unit: unit.bridges.add("Discharge", channels, self.clock.now()))
        self.clock.advance(1)
        await self.start()
        for name in NAMES:
            await self.say(name, "Host", None)

    async def close(self) -> None:
        """Stop everything."""
        await self.stop()
        await self.database.__aexit__(None, None, None)

    async def start(self) -> None:
        """Start the bot, and wait until it is connected and has caught up with what was missed."""
        self.bot = Bot(
            self.database, list(self.platforms.values()), Whole(self.database, self.clock).features, self.clock
        )
        self._task = asyncio.create_task(self.bot.run())
        async with asyncio.timeout(PATIENCE):
            for platform in self.platforms.values():
                await platform.connected.wait()
        await self.rest()

    async def stop(self) -> None:
        """Stop the bot; nothing is told while it is away."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        for platform in self.platforms.values():
            platform.away()
            platform.pending.clear()

    async def rest(self) -> None:
        """Wait until the bot has nothing to do now, so that what comes next finds the same in every run."""
        async with asyncio.timeout(PATIENCE):
            for _ in range(2):  # what is delivered may have a channel caught up with, once
                await self.bot.ticked()
                await self.bot.catchup.rest()
                await self.bot.dispatcher.rest()

    def channel(self, platform: str) -> ChannelRef:
        """The bridged channel of a community."""
        return self.platforms[platform].channel("talk")

    async def say(self, platform: str, person: str, root: Shown | None) -> None:
        """Somebody writes: in the channel, or as a reply to a message that stands in it."""
        self._numbers += 1
        self.clock.advance(0.01)
        where = self.channel(platform) if root is None else root.ref.as_thread
        text = f"message {self._numbers}"
        posted = await self.platforms[platform].say(person, where, text)
        stays = platform in self.paused or (platform, person) in self.silent
        crosses = frozenset() if stays else frozenset(NAMES) - {platform} - self.paused
        behind = None if root is None else self.behind(root)
        self.said.append(Said(posted.message, person, text, self.clock.now(), crosses, behind))

    def behind(self, shown: Shown) -> Said | None:
        """The message that somebody sees: itself, or the one it is a copy of."""
        name = tag(words(shown))
        return next((said for said in self.said if said.ref == shown.ref or said.tag == name), None)

    def living(self, platform: str) -> list[Shown]:
        """What may be answered, reacted to or removed in a channel: messages that the model knows."""
        shown = self.platforms[platform].shown(self.channel(platform))
        found = ((each, self.behind(each)) for each in shown)
        return [each for each, said in found if said is not None and not said.deleted and said.author != "Host"]

    async def knows(self, shown: Shown) -> bool:
        """Whether it is a person's, or a copy of which the bot has been told that it was made."""
        return not shown.ours or await self.database.read(lambda unit: unit.copies.behind(shown.ref.key)) is not None

    async def wait(self, seconds: float) -> None:
        """Some time passes, and the bot does what is due then."""
        self.clock.advance(seconds)
        for said in self.said:
            if said.root is not None and not said.adrift and self.clock.now() - said.at >= STAND_IN_WAITS:
                where = self.platforms[said.ref.channel.platform]
                copies = [
                    it for it in where.shown(self.channel(where.name)) if it.ours and self.behind(it) is said.root
                ]
                said.adrift = not all([await self.knows(copy) for copy in copies])
        await self.rest()

    async def ask(self, platform: str, person: str, command: str, **answers: str) -> str:
        """Somebody uses a command; what they are told."""
        account = AccountRef(platform, self.platforms[platform].community.id, person)
        caller = Caller(account, person, admin=person == "Host")
        answer = await self.bot.app.asked(Command(command, caller, self.channel(platform), answers))
        await self.rest()
        return text_of(answer)

    async def settle(self) -> None:
        """Everything is mended, what waits is told, what was not is looked for, and some time passes."""
        for platform in self.platforms.values():
            platform.limited = False
            platform.troubles.clear()
        for first in (True, False):
            for platform in self.platforms.values():
                await platform.permit()
                while platform.pending:
                    await platform.deliver()
                if first:
                    await platform.reconnect()
            for _ in range(2):
                await self.wait(100.0)


def tag(text: str) -> str:
    """What a message is known by, however often it was changed: each change adds a mark at its end."""
    return text.rstrip("'")


def words(shown: Shown) -> str:
    """What a message says, without the line that tells when it was written."""
    return shown.text.rpartition("\n")[2]
