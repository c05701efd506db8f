"""Asking after people and communities: is still there who takes part, organises still who did, and is the bot there?

Platforms tell by themselves what they tell without further rights: at once. Everybody else is asked after once a day, a
few at a time. What fails is no proof, and is asked again. What is found goes through the same door as what is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog

from adapters.contract.errors import Later, PlatformError
from adapters.contract.incoming import CommunityLost, Incoming, MemberLeft
from adapters.contract.lines import Line
from adapters.contract.platform import Platform
from adapters.contract.refs import AccountRef, CommunityRef
from bot import texts
from bot.clock import Clock
from bot.due import Due
from bot.stewards import Stewards
from storage.database import Database, Unavailable
from storage.presence import Asked

log = structlog.get_logger(__name__)

ROUND = 60.0  # seconds between looks for whom to ask after
AT_ONCE = 10  # people in one look: 14,400 a day
DAY = 24 * 3600.0
AGAIN = 3600.0  # seconds after an ask that failed
RIGHTS = 300.0  # seconds between looks whether organisers still have the rights that their platform gave them
LOOK = 3600.0  # seconds between looks for communities that nobody hears any more
LOOKS = 2  # in a row, after which one is lost


class RollCall:
    """Asks the platforms; `heard` is the door, `lines` tells which communities are heard."""

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        heard: Callable[[Incoming], Awaitable[None]],
        lines: Callable[[], Sequence[Line]],
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._heard = heard
        self._lines = lines
        self._stewards = Stewards(database, platforms)
        self._missing: dict[CommunityRef, int] = {}  # in how many looks in a row nobody heard it
        self._due: Due[Callable[[], Awaitable[None]]] = Due()

    async def run(self) -> None:
        """Ask until cancelled."""
        self._clock.every("roll call", ROUND, lambda: self._due.ask(self._people))
        self._clock.every("roll call of organisers", RIGHTS, lambda: self._due.ask(self._organisers))
        self._clock.every("roll call of communities", LOOK, lambda: self._due.ask(self._communities))
        while True:
            work = await self._due.next()
            try:
                await work()
            except Unavailable as error:
                log.warning("the database is away", task="roll call", error=str(error))
            except Exception:
                log.exception("a roll call failed")
            finally:
                self._due.done()

    async def rest(self) -> None:
        """Wait until everybody is asked after whose turn it is by now."""
        await self._due.join()

    async def _people(self) -> None:
        now = self._clock.now()
        names = sorted(self._platforms)
        for asked in await self._database.read(lambda unit: unit.presence.due(now, names, AT_ONCE)):
            try:
                if not await self._ask(asked):
                    return
            except Unavailable:
                raise
            except Exception:  # what broke on one is not to keep the others from being asked after
                log.exception("could not ask after somebody")
                await self._again(asked.account, now + AGAIN)

    async def _ask(self, asked: Asked) -> bool:
        """Ask after one; False when the platform has no time for more."""
        account, now = asked.account, self._clock.now()
        try:
            home = await self._platforms[account.platform].home(account, asked.home)
        except PlatformError as error:
            await self._again(account, now + max(AGAIN, error.after if isinstance(error, Later) else 0.0))
            return not (isinstance(error, Later) and error.limited)
        if home is not None:
            await self._database.write(lambda unit: unit.presence.found(account, home, now))
        elif asked.away:
            await self._again(account, now + DAY)
        else:
            await self._heard(MemberLeft(f"{account.platform}:left:{account.id}:{now:.3f}", now, account))
        return True

    async def _again(self, account: AccountRef, at: float) -> None:
        await self._database.write(lambda unit: unit.presence.ask_again(account, at))

    async def _organisers(self) -> None:
        """Take off who lost the rights by which they organised."""
        await self._stewards.look(self._clock.now())

    async def _communities(self) -> None:
        """Find communities that no connection knows any more: the bot was taken out while nobody listened."""
        lines, now = self._lines(), self._clock.now()
        here = {community for line in lines for community in line.communities}
        silent = {line.platform for line in lines if not line.up}
        mute = self._platforms.keys() - {line.platform for line in lines}  # they cannot tell
        held = await self._database.read(lambda unit: unit.communities.held())
        missing = [each for each in held if each not in here and each.platform not in silent | mute]
        self._missing = {each: self._missing.get(each, 0) + 1 for each in missing}
        for each in [each for each, looks in self._missing.items() if looks == LOOKS]:
            log.warning("a community is not connected any more", community=str(each))
            await self._heard(CommunityLost(f"{each}:missed:{now:.3f}", now, each, texts.NOT_CONNECTED))
