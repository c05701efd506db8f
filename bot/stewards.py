"""Whoever organises a community: whether the platform still says that they run it, or, if named, are in it.

Commands ask that of whoever uses them. Nobody uses one who is only told things, so that it is asked here: regularly,
and when something is told that is nobody else's business. Whoever runs it no more is taken off, as by other
organisers: they are told nothing, until they act again. So is whoever was named and is in it no more, until they are
named anew; of accounts that belong to a community for good, the roll call knows. What a platform does not say is no
proof.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import structlog

from adapters.contract.errors import Later, PlatformError
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef
from bot.acts import Act
from bot.feature import NEVER
from storage.audit import ITSELF
from storage.database import Database, Unit

log = structlog.get_logger(__name__)

AT_ONCE = 4  # questions to the platforms at a time
AGAIN = 60.0  # seconds between asks after whoever is told nothing before an answer
PATIENCE = 5.0  # seconds for which whoever reports something waits for all answers together

Steward = tuple[CommunityRef, AccountRef]


class Stewards:
    """Asks the platforms."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform]) -> None:
        self._database = database
        self._platforms = platforms
        self._sure: dict[Steward, float] = {}  # when their platform said last that they still organise
        self._awaited: set[Steward] = set()  # for whom something waits

    async def look(self, now: float) -> None:
        """Ask after everybody, in turn; what fails is asked at the next look."""
        for steward in await self._database.read(_to_ask):
            try:
                await self._ask(steward, now)
            except PlatformError as error:
                if isinstance(error, Later) and error.limited:
                    return

    async def unsure(self, homes: Collection[CommunityRef], now: float) -> set[Steward]:
        """Ask after those of some communities at once; of whom no answer came."""
        here = [each for each in await self._database.read(_to_ask) if each[0] in homes]
        left, turns = set(here), asyncio.Semaphore(AT_ONCE)

        async def ask(steward: Steward) -> None:
            try:
                async with turns:
                    await self._ask(steward, now)
            except PlatformError:
                return
            left.discard(steward)

        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*map(ask, here))
        except TimeoutError:
            log.warning("a platform does not say in time who organises", unsure=len(left))
        return left

    async def may_know(self, steward: Steward, since: float, now: float, unit: Unit) -> float:
        """From when on somebody may read what was to wait since a time; NEVER when they organise no more."""
        if steward not in await _to_ask(unit):
            return now if await unit.organisers.has(*steward) else NEVER
        if self._sure.get(steward, 0.0) > since:
            return now
        self._awaited.add(steward)
        return now + AGAIN

    async def ask_awaited(self, now: float) -> None:
        """Ask after those for whom something waits; of whom no answer comes, it waits on."""
        for steward in sorted(self._awaited, key=str):
            try:
                await self._ask(steward, now)
            except PlatformError as error:
                if isinstance(error, Later) and error.limited:
                    return
            else:
                self._awaited.discard(steward)

    async def _ask(self, steward: Steward, now: float) -> None:
        """Ask after one, and take them off if the platform says that they have no more rights, or are not there."""
        home, account = steward
        platform = self._platforms.get(home.platform)
        if platform is None or account.platform != home.platform:
            return
        if await platform.runs(account, home):
            self._sure[steward] = now
            return
        # Of a community that it does not reach just now, the platform has raised something by here.
        named = await self._database.read(lambda unit: unit.organisers.has(home, account))
        if named and await platform.home(account, home) == home:
            self._sure[steward] = now
            return

        async def take_off(unit: Unit) -> None:
            just_now = not named and await unit.organisers.has(home, account)
            if not just_now and steward in await _to_ask(unit):  # nobody else has, meanwhile
                await unit.organisers.remove(home, account)
                await unit.audit.note(home, None, ITSELF, Act.REMOVE_ORGANISER, str(account), now)

        await self._database.write(take_off)


async def _to_ask(unit: Unit) -> list[Steward]:
    """Who looks after bridges without having been named, and who was named and may leave without anybody's word."""
    acting = [each for each in await unit.audit.acting(Act.REMOVE_ORGANISER) if not await unit.organisers.has(*each)]
    return acting + await unit.organisers.of_no_community()
