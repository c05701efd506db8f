"""Jargon: what a term means, what the terms of a message mean, and the terms that communities add."""

from __future__ import annotations

from collections.abc import Collection

from adapters.contract.incoming import Incoming
from bot.feature import Handler, Tick
from bot.jargon.adding import HANDLERS
from bot.jargon.asking import Asking
from bot.terms import Terms
from storage.database import Database, Unit

LEARN = 15.0  # seconds after which a term of a community is used at the latest


class Jargon:
    """The feature, as the composition root plugs it in."""

    def __init__(self, database: Database, terms: Terms) -> None:
        self._database = database
        self._terms = terms

    @property
    def handlers(self) -> tuple[Handler, ...]:
        """What members may ask and propose, and what organisers may do."""
        return (*Asking(self._database, self._terms).handlers, *HANDLERS)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """Learning what communities added."""
        return (Tick("jargon learns", LEARN, embed_anew, self._learn),)

    async def hear(self, incoming: Incoming, unit: Unit, now: float) -> None:
        """Nothing: it acts only when asked."""

    async def _learn(self, now: float) -> Collection[str]:
        """Those in whose texts a term stands whose meaning changed since the last time."""
        self._terms.learn(await self._database.read(lambda unit: unit.jargon.approved()))
        changed = self._terms.changed()
        if not changed:
            return ()
        return await self._database.read(lambda unit: unit.profiles.saying(changed))


async def embed_anew(now: float, unit: Unit, persons: Collection[str]) -> None:
    """Have the texts of these people understood anew, of those who are still there."""
    for person in await unit.profiles.many(persons):
        await unit.vectors.owe(person, now)
