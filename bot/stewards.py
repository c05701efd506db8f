"""Whoever looks after bridges by their platform's word: whether it still says so.

Commands ask that of whoever uses them. Nobody uses one who is only told things, so that it is asked here: regularly,
and when something is told that is nobody else's business. Whoever has no more rights is taken off, as by other
organisers: they are told nothing, until they act again. What a platform does not say is no proof.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import structlog

from adapters.contract.errors import Later, PlatformError
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef
from bot.acts import Act
from storage.audit import ITSELF
from storage.database import Database, Unit

log = structlog.get_logger(__name__)

AT_ONCE = 4  # questions to the platforms at a time
PATIENCE = 5.0  # seconds for which whoever reports something waits for all answers together

Steward = tuple[CommunityRef, AccountRef]


class Stewards:
    """Asks the platforms."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform]) -> None:
        self._database = database
        self._platforms = platforms

    async def look(self, now: float) -> None:
        """Ask after everybody, in turn; what fails is asked at the next look."""
        for steward in await self._database.read(_of_platforms):
            try:
                await self._ask(steward, now)
            except PlatformError as error:
                if isinstance(error, Later) and error.limited:
                    return

    async def unsure(self, homes: Collection[CommunityRef], now: float) -> set[Steward]:
        """Ask after those of some communities at once; of whom no answer came."""
        here = [each for each in await self._database.read(_of_platforms) if each[0] in homes]
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

    async def _ask(self, steward: Steward, now: float) -> None:
        """Ask after one, and take them off if the platform says that they have no more rights."""
        home, account = steward
        platform = self._platforms.get(home.platform)
        if platform is None or account.platform != home.platform or await platform.runs(account, home):
            return

        async def take_off(unit: Unit) -> None:
            if steward in await _of_platforms(unit):  # nobody else has, meanwhile
                await unit.audit.note(home, None, ITSELF, Act.REMOVE_ORGANISER, str(account), now)

        await self._database.write(take_off)


async def _of_platforms(unit: Unit) -> list[Steward]:
    """Who looks after bridges without having been named by their community."""
    acting = await unit.audit.acting(Act.REMOVE_ORGANISER)
    return [each for each in acting if not await unit.organisers.has(*each)]
