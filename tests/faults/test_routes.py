"""Every way in which a call can go wrong, on every call that the relay makes: nothing is lost, and nothing doubled."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.delivering.performer import HEAL_AFTER, HEAL_AT_LAST
from sandbox.faults import Fault
from storage.outbox import OPEN, Op, delivery
from tests.faults.routes import DISCORD, FAULTS, RARE_DISCORD, RARE_FAULTS, RARE_SLACK, SLACK, strike
from tests.gaps.town import Awake, Side, Town, awake, bridged, town
from tests.gaps.verdict import Verdict, judge
from tests.rows import rows

BRIDGES, ROUNDS = 8, 12
PATIENCE = 40.0  # seconds for all that was said to arrive
HURRY = 3.0  # seconds by which the clock is put forward at each glance


def judged(place: Town, since: float) -> Verdict:
    """What the oracle says, and each file once on the other side. On Slack files stand apart, without a word."""
    verdict, shown = judge(place, since), files(place)
    for here, there in place.bridges:
        for origin, target in ((here, there), (there, here)):
            given, copied = shown[origin.channel, False], shown[target.channel, True]
            verdict.lost += (given - copied).elements()
            verdict.doubled += (copied - given).elements()
    return replace(verdict, unexpected=[tag for tag in verdict.unexpected if tag])


def files(place: Town) -> dict[tuple[str, bool], Counter[str]]:
    """The names of the files in each channel and its threads: those of people, and those of the bot."""
    shown: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for server in (place.sandbox.slack, place.sandbox.discord):
        for community in server.state()["communities"]:
            for channel in community["channels"]:
                for message in channel["messages"]:
                    if not message["deleted"]:
                        names = [file["name"] for file in message["files"]]
                        shown[channel["parent"] or channel["id"], bool(message["author"]["app"])].update(names)
    return shown


async def arrived(bot: Awake, since: float) -> None:
    """Wait until each message stands once on the other side; the clock is put forward meanwhile."""
    clock = bot.town.clock
    waits = (delivery.c.op != Op.HEAL) & delivery.c.state.in_(OPEN)

    async def rests() -> bool:
        clock.ahead += HURRY
        clock.strike("dispatcher")
        await asyncio.sleep(0.1)
        [(open_ones,)] = await rows(bot.bot._database, select(func.count()).select_from(delivery).where(waits))
        return not open_ones and judged(bot.town, since) == Verdict()

    try:
        await bot.until(rests, PATIENCE)
    except TimeoutError:
        assert judged(bot.town, since) == Verdict()
        raise


class Chapter:
    """What people do on both ends of a bridge: say, edit, react, answer in a thread, take back, delete."""

    def __init__(self, side: Side, numbers: count[int]) -> None:
        self.side, self._numbers = side, numbers

    def _text(self, words: str) -> str:
        return f"{self.side.platform[0]}{next(self._numbers)} {words}"

    async def begin(self) -> None:
        self.first, self.tag = await self._say("Who has a bed?", file=True), self._last
        self.wrong = await self._say("Wrong channel.")

    async def _say(self, words: str, *, file: bool = False, **more: Any) -> str:
        text = self._text(words)
        self._last = text.split()[0]
        if file:
            more["files"] = [{"name": f"{self._last}.txt", "content_base64": b64encode(text.encode()).decode()}]
        return await self.side.say(text, **more)

    async def middle(self) -> None:
        await self.side.do("edit", message=self.first, text=f"{self.tag} Who has two beds?")
        await self.side.do("react", 1, message=self.first, emoji="👍")
        await self.side.do("react", 1, message=self.wrong, emoji="👀")
        if self.side.platform == "discord":
            await self.side.do("start_thread", message=self.first, name=self.tag)
        await self._say("We do.", thread=self.first)

    async def end(self) -> None:
        await self.side.do("unreact", 1, message=self.first, emoji="👍")
        await self.side.do("delete", message=self.wrong)


async def live(bot: Awake, faults: list[Fault]) -> None:
    """Things happen until every fault has struck."""
    began, numbers = bot.town.clock.now(), count(1)
    for _ in range(ROUNDS):
        chapters = [Chapter(side, numbers) for side in bot.town.sides]
        for part in (Chapter.begin, Chapter.middle, Chapter.end):
            await asyncio.gather(*(part(chapter) for chapter in chapters))
            await arrived(bot, began)
        if all(fault.struck for fault in faults):
            break
        await looked(bot)
    bot.town.clock.ahead += HEAL_AFTER + HEAL_AT_LAST + 1
    await arrived(bot, began)


async def looked(bot: Awake) -> None:
    """The bot looks into every channel, before people go on.

    It tells the time of a look by the clock that runs ahead, Discord's reactions by the machine's: a reaction that is
    taken back during a look would seem to be older than the look, and stay.
    """
    began = bot.town.clock.now()
    bot.town.clock.strike("catch up")
    await bot.looked(began)


def unstruck(faults: list[Fault]) -> list[str]:
    """The routes on which a fault did not strike."""
    return [f"{fault.route} {fault.action} {fault.status}" for fault in faults if not fault.struck]


@pytest.mark.timeout(120)
async def test_what_goes_wrong_with_a_call_neither_loses_nor_doubles_anything(database_url: str) -> None:
    async with town(BRIDGES) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            faults = strike(place, SLACK, DISCORD, FAULTS)
            await live(bot, faults)

            assert len(faults) == 80
            assert unstruck(faults) == []


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", [*FAULTS, *RARE_FAULTS])
async def test_whatever_goes_wrong_with_whichever_call(database_url: str, fault: str) -> None:
    async with town(BRIDGES) as place:
        await bridged(place, database_url)
        async with awake(place, database_url) as bot:
            what = {fault: {**FAULTS, **RARE_FAULTS}[fault]}
            faults = strike(place, SLACK + RARE_SLACK, DISCORD + RARE_DISCORD, what)
            await live(bot, faults)

            assert unstruck(faults) == []
